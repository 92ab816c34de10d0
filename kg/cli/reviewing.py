"""The questions of `kg review --ask`, put one by one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from kg.analyse import Doubt, Likeness
from kg.cli.console import note, result
from kg.cli.language import say
from kg.pipeline.build import decide
from kg.reviewing import Decided, merge
from kg.workspace import Workspace

if TYPE_CHECKING:
    import networkx as nx

_answers = click.Choice(["y", "n", "s", "q"])


def walk(
    workspace: Workspace,
    network: "nx.MultiDiGraph[str]",
    pairs: Sequence[Likeness],
    claims: Sequence[Doubt],
    words: dict[str, str],
) -> int:
    """Asks about each pair and claim; each answer is kept at once. How many were decided."""
    count = 0
    everything: tuple[Likeness | Doubt, ...] = (*pairs, *claims)
    for number, one in enumerate(everything, 1):
        result(f"\n[{number}/{len(everything)}]")
        answer = _pair(network, one, words) if isinstance(one, Likeness) else _claim(one, words)
        if answer == "q":
            break
        if answer == "s":
            continue
        _keep(workspace, one, yes=answer == "y")
        count += 1
    return count


def _keep(workspace: Workspace, one: Likeness | Doubt, *, yes: bool) -> None:
    if isinstance(one, Doubt):
        decide(workspace, "confirmed" if yes else "rejected", [{"claim": one.iri}])
    elif not yes:
        decide(workspace, "distinct", [{"this": one.second, "other": one.first}])
    elif Decided.of(workspace).final(one.second) == Decided.of(workspace).final(one.first):
        note("is one thing already")
    else:
        merge(workspace, one.second, one.first)


def _pair(network: "nx.MultiDiGraph[str]", one: Likeness, words: dict[str, str]) -> str:
    result(f"{one.labels[1]}  =  {one.labels[0]} ?  ({words[one.type]}; {say(one.reason)})")
    for entity in (one.second, one.first):
        result(f"  {network.nodes[entity]['label']}: {_sentence(network, entity)}")
    return _answer("one thing")


def _claim(one: Doubt, words: dict[str, str]) -> str:
    said = f"{one.subject}  {words.get(one.predicate, one.predicate)}  {one.object}"
    result(f"{said}  ({words[one.status]}; {one.confidence:.2f} {one.by})")
    result(f"  {one.quote}")
    return _answer("right")


def _answer(question: str) -> str:
    """The answer; an interrupt, or the end of the input, is to quit."""
    try:
        return str(
            click.prompt(
                f"  {say(f'{question}? yes, no, skip, quit')}", type=_answers, show_choices=True, err=True
            )
        )
    except click.Abort:
        return "q"


def _sentence(network: "nx.MultiDiGraph[str]", entity: str) -> str:
    edges = [*network.out_edges(entity, data=True), *network.in_edges(entity, data=True)]
    quotes = [claim.quote for _, _, data in edges for claim in data["claims"]]
    return min(quotes, key=lambda quote: (len(quote), quote), default="-")
