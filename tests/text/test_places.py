"""The sentence and the section that hold a place."""

from kg.model import Section, Sentence
from kg.text.places import section_of, sentence_of

sentences = [Sentence("d", i, start, end, "", 0) for i, (start, end) in enumerate([(2, 6), (6, 9), (11, 14)])]


def test_a_place_is_in_the_sentence_that_begins_before_it_and_ends_after_it():
    held = [sentence_of(sentences, place) for place in range(16)]
    assert [one.index if one else None for one in held] == [
        None, None, 0, 0, 0, 0, 1, 1, 1, None, None, 2, 2, 2, None, None,
    ]  # fmt: skip


def test_a_span_is_in_a_sentence_whole_or_not_at_all():
    assert sentence_of(sentences, 2, 6) == sentences[0]
    assert sentence_of(sentences, 5, 7) is None
    assert sentence_of([], 0) is None


def test_of_nested_sections_the_innermost_holds_a_place():
    sections = [
        Section(3, 20, (3, 4), 1, "一、"),
        Section(5, 10, (5, 6), 2, "（一）", 0),
        Section(20, 30, (20, 21), 1, "二、"),
    ]
    assert [section_of(sections, place) for place in (2, 3, 5, 9, 10, 19, 20, 29, 30)] == [
        None, 0, 1, 1, 0, 0, 2, 2, None,
    ]  # fmt: skip
