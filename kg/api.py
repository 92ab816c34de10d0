"""The graph of a workspace as a Python object: what `kg.open` and `kg.build` give."""

import os
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import ExitStack
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from kg import plugins
from kg.answer import Answer, Answerer, Row, promise
from kg.errors import InputError, QueryError, QueryWarning, SettingsError, no_document, unknown
from kg.export.briefing.options import Options as Briefing
from kg.export.forms import forms, write
from kg.export.graphml import flattened
from kg.export.place import place
from kg.follow.alignment import Aligned, align
from kg.follow.areas import Cell as AreaCell
from kg.follow.areas import by_area, by_industry
from kg.follow.changes import Changes, changes, changes_since
from kg.follow.ladder import among, canonical, ladder
from kg.follow.money import Sum, sums
from kg.follow.promises import Followed
from kg.follow.reports import (
    Kept,
    YearReport,
    decided,
    followed,
    kept,
    of_region,
    of_year,
    quoted,
    report,
    reports,
    successive,
)
from kg.gazetteer.keys import Keys
from kg.model import Act, Annotated, Document, Entity, Link, Problem, Rung, Source
from kg.network import to_network
from kg.ontology import Ontology
from kg.pipeline import build as building
from kg.pipeline import fingerprint
from kg.pipeline.extraction import Options
from kg.pipeline.reading import own_readers
from kg.pipeline.report import Progress, Report, silent
from kg.pipeline.sources import STDIN
from kg.pipeline.workers import Bug, Job, run
from kg.query.advice import Remark, absent, remarks
from kg.query.book import FOLDER as QUESTIONS
from kg.query.book import Question, bound, library, question
from kg.query.find import expect, find, statement
from kg.query.index import FILE, Index
from kg.query.labels import Labels
from kg.query.path import KINDS, Paths, between
from kg.query.show import View, show
from kg.query.sparql import Cell, ask, python
from kg.query.summary import counts, table
from kg.query.tasks import Task, Wanted, tasks, within
from kg.rdf import read as facts
from kg.rdf.part import Part
from kg.read import Input, read
from kg.resolve.additions import added
from kg.resolve.corrections import Corrected, corrected
from kg.store.placed import opened
from kg.verify import Evidence, Verified, evidence, verify
from kg.workspace import Workspace, decisions, ledger, locate

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

LANGUAGE = "zh"
"""The language of labels where none is asked for: that of the texts."""

NAME = re.compile(r"[\w-]+")
"""What is the name of a question, and no SPARQL."""


