"""The ladder: what regions aimed at and what came of it, from reports that were built like any others."""

import json
from dataclasses import replace

import pytest

import kg as library
from kg.follow import ladder
from kg.model import Stated
from kg.rdf import read as facts

REPORTS = {
    "2023": """# 东屿区政府工作报告（2023年）

2023年1月10日

## 二、2023年工作安排

今年全区经济社会发展的主要预期目标是：地区生产总值增长6%左右，一般公共预算收入增长5%，居民消费价格涨幅3%左右，固定资产投资实现正增长，城镇新增就业1.2万人以上，居民收入增长与经济增长同步，城镇调查失业率控制在5.5%以内。
""",
    "2024": """# 东屿区政府工作报告（2024年）

2024年1月12日

## 一、2023年工作回顾

过去一年，全区地区生产总值增长6.1%，一般公共预算收入增长4.2%，固定资产投资下降2.5%，居民人均可支配收入增长6.3%，城镇新增就业1.35万人，城镇调查失业率5.2%，居民消费价格上涨0.4%。

综合实力再上台阶，2023年地区生产总值较2018年增长31.5%。

""",
    "2024-plan": """# 东屿区政府工作报告（2024年）

2024年1月20日

## 二、2024年工作安排

今年全区经济社会发展的主要预期目标是：地区生产总值增长5.5%—6%，一般公共预算收入增长4%左右，居民收入增长高于经济增速，城镇新增就业完成省定任务。
""",
}


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    for year, text in REPORTS.items():
        (folder / f"东屿区_{year}.md").write_text(text, encoding="utf-8")
    with library.build(folder, folder / "ladder.kg", region="东屿区", fast=True, jobs=1) as built:
        yield built


def rung(graph, indicator, period):
    (found,) = [
        r
        for r in graph.targets(indicators=graph.ontology.headlines)
        if (r.indicator, r.period, r.extent) == (indicator, period, ())
    ]
    return found


def test_growth_over_several_years_is_no_result_of_the_last(graph):
    found = rung(graph, "gdp-growth", "2023")
    assert [str(s.low) for s in found.results] == ["6.1"]
    assert not found.contradicted


def test_of_two_figures_at_one_place_the_same_counts_in_whatever_order_they_come(graph):
    figures = [f for f in facts.figures(graph.store) if ladder.counts(f)]
    figures += [replace(f, iri=f"{f.iri}a", value=f.value + 1) for f in figures]
    sources, labels = graph.sources(), graph.labels({f.subject for f in figures})
    there, back = (ladder.rungs(those, sources, labels, graph.ontology) for those in (figures, figures[::-1]))
    assert there == back


def test_what_a_plan_wants_by_a_later_year_is_no_target_of_that_year_alone(tmp_path):
    (tmp_path / "东屿区_2021.md").write_text(
        """# 东屿区国民经济和社会发展第十四个五年规划

2021年3月10日

## 第一章 主要目标

到2025年，全区新增公园600座，地区生产总值达到900亿元。
""",
        encoding="utf-8",
    )
    (tmp_path / "东屿区_2026.md").write_text(
        """# 东屿区政府工作报告（2026年）

2026年1月10日

## 一、2025年工作回顾

过去一年，全区新增公园127座，地区生产总值达到910亿元。
""",
        encoding="utf-8",
    )
    with library.build(tmp_path, tmp_path / "l.kg", region="东屿区", fast=True, jobs=1) as built:
        rungs = {(r.indicator, r.extent): r for r in built.targets() if r.period == "2025"}
    parks = [r for (_, extent), r in rungs.items() if "新增" in extent]
    assert {(r.extent, r.verdict) for r in parks} == {
        (("新增",), "not-stated"),
        (("新增", "2021-2025"), "open"),
    }
    assert rungs["gdp", ()].verdict == "exceeded"


def test_a_comparison_counts_before_mere_words():
    words, compared = (
        Stated("target", comparator, None, None, "", "", None, "", "", (), "d", "2025", "", start, "f", 1)
        for comparator, start in (("qualitative", 5), ("same-as", 9))
    )
    assert ladder.first((words, compared), "2025") == compared


def test_a_list_of_targets_parted_by_semicolons_counts_before_those_of_one_matter(tmp_path):
    (tmp_path / "东屿区_2025.md").write_text(
        """# 东屿区政府工作报告（2025年）

2025年1月10日

## 二、2025年工作安排

今年主要预期目标是：生产总值增长6.5%；固定资产投资增长9%；进出口总额增长7%。

做强渔港新城。全年生产总值增长15%以上、固定资产投资增长45%以上。
""",
        encoding="utf-8",
    )
    with library.build(tmp_path, tmp_path / "l.kg", region="东屿区", fast=True, jobs=1) as built:
        said = {r.indicator: str(r.target.low) for r in built.targets() if r.target and not r.extent}
    assert (said["gdp-growth"], said["investment-growth"]) == ("6.5", "9")


