"""A text to its words: where they end, and what kind of word each is."""

from bisect import bisect_left, bisect_right
from collections.abc import Container, Mapping
from dataclasses import dataclass
from itertools import accumulate

import rjieba

from kg.ontology import Ontology


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order: where each begins, itself, its class, sign, part of speech and head.

    `starts` has one more entry than there are words: the length of the text. A line break is the word ¶.
    A class is that of the table of boundaries, "" for a word that it does not hold, "mark" for
    punctuation and blanks, "number" for digits. The sign is the class, of a mark the mark itself; one
    more sign, "end", stands behind the last (and so at -1). Parts of speech are the segmenter's. The
    head is the longest head of names (of four characters at most) that the word ends with, or "".
    """

    starts: tuple[int, ...]
    words: tuple[str, ...]
    classes: tuple[str, ...]
    signs: tuple[str, ...]
    parts: tuple[str, ...]
    heads: tuple[str, ...]

    def begins(self, place: int) -> bool:
        """Whether a word begins there (and the one before ends)."""
        at = bisect_left(self.starts, place)
        return at < len(self.starts) and self.starts[at] == place

    def before(self, place: int) -> int:
        """The index of the last word that ends at or before a place, -1 where there is none."""
        return bisect_right(self.starts, place) - 2

    def after(self, place: int) -> int:
        """The index of the first word that begins at or after a place, the number of words where there is none."""
        return min(bisect_left(self.starts, place), len(self.words))


def vocabulary(ontology: Ontology) -> Mapping[str, str]:
    """The words that bound a name, with their class: the table `boundaries`."""
    return {row["word"]: row["class"] for row in ontology.table("boundaries")}


def words(text: str, classes: Mapping[str, str], heads: Container[str] = ()) -> Words:
    """The words of a text (rjieba, by its dictionary alone), each with what is known of it."""
    found = rjieba.tag(text, hmm=False)
    these, parts = zip(*found, strict=True) if found else ((), ())
    told = {word: _told(word, classes, heads) for word in set(these)}
    rows = list(map(told.__getitem__, these))
    forms, kinds, signs, ends = zip(*rows, strict=True) if rows else ((), (), (), ())
    starts = accumulate(map(len, these), initial=0)
    return Words(tuple(starts), forms, kinds, (*signs, "end"), parts, ends)


def _told(word: str, classes: Mapping[str, str], heads: Container[str]) -> tuple[str, str, str, str]:
    """A word with its class, sign and head."""
    if "\n" in word:
        return "¶", "mark", "¶", ""
    kind = _class(word, classes)
    head = next((word[-size:] for size in range(min(4, len(word)), 0, -1) if word[-size:] in heads), "")
    return word, kind, word if kind == "mark" else kind, head


_marks = frozenset("¶，。；：！？、,;:!?…—～~“”‘’（）()《》〈〉【】[]［］「」『』\"'|/·•\n\r\t \u3000")
_before_verbs = frozenset({"adverb", "verb", "softverb"})


def _class(word: str, classes: Mapping[str, str]) -> str:
    known = classes.get(word)
    if known is not None:
        return known
    if word[0] in _marks:
        return "mark"
    if (
        len(word) == 4
        and classes.get(word[:2]) in _before_verbs
        and classes.get(word[2:], "").endswith("verb")
    ):
        return "verb"
    return "number" if word[0].isdigit() else ""
