"""A text to what the neural model says of each character: a transformer over pieces, a window over characters."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from kg.errors import ModelError
from kg.extract.ner.tagger.bies import Scores, Tags
from kg.extract.ner.tagger.crf_features import stretches
from kg.extract.ner.tagger.subwords import Pieces, normal
from kg.model import Span

longest = 280
"""Characters read at once, as in training: whole sentences, as many as fit."""
block = 4000
"""Characters of a text whose scores are held at once: they weigh a kilobyte each."""
longest_line = 32_000
"""Characters up to which a line is read whole: no text has longer ones."""
farthest = 3
"""Places in a piece are told apart up to this distance from its begin and its end."""


@dataclass(frozen=True, slots=True)
class Input:
    """A stretch of text as numbers.

    The ids of its pieces; for each character its piece, how far that piece's begin and end are, its id.
    """

    pieces: npt.NDArray[np.int64]
    piece_of: npt.NDArray[np.int64]
    from_begin: npt.NDArray[np.int64]
    to_end: npt.NDArray[np.int64]
    chars: npt.NDArray[np.int64]


def windows(text: str, size: int = longest) -> Iterator[Span]:
    """Spans that cover the text: whole sentences, as many as fit into `size` characters."""
    begun = reached = 0
    for start, end in stretches(text):
        if end - begun > size and reached > begun:
            yield begun, reached
            begun = start
        while end - begun > size:
            comma = text.rfind("，", begun, begun + size) + 1
            cut = comma if comma > begun + size // 2 else begun + size
            yield begun, cut
            begun = cut
        reached = end
    if reached > begun:
        yield begun, reached


def blocks(text: str, size: int = block) -> Iterator[Span]:
    """Spans that cover the text and can be read one by one: nothing that the models look at goes over their ends.

    Whole lines and whole windows, of at least `size` characters; a line longer than `longest_line` is parted.
    """
    lines = {end for _, end in stretches(text) if text[end - 1] == "\n"}
    begun = 0
    for _, end in windows(text):
        if end - begun >= size and (end in lines or end - begun >= longest_line):
            yield begun, end
            begun = end
    if begun < len(text):
        yield begun, len(text)


class Alphabet:
    """The vocabularies of the encoder: pieces with their scores, and characters."""

    def __init__(self, pieces: Pieces, chars: str) -> None:
        self.pieces = pieces
        self.chars = {char: number for number, char in enumerate(chars, 1)}

    @classmethod
    def read(cls, folder: Path) -> "Alphabet":
        """The vocabularies of the files `pieces.tsv` and `chars.txt`."""
        return cls(Pieces.read(folder / "pieces.tsv"), (folder / "chars.txt").read_text(encoding="utf-8"))

    def write(self, folder: Path) -> None:
        """Writes the files that `read` reads."""
        ids, scores = self.pieces.ids, self.pieces.scores
        rows = "\n".join(f"{piece}\t{scores[number]:.4f}" for piece, number in ids.items())
        (folder / "pieces.tsv").write_text(rows + "\n", encoding="utf-8")
        (folder / "chars.txt").write_text("".join(self.chars), encoding="utf-8")

    def __call__(self, text: str) -> Input:
        """A stretch of text as numbers."""
        form = normal(text)
        cut = self.pieces(form)
        ids = [self.pieces.begin, *(number for number, _ in cut), self.pieces.end]
        sizes = np.array([size for _, size in cut], np.int64)
        within = np.arange(len(form)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        left = np.repeat(sizes, sizes) - 1 - within
        chars = [self.chars.get(char, 0) for char in form]
        return Input(
            np.array(ids, np.int64), np.repeat(np.arange(1, len(cut) + 1), sizes),
            np.minimum(within, farthest), np.minimum(left, farthest), np.array(chars, np.int64),
        )  # fmt: skip


def stacked(inputs: Sequence[Input], pad: int) -> dict[str, npt.NDArray[np.generic]]:
    """Inputs of several stretches as one batch, filled up to the longest: what the model takes, by name."""
    width = max(len(one.pieces) for one in inputs)
    size = max(len(one.chars) for one in inputs)
    ids = np.full((len(inputs), width), pad, np.int64)
    mask = np.zeros((len(inputs), width), np.bool_)
    rows = {
        name: np.zeros((len(inputs), size), np.int64)
        for name in ("piece_of", "chars", "from_begin", "to_end")
    }
    for k, one in enumerate(inputs):
        ids[k, : len(one.pieces)] = one.pieces
        mask[k, : len(one.pieces)] = True
        for name, row in rows.items():
            row[k, : len(one.chars)] = getattr(one, name)
    return {"ids": ids, "mask": mask, **rows}


class Encoder:
    """The neural model, read once; it computes on one core, and the same each time, on every processor.

    Processors without VNNI add products of 8 bits in 16, two at a time. Weights have 7 bits, so that nothing overflows
    and an old laptop reads the same names as a server; exact sums of 8 bits would cost it a fifth more time.

    One stretch at a time: several at once are slower on one core (what is computed no longer fits the
    caches), and would share the scale of their 8-bit numbers, so that neighbours changed each other.
    """

    def __init__(self, folder: Path, tags: Tags) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.use_deterministic_compute = True
        self._alphabet = Alphabet.read(folder)
        self._session = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tags = tags
        self._columns = _columns(folder / "encoder.onnx", self._session, tags)

    def __call__(self, text: str) -> Scores:
        """The log probability of each tag for each character of the text."""
        scores = np.zeros((len(text), len(self._tags.names)), np.float32)
        for start, end in windows(text):
            batch = stacked([self._alphabet(text[start:end])], self._alphabet.pieces.pad)
            said = self._session.run(None, batch)[0][0]
            said = said[:, self._columns]
            part = said - said.max(1, keepdims=True)
            scores[start:end] = part - np.log(np.exp(part).sum(1, keepdims=True))
        return scores


def _columns(path: Path, session: onnxruntime.InferenceSession, tags: Tags) -> npt.NDArray[np.int64]:
    """The column of each tag in what the model says, by the labels that its file holds."""
    labels = session.get_modelmeta().custom_metadata_map.get("labels", "").split("\n")
    if set(labels) != set(tags.names):
        odd = ", ".join(sorted(set(labels) ^ set(tags.names)))
        raise ModelError(
            f"{path}: the encoder and the trees that judge it do not know the same tags: {odd}",
            "put files of one training together (kg train)",
        )
    return np.array([labels.index(name) for name in tags.names], np.int64)
