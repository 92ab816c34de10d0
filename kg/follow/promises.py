"""A promise and what became of it: the clauses of the next report that speak of it, and the outcome they tell.

A promise is parted into its items (names of an enumeration, or a number to be reached); each item is sought in
the clauses of the next report by the share of its rare pairs of characters that a clause holds, unless the clause
names another thing or phase, shares a place alone, or what it shares is common. The review wins over the tasks; a
number is judged by a number.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from kg.follow.likeness import RUN, Weights, bare, pairs
from kg.model import Annotated, Indicator, Span
from kg.ontology import Ontology
from kg.rdf.units import Unit, Units
from kg.text.function_words import pattern
from kg.text.places import figures_within, sentence_of

Outcome = Literal["delivered", "partly", "under_way", "planned_again", "silent"]
OUTCOMES: tuple[Outcome, ...] = ("delivered", "partly", "under_way", "planned_again", "silent")
State = Literal["done", "going", "again", "none"]

ALIKE = 0.56
"""The share of an item's weight that a clause must hold to speak of it (0.4 to 0.8 swept on followed promises)."""

FEW = 6
"""The clauses of a report that may hold the longest run shared with an item, where the likeness is below `CLEAR`."""

CLEAR = 0.8

SHORT = 2
"""Characters of an enumerated name that, like a place, alone tells too little: the clause must share more."""

COMMON = 12
"""The clauses of a report that may hold a pair of characters which tells something."""

LEAD = 4
"""Characters of a name, before what it shares with another, that tell the two apart: 北沿江高铁 and 沪宁沿江高铁."""

ABOUT = Decimal("0.97")
"""How near a number that was promised about, or as such, must be reached."""

