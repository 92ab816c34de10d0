"""The server itself, on loopback: asked by plain HTTP and by rdflib, stopped by an interrupt, refused a port in use."""

import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from kg.serve.run import local
from tests.sample import iri

ROOT = Path(__file__).parents[2]


@pytest.fixture
def started(world):
    """A server in a process of its own: the process, and its address."""
    with start(world) as process:
        yield process, process.stdout.readline().strip()
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(20)


def start(world, *options):
    command = [sys.executable, "-m", "kg", "serve", "-w", str(world.path), "--port", "0", *options]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def fetch(address, accept="*/*", data=None):
    request = urllib.request.Request(address, data, {"Accept": accept})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=20) as response:
        return response.read().decode()


def test_it_answers_until_it_is_interrupted(started, monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    process, address = started
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
    query = "SELECT ?o WHERE { ?s rdp:develops ?o }"
    assert "氢能" in fetch(f"{address}sparql?{urllib.parse.urlencode({'query': query})}", "text/csv")
    posted = urllib.parse.urlencode({"query": "ASK { ?s rdp:develops ?o }"}).encode()
    assert '"boolean": true' in fetch(f"{address}sparql", data=posted)
    for method in ("GET", "POST", "POST_FORM"):
        store = SPARQLStore(f"{address}sparql", method=method)
        rows = store.query("SELECT ?s ?label WHERE { ?s a rdp:Industry ; rdfs:label ?label }")
        assert (rdflib.URIRef(iri("Industry", "氢能")), rdflib.Literal("氢能", "zh")) in set(rows)
    graph = (
        SPARQLStore(f"{address}sparql")
        .query("CONSTRUCT { ?s rdp:develops ?o } WHERE { ?s rdp:develops ?o }")
        .graph
    )
    assert len(graph) == 3  # type: ignore[arg-type]
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    said = process.stderr.read()
    assert "Traceback" not in said
    assert said.splitlines()[-1] == "stopped"


def test_a_client_that_goes_ends_its_query(started, monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    _, address = started
    place = urllib.parse.urlsplit(address)
    slow = urllib.parse.urlencode(
        {
            "query": "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER (STRLEN(STR(?c)) > STRLEN(CONCAT(STR(?f), STR(?i)))) }"
        }
    )
    for _ in range(6):
        with socket.create_connection((place.hostname, place.port)) as connection:
            connection.sendall(f"GET /sparql?{slow} HTTP/1.1\r\nHost: {place.netloc}\r\n\r\n".encode())
            time.sleep(0.3)
    began = time.monotonic()
    assert '"boolean"' in fetch(f"{address}sparql?query=ASK%7B%7D")
    assert time.monotonic() - began < 10


def test_a_port_in_use_is_one_clear_line(kg, world):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        got = kg("serve", "-w", world.path, "--port", port)
    assert (got.code, got.out) == (2, "")
    assert got.err == f"error: port {port} is in use\n  try: another one: kg serve --port {port + 1}\n"


def test_without_a_graph_it_does_not_start(kg, world):
    (world.path / "current").unlink()
    got = kg("serve", "-w", world.path, "--port", 0)
    assert (got.code, "current: damaged" in got.err) == (2, True)


def test_another_address_is_warned_of(kg, world):
    got = kg("serve", "-w", world.path, "--host", "host.invalid", "--port", 0)
    assert got.code == 2
    assert "everybody who can reach host.invalid can read this graph" in got.err
    assert "cannot listen" in got.err


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("127.3.2.1", True),
        ("0.0.0.0", False),
        ("192.168.1.2", False),
        ("kg.example", False),
    ],
)
def test_local(host, own):
    assert local(host) is own
