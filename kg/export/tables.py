"""A network to tables for a spreadsheet: entities, relations and indicators, each with its evidence."""

import csv as csv_module
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import xlsxwriter

from kg.errors import ExportError
from kg.model import Claim, Figure, Source
from kg.ontology import Ontology
from kg.rdf.units import Units

if TYPE_CHECKING:
    import networkx as nx

    Network = nx.MultiDiGraph[str]


@dataclass(frozen=True, slots=True)
class Linked:
    """A text that leads to a row of another sheet: its name and the number of the row below the head."""

    text: str
    sheet: str
    row: int


Cell = str | int | float | Decimal | date | Linked | None
Row = tuple[Cell, ...]

ENTITIES = ("label", "type", "type_zh", "kind", "label_en", "code", "scope", "aliases", "mentions", "iri")
EVIDENCE = (
    "confidence", "by", "sentence", "title", "date", "source", "document", "page", "cell", "start", "end", "iri",
)  # fmt: skip
RELATIONS = (
    "subject", "subject_type", "relation", "relation_zh", "object", "object_type", "status", "stage", "year",
    *EVIDENCE, "subject_iri", "object_iri",
)  # fmt: skip
INDICATORS = (
    "subject", "subject_type", "indicator", "comparator", "value", "unit", "base_year", "year", "status", "text",
    "low", "high", "base_value", "period", "nature", "cumulative", *EVIDENCE, "subject_iri",
)  # fmt: skip

SENTENCES = ("number", "sentence", "title", "date", "document", "page", "cell")
DOCUMENTS = ("document", "title", "date", "region", "source", "author", "url")

COMPARATORS = {"=": "eq", ">=": "ge", "<=": "le", ">": "gt", "<": "lt", "~": "approx"}
"""A cell must not begin with a sign of a formula, so comparators are written in letters."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a text must not begin in CSV: a spreadsheet would run it (OWASP, "CSV Injection")."""

LONGEST = 32_767
"""Characters that a cell of an Excel sheet can hold."""

LINKS = 65_530
"""Links that a sheet may hold: what Excel opens."""

INDUSTRIES = 200
"""Columns of the table of regions by industries, those named most."""

ROWS = 1_048_575
"""Rows below the header that an Excel sheet can hold; what is more goes to further sheets."""

WIDTHS = {
    "sentence": 80,
    "label": 24,
    "subject": 24,
    "object": 24,
    "indicator": 20,
    "aliases": 30,
    "title": 30,
    "by": 16,
    "原文": 80,
    "名称": 24,
    "主体": 24,
    "对象": 24,
    "标题": 30,
}


def csv(network: "Network", path: Path, ontology: Ontology) -> None:
    """Three tables in a folder: `entities.csv`, `relations.csv`, `indicators.csv`, in UTF-8 with BOM.

    A text that a spreadsheet could take for a formula has an apostrophe before it.
    """
    if path.suffix == ".csv":
        raise ExportError(f"{path}: csv is three tables", f"name a folder: {path.with_suffix('')}")
    path.mkdir(parents=True, exist_ok=True)
    for name, header, rows in _tables(network, ontology):
        with (path / f"{name}.csv").open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
            write_csv(file, header, rows)


def xlsx(network: "Network", path: Path, ontology: Ontology) -> None:
    """An Excel workbook: entities, relations, indicators, regions by industries, sentences, documents.

    Heads are in Chinese, dates are dates, a sentence leads to its place among the sentences; an indicator has its value
    in the base unit (亿元 in 元) beside the printed one.
    """
    words = ontology.labels("tables")
    heads = words["heads"]
    sheet = {name: of["zh"] for name, of in words["sheets"].items()}
    cited = _Cited(network, sheet["sentences"])
    tables: list[tuple[str, tuple[str, ...], Iterable[Row]]] = [
        (sheet[name], tuple(heads[head]["zh"] for head in header), map(cited.linked(header), rows))
        for name, header, rows in _tables(network, ontology, Units(ontology))
    ]
    tables += [
        (sheet[f"industries_{status}"], (heads["region"]["zh"], *industries), iter(rows))
        for status in ("planned", "done")
        for industries, rows in (_by_industry(network, status),)
        if rows
    ]
    tables += [
        (sheet[name], tuple(heads[head]["zh"] for head in header), map(cited.dated(header), rows))
        for name, header, rows in (
            ("sentences", SENTENCES, iter(cited.rows)),
            ("documents", DOCUMENTS, _documents(network)),
        )
    ]
    workbook(path, tables)


