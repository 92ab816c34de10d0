"""Mentions to a tag for each character and back, and the best sequence of tags (scheme BIES)."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from kg.model import type_names

Typed = tuple[int, int, str]
"""A stretch of text and its type: start, end (excluded), type."""
Scores = npt.NDArray[np.float32]

names = ("O", *(f"{place}-{kind}" for kind in type_names for place in "BIES"))
"""The tags: begin, inside and end of a mention, a mention of a single character, or none."""
number = {tag: k for k, tag in enumerate(names)}
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


def best(scores: Sequence[Scores]) -> list[list[str]]:
    """For each of several texts the sequence of tags with the highest sum of scores that marks whole mentions.

    Scores are characters by tags. Viterbi (1967), all texts at once; what is carried from character to
    character is the best way to stand outside of mentions behind it, and inside one of each type.
    """
    return [path for k in range(0, len(scores), at_once) for path in _best(scores[k : k + at_once])]


def _best(scores: Sequence[Scores]) -> list[list[str]]:
    sizes = np.array([len(one) for one in scores])
    longest = int(sizes.max(initial=0))
    count = len(scores)
    padded = np.full((longest, count, len(names)), impossible, np.float32)
    padded[:, :, 0] = 0
    for k, one in enumerate(scores):
        padded[: len(one), k] = one
    begin, inside, end, single = (padded[:, :, first::4] for first in range(1, 5))
    outside = np.zeros(count, np.float32)
    within = np.full((count, len(type_names)), impossible, np.float32)
    went_on = np.zeros((longest, count, len(type_names)), np.bool_)
    came = np.zeros((longest, count), np.int16)
    every = np.arange(count)
    ways = np.empty((count, len(names) - 2 * len(type_names)), np.float32)
    for i in range(longest):
        ways[:, 0] = outside + padded[i, :, 0]
        ways[:, 1 : 1 + len(type_names)] = within + end[i]
        ways[:, 1 + len(type_names) :] = outside[:, None] + single[i]
        opened, stayed = outside[:, None] + begin[i], within + inside[i]
        went_on[i] = stayed > opened
        within = np.maximum(opened, stayed)
        came[i] = ways.argmax(1)
        outside = ways[every, came[i]]
    return [_back(came[:size, k], went_on[:size, k]) for k, size in enumerate(sizes.tolist())]


def _back(came: npt.NDArray[np.int16], went_on: npt.NDArray[np.bool_]) -> list[str]:
    """The tags of one text, from its last character to its first."""
    path: list[str] = []
    kinds = len(type_names)
    open_kind = -1
    for i in range(len(came) - 1, -1, -1):
        if open_kind >= 0:
            stays = bool(went_on[i, open_kind])
            path.append(f"{'I' if stays else 'B'}-{type_names[open_kind]}")
            open_kind = open_kind if stays else -1
            continue
        way = int(came[i])
        if way == 0:
            path.append("O")
        elif way <= kinds:
            open_kind = way - 1
            path.append(f"E-{type_names[open_kind]}")
        else:
            path.append(f"S-{type_names[way - 1 - kinds]}")
    path.reverse()
    return path
