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
None), `base` (the base IRI that the caller gives).
"""

from collections import Counter
from collections.abc import Iterable

import networkx as nx

from kg.contracts import Store
from kg.follow.ladder import ladder
from kg.model import Claim, Source
from kg.ontology import Ontology
from kg.rdf import read as facts
from kg.rdf.vocabulary import header

precedence = ("done", "planned", "fact")
"""Statuses, the strongest first: what is done outweighs what is planned, and both what simply holds."""


def to_network(store: Store, base: str = "", ontology: Ontology | None = None) -> "nx.MultiDiGraph[str]":
    """The whole graph of a store; nodes and edges come in the order of their IRIs.

    The ladder of targets and results needs the indicators of an ontology.
    """
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    sources = {source.iri: source for source in facts.sources(store)}
    counts = _mention_counts(store)
    for entity in facts.entities(store):
        network.add_node(
            entity.iri, label=entity.label, label_en=entity.label_en, type=entity.type, kind=entity.kind,
            code=entity.code, scope=entity.scope, aliases=entity.aliases, mentions=counts.get(entity.iri, 0),
        )  # fmt: skip
    statements, figures = facts.statements(store)
    by_edge: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in statements:
        by_edge.setdefault((claim.subject, claim.object, claim.predicate), []).append(claim)
    for (subject, object_, relation), claims in sorted(by_edge.items()):
        network.add_edge(subject, object_, key=relation, relation=relation, **_attributes(claims, sources))
    network.graph.update(
        sources=sources, figures=figures, relatives=facts.relatives(store), acts=facts.acts(store),
        headings={heading.iri: heading for heading in facts.sections(store)},
        ladder=() if ontology is None else ladder(store, ontology),
        region=_region(sources.values()), base=base,
    )  # fmt: skip
    return network


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


def _mention_counts(store: Store) -> dict[str, int]:
    rows = store.query(header + "SELECT ?e (COUNT(?m) AS ?n) WHERE { ?m rdp:refersTo ?e } GROUP BY ?e")
    return {e.text: int(n.text) for e, n in rows if e and n}


def _region(sources: Iterable[Source]) -> str | None:
    counts = Counter(source.region for source in sources if source.region)
    return min(counts, key=lambda name: (-counts[name], name), default=None)
