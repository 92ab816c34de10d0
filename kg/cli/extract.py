"""`kg extract`."""

from pathlib import Path

import click

from kg.cli.console import bugs, problems, progress
from kg.cli.extracting import exclusion, extraction
from kg.model import Problem
from kg.pipeline.extraction import Options, extract
from kg.pipeline.workers import Bug


@click.command()
@click.argument("sources", nargs=-1, required=True)
@extraction
@exclusion
@click.option(
    "--min-confidence", type=click.FloatRange(0, 1), default=0.0, help="Leave out what is less sure."
)
@click.option(
    "--lexicon",
    "lexicons",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A lexicon file of your own, which wins over ours; may be given several times.",
)
def command(sources: tuple[str, ...], reading: Options, lexicons: tuple[Path, ...]) -> None:
    """Print articles with all that is found in them, a line of JSON each.

    \b
    Example:
        kg extract articles/ > annotated.jsonl
    """
    refused = found_bugs = False
    with progress() as tell:
        for found in extract(sources, reading, lexicons, tell):
            if isinstance(found, Problem):
                problems([found])
                refused |= found.severity == "refused"
            elif isinstance(found, Bug):
                bugs([found])
                found_bugs = True
            else:
                click.echo(found)
    if found_bugs:
        raise click.exceptions.Exit(3)
    if refused:
        raise click.exceptions.Exit(1)
