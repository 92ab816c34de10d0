import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Document, Paragraph
from kg.text.sentences import longest, split


def document(*paragraphs, role="body"):
    found, at = [], 0
    for text in paragraphs:
        found.append(Paragraph(at, at + len(text), role))
        at += len(text) + 1
    return Document("d", "\n".join(paragraphs), paragraphs=tuple(found))


def texts(*paragraphs, role="body"):
    return [sentence.text for sentence in split(document(*paragraphs, role=role))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("港口扩建完工。航线开通了！还要做什么？", ["港口扩建完工。", "航线开通了！", "还要做什么？"]),
        ("“货从哪来？先问市场。”老周说。他笑了。", ["“货从哪来？先问市场。”老周说。", "他笑了。"]),
        ("他说：“先修路。再招商。”第二年路通了。", ["他说：“先修路。再招商。”", "第二年路通了。"]),
        (
            '他说:"先修路。"第二年路通了。"快了。"他说。',
            ['他说:"先修路。"', "第二年路通了。", '"快了。"他说。'],
        ),
        (
            "落实《意见。试行》（见附件。共三份）。完成验收。",
            ["落实《意见。试行》（见附件。共三份）。", "完成验收。"],
        ),
        ("（一）做强链条。（二）做优服务。", ["（一）做强链条。", "（二）做优服务。"]),
        ("增长5.6%。其中A.B两项持平。", ["增长5.6%。", "其中A.B两项持平。"]),
        ("“没有收尾的引号。下一句。", ["“没有收尾的引号。", "下一句。"]),
        ("建成三条线；开工两条线。", ["建成三条线；开工两条线。"]),
        ("It grew by 5.6 percent. It opened two lines.", ["It grew by 5.6 percent.", "It opened two lines."]),
    ],
)
def test_split_ends_sentences(text, expected):
    assert texts(text) == expected


def test_split_parts_a_long_sentence_at_its_semicolons():
    clauses = [f"第{n}项任务是把港区道路、仓储、口岸和信息平台统筹起来建设好并按期投用" for n in "一二三四五"]
    assert texts("；".join(clauses) + "。") == [f"{c}；" for c in clauses[:-1]] + [f"{clauses[-1]}。"]


def test_split_leaves_titles_and_rows_of_tables_whole():
    assert texts("税怎么算？货怎么走？", role="title") == ["税怎么算？货怎么走？"]
    assert texts("港口\t二期。建成。", role="table") == ["港口\t二期。建成。"]


def test_split_counts_in_the_document():
    made = document("标题", "第一句。第二句。")
    counted = [(s.index, s.start, s.end, s.paragraph) for s in split(made)]
    assert counted == [(0, 0, 2, 0), (1, 3, 7, 1), (2, 7, 11, 1)]


@given(st.lists(st.text('港口。！？；，“”"（）()《》 abc.5\u3000', max_size=400), min_size=1, max_size=5))
def test_split_covers_what_is_not_blank_once(paragraphs):
    made = document(*paragraphs)
    found = split(made)
    assert all(made.text[s.start : s.end] == s.text == s.text.strip() for s in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert re.sub(r"\s", "", "".join(s.text for s in found)) == re.sub(r"\s", "", made.text)


@pytest.mark.parametrize(
    "line", ["港" * 1_000_000, "“" * 500_000, "（“" * 200_000 + "”）" * 200_000, "；" * 300_000]
)
def test_split_takes_linear_time(line):
    found = split(document(line))
    assert max(s.end - s.start for s in found) <= longest
