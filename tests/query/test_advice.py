"""What looks mistaken in a query: told with its place and the near term; what is right is left alone."""

import pytest

from kg.query.advice import absent, remarks
from kg.query.book import FOLDER, book


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "SELECT ?s { ?s rdp:devlops ?o }",
            [(1, 16, "rdp:devlops is no term of the ontology", "did you mean rdp:develops?")],
        ),
        (
            "SELECT ?s {\n  ?s a rdp:mesure }",
            [(2, 8, "rdp:mesure is no term of the ontology", "did you mean rdp:Measure")],
        ),
        (
            "SELECT ?s ?lable { ?s rdfs:label ?label }",
            [(1, 11, "?lable is never bound", "did you mean ?label?")],
        ),
        (
            "SELECT ?s { ?s rdp:develops ?o FILTER (?year > 2024) }",
            [(1, 40, "?year is never bound", "name it in a pattern")],
        ),
        (
            "SELECT ?s { ?s rdp:develops ?o } ORDER BY ?x LIMIT 3",
            [(1, 43, "?x is never bound", "name it in a pattern")],
        ),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_may_be_meant(ontology, text, expected):
    found = remarks(text, ontology)
    assert [(r.line, r.column, r.fact) for r in found] == [e[:3] for e in expected]
    assert all(r.hint.startswith(e[3]) for r, e in zip(found, expected, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o }",
        "SELECT (COUNT(?x) AS ?n) { ?x a rdp:Measure } HAVING (?n > 2) ORDER BY DESC(?n)",
        "SELECT ?a { { SELECT ?a (MAX(?v) AS ?m) { ?a rdp:value ?v } GROUP BY ?a } FILTER (?m > 3) }",
        "SELECT ?x { VALUES ?x { rdp:done } }",
        "SELECT ?y { ?s rdp:year ?v BIND (STR(?v) AS ?y) }",
        "CONSTRUCT { ?a rdp:develops ?b } WHERE { ?a rdp:develops ?b }",
        'SELECT ?s { ?s rdfs:label "rdp:nonsense ?never" } # rdp:nothing ?nobody',
        "SELECT ?s { ?s rdp:status rdp:planned ; rdp:inMeasure ?m }",
        "DESCRIBE <https://x/y>",
    ],
)
def test_what_is_right_is_left_alone(ontology, text):
    assert remarks(text, ontology) == ()


def test_no_question_of_the_book_looks_mistaken(ontology):
    told = {
        name: remarks(of.text.replace("$", "?"), ontology)
        for name, of in book([ontology.root / FOLDER]).items()
    }
    assert {name: of for name, of in told.items() if any("no term" in r.fact for r in of)} == {}


def test_after_a_stands_a_class(ontology):
    (class_,) = remarks("SELECT ?x { ?x a rdp:Goverment }", ontology)
    assert class_.hint == "did you mean rdp:Government?"
    (strange,) = remarks("SELECT ?x { ?x a rdp:Agency }", ontology)
    assert strange.hint == "kg ontology lists them"


def test_of_a_query_without_an_answer_the_terms_that_the_graph_lacks_are_told(ontology, store):
    text = "PREFIX x: <https://x.example/>\nSELECT ?n { ?x a rdp:Zone ; skos:prefLabel ?n ; x:y ?z ; rdfs:label ?l }"
    found = absent(text, store, ontology)
    assert [(r.line, r.column, r.fact, r.hint) for r in found] == [
        (2, 29, "no statement of the graph has skos:prefLabel", "what things are called is rdfs:label"),
        (2, 49, "no statement of the graph has x:y", ""),
    ]
    assert (
        absent("SELECT ?x { ?x a rdp:Zone ; rdp:nonsense ?y FILTER (xsd:integer(?y) > 3) }", store, ontology)
        == ()
    )
