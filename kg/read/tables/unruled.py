"""Lines of a page that stand in columns without rules to tables: rows by their values, wrapped cells joined."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import fmean, median

from kg.read.page_lines import Line, Piece
from kg.read.raw import Slot
from kg.read.tables.grid import note, unit_line
from kg.read.tables.ruled import Ruled
from kg.read.tables.values import is_amount
from kg.read.wrapping import join

_section = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．].*")
_fewest = 3
"""Columns of a table; two are a list of contents, or words that stand apart."""
_far = 1.8
"""Heights of a line between two lines beyond which they are of two tables, or text."""
_empty = 0.7
"""Heights of a line that an empty cell costs when lines are shared out among rows."""
_loose = 0.1
"""What a point between the lines of a cell costs, beside a point between a cell and its row."""
_askew, _near, _broad = 0.3, 2.4, 10
"""Sizes by which lines of one head may stand askew and apart, and the most that its first line measures."""
_sides = ("middle", "top", "bottom")
"""Where the cells of a row are level."""
_deepest = 10
"""Lines of a cell at most."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """A piece and the number of the line that it is of."""

    piece: Piece
    line: int

    @property
    def middle(self) -> float:
        return (self.piece.bottom + self.piece.top) / 2


def tables(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page in their order, a table in place of those that stand in its columns."""
    size = median([line.size for line in lines if line.table is None] or [1.0])
    found: dict[int, Line] = {}
    taken: set[int] = set()
    for run in _runs(_rows(lines, size), size):
        bands = _bands(run, size)
        if bands is None:
            continue
        own_rows = _without_text(run, bands)
        table = _table(own_rows, bands, size)
        if table is not None:
            own = {mark.line for row in own_rows for mark in row}
            taken |= own
            found[min(own)] = _as_line(table, [lines[number] for number in own])
    return [found.get(n, line) for n, line in enumerate(lines) if n in found or n not in taken]


def _as_line(table: Ruled, lines: Sequence[Line]) -> Line:
    left, bottom, right, top = table.box
    words = "".join(slot.text for row in table.rows for slot in row)
    first, sure = lines[0], min(line.confidence for line in lines)
    return Line(words, first.page, left, right, bottom, top, first.width, first.height, table, sure)


def _rows(lines: Sequence[Line], size: float) -> list[list[_Mark]]:
    """The pieces of a page from its top, those at one height together, from the left."""
    marks = [_Mark(piece, n) for n, line in enumerate(lines) if line.table is None for piece in line.pieces]
    rows: list[list[_Mark]] = []
    for mark in sorted(marks, key=lambda m: (-m.middle, m.piece.left)):
        if rows and abs(rows[-1][0].middle - mark.middle) < 0.45 * size:
            rows[-1].append(mark)
        else:
            rows.append([mark])
    return [sorted(row, key=lambda m: m.piece.left) for row in rows]


def _runs(rows: Sequence[list[_Mark]], size: float) -> Iterator[list[list[_Mark]]]:
    """Rows one below the other of which none runs over the page: what may be a table."""
    run: list[list[_Mark]] = []
    for at, row in enumerate(rows):
        if run and not _follows(run, row, size):
            yield run
            run = []
        if not run and len(row) > 1:
            run += _tops(rows, at, size)
        if run or len(row) > 1:
            run.append(row)
    if run:
        yield run


def _tops(rows: Sequence[list[_Mark]], at: int, size: float) -> list[list[_Mark]]:
    """The lone pieces above a row that are first lines of its heads: near, and over pieces below."""
    below = [mark.piece for row in rows[at : at + 3] for mark in row]
    taken: list[list[_Mark]] = []
    for row in reversed(rows[:at]):
        one = row[0].piece
        said = note.match(one.text) or unit_line.match(one.text)
        low = (taken[0] if taken else rows[at])[0].middle
        far = row[0].middle - low > _near * size or one.right - one.left > _broad * size
        if len(row) > 1 or said or far or sum(_is_over(one, piece, size) for piece in below) not in (1, 2):
            break
        taken.insert(0, row)
    return taken


def _is_over(one: Piece, two: Piece, size: float) -> bool:
    """Whether a piece begins where another does, or has its middle over that of it."""
    middles = abs(one.left + one.right - two.left - two.right) / 2
    return min(abs(one.left - two.left), middles) < _askew * size


