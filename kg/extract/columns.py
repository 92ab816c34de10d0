"""Values for many stretches at once: each distinct one is named, joined and looked up once, however often it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
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
    places: dict[str, int] = {}
    of = [places.setdefault(value, len(places)) for value in values]
    return Column(list(places), np.array(of, np.int64))


def counted(numbers: Ints) -> Column:
    """A column of small numbers, none negative."""
    return Column([str(number) for number in range(int(numbers.max(initial=0)) + 1)], numbers)
