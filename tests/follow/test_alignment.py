"""Plans side by side: goals by indicator, acts by their words, in the order of the texts."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from kg.follow.alignment import align
from kg.model import Annotated, Document, Findings, Indicator, Measure, Mention, Metadata
from kg.ontology import Ontology

ONTOLOGY = Ontology()

UPPER = "经济增长6%。能耗下降10%。建设海曜湾跨海大桥和云汀隧道。推进青岭水库除险加固工程。加强监管。"
LOWER = "经济增长7%。能耗下降8%。加快海曜湾跨海大桥建设。打造远航船舶产业园。全面加强监管。"
OTHER = next(name for name, of in ONTOLOGY.indicators.items() if of.polarity == "lower")


def plan(name, text, goals):
    def span(words: str) -> tuple[int, int]:
        at = text.index(words)
        return at, at + len(words)

    clauses = [clause for clause in text.split("。") if clause]
    indicators = tuple(
        Indicator(name, "云港市", words[:2], "=", Decimal(value), "%", year, "target", span(words), span=span(words), text=f"{value}%", concept=concept)
        for words, value, concept, year in goals
    )  # fmt: skip
    measures = tuple(
        Measure(name, *span(clause), clause, "云港市", "planned", span(clause))
        for clause in clauses
        if "%" not in clause
    )
    return Annotated(Document(name, text), (), Findings(indicators=indicators, measures=measures))


@pytest.fixture
def found():
    growth = "gdp-growth" if "gdp-growth" in ONTOLOGY.indicators else min(ONTOLOGY.indicators)
    upper = plan("u", UPPER, [("经济增长6%", "6", growth, "2030"), ("能耗下降10%", "10", OTHER, "2030")])
    lower = plan("l", LOWER, [("经济增长7%", "7", growth, "2026"), ("能耗下降8%", "8", OTHER, "2030")])
    return align(upper, lower, ONTOLOGY)


def test_goals_are_compared_by_indicator_in_its_sense(found):
    goals = [one for one in found if (one.upper or one.lower).kind == "goal"]
    assert [(one.standing, one.upper.text, one.lower.text) for one in goals] == [
        ("sharpened", "经济 6%", "经济 7%"),
        ("sharpened", "能耗 10%", "能耗 8%"),
    ]


def test_acts_are_compared_by_their_words(found):
    acts = [one for one in found if (one.upper or one.lower).kind == "measure"]
    told = [
        (one.standing, one.upper.text if one.upper else None, one.lower.text if one.lower else None)
        for one in acts
    ]
    assert told == [
        ("taken", "建设海曜湾跨海大桥和云汀隧道", "加快海曜湾跨海大桥建设"),
        ("missing", "推进青岭水库除险加固工程", None),
        ("own", None, "打造远航船舶产业园"),
        ("own", None, "全面加强监管"),
    ]


def test_a_goal_that_only_one_plan_has(found):
    upper = plan("u", UPPER, [("经济增长6%", "6", None, "2030")])
    lower = plan("l", LOWER, [("经济增长7%", "7", None, "2026")])
    goals = [one.standing for one in align(upper, lower, ONTOLOGY) if (one.upper or one.lower).kind == "goal"]
    assert goals == ["missing", "own"]


def test_acts_that_share_a_rare_run_of_letters_need_less_likeness():
    upper = plan("u", "深入实施种业振兴行动。加强基层治理。完善服务体系。", [])
    lower = plan("l", "深入推动种业振兴。加强文物保护。完善考核办法。", [])
    told = {one.upper.text: one.standing for one in align(upper, lower, ONTOLOGY) if one.upper}
    assert told == {"深入实施种业振兴行动": "taken", "加强基层治理": "missing", "完善服务体系": "missing"}


def test_acts_are_linked_by_the_one_industry_that_both_name():
    upper = plan("u", "推进低空经济健康有序发展。加强低空经济、海洋牧场立法。", [])
    lower = plan("l", "壮大低空经济、远屿渔业。完善考核办法。", [])
    upper, lower = (
        replace(
            one,
            findings=replace(
                one.findings,
                mentions=tuple(
                    Mention(one.document.id, m.start(), m.end(), m[0], "Industry", m[0])
                    for m in re.finditer("低空经济|海洋牧场", one.document.text)
                ),
            ),
        )
        for one in (upper, lower)
    )
    told = {
        one.upper.text: one.lower and one.lower.text for one in align(upper, lower, ONTOLOGY) if one.upper
    }
    assert told == {
        "推进低空经济健康有序发展": "壮大低空经济、远屿渔业",
        "加强低空经济、海洋牧场立法": None,
    }


def test_an_act_is_met_by_an_amount_told_as_a_figure_but_not_by_a_rate():
    upper = plan("u", "高质量推进高标准农田建设和管护。强化固定资产投资项目审查。", [])
    goals = [("高标准农田95万亩", "95", None, "2026"), ("固定资产投资增长5%", "5", None, "2026")]
    lower = plan("l", "高标准农田95万亩。固定资产投资增长5%。", goals)
    figures = tuple(
        replace(one, indicator=name, unit=unit)
        for one, name, unit in zip(
            lower.findings.indicators, ("高标准农田", "固定资产投资"), ("万亩", "%增长"), strict=True
        )
    )
    lower = replace(lower, findings=replace(lower.findings, indicators=figures, measures=()))
    told = {one.upper.text: one.standing for one in align(upper, lower, ONTOLOGY) if one.upper}
    assert told == {"高质量推进高标准农田建设和管护": "taken", "强化固定资产投资项目审查": "missing"}


def test_an_act_that_the_lower_plan_has_done_is_taken():
    upper = plan("u", "建设海曜湾跨海大桥。", [])
    lower = plan("l", "海曜湾跨海大桥建成。", [])
    done = tuple(replace(m, status="done") for m in lower.findings.measures)
    lower = replace(lower, findings=replace(lower.findings, measures=done))
    assert [one.standing for one in align(upper, lower, ONTOLOGY)] == ["taken"]


def test_acts_that_name_the_same_matter_are_linked_whatever_their_other_words():
    upper = plan("u", "健全育儿补贴制度。推进碳排放双控机制建设。", [])
    lower = plan("l", "为三岁以下婴幼儿家庭及时足额发放育儿补贴。实施重点行业降碳诊断，落实碳排放双控。", [])
    told = {
        one.upper.text: one.lower and one.lower.text for one in align(upper, lower, ONTOLOGY) if one.upper
    }
    assert {text for text, other in told.items() if other} == set(told)


def test_acts_that_do_the_same_to_two_things_are_not_set_beside_each_other():
    upper = plan("u", "提高环境治理效能。规范民营医院发展。推进美丽云港建设。", [])
    lower = plan("l", "提高乡村治理效能。规范校外培训发展。推进美丽海曜建设。", [])
    places = [
        Mention(one.document.id, at, at + 2, name, "Region", name)
        for one, name in ((upper, "云港"), (lower, "海曜"))
        for at in [one.document.text.index(name)]
    ]
    upper, lower = (
        replace(one, findings=replace(one.findings, mentions=(place,)))
        for one, place in zip((upper, lower), places, strict=True)
    )
    told = {one.upper.text: one.standing for one in align(upper, lower, ONTOLOGY) if one.upper}
    assert told == {
        "提高环境治理效能": "missing",
        "规范民营医院发展": "missing",
        "推进美丽云港建设": "taken",
    }


def test_a_long_run_that_no_other_act_has_links_acts_of_unlike_words():
    upper = plan("u", "建立健全职业伤害保障制度。完善供水管网。全面推进依法治理。", [])
    lower = plan("l", "推进骑手职业伤害保障试点。修缮海曜渔港。", [])
    told = {one.upper.text: one.lower for one in align(upper, lower, ONTOLOGY) if one.upper}
    assert told["建立健全职业伤害保障制度"]
    assert told["完善供水管网"] is None


@pytest.mark.parametrize(("region", "standing"), [("云港市", "weaker"), ("海曜区", "taken")])
def test_the_amount_of_a_part_is_not_set_against_that_of_the_whole(region, standing):
    upper = plan("u", "粮食产量900万吨。", [("粮食产量900万吨", "900", "grain", "2030")])
    lower = plan("l", "粮食产量40万吨。", [("粮食产量40万吨", "40", "grain", "2030")])
    upper, lower = (
        replace(
            one,
            document=replace(one.document, metadata=(Metadata("region", of),)),
            findings=replace(
                one.findings, indicators=tuple(replace(i, unit="万吨") for i in one.findings.indicators)
            ),
        )
        for one, of in ((upper, "云港市"), (lower, region))
    )
    assert align(upper, lower, ONTOLOGY)[0].standing == standing
