"""What figures measure, in words, to canonical indicators; and what is said of them without a number."""

import re

import pytest

from kg.extract.indicators import linking, relative
from kg.extract.indicators.lists import Lists
from kg.ontology import Ontology

ONTOLOGY = Ontology()
LINKER = linking.load(ONTOLOGY)
LISTS = Lists([(r["short"], r["full"].split("|")) for r in ONTOLOGY.table("shared_heads")], ())
RELATIVES = relative.load(ONTOLOGY, LINKER, LISTS)

LINKS = [
    ("地区生产总值", "亿元", "gdp", (), ""),
    ("全市生产总值", "%增长", "gdp-growth", ("全市",), ""),
    ("地区生产总值年均增速", "%增长", "gdp-growth", ("年均增速",), ""),
    ("上半年地区生产总值", "%增长", "gdp-growth", ("上半年",), ""),
    ("人均地区生产总值", "万元", "gdp-per-head", (), ""),
    ("单位地区生产总值能耗", "%下降", "energy-intensity-growth", (), ""),
    ("固定资产投资增长", "%", "investment-growth", (), ""),
    ("规上工业增加值", "%增长", "industry-growth", (), ""),
    ("居民消费价格涨幅", "%", "cpi-growth", (), ""),
    ("城镇调查失业率", "%", "unemployment", (), ""),
    ("城镇调查失业率", "个百分点下降", "unemployment-change", (), ""),
    ("全社会研发经费支出相当于全市生产总值的比例", "%", "rd-intensity", ("全社会",), ""),
    ("新增高新技术企业", "家", "high-tech-firms", ("新增",), ""),
    ("民营企业进出口", "%增长", "trade-growth", ("民营企业",), ""),
    ("青苔酒产业产值", "亿元", "output", (), "青苔酒产业"),
    ("一般公共预算收入可比", "%增长", "budget-revenue-growth", (), ""),
    ("固定资产投资止跌回稳", "%增长", "investment-growth", (), ""),
    ("地区生产总值完成", "亿元", "gdp", (), ""),
    ("地区生产总值完成", "%增长", "gdp-growth", (), ""),
    ("GDP全年", "%增长", "gdp-growth", (), ""),
    ("全力争取地区生产总值", "%增长", "gdp-growth", ("全力", "争取"), ""),
    ("初步预计全年全省地区生产总值", "%增长", "gdp-growth", ("初步", "预计", "全年", "全省"), ""),
    ("1—7月货物吞吐量", "万吨", "cargo", ("1—7月",), ""),
]


@pytest.mark.parametrize(("words", "unit", "concept", "scope", "part"), LINKS)
def test_words_and_unit_name_an_indicator_and_leave_extent_and_part(words, unit, concept, scope, part):
    assert LINKER.link(words, unit) == linking.Link(concept, scope, part)


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("地区生产总值", "%"),  # a level is not measured in percent
        ("户均收入", "%"),
        ("每户一般公共预算收入", "万元"),  # of each of something: another indicator
        ("月球基地", "座"),
        ("", "亿元"),
        ("地" * 4000, "亿元"),
    ],
)
def test_what_is_no_indicator_or_has_no_fitting_unit_is_left(words, unit):
    assert LINKER.link(words, unit) is None


def test_the_subject_before_the_words_says_nothing_more():
    assert LINKER.link("云港市地区生产总值", "亿元", "云港市") == linking.Link("gdp")


def said(text, *, aims=False):
    return [
        (one.link.concept, one.predicate.comparator, one.predicate.reference, one.against)
        for one in RELATIVES.read(text, aims=aims)
    ]


SAID = [
    ("规上工业增加值增长7.2%，增速高于全国平均水平。", [("industry-growth", "faster-than", "全国平均水平", None)]),
    ("渔民收入不断提高，增速高于全国平均水平。", []),
    ("城镇新增就业、粮食产量均超额完成国家下达任务。",
     [("new-jobs", "as-set", "国家下达任务", None), ("grain", "as-set", "国家下达任务", None)]),
    ("居民收入增长与经济增长基本同步。", [("income-growth", "same-as", "经济增长", "gdp-growth")]),
    ("居民人均可支配收入、一般公共预算收入增长和经济增长同步。",
     [("income-growth", "same-as", "经济增长", "gdp-growth"), ("budget-revenue-growth", "same-as", "经济增长", "gdp-growth")]),
    ("居民收入增速高于经济增速，固定资产投资实现正增长。",
     [("income-growth", "faster-than", "经济增速", "gdp-growth"), ("investment-growth", "growing", "", None)]),
    ("城镇新增就业、粮食产量和碳排放强度下降完成省定任务。",
     [("new-jobs", "as-set", "省定任务", None), ("grain", "as-set", "省定任务", None),
      ("carbon-intensity-growth", "as-set", "省定任务", None)]),
    ("城镇、农村居民人均可支配收入增长与经济增长同步。",
     [("urban-income-growth", "same-as", "经济增长", "gdp-growth"), ("rural-income-growth", "same-as", "经济增长", "gdp-growth")]),
    ("城乡居民收入增长与经济增长同步。", [("income-growth", "same-as", "经济增长", "gdp-growth")]),
    ("居民消费价格与上年基本持平。", [("cpi-growth", "flat", "上年", None)]),
    ("居民消费价格涨幅与全国一致。", [("cpi-growth", "same-as", "全国", None)]),
    ("外贸进出口稳中提质、实现正增长。", [("trade-growth", "growing", "", None)]),
    ("固定资产投资增长5%、高于全国0.3个百分点。", []),  # a number says it
    ("加快实现正增长。", []),  # of nothing
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_a_predicate_without_a_number_is_said_of_each_of_its_indicators(text, expected):
    assert said(text) == expected


def test_words_alone_are_a_target_only_where_targets_are_set():
    assert said("固定资产投资提质增效。") == []
    assert said("固定资产投资提质增效。", aims=True) == [("investment-growth", "qualitative", "", None)]
    assert said("主要预期目标是：固定资产投资提质增效。") == [("investment-growth", "qualitative", "", None)]


def test_where_a_predicate_stands_is_told():
    text = "其中，居民收入增长与经济增长同步，粮食增产。"
    (one,) = RELATIVES.read(text, aims=False)
    assert text[one.predicate.start : one.predicate.end] == "与经济增长同步"


def test_the_table_of_indicators_is_sound():
    kinds = {row["kind"] for row in ONTOLOGY.table("units")} | {"none"}
    for of in ONTOLOGY.indicators.values():
        assert re.fullmatch("[a-z0-9-]+", of.name)
        assert set(of.dimensions) <= kinds, of.name
        assert of.polarity in {"higher", "lower", "neutral"}
        assert of.of is None or of.of in ONTOLOGY.indicators
        assert set(of.parts) <= ONTOLOGY.indicators.keys()
    labels = [of.zh for of in ONTOLOGY.indicators.values()]
    assert len(labels) == len(set(labels))
    assert set(ONTOLOGY.headlines) <= ONTOLOGY.indicators.keys()


@pytest.mark.parametrize(
    "name", [n for n, of in ONTOLOGY.indicators.items() if of.kind not in ("growth", "change")]
)
def test_every_indicator_is_named_by_its_own_label(name):
    found = LINKER.named(ONTOLOGY.indicators[name].zh)
    assert found is not None
    assert (found.concept, found.part) == (name, "")
