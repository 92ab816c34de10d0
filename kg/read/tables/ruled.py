"""Rules and characters of a page to tables: cells are what the rules enclose, merged where no rule parts them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from kg.read.raw import Slot
from kg.read.wrapping import join

_near = 3.0
"""Points within which two rules are one, and a rule reaches another."""
_short = 6.0
"""Points below which a stroke is a mark or the end of a rule, and no rule itself."""


_low, _narrow = 14.0, 100.0
"""Points that the sides of a box of text measure at least, and its width: less is a mark, a key of a drawing."""


@dataclass(frozen=True, slots=True)
class Char:
    """A character and its box in points, from the foot of the page; `at` is its place in the text of the page."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    at: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight rule: horizontal where `flat`, at a height from left to right; else upright, from foot to top."""

    flat: bool
    place: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table of a page: its rows, where its columns part, its box, and the places of its characters.

    Without rules (not `ruled`) its columns part where their words begin.
    """

    rows: tuple[tuple[Slot, ...], ...]
    columns: tuple[float, ...]
    box: tuple[float, float, float, float]
    places: frozenset[int] = field(default=frozenset())
    ruled: bool = True


@dataclass(frozen=True, slots=True)
class Box:
    """Rules around text (专栏): left, right, and where its rows part, from the top; one row, or a head and more."""

    left: float
    right: float
    heights: tuple[float, ...]


def tables(rules: Iterable[Rule], chars: Sequence[Char]) -> tuple[list[Ruled], list[Box]]:
    """The tables of a page of two rows and two columns at least, and its boxes of one column, from its top."""
    groups = _groups(_straightened(rules))
    found = [table for group in groups if (table := _table(group, chars))]
    boxes = [box for group in groups if (box := _box(group))]
    return sorted(found, key=lambda table: -table.box[3]), sorted(boxes, key=lambda box: -box.heights[0])


def _straightened(rules: Iterable[Rule]) -> list[Rule]:
    """The rules, pieces that lie in one line and touch joined."""
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (r.flat, r.place, r.start, r.end)):
        last = joined[-1] if joined else None
        if (
            last
            and last.flat == rule.flat
            and rule.place - last.place <= _near / 2
            and rule.start <= last.end + _near
        ):
            joined[-1] = Rule(rule.flat, last.place, min(last.start, rule.start), max(last.end, rule.end))
        else:
            joined.append(rule)
    return [rule for rule in joined if rule.end - rule.start > _short]


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """The rules that hang together."""
    groups: list[list[Rule]] = []
    for rule in rules:
        meeting = [group for group in groups if any(_meet(rule, other) for other in group)]
        merged = [rule, *(other for group in meeting for other in group)]
        groups = [group for group in groups if group not in meeting]
        groups.append(merged)
    return groups


def _meet(one: Rule, two: Rule) -> bool:
    if one.flat == two.flat:
        return (
            abs(one.place - two.place) <= _near
            and one.start <= two.end + _near
            and two.start <= one.end + _near
        )
    return (
        one.start - _near <= two.place <= one.end + _near
        and two.start - _near <= one.place <= two.end + _near
    )


def _table(rules: Sequence[Rule], chars: Sequence[Char]) -> Ruled | None:
    flat = [rule for rule in rules if rule.flat]
    upright = [rule for rule in rules if not rule.flat]
    if len(flat) < 2 or not upright:
        return None
    ends = [end for rule in flat for end in (rule.start, rule.end)]
    columns = _clustered([*(rule.place for rule in upright), min(ends), max(ends)])
    heights = _clustered(rule.place for rule in flat)[::-1]
    if len(columns) < 3 or len(heights) < 3:
        return None
    cells = _cells(columns, heights, flat, upright)
    inside: dict[int, list[Char]] = {i: [] for i in range(len(cells))}
    places: dict[tuple[int, int], int] = {}
    for number, (row, column, depth, width) in enumerate(cells):
        places.update(
            {(r, c): number for r in range(row, row + depth) for c in range(column, column + width)}
        )
    taken: list[int] = []
    for char in chars:
        x, y = (char.left + char.right) / 2, (char.bottom + char.top) / 2
        column = sum(edge <= x for edge in columns) - 1
        row = sum(edge >= y for edge in heights) - 1
        if (number_ := places.get((row, column))) is not None:
            inside[number_].append(char)
            taken.append(char.at)
    if not taken:
        return None
    edge = min(
        (min(c.left for c in own) - columns[cells[i][1]] for i, own in inside.items() if own), default=2.0
    )
    rows: list[list[Slot]] = [[] for _ in heights[1:]]
    for i, (row, column, depth, width) in enumerate(cells):
        text = _text(inside[i], columns[column + width] - max(edge, 0.0))
        rows[row].append(Slot(text, row, column, depth, width))
    box = (columns[0], heights[-1], columns[-1], heights[0])
    return Ruled(tuple(map(tuple, rows)), tuple(columns), box, frozenset(taken))


def _box(rules: Sequence[Rule]) -> Box | None:
    """The box that rules draw: both sides and one rule across at least, for a page may cut its head or its foot."""
    flat = [rule for rule in rules if rule.flat]
    upright = [rule for rule in rules if not rule.flat and rule.end - rule.start > _low]
    if not flat or not upright:
        return None
    sides = _clustered(
        [*(rule.place for rule in upright), *(e for rule in flat for e in (rule.start, rule.end))]
    )
    if len(sides) != 2 or sides[1] - sides[0] < _narrow:
        return None
    if any(not any(abs(rule.place - side) <= _near for rule in upright) for side in sides):
        return None
    ends = [end for rule in upright for end in (rule.start, rule.end)]
    heights = _clustered([*(rule.place for rule in flat), min(ends), max(ends)])[::-1]
    return Box(sides[0], sides[1], tuple(heights))


def _clustered(places: Iterable[float]) -> list[float]:
    """Places from the least, those that are near one another as one."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _near:
            found.append(place)
    return found


