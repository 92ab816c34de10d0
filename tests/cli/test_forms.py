"""One convention of output: every command that answers has --format, and its rows come in every form."""

import csv
import io
import json
from pathlib import Path

import click
import openpyxl
import pytest

from kg import cli
from kg.cli.rows import FORMS
from tests.serve.conftest import template  # noqa: F401 - a workspace of the small world

ROWS = (
    "align",
    "analyse",
    "ask",
    "build",
    "compare",
    "coverage",
    "diff",
    "evaluate",
    "follow",
    "money",
    "ontology",
    "path",
    "query",
    "remove",
    "review",
    "show",
    "targets",
    "tasks",
    "validate",
    "verify",
)
"""Commands that answer with rows, or can tell in rows what they tell people in words."""
NONE = ("export", "extract", "mcp", "propose", "push", "serve", "train")
"""Commands whose output is a file, a protocol, candidates or JSON Lines by nature."""


def _options(name):
    command = cli.group.get_command(click.Context(cli.group), name)
    return {option: p for p in command.params for option in p.opts}


def test_every_command_stands_in_one_of_the_lists():
    assert sorted((*ROWS, *NONE)) == sorted(cli.commands)


@pytest.mark.parametrize("name", ROWS)
def test_rows_come_in_every_form(name):
    options = _options(name)
    assert set(FORMS) <= set(options["--format"].type.choices)
    assert "-o" in options


@pytest.mark.parametrize(
    "command",
    [("query", "documents"), ("tasks",), ("ontology",), ("analyse", "gaps"), ("compare", "云港市", "青岭市"),
     ("review", "--only", "claims"), ("ask", "云港市有哪些任务？"), ("show", "深蓝实验室"), ("path", "云港市", "深蓝实验室")],
    ids=lambda command: command[0],
)  # fmt: skip
def test_the_same_rows_in_each_form(kg, template, tmp_path, command):  # noqa: F811
    place = () if command[0] == "ontology" else ("-w", template)
    told = {form: kg(*command, "--format", form, *place) for form in ("csv", "tsv", "md", "json")}
    assert {got.code for got in told.values()} == {0}, told
    lines = list(csv.reader(io.StringIO(told["csv"].out.lstrip("\ufeff"))))
    assert len(lines) > 1
    assert len(told["tsv"].out.splitlines()) == len(lines)
    assert len(told["tsv"].out.splitlines()[0].split("\t")) == len(lines[0])
    json.loads(told["json"].out)
    kept = tmp_path / "answer.csv"
    assert kg(*command, "--format", "csv", "-o", kept, *place).code == 0
    assert kept.read_text(encoding="utf-8").splitlines() == told["csv"].out.splitlines()
    path = tmp_path / "answer.xlsx"
    assert kg(*command, "--format", "xlsx", "-o", path, *place).code == 0
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet.max_row >= len(lines)


def test_several_tables_are_sheets_of_one_workbook(kg, template, tmp_path):  # noqa: F811
    path = tmp_path / "all.xlsx"
    assert kg("analyse", "--format", "xlsx", "-o", path, "-w", template).code == 0
    assert openpyxl.load_workbook(path).sheetnames == ["核心事物", "社群", "缺口"]
    assert kg("analyse", "--format", "tsv", "-w", template).code == 2


def test_the_flags_as_they_were_written_before_still_do(kg, template):  # noqa: F811
    assert kg("verify", "--json", "-w", template).out == kg("verify", "--format", "json", "-w", template).out
    assert kg("ontology", "--csv").out == kg("ontology", "--format", "csv").out


@pytest.mark.parametrize(
    ("wrong", "right"),
    [(("taks",), "tasks"), (("export", "turtel", "x"), "turtle"), (("review", "merg"), "merge")],
)
def test_the_nearest_command_is_told(kg, monkeypatch, wrong, right):
    monkeypatch.setenv("KG_LANGUAGE", "zh")
    got = kg(*wrong)
    assert got.code == 2
    assert f"是不是“{right}”？" in got.err


def test_a_source_that_is_not_there_is_named_and_leaves_no_workspace(kg, tmp_path):
    got = kg("build", tmp_path / "nothing", "-w", tmp_path / "new.kg")
    assert (got.code, got.out) == (2, "")
    assert str(tmp_path / "nothing") in got.err
    assert list(tmp_path.iterdir()) == []


def _read(kg, form, path, *command):
    """The rows of an answer in a form, heads first; an xlsx by its file."""
    got = kg(*command, "--format", form, *(("-o", path) if form == "xlsx" else ()))
    assert not got.err.startswith("error"), got.err
    if form == "xlsx":
        return [
            tuple(map(str, row))
            for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
        ]
    if form == "md":
        lines = [line.strip("| ").split(" | ") for line in got.out.splitlines() if line]
        return [tuple(cell.strip() for cell in line) for line in lines[:1] + lines[2:]]
    return [tuple(row) for row in csv.reader(io.StringIO(got.out), delimiter="\t" if form == "tsv" else ",")]


@pytest.mark.parametrize("form", ["csv", "tsv", "md", "xlsx"])
def test_what_is_told_comes_in_rows_too(kg, tmp_path, form):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/plan.md").write_text(
        "# 云岭市工作要点\n\n云岭市建设云岭储能产业园。\n", encoding="utf-8"
    )
    workspace, path = tmp_path / "w.kg", tmp_path / "answer.xlsx"
    built = _read(kg, form, path, "build", tmp_path / "texts", "--fast", "--jobs", "1", "-w", workspace)
    assert built[:2] == [("name", "value"), ("documents", "1")]
    assert _read(kg, form, path, "verify", "-w", workspace) == [("where", "fact")]
    assert _read(kg, form, path, "validate", "-w", workspace, "--jobs", "1")[0] == (
        "severity",
        "where",
        "fact",
    )
    removed = dict(_read(kg, form, path, "remove", "plan", "-w", workspace)[1:])
    assert (removed["documents"], removed["removed"]) == ("0", "1")


@pytest.mark.parametrize("form", ["csv", "tsv", "md", "xlsx"])
def test_scores_and_errors_come_in_rows(kg, tmp_path, form):
    gold = Path(__file__).parents[2] / "examples/gold/signing-news.gold"
    said = tmp_path / "said.gold"
    said.write_text(gold.read_text(encoding="utf-8").replace("| issues |", "| supports |"), encoding="utf-8")
    path = tmp_path / "answer.xlsx"
    scores = {row[0]: row for row in _read(kg, form, path, "evaluate", gold, said)}
    assert scores["measure"][1:] == ("precision", "recall", "f1", "given", "annotated")
    assert float(scores["relation"][3]) < 1
    errors = _read(kg, form, path, "evaluate", gold, said, "--errors")
    assert errors[0][1:3] == ("measure", "kind")
    assert len(errors) > 1
    bands = _read(kg, form, path, "evaluate", gold, said, "--reliability")
    assert bands[0] == ("measure", "low", "count", "confidence", "precision")
