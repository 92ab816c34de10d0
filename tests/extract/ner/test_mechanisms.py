"""One mechanism of the recognition of names a test, each on the function itself."""

from itertools import product

import numpy as np

from kg.extract.ner.spans.context import _beside
from kg.extract.ner.spans.weights import Weights
from kg.extract.ner.tagger.encoder import Alphabet, blocks, windows
from kg.extract.ner.tagger.subwords import Pieces
from kg.learnt.models import Linear
from kg.learnt.names import Names

SPECIAL = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
SCORES = {"云": -2.0, "岭": -9.0, "云岭": -6.0, "岭云": -3.0, "云岭云": -8.5}


def best(text):
    """The most probable cut of a text, by trying all."""
    cuts = []
    for ends in product((False, True), repeat=len(text) - 1):
        parts, begin = [], 0
        for at, end in enumerate((*ends, True), 1):
            if end:
                parts.append(text[begin:at])
                begin = at
        if all(part in SCORES for part in parts):
            cuts.append((sum(SCORES[part] for part in parts), parts))
    return max(cuts)[1]


def test_a_text_is_cut_into_the_pieces_that_are_the_most_probable_together():
    pieces = Pieces([*SPECIAL, *SCORES.items()])
    names = list(pieces.ids)
    for text in ("云岭", "云岭云", "云岭云云岭", "岭云岭云", "云云岭岭云"):
        assert [names[number] for number, _ in pieces(text)] == best(text)


def test_each_character_knows_how_far_the_ends_of_its_piece_are():
    found = Alphabet(Pieces([*SPECIAL, *SCORES.items()]), "云岭")("云岭云")
    assert found.from_begin.tolist() == [0, 0, 1]
    assert found.to_end.tolist() == [0, 1, 0]
    assert found.piece_of.tolist() == [1, 2, 2]
    assert found.chars.tolist() == [1, 2, 1]


def test_windows_and_blocks_end_with_sentences_and_lines_and_none_is_empty():
    text = "建设港口。" * 3 + "\n" + "发展海洋装备，" * 4 + "。\n扩大开放。\n"
    for size in (1, 4, 5, 11, 12, 40):
        spans = list(windows(text, size))
        assert all(start < end for start, end in spans)
        assert "".join(text[a:b] for a, b in spans) == text
    assert list(windows("建设港口。扩大开放。", 10)) == [(0, 10)]
    assert list(windows("建设港口。扩大开放。", 9)) == [(0, 5), (5, 10)]
    lines = "建设港口。\n扩大开放。\n"
    assert [lines[a:b] for a, b in blocks(lines, 12)] == [lines]


def test_the_likeliest_stretch_that_ends_or_begins_beside_one_is_its_neighbour():
    text = "云岭大学海洋学院"
    spans = [(0, 4), (2, 4), (4, 6), (4, 8)]
    left, right = _beside(text, spans, [0.2, 0.9, 0.6, 0.4])
    assert left.tolist() == [-1, -1, 1, 1]
    assert right.tolist() == [2, 2, -1, -1]


def test_features_that_the_weights_do_not_know_have_zeros():
    weights = Weights(
        ("Zone",),
        Linear(Names.of("ab"), np.array([[1, 2], [3, 4]], np.float32)),
        np.zeros((1, 2), np.float32),
    )
    assert weights._weights(["x", "b"]).tolist() == [[0, 0], [3, 4], [0, 0]]
    assert weights._weights(["x"]) is None
