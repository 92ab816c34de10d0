"""A text to its words: where they end, what kind of word each is, and what stands beside a stretch of them."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

import rjieba

from kg.ontology import Ontology


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order: where each begins, itself, and its class by the table of boundaries.

    `starts` has one more entry than there are words: the length of the text. A line break is the word ¶.
    A class is "" for a word that the table does not hold, "mark" for punctuation and blanks, "number"
    for digits.
    """

    starts: tuple[int, ...]
    words: tuple[str, ...]
    classes: tuple[str, ...]

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


_marks = frozenset("¶，。；：！？、,;:!?…—～~“”‘’（）()《》〈〉【】[]［］「」『』\"'|/·•\n\r\t \u3000")


def words(text: str, classes: Mapping[str, str]) -> Words:
    """The words of a text (rjieba, by its dictionary alone), each with its class."""
    found = ["¶" if word == "\n" else word for word in rjieba.cut(text, hmm=False)]
    starts = [0]
    place = 0
    for word in found:
        place += len(word)
        starts.append(place)
    return Words(tuple(starts), tuple(found), tuple(_class(word, classes) for word in found))


def _class(word: str, classes: Mapping[str, str]) -> str:
    known = classes.get(word)
    if known is not None:
        return known
    if word[0] in _marks:
        return "mark"
    return "number" if word[0].isdigit() else ""
