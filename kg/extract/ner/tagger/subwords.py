"""Text to the pieces of a unigram vocabulary: the most probable way to cut it."""

import math
import unicodedata
from collections.abc import Iterable
from functools import cache
from operator import itemgetter
from pathlib import Path

import ahocorasick_rs

space = "▁"
unseen_cost = 10.0
"""How much less probable than the rarest piece a character outside the vocabulary is (as in SentencePiece)."""


def normal(text: str) -> str:
    """The text with each character in the form that the vocabulary knows, one for one."""
    return "".join(map(_normal, text))


@cache
def _normal(char: str) -> str:
    if char.isspace():
        return space
    form = unicodedata.normalize("NFKC", char)
    return form if len(form) == 1 else char


_by_end = itemgetter(2, 1)


class Pieces:
    """A vocabulary of pieces with their log probabilities (Kudo 2018, Subword regularization, section 3.2)."""

    def __init__(self, rows: Iterable[tuple[str, float]]) -> None:
        entries = list(rows)
        self.ids = {piece: number for number, (piece, _) in enumerate(entries)}
        self.scores = [score for _, score in entries]
        self.begin, self.pad, self.end, self.unknown = (self.ids[f"<{n}>"] for n in ("s", "pad", "/s", "unk"))
        known = [piece for piece, number in self.ids.items() if number > self.unknown]
        self._known = [(self.ids[piece], entries[self.ids[piece]][1]) for piece in known]
        self._search = ahocorasick_rs.AhoCorasick(known)
        self._unseen = min(self.scores) - unseen_cost

    @classmethod
    def read(cls, path: Path) -> "Pieces":
        """The vocabulary of a file with a piece, a tab and its score a line."""
        lines = path.read_text(encoding="utf-8").splitlines()
        return cls((piece, float(score)) for piece, _, score in (line.partition("\t") for line in lines))

    def __call__(self, text: str) -> list[tuple[int, int]]:
        """The pieces of a text in the form that `normal` gives: id and length in characters."""
        size = len(text)
        best = [0.0] * (size + 1)
        back = [(self.unknown, 1)] * (size + 1)
        found = self._search.find_matches_as_indexes(text, overlapping=True)
        found.sort(key=_by_end)
        found.append((0, 0, 0))
        coming = iter(found)
        piece, start, stop = next(coming)
        for end in range(1, size + 1):
            most = -math.inf
            while stop == end:
                number, score = self._known[piece]
                if best[start] + score > most:
                    most = best[start] + score
                    back[end] = (number, end - start)
                piece, start, stop = next(coming)
            if best[end - 1] + self._unseen > most:
                most = best[end - 1] + self._unseen
                back[end] = (self.unknown, 1)
            best[end] = most
        cut: list[tuple[int, int]] = []
        while size:
            cut.append(back[size])
            size -= back[size][1]
        cut.reverse()
        return cut
