"""`kg tasks` in every form: what is inferred is marked, what is silent is said to be, office files open."""

import csv
import io
import json

import docx
import openpyxl
import pytest

from tests.serve.conftest import template  # noqa: F401 - a workspace of the small world


@pytest.fixture
def tasks(kg, template):  # noqa: F811
    return lambda *arguments: kg("tasks", *arguments, "-w", template)


def test_a_table_says_who_leads_and_that_nobody_is_named(tasks):
    got = tasks("--format", "markdown")
    assert got.code == 0
    lab = next(line for line in got.out.splitlines() if "建设深蓝实验室" in line)
    assert "云港市人民政府" in lab
    assert "2027-06" in lab
    grow = next(line for line in got.out.splitlines() if "培育氢能" in line)
    assert "未明确" in grow


def test_csv_and_json_hold_every_column(tasks):
    rows = list(csv.DictReader(io.StringIO(tasks("plan-2024", "--format", "csv").out)))
    assert [row["任务"] for row in rows] == ["培育氢能、海工装备等未来产业", "建设深蓝实验室"]
    assert rows[1]["配合单位"] == "云港大学"
    assert rows[1]["原文"] == "高新区建设深蓝实验室。"
    found = json.loads(tasks("--body", "市政府", "--format", "json").out)
    assert [(row["lead"], row["due"]) for row in found] == [("云港市人民政府", "2027-06")]


def test_a_workbook_is_laid_out_to_print(tasks, tmp_path):
    path = tmp_path / "tasks.xlsx"
    assert tasks("--format", "xlsx", "-o", path).code == 0
    sheet = openpyxl.load_workbook(path).active
    assert [cell.value for cell in sheet[1]][:5] == ["序号", "章节", "任务", "实施主体", "牵头单位"]
    assert sheet.max_row == 5
    assert sheet.freeze_panes == "D2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.auto_filter.ref == "A1:T5"
    assert "B3:B4" in [str(area) for area in sheet.merged_cells.ranges]
    assert sheet["C2"].alignment.wrap_text
    first = path.read_bytes()
    tasks("--format", "xlsx", "-o", path)
    assert path.read_bytes() == first


def test_a_word_document_has_a_table_for_each_document(tasks, tmp_path):
    path = tmp_path / "tasks.docx"
    assert tasks("--format", "docx", "-o", path).code == 0
    written = docx.Document(str(path))
    assert len(written.tables) == 3
    heads = [p.text for p in written.paragraphs if p.style.name == "Heading 1"]
    assert heads == ["云港与青岭签约", "云港市未来产业行动方案", "海州区工作回顾"]
    assert written.tables[1].rows[2].cells[2].text == "建设深蓝实验室"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("no-such",), "no document has this id"),
        (("--body", "无此单位"), "nothing in the graph has this name"),
        (("--format", "xlsx"), "--output"),
        (("--year", "2030"), "no such task"),
    ],
)
def test_what_is_not_there_is_told(tasks, arguments, said):
    got = tasks(*arguments)
    assert (got.code, said in got.err) == (2, True)
