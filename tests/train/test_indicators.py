"""The weights of the extractor of indicators are fitted from annotated documents, the same each time."""

from pathlib import Path

import numpy as np
import pytest

from kg.errors import ModelError
from kg.extract.indicators import reader
from kg.extract.indicators.subjects import Ranker, load, save
from kg.learnt import weights
from kg.ontology import Ontology
from kg.records.gold import read_gold

pytest.importorskip("scipy")
from kg.train import indicators as fit

GOLD = Path(__file__).resolve().parents[2] / "examples" / "gold"


@pytest.fixture(scope="module")
def documents():
    return [read_gold(path) for path in sorted(GOLD.glob("*.gold"))]


@pytest.fixture(scope="module")
def parts():
    return reader(Ontology())


def test_subjects_are_learned(parts, documents):
    rows = fit.choices(parts, documents)
    assert len(rows) > 60
    ranker = Ranker(fit.subjects(rows))
    best = []
    for row in rows:
        scores = [ranker.score(candidate) for candidate in row.features]
        best.append(row.right[scores.index(max(scores))])
    assert sum(best) / len(best) > 0.9


def test_the_same_documents_give_the_same_weights(parts, documents):
    one, two = (fit.refitted(parts, documents) for _ in range(2))
    assert one.ranker.weights == two.ranker.weights


def test_a_choice_has_one_row_a_candidate(parts, documents):
    for row in fit.choices(parts, documents):
        assert len(row.features) == len(row.right)
        assert any(row.right)


def test_shipped_weights_are_all_of_known_kinds(parts):
    assert {"region", "last"} <= set(parts.ranker.weights)


def test_weights_come_back_with_the_types_they_are_of(parts, tmp_path):
    save(tmp_path / "one.npz", parts.ranker, "0123")
    save(tmp_path / "two.npz", parts.ranker, "0123")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    types = Ontology().types
    assert load(types, tmp_path / "one.npz").weights == parts.ranker.weights
    with pytest.raises(ModelError, match="the model knows types that the ontology does not: Zone"):
        load([name for name in types if name != "Zone"], tmp_path / "one.npz")


def test_a_file_with_another_number_of_weights_than_names_is_refused(parts, tmp_path):
    path = tmp_path / "short.npz"
    weights.save(
        path,
        {"candidates": np.zeros(2)},
        labels={"types": ["Zone"]},
        features={"candidates": ["a"]},
        digest="",
    )
    with pytest.raises(ModelError, match=r"short\.npz: candidates: 1 features, 2 weights"):
        load(Ontology().types, path)
