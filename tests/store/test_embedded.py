"""The embedded store: whole or not at all, copied without touching the source, limits kept, tampering found."""

import json
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import QueryError, StoreError
from kg.rdf.ntriples import Stream, checksum, ordered
from kg.store import embedded
from kg.store.worker import Worker
from kg.terms import Value
from tests import sample

LINES = [f'<http://a/{i}> <http://a/p> "云{i}" .\n' for i in range(500)]


def _dump(folder):
    store = embedded.Embedded(folder)
    lines = list(store.nquads())
    store.close()
    return lines


def test_build_counts_each_line_once(tmp_path):
    state = embedded.build(tmp_path / "s", LINES + LINES[:100])
    assert state == embedded.state(tmp_path / "s") == embedded.State(*checksum(LINES))
    assert _dump(tmp_path / "s") == sorted(LINES)


def test_what_is_written_once_is_not_read_back(tmp_path, monkeypatch):
    """The checksum is summed while lines pass; the store is read back only where some came twice."""
    read_back: list[ox.Store] = []
    dumped = embedded._dumped

    def noted(store):
        read_back.append(store)
        return dumped(store)

    monkeypatch.setattr(embedded, "_dumped", noted)
    state = embedded.build(tmp_path / "once", iter(LINES))
    assert (state, read_back) == (embedded.State(*checksum(LINES)), [])
    assert embedded.build(tmp_path / "twice", LINES + LINES[:1]) == state
    assert read_back


@pytest.mark.parametrize("batch", [150, 599, 600, 601])
def test_what_is_loaded_in_parts_is_what_is_loaded_at_once(tmp_path, batch):
    state = embedded.build(tmp_path / "s", iter(LINES + LINES[:100]), batch)
    assert state == embedded.State(*checksum(LINES))
    assert _dump(tmp_path / "s") == sorted(LINES)


@pytest.mark.parametrize("code", [*range(0x100), 0x2028, 0xFEFF, 0xFFFE, 0xFFFF, 0xE000, 0x1F600, 0x10FFFF])
def test_what_is_dumped_is_what_oxigraph_writes(code):
    store = ox.Store()
    store.add(
        ox.Quad(
            ox.NamedNode("http://a/s"),
            ox.NamedNode("http://a/p"),
            ox.Literal(f"a{chr(code)}b", language="zh"),
        )
    )
    dumped = store.dump(format=ox.RdfFormat.N_QUADS)
    assert "".join(embedded._dumped(store)).encode() == dumped
    assert [line for part in embedded._parts(store) for line in part] == [dumped]


def test_the_tables_of_a_large_store_are_merged(tmp_path, monkeypatch):
    """As many tables as there are kinds of them, with the same statements."""
    embedded.build(tmp_path / "small", LINES, 100)
    monkeypatch.setattr(embedded, "MUCH", len(LINES))
    embedded.build(tmp_path / "large", LINES, 100)
    tables = [len(list((tmp_path / name).rglob("*.sst"))) for name in ("small", "large")]
    assert tables[1] < tables[0]
    assert _dump(tmp_path / "large") == _dump(tmp_path / "small")


def test_lines_may_be_left_before_their_end(tmp_path):
    embedded.build(tmp_path / "s", LINES)
    store = embedded.Embedded(tmp_path / "s")
    lines = store.lines()
    assert next(lines) in LINES
    lines.close()
    assert len(list(store.lines())) == len(LINES)
    store.close()


def test_build_refuses_a_folder_that_holds_a_store(tmp_path):
    embedded.build(tmp_path / "s", LINES)
    with pytest.raises(StoreError, match="a store is there already"):
        embedded.build(tmp_path / "s", LINES)


def test_apply_to_a_copy_leaves_the_source_alone(tmp_path):
    embedded.build(tmp_path / "a", LINES)
    embedded.copy(tmp_path / "a", tmp_path / "b")
    new = '<http://a/new> <http://a/p> "x" .\n'
    state = embedded.apply(tmp_path / "b", LINES[:10], [new, LINES[20]])
    assert _dump(tmp_path / "a") == sorted(LINES)
    assert _dump(tmp_path / "b") == sorted([*LINES[10:], new])
    assert state == embedded.State(*checksum([*LINES[10:], new]))


