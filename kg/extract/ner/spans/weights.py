"""The weights of the classifier of spans: two models that tell the types of the ontology apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kg.extract.ner.spans import context
from kg.learnt import weights
from kg.learnt.features import Features
from kg.learnt.models import Floats, Linear
from kg.learnt.names import Names


@dataclass(frozen=True, slots=True)
class Weights:
    """Two models, a column for no name and one for each type: over features of a stretch, over rows of neighbours."""

    types: tuple[str, ...]
    first: Linear
    second: Floats

    def scores(self, found: Features, count: int) -> Floats:
        """The log-odds that the first model gives each of `count` stretches; a feature counts as often as it stands."""
        total = np.tile(self.first.weights[-1], (count, 1))
        found.add_to(total, self._weights)
        return total

    def _weights(self, features: Sequence[str]) -> Floats | None:
        """A row for each feature, zeros where the model does not know it, and a last row of zeros for none."""
        numbers = self.first.vocabulary.numbers(features)
        known = np.flatnonzero(numbers >= 0)
        if not len(known):
            return None
        rows = np.zeros((len(features) + 1, self.first.weights.shape[1]), np.float32)
        rows[known] = self.first.weights[numbers[known]]
        return rows


def empty(types: Sequence[str]) -> Weights:
    """Weights of a classifier of these types that has learnt nothing."""
    none = np.zeros((1, 1 + len(types)), np.float32)
    return Weights(tuple(types), Linear(Names.of(()), none), none)


def save(path: Path, found: Weights, digest: str) -> None:
    """Writes the weights, the same bytes for the same weights."""
    weights.save(
        path,
        {"first": found.first.weights.astype(np.float16), "second": found.second.astype(np.float32)},
        labels={"types": found.types},
        features={
            "first": tuple(found.first.vocabulary),
            "second": context.feature_names(found.types),
        },
        digest=digest,
    )


def load(path: Path, types: Iterable[str]) -> Weights:
    """The weights of a file; `types` are those of the ontology.

    Raises ModelError where the file tells a type that the ontology does not know, or looks at what is not made.
    """
    file = weights.load(path)
    mine = file.labels_among("types", types)
    offered = context.feature_names(mine)
    second = np.zeros((len(offered), 1 + len(mine)), np.float32)
    second[file.columns("second", offered)] = file.array("second")
    vocabulary = file.features.get("first", Names.of(()))
    return Weights(mine, Linear(vocabulary, file.array("first").astype(np.float32)), second)
