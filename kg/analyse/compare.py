"""Entities side by side: what each is linked to, and the figures that can be set against each other."""

from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx

from kg.gazetteer.normal_form import plain
from kg.model import Figure


@dataclass(frozen=True, slots=True)
class Cell:
    """What one entity has in one row: the statuses of its edge, or its figures, newest first; empty where nothing."""

    statuses: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """A row: the relation and the other end, or the quantity and its unit, and a cell for each entity compared."""

    relation: str
    other: str
    label: str
    type: str
    cells: tuple[Cell, ...]

    @property
    def shared(self) -> int:
        """How many of the entities have something in this row."""
        return sum(bool(cell.statuses or cell.figures) for cell in self.cells)


def compare(network: "nx.MultiDiGraph[str]", entities: Sequence[str]) -> tuple[Comparison, ...]:
    """The rows of all entities given (IRIs): relations first, those that most share at the top, then figures.

    A figure's quantity is its wording without the entity's own names; its relation is "figure" and
    its type the unit.
    """
    edges: dict[tuple[str, str], dict[int, tuple[str, ...]]] = {}
    for place, iri in enumerate(entities):
        for _, other, data in network.out_edges(iri, data=True):
            edges.setdefault((data["relation"], other), {})[place] = data["statuses"]
    rows = [
        Comparison(
            relation, other, network.nodes[other]["label"], network.nodes[other]["type"],
            tuple(Cell(statuses=cells.get(place, ())) for place in range(len(entities))),
        )
        for (relation, other), cells in edges.items()
    ]  # fmt: skip
    rows.sort(key=lambda r: (-r.shared, r.relation, r.type, r.label, r.other))
    return (*rows, *_figures(network, entities))


def _figures(network: "nx.MultiDiGraph[str]", entities: Sequence[str]) -> list[Comparison]:
    found: dict[tuple[str, str], dict[int, list[Figure]]] = {}
    for place, iri in enumerate(entities):
        node = network.nodes[iri]
        names = sorted({node["label"], *node["aliases"]}, key=lambda n: (-len(n), n))
        for figure in network.graph["figures"]:
            if figure.subject == iri:
                wording = _without(figure.indicator, names)
                found.setdefault((wording, figure.unit), {}).setdefault(place, []).append(figure)
    rows = [
        Comparison(
            "figure", "", wording, unit,
            tuple(
                Cell(figures=tuple(sorted(cells.get(p, ()), key=lambda f: (f.year or "", f.iri), reverse=True)))
                for p in range(len(entities))
            ),
        )
        for (wording, unit), cells in found.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda r: (-r.shared, r.label, r.type))


def _without(wording: str, names: Sequence[str]) -> str:
    short = plain(wording)
    for name in names:
        bare = short.removeprefix(plain(name))
        if bare and bare != short:
            return bare
    return short