class _Cited:
    """The sentences behind claims and figures, each once, with the rows that they stand in on their sheet."""

    def __init__(self, network: "Network", sheet: str) -> None:
        self.sheet, self.rows, self.place = sheet, list[Row](), dict[tuple[Cell, ...], int]()
        claims = (claim for *_, edge in network.edges(data=True) for claim in edge["claims"])
        for of in (*claims, *network.graph["figures"]):
            source = network.graph["sources"].get(of.document, Source(of.document, of.document))
            key = (source.id, *of.evidence)
            if key not in self.place:
                self.place[key] = len(self.rows) + 1
                self.rows.append(
                    (
                        len(self.rows) + 1,
                        of.quote,
                        source.title,
                        source.date,
                        source.id,
                        of.page or None,
                        of.cell or None,
                    )
                )

    def linked(self, header: Sequence[str]) -> Callable[[Row], Row]:
        """A row with its date as a date, and its sentence leading to where the sentences stand."""
        if "sentence" not in header:
            return tuple
        keys = [header.index(name) for name in ("document", "start", "end")]
        at = header.index("sentence")
        dated = self.dated(header)

        def row(cells: Row) -> Row:
            place = self.place[tuple(cells[key] for key in keys)]
            return (*dated(cells[:at]), Linked(str(cells[at]), self.sheet, place), *dated(cells)[at + 1 :])

        return row

    def dated(self, header: Sequence[str]) -> Callable[[Row], Row]:
        """A row with its date, where it is a whole one, as a date."""
        at = header.index("date")

        def row(cells: Row) -> Row:
            told = cells[at] if at < len(cells) else None
            try:
                return (
                    (*cells[:at], date.fromisoformat(told), *cells[at + 1 :])
                    if isinstance(told, str)
                    else cells
                )
            except ValueError:  # a month or a year is no day
                return cells

        return row


def _by_industry(network: "Network", status: str) -> tuple[tuple[str, ...], list[Row]]:
    """The industries, and for each region how many acts of a status its documents have on each."""
    counts: Counter[tuple[str, str]] = Counter()
    sources, nodes = network.graph["sources"], network.nodes
    for act in network.graph.get("acts", ()):
        region = sources[act.document].region if act.document in sources else None
        if region and act.status == status and not act.ended:
            ends = {end for _, end in act.roles if end in nodes and nodes[end]["type"] == "Industry"}
            counts.update((region, nodes[end]["label"]) for end in ends)
    total: Counter[str] = Counter()
    for (_, industry), count in counts.items():
        total[industry] += count
    industries = tuple(sorted(total, key=lambda name: (-total[name], name))[:INDUSTRIES])
    regions = sorted({region for region, _ in counts})
    return industries, [
        (region, *(counts[region, name] or None for name in industries)) for region in regions
    ]


def write_csv(file: TextIO, header: Sequence[str], rows: Iterable[Sequence[Cell]], end: str = "\r\n") -> None:
    """A table as CSV (RFC 4180): header and rows, each cell one that no spreadsheet runs."""
    writer = csv_module.writer(file, lineterminator=end)
    writer.writerow(header)
    writer.writerows(safe(tuple(row)) for row in rows)


