"""Rows of projects and tasks to statements: entities, relations, figures, measures, each with its row as evidence."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.extract.indicators import Reader
from kg.extract.tables import heads as heading
from kg.extract.tables import lists
from kg.extract.tables.bodies import Body, bodies, type_of
from kg.extract.tables.sheet import Column, Row, Sheet
from kg.extract.tables.values import is_empty, values
from kg.extract.tables.words import Words, plain
from kg.model import (
    Findings,
    Indicator,
    ListedProject,
    ListedTask,
    Measure,
    Mention,
    Part,
    Relation,
    Sentence,
    Span,
)

_actors = ("Government", "Enterprise", "Research", "Organization", "Zone", "Region")
_places = ("Region", "Zone")
_month = re.compile(r"((?:19|20)\d\d)\s*(?:年|[.．/-])\s*(\d{1,2})(?!\d)")
_year = re.compile(r"(?:19|20)\d\d")
_sure = 0.9
"""The confidence of what a list states: its cells are told by their heads."""


@dataclass(frozen=True, slots=True)
class Lists:
    """What turns rows of lists into statements: the words of tables, ends of names, the reader of figures in prose."""

    words: Words
    heads: Mapping[str, Sequence[str]]
    reader: Reader

    def projects(self, sheet: Sheet, found: Sequence[Mention]) -> Findings:
        """The projects of a list, with their builders, places, figures and measures."""
        listed = list(lists.projects(sheet, self.words))
        gathered = [self._project(sheet, one, found) for one in listed]
        gathered.append(Findings(indicators=tuple(self._totals(sheet)), projects=tuple(listed)))
        return joined(gathered)

    def tasks(self, sheet: Sheet, found: Sequence[Mention]) -> Findings:
        """The tasks of a table, as measures with lead, support and due, and the figures in their words."""
        listed = list(lists.tasks(sheet, self.words))
        gathered = [self._task(sheet, one, found) for one in listed]
        gathered.append(Findings(tasks=tuple(listed)))
        return joined(gathered)

    def _project(self, sheet: Sheet, one: ListedProject, found: Sequence[Mention]) -> Findings:
        document, row = sheet.document, self._row(sheet, one.span)
        name = Mention(document.id, *one.span, one.name, "Project", one.name, _sure, "tables/projects")
        builders = self._named(sheet, row, sheet.of("builder"), _actors, "Enterprise", found)
        places = self._named(sheet, row, sheet.of("place"), _places, None, found)
        lead, support = lists.in_charge(sheet, row, self.words)
        leads = self._mentions(document.id, lead, _actors, "Government", found)
        supports = self._mentions(document.id, support, _actors, "Government", found)
        end = lists.years_of(one.end)
        status = "planned"
        relations = [
            Relation(
                document.id, m.name, "builds", one.name, status, one.evidence, None, (m.start, m.end), one.span, _sure,
                "tables/projects", str(end) if end else None, _cell(sheet, one.name, "builder"),
            )
            for m in builders
        ]  # fmt: skip
        if not builders and document.region:
            relations.append(
                Relation(
                    document.id, document.region, "builds", one.name, status, one.evidence, None, None, one.span, _sure,
                    "tables/projects", str(end) if end else None, _cell(sheet, one.name, "project"),
                )
            )  # fmt: skip
        relations += [
            Relation(
                document.id, one.name, "locatedIn", m.name, "fact", one.evidence, None, one.span, (m.start, m.end),
                _sure, "tables/projects", cell=_cell(sheet, one.name, "place"),
            )
            for m in places
        ]  # fmt: skip
        roles = (
            Part("object", one.name, one.span),
            *(Part("place", m.name, (m.start, m.end)) for m in places),
            *(Part("lead", m.name, (m.start, m.end)) for m in leads),
            *(Part("support", m.name, (m.start, m.end)) for m in supports),
        )
        actor = builders[0] if builders else leads[0] if leads else None
        measure = Measure(
            document.id, *one.span, one.name, actor.name if actor else document.region or "", status, one.evidence,
            (actor.start, actor.end) if actor else None, year=str(end) if end else None, due=_due(one.end), roles=roles,
            confidence=_sure, by="tables/projects", cell=_cell(sheet, one.name, "project", "label"),
        )  # fmt: skip
        figures = [
            *self._amounts(sheet, row, one),
            *self._prose(sheet, row, sheet.of("content"), one.evidence, end, one.name),
        ]
        figures = [replace(f, subject=one.name, subject_span=one.span) for f in figures]
        return Findings(
            (name, *builders, *places, *leads, *supports),
            tuple(relations),
            tuple(figures),
            measures=(measure,),
        )

    def _task(self, sheet: Sheet, one: ListedTask, found: Sequence[Mention]) -> Findings:
        document, row = sheet.document, self._row(sheet, one.span)
        lead, support = lists.in_charge(sheet, row, self.words)
        leads = self._mentions(document.id, lead, _actors, "Government", found)
        supports = self._mentions(document.id, support, _actors, "Government", found)
        year = lists.years_of(one.due)
        roles = (
            *(Part("lead", m.name, (m.start, m.end)) for m in leads),
            *(Part("support", m.name, (m.start, m.end)) for m in supports),
        )
        actor = leads[0] if leads else None
        measure = Measure(
            document.id, *one.span, one.task, actor.name if actor else document.region or "", "planned", one.evidence,
            (actor.start, actor.end) if actor else None, year=str(year) if year else None, due=_due(one.due),
            roles=roles, confidence=_sure, by="tables/tasks", cell=_cell(sheet, one.task, "task"),
        )  # fmt: skip
        told = [
            c
            for c in sheet.of("task", "text", "content")
            if c.role != "task" or ((cell := row.cells.get(c.at)) and (cell.start, cell.end) == one.span)
        ]
        figures = tuple(self._prose(sheet, row, told, one.evidence, year or _year_of(sheet), one.task))
        return Findings((*leads, *supports), indicators=figures, measures=(measure,))

    def _row(self, sheet: Sheet, span: Span) -> Row:
        """The row in which a cell stands."""
        return next(r for r in sheet.rows for c in r.cells.values() if (c.start, c.end) == span)

    def _named(
        self, sheet: Sheet, row: Row, columns: Sequence[Column], wanted: Sequence[str], default: str | None,
        found: Sequence[Mention],
    ) -> tuple[Mention, ...]:  # fmt: skip
        """The mentions of the names in some cells of a row."""
        listed = [
            body
            for column in columns
            if (cell := row.cells.get(column.at)) is not None
            for body in bodies(sheet.text(row, column), cell.start, self.words)
        ]
        return self._mentions(sheet.document.id, listed, wanted, default, found)

    def _mentions(
        self,
        document: str,
        listed: Sequence[Body],
        wanted: Sequence[str],
        default: str | None,
        found: Sequence[Mention],
    ) -> tuple[Mention, ...]:
        """A mention for each name: the one that stands there already, else one of the type that its end tells."""
        there = {(m.start, m.end): m for m in found}
        mentions = []
        for body in listed:
            kind = type_of(body.name, self.heads, wanted) or default
            known = there.get(body.span)
            if known is not None and known.type in wanted:
                mentions.append(known)
            elif kind is not None and len(body.name) > 1:
                mentions.append(
                    Mention(document, *body.span, body.name, kind, body.name, _sure, "tables/bodies")
                )
        return tuple(mentions)

    def _amounts(self, sheet: Sheet, row: Row, one: ListedProject) -> Iterator[Indicator]:
        """The investment of a project, and what else its columns of values tell of it."""
        for column in sheet.of("investment", "value"):
            cell = row.cells.get(column.at)
            text = sheet.text(row, column)
            if cell is None or is_empty(text):
                continue
            head = heading.read(column.heads, self.words)
            for value in values(text, self.words):
                unit = value.unit or head.unit or lists.unit_of(sheet, column, row, self.words)
                if not unit:
                    continue
                status = head.status or "target"
                year = self._year(sheet, column, head)
                yield Indicator(
                    sheet.document.id, one.name, plain(column.name), value.comparator, value.value, unit, year, status,
                    one.evidence, span=(cell.start, cell.end), text=text, confidence=_sure, by="tables/projects",
                    cell=sheet.cell(one.name, column),
                )  # fmt: skip

    def _year(self, sheet: Sheet, column: Column, head: heading.Head) -> str | None:
        """The year of an amount: of its head, else of the list's caption or title where it is of this year or done."""
        if head.years:
            return str(head.years[1])
        if head.status != "done" and not self.words.tells(plain(column.head), "current"):
            return None
        told = _year_of(sheet)
        return str(told) if told else None

    def _totals(self, sheet: Sheet) -> Iterator[Indicator]:
        """The sums of a list, as figures of the document's region."""
        about = heading.topic(sheet.caption, self.words) or heading.topic(
            sheet.document.title or "", self.words
        )
        about = about.removeprefix(sheet.document.region or "")
        years = heading.years(heading.unnumbered(sheet.caption))
        ends = [
            year
            for r in sheet.rows
            for c in sheet.of("period", "to")
            if (year := lists.years_of(sheet.text(r, c)))
        ]
        for row in sheet.rows:
            if not lists.is_total(sheet, row, self.words):
                continue
            for column in sheet.of("investment", "value"):
                cell = row.cells.get(column.at)
                head = heading.read(column.heads, self.words)
                own = head.years[1] if head.years else years[1] if years else max(ends, default=None)
                for value in values(sheet.text(row, column), self.words) if cell else ():
                    unit = value.unit or head.unit or lists.unit_of(sheet, column, row, self.words)
                    if not unit or cell is None:
                        continue
                    yield Indicator(
                        sheet.document.id, sheet.document.region or "", f"{about}{plain(column.name)}合计",
                        value.comparator, value.value, unit, str(own) if own else None, head.status or "target",
                        lists.span_of(row), span=(cell.start, cell.end),
                        text=sheet.text(row, column), confidence=_sure, by="tables/projects",
                        cell=sheet.cell("", column),
                    )  # fmt: skip

    def _prose(
        self, sheet: Sheet, row: Row, columns: Sequence[Column], evidence: Span, year: int | None, name: str
    ) -> Iterator[Indicator]:
        """The figures that the words of a cell tell, as of sentences; what is listed is yet to be done."""
        for column in columns:
            cell = row.cells.get(column.at)
            if cell is None:
                continue
            text = sheet.text(row, column)
            sentence = Sentence(sheet.document.id, 0, cell.start, cell.end, text, 0)
            for one in self.reader.extract(sheet.document, (sentence,), Findings()).indicators:
                own = one.year if one.year and one.year in text else str(year) if year else None
                yield replace(
                    one, subject=sheet.document.region or "", year=own, status="target", evidence=evidence,
                    by="tables/prose", cell=sheet.cell(name, column),
                )  # fmt: skip


