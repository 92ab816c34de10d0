"""Two networks to what changed from one to the other: entities, edges with their status, figures."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

from kg.model import Claim, Figure

SLOGAN = "Concept"
"""The type of aims and principles."""

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
    old: "nx.MultiDiGraph[str]",
    new: "nx.MultiDiGraph[str]",
    words: Mapping[str, str] | None = None,
    *,
    slogans: bool = True,
) -> tuple[Change, ...]:
    """All changes: entities, then relations, then figures; each by text.

    Entities are the same where their IRIs are, relations where both ends and the label are,
    figures where subject, wording, unit, year and status are; of these a changed value is a change. A figure of which
    the new side has only that of another year is set beside it (2025: 5.66 → 2026: 5.89), also where both are the same.
    Without `slogans` aims and principles, and what is said of them, stay out.
    `words` says what types, relations and statuses are called, where not by their names.
    """
    called = dict(words or {})

    def word(name: str) -> str:
        return called.get(name, name)

    if not slogans:
        old, new = _plain(old), _plain(new)
    found = (_entities(old, new, word), _relations(old, new, word), _figures(old, new, word))
    return tuple(change for changes in found for change in _sorted(changes))


def _plain(network: "nx.MultiDiGraph[str]") -> "nx.MultiDiGraph[str]":
    """A network without aims and principles."""
    return network.subgraph(node for node, data in network.nodes(data=True) if data["type"] != SLOGAN)


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
    sides = [_told(side) for side in (old, new)]
    before, after = (
        {key: f for key, f in side.items() if key not in other} for side, other in (sides, sides[::-1])
    )
    paired = dict(_across(before, after))
    for key, other in sorted(paired.items()):
        one, two = before[key], after[other]
        years = f"{one.year} → {two.year}"
        yield Change(
            "figure", "changed", _wording(labels, two, word, years), _amount(one), _amount(two), two.quote
        )
    gone, come = {*paired}, {*paired.values()}
    yield from _compared(
        "figure",
        {key: f for key, f in sides[0].items() if key not in gone},
        {key: f for key, f in sides[1].items() if key not in come},
        lambda key: _wording(labels, sides[1].get(key) or sides[0][key], word),
        _amount,
        lambda figure: figure.quote,
    )


Key = tuple[str, ...]
"""Subject, canonical indicator or wording, extent, part, unit, status, year."""


def _told(network: "nx.MultiDiGraph[str]") -> dict[Key, Figure]:
    """The figures of a network by what they tell, of things that it holds."""
    return {
        (f.subject, f.concept or f.indicator, " ".join(f.scope), f.part, f.unit, f.status, f.year or ""): f
        for f in network.graph["figures"]
        if f.subject in network
    }


def _across(before: Mapping[Key, Figure], after: Mapping[Key, Figure]) -> Iterator[tuple[Key, Key]]:
    """The figures of one side with those of the other that differ from them in the year alone, the latest of both."""
    latest: list[dict[Key, Key]] = []
    for side in (before, after):
        by_rest: dict[Key, Key] = {}
        for key in sorted(side):
            if key[-1]:
                by_rest[key[:-1]] = key
        latest.append(by_rest)
    for rest in sorted(latest[0].keys() & latest[1].keys()):
        if latest[0][rest][-1] < latest[1][rest][-1]:
            yield latest[0][rest], latest[1][rest]


def _wording(labels: Mapping[str, str], of: Figure, word: Word, year: str | None = None) -> str:
    parts = (labels[of.subject], of.indicator, year or of.year or "", word(of.status))
    return " ".join(part for part in parts if part)


def _amount(of: Figure) -> str:
    return f"{of.bound} {of.amount} {of.unit}"
