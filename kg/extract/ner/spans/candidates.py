"""Runs of words to the stretches of them that may be names."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import chain, pairwise

import numpy as np

from kg.extract.ner.spans.chunks import Run
from kg.learnt.features import Flags, Ints
from kg.model import Span
from kg.text.function_words import words_of
from kg.text.tokens import Words

rules = ("run", "joined", "found")
"""How a stretch came to be proposed: in a run, over 与, 和 or 及 between two runs, or as a find that no run holds."""
_run, _joined, _found = range(3)
_longest = 40
_joins = frozenset(words_of("and"))
_most_units = 16


@dataclass(frozen=True, slots=True)
class Stretches:
    """Stretches of a text in the order of begin and end, a row each.

    Where each lies in characters and in words, the index of the run it lies in (-1: in none), and which of `rules`.
    """

    start: Ints
    end: Ints
    first: Ints
    last: Ints
    run: Ints
    rule: Ints

    def __len__(self) -> int:
        return len(self.start)

    def spans(self) -> list[Span]:
        """Begin and end of each, in characters."""
        return list(zip(self.start.tolist(), self.end.tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class _Units:
    """The units of all runs, a row each.

    The words where each begins and ends, its run, whether a name may begin before it, end behind it,
    and end behind it where the name began in the run before.
    """

    begin: Ints
    end: Ints
    run: Ints
    opens: Flags
    closes: Flags
    closes_over: Flags


def proposals(
    words: Words, runs: Sequence[Run], known: Collection[int], finds: Iterable[Span] = ()
) -> Stretches:
    """The stretches of runs that may be names, those over 与, 和 and 及 between two runs included, and all `finds`.

    They begin with the run, behind a word that can bound a name (a soft boundary, a number, a known
    name) or with a quote; they end with the run, before such a word, with a head of names, a quote or
    a known name. `known` holds starts and ends of known names.
    """
    starts = np.array(words.starts)
    units = _units(words, starts, runs, known)
    lone = np.array([run.lone for run in runs], bool)
    joined = np.array([False, *(_over(one, two) for one, two in pairwise(runs))], bool)
    parts = []
    for apart in range(min(_most_units, len(units.run))):
        ahead = slice(apart, None)
        here = slice(None, len(units.run) - apart)
        begin, stop = starts[units.begin[here]], starts[units.end[ahead]]
        runs_on = units.run[ahead] - units.run[here]
        fits = units.opens[here] & (stop - begin <= _longest)
        in_run = fits & units.closes[ahead] & (runs_on == 0) & (stop - begin >= 2 - lone[units.run[here]])
        parts.append(_chosen(units, starts, in_run, apart, _run))
        if apart < _most_units - 1:
            over = fits & units.closes_over[ahead] & (runs_on == 1) & joined[units.run[ahead]]
            parts.append(_chosen(units, starts, over, apart, _joined))
    parts.append(_alone(words, starts, finds))
    columns = (np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Stretches))
    every = Stretches(*columns)
    _, order = np.unique(every.start * (starts[-1] + 1) + every.end, return_index=True)
    return Stretches(*(getattr(every, f.name)[order] for f in fields(Stretches)))


def _chosen(units: _Units, starts: Ints, which: Flags, apart: int, rule: int) -> Stretches:
    """The stretches from the units that are marked to the units so far behind."""
    place = np.flatnonzero(which)
    first, last = units.begin[place], units.end[place + apart]
    return Stretches(starts[first], starts[last], first, last, units.run[place], np.full_like(place, rule))


def _alone(words: Words, starts: Ints, finds: Iterable[Span]) -> Stretches:
    """Stretches that need no run to hold them."""
    begin, end = np.array(sorted(finds), np.int64).reshape(-1, 2).T
    first = np.searchsorted(starts, begin, "right") - 1
    last = np.maximum(np.minimum(np.searchsorted(starts, end), len(words.words)), first + 1)
    return Stretches(begin, end, first, last, np.full_like(begin, -1), np.full_like(begin, _found))


def _units(words: Words, starts: Ints, runs: Sequence[Run], known: Collection[int]) -> _Units:
    """The units of all runs, and where in them names may begin and end."""
    sizes = np.array([len(run.units) for run in runs], np.int64)
    flat = chain.from_iterable(chain.from_iterable(run.units for run in runs))
    begin, end = np.fromiter(flat, np.int64, 2 * int(sizes.sum())).reshape(-1, 2).T
    edges = np.zeros(int(starts[-1]) + 1, bool)
    edges[list(known)] = True
    bounds = np.array([bool(kind) for kind in words.classes], bool)[begin]
    quoted = np.array([kind == "mark" for kind in words.classes], bool)[begin]
    headed = np.array([bool(head) for head in words.heads], bool)[begin] & (end - begin == 1)
    opening, closing = _ends_of(sizes)
    before, behind = np.ones_like(bounds), np.ones_like(bounds)
    before[1:], behind[:-1] = bounds[:-1], bounds[1:]
    closes = behind | closing | quoted | edges[starts[end]] | headed
    return _Units(
        begin, end, np.repeat(np.arange(len(runs)), sizes),
        before | opening | quoted | edges[starts[begin]], closes, (closes & headed) | closing,
    )  # fmt: skip


def _ends_of(sizes: Ints) -> tuple[Flags, Flags]:
    """Which units are the first and the last of runs of these sizes."""
    ends = np.cumsum(sizes)
    opening, closing = np.zeros(int(sizes.sum()), bool), np.zeros(int(sizes.sum()), bool)
    opening[(ends - sizes)[sizes > 0]] = True
    closing[(ends - 1)[sizes > 0]] = True
    return opening, closing


def _over(one: Run, two: Run) -> bool:
    """Whether one joining word is all that stands between two runs."""
    return one.after in _joins and two.units[0][0] - one.units[-1][1] == 1
