"""What a plan takes from another: goals by their canonical indicator, acts by the likeness of their words.

A goal or an act of the upper plan is taken over, sharpened, weaker or missing in the lower one; what only the
lower one has is its own.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from kg.follow.likeness import Weights, bare, pairs
from kg.model import Annotated, Indicator, Span
from kg.ontology import Ontology
from kg.rdf.units import Units

Kind = Literal["goal", "measure"]
Standing = Literal["taken", "sharpened", "weaker", "missing", "own"]

ALIKE = 0.52
"""The likeness (of both directions the mean) from which an act is the other's (read on two pairs of plans)."""

LESS = 0.42
"""The same where both share a run of letters that hardly any other act of either plan has (种业振兴)."""

_run = 4
_few_above, _few_below = 4, 2
"""Acts of the upper and of the lower plan that may have such a run."""

SHORT = 6
"""Characters below which an act says too little to be compared: 加强监管, 完善机制."""

_candidates = 12
_common = 20


@dataclass(frozen=True, slots=True)
class Item:
    """A goal or an act of a plan: its words, their place, the sentence, and of a goal its figure."""

    kind: Kind
    text: str
    span: Span
    evidence: Span
    figure: Indicator | None = None


@dataclass(frozen=True, slots=True)
class Aligned:
    """An item of the upper plan beside that of the lower one; None on the side that has none."""

    standing: Standing
    upper: Item | None
    lower: Item | None
    likeness: float = 0.0


def align(upper: Annotated, lower: Annotated, ontology: Ontology) -> tuple[Aligned, ...]:
    """Each goal and act of the upper plan with what the lower one makes of it, then what is the lower one's own.

    In the order of the texts, goals before acts.
    """
    found = [*_goals(upper, lower, ontology), *_acts(upper, lower)]
    return tuple(sorted(found, key=_order))


def _order(one: Aligned) -> tuple[bool, bool, Span]:
    item = one.upper or one.lower
    assert item is not None
    return item.kind != "goal", one.upper is None, item.span


def goals(of: Annotated) -> list[Item]:
    """The targets of a plan, each with its figure."""
    return [
        Item("goal", f"{i.indicator} {i.text}".strip(), i.span, i.evidence, i)
        for i in of.findings.indicators
        if i.status == "target" and i.span is not None
    ]


def acts(of: Annotated) -> list[Item]:
    """The planned acts of a plan that say enough to be compared."""
    return [
        Item("measure", m.text, (m.start, m.end), m.evidence)
        for m in of.findings.measures
        if m.status == "planned" and not m.ended and len(m.text) >= SHORT
    ]


def _goals(upper: Annotated, lower: Annotated, ontology: Ontology) -> list[Aligned]:
    units = Units(ontology)
    by_concept: defaultdict[tuple[str, str], list[Item]] = defaultdict(list)
    mine = goals(lower)
    for item in mine:
        by_concept[_key(item, units)].append(item)
    found: list[Aligned] = []
    taken: set[Span] = set()
    for item in goals(upper):
        key = _key(item, units)
        others = by_concept[key] if key[0] else []
        if not others:
            found.append(Aligned("missing", item, None))
            continue
        other = min(others, key=lambda o: (_apart(item, o), o.span))
        taken.add(other.span)
        found.append(Aligned(_sharper(item, other, units, ontology), item, other, 1.0))
    return [*found, *(Aligned("own", None, item) for item in mine if item.span not in taken)]


def _key(item: Item, units: Units) -> tuple[str, str]:
    figure = item.figure
    assert figure is not None
    unit = units(figure.unit)
    return figure.concept or "", unit.name if unit else figure.unit


def _apart(one: Item, other: Item) -> int:
    """How many years lie between the targets of two goals; a goal without a year stands apart."""
    years = [i.figure.year for i in (one, other) if i.figure and i.figure.year and i.figure.year.isdigit()]
    return abs(int(years[0]) - int(years[1])) if len(years) == 2 else 50


def _sharper(item: Item, other: Item, units: Units, ontology: Ontology) -> Standing:
    """Whether the lower goal aims higher than the upper one, in the sense of its indicator."""
    one, two = _value(item, units), _value(other, units)
    if one == two:
        return "taken"
    concept = item.figure.concept if item.figure else None
    kind = ontology.indicators.get(concept) if concept else None
    better = two > one if kind is None or kind.polarity != "lower" else two < one
    return "sharpened" if better else "weaker"


def _value(item: Item, units: Units) -> Decimal:
    assert item.figure is not None
    unit = units(item.figure.unit)
    return item.figure.value * (unit.magnitude if unit else 1)


def _acts(upper: Annotated, lower: Annotated) -> list[Aligned]:
    theirs, mine = acts(upper), acts(lower)
    held = [pairs(item.text) for item in mine]
    weights = Weights([*held, *(pairs(item.text) for item in theirs)])
    index: defaultdict[str, list[int]] = defaultdict(list)
    for number, some in enumerate(held):
        for pair in sorted(some):
            index[pair].append(number)
    above, below = (Counter(run for item in side for run in _runs(item.text)) for side in (theirs, mine))

    def rare(one: str, other: str) -> bool:
        shared = _runs(one) & _runs(other)
        return any(above[run] <= _few_above and below[run] <= _few_below for run in shared)

    found: list[Aligned] = []
    taken: set[int] = set()
    for item in theirs:
        best, score = _nearest(item, mine, held, weights, index)
        if score >= ALIKE or (score >= LESS and rare(item.text, mine[best].text)):
            taken.add(best)
            found.append(Aligned("taken", item, mine[best], score))
        else:
            found.append(Aligned("missing", item, None))
    return [*found, *(Aligned("own", None, item) for n, item in enumerate(mine) if n not in taken)]


def _runs(text: str) -> frozenset[str]:
    """The runs of letters of a text."""
    plain = bare(text)
    return frozenset(plain[at : at + _run] for at in range(len(plain) - _run + 1))


def _nearest(
    item: Item,
    mine: Sequence[Item],
    held: Sequence[frozenset[str]],
    weights: Weights,
    index: Mapping[str, Sequence[int]],
) -> tuple[int, float]:
    """The act of the lower plan that is likest to one of the upper, and how like."""
    own = pairs(item.text)
    counts: defaultdict[int, int] = defaultdict(int)
    most = max(len(mine) // _common, 3)
    for pair in sorted(own):
        if len(index.get(pair, ())) <= most:
            for number in index.get(pair, ()):
                counts[number] += 1
    likely = sorted(counts, key=lambda n: (-counts[n], n))[:_candidates]
    scored = [
        (
            (weights.share(item.text, mine[n].text, held[n]) + weights.share(mine[n].text, item.text, own))
            / 2,
            -n,
        )
        for n in likely
    ]
    score, number = max(scored, default=(0.0, 0))
    return -number, score
