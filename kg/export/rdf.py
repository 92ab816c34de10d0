"""A store's graph to a file in one of the forms of RDF: sorted, and the same bytes for the same graph."""

from collections.abc import Iterable
from pathlib import Path

from kg.contracts import Store
from kg.rdf.jsonld import jsonld as as_jsonld
from kg.rdf.trig import trig as as_trig
from kg.rdf.turtle import turtle as as_turtle
from kg.rdf.turtle12 import turtle12
from kg.rdf.vocabulary import header


def nquads(store: Store, path: Path) -> None:
    """Canonical N-Quads, sorted; all statements stand in the default graph."""
    _write(path, store.nquads())


def ntriples(store: Store, path: Path) -> None:
    """Canonical N-Triples, sorted."""
    nquads(store, path)


def turtle(store: Store, path: Path) -> None:
    """Turtle, by subject."""
    _write(path, as_turtle(store.nquads(), base_of(store)))


def trig(store: Store, path: Path) -> None:
    """TriG: what each document alone says in a graph of its name, the rest in the default graph."""
    _write(path, as_trig(store.nquads(), base_of(store)))


def jsonld(store: Store, path: Path) -> None:
    """JSON-LD 1.1."""
    _write(path, as_jsonld(store.nquads()))


def rdf12(store: Store, path: Path) -> None:
    """Turtle 1.2, claims as reifiers of their edges."""
    _write(path, turtle12(store.nquads(), base_of(store)))


def _write(path: Path, parts: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(parts)


def base_of(store: Store) -> str:
    """Where the IRIs of the data begin, told by those of the documents; "" where there are none."""
    for (source,) in store.query(f"{header} SELECT ?d WHERE {{ ?d a rdp:Source }} LIMIT 1"):
        if source is not None and "/source/" in source.text:
            return source.text.partition("/source/")[0] + "/"
    return ""
