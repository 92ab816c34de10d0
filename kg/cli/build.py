"""`kg build`."""

import shutil
from dataclasses import asdict, replace
from pathlib import Path

import click

from kg.cli import options, rows
from kg.cli.console import bugs, note, problems, progress, result, told
from kg.cli.extracting import exclusion, extraction
from kg.cli.language import language
from kg.errors import KgError
from kg.pipeline.build import build
from kg.pipeline.extraction import Options
from kg.pipeline.report import Report
from kg.query.forms import width
from kg.workspace import Workspace, locate

EMPTY = frozenset({"kg.toml", "lock"})
"""What a workspace holds that no build has filled."""


@click.command()
@click.argument("sources", nargs=-1)
@options.new_workspace
@extraction
@exclusion
@click.option("--anew", is_flag=True, help="Read every article again, whatever was kept of it.")
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Read the articles on the workers of this dask scheduler (tcp://HOST:8786), or of a local one (local).",
)
@click.option(
    "--store",
    metavar="URL",
    help="Put the graph into this SPARQL server (/query, /update, /store below URL), or back here (local).",
)
@rows.answer
def command(
    sources: tuple[str, ...],
    workspace: Path | None,
    reading: Options,
    *,
    anew: bool,
    cluster: str | None,
    store: str | None,
    how: rows.Output,
) -> None:
    """Bring the graph of a workspace up to date with articles: files, folders, globs or -.

    The workspace remembers its sources: a further build adds to them, and without SOURCES it reads
    again what changed in all of them. A file that went from its folder leaves the graph.

    \b
    Example:
        kg build articles/ -w region.kg
    """
    reading = replace(reading, anew=anew, cluster=cluster, store=store)
    place = locate(workspace, new=True)
    fresh = not place.exists()
    try:
        with progress() as tell:
            report = build(Workspace.create(place), sources, reading, tell)
    except KgError:
        if fresh and place.is_dir() and {path.name for path in place.iterdir()} <= EMPTY:
            shutil.rmtree(place)  # nothing came in: no empty workspace is left to be taken for one
        raise
    show(report, how)


def show(report: Report, how: rows.Output) -> None:
    """Prints what a build did, and ends the command with the exit code that says so."""
    problems(report.problems)
    bugs(report.bugs)
    content = {**asdict(report), "workspace": str(report.workspace)}
    if not rows.told(how, content, "build", ("name", "value"), _figures(report)):
        for line in summary(report):
            told(line)
        for line in table(report):
            result(line)
    if not report.documents:
        note(
            "no document is in the graph: name files or folders that hold some (txt, md, html, docx, pdf, xlsx …)"
        )
    if report.bugs:
        raise click.exceptions.Exit(3)
    if report.refused:
        raise click.exceptions.Exit(1)


def _figures(report: Report) -> list[tuple[str, rows.Cell]]:
    """What a build did, as names and values."""
    counts = report.counts
    return [
        ("documents", report.documents),
        ("added", len(report.added)),
        ("changed", len(report.changed)),
        ("removed", len(report.removed)),
        ("entities", report.entities),
        ("claims", counts.claims),
        ("figures", counts.figures),
        ("problems", len(report.problems) + len(report.bugs)),
        ("workspace", str(report.workspace)),
    ]


def summary(report: Report) -> list[str]:
    """The lines that tell a person what a build did."""
    counts = report.counts
    changes = [
        f"{len(those)} {what}"
        for what, those in (("new", report.added), ("changed", report.changed), ("gone", report.removed))
        if those
    ]
    clauses = share(counts.used_clauses, counts.clauses)
    used = f"{clauses} of clauses, {share(counts.used_quantities, counts.quantities)} of figures"
    return [
        f"documents  {report.documents}"
        + (f"  ({', '.join(changes)})" if changes else "  (nothing changed)"),
        f"entities   {report.entities}",
        f"claims     {counts.claims}",
        f"figures    {counts.figures}",
        f"problems   {len(report.problems) + len(report.bugs)}",
        f"coverage   {used}",
        f"workspace  {report.workspace}",
    ]


def table(report: Report) -> list[str]:
    """The table of files by kind: how many are in the graph, and how many are not."""
    if not report.files:
        return []
    heads = rows.titled(("files", "in", "refused", "left out"), language())
    lines = [heads, *(tuple(map(str, line)) for line in report.files)]
    size = max(width(line[0]) for line in lines)
    return [
        line[0]
        + " " * (size - width(line[0]))
        + "".join(f"{' ' * (10 - width(cell))}{cell}" for cell in line[1:])
        for line in lines
    ]


def share(part: int, whole: int) -> str:
    """A part of a whole in per cent, - where there is no whole."""
    return f"{100 * part / whole:.0f}%" if whole else "-"
