"""Runs of words to the stretches of them that may be names."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from kg.extract.runs import Run
from kg.extract.words import Words

_longest = 40
_joins = frozenset("与和及")
_most_units = 16


@dataclass(frozen=True, slots=True)
class Proposal:
    """A stretch of the text, in characters and in words, and the run it lies in."""

    start: int
    end: int
    first: int
    last: int
    run: Run
    rule: str


def proposals(words: Words, runs: Sequence[Run], known: Container[int]) -> Iterator[Proposal]:
    """The stretches of runs that may be names, those over 与, 和 and 及 between two runs included.

    They begin with the run, behind a word that can bound a name (a soft boundary, a number, a known
    name) or with a quote; they end with the run, before such a word, with a head of names, a quote or
    a known name. `known` holds starts and ends of known names.
    """
    before: Run | None = None
    openings: list[bool] = []
    for run in runs:
        opens, closes = _cuts(words, run, known)
        yield from _stretches(words, run, run.units, opens, closes)
        if before is not None and before.after in _joins and run.units[0][0] - before.units[-1][1] == 1:
            units = (*before.units, (before.units[-1][1], run.units[0][0]), *run.units)
            size = len(before.units) + 1
            ends = [c and _ends(words, u) for c, u in zip(closes, run.units, strict=True)]
            ends[-1] = True
            yield from _stretches(words, before, units, openings, [False] * size + ends, "joined")
        before, openings = run, opens


def _stretches(
    words: Words,
    run: Run,
    units: Sequence[tuple[int, int]],
    opens: Sequence[bool],
    closes: Sequence[bool],
    rule: str = "run",
) -> Iterator[Proposal]:
    starts = words.starts
    least = 1 if run.lone else 2
    for first, opened in enumerate(opens):
        if not opened:
            continue
        start = units[first][0]
        begin = starts[start]
        for last in range(first, min(len(units), first + _most_units)):
            stop = units[last][1]
            size = starts[stop] - begin
            if size > _longest:
                break
            if closes[last] and size >= least:
                yield Proposal(begin, starts[stop], start, stop, run, rule)


def _cuts(words: Words, run: Run, known: Container[int]) -> tuple[list[bool], list[bool]]:
    """Before which units a name may begin, behind which it may end."""
    starts, classes = words.starts, words.classes
    opens: list[bool] = []
    closes: list[bool] = []
    kinds = [classes[start] for start, _ in run.units]
    kinds.append("end")
    bounded = True
    for place, (start, end) in enumerate(run.units):
        quoted = kinds[place] == "mark"
        opens.append(bounded or quoted or starts[start] in known)
        closes.append(bool(kinds[place + 1]) or quoted or starts[end] in known or _ends(words, (start, end)))
        bounded = bool(kinds[place])
    return opens, closes


def _ends(words: Words, unit: tuple[int, int]) -> bool:
    """Whether a unit ends with a head of names."""
    return unit[1] - unit[0] == 1 and bool(words.heads[unit[0]])
