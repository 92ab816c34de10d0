"""Oxigraph's answers as ours, within one process and across two."""

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Literal, TypeVar, cast

import pyoxigraph as ox

from kg.contracts import Result
from kg.errors import QueryError, StoreError
from kg.rdf.vocabulary import XSD
from kg.terms import Value, parsed, split

T = TypeVar("T")
Form = Literal["select", "construct", "ask"]
Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
_triple = ("subject", "predicate", "object")
_in_memory = 1 << 24  # bytes of triples that are held in memory; more go through a file
_few = 6  # alternatives worth naming
_place = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> Value | None:
    """A term of Oxigraph as a Value; None stays None."""
    if isinstance(term, ox.NamedNode):
        return Value("iri", term.value)
    if isinstance(term, ox.Literal):
        return Value("literal", term.value, term.datatype.value, term.language or "")
    if isinstance(term, ox.BlankNode):
        return Value("blank", term.value)
    return None if term is None else Value("literal", str(term))


def answer(store: ox.Store, text: str) -> Result:
    """What Oxigraph answers to a query, rows coming as they are found."""
    return _result(_checked(lambda: store.query(text)))


def constructed(store: ox.Store, text: str) -> Iterator[str]:
    """The triples of a CONSTRUCT as lines of N-Triples: a tenth of the time that they take as terms."""
    found = cast("ox.QueryTriples", _checked(lambda: store.query(text)))
    with tempfile.SpooledTemporaryFile(_in_memory) as file:
        _checked(lambda: found.serialize(cast("IO[bytes]", file), format=ox.RdfFormat.N_TRIPLES))
        file.seek(0)
        for line in file:
            yield line.decode()


def frozen(store: ox.Store, text: str) -> tuple[Form, bool, Callable[[IO[bytes]], object]]:
    """An answer as its form, its truth, and a function that writes its rows to a file; `revived` brings it back."""
    found = _checked(lambda: store.query(text))
    if isinstance(found, ox.QueryBoolean):
        return "ask", bool(found), lambda _: None
    if isinstance(found, ox.QueryTriples):
        return "construct", False, lambda file: found.serialize(file, format=ox.RdfFormat.N_TRIPLES)
    return "select", False, lambda file: found.serialize(file, format=ox.QueryResultsFormat.TSV)


def revived(form: Form, truth: bool, body: IO[bytes]) -> Result:
    """The answer that `frozen` wrote, read as its rows are asked for, in any thread."""
    if form == "ask":
        return Result("ask", truth=truth)
    if form == "construct":
        return Result("construct", _triple, (tuple(map(parsed, split(line.decode()))) for line in body))
    head = body.readline().decode().rstrip("\n")
    variables = tuple(name.removeprefix("?") for name in head.split("\t")) if head else ()
    return Result("select", variables, (_row(line, variables) for line in body))


def _row(line: bytes, variables: tuple[str, ...]) -> tuple[Value | None, ...]:
    """The row of a line of SPARQL TSV as Oxigraph writes it: numbers and truths bare, the rest as in N-Triples."""
    return tuple(map(_term, line.decode().rstrip("\n").split("\t"))) if variables else ()


def _term(cell: str) -> Value | None:
    if not cell:
        return None
    if cell[0] in '<"_':
        return parsed(cell)
    kind = "boolean" if cell in {"true", "false"} else "decimal" if "." in cell else "integer"
    return Value("literal", cell, XSD + kind)


def _result(found: Answer) -> Result:
    if isinstance(found, ox.QueryBoolean):
        return Result("ask", truth=bool(found))
    if isinstance(found, ox.QueryTriples):
        return Result(
            "construct",
            _triple,
            ((value(t.subject), value(t.predicate), value(t.object)) for t in _whole(found)),
        )
    variables = tuple(variable.value for variable in found.variables)
    return Result("select", variables, (tuple(map(value, solution)) for solution in _whole(found)))


def _whole(found: Iterable[T]) -> Iterator[T]:
    """What is found; a block of the store that was damaged is told where it is met."""
    try:
        yield from found
    except OSError as error:
        raise _damaged(error) from error


def _damaged(error: OSError) -> StoreError:
    return StoreError(f"the store cannot be read: {error}", "kg build makes it anew")


def _checked(run: Callable[[], T]) -> T:
    try:
        return run()
    except SyntaxError as error:
        raise _invalid(str(error)) from error
    except UnicodeEncodeError as error:
        raise _invalid("half a character, a lone surrogate") from error
    except OSError as error:
        raise _damaged(error) from error


def _invalid(message: str) -> QueryError:
    if (match := _place.search(message)) is None:
        return QueryError(f"not valid SPARQL 1.1: {message.strip()}")
    words = [word for word in re.split(r"[,\s]+", match[3]) if word.isalpha() and word.isupper()]
    expected = f"expected {' or '.join(dict.fromkeys(words))}" if 0 < len(words) <= _few else ""
    fact = f"not valid SPARQL 1.1: line {match[1]}, column {match[2]}"
    return QueryError(fact, expected)
