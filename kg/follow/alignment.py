"""What a plan takes from another: goals by their canonical indicator, acts by the likeness of their words.

A goal or an act of the upper plan is taken over, sharpened, weaker or missing in the lower one; what only the
lower one has is its own.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile
from typing import Literal

from kg.follow.likeness import Weights, bare, pairs
from kg.gazetteer.keys import SECTORS
from kg.model import Annotated, Indicator, Span
from kg.ontology import Ontology
from kg.rdf.units import Units

Kind = Literal["goal", "measure"]
Standing = Literal["taken", "sharpened", "weaker", "missing", "own"]

ALIKE = 0.52
"""The likeness (of both directions the mean) from which an act is the other's (read on two pairs of plans)."""

LESS = 0.42
"""The same where both share a run of letters that hardly any other act of either plan has (种业振兴)."""

LEAST = 0.3
"""The same where the lower plan has but one act with that run, and the run names an industry or a technology."""

TOPICS = frozenset(("Industry", "Technology", "Program"))
"""Types of things by which acts are linked whose words differ: an industry among others in a list."""

TOPICAL = 0.15
"""The likeness that such acts need all the same."""

_often = 6
"""Mentions in the upper plan from which a topic is everywhere in it: 乡村振兴."""

_topic = 4
"""Characters from which the name of a thing, or of an indicator, tells one field from the others."""

NAMED = 0.24
"""The likeness that acts need which name one matter of `plan_matters.tsv`, where several do other things with it."""

MANY = 6
"""The acts of the lower plan that may name such a matter."""

OFTEN = 16
"""Times from which the upper plan names such a matter everywhere."""

SUMS = frozenset(("level", "count"))
"""Kinds of indicators of which a part has less than the whole: a province's grain is not set against the nation's."""

_run = 4
_few_above, _few_below = 4, 2
"""Acts of the upper and of the lower plan that may have such a run."""

_matter = 6
"""Characters of a run that name a matter (职业伤害保障), where but one act of either plan has it."""

_same_ends, _things = 2, range(2, 7)
"""Characters that acts have in common at either end, and those between, which tell two things apart."""

SHORT = 6
"""Characters below which an act says too little to be compared: 加强监管, 完善机制."""

_candidates = 12
_common = 20


@dataclass(frozen=True, slots=True)
class Item:
    """A goal or an act of a plan: its words, their place, the sentence, of a goal its figure, of an act its topics."""

    kind: Kind
    text: str
    span: Span
    evidence: Span
    figure: Indicator | None = None
    topics: frozenset[str] = frozenset()


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
    found = [*_goals(upper, lower, ontology), *_acts(upper, lower, ontology)]
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


def acts(of: Annotated, status: str = "planned", matters: Sequence[str] = ()) -> list[Item]:
    """The planned acts of a plan (or those of another status) that say enough to be compared.

    Their topics are the things they name, and the `matters` among their words.
    """
    named = sorted((m.start, m.end, m.name) for m in of.findings.mentions if m.type in TOPICS)
    found = []
    for m in of.findings.measures:
        if m.status == status and not m.ended and len(m.text) >= SHORT:
            inside = named[bisect_left(named, (m.start, 0, "")) : bisect_left(named, (m.end, 0, ""))]
            topics = frozenset(name for _, end, name in inside if end <= m.end and len(name) >= _topic)
            topics |= {matter for matter in matters if matter in m.text}
            found.append(Item("measure", m.text, (m.start, m.end), m.evidence, topics=topics))
    return found


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
        whole = upper.document.region == lower.document.region
        found.append(Aligned(_sharper(item, other, units, ontology, whole=whole), item, other, 1.0))
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


