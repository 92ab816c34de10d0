"""`kg money`."""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal

import click

from kg.api import Graph
from kg.cli import options, rows
from kg.cli.console import note, result
from kg.follow.money import BY, By, Sum, Total, totals
from kg.workspace import Workspace

HEADS = ("name", "status", "things", "amount", "several")
LISTED = ("label", "place", "area", "status", "year", "amount", "reason", "sentence", "document")


@click.command()
@click.option(
    "--by", type=click.Choice(BY), default="area", show_default=True, help="What the sums are totalled by."
)
@click.option("--region", help="Only what lies in this region, by the place that texts tell.")
@click.option(
    "--sums", "listed", is_flag=True, help="Instead: every sum, with the sentence and why it does not count."
)
@rows.output()
@rows.language
@options.workspace
def command(
    by: By, region: str | None, listed: bool, how: rows.Output, language: str, workspace: Workspace
) -> None:
    """Tell the totals of investment by policy area, place, body or project, in 亿元; no part counted twice.

    A sum over several projects (117个重大项目总投资1935亿元) is never added to those of projects with names.

    \b
    Example:
        kg money --by place
        kg money --region 滨海新区 --sums
    """
    with Graph(workspace) as graph:
        found = graph.money(region)
        made = totals(found, by)
        labels = graph.labels(
            {one.place for one in found} | {key for total in made for key in (total.key,) if ":" in key}
        )
        words = graph.ontology.labels("money")
        areas = {name: of.zh if language == "zh" else of.en for name, of in graph.ontology.areas.items()}
        titles = {iri: source.id for iri, source in graph.sources().items()}
    labels = {**labels, **areas, "": words["words"]["none"][language]}
    heads = {name: of[language] for name, of in words["heads"].items()}
    said = {name: of[language] for name, of in (*words["words"].items(), *words["reasons"].items())} | {
        "": ""
    }
    if how.form == "json":
        result(rows.dumped([_plain(one) for one in (found if listed else made)]))
    elif listed:
        lines = [_listed(one, labels, said, titles) for one in found]
        rows.write(how, "sums", [heads[name] for name in LISTED], lines, range(7))
    else:
        table = [
            (labels.get(of.key, of.key), said[of.status], of.things, _much(of.amount), _much(of.several)) for of in made
        ]  # fmt: skip
        rows.write(how, "money", [heads[name] for name in HEADS], table)
        note(
            f"{sum(not one.reason for one in found)} of {len(found)} sums count; --sums tells why the others do not"
        )


def _listed(
    one: Sum, labels: Mapping[str, str], words: Mapping[str, str], titles: Mapping[str, str]
) -> tuple[str, ...]:
    return (
        one.label, labels.get(one.place, one.place), labels.get(one.area, one.area), words[one.status], one.year,
        _much(one.amount), words[one.reason], one.quote, titles.get(one.document, one.document),
    )  # fmt: skip


def _much(amount: Decimal) -> str:
    """Yuan as 亿元, to two places."""
    return f"{(amount / 100_000_000).quantize(Decimal('0.01')).normalize():f}" if amount else ""


def _plain(of: Sum | Total) -> dict[str, object]:
    data = asdict(of)
    for one in (data, *data.get("sums", ())):
        for key in ("amount", "several"):
            if key in one:
                one[key] = f"{one[key].normalize():f}"
    return data
