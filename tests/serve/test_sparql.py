"""`/sparql`: SPARQL 1.1 Protocol, read-only, in every form, within its time, without stopping the others."""

import csv
import io
import json
import threading
import time
from xml.etree import ElementTree as ET

import psutil
import pytest
import rdflib
from starlette.testclient import TestClient

from kg.serve.app import application
from tests import sample
from tests.serve.conftest import HOST

SELECT = "SELECT ?s ?o WHERE { ?s rdp:develops ?o } ORDER BY ?s ?o"
SLOW = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER (STRLEN(CONCAT(STR(?c), STR(?f))) < STRLEN(STR(?i))) }"
DEVELOPED = {("云港市", "氢能"), ("云港市", "海工装备"), ("海州区", "氢能")}


def names(pairs):
    return {tuple(term.rpartition("/")[2] for term in pair) for pair in pairs}


def get(client, query=SELECT, accept="application/sparql-results+json", **more):
    return client.get("/sparql", params={"query": query, **more}, headers={"accept": accept})


def test_get_and_both_posts_answer_alike(client):
    got = [
        get(client),
        client.post("/sparql", data={"query": SELECT}),
        client.post("/sparql", content=SELECT.encode(), headers={"content-type": "application/sparql-query"}),
        client.post(
            "/sparql",
            content=SELECT.encode(),
            headers={"content-type": "application/sparql-query; charset=utf-8"},
        ),
    ]
    assert [response.status_code for response in got] == [200] * 4
    assert {response.headers["content-type"] for response in got} == {"application/sparql-results+json"}
    rows = [
        {(r["s"]["value"], r["o"]["value"]) for r in response.json()["results"]["bindings"]}
        for response in got
    ]
    assert names(rows[0]) == DEVELOPED
    assert rows == [rows[0]] * 4


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("application/sparql-results+xml, */*;q=0.1", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
    ],
)
def test_select_in_the_form_that_is_accepted(client, accept, kind):
    response = get(client, accept=accept)
    assert response.headers["content-type"] == kind
    assert "accept" in response.headers["vary"]
    rows = (
        rdflib_rows(response, kind) if "csv" not in kind else list(csv.reader(io.StringIO(response.text)))[1:]
    )
    assert names((row[0], row[1]) for row in rows) == DEVELOPED


def rdflib_rows(response, kind):
    form = {"json": "json", "xml": "xml", "tsv": "tsv"}[
        "json" if "json" in kind else "xml" if "xml" in kind else "tsv"
    ]
    return [(str(s), str(o)) for s, o in rdflib.query.Result.parse(io.BytesIO(response.content), format=form)]  # type: ignore[misc]


@pytest.mark.parametrize(
    "accept", ["application/sparql-results+json", "application/sparql-results+xml", "text/csv"]
)
def test_ask(client, accept):
    text = get(client, "ASK { ?s rdp:develops ?o }", accept).text
    assert "true" in text


