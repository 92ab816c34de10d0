import io

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from kg.errors import InputError

text = (
    "为推动海洋装备产业做大做强，加快建设现代化港口城市，现提出如下意见。到2027年，海洋装备产业规模达到800亿元，规上企业超过120家，"
    "建成国家级检测平台4个，研发投入强度达到3.5%，形成从设计、总装到运维的完整链条，港口综合能力走在前列。"
)


class Sheet:
    """A PDF being drawn: paragraphs in columns of a given width, with running heads and page numbers."""

    def __init__(self, columns=(72,), width=450, runs=False, **options):
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        self.file = io.BytesIO()
        self.canvas = Canvas(self.file, pagesize=(595, 842), **options)
        self.columns, self.width = columns, width
        self.page, self.column, self.y, self.runs = 1, 0, 760, runs

    def line(self, words, indent=0, size=12):
        if self.y < 100:
            self.column, self.y = self.column + 1, 760
            if self.column == len(self.columns):
                self.turn()
        self.canvas.setFont("STSong-Light", size)
        self.canvas.drawString(self.columns[self.column] + indent, self.y, words)
        self.y -= size * 1.6

    def paragraph(self, words, indent=24):
        left = indent
        while words:
            fits = next(
                n
                for n in range(len(words), 0, -1)
                if pdfmetrics.stringWidth(words[:n], "STSong-Light", 12) <= self.width - left
            )
            self.line(words[:fits], left)
            words, left = words[fits:], 0

    def turn(self):
        if self.runs:
            self.canvas.setFont("STSong-Light", 9)
            self.canvas.drawString(72, 810, "云港市规划汇编 2023")
            self.canvas.drawCentredString(297, 40, f"— {self.page} —")
        self.canvas.showPage()
        self.page, self.column, self.y = self.page + 1, 0, 760

    def bytes(self):
        self.turn()
        self.canvas.save()
        return self.file.getvalue()


@pytest.mark.parametrize(("columns", "width"), [((72,), 450), ((72, 310), 216)])
def test_read_pdf_joins_lines_and_drops_running_heads(document, columns, width):
    sheet = Sheet(columns, width, runs=True)
    paragraphs = [f"（{n}）{text[7 * n :]}{text[: 5 * n]}" for n in range(1, 21)]
    for paragraph in paragraphs:
        sheet.paragraph(paragraph)
    assert sheet.page > 1
    found = document(sheet.bytes(), "a.pdf")
    assert found.text.split("\n") == paragraphs
    pages = [paragraph.page for paragraph in found.paragraphs]
    assert pages[0] == 1 < pages[-1] <= sheet.page
    assert pages == sorted(pages)
    assert found.page(len(found.text) - 1) == pages[-1]


def test_read_pdf_reads_title_rows_and_signature(document):
    sheet = Sheet()
    sheet.line("云港市人民政府关于支持海洋装备产业高质量发展", size=20)
    sheet.line("和港口城市建设的若干意见", size=20)
    sheet.line("云政发〔2023〕12号", indent=180)
    sheet.paragraph(text)
    for cells in (("指标", "2023年"), ("产值（亿元）", "420")):
        for x, cell in zip((0, 200), cells, strict=True):
            sheet.canvas.setFont("STSong-Light", 12)
            sheet.canvas.drawString(72 + x, sheet.y, cell)
        sheet.y -= 20
    sheet.line("云港市人民政府", indent=300)
    sheet.line("2023年5月28日", indent=300)
    found = document(sheet.bytes(), "a.pdf")
    assert [(p.role, found.text[p.start : p.end]) for p in found.paragraphs] == [
        ("title", "云港市人民政府关于支持海洋装备产业高质量发展和港口城市建设的若干意见"),
        ("byline", "云政发〔2023〕12号"),
        ("body", text),
        ("table", "指标\t2023年"),
        ("table", "产值（亿元）\t420"),
        ("byline", "云港市人民政府"),
        ("byline", "2023年5月28日"),
    ]
    assert (found.date, found.get("number"), found.region) == ("2023-05-28", "云政发〔2023〕12号", "云港市")


def test_read_pdf_ends_paragraphs_without_indents_at_full_stops(document):
    sheet = Sheet()
    for _ in range(3):
        sheet.paragraph(text, indent=0)
    assert document(sheet.bytes(), "a.pdf").text.split("\n") == [text] * 3


def test_read_pdf_warns_of_pages_without_text(document):
    sheet = Sheet()
    sheet.paragraph(text)
    sheet.canvas.showPage()
    sheet.canvas.rect(100, 100, 300, 300, fill=1)
    sheet.canvas.showPage()
    sheet.paragraph(text)
    (problem,) = document(sheet.bytes(), "a.pdf").problems
    assert problem.severity == "warning"
    assert "(2)" in problem.fact
    assert problem.hint


def test_read_pdf_refuses_a_scan(document):
    canvas = Canvas(file := io.BytesIO())
    canvas.rect(100, 100, 300, 300, fill=1)
    canvas.save()
    with pytest.raises(InputError, match="looks like a scan"):
        document(file.getvalue(), "a.pdf")


def test_read_pdf_refuses_an_encrypted_file(document):
    sheet = Sheet(encrypt=StandardEncryption("secret"))
    sheet.paragraph(text)
    with pytest.raises(InputError, match="encrypted"):
        document(sheet.bytes(), "a.pdf")


def test_read_pdf_refuses_a_truncated_file(document):
    sheet = Sheet()
    sheet.paragraph(text)
    with pytest.raises(InputError, match="truncated or damaged"):
        document(sheet.bytes()[:900], "a.pdf")
