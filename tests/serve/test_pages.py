"""The pages: the explorer, the query page, a thing in three forms; a graph that is built meanwhile; text as text."""

import json
import re
from dataclasses import replace

import pytest
import rdflib

from kg.model import Entity
from kg.serve.present import Present
from tests import sample
from tests.sample import BASE, iri
from tests.serve.conftest import fill

REGION = iri("Region", "云港市")


def rows(client, **wanted):
    return client.post("/query/rows", json=wanted, headers={"accept-language": "en"})


def test_the_first_page_is_the_briefing_with_a_way_to_the_workbench(client):
    response = client.get("/")
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert '<a class="button" href="/explore">工作台</a>' in response.text
    assert "云港市" in response.text
    again = client.get("/", headers={"if-none-match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_briefing_is_made_once_for_a_graph(client, world, monkeypatch):
    made = []
    from kg.serve import present

    real = present.html
    monkeypatch.setattr(present, "html", lambda *given: made.append(1) or real(*given))
    assert client.get("/").text == client.get("/").text
    assert len(made) == 1
    fill(world.path, "store-2", sample.lines(slices=sample.without(sample.world(), "news-2025")))
    assert "临海大桥" not in client.get("/").text
    assert len(made) == 2


def test_a_graph_that_is_built_meanwhile_is_seen_by_the_next_request(client, world):
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?d a rdp:Source }"
    assert rows(client, text=count).json()["rows"][0][0]["text"] == "3"
    fill(world.path, "store-2", sample.lines(slices=sample.without(sample.world(), "news-2025")))
    assert rows(client, text=count).json()["rows"][0][0]["text"] == "2"


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


def test_rows_come_with_labels(client):
    answer = rows(
        client,
        text="SELECT ?s ?v ?u WHERE { ?s rdp:develops ?o OPTIONAL { ?s rdp:nothing ?u } BIND (7 AS ?v) } ORDER BY ?s",
        language="en",
    ).json()
    assert (answer["variables"], answer["more"]) == (["s", "v", "u"], False)
    assert answer["rows"][0][0] == {"kind": "iri", "text": REGION, "label": "Yungang"}
    assert answer["rows"][0][1]["datatype"].endswith("#integer")
    assert answer["rows"][0][2] is None


def test_named_questions_are_bound_and_told(client):
    page = client.get("/query").text
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])
    assert {"targets", "industries"} <= set(data["questions"])
    assert data["questions"]["targets"]["title"] == "各年份的目标"
    assert data["questions"]["targets"]["parameters"][0]["optional"] is True
    answer = rows(
        client, question="targets", values={"subject": "氢能产业", "from": "2027", "until": " "}
    ).json()
    assert iri("Industry", "氢能") in answer["text"]
    assert [row[answer["variables"].index("value")]["text"] for row in answer["rows"]] == ["300"]
    wrong = rows(client, question="targets", values={"from": "soon"})
    assert (wrong.status_code, "not a year" in wrong.json()["fact"]) == (400, True)
    assert "no such question" in rows(client, question="nonsense").json()["fact"]
    missing = rows(client, question="targets", values={"subject": "没有此物"})
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


def test_rows_are_cut_and_it_is_told(client):
    answer = rows(client, text="SELECT ?a WHERE { ?a ?b ?c . ?d ?e ?f } LIMIT 1001").json()
    assert (len(answer["rows"]), answer["more"]) == (1000, True)
    assert rows(client, text="ASK {}").json()["truth"] is True


def test_rows_refuse_what_the_page_does_not_send(client):
    assert client.post("/query/rows", data={"text": "ASK {}"}).status_code == 415
    assert (
        client.post("/query/rows", content="[]", headers={"content-type": "application/json"}).status_code
        == 400
    )
    wrong = client.post("/query/rows", json={"text": "SELECT ?s WHERE {"})
    assert wrong.json() == {"fact": "不是有效的 SPARQL 1.1：第 1 行第 18 列，行末", "hint": ""}


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
