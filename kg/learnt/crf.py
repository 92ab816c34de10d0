"""A conditional random field over a chain: its weights, and how likely each label is at each place."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.learnt import weights
from kg.learnt.features import Floats, Ints
from kg.learnt.names import Names
from kg.model import Span


@dataclass(frozen=True, slots=True)
class Chain:
    """The weights of a field: of each attribute for the labels that it tells of, and of each label after each.

    The entries of attribute `k` are those from `begins[k]` to `begins[k + 1]` of `label` and `weight`.
    """

    labels: Sequence[str]
    attributes: Names
    begins: Ints
    label: Ints
    weight: Floats
    transitions: Floats

    def rows(self, attributes: Sequence[str]) -> Floats | None:
        """A row for each attribute (labels across) and a last one of zeros; None where the field knows none of them."""
        numbers = self.attributes.numbers(attributes)
        places = np.flatnonzero(numbers >= 0)
        if not len(places):
            return None
        numbers = numbers[places]
        begins = self.begins[numbers]
        counts = self.begins[numbers + 1] - begins
        ends = np.cumsum(counts)
        entries = np.arange(int(ends[-1])) + np.repeat(begins - ends + counts, counts)
        rows = np.zeros((len(attributes) + 1, len(self.labels)), np.float32)
        rows[np.repeat(places, counts), self.label[entries]] = self.weight[entries]
        return rows


def load(path: Path) -> Chain:
    """The field of a file of weights. Raises ModelError where the file holds none."""
    file = weights.load(path)
    return Chain(
        file.labels.get("tags", ()), file.features.get("attributes", Names.of(())),
        file.array("begins").astype(np.int64), file.array("label").astype(np.int64),
        file.array("weight"), file.array("transitions"),
    )  # fmt: skip


def save(path: Path, chain: Chain, digest: str) -> None:
    """Writes a field as a file of weights."""
    arrays: dict[str, NDArray[Any]] = {
        "begins": chain.begins.astype(np.int32), "label": chain.label.astype(np.uint8),
        "weight": chain.weight, "transitions": chain.transitions,
    }  # fmt: skip
    weights.save(
        path, arrays, labels={"tags": chain.labels}, features={"attributes": tuple(chain.attributes)},
        digest=digest,
    )  # fmt: skip


def marginals(states: Floats, transitions: Floats, spans: Sequence[Span]) -> Floats:
    """The marginal probability of each label at each place (places by labels), each span being a sequence.

    `states` are the scores of labels at places, `transitions` those of a label (across) after another.
    Forward and backward sums over all sequences at once, scaled at each place (Rabiner 1989, section V.A).
    """
    sizes = np.array([end - begin for begin, end in spans], np.int64)
    longest_first = np.argsort(-sizes, kind="stable")
    begins = np.array([begin for begin, _ in spans], np.int64)[longest_first]
    longest = int(sizes.max(initial=0))
    counts = np.cumsum(np.bincount(sizes, minlength=longest + 1)[::-1])[::-1][1:].tolist()
    likely = np.exp(states - states.max(axis=1, keepdims=True))
    steps = np.exp(transitions)
    forward: Floats = likely.copy()
    here = forward[begins]
    for place, count in enumerate(counts):
        rows = begins[:count] + place
        if place:
            here = here[:count] @ steps * likely[rows]
        here = here / here.sum(axis=1, keepdims=True)
        forward[rows] = here
    back = np.ones((len(spans), states.shape[1]), np.float32)
    turned = np.ascontiguousarray(steps.T)
    for place in range(longest - 1, 0, -1):
        count = counts[place]
        rows = begins[:count] + place
        come = (likely[rows] * back[:count]) @ turned
        forward[rows] *= back[:count]
        back[:count] = come / come.sum(axis=1, keepdims=True)
    forward[begins] *= back
    forward /= forward.sum(axis=1, keepdims=True)
    return forward
