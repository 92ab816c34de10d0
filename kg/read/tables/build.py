"""Blocks and their paragraphs to tables: the grid beside the text, its heads, caption, unit and notes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.model import Cell, Paragraph, Span, Table
from kg.read.raw import Block, Slot
from kg.read.tables.grid import note, unit_line
from kg.read.tables.values import is_amount
from kg.text.function_words import pattern, words_of

_unit_within = pattern(
    r"[（(\[【]\s*<of what unit>?单\s*位\s*[:：]?\s*(?P<unit>[^；;）)\]】]{1,30}?)\s*[）)\]】]"
)
_numbered = pattern(r"<table caption>\s*[\d<ordinal>]")
_section = pattern(
    r"(?:<ordinal>{1,3}\s*[、．.]|[（(]<ordinal>{1,3}[）)]|\d{1,2}[、．.](?!\d)|第\S{1,4}<chapter|section>)"
)
"""The number of a heading of the text."""
_unit_at_end = re.compile(
    "".join(f"(?<!{word})" for word in words_of("fills in tables"))
    + r"单\s*位\s*[:：]\s*(?P<unit>\S{1,20})\s*$"
)
_continued = pattern(
    r"[（(]?(?:续\s*(?:上\s*)?表|(?:附?表\s*[\d\-—.<ordinal>]+\s*[（(]?续)|接上[表页]).{0,60}"
)
_tells_of_it = pattern(r"[\u4e00-\u9fff\s]{0,8}(?:单\s*位|<told of a table>)\s*[:：]")
"""How a line begins that tells who filled in a table, and when."""
_sentence = re.compile(r"[。；;：:]$|。")
_longest_caption = 80


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table on its way: the numbers of its paragraphs and its cells."""

    first: int
    last: int
    rows: int
    columns: int
    slots: tuple[tuple[Slot, Cell], ...]


def tables(
    blocks: Sequence[Block], paragraphs: Sequence[Paragraph]
) -> tuple[tuple[Paragraph, ...], tuple[Table, ...]]:
    """The paragraphs, captions of tables marked as such, and the tables, in the order of the text."""
    found: list[Table] = []
    roles = list(paragraphs)
    before: _Grid | None = None
    for grid in _grids(blocks, paragraphs):
        between = range((before.last if before else -1) + 1, grid.first)
        heads = _heads(grid)
        if before and found and _goes_on(blocks, before, grid, heads, found[-1], between):
            found[-1] = _joined(found[-1], grid, heads, paragraphs)
            before = grid
            continue
        above = list(_above(blocks, between))
        titled = (i for i in reversed(above) if not _tells_of_it.match(blocks[i].text))
        caption = next((i for i in titled if not unit_line.fullmatch(blocks[i].text)), None)
        for i in above:
            if roles[i].role in ("body", "heading") and not _opens(blocks[i], roles[i]):
                roles[i] = replace(roles[i], role="caption")
        notes = tuple(_span(paragraphs[i]) for i in _below(blocks, grid.last))
        unit = _unit([blocks[i].text for i in above], grid)
        span = _span(paragraphs[caption]) if caption is not None else None
        found.append(
            Table(
                paragraphs[grid.first].start, paragraphs[grid.last].end, grid.rows, grid.columns,
                tuple(cell for _, cell in grid.slots), heads, span, unit, notes,
            )
        )  # fmt: skip
        before = grid
    return tuple(roles), tuple(found)


def _opens(block: Block, paragraph: Paragraph) -> bool:
    """Whether a caption is a heading of the text that opens a section, and no line of the table's own (表1, 单位)."""
    if _numbered.match(block.text) or unit_line.fullmatch(block.text) or _continued.match(block.text):
        return False
    return paragraph.role == "heading" or _section.match(block.text) is not None


def _span(paragraph: Paragraph) -> Span:
    return paragraph.start, paragraph.end


def _grids(blocks: Sequence[Block], paragraphs: Sequence[Paragraph]) -> Iterator[_Grid]:
    """The runs of rows that make one table each."""
    start = None
    for i in range(len(blocks) + 1):
        rows = blocks[i].slots if i < len(blocks) else ()
        if start is not None and (not rows or rows[0].row <= blocks[i - 1].slots[0].row):
            yield _grid(blocks, paragraphs, start, i - 1)
            start = None
        if rows and start is None:
            start = i


