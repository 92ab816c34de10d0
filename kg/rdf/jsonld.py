"""Sorted lines of N-Triples to JSON-LD 1.1: one context, one node a line."""

import json
from collections.abc import Iterable, Iterator

from kg.rdf.ntriples import blocks
from kg.rdf.turtle import Shortener
from kg.rdf.vocabulary import RDF, prefixes
from kg.terms import LANG_STRING, STRING, parsed

_type = f"<{RDF}type>"


def jsonld(lines: Iterable[str]) -> Iterator[str]:
    """A JSON-LD file, node by node; numbers stay as they are written, as typed values, and IRIs are whole."""
    short = Shortener()
    yield '{"@context": ' + _json(dict(sorted(prefixes.items()))) + ',\n"@graph": ['
    between = "\n"
    for subject, properties in blocks(lines):
        node: dict[str, object] = {"@id": _id(subject)}
        for predicate in sorted(properties, key=lambda p: (p != _type, p)):
            objects = properties[predicate]
            if predicate == _type:
                node["@type"] = [_name(short, obj) for obj in objects]
            else:
                values = [_value(obj, short) for obj in objects]
                node[_name(short, predicate)] = values[0] if len(values) == 1 else values
        yield between + _json(node)
        between = ",\n"
    yield "\n]}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _name(short: Shortener, term: str) -> str:
    return short(term).removeprefix("<").removesuffix(">")


def _id(term: str) -> str:
    return term if term.startswith("_:") else parsed(term).text


def _value(term: str, short: Shortener) -> object:
    if not term.startswith('"'):
        return {"@id": _id(term)}
    value = parsed(term)
    if value.datatype == LANG_STRING:
        return {"@value": value.text, "@language": value.language}
    if value.datatype == STRING:
        return value.text
    return {"@value": value.text, "@type": _name(short, f"<{value.datatype}>")}
