"""A span in its sentence to the strings and numbers that tell whether its act is done or to be done."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kg.extract.factuality.tokens import Tokens, view
from kg.extract.factuality.years import aside
from kg.learnt.models import Floats
from kg.text.calendar import Calendar, Time

Reals = NDArray[np.float64]

reaches = (1.5, 4.0, 12.0)
"""How many sentences far the neighbourhoods reach (the distance at which a sentence counts 1/e)."""

kinds = ("work-report", "bulletin", "brief", "plan", "news", "essay", "")
"""Kinds of document that the model tells apart; all those that set tasks are `plan`."""

frames = ("review", "tasks", "problems", "other")
"""What a section speaks of, as far as the model tells it apart; tasks, goals and outlook are one."""

numbers = (
    "own", "sentence", "paragraph", "opening", *(f"near {reach}" for reach in reaches),
    *(f"near sum {reach}" for reach in reaches), "document", "sentences",
    "time before", "years before", "time after", "years after", "time opening", "telling",
    "done words", "planned words",
    *(f"section {frame}" for frame in frames), *(f"default {frame}" for frame in frames),
    *(f"kind {kind}" for kind in kinds), "heading", "place",
)  # fmt: skip
"""The numbers that the trees look at, in order."""

_roles = {"deadline": -1.0, "span": -1.0, "past": 1.0, "present": 1.0, "this": 0.5, "since": 2.0}
_signs = {"done": 1.0, "planned": -1.0, "": 0.0}
_far = 99.0
_most = 25.0


def strings(tokens: Sequence[Tokens], index: int, opening: int, anchor: tuple[int, int]) -> list[str]:
    """The words around an act of sentence `index`, each with its place; `opening` is the first of its paragraph."""
    own = tokens[index]
    words = own.words
    verb, first = anchor
    clause = own.clause(first)
    begin, stop = own.bounds(clause)
    low, high = max(0, first - view), first + view
    before = own.bounds(clause - 1)
    after = own.bounds(clause + 1)
    governor = words[verb] if verb >= 0 else "#"
    far = "" if verb >= begin else "^"
    previous = tokens[index - 1].words if index > opening else ()
    return [
        "g=" + far + governor,
        "gp=" + (words[verb - 1] if verb > 0 else "^") + "|" + governor,
        "gn=" + governor + "|" + (words[verb + 1] if 0 <= verb < len(words) - 1 else "$"),
        "r=" + own.sentence.role, "first" if index == opening else "later",
        "fw=" + words[0], "fw2=" + "".join(words[:2]), "cw=" + "".join(words[begin : begin + 1]),
        *("cb=" + word for word in words[max(begin, low) : first]),
        *("c=" + word for word in words[max(begin, low) : min(stop, high)]),
        *("s=" + word for word in words[low:high]),
        *("pc=" + word for word in words[max(before[0], low) : before[1]]),
        *("nc=" + word for word in words[after[0] : min(after[1], high)]), *("p=" + word for word in previous[-view:]),
        *("q=" + word for word in (tokens[opening].words[:40] if index > opening else ())),
    ]  # fmt: skip


def phase(tokens: Tokens) -> list[str]:
    """The words and word pairs of a sentence: whether it looks back or ahead."""
    words = tokens.words
    opens = [words[c : c + 2] for c in tokens.clauses[:-1]]
    return [
        *("w=" + word for word in words), *("2=" + a + b for a, b in pairwise(words)),
        *("c=" + "".join(pair[:1]) for pair in opens), *("c2=" + "".join(pair) for pair in opens),
        "f2=" + "".join(words[:2]), "r=" + tokens.sentence.role,
    ]  # fmt: skip


class Around:
    """What the sentences of a document say of the phase they are in, ready to be asked for any span."""

    def __init__(self, tokens: Sequence[Tokens], phases: Floats) -> None:
        self.phase: Reals = np.clip(phases, -6.0, 6.0).astype(np.float64)
        paragraphs = np.array([t.sentence.paragraph for t in tokens])
        _, openings, block = np.unique(paragraphs, return_index=True, return_inverse=True)
        sums, sizes = np.zeros(len(openings)), np.zeros(len(openings))
        np.add.at(sums, block, self.phase)
        np.add.at(sizes, block, 1.0)
        self.opening = openings[block]
        ones = np.ones(len(tokens))
        near = [_fade(self.phase, reach) for reach in reaches]
        shares = [n / _fade(ones, reach) for n, reach in zip(near, reaches, strict=True)]
        self.rows = np.column_stack([
            self.phase, (sums / np.maximum(sizes, 1.0))[block], self.phase[self.opening], *shares,
            *(np.clip(n, -_most, _most) for n in near),
        ])  # fmt: skip
        told = [tell for t in tokens for tell in t.tells if tell]
        self.whole = [float(self.phase.mean()) if len(tokens) else 0.0, float(min(60, len(tokens)))]
        self.words = [_share(told, "done"), _share(told, "planned")]


def measured(
    around: Around, index: int, own: float, tokens: Tokens, times: Sequence[Time], calendar: Calendar,
    frame: str, default: str, kind: str, first: int,
) -> list[float]:  # fmt: skip
    """The numbers of an act that is anchored at the word `first`, in the order of `numbers`."""
    start = tokens.starts[first]
    told = [time for time in times if time.role not in aside]
    place = bisect_left([time.start for time in told], start)
    before = told[place - 1] if place else None
    after = told[place] if place < len(told) else None
    opening = told[0] if told and told[0].start <= 2 else None
    begin, _ = tokens.bounds(tokens.clause(first))
    tell = next(
        (
            tokens.tells[j]
            for j in range(min(first + 1, len(tokens.words) - 1), begin - 1, -1)
            if tokens.tells[j]
        ),
        "",
    )
    return [
        own, *around.rows[index].tolist(), *around.whole,
        *_time(before, calendar), *_time(after, calendar), _roles.get(opening.role, 0.0) if opening else 0.0,
        _signs[tell], *around.words,
        *(float(frame == one) for one in frames), *(float(default == one) for one in frames),
        *(float(kind == one) for one in kinds),
        float(tokens.sentence.role in ("heading", "title")), index / max(1, len(around.phase)),
    ]  # fmt: skip


def _time(time: Time | None, calendar: Calendar) -> tuple[float, float]:
    if time is None:
        return 0.0, _far
    seen = calendar.reviewed if calendar.reviewed is not None else calendar.now
    return _roles.get(time.role, 0.0), float(time.year - seen) if time.year and seen else _far


def _share(told: Sequence[str], which: str) -> float:
    return sum(tell == which for tell in told) / max(1, len(told))


def _fade(values: Reals, reach: float) -> Reals:
    """Sums over all places, each weighted by exp(-distance / reach): one pass forward, one back."""
    keep = float(np.exp(-1.0 / reach))
    total = values.copy()
    for order in (range(len(values)), range(len(values) - 1, -1, -1)):
        running = 0.0
        for i in order:
            running *= keep
            total[i] += running
            running += float(values[i])
    return total
