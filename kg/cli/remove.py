"""`kg remove`."""

import click

from kg.cli import options, rows
from kg.cli.build import show
from kg.cli.console import note, progress
from kg.pipeline.build import remove, restore
from kg.workspace import Workspace


@click.command()
@click.argument("documents", nargs=-1, required=True)
@click.option(
    "--undo", is_flag=True, help="Take the retraction back; the next kg build reads the documents again."
)
@rows.answer
@options.workspace
def command(documents: tuple[str, ...], undo: bool, how: rows.Output, workspace: Workspace) -> None:
    """Retract documents (by id): they leave the graph, and later builds leave them out.

    \b
    Example:
        kg remove reply -w region.kg
    """
    if undo:
        restore(workspace, documents)
        note(f"taken back; run kg build -w {workspace.path} to read them again")
        return
    with progress() as tell:
        report = remove(workspace, documents, tell)
    show(report, how)
