"""Lines that stand in columns to rows of tables: heads that are known, and lines below that fill the same columns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import zip_longest

from kg.ontology import Ontology
from kg.read.raw import Block, Slot
from kg.read.tables.grid import Given, of, placed
from kg.read.tables.grid import blocks as grid_blocks
from kg.read.tables.values import is_amount, is_value
from kg.text.function_words import pattern

_wide = re.compile(r"[ \u00a0]*\t\s*|[ \u00a0]{2,}|\u3000+\s*")
_number = re.compile(r"\d{1,3}")
_least = 2
"""Rows below the heads that a table has at least; one is enough where gaps part the cells."""
_section = pattern(r"<ordinal>{1,3}、[^，。；]{2,16}")
_label = re.compile(r"[\u4e00-\u9fff]{2,12}[:：]?")
_bare_row = 16
"""Characters of a line of label and unit alone, at most."""
_longest = 200
_step = 2
"""Half widths that count for the blanks before a line."""
_rule = re.compile(r"[-—–─━═=_+|│┃┼┬┴├┤┌┐└┘╔╦╗╠╬╣╚╩╝┏┳┓┣╋┫┗┻┛\s]{4,}")
"""A line of strokes."""
_stroke = re.compile("[│┃║|]")
_stroked = re.compile(rf"{_rule.pattern}|[│┃║|].*[│┃║|]")
_parted = 3
"""Stretches between the rules of a drawn table, beyond which each is a row: head and body, and a sum."""


@cache
def head_words(ontology: Ontology) -> frozenset[str]:
    """The words that are heads of columns by themselves."""
    return frozenset(row["word"] for row in ontology.table("table_heads") if row["match"] == "whole")


def tables(blocks: Sequence[Block], words: frozenset[str]) -> Iterator[Block]:
    """The blocks, lines in columns as rows of tables; a line with gaps that is in none is running text."""
    blocks = list(_unruled([*_drawn([*_tabbed(blocks, words)])]))
    at = 0
    while at < len(blocks):
        found = _found(blocks, at, words)
        if found:
            heads, rows, taken = found
            yield from _slotted([heads, *rows], blocks[at : at + taken])
            at += taken
        else:
            block = blocks[at]
            yield replace(block, role=None) if block.role == "table" and not block.slots else block
            at += 1


def _tabbed(blocks: Sequence[Block], words: frozenset[str]) -> Iterator[Block]:
    """The blocks, lines with as many tabs each as the rows that were copied from a sheet, empty cells among them."""
    at = 0
    while at < len(blocks):
        end = at
        tabs = blocks[at].text.count("\t")
        while (
            tabs > 1 and end < len(blocks) and not blocks[end].slots and blocks[end].text.count("\t") == tabs
        ):
            end += 1
        rows = [block.text.split("\t") for block in blocks[at:end]]
        below = [cell for row in rows[1:] for cell in row[1:] if cell.strip()]
        known = any(bare_head(cell) in words for row in rows[:2] for cell in row)
        if len(rows) > _least and known and 2 * sum(map(is_value, below)) > len(below):
            yield from grid_blocks(placed([[Given(cell) for cell in row] for row in rows]))
        else:
            yield from blocks[at : max(end, at + 1)]
        at = max(end, at + 1)


def _drawn(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, lines that draw a table with strokes (│ 项目 │ 数量 │) as its rows."""
    at = 0
    while at < len(blocks):
        end = at
        while end < len(blocks) and not blocks[end].slots and _stroked.fullmatch(blocks[end].text.strip()):
            end += 1
        rows = list(_cells_drawn([block.text.strip() for block in blocks[at:end]]))
        if len(rows) > 1 and len({len(row) for row in rows if len(row) > 1}) == 1:
            wide = max(map(len, rows))
            given = [[Given(text, columns=1 if len(row) > 1 else wide) for text in row] for row in rows]
            yield from grid_blocks(placed(given))
            at = end
        else:
            yield from blocks[at : max(end, at + 1)]
            at = max(end, at + 1)


def _cells_drawn(lines: Sequence[str]) -> Iterator[list[str]]:
    """The rows of a drawn table: what no rule parts, is one row, or a line each where rules part heads only."""
    groups: list[list[list[str]]] = [[]]
    for line in lines:
        if _rule.fullmatch(line):
            groups.append([])
        else:
            groups[-1].append([cell.strip() for cell in _stroke.split(line[1:-1])])
    groups = [group for group in groups if group]
    for group in groups:
        row: list[str] = []
        for cells in group:
            goes_on = len(groups) > _parted or not cells[0]
            if row and goes_on and len(cells) == len(row):
                row = [left + right for left, right in zip(row, cells, strict=True)]
            else:
                if row:
                    yield row
                row = cells
        yield row