def test_a_copy_of_a_changed_copy_is_whole(tmp_path):
    embedded.build(tmp_path / "s0", LINES[:1])
    for i in range(1, 5):
        embedded.copy(tmp_path / f"s{i - 1}", tmp_path / f"s{i}")
        embedded.apply(tmp_path / f"s{i}", [], LINES[i : i + 1])
    assert _dump(tmp_path / "s4") == sorted(LINES[:5])


def test_unfinished_and_missing_and_newer_stores_are_refused(tmp_path):
    with pytest.raises(StoreError, match="no store"):
        embedded.Embedded(tmp_path / "none")
    embedded.build(tmp_path / "s", LINES)
    state = tmp_path / "s" / "store.json"
    state.write_text(json.dumps({**json.loads(state.read_text()), "format": 99}))
    with pytest.raises(StoreError, match="format 99"):
        embedded.Embedded(tmp_path / "s")
    state.unlink()
    with pytest.raises(StoreError, match="not finished"):
        embedded.Embedded(tmp_path / "s")


_killed = """
import sys
from pathlib import Path
from kg.store import embedded
from kg.store.worker import Worker
def lines():
    for i in range(60000):
        if i == 30000:
            print("half", flush=True)
        yield f'<http://a/{i}> <http://a/p> "x" .\\n'
embedded.build(Path(sys.argv[1]), lines())
print("done", flush=True)
"""


@pytest.mark.parametrize("wait", [0.0, 0.05])
def test_a_build_that_is_killed_leaves_no_store(tmp_path, wait):
    process = subprocess.Popen(
        [sys.executable, "-c", _killed, str(tmp_path / "s")],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path.cwd(),
    )
    with process:
        assert process.stdout.readline() == "half\n"
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        finished = "done" in process.stdout.read()
    if not finished:
        with pytest.raises(StoreError):
            embedded.Embedded(tmp_path / "s")


def test_tampering_with_one_character_is_found(tmp_path):
    embedded.build(tmp_path / "s", LINES)
    store = ox.Store(str(tmp_path / "s" / "oxigraph"))
    (old,) = ox.parse(LINES[7].encode(), format=ox.RdfFormat.N_TRIPLES)
    store.remove(old)
    store.load(LINES[7].replace("云7", "去7").encode(), format=ox.RdfFormat.N_TRIPLES)
    store.flush()
    del store
    opened = embedded.Embedded(tmp_path / "s")
    assert not sample.intact(opened)
    opened.close()


@pytest.mark.parametrize("timeout", [None, 20])
def test_forms_of_answers_are_the_same_with_and_without_a_limit(store, timeout):
    name = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    rows = store.query(name + 'SELECT ?x ?y { ?x rdfs:label "氢能"@zh }', timeout)
    assert rows.variables == ("x", "y")
    assert list(rows) == [(Value("iri", "https://example.org/id/Industry/氢能"), None)]
    assert store.query("ASK { ?a ?b ?c }", timeout).truth is True
    made = store.query(name + 'CONSTRUCT { ?x rdfs:comment "1"@en } { ?x rdfs:label "氢能"@zh }', timeout)
    assert [o.language for _, _, o in made] == ["en"]
    with pytest.raises(QueryError, match="line 2, column"):
        store.query("SELECT *\n{ ?a ?b }", timeout)


def test_every_kind_of_term_comes_across_as_it_is(store):
    text = r"""SELECT ?a ?b ?c ?d ?e ?f ?g ?h ?i WHERE { VALUES (?a ?b ?c ?d ?e ?f ?g ?h ?i) {
        (1 -1.5 1e3 true "a\tb\nc\"d\\" "云\u2028\u0001"@zh-CN <http://x/云> UNDEF "1"^^<http://x/t>)
        (-7 0.0 "INF"^^<http://www.w3.org/2001/XMLSchema#double> false "" "<" <http://x/#> UNDEF "2027"^^<http://www.w3.org/2001/XMLSchema#gYear>) } }"""
    assert list(store.query(text, 20)) == list(store.query(text))
    for text in (
        "SELECT * WHERE {}",
        "SELECT ?x WHERE { VALUES ?x { UNDEF UNDEF } }",
        "SELECT ?x WHERE { VALUES ?x { } }",
    ):
        limited, free = store.query(text, 20), store.query(text)
        assert limited.variables == free.variables
        assert list(limited) == list(free)
    graph = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    assert sorted(store.query(graph, 20), key=str) == sorted(store.query(graph), key=str)


def test_an_answer_may_be_read_and_left_in_other_threads(store):
    result = store.query("SELECT * WHERE { ?s ?p ?o }", 20)
    rows = iter(result)
    read = []
    for _ in range(3):
        thread = threading.Thread(target=lambda: read.append(next(rows)))
        thread.start()
        thread.join()
    assert len(read) == 3


