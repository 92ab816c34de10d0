"""Names of the lexicon that are near each other and stand for different things."""

import pytest

from kg.ontology import Ontology

ontology = Ontology()
APART = [
    ("市人大", "市人大常委会"),
    ("全国人民代表大会", "全国人大常委会"),
    ("智能工厂", "卓越级智能工厂"),
    ("绿色工厂", "国家级绿色工厂"),
    ("农村人居环境整治", "农村人居环境整治提升五年行动"),
    ("产业引导基金", "政府引导基金"),
]


@pytest.mark.parametrize(("one", "other"), APART)
def test_a_body_and_its_committee_a_kind_and_its_grade_are_two(one: str, other: str) -> None:
    names = {name: term.name for term in ontology.terms for name in (term.name, *term.aliases)}
    assert names[one] != names[other]


def test_a_session_without_its_congress_is_no_session_of_one_congress() -> None:
    assert not [term for term in ontology.terms if "四中全会" in term.aliases]
