"""Where two things, or words, stand closest: one sentence, a heading and what it is over, one section, one document."""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Literal

from kg.contracts import Store
from kg.gazetteer.normal_form import plain
from kg.model import Entity, Heading, Span
from kg.query.index import Index
from kg.rdf import read as facts
from kg.rdf.vocabulary import span

_looked = 12
"""The documents, those where the two stand closest, whose sections and sentences are read."""

_sentences = 2000
"""The most sentences with a word that are looked through."""

_side_by_side = 600
"""The characters between two things that a section brings together: the review of a report is one section of pages."""

_telling = 3
"""The letters that a name needs, other than the first, to be looked for in headings, titles and sentences."""

Closeness = Literal["sentence", "heading", "section", "document"]
"""How close the two stand: one sentence names both; one names the heading or the title over what names the other …"""

_order: tuple[Closeness, ...] = ("sentence", "heading", "section", "document")


@dataclass(frozen=True, slots=True)
class End:
    """What is looked for: its names, and where it stands: the IRI of a document to offsets in it."""

    names: tuple[str, ...]
    places: Mapping[str, Collection[int]]

    def within(self, text: str) -> bool:
        """Whether a heading or title names it."""
        return any(name in plain(text) for name in self.names)


@dataclass(frozen=True, slots=True)
class Near:
    """Where two things stand side by side: how close, the document, the heading over both where there is one.

    `quotes` are the sentences that name them, as far as the graph holds them: one where it names both, or where the
    other stands in the heading; `things` are the entities that stand in them.
    """

    document: str
    closeness: Closeness
    section: str | None = None
    quotes: tuple[str, ...] = ()
    things: tuple[Entity, ...] = ()

    @property
    def close(self) -> bool:
        """Whether more than a document brings the two together."""
        return self.closeness != "document"


@dataclass(frozen=True, slots=True)
class _Pair:
    document: str
    closeness: Closeness
    distance: int
    at: int
    section: str | None = None
    quotes: tuple[Span, ...] = ()

    @property
    def order(self) -> tuple[int, bool, int, str, int]:
        """The closest first, and what the graph has a sentence of before what it has none of."""
        return _order.index(self.closeness), not self.quotes, self.distance, self.document, self.at


def thing(store: Store, entity: Entity, index: Index | None = None) -> End:
    """A thing: where it is recognised, and where sentences of an index have one of its longer names."""
    found: dict[str, set[int]] = {}
    for mention in facts.mentions(store, about=entity.iri):
        found.setdefault(mention.document, set()).add(mention.start)
    names = (entity.label, *(alias for alias in entity.aliases if len(alias) >= _telling))
    for said in () if index is None else (words(index, name) for name in names):
        for document, places in said.places.items():
            found.setdefault(document, set()).update(places)
    return End(tuple(map(plain, names)), {document: sorted(found[document]) for document in sorted(found)})


def words(index: Index, text: str) -> End:
    """Words: where sentences that the graph holds have them."""
    found: dict[str, set[int]] = {}
    for place, sentence in index.sentences(text, _sentences):
        # What differs in width or spaces is found by its normal form: it counts as at the sentence's start.
        at = span(place)[0] + max(sentence.find(text), 0)
        found.setdefault(place.partition("#")[0], set()).add(at)
    return End((plain(text),), {document: sorted(found[document]) for document in sorted(found)})


def nearest(store: Store, one: End, other: End, number: int = 3, *, named: bool = False) -> tuple[Near, ...]:
    """Up to `number` places where both stand, the closest first; if `named`, with the entities in their sentences."""
    titles = {source.iri: source.title for source in facts.sources(store)}
    pairs: list[_Pair] = []
    quotes: dict[str, dict[Span, str]] = {}
    for document in _documents(one, other, titles):
        quotes[document] = facts.sentences(store, document)
        reader = _Reader(
            document, titles.get(document, ""), facts.sections(store, document=document), [*quotes[document]]
        )
        pairs += reader.pairs(one, other)
    told: dict[tuple[str, ...], Near] = {}
    for pair in sorted(pairs, key=lambda pair: pair.order):
        said = tuple(quotes[pair.document][at] for at in pair.quotes)
        key = tuple(map(plain, said)) or (pair.document, pair.section or "")
        if key not in told and len(told) < number:
            found = _things(store, pair) if named else ()
            told[key] = Near(pair.document, pair.closeness, pair.section, said, found)
    close = [near for near in told.values() if near.close]
    return tuple(close or told.values())


