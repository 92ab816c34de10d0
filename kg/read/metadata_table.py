"""A table beside the articles (csv, tsv, xlsx), to what it declares of each file, or whether it is a list itself."""

import csv
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO, StringIO
from itertools import islice
from pathlib import Path

from kg.errors import InputError
from kg.model import Metadata, Problem
from kg.ontology import Ontology
from kg.read.decode import decode
from kg.read.field_names import declared, key
from kg.read.tables.aligned import bare_head, head_words
from kg.read.tables.values import is_amount

suffixes = frozenset((".csv", ".tsv", ".xlsx"))
_top = 8
"""Rows from the top among which the heads of a list stand."""
_heads = 2
"""Known heads that a row has at least to be the heads of a list."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a row declares of a file: its id where the table gives one, and metadata."""

    where: str
    file: str
    id: str | None
    metadata: tuple[Metadata, ...]


def read(path: Path, data: bytes) -> tuple[tuple[Row, ...], tuple[Problem, ...]] | None:
    """The rows of a metadata table, or None where a table has no column for the file and one more we know.

    Cells of csv are parted by tabs, commas or semicolons, whichever its first rows have most of.
    """
    try:
        table = cells(path, data)
        header = next(table, (0, []))[1]
        keys = [key(cell) for cell in header]
        if not _declares(keys):
            return None
        odd = "" if path.suffix.lower() == ".xlsx" else decode(data)[2]
        problems = [Problem(str(path), odd, "save the table as UTF-8", "warning")] if odd else []
        found: list[Row] = []
        for number, row in table:
            where = f"{path}:{number}"
            fields = dict(zip(keys, row, strict=False))
            if not (file := (fields.get("file") or "").strip()):
                if any(cell.strip() for cell in row):
                    problems.append(Problem(where, "names no file", "fill the column of files", "warning"))
                continue
            named = list(zip(header, row, strict=False))
            found.append(Row(where, file, (fields.get("id") or "").strip() or None, declared(named, "table")))
    except InputError:
        return None
    except csv.Error as error:
        return (), (Problem(str(path), f"the table cannot be read: {error}", "check its quotes", "warning"),)
    return tuple(found), tuple(problems)


def is_article(path: Path, data: bytes | None = None) -> bool:
    """Whether a table is to be read itself: a workbook unless it declares files, else what has the heads of a list.

    `data` are its bytes where it lies in an archive.
    """
    workbook = path.suffix.lower() == ".xlsx"
    try:
        top = [row for _, row in islice(cells(path, path.read_bytes() if data is None else data), _top)]
    except (InputError, OSError, csv.Error):
        return workbook
    if top and _declares([key(cell) for cell in top[0]]):
        return False
    return workbook or any(_is_head(row, top[at + 1 :]) for at, row in enumerate(top))


def _is_head(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a row heads a list: two cells at least are known heads, or one is and most cells below hold amounts."""
    known = sum(bare_head(cell) in head_words(Ontology()) for cell in row)
    rest = [cell for line in below for cell in line[1:] if cell.strip()]
    return known >= _heads or (known == 1 < len(row) and 2 * sum(map(is_amount, rest)) > len(rest))


def _declares(keys: Sequence[str | None]) -> bool:
    return "file" in keys and any(k and k != "file" for k in keys)


def cells(path: Path, data: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table with their numbers: of a workbook those of its first sheet.

    Raises InputError for a damaged workbook, csv.Error for quotes that do not match.
    """
    if path.suffix.lower() == ".xlsx":
        yield from _of_workbook(data)
        return
    text, _, _ = decode(data)
    head = "".join(text.splitlines(keepends=True)[:_top])
    delimiter = max("\t,;", key=head.count)
    table = csv.reader(StringIO(text), delimiter=delimiter)
    for row in table:
        yield table.line_num, row


def _of_workbook(data: bytes) -> Iterator[tuple[int, list[str]]]:
    openpyxl = import_module("openpyxl")  # loaded only where there is a workbook: it takes 20 MB
    try:
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True) if book.worksheets else ()
        for number, row in enumerate(rows, 1):
            yield number, ["" if value is None else str(value) for value in row]
        book.close()
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError, AttributeError) as error:
        raise InputError("a truncated or damaged workbook", "save it again as .xlsx") from error
