from decimal import Decimal

import docx
import openpyxl
import pytest

from kg.contracts import Extractor
from kg.extract import extract, tables
from kg.extract.tables import heads, rows, values, words
from kg.extract.tables.sheet import sheets
from kg.model import Findings, Indicator
from kg.ontology import Ontology
from kg.read import Input, read
from kg.text.sentences import split


@pytest.fixture(scope="session")
def spoken():
    return words.load(Ontology())


@pytest.fixture(scope="session")
def part():
    return tables.load(Ontology())


@pytest.fixture
def found(part, tmp_path):
    """What the tables of a Markdown text give."""

    def run(text):
        path = tmp_path / "a.md"
        path.write_text(text, encoding="utf-8")
        document = read(Input(str(path), "a"), Ontology())
        return part.extract(document, split(document), Findings())

    return run


def told(findings):
    return [
        (i.subject, i.indicator, i.comparator, float(i.value), i.unit, i.year, i.status)
        for i in findings.indicators
    ]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1,860", [("=", "1860", "")]),
        ("２，２１８．６", [("=", "2218.6", "")]),
        ("≥２，１００", [(">=", "2100", "")]),
        ("＜5.5", [("<", "5.5", "")]),
        ("不低于45", [(">=", "45", "")]),
        ("90以上", [(">=", "90", "")]),
        ("6.5左右", [("~", "6.5", "")]),
        ("-3.6", [("=", "-3.6", "")]),
        ("50亿元", [("=", "50", "亿元")]),
        ("95%以上", [(">=", "95", "%")]),
        ("8—10", [(">=", "8", ""), ("<=", "10", "")]),
        ("8%-10%", [(">=", "8", "%"), ("<=", "10", "%")]),
        ("新增12家", [("=", "12", "家")]),
        ("2.5万", [("=", "2.5", "万")]),
        ("与经济增长同步", []),
        ("—", []),
        ("完成上级任务2", []),
    ],
)
def test_values_of_a_cell(spoken, cell, expected):
    assert [(v.comparator, str(v.value), v.unit) for v in values.values(cell, spoken)] == expected


def test_values_in_brackets_are_sums(spoken):
    (value,) = values.values("〔13.5〕", spoken)
    assert value.cumulative
    assert value.value == Decimal("13.5")


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("2024年完成", "绝对额（亿元）"), ("", "亿元", (2024, 2024), "done", "")),
        (("2025年预期", "增长（%）"), ("", "%", (2025, 2025), "target", "增长")),
        (("出口额 （亿元）",), ("出口额", "亿元", None, None, "")),
        (("比上年增长%",), ("", "%", None, None, "增长")),
        (("规模以上工业增加值增速",), ("规模以上工业增加值", "", None, None, "增长")),
        (("占全部 出口比重 （%）",), ("占全部出口比重", "%", None, None, "")),
        (("“十五五”末目标",), ("", "", (2030, 2030), "target", "")),
        (("2026—2030年累计",), ("", "", (2026, 2030), None, "")),
    ],
)
def test_heads_tell_measure_unit_year_status_and_change(spoken, parts, expected):
    head = heads.read(parts, spoken)
    assert (head.name, head.unit, head.years, head.status, head.change) == expected


def test_units_of_rows_and_heads_and_levels_with_their_growth(found):
    got = told(
        found(
            "# 银溪县2024年国民经济和社会发展统计公报\n\n表2 2024年主要商品进口数量、金额及其增长速度\n\n"
            "| 商品名称 | 单位 | 数量 | 比上年增长（%） | 金额（亿元） | 比上年增长（%） |\n| - | - | - | - | - | - |\n"
            "| 大豆 | 万吨 | 31.2 | -4.5 | 18.6 | 2.0 |\n| 机床 | — | — | — | 7.3 | 0.0 |\n"
        )
    )
    assert got == [
        ("银溪县", "大豆进口数量", "=", 31.2, "万吨", "2024", "done"),
        ("银溪县", "大豆进口数量", "=", 4.5, "%下降", "2024", "done"),
        ("银溪县", "大豆进口金额", "=", 18.6, "亿元", "2024", "done"),
        ("银溪县", "大豆进口金额", "=", 2.0, "%增长", "2024", "done"),
        ("银溪县", "机床进口金额", "=", 7.3, "亿元", "2024", "done"),
        ("银溪县", "机床进口金额", "=", 0.0, "%增长", "2024", "done"),
    ]


def test_parts_of_a_row_bear_its_name_until_they_cannot(found):
    got = told(
        found(
            "# 银溪县2024年统计公报\n\n表3 产品产量\n\n| 产品名称 | 单位 | 产量 |\n| - | - | - |\n"
            "| 发电量 | 亿千瓦时 | 90 |\n| 其中：火电 | 亿千瓦时 | 60 |\n| 水电 | 亿千瓦时 | 20 |\n"
            "| 粗钢 | 万吨 | 15 |\n"
        )
    )
    assert [name for _, name, *_ in got] == ["发电量", "发电量：火电产量", "发电量：水电产量", "粗钢产量"]


def test_targets_have_status_year_and_comparator(found):
    got = told(
        found(
            "# 银溪县生态环境保护“十五五”规划\n\n| 序号 | 指标 | 单位 | 2025年现状值 | 2030年目标值 | 属性 |\n"
            "| - | - | - | - | - | - |\n| 1 | 森林覆盖率 | % | 61.2 | ≥63 | 约束性 |\n"
            "| 2 | 单位生产总值能耗降低 | % | - | 〔14〕 | 约束性 |\n| 3 | 湿地面积 | 公顷 | 1,200 | 约1300 | 预期性 |\n"
        )
    )
    assert got == [
        ("银溪县", "森林覆盖率", "=", 61.2, "%", "2025", "done"),
        ("银溪县", "森林覆盖率", ">=", 63.0, "%", "2030", "target"),
        ("银溪县", "单位生产总值能耗", "=", 14.0, "%下降", "2030", "target"),
        ("银溪县", "湿地面积", "=", 1200.0, "公顷", "2025", "done"),
        ("银溪县", "湿地面积", "~", 1300.0, "公顷", "2030", "target"),
    ]