def _sharper(item: Item, other: Item, units: Units, ontology: Ontology, *, whole: bool) -> Standing:
    """Whether the lower goal aims higher than the upper one, in the sense of its indicator.

    Amounts are told apart only where both plans are of one region (`whole`).
    """
    one, two = _value(item, units), _value(other, units)
    concept = item.figure.concept if item.figure else None
    kind = ontology.indicators.get(concept) if concept else None
    if one == two or (kind is not None and kind.kind in SUMS and not whole):
        return "taken"
    better = two > one if kind is None or kind.polarity != "lower" else two < one
    return "sharpened" if better else "weaker"


def _value(item: Item, units: Units) -> Decimal:
    assert item.figure is not None
    unit = units(item.figure.unit)
    return item.figure.value * (unit.magnitude if unit else 1)


def _acts(upper: Annotated, lower: Annotated, ontology: Ontology) -> list[Aligned]:
    fields = frozenset(t.name for t in ontology.terms if t.type in SECTORS)
    matters = tuple(row["word"] for row in ontology.table("plan_matters") if row["word"] not in fields)
    theirs, mine = acts(upper, matters=matters), acts(lower, matters=matters)
    known = _Known(
        fields | set(matters),
        frozenset(matters),
        {matter: upper.document.text.count(matter) for matter in matters}
        | Counter(m.name for m in upper.findings.mentions),
        frozenset(row["word"] for row in ontology.table("follow_words") if row["kind"] == "verb")
        | {m.name for of in (upper, lower) for m in of.findings.mentions if m.type in ontology.places},
    )
    planned, done = (_Acts(theirs, some, known) for some in (mine, acts(lower, "done", matters)))
    told = [goal for goal in goals(lower) if goal.figure and len(goal.figure.indicator) >= _topic]
    found: list[Aligned] = []
    taken: set[Span] = set()
    for item in theirs:
        other, score = planned.match(item) or done.match(item) or _told(item, told) or (None, 0.0)
        found.append(Aligned("taken" if other else "missing", item, other, score))
        if other:
            taken.add(other.span)
    return [*found, *(Aligned("own", None, item) for item in mine if item.span not in taken)]


def _told(item: Item, goals_: Sequence[Item]) -> tuple[Item, float] | None:
    """The amount of what an act names, where it is told as a figure alone; a rate is of something else than the act."""
    named = [g for g in goals_ if g.figure and g.figure.indicator in item.text and "%" not in g.figure.unit]
    best = max(named, key=lambda goal: (len(goal.text), goal.span), default=None)
    return (best, len(best.figure.indicator) / len(item.text)) if best and best.figure else None


@dataclass(frozen=True, slots=True)
class _Known:
    """What acts are told apart by: fields, matters that plans share, how often the upper plan names each.

    `alike` are words that tell no two things apart: verbs, and names of places.
    """

    fields: AbstractSet[str]
    matters: AbstractSet[str]
    often: Mapping[str, int]
    alike: AbstractSet[str]

    def topic(self, topics: AbstractSet[str]) -> str | None:
        """The one topic of an act; None where it has none, several, or one that is named throughout."""
        mine = [one for one in sorted(topics) if not any(two != one and two in one for two in topics)]
        if len(mine) != 1:
            return None
        return mine[0] if self.often[mine[0]] <= (OFTEN if mine[0] in self.matters else _often) else None

    def most(self, topic: str) -> int:
        """The acts of the lower plan that may name a topic, so that the likest of them is the same."""
        return MANY if topic in self.matters else _few_below


