"""A graph on a server, tried against Oxigraph's on this machine, and against servers that misbehave."""

import http.server
import socket
import threading
from typing import Any

import pytest

from kg.errors import QueryError, SettingsError, StoreError
from kg.network import to_network
from kg.query.find import find
from kg.query.index import Index
from kg.query.path import paths
from kg.query.show import show
from kg.query.sparql import ask
from kg.rdf import read as facts
from kg.rdf.delta import delta
from kg.store.remote import Address, Remote, headers
from kg.terms import Value
from tests import sample


@pytest.fixture
def remote(url):
    return Remote(Address(f"{url}/query", f"{url}/update", f"{url}/store"))


@pytest.fixture
def loaded(remote):
    remote.load(sample.lines())
    return remote


def test_what_was_loaded_comes_back_line_by_line(loaded, store):
    assert list(loaded.nquads()) == list(store.nquads())
    loaded.load(sample.lines()[:10])
    assert list(loaded.nquads()) == sample.lines()[:10]


@pytest.mark.parametrize("text", ['"\\u0000\\u001B\\""', '"a\\u007F\\r\\n\\t\\\\\u2028"', '"云"@zh'])
def test_texts_survive_updates(remote, text):
    remote.load([])
    line = f"<http://a/s> <http://a/p> {text} .\n"
    remote.apply([], [line])
    assert list(remote.nquads()) == [line]
    remote.apply([line], [])
    assert list(remote.nquads()) == []


def test_answers_are_those_of_the_embedded_store(loaded, store):
    for text in (
        "SELECT ?x ?n ?none { ?x a rdp:Figure ; rdp:value ?n } ORDER BY ?x",
        "SELECT ?l { ?x a rdp:Region ; rdfs:label ?l } ORDER BY ?l",
        "ASK { ?x a rdp:Nothing }",
        "CONSTRUCT { ?x rdfs:label ?l } WHERE { ?x a rdp:Person ; rdfs:label ?l }",
    ):
        one, other = ask(loaded, text), ask(store, text)
        assert (one.form, one.variables, list(one), one.truth) == (
            other.form,
            other.variables,
            list(other),
            other.truth,
        )


def test_every_reader_of_the_graph_works_on_a_server(loaded, store):
    assert facts.statements(loaded) == facts.statements(store)
    assert facts.entities(loaded) == facts.entities(store)
    assert list(to_network(loaded).edges(keys=True)) == list(to_network(store).edges(keys=True))
    index = Index.of(loaded)
    one, other = find(loaded, index, "港城"), find(loaded, index, "海工装备")
    index.close()
    assert show(loaded, one) == show(store, one)
    assert paths(loaded, one.iri, other.iri) == paths(store, one.iri, other.iri)


def test_a_delta_gives_what_loading_anew_gives(loaded):
    rest = sample.without(sample.world(), "news-2025")
    left = tuple(e for e in sample.ENTITIES if e.iri in {o.entity for s in rest for o in s.occurrences})
    change = delta(loaded, [f"{sample.BASE}source/news-2025"], [], sample.ENTITIES, left, sample.UNITS)
    loaded.apply(change.removed, change.added)
    assert list(loaded.nquads()) == sample.lines(left, rest)


def test_a_wrong_query_is_the_servers_word(remote):
    with pytest.raises(QueryError, match="does not take the query"):
        remote.query("SELECT ?x {")


def test_what_was_not_given_is_asked_for(url):
    remote = Remote(Address(f"{url}/query"))
    with pytest.raises(StoreError, match="no address for update"):
        remote.apply([], ["x"])
    with pytest.raises(StoreError, match="no address for data"):
        remote.load([])
    with pytest.raises(StoreError, match="not an address"):
        Remote(Address("file:///etc/passwd"))


def test_no_server_and_a_wrong_path(remote, url):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{free.getsockname()[1]}/"
        with pytest.raises(StoreError, match="cannot be reached"):
            Remote(Address(nowhere)).query("ASK {}")
    with pytest.raises(StoreError, match="the server answers 404"):
        Remote(Address(f"{url}/nowhere")).query("ASK {}")


