"""Where things are drawn: positions by force within a component, components packed as discs, nothing on top of another.

Units are pixels of the picture at its natural size; the middle is (0, 0); y grows downwards.
"""

from collections.abc import Mapping, Sequence
from math import cos, pi, sin, sqrt

import igraph as ig
import numpy as np
from numpy.typing import NDArray

from kg.export.briefing.records import Point
from kg.export.briefing.themes import fixed_generator

Pair = tuple[int, int]
Array = NDArray[np.float64]


def place_entities(count: int, pairs: Sequence[Pair], widths: Sequence[float]) -> tuple[Point, ...]:
    """Positions of the entities of a theme, in a lying oval; `widths` are those of the labels below them."""
    with fixed_generator():
        graph = ig.Graph(n=count, edges=pairs)
        components = sorted(graph.connected_components(), key=lambda part: (-len(part), part))
        discs = [_component(graph, part) for part in components]
    centres = _pack([radius for _, radius in discs])
    points = np.zeros((count, 2))
    for part, (local, _), centre in zip(components, discs, centres, strict=True):
        points[part] = local + centre
    points = _spread(points * (1.3, 0.85), np.array([[min(width, 110.0) * 0.75, 34.0] for width in widths]))
    return _rounded(points - (points.max(axis=0) + points.min(axis=0)) / 2)


def place_themes(radii: Sequence[float], bridges: Mapping[Pair, float]) -> tuple[Point, ...]:
    """Positions of the themes of the overview: linked ones near each other, room below each for its name."""
    with fixed_generator():
        graph = ig.Graph(n=len(radii), edges=list(bridges))
        start = [_ring(number, len(radii)) for number in range(len(radii))]
        weights = [1 + sqrt(weight) for weight in bridges.values()]
        layout = graph.layout_fruchterman_reingold(
            weights=weights or None, niter=800, seed=start, grid="nogrid"
        )
    points = np.array(layout.coords, dtype=float).reshape(len(radii), 2)
    room = np.array([[max(2 * radius, 128.0) + 26.0, 2 * radius + 58.0] for radius in radii])
    points = points - points.mean(axis=0)
    reach = np.abs(points).max() or 1.0
    points = points / reach * sqrt(float((room[:, 0] * room[:, 1]).sum())) * 0.5 * (1.2, 0.8)
    points = _spread(points, room, rounds=600)
    return _rounded(points - (points.max(axis=0) + points.min(axis=0)) / 2)


def _ring(number: int, count: int) -> Point:
    angle = 2 * pi * number / max(count, 1)
    return (10 * cos(angle), 10 * sin(angle))


def _component(graph: ig.Graph, part: list[int]) -> tuple[Array, float]:
    """Positions of one component around its middle, and the radius that holds them."""
    if len(part) == 1:
        return np.zeros((1, 2)), 34.0
    inner = graph.induced_subgraph(part)
    start = [_ring(number, len(part)) for number in range(len(part))]
    points = np.array(
        inner.layout_fruchterman_reingold(niter=500, seed=start, grid="nogrid").coords, dtype=float
    )
    points = points - points.mean(axis=0)
    # the frame holds 97 of 100 points, so that one stray leaf does not shrink all the others
    reach = float(np.quantile(np.hypot(points[:, 0], points[:, 1]), 0.97)) or 1.0
    radius = 40.0 * sqrt(len(part)) + 14.0
    points = points / reach * (radius - 14.0)
    far = np.maximum(np.hypot(points[:, 0], points[:, 1]) / radius, 1.0)
    return points / far[:, None], radius


def _pack(radii: Sequence[float]) -> list[Array]:
    """Centres of discs that do not overlap, the first in the middle, each as near to it as there is room."""
    placed: list[tuple[Array, float]] = []
    for radius in radii:
        spot = np.zeros(2)
        step = 0
        while any(float(np.hypot(*(spot - centre))) < radius + other for centre, other in placed):
            step += 1
            angle, far = 0.5 * step, 4.0 * step * 0.5
            spot = np.array([far * cos(angle), far * sin(angle)])
        placed.append((spot, radius))
    return [centre for centre, _ in placed]


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
