"""Text to the pieces of a unigram vocabulary: the most probable way to cut it."""

import unicodedata
from collections.abc import Iterable
from pathlib import Path

space = "▁"
unseen_cost = 10.0
"""How much less probable than the rarest piece a character outside the vocabulary is (as in SentencePiece)."""


def normal(text: str) -> str:
    """The text with each character in the form that the vocabulary knows, one for one."""
    return "".join(_normal(char) for char in text)


def _normal(char: str) -> str:
    if char.isspace():
        return space
    form = unicodedata.normalize("NFKC", char)
    return form if len(form) == 1 else char


class Pieces:
    """A vocabulary of pieces with their log probabilities (Kudo 2018, Subword regularization, section 3.2)."""

    def __init__(self, rows: Iterable[tuple[str, float]]) -> None:
        entries = list(rows)
        self.ids = {piece: number for number, (piece, _) in enumerate(entries)}
        self.scores = [score for _, score in entries]
        self.begin, self.pad, self.end, self.unknown = (self.ids[f"<{n}>"] for n in ("s", "pad", "/s", "unk"))
        self._known = {p: (k, entries[k][1]) for p, k in self.ids.items() if k > self.unknown}
        self._longest = max(map(len, self._known))
        self._unseen = min(self.scores) - unseen_cost

    @classmethod
    def read(cls, path: Path) -> "Pieces":
        """The vocabulary of a file with a piece, a tab and its score a line."""
        lines = path.read_text(encoding="utf-8").splitlines()
        return cls((piece, float(score)) for piece, _, score in (line.partition("\t") for line in lines))

    def __call__(self, text: str) -> list[tuple[int, int]]:
        """The pieces of a text in the form that `normal` gives: id and length in characters."""
        size = len(text)
        best = [0.0] + [-1e30] * size
        back = [(self.unknown, 1)] * (size + 1)
        known, longest, unseen = self._known, self._longest, self._unseen
        for i in range(size):
            here = best[i]
            for end in range(i + 1, min(size, i + longest) + 1):
                entry = known.get(text[i:end])
                if entry is not None and here + entry[1] > best[end]:
                    best[end] = here + entry[1]
                    back[end] = (entry[0], end - i)
            if here + unseen > best[i + 1]:
                best[i + 1] = here + unseen
                back[i + 1] = (self.unknown, 1)
        cut: list[tuple[int, int]] = []
        while size:
            cut.append(back[size])
            size -= back[size][1]
        cut.reverse()
        return cut
