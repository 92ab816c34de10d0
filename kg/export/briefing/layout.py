"""Where things are drawn: positions by force within a component, components packed as discs, nothing on top of another.

Units are pixels of the picture at its natural size; the middle is (0, 0); y grows downwards.
"""

from collections.abc import Mapping, Sequence
from math import ceil, cos, log, pi, sin, sqrt

import igraph as ig
import numpy as np
from numpy.typing import NDArray

from kg.communities import fixed_generator
from kg.export.briefing.records import Point

Overview = tuple[tuple[Point, ...], tuple[float, ...]]
"""The middles of discs, and their radii."""

Pair = tuple[int, int]
lying_frame: Point = (880.0, 560.0)
standing_frame: Point = (480.0, 760.0)
"""What a laptop of 1366 x 768 leaves for the picture, and a phone, in pixels at scale 1."""

STEP = 30.0
"""Between nodes without a link, in pixels."""

LARGE = 1000
"""Nodes of a component from which only what is near pushes: every pair would take time in the square."""

Array = NDArray[np.float64]


def place_entities(count: int, pairs: Sequence[Pair], widths: Sequence[float]) -> tuple[Point, ...]:
    """Positions of the entities of a theme, in a lying oval; `widths` are those of the labels below them."""
    points = _spread(
        _apart(count, pairs) * (1.3, 0.85), np.array([[min(width, 110.0) * 0.75, 34.0] for width in widths])
    )
    return _rounded(points - (points.max(axis=0) + points.min(axis=0)) / 2)


def place_graph(count: int, pairs: Sequence[Pair]) -> tuple[Point, ...]:
    """Positions of the nodes of a whole graph: components packed as discs, below them in rows what has no link."""
    linked = sorted({end for pair in pairs for end in pair})
    number = {node: place for place, node in enumerate(linked)}
    points = np.zeros((count, 2))
    bottom = 0.0
    if linked:
        points[linked] = _apart(len(linked), [(number[a], number[b]) for a, b in pairs])
        bottom = float(points[:, 1].max()) + 2 * STEP
    loners = sorted(set(range(count)) - set(linked))
    across = max(1, ceil(sqrt(2 * len(loners))))
    for place, node in enumerate(loners):
        points[node] = (place % across - across / 2) * STEP, bottom + place // across * STEP
    return _rounded(points)


def _apart(count: int, pairs: Sequence[Pair]) -> Array:
    with fixed_generator():
        graph = ig.Graph(n=count, edges=pairs)
        components = sorted(graph.connected_components(), key=lambda part: (-len(part), part))
        discs = [_component(graph, part) for part in components]
    centres = _pack([radius for _, radius in discs])
    points = np.zeros((count, 2))
    for part, (local, _), centre in zip(components, discs, centres, strict=True):
        points[part] = local + centre
    return points


def reach(members: int) -> float:
    """The radius of a disc in which a theme of so many entities shows them with their labels."""
    return 38.0 * sqrt(members) + 20.0


def place_themes(reaches: Sequence[float], bridges: Mapping[Pair, float]) -> tuple[Overview, Overview]:
    """The discs of the overview, for a lying and for a standing frame: linked themes near each other, in rows.

    `reaches` are the radii that the themes need for all their labels. The discs are as large as the
    frame allows, all by the same factor.
    """
    count = len(reaches)
    with fixed_generator():
        graph = ig.Graph(n=count, edges=list(bridges))
        weights = [1 + sqrt(weight) for weight in bridges.values()]
        start = [_ring(number, count) for number in range(count)]
        layout = graph.layout_fruchterman_reingold(
            weights=weights or None, niter=800, seed=start, grid="nogrid"
        )
    coordinates = [(float(x), float(y)) for x, y in layout.coords]
    return _overview(coordinates, reaches, lying_frame), _overview(coordinates, reaches, standing_frame)


def _overview(near: Sequence[Point], reaches: Sequence[float], frame: Point) -> Overview:
    for step in range(40):
        radii = [max(0.93**step * reach, 17.0) for reach in reaches]
        rows = max(_shelvings(near, radii), key=lambda rows: _fit(rows, radii, frame))
        if _fit(rows, radii, frame)[0] >= 1:
            break
    return _placed(rows, radii, frame)


def _cell(radius: float) -> Point:
    """Width and height of what a disc takes up with the two lines of its name below."""
    return max(2 * radius, 112.0) + 18.0, 2 * radius + 52.0


def _shelvings(near: Sequence[Point], radii: Sequence[float]) -> list[list[list[int]]]:
    """The discs in 1, 2, 3 … rows of like width: from top to bottom and left to right as in the layout."""
    order = sorted(range(len(near)), key=lambda number: (near[number][1], near[number][0], number))
    found = []
    for count in range(1, min(len(order), 9) + 1):
        width = sum(_cell(radius)[0] for radius in radii) / count
        rows: list[list[int]] = [[]]
        filled = 0.0
        for number in order:
            wide = _cell(radii[number])[0]
            if rows[-1] and filled + wide / 2 > width * len(rows) and len(rows) < count:
                rows.append([])
            rows[-1].append(number)
            filled += wide
        found.append([sorted(row, key=lambda number: (near[number][0], number)) for row in rows])
    return found


