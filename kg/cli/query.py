"""`kg query`."""

import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TextIO

import click

from kg.api import Graph
from kg.cli import rows
from kg.cli.console import note, printable, result
from kg.cli.language import say
from kg.cli.server import server as server_option
from kg.cli.server import workspace_unless_server
from kg.contracts import Result, Store
from kg.gazetteer.keys import Keys
from kg.ontology import Ontology
from kg.query import forms
from kg.query.advice import Remark, absent, remarks
from kg.query.book import FOLDER, Question, book, bound
from kg.query.book import question as by_name
from kg.query.find import find
from kg.query.index import Index
from kg.query.labels import Labels
from kg.query.sparql import ask
from kg.store.remote import Remote
from kg.terms import XSD, Value
from kg.workspace import Workspace

NAME = re.compile(r"[A-Za-z][\w\-]*")
PATH = 200
"""Letters that the path of a file has at the most, so that it is not taken for a query."""
PEOPLE = ("table", "markdown", "xlsx")
"""Forms that no program reads."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: a store, where its IRIs begin, the query book, how a question of it is put, and the ontology."""

    store: Store
    base: str
    questions: Mapping[str, Question]
    put: Callable[..., str]
    ontology: Ontology


@click.command()
@click.argument("question", nargs=-1, metavar="[TEXT | NAME [KEY=VALUE]...]")
@click.option(
    "-f", "--file", type=click.File(encoding="utf-8"), help="Read SPARQL from a file; - is standard input."
)
@click.option("--list", "listing", is_flag=True, help="List the named questions and what they ask for.")
@click.option(
    "--format", "form", type=rows.Form([*forms.forms, "xlsx"]), help="Default: table; turtle for triples."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write, of any form; xlsx and docx need one.",
)
@click.option("--iris", is_flag=True, help="Show IRIs, not labels (tsv, json and xml always do).")
@click.option(
    "--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Of labels."
)
@click.option(
    "--timeout", type=click.FloatRange(0, min_open=True), default=60, show_default=True, help="In seconds."
)
@server_option
@workspace_unless_server
def command(
    question: tuple[str, ...],
    file: TextIO | None,
    listing: bool,
    form: str | None,
    output: Path | None,
    iris: bool,
    language: str,
    timeout: float,
    server: Remote | None,
    workspace: Workspace | None,
) -> None:
    """Ask the graph: in SPARQL 1.1, or by the name of a question of the query book.

    Common prefixes (rdp, rdfs, skos, dcterms, prov, oa …) need not be declared; names are rdfs:label; kg ontology
    lists classes and relations; docs/sparql.md has every question. Entities are given by any of their names, as is
    a type (Zone:高新区) that tells things of one name apart.

    \b
    Example:
        kg query --list
        kg query industries region=滨海新区
        kg query "SELECT ?zone { ?zone a rdp:Zone } LIMIT 5" --format csv
        kg query -f own.rq --format xlsx -o own.xlsx
    """
    rows.checked(form or "table", output)
    with _asked(server, workspace) as asked:
        if listing or (not question and file is None):
            _print(_listed(asked.questions, language, form or "table"), form or "table", output)
            return
        text = _text(asked, question, file)
        answer = ask(asked.store, text, asked.base, timeout)
        own = file is not None or not NAME.fullmatch(question[0])
        if own:
            _tell(remarks(text, asked.ontology))
            coming = iter(answer.rows)
            first = next(coming, None)
            if answer.form == "select" and first is None:
                _tell(absent(text, asked.store, asked.ontology))
            elif first is not None:
                answer = replace(answer, rows=chain([first], coming))
        form = form or ("turtle" if answer.form == "construct" else "table")
        if form in {*forms.readable, "xlsx"} and not iris:
            answer = replace(answer, rows=Labels(asked.store, language).named(answer.rows))
        if not own and form in PEOPLE:
            answer = _told(answer, language)
        _print(answer, form, output)


def _tell(found: Iterable[Remark]) -> None:
    for of in found:
        note(f"line {of.line}, column {of.column}: {of.fact}" + (f"; {of.hint}" if of.hint else ""))


@contextmanager
def _asked(server: Remote | None, workspace: Workspace | None) -> Iterator[Asked]:
    """The graph of a server, or that of a workspace."""
    if workspace is not None:
        with Graph(workspace) as graph:
            questions = graph.questions
            for fault in graph.faulty:
                note(f"{fault}; {fault.hint}" if fault.hint else str(fault))
            yield Asked(graph.store, workspace.settings.base, questions, graph.question_text, graph.ontology)
        return
    assert server is not None
    ontology = Ontology()
    questions = book([ontology.root / FOLDER])

    def put(name: str, **values: str) -> str:
        index = Index.of(server, Keys(ontology))
        return bound(by_name(questions, name), values, ontology, lambda thing: find(server, index, thing).iri)

    yield Asked(server, "", questions, put, ontology)


def _text(asked: Asked, question: tuple[str, ...], file: TextIO | None) -> str:
    """The SPARQL text that the arguments mean."""
    if file is not None:
        if question:
            raise click.UsageError("give a text, or a file, not both")
        return file.read()
    first, *rest = question
    if len(first) < PATH and Path(first).is_file():
        raise click.UsageError(f"{first} is a file; to ask what it holds: kg query -f {first}")
    if re.fullmatch(r"\S+\.(rq|sparql)", first):
        raise click.UsageError(f"{first}: there is no such file or folder")
    if not NAME.fullmatch(first):
        if rest:
            raise click.UsageError("put the query in quotation marks")
        return first
    values = dict(part.partition("=")[::2] for part in rest)
    if wrong := [part for part in rest if "=" not in part]:
        raise click.UsageError(f"{wrong[0]}: a parameter is written KEY=VALUE")
    return asked.put(first, **values)


def _told(answer: Result, language: str) -> Result:
    """The answer to a question of the book as people read it: what its columns, truths and reasons are called."""

    def cell(name: str, value: Value | None) -> Value | None:
        ours = value is not None and (name == "reason" or value.datatype == XSD + "boolean")
        return value._replace(text=say(value.text), datatype="") if ours and value is not None else value

    found = (tuple(map(cell, answer.variables, row)) for row in answer)
    return replace(answer, variables=rows.titled(answer.variables, language), rows=found)


def _listed(questions: Mapping[str, Question], language: str, form: str) -> Result:
    found = []
    for of in questions.values():
        asked = " ".join(
            f"{p.name}={p.default}" if p.default else f"[{p.name}]" if p.optional else p.name
            for p in of.parameters
        )
        title = of.zh if language == "zh" else of.en
        found.append(tuple(Value("literal", cell) for cell in (of.name, title, asked, say(of.about))))
    heads = ("name", "question", "parameters", "about")
    return Result("select", rows.titled(heads, language) if form in (*PEOPLE, "csv") else heads, found)


def _print(answer: Result, form: str, output: Path | None) -> None:
    """Prints an answer, or writes it to a file; a table is cut to the width of the terminal, if there is one."""
    if form in rows.FILES:
        lines = (tuple(None if value is None else value.text for value in row) for row in answer)
        rows.write(rows.Output(form, output), "answer", answer.variables, lines)
        return
    with rows.into(output):
        _lines(answer, form)


def _lines(answer: Result, form: str) -> None:
    if form == "table":
        room = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        for line in forms.table(answer, room, say):
            result(line)
        return
    for line in forms.forms[form](answer):
        click.echo(line if form in {"csv", "tsv"} else printable(line))
