"""Sums of investment: what counts, what is a part, a total, a repetition, and the totals by area, place and body."""

from decimal import Decimal

import pytest

from kg.follow.money import sums, totals
from kg.model import Claim, Document, Entity, Figure, Metadata, Slice
from kg.rdf import write as graph
from kg.rdf.units import Units
from kg.store import embedded

BASE = "https://example.org/id/"
PLACE = f"{BASE}Region/云汀市"


def iri(kind, name):
    return f"{BASE}{kind}/{name}"


PARTS = {
    "甲电池厂": "Project", "乙电机厂": "Project", "丙风电场": "Project", "强链行动": "Program", "云港公司": "Enterprise",
    "云汀市": "Region",
}  # fmt: skip


def world(tmp_path, ontology, *documents, claims=()):
    """The sums of documents, each (date, (sentence, (subject, indicator, value, unit, status, words)…)…)."""
    slices = []
    for number, (date, *sentences) in enumerate(documents):
        own = f"{BASE}source/d{number}"
        text, figures, said = "", [], []
        for sentence, *told in sentences:
            start = len(text)
            text += sentence
            span = (start, len(text))
            for subject, indicator, value, status, words in told:
                at = start + sentence.index(words)
                named = start + sentence.find(subject)
                figures.append(
                    Figure(
                        iri=f"{BASE}figure/{number}-{at}", subject=iri(PARTS[subject], subject), indicator=indicator, comparator="=", value=Decimal(value), unit="亿元",
                        year=date[:4], status=status, document=own, evidence=span, quote=sentence, text=words, span=(at, at + len(words)),
                        concept=None if indicator == "水利建设投资" else "project-investment", subject_span=(named, named + len(subject)) if named >= start else None,
                    )
                )  # fmt: skip
            for subject, relation, object_ in claims if number == 0 and start == 0 else ():
                said.append(
                    Claim(
                        iri=f"{BASE}claim/{subject}{object_}", subject=iri(PARTS[subject], subject), predicate=relation,
                        object=iri(PARTS[object_], object_), status="fact", document=own, evidence=span, quote=sentence,
                    )
                )  # fmt: skip
        document = Document(f"d{number}", text, metadata=(Metadata("date", date),))
        slices.append(Slice(document, own, (), tuple(said), tuple(figures), PLACE))
    entities = [Entity(iri(kind, name), kind, name) for name, kind in PARTS.items()]
    embedded.build(tmp_path / "s", graph.triples(entities, slices, Units(ontology)))
    store = embedded.Embedded(tmp_path / "s")
    found = sums(store, ontology)
    store.close()
    return found


def told(found):
    return [(one.label, int(one.amount / 10**8), one.reason) for one in found]


def test_parts_after_of_which_are_not_counted_again(tmp_path, ontology):
    found = world(
        tmp_path, ontology,
        ("2026-01", ("强链行动总投资90亿元，其中甲电池厂50亿元。",
                     ("强链行动", "总投资", "90", "target", "90亿元"), ("甲电池厂", "投资", "50", "target", "50亿元"))),
    )  # fmt: skip
    assert told(found) == [("强链行动", 90, ""), ("甲电池厂", 50, "part")]


def test_a_total_and_its_addends_count_once(tmp_path, ontology):
    sentence = "三个项目总投资90亿元：甲电池厂50亿元、乙电机厂40亿元。"
    found = world(
        tmp_path, ontology,
        ("2026-01", (sentence, ("云汀市", "三个项目总投资", "90", "target", "90亿元"),
                     ("甲电池厂", "投资", "50", "target", "50亿元"), ("乙电机厂", "投资", "40", "target", "40亿元"))),
    )  # fmt: skip
    assert told(found) == [("三个项目总投资", 90, "total"), ("甲电池厂", 50, ""), ("乙电机厂", 40, "")]


def test_the_total_line_of_a_list_is_the_sum_of_its_rows(tmp_path, ontology):
    found = world(
        tmp_path, ontology,
        ("2026-01", ("甲电池厂50亿元。", ("甲电池厂", "总投资", "50", "target", "50亿元")),
         ("乙电机厂40亿元。", ("乙电机厂", "总投资", "40", "target", "40亿元")),
         ("合计90亿元。", ("云汀市", "总投资", "90", "target", "90亿元"))),
    )  # fmt: skip
    assert [reason for _, _, reason in told(found)] == ["", "", "total"]


