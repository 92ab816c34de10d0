"""What other stretches say of a stretch: those in, around and across it, its neighbours, the same words elsewhere."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.learnt.models import Floats
from kg.model import Span
from kg.text.function_words import words_of

JOINS = "".join(("、", *words_of("and")))
MARKS = ("found", "in a longer find", "ends a longer find", "opens quotes", "closes quotes")
"""The marks of a stretch, in their order."""

Places = NDArray[np.int64]
"""For each stretch the place of another in the list, -1 where there is none."""


def rows(text: str, spans: Sequence[Span], shares: Floats, marks: Floats) -> Floats:
    """A row of numbers for each stretch, for a second model.

    The spans are in order of their begin; `shares` are the probabilities that a first model gives them
    (none, then the types), `marks` further numbers. A row holds the stretch's own log-probabilities;
    of the likeliest stretch inside it, around it and across an end of it, how likely it is and as
    what; the probabilities of what stands right beside it or over a joining mark, and their products
    with its own; as what the ones next to those are likely; the joining marks; how often and how likely
    the same words stand elsewhere in the text; its length; its marks.
    """
    if not spans:
        return np.zeros((0, 1), np.float32)
    one = np.ones((len(spans), 1), np.float32)
    total = 1.0 - shares[:, :1]
    kind = np.eye(shares.shape[1] - 1, dtype=np.float32)[shares[:, 1:].argmax(axis=1)] * total
    odds = np.log(np.clip(total, 1e-3, 1 - 1e-3) / np.clip(1 - total, 1e-3, 1))
    parts = [np.log(shares + 1e-4)]
    for rival in _rivals(spans, total[:, 0].tolist()):
        parts += [_at(rival, part) for part in (odds, one, kind)]
    left, right = _beside(text, spans, total[:, 0].tolist())
    for beside in (left, right):
        near = _at(beside, shares)
        parts += [near, _at(beside, one), shares[:, 1:] * near[:, 1:]]
    parts += [_at(_after(beside, beside), kind) for beside in (left, right)]
    parts += [_joins(text, [a - 1 for a, _ in spans]), _joins(text, [b for _, b in spans])]
    parts += _again(text, spans, total, kind)
    parts += [np.array([[min(b - a, 20) / 20] for a, b in spans]), marks, one]
    return np.hstack(parts).astype(np.float32)


def feature_names(types: Sequence[str]) -> list[str]:
    """The names of the numbers of a row, in their order, where a first model tells these types apart."""
    columns = ("none", *types)
    names = [f"own {kind}" for kind in columns]
    for rival in ("inside", "around", "across"):
        names += [f"{rival} odds", rival, *(f"{rival} {kind}" for kind in types)]
    for side in ("left", "right"):
        names += [
            *(f"{side} {kind}" for kind in columns),
            side,
            *(f"own and {side} {kind}" for kind in types),
        ]
    names += [f"second {side} {kind}" for side in ("left", "right") for kind in types]
    names += [f"{side} join {mark}" for side in ("left", "right") for mark in JOINS]
    names += ["again", "again at most", "again on the mean", *(f"again {kind}" for kind in types)]
    return [*names, "length", *MARKS, "bias"]


def _at(places: Places, values: Floats) -> Floats:
    """The values at places, zeros where there is no place."""
    found: Floats = values[places]
    found[places < 0] = 0.0
    return found


def _after(first: Places, second: Places) -> Places:
    """The place of a place."""
    found: Places = second[first]
    found[first < 0] = -1
    return found


def _rivals(spans: Sequence[Span], total: Sequence[float]) -> tuple[Places, Places, Places]:
    """For each stretch the likeliest one inside it, around it, and across an end of it."""
    count = len(spans)
    inside, around, across = [-1] * count, [-1] * count, [-1] * count

    def better(best: list[int], place: int, other: int) -> None:
        if best[place] < 0 or total[other] > total[best[place]]:
            best[place] = other

    for i, (start, end) in enumerate(spans):
        for j in range(i + 1, count):
            begin, stop = spans[j]
            if begin >= end:
                break
            if stop <= end:
                better(inside, i, j)
                better(around, j, i)
            elif begin == start:
                better(around, i, j)
                better(inside, j, i)
            else:
                better(across, i, j)
                better(across, j, i)
    return np.array(inside), np.array(around), np.array(across)


def _beside(text: str, spans: Sequence[Span], total: Sequence[float]) -> tuple[Places, Places]:
    """For each stretch the likeliest one that ends where it begins, and that begins where it ends, over a mark."""
    begins: dict[int, int] = {}
    ends: dict[int, int] = {}
    for place, (start, end) in enumerate(spans):
        if start not in begins or total[place] > total[begins[start]]:
            begins[start] = place
        if end not in ends or total[place] > total[ends[end]]:
            ends[end] = place
    left = [ends.get(a - (text[a - 1 : a] in JOINS and a > 0), -1) for a, _ in spans]
    right = [begins.get(b + (text[b : b + 1] in JOINS and b < len(text)), -1) for _, b in spans]
    return np.array(left), np.array(right)


def _joins(text: str, places: Sequence[int]) -> Floats:
    """Which joining mark stands at each place, as ones and zeros."""
    found = np.zeros((len(places), len(JOINS)), np.float32)
    for row, place in enumerate(places):
        if 0 <= place < len(text) and (mark := JOINS.find(text[place])) >= 0:
            found[row, mark] = 1.0
    return found


def _again(text: str, spans: Sequence[Span], total: Floats, kind: Floats) -> Iterator[Floats]:
    """How often the same words stand elsewhere, how likely they are there at most and on the mean, and as what."""
    same: defaultdict[str, list[int]] = defaultdict(list)
    for place, (start, end) in enumerate(spans):
        same[text[start:end]].append(place)
    often = np.zeros((len(spans), 3), np.float32)
    what = np.zeros_like(kind)
    for places in same.values():
        others = len(places) - 1
        if not others:
            continue
        likely, kinds = total[places, 0].astype(np.float64), kind[places].astype(np.float64)
        second, first = np.sort(likely)[-2:]
        often[places, 0] = min(others, 5) / 5
        often[places, 1] = np.where(np.arange(others + 1) == likely.argmax(), second, first)
        often[places, 2] = (likely.sum() - likely) / others
        what[places] = (kinds.sum(axis=0) - kinds) / others
    yield often
    yield what
