"""The unigram vocabulary: the most probable cut, and every character in exactly one piece."""

from hypothesis import given
from hypothesis import strategies as st

from kg.extract.ner.tagger.subwords import Pieces, normal

special = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
vocabulary = Pieces(
    [*special, ("生", -5.0), ("物", -5.0), ("生物", -6.0), ("物医", -3.0), ("医药", -6.0), ("药", -9.0)]
)


def cut(text):
    names = {number: piece for piece, number in vocabulary.ids.items()}
    return [names[number] for number, _ in vocabulary(text)]


def test_the_most_probable_cut_wins_over_the_longest_match():
    assert cut("生物医药") == ["生物", "医药"]
    assert cut("生物医") == ["生", "物医"]


def test_a_character_outside_the_vocabulary_is_one_unknown_piece():
    assert cut("生物鲳医药") == ["生物", "<unk>", "医药"]


@given(st.text("生物医药鲳a▁<", max_size=12))
def test_pieces_cover_the_text(text):
    assert sum(size for _, size in vocabulary(text)) == len(text)


@given(st.text(max_size=20))
def test_normal_keeps_the_number_of_characters(text):
    assert len(normal(text)) == len(text)


def test_normal_knows_one_form_of_full_and_half_width():
    assert normal("Ａ，5Ｇ \n") == "A,5G▁▁"
