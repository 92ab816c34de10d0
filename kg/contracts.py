"""The plugs of the pipeline: what a part must look like to be used."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from kg.model import Document, Findings, Sentence
from kg.terms import Value

Extract = Callable[[Document, Sequence[Sentence], Findings], Findings]


@dataclass(frozen=True, slots=True)
class Extractor:
    """A part of extraction, loaded and ready.

    `extract` is a function of a document, its sentences and what the parts before it found; it
    returns only what it adds. Parts with `needs_mentions` run after the mentions of all others
    have been brought together; the others see the candidates of the parts before them. A part that
    `settles` has weighed those candidates: the mentions it returns stand for all found before it.
    A part is given the rows of tables only if it reads `rows`; the others see running text alone.
    """

    name: str
    extract: Extract
    needs_mentions: bool = False
    settles: bool = False
    rows: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """An answer to a query, by the form of the query.

    `select`: rows of values, None where a variable is unbound. `construct` (DESCRIBE too): rows of
    subject, predicate, object. `ask`: `truth`, and no rows. Rows may come only once, as they are found.
    """

    form: Literal["select", "construct", "ask"]
    variables: tuple[str, ...] = ()
    rows: Iterable[tuple[Value | None, ...]] = ()
    truth: bool = False

    def __iter__(self) -> Iterator[tuple[Value | None, ...]]:
        return iter(self.rows)


class Store(Protocol):
    """A place that holds one RDF graph and answers SPARQL 1.1."""

    def query(self, text: str, timeout: float | None = None) -> Result:
        """The answer to a query whose prefixes are declared; without a limit rows come lazily.

        Raises QueryError: a syntax error (with line and column), or the time limit (seconds) reached.
        """
        ...

    def construct(self, text: str) -> Iterable[str]:
        """The lines of canonical N-Triples, each with its line break, that a CONSTRUCT gives; a line may come again."""
        ...

    def nquads(self) -> Iterator[str]:
        """Every statement as a line of canonical N-Quads with its line break, sorted by code point."""
        ...

    def lines(self) -> Generator[str, None, bool]:
        """The lines of `nquads` in any order in which those of a subject come together.

        At the end, False where the store can tell that they are not those that were written.
        """
        ...

    def close(self) -> None:
        """Lets go of files and processes."""
        ...
