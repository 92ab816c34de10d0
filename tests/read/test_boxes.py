"""Boxes (专栏) drawn around text in PDF, made by LibreOffice and Chromium, and drawn by hand."""

import shutil
import subprocess

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.read.test_pdf import Sheet

soffice = shutil.which("soffice")
title = "云溪市水安全保障“十五五”规划"
lead = (
    "（一）完善水利基础设施网络。坚持节水优先、空间均衡，统筹推进水源工程、输配水工程和防洪工程建设，到2030年全市水利基础设施"
    "体系更加完善，供水保障能力明显增强，城乡供水安全得到有效保障。"
)
after = (
    "（二）加强水生态保护修复。实施重点河湖生态补水，推进河湖水系连通，持续改善水环境质量，让人民群众共享水生态文明建设成果，"
    "努力建设人水和谐的美丽家园。"
)
head = "专栏4 水安全保障重大工程"
items = (
    "1.云溪水库扩容工程：加高大坝12米，新增库容3600万立方米，同步改造灌区渠道86公里，建成后年供水能力提高到1.2亿立方米。",
    "2.城北再生水厂：新建日处理能力8万吨的再生水厂一座，配套管网45公里，再生水回用率达到35%。",
    "3.沿江防洪堤提升工程：加固堤防58公里，改造穿堤涵闸27座，主城区防洪标准达到百年一遇，沿线同步建设生态护岸和绿道。",
    "4.农村供水保障工程：新建规模化水厂6座，改造老旧管网310公里，农村自来水普及率达到96%以上，惠及群众42万人。",
)


def shown(of):
    """The paragraphs below the title as they are printed."""
    return [of.text[p.start : p.end].replace("\u3000", " ") for p in of.paragraphs if p.role != "title"]


def bordered(paragraph):
    borders = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        one = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "4"), ("color", "000000")):
            one.set(qn(f"w:{name}"), value)
        borders.append(one)
    paragraph._p.get_or_add_pPr().append(borders)


def word(kind, before):
    made = docx.Document()
    made.add_heading(title, 0)
    for _ in range(before):
        made.add_paragraph(lead)
    if kind == "borders":
        for words in (head, *items):
            bordered(made.add_paragraph(words))
    else:
        table = made.add_table(rows=2 if kind == "cell" else 1 + len(items), cols=1)
        table.style = "Table Grid"
        table.cell(0, 0).text = head
        shade = OxmlElement("w:shd")
        shade.set(qn("w:fill"), "D9D9D9")
        table.cell(0, 0)._tc.get_or_add_tcPr().append(shade)
        for row, words in enumerate(items, 1):
            if kind == "cell" and row > 1:
                table.cell(1, 0).add_paragraph(words)
            else:
                table.cell(row, 0).text = words
    made.add_paragraph(after)
    return made


@pytest.mark.timeout(1800)
@pytest.mark.skipif(soffice is None, reason="LibreOffice is not installed: it makes the PDF")
@pytest.mark.parametrize(("kind", "before"), [("cell", 1), ("cell", 9), ("rows", 1), ("borders", 9)])
def test_a_box_of_libreoffice_is_its_paragraphs(document, tmp_path, kind, before):
    source = tmp_path / "a.docx"
    word(kind, before).save(source)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=900)  # type: ignore[arg-type]
    of = document((tmp_path / "a.pdf").read_bytes(), "a.pdf")
    assert of.title == title
    assert shown(of) == [*[lead] * before, head, *items, after]
    assert of.tables == ()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("before", [1, 7])
def test_a_box_of_a_browser_is_its_paragraphs(document, browser, before):
    style = (
        "@page{size:A4;margin:25mm} body{font:12pt/1.8 serif} .box{border:1px solid} .box p{margin:0;text-indent:2em}"
        ".head{background:#ddd;text-align:center;border-bottom:1px solid;padding:4pt} .in{padding:4pt 10pt}"
    )
    box = f"<div class=box><div class=head>{head}</div><div class=in>{''.join(f'<p>{one}</p>' for one in items)}</div></div>"
    page = browser.new_page()
    page.set_content(
        f"<meta charset=utf-8><style>{style}</style><h1>{title}</h1>{f'<p>{lead}</p>' * before}{box}<p>{after}</p>"
    )
    of = document(page.pdf(prefer_css_page_size=True), "a.pdf")
    page.close()
    assert shown(of) == [*[lead] * before, head, *items, after]
    assert of.tables == ()


def test_a_box_that_a_page_cuts_within_a_sentence_goes_on(document):
    words = "，".join(one[2:-1] for one in items[:3]) + "。"
    sheet = Sheet()
    sheet.line(title, 80, 20)
    sheet.paragraph(lead)
    sheet.y = 140
    sheet.canvas.rect(66, 95, 462, 60)
    sheet.paragraph(words)
    sheet.canvas.rect(66, sheet.y + 12, 462, 765 - sheet.y)
    sheet.y -= 30
    sheet.paragraph(after)
    assert sheet.page == 2
    assert shown(document(sheet.bytes(), "a.pdf")) == [lead, words, after]


def test_a_line_ends_two_characters_before_the_margin_where_a_mark_takes_one_along(document):
    words = "实施重点河湖生态补水推进河湖水系连通持续改善水环境质量" * 3
    sheet = Sheet()
    sheet.line(title, 80, 20)
    for line in (words[:37], words[37:74], words[:35], "里，" + words[35:60]):
        sheet.line(line)
    assert shown(document(sheet.bytes(), "a.pdf")) == [words[:74] + words[:35] + "里，" + words[35:60]]


def test_a_box_that_floats_in_a_paragraph_stands_behind_it_wherever_the_file_holds_it(document):
    sheet = Sheet()
    sheet.y = 640
    sheet.canvas.rect(66, 600, 462, 62)
    sheet.line(head, 6)
    sheet.line("1.云溪水库扩容工程：加高大坝12米。", 6)
    sheet.y = 780
    sheet.line(title, 80, 20)
    sheet.y = 700
    sheet.line(after[:37])
    sheet.y = 580
    sheet.line(after[37:])
    sheet.paragraph(lead)
    of = document(sheet.bytes(), "a.pdf")
    assert shown(of) == [after, head, "1.云溪水库扩容工程：加高大坝12米。", lead]


def test_rules_around_a_whole_page_are_no_box(document):
    sheet = Sheet()
    sheet.canvas.rect(20, 20, 555, 802)
    sheet.line(title, 80, 20)
    sheet.paragraph(lead)
    sheet.turn()
    sheet.canvas.rect(20, 20, 555, 802)
    sheet.paragraph(after)
    assert shown(document(sheet.bytes(), "a.pdf")) == [lead, after]
