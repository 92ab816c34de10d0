"""Words to one regular expression."""

import re

from kg.text.alternation import alternation


def test_the_longest_word_wins() -> None:
    assert re.findall(alternation(["市", "城市", "市政府"]), "市政府和城市") == ["市政府", "城市"]


def test_marks_stand_for_themselves_and_no_word_fits_nowhere() -> None:
    assert re.search(alternation(["a.b"]), "acb") is None
    assert re.search(alternation([]), "") is None
