"""The review page: off unless asked for, only for who has the token, only from our page; what is decided is kept and followed."""

import json
import re
from html import unescape

import pytest
import yaml
from starlette.testclient import TestClient

from kg.pipeline.build import build
from kg.pipeline.extraction import Options
from kg.propose.candidates import Candidate, save
from kg.serve.app import application
from kg.serve.review import Editing
from tests import sample
from tests.cli.test_review_tasks import PLAN, SETTINGS
from tests.sample import BASE, iri
from tests.serve.conftest import HOST, fill

CLAIM = f"{BASE}claim/plan-2024-0"


@pytest.fixture
def editing():
    return Editing("token", "page")


@pytest.fixture
def editor(world, editing):
    """A client that has opened the address with the token."""
    with TestClient(application(world, timeout=20, editing=editing), base_url=HOST) as client:
        assert client.get("/review?token=token").status_code == 200
        yield client


def decide(client, _page="page", **decision):
    return client.post("/review", json=decision, headers={"x-kg-page": _page, "accept-language": "en"})


def kept(workspace):
    return (
        yaml.safe_load(workspace.decisions.read_text(encoding="utf-8"))
        if workspace.decisions.exists()
        else {}
    )


def test_it_is_off_unless_asked_for(client, world):
    for response in (client.get("/review"), client.post("/review", json={"kind": "confirmed", "iri": CLAIM}),
                     client.post("/query/saved", json={"name": "x", "text": "ASK {}"})):  # fmt: skip
        assert (response.status_code, "--edit" in response.text) == (403, True)
    assert 'href="/review"' not in client.get("/explore").text
    assert kept(world) == {}


def test_only_the_token_opens_it_and_leaves_the_address(world, editing):
    with TestClient(application(world, editing=editing), base_url=HOST, follow_redirects=False) as client:
        for address in ("/review", "/review?token=", "/review?token=toke", "/review?token=tokén"):
            assert client.get(address).status_code == 403
        entered = client.get("/review?token=token")
        assert (entered.status_code, entered.headers["location"]) == (303, "/review")
        cookie = entered.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert client.get("/review").status_code == 200
        assert 'href="/review"' in client.get("/explore").text


@pytest.mark.parametrize(
    ("cookie", "headers", "status"),
    [
        ("", {"x-kg-page": "page"}, 403),
        ("other", {"x-kg-page": "page"}, 403),
        ("token", {}, 403),
        ("token", {"x-kg-page": "token"}, 403),
        ("token", {"x-kg-page": "page", "content-type": "text/plain"}, 415),
        ("token", {"x-kg-page": "page", "origin": "https://evil.example"}, 403),
        ("token", {"x-kg-page": "page", "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors"}, 403),
        ("token", {"x-kg-page": "page"}, 200),
    ],
)
def test_a_decision_comes_from_our_page_and_from_who_may(world, editing, cookie, headers, status):
    with TestClient(application(world, editing=editing), base_url=HOST) as client:
        if cookie:
            client.cookies.set("kg_edit", cookie)
        told = {"content-type": "application/json", **headers}
        content = f'{{"kind": "confirmed", "iri": "{CLAIM}"}}'
        assert client.post("/review", content=content, headers=told).status_code == status
    assert bool(kept(world)) == (status == 200)


def test_decisions_are_kept_and_leave_the_lists(editor, world):
    page = editor.get("/review?list=claims").text
    first = json.loads(unescape(re.search(r'data-decision="([^"]+)"', page)[1]))["iri"]
    assert decide(editor, kind="confirmed", iri=first).json() == {"kept": "confirmed"}
    assert kept(world) == {"confirmed": [{"claim": first}]}
    assert first not in editor.get("/review?list=claims").text
    assert decide(editor, kind="rejected", iri=first, note="why").status_code == 200
    assert kept(world) == {"rejected": [{"claim": first, "note": "why"}]}
    assert decide(editor, kind="merge", **{"this": "氢能", "is": "海工装备"}).status_code == 200
    assert (
        decide(
            editor, kind="distinct", this=iri("Region", "云港市"), other=iri("Region", "青岭市")
        ).status_code
        == 200
    )
    assert decide(editor, kind="rename", entity="临海大桥", label="临海跨海大桥").status_code == 200
    assert decide(editor, kind="split", entity="氢能", document="news-2025").status_code == 200
    assert set(kept(world)) == {"rejected", "merges", "distinct", "renames", "splits"}
    decided = editor.get("/review?list=decided").text
    assert decided.count(">撤销<") == 5
    assert "临海跨海大桥" in decided


