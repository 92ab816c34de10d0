"""`kg ask`."""

from dataclasses import asdict

import click

from kg.answer import Answer, Row
from kg.api import Graph
from kg.cli import options, rows
from kg.cli.console import result, told
from kg.workspace import Workspace

COLUMNS = ("subject", "what", "object", "year", "status", "document")
"""The columns of the table; sentences stand below it, each once."""


@click.command()
@click.argument("question")
@rows.output()
@rows.language
@options.workspace
def command(question: str, how: rows.Output, language: str, workspace: Workspace) -> None:
    """Answer a question in words (Chinese) with a table, its sentences and the command that gives the same.

    No language model: names, indicators, years, classes and verbs are read by the words of the graph and of
    ontology/lexicon/ask_intents.tsv. Ends with 1 where the graph has no answer, or several things
    may be meant.

    \b
    Example:
        kg ask "滨海新区发展哪些产业？"
        kg ask "谁在建设天津滨海—中关村科技园？" --format csv
    """
    with Graph(workspace) as graph:
        answer = graph.ask(question)
        heads = {name: of[language] for name, of in graph.ontology.labels("ask")["heads"].items()}
    if how.form == "json":
        result(rows.dumped(asdict(answer)))
    elif how.form in {"table", "markdown"}:
        _print(answer, heads, how.form)
    else:
        names = (*COLUMNS, "quote", "id")
        lines = ([getattr(row, n) for n in names] for row in answer.rows)
        rows.write(how, "answer", [heads[n] for n in names], lines)
    if answer.outcome != "answered":
        click.get_current_context().exit(1)


def _print(answer: Answer, heads: dict[str, str], form: str) -> None:
    """Prints an answer for people."""
    if answer.outcome == "ambiguous":
        told(f"{answer.words}: several things may be meant; ask again with one of these names")
        for name in answer.candidates:
            result(f"  {name}")
        return
    if answer.outcome == "none":
        told("not in the graph")
        if answer.near:
            told("nearest sentences:")
        _cite(answer.near)
        return
    used = [n for n in COLUMNS if any(getattr(row, n) for row in answer.rows)]
    table = [(number, *(getattr(row, n) for n in used)) for number, row in enumerate(answer.rows, 1)]
    rows.show([heads[n] for n in ("number", *used)], table, form)
    result("")
    _cite(answer.rows)
    if answer.more:
        told(f"and {answer.more} more")
    if answer.command:
        told(f"the same: {answer.command}")


def _cite(found: tuple[Row, ...]) -> None:
    """Prints the sentences, each once, with the numbers of their rows and their documents."""
    numbers: dict[tuple[str, str], list[int]] = {}
    for number, row in enumerate(found, 1):
        if row.quote:
            numbers.setdefault((row.quote, row.document), []).append(number)
    for (quote, document), those in numbers.items():
        result(f"[{','.join(map(str, those))}] {quote}（{document}）")
