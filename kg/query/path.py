"""How two things are linked: the shortest chains of relations, with the sentences behind each step."""

from dataclasses import dataclass
from itertools import islice, pairwise

import networkx as nx

from kg.contracts import Store
from kg.model import Claim, Entity, Source
from kg.rdf import read as facts

_doubt = 1e-3
"""What a step of no confidence costs beside its length of 1: fewer steps always win, then the more trusted."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a chain, from one thing to the next, and the claims that link them in either direction."""

    start: Entity
    end: Entity
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Paths:
    """Chains of steps, the shortest first, and the documents that state them, by IRI."""

    chains: tuple[tuple[Step, ...], ...]
    sources: dict[str, Source]


def paths(store: Store, start: str, end: str, number: int = 3, longest: int = 8) -> Paths:
    """Up to `number` chains between two things (IRIs) of at most `longest` steps, over relations in either direction.

    The shortest come first, of equal length those whose weakest claims are trusted more. No chain
    where the two are not linked, or are the same.
    """
    graph = _undirected(facts.edges(store))
    if start == end or start not in graph or end not in graph or not nx.has_path(graph, start, end):
        return Paths((), {})
    found = nx.shortest_simple_paths(graph, start, end, weight="weight")
    chains = [chain for chain in islice(found, number) if len(chain) <= longest + 1]
    known = {e.iri: e for e in facts.entities(store, {node for chain in chains for node in chain})}
    claims = {
        pair: facts.claims(store, between=pair) for pair in dict.fromkeys(p for c in chains for p in pairwise(c))
    }  # fmt: skip
    stating = {claim.document for those in claims.values() for claim in those}
    return Paths(
        tuple(
            tuple(Step(known[a], known[b], _best(claims[a, b])) for a, b in pairwise(chain))
            for chain in chains
        ),
        {s.iri: s for s in facts.sources(store) if s.iri in stating},
    )


def _undirected(edges: dict[tuple[str, str, str], float]) -> "nx.Graph[str]":
    """Things as nodes, linked where any relation links them, with the cost of the most trusted."""
    graph: nx.Graph[str] = nx.Graph()
    for (subject, _, object_), confidence in edges.items():
        weight = 1 + (1 - confidence) * _doubt
        if not graph.has_edge(subject, object_) or graph.edges[subject, object_]["weight"] > weight:
            graph.add_edge(subject, object_, weight=weight)
    return graph


def _best(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    return tuple(sorted(claims, key=lambda c: (-c.confidence, c.document, c.evidence, c.iri)))
