"""A document as it was read: its text and tables with all marks in place, and what gave nothing, with the reason."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from starlette.requests import Request
from starlette.responses import Response

from kg.api import Graph
from kg.coverage import Line, beside, counts, coverage, tally
from kg.errors import no_document
from kg.model import Document, Source, Table
from kg.ontology import Ontology
from kg.pipeline.reading import confident
from kg.rdf import read as facts
from kg.serve import frame, tables
from kg.serve.present import Held
from kg.serve.protocol import Refused

LAYERS = ("act", "name", "figure", "unread")
"""What may be marked: acts, names, figures, and what gave nothing."""

LEDGER = ("kind", "start", "end", "text", "used", "reason")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that something is known of: its layer, its look, where it leads, and what is said of it."""

    start: int
    end: int
    layer: str
    look: str = ""
    address: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text on which the same marks lie; `closing` are the acts that end with it."""

    text: str
    classes: str
    address: str
    title: str
    anchor: str = ""
    closing: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table as it is shown: its pieces, how far it reaches, whether it is a head."""

    pieces: tuple[Piece, ...]
    rows: int
    columns: int
    head: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading (with its level), or a table of a document."""

    kind: str
    level: int
    anchor: str
    pieces: tuple[Piece, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()


def documents(held: Held, request: Request, look: frame.Look) -> Response:
    """The documents of the graph, as a page or as rows. Raises Refused: no such form."""
    form = tables.form(request)
    graph = held.graph
    words = frame.words(graph.ontology, look.language)
    acts, figures, claims = (Counter(i.document for i in held.collection.items if i.kind == kind)
                             for kind in ("task", "figure", "relation"))  # fmt: skip
    rows = [
        (of.id, of.title, of.date or "", of.region or "", of.source or "", acts[of.iri], figures[of.iri],
         claims[of.iri], of.url or "")
        for of in sorted(graph.sources().values(), key=lambda s: (s.date or "", s.id))
    ]  # fmt: skip
    names = ("document", "title", "date", "region", "source", "tasks", "figures", "relations", "url")
    heads = [words[f"document_{name}"] for name in names]
    if form != "html":
        return tables.response(tables.Table(words["documents"], names, heads, rows), form)
    return frame.rendered("documents.html", graph.ontology, look, heads=heads, rows=rows)


def document(held: Held, request: Request, look: frame.Look) -> Response:
    """A document with all marks in place; as rows its ledger. Raises Refused: no such document, no such form."""
    form = tables.form(request)
    graph = held.graph
    name = request.query_params.get("id", "")
    source = next((of for of in graph.sources().values() if name in {of.id, of.iri}), None)
    if source is None:
        missing = no_document(name, (of.id for of in graph.sources().values()))
        raise Refused(404, missing.fact, missing.hint)
    annotated = confident(graph.annotated(source.id), graph.workspace.settings.min_confidence)
    lines = coverage(annotated)
    reasons = _reasons(graph.ontology, look.language)
    words = frame.words(graph.ontology, look.language)
    if form != "html":
        rows = ((*_plain(line)[:-1], reasons.get(line.reason, line.reason)) for line in lines)
        heads = [words[f"ledger_{head}"] for head in LEDGER]
        return tables.response(tables.Table(source.id, LEDGER, heads, rows), form)
    hidden = {part for part in request.query_params.get("hide", "").split(",") if part in LAYERS}
    marks = [m for m in _marks(graph, source, lines, reasons, look.language) if m.layer not in hidden]
    sentences = {sentence.start for sentence in annotated.sentences}
    found = tally(lines)
    idle = beside(graph.ontology)
    clauses, used, figures, used_figures = counts(found, idle)
    unread = sorted(
        ((reasons.get(reason, reason), n) for (_, read, reason), n in found.items() if not read and reason not in idle),
        key=lambda pair: (-pair[1], pair[0]),
    )  # fmt: skip
    layers = [
        (layer, layer not in hidden, look.with_(hide=",".join(sorted(hidden ^ {layer})))) for layer in LAYERS
    ]
    return frame.rendered(
        "document.html", graph.ontology, look, source=source, kind=annotated.document.get("kind"),
        blocks=list(blocks(annotated.document, marks, sentences)), layers=layers, unread=unread,
        sections=[(s.title, s.level, f"s{s.start}") for s in annotated.document.sections],
        counted=(clauses, used, figures, used_figures), download=lambda form: f"/document.{form}?id={source.id}",
    )  # fmt: skip


def _plain(line: Line) -> tuple[str | int, ...]:
    return line.kind, line.start, line.end, line.text, "✓" if line.used else "", line.reason


def _reasons(ontology: Ontology, language: str) -> dict[str, str]:
    return {
        row["reason"]: row[language]
        for kind in ("clause", "figure")
        for row in ontology.table(f"{kind}_reasons")
    }


def _marks(
    graph: Graph, source: Source, lines: Iterable[Line], reasons: Mapping[str, str], language: str
) -> Iterator[Mark]:
    called = graph.ontology.names(language)
    store = graph.store
    for act in facts.acts(store, document=source.iri):
        yield Mark(*act.span, "act", "ended" if act.ended else act.status, frame.address(act.iri), act.label)
    for figure in facts.figures(store, document=source.iri):
        if figure.span:
            title = f"{figure.indicator} {figure.amount}{figure.unit} · {called.get(figure.status, figure.status)}"
            yield Mark(*figure.span, "figure", "", frame.address(figure.iri), title)
    for found in facts.mentions(store, document=source.iri):
        title = called.get(found.type, found.type)
        yield Mark(found.start, found.end, "name", "", frame.address(found.entity), title)
    idle = beside(graph.ontology)
    for line in lines:
        if line.kind == "clause" and not line.used and line.reason not in idle:
            yield Mark(line.start, line.end, "unread", "", "", reasons.get(line.reason, line.reason))


def blocks(
    document: Document, marks: Sequence[Mark], sentences: frozenset[int] | set[int]
) -> Iterator[Block]:
    """A document in blocks, each cut in pieces where its marks begin and end."""
    levels = {section.heading[0]: section.level for section in document.sections}
    starts = {section.heading[0]: section.start for section in document.sections}
    cut = _Cutter(document.text, marks, sentences)
    title = (document.title or "").strip()
    grids = sorted(document.tables, key=lambda table: table.start)
    for paragraph in document.paragraphs:
        while grids and grids[0].start <= paragraph.start:
            table = grids.pop(0)
            yield Block("table", 0, f"t{table.start}", rows=_grid(table, cut))
        if any(table.start <= paragraph.start < table.end for table in document.tables):
            continue
        pieces = cut(paragraph.start, paragraph.end)
        own = paragraph.role == "title" and document.text[paragraph.start : paragraph.end].strip() == title
        level = 1 if own else levels.get(paragraph.start, 1) + 1
        heading = paragraph.role in {"title", "heading"} or paragraph.start in levels
        anchor = f"s{starts[paragraph.start]}" if paragraph.start in starts else ""
        yield Block("heading" if heading else paragraph.role, min(level, 5), anchor, pieces)


def _grid(table: Table, cut: "_Cutter") -> tuple[tuple[Cell, ...], ...]:
    at = {(cell.row, cell.column): cell for cell in table.cells}
    covered = {
        (row, column)
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
        if (row, column) != (cell.row, cell.column)
    }
    return tuple(
        tuple(
            Cell(cut(cell.start, cell.end), cell.rows, cell.columns, row < table.heads)
            if (cell := at.get((row, column)))
            else Cell((), 1, 1, row < table.heads)
            for column in range(table.columns)
            if (row, column) not in covered
        )
        for row in range(table.rows)
    )


class _Cutter:
    """Cuts stretches of a text where marks begin and end."""

    def __init__(self, text: str, marks: Sequence[Mark], sentences: frozenset[int] | set[int]) -> None:
        self._text = text
        self._marks = sorted(marks, key=lambda m: (m.start, -m.end, m.layer))
        self._sentences = sentences

    def __call__(self, start: int, end: int) -> tuple[Piece, ...]:
        own = [m for m in self._marks if m.start < end and m.end > start]
        edges = {start, end, *(e for m in own for e in (m.start, m.end) if start < e < end)}
        edges |= {s for s in self._sentences if start <= s < end}
        return tuple(self._piece(a, b, own) for a, b in pairwise(sorted(edges)))

    def _piece(self, start: int, end: int, own: Sequence[Mark]) -> Piece:
        here = [m for m in own if m.start <= start and end <= m.end]
        classes = dict.fromkeys(c for m in here for c in (m.layer, m.look) if c)
        # what is smallest is meant by a click: a name or figure within an act
        links = (m for m in here if m.address and m.layer != "act")
        linked = min(links, key=lambda m: m.end - m.start, default=None)
        title = linked.title if linked else next((m.title for m in here if m.layer == "unread"), "")
        return Piece(
            self._text[start:end], " ".join(classes), linked.address if linked else "", title,
            f"c{start}" if start in self._sentences else "",
            tuple(m for m in own if m.layer == "act" and m.end == end),
        )  # fmt: skip
