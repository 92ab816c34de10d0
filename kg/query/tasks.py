"""The measures of a graph as a task table: what, under which heading, by whom, led by whom, by when, how much."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.contracts import Store
from kg.model import Act, Entity, Figure, Heading, MeasureRole, Source
from kg.rdf import read as facts
from kg.rdf.vocabulary import header
from kg.terms import iri

BELOW = "rdp:partOf|rdp:locatedIn|rdp:scope|rdp:inPlace|rdp:bodyOf|rdp:inField|skos:broader"
"""What leads from a thing to the one above it: a branch to its field, a district to its city, a bureau to its place."""

BODY: tuple[MeasureRole, ...] = ("lead", "support")
FIELD: tuple[MeasureRole, ...] = ("object", "field", "about", "means")
PLACE: tuple[MeasureRole, ...] = ("place", "object", "beneficiary")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which measures are wanted: all that fit every one of these that is given.

    `documents` are IRIs; `body` (leads, assists or acts), `actor`, `field`, `place` (with all below them) and
    `programme` are IRIs of things. `section` is a part of a heading, `year` the year by which, in which or
    of whose section it is.
    """

    documents: frozenset[str] = frozenset()
    body: str | None = None
    actor: str | None = None
    field: str | None = None
    place: str | None = None
    programme: str | None = None
    section: str = ""
    year: str | None = None
    status: str | None = None
    ended: bool | None = None
    led: bool | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A row of the table: a measure with its headings from the top, its things, its figures and its document."""

    act: Act
    sections: tuple[str, ...]
    actor: Entity | None
    parts: tuple[tuple[MeasureRole, Entity], ...]
    figures: tuple[Figure, ...]
    source: Source

    def among(self, role: MeasureRole) -> tuple[Entity, ...]:
        """The things in a role, in the order of the table of roles."""
        return tuple(entity for name, entity in self.parts if name == role)

    @property
    def due(self) -> str | None:
        """The month or year that its words set, or None."""
        return self.act.due or self.act.year


def tasks(store: Store, wanted: Wanted = Wanted()) -> tuple[Task, ...]:
    """The measures of a graph that are wanted, by document and place."""
    acts = [act for act in _candidates(store, wanted) if _plain(act, wanted)]
    for end, roles, acting in (
        (wanted.body, BODY, True),
        (wanted.field, FIELD, False),
        (wanted.place, PLACE, True),
    ):
        if end is not None:
            below = within(store, end)
            acts = [a for a in acts if _touches(a, below, roles) or (acting and a.actor in below)]
    if wanted.programme is not None:
        acts = [a for a in acts if any(end == wanted.programme for _, end in a.roles)]
    headings = {h.iri: h for h in facts.sections(store)}
    chains = {name: _chain(headings, name) for name in {a.section for a in acts if a.section}}
    acts = [a for a in acts if _under(wanted.section, chains.get(a.section or "", ()))]
    return _rows(store, acts, chains)


def within(store: Store, end: str) -> frozenset[str]:
    """The IRIs of a thing and of all below it."""
    rows = store.query(f"{header} SELECT DISTINCT ?x WHERE {{ ?x ({BELOW})* {iri(end)} }}")
    return frozenset(x.text for (x,) in rows if x)


def _candidates(store: Store, wanted: Wanted) -> Iterable[Act]:
    """The measures that may be wanted, by the filter that leaves fewest."""
    if len(wanted.documents) == 1:
        return facts.acts(store, document=min(wanted.documents))
    for end in (wanted.actor, wanted.programme):
        if end is not None:
            return facts.acts(store, about=end)
    for end in (wanted.body, wanted.field, wanted.place):
        if end is not None:
            return facts.acts(store, about=within(store, end))
    return facts.acts(store)


def _plain(act: Act, wanted: Wanted) -> bool:
    return (
        (not wanted.documents or act.document in wanted.documents)
        and wanted.actor in (None, act.actor)
        and wanted.status in (None, act.status)
        and wanted.ended in (None, act.ended)
        and wanted.led in (None, any(role == "lead" for role, _ in act.roles))
        and (wanted.year is None or _in(wanted.year, act))
    )


def _in(year: str, act: Act) -> bool:
    stated = (act.due or act.year or "")[:4]
    if stated:
        return stated == year
    first, _, last = (act.period or "").partition("-")
    return bool(first) and first <= year <= (last or first)


def _touches(act: Act, below: frozenset[str], roles: tuple[MeasureRole, ...]) -> bool:
    return any(role in roles and end in below for role, end in act.roles)


def _under(words: str, chain: tuple[str, ...]) -> bool:
    return not words or any(words in title for title in chain)


def _chain(headings: Mapping[str, Heading], name: str) -> tuple[str, ...]:
    """The headings that lead to a section, from the top."""
    found: list[str] = []
    above = headings.get(name)
    while above is not None:
        found.append(above.title)
        above = headings.get(above.parent)
    return tuple(reversed(found))


def _rows(store: Store, acts: list[Act], chains: Mapping[str, tuple[str, ...]]) -> tuple[Task, ...]:
    ends = {end for act in acts for _, end in act.roles} | {act.actor for act in acts if act.actor}
    things = {entity.iri: entity for entity in facts.entities(store, ends)} if ends else {}
    sources = {source.iri: source for source in facts.sources(store)}
    figures: defaultdict[str, list[Figure]] = defaultdict(list)
    for document in sorted({act.document for act in acts}):
        for figure in facts.figures(store, document=document):
            if figure.act is not None:
                figures[figure.act].append(figure)
    return tuple(
        Task(
            act,
            chains.get(act.section or "", ()),
            things.get(act.actor or ""),
            tuple((role, things[end]) for role, end in act.roles if end in things),
            tuple(figures[act.iri]),
            sources[act.document],
        )
        for act in acts
    )
