"""`kg build --store URL`: the graph straight into a SPARQL server, in parts, resumed, counted back, and asked there."""

import shutil

import pytest

from kg.api import Graph
from kg.errors import StoreError
from kg.pipeline import writing
from kg.pipeline.build import build
from kg.pipeline.extraction import Options
from kg.store.remote import Address, Remote
from tests.toys import article, nquads

ONE = Options(jobs=1)
SETTINGS = 'format = 1\n[extract]\nextractors = ["toy", "toy-statements"]\n'


@pytest.fixture
def server(url):
    remote = Remote(Address.of(url))
    remote.load([])
    remote.drop("https://w3id.org/rdp/graph/loading")
    return remote


def _there(url):
    return Options(jobs=1, store=url)


def _lines(workspace):
    with Graph(workspace) as graph:
        return "".join(graph.store.nquads())


def test_the_server_holds_what_a_workspace_would(new_workspace, articles, server, url, kg):
    here, there = new_workspace("here"), new_workspace("there")
    build(here, [str(articles)], ONE)
    got = kg("build", articles, "-w", there.path, "--store", url, "--jobs", 1)
    assert (got.code, "documents  10" in got.out + got.err) == (0, True)
    assert not (there.current() / "oxigraph").exists()
    assert _lines(there) == nquads(here)
    assert not (there.path / writing.LOADING).exists()
    for command in (
        ("query", "documents"),
        ("query", "SELECT ?s ?o { ?s rdp:develops ?o } ORDER BY ?s ?o"),
        ("show", "甲市"),
        ("path", "甲市", "子产业"),
        ("tasks",),
        ("targets",),
        ("export", "nquads"),
        ("verify",),
        ("validate",),
    ):
        one, other = (kg(*command, "-w", w.path) for w in (there, here))
        assert (one.code, one.out) == (other.code, other.out), command


def test_changes_go_to_the_server_as_a_delta(new_workspace, articles, server, url, monkeypatch):
    here, there = new_workspace("here"), new_workspace("there")
    build(there, [str(articles)], _there(url))
    article(articles / "a3.txt", "丁", "亥")
    build(here, [str(articles)], ONE)
    monkeypatch.setattr(writing.Server, "whole", lambda *_: pytest.fail("written anew"))
    build(there, (), ONE)
    assert _lines(there) == nquads(here)
    (articles / "a9.txt").unlink()
    build(here, (), ONE)
    assert build(there, (), ONE).removed == ("a9",)
    assert _lines(there) == nquads(here)


def test_a_run_that_was_stopped_goes_on_with_the_next_part(new_workspace, articles, server, url, monkeypatch):
    here, there = new_workspace("here"), new_workspace("there")
    build(here, [str(articles)], ONE)
    monkeypatch.setattr(writing, "PART", 2000)
    put, sent = Remote.put, []  # type: ignore[var-annotated]

    def stopping(self, lines, graph):
        if len(sent) == 2:
            raise KeyboardInterrupt
        sent.append(len(lines))
        put(self, lines, graph)

    monkeypatch.setattr(Remote, "put", stopping)
    server.load(["<http://a/s> <http://a/p> <http://a/o> .\n"])
    with pytest.raises(KeyboardInterrupt):
        build(there, [str(articles)], _there(url))
    assert len(list(server.nquads())) == 1
    again = []
    monkeypatch.setattr(Remote, "put", lambda self, lines, graph: (again.append(1), put(self, lines, graph)))  # type: ignore[func-returns-value]
    build(there, [str(articles)], _there(url))
    monkeypatch.setattr(Remote, "put", put)
    assert _lines(there) == nquads(here)
    assert len(again) == -(-len(nquads(here).splitlines()) // 2000) - 2


def test_a_server_that_lost_the_graph_gets_it_again(new_workspace, articles, server, url):
    there = new_workspace("there")
    build(there, [str(articles)], _there(url))
    whole = _lines(there)
    server.load([])
    report = build(there, (), ONE)
    assert _lines(there) == whole
    assert any("does not hold the graph" in problem.where for problem in report.problems)
    assert report.read == 0


def test_a_server_that_takes_less_is_told(new_workspace, articles, server, url, monkeypatch, kg):
    there = new_workspace("there")
    put = Remote.put
    monkeypatch.setattr(Remote, "put", lambda self, lines, graph: put(self, lines[1:], graph))
    got = kg("build", articles, "-w", there.path, "--store", url, "--jobs", 1)
    assert (got.code, "statements were sent, and" in got.err) == (2, True)
    assert list(server.nquads()) == []
    with pytest.raises(StoreError, match="no graph yet"), there.graph():
        pass


def test_a_named_graph_of_the_settings_and_the_way_back(new_workspace, articles, server, url, kg):
    here = new_workspace("here")
    graph = "https://example.org/region"
    there = new_workspace("there", f'{SETTINGS}[store]\nurl = "{url}"\ngraph = "{graph}"\n')
    build(here, [str(articles)], ONE)
    build(there, [str(articles)], ONE)
    assert list(server.nquads()) == []
    assert server.count(graph) == len(nquads(here).splitlines())
    assert _lines(there) == nquads(here)
    assert kg("show", "甲市", "-w", there.path).out == kg("show", "甲市", "-w", here.path).out
    build(there, (), Options(jobs=1, store="local"))
    assert nquads(there) == nquads(here)
    server.drop(graph)


@pytest.mark.parametrize(
    ("store", "said"),
    [("ftp://a", "not an address of a server"), ("http://127.0.0.1:9", "cannot be reached")],
)
def test_an_address_that_is_none_is_one_line(workspace, articles, kg, store, said):
    got = kg("build", articles, "-w", workspace.path, "--store", store, "--jobs", 1)
    assert (got.code, said in got.err, "Traceback" in got.err) == (2, True, False)


def test_kg_serve_says_where_the_graph_is(new_workspace, articles, server, url, kg):
    there = new_workspace("there")
    build(there, [str(articles)], _there(url))
    got = kg("serve", "-w", there.path, "--port", "0")
    assert (got.code, "its graph is on a server" in got.err) == (2, True)
    shutil.rmtree(there.path)
