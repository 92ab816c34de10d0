"""`kg review`: what it asks, what it keeps, and that the graph follows at once."""

import csv
import io
import json

import pytest

from kg.api import Graph
from kg.workspace import decisions

ARTICLES = {
    "a": "甲市大力发展子产业。\n甲市发展子丑产业。",
    "b": "甲市发展子丑产业或子产业。\n乙市大力发展寅产业，寅产业规模达到3亿元。",
    "c": "甲市发展辰产业。",
}


@pytest.fixture
def workspace(kg, workspace, tmp_path):
    for name, text in ARTICLES.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    assert (
        kg("build", *(tmp_path / f"{name}.txt" for name in ARTICLES), "-w", workspace.path, "--jobs", 1).code
        == 0
    )
    return workspace


def network(workspace):
    with Graph(workspace) as graph:
        return graph.to_networkx()


def labels(workspace):
    made = network(workspace)
    return {made.nodes[iri]["label"] for iri in made if made.nodes[iri]["mentions"]}


def listed(kg, workspace, *arguments):
    return json.loads(kg("review", "--json", "-w", workspace.path, *arguments).out)


def test_lists_pairs_and_the_least_sure_claims(kg, workspace):
    got = kg("review", "-w", workspace.path, "--below", 0.6)
    assert got.code == 0
    assert "子产业 = 子丑产业" in got.out or "子丑产业 = 子产业" in got.out
    assert "0.50  甲市 发展 子产业  (计划中; toy)" in got.out
    assert "甲市发展子丑产业或子产业。" in got.out
    assert "0.90" not in got.out
    rows = list(
        csv.DictReader(io.StringIO(kg("review", "--only", "claims", "--csv", "-w", workspace.path).out))
    )
    assert [row["置信度"] for row in rows] == sorted(row["置信度"] for row in rows)
    assert rows[0]["IRI"].startswith("https://")
    assert "| 0.5 |" in kg("review", "--markdown", "-w", workspace.path).out
    assert kg("review", "--csv", "-w", workspace.path).code == 2


def test_merge_makes_one_node_of_two_at_once(kg, workspace):
    got = kg("review", "merge", "子产业", "子丑产业", "--note", "同一产业", "-w", workspace.path)
    assert (got.code, got.out) == (0, "")
    assert "子产业 is 子丑产业" in got.err
    assert "子产业" not in labels(workspace)
    assert "note: 同一产业" in workspace.decisions.read_text(encoding="utf-8")
    assert listed(kg, workspace)["pairs"] == []
    again = kg("review", "merge", "子产业", "子丑产业", "-w", workspace.path)
    assert (again.code, "is that thing already" in again.err) == (2, True)


def test_merges_follow_one_another_in_any_order(kg, workspace):
    for pair in (("子产业", "子丑产业"), ("寅产业", "辰产业")):
        kg("review", "merge", *pair, "--later", "-w", workspace.path)
    assert kg("review", "merge", "子产业", "寅产业", "-w", workspace.path).code == 0
    assert labels(workspace) == {"甲市", "乙市", "辰产业"}


def test_later_leaves_the_graph_to_the_next_build(kg, workspace):
    kg("review", "rename", "寅产业", "寅卯产业", "--later", "-w", workspace.path)
    assert "寅卯产业" not in labels(workspace)
    kg("build", "-w", workspace.path)
    assert "寅卯产业" in labels(workspace)


def test_the_graph_follows_without_the_articles(kg, workspace, tmp_path):
    (tmp_path / "c.txt").unlink()
    kg("review", "rename", "寅产业", "寅卯产业", "-w", workspace.path)
    assert {"寅卯产业", "辰产业"} <= labels(workspace)
    assert kg("review", "rename", "寅卯产业", "寅产业", "-w", workspace.path).code == 0
    assert "寅产业" in labels(workspace)
    assert len(decisions.load(workspace.decisions).renames) == 1


def test_distinct_is_asked_no_more_and_changes_no_byte(kg, workspace):
    before = workspace.current()
    assert kg("review", "distinct", "子产业", "子丑产业", "-w", workspace.path).code == 0
    assert workspace.current() == before
    assert listed(kg, workspace)["pairs"] == []


def test_split_sets_a_document_s_thing_apart(kg, workspace):
    assert kg("review", "split", "子产业", "b", "-w", workspace.path).code == 0
    made = network(workspace)
    assert sum(made.nodes[iri]["label"] == "子产业" for iri in made) == 2
    got = kg("review", "split", "子产业", "nowhere", "-w", workspace.path)
    assert got.code == 2


