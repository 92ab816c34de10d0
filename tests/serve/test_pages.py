"""The pages: the explorer, the query page, a thing in three forms; a graph that is built meanwhile; text as text."""

import ast
import json
import re
import shlex
from dataclasses import replace

import pytest
import rdflib

from kg.model import Entity
from kg.serve.present import Present
from tests import sample
from tests.sample import BASE, iri
from tests.serve.conftest import fill

REGION = iri("Region", "云港市")


def rows(client, text="", **more):
    """The records of a query."""
    return client.get("/query.json", params={"text": text, **more}).json()


def part(client, **asked):
    """What the query page is given for a query."""
    return client.post("/query/result", data=asked, headers={"accept-language": "en"})


def test_the_first_page_is_the_briefing_with_a_way_to_the_workbench(client):
    response = client.get("/")
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert '<a class="button" href="/explore">工作台</a>' in response.text
    assert "云港市" in response.text
    again = client.get("/", headers={"if-none-match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_briefing_is_made_once_for_a_graph(client, world, monkeypatch):
    made: list[object] = []
    from kg.serve import present

    real = present.html  # type: ignore[attr-defined]
    monkeypatch.setattr(present, "html", lambda *given: made.append(1) or real(*given))  # type: ignore[func-returns-value]
    assert client.get("/").text == client.get("/").text
    assert len(made) == 1
    fill(world.path, "store-2", sample.lines(slices=sample.without(sample.world(), "news-2025")))
    assert "临海大桥" not in client.get("/").text
    assert len(made) == 2


def test_a_graph_that_is_built_meanwhile_is_seen_by_the_next_request(client, world):
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?d a rdp:Source }"
    assert rows(client, count) == [{"n": 3}]
    fill(world.path, "store-2", sample.lines(slices=sample.without(sample.world(), "news-2025")))
    assert rows(client, count) == [{"n": 2}]


def test_requests_on_their_way_keep_the_graph_that_they_began_with(world):
    present = Present(world)
    with present.use() as old:
        fill(world.path, "store-2", sample.lines(slices=sample.without(sample.world(), "news-2025")))
        with present.use() as new:
            assert old is not new
            assert old.retired
            with old.reader() as reader:
                (row,) = old.ask(reader, "SELECT (COUNT(*) AS ?n) WHERE { ?d a rdp:Source }", 20)
                assert row[0].text == "3"
    present.close()
    with pytest.raises(Exception, match="is closed"):
        old.graph.store.query("ASK {}")


def test_without_a_graph_it_says_so(client, world):
    (world.path / "current").unlink()
    response = client.get("/query")
    assert response.status_code == 503
    assert response.text.startswith(f"{world.path}/current: damaged\ntry: kg build")


def test_rows_come_with_labels_or_addresses(client):
    text = "SELECT ?s ?v ?u WHERE { ?s rdp:develops ?o OPTIONAL { ?s rdp:nothing ?u } BIND (7 AS ?v) } ORDER BY ?s"
    assert rows(client, text, language="en")[0] == {"s": "Yungang", "v": 7, "u": None}
    assert rows(client, text, labels="no")[0]["s"] == REGION
    page = part(client, text=text).text
    assert f'title="{REGION}">Yungang</a>' in page
    assert '<td class="unbound">—</td>' in page
    assert rows(client, "ASK {}") == [{"truth": "true"}]


def test_named_questions_are_bound_and_told(client):
    page = client.get("/query").text
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])
    assert {"targets", "industries"} <= set(data["questions"])
    assert data["questions"]["targets"]["title"] == "各年份的目标"
    assert data["questions"]["targets"]["parameters"][0]["optional"] is True
    asked = {"question": "targets", "p.subject": "氢能产业", "p.from": "2027", "p.until": " "}
    assert [row["value"] for row in client.get("/query.json", params=asked).json()] == [300]
    assert iri("Industry", "氢能") in part(client, **asked).text
    wrong = part(client, question="targets", **{"p.from": "soon"})
    assert (wrong.status_code, "not a year" in wrong.json()["fact"]) == (400, True)
    assert "no such question" in part(client, question="nonsense").json()["fact"]
    missing = part(client, question="targets", **{"p.subject": "没有此物"})
    assert "nothing in the graph has this name" in missing.json()["fact"]


