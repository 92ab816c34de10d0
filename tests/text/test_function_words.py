"""Classes of words in patterns."""

import pytest

from kg.ontology import folder, rows
from kg.text.function_words import filled, pattern, words_of


def test_a_name_stands_for_any_word_of_its_class() -> None:
    assert pattern("<than><last year>").findall("产值比去年多，较上一年快") == ["比去年", "较上一年"]


def test_within_brackets_it_stands_for_letters_and_escapes_stay() -> None:
    assert filled(r"\[[^、<and>]\]<of>") == r"\[[^、和与及]\](?:的)"


def test_named_groups_are_no_classes() -> None:
    found = pattern(r"(?P<than><than>)(?P=than)(?<=较)").search("较较")
    assert found is not None
    assert found["than"] == "较"


def test_a_class_that_is_none_is_an_error() -> None:
    with pytest.raises(KeyError):
        pattern("<nobody>")


def test_no_class_stands_twice_and_none_is_empty() -> None:
    table = rows(folder() / "lexicon" / "function_words.tsv")
    assert len({row["class"] for row in table}) == len(table)
    assert all(all(words_of(row["class"])) for row in table)
