"""Entities and links to communities that a person can look through: at most 40, each of moderate size."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from random import Random

import igraph as ig

Pair = tuple[int, int]
Members = tuple[int, ...]

most_themes = 40
theme_size = 120
document_weight = 0.2
"""How strongly a common source holds entities together, against 1 for a claim that links them.

Tried 0.05, 0.2 and 0.5 on two sets of 90 and 56 annotated documents: at 0.05 stragglers that no claim links to
anything are left over and end up in one theme (209 entities), 0.2 and 0.5 differ little (largest 98 and 119).
"""


@contextmanager
def fixed_generator() -> Iterator[None]:
    """The randomness of igraph the same in every run, and given back after."""
    import random  # noqa: PLC0415 - the module itself is igraph's default generator

    ig.set_random_number_generator(Random(20240501))  # noqa: S311 - a layout, not a secret
    try:
        yield
    finally:
        ig.set_random_number_generator(random)


def communities(
    types: Sequence[str], weights: Mapping[Pair, float], documents: Sequence[Sequence[int]]
) -> list[Members]:
    """The entities 0..n-1, each in exactly one community, largest community first.

    `types` are the entities' types, `weights` the links (smaller number first), `documents` the entities
    that each document speaks of. Leiden on links and common sources; a community of more than 120
    entities, or of most of the graph, is taken apart without its hub, and what only the hub
    holds together is grouped by type; the smallest are merged into their nearest until 40 are left.
    """
    everyone = tuple(range(len(types)))
    with fixed_generator():
        found = _leiden(everyone, weights, documents)
        for _ in range(2):
            found = [
                part
                for members in found
                for part in (_apart(members, types, weights) if _too_large(members, types) else [members])
            ]
    return sorted(_merged(found, weights, documents), key=lambda members: (-len(members), members))


def _leiden(
    members: Members, weights: Mapping[Pair, float], documents: Sequence[Sequence[int]]
) -> list[Members]:
    place = {entity: number for number, entity in enumerate(members)}
    edges = [(place[a], place[b]) for a, b in weights if a in place and b in place]
    strengths = [weight for (a, b), weight in weights.items() if a in place and b in place]
    for number, document in enumerate(documents):
        for entity in document:
            edges.append((place[entity], len(members) + number))
            strengths.append(document_weight)
    graph = ig.Graph(n=len(members) + len(documents), edges=edges)
    if not edges:
        return [(entity,) for entity in members]
    clusters = graph.community_leiden("modularity", weights=strengths, n_iterations=6)
    found = (tuple(members[v] for v in cluster if v < len(members)) for cluster in clusters)
    return [cluster for cluster in found if cluster]


def _too_large(members: Members, types: Sequence[str]) -> bool:
    return len(members) > theme_size or (len(types) >= 60 and len(members) > 0.4 * len(types))


def _apart(members: Members, types: Sequence[str], weights: Mapping[Pair, float]) -> list[Members]:
    known = set(members)
    inside = {pair: weight for pair, weight in weights.items() if known.issuperset(pair)}
    degree = Counter(entity for pair in inside for entity in pair)
    hub = min(members, key=lambda entity: (-degree[entity], entity))
    rest = tuple(entity for entity in members if entity != hub)
    parts = _leiden(rest, inside, ())
    kept = [part for part in parts if len(part) >= 4]
    loose: dict[str, list[int]] = {}
    for part in parts:
        if len(part) < 4:
            lead = min(part, key=lambda entity: (-degree[entity], entity))
            loose.setdefault(types[lead], []).extend(part)
    few = [entity for group in loose.values() if len(group) < 4 for entity in group]
    groups = [group for group in loose.values() if len(group) >= 4]
    if not groups or len(few) >= 4:
        groups.append([hub, *few])
    else:
        max(groups, key=lambda group: (len(group), group)).extend([hub, *few])
    return [*kept, *(tuple(sorted(group)) for group in groups)]


def _merged(
    found: list[Members], weights: Mapping[Pair, float], documents: Sequence[Sequence[int]]
) -> list[Members]:
    """At most 40 communities, and none of fewer than 3 that has a neighbour or a common source."""
    groups = {number: list(members) for number, members in enumerate(found)}
    home = {entity: number for number, members in groups.items() for entity in members}
    near: dict[int, dict[int, float]] = {number: defaultdict(float) for number in groups}
    for (a, b), weight in weights.items():
        if home[a] != home[b]:
            near[home[a]][home[b]] += weight
            near[home[b]][home[a]] += weight
    for document in documents:
        present = sorted({home[entity] for entity in document})
        lead = max(present, key=lambda number: (len(groups[number]), -number), default=None)
        for number in present:
            if lead is not None and number != lead:
                near[number][lead] += document_weight
                near[lead][number] += document_weight
    while len(groups) > 1:
        small = min(groups, key=lambda number: (len(groups[number]), groups[number]))
        if len(groups) <= most_themes and len(groups[small]) >= 3:
            break
        best = _nearest(small, groups, near)
        if best is None:
            if len(groups) <= most_themes:
                break
            best = min(
                (n for n in groups if n != small), key=lambda number: (len(groups[number]), groups[number])
            )
        groups[best].extend(groups.pop(small))
        for other, weight in near.pop(small).items():
            if other != best and other in near:
                near[best][other] += weight
                near[other][best] += weight
                del near[other][small]
        near[best].pop(small, None)
    return [tuple(sorted(members)) for members in groups.values()]


def _nearest(
    small: int, groups: Mapping[int, list[int]], near: Mapping[int, Mapping[int, float]]
) -> int | None:
    def rank(number: int) -> tuple[bool, float, int]:
        fits = len(groups[number]) + len(groups[small]) <= theme_size
        return (fits, near[small][number], -len(groups[number]))

    return max(sorted(n for n in near[small] if n in groups), key=rank, default=None)
