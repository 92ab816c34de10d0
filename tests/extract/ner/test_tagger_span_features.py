"""Stretches that are proposed, the numbers they are judged by, and the best of them."""

import numpy as np
import pytest

from kg.extract.ner.tagger import chosen
from kg.extract.ner.tagger.bies import Tags, encode
from kg.extract.ner.tagger.span_features import FEATURES, Stretches, hear, stretches
from kg.learnt.models import Trees
from kg.model import Document, Mention

tags = Tags(("Region", "Zone", "Industry", "Project"))
text = "推进云湖园区建设，云湖园区培育生物医药。"


def said(*spans, share=0.9):
    """Scores of a model that is sure of these mentions."""
    shares = np.full((len(text), len(tags.names)), 1e-4, np.float32)
    for i, tag in enumerate(encode(len(text), spans)):
        shares[i, tags.number[tag]] = share
    return np.log(shares)


def proposals(encoder, field, mentions):
    return stretches(tags, text, [hear(tags, text, encoder, field, mentions)], mentions)


nothing = said()
zone, again, trade = (2, 6, "Zone"), (9, 13, "Zone"), (15, 19, "Industry")


def candidate(start, end, kind, share, name=""):
    return Mention("d", start, end, text[start:end], kind, name or text[start:end], share)


def test_what_any_model_proposes_is_judged_once_in_the_order_of_the_text():
    found = proposals(said(zone, trade), said(trade), [candidate(9, 13, "Zone", 0.2)])
    assert found.spans == [zone, again, trade]
    assert found.numbers.shape == (3, len(FEATURES))
    assert np.isfinite(found.numbers).all()


def test_a_candidate_that_is_hardly_likely_is_not_judged():
    assert proposals(nothing, nothing, [candidate(9, 13, "Zone", 0.05)]).spans == ()


def test_a_text_in_which_nothing_is_proposed_has_no_rows():
    found = proposals(nothing, nothing, [])
    assert found.spans == ()
    assert found.numbers.shape[0] == 0


def test_the_numbers_tell_how_many_models_agree():
    one = proposals(said(zone), nothing, [candidate(*zone, 0.5)])
    both = proposals(said(zone), said(zone), [candidate(*zone, 0.5)])
    assert one.spans == both.spans == [zone]
    assert (one.numbers != both.numbers).any()


def test_the_same_words_marked_elsewhere_count():
    once = proposals(said(zone), said(zone), [])
    twice = proposals(said(zone, again), said(zone, again), [])
    place = twice.spans.index(zone)
    assert (once.numbers[0] != twice.numbers[place]).any()


def trees(column, at):
    """One tree: the log-odds are 3 where a number lies above `at`, else -3."""
    return Trees(
        np.array([column, 0, 0], np.int16), np.array([at, 0, 0], np.float32), np.array([1, 1, 2], np.int32),
        np.array([2, 1, 2], np.int32), np.array([0, -3, 3], np.float32), np.array([0], np.int32), 1,
    )  # fmt: skip


def proposed(*rows):
    return Stretches(
        [span for span, _ in rows], np.array([[value] for _, value in rows], np.float32).reshape(-1, 1)
    )


def test_what_the_trees_refuse_is_left_out():
    found = chosen(Document("d", text), proposed((zone, 1.0), (trade, 0.0)), trees(0, 0.5), ())
    assert [(m.start, m.end, m.type) for m in found] == [zone]
    assert found[0].confidence == pytest.approx(1 / (1 + np.exp(-3)), abs=1e-6)


def test_what_is_wanted_wins_over_what_overlaps_it():
    other = (2, 8, "Project")
    rows = proposed((zone, 0.0), (other, 0.0))
    (found,) = chosen(Document("d", text), rows, trees(0, 0.5), (), {other: 0.95})
    assert (found.start, found.end, found.type, found.confidence) == (*other, 0.95)


def test_a_candidate_of_the_stretch_lends_its_name():
    full = candidate(*zone, 0.9, "云川市云湖园区")
    (found,) = chosen(Document("d", text), proposed((zone, 1.0)), trees(0, 0.5), (full,))
    assert found.name == "云川市云湖园区"


def test_a_text_heard_in_parts_has_the_numbers_of_the_whole():
    whole = proposals(said(zone, again, trade), nothing, [])
    cut = text.index("，") + 1
    parts = [
        hear(tags, text[a:b], said(zone, again, trade)[a:b], nothing[a:b], [], a)
        for a, b in ((0, cut), (cut, len(text)))
    ]
    found = stretches(tags, text, parts, [])
    assert found.spans == whole.spans
    assert np.allclose(found.numbers, whole.numbers, atol=1e-5)
