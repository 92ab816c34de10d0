import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from kg.errors import InputError
from kg.read import parts
from kg.read.docx_numbers import written


def made(*paragraphs):
    word = docx.Document()
    word.core_properties.title = "旧模板"
    for text, style in paragraphs:
        word.add_paragraph(text, style=style)
    return word


def saved(word):
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def repacked(data, change):
    """A package with its parts passed through a function of name and bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, change(part.filename, old.read(part)))
    return file.getvalue()


def test_read_docx_gives_headings_numbers_and_rows(document):
    word = made(
        ("以链聚势 向海图强", "Title"),
        ("林一帆", None),
        ("云港因港而兴。", None),
        ("一、做强链条", "Heading 1"),
    )
    word.add_paragraph("建成平台四个。", style="List Number")
    word.add_paragraph("引进企业六家。", style="List Number")
    table = word.add_table(2, 2)
    for i, text in enumerate(("指标", "2023年", "产值", "420亿元")):
        table.cell(i // 2, i % 2).text = text
    word.sections[0].header.paragraphs[0].text = "页眉不是正文"
    found = document(saved(word), "a.docx")
    assert [(p.role, found.text[p.start : p.end]) for p in found.paragraphs] == [
        ("title", "以链聚势 向海图强"),
        ("byline", "林一帆"),
        ("body", "云港因港而兴。"),
        ("heading", "一、做强链条"),
        ("body", "1.建成平台四个。"),
        ("body", "2.引进企业六家。"),
        ("table", "指标\t2023年"),
        ("table", "产值\t420亿元"),
    ]
    assert found.title == "以链聚势 向海图强"


def test_read_docx_keeps_inserted_and_framed_text_and_drops_deleted(document):
    word = made(("港口", None))
    paragraph = word.paragraphs[0]._p
    w = nsdecls("w")
    paragraph.append(parse_xml(f"<w:ins {w} w:id='1' w:author='a'><w:r><w:t>二期</w:t></w:r></w:ins>"))
    paragraph.append(
        parse_xml(f"<w:del {w} w:id='2' w:author='a'><w:r><w:delText>三期</w:delText></w:r></w:del>")
    )
    paragraph.append(
        parse_xml(f"<w:smartTag {w}><w:r><w:t>完工。</w:t><w:br/><w:t>航线开通。</w:t></w:r></w:smartTag>")
    )
    box = f"<w:r {w}><w:pict><w:txbxContent><w:p><w:r><w:t>框中的字。</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    paragraph.append(parse_xml(box))
    assert document(saved(word), "a.docx").text == "港口二期完工。\n航线开通。\n框中的字。"


@pytest.mark.parametrize(
    ("count", "form", "expected"),
    [
        (10, "chineseCounting", "十"),
        (21, "chineseCountingThousand", "二十一"),
        (3, "decimalEnclosedCircle", "③"),
        (2, "lowerLetter", "b"),
        (26, "upperLetter", "Z"),
        (27, "lowerLetter", "a"),
        (99, "chineseCounting", "九十九"),
        (0, "decimalEnclosedCircle", "0"),
    ],
)
def test_written_writes_numbers_as_word_does(count, form, expected):
    assert written(count, form) == expected


def test_read_docx_refuses_a_truncated_file(document):
    data = saved(made(("港口二期完工。", None)))
    for cut in (len(data) // 2, len(data) - 30):
        with pytest.raises(InputError, match="truncated or damaged"):
            document(data[:cut], "a.docx")


def test_read_docx_refuses_damaged_xml(document):
    data = repacked(
        saved(made(("港口二期完工。", None))),
        lambda n, b: b[: len(b) // 2] if n == "word/document.xml" else b,
    )
    with pytest.raises(InputError, match="truncated or damaged"):
        document(data, "a.docx")


def test_read_docx_refuses_what_unpacks_to_gigabytes(document, monkeypatch):
    monkeypatch.setattr(parts, "unpacked_limit", 2_000_000)
    data = repacked(
        saved(made(("港口。", None))), lambda n, b: b + b" " * 3_000_000 if n == "word/document.xml" else b
    )
    assert len(data) < 100_000
    with pytest.raises(InputError, match="unpacks to more than 1 MiB"):
        document(data, "a.docx")


def test_read_docx_refuses_entities(document, tmp_path):
    (tmp_path / "secret").write_text("秘密")
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{tmp_path}/secret">]>'.encode()

    def change(name, data):
        if name != "word/document.xml":
            return data
        return data.replace(b"?>", b"?>" + entity, 1).replace("港口".encode(), b"&e;")

    with pytest.raises(InputError, match="declares entities"):
        document(repacked(saved(made(("港口。", None))), change), "a.docx")


def test_read_docx_refuses_another_archive(document):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "港口。")
    with pytest.raises(InputError, match="no Word document"):
        document(file.getvalue(), "a.docx")


def test_read_docx_refuses_a_text_that_was_packed_as_no_text_can_be(document):
    data = saved(made(("发展" * 1_000_000, None)))
    with pytest.raises(InputError, match=r"unpacks to \d+ times its size"):
        document(data, "a.docx")


def test_read_docx_reads_a_document_with_macros_and_leaves_them(document):
    data = repacked(saved(made(("港口二期完工。", None))), lambda _, b: b)
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as packed:
        packed.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0 Sub AutoOpen()")
    assert document(file.getvalue(), "a.docm").text == "港口二期完工。"