def workbook(path: Path, tables: Iterable[tuple[str, tuple[str, ...], Iterable[Row]]]) -> None:
    """An Excel workbook of tables: name, header and rows of each."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties(
        {"created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)}
    )  # no clock in the bytes
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, header, rows in tables:
        _sheets(book, (bold, day), name, header, rows)
    _close(book, path)


def task_workbook(
    path: Path,
    title: str,
    header: Sequence[str],
    widths: Sequence[int],
    rows: Sequence[Sequence[str | float]],
    merged: int,
) -> None:
    """A workbook of one sheet to print: head frozen and repeated on every page, filters, cells wrapped.

    Cells of the column `merged` that follow each other and say the same are one.
    """
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    head = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "bg_color": "#E8EEF5"}
    )
    sheet = book.add_worksheet(title[:31])
    for column, (name, width) in enumerate(zip(header, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, head)
    for line, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(line, column, value[:LONGEST], cell)
            else:
                sheet.write_number(line, column, value, cell)
    line = 1
    for value, group in groupby(row[merged] for row in rows):
        size = len(tuple(group))
        if size > 1 and value:
            sheet.merge_range(line, merged, line + size - 1, merged, str(value)[:LONGEST], cell)
        line += size
    sheet.freeze_panes(1, merged + 2)
    sheet.autofilter(0, 0, max(len(rows), 1), len(header) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")
    _close(book, path)


def _close(book: xlsxwriter.Workbook, path: Path) -> None:
    try:
        book.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        raise ExportError(f"{path}: cannot be written: {error}", "is it open in Excel?") from error


def _tables(
    network: "Network", ontology: Ontology, units: Units | None = None
) -> Iterator[tuple[str, tuple[str, ...], Iterable[Row]]]:
    """Name, header and rows of each table; with `units` indicators have their value in the base unit too."""
    yield "entities", ENTITIES, _entities(network, ontology)
    yield "relations", RELATIONS, _relations(network, ontology)
    if units is None:
        yield "indicators", INDICATORS, _indicators(network)
    else:
        based = (
            (*row, *_in_base(figure, units))
            for figure, row in zip(network.graph["figures"], _indicators(network), strict=True)
        )
        yield "indicators", (*INDICATORS, "in_base", "base_unit"), based


def _in_base(figure: Figure, units: Units) -> Row:
    unit = units(figure.unit)
    return (None, None) if unit is None else (figure.value * unit.magnitude, unit.name)


def _documents(network: "Network") -> Iterator[Row]:
    for source in sorted(network.graph["sources"].values(), key=lambda s: (s.date or "", s.id)):
        yield source.id, source.title, source.date, source.region, source.source, source.author, source.url


def _entities(network: "Network", ontology: Ontology) -> Iterator[Row]:
    nodes = network.nodes
    for iri in sorted(network, key=lambda n: (nodes[n]["type"], nodes[n]["label"], n)):
        node = nodes[iri]
        scope = nodes[node["scope"]]["label"] if node["scope"] in network else node["scope"]
        kind = ontology.classes[node["kind"]].zh if node["kind"] in ontology.classes else node["kind"]
        yield (
            node["label"], node["type"], ontology.classes[node["type"]].zh, kind, node["label_en"], node["code"],
            scope, " | ".join(node["aliases"]), node["mentions"], iri,
        )  # fmt: skip


def _relations(network: "Network", ontology: Ontology) -> Iterator[Row]:
    for subject, object_, edge in network.edges(data=True):
        zh = ontology.relations[edge["relation"]].zh
        one, other = network.nodes[subject], network.nodes[object_]
        for claim in edge["claims"]:
            yield (
                one["label"], one["type"], edge["relation"], zh, other["label"], other["type"], claim.status,
                claim.stage, _year(claim.year), *_evidence(claim, network), subject, object_,
            )  # fmt: skip


def _indicators(network: "Network") -> Iterator[Row]:
    for figure in network.graph["figures"]:
        node = network.nodes[figure.subject]
        yield (
            node["label"], node["type"], figure.indicator, COMPARATORS.get(figure.comparator, figure.comparator),
            figure.value, figure.unit, _year(figure.base_year), _year(figure.year), figure.status, figure.text,
            figure.low, figure.high, figure.base_value, figure.period, figure.nature,
            "yes" if figure.cumulative else None, *_evidence(figure, network), figure.subject,
        )  # fmt: skip


def _evidence(of: Claim | Figure, network: "Network") -> Row:
    source = network.graph["sources"].get(of.document, Source(of.document, of.document))
    start, end = of.evidence
    return (
        of.confidence, of.by, of.quote, source.title, source.date, source.source, source.id, of.page or None,
        of.cell or None, start, end, of.iri,
    )  # fmt: skip


def _year(text: str | None) -> Cell:
    return int(text) if text and text.isdecimal() else text


def safe(row: Row) -> list[Cell]:
    """The cells of a row of CSV, with an apostrophe before a text that a spreadsheet could run."""
    return [f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell for cell in row]


def _sheets(
    book: xlsxwriter.Workbook,
    formats: tuple[Any, Any],
    name: str,
    header: tuple[str, ...],
    rows: Iterable[Row],
) -> None:
    bold, day = formats
    sheet, line = _sheet(book, bold, name, header), 0
    number = 1
    links = 0
    for row in rows:
        if line == ROWS:
            number, line = number + 1, 0
            sheet = _sheet(book, bold, f"{name} {number}", header)
        line += 1
        for column, cell in enumerate(row):
            text = cell.text if isinstance(cell, Linked) else cell
            if isinstance(text, str):
                text = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
            if isinstance(cell, Linked) and links < LINKS and cell.row <= ROWS:
                links += 1
                sheet.write_url(line, column, f"internal:'{cell.sheet}'!B{cell.row + 1}", None, text)
            elif isinstance(text, str):
                sheet.write_string(line, column, text)
            elif isinstance(cell, date):
                sheet.write_datetime(line, column, cell, day)
            elif isinstance(cell, int | float | Decimal):
                sheet.write_number(line, column, float(cell))


def _sheet(
    book: xlsxwriter.Workbook, bold: object, name: str, header: tuple[str, ...]
) -> xlsxwriter.worksheet.Worksheet:
    sheet = book.add_worksheet(name)
    for column, title in enumerate(header):
        sheet.set_column(column, column, WIDTHS.get(title, 12))
        sheet.write_string(0, column, title, bold)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, ROWS, len(header) - 1)
    return sheet
