"""Runs of words to the stretches of them that may be names."""

from collections.abc import Container, Iterator, Mapping, Sequence
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


def proposals(
    words: Words, runs: Sequence[Run], heads: Mapping[str, str], known: Container[int]
) -> Iterator[Proposal]:
    """The stretches of runs that may be names, those over 与, 和 and 及 between two runs included.

    They begin with the run, behind a word that can bound a name (a soft boundary, a number, a known
    name) or with a quote; they end with the run, before such a word, with a head of names, a quote or
    a known name. `known` holds starts and ends of known names.
    """
    previous: Run | None = None
    for run in runs:
        opens, closes = _cuts(words, run, heads, known)
        yield from _stretches(words, run, run.units, opens, closes)
        if previous is not None and previous.after in _joins and _touch(previous, run):
            units = (*previous.units, (previous.units[-1][1], run.units[0][0]), *run.units)
            before, _ = _cuts(words, previous, heads, known)
            size = len(previous.units) + 1
            ends = [False] * size + [
                c and _ends(words, u, heads) for c, u in zip(closes, run.units, strict=True)
            ]
            ends[-1] = True
            yield from _stretches(
                words, previous, units, before + [False] * (len(units) - size + 1), ends, "joined"
            )
        previous = run


def _touch(first: Run, second: Run) -> bool:
    return second.units[0][0] - first.units[-1][1] == 1


def _stretches(
    words: Words,
    run: Run,
    units: Sequence[tuple[int, int]],
    opens: list[bool],
    closes: list[bool],
    rule: str = "run",
) -> Iterator[Proposal]:
    for first, opened in enumerate(opens):
        if not opened:
            continue
        start = units[first][0]
        begin = words.starts[start]
        for last in range(first, min(len(units), first + _most_units)):
            stop = units[last][1]
            if words.starts[stop] - begin > _longest:
                break
            if closes[last] and (words.starts[stop] - begin > 1 or run.lone):
                yield Proposal(begin, words.starts[stop], start, stop, run, rule)


def _cuts(
    words: Words, run: Run, heads: Mapping[str, str], known: Container[int]
) -> tuple[list[bool], list[bool]]:
    """Before which units a name may begin, behind which it may end."""
    opens: list[bool] = []
    closes: list[bool] = []
    kinds = [words.classes[start] for start, _ in run.units] + ["end"]
    for place, (start, end) in enumerate(run.units):
        quoted = kinds[place] == "mark"
        opens.append(place == 0 or quoted or bool(kinds[place - 1]) or words.starts[start] in known)
        closes.append(
            bool(kinds[place + 1])
            or quoted
            or words.starts[end] in known
            or _ends(words, run.units[place], heads)
        )
    return opens, closes


def _ends(words: Words, unit: tuple[int, int], heads: Mapping[str, str]) -> bool:
    """Whether a unit ends with a head of names."""
    start, end = unit
    word = words.words[start]
    return end - start == 1 and any(word[-size:] in heads for size in range(min(4, len(word)), 0, -1))
