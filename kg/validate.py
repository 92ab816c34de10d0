"""A store's graph against the SHACL shapes: what is not as it must be, as problems."""

from collections.abc import Iterable, Iterator
from itertools import islice

import pyshacl
import rdflib
from rdflib import BNode, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from kg.contracts import Store
from kg.lines import by_document
from kg.model import Problem
from kg.ontology import Ontology
from kg.terms import STRING, parsed, readable, split
from kg.vocabulary import RDP, header

_shape = rdflib.Namespace("https://w3id.org/rdp/shape/")
_main_type = _shape.mainType
_batch = 50_000  # lines validated at once: pyshacl's fixed cost is then small, and memory stays flat


def shapes(ontology: Ontology) -> rdflib.Graph:
    """The shapes of `shapes.ttl`, with main types, relations with domain and range, and stages of the ontology."""
    graph = rdflib.Graph().parse(ontology.root / "shapes.ttl", format="turtle")
    for name in ontology.types:
        graph.add((_shape.Entity, SH.targetClass, URIRef(RDP + name)))
    one = Literal(1)
    mains = _property(graph, _shape.Entity, _main_type, "an entity has one main type")
    graph.add((mains, SH.minCount, one))
    graph.add((mains, SH.maxCount, one))
    for path, names in ((RDF.predicate, ontology.relations), (URIRef(RDP + "stage"), ontology.stages)):
        shape = _shape[f"{readable(path)}-known"]
        graph.add((shape, RDF.type, SH.NodeShape))
        graph.add((shape, SH.targetObjectsOf, path))
        graph.add((shape, SH["in"], _list(graph, names)))
        graph.add((shape, SH.message, Literal(f"the {readable(path)} of a claim is one of the ontology's")))
    for relation in ontology.relations.values():
        for end, target, allowed in (
            ("from", SH.targetSubjectsOf, relation.domain),
            ("to", SH.targetObjectsOf, relation.range),
        ):
            shape = _shape[f"{relation.name}-{end}"]
            graph.add((shape, RDF.type, SH.NodeShape))
            graph.add((shape, target, URIRef(RDP + relation.name)))
            message = f"{relation.name} leads {end} one of {', '.join(sorted(allowed))}"
            kinds = _property(graph, shape, _main_type, message)
            graph.add((kinds, SH["in"], _list(graph, sorted(allowed))))
            graph.add((kinds, SH.minCount, one))
    return graph


def validate(store: Store, ontology: Ontology) -> Iterator[Problem]:
    """What does not conform, things and their edges first, then document by document; nothing where all is well."""
    known = shapes(ontology)
    types = _entity_types(store, ontology)
    for document, lines in by_document(store.nquads()):
        where = readable(parsed(document).text) if document else ""
        while batch := list(islice(lines, _batch)):
            yield from _found(_graph(batch, {} if document else types), known, where)


def _property(graph: rdflib.Graph, shape: Node, path: Node, message: str) -> BNode:
    node = BNode()
    graph.add((shape, SH.property, node))
    graph.add((node, SH.path, path))
    graph.add((node, SH.message, Literal(message)))
    return node


def _list(graph: rdflib.Graph, names: Iterable[str]) -> BNode:
    head = BNode()
    Collection(graph, head, [URIRef(RDP + name) for name in names])
    return head


def _entity_types(store: Store, ontology: Ontology) -> dict[str, list[str]]:
    values = " ".join(f"rdp:{name}" for name in ontology.types)
    rows = store.query(f"{header} SELECT ?e ?type WHERE {{ VALUES ?type {{ {values} }} ?e a ?type }}")
    found: dict[str, list[str]] = {}
    for entity, kind in rows:
        if entity and kind:
            found.setdefault(entity.text, []).append(kind.text)
    return found


def _graph(lines: list[str], types: dict[str, list[str]]) -> rdflib.Graph:
    """An rdflib graph of lines, with the main types of the things that they speak of.

    These stand as shape:mainType, so that a thing that is only pointed to is not validated itself.
    """
    graph = rdflib.Graph()
    seen: dict[str, Node] = {}

    def term(text: str) -> Node:
        node = seen.get(text)
        if node is None:
            value = parsed(text)
            if value.kind == "literal":
                language = value.language or None
                plain = language or value.datatype == STRING
                datatype = None if plain else URIRef(value.datatype)
                node = Literal(value.text, lang=language, datatype=datatype)
            else:
                node = URIRef(value.text) if value.kind == "iri" else BNode(value.text)
            seen[text] = node
        return node

    for line in lines:
        subject, predicate, obj = split(line)
        graph.add((term(subject), term(predicate), term(obj)))
    for node in list(seen.values()):
        for kind in types.get(str(node), ()) if isinstance(node, URIRef) else ():
            graph.add((node, _main_type, URIRef(kind)))
    return graph


def _found(graph: rdflib.Graph, known: rdflib.Graph, where: str) -> Iterator[Problem]:
    conforms, report, _ = pyshacl.validate(graph, shacl_graph=known, inference="none", advanced=False)
    if conforms:
        return
    if not isinstance(report, rdflib.Graph):
        raise TypeError(f"pyshacl gave no report: {report!r}")
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus, message = report.value(result, SH.focusNode), report.value(result, SH.resultMessage)
        value = report.value(result, SH.value)
        said = "" if value is None or value == focus else f": {_shown(value)}"
        found.add((f"{where}: {_shown(focus)}" if where else _shown(focus), f"{message}{said}"))
    yield from (Problem(place, fact) for place, fact in sorted(found))


def _shown(node: Node | None) -> str:
    return readable(str(node)) if isinstance(node, URIRef) else str(node)
