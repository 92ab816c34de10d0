"""The names in which the graph is written: namespaces, our own terms, and the header of prefixes for SPARQL."""

from collections.abc import Mapping

from kg.model import Span

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
ELI = "http://data.europa.eu/eli/ontology#"
SCHEMA = "https://schema.org/"
ORG = "http://www.w3.org/ns/org#"
GEO = "http://www.opengis.net/ont/geosparql#"
QUDT = "http://qudt.org/schema/qudt/"
UNIT = "http://qudt.org/vocab/unit/"
FOAF = "http://xmlns.com/foaf/0.1/"
SH = "http://www.w3.org/ns/shacl#"
VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
RDP = "https://w3id.org/rdp/ns#"

prefixes: Mapping[str, str] = {
    "rdf": RDF, "rdfs": RDFS, "xsd": XSD, "owl": OWL, "skos": SKOS, "dcterms": DCTERMS, "prov": PROV,
    "oa": OA, "eli": ELI, "schema": SCHEMA, "org": ORG, "geo": GEO, "qudt": QUDT, "unit": UNIT,
    "foaf": FOAF, "void": VOID, "dcat": DCAT, "rdp": RDP,
}  # fmt: skip
"""Prefixes that a query need not declare, and that are used in what we write."""

header = "".join(f"PREFIX {name}: <{namespace}> " for name, namespace in prefixes.items())
"""The prefixes as the beginning of a SPARQL query, on one line."""

RULE = "https://w3id.org/rdp/rule/"
"""The namespace of the rules and models that find things (`Claim.by`): they belong to the program, not to the data."""


AREA = "https://w3id.org/rdp/area/"
"""The namespace of the policy areas (`ontology/policy_areas.yaml`)."""

INDICATOR = "https://w3id.org/rdp/indicator/"
"""The namespace of the canonical indicators (`ontology/indicators.yaml`)."""


VERSION = "https://w3id.org/rdp/ns/"
"""What stands before the version of the vocabulary in the IRI of that version."""

REGISTER = "https://w3id.org/rdp/register/"
"""The namespace of the registers and lists of names that come with kg."""

LICENCE = "https://spdx.org/licenses/"
"""The namespace of licences, by their SPDX identifiers."""


def place(document: str, kind: str, span: Span) -> str:
    """The IRI of a place in a document: `char` (a sentence, as RFC 5147 writes it), `mention`, `value`, `section` …"""
    return f"{document}#{kind}={span[0]},{span[1]}"


def span(iri: str) -> Span:
    """The span that the IRI of a place names; raises ValueError where it names none."""
    start, _, end = iri.rpartition("=")[2].partition(",")
    return int(start), int(end)
