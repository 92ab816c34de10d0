"""Places that are joined by their names of one character."""

import pytest

from kg.extract.ner.letters import Letters
from kg.model import Mention


@pytest.fixture(scope="module")
def apart(ontology):
    letters = Letters(ontology)

    def apart(text, kind="Region"):
        mention = Mention("d", 5, 5 + len(text), text, kind, text, 0.7, "tagger")
        return [(m.start, m.end, m.text, m.name, m.type) for m in letters.apart([mention])]

    return apart


def test_joined_places_are_told_letter_by_letter(apart):
    assert [(m[0], m[3]) for m in apart("湘鄂赣")] == [(5, "湖南省"), (6, "湖北省"), (7, "江西省")]
    assert [m[2] for m in apart("沪苏浙")] == ["沪", "苏", "浙"]


@pytest.mark.parametrize("name", ["京津冀", "川渝", "金华", "云港"])
def test_a_group_or_place_with_a_name_of_its_own_stays_one(apart, name):
    assert apart(name) == [(5, 5 + len(name), name, name, "Region")]


def test_letters_in_other_names_are_none(apart):
    assert [m[4] for m in apart("沪苏浙", "Program")] == ["Program"]
