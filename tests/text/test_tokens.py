from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kg.text.tokens import vocabulary, words


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_words_cover_the_text(text):
    parted = words(text, {})
    assert parted.starts[0] == 0
    assert parted.starts[-1] == len(text)
    pieces = [text[a:b] for a, b in pairwise(parted.starts)]
    assert all(
        word == piece or (word == "¶" and "\n" in piece)
        for word, piece in zip(parted.words, pieces, strict=True)
    )
    assert len(parted.starts) == len(parted.words) + 1 == len(parted.classes) + 1


def test_words_know_their_class(ontology):
    parted = words("加快建设10个示范园，", vocabulary(ontology))
    classes = dict(zip(parted.words, parted.classes, strict=True))
    assert classes["，"] == "mark"
    assert classes["10"] == "number"
    assert classes["加快"] == "adverb"


def test_words_before_and_after_a_place():
    parted = words("发展产业", {})
    assert parted.words == ("发展", "产业")
    assert parted.before(2) == 0
    assert parted.after(2) == 1
    assert parted.begins(2)
    assert not parted.begins(1)
    assert not parted.begins(99)
