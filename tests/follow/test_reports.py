"""Reports found by region and year; files of promises, and what is wrong with one."""

import json

import pytest

from kg.errors import InputError
from kg.follow.reports import Given, YearReport, given, promised, reports
from kg.model import Annotated, Document, Findings, Measure, Mention, Part


def test_one_report_a_region_and_year_in_order():
    found = reports(
        [("b", "云港市", "2026-01"), ("a", "云港市", "2025"), ("c", "云港市", "2026"), ("d", None, "2026")]
    )
    assert found == (YearReport("a", "云港市", 2025), YearReport("b", "云港市", 2026))


def test_a_file_of_promises(tmp_path):
    path = tmp_path / "p.jsonl"
    line = {"region": "云港市", "report": 2025, "next": 2026, "commitment": "建设海曜大桥"}
    path.write_text(json.dumps(line) + "\n\n", encoding="utf-8")
    assert given(path) == (Given("云港市", 2025, 2026, "建设海曜大桥"),)


@pytest.mark.parametrize(
    "text", ["{", '{"region": "x"}', "[]", '{"region": "x", "report": "soon", "next": 1, "commitment": "y"}']
)
def test_a_line_that_is_no_promise_is_named(tmp_path, text):
    path = tmp_path / "p.jsonl"
    path.write_text(f"\n{text}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"p\.jsonl:2: not a promise"):
        given(path)


def test_what_is_planned_with_a_figure_or_a_name_is_a_promise():
    def measure(start, end, status="planned", ended=False, roles=(), figures=()):
        return Measure(
            "d",
            start,
            end,
            "x" * (end - start),
            "云港市",
            status,
            (0, 50),
            ended=ended,
            roles=roles,
            figures=figures,
        )

    bridge = (Part("object", "海曜大桥"),)
    found = Annotated(
        Document("d", "x" * 60), (),
        Findings(
            (Mention("d", 0, 4, "xxxx", "Project", "海曜大桥"), Mention("d", 5, 7, "xx", "Concept", "发展")),
            measures=(
                measure(0, 10, roles=bridge),
                measure(10, 20, roles=(Part("object", "发展"),)),
                measure(20, 30, figures=(0,)),
                measure(30, 40, "done", roles=bridge),
                measure(40, 50, ended=True, roles=bridge),
            ),
        ),
    )  # fmt: skip
    assert list(promised(found)) == [(0, 10), (20, 30)]