def _cells(
    columns: Sequence[float], heights: Sequence[float], flat: Sequence[Rule], upright: Sequence[Rule]
) -> list[tuple[int, int, int, int]]:
    """Row, column, depth and width of each cell, from the top and the left."""
    rows, width = len(heights) - 1, len(columns) - 1

    def parted_right(row: int, column: int) -> bool:
        y = (heights[row] + heights[row + 1]) / 2
        return any(abs(r.place - columns[column + 1]) <= _near and r.start <= y <= r.end for r in upright)

    def parted_below(row: int, column: int) -> bool:
        x = (columns[column] + columns[column + 1]) / 2
        return any(abs(r.place - heights[row + 1]) <= _near and r.start <= x <= r.end for r in flat)

    taken: set[tuple[int, int]] = set()
    found: list[tuple[int, int, int, int]] = []
    for row in range(rows):
        for column in range(width):
            if (row, column) in taken:
                continue
            right = column
            while right + 1 < width and (row, right + 1) not in taken and not parted_right(row, right):
                right += 1
            low = row
            while low + 1 < rows and not any(parted_below(low, c) for c in range(column, right + 1)):
                low += 1
            taken.update((r, c) for r in range(row, low + 1) for c in range(column, right + 1))
            found.append((row, column, low - row + 1, right - column + 1))
    return found


_closing = frozenset("、，。；：）”》")


def _text(chars: Sequence[Char], right: float) -> str:
    """The text of a cell: lines that reach its right side go on in the next, others end with a blank."""
    if not chars:
        return ""
    size = median(char.top - char.bottom for char in chars) or 1.0
    lines: list[list[Char]] = []
    for char in sorted(chars, key=lambda c: -(c.bottom + c.top)):
        last = lines[-1][0] if lines else None
        if last and abs((char.bottom + char.top) - (last.bottom + last.top)) < size:
            lines[-1].append(char)
        else:
            lines.append([char])
    text = ""
    short = 0.0
    for line in lines:
        ordered = sorted(line, key=lambda c: c.left)
        words = _spaced(ordered, size)
        # a mark that may not begin a line takes the character before it down
        taken = short - 1.0 if words[1:2] in _closing else short
        text = join(text, words) if taken < 1.6 or not text else f"{text} {words}"
        short = (right - ordered[-1].right) / size
    return text.strip()


def _spaced(chars: Sequence[Char], size: float) -> str:
    """The characters of a line, a blank in each wide gap."""
    pieces = [chars[0].text]
    for one, two in pairwise(chars):
        if two.left - one.right > 0.6 * size and one.text != " " != two.text:
            pieces.append(" ")
        pieces.append(two.text)
    return "".join(pieces)
