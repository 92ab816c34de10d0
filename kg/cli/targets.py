"""`kg targets`."""

from dataclasses import asdict
from decimal import Decimal

import click

from kg.api import Graph
from kg.cli import options, rows
from kg.cli.console import result
from kg.follow import areas, ladder_rows
from kg.model import Rung
from kg.ontology import Ontology
from kg.workspace import Workspace

LADDER = "ladder-tsv"
"""The form of annotated ladders."""


@click.command()
@click.option("--region", "regions", multiple=True, help="Only of this region; may be given again.")
@click.option(
    "--indicator",
    "indicators",
    multiple=True,
    help="Only this indicator (any name of it); may be given again.",
)
@click.option(
    "--all",
    "every",
    is_flag=True,
    help="All canonical indicators, parts of them too; not the headlines alone.",
)
@click.option("--from", "first", type=click.IntRange(1900, 2200), help="From this year on.")
@click.option("--until", "last", type=click.IntRange(1900, 2200), help="Up to this year.")
@click.option(
    "--years", is_flag=True, help="Years side by side: a row a region and indicator, target → result."
)
@click.option(
    "--matrix",
    type=click.Choice(["area", "industry"]),
    help="Instead: how much each region's documents say by policy area or industry, as done/to be done.",
)
@rows.output(LADDER)
@rows.language
@options.workspace
def command(
    regions: tuple[str, ...],
    indicators: tuple[str, ...],
    every: bool,
    first: int | None,
    last: int | None,
    years: bool,
    matrix: str | None,
    how: rows.Output,
    language: str,
    workspace: Workspace,
) -> None:
    """Tell what regions aimed at and what came of it: target, result and verdict, by indicator and year.

    \b
    Example:
        kg targets --region 滨海新区 --indicator 地区生产总值增长
        kg targets --from 2024 --format xlsx -o ladder.xlsx
    """
    if matrix is not None:
        _matrix(workspace, matrix, how, language)
        return
    with Graph(workspace) as graph:
        ontology = graph.ontology
        names = indicators or (None if every else ontology.headlines)
        found = graph.targets(regions, names, first, last)
        labels = {**graph.labels({rung.region for rung in found}), **_names(ontology, language)}
        sources = graph.sources()
    words = {word: of[language] for word, of in ontology.labels("ladder")["words"].items()}
    named = (*ontology.natures.items(), *ontology.verdicts.items())
    words |= {name: of.zh if language == "zh" else of.en for name, of in named}
    if how.form == "json":
        result(rows.dumped([_record(rung, labels) for rung in found]))
    elif how.form == LADDER:
        result("\t".join(ladder_rows.GOLD))
        for row in ladder_rows.gold(found, labels, ontology):
            result("\t".join(row))
    elif years:
        rows.write(how, "targets", *ladder_rows.years(found, labels, words), language=language)
    else:
        lines = ladder_rows.rows(found, labels, sources, words)
        rows.write(how, "targets", ladder_rows.HEADS, lines, range(11), language)


def _matrix(workspace: Workspace, by: str, how: rows.Output, language: str) -> None:
    with Graph(workspace) as graph:
        cells = graph.matrix(by)
        labels = graph.labels(
            {cell.region for cell in cells} | {cell.column for cell in cells if ":" in cell.column}
        )
        labels |= {name: of.zh if language == "zh" else of.en for name, of in graph.ontology.areas.items()}
    if how.form == "json":
        result(rows.dumped([asdict(cell) | {"region_label": labels[cell.region]} for cell in cells]))
        return
    if how.form == LADDER:
        raise click.UsageError("--format ladder-tsv is of the ladder, not of a matrix")
    heads, *found = areas.rows(cells, labels)
    rows.write(how, by, heads, found, language=language)


def _names(ontology: Ontology, language: str) -> dict[str, str]:
    return {name: of.zh if language == "zh" else of.en for name, of in ontology.indicators.items()}


def _record(rung: Rung, labels: dict[str, str]) -> dict[str, object]:
    names = {"region_label": labels[rung.region], "indicator_label": labels[rung.indicator]}
    return {key: _plain(value) for key, value in (asdict(rung) | names).items()}


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return ladder_rows.number(value) if isinstance(value, Decimal) else value
