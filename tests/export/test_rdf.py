"""Every form of RDF: the same bytes each time, and read by rdflib and Oxigraph it is the graph that was stored."""

import json

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from kg import plugins, terms
from kg.export import rdf
from kg.ontology import Ontology
from kg.rdf import schema
from kg.rdf import write as graph
from kg.rdf.jsonld import jsonld
from kg.rdf.trig import trig
from kg.rdf.turtle import turtle
from tests import sample

RDFLIB = {"nquads": "nquads", "ntriples": "nt", "turtle": "turtle", "trig": "trig", "jsonld": "json-ld"}
OXIGRAPH = {
    "nquads": ox.RdfFormat.N_QUADS, "ntriples": ox.RdfFormat.N_TRIPLES, "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD,
}  # fmt: skip


def _text(store, form, folder):
    path = folder / "graph"
    getattr(rdf, form)(store, path)
    return path.read_text(encoding="utf-8")


def _lines(text, form):
    quads = ox.parse(text.encode(), format=form)
    return sorted({f"{q.subject} {q.predicate} {q.object} .\n" for q in quads})


@pytest.mark.filterwarnings(
    "ignore::DeprecationWarning:rdflib"
)  # rdflib's own parsers use what it deprecates
@pytest.mark.parametrize("form", list(OXIGRAPH))
def test_form_reads_back_as_the_graph(store, form, tmp_path):
    text = _text(store, form, tmp_path)
    assert text == _text(store, form, tmp_path)
    original = list(store.nquads())
    assert _lines(text, OXIGRAPH[form]) == original
    expected = rdflib.Graph().parse(data="".join(original), format="nt")
    found = rdflib.Dataset(default_union=True).parse(data=text, format=RDFLIB[form])
    union = rdflib.Graph()
    for triple in found.triples((None, None, None)):
        union.add(triple)
    assert isomorphic(union, expected)


def test_trig_puts_what_a_document_says_into_its_graph(store, tmp_path):
    text = _text(store, "trig", tmp_path)
    dataset = ox.Store()
    dataset.load(text.encode(), format=ox.RdfFormat.TRIG)
    for of in sample.world():
        inside = {
            f"{q.subject} {q.predicate} {q.object} .\n"
            for q in dataset.quads_for_pattern(None, None, None, ox.NamedNode(of.iri))
        }
        assert inside == set(graph.slice_triples(of, sample.UNITS))
    outside = {
        f"{q.subject} {q.predicate} {q.object} .\n"
        for q in dataset.quads_for_pattern(None, None, None, ox.DefaultGraph())
    }
    assert outside == set(store.nquads()) - {
        line for s in sample.world() for line in graph.slice_triples(s, sample.UNITS)
    }


def test_rdf12_reifies_the_edge_itself(store, tmp_path):
    text = _text(store, "rdf12", tmp_path)
    found = ox.Store()
    found.load(text.encode(), format=ox.RdfFormat.TURTLE)
    query = (
        "PREFIX rdp: <https://w3id.org/rdp/ns#> SELECT ?claim { "
        f"<{sample.iri('Zone', '云港市高新区')}> rdp:builds <{sample.iri('Research', '深蓝实验室')}> ~ ?claim . }}"
    )
    assert len(list(found.query(query))) == 2  # type: ignore[arg-type]
    claims = sum(len(s.claims) for s in sample.world())
    assert len(found) == len(list(store.nquads())) - 2 * claims


def test_turtle_is_short_where_it_may(store, tmp_path):
    text = _text(store, "turtle", tmp_path)
    assert "<Industry/氢能> a rdp:Industry" in text
    assert "rdp:confidence 0.9" in text
    assert 'rdp:year "2027"^^xsd:gYear' in text
    assert "oa:start 0" in text


def test_jsonld_has_one_node_a_line(store, tmp_path):
    text = _text(store, "jsonld", tmp_path)
    nodes = json.loads(text)["@graph"]
    assert len(text.splitlines()) == len(nodes) + 3
    claim = next(n for n in nodes if n["@type"] == ["rdp:Claim"])
    assert claim["rdp:confidence"] == {"@value": "0.9", "@type": "xsd:decimal"}


def test_ontology_as_turtle_is_the_same_graph():
    lines = schema.triples(Ontology())
    text = "".join(turtle(lines))
    assert _lines(text, ox.RdfFormat.TURTLE) == lines


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(), st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(["", "zh"]))
    )
)
def test_any_names_and_texts_survive_every_form(rows):
    base = "http://example.org/id/"
    lines = sorted({
        f"{terms.iri(base + 'Region/' + terms.segment(name))} <http://a/p> {terms.literal(text, language=language)} .\n"
        for name, text, language in rows
    })  # fmt: skip
    for written, kind in (
        (turtle(lines, base), ox.RdfFormat.TURTLE), (trig(lines, base), ox.RdfFormat.TRIG),
        (jsonld(lines), ox.RdfFormat.JSON_LD),
    ):  # fmt: skip
        assert _lines("".join(written), kind) == lines


def test_every_form_is_in_the_table_of_exporters(store, tmp_path):
    for form, place in plugins.store_exporters.items():
        plugins.find("store_exporters", form, plugins.store_exporters)(store, tmp_path / form)
        assert place == {"void": "kg.export.dataset:void"}.get(form, f"kg.export.rdf:{form}")
        assert (tmp_path / form).stat().st_size > 1000
