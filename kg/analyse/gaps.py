"""A network to its gaps: what is named, planned or aimed at, and lacks what a planner would look for."""

from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx

from kg.ontology import Ontology

_wanting = {
    "industry-without-place": ("Industry", "develops", frozenset({"Zone", "Research", "Enterprise"})),
    "programme-without-body": ("Program", "implements", None),
    "project-without-body": ("Project", "builds", None),
}
"""Kind of gap to the type it looks at, the relation that regions have to it, and who else should (None: any)."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing: its kind (named in `ontology/labels/gaps.yaml`), of what, in how many claims."""

    kind: str
    iri: str
    label: str
    type: str
    weight: int


def gaps(network: "nx.MultiDiGraph[str]", ontology: Ontology) -> tuple[Gap, ...]:
    """All gaps, by kind, the weightiest first.

    `industry-without-place`, `programme-without-body`, `project-without-body`: regions commit to it
    in at least two claims, no zone or body does; `no-figure`: an industry, programme or zone with at
    least three claims has no figure; `target-without-year`; `mentioned-only`: named at least
    three times and linked to nothing; `planned-for-long`: planned in documents of two or more years
    and done in none.
    """
    found = [
        *_without_actor(network, ontology.bodies),
        *_without_figure(network),
        *_alone(network),
        *_slow(network),
    ]
    return tuple(sorted(found, key=lambda g: (g.kind, -g.weight, g.label, g.iri)))


def _gap(network: "nx.MultiDiGraph[str]", kind: str, iri: str, weight: int) -> Gap:
    node = network.nodes[iri]
    return Gap(kind, iri, node["label"], node["type"], weight)


def _without_actor(network: "nx.MultiDiGraph[str]", bodies: frozenset[str]) -> Iterator[Gap]:
    for kind, (type_, relation, others) in _wanting.items():
        for iri, node in network.nodes(data=True):
            if node["type"] != type_:
                continue
            edges = list(network.in_edges(iri, data=True))
            own = [data for _, _, data in edges if data["relation"] == relation]
            claims = sum(len(data["claims"]) for data in own)
            linked = any(network.nodes[a]["type"] in (others or bodies) for a, _, _ in edges)
            if claims >= 2 and not linked:
                yield _gap(network, kind, iri, claims)


def _without_figure(network: "nx.MultiDiGraph[str]") -> Iterator[Gap]:
    measured = {figure.subject for figure in network.graph["figures"]}
    for iri, node in network.nodes(data=True):
        claims = sum(len(data["claims"]) for _, _, data in network.in_edges(iri, data=True))
        if node["type"] in {"Industry", "Program", "Zone"} and claims >= 3 and iri not in measured:
            yield _gap(network, "no-figure", iri, claims)
    open_ended: dict[str, int] = {}
    for figure in network.graph["figures"]:
        if figure.status == "target" and figure.year is None:
            open_ended[figure.subject] = open_ended.get(figure.subject, 0) + 1
    for iri, count in open_ended.items():
        yield _gap(network, "target-without-year", iri, count)


def _alone(network: "nx.MultiDiGraph[str]") -> Iterator[Gap]:
    for iri, node in network.nodes(data=True):
        if node["mentions"] >= 3 and network.degree(iri) == 0:
            yield _gap(network, "mentioned-only", iri, node["mentions"])


def _slow(network: "nx.MultiDiGraph[str]") -> Iterator[Gap]:
    for _, b, data in network.edges(data=True):
        years = data["years"]
        if data["status"] == "planned" and len(years) > 1 and data["relation"] in {"builds", "appliesFor"}:
            yield _gap(network, "planned-for-long", b, len(data["claims"]))
