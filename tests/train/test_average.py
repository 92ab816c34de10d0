"""Between two models: linear ones by weight, fields by weight, forests by what both say."""

from pathlib import Path

import numpy as np
import pytest

from kg.learnt.crf import Chain
from kg.learnt.models import Linear, Models, Trees
from kg.learnt.names import Names
from kg.learnt.weights import Weights
from kg.train import average

FILE = Weights(Path("model.npz"), {})


def linear(words, *weights):
    return Linear(Names.of(words), np.array(weights, np.float32))


def stump(threshold, below, above):
    """A forest of one tree: one question of the first number of a row."""
    return Trees(
        feature=np.array([0, 0, 0], np.int16),
        threshold=np.array([threshold, 0, 0], np.float32),
        left=np.array([1, 1, 2], np.int32),
        right=np.array([2, 1, 2], np.int32),
        value=np.array([0, below, above], np.float32),
        roots=np.array([0], np.int32),
        depth=1,
    )


def test_words_of_either_keep_their_share_and_those_of_both_meet_between():
    old = linear(["园区", "企业"], [1.0], [2.0], [0.5])
    new = linear(["企业", "口岸"], [4.0], [8.0], [1.5])
    found, _ = average.models(Models({"ends": old}, {}, FILE), Models({"ends": new}, {}, FILE), 0.25)
    rows = [["园区"], ["企业"], ["口岸"], []]
    assert found["ends"].logits(rows).ravel() == pytest.approx([0.75 + 0.75, 2.5 + 0.75, 2.0 + 0.75, 0.75])


def test_a_forest_between_two_says_what_both_say_by_their_share():
    old, new = stump(0.5, -1.0, 1.0), stump(2.0, 3.0, 7.0)
    _, found = average.models(Models({}, {"links": old}, FILE), Models({}, {"links": new}, FILE), 0.25)
    rows = np.array([[0.0], [1.0], [3.0]], np.float32)
    assert found["links"].logits(rows) == pytest.approx(0.75 * old.logits(rows) + 0.25 * new.logits(rows))
    assert len(found["links"].roots) == 2


def test_forests_of_different_size_are_dealt_out_evenly():
    twice = average.models(
        Models({}, {"links": stump(0.5, -1.0, 1.0)}, FILE),
        Models({}, {"links": stump(2.0, 3.0, 7.0)}, FILE),
        0.5,
    )[1]
    new = stump(1.0, -2.0, 2.0)
    _, found = average.models(Models({}, twice, FILE), Models({}, {"links": new}, FILE), 0.5)
    rows = np.array([[0.0], [1.5], [3.0]], np.float32)
    assert found["links"].logits(rows) == pytest.approx(
        0.5 * twice["links"].logits(rows) + 0.5 * new.logits(rows)
    )
    assert found["links"].roots.tolist() == [0, 6, 3]


def chain(labels, attributes, transitions):
    """A field; `attributes` are words with their weights by label."""
    entries = [(labels.index(label), weight) for row in attributes.values() for label, weight in row.items()]
    return Chain(
        labels,
        Names.of(attributes),
        np.cumsum([0, *(len(row) for row in attributes.values())]),
        np.array([label for label, _ in entries], np.int64),
        np.array([weight for _, weight in entries], np.float32),
        np.array(transitions, np.float32),
    )


def test_a_field_between_two_knows_the_labels_and_words_of_both():
    old = chain(["O", "B-Zone"], {"区": {"B-Zone": 2.0}, "市": {"O": 1.0}}, [[1, 2], [3, 4]])
    new = chain(["B-Zone", "O", "B-Person"], {"区": {"B-Zone": 4.0, "O": 0.01}}, np.full((3, 3), 2.0))
    found = average.chains(old, new, 0.5)
    assert found.labels == ["O", "B-Zone", "B-Person"]
    assert found.rows(["区", "市"])[:2] == pytest.approx(np.array([[0, 3, 0], [0.5, 0, 0]]))
    assert found.transitions == pytest.approx(np.array([[1.5, 2, 1], [2.5, 3, 1], [1, 1, 1]]))
