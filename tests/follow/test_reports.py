"""Reports found by region and year; files of promises, and what is wrong with one."""

import json

import pytest

from kg.errors import InputError
from kg.follow.reports import Given, YearReport, given, promised, reports, successive
from kg.model import Annotated, Document, Findings, Measure, Mention, Part, Source


def test_one_report_a_region_and_year_in_order():
    told = [
        ("c", "云港市", "2026-11"),
        ("a", "云港市", "2025"),
        ("e", "云港市", "2026-01"),
        ("d", None, "2026"),
    ]
    found = reports(Source(name, name, date=date, region=of, kind="work-report") for name, of, date in told)
    assert found == (YearReport("a", "云港市", 2025), YearReport("e", "云港市", 2026))


@pytest.mark.parametrize("kind", ["five-year-plan", "notice", None])
def test_what_is_no_work_report_hides_none_and_is_followed_by_none(kind):
    told = [("a-plan", "2026-01", kind), ("b", "2026-02", "work-report"), ("c", "2027-01", kind)]
    found = reports(Source(name, name, date=date, region="云港市", kind=of) for name, date, of in told)
    assert found == (YearReport("b", "云港市", 2026),)
    assert successive(found) == ()


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


def promises(ontology, *acts):
    """The words of those acts (words, names with types, more fields) that are promises."""
    text = "".join(words for words, _, _ in acts)
    at, measures, mentions = 0, [], []
    for words, names, more in acts:
        roles = tuple(Part("object", name) for name in names)
        of = {"status": "planned", "ended": False, "figures": (), **more}
        status, ended = of.pop("status"), of.pop("ended")
        measures.append(
            Measure(
                "d", at, at + len(words), words, "云港市", status, (0, 50), ended=ended, roles=roles, **of
            )
        )
        mentions += [Mention("d", at, at + len(words), words, type_, name) for name, type_ in names.items()]
        at += len(words)
    found = Annotated(Document("d", text), (), Findings(tuple(mentions), measures=tuple(measures)))
    return [text[slice(*span)] for span in promised(found, ontology)]


def test_what_is_planned_and_can_be_checked_is_a_promise(ontology):
    bridge, water = {"海曜大桥": "Project"}, {"供水管网": "Project"}
    care, list_ = {"医养结合机制": "Program"}, {"产业名录": "Document"}
    assert promises(
        ontology,
        ("加快建设海曜大桥", bridge, {}),
        ("深化合作发展", {"合作": "Concept"}, {}),
        ("新建学校20所", {}, {"figures": (0,)}),
        ("年底前建好供水管网", water, {"due": "2026-12"}),
        ("推进供水管网建设", water, {}),
        ("完善海曜大桥养护", bridge, {}),
        ("推行医养结合机制", care, {}),
        ("编制产业名录", list_, {}),
        ("用好产业名录", list_, {}),
        ("已建成海曜大桥", bridge, {"status": "done"}),
        ("不再建设海曜大桥", bridge, {"ended": True}),
    ) == ["加快建设海曜大桥", "新建学校20所", "年底前建好供水管网", "编制产业名录"]
