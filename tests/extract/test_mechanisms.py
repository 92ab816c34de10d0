"""One mechanism a test, each on the function itself: what no example needs on its own, and what must not go."""

from types import SimpleNamespace

import numpy as np
import pytest

from kg.extract.coref.aliases import resolved
from kg.extract.ner.spans import context
from kg.extract.ner.tagger.bies import Tags
from kg.extract.ner.tagger.ensemble import eager, pooled, seldom, shares
from kg.extract.relations.candidates import _remember
from kg.extract.relations.extractor import _planned_places
from kg.model import Mention, Relation


def sentence(index, *actors):
    """What `_remember` sees of a sentence: where it stands, and its mentions that act."""
    return SimpleNamespace(
        scene=SimpleNamespace(sentence=SimpleNamespace(index=index)), actors=list(range(len(actors)))
    )


def remembered(memory, look, base, names):
    return [names[index] for index, _, _ in _remember(memory, look, base, names)]


def test_actors_are_carried_on_until_other_actors_come_three_sentences_later():
    names = ["甲集团", "乙学院", "丙公司", "丁局"]
    first = _remember([], sentence(0, "甲集团", "乙学院"), 0, names)
    assert [names[i] for i, _, _ in first] == ["甲集团", "乙学院"]
    assert _remember(first, sentence(1), 2, names) == first
    assert remembered(first, sentence(2, "丙公司"), 2, names) == ["丙公司", "甲集团", "乙学院"]
    assert remembered(first, sentence(3, "丁局"), 3, names) == ["丁局"]


def test_an_actor_named_again_is_remembered_where_it_stands_last():
    names = ["甲集团", "甲集团"]
    first = _remember([], sentence(0, "甲集团"), 0, names)
    (again,) = _remember(first, sentence(1, "甲集团"), 1, names)
    assert again[0] == 1


def related(head, relation, tail, status, evidence=(0, 9)):
    return Relation("d", head, relation, tail, status, evidence)


@pytest.mark.parametrize(
    ("deed", "status", "evidence", "place"),
    [
        ("builds", "planned", (0, 9), "planned"),
        ("attracts", "planned", (0, 9), "planned"),
        ("builds", "done", (0, 9), "fact"),
        ("supports", "planned", (0, 9), "fact"),
        ("builds", "planned", (9, 20), "fact"),
    ],
)
def test_what_is_yet_to_be_built_is_not_there_yet(ontology, deed, status, evidence, place):
    made = [
        related("云岭市", deed, "云湖园", status, evidence),
        related("云湖园", "locatedIn", "黛溪区", "fact"),
    ]
    assert [r.status for r in _planned_places(made, ontology.relations)] == [status, place]


@pytest.mark.parametrize(("short", "same"), [("发改委会", True), ("市发改", True), ("云岭市发展", False)])
def test_a_body_of_government_is_abbreviated_by_letters_and_parts_but_not_by_its_begin(short, same):
    full = "云岭市发展和改革委员会"
    found = [Mention("d", at, at + len(n), n, "Government", n) for at, n in ((0, full), (20, short))]
    assert [m.name == full for m in resolved(found, "")] == [True, same]


def test_the_same_words_elsewhere_tell_how_often_and_how_likely():
    text = "云湖园与云湖园和东港。"
    spans = [(0, 3), (4, 7), (8, 10)]
    said = np.array([[0.2, 0.8, 0.0], [0.6, 0.4, 0.0], [0.5, 0.0, 0.5]], np.float32)
    marks = np.zeros((3, len(context.MARKS)), np.float32)
    rows = context.rows(text, spans, said, marks)
    names = context.feature_names(("Zone", "Region"))
    assert rows.shape == (3, len(names))
    again = rows[:, [names.index(n) for n in ("again", "again at most", "again on the mean", "again Zone")]]
    assert np.allclose(again, [[0.2, 0.4, 0.4, 0.4], [0.2, 0.8, 0.8, 0.8], [0, 0, 0, 0]])  # type: ignore[arg-type]


def test_models_are_pooled_by_their_shares():
    tags = Tags(("Zone", "Project"))
    one, two, three = (np.full((1, len(tags.names)), value, np.float32) for value in (-1.0, -2.0, -4.0))
    found = pooled(tags, one, two, three)
    assert shares[0] > shares[2] > shares[1]  # the encoder counts most, then what was found before
    whole = -shares[0] - 2 * shares[1] - 4 * shares[2]
    assert found[0, tags.number["B-Zone"]] == pytest.approx(whole)
    assert found[0, 0] == pytest.approx(whole - eager)
    assert found[0, tags.number["E-Project"]] == pytest.approx(whole + seldom["Project"])
