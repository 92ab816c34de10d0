"""What changes in a stored graph when documents are added, revised or retracted, exact to the line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.contracts import Store
from kg.model import Entity, Slice
from kg.rdf.read import lines_of
from kg.rdf.units import Units
from kg.rdf.vocabulary import RDP, header
from kg.rdf.write import Edge, edge_triple, edges, entity_triples, slice_triples
from kg.terms import iri


@dataclass(frozen=True, slots=True)
class Delta:
    """Lines to take away from a graph and lines to add, each sorted and without those that are in both."""

    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


def delta(
    store: Store,
    retracted: Iterable[str] = (),
    slices: Sequence[Slice] = (),
    before: Iterable[Entity] = (),
    after: Iterable[Entity] = (),
    units: Units | None = None,
) -> Delta:
    """The difference between the graph in `store` and the one that building everything anew would give.

    `retracted` are the IRIs of the documents that go or change: all that the store holds of them is
    taken away. `slices` is what the changed and new documents say now. `before` and `after` are the
    entities as they were and as they are; those in both cancel, so that all may be given, or only
    those that differ. An edge stays as long as a claim states it.
    """
    gone = sorted(set(retracted))
    removed: set[str] = set()
    lost: dict[Edge, int] = {}
    for document in gone:
        removed |= lines_of(store, document)
        for edge in _stated(store, document):
            lost[edge] = lost.get(edge, 0) + 1
    counts = _counts(store, lost)
    removed |= {edge_triple(edge) for edge, number in lost.items() if counts[edge] <= number}
    added = {line for of in slices for line in slice_triples(of, units)}
    said = {edge for of in slices for edge in edges(of)}
    removed -= {edge_triple(edge) for edge in said}
    there = {edge for edge, number in _counts(store, said).items() if number}
    added |= {edge_triple(edge) for edge in said - there}
    old = {e.iri: e for e in before}
    new = {e.iri: e for e in after}
    for key in {**old, **new}:
        was, now = old.get(key), new.get(key)
        if was != now:
            removed |= set(entity_triples(was)) if was else set()
            added |= set(entity_triples(now)) if now else set()
    return Delta(tuple(sorted(removed - added)), tuple(sorted(added - removed)))


_claims = """SELECT ?s ?p ?o WHERE {{
  ?t oa:hasSource {d} . ?c oa:hasTarget ?t .
  {{ ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }} UNION
  {{ ?c rdp:citing ?s ; rdp:citedAs ?p ; rdp:cited ?o }}
}}"""


def _stated(store: Store, document: str) -> list[Edge]:
    rows = store.query(header + _claims.format(d=iri(document)))
    return [(s.text, p.text.removeprefix(RDP), o.text) for s, p, o in rows if s and p and o]


_batch = 500  # subjects in one query


def _counts(store: Store, wanted: Iterable[Edge]) -> dict[Edge, int]:
    """How many claims in the store state each edge.

    Asked subject by subject: asking for each edge would go through all claims of a much-named subject
    once for every edge that it has.
    """
    found = dict.fromkeys(sorted(wanted), 0)
    subjects = sorted({subject for subject, _, _ in found})
    for at in range(0, len(subjects), _batch):
        values = " ".join(map(iri, subjects[at : at + _batch]))
        text = (
            f"SELECT ?s ?p ?o (COUNT(?c) AS ?n) WHERE {{ VALUES ?s {{ {values} }} "
            "{ ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o } UNION "
            "{ ?c rdp:citing ?s ; rdp:citedAs ?p ; rdp:cited ?o } } GROUP BY ?s ?p ?o"
        )
        for s, p, o, n in store.query(header + text):
            if s and p and o and n and (edge := (s.text, p.text.removeprefix(RDP), o.text)) in found:
                found[edge] = int(n.text)
    return found
