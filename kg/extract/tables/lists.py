"""The sheets of a document that list projects or tasks to rows as printed, in the order of the table."""

import re
from collections.abc import Iterator
from decimal import Decimal

from kg.extract.tables import heads as heading
from kg.extract.tables.bodies import Body, bodies
from kg.extract.tables.rows import Named, listed
from kg.extract.tables.sheet import Column, Row, Sheet, duties, table_unit
from kg.extract.tables.values import is_empty, values
from kg.extract.tables.words import Words, narrow, plain
from kg.model import Cell, ListedProject, ListedTask, Span
from kg.text.function_words import pattern

_time = r"(?:19|20)\d\d(?:\s*(?:年|[.．/-])\s*\d{1,2}(?!\d)(?:月|(?=\D|$)))?"
_period = pattern(
    rf"(?P<first>{_time})年?[^\d—–\-~～<to>]*(?:[-—–~～<to>]+\s*(?P<last>{_time}|(?<=\D)\d\d(?=年|$)))?"
)


def projects(sheet: Sheet, words: Words) -> Iterator[ListedProject]:
    """The projects of a list, totals and sections left out."""
    name = next(iter(sheet.of("project", "label")), None)
    for row in listed(sheet):
        cell = _cell(row, name)
        if (
            cell is None
            or name is None
            or is_total(sheet, row.row, words)
            or is_empty(sheet.text(row.row, name))
        ):
            continue
        investment = next(iter(_amounts(sheet, row.row, words)), (None, None))
        start, end = _years(sheet, row.row)
        in_charge = sheet.of("builder") or sheet.of("lead") or sheet.of("responsible")
        yield ListedProject(
            sheet.document.id, sheet.text(row.row, name), (cell.start, cell.end), span_of(row.row),
            _told(sheet, row.row, in_charge), _told(sheet, row.row, sheet.of("place")),
            _told(sheet, row.row, sheet.of("content")), investment[0], investment[1], start, end, row.section,
        )  # fmt: skip


def tasks(sheet: Sheet, words: Words) -> Iterator[ListedTask]:
    """The tasks of a table that shares them out: who leads, who assists, by when."""
    columns = sheet.of("task")
    for row in listed(sheet):
        own = next((c for c in reversed(columns) if not is_empty(sheet.text(row.row, c))), None)
        cell = _cell(row, own)
        lead, support = in_charge(sheet, row.row, words)
        due = _due(sheet, row.row, words)
        if own is None or cell is None or not (lead or support or due):
            continue
        yield ListedTask(
            sheet.document.id, sheet.text(row.row, own), (cell.start, cell.end), span_of(row.row),
            tuple(b.name for b in lead), tuple(b.name for b in support), due, _section(sheet, row),
        )  # fmt: skip


def in_charge(sheet: Sheet, row: Row, words: Words) -> tuple[tuple[Body, ...], tuple[Body, ...]]:
    """The bodies that lead and that assist a row: by their columns, else the first of those in charge leads."""
    leads = _bodies(sheet, row, "lead", words)
    charged = _bodies(sheet, row, "responsible", words)
    others = _bodies(sheet, row, "support", words)
    if leads:
        mixed = tuple(b for b in leads if b.part == "assists")
        return tuple(b for b in leads if b.part != "assists"), (*mixed, *charged, *others)
    told = tuple(b for b in charged if b.part == "leads")
    first = told or charged[:1]
    if others:  # a column of its own for those that assist: all in charge lead
        first = tuple(b for b in charged if b.part != "assists")
    return first, (*(b for b in charged if b not in first), *others)


def is_total(sheet: Sheet, row: Row, words: Words) -> bool:
    """Whether a row sums up those above it."""
    names = [
        plain(sheet.text(row, c))
        for c in sheet.columns
        if c.role in ("project", "label", "number", "category")
    ]
    return any(words.is_total(name) for name in names)


def span_of(row: Row) -> Span:
    """The stretch of the text in which a row stands, without what is merged down into it."""
    own = [cell for cell in row.cells.values() if cell.row == row.number] or list(row.cells.values())
    return min(cell.start for cell in own), max(cell.end for cell in own)


def unit_of(sheet: Sheet, column: Column, row: Row, words: Words) -> str:
    """The unit of an amount of a list: of its head, its row, or the table."""
    of_row = next((narrow(plain(sheet.text(row, c))) for c in sheet.of("unit")), "")
    table = table_unit(sheet, words)
    return (
        words.unit_of(column.head)
        or of_row
        or (table if words.is_unit(table) else re.split("[、,，;；]", table)[0])
    )


def _amounts(sheet: Sheet, row: Row, words: Words) -> Iterator[tuple[Decimal, str]]:
    for column in sheet.of("investment"):
        for value in values(sheet.text(row, column), words)[:1]:
            yield value.value, value.unit or unit_of(sheet, column, row, words)


def _cell(row: Named, column: Column | None) -> Cell | None:
    return row.row.cells.get(column.at) if column else None


def _told(sheet: Sheet, row: Row, columns: tuple[Column, ...]) -> str | None:
    """The first cell of some columns that tells something, as printed."""
    return next((text for c in columns if (text := sheet.text(row, c)) and not is_empty(text)), None)


def _bodies(sheet: Sheet, row: Row, role: str, words: Words) -> tuple[Body, ...]:
    """The names in the cells of a role, and in what cells of several duties tell of it."""
    told = [(sheet.text(row, c), c, 0) for c in sheet.of(role)]
    for column in sheet.of("duties"):
        text = sheet.text(row, column)
        told += [(text[start:end], column, start) for kind, start, end in duties(text, words) if kind == role]
    return tuple(
        body
        for text, column, start in told
        if (cell := row.cells.get(column.at)) is not None
        for body in bodies(text, cell.start + start, words)
    )


def _due(sheet: Sheet, row: Row, words: Words) -> str | None:
    """By when a task is to be done, as printed."""
    told = _told(sheet, row, sheet.of("due"))
    texts = (sheet.text(row, column) for column in sheet.of("duties"))
    parts = (text[start:end] for text in texts for kind, start, end in duties(text, words) if kind == "due")
    return told or next((part.strip(" ;；，,。") for part in parts if not is_empty(part)), None)


def _years(sheet: Sheet, row: Row) -> tuple[str | None, str | None]:
    """From when to when a project is built, as printed: year, or year and month."""
    start, end = _told(sheet, row, sheet.of("from")), _told(sheet, row, sheet.of("to"))
    period = _told(sheet, row, sheet.of("period"))
    if period and (match := _period.search(narrow(period))):
        first, last = match["first"], match["last"] or match["first"]
        last = first[:2] + last if len(last) == 2 else last
        return start or first, end or last
    return start, end


def _section(sheet: Sheet, row: Named) -> str:
    return row.section or _told(sheet, row.row, sheet.of("category")) or ""


def years_of(text: str | None) -> int | None:
    """The last year that a printed date names."""
    told = heading.years(text) if text else None
    return told[1] if told else None
