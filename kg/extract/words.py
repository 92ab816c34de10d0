"""A text to its words: where they end, and what kind of word each is."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

import rjieba

from kg.ontology import Ontology


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order: where each begins, itself, its class, its sign, its part of speech.

    `starts` has one more entry than there are words: the length of the text. A line break is the word ¶.
    A class is that of the table of boundaries, "" for a word that it does not hold, "mark" for
    punctuation and blanks, "number" for digits. The sign is the class, of a mark the mark itself; one
    more sign, "end", stands behind the last (and so at -1). Parts of speech are the segmenter's.
    """

    starts: tuple[int, ...]
    words: tuple[str, ...]
    classes: tuple[str, ...]
    signs: tuple[str, ...]
    parts: tuple[str, ...]

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


def words(text: str, classes: Mapping[str, str]) -> Words:
    """The words of a text (rjieba, by its dictionary alone), each with its class."""
    found = rjieba.tag(text, hmm=False)
    starts = [0]
    place = 0
    for word, _ in found:
        place += len(word)
        starts.append(place)
    these = tuple("¶" if "\n" in word else word for word, _ in found)
    kinds = tuple(_class(word, classes) for word in these)
    signs = (*(word if kind == "mark" else kind for word, kind in zip(these, kinds, strict=True)), "end")
    return Words(tuple(starts), these, kinds, signs, tuple(part for _, part in found))


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