class _Acts:
    """Acts of the lower plan, in which those of the upper one are sought."""

    def __init__(self, theirs: Sequence[Item], mine: Sequence[Item], known: _Known) -> None:
        self.mine, self.known = mine, known
        self.naming = Counter(topic for item in theirs for topic in item.topics)
        self.held = [pairs(item.text) for item in mine]
        self.weights = Weights([*self.held, *(pairs(item.text) for item in theirs)])
        self.index: defaultdict[str, list[int]] = defaultdict(list)
        for number, some in enumerate(self.held):
            for pair in sorted(some):
                self.index[pair].append(number)
        self.above, self.below = (
            Counter(run for item in side for run in _runs(item.text)) for side in (theirs, mine)
        )

    def match(self, item: Item) -> tuple[Item, float] | None:
        """The act that is the same as one of the upper plan, and how like; by words, else by the one topic of it."""
        best, score = self._nearest(item)
        if score >= ALIKE or (score >= LEAST and score >= self._bar(item.text, self.mine[best].text)):
            return self.mine[best], score
        topic = self.known.topic(item.topics)
        others = [n for n, other in enumerate(self.mine) if topic in other.topics]
        if topic is None or not 0 < len(others) <= self.known.most(topic):
            return None
        score, number = max((self._likeness(item, n), -n) for n in others)
        several = topic in self.known.matters and self.naming[topic] + len(others) > 2
        return (self.mine[-number], score) if score >= (NAMED if several else TOPICAL) else None

    def _nearest(self, item: Item) -> tuple[int, float]:
        """The act of the lower plan that is likest to one of the upper, and how like."""
        counts: defaultdict[int, int] = defaultdict(int)
        most = max(len(self.mine) // _common, 3)
        for pair in sorted(pairs(item.text)):
            if len(self.index.get(pair, ())) <= most:
                for number in self.index.get(pair, ()):
                    counts[number] += 1
        likely = sorted(counts, key=lambda n: (-counts[n], n))[:_candidates]
        score, number = max(((self._likeness(item, n), -n) for n in likely), default=(0.0, 0))
        return -number, score

    def _likeness(self, item: Item, number: int) -> float:
        """The mean of what either act holds of the other; 0 where they do the same to two things."""
        other = self.mine[number]
        if _apart_in_things(item.text, other.text, self.known.alike):
            return 0.0
        there = self.weights.share(item.text, other.text, self.held[number])
        return (there + self.weights.share(other.text, item.text, pairs(item.text))) / 2

    def _bar(self, one: str, other: str) -> float:
        """The likeness from which two acts are the same, by the rarest run of letters that both have."""
        shared = [run for run in sorted(_runs(one) & _runs(other)) if self.above[run] <= _few_above]
        fewest = min((self.below[run] for run in shared), default=_few_below + 1)
        if any(self.below[run] == 1 and self._field(run) for run in shared) or self._matter(one, other):
            return LEAST
        return LESS if fewest <= _few_below else ALIKE

    def _matter(self, one: str, other: str) -> bool:
        """Whether two acts have a long run of letters that no other act of either plan has."""
        plain = bare(one)
        long = (plain[at : at + _matter] for at in range(len(plain) - _matter + 1))
        told = bare(other)
        return any(
            all(side[run[:_run]] == 1 and side[run[-_run:]] == 1 for side in (self.above, self.below))
            for run in long
            if run in told
        )

    def _field(self, run: str) -> bool:
        """Whether a run of letters names an industry or a technology."""
        return any(
            run[i:j] in self.known.fields for i in range(len(run) - 1) for j in range(i + 2, len(run) + 1)
        )


def _apart_in_things(one: str, other: str, alike: AbstractSet[str]) -> bool:
    """Whether two acts begin and end alike, and name two things between: 提高环境治理效能 and 提高乡村治理效能."""
    head = _alike(one, other)
    rests = one[head:], other[head:]
    tail = _alike(*(rest[::-1] for rest in rests))
    things = [rest[: len(rest) - tail] for rest in rests]
    return (
        min(head, tail) >= _same_ends
        and all(len(thing) in _things and thing not in alike for thing in things)
        and set(things[0]).isdisjoint(things[1])
    )


def _alike(one: str, other: str) -> int:
    """The characters with which two texts begin alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _runs(text: str) -> frozenset[str]:
    """The runs of letters of a text."""
    plain = bare(text)
    return frozenset(plain[at : at + _run] for at in range(len(plain) - _run + 1))
