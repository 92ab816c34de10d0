"""Headings and the tree they make: by number, mark, level and form; on gold, by exact span."""

import pytest

from kg.model import Document, Paragraph
from kg.ontology import Ontology
from kg.read.sections import sections
from kg.records.gold import read_gold

running = "全年引进企业六家，港口二期工程投入使用，岸电覆盖所有泊位。"


@pytest.fixture(scope="module")
def tree():
    ontology = Ontology()

    def build(*lines, roles=()):
        paragraphs, at = [], 0
        for line in lines:
            paragraphs.append(Paragraph(at, at + len(line)))
            at += len(line) + 1
        document = Document("d", "\n".join(lines), paragraphs=tuple(paragraphs))
        return [(s.level, s.title) for s in sections(document, ontology)]

    return build


def test_sections_nest_by_their_kinds_of_number(tree):
    found = tree(
        "云港市先进制造业发展规划", "第一章　发展基础", running, "第二章　主要任务", "第一节　做强链条", "一、整机",
        f"（一）船舶海工。{running}", f"1.攻关主机。{running}", f"（二）港口机械。{running}", "第二节　做优服务", running,
    )  # fmt: skip
    assert found == [
        (1, "第一章　发展基础"), (1, "第二章　主要任务"), (2, "第一节　做强链条"), (3, "一、整机"), (4, "（一）船舶海工。"),
        (5, "1.攻关主机。"), (4, "（二）港口机械。"), (2, "第二节　做优服务"),
    ]  # fmt: skip


def test_decimal_numbers_nest_by_their_parts(tree):
    assert tree("5.1 做强先导产业", f"5.1.1扩大产能。{running}", f"5.1.2强化协同。{running}", "5.2 做优服务", running) == [
        (1, "5.1 做强先导产业"), (2, "5.1.1扩大产能。"), (2, "5.1.2强化协同。"), (1, "5.2 做优服务"),
    ]  # fmt: skip


def test_an_excerpt_that_begins_deep_gives_the_higher_heading_level_one(tree):
    assert tree(f"（三）港口扩能。{running}", "二、2026年工作安排", f"（一）稳住外贸。{running}") == [
        (2, "（三）港口扩能。"), (1, "二、2026年工作安排"), (2, "（一）稳住外贸。"),
    ]  # fmt: skip


def test_a_part_named_without_a_number_stands_above_the_numbers(tree):
    assert tree("2025年工作回顾", f"（二）产业提质。{running}", f"（三）港口扩能。{running}") == [
        (1, "2025年工作回顾"), (2, "（二）产业提质。"), (2, "（三）港口扩能。"),
    ]  # fmt: skip


def test_marks_and_short_lines_above_running_text_are_headings(tree):
    assert tree(f"云港是港城。{running}", "●链条更长", running, "港口更忙", running, "激发企业活力。", running) == [
        (1, "●链条更长"), (2, "港口更忙"), (2, "激发企业活力。"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "1.新建码头泊位6个，吞吐能力达到800万吨。",
        "（一）允许园区企业开展保税维修业务。（负责部门：港航局）",
        "——港口更忙。",
        "重点做好以下方面工作。",
        "一是做强链条。引进企业，延伸链条。",
        "2.5%的企业迁出园区，多为仓储企业。",
        "第一，做强链条；",
    ],
)
def test_items_leads_and_figures_are_no_headings(tree, line):
    assert tree(f"云港是港城。{running}", line, running) == []


def test_among_sentences_of_a_line_each_a_heading_is_what_the_next_line_goes_on_with(tree):
    lines = ["扩建港口岸电。", "二期泊位全部接入。", "做强海工装备。", "支持海工装备首台套攻关。"] * 12
    assert tree("云港市政府工作报告", *lines) == [(1, "做强海工装备。")] * 12
    few = tree("云港市政府工作报告", "扩建港口岸电。", running, "做强海工装备。", running)
    assert few == [(1, "扩建港口岸电。"), (1, "做强海工装备。")]


def test_the_title_is_no_heading_and_the_extent_runs_to_the_next_of_its_level(tree):
    lines = (
        "云港市政府工作报告",
        "一、2025年工作回顾",
        running,
        "（一）港口",
        running,
        "二、2026年工作安排",
        running,
    )
    text = "\n".join(lines)
    paragraphs, at = [], 0
    for line in lines:
        paragraphs.append(Paragraph(at, at + len(line)))
        at += len(line) + 1
    first, inner, second = sections(Document("d", text, paragraphs=tuple(paragraphs)), Ontology())
    assert text[first.start : first.end] == "\n".join(lines[1:5])
    assert text[slice(*inner.heading)] == inner.title == "（一）港口"
    assert (first.parent, inner.parent, second.parent) == (None, 0, None)
    assert second.end == len(text)


def test_levels_of_the_format_count_before_numbers(document):
    page = document(
        f"# 云港市规划\n\n## 发展目标\n\n{running}\n\n### 港口，要更忙\n\n{running}\n\n## 组织保障\n\n{running}\n",
        "a.md",
    )
    assert [(s.level, s.title) for s in page.sections] == [
        (1, "发展目标"),
        (2, "港口，要更忙"),
        (1, "组织保障"),
    ]
    assert [p.level for p in page.paragraphs if p.role == "heading"] == [2, 3, 2]


@pytest.mark.shared
@pytest.mark.parametrize(("folder", "floor"), [("measures/dev", 0.95), ("genres", 0.95), ("more", 0.95)])
def test_headings_of_gold(shared, folder, floor):
    ontology = Ontology()
    hits = said = wanted = 0
    for path in sorted((shared / "gold" / folder).glob("*.gold")):
        gold = read_gold(path).document
        if gold.sections:
            found = {s.heading for s in sections(gold, ontology)}
            headings = {s.heading for s in gold.sections}
            hits, said, wanted = hits + len(found & headings), said + len(found), wanted + len(headings)
    assert 2 * hits / (said + wanted) >= floor
