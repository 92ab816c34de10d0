"""Kinds of documents, and what each section speaks of: kind and years."""

import pytest

from kg.model import Document, Metadata, Paragraph
from kg.ontology import Ontology
from kg.read import structured

body = "建成港口二期，引进企业六家，岸电覆盖所有泊位，集装箱吞吐量继续增加。"


@pytest.fixture(scope="module")
def sections():
    ontology = Ontology()

    def build(title, date, *headings, title_by="layout"):
        lines = [title, *(line for heading in headings for line in (heading, body))]
        paragraphs, at = [], 0
        for i, line in enumerate(lines):
            paragraphs.append(Paragraph(at, at + len(line), "title" if i == 0 else "body"))
            at += len(line) + 1
        metadata = (Metadata("title", title, by=title_by), Metadata("date", date))
        found = structured(
            Document("d", "\n".join(lines), paragraphs=tuple(paragraphs), metadata=metadata), ontology
        )
        return [(s.kind, s.period) for s in found.sections]

    return build


def test_a_report_reviews_the_year_before_and_plans_its_own(sections):
    assert sections(
        "云港市政府工作报告", "2026-01-12", "一、过去一年工作回顾", "（一）港口更忙", "二、“十五五”时期主要目标", "三、今年重点工作",
        "四、加强政府自身建设",
    ) == [
        ("review", "2025"), ("review", "2025"), ("goals", "2026-2030"), ("tasks", "2026"), ("tasks", "2026"),
    ]  # fmt: skip


def test_a_report_given_late_in_the_year_is_on_that_year(sections):
    assert sections("云港市政府工作报告", "2021-12-21", "一、过去五年工作回顾", "二、今后五年目标任务", "三、2022年工作安排") == [
        ("review", "2021"), ("tasks", "2022-2026"), ("tasks", "2022"),
    ]  # fmt: skip


def test_headings_fix_the_years_whatever_the_date_and_the_title(sections):
    wanted = [("review", "2024"), ("tasks", "2025")]
    for title, date, by in (
        ("云港市政府工作报告", "2025", "layout"),
        ("扫描件", "2025-04-01", "name"),
        ("各位代表", "", "layout"),
    ):
        assert sections(title, date, "一、2024年工作回顾", "二、2025年工作安排", title_by=by) == wanted


def test_two_past_times_are_a_review_of_the_later_and_two_to_come_have_no_year_of_their_own(sections):
    assert sections(
        "云港市政府工作报告", "2022-01-11", "过去五年回顾及2021年主要工作", "今后五年的奋斗目标及2022年工作安排",
    ) == [("review", "2021"), ("tasks", None)]  # fmt: skip


def test_a_far_year_in_a_heading_is_not_the_year_of_the_tasks(sections):
    assert sections("云港市政府工作报告", "2021-01-25", "一、2020年工作回顾", "二、2021年工作安排", "三、2035年远景目标任务") == [
        ("review", "2020"), ("tasks", "2021"), ("tasks", "2035"),
    ]  # fmt: skip


def test_past_and_future_in_one_heading_leave_it_to_what_stands_below(sections):
    found = sections(
        "云港市政府工作报告", "2026-01-12", "一、“十四五”时期成就和“十五五”时期目标任务", "二、2026年工作安排"
    )
    assert found == [("other", None), ("tasks", "2026")]


def test_a_shortcoming_that_a_task_mends_is_no_problem_told(sections):
    assert sections(
        "云港市政府工作报告", "2026-01-12", "一、2026年工作安排", "（一）着力破解短板，推动港城升级"
    ) == [("tasks", "2026"), ("tasks", "2026")]
    assert sections("云港市海洋经济发展“十五五”规划", "2026-03", "一、补齐短板") == [("tasks", "2030")]


def test_a_plan_is_for_its_last_year_and_tells_problems_apart(sections):
    assert sections(
        "云港市海洋经济发展“十五五”规划",
        "2026-03",
        "一、发展基础",
        "二、存在问题",
        "三、主要目标",
        "四、做强链条",
    ) == [("review", "2025"), ("problems", None), ("goals", "2030"), ("tasks", "2030")]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("云港市人民政府关于支持海洋装备发展的若干意见", "opinion"),
        ("云港市国民经济和社会发展第十五个五年规划纲要", "five-year-plan"),
        ("云港市2025年国民经济和社会发展统计公报", "bulletin"),
        ("关于云港港区扩区的批复", "reply"),
        ("云港市港航局关于印发港口三年行动计划的通知", "notice"),
        ("云港的早晨", None),
    ],
)
def test_the_title_tells_the_kind_of_document(title, kind):
    text = f"{title}\n{body}"
    paragraphs = (Paragraph(0, len(title), "title"), Paragraph(len(title) + 1, len(text)))
    document = Document("d", text, paragraphs=paragraphs, metadata=(Metadata("title", title, by="layout"),))
    assert structured(document, Ontology()).get("kind") == kind


def test_the_body_tells_the_kind_where_only_a_file_name_stands_for_a_title():
    text = f"各位代表：\n{body}"
    metadata = (Metadata("title", "云港市规划", by="name"),)
    document = Document("d", text, paragraphs=(Paragraph(0, 5), Paragraph(6, len(text))), metadata=metadata)
    assert structured(document, Ontology()).get("kind") == "work-report"