def test_a_project_told_by_two_documents_counts_as_the_later_has_it(tmp_path, ontology):
    found = world(
        tmp_path, ontology,
        ("2025-01", ("甲电池厂总投资50亿元。", ("甲电池厂", "总投资", "50", "target", "50亿元"))),
        ("2026-01", ("甲电池厂总投资56亿元。", ("甲电池厂", "总投资", "56", "target", "56亿元"))),
    )  # fmt: skip
    assert told(found) == [("甲电池厂", 50, "same"), ("甲电池厂", 56, "")]


def test_what_is_spent_in_a_year_is_a_share_of_the_whole(tmp_path, ontology):
    found = world(
        tmp_path, ontology,
        ("2026-01", ("甲电池厂总投资50亿元，年度投资5亿元。",
                     ("甲电池厂", "总投资", "50", "target", "50亿元"), ("甲电池厂", "年度投资", "5", "target", "5亿元"))),
    )  # fmt: skip
    assert told(found) == [("甲电池厂", 50, ""), ("甲电池厂", 5, "flow")]


def test_projects_of_a_programme_are_within_it(tmp_path, ontology):
    found = world(
        tmp_path, ontology,
        ("2026-01", ("强链行动投资120亿元。", ("强链行动", "总投资", "120", "target", "120亿元")),
         ("甲电池厂总投资50亿元。", ("甲电池厂", "总投资", "50", "target", "50亿元"))),
        claims=[("甲电池厂", "partOf", "强链行动")],
    )  # fmt: skip
    assert told(found) == [("强链行动", 120, ""), ("甲电池厂", 50, "within")]


def test_a_sum_is_no_thing_s_that_only_an_earlier_sentence_names(tmp_path, ontology):
    found = world(
        tmp_path, ontology,
        ("2026-01", ("推进甲电池厂建设。",),
         ("全年安排重大项目200个，完成投资700亿元。", ("甲电池厂", "项目投资", "700", "target", "700亿元"))),
    )  # fmt: skip
    assert [(one.thing, one.label) for one in found] == [("", "项目投资")]


def test_a_sum_whose_words_name_something_else_is_not_the_thing_s(tmp_path, ontology):
    sentence = "甲电池厂完成投资30亿元，水利建设投资80亿元。"
    found = world(
        tmp_path, ontology,
        ("2026-01", (sentence, ("甲电池厂", "完成投资", "30", "done", "30亿元"), ("甲电池厂", "水利建设投资", "80", "done", "80亿元"))),
    )  # fmt: skip
    assert [one.label for one in found] == ["甲电池厂", "水利建设投资"]


@pytest.mark.parametrize(
    ("sentence", "indicator", "words"),
    [
        ("引进投资10亿元（含）以上项目5个。", "引进投资", "10亿元"),
        ("新签约总投资5亿元以上重大项目40个。", "总投资", "5亿元以上"),
        ("保持千亿级投资强度。", "投资强度", "千亿级"),
        ("停建项目70个、总投资300亿元。", "总投资", "300亿元"),
        ("设立百亿级甲投资基金。", "投资基金规模", "百亿级"),
    ],
)
def test_what_is_told_in_money_and_is_no_sum_of_investment(tmp_path, ontology, sentence, indicator, words):
    assert (
        world(tmp_path, ontology, ("2026-01", (sentence, ("云汀市", indicator, "10", "done", words)))) == ()
    )


@pytest.fixture
def found(tmp_path, ontology):
    return world(
        tmp_path, ontology,
        ("2026-01", ("云港公司建设甲电池厂，总投资50亿元。", ("甲电池厂", "总投资", "50", "target", "50亿元")),
         ("丙风电场总投资30亿元。", ("丙风电场", "总投资", "30", "done", "30亿元")),
         ("120个重大项目总投资900亿元。", ("云汀市", "120个重大项目总投资", "900", "target", "900亿元"))),
        claims=[("云港公司", "builds", "甲电池厂")],
    )  # fmt: skip


def rows(found, by):
    return {
        (t.key, t.status): (t.things, int(t.amount / 10**8), int(t.several / 10**8))
        for t in totals(found, by)
    }


def test_totals_by_place_keep_what_is_told_over_several_projects_apart(found):
    assert rows(found, "place") == {(PLACE, "planned"): (1, 50, 900), (PLACE, "done"): (1, 30, 0)}


def test_totals_by_body_and_by_project(found):
    assert rows(found, "body")[iri("Enterprise", "云港公司"), "planned"] == (1, 50, 0)
    assert rows(found, "project")[iri("Project", "丙风电场"), "done"] == (1, 30, 0)


def test_totals_by_area(found):
    assert rows(found, "area")["energy", "done"] == (1, 30, 0)
