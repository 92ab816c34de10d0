"""Short forms and other names, as the document itself declares or abbreviates them, to the name in full."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.model import Mention
from kg.ontology import Ontology
from kg.text.alternation import alternation

_latin = re.compile(r"[A-Za-z][A-Za-z0-9&.\-]{1,9}")
_quotes = '“”‘’"'
_titles = "《》〈〉"
_joined = re.compile("[-—–~～·]+")
"""What joins the parts of a name (外滩—北外滩): a part is no short form of the whole."""
_least = 2
_long = 4
"""The characters of the end of a name that is no common word (实验室, 博物馆), at least."""


@dataclass(frozen=True, slots=True)
class Aliases:
    """How other names are told: words of `alias_words.tsv` in patterns, and the ways that classes have.

    `bracket` is what follows a name to say how else it is called: （以下简称“海材院”）, （即海材院）, （海材院）.
    """

    bracket: re.Pattern[str]
    beside: frozenset[str]
    title: re.Pattern[str]
    classed: re.Pattern[str]
    head: re.Pattern[str]
    rank: re.Pattern[str]
    branch: re.Pattern[str]
    levels: frozenset[str]
    ways: Mapping[str, Sequence[str]]


@cache
def words(ontology: Ontology) -> Aliases:
    """The words and ways by which names of an ontology are short for others."""
    words = ontology.words("alias_words", "says")
    any_of = {says: alternation(those) for says, those in words.items()}
    return Aliases(
        re.compile(
            rf"[”’》]?[（(](?P<how>[^（）()“”‘’\"《]{{0,6}}?{any_of['called']}|{any_of['named']})?[:：]?"
            r"(?P<form>[“‘\"《]?(?P<short>[^（）()“”‘’\"，,。；;、《》]{2,16})[”’\"》]?)[）)]"
        ),
        frozenset(words["beside"]),
        re.compile(
            rf"{any_of['state']}|{any_of['title']}|{any_of['level']}级|{any_of['level']}{any_of['body']}"
        ),
        re.compile(f"(?:{any_of['state']}|{any_of['level']})级"),
        re.compile(f"{any_of['head']}$"),
        re.compile(rf"(?:{any_of['state']}|{any_of['level']})级?|{any_of['state']}?[\u4e00-\u9fff]{{2}}级"),
        re.compile(f"{any_of['branch']}$"),
        frozenset(words["level"]),
        {name: of.short_forms for name, of in ontology.classes.items() if of.short_forms},
    )


@dataclass(frozen=True, slots=True)
class _Declared:
    """A short form as it is written, the mention of the name it stands for, and where it is declared."""

    form: str
    full: Mention
    place: int


def resolved(mentions: Sequence[Mention], text: str, how: Aliases) -> tuple[Mention, ...]:
    """The mentions under the names that the text gives in full, in the order of the text.

    A short form gets the name that the text declares for it, or that of the only longer name of its
    type which it abbreviates. Where a declared short form stands unmarked behind its declaration,
    a mention is added.
    """
    return tuple(_abbreviated(_declared(mentions, text, how), how))


def _declarations(mentions: Sequence[Mention], text: str, how: Aliases) -> Iterator[_Declared]:
    ends = {mention.end: mention for mention in mentions}
    begins = {mention.start: mention for mention in mentions}
    for match in how.bracket.finditer(text):
        full = ends.get(match.start()) or ends.get(match.start() + 1)
        if full is None:
            continue
        form = match["form"].strip(_quotes)
        marked = begins.get(match.start("short")) or begins.get(match.start("form"))
        if match["how"]:
            if len(form) < len(full.text) or match["how"] in how.beside:
                yield _Declared(form, full, match.start("form"))
        elif _latin.fullmatch(form) and not _latin.search(full.text):
            yield _Declared(form, full, match.start("form"))
        elif marked is not None and marked.end in (match.end("short"), match.end("form")):
            if marked.type == full.type and len(form) <= len(full.text):
                yield _Declared(form, full, match.start("form"))
            elif marked.type == full.type:
                yield _Declared(full.text.strip(_quotes), marked, full.start)


def _declared(mentions: Sequence[Mention], text: str, how: Aliases) -> list[Mention]:
    known: dict[str, _Declared] = {}
    for one in _declarations(mentions, text, how):
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


def _abbreviated(mentions: Sequence[Mention], how: Aliases) -> Iterator[Mention]:
    known: dict[str, dict[str, str]] = {}
    for mention in mentions:
        if mention.type in how.ways:
            known.setdefault(mention.type, {}).setdefault(mention.text, mention.name)
    full: dict[tuple[str, str], str] = {}
    for kind, names in known.items():
        holding = _by_character(names)
        for short, name in names.items():
            if name == short:
                long_names = _with_all(short.strip(_titles), names, holding)
                meant = {names[long] for long in _longer(short, long_names, how, how.ways[kind])}
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


def _longer(short: str, names: Iterable[str], how: Aliases, allowed: Sequence[str]) -> Iterator[str]:
    if len(short) >= _long and "long end" in allowed:
        allowed = (*allowed, "end")
    for long in names:
        if (
            len(long) > len(short) + 1
            and abbreviates(short, long) in allowed
            and not _ranked(short, long, how)
        ):
            yield long


def _ranked(short: str, long: str, how: Aliases) -> bool:
    """Whether a rank or a branch makes two things of two names: 省级零碳园区 is one kind of 零碳园区.

    What begins with a rank is a title that many bear (国家物流枢纽), or the body of a level (市委). What ends as
    bodies of a kind do (大学) is short for none of another kind.
    """
    if how.title.match(short) or how.classed.match(long):
        return True
    if how.head.search(short) and not (long.startswith(short) or long.endswith(short[-_least:])):
        return True
    at = long.find(short)
    if at >= 0 and how.branch.search(long[at + len(short) :]):
        return True
    return long.endswith(short) and how.rank.fullmatch(long[: -len(short)]) is not None


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
