"""The description of the graph as data: its counts are those of the graph, and every register has a licence."""

import re

import rdflib

from kg.export.dataset import void
from kg.ontology import Ontology
from kg.rdf.vocabulary import DCAT, DCTERMS, LICENCE, PROV, RDP, VERSION, VOID, header

DATASET = rdflib.URIRef("https://kg.example/dataset")


def _described(store, folder):
    void(store, folder / "void.ttl")
    return rdflib.Graph().parse(folder / "void.ttl")


def test_counts_are_those_of_the_graph(store, tmp_path):
    found = _described(store, tmp_path)
    (dataset,) = found.subjects(rdflib.RDF.type, rdflib.URIRef(VOID + "Dataset"))
    count = {
        name: int(found.value(dataset, rdflib.URIRef(VOID + name)))
        for name in ("triples", "documents", "entities")
    }
    assert count["triples"] == store.state.statements
    (row,) = store.query(f"{header} SELECT (COUNT(?d) AS ?n) {{ ?d a rdp:Source }}")
    assert count["documents"] == int(row[0].text)
    parts = {
        found.value(part, rdflib.URIRef(VOID + "class")): int(
            found.value(part, rdflib.URIRef(VOID + "entities"))
        )
        for part in found.objects(dataset, rdflib.URIRef(VOID + "classPartition"))
    }
    assert sum(parts.get(rdflib.URIRef(RDP + name), 0) for name in Ontology().types) == count["entities"]


def test_it_says_when_where_and_by_which_vocabulary(store, tmp_path):
    found = _described(store, tmp_path)
    (dataset,) = found.subjects(rdflib.RDF.type, rdflib.URIRef(VOID + "Dataset"))
    period = found.value(dataset, rdflib.URIRef(DCTERMS + "temporal"))
    assert str(found.value(period, rdflib.URIRef(DCAT + "startDate"))) <= str(
        found.value(period, rdflib.URIRef(DCAT + "endDate"))
    )
    assert str(found.value(dataset, rdflib.URIRef(DCTERMS + "conformsTo"))) == VERSION + Ontology().version
    registers = set(found.objects(dataset, rdflib.URIRef(PROV + "wasDerivedFrom")))
    assert len(registers) == len(Ontology().registers)
    assert all(
        str(found.value(each, rdflib.URIRef(DCTERMS + "license"))).startswith(LICENCE) for each in registers
    )


def test_the_same_graph_gives_the_same_bytes(store, tmp_path):
    void(store, tmp_path / "a")
    void(store, tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_every_register_says_where_it_is_from_and_on_what_terms():
    for register in Ontology().registers:
        assert register.about, register.name
        assert register.source, register.name
        assert register.licences, register.name
        assert all(re.fullmatch(r"[A-Za-z0-9.-]+", name) for name in register.licences), register.name
