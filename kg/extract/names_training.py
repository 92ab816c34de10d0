"""Annotated documents to the weights of the judge of names.

Needs scipy (extra `train`). The same documents give the same weights.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from kg.extract.judge import Judge, column
from kg.extract.lexicon import Lexicon, hits
from kg.extract.relations.models import Linear, save
from kg.model import Annotated
from kg.ontology import Ontology

ridge = 3.0
"""Weight of the L2 penalty (swept 1 to 10 in cross-validation over the regions of gold/train)."""

fewest = 3
"""A feature counts that so many documents have."""

steps = 80

Lesson = tuple[list[list[str]], list[int]]
"""The features of a document's stretches, and the column that is right for each: 0 for no name."""


def lesson(annotated: Annotated, lexicon: Lexicon, judge: Judge) -> Lesson:
    """What one annotated document teaches."""
    document = annotated.document
    words = judge.words(document.text)
    stretches, evidence = judge.view(document, words, hits(lexicon, document, words))
    gold = {(m.start, m.end): column[m.type] for m in annotated.findings.mentions}
    return judge.rows(document, words, stretches, evidence), [
        gold.get((s.start, s.end), 0) for s in stretches
    ]


def fit(lessons: Sequence[Lesson], penalty: float = ridge) -> Linear:
    """Multinomial logistic regression with an L2 penalty over the features of all lessons (L-BFGS)."""
    seen = Counter(feature for rows, _ in lessons for feature in {f for row in rows for f in row})
    vocabulary = {f: i for i, f in enumerate(sorted(f for f, n in seen.items() if n >= fewest))}
    starts, ids = [0], []
    for rows, _ in lessons:
        for row in rows:
            ids += sorted({vocabulary[f] for f in row if f in vocabulary})
            starts.append(len(ids))
    matrix = csr_matrix((np.ones(len(ids)), ids, starts), shape=(len(starts) - 1, len(vocabulary)))
    right = np.array([column for _, columns in lessons for column in columns])
    weights = _minimum(matrix, right, penalty)
    return Linear(vocabulary, weights.astype(np.float32))


def _minimum(matrix: Any, right: NDArray[np.int64], penalty: float) -> NDArray[np.float64]:
    turned = matrix.T.tocsr()
    places = np.arange(len(right))
    shape = (matrix.shape[1] + 1, len(column) + 1)

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        w = flat.reshape(shape)
        z = matrix @ w[:-1] + w[-1]
        z -= z.max(axis=1, keepdims=True)
        logs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        slope = np.exp(logs)
        slope[places, right] -= 1.0
        gradient = np.vstack([turned @ slope + penalty * w[:-1], slope.sum(axis=0)])
        cost = -logs[places, right].sum() + 0.5 * penalty * (w[:-1] ** 2).sum()
        return float(cost), gradient.ravel()

    best = minimize(
        loss,
        np.zeros(shape[0] * shape[1]),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": steps, "maxcor": 6},
    )
    found: NDArray[np.float64] = best.x.reshape(shape)
    return found


def train(documents: Sequence[Annotated], ontology: Ontology, path: Path) -> None:
    """The weights of the judge, fitted to annotated documents and written to a file."""
    lexicon, judge = Lexicon(ontology), Judge(ontology, empty)
    save(path, {"names": fit([lesson(d, lexicon, judge) for d in documents])}, {})


empty = Linear({}, np.zeros((1, len(column) + 1), np.float32))
"""Weights of a judge that has learned nothing: all types are equally likely."""
