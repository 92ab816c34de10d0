"""The query book: every question answers on the small world, and a value is a term, whatever it holds."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import QueryError, SettingsError
from kg.ontology import Ontology
from kg.query.book import FOLDER, book, bound, question
from kg.query.find import find
from kg.query.index import Index
from kg.query.labels import Labels
from kg.query.sparql import ask
from kg.store import embedded
from tests.query.test_book_tasks import ASKED

ONTOLOGY = Ontology()
BOOK = book([ONTOLOGY.root / FOLDER])

ANSWERS = [
    ("actions", {"actor": "港城", "relation": "发展"}, [
        ["云港市", "发展", "氢能", "计划中", "1", "2024-03-05"], ["云港市", "发展", "海工装备", "计划中", "1", "2024-03-05"]]),
    ("promises", {"about": "氢能", "limit": "2"}, [
        ["2027", "氢能", "产业规模", "", ">=", "300", "亿元", "到2027年，氢能产业规模达到300亿元以上。", "云港市未来产业行动方案"],
        ["", "云港市", "发展", "氢能", "", "", "", "云港市培育氢能、海工装备等未来产业。", "云港市未来产业行动方案"]]),
    ("targets", {"from": "2026"}, [["2027", "氢能", "产业规模", ">=", "300", "亿元", "云港市未来产业行动方案"]]),
    ("targets", {"until": "2026"}, []),
    ("next-targets", {"from": "2025"}, [
        ["2027", "氢能", "产业规模", ">=", "300", "亿元", "到2027年，氢能产业规模达到300亿元以上。", "云港市未来产业行动方案"]]),
    ("next-targets", {"from": "2024"}, []),
    ("ladder", {"indicator": "地区生产总值增长"}, []),
    ("missed", {}, []),
    ("revisions", {}, []),
    ("verdicts-by-indicator", {}, []),
    ("verdicts-by-region", {}, []),
    ("evidence", {"subject": "高新区", "object": "深蓝实验室"}, [
        ["建设", "计划中", "谋划", "2027", "高新区建设深蓝实验室。", "云港市未来产业行动方案", "2024-03-05", "0.9", "relations:frame"],
        ["建设", "已完成", "", "", "深蓝实验室已在高新区建成。", "云港与青岭签约", "2025-06-18", "0.9", "relations:frame"]]),
    ("industries", {"region": "海州"}, [["海州区", "氢能", "计划中", "1"]]),
    ("zones", {}, [["云港市高新区", "云港市", "建设", "深蓝实验室", "已完成", "1"], ["云港市高新区", "云港市", "建设", "深蓝实验室", "计划中", "1"]]),
    ("programmes", {}, [["“扬帆”行动", "云港市", "计划中", "", "1", "2024-03-05"]]),
    ("links", {"one": "青岭市", "other": "云港市"}, [["云港市", "合作", "青岭市", "已完成", "云港市与青岭市签约共建临海大桥。", "云港与青岭签约"]]),
    ("commitments", {"actor": "高新区", "year": "2030"}, [["建设", "深蓝实验室", "2027", "谋划", "高新区建设深蓝实验室。", "云港市未来产业行动方案"]]),
    ("commitments", {"actor": "高新区", "year": "2026"}, []),
    ("indicator", {"indicator": "规模"}, [
        ["氢能", "产业规模", "2025", "已完成", "=", "120", "亿元", "云港与青岭签约"],
        ["氢能", "产业规模", "2027", "目标", ">=", "300", "亿元", "云港市未来产业行动方案"]]),
    ("documents", {"region": "海州"}, [["海州区工作回顾", "review-2025", "2025-12", "海州区", "3", "0"]]),
    ("documents", {"limit": "1"}, [["云港市未来产业行动方案", "plan-2024", "2024-03-05", "云港市", "7", "1"]]),
    ("entities", {"type": "高校"}, [["云港大学", "", "1", "1"]]),
    ("most-connected", {"type": "Industry", "limit": "1"}, [["氢能", "产业", "3", "3"]]),
    ("compare", {"one": "云港市", "other": "海州区", "relation": "develops"}, [
        ["发展", "氢能", "计划中", "计划中"], ["发展", "海工装备", "计划中", ""]]),
    ("areas", {}, []),
    ("bases", {}, []),
    ("citations", {}, []),
    ("investments", {}, []),
    ("unlinked", {}, [["高质量发展", "理念", "1"]]),
    ("applications", {"actor": "海州区"}, [["海州区", "“扬帆”行动", "计划中", "申报", "", "海州区属于云港市，争创“扬帆”行动。", "海州区工作回顾"]]),
    ("partners", {"about": "青岭市"}, [["云港市", "青岭市", "已完成", "1", "2025-06-18"]]),
    ("people", {}, [["方远", "云港大学", "方远任云港大学校长。", "云港与青岭签约", "2025-06-18"]]),
    ("committed-industries", {}, [["氢能", "2", "0", "2"], ["海工装备", "1", "0", "1"]]),
    ("done", {"actor": "市政府"}, [["云港市人民政府", "出台", "《云港市未来产业行动方案》", "市政府印发《云港市未来产业行动方案》。", "云港市未来产业行动方案", "2024-03-05"]]),
    ("parts", {"whole": "未来产业"}, [["氢能", "产业", "true"], ["海工装备", "产业", "true"]]),
    ("drivers", {}, []),
    ("policies", {}, [["云港市人民政府", "《云港市未来产业行动方案》", "已完成", "市政府印发《云港市未来产业行动方案》。", "云港市未来产业行动方案", "2024-03-05"]]),
    ("projects", {"type": "Laboratory"}, [
        ["深蓝实验室", "云港市高新区", "已完成", "", "", "深蓝实验室已在高新区建成。", "云港与青岭签约"],
        ["深蓝实验室", "云港市高新区", "计划中", "谋划", "2027", "高新区建设深蓝实验室。", "云港市未来产业行动方案"]]),
    ("figures", {"subject": "氢能", "limit": "1"}, [["产业规模", "2025", "已完成", "=", "120", "亿元", "氢能产业规模达到120亿元。", "云港与青岭签约"]]),
    ("doubtful", {"below": "0.95", "limit": "1"}, None),
    ("doubtful", {}, []),
    ("ranking", {"indicator": "规模", "status": "目标"}, [["氢能", "产业规模", "2027", "目标", ">=", "300", "亿元", "云港市未来产业行动方案"]]),
    ("ranking", {"indicator": "规模", "unit": "人"}, []),
    ("sentences", {"words": "大桥"}, [["云港市与青岭市签约共建临海大桥。", "云港与青岭签约", "2025-06-18"]]),
    ("merges", {}, [["云港市高新区", "高新区", "a generic name, of 云港市", "1"]]),
]  # fmt: skip


@pytest.fixture
def named(store):
    index = Index.of(store)
    yield lambda name: find(store, index, name).iri
    index.close()


@pytest.mark.parametrize(("name", "given", "rows"), ANSWERS)
def test_question_answers_on_the_small_world(store, named, name, given, rows):
    result = ask(store, bound(BOOK[name], given, ONTOLOGY, named))
    found = [[v.text if v else "" for v in row] for row in Labels(store).named(result.rows)]
    assert found == rows if rows is not None else len(found) == 1


def test_every_question_is_asked_and_has_both_titles():
    assert {name for name, *_ in ANSWERS} | ASKED == set(BOOK)
    assert len(BOOK) >= 20
    for of in BOOK.values():
        assert of.zh != of.en
        assert of.about.endswith(".")
        assert all(p.about for p in of.parameters)


HOSTILE = st.text(min_size=1) | st.sampled_from(
    ['") } DROP ALL #', '"@zh . ?x ?y ?z', "\\", "'''", "\\u0022) }", "$words", "\n} #"]
)


@settings(max_examples=60, deadline=None)
@given(HOSTILE)
def test_a_value_is_data_whatever_it_holds(built, words):
    store = embedded.Embedded(built)
    assert list(ask(store, bound(BOOK["sentences"], {"words": words}, ONTOLOGY, str))) == [
        row for row in ask(store, bound(BOOK["sentences"], {"words": words[:1] or " "}, ONTOLOGY, str)) if words.strip() in row[0].text
    ]  # fmt: skip
    store.close()


@settings(max_examples=60, deadline=None)
@given(HOSTILE)
def test_an_iri_cannot_break_out(built, name):
    store = embedded.Embedded(built)
    text = bound(BOOK["figures"], {"subject": name}, ONTOLOGY, lambda n: "http://a/" + n)
    assert list(ask(store, text)) == []
    store.close()


@pytest.mark.parametrize(
    ("name", "given", "fact"),
    [
        ("evidence", {"subject": "氢能"}, "evidence: object is missing: where it leads"),
        ("evidence", {"subjekt": "氢能"}, "subjekt: no such parameter of evidence"),
        ("targets", {"from": "二〇二七"}, "targets: from=二〇二七: not a year such as 2027"),
        ("targets", {"limit": "-1"}, "not a whole number"),
        ("doubtful", {"below": "NaN"}, "not a number"),
        ("entities", {"type": "Zonne"}, "no such class; near: Zone (园区)"),
        ("actions", {"relation": "吃"}, "no such relation"),
        ("actions", {"actor": "无名"}, "无名: nothing in the graph has this name"),
    ],
)
def test_a_wrong_parameter_is_named(named, name, given, fact):
    with pytest.raises(QueryError) as error:
        bound(BOOK[name], given, ONTOLOGY, named)
    assert fact in error.value.fact


def test_an_unknown_question_offers_near_names():
    assert question(BOOK, "links").name == "links"
    with pytest.raises(QueryError, match="comitments: no such question") as error:
        question(BOOK, "comitments")
    assert "commitments" in error.value.hint


def test_a_users_own_questions_win(tmp_path):
    (tmp_path / "links.rq").write_text("# zh: 甲\n# en: a\n# about: b.\nASK { ?s ?p ?o }\n", encoding="utf-8")
    assert book([ONTOLOGY.root / FOLDER, tmp_path])["links"].zh == "甲"


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("# zh: 甲\n# en: a\nASK {}", "no line # about"),
        ("# zh: 甲\n# en: a\n# about: b.\n# $x thing: c\nASK {}", "no such kind of parameter: thing"),
        ("# zh: 甲\n# en: a\n# about: b.\nASK { $x ?p ?o }", r"\$x is not declared"),
    ],
)
def test_a_question_that_is_not_one_is_refused(tmp_path, text, fact):
    (tmp_path / "q.rq").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=fact):
        book([tmp_path])


def test_a_file_that_holds_no_question_is_left_out_alone(tmp_path):
    (tmp_path / "good.rq").write_text(
        (ONTOLOGY.root / FOLDER / "industries.rq").read_text(encoding="utf-8"), encoding="utf-8"
    )
    (tmp_path / "bad.rq").write_text("SELECT nothing", encoding="utf-8")
    faulty: list[SettingsError] = []
    assert list(book([tmp_path], faulty)) == ["good"]
    assert ["bad.rq" in str(fault) for fault in faulty] == [True]
    with pytest.raises(SettingsError):
        book([tmp_path])


def test_what_may_be_there_is_asked_for_last():
    """Behind an OPTIONAL a store joins what must be there over the whole graph: a minute in place of a second."""
    then = re.compile(r"^  OPTIONAL \{[^{}]*\}\n(?:  OPTIONAL \{[^{}]*\}\n)*  [?{]", re.MULTILINE)
    assert [
        path.stem
        for path in sorted((ONTOLOGY.root / FOLDER).glob("*.rq"))
        if then.search(path.read_text("utf-8"))
    ] == []
