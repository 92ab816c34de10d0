"""An answer as the body of a response: media types, and the functions from an answer to lines of text."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice
from xml.sax.saxutils import escape, quoteattr

from kg.contracts import Result
from kg.errors import QueryError
from kg.query import forms
from kg.rdf.ntriples import ordered
from kg.rdf.turtle import turtle as as_turtle
from kg.rdf.vocabulary import RDF
from kg.terms import LANG_STRING, STRING, Value, written

Lines = Callable[[Result], Iterator[str]]
_portion = 512  # lines that go out at once
_local = re.compile(r"[^\W\d][\w.\-]*\Z")
_not_xml = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def ntriples(result: Result) -> Iterator[str]:
    """The lines of N-Triples, in the order in which they are found."""
    return (" ".join(written(value) for value in row if value is not None) + " ." for row in result)


def turtle(result: Result) -> Iterator[str]:
    """The blocks of a Turtle file, sorted; many triples are sorted in files."""
    lines = ordered(f"{line}\n" for line in ntriples(result))
    return (block.rstrip("\n") for block in as_turtle(line for line, _ in groupby(lines)))


def rdfxml(result: Result) -> Iterator[str]:
    """The lines of RDF/XML, an element for each triple; older clients ask for it.

    Raises QueryError where a predicate has no ending that XML could name.
    """
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<rdf:RDF xmlns:rdf="{RDF}">'
    for subject, predicate, obj in result:
        if subject and predicate and obj:
            yield _element(subject, predicate, obj)
    yield "</rdf:RDF>"


def _element(subject: Value, predicate: Value, obj: Value) -> str:
    name = _local.search(predicate.text)
    if name is None:
        raise QueryError(f"{predicate.text}: RDF/XML cannot name this predicate", "ask for text/turtle")
    about = "nodeID" if subject.kind == "blank" else "about"
    tag = f"p:{name[0]} xmlns:p={quoteattr(predicate.text[: name.start()])}"
    if obj.kind != "literal":
        kind = "nodeID" if obj.kind == "blank" else "resource"
        inside = f"<{tag} rdf:{kind}={quoteattr(obj.text)}/>"
    else:
        mark = f" xml:lang={quoteattr(obj.language)}" if obj.language else ""
        if obj.datatype not in {"", STRING, LANG_STRING}:
            mark = f" rdf:datatype={quoteattr(obj.datatype)}"
        text = escape(_not_xml.sub("\ufffd", obj.text), {"\r": "&#xD;"})
        inside = f"<{tag}{mark}>{text}</p:{name[0]}>"
    return f"<rdf:Description rdf:{about}={quoteattr(subject.text)}>{inside}</rdf:Description>"


tables: dict[str, Lines] = {
    "application/sparql-results+json": forms.json,
    "application/json": forms.json,
    "application/sparql-results+xml": forms.xml,
    "application/xml": forms.xml,
    "text/csv": forms.csv,
    "text/tab-separated-values": forms.tsv,
}
"""Media types of SELECT and ASK, the preferred first."""

triples: dict[str, Lines] = {
    "text/turtle": turtle,
    "application/n-triples": ntriples,
    "application/rdf+xml": rdfxml,
    "application/xml": rdfxml,
    "text/plain": ntriples,
}
"""Media types of CONSTRUCT and DESCRIBE, the preferred first."""


NAMED = {
    "csv": "text/csv", "tsv": "text/tab-separated-values",
    "xml": "application/sparql-results+xml, application/rdf+xml;q=0.9",
    "json": "application/sparql-results+json", "sparql-json": "application/sparql-results+json", "ttl": "text/turtle",
    "nt": "application/n-triples",
}  # fmt: skip
"""Forms by the names that an address may give them."""


def body(lines: Iterable[str]) -> Iterator[bytes]:
    """The lines as bytes, in portions."""
    source = iter(lines)
    while part := list(islice(source, _portion)):
        yield ("\n".join(part) + "\n").encode("utf-8", "replace")
