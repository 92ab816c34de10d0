"""OFD documents, built here part by part as GB/T 33190-2016 lays them out."""

import io
import zipfile

import pytest

from kg.errors import InputError
from kg.read import ocr
from tests.read.test_ocr import needs_model

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
lines = ("云港市扩建集装箱码头，新开航线6条，完成投资7亿元，年内全部", "投入使用。", "青湾市新建泊位3个。")


def text_object(text, x, y, size=5.0, extra=""):
    steps = " ".join([str(size)] * (len(text) - 1))
    return (
        f'<ofd:TextObject Boundary="{x} {y} {size * len(text)} {size}" Size="{size}" {extra}>'
        f'<ofd:TextCode X="0" Y="{size * 0.85}" DeltaX="{steps}">{text}</ofd:TextCode></ofd:TextObject>'
    )


def made(*pages, base="Pages/P{}/Content.xml", **more):
    document = "".join(f'<ofd:Page ID="{i}" BaseLoc="{base.format(i)}"/>' for i in range(len(pages)))
    parts = {
        "OFD.xml": f"<ofd:OFD {NS}><ofd:DocBody><ofd:DocInfo><ofd:Title>云港港口扩建方案</ofd:Title></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        f"</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>{document}</ofd:Pages></ofd:Document>",
        **{
            f"Doc_0/Pages/P{i}/Content.xml": f"<ofd:Page {NS}><ofd:Content><ofd:Layer>{page}</ofd:Layer></ofd:Content></ofd:Page>"
            for i, page in enumerate(pages)
        },
        **more,
    }
    with zipfile.ZipFile(file := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return file.getvalue()


body = text_object(lines[0], 40, 60) + text_object(lines[1], 30, 70) + text_object(lines[2], 40, 80)


@pytest.mark.parametrize("base", ["Pages/P{}/Content.xml", "/Doc_0/Pages/P{}/Content.xml"])
def test_read_ofd_joins_lines_to_paragraphs(document, base):
    found = document(made(body, base=base), "方案.ofd")
    assert found.text.splitlines() == ["".join(lines[:2]), lines[2]]
    assert found.title == "云港港口扩建方案"


def test_read_ofd_reads_from_the_top_whatever_the_order_in_the_file(document):
    page = text_object(lines[2], 40, 80) + text_object(lines[1], 30, 70) + text_object(lines[0], 40, 60)
    assert document(made(page), "a.ofd").text.splitlines()[0] == "".join(lines[:2])


def test_read_ofd_joins_pieces_of_a_line_and_parts_columns(document):
    page = text_object("云港市", 30, 60) + text_object("扩建码头。", 45, 60) + text_object("指标", 30, 90)
    page += text_object("投资", 80, 90) + text_object("码头", 30, 100) + text_object("7亿元", 80, 100)
    assert document(made(page), "a.ofd").text.splitlines() == [
        "云港市扩建码头。",
        "指标\t投资",
        "码头\t7亿元",
    ]


def test_read_ofd_follows_a_change_of_size_and_counted_steps(document):
    page = (
        '<ofd:TextObject Boundary="30 60 90 6" Size="10" CTM="0.5 0 0 0.5 0 0"><ofd:TextCode X="0" Y="8" DeltaX="g 5 10">'
        "云港扩建码头</ofd:TextCode></ofd:TextObject>"
    ) + text_object("完成投资。", 60, 60)
    assert document(made(page), "a.ofd").text == "云港扩建码头完成投资。"


def test_read_ofd_leaves_out_page_numbers_and_running_heads(document):
    pages = [
        text_object("云港市人民政府文件", 70, 10) + body + text_object(f"— {n} —", 100, 285)
        for n in (1, 2, 3)
    ]
    text = document(made(*pages), "a.ofd").text
    assert "文件" not in text
    assert "—" not in text
    assert text.count(lines[2]) == 3
    assert [p.page for p in document(made(*pages), "a.ofd").paragraphs] == [1, 1, 2, 2, 3, 3]


@pytest.mark.parametrize(
    ("data", "fact"),
    [
        (made(body)[:300], "a truncated or damaged OFD document"),
        (made(""), "no text on its page, it looks like a scan"),
        (
            made(body, **{"OFD.xml": "<!DOCTYPE x [<!ENTITY e 'x'>]><OFD>&e;</OFD>"}),
            "OFD.xml declares entities",
        ),
        (
            made(
                body,
                **{
                    "OFD.xml": f"<ofd:OFD {NS}><ofd:DocBody><ofd:DocRoot>../x</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
                },
            ),
            "an OFD document without a body",
        ),
        (b"no zip", "no ofd file, whatever its name says"),
    ],
)
def test_read_ofd_says_in_one_line_why_it_refuses(document, data, fact):
    with pytest.raises(InputError) as caught:
        document(data, "a.ofd")
    assert f"a.ofd: {fact}" in caught.value.fact
    assert caught.value.hint


def scanned(picture, form="JPEG", place="Res/page.jpg", size=None):
    """A document of pages that are pictures, as scanners and converters of PDF write them."""
    picture.save(data := io.BytesIO(), form)
    page = '<ofd:ImageObject ID="9" Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="5"/>'
    resources = (
        f'<ofd:Res {NS} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="5" Type="Image" Format="{form}">'
        "<ofd:MediaFile>page.jpg</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
    )
    named = "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes></ofd:CommonData>"
    document = (
        f"<ofd:Document {NS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        f'{named}<ofd:Pages><ofd:Page ID="0" BaseLoc="Pages/P0/Content.xml"/></ofd:Pages></ofd:Document>'
    )
    more = {
        "Doc_0/DocumentRes.xml": resources,
        f"Doc_0/{place}": data.getvalue()[:size],
        "Doc_0/Document.xml": document,
    }
    return made(page, **more)


@needs_model
def test_read_ofd_recognises_pages_that_are_pictures(document, picture):
    found = document(scanned(picture), "a.ofd")
    assert "新开航线6条" in found.text
    assert "完成投资7.5亿元" in found.text
    assert all(0.5 < paragraph.confidence <= 1 for paragraph in found.paragraphs)
    assert {paragraph.page for paragraph in found.paragraphs} == {1}


def test_an_ofd_of_pictures_is_one_line_without_the_extra(document, picture, monkeypatch):
    monkeypatch.setattr(ocr, "available", lambda: False)
    with pytest.raises(InputError, match="no text on its page, it looks like a scan") as error:
        document(scanned(picture), "a.ofd")
    assert "kg-regional[ocr]" in error.value.hint


@needs_model
def test_an_ofd_whose_picture_is_missing_or_damaged_is_one_line(document, picture):
    with pytest.raises(InputError, match="looks like a scan"):
        document(scanned(picture, place="Res/other.jpg"), "a.ofd")
    with pytest.raises(InputError, match="looks like a scan"):
        document(scanned(picture, size=2000), "a.ofd")
