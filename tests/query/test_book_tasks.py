"""Questions of the book on acts: leads, deadlines, fields, places, headings, on the small world."""

import pytest

from kg.ontology import Ontology
from kg.query.book import FOLDER, book, bound
from kg.query.find import find
from kg.query.index import Index
from kg.query.labels import Labels
from kg.query.sparql import ask

ONTOLOGY = Ontology()
BOOK = book([ONTOLOGY.root / FOLDER])
LAB = "建设深蓝实验室"
GROW = "培育氢能、海工装备等未来产业"

ANSWERS = [
    ("tasks-of-body", {"body": "市政府"}, [{"牵头单位", LAB, "云港市高新区", "2027-06"}]),
    ("tasks-of-body", {"body": "云港大学"}, [{"配合单位", LAB}]),
    ("leads", {}, [{"云港市人民政府", LAB}]),
    ("load", {}, [{"云港市人民政府", "1", "0"}, {"云港大学", "0", "1"}]),
    ("bodies-together", {}, [{"云港市人民政府", "云港大学", "1"}]),
    ("unled", {}, [{GROW, "云港市"}]),
    ("deadlines", {"from": "2027-01", "until": "2027-06"}, [{"2027-06", LAB}]),
    ("deadlines", {"from": "2028", "until": "2030"}, []),
    ("overdue", {"asof": "2027-05"}, []),
    ("overdue", {"asof": "2027-07"}, [{"2027-06", LAB}]),
    ("tasks-on-field", {"field": "未来产业"}, [{"氢能", "发展氢能", "海州区"}, {"海工装备", GROW}, {"未来产业", GROW}]),
    ("tasks-in-place", {"where": "云港市"}, [{"海州区", "发展氢能"}, {"云港市高新区", LAB}]),
    ("tasks-on-field-in-place", {"field": "氢能", "where": "海州区"}, [{"氢能", "发展氢能", "海州区"}]),
    ("tasks-of-programme", {"programme": "“扬帆”行动"}, []),
    ("tasks-under-heading", {"words": "扬帆"}, [{GROW}, {LAB}]),
    ("acts-of-both", {"one": "云港大学", "other": "深蓝实验室"}, [{LAB, "云港市高新区"}]),
    ("fields-by-tasks", {}, [{"氢能", "2", "0"}, {"海工装备", "1", "0"}]),
    ("ended", {}, []),
    ("headings", {"title": "行动方案"}, [{"云港市实施“扬帆”行动。", "1", "任务", "2024-2027", "2"}]),
]  # fmt: skip

ASKED = {name for name, *_ in ANSWERS}


@pytest.mark.parametrize(("name", "given", "wanted"), ANSWERS)
def test_question(store, name, given, wanted):
    index = Index.of(store)
    text = bound(BOOK[name], given, ONTOLOGY, lambda thing: find(store, index, thing).iri)
    rows = [{v.text if v else "" for v in row} for row in Labels(store).named(ask(store, text).rows)]
    index.close()
    if not wanted:
        assert rows == []
    for cells in wanted:
        assert any(cells <= row for row in rows), rows
