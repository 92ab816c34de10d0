"""Decisions on tasks: one by one and in a table handed back; what is kept, shown, and not understood."""

import csv
import io
import json

import openpyxl
import pytest

from kg.api import Graph
from kg.workspace import decisions

SETTINGS = 'format = 1\n[extract]\nextractors = ["toy", "toy-tasks"]\n'
PLAN = "甲市行动方案\n建设子码头和丑仓库，完善寅道路（市交通局牵头）。\n开展卯培训；完善辰台账。\n"


@pytest.fixture
def workspace(kg, new_workspace, tmp_path):
    made = new_workspace(settings=SETTINGS)
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    arguments = ("--region", "甲市", "--jobs", 1, "-w", made.path)
    assert kg("build", tmp_path / "plan.txt", *arguments).code == 0
    return made


def tasks(kg, workspace):
    """The tasks by their words."""
    rows = json.loads(kg("tasks", "--format", "json", "-w", workspace.path).out)
    return {row["task"]: row for row in rows}


def handed_back(kg, workspace, tmp_path, change):
    """What `kg review --table` makes of the workbook after `change(sheet, column)`."""
    path = tmp_path / "tasks.xlsx"
    assert kg("tasks", "--format", "xlsx", "-o", path, "-w", workspace.path).code == 0
    book = openpyxl.load_workbook(path)
    columns = {cell.value: cell.column for cell in book.active[1]}
    change(book.active, columns)
    book.save(path)
    return kg("review", "--table", path, "-w", workspace.path)


def row_of(sheet, words):
    return next(n for n in range(2, sheet.max_row + 1) if sheet.cell(n, 3).value == words)


def test_the_small_plan_has_four_tasks(kg, workspace):
    found = tasks(kg, workspace)
    assert list(found) == ["建设子码头和丑仓库", "完善寅道路", "开展卯培训", "完善辰台账"]
    assert (found["完善寅道路"]["lead"], found["开展卯培训"]["lead"]) == ("甲市交通局", "未明确")


def test_one_task_is_corrected_and_stays_so(kg, workspace, tmp_path):
    name = tasks(kg, workspace)["开展卯培训"]["id"]
    got = kg(
        "review", "task", name.rpartition("/")[2], "--lead", "市人社局、市教育局", "--due", "2026-06",
        "--status", "done", "--note", "会上定的", "-w", workspace.path,
    )  # fmt: skip
    assert (got.code, got.out) == (0, "")
    row = tasks(kg, workspace)["开展卯培训"]
    assert (row["lead"], row["due"], row["status"]) == ("甲市人社局、甲市教育局", "2026-06", "已完成")
    assert (row["decided"], row["confidence"], row["id"]) == ("牵头单位、完成时限、状态", 1.0, name)
    assert "note: 会上定的" in workspace.decisions.read_text(encoding="utf-8")
    led = json.loads(kg("tasks", "--body", "市教育局", "--format", "json", "-w", workspace.path).out)
    assert [one["task"] for one in led] == ["开展卯培训"]
    with Graph(workspace) as graph:
        asked = graph.query(
            "SELECT ?label WHERE { ?m rdp:ledBy ?b ; rdp:due ?d ; rdp:decided 'lead' . ?b rdfs:label ?label }"
        )
        assert sorted(row["label"] for row in asked) == ["甲市人社局", "甲市教育局"]  # type: ignore[type-var]
        assert graph.verify().problems == ()
        assert list(graph.validate(jobs=1)) == []
    # the text changes before the sentence: the decision follows it
    (tmp_path / "plan.txt").write_text(
        PLAN.replace("甲市行动方案", "甲市几年行动方案（修订）"), encoding="utf-8"
    )
    assert kg("build", "-w", workspace.path, "--jobs", 1).code == 0
    row = tasks(kg, workspace)["开展卯培训"]
    assert (row["lead"], row["due"], row["id"] == name) == ("甲市人社局、甲市教育局", "2026-06", False)
    # and waits where the sentence is gone
    (tmp_path / "plan.txt").write_text(PLAN.replace("开展卯培训；", ""), encoding="utf-8")
    got = kg("build", "-w", workspace.path, "--jobs", 1)
    assert "“开展卯培训” waits" in got.err
    assert "开展卯培训" not in tasks(kg, workspace)
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    assert "waits" not in kg("build", "-w", workspace.path, "--jobs", 1).err
    assert tasks(kg, workspace)["开展卯培训"]["status"] == "已完成"


