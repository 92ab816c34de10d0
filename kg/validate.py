"""A store's graph against the SHACL shapes: what is not as it must be, as problems."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import rdflib
from rdflib import BNode, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from kg.contracts import Store
from kg.model import Problem
from kg.ontology import Ontology
from kg.plugins import optional
from kg.rdf.ntriples import by_document
from kg.rdf.vocabulary import RDP, SKOS, header
from kg.terms import STRING, parsed, readable, split

with optional("validate"):
    import pyshacl

_shape = rdflib.Namespace("https://w3id.org/rdp/shape/")
_references = (RDP + "inPlace", RDP + "bodyOf", RDP + "inField", RDP + "fullText", SKOS + "broader")
"""What names and registers tell."""
_main, _called = _shape.mainType, _shape.calledType
_size = (
    30_000  # lines of things validated at once; a document is validated whole, as its parts need each other
)


@dataclass(frozen=True, slots=True)
class Batch:
    """Lines to validate together, of one document or of none (""), with the types of the things they speak of.

    `main` are the main types that a thing has in the graph, `called` the types that documents give it.
    """

    document: str
    lines: tuple[str, ...]
    main: Mapping[str, frozenset[str]]
    called: Mapping[str, frozenset[str]]


def shapes(ontology: Ontology) -> rdflib.Graph:
    """The shapes of `shapes.ttl`, with main types, relations with domain and range, and stages of the ontology."""
    graph = rdflib.Graph().parse(ontology.root / "shapes.ttl", format="turtle")
    for name in ontology.types:
        graph.add((_shape.Entity, SH.targetClass, URIRef(RDP + name)))
    one = Literal(1)
    mains = _property(graph, _shape.Entity, _main, "an entity has one main type")
    graph.add((mains, SH.minCount, one))
    graph.add((mains, SH.maxCount, one))
    for path, names in (
        (RDF.predicate, ontology.relations),
        (URIRef(RDP + "stage"), ontology.stages),
        (URIRef(RDP + "frame"), ontology.frames),
        (URIRef(RDP + "citedAs"), ontology.citations),
    ):
        shape = _shape[f"{readable(path)}-known"]
        graph.add((shape, RDF.type, SH.NodeShape))
        graph.add((shape, SH.targetObjectsOf, path))
        listed = _list(graph, names, _references if path == RDF.predicate else ())
        graph.add((shape, SH["in"], listed))
        graph.add((shape, SH.message, Literal(f"the {readable(path)} is one of the ontology's")))
    for relation in ontology.relations.values():
        citing = {"Source"} if relation.name in ontology.citations else frozenset[str]()
        for end, target, allowed in (
            ("from", SH.targetSubjectsOf, relation.domain | citing),
            ("to", SH.targetObjectsOf, relation.range),
        ):
            shape = _shape[f"{relation.name}-{end}"]
            graph.add((shape, RDF.type, SH.NodeShape))
            graph.add((shape, target, URIRef(RDP + relation.name)))
            among = ", ".join(sorted(allowed - citing))
            for path, message in (
                (_called, f"{relation.name} leads {end} one of {among}"),
                (
                    _main,
                    f"{relation.name} leads {end} one of {among}, which only some document calls this thing",
                ),
            ):
                kinds = _property(graph, shape, path, message)
                graph.add((kinds, SH.qualifiedMinCount, one))
                value = BNode()
                graph.add((kinds, SH.qualifiedValueShape, value))
                graph.add((value, SH["in"], _list(graph, sorted(allowed))))
                if path == _main:
                    graph.add((kinds, SH.severity, SH.Warning))
    return graph


def validate(store: Store, ontology: Ontology) -> Iterator[Problem]:
    """What does not conform, things and their edges first, then document by document; nothing where all is well.

    A relation must fit the types that documents call its ends; where one thing has another main type
    over the whole graph, that is a warning.
    """
    check = checker((ontology.root, ontology.own))
    for batch in batches(store, ontology):
        yield from check(batch)


def batches(store: Store, ontology: Ontology) -> Iterator[Batch]:
    """The graph in parts that can be validated one without the other."""
    values = " ".join(f"rdp:{name}" for name in ontology.types)
    main = _types(store, f"VALUES ?type {{ {values} }} ?e a ?type")
    called = _types(store, "?m rdp:refersTo ?e ; rdp:typeInDocument ?type")
    cited = _types(store, "?c rdp:cited ?e . VALUES ?type { rdp:Document }")
    for document, lines in by_document(store.nquads()):
        if document:
            own = tuple(lines)
            things = {parsed(term).text for line in own for term in split(line)[2:3] if term[0] == "<"}
            known = _some(cited, things)
            source = {parsed(document).text: frozenset({RDP + "Source"})} if known else {}
            yield Batch(readable(parsed(document).text), own, source, known)
            continue
        for part in _parts(lines):
            things = {parsed(term).text for line in part for term in split(line)[::2] if term[0] == "<"}
            yield Batch("", part, _some(main, things), _some(called, things))


def _parts(lines: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Sorted lines in parts of some size, what is said of one subject never parted."""
    part: list[str] = []
    for _, block in groupby(lines, key=lambda line: line.partition(" ")[0]):
        part += block
        if len(part) >= _size:
            yield tuple(part)
            part = []
    yield tuple(part)


