import io

import docx
import openpyxl
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from kg.errors import InputError
from kg.model import Annotated
from kg.read.raw import Block, Slot
from kg.read.sections import sections
from kg.read.tables import aligned, grid
from kg.read.tables.over_pages import continued
from kg.read.tables.values import is_amount, is_value, is_year
from kg.records import line, load_line


def texts(document, table):
    """The rows of a table: for each its cells as (column, text)."""
    rows: dict[int, list[tuple[int, str]]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append((cell.column, document.text[cell.start : cell.end]))
    return [rows.get(row, []) for row in range(table.rows)]


def workbook(rows, *merges):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for merge in merges:
        book.active.merge_cells(merge)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_markdown_gives_a_grid_beside_the_text(document):
    of = document(
        "# 青湾市2023年统计公报\n\n**表1 2023年主要产品**\n\n| 产品 | 单位 | 产量 |\n| - | - | - |\n"
        "| 海盐 | 万吨 | 12.5 |\n| 渔网 | | <br>340 |\n\n注：初步数据。\n",
        "a.md",
    )
    (table,) = of.tables
    assert texts(of, table) == [
        [(0, "产品"), (1, "单位"), (2, "产量")],
        [(0, "海盐"), (1, "万吨"), (2, "12.5")],
        [(0, "渔网"), (2, "340")],
    ]
    assert table.heads == 1
    assert of.text[slice(*table.caption)] == "表1 2023年主要产品"
    assert [of.text[slice(*note)] for note in table.notes] == ["注：初步数据。"]
    assert of.text[table.start : table.end] == "产品\t单位\t产量\n海盐\t万吨\t12.5\n渔网\t340"
    assert {p.role for p in of.paragraphs if table.start <= p.start < table.end} == {"table"}


def test_html_keeps_spans_and_counts_heads(document):
    of = document(
        "<html><body><h1>云港市2024年计划</h1><p>主要指标已经市人大审议，现予公布，请各部门遵照执行。</p>"
        "<table><caption>主要指标</caption><tr><th rowspan=2>指标</th><th colspan=2>完成</th></tr>"
        "<tr><th>2023年</th><th>2024年</th></tr><tr><td rowspan=2>港口</td><td>1</td><td>2</td></tr>"
        "<tr><td>3</td><td>4<br>（预计）</td></tr></table></body></html>",
        "a.html",
    )
    (table,) = of.tables
    assert (table.rows, table.columns, table.heads) == (4, 3, 2)
    spans = {of.text[c.start : c.end]: (c.row, c.column, c.rows, c.columns) for c in table.cells}
    assert spans["完成"] == (0, 1, 1, 2)
    assert spans["港口"] == (2, 0, 2, 1)
    assert spans["3"] == (3, 1, 1, 1)
    assert spans["4 （预计）"] == (3, 2, 1, 1)


def test_html_reads_a_table_that_lays_out_the_page_as_text(document):
    long = "全市经济运行平稳，工业生产稳中有进，各项事业全面发展，人民生活持续改善。" * 8
    of = document(
        f"<html><body><h1>云港市工作情况</h1><table><tr><td>导读</td><td>{long}</td></tr></table></body></html>",
        "a.html",
    )
    assert of.tables == ()
    assert long in of.text


def test_docx_merges_across_and_down(document):
    word = docx.Document()
    word.add_paragraph("云港市重点工作安排")
    table = word.add_table(rows=4, cols=3)
    for r, row in enumerate(
        (("类别", "目标", ""), ("", "2024年", "2025年"), ("甲类", "5", "6"), ("", "7", "8"))
    ):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(2, 0).merge(table.cell(3, 0))
    file = io.BytesIO()
    word.save(file)
    of = document(file.getvalue(), "a.docx")
    (found,) = of.tables
    assert found.heads == 2
    spans = {of.text[c.start : c.end].strip(): (c.row, c.column, c.rows, c.columns) for c in found.cells}
    assert spans["类别"] == (0, 0, 2, 1)
    assert spans["目标"] == (0, 1, 1, 2)
    assert spans["甲类"] == (2, 0, 2, 1)
    assert spans["8"] == (3, 2, 1, 1)


def test_xlsx_takes_title_unit_and_notes_out_of_the_grid(document):
    data = workbook(
        [
            ["青湾市2025年重点项目表", None, None],
            [None, None, "单位：万元"],
            ["序号", "项目名称", "总投资"],
            [1, "海堤加固", 1200.5],
            [2, "渔港扩建", "3,400"],
            ["注：以批复为准。"],
        ],
        "A1:C1",
    )
    of = document(data, "a.xlsx")
    (table,) = of.tables
    assert of.title == "青湾市2025年重点项目表"
    assert table.unit == "万元"
    assert [of.text[slice(*note)] for note in table.notes] == ["注：以批复为准。"]
    assert texts(of, table)[1:] == [
        [(0, "1"), (1, "海堤加固"), (2, "1200.5")],
        [(0, "2"), (1, "渔港扩建"), (2, "3,400")],
    ]


@pytest.mark.parametrize("data", [b"PK\x03\x04broken", workbook([["甲", "乙"]])[:900]])
def test_xlsx_refuses_a_broken_workbook_in_one_line(document, data):
    with pytest.raises(InputError, match=r"a\.xlsx: a truncated or damaged workbook"):
        document(data, "a.xlsx")


def test_a_table_that_goes_on_is_one_table(document):
    head = "| 指标 | 数值 |\n| - | - |\n"
    of = document(f"# 云港市公报\n\n表1 指标\n\n{head}| 港口 | 1 |\n\n续表\n\n{head}| 机场 | 2 |\n", "a.md")
    (table,) = of.tables
    assert texts(of, table) == [[(0, "指标"), (1, "数值")], [(0, "港口"), (1, "1")], [(0, "机场"), (1, "2")]]


def test_placed_puts_cells_beside_those_that_span_rows():
    given = [[grid.Given("a", rows=2), grid.Given("b", columns=2)], [grid.Given("c"), grid.Given("d")]]
    assert [[(s.text, s.column) for s in row] for row in grid.placed(given)] == [
        [("a", 0), ("b", 1)],
        [("c", 1), ("d", 2)],
    ]


def test_an_area_that_nobody_knows_is_told_by_the_title(document):
    assert document("银溪县2025年重点建设项目清单\n银溪县全年安排项目十二个。\n").region == "银溪县"
    assert document("城市更新行动方案（2025年）\n全面实施城市更新。\n").region is None


def pdf(rows, style, widths, spaced=8):
    """A PDF of a title and a table that reportlab draws, in a font that every reader of PDF has."""
    file = io.BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    font = ParagraphStyle("body", fontName="STSong-Light", fontSize=10, leading=14, wordWrap="CJK")
    cells = [[Paragraph(text, font) if text else "" for text in row] for row in rows]
    table = Table(cells, colWidths=widths, repeatRows=1, style=TableStyle(style))
    SimpleDocTemplate(file, pagesize=A4).build(
        [Paragraph("银溪县2026年重点项目清单", font), Spacer(1, spaced), Paragraph("单位：万元", font), table]
    )
    return file.getvalue()


def test_pdf_gives_a_ruled_table_over_two_pages_with_wrapped_cells(document):
    rows = [("序号", "项目名称", "总投资")]
    rows += [(str(n), f"第{n}号渠道改造和沿线环境综合整治提升工程", f"{n},000") for n in range(1, 41)]
    of = document(pdf(rows, [("GRID", (0, 0), (-1, -1), 0.5, "black")], [40, 120, 80]), "a.pdf")
    (table,) = of.tables
    assert table.unit == "万元"
    assert texts(of, table) == [list(enumerate(row)) for row in rows]
    assert {of.page(cell.start) for cell in table.cells} == {1, 2, 3}


def _pages(*pages):
    """Rows of pages as slots; a pair is a text and the rows that it spans, None no cell of its own."""
    return [
        [
            tuple(
                Slot(*((cell[0], r, c, cell[1]) if isinstance(cell, tuple) else (cell, r, c)))
                for c, cell in enumerate(row)
                if cell is not None
            )
            for r, row in enumerate(rows)
        ]
        for rows in pages
    ]


def test_a_row_that_a_page_parts_is_whole_wherever_its_number_stands():
    rows, more = _pages(
        [
            ["类别", "序号", "指标", "目标"],
            [("经济", 2), "1", "产值", "12"],
            [None, "2", "服务业占地区生产", "〔3.4"],
        ],
        [["类别", "序号", "指标", "目标"], ["", "", "总值比重", "〕"], ["民生", "3", "床位", "70"]],
    )
    assert [[slot.text for slot in row] for row in continued(rows, more)] == [
        ["类别", "序号", "指标", "目标"],
        ["经济", "1", "产值", "12"],
        ["2", "服务业占地区生产总值比重", "〔3.4〕"],
        ["民生", "3", "床位", "70"],
    ]


def test_a_class_merged_over_a_page_goes_on_below():
    rows, more = _pages(
        [["类别", "序号", "指标"], [("经济", 2), "1", "产值"], [None, "2", "税收"]],
        [[("", 2), "3", "投资"], [None, "4", "出口"], ["民生", "5", "床位"]],
    )
    whole = continued(rows, more)
    assert next(slot for slot in whole[1] if slot.text == "经济").rows == 4
    assert [[slot.text for slot in row] for row in whole[3:]] == [
        ["3", "投资"],
        ["4", "出口"],
        ["民生", "5", "床位"],
    ]


def test_an_empty_cell_at_the_top_of_a_page_parts_no_row():
    rows, more = _pages([["指标", "单位", "值"], ["产值", "亿元", "3"]], [["森林覆盖率", "", "41"]])
    assert len(continued(rows, more)) == 3


def test_below_the_number_of_an_annex_stands_the_title(document):
    of = document("附件2\n\n银溪县2026年重点项目投资计划\n\n单位：万元\n\n全县安排项目十二个。\n")
    assert (of.title, of.region) == ("银溪县2026年重点项目投资计划", "银溪县")
    assert not any(of.text[p.start : p.end] == "单位：万元" for p in of.paragraphs if p.role == "subtitle")


def test_pdf_gives_merged_cells(document):
    rows = [("指标", "目标", ""), ("", "2025年", "2030年"), ("森林覆盖率", "61", "63"), ("湿地", "12", "15")]
    style = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("SPAN", (1, 0), (2, 0)), ("SPAN", (0, 0), (0, 1))]
    of = document(pdf(rows, style, [100, 80, 80]), "a.pdf")
    (table,) = of.tables
    spans = {of.text[c.start : c.end]: (c.row, c.column, c.rows, c.columns) for c in table.cells}
    assert table.heads == 2
    assert spans["指标"] == (0, 0, 2, 1)
    assert spans["目标"] == (0, 1, 1, 2)
    assert spans["63"] == (2, 2, 1, 1)