def test_a_decision_takes_the_place_of_the_one_before(kg, workspace):
    name = tasks(kg, workspace)["完善寅道路"]["id"]
    kg("review", "task", name, "--lead", "市城管局", "-w", workspace.path)
    kg("review", "task", name, "--lead", "", "-w", workspace.path)
    assert tasks(kg, workspace)["完善寅道路"]["lead"] == "未明确"
    assert len(decisions.load(workspace.decisions).tasks) == 1
    kg("review", "undo", 1, "-w", workspace.path)
    assert tasks(kg, workspace)["完善寅道路"]["lead"] == "甲市交通局"


def test_words_split_merge_and_reject(kg, workspace):
    found = tasks(kg, workspace)
    kg(
        "review",
        "task",
        found["建设子码头和丑仓库"]["id"],
        "--split",
        "建设子码头",
        "--split",
        "丑仓库",
        "-w",
        workspace.path,
    )
    kg(
        "review",
        "task",
        found["完善辰台账"]["id"],
        "--merge",
        found["开展卯培训"]["id"],
        "-w",
        workspace.path,
    )
    kg("review", "task", found["完善寅道路"]["id"], "--words", "修好寅道路", "-w", workspace.path)
    found = tasks(kg, workspace)
    assert list(found) == ["建设子码头", "丑仓库", "修好寅道路", "开展卯培训；完善辰台账"]
    assert [found[w]["lead"] for w in ("建设子码头", "丑仓库")] == ["甲市交通局"] * 2
    kg(
        "review",
        "task",
        found["丑仓库"]["id"],
        "--words",
        "建设丑仓库",
        "--due",
        "2027",
        "-w",
        workspace.path,
    )
    assert tasks(kg, workspace)["建设丑仓库"]["due"] == "2027"
    assert kg("review", "reject", found["建设子码头"]["id"], "-w", workspace.path).code == 0
    assert "建设子码头" not in tasks(kg, workspace)
    with Graph(workspace) as graph:
        assert graph.verify().problems == ()
        assert list(graph.validate(jobs=1)) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "say what of it is to change"),
        (("--split", "建设子码头", "--split", "卯仓库"), "a split needs two parts"),
        (("--due", "soon"), "due cannot be 'soon'"),
        (("--merge", "measure/0000"), "no claim, figure or act has this id"),
    ],
)
def test_what_cannot_be_is_told(kg, workspace, arguments, said):
    name = tasks(kg, workspace)["建设子码头和丑仓库"]["id"]
    got = kg("review", "task", name, *arguments, "-w", workspace.path)
    assert (got.code, said in got.err) == (2, True)
    assert decisions.load(workspace.decisions).tasks == ()


def test_a_table_that_was_not_changed_decides_nothing(kg, workspace, tmp_path):
    before = workspace.current()
    got = handed_back(kg, workspace, tmp_path, lambda *_: None)
    assert (got.code, "0 decisions, 0 not understood" in got.err) == (0, True)
    assert workspace.current() == before


def test_changed_cells_of_a_workbook_become_decisions(kg, workspace, tmp_path):
    def change(sheet, column):
        road, training = row_of(sheet, "完善寅道路"), row_of(sheet, "开展卯培训")
        sheet.cell(road, column["牵头单位"]).value = "市城管局"
        sheet.cell(road, column["配合单位"]).value = "市财政局,市交通局"
        sheet.cell(road, column["完成时限"]).value = "2026年6月底前"
        sheet.cell(training, column["状态"]).value = "完成"
        sheet.cell(training, column["任务"]).value = "卯培训"
        sheet.cell(row_of(sheet, "完善辰台账"), column["状态"]).value = "删除"

    got = handed_back(kg, workspace, tmp_path, change)
    assert (got.code, "6 decisions, 0 not understood" in got.err) == (0, True)
    found = tasks(kg, workspace)
    assert list(found) == ["建设子码头和丑仓库", "完善寅道路", "卯培训"]
    road = found["完善寅道路"]
    assert (road["lead"], road["support"], road["due"]) == ("甲市城管局", "甲市交通局、甲市财政局", "2026-06")
    assert found["卯培训"]["status"] == "已完成"