def test_rows_of_areas_are_the_subjects(found):
    got = told(
        found(
            "# 银溪县2024年各乡镇主要指标\n\n（单位：万元、%）\n\n| 乡镇 | 财政收入 | 工业产值增速 |\n| - | - | - |\n"
            "| 全县 | 900 | 5 |\n| 清溪镇 | 300 | -2 |\n"
        )
    )
    assert got == [
        ("银溪县", "财政收入", "=", 900.0, "万元", "2024", "done"),
        ("银溪县", "工业产值", "=", 5.0, "%增长", "2024", "done"),
        ("清溪镇", "财政收入", "=", 300.0, "万元", "2024", "done"),
        ("清溪镇", "工业产值", "=", 2.0, "%下降", "2024", "done"),
    ]


def test_years_down_and_indicators_across(found):
    got = told(
        found(
            "# 银溪县发展报告\n\n表1 历年情况\n\n| 年份 | 茶园面积（亩） | 茶叶产值（亿元） |\n| - | - | - |\n"
            "| 2021年 | 5000 | 1.2 |\n| 2022年 | 5600 | 1.5 |\n"
        )
    )
    assert got == [
        ("银溪县", "茶园面积", "=", 5000.0, "亩", "2021", "done"),
        ("银溪县", "茶叶产值", "=", 1.2, "亿元", "2021", "done"),
        ("银溪县", "茶园面积", "=", 5600.0, "亩", "2022", "done"),
        ("银溪县", "茶叶产值", "=", 1.5, "亿元", "2022", "done"),
    ]


def test_panels_side_by_side_are_read_one_after_the_other(found):
    got = told(
        found(
            "# 银溪县2023年统计公报\n\n表5 2023年分行业用电量增长速度\n\n| 行业 | 比上年增长（%） | 行业 | 比上年增长（%） |\n"
            "| - | - | - | - |\n| 农业 | 3.1 | 商业 | -1.5 |\n"
        )
    )
    assert got == [
        ("银溪县", "用电量：农业", "=", 3.1, "%增长", "2023", "done"),
        ("银溪县", "用电量：商业", "=", 1.5, "%下降", "2023", "done"),
    ]


def test_a_number_without_a_unit_gives_its_reason(found):
    findings = found("# 银溪县名录\n\n| 名称 | 房间号 |\n| - | - |\n| 服务窗口 | 203 |\n")
    assert findings.indicators == ()
    assert [(u.text, u.reason) for u in findings.unused] == [("203", "no unit")]


def test_evidence_is_the_row_and_the_cell_is_named(found, tmp_path):
    findings = found(
        "# 银溪县2024年公报\n\n表1 收入\n\n| 指标 | 单位 | 绝对数 |\n| - | - | - |\n| 财政收入 | 亿元 | 9.5 |\n"
    )
    (one,) = findings.indicators
    assert isinstance(one, Indicator)
    assert one.text == "9.5"
    assert one.cell == "表1 收入 › 财政收入 › 绝对数"
    document = read(Input(str(tmp_path / "a.md"), "a"), Ontology())
    assert document.text[slice(*one.evidence)] == "财政收入\t亿元\t9.5"
    assert document.text[slice(*one.span)] == "9.5"  # type: ignore[misc]


def listed(project):
    return (
        project.name, project.builder, project.location, project.content, project.investment, project.unit,
        project.start, project.end, project.section,
    )  # fmt: skip


def test_a_list_of_projects_gives_rows_entities_relations_and_sums(found):
    findings = found(
        "# 银溪县2026年重点项目清单\n\n单位：亿元\n\n"
        "| 序号 | 项目名称 | 建设地点 | 建设规模及内容 | 起止年限 | 总投资 | 2026年投资 | 项目业主 |\n"
        "| - | - | - | - | - | - | - | - |\n| 一、交通 | | | | | | | |\n"
        "| 1 | 银溪大桥改建 | 清溪镇 | 全长1.2公里 | 2025.3-2027.10 | 3.6 | 1.2 | 银溪交投集团 |\n"
        "| 2 | 清溪水厂扩建 | 清溪镇 | — | 2026 | 0.8 | 0.8 | 县水务局 |\n| 合计 | | | | | 4.4 | 2.0 | |\n"
    )
    assert [listed(p) for p in findings.projects] == [
        (
            "银溪大桥改建",
            "银溪交投集团",
            "清溪镇",
            "全长1.2公里",
            Decimal("3.6"),
            "亿元",
            "2025.3",
            "2027.10",
            "一、交通",
        ),
        ("清溪水厂扩建", "县水务局", "清溪镇", None, Decimal("0.8"), "亿元", "2026", "2026", "一、交通"),
    ]
    assert {(m.text, m.type) for m in findings.mentions} >= {
        ("银溪大桥改建", "Project"), ("银溪交投集团", "Enterprise"), ("县水务局", "Government"), ("清溪镇", "Region"),
    }  # fmt: skip
    assert {(r.head, r.relation, r.tail) for r in findings.relations} == {
        ("银溪交投集团", "builds", "银溪大桥改建"), ("银溪大桥改建", "locatedIn", "清溪镇"),
        ("县水务局", "builds", "清溪水厂扩建"), ("清溪水厂扩建", "locatedIn", "清溪镇"),
    }  # fmt: skip
    assert ("银溪县", "重点项目2026年投资合计", "=", 2.0, "亿元", "2026", "target") in told(findings)
    assert ("银溪大桥改建", "总投资", "=", 3.6, "亿元", None, "target") in told(findings)
    assert [(m.text, m.due) for m in findings.measures] == [
        ("银溪大桥改建", "2027-10"),
        ("清溪水厂扩建", "2026-12"),
    ]