def _documents(one: End, other: End, titles: Mapping[str, str]) -> list[str]:
    """The documents to be read: where both stand closest, and that name the one under a title that names the other."""
    about = [
        document
        for document in sorted(one.places.keys() | other.places.keys())
        if (document in other.places and one.within(titles.get(document, "")))
        or (document in one.places and other.within(titles.get(document, "")))
    ]
    shared = (
        (min(abs(a - b) for a, b in _neighbours(one.places[document], other.places[document])), document)
        for document in sorted(one.places.keys() & other.places.keys())
    )
    closest = [document for _, document in sorted(shared)]
    return list(dict.fromkeys(chain(closest[:_looked], about[:_looked])))


@dataclass(frozen=True, slots=True)
class _Reader:
    """A document in which the two are looked for."""

    document: str
    title: str
    headings: tuple[Heading, ...]
    sentences: list[Span]

    def pairs(self, one: End, other: End) -> Iterator[_Pair]:
        ones, others = one.places.get(self.document, ()), other.places.get(self.document, ())
        yield from self._under(one, others)
        yield from self._under(other, ones)
        if not ones or not others:
            return
        yield self._pair(*min(_neighbours(ones, others), key=_distance))
        for a, b in _neighbours(ones, others):
            if self._sentence(a) is not None and self._sentence(a) == self._sentence(b):
                yield self._pair(a, b)
        of = {here: [b for b in others if self._section(b) == here] for here in map(self._section, others)}
        for here, group in groupby(sorted(ones), self._section):
            if here >= 0 and here in of:
                yield self._pair(*min(_neighbours(list(group), of[here]), key=_distance))

    def _pair(self, a: int, b: int) -> _Pair:
        both = [at for x in sorted((a, b)) if (at := self._sentence(x)) is not None]
        here = self._section(a)
        title = self.headings[here].title if here >= 0 and here == self._section(b) else None
        quotes = tuple(dict.fromkeys(both)) if len(both) > 1 else ()
        close = title is not None and abs(a - b) <= _side_by_side
        closeness: Closeness = "sentence" if len(quotes) == 1 else "section" if close else "document"
        return _Pair(self.document, closeness, abs(a - b), min(a, b), title, quotes)

    def _under(self, end: End, others: Collection[int]) -> Iterator[_Pair]:
        """What stands under headings, or in a document with a title, that name the one."""
        whole = end.within(self.title)
        for at in others:
            quote = self._sentence(at)
            over = next((h for h in self._above(at) if end.within(h.title)), None)
            if (
                quote is not None
                and (over is not None or whole)
                and (over is None or quote[0] > over.span[0])
            ):
                distance = at - over.span[0] if over is not None else at
                yield _Pair(self.document, "heading", distance, at, over.title if over else None, (quote,))

    def _above(self, at: int) -> Iterator[Heading]:
        """The headings over an offset, the nearest first."""
        known = {heading.iri: heading for heading in self.headings}
        here = self._section(at)
        heading = self.headings[here] if here >= 0 else None
        while heading is not None:
            yield heading
            heading = known.get(heading.parent)

    def _section(self, at: int) -> int:
        return bisect_right([heading.span[0] for heading in self.headings], at) - 1

    def _sentence(self, at: int) -> Span | None:
        """The shortest sentence that holds an offset."""
        holding = [s for s in self.sentences if s[0] <= at < s[1]]
        return min(holding, key=lambda s: (s[1] - s[0], s), default=None)


def _distance(pair: tuple[int, int]) -> int:
    return abs(pair[0] - pair[1])


def _neighbours(one: Collection[int], other: Collection[int]) -> Iterator[tuple[int, int]]:
    """Each offset of the first with its neighbours among the others."""
    others = sorted(other)
    for a in sorted(one):
        at = bisect_right(others, a)
        yield from ((a, b) for b in others[max(at - 1, 0) : at + 1])


def _things(store: Store, pair: _Pair) -> tuple[Entity, ...]:
    within = {
        mention.entity
        for mention in facts.mentions(store, document=pair.document)
        if any(start <= mention.start < end for start, end in pair.quotes)
    }
    return facts.entities(store, sorted(within)) if within else ()
