"""The words of a deadline to its year and month."""

import pytest

from kg.extract.measures.deadlines import Deadline, deadline
from kg.text.calendar import Calendar

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
