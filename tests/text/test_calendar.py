"""The years of documents, and times named in sentences."""

import pytest

from kg.model import Document, Metadata, Section
from kg.text.calendar import Calendar, Time, calendar, plans, spans


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
        ("在2018年基础上翻番", 2018, "base"),
        ("为2020年的2.5倍", 2020, "base"),
        ("展望2035年", 2035, "deadline"),
        ("“十五五”期间", 2030, "deadline"),
        ("“十三五”期间", 2020, "past"),
        ("自2019年以来", 2019, "since"),
    ],
)
def test_a_time_has_a_year_and_a_role(text: str, year: int | None, role: str) -> None:
    (time,) = Calendar(2025).times(text)
    assert (time.year, time.role) == (year, role)


def test_without_a_year_of_its_own_only_years_written_out_are_known() -> None:
    assert Calendar().times("去年投产，年内扩建") == []
    (time,) = Calendar().times("到2027年建成")
    assert (time.year, time.role) == (2027, "deadline")


def test_coming_years_begin_with_the_year_that_a_report_plans_and_end_with_the_plan():
    assert [t.year for t in Calendar(2022, "report", 2021, 2022).times("今后五年")] == [2026]
    assert [t.year for t in Calendar(2026, "plan", 2025, 2026, 2030).times("今后五年")] == [2030]
    assert [t.year for t in Calendar(2026).times("未来五年")] == [2030]


def test_a_deadline_may_be_told_to_the_month():
    text = "2026年6月底前开工，2027年底前投产，年内立项"
    assert [(t.year, t.due) for t in Calendar(2026).times(text)] == [
        (2026, "2026-06"),
        (2027, "2027-12"),
        (2026, "2026-12"),
    ]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("“十五五”规划", [(2026, 2030)]),
        ("十四五时期", [(2021, 2025)]),
        ("第十三个五年规划纲要", [(2016, 2020)]),
        ("“九五”计划", [(1996, 2000)]),
        ("二十五个项目", []),
    ],
)
def test_five_year_plans_follow_one_another(text, years):
    assert plans(text) == years


def test_spans_of_a_title_are_spans_plans_and_years():
    assert list(spans("云港市港口三年行动计划（2024—2026年）")) == [(2024, 2026)]
    assert list(spans("2025年和“十四五”时期工作回顾")) == [(2021, 2025), (2025, 2025)]


def document(kind: str, date: str, title: str = "", *sections: Section) -> Document:
    told = (("kind", kind), ("date", date), ("title", title))
    return Document(
        "d", "", metadata=tuple(Metadata(k, v, by="layout") for k, v in told if v), sections=sections
    )


@pytest.mark.parametrize(
    ("kind", "date", "title", "reviewed", "planned"),
    [
        ("work-report", "2026-01-12", "", 2025, 2026),
        ("work-report", "2025-12-27", "", 2025, 2026),
        ("work-report", "", "2024年云港市政府工作报告", 2023, 2024),
        ("bulletin", "2025-03-03", "2024年云港市统计公报", 2024, 2025),
        ("brief", "2024-07-25", "云港港口简报", 2024, 2024),
        ("news", "2025-03-04", "", 2025, 2025),
        ("five-year-plan", "2026-03", "", 2025, 2026),
    ],
)
def test_the_kind_and_the_date_say_which_year_is_reviewed(kind, date, title, reviewed, planned):
    found = calendar(document(kind, date, title))
    assert (found.reviewed, found.planned) == (reviewed, planned)


def test_the_headings_say_so_before_the_date():
    found = calendar(
        document("work-report", "2026-01-12", "", Section(0, 1, (0, 1), 1, "", None, "review", "2024"))
    )
    assert (found.now, found.reviewed, found.planned) == (2026, 2024, 2025)


def test_a_time_knows_its_place():
    assert Calendar(2025).times("力争到2027年建成") == [Time(0, 8, 2027, "deadline")]


def test_the_number_of_a_heading_names_no_plan():
    assert plans("（十五）建设救援中心") == plans("十五、保障措施") == []
    assert plans("“十五”、“十四五”时期") == [(2001, 2005), (2021, 2025)]
