"""Classes of words by which Chinese joins, counts, compares and dates: patterns written with their names."""

import re
from functools import cache

from kg.ontology import folder, rows
from kg.text.alternation import alternation

_part = re.compile(
    r"\\.|(?P<open>\[\^?\]?)|(?P<close>\])|(?<!\?P)<(?P<names>[a-z][a-z' ]*(?:\|[a-z][a-z' ]*)*)>", re.DOTALL
)


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    table = rows(folder() / "lexicon" / "function_words.tsv")
    return {row["class"]: tuple(row["words"].split("|")) for row in table}


def words_of(*names: str) -> tuple[str, ...]:
    """The words of classes of `ontology/lexicon/function_words.tsv`, in their order there.

    >>> words_of("than")
    ('比', '较')
    """
    return tuple(word for name in names for word in _classes()[name])


def pattern(text: str) -> re.Pattern[str]:
    """The regular expression of a text in which <names> stand for any of the words of these classes.

    Within brackets they stand for the letters of the words.

    >>> pattern("<than>[、<and>]").pattern
    '(?:比|较)[、和与及]'
    """
    return re.compile(filled(text))


def filled(text: str) -> str:
    """The text of a regular expression with the words of classes at the places of their <names>."""
    inside = False

    def fill(part: re.Match[str]) -> str:
        nonlocal inside
        if part["names"] is None:
            inside = bool(part["open"]) or (inside and not part["close"])
            return part[0]
        named = words_of(*part["names"].split("|"))
        return "".join(named) if inside else alternation(named)

    return _part.sub(fill, text)