def test_every_question_of_the_book_is_on_the_page_in_both_languages(client):
    zh, en = (client.get(f"/query?language={language}").text for language in ("zh", "en"))
    assert zh.count("<option") == en.count("<option") > 10
    assert ">各年份的目标</option>" in zh
    assert ">Targets by year</option>" in en


@pytest.mark.parametrize(
    ("accept", "title"), [("zh-CN,zh;q=0.9", "查询"), ("en-GB,en;q=0.5", "Query"), ("", "查询")]
)
def test_the_page_speaks_the_language_of_the_browser(client, accept, title):
    assert f"<h1>{title}</h1>" in client.get("/query", headers={"accept-language": accept}).text


def test_a_page_cuts_rows_and_says_so_and_a_file_has_them_all(client, monkeypatch):
    from kg.serve.asking import answer

    monkeypatch.setattr(answer, "LIMIT", 100)
    text = "SELECT ?a WHERE { ?a ?b ?c } LIMIT 150"
    assert "The first 100 rows" in part(client, text=text).text
    assert len(rows(client, text)) == 150


def test_an_answer_is_sorted_narrowed_and_paged(client):
    text = "SELECT ?s ?o WHERE { ?s rdp:develops ?o } ORDER BY ?s ?o"

    def shown(**more):
        return re.findall(
            r'title="[^"]+">([^<]+)</a>', client.post("/query/result", data={"text": text, **more}).text
        )

    assert shown() == shown(sort="nothing") == ["云港市", "氢能", "云港市", "海工装备", "海州区", "氢能"]
    assert shown(words="海州") == ["海州区", "氢能"]
    assert shown(sort="o")[::2] != shown(sort="-o")[::2]
    page = part(client, text="SELECT ?a WHERE { ?a ?b ?c } LIMIT 250", page="3").text
    assert "page 3 of 3, 250 rows" in page
    assert page.count("<tr>") == 51


@pytest.mark.parametrize(
    ("text", "view", "drawn"),
    [
        ("SELECT ?s (COUNT(?o) AS ?n) { ?s rdp:develops ?o } GROUP BY ?s", "chart", 'class="bars"'),
        ("SELECT ?s ?o { ?s rdp:develops ?o }", "matrix", 'class="matrix"'),
        (
            "SELECT ?y (COUNT(?f) AS ?n) { ?f a rdp:Figure ; rdp:year ?y } GROUP BY ?y",
            "timeline",
            'aria-label="2027: 1"',
        ),
        ("SELECT ?s ?o { ?s rdp:develops ?o }", "graph", 'class="drawing network"'),
        ("CONSTRUCT { ?s rdp:builds ?o } WHERE { ?s rdp:builds ?o }", "graph", "<title>临海大桥</title>"),
        ('SELECT ?p (7 AS ?n) { VALUES ?p { "天津市" "上海" } }', "map", "<title>天津: 7</title>"),
    ],
)
def test_what_can_be_drawn_is_drawn(client, text, view, drawn):
    page = client.post("/query/result", data={"text": text, "view": view}).text
    assert drawn in page
    assert f"view={view}" in page


def test_mistakes_are_told_with_their_place_and_the_near_term(client):
    page = part(client, text="SELECT ?s ?lable {\n ?s rdp:devlops ?label }").text
    assert 'data-line="2" data-column="5"' in page
    assert "did you mean rdp:develops?" in page
    assert "?lable is never bound" in page
    wrong = client.post("/query/result", data={"text": "SELECT ?s WHERE {"})
    assert wrong.status_code == 400
    assert wrong.json() == {
        "fact": "不是有效的 SPARQL 1.1：第 1 行第 18 列，行末",
        "hint": "",
        "line": 1,
        "column": 18,
    }


def test_names_are_completed(client):
    found = client.get("/query/names", params={"words": "深蓝"}).json()
    assert (found[0]["iri"], found[0]["label"]) == (iri("Research", "深蓝实验室"), "深蓝实验室")
    assert client.get("/query/names").json() == []


