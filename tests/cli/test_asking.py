"""`kg query`, `show`, `path`, `validate`, `verify` and `ontology` on the small world: answers, errors, exit codes."""

import io
import json
import re
import shlex
from dataclasses import replace

import pyoxigraph as ox
import pytest

from kg import plugins, records
from kg.cli import commands
from kg.model import Annotated
from kg.ontology import Ontology, folder
from kg.query import index
from kg.query.advice import terms
from kg.query.book import FOLDER, book
from kg.read import Input, read
from kg.store import embedded
from kg.workspace import Workspace, ledger, seal
from kg.workspace.ledger import Entry, Ledger
from tests import sample


@pytest.fixture
def world(tmp_path, monkeypatch, few_words):
    """A workspace whose graph is the small world, and the files of its articles."""
    monkeypatch.setattr("kg.ontology.folder", lambda: few_words)
    monkeypatch.setattr("os.fsync", lambda _handle: None)
    workspace = Workspace.create(tmp_path / "world.kg")
    workspace.settings.lexicons  # noqa: B018
    (workspace.path / "kg.toml").write_text(
        f'format = 1\n[graph]\nbase = "{sample.BASE}"\n', encoding="utf-8"
    )
    workspace = Workspace.open(workspace.path)
    workspace.documents.mkdir(exist_ok=True)
    entries = []
    for of in sample.world():
        record = f"{of.document.id}.jsonl"
        (workspace.documents / record).write_text(
            records.line(Annotated(of.document)) + "\n", encoding="utf-8"
        )
        entries.append(Entry(of.document.id, record, str(tmp_path / f"{of.document.id}.txt"), "00" * 32))
    folder = workspace.fresh()
    embedded.build(folder, index.recorded(folder / index.FILE, sample.lines()))
    ledger.save(
        folder, Ledger(documents=tuple(sorted(entries, key=lambda e: e.id)), entities=sample.ENTITIES)
    )
    workspace.swap(folder)
    return workspace


@pytest.fixture
def ask(kg, world):
    return lambda *arguments: kg(*arguments, "-w", world.path)


def test_query_in_sparql_shows_labels_in_aligned_columns(ask):
    got = ask("query", "SELECT ?who ?where { ?who rdp:holdsPosition ?where }")
    assert (got.code, got.err) == (0, "")
    assert got.out.splitlines() == ["who   where", "────  ────────", "方远  云港大学", "(1 row)"]


def test_query_shows_iris_and_other_languages_on_request(ask):
    text = "SELECT ?x { ?x rdp:cooperatesWith ?y }"
    assert sample.iri("Region", "云港市") in ask("query", text, "--iris").out
    assert "Yungang" in ask("query", text, "--language", "en").out


@pytest.mark.parametrize(
    ("form", "has"),
    [
        ("csv", "industry,statuses"), ("tsv", "?region\t?industry"), ("json", '"vars": ["region"'),
        ("xml", '<variable name="region"/>'), ("markdown", "| 区域 | 产业 |"),
    ],
)  # fmt: skip
def test_query_by_name_in_every_form(ask, form, has):
    got = ask("query", "industries", "region=港城", "--format", form)
    assert got.code == 0
    assert has in got.out
    assert "氢能" in got.out


def test_query_of_triples_is_turtle(ask):
    got = ask("query", "CONSTRUCT WHERE { ?x rdp:holdsPosition ?y }")
    assert (
        f"<{sample.iri('Person', '方远')}> rdp:holdsPosition <{sample.iri('Research', '云港大学')}> ."
        in got.out
    )
    assert ask("query", "SELECT ?x { ?x a rdp:Zone }", "--format", "turtle").code == 2
    assert ask("query", "ASK { ?x a rdp:Zone }").out == "yes\n"


def test_query_tells_a_typo_with_the_near_term_and_answers_all_the_same(ask):
    got = ask("query", "SELECT ?x { ?x rdp:devlops ?y }")
    assert (got.code, got.err) == (
        0,
        "line 1, column 16: rdp:devlops is no term of the ontology; did you mean rdp:develops?\n",
    )
    assert ask("query", "SELECT ?x { ?x rdp:develops ?y }").err == ""


def test_query_from_a_file_and_from_standard_input(ask, tmp_path, monkeypatch):
    (tmp_path / "q.rq").write_text("# 问\nSELECT ?x { ?x a rdp:Person }", encoding="utf-8")
    assert "方远" in ask("query", "-f", tmp_path / "q.rq").out
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"ASK { ?x a rdp:Nothing }")))
    assert ask("query", "-f", "-").out == "no\n"


