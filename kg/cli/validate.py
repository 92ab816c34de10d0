"""`kg validate`."""

from dataclasses import asdict

import click

from kg.api import Graph
from kg.cli import options, rows, telling
from kg.cli.console import result, told
from kg.cli.language import language, say
from kg.workspace import Workspace


@click.command()
@click.option("--jobs", type=click.IntRange(min=1), help="Processes to use (default: one a core).")
@click.option("--quiet", is_flag=True, help="Only the numbers.")
@rows.answer
@options.workspace
def command(jobs: int | None, quiet: bool, how: rows.Output, workspace: Workspace) -> None:
    """Check the graph against the SHACL shapes; ends with 1 where it does not conform.

    A warning, where only some document calls a thing what a relation needs, is no breach.

    \b
    Example:
        kg validate -w region.kg
    """
    with Graph(workspace) as graph:
        found = list(graph.validate(jobs))
        statements = graph.store.statements
        words = graph.ontology.names(language()) if language() != "en" else {}
    breaches = [problem for problem in found if problem.severity == "refused"]
    records = [{**asdict(problem), "severity": _severity(problem.severity)} for problem in found]
    content = {"conforms": not breaches, "statements": statements, "problems": records}
    facts = [telling.named(say(problem.fact), words) for problem in found]
    lines = [(_severity(p.severity), p.where, fact) for p, fact in zip(found, facts, strict=True)]
    if not rows.told(how, content, "problems", ("severity", "where", "fact"), lines):
        for severity, where, fact in () if quiet else lines:
            result(say(f"{severity}: {{}}").replace("{}", f"{where}: {fact}"))
        told(f"statements {statements}, breaches {len(breaches)}, warnings {len(found) - len(breaches)}")
    if breaches:
        raise click.exceptions.Exit(1)


def _severity(name: str) -> str:
    return "breach" if name == "refused" else name