def test_a_body_in_charge_leads_and_does_not_build(found):
    findings = found(
        "# 银溪县2026年重点项目清单\n\n| 项目名称 | 建设内容 | 责任单位 |\n| - | - | - |\n| 银溪大桥改建 | 改建桥梁 | 县交通局 |\n"
    )
    (project,) = findings.projects
    assert project.builder == "县交通局"
    assert [(r.head, r.relation) for r in findings.relations] == [("银溪县", "builds")]
    assert [(p.role, p.name) for m in findings.measures for p in m.roles] == [
        ("object", "银溪大桥改建"),
        ("lead", "县交通局"),
    ]


def test_tasks_give_lead_support_and_due(found):
    findings = found(
        "# 银溪县茶产业行动方案\n\n| 重点任务 | 工作举措 | 责任单位 | 完成时限 |\n| - | - | - | - |\n"
        "| 基地建设 | 改造老茶园2000亩 | 县农业农村局牵头，县财政局、各乡镇配合 | 2026年6月底前 |\n"
        "| 基地建设 | 建立茶叶溯源平台 | 县市场监管局、县供销社 | 持续推进 |\n"
    )
    assert [(t.task, t.lead, t.support, t.due) for t in findings.tasks] == [
        ("改造老茶园2000亩", ("县农业农村局",), ("县财政局", "各乡镇"), "2026年6月底前"),
        ("建立茶叶溯源平台", ("县市场监管局",), ("县供销社",), "持续推进"),
    ]
    assert [(m.text, m.actor, m.due) for m in findings.measures] == [
        ("改造老茶园2000亩", "县农业农村局", "2026-06"),
        ("建立茶叶溯源平台", "县市场监管局", None),
    ]
    assert [one[3:] for one in told(findings)] == [(2000.0, "亩", "2026", "target")]


def test_a_box_of_projects_gives_each_paragraph(found):
    findings = found(
        "# 银溪县规划\n\n> **专栏3　水利重点工程**\n>\n> **河道整治**→整治河道30公里。\n>\n> **水库加固**→加固水库2座。\n"
    )
    assert [(p.name, p.content) for p in findings.projects] == [
        ("河道整治", "整治河道30公里。"),
        ("水库加固", "加固水库2座。"),
    ]


def test_numbers_and_bullets_of_a_box_are_no_part_of_its_names(found):
    findings = found(
        "# 银溪县规划\n\n专栏3　水利重点工程\n\n1.河道整治：整治河道30公里。\n\n（2）水库加固：加固水库2座。\n\n"
        "● 1.5万吨水厂：新建水厂一座。\n\n四、灌区改造：改造渠道12公里。\n"
    )
    assert [p.name for p in findings.projects] == ["河道整治", "水库加固", "1.5万吨水厂", "灌区改造"]


def test_rows_that_add_up_to_the_one_above_are_its_parts(found):
    got = told(
        found(
            "# 银溪县2024年统计公报\n\n| 指标 | 单位 | 绝对数 |\n| - | - | - |\n"
            "| 货运总量 | 亿吨 | 9.0 |\n| 铁路 | 亿吨 | 2.5 |\n| 公路 | 亿吨 | 6.0 |\n| 水路 | 万吨 | 5000 |\n"
            "| 客运总量 | 万人 | 30 |\n"
        )
    )
    assert [name for _, name, *_ in got] == [
        "货运总量", "货运总量：铁路", "货运总量：公路", "货运总量：水路", "客运总量",
    ]  # fmt: skip


def test_what_is_told_as_parts_again_parts_the_same_whole_anew(found):
    got = told(
        found(
            "# 银溪县2024年统计公报\n\n| 指标 | 金额（亿元） |\n| - | - |\n| 出口额 | 100 |\n| 其中：一般贸易 | 60 |\n"
            "| 加工贸易 | 30 |\n| 其中：机电产品 | 70 |\n| 农产品 | 10 |\n| 进口额 | 80 |\n"
        )
    )
    assert [name for _, name, *_ in got] == [
        "出口额", "出口额：一般贸易金额", "出口额：加工贸易金额", "出口额：机电产品金额", "出口额：农产品金额", "进口额",
    ]  # fmt: skip


def test_rows_by_sector_bear_what_the_caption_measures(found):
    got = told(
        found(
            "# 银溪县2024年统计公报\n\n表6　2024年利用外资（不含银行、证券）及其增长速度\n\n"
            "| 行业 | 企业数（家） | 比上年增长（%） |\n| - | - | - |\n| 制造业 | 12 | 5.0 |\n"
        )
    )
    assert got == [
        ("银溪县", "利用外资（不含银行、证券）：制造业企业数", "=", 12.0, "家", "2024", "done"),
        ("银溪县", "利用外资（不含银行、证券）：制造业企业数", "=", 5.0, "%增长", "2024", "done"),
    ]


def test_parts_that_read_running_text_see_no_rows_and_count_anew(tmp_path):
    seen = []

    def look(document, sentences, found):
        seen.append([(s.index, s.text) for s in sentences])
        return Findings()

    path = tmp_path / "a.md"
    path.write_text(
        "# 银溪县2024年公报\n\n经济平稳运行。\n\n表1 收入\n\n| 指标 | 单位 | 数值 |\n| - | - | - |\n| 收入 | 亿元 | 9 |\n\n民生改善。\n",
        encoding="utf-8",
    )
    document = read(Input(str(path), "a"), Ontology())
    parts = [
        Extractor("running", look),
        Extractor("after", look, needs_mentions=True),
        Extractor("all", look, rows=True),
    ]
    extract(document, split(document), parts, Ontology())
    running = [(0, "银溪县2024年公报"), (1, "经济平稳运行。"), (2, "民生改善。")]
    assert seen[0] == seen[2] == running
    assert [text for _, text in seen[1]] == [
        "银溪县2024年公报", "经济平稳运行。", "表1 收入", "指标\t单位\t数值", "收入\t亿元\t9", "民生改善。",
    ]  # fmt: skip


