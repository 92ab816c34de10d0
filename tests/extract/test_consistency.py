"""Consistency: short forms get their name, a name has one type."""

import pytest

from kg.extract.consistency import abbreviates, consistent
from kg.model import Mention


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
    return [(m.text, m.name, m.type) for m in consistent(marked(text, *names), text)]


def test_a_declared_short_form_is_the_thing_whose_name_stands_before_it():
    text = "云川海洋材料研究院（以下简称“海材院”）揭牌，海材院将招人。"
    assert named(
        text, ("云川海洋材料研究院", "Research"), ("海材院", "Research"), ("海材院", "Enterprise")
    ) == [
        ("云川海洋材料研究院", "云川海洋材料研究院", "Research"),
        ("海材院", "云川海洋材料研究院", "Research"),
        ("海材院", "云川海洋材料研究院", "Research"),
    ]


def test_a_declared_short_form_is_found_where_it_was_not_marked():
    text = "印发《云川县制造业振兴方案》（下称《方案》）。方案提出，按方案办。"
    found = consistent(marked(text, ("《云川县制造业振兴方案》", "Document")), text)
    assert {m.name for m in found} == {"《云川县制造业振兴方案》"}
    assert all(text[m.start : m.end] == m.text for m in found)
    assert len(found) == 4


@pytest.mark.parametrize(
    ("short", "long", "way"),
    [
        ("云川重工", "云川重工股份有限公司", "begin"),
        ("综保区", "云川综保区", "end"),
        ("金属所", "云川科学院金属研究所", "letters"),
        ("云机", "云川机床厂", "parts"),
        ("川云", "云川机床厂", None),
        ("云厂", "云川机床厂", None),
    ],
)
def test_abbreviates_tells_how(short, long, way):
    assert abbreviates(short, long) == way


def test_a_short_form_takes_the_only_longer_name_of_its_type():
    text = "云川重工股份有限公司投产，云川重工扩建。"
    assert (
        named(text, ("云川重工股份有限公司", "Enterprise"), ("云川重工", "Enterprise"))[1][1]
        == "云川重工股份有限公司"
    )


def test_a_short_form_of_two_names_stays_its_own():
    text = "东港综保区和西港综保区，综保区发展。"
    assert named(text, ("东港综保区", "Zone"), ("西港综保区", "Zone"), ("综保区", "Zone"))[2][1] == "综保区"


def test_an_industry_is_not_taken_for_a_longer_one():
    text = "新能源、新能源汽车。"
    assert named(text, ("新能源", "Industry"), ("新能源汽车", "Industry"))[0][1] == "新能源"


def test_a_name_has_the_type_with_most_confidence_behind_it():
    text = "云湖科创园、云湖科创园、云湖科创园"
    found = named(
        text, ("云湖科创园", "Zone", 0.5), ("云湖科创园", "Project", 0.9), ("云湖科创园", "Zone", 0.6)
    )
    assert {kind for _, _, kind in found} == {"Zone"}