def test_text_in_columns_is_a_table(document):
    of = document(
        "银溪县“十五五”主要指标\n2026年2月3日\n\n"
        "序号 指标 单位 2025年 2030年 属性\n1 粮食产量 万吨 12 13 约束性\n2 单位产值能耗降低 % - 〔14〕 约束性\n\n"
        "各乡镇要抓好落实，确保完成目标。\n"
    )
    (table,) = of.tables
    assert texts(of, table) == [
        list(enumerate(("序号", "指标", "单位", "2025年", "2030年", "属性"))),
        list(enumerate(("1", "粮食产量", "万吨", "12", "13", "约束性"))),
        list(enumerate(("2", "单位产值能耗降低", "%", "-", "〔14〕", "约束性"))),
    ]


def test_text_in_columns_joins_letters_that_are_spaced_out_and_heads_of_two_lines(document):
    of = document(
        "# 银溪县2005年公报\n\n表1 2005年价格上涨情况\n\n单位：%\n\n- 指 标 全 县\n- 城 镇 农 村\n"
        "- 食 品 2.9 3.1 2.5\n- 其中：粮 食 1.4 1.5 1.3\n- 居 住 -5.4 5.6 5.2\n",
        "a.md",
    )
    (table,) = of.tables
    assert [[text for _, text in row] for row in texts(of, table)] == [
        ["指标", "全县", "城镇", "农村"],
        ["食品", "2.9", "3.1", "2.5"],
        ["其中：粮食", "1.4", "1.5", "1.3"],
        ["居住", "-5.4", "5.6", "5.2"],
    ]
    assert table.unit == "%"


