"""`kg compare`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

import click

from kg.analyse import Comparison, compare
from kg.api import Graph
from kg.cli import options, rows
from kg.cli.console import note, result
from kg.gazetteer.keys import SECTORS
from kg.model import SIGNS, Figure
from kg.workspace import Workspace

SUMMARY = ("links", "sectors", "indicators", "shared")


@click.command()
@click.argument("entities", nargs=-1, required=True, metavar="NAME NAME...")
@click.option("--shared", is_flag=True, help="Only what at least two of them have.")
@click.option("--slogans", is_flag=True, help="Aims and principles (高质量发展), too.")
@click.option("--limit", type=click.IntRange(1), help="The most rows.")
@rows.language
@rows.form
@options.workspace
def command(
    entities: tuple[str, ...],
    shared: bool,
    slogans: bool,
    limit: int | None,
    language: str,
    form: str,
    workspace: Workspace,
) -> None:
    """Set entities side by side: in sum, then shared industries, aligned indicators, what else is shared, the rest.

    \b
    Example:
        kg compare 滨海新区 宁河区 -w region.kg
        kg compare 滨海新区 宁河区 东丽区 --shared --format md
    """
    if len(entities) < 2:
        raise click.UsageError("name at least two entities")
    with Graph(workspace) as graph:
        things = [graph.find(name) for name in entities]
        network, ontology = graph.to_networkx(), graph.ontology
    every = compare(network, [thing.iri for thing in things], slogans=slogans)
    found = [row for row in every if not shared or row.shared > 1]
    if form == "json":
        result(rows.dumped([_record(row, [thing.iri for thing in things]) for row in found[:limit]]))
        return
    words = {**ontology.names(language), "figure": {"zh": "指标", "en": "figure"}[language]}
    heads = (*rows.titled(("relation", "what", "type"), language), *(thing.label for thing in things))
    if form in ("table", "markdown"):
        labels = ontology.labels("compare")["summary"]
        names = [labels[name][language] for name in SUMMARY]
        rows.show(("", *heads[3:]), _summary(every, len(things), names), form)
        result("")
    rows.show(heads, (_row(row, words) for row in found[:limit]), form)
    note(f"{sum(row.shared > 1 for row in found)} of {len(found)} rows are shared")


def _summary(
    found: Sequence[Comparison], count: int, names: Sequence[str]
) -> Iterator[tuple[str | int, ...]]:
    """How much each of the entities has, and how much of it another has, too."""
    kinds: tuple[Callable[[Comparison], bool], ...] = (
        lambda row: row.relation != "figure",
        lambda row: row.type in SECTORS,
        lambda row: row.relation == "figure",
        lambda row: row.shared > 1,
    )
    for name, kind in zip(names, kinds, strict=True):
        rows_ = [row for row in found if kind(row)]
        yield (
            name,
            *(sum(bool(r.cells[i].statuses or r.cells[i].figures) for r in rows_) for i in range(count)),
        )


def _row(row: Comparison, words: Mapping[str, str]) -> tuple[str, ...]:
    cells = (
        "；".join(_figure(figure, words) for figure in cell.figures)
        if cell.figures
        else "、".join(words[status] for status in cell.statuses)
        for cell in row.cells
    )
    return words[row.relation], row.label, words.get(row.type, row.type), *cells


def _figure(figure: Figure, words: Mapping[str, str]) -> str:
    value = f"{SIGNS.get(figure.bound, figure.bound)}{figure.amount}{figure.unit}"
    when = "，".join(part for part in (figure.year, words[figure.status]) if part)
    return f"{value}（{when}）"


def _record(row: Comparison, iris: list[str]) -> dict[str, object]:
    """A row for machines; cells are keyed by the IRIs of the entities."""
    return {
        "relation": row.relation, "other": row.other, "label": row.label, "type": row.type, "shared": row.shared,
        "cells": {
            iri: {"statuses": cell.statuses, "figures": [_plain(figure) for figure in cell.figures]}
            for iri, cell in zip(iris, row.cells, strict=True)
        },
    }  # fmt: skip


def _plain_number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def _plain(figure: Figure) -> dict[str, object]:
    return {
        "iri": figure.iri, "indicator": figure.indicator, "comparator": figure.comparator,
        "value": f"{figure.value.normalize():f}", "unit": figure.unit, "low": _plain_number(figure.low),
        "high": _plain_number(figure.high), "year": figure.year, "period": figure.period, "status": figure.status,
        "sentence": figure.quote, "document": figure.document,
    }  # fmt: skip
