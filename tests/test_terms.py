"""Any string as a term: what we write is what Oxigraph writes, and comes back letter by letter."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import terms
from kg.resolve import iri
from kg.terms import Value

everything = st.text(st.characters(exclude_categories=["Cs"]))


def _through_oxigraph(line: str) -> str:
    store = ox.Store()
    store.load(line.encode(), format=ox.RdfFormat.N_TRIPLES)
    return store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()).decode()


@given(everything)
def test_literal_is_in_the_form_the_store_writes(text):
    line = f"<http://a/s> <http://a/p> {terms.literal(text, language='zh')} .\n"
    assert _through_oxigraph(line) == line
    assert terms.parsed(terms.split(line)[2]) == Value("literal", text, terms.LANG_STRING, "zh")


@given(st.text())
def test_iri_of_any_name_is_well_formed_and_gives_the_name_back(name):
    iri = "http://a/" + terms.segment(name)
    assert ox.NamedNode(iri).value == iri
    assert terms.safe_iri(iri) == iri
    if not any("\ud800" <= c <= "\udfff" for c in name):
        assert terms.readable("http://a/x" + terms.segment(name)) == "x" + name


@given(st.text())
def test_any_text_becomes_a_well_formed_iri_that_stays_the_same(text):
    safe = terms.safe_iri("http://a/" + text)
    assert ox.NamedNode(safe).value == safe
    assert terms.safe_iri(safe) == safe


def test_safe_iri_keeps_chinese_and_encodes_what_breaks_out():
    assert terms.iri("http://a/滨海新区") == "<http://a/滨海新区>"
    assert terms.iri("http://a/> <b") == "<http://a/%3E%20%3Cb>"
    assert terms.safe_iri("http://a/%zz#b#c") == "http://a/%25zz#b%23c"
    assert terms.safe_iri("http://a/%E4%BA%91") == "http://a/%E4%BA%91"


def test_a_lone_surrogate_becomes_the_replacement_character():
    assert terms.literal("a\ud800b") == '"a\ufffdb"'


@pytest.mark.parametrize(
    "value",
    [
        Value("iri", "http://a/云"),
        Value("blank", "b0"),
        Value("literal", 'a"\\\n', terms.STRING),
        Value("literal", "1.5", terms.XSD + "decimal"),
        Value("literal", "x", terms.LANG_STRING, "zh-cn"),
    ],
)
def test_parsed_reads_what_written_writes(value):
    assert terms.parsed(terms.written(value)) == value


@pytest.mark.parametrize("line", ["", "<a> <b> .\n", '<a> <b> "c .\n', '<a> <b> "c" "d" .\n'])
def test_split_refuses_what_is_no_line(line):
    with pytest.raises(ValueError, match="not a line"):
        terms.split(line)


@given(st.text())
def test_iris_of_things_and_documents_are_well_formed_as_they_are_minted(name):
    for minted in (iri.entity("http://a/", "Region", name, name), iri.source("http://a/", name)):
        assert terms.safe_iri(minted) == minted
