"""A graph to slides: findings, headline charts that PowerPoint and WPS can edit, what is due, sources."""

import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from kg.export.briefing.brief import brief
from kg.export.briefing.options import Options
from kg.export.briefing.records import Briefing, Graph
from kg.export.office import timeless, xml_text
from kg.model import Rung, Stated
from kg.ontology import Ontology
from kg.plugins import optional
from kg.rdf.units import Units

with optional("pictures"):
    from pptx import Presentation
    from pptx.chart.data import CategoryChartData
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
    from pptx.oxml.ns import qn
    from pptx.util import Cm, Pt

WIDE, HIGH = 33.867, 19.05
"""Centimetres of a slide, 16:9."""

most_charts = 4
most_bars = 12

Pair = tuple[Rung | None, Rung | None]
"""A target and a result: of one year, or the last of a region."""
most_rows = 12
most_sources = 18
FONT = "Microsoft YaHei"
OUTCOMES = ("delivered", "partly", "under_way", "planned_again", "silent")
COLORS = {
    "result": "1D4E79", "target": "9DBAD5", "delivered": "2B6E3F", "partly": "7FB069", "under_way": "7D9CBA",
    "planned_again": "E0B25A", "silent": "C9D0D7",
}  # fmt: skip

Series = tuple[str, str, Sequence[float | None]]
"""Name, colour and values of a row of bars."""


def pptx(graph: Graph, path: Path, ontology: Ontology, options: Options) -> None:
    """A .pptx file; the same graph and options give the same bytes."""
    slides = _Slides(brief(graph, options, ontology), ontology)
    slides.write()
    raw = io.BytesIO()
    slides.deck.save(raw)
    path.write_bytes(timeless(raw.getvalue()))


