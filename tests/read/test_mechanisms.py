"""One mechanism of the readers a test, each on the function itself."""

from dataclasses import replace
from typing import Any

import pytest
from lxml import etree, html

from kg.read.boxes import _is_below
from kg.read.dating import _after_facts, dating
from kg.read.docx import _text as docx_text
from kg.read.html import _span, read_html
from kg.read.ofd import _pieces
from kg.read.page_lines import Frame, Line, _block, _goes_on
from kg.read.raw import Slot
from kg.read.sections import headings, longest_bare
from kg.read.sheets import read_csv
from kg.read.tables import grid
from kg.read.tables.aligned import _parts
from kg.read.tables.ruled import Box, Char
from kg.read.tables.ruled import _text as ruled_text

LINE = Line("建设港口", 0, 100, 500, 600, 612, 595, 842)
COLUMNS = {(0, 0): (100.0, 500.0), (1, 0): (100.0, 500.0)}


def line(text: str, **more: Any) -> Line:
    return replace(LINE, text=text, **more)


@pytest.mark.parametrize(
    ("left", "right", "top", "below"),
    [
        (100, 500, 90, True),
        (100, 500, 312, False),
        (20, 100, 90, False),
        (300, 400, 90, False),
        (99, 101, 90, True),
    ],
)
def test_a_line_is_below_a_box_where_it_stands_lower_and_under_it(left, right, top, below):
    box = Box(100, 300, (300.0, 200.0))
    assert _is_below(line("x", left=left, right=right, top=top, bottom=top - 12), box) == below


@pytest.mark.parametrize(
    ("first", "second", "goes_on"),
    [
        (line("建设港口"), line("和码头", bottom=580, top=592), True),
        (line("建设港口。"), line("发展渔业", bottom=580, top=592), False),
        (line("建设港口。", right=400), line("发展渔业", bottom=580, top=592), False),
        (line("建设港口", right=470), line("2026年", bottom=580, top=592), True),
        (line("建设港口。", right=470), line("2026年", bottom=580, top=592), False),
        (line("大标题", bottom=600, top=620), line("下一行", bottom=560, top=580), True),
        (line("大标题", bottom=600, top=620), line("下一行", bottom=550, top=570), False),
        (line("大标题。", bottom=600, top=620), line("下一行", bottom=560, top=580), False),
        (line("项目\t投资"), line("和码头", bottom=580, top=592), False),
    ],
)  # fmt: skip
def test_a_line_goes_on_in_the_next_where_it_reaches_the_margin(first, second, goes_on):
    assert _goes_on(first, second, COLUMNS, 12.0, indents=False) == goes_on


def test_a_line_of_a_box_goes_on_in_its_cell_only():
    one, two = Frame(100, 500, 1, 0, first=True, last=False), Frame(100, 500, 1, 1, first=False, last=True)
    columns = COLUMNS | {(0, 1): (100.0, 500.0)}
    first, second = line("建设港口", frame=one), line("和码头", bottom=580, top=592)
    assert _goes_on(first, replace(second, frame=one), columns, 12.0, indents=False)
    assert not _goes_on(first, replace(second, frame=two), columns, 12.0, indents=False)
    assert not _goes_on(first, second, columns, 12.0, indents=False)


def test_a_line_with_tabs_is_a_row_of_a_table():
    assert [_block(text, 1.0, LINE).role for text in ("项目\t投资", "项目")] == ["table", None]
    assert _block("项目", 0.5, replace(LINE, page=3)).page == 4


def codes(written: str) -> list[tuple[Any, ...]]:
    space = 'xmlns="http://www.ofdspec.org/2016"'
    element = etree.fromstring(f'<TextObject {space} Boundary="10 20 50 6" {written}</TextObject>')
    return [
        (p.text, *(round(v, 2) for v in (p.left, p.right, p.bottom, p.top))) for p in _pieces(element, 100.0)
    ]


def test_text_of_ofd_stands_where_its_matrix_puts_it():
    assert codes('Size="4"><TextCode X="0" Y="5">港口</TextCode>')[0][:3] == ("港口", 10, 18)
    assert codes('CTM="2 0 0 2 1 1" Size="4"><TextCode X="1" Y="2">港口</TextCode>')[0][:3] == (
        "港口",
        13,
        29,
    )
    assert codes('CTM="1 0 0.5 1 0 0" Size="4"><TextCode X="0" Y="2">港口</TextCode>')[0][1] == 11
    (_, left, right, bottom, top) = codes('><TextCode X="0" Y="5" DeltaX="7">港口</TextCode>')[0]
    assert (left, right, round(top - bottom, 2)) == (10, 23, 6)


