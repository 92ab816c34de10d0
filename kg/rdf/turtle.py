"""Sorted lines of N-Triples to Turtle: one block a subject, streamed."""

import re
from collections.abc import Iterable, Iterator, Mapping

from kg.rdf.ntriples import Properties, blocks
from kg.rdf.vocabulary import RDF, XSD, prefixes

_type = f"<{RDF}type>"
_local = re.compile(r"[A-Za-z_一-鿿][\w\-一-鿿]*", re.ASCII)
_relative = re.compile(r"[A-Za-z]+/[^:#?]+(?:#.*)?")
_bare = (
    (re.compile(rf'"([+-]?\d+)"\^\^<{re.escape(XSD)}integer>'), r"\1"),
    (re.compile(rf'"([+-]?\d+\.\d+)"\^\^<{re.escape(XSD)}decimal>'), r"\1"),
    (re.compile(rf'"(true|false)"\^\^<{re.escape(XSD)}boolean>'), r"\1"),
)
_typed = re.compile(r'("(?:[^"\\]|\\.)*")\^\^(<[^>]*>)')


class Shortener:
    """Terms of N-Triples as short as Turtle allows: prefixed names, IRIs relative to the base, bare numbers."""

    def __init__(self, base: str = "", known: Mapping[str, str] = prefixes) -> None:
        self._base = base
        self._known = known
        self._by_namespace = {namespace: name for name, namespace in known.items()}
        self._kept: dict[str, str] = {}

    def head(self) -> str:
        """The declarations that the short terms rest on."""
        base = f"@base <{self._base}> .\n" if self._base else ""
        return base + "".join(f"@prefix {name}: <{space}> .\n" for name, space in sorted(self._known.items()))

    def __call__(self, term: str) -> str:
        if term[0] == '"':
            return self._literal(term)
        if term[0] != "<":
            return term
        short = self._kept.get(term)
        if short is None:
            short = self._iri(term)
            if "#" not in term or term.startswith(f"<{RDF}"):
                self._kept[term] = short
        return short

    def _iri(self, term: str) -> str:
        text = term[1:-1]
        cut = max(text.rfind("#"), text.rfind("/")) + 1
        name = self._by_namespace.get(text[:cut])
        if name is not None and _local.fullmatch(text[cut:]):
            return f"{name}:{text[cut:]}"
        if self._base and text.startswith(self._base):
            rest = text[len(self._base) :]
            if _relative.fullmatch(rest) and "/." not in rest:
                return f"<{rest}>"
        return term

    def _literal(self, term: str) -> str:
        if term[-1] != ">":
            return term
        for pattern, form in _bare:
            if pattern.fullmatch(term):
                return pattern.sub(form, term)
        if match := _typed.fullmatch(term):
            return f"{match[1]}^^{self(match[2])}"
        return term


def block(subject: str, properties: Properties, short: Shortener, indent: str = "") -> str:
    """One subject's block: its types first, then its properties in the order given."""
    parts = []
    for predicate in sorted(properties, key=lambda p: (p != _type, p)):
        name = "a" if predicate == _type else short(predicate)
        parts.append(f"{name} {', '.join(map(short, properties[predicate]))}")
    return f"{indent}{short(subject)} " + f" ;\n{indent}    ".join(parts) + " .\n"


def turtle(lines: Iterable[str], base: str = "") -> Iterator[str]:
    """A Turtle file, block by block."""
    short = Shortener(base)
    yield short.head()
    for subject, properties in blocks(lines):
        yield "\n" + block(subject, properties, short)