def _year_of(sheet: Sheet) -> int | None:
    """The one year that the caption or the title of a list names."""
    told = (heading.years(heading.unnumbered(sheet.caption)), heading.years(sheet.document.title or ""))
    return next((years[1] for years in told if years and years[0] == years[1]), None)


def _cell(sheet: Sheet, name: str, *roles: str) -> str:
    """What names a cell of a row: the table, the row by its name, the head of the first column of some roles."""
    return sheet.cell(name, next(iter(sheet.of(*roles)), None))


def _due(printed: str | None) -> str | None:
    """A printed date as a deadline to the month: the end of a year where no month is told."""
    if not printed:
        return None
    months = list(_month.finditer(printed))
    if months and 1 <= int(months[-1][2]) <= 12:
        return f"{months[-1][1]}-{int(months[-1][2]):02d}"
    years = _year.findall(printed)
    return f"{years[-1]}-12" if years else None


def joined(parts: Sequence[Findings]) -> Findings:
    """What several tables or rows give, one after the other."""
    return Findings(
        mentions=tuple(m for p in parts for m in p.mentions),
        relations=tuple(r for p in parts for r in p.relations),
        indicators=tuple(i for p in parts for i in p.indicators),
        unused=tuple(u for p in parts for u in p.unused),
        measures=tuple(m for p in parts for m in p.measures),
        projects=tuple(x for p in parts for x in p.projects),
        tasks=tuple(x for p in parts for x in p.tasks),
    )
