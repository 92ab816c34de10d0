"""The weights of the judge of names, as one file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kg.extract.relations.models import Floats, Linear, batches


@dataclass(frozen=True, slots=True)
class Weights:
    """Two models, a column for no name and one for each type: over features of a stretch, over rows of neighbours."""

    first: Linear
    second: Floats

    def scores(self, rows: Iterable[Sequence[str]]) -> Floats:
        """The log-odds that the first model gives each row of features; a feature counts as often as it stands.

        A few rows are held at a time.
        """
        none = np.zeros((0, self.first.weights.shape[1]), np.float32)
        return np.concatenate([none, *map(self._scores, batches(rows))])

    def _scores(self, rows: Sequence[Sequence[str]]) -> Floats:
        known, bias = self.first.vocabulary, len(self.first.vocabulary)
        ids: list[int] = []
        starts: list[int] = []
        for row in rows:
            starts.append(len(ids))
            ids += [known[feature] for feature in row if feature in known]
            ids.append(bias)
        found: Floats = np.add.reduceat(self.first.weights[np.array(ids)], np.array(starts), axis=0)
        return found


def save(path: Path, weights: Weights) -> None:
    """Writes the weights, the same bytes for the same weights."""
    known = weights.first.vocabulary
    np.savez_compressed(
        path,
        vocabulary=np.frombuffer("\n".join(sorted(known, key=lambda f: known[f])).encode(), np.uint8),
        first=weights.first.weights.astype(np.float16),
        second=weights.second.astype(np.float32),
    )


def load(path: Path) -> Weights:
    """The weights of a file."""
    with np.load(path) as kept:
        features = kept["vocabulary"].tobytes().decode().split("\n")
        first = Linear({feature: i for i, feature in enumerate(features)}, kept["first"].astype(np.float32))
        return Weights(first, kept["second"])
