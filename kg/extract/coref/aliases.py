"""Short forms and other names, as the document itself declares or abbreviates them, to the name in full."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.model import Mention

_bracket = re.compile(
    r"[”’》]?[（(](?P<how>[^（）()“”‘’\"《]{0,6}?称(?:为|作)?|即|又名|原名|简写为|缩写为)?[:：]?"
    r"(?P<form>[“‘\"《]?(?P<short>[^（）()“”‘’\"，,。；;、《》]{2,16})[”’\"》]?)[）)]"
)
"""What follows a name to say how else it is called: （以下简称“海材院”）, （即海材院）, （海材院）."""

_latin = re.compile(r"[A-Za-z][A-Za-z0-9&.\-]{1,9}")
_quotes = '“”‘’"'
_titles = "《》〈〉"
_title = re.compile("国家|全国|[省市区县]级|[省市区县](?:委|政府|人大|政协|纪委|人民政府)")
_joined = re.compile("[-—–~～·]+")
"""What joins the parts of a name (外滩—北外滩): a part is no short form of the whole."""
_rank = re.compile("(?:国家|[省市区县])级?")
_headless = frozenset({"Research", "Organization"})
"""Types of which the end of a name of three characters or less (实验室, 博物馆) may be any of them."""
_least = 2

ways: Mapping[str, Sequence[str]] = {
    "Enterprise": ("begin", "end", "letters", "initials", "parts"),
    "Research": ("end", "letters", "initials", "parts"),
    "Government": ("letters", "initials", "parts"),
    "Organization": ("end", "letters", "initials"),
    "Zone": ("end", "letters"),
    "Program": (
        "letters",
        "initials",
    ),
    "Document": ("end", "letters", "initials"),
}
"""For a type, how a short form may stand to the only name of the document that it can mean.

