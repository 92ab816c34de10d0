import importlib.util
import json

import pytest


def test_build_tells_what_it_did(kg, workspace, articles):
    got = kg("build", articles, "-w", workspace.path, "--jobs", 1)
    assert got.code == 0
    assert got.err == ""
    lines = dict(line.split(maxsplit=1) for line in got.out.splitlines())
    assert lines["documents"] == "10  (10 new)"
    assert lines["claims"] == "20"
    assert lines["workspace"] == str(workspace.path)
    assert kg("build", "-w", workspace.path).out.splitlines()[0] == "documents  10  (nothing changed)"


def test_build_for_machines(kg, workspace, articles):
    got = json.loads(kg("build", articles, "-w", workspace.path, "--json").out)
    assert got["documents"] == 10
    assert got["counts"]["claims"] == 20
    assert got["added"] == [f"a{number}" for number in range(10)]


def test_build_refuses_one_and_keeps_the_rest(kg, workspace, articles):
    (articles / "empty.txt").touch()
    got = kg("build", articles, "-w", workspace.path)
    assert got.code == 1
    assert (
        got.err
        == f"refused: {articles / 'empty.txt'}: the file is empty (get the file again, or leave it out)\n"
    )
    assert got.out.startswith("documents  10")


def test_build_shows_a_bug_after_keeping_the_rest(kg, workspace, articles):
    (articles / "b.txt").write_text("崩溃", encoding="utf-8")
    got = kg("build", articles, "-w", workspace.path)
    assert got.code == 3
    assert "ZeroDivisionError: the toy extractor broke" in got.err
    assert got.out.startswith("documents  10")


def test_build_of_a_newer_workspace(kg, workspace, articles):
    (workspace.path / "kg.toml").write_text("format = 99\n")
    got = kg("build", articles, "-w", workspace.path)
    assert got.code == 2
    assert "a workspace of a newer kg (format 99, this kg knows up to 1)" in got.err


def test_two_builds_at_once(kg, workspace, articles):
    with workspace.writing():
        got = kg("build", articles, "-w", workspace.path)
    assert got.code == 2
    assert f"{workspace.path}: another kg is writing here" in got.err


def test_build_makes_a_workspace(kg, articles, monkeypatch):
    monkeypatch.delenv("KG_WORKSPACE", raising=False)
    monkeypatch.setattr("kg.plugins.extractors", {})
    monkeypatch.chdir(articles.parent)
    kg("build", articles, "--jobs", 1)
    assert (articles.parent / "graph.kg" / "kg.toml").read_text().startswith("# Settings of this workspace")


def test_extract_prints_what_the_scorer_reads(kg, articles, shared, monkeypatch):
    monkeypatch.setattr("kg.plugins.extractors", {})
    got = kg("extract", articles, "--jobs", 1)
    lines = [json.loads(line) for line in got.out.splitlines()]
    assert [line["id"] for line in lines] == [f"a{number}" for number in range(10)]
    spec = importlib.util.spec_from_file_location("gold", shared / "gold" / "gold.py")
    scorer = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
    spec.loader.exec_module(scorer)
    (articles / "out.jsonl").write_text(got.out, encoding="utf-8")
    assert len(scorer.load(articles / "out.jsonl")) == 10


def test_extract_refuses(kg, articles, monkeypatch):
    monkeypatch.setattr("kg.plugins.extractors", {})
    got = kg("extract", articles / "a0.txt", "nowhere.txt")
    assert got.code == 1
    assert "refused: nowhere.txt: there is no such file or folder" in got.err
    assert len(got.out.splitlines()) == 1


def test_remove_and_undo(kg, workspace, articles):
    kg("build", articles, "-w", workspace.path)
    assert kg("remove", "a3", "-w", workspace.path).out.startswith("documents  9  (1 gone)")
    got = kg("remove", "a3", "-w", workspace.path)
    assert (got.code, got.err.splitlines()[0]) == (2, "error: a3: no document has this id")
    assert kg("remove", "--undo", "a3", "-w", workspace.path).code == 0
    assert kg("build", "-w", workspace.path).out.startswith("documents  10  (1 new)")


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_export_to_a_file_and_to_standard_output(kg, workspace, articles, form):
    kg("build", articles, "-w", workspace.path)
    path = articles.parent / "out"
    got = kg("export", form, path, "-w", workspace.path)
    assert (got.code, got.out, got.err) == (0, "", f"{path}\n")
    assert "甲市" in path.read_text(encoding="utf-8")
    assert kg("export", form, "-w", workspace.path).out == path.read_text(encoding="utf-8")


def test_export_in_a_form_that_is_not_there(kg, workspace):
    got = kg("export", "nonsense", "-w", workspace.path)
    assert got.code == 2
    assert "No such command 'nonsense'" in got.err


def test_export_help_lists_the_forms(kg):
    assert "graphml" in kg("export", "--help").out


GOLD = """# id: t1
# region: 云港市

P ⟦云港市|Region⟧培育⟦海工装备|Industry⟧、⟦氢能|Industry⟧。
R 云港市 | develops | 海工装备 | planned
"""


@pytest.fixture
def gold(tmp_path):
    (tmp_path / "t1.gold").write_text(GOLD, encoding="utf-8")
    return tmp_path / "t1.gold"


def test_evaluate_gold_against_itself(kg, gold):
    got = kg("evaluate", gold, gold)
    assert got.code == 0
    assert "entity                        1.000  1.000  1.000      3      3" in got.out


def test_evaluate_below_its_floor(kg, gold, tmp_path, monkeypatch):
    monkeypatch.setattr("kg.plugins.extractors", {})
    (tmp_path / "floors.json").write_text('{"entity": 0.5}')
    got = kg("evaluate", gold, "--floor", tmp_path / "floors.json", "--errors", "--reliability")
    assert got.code == 1
    assert "refused: entity: 0.000 is below its floor of 0.500" in got.err
    assert "t1: entity: missed" in got.out
    assert "云港市培育海工装备、氢能。" in got.out


def test_evaluate_for_machines(kg, gold):
    assert json.loads(kg("evaluate", gold, gold, "--json").out)["measures"]["relation"]["f1"] == 1


def test_coverage_lists_what_gave_nothing(kg, workspace, articles):
    (articles / "a0.txt").write_text("甲市大力发展子产业。\n天气很好。", encoding="utf-8")
    kg("build", articles / "a0.txt", "-w", workspace.path)
    got = kg("coverage", "-w", workspace.path)
    assert got.out.splitlines()[0] == "a0:11-15\t分句\t没有实体\t天气很好"
    assert "clauses  2, used 1 (50%)" in got.out
    assert "甲市大力" not in got.out
    whole = kg("coverage", "--all", "--format", "json", "-w", workspace.path).out
    assert [json.loads(line)["used"] for line in whole.splitlines()] == [True, False]
    table = kg("coverage", "a0", "--format", "csv", "-w", workspace.path).out
    assert table == "文献,类别,起,止,文字,已用,原因\na0,分句,11,15,天气很好,,没有实体\n"
    numbers = json.loads(kg("coverage", "--summary", "--format", "json", "-w", workspace.path).out)
    assert (numbers["clauses"], numbers["used_clauses"]) == (2, 1)
    missing = kg("coverage", "b", "-w", workspace.path)
    assert (missing.code, "b: no document has this id" in missing.err) == (2, True)
