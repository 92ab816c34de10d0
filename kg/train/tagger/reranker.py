"""Proposed stretches of annotated documents to the trees that judge them, and to the precision of their score."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kg.extract.ner.tagger import chosen
from kg.extract.ner.tagger.span_features import Stretches
from kg.learnt.calibration import Band, bands
from kg.learnt.models import Trees
from kg.model import Annotated, Mention
from kg.train.fit import fit_trees
from kg.train.folds import parts
from kg.train.tagger.crf import mentions

settings: dict[str, float] = {
    "count": 250, "learning_rate": 0.04, "num_leaves": 15, "min_data_in_leaf": 30, "feature_fraction": 0.5,
}  # fmt: skip
PARTS = 5


@dataclass(frozen=True, slots=True)
class Case:
    """An annotated document with what models that were not trained on it propose, and the candidates before."""

    annotated: Annotated
    proposed: Stretches
    candidates: tuple[Mention, ...]


def fit(cases: Sequence[Case]) -> Trees:
    """The trees of all cases."""
    rows = np.vstack([one.proposed.numbers for one in cases])
    return fit_trees(rows, np.concatenate([_right(one) for one in cases]), **settings)  # type: ignore[arg-type]


def _right(case: Case) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    annotated = set(mentions(case.annotated))
    return np.array([float(span in annotated) for span in case.proposed.spans])


def judged(cases: Sequence[Case]) -> list[tuple[Mention, ...]]:
    """The mentions of each case by trees that saw no document of its region; their confidence is the score."""
    found: dict[int, tuple[Mention, ...]] = {}
    for part in parts([one.annotated for one in cases], PARTS):
        held = set(part)
        trees = fit([one for i, one in enumerate(cases) if i not in held])
        for i in part:
            one = cases[i]
            found[i] = chosen(one.annotated.document, one.proposed, trees, one.candidates)
    return [found[i] for i in range(len(cases))]


def precision(cases: Sequence[Case], found: Sequence[Sequence[Mention]]) -> tuple[Band, ...]:
    """The precision observed for the scores of the mentions that were chosen."""
    return bands(
        (m.confidence, (m.start, m.end, m.type) in set(mentions(one.annotated)))
        for one, some in zip(cases, found, strict=True)
        for m in some
    )