def test_a_task_twice_is_split_and_a_number_merges(kg, workspace, tmp_path):
    def change(sheet, column):
        port = row_of(sheet, "建设子码头和丑仓库")
        sheet.append([cell.value for cell in sheet[port]])
        sheet.cell(port, column["任务"]).value = "建设子码头"
        sheet.cell(sheet.max_row, column["任务"]).value = "丑仓库"
        sheet.cell(sheet.max_row, column["牵头单位"]).value = "市商务局"
        number = sheet.cell(row_of(sheet, "开展卯培训"), column["序号"]).value
        sheet.cell(row_of(sheet, "完善辰台账"), column["状态"]).value = f"并入{number}"

    got = handed_back(kg, workspace, tmp_path, change)
    assert (got.code, "3 decisions, 0 not understood" in got.err) == (0, True)
    found = tasks(kg, workspace)
    assert list(found) == ["建设子码头", "丑仓库", "完善寅道路", "开展卯培训；完善辰台账"]
    assert [found[w]["lead"] for w in ("建设子码头", "丑仓库")] == ["甲市交通局", "甲市商务局"]


def test_what_is_not_understood_is_a_line_and_the_rest_goes_on(kg, workspace, tmp_path):
    def change(sheet, column):
        road, training = row_of(sheet, "完善寅道路"), row_of(sheet, "开展卯培训")
        sheet.cell(road, column["状态"]).value = "快好了"
        sheet.cell(road, column["完成时限"]).value = "等通知"
        sheet.cell(road, column["牵头单位"]).value = "市城管局"
        sheet.cell(training, column["编号"]).value = "measure/0000"
        sheet.cell(training, column["原文"]).value = "另一句。"
        sheet.cell(row_of(sheet, "完善辰台账"), column["状态"]).value = "并入99"

    got = handed_back(kg, workspace, tmp_path, change)
    assert got.code == 1
    lines = [line for line in got.err.splitlines() if "tasks.xlsx: row" in line]
    assert len(lines) == 4
    for row, head, word in (
        (3, "状态", "快好了"),
        (3, "完成时限", "等通知"),
        (4, "编号", "measure/0000"),
        (5, "状态", "99"),
    ):
        assert any(f"row {row}, {head}" in line and word in line for line in lines)
    assert "1 decisions, 4 not understood" in got.err
    assert tasks(kg, workspace)["完善寅道路"]["lead"] == "甲市城管局"


def test_a_table_of_another_kind_is_refused(kg, workspace, tmp_path):
    (tmp_path / "other.csv").write_text("名称,金额\n甲,1\n", encoding="utf-8")
    got = kg("review", "--table", tmp_path / "other.csv", "-w", workspace.path)
    assert (got.code, "no table of tasks" in got.err) == (2, True)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_csv_as_a_spreadsheet_saves_it(kg, workspace, tmp_path, encoding):
    rows = list(csv.DictReader(io.StringIO(kg("tasks", "--format", "csv", "-w", workspace.path).out)))
    rows[1]["完成时限"] = "2026/6/1"
    path = tmp_path / "back.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert kg("review", "--table", path, "-w", workspace.path).code == 0
    assert tasks(kg, workspace)["完善寅道路"]["due"] == "2026-06"


def test_a_table_of_the_text_before_still_finds_its_tasks(kg, workspace, tmp_path):
    path = tmp_path / "tasks.xlsx"
    kg("tasks", "--format", "xlsx", "-o", path, "-w", workspace.path)
    (tmp_path / "plan.txt").write_text(PLAN.replace("行动方案", "三年行动方案"), encoding="utf-8")
    kg("build", "-w", workspace.path, "--jobs", 1)
    book = openpyxl.load_workbook(path)
    sheet = book.active
    columns = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(row_of(sheet, "开展卯培训"), columns["牵头单位"]).value = "市人社局"  # type: ignore[arg-type]
    book.save(path)
    assert kg("review", "--table", path, "-w", workspace.path).code == 0
    assert tasks(kg, workspace)["开展卯培训"]["lead"] == "甲市人社局"
