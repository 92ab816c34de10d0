"""Lines of pages with their tables to blocks: a table that goes on over a page is one."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.read.page_lines import Line, paragraphs
from kg.read.raw import Block, Slot
from kg.read.tables import grid
from kg.read.tables.ruled import Ruled
from kg.read.wrapping import join

_near = 3.2
"""Points by which the rules of a table may stand apart from page to page."""
_most = 6
"""Lines of the last row of a page that stand on the next, at most."""
_keys = 3
"""Columns at the left of which one may tell rows apart: a number, a name."""
_loose = 30.0
"""Points by which the words of a column without rules may."""


def blocks(lines: Sequence[Line]) -> Iterator[Block]:
    """The paragraphs between tables, and the rows of these."""
    running: list[Line] = []
    at = 0
    while at < len(lines):
        table = lines[at].table
        if table is None:
            running.append(lines[at])
            at += 1
            continue
        yield from paragraphs(running)
        running = []
        sure = lines[at].confidence
        rows = on_page(table.rows, lines[at].page)
        while (after := _rest(lines, at)) is not None and (more := lines[after].table):
            rows = [*rows[:-1], _whole(rows[-1], lines[at + 1 : after], table.columns)]
            sure = min(sure, *(line.confidence for line in lines[at + 1 : after + 1]))
            at = after
            rows = continued(rows, on_page(more.rows, lines[at].page))
        yield from (replace(block, confidence=sure) for block in grid.blocks(rows))
        at += 1
    yield from paragraphs(running)


def _rest(lines: Sequence[Line], at: int) -> int | None:
    """Where a table goes on, after lines of its last row at the top of the next page; None where it does not."""
    table = lines[at].table
    for after in range(at + 1, min(at + 2 + _most, len(lines))):
        line = lines[after]
        if (
            table is None
            or line.page > lines[at].page + 1
            or (line.table is None and line.page == lines[at].page)
        ):
            return None
        if line.table is not None:
            return after if goes_on(table, line.table) else None
        if table.ruled or _column(line, table.columns) is None:
            return None
    return None


def _column(line: Line, edges: Sequence[float]) -> int | None:
    """The column of a table in which a line lies, if it lies in one."""
    inside = (
        j
        for j, (left, right) in enumerate(pairwise(edges))
        if left - _near <= line.left and line.right <= right
    )
    return next(inside, None)


def _whole(row: tuple[Slot, ...], lines: Sequence[Line], edges: Sequence[float]) -> tuple[Slot, ...]:
    """The last row of a page with the lines of its cells that stand on the next."""
    for line in lines:
        column = _column(line, edges)
        row = tuple(
            replace(slot, text=join(slot.text, line.text)) if slot.column == column else slot for slot in row
        )
    return row


def on_page(rows: Sequence[tuple[Slot, ...]], page: int) -> list[tuple[Slot, ...]]:
    """The rows of a page, counted from 0, with that page."""
    return [tuple(replace(slot, page=page + 1) for slot in row) for row in rows]


def goes_on(before: Ruled, after: Ruled) -> bool:
    """Whether a table at the top of a page has the columns of the one at the foot of the page before."""
    near = _near if before.ruled else _loose
    return (
        before.ruled == after.ruled
        and len(before.columns) == len(after.columns)
        and all(abs(one - two) <= near for one, two in zip(before.columns, after.columns, strict=True))
    )


def continued(rows: Sequence[tuple[Slot, ...]], more: Sequence[tuple[Slot, ...]]) -> list[tuple[Slot, ...]]:
    """The rows of a table with those of its rest: heads told again left out, a row that the page parted made whole."""
    repeated = 0
    while repeated < min(len(rows), len(more)) and _texts(rows[repeated]) == _texts(more[repeated]):
        repeated += 1
    rest = [list(row) for row in more[repeated:]]
    whole = [list(row) for row in rows]
    key = _key(whole, max([repeated, *(slot.rows for slot in whole[0])])) if whole else None
    if rest and whole:
        whole, rest = _stretched(whole, rest, key or 0)
    if rest and whole and _parted(whole[-1], rest[0], key):
        below = {slot.column: slot.text for slot in rest[0]}
        whole[-1] = [replace(slot, text=join(slot.text, below.get(slot.column, ""))) for slot in whole[-1]]
        rest = rest[1:]
    found: list[tuple[Slot, ...]] = []
    for number, row in enumerate((*whole, *rest)):
        found.append(tuple(replace(slot, row=number) for slot in row))
    return found


def _key(rows: Sequence[Sequence[Slot]], heads: int) -> int | None:
    """The first column in which each row below the heads has a cell of its own with words; None where there is none."""
    told = [{slot.column: slot for slot in row if slot.text} for row in rows[heads:]]
    told = [row for row in told if len(row) > 1]
    for column in range(max((len(row) for row in told), default=0)):
        if all(column in row and row[column].rows == row[column].columns == 1 for row in told):
            return column
    return None


def _stretched(
    whole: list[list[Slot]], rest: list[list[Slot]], key: int
) -> tuple[list[list[Slot]], list[list[Slot]]]:
    """The rows of both pages, a merged cell that the page parted as one: what is left of it below is empty.

    `key` is the column whose cells are never merged.
    """
    if sum(bool(slot.text) for slot in rest[0]) < 2:
        return whole, rest
    for slot in [s for s in rest[0] if not s.text and s.column != key and s.rows > 1]:
        reach = (
            (n, m, s) for n, row in enumerate(whole) for m, s in enumerate(row) if s.column == slot.column
        )
        last = max(reach, default=None, key=lambda found: found[0])
        if last and last[0] + last[2].rows >= len(whole) and last[2].columns == slot.columns:
            number, place, above = last
            whole[number][place] = replace(above, rows=len(whole) - number + slot.rows)
            rest[0] = [s for s in rest[0] if s is not slot]
    return whole, rest


def _texts(row: Sequence[Slot]) -> list[str]:
    return ["".join(slot.text.split()) for slot in row]


def _parted(last: Sequence[Slot], first: Sequence[Slot], key: int | None) -> bool:
    """Whether a row only goes on with the words of the one above: it lacks what each row has, or ends its brackets."""
    below = {slot.column: slot.text for slot in first}
    if key is not None and key < _keys and below.get(key) == "" and any(below.values()):
        return True
    return any(_open(slot.text) > 0 > _open(below.get(slot.column, "")) for slot in last)


def _open(text: str) -> int:
    """How many brackets a text opens and does not close, less than nothing where it closes what it does not open."""
    return sum(map(text.count, "（(〔［[【")) - sum(map(text.count, "）)〕］]】"))
