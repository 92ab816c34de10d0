"""The ontology as RDF: whole, aligned, inverses made right, and readable as OWL by others."""

import pytest
import rdflib
from rdflib import OWL, RDFS, Namespace
from rdflib.namespace import DCTERMS, SKOS

from kg.errors import SettingsError
from kg.ontology import Ontology
from kg.rdf import schema
from kg.rdf.vocabulary import RDP

RDP_ = Namespace(RDP)


@pytest.fixture(scope="module")
def graph():
    return rdflib.Graph().parse(data="".join(schema.triples(Ontology())), format="nt")


def test_every_class_relation_and_word_has_both_names(graph):
    ontology = Ontology()
    classes, properties = ontology.evidence
    names = [
        *ontology.classes,
        *ontology.relations,
        *ontology.statuses,
        *ontology.stages,
        *classes,
        *properties,
    ]
    assert len(names) == len(set(names))
    for name in names:
        assert {label.language for label in graph.objects(RDP_[name], RDFS.label)} == {"zh", "en"}, name


def test_inverse_carries_its_own_alignment(graph):
    assert (RDP_.issuedBy, OWL.inverseOf, RDP_.issues) in graph
    assert (RDP_.issuedBy, RDFS.subPropertyOf, DCTERMS.publisher) in graph
    assert (RDP_.issues, RDFS.subPropertyOf, DCTERMS.publisher) not in graph
    assert (RDP_.cooperatesWith, rdflib.RDF.type, OWL.SymmetricProperty) in graph


def test_classes_lie_below_their_parents_and_alignments(graph):
    assert (RDP_.Municipality, RDFS.subClassOf, RDP_.Region) in graph
    assert (RDP_.Industry, RDFS.subClassOf, SKOS.Concept) in graph
    assert (RDP_.Claim, RDFS.subClassOf, rdflib.RDF.Statement) in graph


def test_no_iri_is_a_curie_that_nobody_expanded(graph):
    for triple in graph:
        for term in triple:
            if isinstance(term, rdflib.URIRef):
                assert str(term).startswith(("http://", "https://")), term
                assert " " not in term


def test_unknown_prefix_is_refused(tmp_path):
    for name in ("classes.yaml", "relations.yaml", "evidence.yaml"):
        text = (Ontology().root / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(
            text.replace('"dcterms:publisher"', '"nowhere:publisher"'), encoding="utf-8"
        )
    with pytest.raises(SettingsError, match="nowhere:publisher: no such prefix"):
        schema.triples(Ontology(tmp_path))