_clause = re.compile(r"[^，。；！？,;!?\n]+")
_listed = "、"
_great, _scale = "大", "级"
"""What a number ends with that names things (十大工程): none to be reached; or that tells a size (千亿级产业)."""
_aside = re.compile(r"[（(][^）)]*[）)]")
_note = re.compile(r"[\[〔【][\d]+[\]〕】]")
"""The mark of a footnote: it tells nothing of a promise."""
_kept = re.compile(r"[“《（(][^”》）)]*[”》）)]")
_quoted = re.compile(r"[“《][^”》]{4,}[”》]")
_number = pattern(r"[\d.,]+[%％]?|<ordinal|hundred>+(?=<counting>)")
_bounds = ("<=", "<")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of `follow_words.tsv` by kind, the longest first."""

    of: Mapping[str, tuple[str, ...]]

    def any(self, kind: str, text: str) -> bool:
        """Whether a word of a kind stands in a text."""
        return any(word in text for word in self.of[kind])


@dataclass(frozen=True, slots=True)
class Match:
    """An item of a promise, what the report says of it, the clause that says so, and how like the two are."""

    item: str
    state: State
    span: Span | None = None
    likeness: float = 0.0
    short: bool = False


@dataclass(frozen=True, slots=True)
class Followed:
    """A promise (its place in the old report) with its outcome, and the ground: item by item, clause by clause.

    `recurring` marks what is promised every year anew: a quota of which the next round is set, a yearly event.
    `sure` is the likeness of the weakest item that decided, from 0 to 1; `decided` tells that a person said so;
    `sentence` is what the old report says.
    """

    start: int
    end: int
    text: str
    outcome: Outcome
    matches: tuple[Match, ...]
    recurring: bool = False
    sure: float = 0.0
    decided: bool = False
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class _Clause:
    span: Span
    text: str
    pairs: frozenset[str]
    review: bool
    amounts: tuple[tuple[Indicator, Unit | None], ...]


def words(ontology: Ontology) -> Words:
    """The words by which promises are followed."""
    found: dict[str, list[str]] = {}
    for row in ontology.table("follow_words"):
        found.setdefault(row["kind"], []).append(row["word"])
    return Words({kind: tuple(sorted(those, key=len, reverse=True)) for kind, those in found.items()})


class Follower:
    """A later report, read once, in which the promises of an earlier one are sought."""

    def __init__(self, old: Annotated, new: Annotated, ontology: Ontology) -> None:
        self.words = words(ontology)
        self.units = Units(ontology)
        self._joints = re.compile("|".join(map(re.escape, (_listed, *self.words.of["joint"]))))
        self.old = old
        self.clauses = self._clauses(new)
        found = {m.name for m in old.findings.mentions if m.type in ontology.places and len(m.name) > 1}
        self._places = sorted(found, key=lambda name: (-len(name), name))
        plans = self.words.of["plan"]  # 对接“十四五”规划 is not told of by all that names these years
        self._plain = (*plans, *self._places)
        self._weights = Weights(clause.pairs for clause in (*self.clauses, *self._clauses(old)))
        self._holding: dict[str, list[int]] = {}
        for number, clause in enumerate(self.clauses):
            for pair in clause.pairs:
                self._holding.setdefault(pair, []).append(number)
        self._rarity: dict[str, bool] = {}
        firms = {m.name for m in old.findings.mentions if m.type == "Enterprise" and len(m.name) >= LEAD}
        self._firms = sorted(firms, key=lambda name: (-len(name), name))
        self._named: dict[str, list[str]] = {}

    def follow(self, start: int, end: int) -> Followed:
        """The outcome of the promise at a place of the old report."""
        text = self.old.document.text[start:end]
        figures = self.old.findings.indicators
        amounts = [
            figures[n] for n in figures_within(figures, start, end) if not figures[n].text.endswith(_great)
        ]
        matches = self._numbers(amounts, start, end)
        if not matches or all(m.state == "none" for m in matches):
            kept = [one for one in amounts if not self._scales(one)]
            if len(kept) < len(amounts) or not amounts:
                amounts, matches = kept, self._numbers(kept, start, end)
        if not amounts:
            matches = tuple(self._item(item, text) for item in self.items(text))
        outcome = _outcome(matches)
        recurring = outcome in ("planned_again", "silent") and self._recurring(text, amounts, matches)
        if recurring:
            outcome = "silent"
        told = [m.likeness for m in matches if m.state != "none"]
        sentence = sentence_of(self.old.sentences, start)
        return Followed(
            start,
            end,
            text,
            outcome,
            matches,
            recurring,
            min(told, default=0.0),
            sentence=sentence.text if sentence else "",
        )

    def items(self, text: str) -> tuple[str, ...]:
        """The names that a promise enumerates, without its verb and its tail; the whole where there is one."""
        core = self._bare(_note.sub("", text))
        hidden = _kept.sub(lambda m: "\ue000" * len(m[0]), core)
        parts, at = [], 0
        for joint in self._joints.finditer(hidden):
            parts.append(core[at : joint.start()])
            at = joint.end()
        parts.append(core[at:])
        if any(len(bare(part)) < 2 for part in parts):
            parts = [part for part in core.split(_listed) if part]
        parts[-1] = self._first(parts[-1])
        found = [self._bare(_aside.sub("", part)) for part in parts]
        found = [part for part in found if part not in self.words.of["verb"]]
        return tuple(dict.fromkeys(part for part in found if len(part) > 1)) or (core or text,)

    def _numbers(self, amounts: Sequence[Indicator], start: int, end: int) -> tuple[Match, ...]:
        return tuple(self._number(one, start, end, len(amounts) == 1) for one in amounts)

    def _scales(self, amount: Indicator) -> bool:
        """Whether a number of the old report only says how large a thing is."""
        at = amount.span[1] if amount.span else 0
        return amount.text.endswith(_scale) or self.old.document.text.startswith(_scale, at)

    def _bare(self, text: str) -> str:
        """A promise without the words that open and end it."""
        for kind, cut in (("verb", str.removeprefix), ("tail", str.removesuffix)):
            changed = True
            while changed:
                changed = False
                for word in self.words.of[kind]:
                    rest = cut(text, word)
                    if rest != text and len(rest) > 2:
                        text, changed = rest, True
                        break
        for word in self.words.of["class"]:
            text = text.removesuffix(word)
        return text

    def _first(self, last: str) -> str:
        """The last item of an enumeration without the class that sums it up: A、B等项目."""
        for word in self.words.of["class"]:
            name, mark, _ = last.partition(word)
            if mark and len(name) > 1:
                return name
        return last

    def _item(self, item: str, promise: str) -> Match:
        """What the report says of an item; where nothing, what clauses say that have it all but for its place."""
        found = self._sought(item, promise)
        place = next((name for name in self._places if item.startswith(name)), "")
        rest = item.removeprefix(place)
        if found.state != "none" or not place or len(rest) < SHORT or rest in self.words.of["thing"]:
            return found
        return replace(self._sought(rest, promise, whole=True), item=item)

    def _sought(self, item: str, promise: str, *, whole: bool = False) -> Match:
        """What the report says of an item: the review first, then the tasks."""
        weak = len(bare(item)) <= SHORT or item in self._places
        tail = self._joints.split(promise)[-1] if weak else None  # what is said of all that is enumerated
        if tail and tail != promise and item in tail and item in self._places and len(bare(item)) <= SHORT:
            tail = tail.replace(item, "", 1)  # of the last place too more is told than its name
        told = [c for c in self._speaking(item) if not tail or item in tail or self._shares(tail, c)]
        scored = [
            (self._likeness(item, clause), clause) for clause in told if not whole or item in clause.text
        ]
        near = [(s, c) for s, c in scored if s >= ALIKE and not self.words.any("idle", c.text)]
        review = sorted(((s, c) for s, c in near if c.review), key=lambda pair: (-pair[0], pair[1].span))
        for score, clause in review:
            if self._honoured(item, clause.text, promise):
                continue
            state = self._state(clause.text, promise)
            if state:
                short = self._parted(clause.text) and not self.words.any("part", promise)
                return Match(item, state, clause.span, score, short)
        again = max(((s, c) for s, c in near if not c.review), key=lambda pair: pair[0], default=None)
        return Match(item, "again", again[1].span, again[0]) if again else Match(item, "none")

    def _parted(self, told: str) -> bool:
        """Whether a clause tells of a first part: that of a work, not a first round of titles (全国首批)."""
        for word in self.words.of["rounds"]:
            told = told.replace(word, "")
        return self.words.any("part", told)

    def _honoured(self, item: str, told: str, promise: str) -> bool:
        """Whether a clause tells that a thing won a title, where the promise was to build it."""
        won = min((at for word in self.words.of["title"] if (at := told.find(word)) >= 0), default=-1)
        if won < 0 or not self.words.any("built", promise) or self.words.any("built", told):
            return False
        return _run(bare(item), told[:won], min(RUN, len(bare(item))))

    def _state(self, told: str, promise: str) -> State:
        if self.words.any("done", told):
            return "done"
        if self.words.any("begun", told):
            return "done" if self.words.any("started", promise) else "going"
        return "going" if self.words.any("going", told) else "done"

    def _number(self, wanted: Indicator, start: int, end: int, alone: bool) -> Match:
        """What the report says of a number: reached, short of it, over-fulfilled in words, or nothing."""
        text = self.old.document.text[start:end]
        item = self._about(wanted, text, start, alone)
        unit = self.units(wanted.unit)
        best: tuple[float, int, _Clause, Indicator, bool] | None = None
        speaking = self._speaking(item)
        for clause in speaking:
            if not clause.review:
                continue
            score = self._likeness(item, clause)
            for amount, other in clause.amounts:
                if not self._same_unit(wanted, unit, amount, other) or self._summed(text, amount, clause):
                    continue
                if amount.value == wanted.value and amount.unit == wanted.unit:
                    score = max(score, self._near(item, clause))
                if score >= ALIKE - 0.06:
                    kept = self._keeps(wanted, unit, amount, other)
                    found = (score, int(kept), clause, amount, kept)
                    if best is None or found[:2] > best[:2]:
                        best = found
        if best is not None:
            score, _, clause, _, kept = best
            return Match(item, "done", clause.span, score, short=not kept)
        for clause in speaking:
            if (
                clause.review
                and self.words.any("quota", clause.text)
                and self._likeness(item, clause) >= ALIKE - 0.1
            ):
                return Match(item, "done", clause.span, self._likeness(item, clause))
        ahead = [(self._likeness(item, c), c) for c in speaking if not c.review]
        again = max(ahead, key=lambda pair: pair[0], default=None)
        if again is None or again[0] < ALIKE:
            return Match(item, "none")
        return Match(item, "again", again[1].span, again[0])

    def _summed(self, promise: str, amount: Indicator, clause: _Clause) -> bool:
        """Whether an amount is told as a sum over years, where the promise was of what one brings."""
        if self.words.any("sum", promise):
            return False
        start = amount.span[0] - clause.span[0] if amount.span else 0
        return self.words.any("sum", clause.text[:start])

    @staticmethod
    def _same_unit(one: Indicator, unit: Unit | None, two: Indicator, other: Unit | None) -> bool:
        """Whether two numbers count the same: 场 and 场次 do."""
        if (unit and other and unit.name == other.name) or one.unit == two.unit:
            return True
        return one.unit.startswith(two.unit) or two.unit.startswith(one.unit)

    def _near(self, item: str, clause: _Clause) -> float:
        """The likeness of a clause that tells the very number: half of the words, in any order, are enough."""
        own = pairs(item)
        return ALIKE if own and len(own & clause.pairs) * 2 >= len(own) else 0.0

    def _about(self, wanted: Indicator, text: str, start: int, alone: bool) -> str:
        """The words of a promise that say what a number counts."""
        assert wanted.span is not None
        words_ = text if alone else text[: wanted.span[1] - start].rpartition(_listed)[2]
        number = self.old.document.text[slice(*wanted.span)]
        core = _number.sub("", self._bare(words_.replace(number, "", 1)))
        return core if core and core not in self.words.of["verb"] else wanted.indicator

    def _keeps(self, wanted: Indicator, unit: Unit | None, told: Indicator, other: Unit | None) -> bool:
        """Whether a number that is told keeps the one that was promised."""
        aim = wanted.value * (unit.magnitude if unit else 1)
        result = told.value * (other.magnitude if other else 1)
        if wanted.comparator in _bounds or (
            wanted.comparator == "=" and self.words.any("falling", wanted.indicator)
        ):
            return result <= aim
        return result >= aim * (ABOUT if wanted.comparator == "~" else 1)

    def _recurring(self, text: str, amounts: Sequence[Indicator], matches: Sequence[Match]) -> bool:
        if amounts:
            return any(m.state == "again" for m in matches)
        return self.words.any("event", text) and any(m.state == "again" for m in matches)

    def _speaking(self, item: str) -> list[_Clause]:
        """The clauses that hold a pair of an item's characters, in order: of all others it has no share."""
        held = {number for pair in pairs(item) for number in self._holding.get(pair, ())}
        return [self.clauses[number] for number in sorted(held)]

    def _likeness(self, item: str, clause: _Clause) -> float:
        """The share of an item that a clause holds; none where it speaks of another thing, or of the place alone."""
        score = self._weights.share(item, clause.text, clause.pairs)
        if any(name in clause.text and self._rare(name) for name in self._own_names(item)):
            return max(score, ALIKE)
        if not score or item in clause.text:
            return score
        if self._another(item, clause.text) or self._place_alone(item, clause.text):
            return 0.0
        if score < CLEAR and not self._telling(item, clause.text):
            return 0.0
        return score

    def _own_names(self, item: str) -> list[str]:
        """The names in an item that tell it alone: those in marks, and the firm that it begins with."""
        found = self._named.get(item)
        if found is None:
            firm = next((name for name in self._firms if item.startswith(name)), None)
            found = self._named[item] = [*_quoted.findall(item), *filter(None, (firm,))]
        return found

    def _another(self, item: str, told: str) -> bool:
        """Whether a clause names a thing of the same kind, or a phase, by another word."""
        phases, others = ({w for w in self.words.of["phase"] if w in text} for text in (item, told))
        if phases and others and not phases & others:
            return True
        thing = next((word for word in self.words.of["thing"] if item.endswith(word)), None)
        found = list(re.finditer(re.escape(thing), told)) if thing else []
        return bool(found) and all(self._apart(item, told[: match.end()], told) for match in found)

    def _apart(self, item: str, name: str, told: str) -> bool:
        """Whether two names that end alike begin with words of their own."""
        name = self._joints.split(name)[-1]
        same = 0
        while same < min(len(item), len(name)) and item[-1 - same] == name[-1 - same]:
            same += 1
        lead, other = item[: len(item) - same], self._bare(name[: len(name) - same])
        if not lead or not other or len(lead) > LEAD or lead in told or other in self.words.of["verb"]:
            return False
        return not (_within(lead, other) or _within(other, lead))

    def _place_alone(self, item: str, told: str) -> bool:
        """Whether all that an item shares with a clause is the name of a place, or of a plan."""
        rest = item
        for name in self._plain:
            rest = rest.replace(name, "\ue000")
        stretches = [part for part in rest.split("\ue000") if len(bare(part)) > 1]
        if "\ue000" not in rest or not stretches:
            return False
        return not any(_run(bare(part), told, min(RUN, len(bare(part)))) for part in stretches)

    def _shares(self, tail: str, told: _Clause) -> bool:
        """Whether a clause holds of the end of a promise a pair of characters that is not common."""
        return any(len(self._holding[one]) <= COMMON for one in pairs(tail) & told.pairs)

    def _telling(self, item: str, told: str) -> bool:
        """Whether the longest run that an item shares with a clause is rare in the report."""
        plain = bare(item)
        for size in range(len(plain), RUN - 1, -1):
            runs = {plain[i : i + size] for i in range(len(plain) - size + 1)}
            held = sorted(run for run in runs if run in told)
            if held:
                return any(self._rare(run) for run in held)
        return len(plain) < RUN

    def _rare(self, run: str) -> bool:
        """Whether few clauses of the report hold a run of characters."""
        known = self._rarity.get(run)
        if known is None:
            known = self._rarity[run] = sum(run in clause.text for clause in self.clauses) <= FEW
        return known

    def _clauses(self, of: Annotated) -> list[_Clause]:
        text, found = of.document.text, []
        reviews = _reviewed(of)
        ordered = sorted((i for i in of.findings.indicators if i.span), key=lambda i: i.span or (0, 0))
        at = 0
        for match in _clause.finditer(text):
            start, end = match.span()
            while at < len(ordered) and (ordered[at].span or (0, 0))[1] <= start:
                at += 1
            here = []
            for one in ordered[at:]:
                if (one.span or (0, 0))[0] >= end:
                    break
                here.append((one, self.units(one.unit)))
            found.append(_Clause((start, end), match[0], pairs(match[0]), _in(reviews, start), tuple(here)))
        return found


