"""Figures and measures to policy areas, each to one; and how much a region does in each."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.contracts import Store
from kg.model import Act, Figure
from kg.ontology import IndicatorType, Ontology, PolicyArea
from kg.rdf import read as facts

OTHER = "other"


class Areas:
    """Tells the policy area of a text by the words of each; built once."""

    def __init__(self, areas: Mapping[str, PolicyArea]) -> None:
        self._of = {word: area.name for area in areas.values() for word in area.words}
        self._word = re.compile("|".join(map(re.escape, sorted(self._of, key=lambda w: (-len(w), w)))))

    def __call__(self, *texts: str) -> str:
        """The area of the first text that has words of any; of several the one with most, and last."""
        for text in texts:
            weights: Counter[str] = Counter()
            last: dict[str, int] = {}
            for m in self._word.finditer(text):
                weights[self._of[m[0]]] += len(m[0])
                last[self._of[m[0]]] = m.end()
            if weights:
                return max(weights, key=lambda name: (weights[name], last[name]))
        return OTHER


def area_of_act(act: Act, titles: Mapping[str, str], areas: Areas) -> str:
    """The policy area of a measure: by its words, else by the title of its section (`titles` by IRI)."""
    return act.area or areas(act.label, titles.get(act.section or "", ""))


def area_of_figure(figure: Figure, indicators: Mapping[str, IndicatorType], areas: Areas) -> str:
    """The policy area of a figure: that of its canonical indicator, else by its words and its sentence."""
    known = indicators.get(figure.concept or "")
    return known.area if known else areas(figure.indicator, figure.quote)


@dataclass(frozen=True, slots=True)
class Cell:
    """How much a region's documents say in one area, or of one industry: how many of a kind and a status.

    `region` is an IRI; `column` a policy area, or the IRI of an industry; `kind` is measure or figure.
    """

    region: str
    column: str
    kind: str
    status: str
    count: int


def by_area(store: Store, ontology: Ontology) -> tuple[Cell, ...]:
    """Measures and figures of each region's documents by policy area and status, sorted."""
    areas, indicators = Areas(ontology.areas), ontology.indicators
    regions = {source.iri: source.spatial for source in facts.sources(store)}
    titles = {section.iri: section.title for section in facts.sections(store)}
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for act in facts.acts(store):
        region = regions.get(act.document)
        if region and not act.ended:
            counts[region, area_of_act(act, titles, areas), "measure", act.status] += 1
    for figure in facts.figures(store):
        region = regions.get(figure.document)
        if region:
            counts[region, area_of_figure(figure, indicators, areas), "figure", figure.status] += 1
    return _cells(counts)


def by_industry(store: Store) -> tuple[Cell, ...]:
    """Measures of each region's documents by the industries that they name, and status, sorted."""
    regions = {source.iri: source.spatial for source in facts.sources(store)}
    acts = facts.acts(store)
    ends = {end for act in acts for _, end in act.roles}
    industries = {entity.iri for entity in facts.entities(store, ends) if entity.type == "Industry"}
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for act in acts:
        region = regions.get(act.document)
        if region and not act.ended:
            for industry in sorted({end for _, end in act.roles} & industries):
                counts[region, industry, "measure", act.status] += 1
    return _cells(counts)


def _cells(counts: Mapping[tuple[str, str, str, str], int]) -> tuple[Cell, ...]:
    return tuple(Cell(*key, counts[key]) for key in sorted(counts))


def rows(cells: Iterable[Cell], labels: Mapping[str, str]) -> list[tuple[str, ...]]:
    """A matrix: its head (the columns by how much is said), then a row a region, cells as done/to be done."""
    kept = tuple(cells)
    total: Counter[str] = Counter()
    done: Counter[tuple[str, str]] = Counter()
    ahead: Counter[tuple[str, str]] = Counter()
    for cell in kept:
        total[cell.column] += cell.count
        (done if cell.status == "done" else ahead)[cell.region, cell.column] += cell.count
    columns = sorted(total, key=lambda column: (-total[column], column))

    def told(region: str, column: str) -> str:
        one, other = done[region, column], ahead[region, column]
        return f"{one}/{other}" if one or other else ""

    named = sorted({cell.region for cell in kept}, key=lambda region: labels.get(region, region))
    return [
        ("region", *(labels.get(column, column) for column in columns)),
        *((labels.get(region, region), *(told(region, column) for column in columns)) for region in named),
    ]
