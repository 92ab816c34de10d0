import numpy as np
import pytest

from kg.extract.ner.evidence import Found
from kg.extract.ner.spans.classifier import Judge
from kg.extract.ner.spans.weights import Weights
from kg.learnt.models import Linear
from kg.learnt.names import Names
from kg.model import Document


@pytest.fixture(scope="module")
def judge(ontology):
    return Judge(ontology)


@pytest.fixture(scope="module")
def told(judge):
    """The features of each stretch of a text, by its words."""

    def run(text, finds=()):
        view = judge.view(Document("d", text), finds)
        rows = judge.features(view).listed(len(view.stretches))
        spans = view.stretches.spans()
        return {text[start:end]: row for (start, end), row in zip(spans, rows, strict=True)}

    return run


def test_a_stretch_is_told_by_its_ends_and_neighbours(told):
    row = told("加快建设白沙河新材料产业园，")["白沙河新材料产业园"]
    assert {"h 产业园", "r ，", "b1 园", "b2 业园", "f2 白沙", "c 9", "p run"} <= set(row)
    assert "l 建设" in row


def test_a_stretch_of_one_character_has_one_at_both_ends(told):
    row = told("储备铝、锂等矿产")["锂"]
    assert {"b1 锂", "b2 锂", "f2 锂", "v 储备"} <= set(row)


def test_a_find_tells_on_its_stretch_and_on_what_shares_an_end(told):
    rows = told("支持白沙市科技园建设", [Found(2, 5, "Region", "lexicon:regions")])
    assert {"t Region", "tt lexicon:regions", "u =", "w 白沙市"} <= set(rows["白沙市"])
    assert "u pre" in rows["白沙市科技园"]


def test_digits_and_quotes_tell(told):
    rows = told("推进“白沙2025”工程。")
    row = next(row for text, row in rows.items() if text.startswith("“"))
    assert any(feature.startswith("q True") for feature in row)
    assert any(feature.startswith("d False") for feature in row)


def test_scores_are_the_sums_of_the_weights(judge):
    view = judge.view(
        Document("d", "实施“白沙英才”计划，建设白沙河新材料产业园、云溪水库。"),
        [Found(11, 14, "Region", "lexicon:x")],
    )
    count = len(view.stretches)
    rows = judge.features(view).listed(count)
    known = sorted({feature for row in rows for feature in row})[::2]
    weights = np.random.default_rng(7).normal(size=(len(known) + 1, 3)).astype(np.float32)
    linear = Linear(Names.of(known), weights)
    sums = [sum((weights[known.index(f)] for f in row if f in known), weights[-1]) for row in rows]
    found = Weights(("Region", "Zone"), linear, weights).scores(judge.features(view), count)
    assert np.allclose(found, np.array(sums), atol=1e-4)


def test_no_stretches_no_features(judge):
    view = judge.view(Document("d", ""), [])
    assert judge.features(view).listed(0) == []