def test_lines_with_blanks_are_no_table(document):
    of = document("银溪县工作要点\n\n指标 任务\n一 要抓好春耕 2 次\n\n项目 名称 说明\n全县新建学校 3 所。\n")
    assert of.tables == ()


def test_indents_of_labels_are_kept(document):
    book = openpyxl.Workbook()
    for row in (("科目", "金额"), ("收入", 9), ("税收", 6), ("　　增值税", 2)):
        book.active.append(row)
    book.active["A3"].alignment = openpyxl.styles.Alignment(indent=1)  # type: ignore[attr-defined]
    book.save(file := io.BytesIO())
    of = document(file.getvalue(), "a.xlsx")
    (table,) = of.tables
    assert [c.indent for c in table.cells if c.column == 0] == [0, 0, 2, 4]
    assert load_line(line(Annotated(of))).document.tables == of.tables


_plan = "云汀市2026年行动方案", "前文说明全市制造业的基础，以及各项任务的安排和要求。"


@pytest.mark.parametrize(("name", "mark"), [("a.md", "## "), ("a.html", "")])
@pytest.mark.parametrize(
    ("caption", "opens"),
    [("二、重点任务", True), ("（一）重点任务", True), ("表1 重点任务", False), ("专栏2 重点任务", False)],
)
def test_a_heading_right_above_a_table_is_its_caption_and_opens_a_section(
    document, ontology, name, mark, caption, opens
):
    title, running = _plan
    if mark:
        rows = "| 任务 | 责任单位 |\n| - | - |\n| 改造泵站 | 市水务局 |\n"
        text = f"# {title}\n\n{running}\n\n{mark}{caption}\n\n{rows}"
    else:
        rows = "<tr><th>任务</th><th>责任单位</th></tr><tr><td>改造泵站</td><td>市水务局</td></tr>"
        text = (
            f"<html><body><h1>{title}</h1><p>{running}</p><p>{caption}</p><table>{rows}</table></body></html>"
        )
    of = document(text, name)
    (table,) = of.tables
    assert of.text[slice(*table.caption)] == caption
    found = [one for one in sections(of, ontology) if one.title == caption]
    assert bool(found) == opens
    assert all(one.start < table.start < table.end <= one.end for one in found)


