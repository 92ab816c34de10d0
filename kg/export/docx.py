"""A graph to a briefing note for Word: findings with their sentences, picture, targets, commitments, sources."""

import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.export.briefing.brief import brief
from kg.export.briefing.options import Options
from kg.export.briefing.records import Briefing, Finding, Graph
from kg.export.office import timeless, xml_text
from kg.export.picture import raster
from kg.model import Act, Claim, Figure
from kg.ontology import Ontology
from kg.plugins import optional

with optional("pictures"):
    import docx as word
    from docx.document import Document as WordDocument
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

most_rows = 60
"""Rows of a table: what a reader of a note goes through; the page and the spreadsheet hold all."""
most_quotes = 3
most_letters = 160
"""Of a sentence; some are half a page long."""


def docx(graph: Graph, path: Path, ontology: Ontology, options: Options) -> None:
    """A .docx file; the same graph and options give the same bytes."""
    briefing = brief(graph, options, ontology)
    note = _Note(briefing, ontology)
    note.write(raster(briefing, options, ontology))
    raw = io.BytesIO()
    note.document.save(raw)
    path.write_bytes(timeless(raw.getvalue()))


def table_document(
    title: str,
    header: Sequence[str],
    widths: Sequence[int],
    parts: Iterable[tuple[str, Sequence[Sequence[str]]]],
) -> bytes:
    """The bytes of a .docx on A4 sheets on their side: tables, each under its heading, heads on every page.

    `widths` are shares of the width of the page.
    """
    document = word.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.5)
    _fonts(document)
    core = document.core_properties
    core.title, core.author, core.comments = xml_text(title), "kg", ""
    document.add_heading(xml_text(title), 0)
    room = 26.7 / sum(widths)
    for heading, rows in parts:
        document.add_heading(xml_text(heading), 1)
        _filled(document, header, rows, [width * room for width in widths])
    raw = io.BytesIO()
    document.save(raw)
    return timeless(raw.getvalue())


def note_document(title: str, summary: Iterable[str], parts: Iterable[tuple[str, Iterable[str]]]) -> bytes:
    """The bytes of a .docx of one page: a summary, then parts, each a heading with lines."""
    document = word.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    _fonts(document)
    core = document.core_properties
    core.title, core.author, core.comments = xml_text(title), "kg", ""
    document.add_heading(xml_text(title), 1)
    for line in summary:
        document.add_paragraph(xml_text(line), style="List Bullet").paragraph_format.space_after = Pt(2)
    for heading, lines in parts:
        document.add_heading(xml_text(heading), 2)
        for line in lines:
            paragraph = document.add_paragraph(style="List Bullet")
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.add_run(xml_text(line)).font.size = Pt(9)
    raw = io.BytesIO()
    document.save(raw)
    return timeless(raw.getvalue())


def _fonts(document: WordDocument) -> None:
    for name, size in (("Normal", 10.5), ("Title", 20), ("Heading 1", 14), ("Heading 2", 12)):
        style = document.styles[name]
        style.font.name = "Microsoft YaHei"
        style.font.size = Pt(size)
        style.font.color.rgb = RGBColor(0x1D, 0x27, 0x33)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Microsoft YaHei")


