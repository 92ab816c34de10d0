"""A question in words to what it asks for: the things, indicators, years and classes that it names, and its verbs.

No language model: the names are those of the graph, the words those of `ask_intents.tsv` and of the ontology, the
longest first. What none of them explains is kept (`rest`), so that nothing of a question is passed over in silence.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from kg.contracts import Store
from kg.gazetteer.normal_form import plain
from kg.model import Entity, Span
from kg.ontology import Ontology
from kg.query.index import Index
from kg.rdf import read as facts
from kg.text.alternation import alternation

LONGEST = 60
"""Characters of the longest name that is looked for in a question."""

_year = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)年?(?:(1[0-2]|0?[1-9])月)?")
_run = re.compile(r"[^\W_]+")
FIGURES = frozenset({"figure", "growth", "target", "result"})
"""The intents that ask for figures."""

_relating = frozenset({"relation", "finish"})
"""The intents whose words mean a relation."""

_silent = frozenset({"number", "lone", "past"})
"""The intents whose words are no hits: they stand before a unit, between what is understood, or within others."""

_anywhere = ("growth", "target", "past", "checked", "compare")
"""The intents whose words count within the name of an indicator too."""

_BEGUN = 4
"""The least characters of words that may be the beginning of a name: 麒麟软件 of 麒麟软件有限公司."""

_near = 60  # names like a part of one that are compared with it

Named = Callable[[str], str | None]
"""The canonical indicator that words name, or None."""


@dataclass(frozen=True, slots=True)
class Word:
    """A way to say what is asked for: the intent, and its value (names of relations or classes)."""

    text: str
    intent: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unclear:
    """A name in a question that several things may have: the words, and the things."""

    words: str
    things: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for; `rest` are the words that nothing explains.

    `indicator` is a canonical one, `measured` its words; `verbs` are the words of relations as written, `listed` those
    of classes, `offices` those of posts, `named` the names of the things; `results` are outcomes of promises and
    verdicts on targets; `unit` is that of the number asked for, `month` that of the year, `before` shifts from it.
    """

    question: str
    things: tuple[Entity, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    indicator: str | None = None
    measured: str = ""
    years: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()
    intents: frozenset[str] = frozenset()
    relations: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    verbs: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    results: frozenset[str] = frozenset()
    unit: str = ""
    month: str = ""
    before: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Hit:
    """A stretch of a question that means something: a word, a year, an indicator or names of things."""

    span: Span
    rank: int
    word: Word | None = None
    year: int = 0
    month: str = ""
    indicator: str = ""
    iris: tuple[str, ...] = ()


class Reader:
    """Reads questions to one graph; built once."""

    def __init__(self, store: Store, index: Index, ontology: Ontology, named: Named) -> None:
        self._store = store
        self._index = index
        self._named = named
        self._titles = {name: plain(of.zh) for name, of in ontology.indicators.items()}
        self._words = {word.text: word for word in _words(ontology)}
        self.verbs = {
            name: tuple(
                w.text for w in self._words.values() if name in (*w.values, w.intent) and len(w.text) > 1
            )
            for name in (*ontology.relations, "finish")
        }
        """How each relation is said, and that something is finished."""
        self._types = {name: of.parent or name for name, of in ontology.classes.items()}
        numbers = [word.text for word in self._words.values() if word.intent == "number"]
        units = [row["unit"] for row in ontology.table("units")]
        self._number = re.compile(rf"(?:{alternation(numbers)})[十百千万亿]*({alternation(units)})?")

    def read(self, question: str) -> Asked:
        """What a question asks for."""
        text = plain(question)
        hits = self._compound(text, _chosen([*self._found(text)]))
        things: dict[str, Entity] = {}
        unclear: list[Unclear] = []
        for hit in hits:
            if hit.iris:
                self._take(text[slice(*hit.span)], hit.iris, things, unclear)
        kept = []
        intents = {hit.word.intent for hit in hits if hit.word}
        for span in _gaps(text, hits):
            part = text[slice(*span)]
            if (lone := self._words.get(part)) and lone.intent == "lone":
                intents.update(lone.values)
                continue
            whole, within = self._joined(text, span, hits)
            if within:
                hits = [hit for hit in hits if hit not in within]
                kept.append(whole)
            elif (iris := self._holding(part)) and (len(iris) == 1 or not FIGURES & intents):
                self._take(part, iris, things, unclear)
            else:
                kept.append(part)
        hits = [hit for hit in hits if not self._apposed(hit, hits, things)]
        words = [hit.word for hit in hits if hit.word]
        words += [word for hit in hits if hit.indicator for word in self._dated(text[slice(*hit.span)])]
        intents = intents - {"type"} | {word.intent for word in words} | self._counted(hits)
        intents = intents.union(*(self._within(text, name) for name in _anywhere))
        measured = [hit for hit in hits if hit.indicator]
        return Asked(
            question, tuple(things.values()), tuple(unclear),
            measured[0].indicator if measured else None,
            text[slice(*measured[0].span)] if measured else "",
            tuple(hit.year for hit in hits if hit.year),
            tuple(int(word.values[0]) for word in words if word.intent == "year"),
            frozenset(intents),
            frozenset(v for word in words if word.intent in _relating for v in word.values),
            frozenset(self._types[v] for word in words if word.intent == "type" for v in word.values),
            tuple(word.text for word in words if word.intent in _relating),
            tuple(word.text for word in words if word.intent == "type"), tuple(kept),
            tuple(text[slice(*hit.span)] for hit in hits if hit.iris),
            tuple(word.text for word in words if word.intent == "position"),
            frozenset(v for word in words if word.intent in {"verdict", "follow"} for v in word.values),
            next((word.values[0] for word in words if word.intent == "figure" and word.values), ""),
            next((hit.month for hit in hits if hit.month), ""),
            tuple(int(word.values[0]) for word in words if word.intent == "before"),
        )  # fmt: skip

    def ending(self, words: str) -> tuple[Entity, ...]:
        """The things of which some name ends in the words, by IRI."""
        sought = plain(words)
        found = [f for f in self._index.near(words, _near) if plain(f.name).endswith(sought)]
        return facts.entities(self._store, sorted({f.iri for f in found})) if found else ()

    def _dated(self, measured: str) -> tuple[Word, ...]:
        """The word for a year, the longest, that the words for an indicator hold: 增速比上年."""
        held = [w for w in self._words.values() if w.intent in {"year", "before"} and w.text in measured]
        return tuple(sorted(held, key=lambda word: -len(word.text))[:1])

    @staticmethod
    def _counted(hits: Iterable[_Hit]) -> frozenset[str]:
        """The intent to count, where the number asked for is of things of a class, or of tasks."""
        ends = {hit.span[1] for hit in hits if _is(hit, "figure")}
        counted = any(hit.span[0] in ends and (_is(hit, "type") or _is(hit, "task")) for hit in hits)
        return frozenset({"count"} if counted else ())

    def _apposed(self, hit: _Hit, hits: Iterable[_Hit], things: dict[str, Entity]) -> bool:
        """Whether a class only says what the thing just before it is: 光电信息产业."""
        if hit.word is None or hit.word.intent != "type":
            return False
        before = next((h for h in hits if h.iris and h.span[1] == hit.span[0]), None)
        kinds = {self._types[value] for value in hit.word.values}
        return before is not None and any(things[iri].type in kinds for iri in before.iris if iri in things)

    def _within(self, text: str, intent: str) -> frozenset[str]:
        """The intent, where one of its words stands anywhere, though within the name of an indicator."""
        held = any(word.intent == intent and word.text in text for word in self._words.values())
        return frozenset({intent} if held else ())

    def _take(
        self, words: str, iris: Iterable[str], things: dict[str, Entity], unclear: list[Unclear]
    ) -> None:
        found = facts.entities(self._store, iris)
        labelled = [e for e in found if plain(e.label) == words] or list(found)
        if len(labelled) == 1 and plain(labelled[0].label).removesuffix(words) not in (
            "",
            plain(labelled[0].label),
        ):
            same = self.ending(words)  # a name that only its place makes particular
            labelled = list(same) if len(same) > 1 else labelled
        if len(labelled) == 1:
            things[labelled[0].iri] = labelled[0]
        elif labelled:
            unclear.append(Unclear(words, tuple(labelled)))

    def _joined(self, text: str, span: Span, hits: Iterable[_Hit]) -> tuple[str, tuple[_Hit, ...]]:
        """What nothing explains with the class or indicator beside it, where sentences have both as one: 海洋博物馆."""
        figure = any(hit.word and hit.word.intent in FIGURES for hit in hits)
        loose = [hit for hit in hits if _is(hit, "type") or (hit.indicator and not figure)]
        before = tuple(hit for hit in loose if hit.span[1] == span[0])
        after = tuple(hit for hit in loose if hit.span[0] == span[1])
        for beside in ((*before, *after), after, before):
            ends = [end for hit in beside for end in hit.span]
            whole = text[min(span[0], *ends) : max(span[1], *ends)] if ends else ""
            if whole and self._index.sentences(whole, 1):
                return whole, beside
        return "", ()

    def _compound(self, text: str, hits: list[_Hit]) -> list[_Hit]:
        """The hits, where a name with what nothing explains beside it is part of one name, as that: 氢能走廊."""
        for gap in _gaps(text, hits):
            for hit in [h for h in hits if h.iris and (h.span[1] == gap[0] or gap[1] == h.span[0])]:
                span = (min(gap[0], hit.span[0]), max(gap[1], hit.span[1]))
                held = self._holding(text[slice(*span)])
                if len(held) == 1:
                    hits = [h for h in hits if h is not hit] + [_Hit(span, 2, iris=held)]
                    break
        return sorted(hits, key=lambda h: h.span)

    def _holding(self, part: str) -> tuple[str, ...]:
        """The things that have the words as the end of a name, or the one that they begin, a place without its rank."""
        if len(part) < 2:
            return ()
        near = [(plain(f.name), f.iri) for f in self._index.near(part, _near)]
        found = {iri for name, iri in near if name.endswith(part)}
        places = {iri for name, iri in near if name.startswith(part) and len(name) == len(part) + 1}
        begun = {iri for name, iri in near if name.startswith(part) and len(part) >= _BEGUN} - found
        alone = next((those for those in (places, begun) if len(those) == 1), set[str]())
        return tuple(sorted(found)) or tuple(alone)

    def _partial(self, text: str) -> Iterator[_Hit]:
        """The ends of names that a class closes: 经济开发区, 理工大学."""
        for run in _run.finditer(text):
            for word in self._words.values():
                if word.intent != "type":
                    continue
                for at in _places(run[0], word.text):
                    whole = ((start, run[0][start : at + len(word.text)]) for start in range(at))
                    hit = next(((s, w, found) for s, w in whole if (found := self.ending(w))), None)
                    if hit is not None:
                        start, words, found = hit
                        first = run.start() + start
                        yield _Hit((first, first + len(words)), 2, iris=tuple(e.iri for e in found))

    def _found(self, text: str) -> Iterator[_Hit]:
        for match in _year.finditer(text):
            yield _Hit(match.span(), 0, year=int(match[1]), month=match[2] or "")
        for match in self._number.finditer(text):
            yield _Hit(match.span(), 1, word=Word(match[0], "figure", tuple(filter(None, [match[1]]))))
        for name, iris in self._index.within(text, LONGEST).items():
            for at in _places(text, name):
                yield _Hit((at, at + len(name)), 2, iris=iris)
        for form, word in self._words.items():
            for at in _places(text, form) if word.intent not in _silent else ():
                yield _Hit((at, at + len(form)), 1, word=word)
        yield from self._partial(text)
        for run in _run.finditer(text):
            for start in range(*run.span()):
                idle = _is(_Hit((0, 0), 0, self._words.get(text[start])), "filler")
                for end in range(start + 2, min(run.end(), start + LONGEST // 2) + 1):
                    indicator = self._named(text[start:end])
                    if indicator and not (idle and self._titles[indicator][:2] != text[start : start + 2]):
                        yield _Hit((start, end), 3, indicator=indicator)


def _is(hit: _Hit, intent: str) -> bool:
    return hit.word is not None and hit.word.intent == intent


def _words(ontology: Ontology) -> Iterator[Word]:
    for name, of in ontology.classes.items():
        yield Word(plain(of.zh), "type", (name,))
    for name, relation in ontology.relations.items():
        yield Word(plain(relation.zh), "relation", (name,))
    for row in ontology.table("ask_intents"):
        values = tuple(filter(None, row["value"].split("|")))
        for form in row["word"].split("|"):
            yield Word(plain(form), row["intent"], values)


def _places(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _chosen(hits: Iterable[_Hit]) -> list[_Hit]:
    """Hits that do not overlap, the longest first; of equal ones words before names."""
    taken: list[_Hit] = []
    for hit in sorted(hits, key=lambda h: (h.span[0] - h.span[1], h.rank, h.span)):
        if all(hit.span[1] <= a or b <= hit.span[0] for a, b in (t.span for t in taken)):
            taken.append(hit)
    return sorted(taken, key=lambda h: h.span)


def _gaps(text: str, hits: Iterable[_Hit]) -> Iterator[Span]:
    """The stretches of letters that no hit covers."""
    ends = [0, *(end for hit in hits for end in hit.span), len(text)]
    for start, end in list(pairwise(ends))[::2]:
        for run in _run.finditer(text, start, end):
            yield run.span()


def pairs(words: str) -> frozenset[str]:
    """The pairs of neighbouring characters of words: what likeness is counted by."""
    return frozenset(words[i : i + 2] for i in range(len(words) - 1)) or frozenset({words} - {""})


def share(words: Iterable[str], text: str) -> float:
    """How much of the words' pairs of characters a text holds, from 0 to 1; 1 where there are no words."""
    sought = frozenset[str]().union(*map(pairs, words))
    return sum(pair in text for pair in sought) / len(sought) if sought else 1.0