def test_a_heading_without_a_number_right_above_a_table_opens_a_section(document, ontology):
    of = document(
        "# 云汀市2026年行动方案\n\n前文说明全市制造业的基础，以及各项任务的安排和要求。\n\n## 任务分工\n\n"
        "| 任务 | 责任单位 |\n| - | - |\n| 改造泵站 | 市水务局 |\n",
        "a.md",
    )
    assert "任务分工" in [one.title for one in sections(of, ontology)]


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("合计\t10\t20", ["", "合计", "10", "20"]),
        ("合计\t10\t—", ["", "合计", "10", "—"]),
        ("合计\t10\t甲", None),
        ("10\t10\t20", None),
        ("合计\t20", None),
        ("合计 10 20", None),
        ("合计", None),
    ],
)
def test_a_sum_stands_under_the_values_of_the_rows_above(line, row):
    rows = [["1", "甲村", "4", "6"], ["2", "乙村", "6", "14"]]
    assert aligned._sums(Block(line), rows) == row
    assert aligned._sums(Block(line), []) is None


@pytest.mark.parametrize(
    ("text", "value", "year"),
    [
        ("12.5", True, False), ("≥98%", True, False), ("约 3,200", True, False), ("不低于60", True, False),
        ("100以上", True, False), ("—", True, False), ("……", True, False), ("2025", True, True),
        ("2025年", False, True), ("2030年底", False, True), ("云港市", False, False), ("", False, False),
    ],
)  # fmt: skip
def test_a_cell_holds_a_value_or_a_year(text, value, year):
    assert (is_value(text), is_year(text), is_amount(text)) == (value, year, value and not year)


def test_lines_in_columns_may_be_parted_by_headings_and_lack_values(document):
    of = document(
        "# 银溪县2001年公报\n\n全年工业稳步增长。\n\n- 附表1：2001年主要产品产量\n- 产品名称 计量单位 绝对数 比上年增长%\n"
        "- 一、农产品产量\n- 粮 食 万吨 452 -2.1\n- 水产品产量 万吨 43 2.3\n- 淡水 万吨\n- 二、工业产品产量\n- 纱 万吨 7 6.4\n\n"
        "一、人口和社会保障\n",
        "a.md",
    )
    (table,) = of.tables
    assert [[text for _, text in row] for row in texts(of, table)] == [
        ["产品名称", "计量单位", "绝对数", "比上年增长%"],
        ["一、农产品产量"],
        ["粮食", "万吨", "452", "-2.1"],
        ["水产品产量", "万吨", "43", "2.3"],
        ["淡水", "万吨"],
        ["二、工业产品产量"],
        ["纱", "万吨", "7", "6.4"],
    ]
    assert of.text.endswith("\n一、人口和社会保障")


