"""Sorted lines of N-Triples to TriG, what each document alone says in a graph of its name."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from kg.export.turtle import Properties, Shortener, block, blocks
from kg.lines import ordered
from kg.vocabulary import OA, RDF, RDP

_target, _source = f"<{OA}hasTarget>", f"<{OA}hasSource>"
_type, _document = f"<{RDF}type>", f"<{RDP}Source>"
_selectors = {f"<{OA}TextPositionSelector>", f"<{OA}TextQuoteSelector>"}


def trig(lines: Iterable[str], base: str = "") -> Iterator[str]:
    """A TriG file: first the default graph (ontology, entities, edges), then a graph for each document.

    Read as a union of its graphs it is the graph that was exported.
    """
    short = Shortener(base)
    yield short.head()
    keyed = (
        f"{graph}\t{subject} {predicate} {obj} .\n"
        for subject, properties in blocks(lines)
        for graph in [_graph(subject, properties)]
        for predicate, objects in properties.items()
        for obj in objects
    )
    for graph, group in groupby((line.split("\t", 1) for line in ordered(keyed)), key=lambda pair: pair[0]):
        found = blocks(line for _, line in group)
        if graph:
            yield f"\n{short(graph)} {{\n"
            yield from (block(subject, properties, short, "    ") for subject, properties in found)
            yield "}\n"
        else:
            yield from ("\n" + block(subject, properties, short) for subject, properties in found)


def _graph(subject: str, properties: Properties) -> str:
    """The document that a subject belongs to, as N-Triples; "" for what belongs to none alone."""
    if _document in properties.get(_type, ()):
        return subject
    for predicate in (_source, _target):
        if predicate in properties:
            return properties[predicate][0].partition("#")[0].removesuffix(">") + ">"
    if not _selectors.isdisjoint(properties.get(_type, ())):
        return subject.partition("#")[0] + ">"
    return ""