@pytest.fixture
def misbehaving(monkeypatch):
    """A server that answers every request as `answer` says: code, headers, body; None stays silent."""
    monkeypatch.setenv("no_proxy", "*")
    answer: dict[str, Any] = {}
    silent = threading.Event()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            if answer["body"] is None:
                silent.wait(20)
                return
            self.send_response(answer["code"])
            for name, value in answer.get("headers", {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer["body"])

        def do_PUT(self):
            while size := int(self.rfile.readline(), 16):
                self.rfile.read(size + 2)
            self.rfile.readline()
            self.send_response(answer.get("put", 204))
            self.end_headers()

        def do_GET(self):
            self.do_POST()

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        place = f"http://127.0.0.1:{server.server_port}/"
        yield answer, Remote(Address(place, data=place))
        silent.set()
        server.shutdown()


def test_headers_are_read_from_lines():
    assert headers("Authorization: Bearer a:b\n\n X-Y:  z \n") == (
        ("Authorization", "Bearer a:b"),
        ("X-Y", "z"),
    )
    for text in ("no header", "A B: c", ": d"):
        with pytest.raises(SettingsError, match="not a header"):
            headers(text)


JSON = {"Content-Type": "application/sparql-results+json"}


@pytest.mark.parametrize(
    ("code", "headers", "body", "fact"),
    [
        (200, JSON, b'{"head": {"vars": ["x"]}, "results": {"bindings": [{The SPARQL operation has been cancelled', "broke off"),
        (200, {"Content-Type": "text/html"}, b"<html>login</html>", "no SPARQL result"),
        (302, {"Location": "http://127.0.0.1:1/"}, b"", "the server answers 302"),
        (401, {}, b"who are you", "the server answers 401 Unauthorized: who are you"),
        (200, {**JSON, "Content-Length": "99"}, b"{}", "broke off"),
        (200, JSON, b"[" * 100_000, "no SPARQL result"),
        (200, {"Content-Type": "application/n-triples"}, b"<a> <b> no triple", "no SPARQL result"),
        (200, {"Content-Type": "application/n-triples"}, b"\xff", "no SPARQL result"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_an_error(misbehaving, code, headers, body, fact):
    answer, remote = misbehaving
    answer.update(code=code, headers=headers, body=body)
    with pytest.raises(StoreError, match=fact):
        list(remote.query("SELECT ?x {}"))


TRIPLES = {"Content-Type": "application/n-triples"}
ONE = b"<http://a/s> <http://a/p> <http://a/o> .\n"


@pytest.mark.parametrize(
    ("put", "headers", "body", "fact"),
    [
        (204, {"Content-Type": "text/html"}, b"<html>login</html>", "answers text/html, no statements"),
        (200, TRIPLES, b"", "2 statements were sent, and 0 are there"),
        (200, TRIPLES, ONE, "2 statements were sent, and 1 are there"),
        (204, {**TRIPLES, "Content-Length": "9999"}, ONE, "and 1 are there"),
        (413, TRIPLES, b"", "the server answers 413"),
        (500, TRIPLES, b"", "the server answers 500"),
    ],
)
def test_a_server_is_not_believed_that_it_took_the_graph(misbehaving, put, headers, body, fact):
    answer, remote = misbehaving
    answer.update(code=200, put=put, headers=headers, body=body)
    with pytest.raises(StoreError, match=fact):
        remote.load([ONE.decode(), ONE.decode().replace("/o>", "/o2>")])


def test_hosts_of_other_letters_are_asked_by_their_ascii_name():
    for address in ("http://例子.invalid:99/查询?a=云", "http://xn--a-ecp.invalid/", "http://例..子/"):
        with pytest.raises(StoreError, match=r"cannot be reached|not an address"):
            Remote(Address(address)).query("ASK {}", 5)


def test_a_silent_server_is_left_when_the_time_is_up(misbehaving):
    answer, remote = misbehaving
    answer.update(body=None)
    with pytest.raises(QueryError, match=r"no answer in 0\.2 seconds"):
        remote.query("ASK {}", 0.2)


def test_other_servers_write_terms_their_own_way(misbehaving):
    answer, remote = misbehaving
    body = b'# a comment\n<http://a/s> <http://a/p> "\\u4E91"@zh .\n'
    answer.update(code=200, headers={"Content-Type": "application/n-triples; charset=utf-8"}, body=body)
    assert list(remote.nquads()) == ['<http://a/s> <http://a/p> "云"@zh .\n']
    rows = b'{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "typed-literal", "value": "1", "datatype": "http://d"}}]}}'
    answer.update(headers=JSON, body=rows)
    assert list(remote.query("SELECT ?x {}")) == [(Value("literal", "1", "http://d"),)]