class _Slides:
    """The slides, one after the other."""

    def __init__(self, briefing: Briefing, ontology: Ontology) -> None:
        self.briefing, self.ontology, self.language = briefing, ontology, briefing.language
        self.words: Mapping[str, Any] = ontology.labels("interface")
        self.number = {source.iri: place for place, source in enumerate(briefing.sources, 1)}
        self.units = Units(ontology)
        self.deck = Presentation()
        self.deck.slide_width, self.deck.slide_height = Cm(WIDE), Cm(HIGH)
        core = self.deck.core_properties
        core.title, core.author, core.last_modified_by = xml_text(briefing.title[self.language]), "kg", "kg"
        core.created = core.modified = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)

    def say(self, key: str, **fields: object) -> str:
        return str(self.words[key][self.language]).format_map(fields)

    def write(self) -> None:
        briefing, language = self.briefing, self.language
        cover = self._slide("", "")
        self._text(cover, briefing.title[language], (2, 6, WIDE - 4, 3), 40, bold=True)
        self._text(cover, briefing.subtitle[language], (2, 9.2, WIDE - 4, 1.5), 20)
        self._text(cover, " · ".join(filter(None, (briefing.stamp, *(n[language] for n in briefing.notes[:1])))),
                   (2, HIGH - 2.6, WIDE - 4, 2), 12)  # fmt: skip
        if briefing.findings:
            slide = self._slide(self.say("findings"), "")
            lines = [f"{f.heading[language]}（{f.number}）　{f.text[language]}" for f in briefing.findings]
            self._text(slide, "\n".join(lines), (2, 3, WIDE - 4, HIGH - 4.5), 15)
        self._ladders()
        self._areas()
        self._follow()
        self._due()
        sources = [
            f"[{number}] " + ", ".join(filter(None, (s.title or s.id, s.source, s.date)))
            for number, s in enumerate(briefing.sources, 1)
        ]
        for at in range(0, len(sources), most_sources):
            slide = self._slide(self.say("sources"), "")
            self._text(slide, "\n".join(sources[at : at + most_sources]), (2, 3, WIDE - 4, HIGH - 4.5), 12)

    def _ladders(self) -> None:
        """For each headline indicator with enough numbers: one region over its years, several by region."""
        rank = {name: place for place, name in enumerate(self.ontology.headlines)}
        rungs = [r for r in self.briefing.board.rungs if r.indicator in rank and not r.extent and not r.part]
        by_indicator: dict[str, list[Rung]] = defaultdict(list)
        for rung in rungs:
            by_indicator[rung.indicator].append(rung)
        many = len({rung.region for rung in rungs}) > 1
        drawn = 0
        for name in sorted(by_indicator, key=lambda name: rank[name]):
            pairs = _newest(by_indicator[name]) if many else [(r, r) for r in by_indicator[name]]
            drawable, values = self._alike(pairs)
            if len(drawable) < len(("one", "another")) or drawn == most_charts:
                continue
            drawn += 1
            known = self.ontology.indicators[name]
            named = many or self.briefing.board.several
            heads = [self._head(pair, many=many) for pair in drawable]
            told = [
                f"{self._name(rung.region) + ' ' if named else ''}{rung.period}: {self.say(key)} {said.text}"
                f" [{self.number[said.document]}] {said.quote}"
                for target, result in drawable
                for key, rung, said in (
                    ("target", target, target.target if target else None),
                    ("result", result, result.result if result else None),
                )
                if rung is not None and said is not None
            ]  # fmt: skip
            self._chart(
                known.en if self.language == "en" else known.zh, heads,
                (("target", self.say("target"), [value for value, _ in values]),
                 ("result", self.say("result"), [value for _, value in values])),
                told,
            )  # fmt: skip

    def _head(self, pair: Pair, *, many: bool) -> str:
        """The year of a pair, or its region with the years of result and target."""
        target, result = pair
        if not many:
            return next(rung.period for rung in pair if rung is not None)
        region = next(rung.region for rung in pair if rung is not None)
        years = dict.fromkeys(rung.period for rung in (result, target) if rung is not None)
        return f"{self._name(region)} {'→'.join(years)}"

    def _alike(self, pairs: Sequence[Pair]) -> tuple[list[Pair], list[tuple[float | None, float | None]]]:
        """The pairs with their numbers in one unit: what counts in another is left out."""
        said = [(t.target if t else None, r.result if r else None) for t, r in pairs]
        bases = Counter(
            self._base(s)[1] for pair in said for s in pair if s is not None and s.low is not None
        )
        if not bases:
            return [], []
        most = max(sorted(bases), key=lambda base: bases[base])
        first = next(s for pair in said for s in pair if s and s.low is not None and self._base(s)[1] == most)
        unit = self._base(first)[0]

        def value(of: Stated | None) -> float | None:
            if of is None or of.low is None or of.high is None or self._base(of)[1] != most:
                return None
            return float((of.low + of.high) / 2 * self._base(of)[0] / unit)

        found = [(pair, (value(t), value(r))) for pair, (t, r) in zip(pairs, said, strict=True)]
        found = [(pair, values) for pair, values in found if values != (None, None)][-most_bars:]
        return [pair for pair, _ in found], [values for _, values in found]

    def _base(self, of: Stated) -> tuple[Decimal, str]:
        unit = self.units(of.unit.replace("％", "%"))
        return (Decimal(1), of.unit) if unit is None else (unit.magnitude, unit.name)

    def _areas(self) -> None:
        board = self.briefing.board
        counts = Counter(
            area
            for act, area in zip(board.acts, board.areas, strict=True)
            if act.status == "planned"
            and not act.ended
            and act.document in board.current
            and act.iri in board.checkable
        )
        if counts:
            names = sorted(counts, key=lambda name: (-counts[name], name))[:most_bars]
            known = self.ontology.areas
            heads = [known[name].en if self.language == "en" else known[name].zh for name in names]
            title = f"{self.say('firm_tasks')} · {self.say('by_area')}"
            values: list[float | None] = [counts[name] for name in names]
            self._chart(title, heads[::-1], (("result", self.say("count"), values[::-1]),), (), lying=True)

    def _follow(self) -> None:
        """What became of the promises, a bar for each report."""
        board = self.briefing.board
        of = {act.iri: act.document for act in board.acts}
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for one in board.kept:
            counts[of[one.act]][one.outcome] += 1
        reports = [source for source in self.briefing.sources if source.iri in counts][-most_bars:]
        if reports:
            words = self.ontology.labels("follow")["outcomes"]
            heads = [f"{s.region or ''} {(s.date or '')[:4]}".strip() for s in reports]
            rows = [
                (key, words[key][self.language], [counts[s.iri][key] or None for s in reports])
                for key in OUTCOMES
            ]
            self._chart(self.say("follow"), heads, rows, (), lying=True, stacked=True)

    def _due(self) -> None:
        board = self.briefing.board
        acts = sorted(
            (
                a
                for a in board.acts
                if a.status == "planned" and not a.ended and a.due and a.document in board.current
            ),
            key=lambda act: (act.due or "", act.iri),
        )[:most_rows]
        if not acts:
            return
        slide = self._slide(self.say("table_acts"), "")
        heads = [self.say(key) for key in ("deadline", "task", "actor", "source")]
        table = slide.shapes.add_table(len(acts) + 1, 4, Cm(1.5), Cm(3), Cm(WIDE - 3), Cm(1)).table
        for column, width in enumerate((3.2, 17.6, 7.0, 3.0)):
            table.columns[column].width = Cm(width)
        rows = [
            (
                act.due or "",
                act.label,
                self._name(act.actor) if act.actor else "",
                f"[{self.number[act.document]}]",
            )
            for act in acts
        ]
        for line, cells in enumerate((heads, *rows)):
            for column, text in enumerate(cells):
                frame = table.cell(line, column).text_frame
                frame.text = xml_text(text)
                self._font(frame.paragraphs[0], 12, bold=line == 0)

    def _chart(
        self, title: str, heads: Sequence[str], rows: Iterable[Series], told: Iterable[str], *,
        lying: bool = False, stacked: bool = False,
    ) -> None:  # fmt: skip
        """A slide with a chart whose numbers PowerPoint opens for editing; `told` goes to the notes."""
        slide = self._slide(title, "\n".join(told))
        data = CategoryChartData()  # type: ignore[no-untyped-call]  # python-pptx has no types here
        data.categories = [xml_text(head) for head in heads]
        colors = []
        for color, name, values in rows:
            data.add_series(xml_text(name), values)  # type: ignore[no-untyped-call]
            colors.append(COLORS[color])
        kinds = {
            (False, False): XL_CHART_TYPE.COLUMN_CLUSTERED, (True, False): XL_CHART_TYPE.BAR_CLUSTERED,
            (True, True): XL_CHART_TYPE.BAR_STACKED,
        }  # fmt: skip
        frame = slide.shapes.add_chart(
            kinds[lying, stacked], Cm(1.5), Cm(3), Cm(WIDE - 3), Cm(HIGH - 4.2), data
        )
        chart = frame.chart
        chart.has_title = False
        chart.has_legend = len(colors) > 1
        if chart.has_legend:
            chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        chart.font.size, chart.font.name = Pt(13), FONT
        for series, color in zip(chart.plots[0].series, colors, strict=True):
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = RGBColor.from_string(color)  # type: ignore[no-untyped-call]
        chart.plots[0].has_data_labels = True
        chart.plots[0].data_labels.font.size = Pt(11)
        chart.value_axis.visible = False
        chart.value_axis.has_major_gridlines = False

    def _slide(self, title: str, notes: str) -> Any:
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[6])
        if title:
            self._text(slide, title, (1.5, 1, WIDE - 3, 1.6), 26, bold=True)
        if notes:
            slide.notes_slide.notes_text_frame.text = xml_text(notes)
        return slide

    def _text(
        self, slide: Any, text: str, box: tuple[float, float, float, float], size: int, *, bold: bool = False
    ) -> None:
        frame = slide.shapes.add_textbox(*map(Cm, box)).text_frame
        frame.word_wrap = True
        for place, line in enumerate(text.split("\n")):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.text = xml_text(line)
            paragraph.space_after = Pt(6)
            self._font(paragraph, size, bold=bold)

    def _font(self, paragraph: Any, size: int, *, bold: bool) -> None:
        for run in paragraph.runs:
            run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
            east = run.font._element.makeelement(qn("a:ea"), {"typeface": FONT})  # noqa: SLF001 - python-pptx sets the Latin font alone
            run.font._element.append(east)  # noqa: SLF001

    def _name(self, iri: str) -> str:
        return self.briefing.board.names[iri][self.language]


def _newest(rungs: Iterable[Rung]) -> list[Pair]:
    """The last target and the last result of each region."""
    found: dict[str, Pair] = {}
    for rung in sorted(rungs, key=lambda r: (r.region, r.period)):
        target, result = found.get(rung.region, (None, None))
        found[rung.region] = (rung if rung.target else target, rung if rung.result else result)
    return [found[region] for region in sorted(found)]
