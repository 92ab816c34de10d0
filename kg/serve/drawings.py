"""Numbers and links to what templates draw: columns of years, bars, a shaded grid, tiles of regions, a network."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log1p, sqrt

from kg.export.briefing.layout import place_entities
from kg.ontology import Ontology

SHADES = 4
WIDER = 1.3
"""How far apart things are drawn: labels stand beside each other, not on each other."""

LABEL = 7.0
"""About half the width of a Chinese character of a label, in pixels."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar or column: what stands beside it, its parts (a status and a number each), and where it leads."""

    label: str
    parts: tuple[tuple[str, float], ...]
    address: str = ""

    @property
    def total(self) -> float:
        """The sum of the parts."""
        return sum(number for _, number in self.parts)


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a grid: its text, how dark it is (0 to 4), where it leads, and what is said of it."""

    text: str = ""
    shade: int = 0
    address: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with shades: heads of columns, and rows with their heads; `rest` columns and rows are left out."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[GridCell, ...]], ...]
    rest: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Tile:
    """A region on the map of tiles: its place in the grid, its name, its number, how dark it is, where it leads."""

    column: int
    row: int
    label: str
    number: float
    shade: int
    address: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A thing in the picture of a network."""

    x: float
    y: float
    label: str
    type: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """A line of the picture, with what it says and its status."""

    ends: tuple[float, float, float, float]
    title: str
    status: str = ""
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A network as it is drawn: left, top, width and height of the whole, its lines and its things."""

    box: tuple[float, float, float, float]
    edges: tuple[Edge, ...]
    nodes: tuple[Node, ...]


def shade(number: float, most: float) -> int:
    """How dark a number is beside the largest, 0 to 4: by its root, as small ones are the most."""
    if number <= 0 or most <= 0:
        return 0
    return min(SHADES, 1 + int(SHADES * sqrt(number / most) * 0.999))


def province_tiles(
    numbers: Mapping[str, float],
    labels: Mapping[str, str],
    addresses: Mapping[str, str],
    ontology: Ontology,
    language: str,
) -> tuple[Tile, ...]:
    """Provinces as tiles about where they lie, by the first two digits of the code; what has no such code stands below.

    A province without a number is there too, empty: the map keeps its shape.
    """
    most = max(numbers.values(), default=0)
    known = ontology.labels("tiles")
    found = [
        Tile(of["column"], of["row"], of[language], numbers.get(code, 0), shade(numbers.get(code, 0), most),
             addresses.get(code, ""))
        for code, of in known.items()
    ]  # fmt: skip
    others = [key for key in sorted(numbers, key=lambda k: (-numbers[k], k)) if key not in known]
    bottom = max(tile.row for tile in found) + 1
    return (*found, *_in_rows(others, numbers, labels, addresses, most, bottom))


def plain_tiles(
    numbers: Mapping[str, float], labels: Mapping[str, str], addresses: Mapping[str, str]
) -> tuple[Tile, ...]:
    """Regions as tiles in rows, in the order of their codes."""
    return tuple(_in_rows(sorted(numbers), numbers, labels, addresses, max(numbers.values(), default=0), 0))


def _in_rows(
    keys: Sequence[str],
    numbers: Mapping[str, float],
    labels: Mapping[str, str],
    addresses: Mapping[str, str],
    most: float,
    top: int,
    columns: int = 9,
) -> Iterable[Tile]:
    for place, key in enumerate(keys):
        row, column = divmod(place, columns)
        yield Tile(
            column, top + row, labels.get(key, key), numbers[key], shade(numbers[key], most),
            addresses.get(key, ""),
        )  # fmt: skip


def network(
    nodes: Mapping[str, tuple[str, str, str]],
    edges: Mapping[tuple[str, str], tuple[str, str, float]],
    most: int = 60,
) -> Picture:
    """The picture of a network: of its things the `most` best connected; a lone thing is not drawn.

    `nodes` by key: label, type, address. `edges` by the keys of their ends: what the line says, status, weight.
    """
    degree: Counter[str] = Counter()
    for (one, other), (_, _, weight) in edges.items():
        degree[one] += 1 + log1p(weight)  # type: ignore[assignment]  # Counter counts in floats too
        degree[other] += 1 + log1p(weight)  # type: ignore[assignment]
    kept = set(sorted(degree, key=lambda key: (-degree[key], key))[:most])
    lines = {ends: of for ends, of in sorted(edges.items()) if set(ends) <= kept and ends[0] != ends[1]}
    drawn = sorted({end for ends in lines for end in ends})
    number = {key: n for n, key in enumerate(drawn)}
    if not drawn:
        return Picture((0, 0, 1, 1), (), ())
    widths = [LABEL * 2 * min(len(nodes[key][0]), 9) + 12 for key in drawn]
    near = place_entities(len(drawn), [(number[a], number[b]) for a, b in lines], widths)
    spots = [(round(x * WIDER, 1), round(y * WIDER, 1)) for x, y in near]
    at = dict(zip(drawn, spots, strict=True))
    left, right = min(x for x, _ in spots) - 80, max(x for x, _ in spots) + 80
    top, bottom = min(y for _, y in spots) - 30, max(y for _, y in spots) + 40
    return Picture(
        (left, top, right - left, bottom - top),
        tuple(
            Edge((*at[a], *at[b]), title, status, round(1 + log1p(weight) / 2, 2))
            for (a, b), (title, status, weight) in lines.items()
        ),
        tuple(Node(*at[key], *nodes[key]) for key in drawn),
    )
