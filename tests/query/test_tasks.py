"""The task table: every filter alone and together, headings from the top, what is below a field or a place."""

import pytest

from kg.query.tasks import Wanted, tasks
from tests.sample import BASE, iri

LABS = "建设深蓝实验室"
GROW = "培育氢能、海工装备等未来产业"
BUILT = "在高新区建成"
KEEP = "发展氢能"


@pytest.mark.parametrize(
    ("wanted", "labels"),
    [
        ({}, [BUILT, GROW, LABS, KEEP]),
        ({"documents": frozenset({f"{BASE}source/plan-2024"})}, [GROW, LABS]),
        ({"body": iri("Government", "云港市人民政府")}, [LABS]),
        ({"body": iri("Research", "云港大学")}, [LABS]),
        ({"actor": iri("Region", "海州区")}, [KEEP]),
        ({"field": iri("Industry", "氢能")}, [GROW, KEEP]),
        ({"field": iri("Industry", "未来产业")}, [GROW, KEEP]),
        ({"place": iri("Region", "云港市")}, [BUILT, GROW, LABS, KEEP]),
        ({"place": iri("Region", "海州区")}, [KEEP]),
        ({"programme": iri("Program", "“扬帆”行动")}, []),
        ({"section": "扬帆"}, [GROW, LABS]),
        ({"section": "没有"}, []),
        ({"year": "2027"}, [GROW, LABS]),
        ({"year": "2025"}, [KEEP]),
        ({"year": "2026"}, []),
        ({"status": "done"}, [BUILT]),
        ({"status": "planned", "field": iri("Industry", "氢能"), "year": "2027"}, [GROW]),
        ({"led": True}, [LABS]),
        ({"led": False}, [BUILT, GROW, KEEP]),
        ({"ended": True}, []),
    ],
)
def test_each_filter(store, wanted, labels):
    assert [task.act.label for task in tasks(store, Wanted(**wanted))] == labels


def test_a_row_has_its_headings_things_and_document(store):
    (task,) = tasks(store, Wanted(body=iri("Government", "云港市人民政府")))
    assert task.sections == ("云港市实施“扬帆”行动。",)
    assert (task.actor.label, task.due) == ("云港市高新区", "2027-06")
    assert [e.label for e in task.among("object")] == ["深蓝实验室"]
    assert [e.label for e in task.among("support")] == ["云港大学"]
    assert task.source.id == "plan-2024"
