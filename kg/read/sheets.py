"""A workbook, or a table kept as csv, to its blocks: a table for each sheet, with what stands above and below it."""

import csv
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl

from kg.errors import InputError
from kg.model import Problem
from kg.read.decode import decode
from kg.read.raw import Block, Raw, Slot
from kg.read.tables import grid

unpacked_limit = 200 * 1024 * 1024
"""Bytes that the parts of a workbook may unpack to."""
_most_rows = 20_000
_hint = "open it in Excel or LibreOffice and save it again as .xlsx"


def read_xlsx(data: bytes, where: str) -> Raw:
    """The sheets of a workbook that are shown, in their order; values as they were last computed, macros never run.

    Raises InputError for one that is damaged, encrypted, or unpacks to more than the limit.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            size = sum(part.file_size for part in package.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise InputError("a truncated or damaged workbook", _hint) from error
    if size > unpacked_limit:
        raise InputError(f"unpacks to more than {unpacked_limit >> 20} MiB", "split the workbook")
    try:
        book = openpyxl.load_workbook(BytesIO(data), data_only=True, keep_links=False)
    except Exception as error:  # openpyxl lets through whatever its parsers of xml and numbers raise
        raise InputError("a truncated or damaged workbook", _hint) from error
    found: list[Block] = []
    problems: list[Problem] = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        if sheet.max_row > _most_rows:
            fact = f"sheet {sheet.title}: only the first {_most_rows:,} of {sheet.max_row:,} rows were read"
            problems.append(Problem(where, fact, "split the sheet", "warning"))
        found += grid.blocks(_slots(sheet), titled=not found)
    book.close()
    return Raw(tuple(found), problems=tuple(problems))


def read_csv(data: bytes, where: str) -> Raw:
    """The rows of a table kept as text, cells parted by tabs, commas or semicolons, whichever it has most of."""
    text, _, odd = decode(data)
    problems = (Problem(where, odd, "save the table as UTF-8", "warning"),) if odd else ()
    head = "".join(text.splitlines(keepends=True)[:5])
    try:
        rows = list(csv.reader(StringIO(text), delimiter=max("\t,;", key=head.count)))
    except csv.Error as error:
        raise InputError(f"the table cannot be read: {error}", "check its quotes") from error
    given = [[grid.Given(cell) for cell in row] for row in rows[:_most_rows]]
    return Raw((*_title(given, where), *grid.blocks(grid.placed(given), titled=True)), problems=problems)


def _title(rows: Sequence[Sequence[grid.Given]], where: str) -> Iterator[Block]:
    """The file's name as the title of a table that has no line above its heads."""
    if rows and sum(bool(cell.text.strip()) for cell in rows[0]) > 1:
        yield Block(Path(where).stem, "title")


def _slots(sheet: Any) -> list[list[Slot]]:
    """The cells of a sheet with what each spans."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for merged in sheet.merged_cells.ranges:
        spans[merged.min_row, merged.min_col] = merged.size["rows"], merged.size["columns"]
        covered.update(
            (row, column)
            for row in range(merged.min_row, min(merged.max_row, merged.min_row + grid.deepest) + 1)
            for column in range(merged.min_col, min(merged.max_col, grid.widest) + 1)
        )
    rows: list[list[Slot]] = []
    last = min(sheet.max_column or 1, grid.widest)
    for number, row in enumerate(sheet.iter_rows(max_row=_most_rows, max_col=last), 1):
        slots: list[Slot] = []
        for column, cell in enumerate(row, 1):
            key = number, column
            if key in spans or key not in covered:
                depth, width = spans.get(key, (1, 1))
                indent = round(2 * (cell.alignment.indent or 0)) if cell.has_style else 0
                slots.append(
                    Slot(_shown(cell), number - 1, column - 1, depth, min(width, grid.widest), indent=indent)
                )
        rows.append(slots)
    return rows


def _shown(cell: Any) -> str:
    """The value of a cell about as the sheet shows it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime | date):
        return (
            f"{value.year}年{value.month}月"
            if value.day == 1
            else f"{value.year}年{value.month}月{value.day}日"
        )
    if isinstance(value, int | float):
        form = str(cell.number_format or "")
        if "%" in form:
            return f"{round(value * 100, 6):g}%"
        return str(value) if isinstance(value, int) else f"{round(value, 8):.12g}"
    return str(value)