def checker(folders: tuple[Path, Path | None]) -> Callable[[Batch], tuple[Problem, ...]]:
    """A function from a batch to its problems, by the ontology in a folder and the user's own, if there is one."""
    known = shapes(Ontology(folders[0], own=folders[1]))
    return lambda batch: tuple(_found(_graph(batch), known, batch.document))


def _types(store: Store, pattern: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for entity, kind in store.query(f"{header} SELECT DISTINCT ?e ?type WHERE {{ {pattern} }}"):
        if entity and kind:
            found.setdefault(entity.text, set()).add(kind.text)
    return {entity: frozenset(kinds) for entity, kinds in found.items()}


def _some(types: Mapping[str, frozenset[str]], things: set[str]) -> dict[str, frozenset[str]]:
    return {thing: types[thing] for thing in sorted(things & types.keys())}


def _property(graph: rdflib.Graph, shape: Node, path: Node, message: str) -> BNode:
    node = BNode()
    graph.add((shape, SH.property, node))
    graph.add((node, SH.path, path))
    graph.add((node, SH.message, Literal(message)))
    return node


def _list(graph: rdflib.Graph, names: Iterable[str], others: Iterable[str] = ()) -> BNode:
    head = BNode()
    Collection(graph, head, [*(URIRef(RDP + name) for name in names), *map(URIRef, others)])
    return head


def _graph(batch: Batch) -> rdflib.Graph:
    """An rdflib graph of a batch; the types of things stand as shape:mainType and shape:calledType.

    So a thing that is only pointed to is not taken for one to be validated.
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

    for line in batch.lines:
        subject, predicate, obj = split(line)
        graph.add((term(subject), term(predicate), term(obj)))
    for path, types in ((_main, batch.main), (_called, batch.called), (_called, batch.main)):
        for thing, kinds in types.items():
            for kind in kinds:
                graph.add((URIRef(thing), path, URIRef(kind)))
    return graph


def _found(graph: rdflib.Graph, known: rdflib.Graph, where: str) -> Iterator[Problem]:
    _, report, _ = pyshacl.validate(
        graph, shacl_graph=known, inference="none", advanced=False, allow_warnings=True
    )
    if not isinstance(report, rdflib.Graph):
        raise TypeError(f"pyshacl gave no report: {report!r}")
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus, message = report.value(result, SH.focusNode), report.value(result, SH.resultMessage)
        value = report.value(result, SH.value)
        said = "" if value is None or value == focus else f": {_shown(value)}"
        mild = report.value(result, SH.resultSeverity) == SH.Warning
        place = f"{where}: {_shown(focus)}" if where else _shown(focus)
        found.add((mild, place, f"{message}{said}"))
    for mild, place, fact in sorted(found):
        yield Problem(place, fact, severity="warning" if mild else "refused")


def _shown(node: Node | None) -> str:
    return readable(str(node)) if isinstance(node, URIRef) else str(node)
