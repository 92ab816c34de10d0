"""Annotated documents to the weights of the judge of names.

Needs scipy (extra `train`). The same documents give the same weights.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from kg.extract.ner.lexicon import Lexicon, hits
from kg.extract.ner.spans.classifier import Judge, View, kept_of, probabilities, second_rows
from kg.extract.ner.spans.weights import Weights, empty
from kg.learnt.models import Floats, Linear
from kg.learnt.names import Names
from kg.model import Annotated
from kg.ontology import Ontology
from kg.train.folds import folds
from kg.train.minimise import Reals, least

ridge = 3.0
"""Weight of the L2 penalty of the first model (1 to 10 swept, across regions: the same within noise)."""

second_ridge = 10.0
"""Weight of the L2 penalty of the second model."""

fewest = 3
"""A feature counts that so many documents have."""

slight = 0.1
"""A feature whose weights all lie closer than this to their mean tells nothing: half the features go, at no loss."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """An annotated document made ready: its view, its stretches' features, the right one of `columns` for each."""

    region: str
    view: View
    rows: list[list[str]]
    right: list[int]
    columns: int


def lesson(annotated: Annotated, lexicon: Lexicon, judge: Judge) -> Lesson:
    """What one annotated document teaches."""
    document = annotated.document
    view = judge.view(document, hits(lexicon, document))
    gold = {(m.start, m.end): judge.column[m.type] for m in annotated.findings.mentions}
    right = [gold.get(span, 0) for span in view.stretches.spans()]
    rows = judge.features(view).listed(len(right))
    return Lesson(document.region or document.id, view, rows, right, 1 + len(judge.column))


def fit_first(lessons: Sequence[Lesson], penalty: float = ridge) -> Linear:
    """Multinomial logistic regression over the features of all lessons."""
    seen = Counter(feature for x in lessons for feature in {f for row in x.rows for f in row})
    vocabulary = {f: i for i, f in enumerate(sorted(f for f, n in seen.items() if n >= fewest))}
    matrix = _matrix(lessons, vocabulary)
    turned = matrix.T.tocsr()
    right = np.array([c for x in lessons for c in x.right])
    shape = matrix.shape[1], lessons[0].columns
    weights = _minimum(lambda w: matrix @ w, lambda s: turned @ s, right, shape, penalty, 60)
    return _telling(Linear(Names.of(vocabulary), weights.astype(np.float32)))


def _matrix(lessons: Sequence[Lesson], vocabulary: Collection[str]) -> csr_matrix:
    """How often each stretch has each feature of the vocabulary; the last column is the bias."""
    known = {feature: number for number, feature in enumerate(vocabulary)}
    starts, ids = [0], []
    for x in lessons:
        for row in x.rows:
            ids += [*(known[f] for f in row if f in known), len(known)]
            starts.append(len(ids))
    return csr_matrix((np.ones(len(ids)), ids, starts), shape=(len(starts) - 1, len(vocabulary) + 1))


def _telling(model: Linear) -> Linear:
    """The model without the features that tell nothing."""
    weights = model.weights
    apart = np.abs(weights - weights.mean(axis=1, keepdims=True)).max(axis=1)
    kept = [(feature, place) for place, feature in enumerate(model.vocabulary) if apart[place] >= slight]
    places = [*(place for _, place in kept), len(model.vocabulary)]
    return Linear(Names.of(feature for feature, _ in kept), weights[places])


def fit_second(lessons: Sequence[Lesson], shares: Sequence[Floats], penalty: float = second_ridge) -> Floats:
    """Multinomial logistic regression over rows of neighbours; `shares` are of first models that saw no such region."""
    rows, right = [], []
    for x, share in zip(lessons, shares, strict=True):
        kept, own = kept_of(x.view, share)
        rows.append(second_rows(x.view, kept, own))
        right += [x.right[place] for place in kept]
    matrix = np.vstack(rows).astype(np.float64)
    found = _minimum(
        lambda w: matrix @ w,
        lambda s: matrix.T @ s,
        np.array(right),
        (matrix.shape[1], lessons[0].columns),
        penalty,
        150,
    )
    return found.astype(np.float32)


def _minimum(
    forth: Callable[[Reals], Reals],
    back: Callable[[Reals], Reals],
    right: NDArray[np.int64],
    shape: tuple[int, int],
    penalty: float,
    steps: int,
) -> Reals:
    """The weights of least loss: cross-entropy and an L2 penalty (L-BFGS)."""
    places = np.arange(len(right))

    def loss(flat: Reals) -> tuple[float, Reals]:
        w = flat.reshape(shape)
        z = forth(w)
        z = z - z.max(axis=1, keepdims=True)
        logs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        slope = np.exp(logs)
        slope[places, right] -= 1.0
        cost = -logs[places, right].sum() + 0.5 * penalty * (w**2).sum()
        return float(cost), (back(slope) + penalty * w).ravel()

    return least(loss, shape[0] * shape[1], steps, pairs=6).reshape(shape)


def out_of_fold(lessons: Sequence[Lesson], count: int = 5) -> list[Floats]:
    """The probabilities of every document by first models that saw no document of its region."""
    fold = folds([x.region for x in lessons], count)
    found: dict[int, Floats] = {}
    for one in range(count):
        first = fit_first([x for x, f in zip(lessons, fold, strict=True) if f != one])
        found |= {
            i: probabilities(_matrix([x], first.vocabulary) @ first.weights)
            for i, x in enumerate(lessons)
            if fold[i] == one
        }
    return [found[i] for i in range(len(lessons))]


def fit(documents: Sequence[Annotated], ontology: Ontology) -> Weights:
    """Both models, fitted to annotated documents."""
    taught = lessons(documents, ontology)
    second = fit_second(taught, out_of_fold(taught))
    return Weights(ontology.types, fit_first(taught), second)


def lessons(documents: Sequence[Annotated], ontology: Ontology) -> list[Lesson]:
    """What annotated documents teach."""
    lexicon, judge = Lexicon(ontology), Judge(ontology, empty(ontology.types))
    return [lesson(d, lexicon, judge) for d in documents]
