"""Confidence against what gold says: whether what is 0.8 sure is right eight times of ten."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.evaluate.compare import bounds, pair, same_figure, things
from kg.evaluate.measures import matched
from kg.evaluate.score import match_entities, triples
from kg.model import Annotated, Document

edges = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
"""Where the bands of confidence begin; the last one ends with 1."""


@dataclass(frozen=True, slots=True)
class Band:
    """A band of confidence: what was said within it, the mean confidence, and the share that is right."""

    measure: str
    low: float
    count: int
    confidence: float
    precision: float


def reliability(gold: Mapping[str, Annotated], said: Mapping[str, Annotated]) -> tuple[Band, ...]:
    """The bands that hold something, by measure (entity, relation, indicator, measure), from low to high."""
    judged: dict[str, list[tuple[float, bool]]] = {
        "entity": [], "relation": [], "indicator": [], "measure": [],
    }  # fmt: skip
    for key, wanted in gold.items():
        given = said.get(key, Annotated(Document(key, wanted.document.text)))
        judged["entity"] += _entities(wanted, given)
        want, got = triples(wanted, given)
        judged["relation"] += [(relation.confidence, triple in want) for triple, relation in got.items()]
        judged["indicator"] += _indicators(wanted, given)
        judged["measure"] += _measures(wanted, given) if wanted.findings.measures else ()
    return tuple(band for measure, pairs in judged.items() for band in _bands(measure, pairs))


def _entities(wanted: Annotated, given: Annotated) -> Iterator[tuple[float, bool]]:
    gold, found = things(wanted), things(given)
    match = match_entities(gold, found)
    for i, thing in enumerate(found):
        yield max(m.confidence for m in thing.mentions), i in match


def _indicators(wanted: Annotated, given: Annotated) -> Iterator[tuple[float, bool]]:
    said, gold = bounds(given.findings.indicators), bounds(wanted.findings.indicators)
    match = pair(len(said), len(gold), lambda i, j: same_figure(said[i], gold[j]))
    for i, one in enumerate(said):
        yield one.confidence, i in match


def _measures(wanted: Annotated, given: Annotated) -> Iterator[tuple[float, bool]]:
    match = matched(given.findings.measures, wanted.findings.measures)
    for i, one in enumerate(given.findings.measures):
        yield one.confidence, i in match


def _bands(measure: str, judged: list[tuple[float, bool]]) -> Iterator[Band]:
    for low, high in zip(edges, (*edges[1:], 2.0), strict=True):
        inside = [(confidence, right) for confidence, right in judged if low <= confidence < high]
        if inside:
            yield Band(
                measure, low, len(inside), sum(c for c, _ in inside) / len(inside),
                sum(right for _, right in inside) / len(inside),
            )  # fmt: skip
