"""The figures of a graph to the ladder: one record a region, indicator and period, its target, its result, a verdict.

Computed from the figures when it is asked for, and kept nowhere: so it is never older than they are, and every rung
leads back to the sentences it rests on. What no document states is not there; a rung without a target says so.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from kg.contracts import Store
from kg.model import Figure, RelativeFigure, Source, Span, TargetNature
from kg.ontology import IndicatorType, Ontology
from kg.rdf import read as facts
from kg.rdf.units import Units

Verdict = Literal["met", "exceeded", "missed", "open", "unclear", "not-stated"]
Kind = Literal["target", "result"]

ABOUT = Decimal("0.05")
"""How far off, of the number itself, still counts as 左右."""

_PLAIN = ("whole", "manner", "verb", "measure", "growth")


@dataclass(frozen=True, slots=True)
class Statement:
    """What one sentence states of a rung, as target or result: a number, a bound, a range, or relative to something.

    `comparator` is that of figures, or range, or that of relative figures; `low` and `high` are None without a
    number. `report` is the year of the document, `figure` the IRI of what it rests on, `nature` whether a target binds.
    """

    kind: Kind
    comparator: str
    low: Decimal | None
    high: Decimal | None
    unit: str
    reference: str
    against: str | None
    text: str
    indicator: str
    manner: tuple[str, ...]
    document: str
    report: str | None
    quote: str
    start: int
    figure: str
    weight: int = 0
    nature: TargetNature | None = None

    def says(self) -> tuple[str, Decimal | None, Decimal | None, str]:
        """What it says, to compare with what another says."""
        return self.comparator, self.low, self.high, self.reference


@dataclass(frozen=True, slots=True)
class Rung:
    """An indicator of a region in a period: what was aimed at, what came of it.

    `extent` are words that narrow the indicator (上半年, 民营, 年均), `part` the part that is measured; both empty
    for the indicator of the whole region. `target` and `result` are the statements that count, `targets` and
    `results` all of them, by document and place. `revised`: a later document sets another target;
    `contradicted`: two statements of the result do not agree.
    """

    region: str
    indicator: str
    extent: tuple[str, ...]
    part: str
    period: str
    target: Statement | None
    result: Statement | None
    verdict: Verdict
    targets: tuple[Statement, ...] = ()
    results: tuple[Statement, ...] = ()
    revised: bool = False
    contradicted: bool = False


Key = tuple[str, str, tuple[str, ...], str, str]
"""Region, indicator, extent, part, period."""


def ladder(store: Store, ontology: Ontology, indicators: Iterable[str] | None = None) -> tuple[Rung, ...]:
    """The rungs of a graph, of all canonical indicators or some, sorted by region, indicator, part and period.

    Of `indicators` that are named there is a rung, though an empty one, for each year for which a region's report of
    that year sets a target of any of them.

    A figure is the region's that it is about, or its document's where it is about a thing that its own words name
    (规模以上工业增加值 is about 工业).
    """
    wanted = None if indicators is None else tuple(indicators)
    figures = facts.figures(store, indicators=wanted)
    relatives = facts.relatives(store, indicators=wanted)
    everything: tuple[Figure | RelativeFigure, ...] = (*figures, *relatives)
    found = [f for f in everything if f.concept and f.year]
    subjects = {f.subject for f in found}
    return _Builder(
        {source.iri: source for source in facts.sources(store)},
        {entity.iri: entity.label for entity in facts.entities(store, subjects)},
        ontology.indicators,
        {row["word"]: "total" for row in ontology.table("span_cues") if row["says"] != "mean"}
        | {row["word"]: row["kind"] for row in ontology.table("indicator_scopes")},
        Units(ontology),
        next(row["word"] for row in ontology.table("indicator_scopes") if row["kind"] == "total"),
    ).rungs(found, wanted or ())


@dataclass(frozen=True, slots=True)
class _Builder:
    """What figures are read against: sources and labels, indicators, words of extent, units, the word of a sum."""

    sources: Mapping[str, Source]
    labels: Mapping[str, str]
    indicators: Mapping[str, IndicatorType]
    kinds: Mapping[str, str]
    units: Units
    sum_word: str

    def rungs(self, figures: Iterable[Figure | RelativeFigure], wanted: Iterable[str]) -> tuple[Rung, ...]:
        """The rungs of figures, and empty ones of the indicators wanted."""
        figures = tuple(figures)
        said: defaultdict[Key, list[Statement]] = defaultdict(list)
        spoken = _spoken(figures, self.sources)
        told: defaultdict[tuple[str, Span, str], set[str]] = defaultdict(set)
        for one in figures:
            told[one.document, one.evidence, one.status].add(one.concept or "")
        regions = {source.spatial for source in self.sources.values() if source.spatial}
        for one in figures:
            region = self._region(one, regions)
            if region is not None:
                extent = self._extent(one, spoken.get(one.document))
                key = (region, one.concept or "", extent, one.part, one.year or "")
                weight = len(told[one.document, one.evidence, one.status])
                said[key].append(self._statement(one, spoken.get(one.document), weight))
        asked = [
            key
            for key, found in said.items()
            if any(s.kind == "target" and s.report == key[-1] for s in found)
        ]
        for region, _, _, _, period in asked:
            for indicator in wanted:
                said.setdefault((region, indicator, (), "", period), [])
        results = {key: first(_only(found, "result"), _after(key[-1])) for key, found in said.items()}
        return tuple(self._rung(key, said[key], results) for key in sorted(said))

    def _kind(self, word: str) -> str:
        return self.kinds.get(word, "period")

    def _extent(self, of: Figure | RelativeFigure, report: str | None) -> tuple[str, ...]:
        """The words that narrow an indicator; a rate at the end of several years is that of the last.

        What a plan wants in addition by a later year is told with the years from the plan on: it is no match for
        what one year brings. A sum over years is none either.
        """
        points = self.indicators[of.concept or ""].kind in ("rate", "share", "ratio", "index")
        plain = (*_PLAIN, "total") if points else _PLAIN
        words = tuple(word for word in of.scope if self._kind(word) not in plain)
        period = of.period if isinstance(of, Figure) else None
        years = period is not None and len(period) == len("2021-2025") and period[4:5] == "-"
        words = words if period is None or (years and points) else (*words, period)
        if period is None and not points and isinstance(of, Figure):
            kinds = {self._kind(word) for word in words}
            if of.cumulative and "total" not in kinds:
                words = (*words, self.sum_word)
            elif "flow" in kinds and of.status == "target" and _years(report, of.year) > 1:
                words = (*words, f"{report}-{of.year}")
        return (*words, *self._since(of))

    def _since(self, of: Figure | RelativeFigure) -> tuple[str, ...]:
        """The years over which a growth is told, where they are several (较2016年增长32.6%), or it is told in times."""
        kind = self.indicators[of.concept or ""]
        if not isinstance(of, Figure) or kind.kind != "growth":
            return ()
        if _years(of.base_year, of.year) > 1:
            return (f"{of.base_year}-{of.year}",)
        return () if of.unit.startswith(kind.unit) else (of.unit,)

    def _region(self, of: Figure | RelativeFigure, regions: AbstractSet[str]) -> str | None:
        source = self.sources.get(of.document)
        own = source.spatial if source else None
        if of.subject in regions:
            return of.subject
        return own if own and not of.part and self.labels.get(of.subject, "\0") in of.indicator else None

    def _statement(self, one: Figure | RelativeFigure, report: str | None, weight: int) -> Statement:
        low = high = None
        unit = reference = ""
        against, comparator = None, str(one.comparator)
        if isinstance(one, RelativeFigure):
            reference, against = one.reference, one.against
        else:
            sign = -1 if one.unit.endswith("下降") else 1
            low, high = one.value * sign, (one.value if one.high is None else one.high) * sign
            unit = one.unit.removesuffix("增长").removesuffix("下降")
            comparator = comparator if one.high is None else "range"
        manner = tuple(word for word in one.scope if self._kind(word) == "manner")
        return Statement(
            "target" if one.status == "target" else "result", comparator, low, high, unit, reference, against, one.text,
            one.indicator, manner, one.document, report, one.quote,
            (one.span or one.evidence)[0], one.iri, weight, one.nature if isinstance(one, Figure) else None,
        )  # fmt: skip

    def _rung(self, key: Key, said: Sequence[Statement], results: Mapping[Key, Statement | None]) -> Rung:
        region, indicator, extent, part, period = key
        targets, found = _only(said, "target"), _only(said, "result")
        target, result = first(targets, period), results[key]
        aims = {
            best.says()
            for report in {t.report for t in targets}
            if (best := first([t for t in targets if t.report == report], period)) is not None
        }
        numbers = {s.low for s in found if s.low is not None}
        other = None
        if target is not None and target.against:
            other = results.get((region, target.against, (), "", period))
        return Rung(
            region, indicator, extent, part, period, target, result, self._verdict(target, result, other, indicator),
            targets, found, len(aims) > 1, len(numbers) > 1,
        )  # fmt: skip

    def _verdict(
        self, target: Statement | None, result: Statement | None, other: Statement | None, indicator: str
    ) -> Verdict:
        """How a result stands to its target, by the polarity of the indicator; `other` is what it is relative to."""
        if target is None:
            return "not-stated"
        if result is None:
            return "open"
        value, low, high = self._amount(result, result.low), self._amount(target, target.low), None
        if low is not None:
            high = self._amount(target, target.high)
        elif target.says() == result.says():
            return "met"
        elif target.comparator == "growing":
            low = high = Decimal(0)
        elif target.comparator in ("same-as", "faster-than") and other is not None:
            low = high = self._amount(other, other.low)
        if value is None or low is None or high is None or _unlike(target, result):
            return "unclear"
        if target.comparator in ("~", "same-as"):
            low, high = low - abs(low) * ABOUT, high + abs(high) * ABOUT
        polarity = self.indicators[indicator].polarity
        if polarity == "lower":
            value, low, high = -value, -high, -low
        if target.comparator in ("growing", "faster-than"):
            return "met" if value > low else "missed"
        if polarity == "neutral":
            return "met" if value <= high else "missed"
        return "missed" if value < low else "exceeded" if value > high else "met"

    def _amount(self, of: Statement, value: Decimal | None) -> Decimal | None:
        unit = self.units(of.unit)
        return value * unit.magnitude if value is not None and unit is not None else value


def _years(first: str | None, last: str | None) -> int:
    """The years between two; none where either is no year."""
    known = first and last and first.isdecimal() and last.isdecimal()
    return int(last) - int(first) if known and first and last else 0


def _spoken(
    figures: Iterable[Figure | RelativeFigure], sources: Mapping[str, Source]
) -> dict[str, str | None]:
    """The year that each document speaks for: that of its date, or the next where its yearly targets are of the next.

    A report is given in December for the year to come.
    """
    aims: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in figures:
        if one.status == "target":
            aims[one.document][one.year or ""] += 1
    spoken: dict[str, str | None] = {}
    for iri, source in sources.items():
        year = source.date[:4] if source.date else None
        later = _after(year) if year and year.isdecimal() else None
        spoken[iri] = later if later and aims[iri][later] > aims[iri][year or ""] else year
    return spoken


def _only(said: Iterable[Statement], kind: Kind) -> tuple[Statement, ...]:
    found = (s for s in said if s.kind == kind)
    return tuple(sorted(found, key=lambda s: (s.report or "", s.document, s.start)))


def _after(period: str) -> str:
    return str(int(period) + 1)


def _unlike(one: Statement, other: Statement) -> bool:
    """Whether two numbers count in different units."""
    both = {s.unit.lstrip("十百千万亿") for s in (one, other) if s.low is not None}
    return len(both) > 1


def first(said: Sequence[Statement], report: str) -> Statement | None:
    """The statement that counts: of the report of that year, with a number, where most is said, the first."""

    def rank(s: Statement) -> tuple[int, bool, int, int]:
        far = abs(int(s.report) - int(report)) if s.report else 99
        return far, s.low is None, -s.weight, s.start

    return min(said, key=rank, default=None)
