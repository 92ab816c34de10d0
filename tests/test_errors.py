"""Names that are near one that is not known."""

import pytest

from kg.errors import ExportError, QueryError, nearest, unknown


@pytest.mark.parametrize(
    ("name", "known", "near"),
    [
        ("industris", ["commitments", "industries", "industry"], ["industries", "industry"]),
        ("Regoin", ["region", "Region", "Zone"], ["region"]),
        ("失业率", ["率", "森林覆盖率", "城镇调查失业率"], ["城镇调查失业率", "率"]),
        ("云港市临海新区规划", ["临海新区", "山区"], ["临海新区"]),
        ("区", ["临海新区"], []),
        ("abcd", ["", "wxyz"], []),
    ],
)
def test_names_alike_come_first_then_those_within_one_another(name, known, near):
    assert nearest(name, known) == near


def test_no_more_names_are_told_than_asked_for():
    assert nearest("task", ["tasks", "task-1", "task-2", "task-3"], 2) == ["tasks", "task-3"]


def test_an_error_names_the_nearest_else_what_lists_them():
    near = unknown("tsks", ["tasks"], "no such question", "kg query --list shows all")
    assert (type(near), near.fact, near.hint) == (QueryError, "tsks: no such question", "near: tasks")
    far = unknown("tsks", ["金额"], "no such form", "there are: 金额", ExportError)
    assert (type(far), far.hint) == (ExportError, "there are: 金额")
