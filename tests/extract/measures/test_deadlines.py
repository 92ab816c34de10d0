"""The words of a deadline to its year and month."""

import pytest

from kg.extract.measures.deadlines import Deadline, deadline
from kg.model import Document, Metadata
from kg.text.calendar import Calendar, calendar_of

REPORT = Calendar(now=2026, form="report", reviewed=2025, planned=2026)


@pytest.mark.parametrize(
    ("text", "year", "due"),
    [
        ("2026年6月底前", "2026", "2026-06"),
        ("2027年12月", "2027", "2027-12"),
        ("9月底前", "2026", "2026-09"),
        ("三季度开工", "2026", "2026-09"),
        ("上半年", "2026", "2026-06"),
        ("年内完成", "2026", "2026-12"),
        ("到2028年", "2028", None),
        ("2024—2027年", "2027", None),
        ("2026年开工，2028年建成", "2028", None),
        ("长期坚持", None, None),
    ],
)
def test_the_last_deadline_counts(text, year, due):
    assert deadline(text, REPORT) == Deadline(year, due)


def test_without_a_year_of_the_document_a_month_tells_nothing():
    assert deadline("9月底前", Calendar()) == Deadline()
    assert deadline("9月底前", Calendar(), known="2027") == Deadline("2027", "2027-09")


THREE = Calendar(now=2024, form="plan", reviewed=2023, planned=2024, horizon=2026, opens=2024)
FIVE = Calendar(now=2026, form="plan", reviewed=2025, planned=2026, horizon=2030, opens=2026)
OPINION = Calendar(now=2018, form="plan", reviewed=2017, planned=2018)


@pytest.mark.parametrize(
    ("text", "calendar", "year", "due"),
    [
        ("三年内建成", THREE, "2026", None),  # as long as the plan: by its end
        ("3年内建成", THREE, "2026", None),
        ("用三年左右时间建成", THREE, "2026", None),
        ("未来三年", THREE, "2026", None),
        ("五年内建成", THREE, "2029", None),
        ("今后五年", THREE, "2029", None),
        ("两年内建成", THREE, "2026", None),
        ("五年内建成", FIVE, "2030", None),
        ("今后五年", FIVE, "2030", None),
        ("三年内建成", FIVE, "2029", None),
        ("三年内建成", OPINION, "2021", None),
        ("五年内建成", OPINION, "2023", None),
        ("三年内建成", REPORT, "2029", None),
        ("年内建成", THREE, "2024", "2024-12"),
        ("上半年建成", OPINION, "2018", "2018-06"),
        ("下半年建成", OPINION, "2018", "2018-12"),
        ("明年上半年建成", OPINION, "2019", "2019-06"),
        ("2026年6月底前建成", THREE, "2026", "2026-06"),
        ("6月底前建成", THREE, "2024", "2024-06"),
        ("三季度开工", THREE, "2024", "2024-09"),
        ("2026年第三季度建成", THREE, "2026", "2026-09"),
        ("四季度前建成", OPINION, "2018", "2018-12"),
        ("“十五五”期间建成", FIVE, "2030", None),
        ("“十五五”末建成", THREE, "2030", None),
        ("“十四五”时期建成", THREE, "2025", None),
        ("长期坚持", FIVE, None, None),
        ("持续推进", FIVE, None, None),
        ("半年内建成", OPINION, None, None),
    ],
)
def test_deadlines_in_plans_count_from_their_date_or_fill_their_period(text, calendar, year, due):
    assert deadline(text, calendar) == Deadline(year, due)


def test_a_plan_without_a_date_speaks_from_its_first_year():
    title = Metadata("title", "银溪县茶产业行动计划（2024—2026年）", by="text")
    found = calendar_of(Document("d", "", metadata=(title, Metadata("kind", "plan"))), ())
    assert (found.now, found.opens, found.horizon) == (2024, 2024, 2026)
    assert deadline("年内完成", found) == Deadline("2024", "2024-12")