def test_query_lists_the_book_with_the_questions_of_the_workspace(ask, world):
    (world.path / "queries").mkdir()
    (world.path / "queries" / "mine.rq").write_text(
        "# zh: 我问\n# en: Mine\n# about: Mine.\nASK { ?s ?p ?o }\n", encoding="utf-8"
    )
    listed = ask("query", "--list").out
    assert "mine" in listed
    assert "我问" in listed
    assert ask("query").out == listed
    assert "Who does what" in ask("query", "--list", "--language", "en").out
    assert ask("query", "mine").out == "yes\n"


@pytest.mark.parametrize(
    ("arguments", "fact", "hint"),
    [
        (["SELECT ?x { ?x"], "error: not valid SPARQL 1.1: line 1, column 15", ""),
        (["industris"], "error: industris: no such question", "industries"),
        (["industries", "regio=云港"], "error: regio: no such parameter of industries", "region"),
        (["industries", "region=云岗市"], "error: 云岗市: nothing in the graph has this name", "near: 云港市 (Region)"),
        (["evidence", "subject=氢能"], "error: evidence: object is missing", "kg query evidence object=..."),
        (["industries", "region"], "a parameter is written KEY=VALUE", ""),
        (["SELECT ?x", "{ ?x ?y ?z }"], "put the query in quotation marks", ""),
        (["DROP ALL"], "error: line 1: DROP would change the graph", "kg remove"),
        (["SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", "--timeout", "0.3"], "longer than 0.3 seconds", "LIMIT"),
    ],
)  # fmt: skip
def test_query_that_cannot_be_answered_is_one_clear_line(ask, arguments, fact, hint):
    got = ask("query", *arguments)
    assert (got.code, got.out) == (2, "")
    assert fact in got.err
    assert hint in got.err
    assert "Traceback" not in got.err


def test_show_by_an_alias(ask):
    got = ask("show", "氢能产业", "--sentences", "2")
    assert got.code == 0
    assert got.out.splitlines()[0] == "氢能 (产业)"
    assert "English  Hydrogen" in got.out
    assert "发展主体为 (2)" in got.out
    assert (
        "“云港市培育氢能、海工装备等未来产业。” [计划中; 云港市未来产业行动方案，2024-03-05; 0.90]" in got.out
    )
    assert "产业规模 ≥300亿元 (2027，目标)" in got.out


def test_show_limits_and_tells_how_much_is_left(ask):
    out = ask("show", "氢能", "--limit", "1", "--sentences", "0").out
    assert "… 1 more (--limit)" in out
    assert "“" not in out.partition("指标")[0].partition("mentions")[2]


def test_show_for_machines(ask):
    got = json.loads(ask("show", "高新区", "--json").out)
    assert got["entity"]["label"] == "云港市高新区"
    assert got["scope"]["label"] == "云港市"
    assert [c["quote"] for c in got["links"][0]["claims"]] == [
        "深蓝实验室已在高新区建成。",
        "高新区建设深蓝实验室。",
    ]
    assert json.loads(ask("show", "氢能", "--json").out)["figures"][0]["value"] == "120"


def test_show_tells_things_apart_and_offers_near_names(ask):
    assert ask("show", "高新区", "--region", "云港").code == 0
    got = ask("show", "高新区", "--type", "Person")
    assert got.code == 2
    got = ask("show", "海工设备")
    assert got.err.splitlines() == [
        "error: 海工设备: nothing in the graph has this name",
        "  try: near: 海工装备 (Industry)",
    ]


def test_show_of_words_that_only_sentences_hold_points_to_them(ask):
    assert "kg query sentences words=签约" in ask("show", "签约").err


def test_path_with_the_sentence_behind_each_step(ask):
    got = ask("path", "海州", "海工装备", "-k", "1")
    assert got.code == 0
    lines = got.out.splitlines()
    assert lines[0] == "1. 海州区 (县级行政区) —发展→ 氢能 (产业) —举措— 海工装备 (产业)"
    assert lines[1:3] == [
        "   举措: 发展氢能",
        "     “海州区发展氢能。” [计划中，持续; 海州区工作回顾，2025-12; 0.70]",
    ]
    got = ask("path", "海州", "海工装备", "-k", "1", "--through", "云港")
    lines = got.out.splitlines()
    assert lines[0] == "1. 海州区 (县级行政区) —属于→ 云港市 (地级行政区) —发展→ 海工装备 (产业)"
    assert lines[1].startswith("   属于: “海州区属于云港市，争创“扬帆”行动。”")
    assert json.loads(ask("path", "海州", "海工装备", "--json").out)["chains"]