def test_figures_of_a_box_are_of_the_region_and_due_when_the_plan_ends(found):
    findings = found(
        "# 银溪县国民经济和社会发展第十五个五年规划纲要\n\n## 第二章　水利\n\n> **专栏3　水利重点工程**\n>\n"
        "> **河道整治**→整治河道30公里。\n>\n> **水库加固**→加固水库2座。\n"
    )
    assert [(one[0], *one[3:]) for one in told(findings)] == [
        ("银溪县", 30.0, "公里", "2030", "target"),
        ("银溪县", 2.0, "座", "2030", "target"),
    ]
    assert [i.cell for i in findings.indicators] == ["河道整治", "水库加固"]


def test_a_column_of_yearly_means_and_sums_tells_growth_points_and_sums(found):
    got = told(
        found(
            "# 银溪县国民经济和社会发展第十五个五年规划纲要\n\n| 指标 | 2025年 | 2030年 | 年均/累计 | 属性 |\n| - | - | - | - | - |\n"
            "| 1.地区生产总值（亿元） | 210 | 300 | 7.5% | 预期性 |\n| 2.城镇化率（%） | 51 | 56 | 〔5〕 | 预期性 |\n"
            "| 3.新增就业（人） | 2300 | — | 〔11500〕 | 预期性 |\n| 4.单位产值能耗降低（%） | — | — | 完成下达任务 | 约束性 |\n"
            "| 5.耕地保有量（万亩） | 45 | ≥45 | | 约束性 |\n"
        )
    )
    assert [one[1:] for one in got if one[5] == "2030"] == [
        ("地区生产总值", "=", 300.0, "亿元", "2030", "target"),
        ("地区生产总值", "=", 7.5, "%增长", "2030", "target"),
        ("城镇化率", "=", 56.0, "%", "2030", "target"),
        ("城镇化率", "=", 5.0, "个百分点增长", "2030", "target"),
        ("新增就业", "=", 11500.0, "人", "2030", "target"),
        ("耕地保有量", ">=", 45.0, "万亩", "2030", "target"),
    ]


def test_sums_in_brackets_among_yearly_rates_are_counted_as_their_rows(found):
    got = told(
        found(
            "# 银溪县国民经济和社会发展第十五个五年规划纲要\n\n| 指标 | 2025年 | 2030年 | 年均增速/〔累计〕（%） |\n| - | - | - | - |\n"
            "| 地区生产总值（亿元） | 210 | 300 | 7左右 |\n| 每千人口执业（助理）医师数（人） | 3.1 | 3.8 | 〔0.7〕 |\n"
            "| 森林覆盖率（%） | 41 | 42 | 〔1〕 |\n| 单位产值能耗降低（%） | — | — | 〔14〕 |\n"
        )
    )
    assert [one[1:] for one in got if one[5] == "2030"] == [
        ("地区生产总值", "=", 300.0, "亿元", "2030", "target"),
        ("地区生产总值", "~", 7.0, "%增长", "2030", "target"),
        ("每千人口执业（助理）医师数", "=", 3.8, "人", "2030", "target"),
        ("每千人口执业（助理）医师数", "=", 0.7, "人", "2030", "target"),
        ("森林覆盖率", "=", 42.0, "%", "2030", "target"),
        ("森林覆盖率", "=", 1.0, "个百分点增长", "2030", "target"),
        ("单位产值能耗", "=", 14.0, "%下降", "2030", "target"),
    ]


def test_areas_across_are_the_subjects(found):
    got = told(
        found(
            "# 银溪县2024年统计公报\n\n（单位：亿元、%）\n\n| 指标 | 全县 | 清溪镇 | 石门镇 | 增减 |\n| - | - | - | - | - |\n"
            "| 工业产值 | 50 | 30 | 20 | -5.2 |\n"
        )
    )
    assert got == [
        ("银溪县", "工业产值", "=", 50.0, "亿元", "2024", "done"),
        ("清溪镇", "工业产值", "=", 30.0, "亿元", "2024", "done"),
        ("石门镇", "工业产值", "=", 20.0, "亿元", "2024", "done"),
        ("银溪县", "工业产值", "=", 5.2, "%下降", "2024", "done"),
    ]


def test_a_year_before_one_told_as_done_is_done(found):
    got = told(
        found(
            "# 银溪县计划方案\n\n| 项目 | 单位 | 2023年 | 2024年预计 | 2025年计划 |\n| - | - | - | - | - |\n| 税收 | 万元 | 5 | 6 | 7 |\n"
        )
    )
    assert [(year, status) for *_, year, status in got] == [
        ("2023", "done"),
        ("2024", "done"),
        ("2025", "target"),
    ]


def test_a_head_for_names_over_numbers_is_measured(found):
    got = told(
        found(
            "# 银溪县2024年统计公报\n\n表1 2024年价格比上年涨跌幅度\n\n单位：%\n\n| 指标 | 全县 | 城市 | 农村 |\n| - | - | - | - |\n"
            "| 食品 | 2.9 | 3.1 | -2.5 |\n"
        )
    )
    assert [one[2:5] for one in got] == [("=", 2.9, "%增长"), ("=", 3.1, "%增长"), ("=", 2.5, "%下降")]


def test_targets_tell_their_nature_sums_their_years_and_ranges_both_ends(found):
    findings = found(
        "# 银溪县国民经济和社会发展第十五个五年规划纲要\n\n| 指标 | 单位 | 2025年 | 2030年 | 属性 |\n"
        "| - | - | - | - | - |\n| 耕地保有量 | 万亩 | 31 | ≥31 | 约束性 |\n| 城镇新增就业 | 万人 | 2.1 | 〔12〕 | 预期性 |\n"
        "| 研发经费投入强度 | % | 1.9 | 2.5-3 | 预期性 |\n| 公园 | 个 | 14 | 20 | — |\n"
    )
    assert [
        (i.indicator, i.year, i.nature, i.cumulative, i.period, i.low, i.high) for i in findings.indicators
    ] == [
        ("耕地保有量", "2025", "binding", False, None, None, None),
        ("耕地保有量", "2030", "binding", False, None, None, None),
        ("城镇新增就业", "2025", "anticipatory", False, None, None, None),
        ("城镇新增就业", "2030", "anticipatory", True, "2026-2030", None, None),
        ("研发经费投入强度", "2025", "anticipatory", False, None, None, None),
        ("研发经费投入强度", "2030", "anticipatory", False, None, Decimal("2.5"), Decimal(3)),
        ("公园", "2025", None, False, None, None, None),
        ("公园", "2030", None, False, None, None, None),
    ]


