"""The tagger as it is shipped: mentions that fit the text, the same each time, and what each opinion counts for."""

import itertools
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract import extract
from kg.extract.ner import tagger as trained
from kg.extract.ner.tagger import weights
from kg.extract.ner.tagger.bies import Tags
from kg.extract.ner.tagger.crf_features import features, stretches
from kg.extract.ner.tagger.encoder import Alphabet, blocks, windows
from kg.extract.ner.tagger.ensemble import agree, candidates
from kg.extract.ner.tagger.span_features import Stretches
from kg.gazetteer.matcher import Matcher
from kg.model import Document, Findings, Mention
from kg.ontology import Term

tags = Tags(("Region", "Zone"))
text = (
    "云川市加快建设云湖科创园\n"
    "云川市将推进云湖科创园二期建设，支持云川大学设立海洋材料实验室，培育生物医药、新能源、低空经济等产业，"
    "实施“百链千企”行动，到2027年生物医药产业规模达到300亿元。"
)


@pytest.fixture(scope="module")
def tagger(ontology):
    return trained.load(ontology)


def test_mentions_stand_where_they_say_in_the_order_of_the_text(tagger):
    found = tagger.extract(Document("d", text), (), Findings()).mentions
    assert found
    assert all(text[m.start : m.end] == m.text and 0 <= m.confidence <= 1 for m in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_names_outside_every_lexicon_are_found(tagger):
    found = {(m.text, m.type) for m in tagger.extract(Document("d", text), (), Findings()).mentions}
    assert found >= {("云湖科创园", "Zone"), ("云川大学", "Research"), ("“百链千企”行动", "Program")}
    assert found >= {("生物医药", "Industry"), ("低空经济", "Industry")}


def test_the_same_text_has_the_same_mentions_and_confidence(tagger, ontology):
    again = trained.load(ontology)
    document = Document("d", text)
    assert again.extract(document, (), Findings()) == tagger.extract(document, (), Findings())


@pytest.mark.parametrize("empty", ["", "\n", "。", "😀"])
def test_a_text_without_names_has_no_mentions(tagger, empty):
    assert tagger.extract(Document("d", empty), (), Findings()).mentions == ()


class Scored:
    """Trees that give the scores that a test wants."""

    def __init__(self, scores):
        self.scores = np.array(scores, np.float32)

    def logits(self, _rows):
        return np.log(self.scores / (1 - self.scores))


def test_words_in_doubt_have_the_type_that_they_have_elsewhere():
    document = Document("d", "海曜港扩建，海曜港吞吐量增长，内陆港不动。")
    spans = [(a, a + 3, kind) for a in (0, 6, 14) for kind in ("Project", "Zone")]
    proposed = Stretches(spans, np.zeros((6, 1), np.float32))
    found = trained.chosen(document, proposed, Scored([0.6, 0.4, 0.28, 0.3, 0.28, 0.3]), ())  # type: ignore[arg-type]
    assert [(m.start, m.type) for m in found] == [(0, "Project"), (6, "Project")]


def test_a_direction_is_no_county_of_that_name(parts, tagger, ontology):
    plan = Document("d", "辽宁省2025年安排\n南部布局海洋牧场产业。辽宁省加快南部发展，发展机器人产业。")
    found = extract(plan, (), [*parts, tagger], ontology).findings.mentions
    assert {m.name for m in found if m.type == "Region"} == {"辽宁省"}


def test_a_part_that_settles_puts_its_mentions_in_place_of_the_candidates(tagger, parts, ontology):
    settled = extract(Document("d", text), (), [*parts, tagger], ontology).findings.mentions
    assert {m.by for m in settled} == {"tagger"}


def test_the_name_that_a_candidate_gives_the_same_stretch_is_kept(tagger):
    start = text.index("云川大学")
    candidate = Mention("d", start, start + 4, "云川大学", "Research", "云川大学（本部）", 0.9)
    found = tagger.extract(Document("d", text), (), Findings((candidate,))).mentions
    assert "云川大学（本部）" in {m.name for m in found}


@given(st.text("园区，。；\n", max_size=700), st.integers(5, 60))
def test_windows_cover_the_text_and_are_not_too_long(sample, size):
    spans = list(windows(sample, size))
    assert "".join(sample[a:b] for a, b in spans) == sample
    assert all(b - a <= size for a, b in spans)


sayings = ("建设云湖科创园，", "支持“百链", "千企”行动", "发展新材料。", "\n", "到2027年，", "园区；", "一是")


@settings(max_examples=20)
@given(st.integers(0))
def test_blocks_cover_the_text_and_are_read_as_the_whole(seed):
    sample = "".join(random.Random(seed).choices(sayings, k=150))
    matcher = Matcher([Term("云湖科创园", "Zone"), Term("百链千企", "Program")])
    spans = list(blocks(sample, 1))
    assert "".join(sample[a:b] for a, b in spans) == sample
    for read in (windows, stretches):
        assert [(a + x, a + y) for a, b in spans for x, y in read(sample[a:b])] == list(read(sample))
    seen = [row for a, b in spans for row in features(sample[a:b], matcher).listed(b - a)]
    assert seen == features(sample, matcher).listed(len(sample))


def test_a_line_as_no_text_has_is_parted():
    spans = list(blocks("园区企业" * 20_000))
    assert spans[0][0] == 0
    assert all(a[1] == b[0] for a, b in itertools.pairwise(spans))
    assert max(end - start for start, end in spans) < 33_000


def test_what_is_found_in_a_long_text_does_not_depend_on_its_blocks(tagger, parts, ontology, monkeypatch):
    document = Document("d", "\n".join([text] * 12))
    whole = extract(document, (), [*parts, tagger], ontology).findings
    monkeypatch.setattr(trained, "blocks", lambda text: blocks(text, 100))
    assert len(list(blocks(document.text, 100))) > 3
    assert extract(document, (), [*parts, tagger], ontology).findings == whole


def test_vocabularies_are_read_as_they_were_written(tmp_path):
    shipped = Alphabet.read(weights)
    shipped.write(tmp_path)
    again = Alphabet.read(tmp_path)
    assert again.chars == shipped.chars
    assert again.pieces.ids == shipped.pieces.ids


def test_candidates_speak_by_their_confidence():
    scores = np.exp(
        candidates(
            tags, 4, [Mention("d", 1, 3, "", "Zone", "", 0.6), Mention("d", 1, 3, "", "Zone", "", 0.2)]
        )
    )
    assert scores[1, tags.number["B-Zone"]] == pytest.approx(0.6, abs=1e-5)
    assert scores[1, 0] == pytest.approx(0.4, abs=1e-5)
    assert scores[0, 0] == pytest.approx(1.0)


def test_candidates_that_are_surer_than_sure_leave_some_doubt():
    sure = [Mention("d", 0, 2, "", kind, "", 0.9) for kind in ("Zone", "Region")]
    scores = np.exp(candidates(tags, 2, sure))
    assert scores.sum(1) == pytest.approx(1.0, abs=0.6)
    assert scores[0, tags.number["B-Zone"]] == pytest.approx(0.485, abs=1e-3)


def test_agree_scores_a_mention_by_its_weakest_character():
    scores = np.log(np.full((3, len(tags.names)), 1e-6, np.float32))
    for i, (tag, share) in enumerate((("B-Zone", 0.9), ("E-Zone", 0.6), ("O", 0.99))):
        scores[i, tags.number[tag]] = np.log(share)
        scores[i, 0] = np.log(1 - share) if tag != "O" else np.log(share)
    (found,) = agree(tags, scores, "园区。")
    assert (found.start, found.end, found.type) == (0, 2, "Zone")
    assert found.score == pytest.approx(0.6, abs=1e-3)