def test_reject_takes_claims_out_and_confirm_makes_them_sure(kg, workspace):
    (doubt,) = [
        one
        for one in listed(kg, workspace)["claims"]
        if one["confidence"] == 0.5 and one["object"] == "子产业"
    ]
    name = doubt["iri"].rpartition("/")[2]
    assert kg("review", "-w", workspace.path, "confirm", name).code == 0
    sure = [
        c for *_, edge in network(workspace).edges(data=True) for c in edge["claims"] if c.iri == doubt["iri"]
    ]
    assert [claim.confidence for claim in sure] == [1.0]
    assert doubt["iri"] not in {one["iri"] for one in listed(kg, workspace)["claims"]}
    assert kg("review", "reject", f"claim/{name}", "-w", workspace.path).code == 0
    assert decisions.load(workspace.decisions).confirmed == frozenset()
    assert doubt["iri"] not in {
        c.iri for *_, edge in network(workspace).edges(data=True) for c in edge["claims"]
    }
    got = kg("review", "reject", "claim/0000", "-w", workspace.path)
    assert (got.code, "claim/0000: no claim, figure or act has this id" in got.err) == (2, True)


def test_what_was_rejected_stays_so_when_its_things_are_merged(kg, workspace):
    (doubt,) = [
        one
        for one in listed(kg, workspace)["claims"]
        if one["confidence"] == 0.5 and one["object"] == "子产业"
    ]
    kg("review", "reject", doubt["iri"], "--later", "-w", workspace.path)
    kg("review", "merge", "子产业", "辰产业", "-w", workspace.path)
    quotes = [
        claim.quote
        for _, other, edge in network(workspace).edges(data=True)
        for claim in edge["claims"]
        if other.endswith("/辰产业")
    ]
    assert sorted(quotes) == ["甲市发展辰产业。", "甲市大力发展子产业。"]


def test_a_figure_can_be_rejected_and_taken_back(kg, workspace):
    (figure,) = [
        one for one in listed(kg, workspace, "--below", 1.0)["claims"] if one["what"] == "figure"
    ] or [{"iri": network(workspace).graph["figures"][0].iri}]
    kg("review", "reject", figure["iri"], "-w", workspace.path)
    assert network(workspace).graph["figures"] == ()
    kg("review", "rename", "乙市", "乙城", "--later", "-w", workspace.path)
    shown = kg("review", "undo", "-w", workspace.path).out
    assert [line.split()[:2] for line in shown.splitlines()] == [["1", "renames"], ["2", "rejected"]]
    assert kg("review", "undo", 2, "-w", workspace.path).code == 0
    assert len(network(workspace).graph["figures"]) == 1
    got = kg("review", "undo", 2, "-w", workspace.path)
    assert (got.code, "2: no such decision" in got.err) == (2, True)


@pytest.fixture
def terminal(monkeypatch):
    """A terminal on which these answers are typed."""

    asked = []

    def typed(*answers):
        lines = iter(answers)

        def read(prompt=""):
            asked.append(prompt)
            answer = next(lines, None)
            if answer is None:
                raise EOFError
            return answer

        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("click.termui.visible_prompt_func", read)
        return asked

    return typed


def test_ask_walks_through_them_and_keeps_each_answer(kg, workspace, terminal):
    asked = terminal("y", "s", "n")
    got = kg("review", "--ask", "--below", 0.6, "-w", workspace.path)
    assert got.code == 0
    decided = decisions.load(workspace.decisions)
    assert len(decided.merges) == 1
    assert len(decided.rejected) == 1
    assert [
        word in prompt for word, prompt in zip(("one thing?", "right?", "right?"), asked, strict=True)
    ] == [True] * 3
    assert "2 of 3 decided" in got.err
    assert not {"子产业", "子丑产业"} <= labels(workspace)


def test_ask_no_keeps_two_things_apart_and_quit_ends(kg, workspace, terminal):
    terminal("n", "q")
    got = kg("review", "--ask", "-w", workspace.path)
    assert "1 of " in got.err
    assert len(decisions.load(workspace.decisions).distinct) == 1
    assert decisions.load(workspace.decisions).rejected == frozenset()


def test_ask_needs_a_terminal(kg, workspace):
    got = kg("review", "--ask", "-w", workspace.path)
    assert (got.code, "--ask needs a terminal" in got.err) == (2, True)
