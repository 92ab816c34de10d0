"""SPARQL as it is typed: no prefixes needed, errors told where they are, nothing changed and nobody called."""

import pytest

from kg.errors import QueryError
from kg.query.sparql import ask, masked
from tests import sample

CITY = sample.iri("Region", "云港市")


def _rows(store, text, **more):
    return [tuple(v.text if v else None for v in row) for row in ask(store, text, **more)]


def test_prefixes_and_base_need_not_be_declared(store):
    text = "SELECT ?x { <Region/云港市> rdp:develops ?x } ORDER BY ?x"
    assert _rows(store, text, base=sample.BASE) == [
        (sample.iri("Industry", "氢能"),), (sample.iri("Industry", "海工装备"),),
    ]  # fmt: skip


def test_own_declarations_win(store):
    text = f"PREFIX rdp: <http://nowhere/> PREFIX my: <https://w3id.org/rdp/ns#>\nSELECT ?x {{ <{CITY}> my:builds ?x }}"
    assert _rows(store, text) == [(sample.iri("Project", "临海大桥"),)]
    assert _rows(store, text.replace("my:builds", "rdp:builds")) == []


def test_columns_of_star_stand_as_the_query_names_them(store):
    result = ask(store, "SELECT * { ?zz a rdp:Person . ?zz rdfs:label ?aa }")
    assert result.variables == ("zz", "aa")
    assert [tuple(v.text for v in row) for row in result] == [(sample.iri("Person", "方远"), "方远")]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("SELECT ?x {", "line 1, column 12, at the end"),
        ("SELECT ?x\nWHERE {\n  ?x a rdp:Zone ;;\n  . . }", "line 4, column 8, at the end"),
        ("SELEC ?x { ?x ?y ?z }", "line 1, column"),
        ("", "line 1"),
    ],
)
def test_syntax_errors_name_the_line_as_typed(store, text, where):
    with pytest.raises(QueryError, match=rf"not valid SPARQL 1\.1: {where}"):
        list(ask(store, text))


def test_an_undeclared_prefix_is_named(store):
    with pytest.raises(QueryError, match="the prefix rpd: is not declared") as error:
        ask(store, "SELECT ?x { ?x a rpd:Zone }")
    assert "rdp" in error.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "DELETE WHERE { ?s ?p ?o }",
        "INSERT DATA { <a:b> <a:b> <a:b> }",
        "PREFIX x: <http://x/>\nload <http://example.org/>",
        "DROP ALL",
    ],
)
def test_changes_are_refused(store, text):
    with pytest.raises(QueryError, match="would change the graph"):
        ask(store, text)


@pytest.mark.parametrize(
    "text", ["SELECT ?x { SERVICE <http://127.0.0.1:9/> { ?x ?y ?z } }", "ASK { service silent ?u {} }"]
)
def test_calls_of_other_servers_are_refused(store, text):
    with pytest.raises(QueryError, match="SERVICE would ask another server"):
        ask(store, text)


def test_words_in_strings_iris_and_comments_are_data(store):
    text = 'SELECT ?service { ?service rdfs:label "DROP ALL; SERVICE <x>"@zh . } # INSERT here\n'
    assert _rows(store, text) == []
    assert _rows(store, "SELECT ?x { ?x rdp:service <http://x/DELETE> }") == []
    assert "DROP" not in masked(text)
    assert len(masked(text)) == len(text)
