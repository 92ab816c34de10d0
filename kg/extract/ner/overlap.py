"""Candidate mentions to the best set of them in which none overlaps another."""

from bisect import bisect_right
from collections.abc import Iterable

from kg.model import Mention

floor = 0.3
"""A candidate counts for as much as its confidence lies above this: one below it never does.

Half the F1 that can be reached is the threshold that maximises F1 (Lipton et al. 2014); 0.25 to 0.35
give the same on gold/dev.
"""


def best(candidates: Iterable[Mention], floor: float = floor) -> tuple[Mention, ...]:
    """The non-overlapping mentions with the highest sum of confidence above the floor, in text order.

    Weighted interval scheduling (Kleinberg and Tardos, Algorithm Design, 6.1); of candidates with
    the same span and type only the most confident counts, and ties go to the one that comes first.
    """
    kept: dict[tuple[int, int, str], Mention] = {}
    for mention in candidates:
        key = (mention.start, mention.end, mention.type)
        if key not in kept or mention.confidence > kept[key].confidence:
            kept[key] = mention
    ordered = sorted(kept.values(), key=lambda m: (m.end, m.start, -m.confidence, m.type))
    ends = [m.end for m in ordered]
    sums = [0.0]
    takes: list[bool] = []
    before: list[int] = []
    for i, mention in enumerate(ordered):
        free = bisect_right(ends, mention.start, 0, i)
        taken = sums[free] + mention.confidence - floor
        takes.append(taken > sums[i])
        before.append(free)
        sums.append(max(taken, sums[i]))
    chosen: list[Mention] = []
    i = len(ordered)
    while i:
        if takes[i - 1]:
            chosen.append(ordered[i - 1])
            i = before[i - 1]
        else:
            i -= 1
    return tuple(reversed(chosen))
