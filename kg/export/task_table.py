"""The rows of a task table to a workbook as offices lay it out, and to a Word document."""

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from kg.export.tables import task_workbook
from kg.ontology import Ontology

Row = Sequence[str | float]

WIDTHS = {
    "number": 6, "section": 22, "task": 46, "actor": 14, "lead": 18, "support": 22, "object": 26, "field": 14,
    "place": 14, "means": 16, "partner": 14, "due": 14, "figures": 18, "status": 9, "confidence": 8, "document": 22,
    "evidence": 60, "where": 24, "decided": 14, "id": 24,
}  # fmt: skip
"""Name of a column to the characters that it is wide."""

PRINTED = ("number", "section", "task", "actor", "lead", "support", "place", "due", "figures", "status")
"""The columns of the Word document, which is A4 on its side."""


def xlsx(
    names: Sequence[str],
    heads: Sequence[str],
    rows: Sequence[Row],
    path: Path,
    ontology: Ontology,
    language: str,
) -> None:
    """A workbook: head frozen and repeated on each printed page, filters, text wrapped, sections merged.

    `names` are those of the columns, `heads` what they are called in the language.
    """
    widths = [WIDTHS[name] for name in names]
    task_workbook(path, _title(ontology, language), heads, widths, rows, names.index("section"))


def docx(
    names: Sequence[str],
    heads: Sequence[str],
    rows: Sequence[Row],
    path: Path,
    ontology: Ontology,
    language: str,
) -> None:
    """A Word document on A4 sheets on their side: a heading a document, and its table."""
    from kg.export.docx import table_document  # noqa: PLC0415 - an extra

    kept = [names.index(name) for name in PRINTED]
    parts = [
        (str(source), [tuple(str(row[i]) for i in kept) for row in group])
        for source, group in groupby(rows, key=itemgetter(names.index("document")))
    ]
    widths = [WIDTHS[name] for name in PRINTED]
    path.write_bytes(table_document(_title(ontology, language), [heads[i] for i in kept], widths, parts))


def _title(ontology: Ontology, language: str) -> str:
    return str(ontology.labels("tasks")["words"]["title"][language])