def test_a_section_tells_the_nature_of_the_targets_below_it(found):
    findings = found(
        "# 银溪县生态环境保护“十五五”规划\n\n| 指标 | 单位 | 2030年 |\n| - | - | - |\n| 一、约束性指标 |  |  |\n"
        "| 森林覆盖率 | % | 63 |\n| 二、预期性指标 |  |  |\n| 湿地面积 | 公顷 | 1300 |\n"
    )
    assert [(i.indicator, i.nature) for i in findings.indicators] == [
        ("森林覆盖率", "binding"),
        ("湿地面积", "anticipatory"),
    ]


def test_statements_of_lists_name_their_cells(found):
    findings = found(
        "# 银溪县2026年重点项目\n\n表1 重点项目\n\n| 项目名称 | 建设单位 | 建设地点 | 总投资（万元） |\n| - | - | - | - |\n"
        "| 银溪东大桥 | 银溪县交通局 | 城关镇 | 8000 |\n"
    )
    assert {r.relation: r.cell for r in findings.relations} == {
        "builds": "表1 重点项目 › 银溪东大桥 › 建设单位",
        "locatedIn": "表1 重点项目 › 银溪东大桥 › 建设地点",
    }
    assert [m.cell for m in findings.measures] == ["表1 重点项目 › 银溪东大桥 › 项目名称"]
    assert [i.cell for i in findings.indicators] == ["表1 重点项目 › 银溪东大桥 › 总投资（万元）"]


@pytest.mark.parametrize(
    ("cell", "cumulative"), [("累计120万元", True), ("120万元", False), ("达到120万元", False)]
)
def test_a_cell_says_whether_its_value_is_summed_up(spoken, cell, cumulative):
    (value,) = values.values(cell, spoken)
    assert (value.cumulative, str(value.value), value.unit) == (cumulative, "120", "万元")


def test_a_row_over_the_whole_table_below_merged_heads_is_a_section(part, tmp_path):
    made = docx.Document()
    made.add_heading("银溪县“十五五”规划纲要", 0)
    table = made.add_table(4, 4)
    rows = (
        ("序号", "指标名称", "", "2030年目标"),
        ("一、生态", "", "", ""),
        ("1", "森林覆盖率（%）", "", "63"),
        ("2", "每千人口", "托位数（个）", "5"),
    )
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    for (r, first), (_, last) in (((0, 1), (0, 2)), ((1, 0), (1, 3)), ((2, 1), (2, 2))):
        text = table.cell(r, first).text
        table.cell(r, first).merge(table.cell(r, last)).text = text
    made.save(str(tmp_path / "a.docx"))
    document = read(Input(str(tmp_path / "a.docx"), "a"), Ontology())
    assert told(part.extract(document, split(document), Findings())) == [
        ("银溪县", "森林覆盖率", "=", 63.0, "%", "2030", "target"),
        ("银溪县", "每千人口：托位数", "=", 5.0, "个", "2030", "target"),
    ]


def test_units_told_in_the_order_of_the_columns(found):
    got = told(
        found(
            "# 银溪县2024年统计手册\n\n各乡镇情况（单位：亿元、%、人）\n\n| 乡镇 | 工业产值 | 增长 | 户籍人口 |\n"
            "| - | - | - | - |\n| 清溪镇 | 8.2 | 6.5 | 61204 |\n| 石屏乡 | 4.7 | -1.2 | 9856 |\n"
        )
    )
    assert [(name, value, unit) for _, name, _, value, unit, *_ in got] == [
        ("工业产值", 8.2, "亿元"), ("工业产值", 6.5, "%增长"), ("户籍人口", 61204.0, "人"),
        ("工业产值", 4.7, "亿元"), ("工业产值", 1.2, "%下降"), ("户籍人口", 9856.0, "人"),
    ]  # fmt: skip


def test_goals_by_year_are_figures_though_a_task_and_a_body_stand_beside_them(found):
    got = told(
        found(
            "# 银溪县绿色发展行动方案\n\n| 目标任务 | 指标 | 2025年现状 | 2026年 | 2027年 | 责任部门 |\n"
            "| - | - | - | - | - | - |\n| 建筑 | 节能改造面积 | 4万㎡ | 5万㎡ | 完成省定任务 | 县住建局 |\n"
        )
    )
    assert got == [
        ("银溪县", "节能改造面积", "=", 4.0, "万㎡", "2025", "done"),
        ("银溪县", "节能改造面积", "=", 5.0, "万㎡", "2026", "target"),
    ]


def test_a_form_of_heads_and_cells_by_turns_is_a_project(found):
    card = "| 项目名称 | {} | | |\n| - | - | - | - |\n| 建设单位 | {} | 建设地点 | {} |\n| 总投资 | {} | 建设年限 | 2025年—2027年 |\n\n"
    findings = found(
        "# 银溪县项目公示\n\n" + card.format("银溪水厂", "银溪水务公司", "清溪镇", "4.2亿元")
        + "再如：\n\n" + card.format("石屏公路", "银溪交投公司", "石屏乡", "9,600万元")
    )  # fmt: skip
    assert [listed(p) for p in findings.projects] == [
        ("银溪水厂", "银溪水务公司", "清溪镇", None, Decimal("4.2"), "亿元", "2025", "2027", ""),
        ("石屏公路", "银溪交投公司", "石屏乡", None, Decimal(9600), "万元", "2025", "2027", ""),
    ]


def test_rows_that_sum_up_a_section_of_a_list_are_no_projects(found):
    findings = found(
        "# 银溪县2026年投资计划表\n\n| 序号 | 项目名称 | 建设内容 | 总投资（万元） |\n| - | - | - | - |\n"
        "| | 合计（2个） | | 900 |\n| 一 | 续建项目（1个） | | 300 |\n| 1 | 银溪水厂 | 扩建 | 300 |\n"
        "| 二 | 新建项目（1个） | | 600 |\n| 2 | 石屏公路 | 改建 | 600 |\n"
    )
    assert [(p.name, p.section) for p in findings.projects] == [
        ("银溪水厂", "续建项目（1个）"),
        ("石屏公路", "新建项目（1个）"),
    ]


