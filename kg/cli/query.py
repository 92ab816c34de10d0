"""`kg query`."""

import re
import shutil
import sys
from dataclasses import replace
from typing import TextIO

import click

from kg.api import Graph
from kg.cli import options
from kg.cli.console import printable, result
from kg.contracts import Result
from kg.query import forms
from kg.query.labels import Labels
from kg.query.sparql import ask
from kg.terms import Value
from kg.workspace import Workspace

NAME = re.compile(r"[A-Za-z][\w\-]*")


@click.command()
@click.argument("question", nargs=-1, metavar="[TEXT | NAME [KEY=VALUE]...]")
@click.option(
    "-f", "--file", type=click.File(encoding="utf-8"), help="Read SPARQL from a file; - is standard input."
)
@click.option("--list", "listing", is_flag=True, help="List the named questions and what they ask for.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(forms.forms)),
    help="Of the answer (default: table; turtle for triples).",
)
@click.option("--iris", is_flag=True, help="Show IRIs, not labels (tsv, json and xml always do).")
@click.option(
    "--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Of labels."
)
@click.option(
    "--timeout", type=click.FloatRange(0, min_open=True), default=60, show_default=True, help="In seconds."
)
@options.workspace
def command(
    question: tuple[str, ...],
    file: TextIO | None,
    listing: bool,
    form: str | None,
    iris: bool,
    language: str,
    timeout: float,
    workspace: Workspace,
) -> None:
    """Ask the graph: in SPARQL 1.1, or by the name of a question of the query book.

    Common prefixes (rdp, rdfs, skos, dcterms, prov, oa …) need not be declared. Entities are given by
    any of their names, as is a type (Zone:高新区) that tells things of one name apart.

    \b
    Example:
        kg query --list
        kg query industries region=滨海新区
        kg query "SELECT ?zone { ?zone a rdp:Zone } LIMIT 5" --format csv
    """
    with Graph(workspace) as graph:
        if listing or (not question and file is None):
            _print(_listed(graph, language), form or "table")
            return
        answer = ask(graph.store, _text(graph, question, file), workspace.settings.base, timeout)
        form = form or ("turtle" if answer.form == "construct" else "table")
        if form in forms.readable and not iris:
            answer = replace(answer, rows=Labels(graph.store, language).named(answer.rows))
        _print(answer, form)


def _text(graph: Graph, question: tuple[str, ...], file: TextIO | None) -> str:
    """The SPARQL text that the arguments mean."""
    if file is not None:
        if question:
            raise click.UsageError("give a text, or a file, not both")
        return file.read()
    first, *rest = question
    if not NAME.fullmatch(first):
        if rest:
            raise click.UsageError("put the query in quotation marks")
        return first
    values = dict(part.partition("=")[::2] for part in rest)
    if wrong := [part for part in rest if "=" not in part]:
        raise click.UsageError(f"{wrong[0]}: a parameter is written KEY=VALUE")
    return graph.question(first, **values)


def _listed(graph: Graph, language: str) -> Result:
    rows = []
    for of in graph.questions.values():
        asked = " ".join(
            f"{p.name}={p.default}" if p.default else f"[{p.name}]" if p.optional else p.name
            for p in of.parameters
        )
        title = of.zh if language == "zh" else of.en
        rows.append(tuple(Value("literal", cell) for cell in (of.name, title, asked, of.about)))
    return Result("select", ("name", "question", "parameters", "about"), rows)


def _print(answer: Result, form: str) -> None:
    """Prints an answer; a table is cut to the width of the terminal, if there is one."""
    if form == "table":
        room = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        for line in forms.table(answer, room):
            result(line)
        return
    for line in forms.forms[form](answer):
        click.echo(line if form in {"csv", "tsv"} else printable(line))