def test_a_value_in_words_that_ran_into_the_next_name_is_parted_from_it(document):
    of = document(
        "银溪县第十四个五年规划纲要\n专栏1 主要指标\n序号 指标 单位 属性 2025年 年均[累计]\n1地区生产总值 亿元 预期性 180 6左右\n"
        "2居民人均可支配收入增长 % 预期性 - 与经济增长基本同步主要劳动年龄人口中受过\n3 % 预期性45 -\n高等教育的比例\n"
        "4单位产值能耗降低 % 约束性 - 完成省下达任务每万人口高价值发明\n5 件 预期性 9 -\n专利拥有量\n6森林覆盖率 % 约束性19.5 -\n"
    )
    (table,) = of.tables
    rows = [[text for _, text in row] for row in texts(of, table)]
    assert rows[2][-1] == "与经济增长基本同步"
    assert rows[3] == ["3", "主要劳动年龄人口中受过高等教育的比例", "%", "预期性", "45", "-"]
    assert rows[4][-1] == "完成省下达任务"
    assert rows[5] == ["5", "每万人口高价值发明专利拥有量", "件", "预期性", "9", "-"]


def test_a_paragraph_as_no_text_has_is_refused_in_one_line(document):
    with pytest.raises(InputError, match="a paragraph of 2,500,000 characters, as no text has"):
        document("银溪县扩建码头，" + "完成投资七亿元，" * 312499, "a.txt")


def test_a_row_of_cells_that_tell_what_they_are_stands_above_the_heads(document):
    of = document(
        workbook([["投资计划表"], ["填报单位：林业局", "", "单位：万元"], ["项目", "地点", "投资"], ["水厂", "清溪镇", 300]]), "a.xlsx"
    )  # fmt: skip
    (table,) = of.tables
    assert (table.unit, table.heads) == ("万元", 1)
    assert texts(of, table)[0] == [(0, "项目"), (1, "地点"), (2, "投资")]


def test_lines_of_strokes_do_not_part_a_table_in_columns(document):
    of = document(
        "清溪镇决算\n\n项    目      预算数    决算数\n----------------------\n税收收入      900     950\n"
        "    增值税    400     410\n----------------------\n注：不含补助。\n",
        "a.txt",
    )
    (table,) = of.tables
    assert [[text for _, text in row] for row in texts(of, table)] == [
        ["项目", "预算数", "决算数"], ["税收收入", "900", "950"], ["增值税", "400", "410"],
    ]  # fmt: skip
    assert [cell.indent for cell in table.cells if cell.column == 0] == [0, 0, 2]


@pytest.mark.parametrize("side", ["TOP", "MIDDLE", "BOTTOM"])
def test_pdf_without_rules_gives_wrapped_cells_level_at_any_side(document, side):
    heads = ["项目名称", "建设规模", "总投资<br/>（亿元）", "2026年<br/>投资<br/>（亿元）"]
    rows = [
        ["浅溪港区二期多用途码头工程", "新建泊位3个，年通过能力680万吨", "28.4", "6.5"],
        ["浅溪铁路", "全长74公里", "136", "12"],
        ["北部灌区续建配套与现代化改造", "改造干渠46公里，配套建筑物580座", "9.1", "2.2"],
    ]
    made = pdf([heads, *rows], [("VALIGN", (0, 0), (-1, -1), side)], [110, 130, 70, 70])
    of = document(made, "a.pdf")
    (table,) = of.tables
    got = [[text for _, text in row] for row in texts(of, table)]
    assert got[-3:] == rows
    below = {cell.column: of.text[cell.start : cell.end] for cell in table.cells if cell.row < table.heads}
    assert "".join(
        of.text[c.start : c.end] for c in table.cells if c.row < table.heads and c.column == 3
    ) == ("2026年投资（亿元）")
    assert set(below) == {0, 1, 2, 3}