def _follows(run: Sequence[list[_Mark]], row: Sequence[_Mark], size: float) -> bool:
    gap = min(m.piece.bottom for m in run[-1]) - max(m.piece.top for m in row)
    if gap > _far * size:
        return False
    if len(row) > 1 or gap < 0:  # a head that stands level with the middle of two lines of others
        return True
    if note.match(row[0].piece.text):
        return False
    pieces = [mark.piece for before in run for mark in before]
    left, right = min(p.left for p in pieces), max(p.right for p in pieces)
    only = row[0].piece
    return only.left > left - size and only.right - only.left < 0.5 * (right - left)


def _without_text(run: list[list[_Mark]], bands: Sequence[tuple[float, float]]) -> list[list[_Mark]]:
    """The rows without lines at the foot that run over columns, as text does."""
    end = len(run)
    while len(run[end - 1]) == 1 and len(_under(run[end - 1][0].piece, bands)) > 1:
        end -= 1
    return run[:end]


def _table(run: Sequence[list[_Mark]], bands: Sequence[tuple[float, float]], size: float) -> Ruled | None:
    """The table that rows make; None where they stand in no columns of values."""
    heights = sorted((_heights(run, bands, size)), reverse=True)
    if len(heights) < 2:
        return None
    above = [row for row in run if len(row) > 1 and row[0].middle > heights[0] + 0.45 * size]
    first = [m for row in run for m in row if abs(m.middle - heights[0]) < 0.45 * size]
    valued = {j for m in first if is_amount(m.piece.text) for j in _under(m.piece, bands)}
    above = _heads(above, heights[0], valued, bands)
    heads = [fmean(mark.middle for mark in row) for row in above]
    body = [row for row in run if row[0].middle <= heights[0] + 0.45 * size]
    if any(len(_under(mark.piece, bands)) > 1 for row in body for mark in row if not _parts(row)):
        return None
    wide = _widened(bands, above)
    columns = [[m for row in run for m in row if _under(m.piece, wide)[0] == j] for j in range(len(bands))]
    levels = [*heads, *heights]
    shared = min(
        ([_shared(column, levels, size, side) for column in columns] for side in _sides),
        key=lambda found: sum(cost for cost, _ in found),
    )
    rows = tuple(
        tuple(
            Slot(_joined(groups[number]), number, j, 1, _width(groups[number], wide), number < len(heads))
            for j, (_, groups) in enumerate(shared)
        )
        for number in range(len(levels))
    )
    pieces = [mark.piece for row in run for mark in row]
    edges = (*(left for left, _ in bands), bands[-1][1])
    box = (edges[0], min(p.bottom for p in pieces), edges[-1], max(p.top for p in pieces))
    return Ruled(rows, edges, box, ruled=False)


def _heads(
    above: list[list[_Mark]], first: float, valued: set[int], bands: Sequence[tuple[float, float]]
) -> list[list[_Mark]]:
    """The rows above the first values without lines of the first row: nearer to it, and over no column of values."""
    while len(above) > 1 and valued.isdisjoint(j for mark in above[-1] for j in _under(mark.piece, bands)):
        before, own = above[-2][0].middle, above[-1][0].middle
        if before - own < own - first:
            break
        above = above[:-1]
    return above


def _bands(run: Sequence[Sequence[_Mark]], size: float) -> list[tuple[float, float]] | None:
    """Left and right of each column, by the rows that have most pieces; None where they do not stand apart."""
    counts = Counter(len(row) for row in run)
    most = max((n for n, times in counts.items() if n >= _fewest and times > 1), default=0)
    full = [row for row in run if len(row) == most] if most else _spread(run)
    if not full:
        return None
    bands = [
        (min(row[j].piece.left for row in full), max(row[j].piece.right for row in full))
        for j in range(len(full[0]))
    ]
    apart = all(one[1] < two[0] + 0.3 * size for one, two in pairwise(bands))
    return bands if apart else None


def _spread(run: Sequence[Sequence[_Mark]]) -> list[list[_Mark]]:
    """The one row that has most pieces, the lines of cells that wrap beside it as wide as they are; else nothing.

    Where cells are level in their middle, hardly a row has all its columns at one height.
    """
    most = max(run, key=len)
    values = [mark for mark in most if is_amount(mark.piece.text)]
    if len(most) < _fewest or not values or sum(len(row) == len(most) for row in run) > 1:
        return []
    seeds = [(mark.piece.left, mark.piece.right) for mark in most]
    wide = list(most)
    for row in run:
        for mark in row:
            left, right = mark.piece.left, mark.piece.right
            under = [j for j, (start, end) in enumerate(seeds) if min(end, right) > max(start, left)]
            if len(under) == 1:
                one = wide[under[0]].piece
                widened = replace(one, left=min(one.left, left), right=max(one.right, right))
                wide[under[0]] = _Mark(widened, wide[under[0]].line)
    return [wide]


