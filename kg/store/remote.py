"""A graph on a server: any that speaks SPARQL 1.1 over HTTP (query, update, graph store protocol)."""

import json
import os
import re
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from itertools import islice
from typing import Any, cast
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from kg.contracts import Result
from kg.errors import QueryError, SettingsError, StoreError
from kg.rdf.ntriples import Stream, ordered
from kg.terms import LANG_STRING, STRING, Value, iri, parsed, split, written

_rows, _triples = "application/sparql-results+json", "application/n-triples"
_batch = 20_000  # statements in one update: a request of about 3 MB
_patience = 600.0  # seconds that a change may take


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server answers: queries, and where it takes changes: updates, and the data of its graphs.

    `headers` go with every request (Authorization, say). `graph` is the IRI of the graph that is meant, none for the
    default graph.
    """

    query: str
    update: str = ""
    data: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    graph: str = ""

    @staticmethod
    def of(url: str) -> "Address":
        """The addresses below that of a server, as Oxigraph has them: /query, /update and /store."""
        root = url.rstrip("/")
        return Address(f"{root}/query", f"{root}/update", f"{root}/store")


def from_environment() -> tuple[tuple[str, str], ...]:
    """The headers for servers that stand in KG_SERVER_HEADERS, where no list of processes shows them."""
    return headers(os.environ.get("KG_SERVER_HEADERS", ""))


def headers(text: str) -> tuple[tuple[str, str], ...]:
    """The headers written in a text, `Name: value` on each line; raises SettingsError where a line is none."""
    found = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        name, colon, value = line.partition(":")
        if not colon or not re.fullmatch(r"[\w\-]+", name, re.ASCII):
            raise SettingsError(f"not a header of HTTP: {line[:20]!r}", "write Name: value, a line each")
        found.append((name, value.strip()))
    return tuple(found)


class Remote:
    """The default graph of a SPARQL server, or the graph that its address names.

    `statements` is how many it holds, where that was noted.

    Raises StoreError where the server cannot be reached or refuses, QueryError where it says that a
    query is wrong.
    """

    def __init__(self, address: Address, statements: int = 0) -> None:
        self.statements = statements
        for url in (address.query, address.update, address.data):
            if url and not url.startswith(("http://", "https://")):
                raise StoreError(
                    f"{url}: not an address of a server", "give a URL that begins with http:// or https://"
                )
        self.address = address
        self._opener = build_opener(_Stay)

    def query(self, text: str, timeout: float | None = None) -> Result:
        """The answer to a SPARQL 1.1 query; `timeout` (seconds) is how long the server may be silent."""
        accept = f"{_rows}, {_triples};q=0.9"
        url = self.address.query
        if self.address.graph:
            url = _with(url, "default-graph-uri", self.address.graph)
        kind, body = self._send(url, "POST", text.encode(), "application/sparql-query", accept, timeout)
        if kind == _triples:
            return Result(
                "construct", ("subject", "predicate", "object"), _statements(self.address.query, body)
            )
        return _result(self.address.query, body)

    def construct(self, text: str) -> Iterator[str]:
        """The lines of canonical N-Triples that a CONSTRUCT gives."""
        for terms in self.query(text):
            yield f"{' '.join(written(term) for term in terms if term)} .\n"

    def nquads(self) -> Iterator[str]:
        """Every statement of the graph as a line of canonical N-Quads, sorted by code point."""
        return ordered(self._lines())

    def lines(self) -> Generator[str, None, bool]:
        """As `nquads`; at the end True, as what a server holds has no checksum."""
        yield from self.nquads()
        return True

    def _lines(self) -> Iterator[str]:
        url, fields, body = self.address.query, {"Accept": _triples}, None
        if self.address.data:
            url = self._data(self.address.graph)
        else:
            fields["Content-Type"], body = (
                "application/sparql-query",
                b"CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
            )
        with self._answer(url, "POST" if body else "GET", body, fields, None) as answer:
            if answer.headers.get_content_type() not in (_triples, "text/plain"):
                raise _garbled(url)
            for line in answer:
                if line.strip() and not line.startswith(b"#"):
                    yield _canonical(url, line)

    def count(self, graph: str | None = None) -> int:
        """How many statements the server says that its graph holds, or another `graph`."""
        name = self.address.graph if graph is None else graph
        pattern = f"GRAPH {iri(name)} {{ ?s ?p ?o }}" if name else "?s ?p ?o"
        _, body = self._send(
            self.address.query, "POST", f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}".encode(),
            "application/sparql-query", _rows,
        )  # fmt: skip
        row = next(iter(_result(self.address.query, body)), None)
        if not row or row[0] is None or not row[0].text.isdigit():
            raise _garbled(self.address.query)
        return int(row[0].text)

    def put(self, lines: Iterable[str], graph: str) -> None:
        """Adds lines of N-Triples to a graph beside, by the graph store protocol; what is there already counts once."""
        self._send(self._data(graph), "POST", "".join(lines).encode(), _triples)

    def drop(self, graph: str) -> None:
        """Takes a graph away, if it is there."""
        self._update(f"DROP SILENT GRAPH {iri(graph)}")

    def move(self, graph: str) -> None:
        """Puts a graph in the place of the one that is meant, at one stroke where the server changes at one stroke."""
        own = f"GRAPH {iri(self.address.graph)}" if self.address.graph else "DEFAULT"
        self._update(f"MOVE GRAPH {iri(graph)} TO {own}")

    def _update(self, text: str) -> None:
        self._send(self._place("update"), "POST", text.encode(), "application/sparql-update")

    def _data(self, graph: str) -> str:
        url = self._place("data")
        return _with(url, "graph", graph) if graph else f"{url}{'&' if '?' in url else '?'}default"

    def load(self, lines: Iterable[str]) -> int:
        """Puts lines of N-Triples in place of the graph, all at once; gives how many it holds then.

        By the graph store protocol. A server is not believed that it took them: they are counted there.
        Raises StoreError where it holds another number than was sent.
        """
        sent = 0

        def counted() -> Iterator[str]:
            nonlocal sent
            for line in lines:
                sent += 1
                yield line

        url = self._data(self.address.graph)
        self._send(url, "PUT", Stream(counted()), _triples)
        held = self._held(url)
        if held != sent:
            raise StoreError(
                f"{url}: {sent} statements were sent, and {held} are there",
                "is this the address of its graph store, and may this user write there?",
            )
        return held

    def _held(self, url: str) -> int:
        """How many statements the graph at an address of the graph store protocol has, read back."""
        with self._answer(url, "GET", None, {"Accept": _triples}, None) as answer:
            kind = answer.headers.get_content_type()
            if kind not in (_triples, "text/plain"):
                raise StoreError(
                    f"{url}: answers {kind}, no statements",
                    "is this the address of its graph store, and is this user known there?",
                )
            return sum(1 for line in answer if line.strip() and not line.startswith(b"#"))

    def apply(self, removed: Iterable[str], added: Iterable[str]) -> None:
        """Takes statements out of the graph and puts statements in, by updates of some thousands each."""
        head, tail = (f"GRAPH {iri(self.address.graph)} {{\n", "}") if self.address.graph else ("", "")
        for word, lines in (("DELETE", removed), ("INSERT", added)):
            source = iter(lines)
            while part := "".join(islice(source, _batch)):
                self._update(f"{word} DATA {{\n{head}{part}{tail}}}")

    def close(self) -> None:
        """Nothing is held."""

    def _place(self, name: str) -> str:
        url: str = getattr(self.address, name)
        if not url:
            raise StoreError(
                f"{self.address.query}: no address for {name} was given", "give that of the server, too"
            )
        return url

    def _send(
        self,
        url: str,
        method: str,
        body: bytes | Stream,
        kind: str,
        accept: str = "*/*",
        timeout: float | None = None,
    ) -> tuple[str, bytes]:
        """Media type and body of the answer to a request."""
        with self._answer(url, method, body, {"Content-Type": kind, "Accept": accept}, timeout) as answer:
            return answer.headers.get_content_type(), answer.read()

    @contextmanager
    def _answer(
        self,
        url: str,
        method: str,
        body: bytes | Stream | None,
        fields: dict[str, str],
        timeout: float | None,
    ) -> Iterator[HTTPResponse]:
        """The answer to a request, open to be read; what breaks off meanwhile is told in a line."""
        fields = {**fields, "User-Agent": "kg", **dict(self.address.headers)}
        try:
            request = Request(_ascii(url), cast("Any", body), fields, method=method)  # noqa: S310 - http and https only, see above
            with self._opener.open(request, timeout=timeout or _patience) as answer:
                yield cast("HTTPResponse", answer)
        except HTTPError as error:
            raise _refused(url, error) from error
        except TimeoutError as error:
            raise _late(url, timeout) from error
        except URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise _late(url, timeout) from error
            if isinstance(error.reason, BrokenPipeError | ConnectionResetError):
                hint = "is it running, and does it take so much at once?"
                raise StoreError(f"{url}: the server closed the connection: {error.reason}", hint) from error
            raise StoreError(f"{url}: cannot be reached: {error.reason}", "is the server running?") from error
        except (OSError, HTTPException) as error:
            raise StoreError(f"{url}: the connection broke off: {error}", "is the server running?") from error


def _with(url: str, name: str, value: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{name}={quote(value, safe='')}"


def _canonical(url: str, line: bytes) -> str:
    """A line of N-Triples as we write it, however the server escapes it."""
    try:
        return " ".join(written(parsed(term)) for term in split(line.decode())) + " .\n"
    except (ValueError, IndexError) as error:
        raise _garbled(url) from error


def _ascii(url: str) -> str:
    """The address as it goes over the wire: a host of other letters by IDNA, the rest percent-encoded."""
    parts = urlsplit(url)
    try:
        host = (parts.hostname or "").encode("idna").decode() if not url.isascii() else parts.hostname
        port = f":{parts.port}" if parts.port else ""
    except ValueError as error:  # UnicodeError is one
        raise StoreError(f"{url}: not an address of a server: {error}") from error
    if url.isascii():
        return url
    safe = "/:?#[]@!$&'()*+,;=%~"
    place = quote(urlunsplit(("", "", parts.path, parts.query, "")), safe)
    return f"{parts.scheme}://{host}{port}{place}"


class _Stay(HTTPRedirectHandler):
    """Follows no redirect: one could lead elsewhere with what the headers hold."""

    def redirect_request(self, *_: object) -> None:
        """None: the answer is an error with the code of the redirect."""


def _refused(url: str, error: HTTPError) -> QueryError | StoreError:
    with error:
        said = " ".join(error.read(2000).decode("utf-8", "replace").split())[:300]
    if error.code == 400:
        return QueryError(f"{url}: the server does not take the query: {said}")
    hints = {
        401: "give a user",
        403: "is this user allowed to?",
        404: "is this the address of the endpoint?",
        413: "raise the server's limit, or have it load the file of kg export ntriples",
    }
    return StoreError(
        f"{url}: the server answers {error.code} {error.reason}: {said}", hints.get(error.code, "")
    )


def _late(url: str, timeout: float | None) -> QueryError:
    return QueryError(
        f"{url}: no answer in {timeout or _patience:g} seconds", "allow more time, or ask for less"
    )


def _result(url: str, body: bytes) -> Result:
    try:
        data = json.loads(body)
        if "boolean" in data:
            return Result("ask", truth=bool(data["boolean"]))
        variables = tuple(data["head"]["vars"])
        rows = [tuple(_value(row.get(name)) for name in variables) for row in data["results"]["bindings"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _garbled(url) from error
    return Result("select", variables, rows)


def _statements(url: str, body: bytes) -> Iterator[tuple[Value, ...]]:
    try:
        for line in body.decode().split("\n"):
            if line.strip() and not line.startswith("#"):
                yield tuple(map(parsed, split(line)))
    except (ValueError, IndexError) as error:
        raise _garbled(url) from error


def _garbled(url: str) -> StoreError:
    return StoreError(f"{url}: the answer is no SPARQL result, or broke off", "ask again, or for less")


_kinds: dict[str, Callable[[dict[str, str]], Value]] = {
    "uri": lambda term: Value("iri", term["value"]),
    "bnode": lambda term: Value("blank", term["value"]),
    "literal": lambda term: Value(
        "literal", term["value"],
        LANG_STRING if "xml:lang" in term else term.get("datatype", STRING), term.get("xml:lang", "").lower(),
    ),
}  # fmt: skip


def _value(term: dict[str, str] | None) -> Value | None:
    return (
        None if term is None else _kinds["literal" if term["type"] == "typed-literal" else term["type"]](term)
    )