@pytest.mark.parametrize(
    ("accept", "kind", "form"),
    [
        ("*/*", "text/turtle; charset=utf-8", "turtle"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("application/sparql-results+xml, application/rdf+xml", "application/rdf+xml", "xml"),
    ],
)  # fmt: skip
def test_construct_gives_the_same_triples_in_every_form(client, accept, kind, form):
    response = get(client, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", accept)
    assert response.headers["content-type"] == kind
    graph = rdflib.Graph().parse(data=response.content, format=form)
    assert set(graph) == set(rdflib.Graph().parse(data="".join(sample.lines()), format="nt"))


def test_describe_is_turtle_and_sorted(client):
    query = f"DESCRIBE <{sample.iri('Region', '云港市')}>"
    text = get(client, query, "text/turtle").text
    assert text == get(client, query, "text/turtle").text
    assert '"云港市"@zh' in text


def test_what_cannot_be_given_is_not(client):
    response = get(client, accept="image/png")
    assert (response.status_code, "there are: application/sparql-results+json" in response.text) == (
        406,
        True,
    )
    assert get(client, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "text/csv").status_code == 406


@pytest.mark.parametrize(
    ("send", "status", "told"),
    [
        (lambda c: get(c, "SELECT ?s WHERE {"), 400, "not valid SPARQL 1.1: line 1, column 18"),
        (lambda c: get(c, "SELECT * WHERE { ?s nope:p ?o }"), 400, "the prefix nope: is not declared"),
        (lambda c: get(c, "INSERT DATA { <a:a> <a:b> <a:c> }"), 400, "would change the graph"),
        (lambda c: get(c, "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }"), 400, "SERVICE"),
        (lambda c: c.get("/sparql?query=a&query=b"), 400, "one parameter named query"),
        (lambda c: c.get("/sparql?nothing=1"), 400, "one parameter named query"),
        (lambda c: c.get("/sparql?query=%ff"), 400, "not UTF-8"),
        (lambda c: get(c, **{"default-graph-uri": "http://x/"}), 400, "one graph here"),
        (lambda c: c.post("/sparql", data={"update": "INSERT DATA { <a:a> <a:b> 1 }"}), 403, "kg review"),
        (lambda c: c.post("/sparql", content="CLEAR ALL", headers={"content-type": "application/sparql-update"}), 403, "read-only"),
        (lambda c: c.post("/sparql", content="x", headers={"content-type": "text/plain"}), 415, "text/plain"),
        (lambda c: c.post("/sparql", content=b"\xff", headers={"content-type": "application/sparql-query"}), 400, "not UTF-8"),
        (lambda c: c.post("/sparql", content=b"x" * (1 << 21), headers={"content-type": "application/sparql-query"}), 413, "bytes"),
        (lambda c: c.put("/sparql", content="x"), 405, "Method Not Allowed"),
        (lambda c: c.delete("/sparql"), 405, "Method Not Allowed"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_in_a_line(client, send, status, told):
    response = send(client)
    assert response.status_code == status
    assert told in response.text
    assert response.headers["content-type"] == "text/plain; charset=utf-8"


def test_head_and_options(client):
    head = client.head("/sparql", params={"query": SELECT})
    assert (head.status_code, head.headers["content-type"]) == (200, "application/sparql-results+json")
    options = client.options("/sparql")
    assert (options.status_code, options.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")
    assert not [name for name in options.headers if name.startswith("access-control")]


def test_without_a_query_it_says_what_it_is(client):
    response = client.get("/sparql")
    assert response.headers["content-type"] == "text/turtle; charset=utf-8"
    graph = rdflib.Graph().parse(data=response.text, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    (service,) = graph.subjects(rdflib.RDF.type, sd.Service)
    assert str(service) == f"{HOST}/sparql"
    assert set(graph.objects(service, sd.supportedLanguage)) == {sd.SPARQL11Query}
    (count,) = graph.objects(None, rdflib.URIRef("http://rdfs.org/ns/void#triples"))
    assert int(count) == len(sample.lines())  # type: ignore[call-overload]
    page = client.get("/sparql", headers={"accept": "text/html,*/*;q=0.8"}, follow_redirects=False)
    assert (page.status_code, page.headers["location"]) == (303, "/query")


def test_a_slow_query_is_ended_and_does_not_hold_up_the_others(world):
    with TestClient(application(world, timeout=5), base_url=HOST) as client:
        found = []
        slow = threading.Thread(target=lambda: found.append(get(client, SLOW)))
        slow.start()
        time.sleep(0.2)
        assert get(client).status_code == 200
        assert client.get("/query").status_code == 200
        assert not found
        slow.join()
        assert found[0].status_code == 503
        assert found[0].text.startswith("the query took longer than 5 seconds\ntry: ")
        assert get(client).status_code == 200


def test_a_text_is_data_in_every_form(client):
    hostile = "SELECT ('<img src=x onerror=alert(1)>' AS ?a) ('=1+1' AS ?b) ('a\\u0001\\nb' AS ?c) WHERE {}"
    assert (
        json.loads(get(client, hostile).text)["results"]["bindings"][0]["a"]["value"]
        == "<img src=x onerror=alert(1)>"
    )
    xml = ET.fromstring(get(client, hostile, "application/sparql-results+xml").text)
    literals = [e.text for e in xml.iter("{http://www.w3.org/2005/sparql-results#}literal")]
    assert literals[0] == "<img src=x onerror=alert(1)>"
    assert "'=1+1" in get(client, hostile, "text/csv").text
    response = get(client, hostile)
    assert response.headers["x-content-type-options"] == "nosniff"


def processes(client):
    """The living query processes of the server that a client asks."""
    return [child for child in psutil.Process().children() if "kg.store.worker" in " ".join(child.cmdline())]


def test_queries_are_answered_after_every_query_process_was_killed(world):
    before = {p.pid for p in psutil.Process().children()}
    with TestClient(application(world, timeout=20), base_url=HOST) as client:
        assert client.get("/health").json()["status"] == "ok"
        for _ in range(3):
            assert get(client).status_code == 200
            for process in processes(client):
                if process.pid not in before:
                    process.kill()
                    process.wait()
        answers = [get(client) for _ in range(8)]
        assert [a.status_code for a in answers] == [200] * 8
        assert client.get("/health").status_code == 200


def test_health_says_that_there_is_no_graph(world):
    (world.path / "current").unlink()
    with TestClient(application(world, timeout=20), base_url=HOST) as client:
        answer = client.get("/health")
    assert (answer.status_code, answer.json()["status"]) == (503, "failing")
    assert answer.json()["fact"].endswith("current: damaged")


@pytest.mark.parametrize(
    "query", ["ASK " + "{" * 5_000 + "}" * 5_000, "ASK { FILTER(" + "STR(" * 5_000 + "1"]
)
def test_a_query_without_end_is_a_bad_request_and_the_next_is_answered(client, query):
    answer = client.post("/sparql", data={"query": query})
    assert answer.status_code == 400
    assert answer.text.startswith("the query is nested more than")
    assert get(client).status_code == 200


@pytest.mark.parametrize("content", ["%ff=1", "a=1&" * 300, "text=%00", "text=" + "{" * 100_000, "\x00"])
def test_what_the_page_does_not_send_is_a_bad_request(client, content):
    response = client.post("/query/result", content=content)
    assert response.status_code == 400
    assert response.json()["fact"]


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("csv", b"s\r\n"),
        ("tsv", b"?s\n"),
        ("json", b'{"head"'),
        ("sparql-json", b'{"head"'),
        ("xml", b"<?xml"),
    ],
)
def test_an_address_names_the_form_of_its_answer(client, form, start):
    answer = client.get("/sparql", params={"query": "SELECT ?s { ?s a rdp:Zone }", "format": form})
    assert answer.content.startswith(start)


def test_rows_and_bytes_are_limited_and_every_answer_says_so(world, monkeypatch):
    monkeypatch.setattr("kg.serve.present.ROWS", 20)
    with TestClient(application(world, timeout=20), base_url=HOST) as client:
        few = client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o } LIMIT 20"})
        assert (few.status_code, len(few.json()["results"]["bindings"])) == (200, 20)
        assert {name: few.headers[name] for name in few.headers if name.startswith("x-sparql")} == {
            "x-sparql-maxrows": "1000000", "x-sparql-maxbytes": str(1 << 30), "x-sparql-timeout": "20",
        }  # fmt: skip
        for query in ("SELECT * { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"):
            many = client.get("/sparql", params={"query": query})
            assert (many.status_code, many.text) == (
                503, "the answer has more than 20 rows\ntry: add LIMIT, and OFFSET for the next part\n",
            )  # fmt: skip
        assert client.get("/health").json()["status"] == "ok"
