"""Tags: a round trip, and the best sequence never breaks a mention."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.ner.tagger.bies import Tags, at_once, decode, encode

tags = Tags(("Region", "Zone", "Industry", "Person"))


@st.composite
def marked(draw):
    mentions, at = [], 0
    for _ in range(draw(st.integers(0, 5))):
        start = at + draw(st.integers(0, 3))
        at = start + draw(st.integers(1, 4))
        mentions.append((start, at, draw(st.sampled_from(tags.types))))
    return at + draw(st.integers(0, 3)), mentions


@given(marked())
def test_decode_gives_back_what_encode_was_given(case):
    size, mentions = case
    assert list(decode(encode(size, mentions))) == mentions


def some_scores(sizes, seed):
    chance = np.random.default_rng(seed)
    return [chance.normal(size=(size, len(tags.names))).astype(np.float32) for size in sizes]


@given(st.lists(st.integers(0, 9), max_size=5), st.integers(0, 9))
def test_best_gives_whole_mentions_whatever_the_scores(sizes, seed):
    for size, found in zip(sizes, tags.best(some_scores(sizes, seed)), strict=True):
        assert encode(size, decode(found)) == found


@given(st.integers(1, 3), st.integers(0, 99))
def test_no_sequence_of_whole_mentions_has_a_higher_sum_than_the_best(size, seed):
    (scores,) = some_scores([size], seed)
    (found,) = tags.best([scores])

    def total(sequence):
        return sum(scores[i, tags.number[tag]] for i, tag in enumerate(sequence))

    whole = [
        sequence
        for sequence in itertools.product(tags.names[:9], repeat=size)
        if encode(size, decode(sequence)) == list(sequence)
    ]
    assert total(found) >= max(map(total, whole)) - 1e-5


def test_texts_do_not_change_one_another():
    scores = some_scores([5, 0, 90, 7] * (at_once // 2), 3)
    assert tags.best(scores) == [tags.best([one])[0] for one in scores]


def test_best_follows_the_scores_where_they_are_consistent():
    expected = encode(6, [(1, 4, "Zone"), (4, 5, "Region")])
    scores = np.full((6, len(tags.names)), -5, np.float32)
    for i, tag in enumerate(expected):
        scores[i, tags.number[tag]] = 0
    assert tags.best([scores]) == [expected]


def test_best_mends_a_tag_that_breaks_a_mention():
    scores = np.full((3, len(tags.names)), -9, np.float32)
    for i, (tag, other) in enumerate((("B-Zone", "O"), ("I-Region", "I-Zone"), ("E-Zone", "O"))):
        scores[i, tags.number[tag]] = 0
        scores[i, tags.number[other]] = -1
    assert tags.best([scores]) == [["B-Zone", "I-Zone", "E-Zone"]]
