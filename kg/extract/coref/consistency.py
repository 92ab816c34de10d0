"""Mentions of one document, made consistent: one name has one type, one thing one name."""

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from kg.extract.coref.aliases import resolved, words
from kg.model import Mention
from kg.ontology import Ontology


def consistent(mentions: Sequence[Mention], text: str, ontology: Ontology) -> tuple[Mention, ...]:
    """The mentions with one canonical name for each thing, and one type for each name.

    Short forms get the name that the text declares for them (以下简称), or that of the only longer
    name of their type which they abbreviate; where a declared short form stands unmarked, a mention
    is added. Areas of one name that stand behind different areas are told apart by these; a zone with and without
    its city's 市 is one. The type of a name is the one with the most confidence behind it.
    """
    how = words(ontology)
    named = tuple(_namesakes(tuple(_zones(resolved(mentions, text, how), how.levels))))
    votes: dict[str, Counter[str]] = {}
    for mention in named:
        count = votes.setdefault(mention.name, Counter())
        count[mention.type] += mention.confidence  # type: ignore[assignment]
    types = {name: max(sorted(count), key=lambda t: count[t]) for name, count in votes.items()}
    return tuple(
        mention if mention.type == types[mention.name] else replace(mention, type=types[mention.name])
        for mention in named
    )


def _zones(mentions: Sequence[Mention], levels: AbstractSet[str]) -> Iterator[Mention]:
    """The mentions with one name for a zone that is written with and without the ending of its area's name."""
    names = {m.text: m.name for m in mentions if m.type == "Zone"}
    for mention in mentions:
        text = mention.name
        other = next(
            (
                names[short]
                for at in range(2, len(text) - 1)
                if text[at] in levels and (short := text[:at] + text[at + 1 :]) in names
            ),
            None,
        )
        yield replace(mention, name=other) if mention.type == "Zone" and other else mention


def _namesakes(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions with areas of one name told apart where the text names different areas right before it.

    Where it stands alone, the one named last is meant.
    """
    ends = {m.end: m.name for m in mentions if m.type == "Region" and len(m.text) > 1}  # 沪浙 are two areas
    above: dict[str, set[str]] = {}
    for mention in mentions:
        if mention.type == "Region" and mention.start in ends:
            above.setdefault(mention.name, set()).add(ends[mention.start])
    last: dict[str, str] = {}
    for mention in mentions:
        name = mention.name
        if mention.type == "Region" and len(above.get(name, ())) > 1:
            last[name] = ends.get(mention.start, last.get(name, ""))
            name = last[name] + name
        yield replace(mention, name=name) if name != mention.name else mention
