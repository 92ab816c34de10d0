"""Answers as text: aligned for Chinese, exact by the recommendations, harmless in a spreadsheet."""

import csv
import io
import json
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.contracts import Result
from kg.errors import QueryError
from kg.query import forms
from kg.query.labels import Labels
from kg.query.sparql import ask
from kg.terms import LANG_STRING, STRING, XSD, Value
from tests import sample

CELLS = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=["Cs"])).map(lambda t: Value("literal", t, STRING)),
    st.text(st.characters(exclude_categories=["Cs"])).map(lambda t: Value("literal", t, LANG_STRING, "zh")),
    st.integers().map(lambda n: Value("literal", str(n), XSD + "integer")),
    st.sampled_from(["http://a/云", "http://a/#x"]).map(lambda t: Value("iri", t)),
)
ROWS = st.lists(st.tuples(CELLS, CELLS))


def _select(*rows):
    return Result("select", ("甲", "b"), rows)


def _read(text, kind):
    found = ox.parse_query_results(text.encode(), format=kind)
    names = {ox.NamedNode: "iri", ox.Literal: "literal"}
    return [
        tuple(
            None if t is None
            else Value(names[type(t)], t.value, t.datatype.value, t.language or "") if isinstance(t, ox.Literal)
            else Value(names[type(t)], t.value)
            for t in row
        )
        for row in found
    ]  # fmt: skip


@given(ROWS)
def test_json_and_tsv_are_read_back_by_others(rows):
    for form, kind in ((forms.json, ox.QueryResultsFormat.JSON), (forms.tsv, ox.QueryResultsFormat.TSV)):
        text = "\n".join(form(Result("select", ("a", "b"), rows))) + "\n"
        assert _read(text, kind) == rows


@given(ROWS)
def test_xml_is_well_formed_and_whole(rows):
    root = ET.fromstring("\n".join(forms.xml(Result("select", ("a", "b"), rows))))
    found = [
        {b.get("name"): b[0].text or "" for b in result} for result in root.iter("{http://www.w3.org/2005/sparql-results#}result")
    ]  # fmt: skip
    expected = [
        {n: forms._not_xml.sub("\ufffd", v.text) for n, v in zip("ab", row, strict=True) if v} for row in rows
    ]  # fmt: skip
    assert found == expected


def test_csv_defuses_formulas_but_keeps_numbers():
    text = (
        "\n".join(
            forms.csv(_select((Value("literal", "=1+1", STRING), Value("literal", "-5", XSD + "decimal"))))
        )
        + "\n"
    )
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["甲", "b"], ["'=1+1", "-5"]]
    assert text.endswith("\r\n")


def test_table_aligns_wide_characters():
    lines = list(
        forms.table(
            _select(
                (Value("literal", "氢能"), Value("literal", "1")),
                (Value("literal", "ab\ncd"), Value("literal", "20")),
            )
        )
    )
    assert lines == [
        "甲      b",
        "─────  ──",
        "氢能    1",
        "ab cd  20",
        "(2 rows)",
    ]


def test_table_is_cut_to_the_room_there_is():
    long = "云" * 60
    lines = list(forms.table(_select((Value("literal", long), Value("literal", "x"))), room=40))
    assert all(forms.width(line) <= 40 for line in lines)
    assert "…" in lines[2]
    assert long in next(line for line in forms.table(_select((Value("literal", long), None))) if "云" in line)


def test_markdown_keeps_markup_as_text():
    assert list(forms.markdown(_select((Value("literal", "a|b<i>"), None))))[2] == r"| a\|b\<i\> |  |"


def test_forms_of_a_yes_or_no():
    yes = Result("ask", truth=True)
    assert list(forms.table(yes)) == ["yes"]
    assert json.loads("".join(forms.json(yes)))["boolean"] is True
    assert "<boolean>true</boolean>" in "".join(forms.xml(yes))


def test_turtle_is_for_triples_only(store):
    made = ask(store, "CONSTRUCT { ?x rdfs:label ?l } WHERE { ?x a rdp:Person ; rdfs:label ?l }")
    assert f'<{sample.iri("Person", "方远")}> rdfs:label "方远"@zh .' in list(forms.turtle(made))
    with pytest.raises(QueryError, match="only CONSTRUCT"):
        list(forms.turtle(_select()))


def test_labels_stand_for_iris(store):
    result = ask(store, "SELECT ?p ?x { ?p rdp:holdsPosition ?x }")
    labels = Labels(store)
    assert [[v.text for v in row] for row in labels.named(result.rows)] == [["方远", "云港大学"]]
    assert Labels(store, "en")(sample.iri("Region", "云港市")) == "Yungang"
    assert Labels(store, "en")(sample.iri("Region", "青岭市")) == "青岭市"
    assert labels("https://w3id.org/rdp/ns#planned") == "计划中"
    assert labels("http://www.w3.org/2002/07/owl#Class") == "owl:Class"
    assert labels("https://example.org/id/claim/ab12") == "ab12"


def test_many_rows_are_named_in_batches(store):
    row = (Value("iri", sample.iri("Industry", "氢能")), None)
    assert [r[0].text for r in Labels(store).named([row] * 1200)] == ["氢能"] * 1200
