"""A sector and a technology of one name are one thing, told by the later table; other types stay apart."""

import pytest

from kg.gazetteer.keys import Keys
from kg.ontology import Ontology
from kg.resolve.gazetteer import Gazetteer

TERMS = "name\ttype\n深冷芯\tIndustry\n深冷芯\tTechnology\n云芯\tEnterprise\n云芯\tIndustry\n"


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory, few_words):
    path = tmp_path_factory.mktemp("lexicon") / "own.tsv"
    path.write_text(TERMS, encoding="utf-8")
    ontology = Ontology(few_words, lexicons=[path])
    return Gazetteer(ontology, Keys(ontology))


@pytest.mark.parametrize("kind", ["Industry", "Technology"])
def test_a_sector_is_the_one_of_the_later_table(gazetteer, kind):
    found = gazetteer.term("深冷芯", kind)
    assert found is not None
    assert found.type == "Technology"
    assert not gazetteer.ambiguous(found)


@pytest.mark.parametrize("kind", ["Enterprise", "Industry"])
def test_a_firm_and_a_sector_are_two(gazetteer, kind):
    found = gazetteer.term("云芯", kind)
    assert found is not None
    assert found.type == kind
    assert gazetteer.ambiguous(found)
