"""Rows of cells as a format holds them to blocks: one for each row, every cell with its place in the grid."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.read.raw import Block, Slot
from kg.text.function_words import pattern

note = pattern(r"[（(*＊\s]*<note label>\s*\d{0,2}\s*[:：.．、]|[*＊※]|注\d")
"""How a line below a table begins that explains it."""
attached = pattern(r"附\s*[件表录]?\s*[\d<ordinal>]{0,3}\s*[:：]?")
"""A line that only says that what follows is attached."""
unit_line = pattern(
    r"[（(\[【]?\s*<of what unit>?单\s*位\s*[:：]\s*(?P<unit>[^；;）)\]】]{1,40}?)\s*[）)\]】]?"
)
"""A line that tells the unit of the table below it."""
_signed = re.compile(
    r"[\u4e00-\u9fff\s]{4,30}|(?:19|20)\d\d\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?|[\u4e00-\u9fff\s]{2,10}[:：].*"
)
_labelled = re.compile(r"[\u4e00-\u9fff\s]{2,10}[:：].*", re.DOTALL)
"""A cell that says itself what it tells (填报单位：林业局)."""
widest = 200
"""The most columns of a grid; a cell that says it spans more does not."""
deepest = 4000
"""The most rows that one cell spans."""


@dataclass(frozen=True, slots=True)
class Given:
    """A cell as a format gives it, in the order of its row; what spans rows is given once, in the first of them."""

    text: str
    rows: int = 1
    columns: int = 1
    head: bool = False


def placed(rows: Iterable[Sequence[Given]]) -> list[list[Slot]]:
    """The cells of each row with their columns, those that a cell from above takes left out."""
    found: list[list[Slot]] = []
    taken: dict[int, int] = {}
    for number, row in enumerate(rows):
        slots: list[Slot] = []
        column = 0
        for cell in row:
            while taken.get(column, 0) > number:
                column += 1
            if column >= widest:
                break
            columns = max(1, min(cell.columns, widest - column))
            depth = max(1, min(cell.rows, deepest))
            slots.append(Slot(cell.text, number, column, depth, columns, cell.head))
            for at in range(column, column + columns):
                taken[at] = number + depth
            column += columns
        found.append(slots)
    return found


def blocks(rows: Sequence[Sequence[Slot]], *, titled: bool = False) -> Iterator[Block]:
    """The blocks of a table: what stands above its heads and below its last row as lines of their own.

    A row above the heads with one cell is a caption, or tells the unit, beside which may stand who filled it in;
    one at the foot that begins as notes do is a note. `titled` makes the first caption the title of the text.
    """
    filled = [[slot for slot in row if slot.text.strip()] for row in rows]
    start, end = 0, len(rows)
    while start < end and (len(filled[start]) <= 1 or _stands_above(filled[start])):
        start += 1
    if start == end:  # no row has two cells: no table
        start = 0
        yield from (Block(slot.text, page=slot.page) for row in filled for slot in row)
        return
    while end > start and (not filled[end - 1] or _stands_below(filled[end - 1], rows[end - 1])):
        end -= 1
    above = [slot for row in filled[:start] for slot in row]
    title = next((slot for slot in above if titled and not attached.fullmatch(slot.text.strip())), None)
    for slot in above:
        yield Block(slot.text, "title" if slot is title else "caption", page=slot.page)
    for number, row in enumerate(rows[start:end]):
        if filled[start + number]:
            moved = tuple(
                replace(slot, row=slot.row - start, rows=min(slot.rows, end - slot.row)) for slot in row
            )
            yield of(moved)
    yield from (Block(slot.text, page=slot.page) for row in filled[end:] for slot in row)


def _stands_above(row: Sequence[Slot]) -> bool:
    """Whether a row of some cells tells of the whole table: its unit, beside who filled it in and when."""
    texts = [slot.text.strip() for slot in row]
    return any(map(unit_line.fullmatch, texts)) and all(map(_labelled.fullmatch, texts))


def _stands_below(filled: Sequence[Slot], row: Sequence[Slot]) -> bool:
    """Whether the last row of a table is none: a note, who signs or filled it in, alone over three columns or more."""
    texts = [slot.text.strip() for slot in filled]
    if len(texts) == 1:
        wide = sum(slot.columns for slot in row) > 2
        return note.match(texts[0]) is not None or (wide and _signed.fullmatch(texts[0]) is not None)
    return all(map(_labelled.fullmatch, texts)) and bool(_labelled.fullmatch(texts[0]))


def of(slots: tuple[Slot, ...]) -> Block:
    """A row as a block: its text is that of the cells that have some."""
    page = min((slot.page for slot in slots), default=0)
    return Block("\t".join(slot.text for slot in slots if slot.text), "table", slots=slots, page=page)