def test_what_is_done_as_a_share_of_the_budget_keeps_its_name(found):
    got = told(
        found(
            "# 银溪县2024年决算\n\n单位：万元\n\n| 项目 | 预算数 | 决算数 | 决算数为预算数的% |\n| - | - | - | - |\n"
            "| 税收收入 | 900 | 950 | 105.6 |\n| #增值税 | 400 | 410 | 102.5 |\n"
        )
    )
    assert got == [
        ("银溪县", "税收收入", "=", 900.0, "万元", "2024", "target"),
        ("银溪县", "税收收入", "=", 950.0, "万元", "2024", "done"),
        ("银溪县", "税收收入决算数为预算数", "=", 105.6, "%", "2024", "done"),
        ("银溪县", "税收收入：增值税", "=", 400.0, "万元", "2024", "target"),
        ("银溪县", "税收收入：增值税", "=", 410.0, "万元", "2024", "done"),
        ("银溪县", "税收收入：增值税决算数为预算数", "=", 102.5, "%", "2024", "done"),
    ]


def test_a_year_that_is_expected_is_done_before_the_goals(found):
    got = told(
        found(
            "# 银溪县发展规划\n\n| 年份 | 茶园面积（亩） |\n| - | - |\n| 2024 | 5000 |\n| 2025（预计） | 5600 |\n"
            "| 2030（规划） | ≥7000 |\n"
        )
    )
    assert [(year, status) for *_, year, status in got] == [
        ("2024", "done"), ("2025", "done"), ("2030", "target"),
    ]  # fmt: skip


def test_units_in_the_order_of_measures_that_come_again_each_year(found):
    got = told(
        found(
            "# 银溪市人口规划\n\n常住人口预测（单位：万人、%）\n\n| 区域 | 2028年常住人口 | 2028年城镇化率 | 2030年常住人口 | 2030年城镇化率 |\n"
            "| - | - | - | - | - |\n| 北辰区 | 96.4 | 88.1 | 99 | 90 |\n| 南屿区 | 72.1 | 79.6 | 74 | 81 |\n"
        )
    )
    assert [(i[0], i[1], i[3], i[4], i[5]) for i in got][:4] == [
        ("北辰区", "常住人口", 96.4, "万人", "2028"), ("北辰区", "城镇化率", 88.1, "%", "2028"),
        ("北辰区", "常住人口", 99.0, "万人", "2030"), ("北辰区", "城镇化率", 90.0, "%", "2030"),
    ]  # fmt: skip


def test_area_and_year_told_beside_the_indicator_are_subject_and_year(found):
    got = told(
        found(
            "# 指标数据\n\n| 地区 | 年份 | 指标名称 | 数值 | 计量单位 |\n| - | - | - | - | - |\n"
            "| 墨川市 | 2023 | 地区生产总值 | 1520.4 | 亿元 |\n| 墨川市 | 2024 | 地区生产总值 | 1611.7 | 亿元 |\n"
            "| 芦台县 | 2024 | 粮食产量 | 33.1 | 万吨 |\n"
        )
    )
    assert [(*i[:2], *i[3:6]) for i in got] == [
        ("墨川市", "地区生产总值", 1520.4, "亿元", "2023"),
        ("墨川市", "地区生产总值", 1611.7, "亿元", "2024"),
        ("芦台县", "粮食产量", 33.1, "万吨", "2024"),
    ]


def test_a_cell_that_tells_several_duties_gives_each(found):
    findings = found(
        "# 青崖县工作方案\n\n| 编号 | 任务名称 | 主要内容 | 分工及时限 |\n| - | - | - | - |\n"
        "| 1 | 完善旅游公路 | 改造旅游公路48公里 | 牵头单位：县交通运输局<br>配合单位：县财政局、各乡镇人民政府<br>完成时限：2027年底 |\n"
        "| 2 | 培育住宿品牌 | 新增等级民宿20家 | 牵头单位：县市场监管局 完成时限：2026年12月 |\n"
    )
    assert [(t.task, t.lead, t.support, t.due) for t in findings.tasks] == [
        ("完善旅游公路", ("县交通运输局",), ("县财政局", "各乡镇人民政府"), "2027年底"),
        ("培育住宿品牌", ("县市场监管局",), (), "2026年12月"),
    ]
    assert ("青崖县", "改造旅游公路", "=", 48.0, "公里", "2027", "target") in told(findings)


def test_a_magnitude_in_a_cell_multiplies_the_unit_of_its_row(found):
    got = told(
        found(
            "# 银溪县规划\n\n| 指标 | 单位 | 2030年目标 |\n| - | - | - |\n| 入库企业数 | 家 | 2.5万以上 |\n"
        )
    )
    assert got == [("银溪县", "入库企业数", ">=", 2.5, "万家", "2030", "target")]


def test_the_notes_tell_the_unit_where_nothing_else_does(found):
    got = told(
        found(
            "# 银溪县2025年公报\n\n| 国家（地区） | 出口 |\n| - | - |\n| 东盟 | 92,118 |\n| 欧盟 | 500 |\n\n注：单位为万美元。\n"
        )
    )
    assert [(i[3], i[4]) for i in got] == [(92118.0, "万美元"), (500.0, "万美元")]


