"""Times named in sentences."""

import pytest

from kg.model import Document, Metadata
from kg.text.calendar import Clock, clock


@pytest.mark.parametrize(
    ("text", "year", "role"),
    [
        ("到2027年建成", 2027, "deadline"),
        ("2025年底前完成", 2025, "deadline"),
        ("去年投产", 2024, "past"),
        ("今年开工", 2025, "this"),
        ("明年开工", 2026, "deadline"),
        ("年内开工", 2025, "deadline"),
        ("未来三年", 2028, "deadline"),
        ("比2020年增长", 2020, "base"),
        ("“十五五”期间", 2030, "deadline"),
        ("“十三五”期间", 2020, "past"),
        ("自2019年以来", None, "since"),
    ],
)
def test_a_time_has_a_year_and_a_role(text: str, year: int | None, role: str) -> None:
    (time,) = Clock(2025, "article").times(text)
    assert (time.year, time.role) == (year, role)


def test_without_a_year_of_its_own_only_years_written_out_are_known() -> None:
    assert Clock(None, "article").times("去年投产，年内扩建") == []
    (time,) = Clock(None, "article").times("到2027年建成")
    assert (time.year, time.role) == (2027, "deadline")


def test_a_clock_is_set_by_the_date_or_by_the_title() -> None:
    dated = Document("a", "青岚区新闻", metadata=(Metadata("date", "2024-07-08"),))
    assert clock(dated) == Clock(2024, "article")
    assert clock(Document("b", "2023年云岭市政府工作报告\n各位代表")) == Clock(2023, "report")
