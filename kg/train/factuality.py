"""Annotated documents to the weights of factuality: what words around an act, sentences and all around them tell.

Needs scipy and lightgbm (extra `train`). The same documents give the same weights.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from kg.extract.factuality.features import Around, phase
from kg.extract.factuality.reading import Factuality, Models, Reading, columns, labels, trained
from kg.learnt.models import Linear, save
from kg.model import Annotated
from kg.ontology import Ontology
from kg.read import structured
from kg.train.digest import digest
from kg.train.fit import fit_linear, fit_trees
from kg.train.folds import folds

parts = 5
"""Parts of the documents: what the trees see of each was said by models trained on the others."""
ridge, least = 4.0, 3


@dataclass(frozen=True, slots=True)
class Case:
    """An act whose status is annotated: the sentence, its place there, and whether it is done."""

    index: int
    start: int
    end: int
    done: bool


@dataclass(frozen=True, slots=True)
class Lesson:
    """A document read, with the acts in it whose status is annotated."""

    annotated: Annotated
    reading: Reading
    cases: tuple[Case, ...]


def lessons(documents: Sequence[Annotated], room: Factuality) -> list[Lesson]:
    """The documents read, with measures, relations and figures as cases."""
    return [Lesson(a, room.of(a.document, a.sentences), tuple(_cases(a))) for a in documents if a.sentences]


def _cases(annotated: Annotated) -> Iterator[Case]:
    place = {(s.start, s.end): i for i, s in enumerate(annotated.sentences)}
    spans: dict[str, list[tuple[int, int]]] = {}
    for mention in annotated.findings.mentions:
        spans.setdefault(mention.name, []).append((mention.start, mention.end))
    for act in annotated.findings.measures:
        start, end = act.evidence
        yield Case(place[act.evidence], act.start - start, act.end - start, act.status == "done")
    for relation in annotated.findings.relations:
        if relation.status == "fact" or relation.evidence not in place:
            continue
        start, end = relation.evidence
        inside = [(a, b) for a, b in spans.get(relation.tail, ()) if start <= a and b <= end]
        if inside:
            a, b = inside[0]
            yield Case(place[relation.evidence], a - start, b - start, relation.status == "done")
    for figure in annotated.findings.indicators:
        index = place.get(figure.evidence)
        if index is None:
            continue
        at = annotated.sentences[index].text.find(
            str(figure.value.normalize() if figure.value % 1 else int(figure.value))
        )
        if at >= 0:
            yield Case(index, at, at + 1, figure.status == "done")


@dataclass(frozen=True, slots=True)
class _Rows:
    """What the linear models learn from: the strings of acts and of sentences, and what is right of each."""

    words: list[list[str]]
    done: list[float]
    phases: list[list[str]]
    share: list[float]


def _rows(some: Sequence[Lesson]) -> _Rows:
    rows = _Rows([], [], [], [])
    for lesson in some:
        told: dict[int, list[bool]] = {}
        for case in lesson.cases:
            rows.words.append(lesson.reading.strings(lesson.reading.act(case.index, case.start, case.end)))
            rows.done.append(float(case.done))
            told.setdefault(case.index, []).append(case.done)
        for index, said in sorted(told.items()):
            rows.phases.append(phase(lesson.reading.tokens[index]))
            rows.share.append(sum(said) / len(said))
    return rows


def _fit_linear(some: Sequence[Lesson]) -> tuple[Linear, Linear]:
    rows = _rows(some)
    done, share = np.array(rows.done)[:, None], np.array(rows.share)[:, None]
    return (
        fit_linear(rows.words, done, np.ones_like(done), ridge, least),
        fit_linear(rows.phases, share, np.ones_like(share), ridge, least),
    )


def _numbers(lesson: Lesson, words: Linear, phases: Linear) -> list[list[float]]:
    if not lesson.cases:
        return []
    reading = lesson.reading
    around = Around(reading.tokens, phases.logits(phase(t) for t in reading.tokens)[:, 0])
    acts = [reading.act(case.index, case.start, case.end) for case in lesson.cases]
    own = words.logits(reading.strings(act) for act in acts)[:, 0]
    return [reading.numbers(around, float(o), act) for act, o in zip(acts, own, strict=True)]


def fit(some: Sequence[Lesson]) -> Models:
    """The models: the trees learn from what linear models say that did not see the document's region."""
    fold = folds([lesson.annotated.document.region or "" for lesson in some], parts)
    rows: list[list[float]] = []
    right: list[float] = []
    for part in range(parts):
        words, phases = _fit_linear([x for x, f in zip(some, fold, strict=True) if f != part])
        for lesson, f in zip(some, fold, strict=True):
            if f == part:
                rows += _numbers(lesson, words, phases)
                right += [float(case.done) for case in lesson.cases]
    trees = fit_trees(np.array(rows, np.float32), np.array(right), learning_rate=0.05)
    return Models(*_fit_linear(some), trees)


def train(documents: Sequence[Annotated], ontology: Ontology, target: Path) -> None:
    """Writes the weights into a folder: factuality.npz."""
    target.mkdir(parents=True, exist_ok=True)
    read = [replace(one, document=structured(one.document, ontology)) for one in documents]
    models = fit(lessons(read, Factuality(ontology, None)))
    linear = {"words": models.words, "phases": models.phases}
    save(
        target / trained.name, linear, {"whole": models.whole}, labels={"status": labels}, columns=columns,
        digest=digest(documents),
    )  # fmt: skip
