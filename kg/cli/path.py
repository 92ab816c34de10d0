"""`kg path`."""

from collections.abc import Mapping
from dataclasses import asdict

import click

from kg.api import Graph
from kg.cli import options, rows, telling
from kg.cli.console import note, result
from kg.query.path import Step
from kg.workspace import Workspace


@click.command()
@click.argument("start")
@click.argument("end")
@click.option(
    "-k", "--number", type=click.IntRange(1, 100), default=3, show_default=True, help="The most chains."
)
@click.option(
    "--sentences", type=click.IntRange(1), default=1, show_default=True, help="The most sentences of a step."
)
@rows.language
@options.as_json
@options.workspace
def command(
    start: str, end: str, number: int, sentences: int, language: str, as_json: bool, workspace: Workspace
) -> None:
    """Show how two entities are linked: the shortest chains, with the sentence behind each step.

    Ends with 1 where they are not linked.

    \b
    Example:
        kg path 天开园 合成生物 -w region.kg
    """
    with Graph(workspace) as graph:
        found = graph.path(start, end, number)
        words = graph.ontology.names(language)
    if as_json:
        result(rows.dumped(asdict(found)))
    for index, chain in enumerate(() if as_json else found.chains, 1):
        told = "".join(f" {_arrow(step, words)} {telling.thing(step.end, words, language)}" for step in chain)
        result(f"{index}. {telling.thing(chain[0].start, words, language)}{told}")
        for step in chain:
            for claim in step.claims[:sentences]:
                result(f"   {words[claim.predicate]}: {telling.claim(claim, found.sources, words)}")
    if not found.chains:
        note(f"{start} and {end} are not linked")
        raise click.exceptions.Exit(1)


def _arrow(step: Step, words: Mapping[str, str]) -> str:
    best = step.claims[0]
    name = words[best.predicate]
    return f"—{name}→" if best.subject == step.start.iri else f"←{name}—"
