"""A task table that a person changed and handed back (xlsx or csv) to corrections, and what could not be understood."""

import calendar
import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.api import Graph
from kg.errors import InputError, reason
from kg.extract.measures.deadlines import deadline
from kg.model import Act, Correction, Problem
from kg.ontology import Ontology
from kg.query import task_rows
from kg.query.tasks import Task
from kg.read.metadata_table import cells
from kg.resolve.corrections import PART, Corrected, listed, places
from kg.text.calendar import Calendar
from kg.text.calendar import calendar as calendar_of

CHANGED = {
    "task": "words", "actor": "actor", "lead": "lead", "support": "support", "due": "due", "status": "status",
}  # fmt: skip
"""Columns that a person may change, and what a correction calls them."""

FIXED = ("object", "field", "place", "means", "partner", "figures", "evidence", "where")
"""Columns of words that no correction is made of."""

_date = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?:[-/.年](?P<month>0?[1-9]|1[0-2])(?![\d])(?:[-/.月]\d{0,2})?.*)?年?[底末]?前?"
)
_short = re.compile(r"(?P<month>[A-Z][a-z]{2})-(?P<year>\d\d)")
_months = {name: number for number, name in enumerate(calendar.month_abbr) if name}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: its number in the file, and its cells by the name of their column."""

    number: int
    cells: Mapping[str, str]


@dataclass(slots=True)
class HandedBack:
    """What a table says: corrections, and a problem for each cell that cannot be understood."""

    corrections: list[Correction] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(path: Path, graph: Graph) -> HandedBack:
    """What changed in a table of `kg tasks` since it was written.

    Raises InputError where the file is no such table.
    """
    return _Table(path, graph).read()


class _Table:
    """A table and the tasks of the graph as they would stand in it."""

    def __init__(self, path: Path, graph: Graph) -> None:
        self.path = path
        self.graph = graph
        self.ontology: Ontology = graph.ontology
        words = self.ontology.labels("tasks")
        self.read_as: Mapping[str, Any] = words["read"]
        self.words: Mapping[str, Mapping[str, str]] = words["words"]
        self.said = HandedBack()
        self.documents: dict[str, tuple[dict[str, Corrected], Calendar, str]] = {}

    def read(self) -> HandedBack:
        lines, language = self._lines()
        tasks = self.graph.tasks()
        shown = {
            task.act.iri: dict(zip(task_rows.HEADS, map(str, row), strict=True))
            for task, row in zip(tasks, task_rows.rows(tasks, self.ontology, language), strict=True)
        }
        known = {task.act.iri: task for task in tasks}
        again = _moved(tasks)
        meant: defaultdict[str, list[Line]] = defaultdict(list)
        for line in lines:
            name = line.cells.get("id", "").strip()
            if name not in known:
                quote = line.cells.get("evidence", "")
                name = again.get((quote, line.cells.get("task", ""))) or again.get((quote, "")) or name
            if name in known:
                meant[name].append(line)
            else:
                hint = "a part of a task has the number of the whole; kg tasks tells the numbers of now"
                self._problem(line, "id", f"{name or 'empty'}: no such task", hint)
        numbers = {line.cells.get("number", ""): name for name, lines in meant.items() for line in lines[:1]}
        for name, mine in meant.items():
            self._task(known[name], mine, shown[name], {n: known[of] for n, of in numbers.items()})
        return self.said

    def _lines(self) -> tuple[list[Line], str]:
        try:
            rows = list(cells(self.path, self.path.read_bytes()))
        except OSError as error:
            raise InputError(f"{self.path}: cannot be read: {reason(error)}") from error
        except csv.Error as error:
            raise InputError(f"{self.path}: cannot be read: {error}", "check its quotes") from error
        header = [cell.strip().lstrip("\ufeff") for cell in rows[0][1]] if rows else []
        names, language = max(
            ((self._named(header, language), language) for language in ("zh", "en")),
            key=lambda of: len(set(of[0])),
        )
        if not {"id", "task"} <= set(names):
            raise InputError(
                f"{self.path}: no table of tasks: its first row lacks {self._head('task', language)} or "
                f"{self._head('id', language)}",
                "hand back a table that kg tasks --format xlsx or csv wrote",
            )
        found = [
            Line(number, {name: _plain(cell) for name, cell in zip(names, row, strict=False) if name})
            for number, row in rows[1:]
            if any(cell.strip() for cell in row)
        ]
        return found, language

    def _named(self, header: Sequence[str], language: str) -> list[str]:
        """The columns by name; those of the user's own have none. JSON's names serve as well."""
        heads = dict(zip(task_rows.heads(self.ontology, language), task_rows.HEADS, strict=True))
        return [heads.get(cell, cell if cell in task_rows.HEADS else "") for cell in header]

    def _head(self, column: str, language: str = "zh") -> str:
        return str(self.ontology.labels("tasks")["heads"][column][language])

    def _problem(self, line: Line, column: str, fact: str, hint: str = "") -> None:
        self.said.problems.append(
            Problem(f"{self.path}: row {line.number}, {self._head(column)}", fact, hint)
        )

    def _of(self, act: Act) -> Corrected | None:
        document = act.document
        if document not in self.documents:
            source = self.graph.sources()[document]
            stored = self.graph.annotated(source.id).document
            every = {of.iri: of for of in self.graph.corrected(source.id)}
            self.documents[document] = every, calendar_of(stored), stored.text
        return self.documents[document][0].get(act.iri)

    def _task(
        self, task: Task, lines: Sequence[Line], shown: Mapping[str, str], numbers: Mapping[str, Task]
    ) -> None:
        """What the rows of one task say: several are its parts."""
        of = self._of(task.act)
        if of is None:
            self._problem(
                lines[0], "id", "waits for the next kg build already", "kg build, then kg tasks again"
            )
            return
        for line in lines:
            for column in FIXED:
                new = line.cells.get(column, "").strip()
                if new and new != shown[column].strip():
                    self._problem(line, column, "cannot be corrected in a table; the rest of the row is kept")
        if len(lines) == 1:
            self._cells(task, of.correction("", ""), lines[0], shown, numbers)
            return
        parts = [line.cells.get("task", "").strip() for line in lines]
        if places(self.documents[task.act.document][2], of.measure.evidence, parts) is None:
            fact = "the parts do not stand one after the other in the sentence"
            self._problem(lines[0], "task", fact, "each part in the words of its sentence, in their order")
            return
        self.said.corrections.append(of.correction("split", f" {PART} ".join(parts)))
        for line, part in zip(lines, parts, strict=True):
            whole = Correction(of.iri, of.measure.document, of.sentence, part, "", "")
            self._cells(task, whole, line, {**shown, "task": part}, numbers)

    def _cells(
        self, task: Task, of: Correction, line: Line, shown: Mapping[str, str], numbers: Mapping[str, Task]
    ) -> None:
        """The corrections that the changed cells of a row are; `of` tells the task."""
        for column, change in CHANGED.items():
            new, old = line.cells.get(column), shown[column]
            if new is None or _same(new, old):
                continue
            for found, to in self._read(column, change, new.strip(), old, task, line, numbers):
                self.said.corrections.append(
                    Correction(of.task, of.document, of.sentence, of.words, found, to)
                )

    def _read(
        self,
        column: str,
        change: str,
        new: str,
        old: str,
        task: Task,
        line: Line,
        numbers: Mapping[str, Task],
    ) -> Iterator[tuple[str, str]]:
        """The correction that a changed cell is, if it can be understood and says something else."""
        none = new in self.read_as["none"]
        by_section = tuple(self.words["by-section"].values())
        if column == "task":
            if new:
                yield change, new
            else:
                hint = f"{self._head('status')} {self.words['rejected']['zh']} rejects a task"
                self._problem(line, column, "empty: a task has words", hint)
        elif column == "status":
            yield from self._status(new, task, line, numbers)
        elif column == "due":
            if not new or none:
                yield change, ""
            elif (due := self._due(new, task)) is None:
                self._problem(line, column, f"“{new}” is no deadline", "2026, 2026-06, 2026年6月底前, 年内 …")
            elif old.endswith(by_section) or due != self._due(old, task):
                yield change, due
        else:
            for words in self.words["inferred"].values():
                new, old = new.removesuffix(words), old.removesuffix(words)
            names = () if none else listed(new)
            if names != (() if old in self.read_as["none"] else listed(old)):
                yield change, "、".join(names)

    def _status(
        self, new: str, task: Task, line: Line, numbers: Mapping[str, Task]
    ) -> Iterator[tuple[str, str]]:
        told = next((name for name, words in self.read_as["status"].items() if new.lower() in words), None)
        if told == "rejected":
            yield "reject", "yes"
            return
        if told is not None:
            yield "status", told
            return
        for words in self.words["merged"].values():
            if new.startswith(words):
                number = new.removeprefix(words).strip().removesuffix(".0")
                into = numbers.get(number)
                if into is None or into is task or into.act.document != task.act.document:
                    fact = f"{number or 'empty'}: no other task of this document has this number here"
                    self._problem(line, "status", fact)
                elif (other := self._of(into.act)) is not None:
                    yield "merge", other.words
                return
        known = "、".join(f"{self.words[name]['zh']}" for name in (*self.read_as["status"], "merged"))
        self._problem(line, "status", f"“{new}” is no status", f"there are: {known} + {self._head('number')}")

    def _due(self, text: str, task: Task) -> str | None:
        """A deadline as a year or a month, however a person or a spreadsheet wrote it; None where it is none."""
        for words in self.words["by-section"].values():
            text = text.removesuffix(words)
        if match := _date.fullmatch(text.replace("\N{FULLWIDTH SOLIDUS}", "/").replace(" 00:00:00", "")):
            return match["year"] + (f"-{int(match['month']):02d}" if match["month"] else "")
        if match := _short.fullmatch(text):
            month = _months.get(match["month"])
            return f"20{match['year']}-{month:02d}" if month else None
        told = deadline(text, self.documents[task.act.document][1])
        return told.due or told.year


def _moved(tasks: Sequence[Task]) -> dict[tuple[str, str], str]:
    """Tasks by their sentence and words, and by their sentence alone where it has one: for tables of an older text."""
    found: dict[tuple[str, str], str] = {}
    alone: defaultdict[str, set[str]] = defaultdict(set)
    for task in tasks:
        found.setdefault((task.act.quote, task.act.label), task.act.iri)
        alone[task.act.quote].add(task.act.iri)
    return found | {(quote, ""): min(names) for quote, names in alone.items() if len(names) == 1}


def _plain(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it."""
    return cell[1:] if cell[:1] == "'" else cell


def _same(new: str, old: str) -> bool:
    return "".join(new.split()) == "".join(old.split())
