"""Bodies that act together."""

import pytest

from kg.extract.ner.bodies import Bodies
from kg.model import Mention


@pytest.fixture(scope="module")
def apart(ontology):
    bodies = Bodies(ontology)

    def apart(text, kind="Government"):
        return [
            m.text for m in bodies.apart([Mention("d", 3, 3 + len(text), text, kind, text, 0.9, "tagger")])
        ]

    return apart


@pytest.mark.parametrize("word", ["会", "会同"])
def test_a_body_and_the_one_that_joins_in_are_two(apart, word):
    assert apart(f"市发展改革委{word}市水利局") == ["市发展改革委", "市水利局"]
    assert apart(f"云港市财政局{word}省审计厅") == ["云港市财政局", "省审计厅"]


@pytest.mark.parametrize(
    "name", ["市发展和改革委员会", "市国资委", "云港市人民代表大会常务委员会", "省社会工作部"]
)
def test_a_body_with_the_character_in_its_name_stays_one(apart, name):
    assert apart(name) == [name]
