"""`kg align`."""

from collections.abc import Mapping
from typing import Any

import click

from kg.api import Graph
from kg.cli import options, rows
from kg.cli.console import result
from kg.follow.alignment import Aligned, Item
from kg.model import Annotated
from kg.workspace import Workspace

HEADS = ("kind", "standing", "upper", "lower", "likeness", "document", "upper_sentence", "lower_sentence")


@click.command()
@click.argument("upper")
@click.argument("lower", nargs=-1, required=True)
@click.option(
    "--standing",
    "standings",
    multiple=True,
    type=click.Choice(["taken", "sharpened", "weaker", "missing", "own"]),
    help="Only what stands so; may be given again.",
)
@click.option("--kind", type=click.Choice(["goal", "measure"]), help="Only goals, or only acts.")
@rows.output()
@rows.language
@options.workspace
def command(
    upper: str,
    lower: tuple[str, ...],
    standings: tuple[str, ...],
    kind: str | None,
    how: rows.Output,
    language: str,
    workspace: Workspace,
) -> None:
    """Tell what plans take from the one above them: goals and acts taken over, sharpened, weaker, missing, own.

    UPPER and LOWER are ids of documents. Goals are compared by their canonical indicator, acts by their words.

    \b
    Example:
        kg align five-year-plan work-report
        kg align five-year-plan work-report --kind goal --format csv
    """
    with Graph(workspace) as graph:
        labels = graph.ontology.labels("align")
        above = graph.annotated(upper)
        found = [
            (below, one)
            for name in lower
            for below in [graph.annotated(name)]
            for one in graph.align(upper, name)
            if (not standings or one.standing in standings) and kind in (None, _item(one).kind)
        ]
    lines = [_line(above, below, one, labels, language) for below, one in found]
    heads = tuple(labels["heads"][name][language] for name in HEADS)
    if how.form == "json":
        for (below, one), line in zip(found, lines, strict=True):
            told = dict(zip(HEADS, line, strict=True))
            told |= {"kind": _item(one).kind, "standing": one.standing, "document": below.document.id}
            result(rows.dumped(told))
    else:
        rows.write(how, "alignment", heads, lines, range(5))


def _item(one: Aligned) -> Item:
    item = one.upper or one.lower
    assert item is not None
    return item


def _line(
    above: Annotated,
    below: Annotated,
    one: Aligned,
    labels: Mapping[str, Any],
    language: str,
) -> tuple[str | float, ...]:
    return (
        labels["kinds"][_item(one).kind][language],
        labels["standings"][one.standing][language],
        _words(one.upper),
        _words(one.lower),
        round(one.likeness, 2),
        below.document.title or below.document.id,
        _sentence(above, one.upper),
        _sentence(below, one.lower),
    )


def _words(item: Item | None) -> str:
    if item is None:
        return ""
    year = item.figure.year if item.figure else None
    return f"{item.text} ({year})" if year else item.text


def _sentence(of: Annotated, item: Item | None) -> str:
    return of.document.text[slice(*item.evidence)] if item else ""
