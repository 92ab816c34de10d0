"""Annotated documents to the weights of the indicators: the ranking of subjects.

Needs scipy (extra `train`). No chance in it: the same documents give the same weights.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array

from kg.extract.indicators import Reader, reader, unit
from kg.extract.indicators.context import Draft
from kg.extract.indicators.subjects import Ranker, candidates, features, save
from kg.model import Annotated, Indicator
from kg.ontology import Ontology
from kg.read import structured
from kg.text.calendar import calendar
from kg.train.digest import digest
from kg.train.folds import folds
from kg.train.minimise import Reals, least

PENALTY_SUBJECTS = 0.5
"""Ridge penalty (swept over factors of two by cross-validation)."""
RARE = 3
"""A feature seen less often than this is left out."""
SMALL = 0.02
"""A weight nearer to nothing than this is left out."""
FOLDS = 4
"""Parts of the regions: in each the subjects are chosen by what was fitted to the others."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A figure whose subject is annotated: the features of each candidate, and which of them are right."""

    region: str
    features: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]


def choices(reader: Reader, documents: Sequence[Annotated], ranker: Ranker | None = None) -> list[Choice]:
    """The figures of documents that are annotated as indicators, with the candidates for their subject.

    What a candidate is told of the figure before is its subject as annotated, or as `ranker` chooses it.
    """
    found = []
    for annotated in documents:
        document, sentences = annotated.document, annotated.sentences
        figures = reader.quantities(sentences)
        kind = calendar(document).form
        region = document.region or ""
        stated: dict[tuple[int, int], list[Indicator]] = {}
        for one in annotated.findings.indicators:
            stated.setdefault(one.evidence, []).append(one)
        for reading in reader.readings(kind, document, sentences, figures, annotated.findings.mentions):
            sentence = sentences[reading.index]
            free = list(stated.get((sentence.start, sentence.end), ()))
            last: str | None = None
            for draft in reading.drafts:
                about = candidates(draft, reading.mentions, reading.setting)
                before, last = last, None
                if ranker is not None:
                    chosen = ranker.best(draft, reading.plain.text, reading.mentions, reading.setting, before)
                    last = chosen.name if chosen is not None else ""
                gold = _matched(draft, free)
                if gold is None:
                    continue
                free.remove(gold)
                rows = tuple(
                    tuple(features(c, draft, reading.plain.text, reading.mentions, reading.setting, before))
                    for c in about
                )
                right = tuple((c.name if c else region) == gold.subject for c in about)
                if any(right):
                    found.append(Choice(region, rows, right))
                if ranker is None:
                    last = "" if gold.subject == region else gold.subject
    return found


def _matched(draft: Draft, free: Sequence[Indicator]) -> Indicator | None:
    """The annotated indicator that a draft tells: the same amount, of words that share a pair of characters."""
    told = {draft.words[i : i + 2] for i in range(len(draft.words) - 1)}
    for one in free:
        pairs = {one.indicator[i : i + 2] for i in range(len(one.indicator) - 1)}
        if one.value == draft.figure.value and one.unit == unit(draft.figure) and told & pairs:
            return one
    return None


def subjects(rows: Sequence[Choice], weights: Sequence[float] | None = None) -> dict[str, float]:
    """The weights of the ranking of subjects: the features in the order of their names."""
    count = Counter(f for choice in rows for candidate in choice.features for f in candidate)
    names = {f: i for i, f in enumerate(sorted(f for f, n in count.items() if n >= RARE))}
    given = [candidate for choice in rows for candidate in choice.features]
    columns = [[names[f] for f in candidate if f in names] for candidate in given]
    told = csr_array(
        (
            np.ones(sum(map(len, columns))),
            np.array([c for column in columns for c in column], dtype=np.int64),
            np.cumsum([0, *map(len, columns)]),
        ),
        shape=(len(columns), len(names)),
    )
    sizes = np.array([len(choice.features) for choice in rows])
    begins = np.cumsum([0, *sizes[:-1]])
    right = np.array([r for choice in rows for r in choice.right], dtype=float)
    weight = np.ones(len(rows)) if weights is None else np.asarray(weights, dtype=float)

    def loss(w: Reals) -> tuple[float, Reals]:
        score = told @ w
        share = np.exp(score - np.repeat(np.maximum.reduceat(score, begins), sizes))
        share /= np.repeat(np.add.reduceat(share, begins), sizes)
        hit = np.add.reduceat(share * right, begins)
        total = 0.5 * PENALTY_SUBJECTS * float(w @ w) - float(weight @ np.log(hit))
        push = np.repeat(weight, sizes) * (share - share * right / np.repeat(hit, sizes))
        return total, PENALTY_SUBJECTS * w + told.T @ push

    w = least(loss, len(names), 300)
    return {f: round(float(w[i]), 3) for f, i in names.items() if abs(w[i]) >= SMALL}


def refitted(reader: Reader, documents: Sequence[Annotated]) -> Reader:
    """The parts with weights fitted to documents."""
    rows = chosen(reader, documents)
    return replace(reader, ranker=Ranker(subjects(rows, [0.5] * len(rows))))


def chosen(reader: Reader, documents: Sequence[Annotated]) -> list[Choice]:
    """The choices of all documents twice: told the figure before as annotated, and as a ranker chose it.

    That ranker saw other regions. With the annotated subject alone, a ranker trusts the figure before too much:
    once wrong, it stays wrong.
    """
    fold = folds([a.document.region or "" for a in documents], FOLDS)
    found = choices(reader, documents)
    for k in range(FOLDS):
        rest = [a for a, f in zip(documents, fold, strict=True) if f != k]
        held = [a for a, f in zip(documents, fold, strict=True) if f == k]
        if rest and held:
            found += choices(reader, held, Ranker(subjects(choices(reader, rest))))
    return found


def train(documents: Sequence[Annotated], ontology: Ontology, target: Path) -> None:
    """Writes the weights into a folder: subjects.npz."""
    target.mkdir(parents=True, exist_ok=True)
    documents = [replace(one, document=structured(one.document, ontology)) for one in documents]
    save(target / "subjects.npz", refitted(reader(ontology), documents).ranker, digest(documents))
