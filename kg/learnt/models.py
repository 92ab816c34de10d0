"""Numbers out of features: linear models over strings and boosted trees over numbers, evaluated with numpy alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.learnt import weights
from kg.learnt.names import Names
from kg.learnt.weights import Weights

Floats = NDArray[np.float32]
bound = 9.0
"""Log-odds are kept within this, so that a rare string cannot outweigh all else."""

_slight = 0.02
_batch = 512
"""Rows that trees look at together: more would not fit the caches."""
_few = 256
"""Rows of strings held at once: they weigh a hundred times what is computed from them."""

_fields = ("feature", "threshold", "left", "right", "value", "roots")


def batches(rows: Iterable[Sequence[str]]) -> Iterator[list[Sequence[str]]]:
    """The rows in their order, a few at a time."""
    coming = iter(rows)
    return iter(lambda: list(islice(coming, _few)), [])


@dataclass(frozen=True, slots=True)
class Linear:
    """Logistic models, one a column of `weights`, over the strings of `vocabulary`; the last row is the bias.

    Weights of a file stay the bytes that they are there, to be multiplied by the `scale` of their column.
    """

    vocabulary: Names
    weights: Floats | NDArray[np.int8]
    scale: Floats | None = None

    def logits(self, rows: Iterable[Sequence[str]]) -> Floats:
        """Log-odds, a row for each list of strings; each string counts once. A few rows are held at a time."""
        found: Floats = np.clip(self._sums(rows), -bound, bound)
        return found

    def table(self, rows: slice = slice(None)) -> Floats:
        """The weights of some rows as numbers."""
        found: Floats = self.weights[rows].astype(np.float32)
        return found if self.scale is None else found * self.scale

    def _sums(self, rows: Iterable[Sequence[str]]) -> Floats:
        none = np.zeros((0, self.weights.shape[1]), np.float32)
        return np.concatenate([none, *map(self._sums_of_few, batches(rows))])

    def _sums_of_few(self, rows: Sequence[Sequence[str]]) -> Floats:
        every = dict.fromkeys(chain.from_iterable(rows))
        numbers, bias = self.vocabulary.numbers(every), len(self.vocabulary)
        numbers[numbers < 0] = bias
        known = dict(zip(every, numbers.tolist(), strict=True)).__getitem__
        ids: list[int] = []
        starts: list[int] = []
        for row in rows:
            starts.append(len(ids))
            found = set(map(known, row))
            found.add(bias)
            ids += found
        chosen = self.weights[np.array(ids)]
        if self.scale is None:
            sums: Floats = np.add.reduceat(chosen, np.array(starts), axis=0)
            return sums
        whole: NDArray[np.int32] = np.add.reduceat(chosen, np.array(starts), axis=0, dtype=np.int32)
        return whole.astype(np.float32) * self.scale


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted decision trees: all in one table of nodes; a leaf points to itself.

    `roots` is the first node of each tree. A row goes left where its number is not above the threshold.
    """

    feature: NDArray[np.int16]
    threshold: Floats
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: Floats
    roots: NDArray[np.int32]
    depth: int

    def logits(self, rows: Floats, floor: float = -np.inf) -> Floats:
        """Log-odds, one for each row; a row below `floor` after a quarter of the trees keeps what it has."""
        early = len(self.roots) // 4
        total = self._sums(rows, self.roots[:early])
        standing = np.flatnonzero(total >= floor)
        total[standing] += self._sums(rows[standing], self.roots[early:])
        return total

    def _sums(self, rows: Floats, roots: NDArray[np.int32]) -> Floats:
        """The sums of some of the trees, one for each row."""
        below = np.stack([self.right, self.left], 1).ravel()
        feature = self.feature.astype(np.int32)
        parts = (
            self._sums_of_few(rows[i : i + _batch], roots, feature, below)
            for i in range(0, len(rows), _batch)
        )
        return np.concatenate([np.zeros(0, np.float32), *parts])

    def _sums_of_few(
        self, rows: Floats, roots: NDArray[np.int32], feature: NDArray[np.int32], below: NDArray[np.int32]
    ) -> Floats:
        """The sums of a few rows; `below` holds the nodes right and left below each node."""
        count, width = rows.shape
        flat = np.ascontiguousarray(rows, np.float32).ravel()
        offset = (np.arange(count, dtype=np.int32) * width)[:, None]
        node = np.broadcast_to(roots, (count, len(roots)))
        for _ in range(self.depth):
            left = flat.take(offset + feature.take(node)) <= self.threshold.take(node)
            node = below.take(2 * node + left)
        total: Floats = self.value.take(node).sum(axis=1, dtype=np.float32)
        return total


@dataclass(frozen=True, slots=True)
class Models:
    """The models of a file by name, and what the file says of them."""

    linear: Mapping[str, Linear]
    trees: Mapping[str, Trees]
    file: Weights


def save(
    path: Path,
    linear: Mapping[str, Linear],
    trees: Mapping[str, Trees],
    *,
    labels: Mapping[str, Sequence[str]],
    columns: Mapping[str, Sequence[str]],
    digest: str,
) -> None:
    """Models as one file of weights; `columns` are the names of the numbers that each forest looks at.

    Weights over strings are kept as bytes with one scale a column, without the strings that weigh
    next to nothing. A forest and a model over strings have different names.
    """
    if both := sorted(set(linear) & set(trees)):
        raise ValueError(f"one name for a forest and a model over strings: {', '.join(both)}")
    arrays: dict[str, NDArray[Any]] = {}
    features: dict[str, Sequence[str]] = dict(columns)
    for name, model in linear.items():
        words = tuple(model.vocabulary)
        table = model.table()
        heavy = np.flatnonzero(np.abs(table[:-1]).max(axis=1) >= _slight)
        kept = table[[*heavy.tolist(), -1]]
        scale = np.maximum(np.abs(kept).max(axis=0), 1e-6) / 127.0
        features[name] = [words[i] for i in heavy]
        arrays[f"linear/{name}/scale"] = scale.astype(np.float32)
        arrays[f"linear/{name}/weights"] = np.round(kept / scale).astype(np.int8)
    for name, forest in trees.items():
        for field in _fields:
            arrays[f"trees/{name}/{field}"] = getattr(forest, field)
        arrays[f"trees/{name}/depth"] = np.array(forest.depth)
    weights.save(path, arrays, labels=labels, features=features, digest=digest)


def load(path: Path, columns: Mapping[str, Sequence[str]]) -> Models:
    """The models of a file; `columns` are the names of the numbers that the code has for each forest.

    Raises ModelError where the file is none of ours, or a forest looks at a number that the code does not have.
    """
    file = weights.load(path)
    linear: dict[str, Linear] = {}
    trees: dict[str, Trees] = {}
    for name in _names(file, "linear"):
        linear[name] = Linear(
            file.features[name], file.array(f"linear/{name}/weights"), file.array(f"linear/{name}/scale")
        )
    for name in _names(file, "trees"):
        fields = {field: file.array(f"trees/{name}/{field}") for field in _fields}
        places = file.columns(name, columns.get(name, ()))
        fields["feature"] = places[fields["feature"]].astype(np.int16)
        trees[name] = Trees(**fields, depth=int(file.array(f"trees/{name}/depth")))
    return Models(linear, trees, file)


def _names(file: Weights, kind: str) -> list[str]:
    return sorted({key.split("/")[1] for key in file.arrays if key.startswith(f"{kind}/")})