@pytest.mark.parametrize("stroke", ["│", "|"])
def test_a_table_drawn_with_strokes_is_a_table(document, stroke):
    of = document(
        "苇河县2024年教育简报\n\n┌────┬────┬────┐\n│ 学校 │学校数│在校学生│\n│   │（所） │（人） │\n├────┼────┼────┤\n"
        "│ 小学 │ 41 │30,218│\n│ 合 计│ 41 │30,218│\n└────┴────┴────┘\n".replace("│", stroke),
        "a.txt",
    )
    (table,) = of.tables
    assert [[text for _, text in row] for row in texts(of, table)] == [
        ["学校", "学校数（所）", "在校学生（人）"], ["小学", "41", "30,218"], ["合 计", "41", "30,218"],
    ]  # fmt: skip


def test_a_section_told_as_head_below_the_heads_is_a_row(document):
    of = document(
        "<html><meta charset='utf-8'><h1>汶阳市2026年名单</h1><table><tr><th>名称</th><th>投资</th></tr>"
        "<tr><th colspan=2>一、制造业</th></tr><tr><td>轴承工厂</td><td>38,000</td></tr></table></html>",
        "a.html",
    )
    (table,) = of.tables
    assert table.heads == 1


def test_what_a_sheet_printed_to_pdf_draws_last_stands_above_its_table(document):
    file = io.BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    page = Canvas(file, pagesize=A4)
    page.setFont("STSong-Light", 11)
    rows = (("指标", "单位", "全市"), ("地区生产总值", "亿元", "980.5"))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            page.rect(80 + 120 * c, 600 - 24 * r, 120, 24)
            page.drawString(86 + 120 * c, 607 - 24 * r, text)
    page.drawString(140, 660, "凌霄市2025年主要指标")
    page.save()
    of = document(file.getvalue(), "a.pdf")
    assert of.text.startswith("凌霄市2025年主要指标\n指标")
    assert of.region == "凌霄市"


def test_html_keeps_how_far_labels_are_indented(document):
    html = """<html><body><h1>云港市2024年统计公报</h1><table><tr><td>指标</td><td>亿元</td></tr>
<tr><td>货物进出口总额</td><td>214</td></tr><tr><td>　货物出口额</td><td>151</td></tr>
<tr><td style="padding-left:2em">一般贸易</td><td>120</td></tr></table></body></html>"""
    table = document(html, "a.html").tables[0]
    assert [cell.indent for cell in table.cells if cell.column == 0] == [0, 0, 2, 4]


def test_text_in_columns_may_be_parted_by_lines_that_say_by_what(document):
    text = """云港市2024年统计公报

指  标                绝对数      比上年增长
社会消费品零售总额    186.40          4.1
按经营地分
  城镇                152.33          3.9
  乡村                 34.07          5.0
"""
    table = document(text).tables[0]
    assert (table.rows, table.columns) == (5, 3)


def test_who_filled_in_a_table_and_when_is_not_its_caption(document):
    rows = [
        ["云港市重大项目储备库"], ["填报单位：云港市发展改革委", "", "填报日期：2026年3月"],
        ["序号", "项目名称", "总投资"], [1, "港口二期", 96500], [2, "云港大桥", 78300],
    ]  # fmt: skip
    made = document(workbook(rows, "A1:C1"), "a.xlsx")
    assert made.text[slice(*made.tables[0].caption)] == "云港市重大项目储备库"


def test_lines_with_as_many_tabs_are_rows_with_their_empty_cells(document):
    text = """云港市2026年计划主要指标

指标名称\t单位\t2025年完成\t\t2026年计划\t
\t\t绝对额\t增长%\t绝对额\t增长%
地区生产总值\t亿元\t155.6\t5.4\t165\t6
固定资产投资\t%\t—\t6.2\t—\t7
"""
    (table,) = document(text).tables
    assert (table.rows, table.columns, table.heads) == (4, 6, 2)


def test_who_signs_below_a_sheet_is_no_row(document):
    rows = [
        ["云港市资金安排表"],
        ["县区", "合计", "以工代赈"],
        ["东港区", 9, 4],
        ["南浦区", 8, 3],
        ["云港市财政局"],
    ]
    made = document(workbook(rows), "a.xlsx")
    assert made.tables[0].rows == 3
