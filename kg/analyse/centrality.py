"""A network to centralities and communities, by igraph: the entities as one undirected graph weighted by claims."""

import random
from collections import Counter
from dataclasses import dataclass

import igraph
import networkx as nx


@dataclass(frozen=True, slots=True)
class Rank:
    """How central an entity is: neighbours, claims it stands in, PageRank, and betweenness (0 to 1)."""

    iri: str
    label: str
    type: str
    degree: int
    claims: int
    pagerank: float
    betweenness: float


@dataclass(frozen=True, slots=True)
class Community:
    """Entities that are linked among each other more than with the rest, the best linked first."""

    name: str
    members: tuple[str, ...]
    links: int


def _pairs(network: "nx.MultiDiGraph[str]") -> Counter[tuple[str, str]]:
    """Claims between two different entities, whatever the direction."""
    pairs: Counter[tuple[str, str]] = Counter()
    for a, b, data in network.edges(data=True):
        if a != b:
            pairs[min(a, b), max(a, b)] += len(data["claims"])
    return pairs


def _graph(network: "nx.MultiDiGraph[str]") -> "igraph.Graph":
    nodes = sorted(network)
    place = {iri: i for i, iri in enumerate(nodes)}
    pairs = sorted(_pairs(network).items())
    graph = igraph.Graph(n=len(nodes), edges=[(place[a], place[b]) for (a, b), _ in pairs])
    graph.vs["name"] = nodes
    graph.es["weight"] = [count for _, count in pairs]
    return graph


def ranks(network: "nx.MultiDiGraph[str]") -> tuple[Rank, ...]:
    """Every entity with its centralities, by PageRank, then label.

    PageRank (Brin and Page 1998, damping 0.85) on the graph weighted by claims; betweenness
    (Freeman 1977) unweighted, as a share of the pairs of other entities.
    """
    graph = _graph(network)
    count = graph.vcount()
    if not count:
        return ()
    page = graph.pagerank(weights="weight", damping=0.85)
    between = graph.betweenness(directed=False)
    pairs = max((count - 1) * (count - 2) / 2, 1)
    strength = graph.strength(weights="weight")
    found = [
        Rank(
            iri, network.nodes[iri]["label"], network.nodes[iri]["type"], graph.degree(i), int(strength[i]),
            round(page[i], 9), round(between[i] / pairs, 9),
        )
        for i, iri in enumerate(graph.vs["name"])
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda r: (-r.pagerank, r.label, r.iri)))


def communities(network: "nx.MultiDiGraph[str]", seed: int = 1) -> tuple[Community, ...]:
    """The communities of more than one entity, largest first; each named by its two best linked entities.

    Leiden (Traag, Waltman and van Eck 2019) on modularity; the seed makes it the same each time.
    """
    graph = _graph(network)
    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - a layout, not a secret
    try:
        found = graph.community_leiden(objective_function="modularity", weights="weight", n_iterations=-1)
    finally:
        igraph.set_random_number_generator(random)
    named = []
    for group in found:
        inner = graph.subgraph(group)
        order = sorted(
            range(len(group)), key=lambda i: (-inner.strength(i, weights="weight"), inner.vs[i]["name"])
        )
        members = tuple(inner.vs[i]["name"] for i in order)
        if len(members) > 1:
            name = "、".join(network.nodes[iri]["label"] for iri in members[:2])
            named.append(Community(name, members, inner.ecount()))
    return tuple(sorted(named, key=lambda c: (-len(c.members), c.name)))
