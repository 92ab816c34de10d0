"""`kg propose` against a server of this machine: what is kept, dropped, told, asked once, and taken into the graph."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kg.api import Graph
from kg.propose import candidates

ONE, TWO = "甲市大力发展子产业。", "乙市与子产业共同谋划，建设寅码头，丑产业即子丑产业。"
TEXT = f"一篇文章\n{ONE}\n{TWO}\n"
GOOD = [
    {"kind": "relation", "quote": "乙市与子产业共同谋划", "subject": "乙市", "relation": "supports",
     "object": "子产业", "status": "planned"},
    {"kind": "measure", "quote": "建设寅码头", "words": "建设寅码头", "actor": "乙市", "status": "planned"},
    {"kind": "merge", "quote": "丑产业即子丑产业", "this": "丑产业", "is": "子丑产业"},
]  # fmt: skip


class Fake(ThreadingHTTPServer):
    """A server whose answers a test sets: a text, a status, or seconds to wait."""

    daemon_threads = True
    text: str = ""
    status: int = 200
    wait: float = 0.0
    raw: bytes | None = None

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen = []
        self.address = f"http://127.0.0.1:{self.server_address[1]}/v1"

    def says(self, entries):
        self.text = json.dumps({"candidates": entries}, ensure_ascii=False)


class Handler(BaseHTTPRequestHandler):
    server: Fake

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.seen.append((self.path, self.headers["Authorization"], body))
        time.sleep(self.server.wait)
        message = {"choices": [{"message": {"content": self.server.text}}], "usage": {"total_tokens": 700}}
        data = json.dumps(message).encode() if self.server.raw is None else self.server.raw
        try:
            self.send_response(self.server.status)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
            self.wfile.write(data)
        except OSError:
            pass  # a client that did not wait

    def log_message(self, *_arguments):
        """Says nothing."""


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    made = Fake()
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def workspace(kg, workspace, tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    sources = (tmp_path / "a.txt", tmp_path / "b.txt")
    assert kg("build", *sources, "-w", workspace.path, "--jobs", 1).code == 0
    return workspace


@pytest.fixture
def propose(kg, workspace, server):
    def call(*arguments):
        return kg("propose", *arguments, "--address", server.address, "--model", "toy", "-w", workspace.path)

    return call


def waiting(kg, workspace):
    rows = json.loads(kg("review", "--candidates", "--format", "json", "-w", workspace.path).out)
    return {row["kind"]: row for row in rows}


def tasks(kg, workspace):
    return [row["task"] for row in json.loads(kg("tasks", "--format", "json", "-w", workspace.path).out)]


def test_what_quotes_the_text_is_kept_beside_the_graph(kg, workspace, server, propose):
    server.says(GOOD)
    with Graph(workspace) as graph:
        before = "".join(graph.store.nquads())
    got = propose("a")
    assert (got.code, got.out) == (0, "")
    assert "3 candidates, 3 of them new; 1 questions for 700 tokens, 0 answered before" in got.err
    with Graph(workspace) as graph:
        assert "".join(graph.store.nquads()) == before
        text = graph.annotated("a").document.text
    kept = candidates.load(workspace.candidates)
    assert [one.quote for one in kept] == ["乙市与子产业共同谋划", "建设寅码头", "丑产业即子丑产业"]
    assert all(text[one.start : one.end] == one.quote and one.sentence == TWO for one in kept)
    path, key, body = server.seen[0]
    assert (path, key, body["model"], body["temperature"]) == ("/v1/chat/completions", None, "toy", 0)
    assert body["messages"][1]["content"].rstrip() == text.rstrip()
    assert "develops" in body["messages"][0]["content"]
    assert "子丑产业" in body["messages"][0]["content"]


def test_what_the_text_does_not_say_is_dropped_with_the_reason(workspace, server, propose):
    server.says(
        [
            {**GOOD[0], "quote": "乙市与子产业共同谋划未来"},
            {**GOOD[0], "quote": "乙市 与子产业共同谋划"},
            {**GOOD[0], "quote": f"{ONE}\n{TWO}"},
            {**GOOD[0], "subject": "丙市"},
            {**GOOD[0], "relation": "loves"},
            {**GOOD[0], "relation": "holdsPosition"},
            {**GOOD[0], "status": "maybe"},
            {**GOOD[0], "quote": ONE, "subject": "甲市", "relation": "develops"},
            {**GOOD[1], "words": "建设丑码头"},
            {**GOOD[2], "is": "乙市"},
            {"kind": "merge", "quote": "乙市与子产业共同谋划", "this": "子产业", "is": "乙市"},
            {"kind": "opinion"},
            "nothing",
            {"kind": "measure", "quote": 7},
        ]
    )  # fmt: skip
    got = propose("a")
    assert got.code == 0
    assert [line for line in got.err.splitlines() if line.startswith("dropped")] == [
        "dropped 2: it is no relation, measure or merge",
        "dropped 2: its names are not those of its sentence",
        "dropped 1: its names are of two types",
        "dropped 1: its names are of types that the relation does not link",
        "dropped 1: its quote is more than one sentence",
        "dropped 3: its quote is not in the document",
        "dropped 1: its status is neither done nor planned",
        "dropped 1: its words are not in its quote",
        "dropped 1: kg has read it already",
        "dropped 1: the ontology has no such relation",
    ]
    assert candidates.load(workspace.candidates) == ()


def test_a_confirmed_candidate_is_a_decision_and_is_taken_back_as_one(kg, workspace, server, propose):
    server.says(GOOD)
    propose("a")
    found = waiting(kg, workspace)
    assert found["relation"]["relation"] == "支持"
    names = [found[kind]["id"] for kind in ("relation", "measure", "merge")]
    got = kg("review", "confirm", *names, "--note", "核对过", "-w", workspace.path)
    assert got.code == 0, got.err
    assert "3 confirmed" in got.err
    assert waiting(kg, workspace) == {}
    assert "note: 核对过" in workspace.decisions.read_text(encoding="utf-8")
    with Graph(workspace) as graph:
        shown = kg("show", "乙市", "-w", workspace.path).out
        assert "支持" in shown
        assert TWO in shown
        assert tasks(kg, workspace) == ["建设寅码头"]
        assert graph.find("丑产业") == graph.find("子丑产业")
    assert kg("verify", "-w", workspace.path).code == 0
    once = kg("export", "nquads", "-", "-w", workspace.path).out
    assert kg("build", "-w", workspace.path, "--anew", "--jobs", 1).code == 0
    assert kg("export", "nquads", "-", "-w", workspace.path).out == once
    listed = kg("review", "undo", "-w", workspace.path).out.splitlines()
    assert [line.split()[1] for line in listed] == ["merges", "additions", "additions"]
    assert kg("review", "undo", "2", "3", "-w", workspace.path).code == 0
    assert set(waiting(kg, workspace)) == {"relation", "measure"}
    assert tasks(kg, workspace) == []


def test_a_rejected_candidate_is_asked_no_more(kg, workspace, server, propose):
    server.says(GOOD)
    propose("a")
    name = waiting(kg, workspace)["measure"]["id"]
    assert kg("review", "reject", name, "--later", "-w", workspace.path).code == 0
    assert set(waiting(kg, workspace)) == {"relation", "merge"}
    assert "3 candidates, 0 of them new" in propose("a").err
    assert set(waiting(kg, workspace)) == {"relation", "merge"}
    again = kg("review", "confirm", name, "-w", workspace.path)
    assert (again.code, f"{name}: no such candidate waits" in again.err) == (2, True)


def test_an_addition_waits_where_its_sentence_has_gone(kg, workspace, server, propose, tmp_path):
    server.says(GOOD[:1])
    propose("a")
    kg("review", "confirm", waiting(kg, workspace)["relation"]["id"], "-w", workspace.path)
    (tmp_path / "a.txt").write_text(f"一篇文章\n{ONE}\n", encoding="utf-8")
    got = kg("build", "-w", workspace.path, "--jobs", 1)
    assert "waits: its sentence is no longer there" in got.err
    assert "支持" not in kg("show", "子产业", "-w", workspace.path).out


def test_the_same_question_is_asked_once(server, propose):
    server.says(GOOD)
    assert propose().code == 0
    asked = len(server.seen)
    got = propose()
    assert len(server.seen) == asked
    assert "0 questions for 0 tokens" in got.err


def test_the_limit_of_tokens_ends_it_and_keeps_what_was_answered(workspace, server, propose):
    server.says(GOOD)
    got = propose("--most-tokens", 10)
    assert (got.code, len(server.seen)) == (1, 0)
    assert "refused: a: the limit of 10 tokens is reached (raise --most-tokens and run it again)" in got.err
    assert "not all was asked" in got.err
    assert candidates.load(workspace.candidates) == ()


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        ({"status": 500}, "the model's server answered 500"),
        ({"status": 302}, "the model's server answered 302"),
        ({"status": 401}, "the model's server answered 401"),
        ({"wait": 1.0}, "the model's server did not answer within 0.2 seconds"),
        ({"raw": b"<html>"}, "the model's server answered something else than a chat completion"),
        ({"raw": b"[]"}, "the model's server answered something else than a chat completion"),
        ({"text": "抱歉，我不能。"}, "the model answered no list of candidates"),
        ({"text": '{"candidates": [{"kind": '}, "the model answered no list of candidates"),
    ],
)
def test_what_fails_is_one_line_a_document_and_the_rest_goes_on(kg, workspace, server, propose, change, fact):
    for name, value in change.items():
        setattr(server, name, value)
    got = propose("--patience", 0.2)
    assert got.code == 1
    assert [line.partition(": ")[2].partition(": ")[0] for line in got.err.splitlines() if fact in line] == [
        "a",
        "b",
    ]
    assert "Traceback" not in got.err
    server.status, server.wait, server.raw = 200, 0.0, None
    if "text" not in change:
        server.says(GOOD)
        assert propose().code == 0
        assert set(waiting(kg, workspace)) == {"relation", "measure", "merge"}


def test_words_around_the_answer_do_no_harm(server, propose):
    server.says(GOOD)
    server.text = f"好的：\n```json\n{server.text}\n```"
    assert "3 candidates" in propose("a").err


def test_the_key_comes_from_the_surroundings_and_is_kept_nowhere(workspace, server, propose, monkeypatch):
    server.says([])
    missing = propose("--key-from", "TOY_KEY")
    assert (missing.code, "TOY_KEY: no key stands in this environment variable" in missing.err) == (2, True)
    monkeypatch.setenv("TOY_KEY", "open-sesame")
    got = propose("--key-from", "TOY_KEY", "a")
    assert server.seen[0][1] == "Bearer open-sesame"
    assert "open-sesame" not in got.err
    files = [path for path in workspace.path.rglob("*") if path.is_file()]
    assert not any(b"open-sesame" in path.read_bytes() for path in files)


def test_wrong_calls_are_told(kg, workspace, propose, server):
    assert "nope: no document has this id" in propose("nope").err
    got = kg("propose", "--address", "localhost", "--model", "x", "-w", workspace.path)
    assert (got.code, "localhost: not an address of a server" in got.err) == (2, True)
    workspace.candidates.write_text('{"kind": 1}\n', encoding="utf-8")
    server.says(GOOD)
    assert "line 1 is no candidate" in propose("a").err
    workspace.candidates.unlink()
    one = {"document": "a", "sentence": "x", "subject": "y", "relation": "loves", "object": "z"}
    for status, fact in (("planned", "no such relation: loves"), ("soon", "no such status: soon")):
        text = json.dumps({"additions": [{**one, "status": status}]})
        workspace.decisions.write_text(text, encoding="utf-8")
        got = kg("build", "-w", workspace.path, "--jobs", 1)
        assert (got.code, fact in got.err) == (2, True)
