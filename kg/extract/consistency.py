"""Mentions of one document, made consistent: one name has one type, one thing one name."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.model import Mention

declared = re.compile(
    r"[”’》]?[（(](?:以下|下文|下)?(?:统|简|合)?称(?:为|作)?[:：]?[“‘\"]?(?P<short>[^（）()“”‘’\"，,。；;、]{2,16})[”’\"]?[）)]"
)
"""What follows a name in full to say how it is called from here on."""

quotes = '“”‘’"《》'

ways = {
    "Enterprise": ("begin", "end", "letters", "parts"),
    "Research": ("end", "letters", "parts"),
    "Government": ("letters", "parts"),
    "Organization": ("end", "letters"),
    "Zone": ("end", "letters"),
    "Program": ("letters",),
    "Document": ("letters",),
}
"""For a type, how a short form may stand to the only name of the document that it can mean.

Of 182 such pairs in annotated documents 17 were two things; the other ways and types were wrong
more often than that and are left out.
"""


def consistent(mentions: Sequence[Mention], text: str = "") -> tuple[Mention, ...]:
    """The mentions with one canonical name for each thing, and one type for each name.

    Short forms get the name that the text declares for them (以下简称), or that of the only longer
    name of their type which they abbreviate; where a declared short form stands unmarked, a mention
    is added. The type of a name is the one with the most confidence behind it.
    """
    named = tuple(_abbreviated(_declared(mentions, text)))
    votes: dict[str, Counter[str]] = {}
    for mention in named:
        count = votes.setdefault(mention.name, Counter())
        count[mention.type] += mention.confidence  # type: ignore[assignment]
    types = {name: max(sorted(count), key=lambda t: count[t]) for name, count in votes.items()}
    return tuple(
        mention if mention.type == types[mention.name] else replace(mention, type=types[mention.name])
        for mention in named
    )


def _declared(mentions: Sequence[Mention], text: str) -> list[Mention]:
    ends = {mention.end: mention for mention in mentions}
    full: dict[str, Mention] = {}
    for match in declared.finditer(text):
        mention = ends.get(match.start()) or ends.get(match.start() + 1)
        if mention is not None and len(match["short"]) < len(mention.text):
            full.setdefault(match["short"].strip(quotes), mention)
    found = []
    for mention in mentions:
        meant = full.get(mention.text.strip(quotes))
        if meant is not None and mention.start > meant.start:
            mention = replace(mention, name=meant.name, type=meant.type)  # noqa: PLW2901 - the same mention, named
        found.append(mention)
    taken = [(mention.start, mention.end) for mention in mentions]
    for short, meant in full.items():
        for match in re.finditer(re.escape(short), text):
            start, end = match.span()
            if start > meant.start and not any(a < end and start < b for a, b in taken):
                taken.append((start, end))
                found.append(replace(meant, start=start, end=end, text=short, by=f"{meant.by}:declared"))
    return sorted(found, key=lambda mention: (mention.start, mention.end))


def _abbreviated(mentions: Sequence[Mention]) -> Iterator[Mention]:
    known: dict[str, dict[str, str]] = {}
    for mention in mentions:
        if mention.type in ways:
            known.setdefault(mention.type, {}).setdefault(mention.text, mention.name)
    full: dict[tuple[str, str], str] = {}
    for kind, names in known.items():
        for short, name in names.items():
            if name == short:
                meant = {names[long] for long in _longer(short, names, ways[kind])}
                if len(meant) == 1:
                    full[kind, short] = meant.pop()
    for mention in mentions:
        own = mention.name == mention.text
        yield replace(mention, name=full.get((mention.type, mention.text), mention.name)) if own else mention


def _longer(short: str, names: Iterable[str], allowed: Sequence[str]) -> Iterator[str]:
    for long in names:
        if len(long) > len(short) + 1 and abbreviates(short, long) in allowed:
            yield long


def abbreviates(short: str, long: str) -> str | None:
    """How a short form may be made from a name: its begin, its end, letters of it with the last, parts; or not.

    `letters` keep the order and end as the name ends; `parts` keep the order.
    """
    if long.startswith(short):
        return "begin"
    if long.endswith(short):
        return "end"
    rest = iter(long)
    if not all(char in rest for char in short):
        return None
    if short[-1] == long[-1]:
        return "letters" if len(short) > 2 else None
    return "parts"