def _filled(
    document: WordDocument, heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float]
) -> None:
    """A table with its heads, which stand on every page; widths in centimetres."""
    table = document.add_table(rows=0, cols=len(heads), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for number, cells in enumerate((heads, *rows)):
        row = table.add_row()
        if number == 0:
            _repeat_on_each_page(row)
        for cell, text, width in zip(row.cells, cells, widths, strict=True):
            cell.width = Cm(width)
            run = cell.paragraphs[0].add_run(xml_text(text))
            run.font.size, run.font.bold = Pt(8.5), number == 0


class _Note:
    """The parts of the note, written one after the other into one Word document."""

    def __init__(self, briefing: Briefing, ontology: Ontology) -> None:
        self.briefing, self.ontology, self.language = briefing, ontology, briefing.language
        self.words: Mapping[str, Any] = ontology.labels("interface")
        self.number = {source.iri: place for place, source in enumerate(briefing.sources, 1)}
        self.document: WordDocument = word.Document()
        self._styles()

    def say(self, key: str, **fields: object) -> str:
        return str(self.words[key][self.language]).format_map(fields)

    def _styles(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.4)
        _fonts(self.document)
        quote = self.document.styles["Quote"]
        quote.font.italic, quote.paragraph_format.left_indent = False, Cm(0.6)
        core = self.document.core_properties
        core.title, core.author, core.comments = xml_text(self.briefing.title[self.language]), "kg", ""

    def write(self, picture: bytes) -> None:
        document, briefing, language = self.document, self.briefing, self.language
        document.add_heading(xml_text(briefing.title[language]), 0)
        self._small([briefing.stamp, briefing.subtitle[language], self._counts()])
        if briefing.findings:
            document.add_heading(self.say("findings"), 1)
            for finding in briefing.findings:
                self._finding(finding)
        self._ladder()
        self._commitments()
        self._targets()
        document.add_heading(self.say("overview"), 1)
        document.add_picture(io.BytesIO(picture), width=Cm(16.2))
        document.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER
        document.add_heading(self.say("sources"), 1)
        for source in briefing.sources:
            known = (source.title or source.id, source.author, source.source, source.date, source.url)
            document.add_paragraph(
                xml_text(f"[{self.number[source.iri]}] " + ", ".join(part for part in known if part))
            )
        document.add_heading(self.say("about"), 1)
        self._small(note[language] for note in briefing.notes)

    def _counts(self) -> str:
        return " · ".join(f"{self.say(key)} {count}" for key, count in self.briefing.counts)

    def _small(self, lines: Iterable[str]) -> None:
        for line in filter(None, lines):
            self.document.add_paragraph().add_run(xml_text(line)).font.size = Pt(9)

    def _finding(self, finding: Finding) -> None:
        self.document.add_heading(xml_text(finding.heading[self.language]), 2)
        self.document.add_paragraph(xml_text(finding.text[self.language]))
        stated: list[Claim | Figure | Act] = [
            self.briefing.links[number].claims[0] for number in finding.links
        ]
        stated += [self.briefing.figures[number][1] for number in finding.figures]
        board = self.briefing.board
        stated += [board.acts[number] for number in finding.acts]
        rungs = [board.rungs[n] for n in finding.rungs]
        quotes: dict[tuple[str, str], str] = {}
        for one in stated:
            quotes.setdefault((one.quote, one.document), self._cited(one))
        for said in (s for r in rungs for s in (r.target, r.result) if s):
            quotes.setdefault((said.quote, said.document), f"[{self.number[said.document]}]")
        for (quote, _), cited in list(quotes.items())[:most_quotes]:
            paragraph = self.document.add_paragraph(style="Quote")
            paragraph.add_run(xml_text(f"“{_cut(quote)}” {cited}")).font.size = Pt(9)

    def _cited(self, one: Claim | Figure | Act) -> str:
        """The number of a statement's document in the list of sources, and the page where it has pages."""
        page = f", {self.say('page_number', n=one.page)}" if one.page else ""
        return f"[{self.number[one.document]}{page}]"

    def _targets(self) -> None:
        now = self.briefing.board.as_of[:4]
        ranked = sorted(self.briefing.figures, key=lambda pair: _due(pair, now))
        rows = [
            (
                self._name(subject),
                figure.indicator,
                self._amount(figure),
                figure.base_year or "",
                figure.year or "",
                self._status(figure.status),
                self._cited(figure),
            )
            for subject, figure in ranked
        ]
        keys = ("subject", "indicator", "value", "base_year", "year_target", "status", "source")
        self._table("table_figures", keys, rows, (3.0, 4.2, 2.9, 1.4, 1.8, 1.6, 1.3))

    def _amount(self, figure: Figure) -> str:
        comparator = self.words["comparators"].get(figure.bound, {}).get(self.language, figure.bound)
        return f"{comparator} {figure.amount}{figure.unit}"

    def _tasks(self) -> None:
        """The tasks of each region's newest document that can be checked, those with a deadline first."""
        board = self.briefing.board
        ahead = [
            (act, area)
            for act, area in zip(board.acts, board.areas, strict=True)
            if act.status == "planned"
            and not act.ended
            and act.document in board.current
            and act.iri in board.checkable
        ]
        ahead.sort(key=lambda pair: (pair[0].due is None, pair[0].due or ""))
        rows = [
            (
                act.label,
                "" if act.actor is None else board.names[act.actor][self.language],
                self._joined(board.names[end][self.language] for role, end in act.roles if role == "lead"),
                act.due or act.year or act.period or "",
                self._area(area),
                self._status(act.status),
                self._cited(act),
            )
            for act, area in ahead
        ]
        keys = ("task", "actor", "lead", "deadline", "area", "status", "source")
        self._table("only_firm", keys, rows, (5.4, 2.4, 2.4, 1.6, 2.0, 1.4, 1.2))

    def _joined(self, names: Iterable[str]) -> str:
        return (", " if self.language == "en" else "、").join(names)

    def _area(self, name: str) -> str:
        area = self.ontology.areas[name]
        return area.en if self.language == "en" else area.zh

    def _ladder(self) -> None:
        """Targets and results of whole regions with their verdicts, headline indicators and the newest years first."""
        board = self.briefing.board
        verdicts = {
            name: of.zh if self.language == "zh" else of.en for name, of in self.ontology.verdicts.items()
        }
        rows = []
        rank = {name: place for place, name in enumerate(self.ontology.headlines)}
        for rung in sorted(
            sorted(board.rungs, key=lambda of: of.period, reverse=True),
            key=lambda of: (of.region, rank.get(of.indicator, len(rank)), of.indicator),
        ):
            known = self.ontology.indicators[rung.indicator]
            if rung.target is None or rung.extent or rung.part:
                continue
            cited = dict.fromkeys(f"[{self.number[s.document]}]" for s in (rung.target, rung.result) if s)
            rows.append((
                board.names[rung.region][self.language], known.en if self.language == "en" else known.zh, rung.period,
                rung.target.text, rung.result.text if rung.result else "", verdicts[rung.verdict],
                " ".join(cited),
            ))  # fmt: skip
        keys = ("region", "indicator", "year", "target", "result", "verdict", "source")
        self._table("table_ladder", keys, rows, (2.4, 4.2, 1.3, 2.9, 2.4, 1.8, 1.4))

    def _commitments(self) -> None:
        if self.briefing.board.acts:
            self._tasks()
            return
        planned = [
            (link, next(claim for claim in link.claims if claim.status == "planned"))
            for link in self.briefing.links
            if any(claim.status == "planned" for claim in link.claims)
        ]
        planned.sort(key=lambda pair: (-pair[0].count, -pair[1].confidence, pair[1].iri))
        relations = self.ontology.relations
        rows = [
            (
                self._name(link.source),
                relations[link.relation].en if self.language == "en" else relations[link.relation].zh,
                self._name(link.target),
                claim.year or "",
                self._status(claim.status),
                _cut(claim.quote),
                self._cited(claim),
            )
            for link, claim in planned
        ]
        keys = ("subject", "relation", "object", "year_target", "status", "quote", "source")
        self._table("table_tasks", keys, rows, (2.7, 1.4, 2.8, 1.5, 1.4, 5.2, 1.2))

    def _name(self, number: int) -> str:
        node = self.briefing.nodes[number]
        return node.label_en if self.language == "en" and node.label_en else node.label

    def _status(self, name: str) -> str:
        label = self.ontology.statuses.get(name)
        return name if label is None else label.en if self.language == "en" else label.zh

    def _table(
        self, heading: str, keys: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
    ) -> None:
        if not rows:
            return
        self.document.add_heading(self.say(heading), 1)
        if len(rows) > most_rows:
            self._small([self.say("print_rows", n=most_rows, m=len(rows))])
        _filled(self.document, [self.say(key) for key in keys], rows[:most_rows], widths)


def _cut(quote: str) -> str:
    return quote if len(quote) <= most_letters else quote[: most_letters - 1] + "…"


def _due(pair: tuple[int, Figure], now: str) -> tuple[bool, bool, str, int, str]:
    """Targets first: those still due, the next first, before those of years that are over."""
    subject, figure = pair
    return (figure.status != "target", (figure.year or now) < now, figure.year or "9999", subject, figure.iri)


def _repeat_on_each_page(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - python-docx has no way of its own to a header row