def _under(piece: Piece, bands: Sequence[tuple[float, float]]) -> list[int]:
    """The columns in which a piece stands: one, or all that a head lies over."""
    wide = piece.right - piece.left
    found = [
        j
        for j, (left, right) in enumerate(bands)
        if min(right, piece.right) - max(left, piece.left) > 0.3 * min(wide, right - left)
    ]
    if found:
        return found
    middle = (piece.left + piece.right) / 2
    return [min(range(len(bands)), key=lambda j: abs(middle - sum(bands[j]) / 2))]


def _heights(
    run: Sequence[Sequence[_Mark]], bands: Sequence[tuple[float, float]], size: float
) -> list[float]:
    """Where the rows of the table stand: at the height of their values, and of lines that part it."""
    found: list[float] = []
    columns: dict[int, list[_Mark]] = {}
    for row in run:
        for mark in row:
            under = _under(mark.piece, bands)
            if len(under) == 1:
                columns.setdefault(under[0], []).append(mark)
    for column in columns.values():
        values = [mark for mark in column if is_amount(mark.piece.text)]
        if len(values) > 1 and 2 * len(values) >= len(column) - 1:
            found += [mark.middle for mark in values]
    parting = [row[0] for row in run if _parts(row)]
    heights: list[float] = []
    for middle in sorted([*found, *(mark.middle for mark in parting if found)], reverse=True):
        if not heights or heights[-1] - middle > 0.45 * size:
            heights.append(middle)
    return heights


def _parts(row: Sequence[_Mark]) -> bool:
    """Whether a row parts the table: one line, numbered as a heading."""
    return len(row) == 1 and _section.fullmatch(row[0].piece.text) is not None


def _widened(
    bands: Sequence[tuple[float, float]], heads: Sequence[Sequence[_Mark]]
) -> list[tuple[float, float]]:
    """The columns as wide as the heads that stand over one of them each."""
    found = list(bands)
    for row in heads:
        under = [(_under(mark.piece, bands), mark.piece) for mark in row]
        places = [columns[0] for columns, _ in under]
        if any(len(columns) > 1 for columns, _ in under) or len(set(places)) < max(len(row), len(bands) - 1):
            continue
        for (j, *_), piece in under:
            left = max(min(found[j][0], piece.left), bands[j - 1][1] if j else piece.left)
            right = min(max(found[j][1], piece.right), bands[j + 1][0] if j + 1 < len(bands) else piece.right)
            found[j] = left, right
    return found


def _shared(
    column: Sequence[_Mark], levels: Sequence[float], size: float, side: str
) -> tuple[float, list[Sequence[_Mark]]]:
    """The lines of a column shared out among the rows in their order, so that each cell stands about its row's height.

    Cells stand with their middle at that height, or with their first line (top), or with their last (bottom).
    """
    best: list[tuple[float, list[int]]] = [(0.0, []), *((float("inf"), []) for _ in column)]
    for level in levels:
        after: list[tuple[float, list[int]]] = []
        for end in range(len(column) + 1):
            options = [(best[end][0] + _empty * size, [*best[end][1], end])]
            for start in range(end - 1, max(0, end - _deepest) - 1, -1):
                group = column[start:end]
                if any(at != level and abs(mark.middle - at) < 0.3 * size for mark in group for at in levels):
                    break  # what stands at the height of another row is of that one
                sides = {"top": group[0].middle, "bottom": group[-1].middle}
                at = sides.get(side, fmean(mark.middle for mark in group))
                apart = _loose * (
                    group[0].middle - group[-1].middle
                )  # lines that stand closer are rather of one
                options.append((best[start][0] + abs(at - level) + apart, [*best[start][1], end]))
            after.append(min(options, key=lambda option: option[0]))
        best = after
    cost, ends = best[-1]
    starts = [0, *ends[:-1]]
    return cost, [column[start:end] for start, end in zip(starts, ends, strict=True)]


def _width(marks: Sequence[_Mark], bands: Sequence[tuple[float, float]]) -> int:
    """How many columns the words of a head lie over."""
    return max((len(_under(mark.piece, bands)) for mark in marks), default=1)


def _joined(marks: Sequence[_Mark]) -> str:
    text = ""
    for mark in marks:
        text = join(text, mark.piece.text) if text else mark.piece.text
    return text.strip()
