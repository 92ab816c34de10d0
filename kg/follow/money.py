"""Sums of investment that texts tell, to totals by policy area, place and body: no project and its parts counted twice.

A sum is that of a thing with a name (a project, a zone, a programme), or of several projects of a place
(117个重大项目总投资1935亿元). The second kind stands apart and is never added to the first: what it counts may be
named elsewhere. A sum is a thing's only where its own sentence, or its row of a table, names the thing, and its own
words name nothing else: what a text spoke of before is seldom what the next sum is of.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from kg.contracts import Store
from kg.follow.areas import Areas
from kg.model import Act, Figure, Source, Span
from kg.ontology import Ontology
from kg.rdf import read as facts
from kg.rdf.units import Units
from kg.text.function_words import pattern, words_of

By = Literal["area", "place", "body", "project"]
BY: tuple[By, ...] = ("area", "place", "body", "project")
Reason = Literal["", "same", "part", "total", "within", "flow"]
"""Why a sum is not counted: told elsewhere; a part of another; the total of others; a thing within another; a
year's share."""

NEAR = Decimal("0.01")
"""How far, of itself, a total may be off the sum of its addends: they are rounded."""

_named = frozenset({"Project", "Zone", "Enterprise", "Research", "Organization", "Program"})
_money = "元"
_threshold = pattern(r"(（含）|\(含\))?<bound behind>的?[^，。；、,;]{0,6}<who is counted>")
"""What stands behind an amount that says which projects are counted, not what they cost: 10亿元以上项目5个."""
_bound = pattern("<bound behind>$")
_clause = re.compile(r"[，。；！？,;!?\n]")


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of investment: of what, how much (in yuan), planned or done, of which year, and the figure it rests on.

    `thing` is an IRI, "" for several projects of the place; `place` and `area` are where and what it is for, `bodies`
    who builds or answers for it, as far as texts tell. `reason` tells why it is not counted, `instead` the
    figure that is.
    """

    thing: str
    label: str
    amount: Decimal
    flow: bool
    status: str
    year: str
    place: str
    area: str
    bodies: tuple[str, ...]
    figure: str
    document: str
    evidence: Span
    start: int
    quote: str
    reason: Reason = ""
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """A row of the table: an area, place or body (an IRI, a name of an area, or "" for none told), and what it sums up.

    `things` and `amount` are of named things; `several` is the largest sum over several projects that one
    sentence tells.
    """

    key: str
    status: str
    things: int
    amount: Decimal
    several: Decimal
    sums: tuple[Sum, ...]


def sums(store: Store, ontology: Ontology) -> tuple[Sum, ...]:
    """Every sum of investment of a graph, by document and place; those that would be counted twice with the reason."""
    return _Reader(store, ontology).read()


def totals(found: Iterable[Sum], by: By) -> tuple[Total, ...]:
    """The sums that count, by area, place, body or project, planned ones apart from those that are done."""
    groups: defaultdict[tuple[str, str], list[Sum]] = defaultdict(list)
    for one in found:
        if not one.reason:
            for key in _keys(one, by):
                groups[key, one.status].append(one)
    made = []
    for (key, status), members in groups.items():
        named = [one for one in members if one.thing]
        made.append(
            Total(
                key, status, len({one.thing for one in named}), sum((one.amount for one in named), Decimal(0)),
                max((one.amount for one in members if not one.thing), default=Decimal(0)), tuple(members),
            )
        )  # fmt: skip
    return tuple(sorted(made, key=lambda total: (-total.amount, -total.several, total.key, total.status)))


def _keys(one: Sum, by: By) -> tuple[str, ...]:
    if by == "body":
        return one.bodies or ("",)
    return ({"area": one.area, "place": one.place, "project": one.thing}[by],)


class _Reader:
    """What figures are read against: things with their types, who builds them, where they lie."""

    def __init__(self, store: Store, ontology: Ontology) -> None:
        self.units = Units(ontology)
        self.areas = Areas(ontology.areas)
        words: defaultdict[str, list[str]] = defaultdict(list)
        for row in ontology.table("money_words"):
            words[row["kind"]].append(row["word"])
        self.words: Mapping[str, Sequence[str]] = words
        self.sources: dict[str, Source] = {source.iri: source for source in facts.sources(store)}
        self.figures = [figure for figure in facts.figures(store) if self._counts(figure)]
        self.acts: dict[str, Act] = {act.iri: act for act in facts.acts(store)}
        claims = facts.claims(store)
        things = {figure.subject for figure in self.figures}
        ends = {end for c in claims for end in (c.subject, c.object)} | things
        self.things = {entity.iri: entity for entity in facts.entities(store, ends)}
        self.above: defaultdict[str, set[str]] = defaultdict(set)
        self.places: defaultdict[str, list[str]] = defaultdict(list)
        self.builders: defaultdict[str, list[str]] = defaultdict(list)
        for claim in claims:
            if claim.predicate == "partOf":
                self.above[claim.subject].add(claim.object)
            elif claim.predicate == "locatedIn" and self._type(claim.object) == "Region":
                self.places[claim.subject].append(claim.object)
            elif claim.predicate in ("builds", "implements"):
                kind = self._type(claim.subject)
                (self.places if kind == "Region" else self.builders)[claim.object].append(claim.subject)

    def _type(self, name: str) -> str:
        return self.things[name].type if name in self.things else ""

    def _counts(self, figure: Figure) -> bool:
        """Whether a figure tells an amount of money that is invested in projects."""
        unit = self.units(figure.unit)
        if unit is None or unit.name != _money:
            return False
        if figure.concept is None:
            known = any(word in figure.indicator for word in self.words["word"])
        else:
            known = figure.concept in self.words["concept"]
        other = any(word in figure.indicator for word in self.words["other"])
        if not known or other or figure.text.endswith(words_of("rank")):  # 千亿级
            return False
        at = (figure.span or figure.evidence)[0] - figure.evidence[0]
        clause = _clause.split(figure.quote[:at])[-1]
        return not any(word in clause for word in self.words["cut"]) and not self._threshold(figure, at)

    @staticmethod
    def _threshold(figure: Figure, at: int) -> bool:
        """Whether an amount says which projects are counted: those of so much and more."""
        amount = _bound.sub("", figure.text)
        return _threshold.match(figure.quote, at + len(amount)) is not None

    def _thing(self, figure: Figure) -> str:
        """The thing with a name that a sum is of, "" where its sentence names none, or its own words another."""
        if self._type(figure.subject) not in _named or (figure.subject_span is None and not figure.cell):
            return ""
        name, own = self.things[figure.subject].label, figure.part
        if figure.concept is None:
            own = figure.indicator
            for word in self.words["plain"]:
                own = own.replace(word, "")
        return figure.subject if not own or own in name or name in own else ""

    def read(self) -> tuple[Sum, ...]:
        """The sums, by document and place, each with the reason why it does not count, or none."""
        found = [self._sum(figure) for figure in self.figures]
        found.sort(key=lambda one: (one.document, one.evidence, one.start, one.figure))
        for mark in (self._parts, self._added, self._listed, self._flows, self._again, self._within):
            found = mark(found)
        return tuple(found)

    def _sum(self, figure: Figure) -> Sum:
        unit = self.units(figure.unit)
        assert unit is not None
        kind = self._type(figure.subject)
        thing = self._thing(figure)
        source = self.sources.get(figure.document)
        own = source.spatial if source else None
        act = self.acts.get(figure.act or "")
        region = figure.subject if kind == "Region" else None
        where = [end for role, end in act.roles if role == "place"] if act and thing else []
        places = [*self.places.get(thing, ()), *where] if thing else []
        place = region or min(places, default=None) or own or ""
        bodies = set(self.builders.get(thing, ()) if thing else ())
        if act is not None:
            bodies |= {end for role, end in act.roles if role == "lead"}
            if act.actor and self._type(act.actor) != "Region":
                bodies.add(act.actor)
        label = self.things[thing].label if thing else figure.indicator
        phrase = act.label if act else figure.indicator
        status = "done" if figure.status == "done" else "planned"
        return Sum(
            thing, label, figure.value * unit.magnitude, any(w in figure.indicator for w in self.words["flow"]),
            status, figure.year or "", place, self.areas(label, phrase, figure.quote),
            tuple(sorted(bodies - {thing})), figure.iri, figure.document, figure.evidence,
            (figure.span or figure.evidence)[0], figure.quote,
        )  # fmt: skip

    def _parts(self, found: list[Sum]) -> list[Sum]:
        """What stands behind 其中 in a sentence is part of the sum before it."""
        marked: list[Sum] = []
        whole: dict[tuple[str, Span], Sum] = {}
        for one in found:
            place = (one.document, one.evidence)
            before = one.quote[: one.start - one.evidence[0]]
            first = whole.setdefault(place, one)
            opened = max((before.rfind(word) for word in self.words["part"]), default=-1)
            inside = opened >= 0 and first.start - one.evidence[0] < opened and first is not one
            if inside and one.amount <= first.amount and not any(mark in before[opened:] for mark in "。；;"):
                marked.append(replace(one, reason="part", instead=first.figure))
            else:
                marked.append(one)
        return marked

    def _added(self, found: list[Sum]) -> list[Sum]:
        """In a sentence, a sum that is the total of those that stand right before or behind it."""
        groups: defaultdict[tuple[str, Span], list[Sum]] = defaultdict(list)
        for one in found:
            if not one.reason:
                groups[one.document, one.evidence].append(one)
        gone: dict[str, str] = {}
        for members in groups.values():
            for at, one in enumerate(members):
                for others in (members[at + 1 :], members[:at]):
                    if len(others) > 1 and _about(sum((o.amount for o in others), Decimal(0)), one.amount):
                        gone[one.figure] = others[0].figure
        return [
            replace(one, reason="total", instead=gone[one.figure]) if one.figure in gone else one
            for one in found
        ]

    def _listed(self, found: list[Sum]) -> list[Sum]:
        """In a document, a sum over several projects that is the total of those that it names."""
        named: defaultdict[tuple[str, bool], list[Sum]] = defaultdict(list)
        for one in found:
            if one.thing and not one.reason:
                named[one.document, one.flow].append(one)

        def total(one: Sum) -> bool:
            members = named[one.document, one.flow]
            return len(members) > 1 and _about(sum((o.amount for o in members), Decimal(0)), one.amount)

        return [
            replace(one, reason="total", instead=named[one.document, one.flow][0].figure)
            if not one.thing and not one.reason and total(one)
            else one
            for one in found
        ]

    def _flows(self, found: list[Sum]) -> list[Sum]:
        """What is spent in a year on a thing of which the whole sum is told, too."""
        whole = {
            one.thing: one.figure for one in reversed(found) if one.thing and not one.flow and not one.reason
        }
        return [
            replace(one, reason="flow", instead=whole[one.thing])
            if one.flow and not one.reason and one.thing in whole
            else one
            for one in found
        ]

    def _again(self, found: list[Sum]) -> list[Sum]:
        """The same thing told by several sentences counts once, as the latest document has it.

        What is spent on it in several years counts for each of them; a thing without a name is the same where place,
        words, year and amount are.
        """
        best: dict[tuple[object, ...], Sum] = {}

        def key(one: Sum) -> tuple[object, ...]:
            if one.thing:
                return one.thing, one.flow, one.year if one.flow else ""
            return "", one.place, one.label, one.year, one.amount

        def rank(one: Sum) -> tuple[str, Decimal, int]:
            source = self.sources.get(one.document)
            return (source.date or "" if source else ""), one.amount, -one.start

        for one in found:
            if not one.reason and (key(one) not in best or rank(one) > rank(best[key(one)])):
                best[key(one)] = one
        return [
            replace(one, reason="same", instead=best[key(one)].figure)
            if not one.reason and best[key(one)] is not one
            else one
            for one in found
        ]

    def _within(self, found: list[Sum]) -> list[Sum]:
        """A thing that is part of another whose sum counts: a project of a programme."""
        counted = {one.thing: one.figure for one in found if one.thing and not one.reason}

        def around(one: Sum) -> str | None:
            seen, todo = {one.thing}, sorted(self.above.get(one.thing, ()))
            while todo:
                up = todo.pop()
                if up in seen:
                    continue
                if up in counted:
                    return counted[up]
                seen.add(up)
                todo += sorted(self.above.get(up, ()))
            return None

        marked = []
        for one in found:
            whole = around(one) if one.thing and not one.reason else None
            marked.append(replace(one, reason="within", instead=whole) if whole else one)
        return marked


def _about(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= other * NEAR
