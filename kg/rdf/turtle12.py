"""Sorted lines of N-Triples to Turtle 1.2, where a claim names its edge by a triple term."""

from collections.abc import Iterable, Iterator

from kg.rdf.ntriples import blocks
from kg.rdf.turtle import Shortener, block
from kg.rdf.vocabulary import RDF

_statement = {f"<{RDF}subject>": 0, f"<{RDF}predicate>": 1, f"<{RDF}object>": 2}


def turtle12(lines: Iterable[str], base: str = "") -> Iterator[str]:
    """A Turtle 1.2 file: a claim names its edge by a triple term (rdf:reifies) instead of by its three parts.

    So that `?s ?p ?o ~ ?claim` finds it in an engine that knows RDF 1.2.
    """
    short = Shortener(base)
    yield 'VERSION "1.2"\n' + short.head()
    for subject, properties in blocks(lines):
        parts = {_statement[p]: o[0] for p, o in properties.items() if p in _statement}
        if len(parts) == len(_statement):
            rest = {p: o for p, o in properties.items() if p not in _statement}
            term = " ".join(short(parts[i]) for i in range(len(_statement)))
            text = block(subject, rest, short).removesuffix(" .\n")
            yield f"\n{text} ;\n    rdf:reifies <<( {term} )>> .\n"
        else:
            yield "\n" + block(subject, properties, short)