def _reviewed(of: Annotated) -> list[Span]:
    """The stretches of a report that tell of the past: its review, and what stands before its first tasks."""
    tops = [s for s in of.document.sections if s.parent is None]
    ahead = [s.start for s in tops if s.kind in ("tasks", "goals")]
    spans = [(s.start, s.end) for s in of.document.sections if s.kind == "review"]
    return [*spans, (0, min(ahead, default=len(of.document.text)))]


def _in(spans: Iterable[Span], at: int) -> bool:
    return any(start <= at < end for start, end in spans)


def _outcome(matches: Sequence[Match]) -> Outcome:
    """The outcome of a promise by those of its items."""
    states = {m.state for m in matches}
    if states == {"done"}:
        return "partly" if any(m.short for m in matches) else "delivered"
    if "done" in states:
        return "partly"
    if "going" in states:
        return "under_way"
    again = sum(m.state == "again" for m in matches)
    return "planned_again" if again and again * 2 >= len(matches) else "silent"


def _within(some: str, text: str) -> bool:
    """Whether the characters of one stand in another in their order."""
    rest = iter(text)
    return all(char in rest for char in some)


def _run(phrase: str, text: str, size: int) -> bool:
    """Whether a text holds a run of so many characters of a phrase."""
    return any(phrase[i : i + size] in text for i in range(len(phrase) - size + 1))