def test_yearly_means_of_years_that_are_over_have_the_year_beside_them(part, tmp_path):
    (tmp_path / "a.html").write_text(
        "<html><head><meta charset='utf-8'></head><body><h1>银溪市“十四五”规划中期评估报告</h1><table>"
        "<tr><th rowspan=2>指标</th><th colspan=2>规划目标</th><th colspan=2>实施进展</th></tr>"
        "<tr><th>2025年</th><th>年均增速〔累计〕</th><th>2023年</th><th>前三年年均〔累计〕</th></tr>"
        "<tr><td>地区生产总值（亿元）</td><td>1200</td><td>6.5%</td><td>1068</td><td>6.1%</td></tr></table></body></html>",
        encoding="utf-8",
    )
    document = read(Input(str(tmp_path / "a.html"), "a"), Ontology())
    assert told(part.extract(document, split(document), Findings())) == [
        ("银溪市", "地区生产总值", "=", 1200.0, "亿元", "2025", "target"),
        ("银溪市", "地区生产总值", "=", 6.5, "%增长", "2025", "target"),
        ("银溪市", "地区生产总值", "=", 1068.0, "亿元", "2023", "done"),
        ("银溪市", "地区生产总值", "=", 6.1, "%增长", "2023", "done"),
    ]


def test_a_row_of_change_alone_is_of_the_row_above_and_ranks_are_no_figures(found):
    got = told(
        found(
            "# 银溪市2025年主要指标\n\n| 指标 | 单位 | 1-9月 | 排名 |\n| - | - | - | - |\n"
            "| 地区生产总值 | 亿元 | 980.5 | 2 |\n| 增长 | % | 5.6 | 1 |\n| 比上年增长 | % | -0.4 | 3 |\n"
        )
    )
    assert [(i[1], i[3], i[4]) for i in got] == [
        ("地区生产总值", 980.5, "亿元"), ("地区生产总值", 5.6, "%增长"), ("地区生产总值", 0.4, "%下降"),
    ]  # fmt: skip


def test_changes_summed_up_are_points_of_rates_and_the_unit_of_amounts(found):
    got = told(
        found(
            "# 银溪市“十五五”规划\n\n| 指标 | 2025年 | 2030年 | 累计变化 |\n| - | - | - | - |\n"
            "| 煤炭比重（%，预期性） | 46 | 40左右 | [-6] |\n| 电力装机（万千瓦，预期性） | 402 | 680 | [278] |\n"
        )
    )
    assert [(i[1], i[3], i[4], i[5]) for i in got if i[3] in (6, 278)] == [
        ("煤炭比重", 6.0, "个百分点下降", "2030"), ("电力装机", 278.0, "万千瓦", "2030"),
    ]  # fmt: skip


def test_goals_of_tasks_without_a_date_have_the_year_of_the_title(found):
    findings = found(
        "# 柏塘区2026年实事项目分解表\n\n| 目标任务 | 一季度 | 牵头单位 |\n| - | - | - |\n| 建成口袋公园9处 | 完成设计 | 区城管局 |\n"
    )
    assert [(i[1], i[3], i[5]) for i in told(findings)] == [("口袋公园", 9.0, "2026")]


def test_a_unit_in_the_last_brackets_of_a_caption_is_that_of_all_cells(found):
    told_ = told(
        found("""# 2024年云港市统计公报

表1 2024年居民消费价格比上年涨跌幅度（%）

| 指标 | 全市 | 农村 |
|---|---|---|
| 居民消费价格 | 0.2 | -0.1 |
""")
    )
    assert [(value, unit) for _, _, _, value, unit, _, _ in told_] == [(0.2, "%增长"), (0.1, "%下降")]


def test_yearly_rates_beside_sums_in_brackets_are_rates_whatever_the_unit(found):
    told_ = told(
        found("""# 云港市“十四五”规划

| 指标 | 单位 | 2020年 | 2025年 | 年均增速[累计] | 得分 |
|---|---|---|---|---|---|
| 地区生产总值 | 亿元 | 2300 | 3300 | 7 | 8 |
| 粮食产能 | 亿斤 | 31 | 32 | [1] | 5 |
""")
    )
    assert [(value, unit) for _, _, _, value, unit, _, _ in told_] == [
        (2300, "亿元"), (3300, "亿元"), (7, "%增长"), (31, "亿斤"), (32, "亿斤"), (1, "亿斤"),
    ]  # fmt: skip


def test_a_row_that_says_by_what_the_next_ones_part_the_whole_is_no_part_of_their_names(found):
    told_ = told(
        found("""# 云港市2024年统计公报

| 指标 | 绝对数（亿元） |
|---|---|
| 社会消费品零售总额 | 186 |
| 按经营地分 | |
| 城镇 | 152 |
| 乡村 | 34 |
| 按消费类型分 | |
| 商品零售 | 161 |
""")
    )
    assert [name for _, name, *_ in told_] == [
        "社会消费品零售总额", "社会消费品零售总额：城镇", "社会消费品零售总额：乡村", "社会消费品零售总额：商品零售",
    ]  # fmt: skip


def test_of_areas_called_whole_the_last_is_the_region(found):
    told_ = told(
        found("""# 2024年云港市主要指标

| 指标 | 单位 | 全国 | 全省 | 全市 |
|---|---|---|---|---|
| 城镇化率 | % | 67 | 64 | 61 |
""")
    )
    assert [subject for subject, *_ in told_] == ["全国", "全省", "云港市"]


