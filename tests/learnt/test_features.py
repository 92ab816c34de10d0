import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kg.learnt import features as columns
from kg.learnt.features import column, counted

words = st.lists(st.sampled_from(["", "甲", "乙", "甲|乙", "丙"]), min_size=1, max_size=20)


def values(one):
    return [one.values[of] if of >= 0 else None for of in one.of.tolist()]


@given(words)
def test_a_column_keeps_the_values_in_their_order(given_words):
    made = column(given_words)
    assert values(made) == given_words
    assert len(made.values) == len(set(given_words))


@given(words, st.booleans())
def test_pairs_are_those_of_each_row(given_words, sorted_out):
    with_table = columns._dense
    columns._dense = 0 if sorted_out else with_table
    try:
        pairs = column(given_words).by(column(reversed(given_words)))
    finally:
        columns._dense = with_table
    assert values(pairs) == [
        f"{one}|{two}" for one, two in zip(given_words, reversed(given_words), strict=True)
    ]


def test_values_are_named_and_left_out():
    made = column(["甲", "乙", "甲"]).named("w ").where(np.array([True, True, False]))
    assert values(made) == ["w 甲", "w 乙", None]


def test_numbers_are_written_out():
    assert values(counted(np.array([2, 0]))) == ["2", "0"]
    assert values(counted(np.array([], np.int64))) == []
