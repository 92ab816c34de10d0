"""A store's graph as a networkx MultiDiGraph: entities as nodes, relations as edges, the sentences on the edges.

Node: the IRI of an entity, with the attributes `label`, `label_en`, `type` (the main type), `kind`
(the finer class), `code`, `scope` (IRI), `aliases` (tuple), `mentions` (number).

Edge: one for each subject, relation and object; key: the relation's name; attributes: `relation`,
`status` (the strongest: done before planned before fact), `statuses` (all, in that order), `confidence`
(the highest), `years` (tuple: when the documents that state it appeared), `claims` (tuple of
`kg.model.Claim`, by document and place).

Graph: `sources` (document IRI to `kg.model.Source`), `figures` and `relatives` (tuples of `kg.model.Figure` and
`RelativeFigure`), `acts` (tuple of `kg.model.Act`), `headings` (section IRI to `kg.model.Heading`), `ladder` (tuple
of `kg.model.Rung`; empty without an ontology), `region` (label of the region that most documents speak for, or
None), `base` (the base IRI that the caller gives), `cited` (the IRIs of the documents that state something), `whole`
(whether it is all of the store). Of a part also `area` (the IRIs of what lies in the region that it is of), `read` and
`unread` (the numbers of documents that were read and that were left out because they are too many).
"""

from collections import Counter
from collections.abc import Iterable, Iterator

import networkx as nx

from kg.contracts import Store
from kg.follow.ladder import ladder, of_part
from kg.model import Claim, Entity, Rung, Source
from kg.ontology import Ontology
from kg.rdf import read as facts
from kg.rdf.part import Part, Said, stated, whole
from kg.rdf.vocabulary import header
from kg.terms import iri

precedence = ("done", "planned", "fact")
"""Statuses, the strongest first: what is done outweighs what is planned, and both what simply holds."""

_some = 1000
"""Things that stand in one query."""


def to_network(
    store: Store, base: str = "", ontology: Ontology | None = None, part: Part | None = None
) -> "nx.MultiDiGraph[str]":
    """The whole graph of a store, or a part of it; nodes and edges come in the order of their IRIs.

    The ladder of targets and results needs the indicators of an ontology. Of a part there are the things that its
    statements name and those that it names itself.
    """
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    sources = {source.iri: source for source in facts.sources(store)}
    said = whole(store) if part is None else stated(store, part)
    for entity, mentions in _entities(store, None if part is None else said.ends() | part.things):
        network.add_node(
            entity.iri, label=entity.label, label_en=entity.label_en, type=entity.type, kind=entity.kind,
            code=entity.code, scope=entity.scope, aliases=entity.aliases, mentions=mentions,
        )  # fmt: skip
    by_edge: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in said.claims:
        by_edge.setdefault((claim.subject, claim.object, claim.predicate), []).append(claim)
    for (subject, object_, relation), claims in sorted(by_edge.items()):
        network.add_edge(subject, object_, key=relation, relation=relation, **_attributes(claims, sources))
    network.graph.update(
        sources=sources, figures=said.figures, relatives=said.relatives, acts=said.acts,
        headings={heading.iri: heading for heading in said.sections},
        ladder=() if ontology is None else _ladder(store, ontology, part, said),
        region=_region(sources.values()), base=base,
        cited=said.documents(), whole=part is None, area=part and part.area, unread=part.unread if part else 0,
        read=len(part.documents if part else sources),
    )  # fmt: skip
    return network


def _entities(store: Store, only: set[str] | None) -> Iterator[tuple[Entity, int]]:
    """The entities, or those of the IRIs and what these lie in, by IRI, with the number of their mentions."""
    if only is None:
        counts = _mention_counts(store, "")
        yield from ((entity, counts.get(entity.iri, 0)) for entity in facts.entities(store))
        return
    found: dict[str, tuple[Entity, int]] = {}
    asked, todo = set(only), sorted(only)
    while todo:
        for at in range(0, len(todo), _some):
            those = todo[at : at + _some]
            counts = _mention_counts(store, f"VALUES ?e {{ {' '.join(map(iri, those))} }}")
            found |= {e.iri: (e, counts.get(e.iri, 0)) for e in facts.entities(store, those)}
        todo = sorted({e.scope for e, _ in found.values() if e.scope} - asked)
        asked.update(todo)
    yield from (found[key] for key in sorted(found))


def _ladder(store: Store, ontology: Ontology, part: Part | None, said: Said) -> tuple[Rung, ...]:
    return ladder(store, ontology) if part is None else of_part(store, part, said, ontology)


def strongest(statuses: Iterable[str]) -> tuple[str, ...]:
    """The statuses without repetition, the strongest first."""
    return tuple(sorted(set(statuses), key=lambda s: (precedence.index(s) if s in precedence else 9, s)))


def _attributes(claims: list[Claim], sources: dict[str, Source]) -> dict[str, object]:
    statuses = strongest(claim.status for claim in claims)
    dates = (sources[c.document].date for c in claims if c.document in sources)
    return {
        "status": statuses[0],
        "statuses": statuses,
        "confidence": max(claim.confidence for claim in claims),
        "years": tuple(sorted({date[:4] for date in dates if date})),
        "claims": tuple(claims),
    }


def _mention_counts(store: Store, of: str) -> dict[str, int]:
    text = f"SELECT ?e (COUNT(?m) AS ?n) WHERE {{ {of} ?m rdp:refersTo ?e }} GROUP BY ?e"
    rows = store.query(header + text)
    return {e.text: int(n.text) for e, n in rows if e and n}


def _region(sources: Iterable[Source]) -> str | None:
    counts = Counter(source.region for source in sources if source.region)
    return min(counts, key=lambda name: (-counts[name], name), default=None)