VERDICTS = [
    ("gdp-growth", "~", "6", "6.1", "met"),
    ("budget-revenue-growth", "=", "5", "4.2", "missed"),
    ("investment-growth", "growing", None, "-2.5", "missed"),
    ("income-growth", "same-as", None, "6.3", "met"),
    ("new-jobs", ">=", "1.2", "1.35", "exceeded"),
    ("unemployment", "<=", "5.5", "5.2", "exceeded"),
    ("cpi-growth", "~", "3", "0.4", "met"),
]


@pytest.mark.parametrize(("indicator", "comparator", "target", "result", "verdict"), VERDICTS)
def test_target_and_result_of_a_year_meet_whatever_report_says_them(
    graph, indicator, comparator, target, result, verdict
):
    found = rung(graph, indicator, "2023")
    assert found.target is not None
    assert found.result is not None
    assert (found.target.comparator, found.target.report, found.result.report) == (comparator, "2023", "2024")
    assert (None if found.target.low is None else str(found.target.low)) == target
    assert str(found.result.low) == result
    assert found.verdict == verdict


def test_a_range_is_one_target_and_open_until_a_result_is_told(graph):
    found = rung(graph, "gdp-growth", "2024")
    assert found.target is not None
    assert (found.target.comparator, str(found.target.low), str(found.target.high)) == ("range", "5.5", "6")
    assert (found.verdict, len(found.targets)) == ("open", 1)


def test_what_a_report_does_not_set_is_told_to_be_not_stated(graph):
    found = rung(graph, "retail-growth", "2024")
    assert (found.target, found.result, found.verdict) == (None, None, "not-stated")
    assert rung(graph, "unemployment", "2024").verdict == "not-stated"


def test_targets_without_a_number_keep_what_they_are_relative_to(graph):
    income, jobs = rung(graph, "income-growth", "2024"), rung(graph, "new-jobs", "2024")
    assert income.target is not None
    assert jobs.target is not None
    assert (income.target.comparator, income.target.against) == ("faster-than", "gdp-growth")
    assert (jobs.target.comparator, jobs.target.reference) == ("as-set", "省定任务")
    assert "居民收入增长高于经济增速" in income.target.quote


def test_the_graph_conforms_and_verifies_with_its_relative_figures(graph):
    assert list(graph.validate(jobs=1)) == []
    assert graph.verify().problems == ()


def test_the_question_of_the_book_sets_targets_beside_results(graph):
    rows = graph.query(graph.question_text("ladder", indicator="一般公共预算收入增长"))
    assert [(r["target"], r["result"], r["verdict"].rpartition("#")[2]) for r in rows] == [
        ("5%", "4.2%", "missed"),
        ("4%左右", None, "open"),
    ]


def test_the_command_tells_the_same_in_every_form(graph, kg, tmp_path):
    workspace = ("-w", graph.workspace.path)
    table = kg("targets", "--from", 2023, "--until", 2023, *workspace)
    assert table.code == 0
    assert "东屿区" in table.out
    assert "超额完成" in table.out
    tsv = kg("targets", "--format", "ladder-tsv", *workspace).out.splitlines()
    rows = [dict(zip(tsv[0].split("\t"), line.split("\t"), strict=True)) for line in tsv[1:]]
    gdp = [r for r in rows if r["indicator"] == "地区生产总值增长" and r["kind"] == "target"]
    assert [(r["report"], r["comparator"], r["low"], r["high"]) for r in gdp] == [
        ("2023", "~", "6", "6"), ("2024", "range", "5.5", "6"),
    ]  # fmt: skip
    assert [
        r["comparator"] for r in rows if r["indicator"] == "固定资产投资增长" and r["report"] == "2023"
    ] == [">"]
    records = json.loads(kg("targets", "--format", "json", "--indicator", "城镇调查失业率", *workspace).out)
    assert [(r["period"], r["verdict"]) for r in records] == [
        ("2023", "exceeded"),
        ("2024", "not-stated"),
    ]
    wide = kg("targets", "--years", "--indicator", "地区生产总值增长", "--format", "markdown", *workspace).out
    assert "| 东屿区 | 地区生产总值增长 | ≈6% → 6.1% | 5.5–6% → — |" in wide
    sheet = tmp_path / "ladder.xlsx"
    assert kg("targets", "--format", "xlsx", "-o", sheet, *workspace).code == 0
    assert sheet.stat().st_size > 0


def test_a_name_of_no_indicator_is_told_with_those_like_it(graph, kg):
    slip = kg("targets", "--indicator", "城镇调察失业率", "-w", graph.workspace.path)
    assert (slip.code, "near: 城镇调查失业率" in slip.err) == (2, True)
    got = kg("targets", "--indicator", "失业率", "-w", graph.workspace.path)
    assert got.code == 2
    assert "城镇调查失业率" in got.err
    assert kg("targets", "--format", "xlsx", "-w", graph.workspace.path).code == 2
