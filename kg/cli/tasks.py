"""`kg tasks`."""

import click

from kg.api import Graph
from kg.cli import options, rows
from kg.cli.console import note
from kg.errors import QueryError
from kg.export import task_table
from kg.export.place import place
from kg.query import task_rows
from kg.workspace import Workspace

SHOWN = ("number", "section", "task", "actor", "lead", "support", "due", "status")
"""The columns that a terminal shows; a file has them all."""


@click.command()
@click.argument("document", required=False)
@click.option("--body", help="What this body leads, assists or does itself.")
@click.option("--actor", help="What this one does.")
@click.option("--field", help="What concerns this industry or field, or one below it.")
@click.option("--place", "where", help="What is done in this region or zone, or in one below it.")
@click.option("--programme", help="What carries out, or names, this programme or document.")
@click.option("--section", default="", help="What stands under a heading with these words.")
@click.option("--year", type=click.IntRange(1949, 2200), help="What is due in this year, or done in it.")
@click.option("--status", type=click.Choice(["done", "planned"]), help="Only done or only planned.")
@click.option("--led/--no-lead", "led", default=None, help="Only what has a responsible body, or has none.")
@rows.output("docx")
@rows.language
@options.workspace
def command(
    document: str | None,
    body: str | None,
    actor: str | None,
    field: str | None,
    where: str | None,
    programme: str | None,
    section: str,
    year: int | None,
    status: str | None,
    led: bool | None,
    how: rows.Output,
    language: str,
    workspace: Workspace,
) -> None:
    """Tell the tasks of a plan, a body, a field or a place: what, led by whom, where, by when, with the sentence.

    DOCUMENT is an id of a document, or a part of its title.

    \b
    Example:
        kg tasks --body 滨海新区科技局
        kg tasks --field 合成生物 --place 滨海新区 --year 2027
        kg tasks synbio-plan --format xlsx -o tasks.xlsx
    """
    with Graph(workspace) as graph:
        ontology = graph.ontology
        found = graph.tasks(
            document, body=body, actor=actor, field=field, place=where, programme=programme, section=section,
            year=year, status=status, led=led,
        )  # fmt: skip
    names = task_rows.HEADS
    heads = task_rows.heads(ontology, language)
    lines = tuple(task_rows.rows(found, ontology, language))
    if how.path is not None:
        write = task_table.xlsx if how.form == "xlsx" else task_table.docx
        place(how.path, lambda path: write(names, heads, lines, path, ontology, language))
        note(f"{how.path}: {len(found)} tasks")
        return
    told = names if how.form == "json" else heads
    rows.write(how, "tasks", told, lines, [names.index(name) for name in SHOWN])
    if not found and how.form in ("table", "markdown"):
        raise QueryError("no such task in the graph", "kg tasks without options lists them all")
