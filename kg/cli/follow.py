"""`kg follow`."""

from dataclasses import dataclass
from pathlib import Path

import click

from kg.api import Graph
from kg.cli import options, rows
from kg.cli.console import result
from kg.errors import QueryError
from kg.follow.promises import OUTCOMES, Followed
from kg.follow.reports import given, ground
from kg.workspace import Workspace

HEADS = ("region", "report", "promise", "outcome", "next", "evidence", "ground", "sure", "sentence")


@dataclass(frozen=True, slots=True)
class Row:
    """A promise with its outcome, as it is printed."""

    region: str
    report: int
    next: int
    text: str
    followed: Followed | None
    evidence: tuple[str, ...]


@click.command()
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option("--region", help="All reports of this region, each against the next year's.")
@click.option(
    "--commitments",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Only these promises: JSON Lines with region, report, next, commitment.",
)
@click.option(
    "--outcome",
    "outcomes",
    multiple=True,
    type=click.Choice(OUTCOMES),
    help="Only promises with this outcome; may be given again.",
)
@rows.output()
@rows.language
@options.workspace
def command(
    old: str | None,
    new: str | None,
    region: str | None,
    commitments: Path | None,
    outcomes: tuple[str, ...],
    how: rows.Output,
    language: str,
    workspace: Workspace,
) -> None:
    """Tell what was promised in a report and what became of it in the next one, with both sentences.

    OLD and NEW are ids of documents; or name a region for all its years.

    \b
    Example:
        kg follow binhai-2025 binhai-2026
        kg follow --region 滨海新区 --outcome silent
    """
    if (
        sum((region is not None, new is not None, commitments is not None and old is None)) != 1
        and commitments is None
    ):
        raise click.UsageError("give two documents, or --region")
    with Graph(workspace) as graph:
        labels = graph.ontology.labels("follow")
        found = _found(graph, old, new, region, commitments)
    words = {name: of[language] for name, of in labels["outcomes"].items()}
    found = [row for row in found if not outcomes or (row.followed and row.followed.outcome in outcomes)]
    if not found:
        raise QueryError(
            "no promise to follow", "a report with planned measures and one of the year after are needed"
        )
    if how.form == "json":
        for row in found:
            result(rows.dumped(_record(row)))
        return
    heads = tuple(labels["heads"][name][language] for name in HEADS)
    rows.write(how, "follow-up", heads, [_line(row, words) for row in found], range(6))


def _found(
    graph: Graph, old: str | None, new: str | None, region: str | None, commitments: Path | None
) -> list[Row]:
    if commitments is None:
        pairs = [(old, new)] if old and new else graph.report_pairs(region or "")
        return [
            Row(before.region, before.year, after.year, one.text, one, evidence)
            for first, second in pairs
            for before, after, one, evidence in graph.follow(first, second)
            if one is not None
        ]
    wanted = given(commitments)
    found: list[Row] = []
    for key in dict.fromkeys((g.region, g.report, g.next) for g in wanted):
        texts = [g.text for g in wanted if (g.region, g.report, g.next) == key]
        old_id, new_id = (graph.report_of(key[0], year) for year in key[1:])
        for text, told in zip(texts, graph.follow(old_id, new_id, texts), strict=True):
            found.append(Row(*key, text, told[2], told[3]))
    return found


def _record(row: Row) -> dict[str, object]:
    of = row.followed
    told: dict[str, object] = {
        "region": row.region, "report": row.report, "commitment": row.text, "next": row.next,
        "outcome": of.outcome if of else "silent", "sentence": of.sentence if of else "",
        "evidence": list(row.evidence),
    }  # fmt: skip
    if of is not None:
        told["matches"] = [
            {"item": m.item, "state": m.state, "likeness": round(m.likeness, 2), "short": m.short}
            for m in of.matches
        ]
        told["sure"] = round(of.sure, 2)
        if of.decided:
            told["decided"] = True
        if of.recurring:
            told["recurring"] = True
    return told


def _line(row: Row, words: dict[str, str]) -> tuple[str | float, ...]:
    of = row.followed
    if of is None:
        return row.region, row.report, row.text, words["silent"], row.next, "", "", 0.0, ""
    outcome = words[of.outcome] + (words["recurring"] if of.recurring else "")
    outcome += words["decided"] if of.decided else ""
    return (
        row.region, row.report, row.text, outcome, row.next, "；".join(row.evidence), ground(of, words),
        round(of.sure, 2), of.sentence,
    )  # fmt: skip
