"""`kg analyse`, `kg compare` and `kg diff`: tables for people, the same as CSV, Markdown and JSON."""

import csv
import io
import json

import pytest

from tests.toys import article


@pytest.fixture
def workspace(kg, workspace, articles):
    assert kg("build", articles, "-w", workspace.path, "--jobs", 1).code == 0
    return workspace


def test_analyse_shows_three_tables(kg, workspace):
    got = kg("analyse", "-w", workspace.path)
    assert (got.code, got.err) == (0, "")
    assert [line for line in got.out.splitlines() if line in {"核心事物", "社群", "缺口"}] == [
        "核心事物", "社群", "缺口",
    ]  # fmt: skip
    assert "甲市    区域" in got.out


def test_analyse_one_part_of_one_type_up_to_a_limit(kg, workspace):
    got = kg("analyse", "central", "--type", "industry", "--limit", 3, "--csv", "-w", workspace.path)
    rows = list(csv.DictReader(io.StringIO(got.out)))
    assert [row["类型"] for row in rows] == ["产业"] * 3
    assert rows[0]["IRI"].startswith("https://")


def test_analyse_for_machines_keeps_names_and_numbers(kg, workspace):
    got = json.loads(kg("analyse", "--json", "-w", workspace.path).out)
    assert set(got) == {"central", "communities", "gaps"}
    assert (got["central"][0]["label"], got["central"][0]["type"]) == ("甲市", "Region")
    assert {"iri", "label"} == set(got["communities"][0]["members"][0])
    english = kg("analyse", "gaps", "--language", "en", "-w", workspace.path).out
    assert "Industry that regions commit to and no zone or body takes up" in english


def test_one_csv_holds_one_table(kg, workspace):
    got = kg("analyse", "--csv", "-w", workspace.path)
    assert got.code == 2
    assert "name one" in got.err


def test_compare_puts_what_is_shared_first(kg, workspace):
    got = kg("compare", "甲市", "乙市", "-w", workspace.path)
    lines = got.out.splitlines()
    assert lines[0].split() == ["甲市", "乙市"]
    assert [line.split()[-2:] for line in lines if line.startswith("与他者共有")] == [["1", "1"]]
    at = next(i for i, line in enumerate(lines) if line.startswith("关系"))
    assert lines[at].split() == ["关系", "内容", "类型", "甲市", "乙市"]
    assert lines[at + 2].split() == ["发展", "丑产业", "产业", "计划中", "计划中"]
    assert "1 of " in got.err
    shared = kg("compare", "甲市", "乙市", "--shared", "--markdown", "-w", workspace.path).out.splitlines()
    assert shared[-1:] == ["| 发展 | 丑产业 | 产业 | 计划中 | 计划中 |"]


def test_compare_shows_figures_with_their_sentence_for_machines(kg, workspace):
    rows = json.loads(kg("compare", "甲市", "乙市", "--json", "-w", workspace.path).out)
    (row,) = [row for row in rows if row["label"] == "丑产业规模"]
    (figure,) = next(cell["figures"] for iri, cell in row["cells"].items() if iri.endswith("甲市"))
    assert (figure["value"], figure["unit"]) == ("1", "亿元")
    assert "甲市也发展丑产业" in figure["sentence"]
    assert "1亿元（已完成）" in kg("compare", "甲市", "乙市", "-w", workspace.path).out


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("甲市",), "at least two entities"),
        (("甲市", "没有此物"), "没有此物: nothing in the graph has this name"),
    ],
)
def test_compare_of_what_is_not_there(kg, workspace, names, told):
    got = kg("compare", *names, "-w", workspace.path)
    assert got.code == 2
    assert told in got.err


def test_diff_of_two_graphs(kg, new_workspace, workspace, articles):
    article(articles / "a1.txt", "乙", "子", 1)
    newer = new_workspace("newer")
    kg("build", articles, "-w", newer.path, "--jobs", 1)
    got = kg("diff", workspace.path, newer.path, "--csv")
    rows = [
        (row["内容"], row["变化"], row["文字"], row["之后"]) for row in csv.DictReader(io.StringIO(got.out))
    ]
    assert ("关系", "新增", "乙市 发展 子产业", "计划中") in rows
    assert ("关系", "消失", "乙市 发展 丑产业", "") in rows
    assert (
        got.err
        == f"{sum(r[1] == '新增' for r in rows)} added, {sum(r[1] == '消失' for r in rows)} removed, 1 changed\n"
    )
    only = json.loads(kg("diff", workspace.path, newer.path, "--only", "relation", "--json").out)
    assert {row["what"] for row in only} == {"relation"}
    assert "乙市 develops 子产业" in {row["text"] for row in only}
    assert all(row["sentence"] for row in only)


def test_diff_of_two_documents(kg, workspace):
    got = kg("diff", "--documents", "a1", "a2", "-w", workspace.path)
    assert got.code == 0
    assert "消失  甲市 发展 丑产业" in got.out
    assert (
        kg("diff", "--documents", "a1", "a1", "-w", workspace.path).err == "0 added, 0 removed, 0 changed\n"
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "name two workspaces"),
        (("--documents", "a1", "b1"), "b1: no document has this id"),
        (("nowhere.kg", "elsewhere.kg"), "nowhere.kg: no such workspace"),
    ],
)
def test_diff_of_what_is_not_there(kg, workspace, arguments, told):
    got = kg("diff", *arguments, *(("-w", workspace.path) if "--documents" in arguments else ()))
    assert got.code == 2
    assert told in got.err
