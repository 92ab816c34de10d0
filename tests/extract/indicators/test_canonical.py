"""Indicators to the canonical ones in their context: what leans on words before, over what time, of which place."""

from decimal import Decimal

import pytest

from kg.extract import extract
from kg.extract.indicators import canonical, linking, load
from kg.extract.ner import lexicon
from kg.extract.ner.spans import extractor as names
from kg.model import Document, Indicator, Mention, Metadata, Paragraph, Section
from kg.text.sentences import split


@pytest.fixture(scope="module")
def read(ontology):
    parts = (lexicon.load(ontology), names.load(ontology), load(ontology))

    def run(text, heading=""):
        whole = f"{heading}\n{text}" if heading else text
        paragraphs, at = [], 0
        for line in whole.split("\n"):
            paragraphs.append(Paragraph(at, at + len(line)))
            at += len(line) + 1
        of = Document(
            "d", whole, paragraphs=tuple(paragraphs),
            metadata=(Metadata("region", "湖南省"), Metadata("date", "2026-01-20"), Metadata("title", "政府工作报告")),
            sections=(Section(0, len(whole), (0, len(heading)), 1, heading),) if heading else (),
        )  # fmt: skip
        found = extract(of, tuple(split(of)), parts, ontology).findings.indicators
        return [(i.concept, str(i.value), i.scope, i.part) for i in found]

    return run


@pytest.fixture(scope="module")
def told(ontology):
    reader = load(ontology)

    def run(text, heading, kind="tasks", period="2026"):
        whole = f"{heading}\n{text}"
        of = Document(
            "d", whole, paragraphs=(Paragraph(0, len(heading)), Paragraph(len(heading) + 1, len(whole))),
            metadata=(Metadata("region", "湖南省"), Metadata("date", "2026-01-20"), Metadata("title", "政府工作报告")),
            sections=(Section(0, len(whole), (0, len(heading)), 1, heading, None, kind, period),),
        )  # fmt: skip
        found = extract(of, tuple(split(of)), (reader,), ontology).findings
        return [(i.concept, i.year, i.status) for i in (*found.indicators, *found.relatives)]  # type: ignore[attr-defined]

    return run


def test_a_bare_word_of_measure_is_what_the_clause_before_names(read):
    assert read("地区生产总值再创新高，总量超过3万亿元，增长6.3%。") == [
        ("gdp", "3", (), ""), ("gdp-growth", "6.3", (), ""),
    ]  # fmt: skip


def test_a_rank_between_does_not_hide_what_is_measured(read):
    got = read("地区生产总值4.17万亿元、居全国第八位、增长6.4%。")
    assert [(concept, value) for concept, value, *_ in got] == [("gdp", "4.17"), ("gdp-growth", "6.4")]


@pytest.mark.parametrize(
    "text",
    [
        "研发经费支出860亿元、占地区生产总值比重为2.74%。",
        "研发经费投入增长13%、投入强度升到2.2%。",
    ],
)
def test_what_goes_on_from_the_words_before_means_both(read, text):
    assert read(text)[-1][0] == "rd-intensity"


def test_a_second_list_of_numbers_keeps_to_the_names_of_the_first(read):
    got = read("城乡居民人均可支配收入分别为4.87万元和2.26万元、增长6%和8%。")
    assert [(concept, value) for concept, value, *_ in got] == [
        ("urban-income", "4.87"), ("rural-income", "2.26"), ("urban-income-growth", "6"), ("rural-income-growth", "8"),
    ]  # fmt: skip


def test_several_years_are_told_once_for_a_paragraph(read):
    text = "五年来，群众生活更好。城镇新增就业41.5万人。\n去年城镇新增就业8.2万人。\n城镇新增就业9万人。"
    assert [(value, scope) for _, value, scope, _ in read(text)] == [
        ("41.5", ("五年来",)),
        ("8.2", ()),
        ("9", ()),
    ]


def test_several_years_are_told_by_a_heading_for_its_section(read):
    got = read("城镇新增就业36万人。\n2025年城镇新增就业7万人。", heading="一、“十四五”时期工作回顾")
    assert [(value, bool(scope)) for _, value, scope, _ in got] == [("36", True), ("7", False)]
    (one,) = read("城镇新增就业7万人。", heading="一、“十四五”开局之年回顾")
    assert one == ("new-jobs", "7", (), "")
    (one,) = read("城镇新增就业7万人。", heading="一、2025年和“十四五”时期工作回顾")
    assert one[2] == ()


def test_a_yearly_mean_holds_for_the_rest_of_its_sentence(read):
    got = read("居民人均收入年均增长7%，城镇新增就业超过37万人。城镇调查失业率4.2%。")
    assert [(value, bool(scope)) for _, value, scope, _ in got] == [
        ("7", True),
        ("37", True),
        ("4.2", False),
    ]


def test_the_place_before_an_indicator_is_the_part_that_is_measured(read):
    got = read("长沙、株洲地区生产总值增速分别为7.2%和6.9%。")
    assert {part for concept, _, _, part in got if concept == "gdp-growth"} <= {
        "长沙",
        "株洲",
        "长沙、株洲两市",
        "株洲两市",
    }


def test_in_a_review_of_a_year_and_of_several_a_yearly_mean_tells_that_its_sentence_is_of_several(read):
    text = "城镇新增就业58.4万人，居民人均可支配收入年均增长7%。\n城镇新增就业11.3万人。"
    got = read(text, heading="一、“十四五”时期和2025年工作回顾")
    assert [(value, bool(scope)) for _, value, scope, _ in got] == [
        ("58.4", True),
        ("7", True),
        ("11.3", False),
    ]


def test_a_place_is_held_for_the_figures_after_it_in_the_sentence(ontology):
    text = "云岭新区地区生产总值增长10.3%，规上工业增加值增长26%。"
    place = Mention("d", 0, 4, "云岭新区", "Zone", "云岭新区")
    rates = [
        Indicator(
            "d",
            subject,
            words,
            "=",
            Decimal(value),
            "%增长",
            "2025",
            "done",
            (0, len(text)),
            span=(at, at + 3),
        )
        for subject, words, value, at in (
            ("云岭新区", "地区生产总值", "10.3", 12),
            ("工业", "规上工业增加值", "26", 27),
        )
    ]
    of = Document("d", text, metadata=(Metadata("region", "湖南省"),))
    linked = canonical.load(ontology, linking.load(ontology)).linked(of, split(of), (place,), rates)
    assert [(one.concept, one.part) for one in linked] == [
        ("gdp-growth", ""),
        ("industry-growth", "云岭新区"),
    ]


def test_a_mean_over_the_year_is_no_mean_over_years(read):
    got = read("PM2.5年均浓度31微克/立方米，空气质量优良天数281天。")
    assert [(concept, scope) for concept, _, scope, _ in got] == [("pm25", ()), ("good-air-day-count", ())]


def test_what_a_sentence_says_to_aim_at_is_a_target_whatever_year_it_names(told):
    got = told(
        "2026年经济社会发展主要预期目标是：地区生产总值增长6%，居民收入增长与经济增长同步。",
        "三、2026年重点工作",
    )
    assert got == [("gdp-growth", "2026", "target"), ("income-growth", "2026", "target")]


def test_estimates_in_a_review_are_results(told):
    got = told(
        "预计地区生产总值增长5.2%左右，居民收入增长与经济增长同步。", "一、2025年工作回顾", "review", "2025"
    )
    assert got == [("gdp-growth", "2025", "done"), ("income-growth", "2025", "done")]