def _fit(rows: Sequence[Sequence[int]], radii: Sequence[float], frame: Point) -> Point:
    """How well rows fill a frame, more is better: first that they fit (1), then that they have its proportions."""
    width = max(sum(_cell(radii[number])[0] for number in row) for row in rows)
    height = sum(max(_cell(radii[number])[1] for number in row) for row in rows)
    across, down = frame[0] / width, frame[1] / height
    return min(across, down, 1.0), -abs(log(across / down))


def _placed(rows: Sequence[Sequence[int]], radii: Sequence[float], frame: Point) -> Overview:
    """Rows spread over the frame, every second one moved aside, so that lines between rows do not run together."""
    spots: list[Point] = [(0.0, 0.0)] * len(radii)
    heights = [max(_cell(radii[number])[1] for number in row) for row in rows]
    gap = max(0.0, frame[1] - sum(heights)) / (len(rows) + 1)
    y = gap
    for place, (row, height) in enumerate(zip(rows, heights, strict=True)):
        width = sum(_cell(radii[number])[0] for number in row)
        space = min(max(0.0, frame[0] - width) / len(row), 90.0)
        x = (frame[0] - width - space * (len(row) - 1)) / 2 + (24.0 if place % 2 else -24.0)
        for turn, number in enumerate(row):
            wide = _cell(radii[number])[0]
            # up and down by turns, where there is room, so that lines within a row do not run through discs
            free = (max(0.0, height - _cell(radii[number])[1]) + gap) / 2
            lift = (1 if turn % 2 else -1) * min(gap / 2, 26.0, free)
            spots[number] = (
                round(x + wide / 2 - frame[0] / 2, 1),
                round(y + (height - 52.0) / 2 + lift - frame[1] / 2, 1),
            )
            x += wide + space
        y += height + gap
    return tuple(spots), tuple(round(radius, 1) for radius in radii)


def _ring(number: int, count: int) -> Point:
    angle = 2 * pi * number / max(count, 1)
    return (10 * cos(angle), 10 * sin(angle))


def _component(graph: ig.Graph, part: list[int]) -> tuple[Array, float]:
    """Positions of one component around its middle, and the radius that holds them."""
    if len(part) == 1:
        return np.zeros((1, 2)), 34.0
    inner = graph.induced_subgraph(part)
    start = [_ring(number, len(part)) for number in range(len(part))]
    grid = "grid" if len(part) > LARGE else "nogrid"
    points = np.array(inner.layout_fruchterman_reingold(niter=500, seed=start, grid=grid).coords, dtype=float)
    points = points - points.mean(axis=0)
    # the frame holds 97 of 100 points, so that one stray leaf does not shrink all the others
    reach = float(np.quantile(np.hypot(points[:, 0], points[:, 1]), 0.97)) or 1.0
    radius = 40.0 * sqrt(len(part)) + 14.0
    points = points / reach * (radius - 14.0)
    far = np.maximum(np.hypot(points[:, 0], points[:, 1]) / radius, 1.0)
    return points / far[:, None], radius


def _pack(radii: Sequence[float]) -> Array:
    """Centres of discs that do not overlap, the first in the middle, each as near to it as there is room."""
    centres = np.zeros((len(radii), 2))
    sizes = np.array(radii)
    step = 0
    for number, radius in enumerate(radii):
        if number and radius != radii[number - 1]:
            step = 0  # walked anew for a smaller disc; one of the same size goes on where the last found room
        while True:
            spot = np.array([cos(0.5 * step), sin(0.5 * step)]) * 2.0 * step
            gaps = np.hypot(*(centres[:number] - spot).T)
            if not (gaps < sizes[:number] + radius).any():
                break
            step += 1
        centres[number] = spot
    return centres


def _spread(points: Array, sizes: Array, rounds: int = 120) -> Array:
    """Points pushed apart until no two of their boxes overlap, or the rounds are over."""
    need = (sizes[:, None, :] + sizes[None, :, :]) / 2
    # two things in the same spot would never part: a fixed nudge each
    points = points + np.array([[0.01 * (n % 7), 0.01 * (n % 5)] for n in range(len(points))])
    for _ in range(rounds):
        gap = points[:, None, :] - points[None, :, :]
        over = need - np.abs(gap)
        np.fill_diagonal(over[:, :, 0], -1.0)
        hit = (over[:, :, 0] > 0.5) & (over[:, :, 1] > 0.5)
        if not hit.any():
            break
        sideways = over[:, :, 0] * need[:, :, 1] < over[:, :, 1] * need[:, :, 0]
        sign = np.where(gap >= 0, 1.0, -1.0)
        push = np.zeros_like(gap)
        push[:, :, 0] = np.where(hit & sideways, over[:, :, 0] * sign[:, :, 0], 0.0)
        push[:, :, 1] = np.where(hit & ~sideways, over[:, :, 1] * sign[:, :, 1], 0.0)
        points = points + 0.3 * push.sum(axis=1)
    return points


def _rounded(points: Array) -> tuple[Point, ...]:
    return tuple((round(float(x), 1), round(float(y), 1)) for x, y in points)
