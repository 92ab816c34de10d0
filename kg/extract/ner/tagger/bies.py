"""Mentions to a tag for each character and back, and the best sequence of tags (scheme BIES)."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

Typed = tuple[int, int, str]
"""A stretch of text and its type: start, end (excluded), type."""
Scores = npt.NDArray[np.float32]

impossible = np.float32(-1e9)
at_once = 64
"""So many texts are tagged together: more would take memory, not less time."""


def encode(length: int, mentions: Iterable[Typed]) -> list[str]:
    """The tag of each character of a text of that length."""
    tags = ["O"] * length
    for start, end, kind in mentions:
        tags[start:end] = [f"I-{kind}"] * (end - start)
        tags[start], tags[end - 1] = f"B-{kind}", f"E-{kind}"
        if end - start == 1:
            tags[start] = f"S-{kind}"
    return tags


def decode(tags: Sequence[str]) -> Iterator[Typed]:
    """The mentions that tags mark, in the order of the text; a mention without an end is left out."""
    begun = 0
    for i, tag in enumerate(tags):
        if tag[0] in "BS":
            begun = i
        if tag[0] in "ES":
            yield begun, i + 1, tag[2:]


def probabilities(scores: Scores) -> Scores:
    """The softmax of the scores of each character."""
    found: Scores = np.exp(scores - scores.max(1, keepdims=True))
    found /= found.sum(1, keepdims=True)
    return found


class Tags:
    """The tags of some types: begin, inside and end of a mention, a mention of a single character, or none.

    `columns` holds, for each place in a mention, the columns of its tags in the order of the types.
    """

    def __init__(self, types: Sequence[str]) -> None:
        self.types = tuple(types)
        self.names = ("O", *(f"{place}-{kind}" for kind in self.types for place in "BIES"))
        self.number = {tag: k for k, tag in enumerate(self.names)}
        self.kind = {kind: k for k, kind in enumerate(self.types)}
        self.columns = {place: np.arange(first, len(self.names), 4) for first, place in enumerate("BIES", 1)}

    def best(self, scores: Sequence[Scores]) -> list[list[str]]:
        """For each of several texts the sequence of tags with the highest sum of scores that marks whole mentions.

        Scores are characters by tags. Viterbi (1967), all texts at once; what is carried from character to
        character is the best way to stand outside of mentions behind it, and inside one of each type.
        """
        return [path for k in range(0, len(scores), at_once) for path in self._best(scores[k : k + at_once])]

    def _best(self, scores: Sequence[Scores]) -> list[list[str]]:
        sizes = np.array([len(one) for one in scores])
        longest = int(sizes.max(initial=0))
        count, kinds = len(scores), len(self.types)
        padded = np.full((longest, count, len(self.names)), impossible, np.float32)
        padded[:, :, 0] = 0
        for k, one in enumerate(scores):
            padded[: len(one), k] = one
        begin, inside, end, single = (padded[:, :, first::4] for first in range(1, 5))
        outside = np.zeros(count, np.float32)
        within = np.full((count, kinds), impossible, np.float32)
        went_on = np.zeros((longest, count, kinds), np.bool_)
        came = np.zeros((longest, count), np.int16)
        every = np.arange(count)
        ways = np.empty((count, 1 + 2 * kinds), np.float32)
        for i in range(longest):
            ways[:, 0] = outside + padded[i, :, 0]
            ways[:, 1 : 1 + kinds] = within + end[i]
            ways[:, 1 + kinds :] = outside[:, None] + single[i]
            opened, stayed = outside[:, None] + begin[i], within + inside[i]
            went_on[i] = stayed > opened
            within = np.maximum(opened, stayed)
            came[i] = ways.argmax(1)
            outside = ways[every, came[i]]
        return [self._back(came[:size, k], went_on[:size, k]) for k, size in enumerate(sizes.tolist())]

    def _back(self, came: npt.NDArray[np.int16], went_on: npt.NDArray[np.bool_]) -> list[str]:
        """The tags of one text, from its last character to its first."""
        path: list[str] = []
        kinds = len(self.types)
        open_kind = -1
        for i in range(len(came) - 1, -1, -1):
            if open_kind >= 0:
                stays = bool(went_on[i, open_kind])
                path.append(f"{'I' if stays else 'B'}-{self.types[open_kind]}")
                open_kind = open_kind if stays else -1
                continue
            way = int(came[i])
            if way == 0:
                path.append("O")
            elif way <= kinds:
                open_kind = way - 1
                path.append(f"E-{self.types[open_kind]}")
            else:
                path.append(f"S-{self.types[way - 1 - kinds]}")
        path.reverse()
        return path
