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


def test_sums_that_share_a_step_are_money_each(ontology):
    text = "经济总量跨越7万亿、8万亿两个台阶。"
    (found,) = reader(ontology).quantities([Sentence("d", 0, 0, len(text), text, 0)])
    assert [one.value for one in found if one.unit == "万亿元"][-1:] == [Decimal(8)]