def test_a_query_is_killed_at_its_limit_and_the_next_one_answers(store):
    heavy = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    start = time.monotonic()
    with pytest.raises(QueryError, match=r"longer than 0\.5 seconds"):
        store.query(heavy, 0.5)
    assert time.monotonic() - start < 10
    assert store.query("ASK { ?a ?b ?c }", 20).truth


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such limit")
def test_a_query_that_asks_for_too_much_memory_is_ended(store, capfd):
    worker = Worker(store.folder / "oxigraph", memory=1 << 30)
    ten = [f"BIND (CONCAT({', '.join([f'?a{n}'] * 10)}) AS ?a{n + 1})" for n in range(10)]
    with pytest.raises(QueryError, match="more memory than it may have"):
        worker.query(f"SELECT (STRLEN(?a10) AS ?n) WHERE {{ BIND ('x' AS ?a0) {' '.join(ten)} }}", 60)
    assert next(iter(worker.query("SELECT (1 AS ?x) WHERE {}", 60)))[0].text == "1"
    worker.close()
    assert "memory" in capfd.readouterr().err


ONE = "SELECT (1 AS ?x) WHERE {}"


def killed(worker):
    """The worker's process is killed, as by anybody on the machine, and is known to be dead."""
    worker._process.kill()
    worker._process.wait()


@pytest.mark.parametrize("unsent", [b"", b"x" * 100])
def test_a_process_that_was_killed_while_idle_is_replaced(store, unsent):
    worker = Worker(store.folder / "oxigraph")
    for _ in range(3):
        assert next(iter(worker.query(ONE, 60)))[0].text == "1"
        worker._process.stdin.write(unsent)  # what a buffer holds cannot go out any more, and harms nothing
        killed(worker)
    assert next(iter(worker.query(ONE, 60)))[0].text == "1"
    worker.close()


def test_a_process_that_is_killed_at_its_query_is_told_and_replaced(store):
    worker = Worker(store.folder / "oxigraph")
    worker.query(ONE, 60)
    slow = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER (STRLEN(STR(?c)) < STRLEN(STR(?i))) }"
    threading.Timer(0.3, worker._process.kill).start()
    with pytest.raises(StoreError, match="the query process ended"):
        worker.query(slow, 60)
    assert next(iter(worker.query(ONE, 60)))[0].text == "1"
    worker.close()


def test_a_process_that_dies_before_its_first_answer_is_told_and_replaced(store, monkeypatch):
    worker = Worker(store.folder / "oxigraph")
    start = worker._start

    def stillborn():
        process = start()
        process.kill()
        return process

    monkeypatch.setattr(worker, "_start", stillborn)
    with pytest.raises(StoreError, match="the query process ended"):
        worker.query(ONE, 60)
    monkeypatch.setattr(worker, "_start", start)
    assert next(iter(worker.query(ONE, 60)))[0].text == "1"
    worker.close()


def test_a_long_answer_is_read_as_it_is_asked_for_and_may_be_left(store):
    text = 'SELECT * WHERE { VALUES ?a { 1 2 3 4 5 6 7 8 9 } ?s ?p ?o . BIND(CONCAT(STR(?o), "——————————") AS ?x) }'
    rows = iter(store.query(text, 60))
    assert len([row for _, row in zip(range(5), rows, strict=False)]) == 5
    del rows
    assert sum(1 for _ in store.query(text, 60)) == 9 * store.state.statements


def test_a_closed_store_says_so(built):
    store = embedded.Embedded(built)
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.query("ASK { ?a ?b ?c }")


def test_ordered_sorts_beyond_memory():
    lines = [f"{i:03}\u2028\x85\n" for i in (5, 3, 9, 1, 7, 2, 2)]
    assert list(ordered(lines, chunk=2)) == sorted(lines)
    assert list(ordered([], chunk=2)) == []


def test_stream_gives_all_bytes_in_any_portions():
    stream = Stream(["云\n"] * 3000)
    assert b"".join(iter(lambda: stream.read(7), b"")) == "云\n".encode() * 3000


def test_checksum_follows_changes_without_order():
    _, whole = checksum(LINES)
    _, part = checksum(LINES[100:])
    assert checksum(reversed(LINES))[1] == whole
    assert checksum(LINES[:100], whole, -1)[1] == part
