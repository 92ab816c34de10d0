"""Lines of a page and the boxes drawn on it (专栏) to the lines in order, each with the box around it."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kg.read.page_lines import Frame, Line, closed
from kg.read.tables.ruled import Box

_page = 0.9
"""The share of a page's height from which on rules adorn the page and are no box."""
_out = 4.0
"""Points by which a line may reach over the sides of its box."""
_first = 3
"""The number of a page's first box: those before it are its columns."""


def placed(lines: Sequence[Line], boxes: Sequence[Box]) -> list[Line]:
    """The lines, those in a box with it, and where it stands on the page: some programs write boxes first, or last."""
    boxes = [box for box in boxes if lines and box.heights[0] - box.heights[-1] < _page * lines[0].height]
    found = [_framed(line, boxes) for line in lines]
    for number, box in enumerate(boxes, _first):
        inside = [line for line in found if line.frame and line.frame.box == number]
        if not inside:
            continue
        rest = [line for line in found if not (line.frame and line.frame.box == number)]
        below = (n for n, line in enumerate(rest) if _is_below(line, box))
        at = next(below, len(rest))
        while 0 < at < len(rest) and _goes_on(rest[at - 1], rest[at], rest):
            at += 1  # the box floats in a paragraph, and stands behind it
        found = [*rest[:at], *inside, *rest[at:]]
    return found


def _framed(line: Line, boxes: Sequence[Box]) -> Line:
    """A line with the smallest box that it stands in."""
    middle = (line.bottom + line.top) / 2
    around = [
        (box.heights[0] - box.heights[-1], number, box)
        for number, box in enumerate(boxes, _first)
        if box.left - _out <= line.left
        and line.right <= box.right + _out
        and box.heights[-1] <= middle <= box.heights[0]
    ]
    if not around or line.table is not None:
        return line
    _, number, box = min(around, key=lambda one: one[:2])
    cells = list(pairwise(box.heights))
    row = next(n for n, (top, bottom) in enumerate(cells) if bottom <= middle <= top)
    return replace(line, frame=Frame(box.left, box.right, number, row, row == 0, row == len(cells) - 1))


def _is_below(line: Line, box: Box) -> bool:
    middle = (line.bottom + line.top) / 2
    return middle < box.heights[-1] and line.left < box.right and line.right > box.left


def _goes_on(before: Line, line: Line, lines: Sequence[Line]) -> bool:
    """Whether a line of running text goes on in the next: it reaches the margin within a sentence."""
    if before.frame or line.frame or before.table or line.table or closed.search(before.text):
        return False
    right = sorted(one.right for one in lines if one.frame is None)[-2:][0]
    return before.right > right - 1.6 * before.size and line.left <= before.left + 0.8 * line.size