def test_a_decision_is_taken_back_unless_others_came_between(editor, world):
    decide(editor, kind="rename", entity="临海大桥", label="大桥")
    told = "临海大桥"
    wrong = decide(editor, kind="undo", number="1", told=told)
    assert wrong.status_code == 409
    line = re.search(r'<td title="([^"]+)">临海大桥 → 大桥<', editor.get("/review?list=decided").text)[1]
    assert decide(editor, kind="undo", number="1", told=line).status_code == 200
    assert kept(world) in ({}, None)


@pytest.mark.parametrize(
    "decision",
    [
        {}, {"kind": "nonsense"}, {"kind": "merge", "this": "氢能"}, {"kind": "confirmed", "iri": "no/such"},
        {"kind": "rename", "entity": "临海大桥", "label": " "}, {"kind": "undo", "number": "x", "told": ""},
        {"kind": "merge", "this": "氢能", "is": "氢能"}, {"kind": "split", "entity": "氢能", "document": "none"},
    ],
)  # fmt: skip
def test_what_is_no_decision_is_told_and_nothing_kept(editor, world, decision):
    response = decide(editor, **decision)
    assert response.status_code in {400, 409}
    assert response.json()["fact"]
    assert kept(world) == {}


def test_a_query_is_saved_under_a_name_and_asked_by_it(editor, world):
    headers = {"x-kg-page": "page"}

    def save(**wanted):
        return editor.post("/query/saved", json=wanted, headers=headers)

    assert save(name="my-zones", text="SELECT ?z { ?z a rdp:Zone }", title="园区").status_code == 200
    assert editor.get("/query.json?question=my-zones").json() == [{"z": "云港市高新区"}]
    assert ">园区</option>" in editor.get("/query").text
    for wanted in (
        {"name": "../x", "text": "ASK {}"},
        {"name": "x", "text": " "},
        {"name": "targets", "text": "ASK {}"},
    ):
        assert save(**wanted).status_code in {400, 409}
    assert [path.name for path in (world.path / "queries").iterdir()] == ["my-zones.rq"]


def test_a_task_is_corrected_and_the_graph_follows(new_workspace, tmp_path, editing):
    workspace = new_workspace(settings=SETTINGS)
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    build(workspace, [str(tmp_path / "plan.txt")], Options(jobs=1, region="甲市"))
    with TestClient(application(workspace, timeout=20, editing=editing), base_url=HOST) as client:
        client.get("/review?token=token")
        page = client.get("/review?list=tasks").text
        task = re.search(r'name="iri" value="([^"]+)"', page)[1]
        assert decide(client, kind="task", iri=task).status_code == 400  # nothing changed
        assert decide(client, kind="task", iri=task, due="2029-06", status="done").status_code == 200
        assert [(one["change"], one["to"]) for one in kept(workspace)["tasks"]] == [
            ("due", "2029-06"),
            ("status", "done"),
        ]
        assert decide(client, kind="task", iri=task, due="soon").status_code in {400, 500}
        assert decide(client, kind="apply").json()["entities"] > 0
        assert "2029-06" in {row["due"] for row in client.get("/explore.json?kind=task").json()}


def candidate(workspace, **more):
    """A candidate of a model in the workspace, of a document that its graph has."""
    of = {
        "kind": "relation", "document": "plan-2024", "quote": "原句", "start": 0, "end": 2, "sentence": "一句原句。",
        "subject": "云港市", "relation": "builds", "object": "临海大桥", "status": "planned", "model": "m", **more,
    }  # fmt: skip
    save(workspace.candidates, (Candidate(**of),))
    return Candidate(**of)


def test_what_a_model_proposed_is_confirmed_or_rejected_on_the_page(editor, world):
    fill(world.path, "store-2", sample.lines(), ["plan-2024"])
    one = candidate(world)
    page = editor.get("/review?list=candidates").text
    assert all(part in page for part in ("云港市", "临海大桥", "原句", one.id, "由 m 提出"))
    assert decide(editor, kind="confirmed", iri=one.id).json() == {"kept": "confirmed"}
    assert kept(world)["additions"][0]["object"] == "临海大桥"
    assert one.id not in editor.get("/review?list=candidates").text
    assert "临海大桥" in editor.get("/review?list=decided").text
    other = candidate(world, object="氢能")
    assert decide(editor, kind="rejected", iri=other.id).status_code == 200
    assert other.id not in editor.get("/review?list=candidates").text


def test_what_a_person_said_of_a_promise_stands_among_what_was_decided(editor, world):
    world.decisions.write_text(
        yaml.safe_dump(
            {"outcomes": [{"report": "plan-2024", "promise": "建设大桥", "outcome": "delivered"}]}
        ),
        encoding="utf-8",
    )
    assert "承诺落实" in editor.get("/review?list=decided").text
