"""Items in columns of numbers: what is left of them by a state, and how many there are of each value of each facet."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.serve.explore.items import Item, Place
from kg.serve.explore.state import FACETS, State

Mask = NDArray[np.bool_]
Counts = Mapping[str, int]


def values(item: Item, facet: str) -> tuple[str, ...]:
    """The values by which an item is chosen; "" stands for what its text does not tell."""
    if facet == "type":
        return item.types or ("",)
    return (str(getattr(item, facet)),)


class Collection:
    """The items of a graph, to be narrowed again and again; made once."""

    def __init__(self, items: Sequence[Item], places: Mapping[str, Place]) -> None:
        self.items = items
        self.places = places
        self._columns = {facet: _Column(items, facet) for facet in FACETS}
        self._of: defaultdict[str, list[int]] = defaultdict(list)
        for number, item in enumerate(items):
            for thing in item.things:
                self._of[thing].append(number)

    def left(self, state: State) -> tuple[Item, ...]:
        """The items that are left, in their order."""
        (numbers,) = np.nonzero(self._mask(state))
        return tuple(self.items[number] for number in numbers.tolist())

    def counts(self, state: State) -> dict[str, Counts]:
        """Of each facet how many items each value would leave, whatever of the same facet is chosen."""
        masks = {facet: self._chosen(facet, state) for facet in state.chosen}
        base = self._base(state)
        found: dict[str, Counts] = {}
        for facet in FACETS:
            mask = base.copy()
            for other, chosen in masks.items():
                if other != facet:
                    mask &= chosen
            counted = self._columns[facet].counts(mask)
            found[facet] = self._with_those_above(counted) if facet == "region" else counted
        return found

    def _mask(self, state: State) -> Mask:
        mask = self._base(state)
        for facet in state.chosen:
            mask &= self._chosen(facet, state)
        return mask

    def _chosen(self, facet: str, state: State) -> Mask:
        chosen = state.chosen[facet]
        return self._columns[facet].among(self._below(chosen) if facet == "region" else chosen)

    def _base(self, state: State) -> Mask:
        """What words and thing leave."""
        mask = np.ones(len(self.items), dtype=np.bool_)
        if words := state.words:
            hits = (words in item.text or words in item.quote for item in self.items)
            mask = np.fromiter(hits, np.bool_, len(self.items))
        if state.thing:
            own = np.zeros(len(self.items), dtype=np.bool_)
            own[np.array(self._of.get(state.thing, ()), dtype=np.intp)] = True
            mask &= own
        return mask

    def _below(self, keys: Iterable[str]) -> frozenset[str]:
        """The keys, and those of all places below them."""
        chosen = frozenset(keys)
        return chosen | {key for key, place in self.places.items() if chosen & set(place.above)}

    def _with_those_above(self, counted: Counts) -> Counts:
        found = dict(counted)
        for key, number in counted.items():
            for above in self.places[key].above if key in self.places else ():
                found[above] = found.get(above, 0) + number
        return found


class _Column:
    """One facet of all items: which of its values each has."""

    def __init__(self, items: Sequence[Item], facet: str) -> None:
        owned = [values(item, facet) for item in items]
        self._values = sorted({value for of in owned for value in of})
        number = {value: n for n, value in enumerate(self._values)}
        pairs = [(i, number[value]) for i, of in enumerate(owned) for value in of]
        self._items = np.array([i for i, _ in pairs], dtype=np.intp)
        self._codes = np.array([code for _, code in pairs], dtype=np.intp)
        self._length = len(items)

    def among(self, chosen: Iterable[str]) -> Mask:
        wanted = np.array([value in frozenset(chosen) for value in self._values], dtype=np.bool_)
        mask = np.zeros(self._length, dtype=np.bool_)
        if self._values:
            mask[self._items[wanted[self._codes]]] = True
        return mask

    def counts(self, mask: Mask) -> Counts:
        numbers = np.bincount(self._codes[mask[self._items]], minlength=len(self._values))
        return {value: int(n) for value, n in zip(self._values, numbers, strict=True) if n}


def spread(items: Iterable[Item], facet: str) -> Iterator[tuple[str, Item]]:
    """Each item under each of its values."""
    for item in items:
        for value in values(item, facet):
            yield value, item
