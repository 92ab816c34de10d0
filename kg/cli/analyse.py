"""`kg analyse`."""

from collections.abc import Iterable
from dataclasses import asdict, astuple
from typing import TYPE_CHECKING

import click

from kg.analyse import Community, communities, gaps, ranks
from kg.api import Graph
from kg.cli import options
from kg.cli.console import result
from kg.cli.rows import SINGLE, Cell, dumped, form, heading, language, show, titled
from kg.ontology import Ontology
from kg.workspace import Workspace

if TYPE_CHECKING:
    import networkx as nx

HEADS = {
    "central": ("entity", "type", "neighbours", "claims", "pagerank", "betweenness", "iri"),
    "communities": ("community", "entities", "links", "members"),
    "gaps": ("gap", "entity", "type", "count", "iri"),
}
SHOWN = 8
"""Members of a community that a table names; CSV and JSON name them all."""


@click.command()
@click.argument("part", required=False, type=click.Choice(tuple(HEADS)))
@click.option(
    "--type", "types", multiple=True, type=options.MainType(),
    help="Only entities of this type (central, gaps); may be given several times.",
)  # fmt: skip
@click.option(
    "--limit", type=click.IntRange(1), default=15, show_default=True, help="The most rows of each table."
)
@language
@form
@options.workspace
def command(
    part: str | None, types: tuple[str, ...], limit: int, language: str, form: str, workspace: Workspace
) -> None:
    """Tell which entities are central, what belongs together, and what is missing.

    PART is central, communities or gaps; without it, all three.

    \b
    Example:
        kg analyse -w region.kg
        kg analyse gaps --type Industry --format csv -w region.kg > gaps.csv
    """
    if form in SINGLE and part is None:
        raise click.UsageError(f"{form} holds one table: name one, kg analyse central|communities|gaps")
    with Graph(workspace) as graph:
        network, ontology = graph.to_networkx(), graph.ontology
    options.check_types(types, ontology)
    parts = (part,) if part else tuple(HEADS)
    if form == "json":
        found = {name: _records(name, network, ontology, types)[:limit] for name in parts}
        result(dumped(found[part] if part else found))
        return
    for name in parts:
        if part is None:
            heading(titled([name], language)[0], form)
        show(HEADS[name], _rows(name, network, ontology, types, language, form)[:limit], form, language)


def _records(
    part: str, network: "nx.MultiDiGraph[str]", ontology: Ontology, types: Iterable[str]
) -> list[dict[str, object]]:
    if part == "central":
        return [asdict(rank) for rank in ranks(network) if not types or rank.type in types]
    if part == "gaps":
        return [asdict(gap) for gap in gaps(network, ontology) if not types or gap.type in types]
    return [
        {**asdict(c), "members": [{"iri": iri, "label": network.nodes[iri]["label"]} for iri in c.members]}
        for c in communities(network)
    ]


def _rows(
    part: str,
    network: "nx.MultiDiGraph[str]",
    ontology: Ontology,
    types: Iterable[str],
    language: str,
    form: str,
) -> list[tuple[Cell, ...]]:
    called = ontology.names(language)
    if part == "central":
        found = (astuple(rank) for rank in ranks(network) if not types or rank.type in types)
        return [(label, called[kind], *measures, iri) for iri, label, kind, *measures in found]
    if part == "communities":
        return [
            _community(c, network, SHOWN if form in {"table", "markdown"} else None)
            for c in communities(network)
        ]
    words = ontology.labels("gaps")
    return [
        (words[gap.kind][language], gap.label, called[gap.type], gap.weight, gap.iri)
        for gap in gaps(network, ontology)
        if not types or gap.type in types
    ]


def _community(of: Community, network: "nx.MultiDiGraph[str]", most: int | None) -> tuple[Cell, ...]:
    members = [network.nodes[iri]["label"] for iri in of.members]
    rest = "…" if most and len(members) > most else ""
    return of.name, len(members), of.links, "、".join(members[:most]) + rest