def test_parts_of_rates_end_where_a_row_names_a_measure(found):
    told_ = told(
        found("""# 2024年云港市统计公报

| 指标 | 比上年增长（%） |
|---|---|
| 居民消费价格 | 0.2 |
| 其中：食品 | 0.3 |
| 衣着 | 1.0 |
| 居住 | 0.0 |
| 商品零售总额 | 4.1 |
""")
    )
    assert [name for _, name, *_ in told_] == [
        "居民消费价格", "居民消费价格：食品", "居民消费价格：衣着", "居民消费价格：居住", "商品零售总额",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("labels", "parents"),
    [
        # level with the word for parts, whose whole stands farther to the right
        ([(1, "总额"), (5, "出口额"), (2, "其中：一般贸易"), (2, "加工贸易"), (2, "其中：机电产品"), (5, "进口额")],
         [None, 0, 1, 1, 1, 0]),
        # level with what follows the word
        ([(0, "总额"), (2, "其中：煤炭"), (8, "油品"), (8, "天然气"), (0, "用电量")], [None, 0, 0, 0, None]),
        # between the two, by hand
        ([(0, "总额"), (2, "其中：煤炭"), (4, "油品"), (2, "＃电力"), (0, "用电量")], [None, 0, 0, 0, None]),
        # a mark level with its whole
        ([(0, "总值"), (2, "第一产业"), (2, "第二产业"), (2, "＃工业"), (2, "第三产业")], [None, 0, 0, 2, 0]),
        # a word for parts level with its whole: by amounts, here all alike
        ([(0, "总额"), (2, "出口额"), (2, "其中：一般贸易"), (2, "进口额")], [None, None, 1, None]),
        # parts of a part
        ([(0, "总额"), (2, "其中：煤炭"), (8, "油品"), (10, "汽油"), (0, "用电量")], [None, 0, 0, 2, None]),
    ],
)  # fmt: skip
def test_rows_are_parts_by_how_far_word_and_label_stand_to_the_right(part, spoken, tmp_path, labels, parents):
    book = openpyxl.Workbook()
    for row in (["2024年云港市统计公报"], ["指标", "亿元"], *([label, 9] for _, label in labels)):
        book.active.append(row)
    for number, (indent, _) in enumerate(labels, 3):
        book.active.cell(number, 1).value = " " * indent + labels[number - 3][1]
    book.save(tmp_path / "a.xlsx")
    document = read(Input(str(tmp_path / "a.xlsx"), "a"), Ontology())
    paths = [
        tuple(one.path) for one in rows.named(next(sheets(document, document.tables[0], spoken)), spoken)
    ]
    names = [label.replace("其中：", "").replace("＃", "") for _, label in labels]
    assert [path[-2] if len(path) > 1 else None for path in paths] == [
        None if parent is None else names[parent] for parent in parents
    ]


def test_a_column_of_the_year_before_is_of_that_year(found):
    told_ = told(
        found("""# 云港市2023年1-5月工业效益

单位：亿元、%

| 指标 | 本年累计 | 上年同期 | 同比增长% |
|---|---|---|---|
| 营业收入 | 1462 | 1398 | 4.6 |
""")
    )
    assert [(name, value, unit, year) for _, name, _, value, unit, year, _ in told_] == [
        ("营业收入", 1462, "亿元", "2023"), ("营业收入", 1398, "亿元", "2022"), ("营业收入", 4.6, "%增长", "2023"),
    ]  # fmt: skip


def test_rates_told_as_parts_again_are_of_the_same_whole(found):
    told_ = told(
        found("""# 2024年云港市统计公报

| 指标 | 比上年增长（%） |
|---|---|
| 工业增加值 | 4.3 |
| 其中：国有企业 | 6.1 |
| 股份制企业 | 4.9 |
| 其中：采矿业 | 9.0 |
| 制造业 | 3.8 |
""")
    )
    names = ["国有企业", "股份制企业", "采矿业", "制造业"]
    assert [name for _, name, *_ in told_] == ["工业增加值", *(f"工业增加值：{name}" for name in names)]


def test_a_change_that_the_row_above_tells_with_its_unit_is_that_of_its_parts(found):
    told_ = told(
        found("""# 云港市“十五五”规划

| 指标 | 2030年目标 | |
|---|---|---|
| | 数值 | 五年累计或年均 |
| 主要污染物排放减少（%） | | |
| 其中：氮氧化物 | — | 〔10〕 |
| 挥发性有机物 | — | 〔8〕 |
""")
    )
    assert [(name, value, unit) for _, name, _, value, unit, _, _ in told_] == [
        ("主要污染物排放减少：氮氧化物", 10, "%下降"), ("主要污染物排放减少：挥发性有机物", 8, "%下降"),
    ]  # fmt: skip


def test_the_words_that_name_rows_are_found_by_their_place_too(found):
    told_ = told(
        found("""# 云港市2023年工作目标完成情况

| 工作目标 | 单位 | 年度目标 | 完成 | 责任部门 |
|---|---|---|---|---|
| 新建幼儿园 | 所 | 3 | 4 | 市教育局 |
""")
    )
    assert [(name, value, status) for _, name, _, value, _, _, status in told_] == [
        ("新建幼儿园", 3, "target"), ("新建幼儿园", 4, "done"),
    ]  # fmt: skip


def test_a_column_of_bodies_is_of_those_in_charge_whatever_its_head(found):
    findings = found("""# 云港市重点工作分工表

| 重点任务 | 落实 | 时限 |
|---|---|---|
| 建设货运枢纽 | 市交通运输局、市财政局 | 2026年底 |
| 整治河道 | 市水务局 | 2027年底 |
""")
    assert [(one.lead, one.support) for one in findings.tasks] == [
        (("市交通运输局",), ("市财政局",)), (("市水务局",), ()),
    ]  # fmt: skip
    findings = found("""# 云港市重大项目清单

| 项目名称 | 项目法人单位 | 建设地址 |
|---|---|---|
| 港口二期 | 云港港务集团 | 东港区 |
""")
    assert [one.builder for one in findings.projects] == ["云港港务集团"]


def test_a_numbered_row_without_values_among_such_with_values_is_a_whole(found):
    told_ = told(
        found("""# 云港市2021年统计公报

| 品名 | 单位 | 2021年 |
|---|---|---|
| 一、粮食产量 | 吨 | 283 |
| 二、生猪 | | |
| 年末存栏 | 头 | 302 |
| 三、水产品产量 | 吨 | 16 |
""")
    )
    assert [name for _, name, *_ in told_] == ["粮食产量", "生猪：年末存栏", "水产品产量"]


def test_what_is_to_be_done_stands_where_most_is_told(found):
    findings = found("""# 云港市责任清单

| 事项 | 工作要求 | 牵头部门 | 完成期限 |
|---|---|---|---|
| 隐患排查 | 对港区企业开展全覆盖检查 | 市应急管理局 | 2026年6月 |
| 燃气安全 | 更新改造老旧燃气管道45公里 | 市住房城乡建设局 | 2026年底 |
""")
    assert [one.task for one in findings.tasks] == ["对港区企业开展全覆盖检查", "更新改造老旧燃气管道45公里"]
