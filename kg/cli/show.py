"""`kg show`."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from itertools import groupby

import click

from kg.api import Graph
from kg.cli import options, rows, telling
from kg.cli.console import result
from kg.cli.language import say
from kg.model import SIGNS, Act, Claim, Figure
from kg.query.forms import width
from kg.query.show import View
from kg.workspace import Workspace

HEADS = ("relation", "thing", "type", "status", "year", "sentence", "document", "confidence", "id")
"""The columns of all that is said of a thing: a row a claim, act and figure."""


@click.command()
@click.argument("name")
@click.option("--type", "type_", help="Only a thing of this type (Zone, University …).")
@click.option("--region", help="Only a thing of this region.")
@click.option(
    "--limit", type=click.IntRange(1), default=10, show_default=True, help="The most things under a relation."
)
@click.option(
    "--sentences", type=click.IntRange(0), default=1, show_default=True, help="The most sentences of a link."
)
@rows.language
@rows.answer
@options.workspace
def command(
    name: str,
    type_: str | None,
    region: str | None,
    limit: int,
    sentences: int,
    language: str,
    how: rows.Output,
    workspace: Workspace,
) -> None:
    """Show an entity, by any of its names: its relations, figures, and the sentences that state them.

    \b
    Example:
        kg show 滨海新区 -w region.kg
        kg show 合成生物 --sentences 3
        kg show 合成生物 --format xlsx -o synbio.xlsx
    """
    with Graph(workspace) as graph:
        view = graph.entity(name, type_, region)
        words = graph.ontology.names(language)
        parts = {name: of[language] for name, of in graph.ontology.labels("tasks")["roles"].items()}
        inverse = {
            n: (of.inverse_zh if language == "zh" else of.inverse_en)
            for n, of in graph.ontology.relations.items()
        }
    if how.form == "json":
        result(rows.dumped(_record(view)))
        return
    if how.form != "table":
        rows.write(how, "show", HEADS, _rows(view, words, inverse, parts), language=language)
        return
    for line in (
        *_head(view, words, language),
        *_links(view, words, inverse, limit, sentences, language),
        *_acts(view, words, parts, limit, sentences),
        *_cited(view, words, parts, limit, sentences, language),
        *_figures(view, words, limit),
    ):
        result(line)


def _rows(
    view: View, words: Mapping[str, str], inverse: Mapping[str, str], parts: Mapping[str, str]
) -> Iterator[tuple[rows.Cell, ...]]:
    def tail(of: Claim | Act | Figure) -> tuple[rows.Cell, ...]:
        status = words.get(of.status, of.status)
        return (
            status,
            of.year,
            of.quote,
            telling.cited(of.document, view.sources),
            round(of.confidence, 2),
            of.iri,
        )

    for link in view.links:
        name = words[link.relation] if link.outward else inverse[link.relation] or words[link.relation]
        kind = link.other.kind or link.other.type
        yield from ((name, link.other.label, words.get(kind, kind), *tail(claim)) for claim in link.claims)
    for part, acts in view.acts:
        yield from ((f"{parts['act']} · {parts[part]}", act.label, "", *tail(act)) for act in acts)
    for of in view.figures:
        yield of.indicator, f"{SIGNS.get(of.bound, of.bound)}{of.amount}{of.unit}", "", *tail(of)


def _head(view: View, words: Mapping[str, str], language: str) -> Iterator[str]:
    of = view.entity
    yield telling.thing(of, words, language)
    others = (
        "、".join(of.aliases),
        of.label_en or "",
        of.code or "",
        view.scope.label if view.scope else "",
        of.iri,
    )
    for name, text in zip(("aliases", "English", "code", "scope", "IRI"), others, strict=True):
        if text:
            yield f"  {_column(name)}{text}"
    yield f"  {_column('mentions')}{view.mentions}"
    if view.text:
        source = view.sources.get(view.text)
        yield f"  {_column('text')}{source.id if source else view.text}"
    for name, reason in dict.fromkeys((merge.name, merge.reason) for merge in view.merges):
        yield f"  {_column('is')}{name}: {say(reason)}"


def _column(name: str) -> str:
    """The name of what stands beside it, in the language of the user, as wide as the longest."""
    told = say(f"{name}:").removesuffix(":")
    return told + " " * (9 - width(told))


def _links(
    view: View,
    words: Mapping[str, str],
    inverse: Mapping[str, str],
    limit: int,
    sentences: int,
    language: str,
) -> Iterator[str]:
    for (outward, relation), group in groupby(view.links, key=lambda k: (k.outward, k.relation)):
        links = list(group)
        name = words[relation] if outward or not inverse[relation] else inverse[relation]
        yield f"\n{name} ({len(links)})"
        for link in links[:limit]:
            yield f"  {telling.thing(link.other, words, language)}"
            yield from (f"    {telling.claim(c, view.sources, words)}" for c in link.claims[:sentences])
            if len(link.claims) > sentences > 0:
                yield f"    {say(f'… {len(link.claims) - sentences} more')}"
        if len(links) > limit:
            yield f"  {say(f'… {len(links) - limit} more (--limit)')}"


def _acts(
    view: View, words: Mapping[str, str], parts: Mapping[str, str], limit: int, sentences: int
) -> Iterator[str]:
    """Measures by the part that the thing has in them, each sentence once."""
    told: set[tuple[str, tuple[int, int]]] = set()
    for part, acts in view.acts:
        yield f"\n{parts['act']} · {parts[part]} ({len(acts)})"
        for act in acts[:limit]:
            yield f"  {act.label}"
            place = (act.document, act.evidence)
            if sentences and place not in told:
                yield f"    {telling.act(act, view.sources, words)}"
            told.add(place)
        if len(acts) > limit:
            yield f"  {say(f'… {len(acts) - limit} more (--limit)')}"


def _cited(
    view: View, words: Mapping[str, str], parts: Mapping[str, str], limit: int, sentences: int, language: str
) -> Iterator[str]:
    """Of a document: which documents name it, and what its own text says of others."""
    named = [(words[one.relation], view.sources[one.document], one) for one in view.cited]
    if named:
        yield f"\n{parts['cited']} ({len(named)})"
        for relation, source, one in named[:limit]:
            yield f"  {source.title or source.id} ({relation})"
            if sentences:
                yield f"    {telling.link(one, view.sources)}"
    if view.cites:
        yield f"\n{parts['cites']} ({len(view.cites)})"
        for other, one in view.cites[:limit]:
            yield f"  {telling.thing(other, words, language)} ({words[one.relation]})"
            if sentences:
                yield f"    {telling.link(one, view.sources)}"


def _figures(view: View, words: Mapping[str, str], limit: int) -> Iterator[str]:
    if view.figures:
        yield f"\n{'指标' if words['done'] == '已完成' else 'figures'} ({len(view.figures)})"
        yield from (f"  {telling.figure(f, view.sources, words)}" for f in view.figures[:limit])
        if len(view.figures) > limit:
            yield f"  {say(f'… {len(view.figures) - limit} more (--limit)')}"


def _record(view: View) -> dict[str, object]:
    """All of it for machines; the value of a figure is a text, to lose no digit."""
    data = asdict(view)
    for figure in data["figures"]:
        figure["value"] = f"{figure['value'].normalize():f}"
    return data
