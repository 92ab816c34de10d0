"""Mentions to a tag for each character and back, and the best sequence of tags (scheme BIES)."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

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


@cache
def _steps() -> tuple[Scores, Scores, Scores]:
    """What may follow what, begin and end, as scores: 0 or impossible."""
    opened = np.array([tag[0] in "BI" for tag in names])
    going_on = np.array([tag[0] in "IE" for tag in names])
    kinds = np.array([tag[2:] for tag in names])
    allowed = np.where(
        opened[:, None], going_on[None, :] & (kinds[:, None] == kinds[None, :]), ~going_on[None, :]
    )
    return (
        np.where(allowed, np.float32(0), impossible),
        np.where(going_on, impossible, np.float32(0)),
        np.where(opened, impossible, np.float32(0)),
    )


def best(scores: Scores) -> list[str]:
    """The sequence of tags with the highest sum of scores (characters by tags) that marks whole mentions.

    Viterbi (1967) over the tags that may follow one another.
    """
    step, first, last = _steps()
    size = len(scores)
    if not size:
        return []
    back = np.zeros((size, len(names)), np.int16)
    here = scores[0] + first
    every = np.arange(len(names))
    for i in range(1, size):
        ways = here[:, None] + step
        back[i] = ways.argmax(0)
        here = ways[back[i], every] + scores[i]
    at = int((here + last).argmax())
    path = [at]
    for i in range(size - 1, 0, -1):
        at = int(back[i, at])
        path.append(at)
    return [names[k] for k in reversed(path)]
