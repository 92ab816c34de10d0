"""The figures of a graph to the ladder: one record a region, indicator and period, its target, its result, a verdict.

A build stores the rungs beside the figures that they rest on, for questions in SPARQL (`rungs` of what it writes,
`changed` where it changes a copy); `ladder` makes the same of the figures of a graph, with their sentences, and `kg
verify` holds the two against each other. What no document states is not there; a rung without a target says so.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal

from kg.contracts import Store
from kg.errors import QueryError, nearest
from kg.model import (
    FALL,
    RISE,
    Entity,
    Figure,
    Measured,
    RelativeFigure,
    Rung,
    Slice,
    Source,
    Span,
    Stated,
    Verdict,
)
from kg.ontology import IndicatorType, Ontology
from kg.rdf import read as facts
from kg.rdf.part import Part, Said, measured
from kg.rdf.units import Units
from kg.rdf.vocabulary import INDICATOR, RDP, header, span
from kg.rdf.write import rung_triples
from kg.terms import iri
from kg.text.function_words import words_of

ABOUT = Decimal("0.05")
"""How far off, of the number itself, still counts as 左右."""

_PLAIN = ("whole", "manner", "verb", "measure", "growth")

_GAP = 2
"""Characters between sentences that follow each other."""
_batch = 500  # things in one query

Key = tuple[str, str, tuple[str, ...], str, str]
"""Region, indicator, extent, part, period."""


@dataclass(frozen=True, slots=True)
class _Told:
    """That a sentence of a document tells of an indicator and a year, as target or as done."""

    document: str
    evidence: Span
    status: str
    year: str
    concept: str


def ladder(store: Store, ontology: Ontology, indicators: Iterable[str] | None = None) -> tuple[Rung, ...]:
    """The rungs of a graph, of all canonical indicators or some, sorted by region, indicator, part and period.

    Of `indicators` that are named there is a rung, though an empty one, for each year for which a region's report of
    that year sets a target of a headline indicator.

    A figure is the region's that it is about, or its document's where it is about a thing that its own words name
    (规模以上工业增加值 is about 工业).
    """
    wanted = None if indicators is None else tuple(indicators)
    relatives = facts.relatives(store, indicators=wanted)
    # what a target is relative to (与经济增长同步) is needed for its verdict, asked for or not
    beside = {relative.against for relative in relatives if relative.against}
    found = (*facts.figures(store, indicators=wanted and (*wanted, *beside)), *relatives)
    subjects = {f.subject for f in found if counts(f)}
    labels = {entity.iri: entity.label for entity in facts.entities(store, subjects)}
    sources = {source.iri: source for source in facts.sources(store)}
    told = _told(found) if wanted is None else _all_told(store)
    rungs_ = _Builder(told, sources, labels, ontology).rungs(found, wanted or ())
    return tuple(rung for rung in rungs_ if wanted is None or rung.indicator in wanted)


def of_part(store: Store, part: Part, said: Said, ontology: Ontology) -> tuple[Rung, ...]:
    """The rungs on which the figures of a part of a graph stand.

    What other documents tell of the same regions is read besides, but for a part of which documents were left out.
    """
    found: list[Measured] = [f for f in (*said.figures, *said.relatives) if counts(f)]
    sources = {source.iri: source for source in facts.sources(store)}
    if not part.unread:
        spoken = {sources[f.document].spatial for f in found}
        regions = {s.spatial for s in sources.values() if s.spatial} & (spoken | {f.subject for f in found})
        held = {key for key, source in sources.items() if source.spatial in regions}
        held |= _telling(store, regions) | {f.document for f in found}
        known = {f.iri for f in found}
        others = measured(store, held - part.documents)
        found += (f for f in others if counts(f) and f.iri not in known)
    found.sort(
        key=lambda f: (isinstance(f, RelativeFigure), f.document, f.evidence, f.span or f.evidence, f.iri)
    )
    labels = {entity.iri: entity.label for entity in facts.entities(store, {f.subject for f in found})}
    return _Builder(_told(found), sources, labels, ontology).rungs(found, ())


def canonical(name: str, ontology: Ontology) -> str:
    """The canonical indicator of a name, Chinese, English or its own; raises QueryError, with those most like it."""
    for of in ontology.indicators.values():
        if name in (of.name, of.zh, of.en):
            return of.name
    names = {word: of.zh for of in ontology.indicators.values() for word in (of.zh, of.en, of.name)}
    near = dict.fromkeys(names[word] for word in nearest(name, names, 5))
    hint = f"near: {', '.join(near)}" if near else "kg targets --all tells them"
    raise QueryError(f"{name}: no such indicator", hint)


def among(
    rungs: Iterable[Rung],
    regions: AbstractSet[str] = frozenset(),
    first: int | None = None,
    last: int | None = None,
) -> tuple[Rung, ...]:
    """The rungs of some regions (their IRIs; none: all), from the first to the last year."""
    return tuple(
        rung
        for rung in rungs
        if (not regions or rung.region in regions)
        and (first is None or int(rung.period) >= first)
        and (last is None or int(rung.period) <= last)
    )


def rungs(
    figures: Iterable[Measured], sources: Mapping[str, Source], labels: Mapping[str, str], ontology: Ontology
) -> tuple[Rung, ...]:
    """The rungs that a graph of these figures stores: all there are, and empty ones of the headline indicators.

    `figures` are all that count (`counts`) of the `sources` (by IRI) that hold them; `labels` are those of their
    subjects.
    """
    held = tuple(figures)
    return _Builder(_told(held), sources, labels, ontology).rungs(held, ontology.headlines)


def of_store(store: Store, ontology: Ontology) -> Iterator[str]:
    """The lines of N-Triples in which the ladder of a graph is stored, made anew of its figures."""
    found: list[Measured] = [f for f in (*facts.figures(store), *facts.relatives(store)) if counts(f)]
    labels = {entity.iri: entity.label for entity in facts.entities(store, {f.subject for f in found})}
    sources = {source.iri: source for source in facts.sources(store)}
    for rung in rungs(found, sources, labels, ontology):
        yield from rung_triples(rung)


def counts(of: Measured) -> bool:
    """Whether a figure stands on a rung: it is of a canonical indicator and a year."""
    return bool(of.concept and of.year)


def source_of(of: Slice) -> Source:
    """What the ladder needs to know of the document of a slice."""
    return Source(of.iri, of.document.id, date=of.document.date, spatial=of.region)


def changed(
    store: Store, retracted: Iterable[str], slices: Sequence[Slice], before: Iterable[Entity], after: Iterable[Entity],
    ontology: Ontology,
) -> tuple[set[str], set[str]]:  # fmt: skip
    """The lines of rungs that go and that come when documents of a graph go (`retracted`, IRIs) and others come.

    Only the rungs of regions that are concerned are made anew: of those for which these documents speak, or of which
    they tell figures; and of those whose documents tell of a thing that has another name now, or that no document
    spoke for before.
    """
    gone = set(retracted)
    old = {source.iri: source for source in facts.sources(store)}
    sources = {key: source for key, source in old.items() if key not in gone}
    sources |= {of.iri: source_of(of) for of in slices}
    was, now = ({s.spatial for s in known.values() if s.spatial} for known in (old, sources))
    labels = {entity.iri: entity.label for entity in after}
    named = {entity.iri: entity.label for entity in before}
    moved = (was ^ now) | {key for key, label in labels.items() if named.get(key, label) != label}
    coming = [f for of in slices for f in (*of.figures, *of.relatives) if counts(f)]
    leaving = [f for key in sorted(gone & old.keys()) for f in _of_document(store, key)]
    concerned = {known[key].spatial for known, keys in ((old, gone & old.keys()), (sources, [s.iri for s in slices]))
                 for key in keys}  # fmt: skip
    concerned |= {f.subject for f in (*coming, *leaving)} & (was | now)
    concerned |= moved & (was | now)
    concerned |= {old[key].spatial for key in _telling(store, moved) if key in old}
    regions = {region for region in concerned if region}
    held = {key for key, source in sources.items() if source.spatial in regions} | _telling(store, regions)
    held -= gone | {of.iri for of in slices}
    figures = [*coming, *(f for key in sorted(held & old.keys()) for f in _of_document(store, key))]
    found = rungs(figures, sources, labels, ontology)
    new = {line for rung in found if rung.region in regions for line in rung_triples(rung)}
    there = facts.rung_lines(store, regions)
    return there - new, new - there


def _of_document(store: Store, document: str) -> list[Measured]:
    found = (*facts.figures(store, document=document), *facts.relatives(store, document=document))
    return [f for f in found if counts(f)]


def _telling(store: Store, subjects: AbstractSet[str]) -> set[str]:
    """The documents that tell figures of some things (IRIs both)."""
    wanted = sorted(subjects)
    found: set[str] = set()
    for at in range(0, len(wanted), _batch):
        values = " ".join(map(iri, wanted[at : at + _batch]))
        text = (
            f"SELECT DISTINCT ?d WHERE {{ VALUES ?s {{ {values} }} ?f rdp:subject ?s ; rdp:ofIndicator ?i ; "
            "oa:hasTarget/oa:hasSource ?d }"
        )
        found |= {d.text for (d,) in store.query(header + text) if d}
    return found


def _told(figures: Iterable[Measured]) -> Iterator[_Told]:
    for f in figures:
        if f.concept and f.year:
            yield _Told(f.document, f.evidence, f.status, f.year, f.concept)


def _all_told(store: Store) -> Iterator[_Told]:
    """The same of all figures of a graph, without reading the rest of them."""
    text = (
        "SELECT ?t ?status ?year ?i WHERE { ?f rdp:ofIndicator ?i ; rdp:year ?year ; rdp:status ?status ; "
        "oa:hasTarget ?t }"
    )
    for place, status, year, concept in store.query(header + text):
        if place and status and year and concept:
            name = concept.text.removeprefix(INDICATOR)
            document = place.text.partition("#")[0]
            yield _Told(document, span(place.text), status.text.removeprefix(RDP), year.text, name)


class _Builder:
    """What figures are read against: sources and labels, indicators, words of extent, units, all that is told."""

    def __init__(
        self,
        told: Iterable[_Told],
        sources: Mapping[str, Source],
        labels: Mapping[str, str],
        ontology: Ontology,
    ) -> None:
        self.sources, self.labels, self.headlines = sources, labels, frozenset(ontology.headlines)
        self.indicators: Mapping[str, IndicatorType] = ontology.indicators
        self.kinds = {row["word"]: "total" for row in ontology.table("span_cues") if row["says"] != "mean"}
        self.kinds |= {row["word"]: row["kind"] for row in ontology.table("indicator_scopes")}
        self.units = Units(ontology)
        self.sum_word = next(
            row["word"] for row in ontology.table("indicator_scopes") if row["kind"] == "total"
        )
        every = tuple(told)
        self.spoken = _spoken(every, sources)
        self.weights: defaultdict[tuple[str, Span, str], set[str]] = defaultdict(set)
        for one in every:
            self.weights[one.document, one.evidence, one.status].add(one.concept)
        self._add_neighbours()
        self.asked = {
            (source.spatial, one.year)
            for one in every
            if one.status == "target"
            and one.concept in self.headlines
            and one.year == self.spoken[one.document]
            if (source := sources[one.document]).spatial
        }

    def _add_neighbours(self) -> None:
        """Lets sentences that follow each other count as one where they set targets: lists are parted by semicolons."""
        last: tuple[str, Span, str] | None = None
        for key in sorted(key for key in self.weights if key[2] == "target"):
            if last is not None and last[0] == key[0] and 0 <= key[1][0] - last[1][1] <= _GAP:
                self.weights[last] |= self.weights[key]
                self.weights[key] = self.weights[last]
            last = key

    def rungs(self, figures: Iterable[Measured], wanted: Iterable[str]) -> tuple[Rung, ...]:
        """The rungs of figures, and empty ones of the indicators wanted."""
        said: defaultdict[Key, list[Stated]] = defaultdict(list)
        regions = {source.spatial for source in self.sources.values() if source.spatial}
        for one in filter(counts, figures):
            region = self._region(one, regions)
            if region is not None:
                extent = self._extent(one, self.spoken.get(one.document))
                key = (region, one.concept or "", extent, one.part, one.year or "")
                weight = len(self.weights[one.document, one.evidence, one.status])
                said[key].append(self._statement(one, self.spoken.get(one.document), weight))
        for region, period in self.asked:
            for indicator in wanted:
                said.setdefault((region or "", indicator, (), "", period), [])
        results = {key: first(_only(found, "result"), _after(key[-1])) for key, found in said.items()}
        return tuple(self._rung(key, said[key], results) for key in sorted(said))

    def _kind(self, word: str) -> str:
        return self.kinds.get(word, "period")

    def _extent(self, of: Measured, report: str | None) -> tuple[str, ...]:
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

    def _since(self, of: Measured) -> tuple[str, ...]:
        """The years over which a growth is told, where they are several (较2016年增长32.6%), or it is told in times."""
        kind = self.indicators[of.concept or ""]
        if not isinstance(of, Figure) or kind.kind != "growth":
            return ()
        if _years(of.base_year, of.year) > 1:
            return (f"{of.base_year}-{of.year}",)
        return () if of.unit.startswith(kind.unit) else (of.unit,)

    def _region(self, of: Measured, regions: AbstractSet[str]) -> str | None:
        source = self.sources.get(of.document)
        own = source.spatial if source else None
        if of.subject in regions:
            return of.subject
        return own if own and not of.part and self.labels.get(of.subject, "\0") in of.indicator else None

    def _statement(self, one: Measured, report: str | None, weight: int) -> Stated:
        low = high = None
        unit = reference = ""
        against, comparator = None, str(one.comparator)
        if isinstance(one, RelativeFigure):
            reference, against = one.reference, one.against
        if isinstance(one, Figure):
            sign = -1 if one.unit.endswith(FALL) else 1
            low, high = one.value * sign, (one.value if one.high is None else one.high) * sign
            unit = one.unit.removesuffix(RISE).removesuffix(FALL)
            comparator = comparator if one.high is None else "range"
        manner = tuple(word for word in one.scope if self._kind(word) == "manner")
        return Stated(
            "target" if one.status == "target" else "result", comparator, low, high, unit, reference, against, one.text,
            one.indicator, manner, one.document, report, one.quote,
            (one.span or one.evidence)[0], one.iri, weight, one.nature if isinstance(one, Figure) else None,
        )  # fmt: skip

    def _rung(self, key: Key, said: Sequence[Stated], results: Mapping[Key, Stated | None]) -> Rung:
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
        self, target: Stated | None, result: Stated | None, other: Stated | None, indicator: str
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

    def _amount(self, of: Stated, value: Decimal | None) -> Decimal | None:
        unit = self.units(of.unit)
        return value * unit.magnitude if value is not None and unit is not None else value


def _years(first: str | None, last: str | None) -> int:
    """The years between two; none where either is no year."""
    known = first and last and first.isdecimal() and last.isdecimal()
    return int(last) - int(first) if known and first and last else 0


def _spoken(told: Iterable[_Told], sources: Mapping[str, Source]) -> dict[str, str | None]:
    """The year that each document speaks for: that of its date, or the next where its yearly targets are of the next.

    A report is given in December for the year to come.
    """
    aims: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in told:
        if one.status == "target":
            aims[one.document][one.year] += 1
    spoken: dict[str, str | None] = {}
    for key, source in sources.items():
        year = source.date[:4] if source.date else None
        later = _after(year) if year and year.isdecimal() else None
        spoken[key] = later if later and aims[key][later] > aims[key][year or ""] else year
    return spoken


def _only(said: Iterable[Stated], kind: str) -> tuple[Stated, ...]:
    found = (s for s in said if s.kind == kind)
    return tuple(sorted(found, key=lambda s: (s.report or "", s.document, s.start, s.figure)))


def _after(period: str) -> str:
    return str(int(period) + 1)


def _unlike(one: Stated, other: Stated) -> bool:
    """Whether two numbers count in different units."""
    both = {s.unit.lstrip("".join(words_of("magnitude"))) for s in (one, other) if s.low is not None}
    return len(both) > 1


def first(said: Sequence[Stated], report: str) -> Stated | None:
    """The statement that counts: of the report of that year, with a number, else no mere words, where most is said."""

    def rank(s: Stated) -> tuple[int, bool, bool, int, int]:
        far = abs(int(s.report) - int(report)) if s.report else 99
        return far, s.low is None, s.comparator == "qualitative", -s.weight, s.start

    return min(said, key=rank, default=None)
