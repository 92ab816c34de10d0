"""Many names by their number, as bytes: what a model knows by name, without an object for each."""

from collections.abc import Collection, Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from kg.learnt.features import Ints

BETWEEN = "\0"
"""Stands between names; no text that was read holds it."""

Bytes = NDArray[np.uint8]
_together = 4096
"""Names whose keys are made at once."""


class Names(Mapping[str, int]):
    """Names, each once, to their place in the order in which they were given."""

    def __init__(self, text: Bytes) -> None:
        """`text` are the names with `BETWEEN` behind each."""
        self._text = text
        self._ends = np.flatnonzero(text == 0).astype(np.int32)
        self._factor = 0x9E3779B97F4A7C15
        self._order, self._keys = self._sorted()
        while (self._keys[1:] == self._keys[:-1]).any():  # two names of one key: other keys
            self._factor += 2
            self._order, self._keys = self._sorted()

    @classmethod
    def of(cls, names: Iterable[str]) -> "Names":
        """Names in an order of their own."""
        return cls(_joined(names))

    def numbers(self, names: Collection[str]) -> Ints:
        """The number of each of several names, -1 where it is not known."""
        if not len(self._keys) or not names:
            return np.full(len(names), -1, np.int64)
        text = _joined(names)
        ends = np.flatnonzero(text == 0)
        keys = self._keyed(text, ends)
        at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        numbers = np.where(self._keys[at] == keys, self._order[at], -1).astype(np.int64)
        likely = np.flatnonzero(numbers >= 0)
        starts, sizes = _spans(ends)
        mine, own = _spans(self._ends)
        numbers[likely[own[numbers[likely]] != sizes[likely]]] = -1
        likely = np.flatnonzero(numbers >= 0)
        if len(likely):  # the key is likely the same for the same name alone; the letters make it sure
            sizes = sizes[likely]
            begins = np.cumsum(sizes) - sizes
            within = np.arange(int(sizes.sum())) - np.repeat(begins, sizes)
            one = text[np.repeat(starts[likely], sizes) + within]
            other = self._text[np.repeat(mine[numbers[likely]], sizes) + within]
            numbers[likely[np.bitwise_or.reduceat(one ^ other, begins) != 0]] = -1
        return numbers

    def __getitem__(self, name: str) -> int:
        number = int(self.numbers([name])[0])
        if number < 0:
            raise KeyError(name)
        return number

    def __iter__(self) -> Iterator[str]:
        return iter(self._text.tobytes().decode("utf-8", "surrogatepass").split(BETWEEN)[:-1])

    def __len__(self) -> int:
        return len(self._ends)

    def _sorted(self) -> tuple[NDArray[np.int32], NDArray[np.uint64]]:
        keys = self._keyed(self._text, self._ends)
        order = np.argsort(keys).astype(np.int32)
        return order, keys[order]

    def _keyed(self, text: Bytes, ends: NDArray[np.integer]) -> NDArray[np.uint64]:
        """A number for the bytes of each name, `BETWEEN` behind it included: a polynomial modulo 2^64."""
        starts, sizes = _spans(ends)
        steps = np.full(int(sizes.max(initial=1)), self._factor, np.uint64)
        steps[0] = 1
        powers = np.cumprod(steps)
        keys = np.zeros(len(ends), np.uint64)
        for first in range(0, len(ends), _together):
            some = slice(first, first + _together)
            begin, end = int(starts[first]), int(ends[some][-1]) + 1
            within = np.arange(begin, end) - np.repeat(starts[some], sizes[some])
            keys[some] = np.add.reduceat(powers[within] * text[begin:end], starts[some] - begin)
        return keys


def _joined(names: Iterable[str]) -> Bytes:
    text = "".join([name + BETWEEN for name in names])
    return np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8)


def _spans(ends: NDArray[np.integer]) -> tuple[Ints, Ints]:
    """Where each name begins, and how many bytes it has with `BETWEEN`."""
    behind = ends.astype(np.int64) + 1
    starts = np.concatenate(([0], behind[:-1]))
    return starts, behind - starts
