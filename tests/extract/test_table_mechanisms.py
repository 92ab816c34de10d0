"""One mechanism of the reading of tables a test, each on the function itself."""

from types import SimpleNamespace
from typing import Any

import pytest

from kg.extract.tables import words as vocabulary
from kg.extract.tables.bodies import _stripped
from kg.extract.tables.figures import _status, _when
from kg.extract.tables.rows import _steps
from kg.extract.tables.sheet import _has_values, _heads
from kg.model import Cell


@pytest.fixture(scope="module")
def words(ontology):
    return vocabulary.load(ontology)


def stand_in(**fields: Any) -> Any:
    """What a function sees of a record."""
    return SimpleNamespace(**fields)


@pytest.mark.parametrize(
    ("texts", "head", "values"),
    [
        (["约3"], "2025年", True),
        (["约3"], "面积（亩）", True),
        (["约3"], "目标值", True),
        (["约3"], "备注", False),
        (["尚缺"], "2025年", False),
    ],
)
def test_a_column_has_values_where_there_are_digits_and_its_head_names_a_year_a_unit_or_a_status(
    words, texts, head, values
):
    assert _has_values(texts, head, words) == values


@pytest.mark.parametrize(
    ("text", "name", "part"),
    [
        ("市财政局牵头", "市财政局", "leads"),
        ("市财政局（配合）", "市财政局", "assists"),
        ("市财政局牵头负责", "市财政局", "leads"),
        ("市财政局牵头，按职责分工负责", "市财政局牵头，", ""),
        ("市财政局。", "市财政局", ""),
    ],
)
def test_words_of_duty_behind_a_body_tell_its_part(words, text, name, part):
    assert _stripped(text, words) == (name, part)


def times(**fields: Any) -> Any:
    return stand_in(
        **{
            "said": None, "of_title": None, "caption": None, "plan": None, "title": None, "base": None,
            "done_until": None, "target_from": None, "calendar": stand_in(now=2026),
        } | fields
    )  # fmt: skip


@pytest.mark.parametrize(("year", "status"), [(2025, "done"), (2026, "target"), (2030, "target")])
def test_of_a_plan_over_years_the_first_of_them_is_a_target_already(year, status):
    assert _status((year, year), times(said="target", caption=(2026, 2030))) == status


@pytest.mark.parametrize(
    ("name", "years", "told"),
    [("", None, "target"), ("规模", (2025, 2025), "target"), ("规模", None, "done")],
)
def test_a_label_that_is_a_time_or_nothing_else_tells_the_status_of_its_row(name, years, told):
    head = stand_in(status=None, years=None, before=False, yearly=False, previous=False)
    label = stand_in(status="target", years=years, name=name)
    year = {"target": "2025" if years else None, "done": "2026"}[told]
    assert _when(head, label, times(), {}, cumulative=False) == (year, told)


def cells(*rows: str) -> Any:
    """A table whose rows are written as words between bars, an empty one where no cell stands, with its text."""
    text, found = "", []
    for row, line in enumerate(rows):
        for column, words_ in enumerate(line.split("|")):
            if words_:
                found.append(Cell(row, column, len(text), len(text) + len(words_)))
                text += words_
    columns = rows[0].count("|") + 1
    table = stand_in(rows=len(rows), columns=columns, heads=2, cells=tuple(found))
    return stand_in(text=text), table, {(cell.row, cell.column): cell for cell in found}


def test_an_upper_head_stands_over_the_columns_to_its_right_that_have_none():
    assert _heads(*cells("指标|2025年||", "|计划|实际|增幅", "出口|3|4|5")) == [
        ("指标",), ("2025年", "计划"), ("2025年", "实际"), ("2025年", "增幅"),
    ]  # fmt: skip
    assert _heads(*cells("指标||2025年", "|单位|计划"))[1] == ("单位",)


def test_a_row_is_a_part_of_the_row_above_whose_label_stands_less_to_the_right(words):
    labels = ["合计", "一产", "二产", "工业", "出口"]
    indents = [0, 2, 2, 4, 0]
    rows = [stand_in(cells={0: stand_in(indent=indent)}) for indent in indents]
    sheet = stand_in(rows=rows, text=lambda row, _column: labels[rows.index(row)])
    assert _steps(sheet, [stand_in(at=0)], words) == {0: None, 1: 0, 2: 0, 3: 2, 4: None}
