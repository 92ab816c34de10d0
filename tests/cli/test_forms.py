"""One convention of output: every command that answers has --format, and its rows come in every form."""

import csv
import io
import json

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
    "compare",
    "coverage",
    "diff",
    "follow",
    "money",
    "ontology",
    "query",
    "review",
    "show",
    "targets",
    "tasks",
)
"""Commands that answer with rows."""
TEXTS = ("build", "evaluate", "path", "remove", "validate", "verify")
"""Commands that tell, for people or as JSON."""
NONE = ("export", "extract", "mcp", "propose", "push", "serve", "train")
"""Commands whose output is a file, a protocol, candidates or JSON Lines by nature."""


def _options(name):
    command = cli.group.get_command(click.Context(cli.group), name)
    return {option: p for p in command.params for option in p.opts}


def test_every_command_stands_in_one_of_the_lists():
    assert sorted((*ROWS, *TEXTS, *NONE)) == sorted(cli.commands)


@pytest.mark.parametrize("name", ROWS)
def test_rows_come_in_every_form(name):
    options = _options(name)
    assert set(FORMS) <= set(options["--format"].type.choices)
    assert "-o" in options


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_told_comes_as_json_too(name):
    assert {"table", "json"} <= set(_options(name)["--format"].type.choices)


@pytest.mark.parametrize(
    "command",
    [("query", "documents"), ("tasks",), ("ontology",), ("analyse", "gaps"), ("compare", "云港市", "青岭市"),
     ("review", "--only", "claims"), ("ask", "云港市有哪些任务？"), ("show", "深蓝实验室")],
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
