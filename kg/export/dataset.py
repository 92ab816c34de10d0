"""A store's graph to its description as published data: VoID and DCAT, with the registers it rests on."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from kg.contracts import Store
from kg.export.rdf import base_of
from kg.ontology import Ontology, Register
from kg.rdf.turtle import turtle
from kg.rdf.vocabulary import (
    DCAT,
    DCTERMS,
    LICENCE,
    OA,
    PROV,
    RDF,
    RDFS,
    RDP,
    REGISTER,
    SCHEMA,
    SKOS,
    VERSION,
    VOID,
    XSD,
    header,
)
from kg.terms import iri, literal

_a = f"<{RDF}type>"
_title, _description, _license = f"<{DCTERMS}title>", f"<{DCTERMS}description>", f"<{DCTERMS}license>"
TITLE = {"zh": "区域发展知识图谱", "en": "Knowledge graph of regional development"}
DEFAULT = "https://w3id.org/rdp/id/"
COUNTS = {
    "triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
    "classes": "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }",
    "documents": "SELECT (COUNT(?s) AS ?n) { ?s a rdp:Source }",
}
"""Names of VoID to the query that counts each."""


def void(store: Store, path: Path) -> None:
    """Turtle: how much the graph holds by class and property, of which years and places, and what it rests on."""
    base = base_of(store) or DEFAULT
    lines = sorted({*_dataset(store, base, Ontology()), *_registers(Ontology().registers)})
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(turtle(lines, base))


def _dataset(store: Store, base: str, ontology: Ontology) -> Iterator[str]:
    s = iri(base + "dataset")
    yield f"{s} {_a} <{VOID}Dataset> .\n"
    yield f"{s} {_a} <{DCAT}Dataset> .\n"
    yield from (f"{s} {_title} {literal(text, language=name)} .\n" for name, text in TITLE.items())
    yield f"{s} <{VOID}uriSpace> {literal(base)} .\n"
    yield f"{s} <{DCTERMS}conformsTo> <{VERSION}{ontology.version}> .\n"
    yield f'{s} <{DCTERMS}language> "zh" .\n'
    for space in (RDP, RDFS, SKOS, DCTERMS, PROV, OA, SCHEMA):
        yield f"{s} <{VOID}vocabulary> {iri(space)} .\n"
    types = " ".join(f"rdp:{name}" for name in ontology.types)
    things = f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ VALUES ?c {{ {types} }} ?s a ?c }}"
    for name, text in {**COUNTS, "entities": things}.items():
        for (count,) in store.query(f"{header} {text}"):
            assert count is not None
            yield f"{s} <{VOID}{name}> {_integer(count.text)} .\n"
    yield from _partitions(store, s, "class", "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c")
    yield from _partitions(store, s, "property", "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p")
    yield from _extent(store, s)
    for register in ontology.registers:
        yield f"{s} <{PROV}wasDerivedFrom> {_register(register)} .\n"


def _partitions(store: Store, dataset: str, kind: str, text: str) -> Iterator[str]:
    counted = "entities" if kind == "class" else "triples"
    for of, count in store.query(f"{header} {text}"):
        assert of is not None
        assert count is not None
        part = iri(f"{dataset[1:-1]}/{kind}/{quote(of.text, safe='')}")
        yield f"{dataset} <{VOID}{kind}Partition> {part} .\n"
        yield f"{part} <{VOID}{kind}> {iri(of.text)} .\n"
        yield f"{part} <{VOID}{counted}> {_integer(count.text)} .\n"


def _extent(store: Store, dataset: str) -> Iterator[str]:
    """The regions that the documents speak for, and the dates of the first and the last."""
    for (region,) in store.query(f"{header} SELECT DISTINCT ?r {{ ?d a rdp:Source ; dcterms:spatial ?r }}"):
        if region is not None:
            yield f"{dataset} <{DCTERMS}spatial> {iri(region.text)} .\n"
    text = "SELECT DISTINCT (STR(?date) AS ?t) { ?d a rdp:Source ; dcterms:date ?date }"
    days = sorted(day.text for (day,) in store.query(f"{header} {text}") if day is not None)
    if days:
        period = iri(f"{dataset[1:-1]}/period")
        yield f"{dataset} <{DCTERMS}temporal> {period} .\n"
        yield f"{period} {_a} <{DCTERMS}PeriodOfTime> .\n"
        yield f"{period} <{DCAT}startDate> {_date(days[0])} .\n"
        yield f"{period} <{DCAT}endDate> {_date(days[-1])} .\n"


def _registers(registers: tuple[Register, ...]) -> Iterator[str]:
    for each in registers:
        s = _register(each)
        yield f"{s} {_a} <{DCAT}Dataset> .\n"
        yield f"{s} {_title} {literal(each.name)} .\n"
        yield f"{s} {_description} {literal(each.about, language='en')} .\n"
        yield f"{s} <{DCTERMS}source> {literal(each.source, language='en')} .\n"
        yield from (f"{s} {_license} <{LICENCE}{name}> .\n" for name in each.licences)


def _register(of: Register) -> str:
    return iri(REGISTER + of.name)


def _integer(text: str) -> str:
    return f'"{text}"^^<{XSD}integer>'


def _date(text: str) -> str:
    kind = {4: "gYear", 7: "gYearMonth"}.get(len(text), "date")
    return f'"{text}"^^<{XSD}{kind}>'
