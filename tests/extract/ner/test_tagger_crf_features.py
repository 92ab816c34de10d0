"""Features: one list a character, the lexicon's names, quotation marks, sentences that cover the text."""

from hypothesis import given
from hypothesis import strategies as st

from kg.extract.ner.tagger.crf_features import features, longest, marked, stretches
from kg.gazetteer.matcher import Matcher
from kg.ontology import Term

matcher = Matcher(
    [
        Term("滨海新区", "Region", ("滨城",)),
        Term("新区", "Zone"),
        Term("海洋", "Industry"),
        Term("海洋", "Concept"),
    ]
)
texts = st.text("滨海新区城，。“”《》\n；a1 洋！", max_size=40)


@given(texts)
def test_stretches_cover_the_text_in_order(text):
    assert "".join(text[a:b] for a, b in stretches(text)) == text


@given(texts)
def test_each_character_has_its_features(text):
    found = features(text, matcher).listed(len(text))
    assert len(found) == len(text)
    assert all("0" + char in seen for char, seen in zip(text, found, strict=True))


def test_the_longest_name_of_the_lexicon_covers_its_characters():
    found = features("在滨海新区。", matcher).listed(6)
    assert [[f for f in seen if f[0] == "g"] for seen in found] == [
        [], ["gBRegion"], ["gIRegion"], ["gIRegion"], ["gERegion"], [],
    ]  # fmt: skip


def test_an_alias_and_a_name_of_two_types_are_found():
    assert longest(matcher, "滨城海洋") == [(0, 2, ("Region",)), (2, 4, ("Concept", "Industry"))]


def test_a_quotation_is_marked_from_its_opening_to_its_end():
    assert marked("设“十大”会") == ["-", "“B", "“I", "“I", "“E", "-"]
    assert marked("“甲《乙》”") == ["“B", "“I", "“I", "“I", "“I", "“E"]
    assert marked("“不闭合\n”") == ["-"] * 6