@pytest.mark.parametrize(
    ("value", "span"), [("2", 2), (" 12 ", 12), ("9999", 9999), ("10000", 1), ("x", 1), ("", 1)]
)
def test_a_cell_spans_as_many_as_it_says_within_reason(value, span):
    assert (
        _span(
            html.fromstring(f'<table><tr><td rowspan="{value}">a</td></tr></table>').find(".//td"), "rowspan"
        )
        == span
    )


def test_blocks_of_a_page_end_where_an_element_or_a_table_begins_or_ends():
    rows = "<tr><th>项目</th><th>投资</th></tr><tr><td>码头</td><td>3亿元</td></tr>"
    page = f"<html><body><article>前言<div>建设港口</div>发展渔业<table>{rows}</table>扩大开放</article></body></html>"
    texts = [block.text for block in read_html(page.encode(), "a.html").blocks]
    assert [text for text in texts if "\t" not in text] == ["前言", "建设港口", "发展渔业", "扩大开放"]


def test_a_hyphen_that_holds_words_together_is_kept():
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    run = f'<w:p xmlns:w="{space}"><w:r><w:t>2021</w:t><w:noBreakHyphen/><w:t>2025</w:t><w:tab/><w:t>年</w:t></w:r></w:p>'
    assert docx_text(etree.fromstring(run)) == "2021-2025 年"


def test_a_table_of_odd_bytes_is_told_and_read():
    good = read_csv("项目,投资\n码头,3\n".encode(), "a.csv")
    assert not good.problems
    odd = read_csv("项目,投资\n码头,3\n高架桥,4\n".encode()[:-4] + b",4\n", "a.csv")
    assert [(p.severity, p.hint) for p in odd.problems] == [("warning", "save the table as UTF-8")]


def test_a_line_of_a_cell_that_reaches_its_side_goes_on_without_a_blank():
    def chars(text: str, top: float, left: float = 0.0) -> list[Char]:
        return [Char(c, left + 10 * n, top - 10, left + 10 * n + 10, top, n) for n, c in enumerate(text)]

    assert ruled_text([*chars("建设", 100), *chars("港口", 80)], 30) == "建设港口"
    assert ruled_text([*chars("建设", 100), *chars("港口", 80)], 36) == "建设 港口"
    assert ruled_text([*chars("建设", 100), *chars("港口", 80)], 60) == "建设 港口"


def slots(*rows: str) -> list[list[Slot]]:
    return [[Slot(text, n, m) for m, text in enumerate(row.split("|")) if text] for n, row in enumerate(rows)]


def test_lines_around_a_table_are_captions_above_and_notes_below():
    rows = slots("表1 重点项目", "单位：亿元", "项目|投资", "码头|3", "注：|4", "注：投资为估算数", "")
    found = list(grid.blocks(rows))
    assert [(b.text, b.role) for b in found if not b.slots] == [
        ("表1 重点项目", "caption"), ("单位：亿元", "caption"), ("注：投资为估算数", None),
    ]  # fmt: skip
    assert [[slot.text for slot in b.slots] for b in found if b.slots] == [
        ["项目", "投资"],
        ["码头", "3"],
        ["注：", "4"],
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("县 区 人口 面积", ["县区", "人口", "面积"]),
        ("一 区 人口", ["一区", "人口"]),
        ("合 计 3 4", ["合计", "3", "4"]),
        ("合计 3 4", ["合计", "3", "4"]),
    ],
)
def test_letters_that_are_spaced_out_are_joined_in_pairs(text, parts):
    assert _parts(text) == parts


def test_a_line_opens_a_section_up_to_a_length(ontology):
    words = headings(ontology)
    opening = words.opening[0]
    assert words.opens(opening + "：")
    assert words.opens("甲" * (longest_bare - len(opening)) + opening)
    assert not words.opens("甲" * (longest_bare - len(opening) + 1) + opening)
    assert not words.opens(opening + words.naming[0])


def test_the_year_after_the_latest_whose_figures_are_told_is_that_of_a_text(ontology):
    plans = "到2030年，建成港口4座。"
    table = dating(ontology)
    assert _after_facts(f"截至2025年底，全市有企业40家。{plans}", table) == 2026
    assert _after_facts(f"2025年底，全市有企业40家。{plans}", table) is None
    assert _after_facts(f"2025年，全市有企业40家。到2027年，建成港口4座。{plans}", table) == 2026
    assert _after_facts("2025年，全市有企业40家。", table) is None