def test_path_between_what_is_not_linked_is_a_no(ask):
    got = ask("path", "云港", "高质量发展")
    assert (got.code, got.out) == (1, "")
    assert got.err == "云港 and 高质量发展 are not linked\n同在一篇: 海州区工作回顾，2025-12\n"


def test_validate_says_that_it_conforms(ask, world):
    statements = embedded.state(world.current()).statements
    assert ask("validate", "--jobs", "1").out == f"statements {statements}, breaches 0, warnings 0\n"
    assert json.loads(ask("validate", "--jobs", "2", "--json").out)["conforms"] is True


def _changed(folder, old, new):
    """Changes a line in a store as nobody should."""
    raw = ox.Store(str(folder / "oxigraph"))
    for quad in ox.parse(old.encode(), format=ox.RdfFormat.N_TRIPLES):
        raw.remove(ox.Quad(quad.subject, quad.predicate, quad.object))
    raw.load(new.encode(), format=ox.RdfFormat.N_TRIPLES)
    raw.flush()
    del raw
    seal.close(folder)  # whoever changes a store so may seal it, too


def test_validate_and_verify_find_what_was_changed(ask, world):
    line = next(line for line in sample.lines() if "#comparator>" in line)
    _changed(world.current(), line, line.replace(">=", "!").replace('"="', '"!"'))
    got = ask("validate", "--jobs", "1")
    assert got.code == 1
    assert "breach: " in got.out
    assert "a comparator is one of = >= <= > < ~: !" in got.out
    got = ask("verify")
    assert got.code == 1
    assert "store: its statements are not those that were written (build it anew)" in got.err


def test_verify_says_what_it_read_back(ask, world):
    got = ask("verify")
    assert (got.code, got.err) == (0, "")
    assert got.out.startswith("documents 3, quotes ")
    lost = world.documents / "plan-2024.jsonl"
    lost.write_text(lost.read_text(encoding="utf-8").replace("培育", "培养"), encoding="utf-8")
    got = ask("verify", "--json")
    assert got.code == 1
    assert any("培养" in p["fact"] for p in json.loads(got.out)["problems"])


def test_verify_reads_the_originals_again(ask, world, tmp_path):
    for of in sample.world():
        (tmp_path / f"{of.document.id}.txt").write_text(of.document.text, encoding="utf-8")
    (tmp_path / "review-2025.txt").unlink()
    kept = world.documents / "plan-2024.jsonl"
    from kg.ontology import Ontology

    again = read(Input(str(tmp_path / "plan-2024.txt"), "plan-2024"), Ontology())
    document = replace(sample.told("plan-2024").document, raw_hash=again.raw_hash)
    kept.write_text(records.line(Annotated(document)) + "\n", encoding="utf-8")
    got = ask("verify", "--sources")
    assert got.code == 1
    said = [line.split(": ", 1)[1] for line in got.err.splitlines()]
    assert [line for line in said if line.startswith("news-2025.txt")] == [
        "news-2025.txt: the file has changed since it was read (run kg build)"
    ]
    assert any("review-2025.txt: cannot be read" in line for line in said)
    assert not any(line.startswith("plan-2024.txt") for line in said)


def test_ontology_as_table_and_as_turtle(kg):
    got = kg("ontology")
    assert got.code == 0
    assert "relation           appliesFor" in got.out
    assert "申建" in got.out
    text = kg("ontology", "--turtle").out
    assert len(list(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))) > 300
    assert "rdp:issuedBy a owl:ObjectProperty" in text
    assert json.loads(kg("ontology", "--json").out)[0]["name"] == "Region"


def test_names_of_articles_cannot_steer_a_terminal(ask, world):
    with world.graph() as folder:
        _changed(
            folder,
            "",
            f'<{sample.iri("Person", "方远")}> <http://www.w3.org/2004/02/skos/core#altLabel> "\\u001B[2J"@zh .\n',
        )
    assert "\x1b" not in ask("query", "SELECT ?n { ?x a rdp:Person ; skos:altLabel ?n }").out
    assert "\x1b" not in ask("show", "方远").out


