"""Files that LibreOffice reads, made by it; without it only what is said of them."""

import os
import shutil
import subprocess
import time

import docx
import openpyxl
import pytest

from kg.errors import InputError
from kg.read import office

soffice = shutil.which("soffice")
needs_office = pytest.mark.skipif(
    soffice is None, reason="LibreOffice is not installed: it makes these files"
)
port = "云港市扩建集装箱码头，新开航线6条，完成投资7亿元。"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A function of a suffix to the bytes of a document or workbook of that kind, made by LibreOffice."""
    folder = tmp_path_factory.mktemp("office")
    word = docx.Document()
    word.add_heading("云港市港口发展方案", 1)
    word.add_paragraph(port)
    table = word.add_table(rows=2, cols=2)
    for cell, text in zip(
        [c for row in table.rows for c in row.cells], ("指标", "2024年", "吞吐量", "2亿吨"), strict=True
    ):
        cell.text = text
    word.add_paragraph("全市各部门抓好落实，确保完成。")
    word.save(folder / "a.docx")
    book = openpyxl.Workbook()
    book.active.append(["序号", "项目名称", "总投资（亿元）"])
    book.active.append([1, "海堤加固工程", 3])
    book.save(folder / "a.xlsx")
    kept = {}

    def make(suffix):
        if suffix not in kept:
            source = "a.xlsx" if suffix in (".xls", ".ods") else "a.docx"
            subprocess.run(
                [
                    soffice,  # type: ignore[list-item]
                    f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                    "--headless",
                    "--convert-to",
                    suffix[1:],
                    "--outdir",
                    str(folder),
                    str(folder / source),
                ],
                check=True,
                capture_output=True,
                timeout=900,
            )
            kept[suffix] = (folder / f"a{suffix}").read_bytes()
        return kept[suffix]

    return make


@needs_office
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(
    ("suffix", "name"),
    [
        (".doc", "a.doc"),
        (".doc", "a.wps"),
        (".doc", "a.txt"),
        (".rtf", "a.rtf"),
        (".rtf", "a.doc"),
        (".odt", "a.odt"),
    ],
)
def test_read_office_reads_documents_of_old_and_other_kinds(document, made, suffix, name):
    found = document(made(suffix), name)
    roles = [(p.role, found.text[p.start : p.end]) for p in found.paragraphs]
    assert roles == [
        ("title", "云港市港口发展方案"),
        ("body", port),
        ("table", "指标\t2024年"),
        ("table", "吞吐量\t2亿吨"),
        ("body", "全市各部门抓好落实，确保完成。"),
    ]
    assert len(found.tables) == 1


@needs_office
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(("suffix", "name"), [(".xls", "a.xls"), (".ods", "a.ods"), (".xls", "a.et")])
def test_read_office_reads_workbooks(document, made, suffix, name):
    found = document(made(suffix), name)
    assert found.text.splitlines()[-2:] == [
        "序号\t项目名称\t总投资(亿元)".replace("(", "（").replace(")", "）"),
        "1\t海堤加固工程\t3",
    ]
    assert len(found.tables) == 1


@needs_office
@pytest.mark.timeout(1800)
def test_read_office_says_in_one_line_what_is_damaged(document, made):
    whole = made(".doc")
    with pytest.raises(InputError, match="LibreOffice makes nothing of it") as caught:
        document(whole[: len(whole) // 3], "a.doc")
    assert caught.value.hint


@needs_office
@pytest.mark.timeout(1800)
def test_read_office_runs_no_macro(document, tmp_path):
    trace = tmp_path / "trace"
    flat = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"
 xmlns:ooo="http://openoffice.org/2004/office" xmlns:xlink="http://www.w3.org/1999/xlink"
 office:mimetype="application/vnd.oasis.opendocument.text" office:version="1.2">
<office:scripts><office:script script:language="ooo:Basic"><ooo:libraries><ooo:library-embedded ooo:name="Standard">
<ooo:module ooo:name="M"><ooo:source-code>Sub Main
Open "{trace}" For Output As #1
Print #1, "ran"
Close #1
End Sub</ooo:source-code></ooo:module></ooo:library-embedded></ooo:libraries></office:script>
<office:event-listeners><script:event-listener script:language="ooo:script" script:event-name="dom:load"
 xlink:href="vnd.sun.star.script:Standard.M.Main?language=Basic&amp;location=document" xlink:type="simple"/>
</office:event-listeners></office:scripts>
<office:body><office:text><text:p>{port}</text:p></office:text></office:body></office:document>"""
    (tmp_path / "m.fodt").write_text(flat, encoding="utf-8")
    subprocess.run(
        [
            soffice,  # type: ignore[list-item]
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "odt",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "m.fodt"),
        ],
        check=True,
        capture_output=True,
        timeout=900,
    )
    trace.unlink(missing_ok=True)
    assert port in document((tmp_path / "m.odt").read_bytes(), "m.odt").text
    assert not trace.exists()


def test_read_office_tells_what_to_install(document, monkeypatch):
    monkeypatch.setattr(office, "program", lambda: None)
    with pytest.raises(InputError, match=r"\.doc files are read by LibreOffice, which is not here") as caught:
        document(office.ole + "WordDocument\0".encode("utf-16-le"), "a.doc")
    assert "apt install" in caught.value.hint


def test_read_office_knows_an_encrypted_file(document):
    with pytest.raises(InputError, match="encrypted"):
        document(office.ole + b"\0" * 500 + "EncryptedPackage\0".encode("utf-16-le"), "a.docx")


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="groups of processes are those of POSIX")
def test_read_office_ends_what_takes_too_long(document, monkeypatch, tmp_path):
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\nsleep 60 & wait\n", encoding="utf-8")
    slow.chmod(0o755)
    monkeypatch.setattr(office, "program", lambda: str(slow))
    monkeypatch.setattr(office, "longest", 0.3)
    start = time.monotonic()
    with pytest.raises(InputError, match="LibreOffice took more than"):
        document(b"{\\rtf1 x}", "a.rtf")
    assert time.monotonic() - start < 30


def test_read_office_gives_more_time_on_a_busy_machine(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(os, "getloadavg", lambda: (0.2, 0, 0), raising=False)
    assert office.patience() == office.longest
    monkeypatch.setattr(os, "getloadavg", lambda: (10.0, 0, 0), raising=False)
    assert office.patience() == 5 * office.longest
