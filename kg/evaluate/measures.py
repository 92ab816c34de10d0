"""Measures and headings against gold: which are the same, and what of each is right."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import get_args

from kg.evaluate.compare import Fix, fixes
from kg.model import Annotated, Measure, MeasureRole, Section

Triple = tuple[int | str, int | str, str]
Count = tuple[str, int, int, int]

fields = ("actor", "status", "year")
"""What of a measure is compared beside its words and who takes part."""
least = 0.5
"""So much of what both cover two measures share at least."""
roles: tuple[MeasureRole, ...] = get_args(MeasureRole)


def told(one: Measure, fix: Fix) -> tuple[int | str, str, str]:
    """The fields of a measure that are compared: actor, status, year."""
    return fix(one.actor or "-"), one.status, one.year or "-"


def overlap(a: Measure, b: Measure) -> float:
    """The shared part of two measures, of what both cover."""
    both = min(a.end, b.end) - max(a.start, b.start)
    return max(0, both) / (max(a.end, b.end) - min(a.start, b.start))


def matched(said: Sequence[Measure], gold: Sequence[Measure]) -> dict[int, int]:
    """Said measures matched one to one with gold ones that they share half with, the best first: {said: gold}."""
    pairs = sorted(
        (-share, i, j)
        for i, a in enumerate(said)
        for j, b in enumerate(gold)
        if (share := overlap(a, b)) >= least
    )
    match: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in pairs:
        if i not in match and j not in taken:
            match[i] = j
            taken.add(j)
    return match


def links(measures: Iterable[Measure], fix: Fix, number: Callable[[int], int | str]) -> set[Triple]:
    """What takes part in measures: the measure, the entity, the role."""
    return {(number(k), fix(part.name), part.role) for k, one in enumerate(measures) for part in one.roles}


def counts(wanted: Annotated, given: Annotated) -> Iterator[Count]:
    """The counts of a document: name, hits, said, gold; nothing of what its gold has not annotated."""
    if wanted.findings.measures:
        yield from _measures(wanted, given)
    if wanted.document.sections:
        yield from _sections(wanted.document.sections, given.document.sections)


def _measures(wanted: Annotated, given: Annotated) -> Iterator[Count]:
    gold, said = wanted.findings.measures, given.findings.measures
    match = matched(said, gold)
    of_gold, of_said = fixes(wanted, given)
    n, m = len(said), len(gold)
    yield "measure", len(match), n, m
    for place, key in enumerate(fields):
        same = sum(told(said[i], of_said)[place] == told(gold[j], of_gold)[place] for i, j in match.items())
        yield f"measure, with its {key}", same, n, m
    a = links(said, of_said, lambda k: match.get(k, f"said {k}"))
    b = links(gold, of_gold, lambda k: k)
    bare = [{(number, name) for number, name, _ in side} for side in (a, b)]
    yield "measure's entity, role aside", len(bare[0] & bare[1]), len(bare[0]), len(bare[1])
    yield "measure's entity, in its role", len(a & b), len(a), len(b)
    for role in roles:
        mine = [{triple for triple in side if triple[2] == role} for side in (a, b)]
        yield f"measure's {role}", len(mine[0] & mine[1]), len(mine[0]), len(mine[1])


def _sections(gold: Sequence[Section], said: Sequence[Section]) -> Iterator[Count]:
    heads = [{one.heading for one in side} for side in (said, gold)]
    yield "section", len(heads[0] & heads[1]), len(heads[0]), len(heads[1])
    tree = [nesting(side) for side in (said, gold)]
    yield "section, under the right one", len(tree[0] & tree[1]), len(tree[0]), len(tree[1])


def nesting(sections: Iterable[Section]) -> set[tuple[int, int | None]]:
    """The begin of each heading with that of the heading it stands under, by their levels."""
    stack: list[Section] = []
    found: set[tuple[int, int | None]] = set()
    for one in sorted(sections, key=lambda s: s.heading):
        while stack and stack[-1].level >= one.level:
            stack.pop()
        found.add((one.heading[0], stack[-1].heading[0] if stack else None))
        stack.append(one)
    return found
