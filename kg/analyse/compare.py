"""Entities side by side: what each is linked to, and the figures that can be set against each other."""

from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx

from kg.gazetteer.keys import SECTORS
from kg.gazetteer.normal_form import plain
from kg.model import Figure

SLOGAN = "Concept"
"""The type of aims and principles."""


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


def compare(
    network: "nx.MultiDiGraph[str]", entities: Sequence[str], *, slogans: bool = True
) -> tuple[Comparison, ...]:
    """The rows of all entities given (IRIs): shared industries, aligned indicators, what else is shared, differences.

    Figures stand in one row where they are of one canonical indicator, else where their wording without the entity's
    own names is the same; the relation of such a row is "figure", its type the unit, and its label tells an extent that
    the words do not (over several years). Without `slogans` aims and principles stay out.
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
        if slogans or network.nodes[other]["type"] != SLOGAN
    ]  # fmt: skip
    rows.sort(key=lambda r: (-r.shared, r.relation, r.type, r.label, r.other))
    return tuple(sorted((*rows, *_figures(network, entities)), key=_place))


def _place(row: Comparison) -> int:
    """Which part of the comparison a row stands in; within one the order stays."""
    if row.shared > 1:
        return 0 if row.type in SECTORS else 1 if row.relation == "figure" else 2
    return 3 if row.relation != "figure" else 4


def _figures(network: "nx.MultiDiGraph[str]", entities: Sequence[str]) -> list[Comparison]:
    found: dict[tuple[str, str], dict[int, list[Figure]]] = {}
    said: dict[tuple[str, str], str] = {}
    for place, iri in enumerate(entities):
        node = network.nodes[iri]
        names = sorted({node["label"], *node["aliases"]}, key=lambda n: (-len(n), n))
        for figure in network.graph["figures"]:
            if figure.subject == iri:
                wording = _without(figure.indicator, names)
                extent = " ".join((*figure.scope, figure.part))
                key = (f"{figure.concept} {extent}" if figure.concept else wording, figure.unit)
                over = "、".join(word for word in figure.scope if word not in figure.indicator)
                said.setdefault(key, f"{wording}（{over}）" if over else wording)
                found.setdefault(key, {}).setdefault(place, []).append(figure)
    rows = [
        Comparison(
            "figure", "", said[key, unit], unit,
            tuple(
                Cell(figures=tuple(sorted(cells.get(p, ()), key=lambda f: (f.year or "", f.iri), reverse=True)))
                for p in range(len(entities))
            ),
        )
        for (key, unit), cells in found.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda r: (-r.shared, r.label, r.type))


def _without(wording: str, names: Sequence[str]) -> str:
    short = plain(wording)
    for name in names:
        bare = short.removeprefix(plain(name))
        if bare and bare != short:
            return bare
    return short
