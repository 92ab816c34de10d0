"""When two names, figures or documents say the same: the rules of the annotation scheme's scorer."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kg.model import Annotated, Indicator, Mention
from kg.text.function_words import pattern, words_of

Fix = Callable[[str], int | str]
"""A name to the gold entity that it means, by index, -1 for the document's own region, else a text."""

_noise = re.compile(r"[\s\"'“”‘’《》〈〉「」·•]")
_region = pattern(r"<province end>$|(?<=..)<city end>$")
_sector = pattern("<scored sector end>$")
_bare = frozenset(words_of("scored sector"))
_scale = (("百万", 1e6), ("千万", 1e7), ("万亿", 1e12), ("千", 1e3), ("万", 1e4), ("亿", 1e8))


def normal(name: str) -> str:
    """The form under which the scorer takes two writings of one name for the same.

    A rule of the annotation scheme, which the scorer beside the gold has word for word: it must not move with
    the keys of linking (`kg.gazetteer.keys`), or scores of different versions could not be compared.
    """
    name = _noise.sub("", unicodedata.normalize("NFKC", name).lower())
    if len(name) > 2:
        name = _region.sub("", name)
    bare = _sector.sub("", name)
    return bare if len(bare) > 1 and bare not in _bare else name


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity of a document as the scorer sees it: its type and all its writings, normalised."""

    name: str
    type: str
    names: frozenset[str]
    mentions: tuple[Mention, ...]


def things(annotated: Annotated) -> tuple[Thing, ...]:
    """The entities of a document, by first mention."""
    groups: dict[tuple[str, str], list[Mention]] = {}
    for mention in annotated.findings.mentions:
        groups.setdefault((mention.name, mention.type), []).append(mention)
    return tuple(
        Thing(name, kind, frozenset(normal(n) for n in (name, *(m.text for m in members))), tuple(members))
        for (name, kind), members in groups.items()
    )


def pair(count: int, others: int, same: Callable[[int, int], bool]) -> dict[int, int]:
    """One-to-one matches, each taking the first free one that is the same: {index: index among the others}."""
    free, match = set(range(others)), {}
    for i in range(count):
        j = next((j for j in sorted(free) if same(i, j)), None)
        if j is not None:
            free.remove(j)
            match[i] = j
    return match


def amount(figure: Indicator) -> tuple[float, str]:
    """A figure's value in units of one, and the unit without its numeral (1.5 万亿元 is 1.5e12 元)."""
    unit = unicodedata.normalize("NFKC", figure.unit)
    scale = 1.0
    for word, factor in _scale:
        if unit.startswith(word):
            scale, unit = factor, unit[len(word) :]
            break
    return round(float(figure.value) * scale, 6), unit


def alike(a: str, b: str) -> bool:
    """Whether two wordings of what is measured mean the same: one holds the other, or half their bigrams meet."""
    a, b = normal(a), normal(b)
    if a in b or b in a:
        return True
    one, two = ({s[i : i + 2] for i in range(len(s) - 1)} for s in (a, b))
    return bool(one and two) and 2 * len(one & two) / (len(one) + len(two)) >= 0.5


def bounds(found: Iterable[Indicator]) -> list[Indicator]:
    """Indicators as annotators write them: a range is its two bounds."""
    return [bound for one in found for bound in one.bounds]


def same_figure(a: Indicator, b: Indicator) -> bool:
    """Whether two indicators state one figure: the same amount of the same thing measured."""
    return amount(a) == amount(b) and alike(a.indicator, b.indicator)


def same_fields(a: Indicator, b: Indicator) -> bool:
    """Whether two indicators agree in subject, comparator, year and status."""
    return [normal(x or "-") for x in (a.subject, a.comparator, a.year, a.status)] == [
        normal(x or "-") for x in (b.subject, b.comparator, b.year, b.status)
    ]


def known(gold: Sequence[Thing], region: str | None) -> dict[str, int]:
    """Every name of the gold entities with its index; -1 stands for the document's own region."""
    found = {name: j for j, thing in enumerate(gold) for name in thing.names}
    if region is not None:
        found.setdefault(normal(region), -1)
    return found


def writings(found: Iterable[Thing]) -> dict[str, frozenset[str]]:
    """All writings of each entity by its normalised name."""
    return {normal(thing.name): thing.names for thing in found}


def fixes(wanted: Annotated, given: Annotated) -> tuple[Fix, Fix]:
    """Names of gold and names of the given document to the gold entities (by index) that they mean.

    A name that gold does not know stands as a text that no gold name can equal.
    """
    among = known(things(wanted), wanted.document.region)
    aliases = writings(things(given))

    def place(name: str) -> int | str:
        key = normal(name)
        return next((among[n] for n in (key, *sorted(aliases.get(key, ()))) if n in among), f"?{key}")

    return (lambda name: among.get(normal(name), f"!{normal(name)}")), place
