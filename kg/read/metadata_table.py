"""A table of metadata beside the articles (csv or tsv), to what it declares of each file."""

import csv
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from kg.errors import InputError
from kg.model import Metadata, Problem
from kg.read.decode import decode
from kg.read.field_names import declared, key

suffixes = frozenset((".csv", ".tsv"))


@dataclass(frozen=True, slots=True)
class Row:
    """What a row declares of a file: its id where the table gives one, and metadata."""

    where: str
    file: str
    id: str | None
    metadata: tuple[Metadata, ...]


def read(path: Path, data: bytes) -> tuple[tuple[Row, ...], tuple[Problem, ...]] | None:
    """The rows of a metadata table, or None where a table has no column for the file and one more we know.

    Cells are parted by tabs, commas or semicolons, whichever the header has most of.
    """
    try:
        text, _, odd = decode(data)
    except InputError:
        return None
    lines = text.splitlines(keepends=True)
    if not lines:
        return None
    delimiter = max("\t,;", key=lines[0].count)
    table = csv.reader(StringIO(text), delimiter=delimiter)
    try:
        header = next(table, [])
        keys = [key(cell) for cell in header]
        if "file" not in keys or not any(k and k != "file" for k in keys):
            return None
        problems = [Problem(str(path), odd, "save the table as UTF-8", "warning")] if odd else []
        found: list[Row] = []
        for cells in table:
            where = f"{path}:{table.line_num}"
            fields = dict(zip(keys, cells, strict=False))
            if not (file := (fields.get("file") or "").strip()):
                if any(cell.strip() for cell in cells):
                    problems.append(Problem(where, "names no file", "fill the column of files", "warning"))
                continue
            named = list(zip(header, cells, strict=False))
            found.append(Row(where, file, (fields.get("id") or "").strip() or None, declared(named, "table")))
    except csv.Error as error:
        return (), (Problem(str(path), f"the table cannot be read: {error}", "check its quotes", "warning"),)
    return tuple(found), tuple(problems)
