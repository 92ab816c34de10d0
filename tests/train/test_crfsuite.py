import numpy as np
import pycrfsuite
import pytest

from kg.errors import SettingsError
from kg.learnt import crf
from kg.learnt.crf import marginals
from kg.train import crfsuite

items = [["a", "甲"], ["b"], ["a", "乙", "b"], ["甲", "c"], []]
labels = ["O", "B", "E", "O", "O"]


@pytest.fixture
def file(tmp_path):
    trainer = pycrfsuite.Trainer(verbose=False)
    for size in range(1, 6):
        trainer.append(pycrfsuite.ItemSequence(items[:size]), labels[:size])
    trainer.train(str(tmp_path / "field"))
    return tmp_path / "field"


def test_the_field_says_what_crfsuite_says(file):
    tagger = pycrfsuite.Tagger()
    tagger.open(str(file))
    tagger.set(pycrfsuite.ItemSequence(items))
    theirs = np.array([[tagger.marginal(label, i) for label in tagger.labels()] for i in range(len(items))])
    weights = crfsuite.read(file)
    assert list(weights.labels) == tagger.labels()
    states = np.zeros((len(items), len(weights.labels)), np.float32)
    for state, item in zip(states, items, strict=True):
        rows = weights.rows(item)
        if rows is not None:
            state += rows.sum(axis=0)
    assert np.allclose(marginals(states, weights.transitions, [(0, len(items))]), theirs, atol=1e-5)


def test_what_the_field_does_not_know_weighs_nothing(file):
    weights = crfsuite.read(file)
    assert weights.rows(["z", ""]) is None
    rows = weights.rows(["z", "a"])
    assert rows is not None
    assert not rows[0].any()
    assert rows[1].any()
    assert not rows[2].any()


def test_another_file_is_refused(tmp_path):
    (tmp_path / "other").write_bytes(b"no model at all")
    with pytest.raises(SettingsError, match="no model of CRFsuite"):
        crfsuite.read(tmp_path / "other")


def test_a_field_comes_back_from_its_file_of_weights(file, tmp_path):
    chain = crfsuite.read(file)
    crf.save(tmp_path / "crf.npz", chain, "abc")
    again = crf.load(tmp_path / "crf.npz")
    assert tuple(again.labels) == tuple(chain.labels)
    assert np.array_equal(again.transitions, chain.transitions)
    assert np.array_equal(again.rows(["甲", "z", "b"]), chain.rows(["甲", "z", "b"]))  # type: ignore[arg-type]
