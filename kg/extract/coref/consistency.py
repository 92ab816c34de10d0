"""Mentions of one document, made consistent: one name has one type, one thing one name."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kg.extract.coref.aliases import resolved
from kg.model import Mention


def consistent(mentions: Sequence[Mention], text: str = "") -> tuple[Mention, ...]:
    """The mentions with one canonical name for each thing, and one type for each name.

    Short forms get the name that the text declares for them (以下简称), or that of the only longer
    name of their type which they abbreviate; where a declared short form stands unmarked, a mention
    is added. The type of a name is the one with the most confidence behind it.
    """
    named = resolved(mentions, text)
    votes: dict[str, Counter[str]] = {}
    for mention in named:
        count = votes.setdefault(mention.name, Counter())
        count[mention.type] += mention.confidence  # type: ignore[assignment]
    types = {name: max(sorted(count), key=lambda t: count[t]) for name, count in votes.items()}
    return tuple(
        mention if mention.type == types[mention.name] else replace(mention, type=types[mention.name])
        for mention in named
    )
