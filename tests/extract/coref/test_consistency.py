"""Consistency: a name has one type."""

from kg.extract.coref.consistency import consistent
from kg.model import Mention
from kg.ontology import Ontology


def marked(text, *names):
    """A mention for the first place of each name: (surface, type) or (surface, type, confidence)."""
    found = []
    at = 0
    for surface, kind, *confidence in names:
        at = text.index(surface, at)
        found.append(Mention("d", at, at + len(surface), surface, kind, surface, *confidence))
        at += len(surface)
    return found


def named(text, *names):
    return [(m.text, m.name, m.type) for m in consistent(marked(text, *names), text, Ontology())]


def test_a_name_has_the_type_with_most_confidence_behind_it():
    text = "云湖科创园、云湖科创园、云湖科创园"
    found = named(
        text, ("云湖科创园", "Zone", 0.5), ("云湖科创园", "Project", 0.9), ("云湖科创园", "Zone", 0.6)
    )
    assert {kind for _, _, kind in found} == {"Zone"}


def test_areas_of_one_name_behind_different_areas_are_two():
    text = "东川市滨河区、西川市滨河区，滨河区"
    found = named(
        text, ("东川市", "Region"), ("滨河区", "Region"), ("西川市", "Region"), ("滨河区", "Region"),
        ("滨河区", "Region"),
    )  # fmt: skip
    assert [name for text, name, _ in found if text == "滨河区"] == [
        "东川市滨河区",
        "西川市滨河区",
        "西川市滨河区",
    ]


def test_letters_joined_are_areas_beside_each_other():
    text = "深化沪浙、苏浙合作"
    mentions = [
        Mention("d", at, at + 1, text[at], "Region", name)
        for at, name in ((2, "上海市"), (3, "浙江省"), (5, "江苏省"), (6, "浙江省"))
    ]
    assert {m.name for m in consistent(mentions, text, Ontology())} == {"上海市", "浙江省", "江苏省"}


def test_an_area_behind_one_area_keeps_its_name():
    text = "东川市滨河区，滨河区"
    found = named(text, ("东川市", "Region"), ("滨河区", "Region"), ("滨河区", "Region"))
    assert {name for text, name, _ in found if text == "滨河区"} == {"滨河区"}


def test_a_zone_with_and_without_the_ending_of_its_city_is_one():
    text = "东川市高新区与东川高新区"
    assert {name for _, name, _ in named(text, ("东川市高新区", "Zone"), ("东川高新区", "Zone"))} == {
        "东川高新区"
    }
