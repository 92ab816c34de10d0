"""A network to centralities and communities, by igraph: the entities as one undirected graph weighted by claims."""

from collections import Counter, defaultdict
from dataclasses import dataclass

import igraph
import networkx as nx

from kg.communities import communities as parts


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


def communities(network: "nx.MultiDiGraph[str]") -> tuple[Community, ...]:
    """The communities of more than one entity, largest first; each named by its two best linked entities.

    They are the themes of the briefing of a whole graph: entities that claims and common sources hold together.
    """
    names = sorted(network)
    place = {iri: number for number, iri in enumerate(names)}
    pairs = {(place[a], place[b]): float(count) for (a, b), count in sorted(_pairs(network).items())}
    told: defaultdict[str, set[int]] = defaultdict(set)
    for a, b, data in network.edges(data=True):
        for claim in data["claims"]:
            told[claim.document].update((place[a], place[b]))
    for figure in network.graph["figures"]:
        told[figure.document].add(place[figure.subject])
    stated = sorted({number for document in told.values() for number in document})
    at = {number: n for n, number in enumerate(stated)}
    groups = parts(
        [network.nodes[names[number]]["type"] for number in stated],
        {(at[a], at[b]): weight for (a, b), weight in pairs.items()},
        [sorted(at[number] for number in told[document]) for document in sorted(told)],
    )
    found = []
    for group in groups:
        within = {stated[n] for n in group}
        inner = {pair: weight for pair, weight in pairs.items() if within.issuperset(pair)}
        strength = Counter[int]()
        for pair, weight in inner.items():
            strength.update(dict.fromkeys(pair, int(weight)))
        members = tuple(names[n] for n in sorted(within, key=lambda n: (-strength[n], names[n])))
        if len(members) > 1:
            name = "、".join(network.nodes[iri]["label"] for iri in members[:2])
            found.append(Community(name, members, len(inner)))
    return tuple(sorted(found, key=lambda c: (-len(c.members), c.name)))