def _grid(blocks: Sequence[Block], paragraphs: Sequence[Paragraph], first: int, last: int) -> _Grid:
    """The cells of some rows that are not empty, with their places in the text."""
    slots: list[tuple[Slot, Cell]] = []
    top = blocks[first].slots[0].row
    rows = columns = 0
    for block, paragraph in zip(blocks[first : last + 1], paragraphs[first : last + 1], strict=True):
        at = paragraph.start
        for slot in block.slots:
            rows = max(rows, slot.row - top + 1)
            columns = max(columns, slot.column + slot.columns)
            if slot.text:
                end = at + len(slot.text)
                slots.append(
                    (slot, Cell(slot.row - top, slot.column, at, end, slot.rows, slot.columns, slot.indent))
                )
                at = end + 1
    return _Grid(first, last, rows, columns, tuple(slots))


def _heads(grid: _Grid) -> int:
    """How many rows at the top hold heads of columns: none where the first row holds values."""
    rows: dict[int, list[tuple[Slot, Cell]]] = {}
    for slot, cell in grid.slots:
        rows.setdefault(cell.row, []).append((slot, cell))
    if any(is_amount(slot.text) for slot, _ in rows.get(0, ())):
        return 0
    marked = 0
    while (
        marked in rows
        and all(slot.head for slot, _ in rows[marked])
        and not (marked and len(rows[marked]) == 1)
    ):
        marked += 1
    heads = max(1, marked if marked < grid.rows else 1)
    at = 0
    while at < heads < grid.rows:
        spans = [
            cell.rows
            for _, cell in rows.get(at, ())
            if cell.row + cell.rows <= grid.rows - 1 and cell.rows <= 4
        ]
        heads = max([heads, *(at + span for span in spans)]) if at == 0 or heads > at else heads
        parted = any(1 < cell.columns < grid.columns for _, cell in rows.get(at, ()))
        below = rows.get(at + 1, ())
        if heads == at + 1 and at < 3 and below and not any(is_amount(slot.text) for slot, _ in below):
            hollow = all(cell.column > 0 for _, cell in below)
            if len(below) > 1 and (parted or (hollow and grid.rows > at + 2)):
                heads = at + 2
        at += 1
    return min(heads, max(1, grid.rows - 1))


def _goes_on(
    blocks: Sequence[Block], before: _Grid, grid: _Grid, heads: int, table: Table, between: range
) -> bool:
    """Whether a table is the rest of the one before it: the next rows without heads, or with the same again."""
    if grid.columns != before.columns or any(not _continued.fullmatch(blocks[i].text) for i in between):
        return False
    return (heads == 0 and bool(table.heads)) or _same_heads(blocks, before, grid, heads)


def _same_heads(blocks: Sequence[Block], before: _Grid, grid: _Grid, heads: int) -> bool:
    one = [blocks[before.first + i].text for i in range(heads)] if before.first + heads <= before.last else []
    return bool(one) and one == [blocks[grid.first + i].text for i in range(heads)]


def _joined(table: Table, grid: _Grid, heads: int, paragraphs: Sequence[Paragraph]) -> Table:
    """A table with the rows of its rest below it, the heads told once."""
    down = table.rows - heads
    cells = tuple(replace(cell, row=cell.row + down) for _, cell in grid.slots if cell.row >= heads)
    end = paragraphs[grid.last].end
    return replace(table, end=end, rows=table.rows + grid.rows - heads, cells=table.cells + cells)


def _above(blocks: Sequence[Block], between: range) -> Iterator[int]:
    """The numbers of the lines above a table that belong to it: its caption and unit, the nearest three at most."""
    taken: list[int] = []
    for i in reversed(between[-3:]):
        text = blocks[i].text
        if blocks[i].slots or len(text) > _longest_caption or _sentence.search(text):
            if not unit_line.fullmatch(text):
                break
        elif note.match(text):
            break
        taken.append(i)
        if _numbered.match(text) or blocks[i].role in ("title", "heading"):
            break
    yield from reversed(taken)


def _below(blocks: Sequence[Block], last: int) -> Iterator[int]:
    """The numbers of the lines right below a table that explain it."""
    for i in range(last + 1, min(last + 9, len(blocks))):
        text = blocks[i].text
        if blocks[i].slots or not (
            note.match(text) or (i > last + 1 and re.match(r"\d[.、．]|[（(]\d", text))
        ):
            return
        yield i


def _unit(above: Sequence[str], grid: _Grid) -> str:
    """The unit of all cells, as a line, the caption or the corner of the heads tells it."""
    corner = [slot.text for slot, cell in grid.slots if cell.row == 0 and cell.column == 0]
    for text in (*reversed(above), *corner):
        match = unit_line.fullmatch(text) or _unit_within.search(text)
        if match := match or _unit_at_end.search(text):
            return "".join(match["unit"].split())
    return ""
