"""A network to pairs of entities that may be one thing: for a person to decide, never merged by themselves."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import combinations

import networkx as nx

from kg.gazetteer.normal_form import plain
from kg.text.function_words import words_of


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two entities that may be one: how alike (0 to 1), and why one may think so. `first` is named more often."""

    first: str
    second: str
    labels: tuple[str, str]
    type: str
    likeness: float
    reason: str


def alike(
    network: "nx.MultiDiGraph[str]", least: float = 0.6, apart: Collection[tuple[str, str]] = ()
) -> tuple[Likeness, ...]:
    """Pairs of one main type whose names are alike, the most alike first, but for those known to be `apart`.

    Alike is the share of common bigrams of the two labels (Dice); at least 0.6 where one may be a
    short form of the other (its characters stand in it in order) and both have a neighbour in common.
    Names that differ in a number or in an administrative level are never alike.
    """
    groups: dict[tuple[str, str], list[str]] = {}
    for iri in sorted(network):
        node = network.nodes[iri]
        if node["type"] in {"Region", "Person"}:
            continue
        for gram in _grams(plain(node["label"])):
            groups.setdefault((node["type"], gram), []).append(iri)
    pairs = {pair for members in groups.values() if len(members) <= 60 for pair in combinations(members, 2)}
    pairs -= {(min(pair), max(pair)) for pair in apart}
    found = [one for pair in sorted(pairs) if (one := _pair(network, pair)) and one.likeness >= least]
    return tuple(sorted(found, key=lambda c: (-c.likeness, c.labels)))


def _grams(name: str) -> set[str]:
    return {name[i : i + 2] for i in range(len(name) - 1)}


def _digits(name: str) -> list[str]:
    return [c for c in name if c.isdigit() or c in words_of("ordinal", "tells places apart")]


def _pair(network: "nx.MultiDiGraph[str]", pair: tuple[str, str]) -> Likeness | None:
    nodes = [network.nodes[iri] for iri in pair]
    if nodes[0]["scope"] != nodes[1]["scope"] or nodes[0]["code"] or nodes[1]["code"]:
        return None
    a, b = (plain(node["label"]) for node in nodes)
    if sorted(_digits(a)) != sorted(_digits(b)) or a == b:
        return None
    one, two = _grams(a), _grams(b)
    dice = 2 * len(one & two) / (len(one) + len(two)) if one and two else 0.0
    short, long = sorted((a, b), key=len)
    reason = f"{len(one & two)} of {len(one | two)} bigrams in common"
    if len(short) > 2 and _in_order(short, long) and _near(network, pair):
        dice = 0.6 + 0.4 * dice
        reason = "may be a short form, with a neighbour in common"
    first, second = sorted(pair, key=lambda iri: (-network.nodes[iri]["mentions"], iri))
    labels = (network.nodes[first]["label"], network.nodes[second]["label"])
    return Likeness(first, second, labels, nodes[0]["type"], round(dice, 3), reason)


def _in_order(short: str, long: Iterable[str]) -> bool:
    rest = iter(long)
    return all(c in rest for c in short)


def _near(network: "nx.MultiDiGraph[str]", pair: tuple[str, str]) -> bool:
    one, two = ({*network.predecessors(iri), *network.successors(iri)} for iri in pair)
    return bool(one & two)
