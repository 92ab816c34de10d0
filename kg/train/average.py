"""Two trained models of one kind to the model between them: it holds better on unseen texts than either.

Averaging the weights of a model that went on from another with those that it began with keeps what the first had
learnt from documents that are no longer at hand (Wortsman and others 2022, robust fine-tuning). Each function takes
the older model, the newer one, and the share of the newer.
"""

from collections.abc import Iterator, Mapping

import numpy as np

from kg.learnt.crf import Chain
from kg.learnt.models import Linear, Models, Trees
from kg.learnt.names import Names

SLIGHT = 0.01
"""What a field's weight must be at least, to be kept: the rest is half of the file and moves nothing."""


def chains(old: Chain, new: Chain, share: float) -> Chain:
    """The field between two: labels and attributes of both, those of the older first."""
    labels = list(dict.fromkeys((*old.labels, *new.labels)))
    places = [np.array([labels.index(label) for label in one.labels]) for one in (old, new)]
    transitions = np.zeros((len(labels), len(labels)), np.float32)
    found: dict[str, dict[int, float]] = {}
    for one, place, part in zip((old, new), places, (1 - share, share), strict=True):
        transitions[np.ix_(place, place)] += np.float32(part) * one.transitions
        for attribute, label, weight in _entries(one):
            row = found.setdefault(attribute, {})
            row[int(place[label])] = row.get(int(place[label]), 0.0) + part * weight
    kept = {
        attribute: row
        for attribute, all_of in found.items()
        if (row := {label: all_of[label] for label in sorted(all_of) if abs(all_of[label]) >= SLIGHT})
    }
    begins = np.cumsum([0, *map(len, kept.values())])
    entries = [entry for row in kept.values() for entry in row.items()]
    told = np.array([label for label, _ in entries], np.int64)
    weights = np.array([weight for _, weight in entries], old.weight.dtype)
    return Chain(labels, Names.of(kept), begins, told, weights, transitions.astype(old.transitions.dtype))


def _entries(chain: Chain) -> Iterator[tuple[str, int, float]]:
    """Each attribute with a label that it tells of and the weight."""
    for k, attribute in enumerate(chain.attributes):
        for entry in range(int(chain.begins[k]), int(chain.begins[k + 1])):
            yield attribute, int(chain.label[entry]), float(chain.weight[entry])


def models(old: Models, new: Models, share: float) -> tuple[dict[str, Linear], dict[str, Trees]]:
    """The models of a file between two with the same names: linear ones by weight, forests by what both say."""
    linear = {name: _linear(old.linear[name], one, share) for name, one in new.linear.items()}
    trees = {name: _trees(old.trees[name], one, share) for name, one in new.trees.items()}
    return linear, trees


def _linear(old: Linear, new: Linear, share: float) -> Linear:
    words = {word: place for place, word in enumerate(dict.fromkeys((*old.vocabulary, *new.vocabulary)))}
    table = np.zeros((len(words) + 1, old.weights.shape[1]), np.float32)
    for one, part in ((old, 1 - share), (new, share)):
        rows = [*(words[word] for word in one.vocabulary), len(words)]
        table[rows] += np.float32(part) * one.table()
    return Linear(Names.of(words), table)


def _trees(old: Trees, new: Trees, share: float) -> Trees:
    """A forest of the trees of both, by turns, whose leaves say their share: each quarter of it tells of both alike."""
    size = len(old.value)
    parts: Mapping[str, tuple[np.ndarray, np.ndarray]] = {
        "feature": (old.feature, new.feature),
        "threshold": (old.threshold, new.threshold),
        "left": (old.left, new.left + size),
        "right": (old.right, new.right + size),
        "value": (old.value * np.float32(1 - share), new.value * np.float32(share)),
    }
    joined = {name: np.concatenate(both) for name, both in parts.items()}
    turns = sorted(
        ((place + 0.5) / len(one), number, int(root))
        for number, one in enumerate((old.roots, new.roots + size))
        for place, root in enumerate(one)
    )
    roots = [root for _, _, root in turns]
    return Trees(**joined, roots=np.array(roots, np.int32), depth=max(old.depth, new.depth))
