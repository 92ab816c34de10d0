"""One mechanism of the reading of figures a test, each on the function itself."""

from types import SimpleNamespace
from typing import Any

import pytest

from kg.extract.indicators import reader, timing
from kg.extract.indicators.canonical import Canonical
from kg.extract.indicators.subjects import _firm
from kg.model import Mention


def named(text: str, words: str, kind: str) -> Mention:
    at = text.index(words)
    return Mention("d", at, at + len(words), words, kind, words)


@pytest.mark.parametrize(
    ("months", "period"),
    [
        ("1—3", "2024-Q1"), ("4—6", "2024-Q2"), ("7—9", "2024-Q3"), ("10—12", "2024-Q4"), ("1—6", "2024-H1"),
        ("7—12", "2024-H2"), ("1—12", None), ("1—4", "2024-01/2024-04"), ("8—9", "2024-08/2024-09"), ("9—8", None),
    ],
)  # fmt: skip
def test_months_that_are_a_quarter_or_a_half_are_named_so(months, period):
    text = f"{months}月出口8亿元"
    assert timing.part(timing.parts(text), text.index("出"), "2024") == period


@pytest.mark.parametrize(
    ("sentence", "reasons"),
    [
        ("1.建成码头3座。", ["heading", ""]),
        ("详见附件2、附件3。", ["bare", "bare"]),
        ("12345热线受理诉求。", ["bare"]),
        ("引进超10亿元项目。", [""]),
        ("引进投资超10亿元重大项目14个。", ["threshold", ""]),
        ("单体超过2万平方米商场6家。", ["threshold", ""]),
        ("出口超10亿元，新增企业14家。", ["", ""]),
    ],
)
def test_a_number_is_a_heading_or_a_threshold_by_what_stands_beside_it(ontology, sentence, reasons):
    assert [reason for _, _, reason in reader(ontology).figures(sentence)] == reasons


@pytest.mark.parametrize(
    ("text", "others", "called"),
    [
        ("公司去年出口3亿元", (), True),
        ("公司新建项目去年出口3亿元", (), False),
        ("公司与远山集团去年出口3亿元", (("远山集团", "Enterprise"),), False),
        ("公司在云岭市出口3亿元", (("云岭市", "Region"),), True),
        ("公司化改革去年增收3亿元", (), False),
    ],
)
def test_a_firm_is_called_back_where_no_body_or_project_comes_after(text, others, called):
    firm = Mention("d", 0, 0, "江口港务集团", "Enterprise", "江口港务集团")
    mentions = [named(text, *other) for other in others]
    assert _firm(text, 0, text.index("3"), mentions, firm) == (firm if called else None)


def test_growth_that_is_said_of_each_is_that_of_the_sectors_of_the_clause_before(ontology):
    text = "一是海洋装备、生物医药，增速分别达8%、7%。"
    mentions = [named(text, words, "Industry") for words in ("海洋装备", "生物医药")]
    of = reader(ontology)
    drafts, _ = of.read(text, of.grammar.read(text), mentions)
    assert [(d.subject and d.subject.text, d.words, float(d.figure.value)) for d in drafts] == [
        ("海洋装备", "海洋装备增加值", 8), ("生物医药", "生物医药增加值", 7),
    ]  # fmt: skip


@pytest.mark.parametrize(("before", "part"), [("出口额", "东屿区"), ("进口额", ""), (None, "")])
def test_a_figure_whose_name_is_not_said_again_is_of_the_place_of_the_one_before(before, part):
    def figure(indicator: str, part: str) -> Any:
        return SimpleNamespace(
            indicator=indicator, part=part, span=(9, 12), evidence=(0, 12), subject="云岭市"
        )

    document: Any = SimpleNamespace(text="增长到今年的三亿元。", region="云岭市")
    last = figure(before, "东屿区") if before else None
    of = object.__new__(Canonical)
    assert of._place(document, figure("出口额", ""), last, [(0, named("东屿区", "东屿区", "Region"))]) == part
