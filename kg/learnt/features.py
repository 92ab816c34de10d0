"""Values for many stretches at once: each distinct one is named, joined and looked up once, however often it stands."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float32]
_dense = 1 << 20
"""Pairs of values up to this number are marked in a table; more are sorted, which is slower and needs no table."""


@dataclass(frozen=True, slots=True)
class Column:
    """The distinct values, and which of them each stretch has; -1 for none."""

    values: Sequence[str]
    of: Ints

    def at(self, places: Ints) -> "Column":
        """The values at places."""
        return Column(self.values, self.of[places])

    def where(self, flags: Flags) -> "Column":
        """The same values where a flag is set, none elsewhere."""
        return Column(self.values, np.where(flags, self.of, -1))

    def named(self, name: str) -> "Column":
        """The same values with a name before each."""
        return Column([name + value for value in self.values], self.of)

    def by(self, other: "Column", joint: str = "|") -> "Column":
        """The pairs of values with another column that has a value everywhere, joined."""
        width = len(other.values)
        keys = self.of * width + other.of
        size = len(self.values) * width
        if size > _dense:
            pairs, of = np.unique(keys, return_inverse=True)
        else:
            place = np.zeros(size, np.int64)
            place[keys] = 1
            pairs = np.flatnonzero(place)
            place[pairs] = np.arange(len(pairs))
            of = place[keys]
        left, right = self.values, other.values
        return Column([f"{left[k // width]}{joint}{right[k % width]}" for k in pairs.tolist()], of)


def column(values: Iterable[str]) -> Column:
    """A column of values, in the order of the stretches."""
    said = list(values)
    names = list(dict.fromkeys(said))
    places = dict(zip(names, range(len(names)), strict=True))
    return Column(names, np.array(list(map(places.__getitem__, said)), np.int64))


def counted(numbers: Ints) -> Column:
    """A column of small numbers, none negative."""
    return Column([str(number) for number in range(int(numbers.max(initial=0)) + 1)], numbers)


Scattered = tuple[Ints, Column]
"""Features that some stretches have, one or several: the places of the stretches, in order, a feature at each."""


@dataclass(frozen=True, slots=True)
class Features:
    """The features of stretches, made as they are asked for."""

    columns: Iterator[Column]
    scattered: Iterator[Scattered]

    def add_to(self, total: Floats, weights: Callable[[Sequence[str]], Floats | None]) -> None:
        """Adds to the row of each stretch the weights of its features, as often as each stands.

        `weights` gives a row for each of several features and a last one of zeros, or None for zeros alone.
        """
        for one in self.columns:
            rows = weights(one.values)
            if rows is not None:
                total += rows[one.of]
        for places, one in self.scattered:
            rows = weights(one.values)
            if rows is not None:
                begins = np.flatnonzero(np.diff(places, prepend=-1))
                total[places[begins]] += np.add.reduceat(rows[one.of], begins)

    def listed(self, count: int) -> list[list[str]]:
        """The features as a list for each of `count` stretches."""
        rows: list[list[str]] = [[] for _ in range(count)]
        for one in self.columns:
            for row, of in zip(rows, one.of.tolist(), strict=True):
                if of >= 0:
                    row.append(one.values[of])
        for places, one in self.scattered:
            for place, of in zip(places.tolist(), one.of.tolist(), strict=True):
                rows[place].append(one.values[of])
        return rows
