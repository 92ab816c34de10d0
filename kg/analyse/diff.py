"""Two networks to what changed from one to the other: entities, edges with their status, figures."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

from kg.model import Claim, Figure

Word = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: what kind of thing, added, removed or changed, in words, from what to what, and where it is said.

    `text` names the thing by labels; `before` and `after` are statuses or values; `quote` is a
    sentence of the side that has it (the newer one where both do).
    """

    what: str
    change: str
    text: str
    before: str = ""
    after: str = ""
    quote: str = ""


def of_documents(network: "nx.MultiDiGraph[str]", documents: Collection[str]) -> "nx.MultiDiGraph[str]":
    """The part of a network that some documents (IRIs) state: their claims and figures, and what these name."""
    part: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for a, b, key, data in network.edges(keys=True, data=True):
        claims = tuple(claim for claim in data["claims"] if claim.document in documents)
        if claims:
            order = [s for s in data["statuses"] if any(c.status == s for c in claims)]
            part.add_node(a, **network.nodes[a])
            part.add_node(b, **network.nodes[b])
            changed = {"claims": claims, "status": order[0], "statuses": tuple(order)}
            part.add_edge(a, b, key=key, **{**data, **changed})
    figures = tuple(f for f in network.graph["figures"] if f.document in documents)
    for figure in figures:
        part.add_node(figure.subject, **network.nodes[figure.subject])
    part.graph.update({**network.graph, "figures": figures})
    return part


def diff(
    old: "nx.MultiDiGraph[str]", new: "nx.MultiDiGraph[str]", words: Mapping[str, str] | None = None
) -> tuple[Change, ...]:
    """All changes: entities, then relations, then figures; each by text.

    Entities are the same where their IRIs are, relations where both ends and the label are,
    figures where subject, wording, unit, year and status are; of these a changed value is a change.
    `words` says what types, relations and statuses are called, where not by their names.
    """
    called = dict(words or {})

    def word(name: str) -> str:
        return called.get(name, name)

    found = (_entities(old, new, word), _relations(old, new, word), _figures(old, new, word))
    return tuple(change for changes in found for change in _sorted(changes))


def _sorted(found: Iterator[Change]) -> list[Change]:
    return sorted(found, key=lambda c: (c.change, c.text, c.before, c.after))


def _compared(
    what: str,
    old: dict[Any, Any],
    new: dict[Any, Any],
    text: Callable[[Any], str],
    value: Callable[[Any], str],
    quote: Callable[[Any], str],
) -> Iterator[Change]:
    for key in {**old, **new}:
        before, after = old.get(key), new.get(key)
        if before is None:
            yield Change(what, "added", text(key), "", value(after), quote(after))
        elif after is None:
            yield Change(what, "removed", text(key), value(before), "", quote(before))
        elif value(before) != value(after):
            yield Change(what, "changed", text(key), value(before), value(after), quote(after))


def _entities(old: "nx.MultiDiGraph[str]", new: "nx.MultiDiGraph[str]", word: Word) -> Iterator[Change]:
    sides = [
        {iri: (data["label"], data["type"]) for iri, data in side.nodes(data=True)} for side in (old, new)
    ]
    labels = {iri: label for side in sides for iri, (label, _) in side.items()}
    yield from _compared(
        "entity", sides[0], sides[1], lambda iri: labels[iri], lambda two: word(two[1]), lambda _: ""
    )


def _relations(old: "nx.MultiDiGraph[str]", new: "nx.MultiDiGraph[str]", word: Word) -> Iterator[Change]:
    labels = {iri: data["label"] for side in (old, new) for iri, data in side.nodes(data=True)}
    sides = [
        {(a, key, b): data for a, b, key, data in side.edges(keys=True, data=True)} for side in (old, new)
    ]

    def quote(data: dict[str, Any]) -> str:
        claim: Claim = data["claims"][0]
        return claim.quote

    yield from _compared(
        "relation",
        sides[0],
        sides[1],
        lambda edge: f"{labels[edge[0]]} {word(edge[1])} {labels[edge[2]]}",
        lambda data: "、".join(map(word, data["statuses"])),
        quote,
    )


def _figures(old: "nx.MultiDiGraph[str]", new: "nx.MultiDiGraph[str]", word: Word) -> Iterator[Change]:
    labels = {iri: data["label"] for side in (old, new) for iri, data in side.nodes(data=True)}
    sides: list[dict[tuple[str, ...], Figure]] = [
        {(f.subject, f.indicator, f.unit, f.year or "", f.status): f for f in side.graph["figures"]}
        for side in (old, new)
    ]
    yield from _compared(
        "figure",
        sides[0],
        sides[1],
        lambda key: " ".join(part for part in (labels[key[0]], key[1], key[3], word(key[4])) if part),
        lambda figure: f"{figure.bound} {figure.amount} {figure.unit}",
        lambda figure: figure.quote,
    )
