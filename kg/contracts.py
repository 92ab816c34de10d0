"""The plugs of the pipeline: what a part must look like to be used."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kg.model import Document, Findings, Sentence

Extract = Callable[[Document, Sequence[Sentence], Findings], Findings]


@dataclass(frozen=True, slots=True)
class Extractor:
    """A part of extraction, loaded and ready.

    `extract` is a function of a document, its sentences and what the parts before it found; it
    returns only what it adds. Parts with `needs_mentions` run after the mentions of all others
    have been brought together; the others see the candidates of the parts before them.
    """

    name: str
    extract: Extract
    needs_mentions: bool = False


Value = tuple[str, str, str, str]
"""A term of a result row: kind (iri, literal, blank or none), text, datatype IRI, language."""


class Result(Protocol):
    """An answer to a query: rows of a SELECT, the truth of an ASK, or triples of a CONSTRUCT."""

    @property
    def variables(self) -> tuple[str, ...]: ...

    def __iter__(self) -> Iterator[tuple[Value, ...]]: ...


class Store(Protocol):
    """A place that holds one RDF graph and answers SPARQL 1.1."""

    def query(self, text: str, timeout: float | None = None) -> Result: ...

    def nquads(self) -> Iterable[str]: ...

    def close(self) -> None: ...


Exporter = Callable[[Path, Mapping[str, object]], None]