class Graph:
    """The present graph of a workspace, held as it is while this object is open, whatever is built meanwhile.

    A context manager; without `with` it is let go when the object goes. `report` tells of the build
    that made it, where it comes from `build`.
    """

    def __init__(self, workspace: Workspace, report: Report | None = None) -> None:
        self.workspace = workspace
        self.report = report
        self.faulty: list[SettingsError] = []  # the questions of the workspace that could not be read
        self._held = ExitStack()
        self.folder = self._held.enter_context(workspace.graph())
        self.store = opened(self.folder)
        self._held.callback(self.store.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the files."""
        self._held.close()

    def __repr__(self) -> str:
        return f"<kg.Graph {self.workspace.path}: {self.store.statements} statements>"

    def _repr_html_(self) -> str:
        """A small table: how much of what the graph holds; what a notebook shows of it."""
        words = {name: of[LANGUAGE] for name, of in self.ontology.labels("summary")["words"].items()}
        return table(str(self.workspace.path), self.counts(), words)

    def counts(self) -> dict[str, int]:
        """How many documents, things, claims, figures and tasks the graph holds."""
        return counts(self.store)

    @cached_property
    def ontology(self) -> Ontology:
        """The classes, relations and terms, the workspace's own lexicon included."""
        settings = self.workspace.settings
        return Ontology(lexicons=settings.lexicons, own=settings.ontology)

    @cached_property
    def index(self) -> Index:
        """The names and sentences of the graph, to search."""
        found = Index.open(self.folder / FILE, Keys(self.ontology))
        self._held.callback(found.close)
        return found

    def query(
        self, text: str, timeout: float | None = None, *, language: str | None = None
    ) -> "list[dict[str, Cell]] | bool":
        """The rows of a SPARQL 1.1 query as dicts by variable; of an ASK, the truth.

        Common prefixes (rdp, rdfs, skos …) need not be declared. IRIs and texts come as str, numbers as int,
        Decimal or float, what is unbound as None; of a CONSTRUCT the columns are subject, predicate,
        object. `timeout` in seconds; with a `language` (zh, en) things, relations and statuses come by their
        labels in it, not as IRIs. Raises QueryError: not valid, or the time is up. Warns (QueryWarning) of terms that
        the ontology or, where nothing is found, the graph does not have, and of variables that nothing binds.
        """
        rows = self._rows(text, timeout, language)
        for of in self.doubts(text, empty=not rows):
            fact = f"{of.fact}; {of.hint}" if of.hint else of.fact
            warnings.warn(f"line {of.line}, column {of.column}: {fact}", QueryWarning, stacklevel=2)
        return rows

    def doubts(self, text: str, *, empty: bool = True) -> tuple[Remark, ...]:
        """What looks mistaken in a SPARQL text: terms that are none, variables that nothing binds.

        Of one that finds nothing (`empty`), also the terms that no statement of the graph has.
        """
        missing = absent(text, self.store, self.ontology) if empty else ()
        return (*remarks(text, self.ontology), *missing)

    def _rows(self, text: str, timeout: float | None, language: str | None) -> "list[dict[str, Cell]] | bool":
        if language is not None:
            expect(language, ("zh", "en"), "language")
        result = ask(self.store, text, self.workspace.settings.base, timeout)
        if result.form == "ask":
            return result.truth
        if language is not None:
            result = replace(result, rows=Labels(self.store, language).named(result.rows))
        return [dict(zip(result.variables, map(python, row), strict=True)) for row in result]

    def find(self, name: str, type_: str | None = None, region: str | None = None) -> Entity:
        """A thing by any of its names, its code or IRI; raises QueryError as `entity` does."""
        if type_ is not None and type_ not in self.ontology.classes:
            raise unknown(type_, self.ontology.classes, "no such type", "kg ontology lists them")
        return find(self.store, self.index, name, type_, region)

    def statement(self, name: str) -> str:
        """The IRI of a claim, figure or act, by its IRI or the end of it; raises QueryError where there is none."""
        return statement(self.store, self.workspace.settings.base, name)

    def entity(self, name: str, type_: str | None = None, region: str | None = None) -> View:
        """A thing by any of its names, its code or IRI, with all that is said of it, and the sentences.

        Raises QueryError where nothing has the name (with names like it), or several things have it
        (`type_` and `region` tell them apart).
        """
        return show(self.store, self.find(name, type_, region))

    def path(
        self,
        start: str,
        end: str,
        number: int = 3,
        *,
        through: Iterable[str] = (),
        without: Iterable[str] = (),
        only: Iterable[str] = KINDS,
        generic: bool = False,
    ) -> Paths:
        """Up to `number` of the best chains of acts, claims and names between two things, with their sentences.

        Chains pass `through` things and not through those `without`; `only` names kinds of links (measures,
        claims, names). Concepts and the regions that documents speak for link nothing, unless `generic`. Where a
        name names nothing, the result tells where its words stand closest to the other end; raises QueryError
        where they do so nowhere.
        """
        only = tuple(only)
        for kind in only:
            expect(kind, KINDS, "kind of link")
        return between(
            self.store, self.index, (start, end), number, through=through, without=without, only=only, generic=generic
        )  # fmt: skip

    @cached_property
    def questions(self) -> "dict[str, Question]":
        """The query book: the questions that come with kg, and those of the workspace's folder `queries/`.

        A file there that holds no question is left out; `faulty` says why.
        """
        return library(
            self.ontology, self.workspace.path / QUESTIONS, self.workspace.settings.plugins, self.faulty
        )

    def question(self, name: str, /, **values: str) -> "list[dict[str, Cell]]":
        """The rows of a question of the book with values bound, each as a person writes it; labels in Chinese.

        `question_text` is its SPARQL, to be changed or asked for IRIs with `query`. Raises QueryError: no such
        question, a parameter unknown, missing or not of its kind.
        """
        rows = self._rows(self.question_text(name, **values), None, LANGUAGE)
        return [] if isinstance(rows, bool) else rows

    def frame(self, query: str, /, **values: str) -> "pd.DataFrame":
        """A pandas DataFrame of a question of the book (its name, with values) or of a SPARQL text; labels in Chinese.

        Raises QueryError as `query` and `question` do, SettingsError where pandas is not installed.
        """
        with plugins.optional("frames"):
            import pandas as pd  # noqa: PLC0415 - not a dependency: who has it gets frames
        if NAME.fullmatch(query):
            return pd.DataFrame(self.question(query, **values))
        rows = self.query(query, language=LANGUAGE)
        if isinstance(rows, bool):
            raise QueryError("an ASK has no rows for a frame", "use graph.query, or SELECT")
        return pd.DataFrame(rows)

    def question_text(self, name: str, /, **values: str) -> str:
        """The SPARQL text of a question of the book with values bound, each as a person writes it.

        Raises QueryError: no such question, a parameter unknown, missing or not of its kind.
        """
        return bound(question(self.questions, name), values, self.ontology, lambda name: self.find(name).iri)

    def targets(
        self,
        regions: str | Iterable[str] = (),
        indicators: str | Iterable[str] | None = None,
        first: int | None = None,
        last: int | None = None,
    ) -> tuple[Rung, ...]:
        """The ladder: one record a region, indicator and period, with target, result, verdict and every source.

        `regions` and `indicators` by any of their names, one or several (no regions: all; None for indicators: all
        that figures name). As a table: `frame("ladder", subject="滨海新区")`. Raises QueryError where nothing has such
        a name, with those most like it.
        """
        only = {self.find(name, "Region").iri for name in _several(regions)}
        if indicators is not None:
            indicators = [canonical(name, self.ontology) for name in _several(indicators)]
        return among(ladder(self.store, self.ontology, indicators), only, first, last)

    def tasks(
        self,
        document: str | None = None,
        *,
        body: str | None = None,
        actor: str | None = None,
        field: str | None = None,
        place: str | None = None,
        programme: str | None = None,
        section: str = "",
        year: int | None = None,
        status: str | None = None,
        led: bool | None = None,
    ) -> tuple[Task, ...]:
        """The task table: the measures that fit all that is given, by document and place.

        `document` is an id or a part of a title; things go by any of their names, fields and places with all
        that lies below them; `led` tells those with a responsible body from those without. Raises
        QueryError where nothing has such a name.
        """
        if status is not None:
            expect(status, ("done", "planned"), "status")

        def thing(name: str | None) -> str | None:
            return None if name is None else self.find(name).iri

        wanted = Wanted(
            frozenset() if document is None else self._document(document), thing(body), thing(actor),
            thing(field), thing(place), thing(programme), section, str(year) if year else None, status, None, led,
        )  # fmt: skip
        return tasks(self.store, wanted)

    def corrected(self, document: str) -> tuple[Corrected, ...]:
        """The measures of a document (its id) as they were read, with all that people decided of them by now."""
        decided = decisions.load(self.workspace.decisions)
        read, _ = added(self.annotated(document), decided.additions)
        return corrected(read, decided.tasks, self.workspace.settings.base)[0]

    def _document(self, name: str) -> frozenset[str]:
        """The IRIs of the document of that id, else of those whose titles hold the words."""
        known = self.sources().values()
        found = [s.iri for s in known if s.id == name] or [s.iri for s in known if name in s.title]
        if not found:
            names = (part for source in known for part in (source.id, source.title))
            raise unknown(
                name, names, "no document has this id, and none this title", "kg query documents lists them"
            )
        return frozenset(found)

    def follow(
        self, old: str, new: str, wanted: Sequence[str] | None = None
    ) -> tuple[tuple[YearReport, YearReport, Followed | None, tuple[str, ...]], ...]:
        """What became of the promises of a report (its id) in the next one, with the clauses that say so.

        The promises are its planned measures that can be checked (figure, date, name of its own, deed), or those
        `wanted`, letter by letter. What a person said of one (`kg review outcome`) stands. Raises QueryError where
        there is no such document.
        """
        return self._follow(self.annotated(old), self.annotated(new), wanted)

    def _follow(
        self, before: Annotated, after: Annotated, wanted: Sequence[str] | None = None
    ) -> tuple[tuple[YearReport, YearReport, Followed | None, tuple[str, ...]], ...]:
        said, old = decisions.outcomes(self.workspace.decisions), before.document.id
        found = (decided(one, old, said) for one in followed(before, after, self.ontology, wanted))
        return tuple((report(before), report(after), one, quoted(one, after) if one else ()) for one in found)

    def citations(self, document: str | None = None, cited: str | None = None) -> tuple[Link, ...]:
        """How documents stand to others that they name, each with its sentence.

        Of one `document` (its id), or to one that is `cited` (any of its names); raises QueryError where there is none.
        """
        own = None if document is None else min(self._document(document))
        return facts.links(self.store, document=own, cited=None if cited is None else self.find(cited).iri)

    def changes(self, since: str = "build") -> Changes:
        """What changed since the build before ("build"), or since a day, month or year: promises, targets, outcomes.

        Of a day the documents that are dated from it on are set against those before. Raises QueryError where
        there is no build before, or `since` is no date; StoreError where a record of it is lost.
        """
        now = tuple(ledger.record(self.workspace.documents, entry) for entry in ledger.entries(self.folder))
        if since != "build":
            return changes_since(since, now, self.ontology)
        names = self.workspace.former()
        if not names:
            raise QueryError(f"{self.workspace.path}: no build before this one", "name a date: 2026-03")
        return changes((ledger.load_record(self.workspace.documents / n) for n in names), now, self.ontology)

    def align(self, upper: str, lower: str) -> tuple[Aligned, ...]:
        """What a plan (its id) takes from the one above it: each goal and act of both, side by side."""
        return align(self.annotated(upper), self.annotated(lower), self.ontology)

    def ask(self, question: str) -> Answer:
        """The answer to a question in words (Chinese): rows with their sentences and the command that gives the same.

        Where nothing answers, the nearest sentences; where a name may mean several things, these to choose from.
        """
        return self._answerer.answer(question)

    @cached_property
    def _answerer(self) -> Answerer:
        return Answerer(self.store, self.index, self.ontology, self._followed)

    def _followed(self, region: str) -> Iterator[Row]:
        """What became of the promises of a region, as rows of an answer."""
        words = {name: of[LANGUAGE] for name, of in self.ontology.labels("follow")["outcomes"].items()}
        for pair in self.report_pairs(region) if of_region(self._reports(), region) else ():
            for old, new, one, clauses in self.follow(*pair):
                if one is not None:
                    yield promise(region, old, new, one, clauses, words)

    def report_pairs(self, region: str) -> tuple[tuple[str, str], ...]:
        """The ids of each report of a region and of that of the year after; raises QueryError where it has none."""
        known = self._reports()
        own = of_region(known, region)
        if not own and self.outdated():
            again = f"kg build -w {self.workspace.path} builds it again"
            raise QueryError(f"no work report of {region} in a graph that another version of kg built", again)
        if not own:
            raise unknown(
                region,
                (of.region for of in known),
                "no work report of this region",
                "kg query documents lists the documents; any two are followed by their ids",
            )
        return tuple((old.id, new.id) for old, new in successive(own))

    def outdated(self) -> bool:
        """Whether another version of kg, or other words than those of today, made the graph."""
        built, settings = ledger.load(self.folder), self.workspace.settings
        return built.fingerprint != fingerprint.of_graph(settings, built.decisions, self.ontology.root)

    def kept(self, acts: Iterable[Act]) -> tuple[Kept, ...]:
        """What became of acts in the report of their region of the year after, what a person said of them included."""
        return kept(acts, self._outcomes())

    def _outcomes(
        self, among: AbstractSet[str] | None = None
    ) -> Iterator[tuple[str, str, Followed, tuple[str, ...]]]:
        """What was followed from each report of each region into the next: both as IRIs, with the clauses that tell.

        Of reports `among` some documents (IRIs) alone, where these are given.
        """
        iris = {s.id: iri for iri, s in self.sources().items() if among is None or iri in among}
        there = {entry.id: entry for entry in ledger.entries(self.folder, iris)}
        for old, new in successive(self._reports()):
            if old.id in there and new.id in there:
                before, after = (ledger.record(self.workspace.documents, there[of.id]) for of in (old, new))
                for _, _, one, clauses in self._follow(before, after):
                    if one is not None:
                        yield iris[old.id], iris[new.id], one, clauses

    def report_of(self, region: str, year: int) -> str:
        """The id of the document that speaks for a region and was given in a year; raises QueryError."""
        return of_year(self._reports(), region, year).id

    def _reports(self) -> tuple[YearReport, ...]:
        return reports(self.sources().values())

    def annotated(self, name: str) -> Annotated:
        """A document by its id with all that was found in it; raises QueryError where there is none."""
        for entry in ledger.entries(self.folder, {name}):
            return ledger.record(self.workspace.documents, entry)
        raise no_document(name, (entry.id for entry in ledger.entries(self.folder)))

    def money(self, region: str | None = None) -> tuple[Sum, ...]:
        """Every sum of investment that is told, each with its sentence, and the reason where it does not count.

        Of one `region` (any of its names) with all that lies below it; `kg.follow.money.totals` makes the table. Raises
        QueryError where nothing has the name.
        """
        found = sums(self.store, self.ontology)
        if region is None:
            return found
        below = within(self.store, self.find(region, "Region").iri)
        return tuple(one for one in found if one.place in below)

    def matrix(self, by: str = "area") -> tuple[AreaCell, ...]:
        """How much each region's documents say by policy area, or `by` "industry": counts by kind and status."""
        expect(by, ("area", "industry"), "matrix")
        return by_industry(self.store) if by == "industry" else by_area(self.store, self.ontology)

    def sources(self) -> dict[str, Source]:
        """The documents of the graph by IRI, as they are cited."""
        return {source.iri: source for source in facts.sources(self.store)}

    def labels(self, names: Iterable[str]) -> dict[str, str]:
        """What things are called, by IRI."""
        return {entity.iri: entity.label for entity in facts.entities(self.store, names)}

    def documents(self) -> Iterator[Document]:
        """The documents that the graph was made from, by id; raises StoreError where the text of one is lost."""
        for entry in ledger.entries(self.folder):
            yield ledger.record(self.workspace.documents, entry).document

    def verify(self, *, sources: bool = False) -> Verified:
        """Every quote and offset read back from the stored texts (`sources`: originals too), the ladder made anew."""
        entries = {entry.id: replace(entry, names=(), links=()) for entry in ledger.entries(self.folder)}
        readers = own_readers(self.workspace.settings.plugins) if sources else {}

        def reread(document: Document) -> Document:
            entry = entries[document.id]
            if entry.location == STDIN:
                raise InputError("it came from standard input, and cannot be read again")
            return read(Input(entry.location, entry.id), self.ontology, entry.region, readers)

        def stored(name: str) -> Document:
            return ledger.record(self.workspace.documents, entries[name]).document

        return verify(self.store, entries, stored, reread if sources else None, self.ontology)

    def evidence(self, statement: str) -> Evidence:
        """The sentence behind a claim, figure or act (its IRI, or the end of it), read back from the stored text.

        Raises QueryError where there is no such statement, StoreError where the text is lost or another.
        """
        return evidence(self.store, self.statement(statement), self._stored)

    def _stored(self, name: str) -> Document:
        return self.annotated(name).document

    def validate(self, jobs: int | None = None) -> Iterator[Problem]:
        """What does not conform to the SHACL shapes; `jobs` is the number of processes (default: one a core)."""
        from kg.validate import Batch, batches  # noqa: PLC0415 - pyshacl takes long to load, and is seldom wanted

        job: Job[Batch] = Job(
            "kg.validate:checker", (self.ontology.root, self.ontology.own), lambda batch: batch.document
        )
        for batch, found in run(job, batches(self.store, self.ontology), jobs or os.cpu_count() or 1):
            if isinstance(found, Bug):
                raise RuntimeError(f"{batch.document}: validation broke\n{found.trace}")  # noqa: TRY004 - no caller's fault
            yield from found

    def to_networkx(
        self, *, flat: bool = False, promises: bool = False, part: Part | None = None
    ) -> "nx.MultiDiGraph[str]":
        """The graph as a network: a node for each entity (by IRI), an edge for each relation between two.

        Nodes have label, type, kind, label_en, code, scope, aliases, mentions; edges have relation, status,
        confidence, years and claims (records with the sentence); the graph has sources, figures, acts, headings
        and the ladder. With `flat` every attribute is a text or a number, as `nx.write_graphml` and `nx.write_gexf`
        want it; with `promises` the graph also has what became of the acts in the next report of their region. Of a
        `part` (`kg.export.briefing.part`) no more is read than it names.
        """
        network = to_network(self.store, self.workspace.settings.base, self.ontology, part)
        if promises:
            later = None if part is None else network.graph["cited"]
            network.graph["kept"] = kept(network.graph["acts"], self._outcomes(later))
        return flattened(network, self.ontology) if flat else network

    def export(self, form: str, path: str | Path, briefing: Briefing | None = None) -> Path:
        """Writes the graph to a file in one of the forms of `kg.export.forms.forms()`; gives its path.

        `briefing` says what html, docx, pptx, svg, png and pdf show; the other forms hold the whole graph. The file
        takes the place of an old one at the end only. Raises ExportError where it cannot be written, or
        should not: no plain file, or one in a workspace.
        """
        settings = self.workspace.settings
        known = forms(settings.plugins)
        if form not in known:
            raise unknown(form, known, "no such form", f"there are: {', '.join(sorted(known))}")

        def make(new: Path) -> None:
            write(
                form,
                new,
                self.store,
                self.to_networkx,
                self.ontology,
                briefing or Briefing(),
                settings.plugins,
            )

        return place(Path(path), make)


def _several(names: str | Iterable[str]) -> Iterable[str]:
    """The names, where one may be given alone."""
    return (names,) if isinstance(names, str) else names


def open_graph(workspace: str | Path | None = None) -> Graph:
    """The graph of a workspace (default: `KG_WORKSPACE`, else the one `*.kg` folder here).

    Raises StoreError where there is none.
    """
    return Graph(Workspace.open(locate(None if workspace is None else Path(workspace))))


def build_graph(
    sources: str | Path | Iterable[str | Path] = (),
    workspace: str | Path | None = None,
    *,
    region: str | None = None,
    fast: bool = False,
    jobs: int | None = None,
    progress: Progress = silent,
) -> Graph:
    """The graph of a workspace, brought up to date with articles: files, folders, globs.

    What could not be read is told in `graph.report.problems`; the rest goes in. `region` is the one
    that these articles speak for, whatever they say; `fast` leaves out the costly tagger; `jobs`
    is the number of processes (default: one a core). Raises StoreError where the workspace cannot be
    written.
    """
    one = isinstance(sources, str | Path)
    named: Sequence[str] = [str(sources)] if one else [str(source) for source in sources]  # type: ignore[union-attr]
    place = Workspace.create(locate(None if workspace is None else Path(workspace), new=True))
    report = building.build(place, named, Options(fast=fast, jobs=jobs, region=region), progress)
    return Graph(place, report)
