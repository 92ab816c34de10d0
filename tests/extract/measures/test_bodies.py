"""Lists of responsible bodies: who leads, who supports, by when; and the bodies that no other part names."""

import pytest

from kg.extract.measures.bodies import Bodies
from kg.extract.measures.responsible import Responsible
from kg.model import Document, Findings, Mention, Sentence
from kg.ontology import Ontology

TYPES = {
    "市科技局": "Government", "市财政局": "Government", "市教育局": "Government", "云港海关": "Government",
    "云港大学": "Research", "云港港务集团": "Enterprise", "东堤自贸片区": "Zone", "各县人民政府": "Government",
}  # fmt: skip


@pytest.fixture(scope="module")
def ontology():
    return Ontology()


@pytest.fixture(scope="module")
def bodies(ontology):
    return Bodies(ontology)


def sentence(text):
    return Sentence("t", 0, 0, len(text), text, 0)


def named(bodies, text):
    mentions = sorted(
        (Mention("t", at, at + len(name), name, kind, name) for name, kind in TYPES.items() if (at := text.find(name)) >= 0),
        key=lambda m: m.start,
    )  # fmt: skip
    return [
        ([(p.role, p.name) for p in one.parts], one.due) for one in bodies.named(sentence(text), mentions)
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("（市科技局、市财政局负责）", "lead=市科技局 support=市财政局"),
        ("（市科技局、市财政局、云港大学按职责分工负责）", "lead=市科技局 support=市财政局 support=云港大学"),
        ("（市科技局牵头，市财政局、云港海关配合）", "lead=市科技局 support=市财政局 support=云港海关"),
        ("（市科技局、市财政局共同牵头，市教育局参加）", "lead=市科技局 lead=市财政局 support=市教育局"),
        ("（市科技局会同市财政局负责）", "lead=市科技局 support=市财政局"),
        ("（云港海关指导）", "support=云港海关"),
        ("（市科技局、各县人民政府负责）", "lead=市科技局"),
        ("（市科技局、市财政局）", "lead=市科技局 support=市财政局"),
        ("牵头单位：市科技局、市财政局；配合单位：市教育局", "lead=市科技局 lead=市财政局 support=市教育局"),
        ("责任单位：市科技局、市财政局", "lead=市科技局 support=市财政局"),
        (
            "（牵头单位：市科技局；责任单位：市财政局、市教育局）",
            "lead=市科技局 support=市财政局 support=市教育局",
        ),
        ("（责任部门：云港海关，适用范围：东堤自贸片区）", "lead=云港海关 place=东堤自贸片区"),
        ("改造泊位2个；市科技局牵头，云港港务集团协助。", "lead=市科技局 support=云港港务集团"),
        ("主办市科技局，协办市财政局、市教育局", "lead=市科技局 support=市财政局 support=市教育局"),
    ],
)
def test_roles_come_from_labels_and_from_what_stands_behind(bodies, text, parts):
    ((found, _),) = named(bodies, text)
    assert found == [tuple(part.split("=")) for part in parts.split()]


@pytest.mark.parametrize(
    "text",
    [
        "支持云港大学（以下简称云大）扩大招生。",
        "由市科技局牵头、市财政局配合，建设中试基地。",
        "（各有关部门按职责分工负责）",
        "会议由市科技局负责同志主持。",
    ],
)
def test_other_brackets_and_sentences_are_no_lists(bodies, text):
    assert all(not parts for parts, _ in named(bodies, text))


def test_a_cell_of_time_is_handed_on(bodies):
    ((_, due),) = named(bodies, "（责任单位：市科技局；完成时限：2027年6月底前）")
    assert due == "2027年6月底前"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("（市残联、市文化和旅游局、团市委负责）", {"市残联": "Organization", "市文化和旅游局": "Government", "团市委": "Government"}),
        ("（由市残联和市水务局牵头，各区政府配合）", {"市残联": "Organization", "市水务局": "Government"}),
        ("责任单位：云港港务集团、有关街道", {"云港港务集团": "Enterprise"}),
        ("支持市残联开展培训。", {}),
    ],
)  # fmt: skip
def test_items_of_lists_that_end_like_bodies_are_mentions(ontology, text, names):
    document = Document("t", text)
    found = Responsible(ontology).extract(document, [sentence(text)], Findings()).mentions
    assert {m.text: m.type for m in found} == names
    assert all(document.text[m.start : m.end] == m.text for m in found)


def test_what_another_part_found_stays(ontology):
    text = "（市残联负责）"
    known = Mention("t", 1, 4, "市残联", "Government", "市残联", 0.6)
    found = Responsible(ontology).extract(Document("t", text), [sentence(text)], Findings((known,)))
    assert found.mentions == ()