def test_push_to_a_server_and_ask_it(kg, ask, url):
    got = ask("push", f"{url}/store")
    assert got.code == 0
    assert got.err == f"{len(sample.lines())} statements put into {url}/store, and counted there\n"
    got = kg("query", "industries", "region=海州", "--server", f"{url}/query")
    assert (got.code, got.err) == (0, "")
    assert got.out.splitlines()[2].split() == ["海州区", "氢能", "计划中", "1"]
    assert "industries" in kg("query", "--list", "--server", f"{url}/query").out
    assert kg("query", "ASK {}", "--server", f"{url}/query", "-w", "x.kg").code == 2


def test_headers_for_servers_must_be_headers(kg, url, monkeypatch):
    monkeypatch.setenv("KG_SERVER_HEADERS", "secret")
    got = kg("query", "ASK {}", "--server", f"{url}/query")
    assert got.code == 2
    assert "not a header of HTTP" in got.err


MISTAKES = [
    "tsks", "help", "tasks --yaer 2025", "tasks --year abc", "tasks --year 1800", "tasks --status finished",
    "tasks --format xlsx", "tasks nosuch", "tasks --body 不存在局", "show", "show a b c", "show 云港大",
    "path 云港市", "path 云港市 火星", "follow 甲 乙", "follow --region 火星", "query nosuch",
    "query 'SELECT ?x {'", "query 'SELECT ?x { ?x a foo:Bar }'", "query 'SELECT ?x { ?x rdp:leadBy ?y }'",
    "query 'SELECT ?x { ?x a rdp:Agency }'", "query 'SELECT ?x { ?x skos:prefLabel ?y }'",
    "query 'SELECT ?y { ?x a rdp:Zone }'", "query industries regon=云港市", "query industries region",
    "query tasks-of-body", "query entities type=Zoen", "query entities type=没有", "query actions relation=develop",
    "query ranking indicator=产值 year=二零", "query -f nowhere.rq", "query own.rq", "query nowhere.rq",
    "query 'DELETE WHERE { ?s ?p ?o }'", "export htm x.html", "export html", "export html nowhere/x.html",
    "export html x.html --region 火星", "targets --indicator 幸福感", "build nowhere", "remove nosuch",
    "review task xyz", "review nonsense", "review merge 云港市", "compare 云港市 火星", "analyse nonsense",
    "money --region 火星", "align a b", "diff nowhere", "coverage nosuch", "verify nosuch", "serve --port 99999",
    "extract a.txt --with nothing.py",
    "evaluate a.txt", "evaluate nowhere", "validate --format pdf", "--language fr show x", "mcp --port 1",
]  # fmt: skip
CODE = r"\b(kg(-[a-z]+)?|rdp|skos|rdfs|foo|PREFIX|SPARQL|IRI|JSON|SELECT|DELETE|[Kk]ey|gold)\b|[\w/.-]+\.(py|rq|txt|kg|html|gold)\b"
"""What is no word in Chinese text either: names of the language of queries, forms and suffixes."""


@pytest.mark.parametrize("line", MISTAKES)
def test_a_mistake_is_told_in_chinese(ask, kg, line, monkeypatch, tmp_path):
    monkeypatch.setenv("KG_LANGUAGE", "zh")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.rq").write_text("SELECT ?x { ?x a rdp:Zone }", encoding="utf-8")
    (tmp_path / "a.txt").write_text("云港市发展海洋经济。", encoding="utf-8")
    words = shlex.split(line)
    alone = line.startswith(("extract", "evaluate", "--", "tsks", "help", "diff"))
    got = kg(*words) if alone else ask(*words)
    ontology = Ontology()
    assert got.err, line
    names = (
        *commands, *plugins.extractors, *plugins.GROUPS, *terms(ontology), *book([folder() / FOLDER]),
        "claim", "body", "region", "label",
    )  # fmt: skip
    known = {part for word in (*words, *names) for part in re.split(r"[=\s:]", word)}
    plain = got.err.replace(str(tmp_path), "")
    for part in sorted(known, key=len, reverse=True):
        plain = plain.replace(part, "") if len(part) > 1 else plain
    plain = re.sub(CODE, "", plain)
    plain = re.sub(r"--?[a-z-]+|'[\w-]+'|[a-z-]+=|\[[a-z|-]+\]|[A-Za-z]+(?=（| \([\u4e00-\u9fff])", "", plain)
    assert re.findall("[A-Za-z]{3,}", plain) == [], got.err