def _unruled(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks without lines of strokes that rule lines in columns off."""
    for before, block, after in zip((None, *blocks[:-1]), blocks, (*blocks[1:], None), strict=True):
        ruled = _rule.fullmatch(block.text) and not block.slots
        if not ruled or not any(near and _wide.search(near.text.strip()) for near in (before, after)):
            yield block


def _found(
    blocks: Sequence[Block], at: int, words: frozenset[str]
) -> tuple[list[str], list[list[str]], int] | None:
    """The heads of a table that begins at a line, its rows, and the lines that it takes; None where none begins."""
    heads: list[str] = []
    for depth in (1, 2):
        if at + depth > len(blocks) or not _is_line(blocks[at + depth - 1]):
            return None
        parts = _parts(blocks[at + depth - 1].text)
        if any(is_amount(part) for part in parts):
            return None
        heads = [*heads, *parts]
        if len(heads) < 2 or not any(bare_head(head) in words for head in heads[:3]):
            return None
        rows: list[list[str]] = []
        full = end = 0
        for block, after in zip_longest(blocks[at + depth :], blocks[at + depth + 1 :]):
            row = _fitted(_parts(block.text), heads, words) if _is_line(block) else None
            row = row or (_sums(block, rows) if _is_line(block) else None)
            full += row is not None
            row = row or _without_values(block, heads) or _parting(block, after, heads, words)
            if row is None:
                break
            rows.append(row)
            end = len(rows) if len(row) > 1 and row[-1] else end
        if full >= (1 if "\t" in blocks[at].text else _least):
            return heads, rows[:end], depth + end
    return None


def _without_values(block: Block, heads: Sequence[str]) -> list[str] | None:
    """The cells of a line that parts a table (一、农产品产量), or names what has no value (淡水 万吨), or None."""
    if not _is_line(block):
        return None
    if _section.fullmatch(block.text.strip()):
        return [block.text.strip()]
    parts = _parts(block.text)
    bare = len(heads) > _least == len(parts) and not any(map(is_value, parts)) and len(block.text) < _bare_row
    return [*parts, *[""] * (len(heads) - _least)] if bare else None


def _parting(
    block: Block, after: Block | None, heads: Sequence[str], words: frozenset[str]
) -> list[str] | None:
    """The cells of a short line among rows that only says by what the next ones are parted (按经营地分), or None."""
    text = block.text.strip()
    if not _is_line(block) or not _label.fullmatch(text) or after is None or not _is_line(after):
        return None
    return [text, *[""] * (len(heads) - 1)] if _fitted(_parts(after.text), heads, words) else None


def _is_line(block: Block) -> bool:
    return not block.slots and len(block.text) <= _longest and block.role in (None, "table", "heading")


def bare_head(head: str) -> str:
    """A head without blanks and what stands in brackets."""
    return re.sub(r"[（(].*?[）)]|\s", "", head)


def _parts(text: str) -> list[str]:
    """The cells of a line: between wide gaps, else between blanks, letters that are spaced out joined in pairs."""
    text = text.strip()
    found: list[str] = []
    single = 0
    for part in _wide.split(text) if _wide.search(text) else text.split():
        if not part.strip():
            continue
        lone = len(part) == 1 and "\u4e00" <= part <= "\u9fff"
        if lone and single % 2:
            found[-1] += part
        else:
            found.append(part)
        single = single + 1 if lone else 0
    return found


def _fitted(parts: list[str], heads: Sequence[str], words: frozenset[str]) -> list[str] | None:
    """The cells of a line under the heads: words before the values are one label; None where it does not fit."""
    values = [is_value(part) for part in parts]
    if not any(values):
        return None
    first = 1 if _numbered(heads, parts) else 0
    while len(parts) > len(heads):
        at = next((i for i in range(first, len(parts) - 1) if not values[i] and not values[i + 1]), None)
        if at is None:
            return None
        parts = [*parts[:at], parts[at] + parts[at + 1], *parts[at + 2 :]]
        values = [is_value(part) for part in parts]
    if len(parts) < len(heads):
        return None
    label = next((i for i, head in enumerate(heads) if i >= first and bare_head(head) in words), first)
    return None if values[label] else parts


def _sums(block: Block, rows: Sequence[Sequence[str]]) -> list[str] | None:
    """The cells of a line that sums up the rows above it: its values stand at the end, where theirs do."""
    parts = _parts(block.text) if _wide.search(block.text.strip()) else []
    values = [is_value(part) for part in parts]
    if not rows or len(parts) < 2 or values[0] or not all(values[1:]):
        return None
    count = next((n for n, text in enumerate(reversed(rows[-1])) if not is_value(text)), len(rows[-1]))
    width = len(rows[-1])
    if count != len(parts) - 1 or count + 1 > width:
        return None
    label = 1 if width - count > 1 and _number.fullmatch(rows[-1][0]) else 0
    return [parts[0] if at == label else "" for at in range(width - count)] + parts[1:]


def _numbered(heads: Sequence[str], parts: Sequence[str]) -> bool:
    return bool(parts) and bool(_number.fullmatch(parts[0])) and len(heads) > 2


def _slotted(rows: Sequence[Sequence[str]], lines: Sequence[Block]) -> Iterator[Block]:
    """The rows of a table, each with what its last line tells of it."""
    last = lines[len(lines) - len(rows) :]
    for number, (row, line) in enumerate(zip(rows, last, strict=True)):
        indent = _step * line.indented
        slotted = of(tuple(Slot(text, number, at, indent=0 if at else indent) for at, text in enumerate(row)))
        yield replace(slotted, page=line.page, confidence=line.confidence)
