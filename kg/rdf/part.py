"""What a part of a graph states: all that some documents say, and what any document says of some things."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from kg.contracts import Store
from kg.model import Act, Claim, Figure, Heading, Measured, RelativeFigure
from kg.rdf import read as facts
from kg.rdf.ntriples import parted
from kg.rdf.vocabulary import header
from kg.terms import iri

_some = 1000
"""Things or statements that stand in one query."""

ENDS = "|".join(
    ("rdf:subject", "rdf:object", "rdp:subject", "rdp:actor", *(f"rdp:{name}" for name in facts.roles))
)
"""The properties of a statement that name a thing, as a path."""

S = TypeVar("S", Claim, Figure, RelativeFigure, Act)


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a graph: documents that are read whole, things `about` which statements of any document are read.

    IRIs all. `things` are known besides, whether anything is said of them or not; `area` is what lies in the region
    asked for; `unread` counts the documents that were left out because they are too many.
    """

    documents: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    area: frozenset[str] | None = None
    unread: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """The statements of a graph or of a part, by document and place, and the sections of the documents of its acts."""

    claims: tuple[Claim, ...]
    figures: tuple[Figure, ...]
    relatives: tuple[RelativeFigure, ...]
    acts: tuple[Act, ...]
    sections: tuple[Heading, ...]

    def ends(self) -> set[str]:
        """All things (IRIs) that have a part in a statement."""
        return {
            *(end for claim in self.claims for end in (claim.subject, claim.object)),
            *(figure.subject for figure in (*self.figures, *self.relatives)),
            *(end for act in self.acts for end in (act.actor, *(e for _, e in act.roles)) if end is not None),
        }

    def documents(self) -> set[str]:
        """The documents (IRIs) that state something."""
        return {
            one.document for those in (self.claims, self.figures, self.relatives, self.acts) for one in those
        }


def whole(store: Store) -> Said:
    """All that a graph states."""
    claims, figures = facts.statements(store)
    return Said(claims, figures, facts.relatives(store), facts.acts(store), facts.sections(store))


def stated(store: Store, part: Part) -> Said:
    """All that a part of a graph states, without reading the rest."""
    found = [_told(store, _of(document)) for document in sorted(part.documents)]
    rest = _about(store, part)
    for at in range(0, len(rest), _some):
        values = " ".join(f"({iri(one)} {iri(place)})" for one, place in rest[at : at + _some])
        found.append(_told(store, f"VALUES (?x ?t) {{ {values} }}"))
    acts = _once(act for told in found for act in told.acts)
    return Said(
        _once(claim for told in found for claim in told.claims),
        _once(figure for told in found for figure in told.figures),
        _once(figure for told in found for figure in told.relatives),
        acts,
        tuple(
            section
            for document in sorted({act.document for act in acts})
            for section in facts.sections(store, document=document)
        ),
    )


def measured(store: Store, documents: Iterable[str]) -> Iterator[Measured]:
    """The figures of canonical indicators that documents (IRIs) tell."""
    for document in sorted(documents):
        told = _told(store, f"{_of(document)} FILTER EXISTS {{ ?x rdp:ofIndicator ?indicator }}")
        yield from told.figures
        yield from told.relatives


def _of(document: str) -> str:
    return f"?t oa:hasSource {iri(document)} . ?x oa:hasTarget ?t ."


def _about(store: Store, part: Part) -> list[tuple[str, str]]:
    """The statements about things, each with its place, but for those of the documents that are read whole."""
    things = sorted(part.about)
    return sorted(
        {
            (one.text, place.text)
            for at in range(0, len(things), _some)
            for values in [" ".join(map(iri, things[at : at + _some]))]
            for name in ENDS.split("|")
            for one, place in store.query(
                f"{header} SELECT ?x ?t WHERE {{ VALUES ?e {{ {values} }} ?x {name} ?e . ?x oa:hasTarget ?t }}"
            )
            if one and place and place.text.partition("#")[0] not in part.documents
        }
    )


def _told(store: Store, where: str) -> facts.Told:
    """What is read of the statements ?x at the places ?t of a pattern."""
    lines = {
        *facts.triples(store, f"CONSTRUCT {{ ?x ?p ?o }} WHERE {{ {where} ?x ?p ?o }}"),
        *facts.triples(
            store,
            "CONSTRUCT { ?t oa:hasSelector ?q ; rdp:page ?page . ?q oa:exact ?words } "
            f"WHERE {{ {{ SELECT DISTINCT ?t WHERE {{ {where} }} }} ?t oa:hasSelector ?q . ?q oa:exact ?words "
            "OPTIONAL { ?t rdp:page ?page } }",
        ),
    }
    return facts.told("", parted(sorted(lines)))


def _once(found: Iterable[S]) -> tuple[S, ...]:
    """Each statement once, by document and place."""
    return tuple(sorted({one.iri: one for one in found}.values(), key=_place))


def _place(one: Claim | Figure | RelativeFigure | Act) -> tuple[str, tuple[int, int], tuple[int, int], str]:
    span = None if isinstance(one, Claim) else one.span
    return (one.document, one.evidence, span or one.evidence, one.iri)
