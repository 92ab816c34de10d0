"""Sorted lines of N-Triples to TriG, what each document alone says in a graph of its name."""

from collections.abc import Iterable, Iterator

from kg.rdf.ntriples import blocks, by_document
from kg.rdf.turtle import Shortener, block


def trig(lines: Iterable[str], base: str = "") -> Iterator[str]:
    """A TriG file: first the default graph (ontology, entities, edges), then a graph for each document.

    Read as a union of its graphs it is the graph that was exported.
    """
    short = Shortener(base)
    yield short.head()
    for document, group in by_document(lines):
        if document:
            yield f"\n{short(document)} {{\n"
            yield from (block(subject, properties, short, "    ") for subject, properties in blocks(group))
            yield "}\n"
        else:
            yield from ("\n" + block(subject, properties, short) for subject, properties in blocks(group))
