"""Mentions of one document, made consistent: one name has one type, one thing one name."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kg.model import Mention


def consistent(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions with one type for each canonical name: the one with the most confidence behind it."""
    votes: dict[str, Counter[str]] = {}
    for mention in mentions:
        votes.setdefault(mention.name, Counter())[mention.type] += mention.confidence  # type: ignore[assignment]
    types = {name: max(sorted(count), key=lambda t: count[t]) for name, count in votes.items()}
    return tuple(
        mention if mention.type == types[mention.name] else replace(mention, type=types[mention.name])
        for mention in mentions
    )
