"""The weights of the judge of names, as one file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kg.learnt.features import Features
from kg.learnt.models import Floats, Linear


@dataclass(frozen=True, slots=True)
class Weights:
    """Two models, a column for no name and one for each type: over features of a stretch, over rows of neighbours."""

    first: Linear
    second: Floats

    def scores(self, found: Features, count: int) -> Floats:
        """The log-odds that the first model gives each of `count` stretches; a feature counts as often as it stands."""
        total = np.tile(self.first.weights[-1], (count, 1))
        found.add_to(total, self._weights)
        return total

    def _weights(self, features: Sequence[str]) -> Floats | None:
        """A row for each feature, zeros where the model does not know it, and a last row of zeros for none."""
        known = [
            (i, place) for i, f in enumerate(features) if (place := self.first.vocabulary.get(f)) is not None
        ]
        if not known:
            return None
        rows = np.zeros((len(features) + 1, self.first.weights.shape[1]), np.float32)
        places = np.array(known)
        rows[places[:, 0]] = self.first.weights[places[:, 1]]
        return rows


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