def test_the_code_for_others_holds_the_text_as_it_is():
    from kg.serve.asking.answer import code

    text = 'SELECT ?s {\n ?s rdfs:label "a\'b"@zh }'
    told = code(text, "http://127.0.0.1/", ("s",))
    assert shlex.split(told["curl"])[-1] == f"query={text}"
    line = next(line for line in told["Python"].split("\n") if line.startswith("text = "))
    assert ast.literal_eval(line.removeprefix("text = ")) == text


def test_only_our_own_files_may_run_and_nothing_is_asked_of_others(client):
    for address in ("/query", "/explore", "/documents", f"/entity?iri={REGION}", "/nowhere"):
        response = client.get(address, headers={"accept": "text/html"})
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
        assert "unsafe" not in policy
        assert not re.search(r"""(src|href)=["']?(https?:)?//""", response.text)
        assert not re.search(r"\son\w+=|\sstyle=|<script>", response.text)


def test_files_of_the_pages_are_ours_alone(client):
    style = client.get("/assets/style.css")
    assert style.headers["content-type"] == "text/css; charset=utf-8"
    assert (
        client.get("/assets/style.css", headers={"if-none-match": style.headers["etag"]}).status_code == 304
    )
    for name in ("../frame.html", "%2e%2e/frame.html", "nothing.js", "/etc/passwd"):
        assert client.get(f"/assets/{name}").status_code == 404


def test_a_thing_as_a_page(client):
    text = client.get(
        "/entity", params={"iri": REGION, "language": "zh"}, headers={"accept": "text/html"}
    ).text
    assert "<h1>云港市</h1>" in text
    assert "云港、港城" in text
    assert '<span class="tag planned">计划中 2</span>' in text
    assert (
        '<mark class="subject">云港市</mark>培育<mark class="object">氢能</mark>、海工装备等未来产业。'
        in text
    )
    assert 'href="/#/entity/Region%2F%E4%BA%91%E6%B8%AF%E5%B8%82"' in text
    other = client.get(
        "/entity", params={"iri": iri("Industry", "氢能")}, headers={"accept": "text/html"}
    ).text
    assert "发展主体为" in other
    assert "300" in other


def test_a_thing_as_turtle_and_json(client):
    turtle = client.get("/entity", params={"iri": REGION}, headers={"accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=turtle.text, format="turtle")
    assert (rdflib.URIRef(REGION), rdflib.RDFS.label, rdflib.Literal("云港市", "zh")) in graph
    found = client.get("/entity", params={"iri": REGION}, headers={"accept": "application/json"}).json()
    assert (found["label"], found["type"], found["code"]) == ("云港市", "Region", "990100")
    link = next(one for one in found["links"] if one["label"] == "氢能")
    assert link["claims"][0]["quote"] == "云港市培育氢能、海工装备等未来产业。"


def test_whatever_has_statements_has_a_page(client):
    claim = f"{BASE}claim/plan-2024-0"
    text = client.get("/entity", params={"iri": claim}, headers={"accept": "text/html"}).text
    assert "云港市" in text
    assert f'href="/entity?iri={BASE.replace(":", "%3A").replace("/", "%2F")}' in text
    record = client.get("/entity", params={"iri": claim}, headers={"accept": "application/json"}).json()
    assert record["iri"] == claim
    for accept in ("text/html", "text/turtle", "application/json"):
        missing = client.get(
            "/entity", params={"iri": "http://x/nothing> ?p ?o . <x:y"}, headers={"accept": accept}
        )
        assert missing.status_code == 404
    assert client.get("/entity").status_code == 400
    assert client.get("/entity", params={"iri": REGION}, headers={"accept": "image/png"}).status_code == 406


def test_hostile_names_and_sentences_are_text(client, world):
    name = "<script>alert(1)</script>"
    thing = Entity(iri("Project", "x"), "Project", name, aliases=('"><img src=x onerror=alert(2)>',))
    bridge = iri("Project", "临海大桥")
    entities = [replace(e, label=name) if e.iri == bridge else e for e in (*sample.ENTITIES, thing)]
    fill(world.path, "store-2", sample.lines(entities))
    for address in (thing.iri, bridge, REGION):
        text = client.get("/entity", params={"iri": address}, headers={"accept": "text/html"}).text
        assert "<script>alert" not in text
        assert "<img" not in text
    assert "&lt;script&gt;alert(1)" in text
