"""`kg path`."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict

import click

from kg.api import Graph
from kg.cli import options, rows, telling
from kg.cli.console import note, result
from kg.model import Act, Source
from kg.ontology import Ontology
from kg.query.path import KINDS, Paths, Step
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
@click.option("--through", multiple=True, help="Only chains that pass this thing; may be given again.")
@click.option("--without", multiple=True, help="No chain that passes this thing; may be given again.")
@click.option(
    "--only",
    multiple=True,
    type=click.Choice(KINDS),
    help="Only links of this kind: acts, claims, or what names and registers tell; may be given again.",
)
@click.option(
    "--generic", is_flag=True, help="Concepts, and regions that documents speak for, may link, too."
)
@rows.language
@rows.answer
@options.workspace
def command(
    start: str,
    end: str,
    number: int,
    sentences: int,
    through: tuple[str, ...],
    without: tuple[str, ...],
    only: tuple[str, ...],
    generic: bool,
    language: str,
    how: rows.Output,
    workspace: Workspace,
) -> None:
    """Show how two entities are linked: the best chains of acts and claims, with the sentence behind each step.

    Where more than one step links them, the sentences or sections that name both come first. Ends with 1 where
    they are not linked, or separate statements only have a common thing between; of words that name nothing, the
    sentences that hold them are told.

    \b
    Example:
        kg path 合成生物 宁河区 -w region.kg
    """
    with Graph(workspace) as graph:
        found = graph.path(
            start, end, number, through=through, without=without, only=only or KINDS, generic=generic
        )
        words = {**graph.ontology.names(language), **_words(graph.ontology, language)}
    machines = rows.told(how, asdict(found), "path", STEPS, _steps(found, words, sentences))
    linked = bool(found.chains or found.words) and not found.loose
    if not linked:
        note(f"{start} and {end} are not linked")
    for line in () if machines else _nearest(found, words, language):
        (result if linked else note)(line)
    if found.loose and not machines:
        between = ", ".join(step.end.label for step in found.chains[0][:-1])
        note(f"these statements stand apart, they only have {between} in common")
    for index, chain in enumerate(() if machines else found.chains, 1):
        steps = "".join(
            f" {_arrow(step, words)} {telling.thing(step.end, words, language)}" for step in chain
        )
        result(f"{index}. {telling.thing(chain[0].start, words, language)}{steps}")
        told: set[str] = set()
        for step in chain:
            for line in _grounds(step, found.sources, words, sentences):
                if line not in told:
                    result(f"   {line}")
                told.add(line)
    for name in found.words:
        note(f"{name}: nothing in the graph has this name; these sentences hold the words")
    if found.generic and not found.loose:
        note("only through a region for which a document speaks: nothing else links them")
    if found.loose or not found.chains:
        raise click.exceptions.Exit(1)


STEPS = ("chain", "from", "relation", "to", "sentence", "date", "document", "id")
"""The columns of a path in rows: a row for each sentence behind a step, or for what a name tells."""


def _steps(found: Paths, words: Mapping[str, str], sentences: int) -> Iterator[tuple[rows.Cell, ...]]:
    for number, chain in enumerate(found.chains, 1):
        for step in chain:
            ends = found.sources
            grounds = step.grounds[:sentences]
            for one in grounds:
                source = ends.get(one.document)
                what = one.label if isinstance(one, Act) else words[one.predicate]
                where = (source.date or "", source.id) if source else ("", one.document)
                yield number, step.start.label, what, step.end.label, one.quote, *where, one.iri
            if not grounds:
                told = "; ".join(_told(name, words) for name in step.names)
                yield number, step.start.label, told, step.end.label, "", "", "", ""


def _nearest(found: Paths, words: Mapping[str, str], language: str) -> Iterator[str]:
    """Where the two stand closest: how close, the document, the heading, the sentences, the things in them."""
    for near in found.near:
        where = f"{telling.cited(near.document, found.sources)}: {near.section or ''}".rstrip(": ")
        yield f"{words[near.closeness]}: {where}"
        yield from (f"  “{quote}”" for quote in near.quotes)
        if near.things:
            yield "  → " + "; ".join(telling.thing(one, words, language) for one in near.things)


def _words(ontology: Ontology, language: str) -> dict[str, str]:
    found = ontology.labels("tasks")
    return {name: of[language] for part in ("links", "grounds") for name, of in found[part].items()}


def _grounds(
    step: Step, sources: Mapping[str, Source], words: Mapping[str, str], sentences: int
) -> Iterator[str]:
    """What links the two things of a step, in words: acts first, then claims, then names."""
    for act in step.acts[:sentences]:
        yield f"{words['act']}: {act.label}"
        yield f"  {telling.act(act, sources, words)}"
    for claim in step.claims[: max(sentences - len(step.acts), 0)]:
        yield f"{words[claim.predicate]}: {telling.claim(claim, sources, words)}"
    if not step.acts and not step.claims:
        yield from (_told(name, words) for name in step.names)


def _told(name: str, words: Mapping[str, str]) -> str:
    """What a name or register tells, in words: the relation, and the rule or register (inField (field))."""
    relation, _, rule = name.removesuffix(")").partition(" (")
    return f"{words.get(relation, relation)} ({words.get(rule, rule)})"


def _arrow(step: Step, words: Mapping[str, str]) -> str:
    if step.claims:
        best = step.claims[0]
        name = words[best.predicate]
        return f"—{name}→" if best.subject == step.start.iri else f"←{name}—"
    return f"—{words['act'] if step.acts else words['name']}—"
