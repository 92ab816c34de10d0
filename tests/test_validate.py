"""The shapes: the small world conforms, and each thing that must be true is missed when it is not."""

import pytest

from kg.ontology import Ontology
from kg.rdf.vocabulary import DCTERMS, OA, RDF, RDFS, RDP, XSD
from kg.store import embedded
from kg.validate import batches, checker, shapes, validate
from tests import sample

CLAIM, FIGURE = f"{sample.BASE}claim/plan-2024-0", f"{sample.BASE}figure/plan-2024-0"
PLAN = f"{sample.BASE}source/plan-2024"
CITY, ZONE = sample.iri("Region", "云港市"), sample.iri("Zone", "云港市高新区")
SENTENCE = f"{PLAN}#char=0,18"


@pytest.fixture(scope="module")
def lines():
    return sample.lines()


def _facts(folder, lines):
    embedded.build(folder / "s", lines)
    store = embedded.Embedded(folder / "s")
    found = list(validate(store, Ontology()))
    store.close()
    return [(problem.where, problem.fact) for problem in found]


def test_the_small_world_conforms(tmp_path, lines):
    assert _facts(tmp_path, lines) == []


BROKEN = [
    (CLAIM, f"{RDP}status", None, "the status of a claim is done, planned or fact"),
    (CLAIM, f"{RDP}status", f"<{RDP}target>", "the status of a claim is done, planned or fact: target"),
    (CLAIM, f"{OA}hasTarget", None, "a claim rests on one sentence"),
    (CLAIM, f"{RDF}subject", None, "a claim has one subject"),
    (CLAIM, f"{RDF}predicate", f"<{RDP}eats>", "the predicate is one of the ontology's"),
    (CLAIM, f"{RDP}confidence", f'"1.5"^^<{XSD}decimal>', "a claim has one confidence from 0 to 1: 1.5"),
    (CLAIM, f"{RDP}year", f'"2027"^^<{XSD}integer>', "a year is of xsd:gYear: 2027"),
    (FIGURE, f"{RDP}value", None, "a figure has one value"),
    (FIGURE, f"{RDP}unit", None, "a figure has one unit"),
    (FIGURE, f"{RDP}status", f"<{RDP}fact>", "the status of a figure is done or target: fact"),
    (FIGURE, f"{RDP}comparator", '"!"', "a comparator is one of = >= <= > < ~: !"),
    (f"{SENTENCE};quote", f"{OA}exact", None, "a claim has the words of its sentence"),
    (f"{SENTENCE};position", f"{OA}end", f'"0"^^<{XSD}integer>', "a position starts at a whole number before its end: 0"),
    (PLAN, f"{RDP}textHash", '"x"', "a document has the SHA-256 of its text: x"),
    (PLAN, f"{DCTERMS}identifier", None, "a document has one id"),
    (f"{PLAN}#mention=0,3", f"{RDP}refersTo", None, "a mention means one thing"),
    (CITY, f"{RDFS}label", '"Yungang"@en', "an entity has a label in zh"),
    (CITY, f"{RDF}type", f"<{RDP}Person>", "implements leads from one of Enterprise, Government, Organization, Region, Research, Zone, which only some document calls this thing"),
    (f"{PLAN}#mention=0,3", f"{RDP}x", '"nothing is said of this"', None),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "predicate", "obj", "fact"), BROKEN)
def test_what_is_broken_is_found(tmp_path, lines, subject, predicate, obj, fact):
    head = f"<{subject}> <{predicate}> "
    changed = [line for line in lines if not line.startswith(head)] + ([f"{head}{obj} .\n"] if obj else [])
    assert sorted(changed) != sorted(lines)
    found = [said for _, said in _facts(tmp_path, changed)]
    assert fact in found if fact else not found


def test_two_main_types_are_one_too_many(tmp_path, lines):
    found = _facts(tmp_path, [*lines, f"<{ZONE}> <{RDF}type> <{RDP}Project> .\n"])
    assert ("云港市高新区", "an entity has one main type") in found


def test_a_problem_of_a_document_names_it(tmp_path, lines):
    head = f"<{FIGURE}> <{RDP}unit> "
    (found,) = _facts(tmp_path, [line for line in lines if not line.startswith(head)])
    assert found[0] == "plan-2024: plan-2024-0"


def test_shapes_know_every_relation_of_the_ontology():
    text = shapes(Ontology()).serialize(format="nt")
    for name in Ontology().relations:
        assert f"<https://w3id.org/rdp/shape/{name}-from>" in text
        assert f"<https://w3id.org/rdp/shape/{name}-to>" in text


def test_a_relation_must_fit_what_some_document_calls_its_ends(tmp_path, lines):
    person = [line.replace(f"<{RDP}Program>", f"<{RDP}Person>") for line in lines]
    embedded.build(tmp_path / "s", person)
    store = embedded.Embedded(tmp_path / "s")
    found = list(validate(store, Ontology()))
    store.close()
    assert ("refused", "implements leads to one of Document, Program, Project") in [
        (p.severity, p.fact) for p in found
    ]


def test_what_is_validated_together_is_whole(store, monkeypatch):
    monkeypatch.setattr("kg.validate._size", 5)
    found = list(batches(store, Ontology()))
    assert [b.document for b in found if b.document] == sorted(sample.TEXTS)
    assert sorted(line for b in found for line in b.lines) == sample.lines()
    subjects = [{line.split(" ")[0] for line in b.lines} for b in found]
    assert sum(map(len, subjects)) == len(set().union(*subjects))
    check = checker((Ontology().root, None))
    assert [problem for b in found for problem in check(b)] == []
