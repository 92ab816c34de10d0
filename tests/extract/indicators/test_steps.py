"""Sums whose unit is left out before 台阶 and 大关."""

from decimal import Decimal

import pytest

from kg.extract.indicators import reader
from kg.model import Sentence


@pytest.mark.parametrize(
    ("text", "told", "value"),
    [
        ("经济总量跃上5万亿台阶。", ("5万亿台阶", ">="), "5"),
        ("经济总量跃上5.5万亿台阶。", ("5.5万亿台阶", ">="), "5.5"),
        ("经济总量突破5万亿大关。", ("5万亿", None), "5"),
        ("经济总量突破5万亿元大关。", ("5万亿元", None), "5"),
    ],
)
def test_a_sum_before_a_step_is_money(ontology, text, told, value):
    ((one,),) = reader(ontology).quantities([Sentence("d", 0, 0, len(text), text, 0)])
    words, comparator = told
    assert (one.value, one.unit, one.kind) == (Decimal(value), "万亿元", "money")
    assert text[one.start : one.end] == words
    assert comparator in (None, one.comparator)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("出口额连续跨过3个千亿台阶，达到8200亿元。", [("出口额", 8200, "=")]),
        ("营业收入五年连跨两个万亿元台阶，居全省第一。", []),
        ("存款余额连续迈上几个百亿级大台阶。", []),
        ("出口额迈上4千亿元新台阶。", [("出口额", 4000, ">=")]),
    ],
)
def test_counted_steps_are_no_value_but_one_that_was_reached_is(ontology, text, told):
    of = reader(ontology)
    drafts, _ = of.read(text, of.grammar.read(text), [])
    assert [(d.noun, d.figure.value, d.figure.comparator) for d in drafts] == told


def test_sums_that_share_a_step_are_money_each(ontology):
    text = "经济总量跨越7万亿、8万亿两个台阶。"
    (found,) = reader(ontology).quantities([Sentence("d", 0, 0, len(text), text, 0)])
    assert [one.value for one in found if one.unit == "万亿元"][-1:] == [Decimal(8)]