Of 182 such pairs in annotated documents 17 were two things, and 10 with the ways that `abbreviates`
leaves out; other ways and types were wrong more often and are left out.
"""


@dataclass(frozen=True, slots=True)
class _Declared:
    """A short form as it is written, the mention of the name it stands for, and where it is declared."""

    form: str
    full: Mention
    place: int


def resolved(mentions: Sequence[Mention], text: str) -> tuple[Mention, ...]:
    """The mentions under the names that the text gives in full, in the order of the text.

    A short form gets the name that the text declares for it, or that of the only longer name of its
    type which it abbreviates. Where a declared short form stands unmarked behind its declaration,
    a mention is added.
    """
    return tuple(_abbreviated(_declared(mentions, text)))


def _declarations(mentions: Sequence[Mention], text: str) -> Iterator[_Declared]:
    ends = {mention.end: mention for mention in mentions}
    begins = {mention.start: mention for mention in mentions}
    for match in _bracket.finditer(text):
        full = ends.get(match.start()) or ends.get(match.start() + 1)
        if full is None:
            continue
        form = match["form"].strip(_quotes)
        marked = begins.get(match.start("short")) or begins.get(match.start("form"))
        if match["how"]:
            if len(form) < len(full.text) or match["how"] in {"又称", "也称", "俗称", "即"}:
                yield _Declared(form, full, match.start("form"))
        elif _latin.fullmatch(form) and not _latin.search(full.text):
            yield _Declared(form, full, match.start("form"))
        elif marked is not None and marked.end in (match.end("short"), match.end("form")):
            if marked.type == full.type and len(form) <= len(full.text):
                yield _Declared(form, full, match.start("form"))
            elif marked.type == full.type:
                yield _Declared(full.text.strip(_quotes), marked, full.start)


def _declared(mentions: Sequence[Mention], text: str) -> list[Mention]:
    known: dict[str, _Declared] = {}
    for one in _declarations(mentions, text):
        known.setdefault(one.form, one)
    found: list[Mention] = []
    for mention in mentions:
        meant = known.get(mention.text.strip(_quotes))
        if meant is not None and mention.start >= meant.place - 1:
            found.append(replace(mention, name=meant.full.name, type=meant.full.type))
        else:
            found.append(mention)
    found.extend(_unmarked(known.values(), [(m.start, m.end) for m in mentions], text))
    return sorted(found, key=lambda mention: (mention.start, mention.end))


def _unmarked(known: Iterable[_Declared], taken: list[tuple[int, int]], text: str) -> Iterator[Mention]:
    """Mentions where a declared form stands that no mention covers."""
    for one in known:
        full = one.full
        for match in re.finditer(re.escape(one.form), text[one.place :]):
            start, end = one.place + match.start(), one.place + match.end()
            if not any(a < end and start < b for a, b in taken):
                taken.append((start, end))
                yield replace(full, start=start, end=end, text=one.form, by=f"{full.by}:declared")


def _abbreviated(mentions: Sequence[Mention]) -> Iterator[Mention]:
    known: dict[str, dict[str, str]] = {}
    for mention in mentions:
        if mention.type in ways:
            known.setdefault(mention.type, {}).setdefault(mention.text, mention.name)
    full: dict[tuple[str, str], str] = {}
    for kind, names in known.items():
        holding = _by_character(names)
        for short, name in names.items():
            if name == short:
                allowed = [
                    way for way in ways[kind] if way != "end" or kind not in _headless or len(short) > 3
                ]
                meant = {
                    names[long]
                    for long in _longer(short, _with_all(short.strip(_titles), names, holding), allowed)
                }
                if len(meant) == 1:
                    full[kind, short] = meant.pop()
    for mention in mentions:
        own = mention.name == mention.text
        yield replace(mention, name=full.get((mention.type, mention.text), mention.name)) if own else mention


def _by_character(names: Iterable[str]) -> dict[str, set[str]]:
    """The names that hold each character."""
    holding: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        for char in name:
            holding[char].add(name)
    return holding


def _with_all(short: str, names: Iterable[str], holding: Mapping[str, set[str]]) -> Iterable[str]:
    """The names that hold every character of a short form: no other can be what it is short for."""
    return set.intersection(*(holding[char] for char in set(short))) if short else names


def _longer(short: str, names: Iterable[str], allowed: Sequence[str]) -> Iterator[str]:
    for long in names:
        if len(long) > len(short) + 1 and abbreviates(short, long) in allowed and not _ranked(short, long):
            yield long


def _ranked(short: str, long: str) -> bool:
    """Whether a rank makes two things of two names: 省级零碳园区 is one kind of 零碳园区.

    What begins with a rank is a title that many bear (国家物流枢纽), or the body of a level (市委).
    """
    if _title.match(short):
        return True
    return long.endswith(short) and _rank.fullmatch(long[: -len(short)]) is not None


def abbreviates(short: str, long: str) -> str | None:
    """How a short form may be made from a name: its begin, its end, letters of it with the last, parts; or not.

    `letters` keep the order and end as the name ends, `initials` likewise without two that are neighbours in the
    name; `parts` keep the order. A name that only lacks
    a piece from the middle (兰州大学 and 兰州理工大学) is another name.
    """
    if short in _joined.split(long):
        return None
    if long.startswith(short):
        return "begin"
    if long.endswith(short):
        return "end"
    if (law := short.strip(_titles)) in long and law != short:
        return None if not long.strip(_titles).endswith(law) else "end"  # a law, and what is made under it
    rest = iter(long)
    if not all(char in rest for char in short) or _lacks_middle(short, long):
        return None
    if short[-1] == long[-1]:
        return ("letters" if _has_piece(short, long) else "initials") if len(short) > _least else None
    return "parts"


def _has_piece(short: str, long: str) -> bool:
    """Whether two neighbouring characters of a short form are neighbours in the name."""
    return any(short[at : at + 2] in long for at in range(len(short) - 1))


def _lacks_middle(short: str, long: str) -> bool:
    """Whether a name is another one without a piece of its middle, two characters or more kept on both sides."""
    return any(
        long.startswith(short[:cut]) and long.endswith(short[cut:]) for cut in range(_least, len(short) - 1)
    )
