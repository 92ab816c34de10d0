"""What a figure measures, in words, to the canonical indicator that it is, with what is left of the words."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.ontology import IndicatorType, Ontology
from kg.text.function_words import pattern, words_of

_NOISE = re.compile(r"[\s*#“”‘’]|(?<!\d)[—－-]+(?!\d)|^[（(][^）)]*[）)]")
_MONTHS = re.compile(r"^(?:(?:20\d\d年)?(?:前\d{1,2}个月|\d{1,2}(?:[—-]\d{1,2})?月份?)|20\d\d年)")
_CHANGE = pattern("<change of a unit>$")
_MAGNITUDES = "".join(words_of("magnitude"))
_HEAD = 20
"""Characters at the head of a clause that may name an indicator."""
_LONGEST = 60
"""Longer words name no indicator; none is looked for, and time stays linear."""


@dataclass(frozen=True, slots=True)
class Link:
    """An indicator with the words of extent beside it, and the part that is measured (both as written)."""

    concept: str
    scope: tuple[str, ...] = ()
    part: str = ""


@dataclass(frozen=True, slots=True)
class _Name:
    """A way to say an indicator: what ends in it means the indicator; `rate` where it is the name of a growth."""

    expression: str
    indicator: IndicatorType
    rate: bool


_pattern = cache(re.compile)
"""Compiled on first use: a text needs few of them."""


class Linker:
    """Links the words for what is measured to canonical indicators; built once from the ontology."""

    def __init__(
        self,
        indicators: Mapping[str, IndicatorType],
        scopes: Iterable[tuple[str, str, str]],
        units: Mapping[str, str],
    ) -> None:
        self.indicators = indicators
        self._units = dict(units)
        self._before: dict[str, str] = {}
        self._after: dict[str, str] = {}
        for word, place, kind in scopes:
            (self._before if place == "before" else self._after)[word] = kind
        self._longest = max(map(len, self._before))
        self._tails = sorted(self._after, key=lambda w: (-len(w), w))
        self._twins = {of.of: of.name for of in indicators.values() if of.kind in ("growth", "change")}
        self._names: defaultdict[str, list[_Name]] = defaultdict(list)
        for one in indicators.values():
            rate = one.kind in ("growth", "change")
            base = indicators[one.of or ""] if rate else one
            for spelt in one.words:
                words = tuple(tuple(_NOISE.sub("", word) for word in part) for part in spelt)
                name = _Name(_expression(words) + "$", base, rate)
                for last in sorted(_ends(words)):
                    self._names[last].append(name)
        self.link = lru_cache(maxsize=1 << 14)(self._link)
        self.named = lru_cache(maxsize=1 << 12)(self._named)

    def kind(self, word: str) -> str:
        """What a word of extent says: whole, manner, period, mean, flow … (`indicator_scopes.tsv`)."""
        return self._before.get(word) or self._after.get(word) or ("period" if _MONTHS.match(word) else "")

    def _link(self, words: str, unit: str, subject: str = "") -> Link | None:
        """The indicator that the words name, where the unit can measure it; None where there is none.

        `subject` is the thing measured: its name before the words says nothing more.
        """
        base, changed = self._unit(unit)
        return self._best(words, subject, base, changed=changed)

    def _best(self, words: str, subject: str, base: str | None, *, changed: bool) -> Link | None:
        text = _NOISE.sub("", words)
        if not text or len(text) > _LONGEST:
            return None
        best: tuple[int, int, Link] | None = None
        for end, tails in self._ended(text):
            rate = changed or any(self._after[tail] in ("growth", "mean") for tail in tails)
            for name in self._names.get(text[end - 1 : end], ()):
                m = _pattern(name.expression).search(text, 0, end)
                if m is None or (best is not None and (m.start(), -end) >= best[:2]):
                    continue
                concept = self._concept(name, base, rate=rate) if base is not None else name.indicator.name
                if concept is None:
                    continue
                before = self._left(text[: m.start()], subject)
                if before is not None:
                    means = tuple(tail for tail in tails if self._after[tail] in ("mean", "total"))
                    best = (m.start(), -end, Link(concept, (*before[0], *means), before[1]))
        return best[2] if best else None

    def _named(self, words: str) -> Link | None:
        """The indicator that the words name, whatever unit it has."""
        return self._best(words, "", None, changed=False)

    def higher(self, concept: str) -> bool:
        """Whether more of an indicator is better."""
        return self.indicators[concept].polarity == "higher"

    def measured(self, concept: str, unit: str) -> str | None:
        """An indicator or its growth, whichever a unit measures; None where it measures neither."""
        one = self.indicators[concept]
        base, changed = self._unit(unit)
        own = self.indicators[one.of] if one.of and one.kind in ("growth", "change") else one
        return self._fitting(own, base, rate=changed)

    def bare(self, words: str) -> bool:
        """Whether words measure only what was named before: words of measure alone (总量), or a rank (稳居…)."""
        text = _NOISE.sub("", words)
        word = self._word(text, 0)
        if word and self._before.get(word) == "aside":
            return True
        return any(end == 0 or self._edge(text[:end], 0) for end, _ in self._ended(text, least=0))

    def leading(self, clause: str) -> str:
        """The words at the head of a clause that name an indicator of a whole; empty where they name none."""
        for end in range(min(len(clause), _HEAD), 2, -1):
            found = self.named(clause[:end])
            if found is not None and not found.part:
                return clause[:end]
        return ""

    def grows(self, words: str) -> bool:
        """Whether the words end in those of a growth (增速, 下降)."""
        return any(tails and self._after[tails[0]] in ("growth", "mean") for _, tails in self._ended(words))

    def _ended(self, text: str, least: int = 1) -> list[tuple[int, tuple[str, ...]]]:
        """Where the words may end: at the end, or before words of measure and growth, with these."""
        found: list[tuple[int, tuple[str, ...]]] = [(len(text), ())]
        for end, tails in found:
            found += (
                (end - len(tail), (tail, *tails)) for tail in self._tails
                if len(tails) < 4 and end >= len(tail) + least and text.endswith(tail, 0, end)
            )  # fmt: skip
        return found

    def _left(self, text: str, subject: str) -> tuple[tuple[str, ...], str] | None:
        """Words of extent and the part among the words before an indicator; None where they make it another."""
        scope: list[str] = []
        part = ""
        at = 0
        text = text.removeprefix(subject) if subject and text != subject else text
        while at < len(text):
            word = self._word(text, at) if not part or text[at - 1] in "的、" or self._edge(text, at) else ""
            if word:
                if self.kind(word) in ("per", "aside"):
                    return None
                scope.append(word)
                at += len(word)
            else:
                part += text[at]
                at += 1
        part = part.strip("的、，和及")
        return tuple(scope), "" if part == subject else part

    def _edge(self, text: str, at: int) -> bool:
        """Whether from here on nothing but words of extent follows."""
        while at < len(text):
            word = self._word(text, at)
            if not word:
                return False
            at += len(word)
        return True

    def _word(self, text: str, at: int) -> str:
        if m := _MONTHS.match(text[at:]):
            return m[0]
        for length in range(min(self._longest, len(text) - at), 0, -1):
            if text[at : at + length] in self._before:
                return text[at : at + length]
        return ""

    def _concept(self, name: _Name, base: str, *, rate: bool) -> str | None:
        return None if name.rate and not rate else self._fitting(name.indicator, base, rate=rate)

    def _fitting(self, one: IndicatorType, base: str, *, rate: bool) -> str | None:
        points = one.kind in ("rate", "share")
        if rate:
            fits = base == "point" if points else base in ("percent", "fold", "doubling")
            return self._twins[one.name] if fits else None
        if base in one.dimensions or (base in ("count", "person") and one.kind == "count"):
            return one.name
        return None

    def _unit(self, unit: str) -> tuple[str, bool]:
        """The kind of a unit, and whether it tells a change."""
        plain = _CHANGE.sub("", unit)
        changed = plain != unit
        plain = plain.lstrip(_MAGNITUDES) or plain
        return self._units.get(plain, "none" if plain in ("", "-") else ""), changed


@lru_cache(maxsize=1)
def load(ontology: Ontology) -> Linker:
    """The linker over the indicators, the words of extent and the units of the ontology; made once."""
    return Linker(
        ontology.indicators,
        [(r["word"], r["place"], r["kind"]) for r in ontology.table("indicator_scopes")],
        {r["unit"]: r["kind"] for r in ontology.table("units")},
    )


def _expression(words: tuple[tuple[str, ...], ...]) -> str:
    parts = (sorted(part, key=lambda w: (-len(w), w)) for part in words)
    return "".join(f"(?:{'|'.join(map(re.escape, part))})" for part in parts)


def _ends(words: tuple[tuple[str, ...], ...]) -> set[str]:
    """The characters in which a way of saying an indicator may end."""
    found: set[str] = set()
    for part in reversed(words):
        found |= {word[-1] for word in part if word}
        if "" not in part:
            break
    return found
