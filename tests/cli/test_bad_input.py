"""Each bad input is one clear line; the others go in, and the exit code says that some were refused."""

import io
import os
import re
import zipfile

import docx
import pytest
from reportlab.pdfgen.canvas import Canvas

from kg.read import ocr

GOOD = "甲市大力发展子产业。\n"


def truncated_docx():
    whole = io.BytesIO()
    document = docx.Document()
    document.add_paragraph(GOOD)
    document.save(whole)
    return whole.getvalue()[:2000]


def bomb():
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(b" " * 2**20)
    return whole.getvalue()


BAD = {
    "endless.txt": ("今天的天气非常好，" * 240_000).encode(),
    "empty.txt": b"",
    "blank.txt": b" \r\n\0\n",
    "binary.txt": bytes(range(256)) * 40,
    "truncated.docx": truncated_docx(),
    "bomb.docx": bomb(),
    "truncated.pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n",
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "none.pdf": b"not a pdf",
}
ODD = {
    "nul.txt": (GOOD * 40 + "发\0展。").encode(),
    "gbk.txt": (GOOD * 5).encode("gb18030"),
    "utf16.txt": (GOOD * 5).encode("utf-16"),
    "broken.html": f"<html><body><p>{GOOD}</p><div><table><p><b>{GOOD}".encode(),
    "long.txt": ("今天的天气非常好，" * 120_000).encode(),
    "english.txt": b"The city will develop its industry. " * 20,
    "hostile.txt": (
        "甲市大力发展子产业。\n=cmd|' /C calc'!A0 \x1b[31m<script>alert(1)</script>\u202e{{7*7}}\n"
    ).encode(),
}


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "in"
    place.mkdir()
    (place / "good.txt").write_text(GOOD, encoding="utf-8")
    return place


def refused(err):
    return [line for line in err.splitlines() if line.startswith("refused: ")]


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_line_and_the_others_go_in(kg, workspace, folder, name):
    (folder / name).write_bytes(BAD[name])
    got = kg("build", folder, "-w", workspace.path, "--jobs", 1)
    assert got.code == 1
    assert got.out.startswith("documents  1")
    assert len(refused(got.err)) == 1
    assert refused(got.err)[0].startswith(f"refused: {folder / name}: ")
    assert refused(got.err)[0].endswith(")"), "no hint what to try"
    assert "Traceback" not in got.err


CODE = r"""kg [a-z]+|pip install [^）)]+|--?[a-z-]+|\.[a-z]+\b|\b(?:kg|PDF|Word|Excel|WPS|OCR|UTF-8|MiB|NUL|LibreOffice|txt|docx?|pdf|zip|xlsx)\b|看来是 [a-z]{2}"""
"""What stays as it is in Chinese: commands, options, suffixes, names of formats, codes of languages."""


@pytest.mark.parametrize("name", [*BAD, *ODD, "nowhere", "pipe.txt", "scan.caj"])
def test_no_english_word_is_left_in_chinese(kg, workspace, folder, name, monkeypatch):
    monkeypatch.setenv("KG_LANGUAGE", "zh")
    named = folder / name
    if name == "pipe.txt":
        os.mkfifo(named)
    elif name != "nowhere":
        named.write_bytes({**BAD, **ODD}.get(name, b"x"))
    got = kg("build", folder, named, "-w", workspace.path, "--jobs", 1)
    plain = re.sub(CODE, "", got.err.replace(str(named), "").replace(str(folder), "").replace(name, ""))
    assert re.findall("[A-Za-z]{2,}", plain) == [], got.err
    assert not got.err or re.search("[\u4e00-\u9fff]", got.err)


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_goes_in(kg, workspace, folder, name):
    (folder / name).write_bytes(ODD[name])
    got = kg("build", folder, "-w", workspace.path, "--jobs", 1)
    assert (got.code, refused(got.err)) == (0, [])
    assert got.out.startswith("documents  2")
    assert "\x1b" not in got.out + got.err
    assert "\u202e" not in kg("coverage", "-w", workspace.path).out


def test_a_file_of_a_hundred_megabytes(kg, workspace, folder):
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(100 * 2**20)
    got = kg("build", folder, "-w", workspace.path, "--jobs", 1)
    assert got.code == 1
    assert "huge.txt: larger than 64 MiB" in refused(got.err)[0]


def test_paths_that_lead_nowhere(kg, workspace, folder):
    got = kg("build", folder, "nowhere.txt", folder / "*.docx", "-w", workspace.path, "--jobs", 1)
    assert got.code == 1
    assert len(refused(got.err)) == 2
    assert got.out.startswith("documents  1")


def test_a_folder_without_documents_is_told(kg, workspace, tmp_path):
    (tmp_path / "nothing").mkdir()
    got = kg("build", tmp_path / "nothing", "-w", workspace.path, "--jobs", 1)
    assert (got.code, "no document is in the graph" in got.err) == (0, True)


def test_what_is_no_file(kg, workspace, folder):
    os.mkfifo(folder / "pipe.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "dangling.txt").symlink_to(folder / "nothing")
    got = kg("build", folder, "-w", workspace.path, "--jobs", 1)
    assert got.code == 1
    assert got.out.startswith("documents  1")
    assert "Traceback" not in got.err


def test_a_file_that_may_not_be_read(kg, workspace, folder):
    (folder / "secret.txt").write_text(GOOD)
    (folder / "secret.txt").chmod(0)
    if os.getuid() == 0:
        pytest.skip("root may read everything")
    got = kg("build", folder, "-w", workspace.path, "--jobs", 1)
    assert got.code == 1
    assert "secret.txt: cannot be read: permission denied" in refused(got.err)[0]


def test_a_kind_that_is_not_read_holds_no_folder_hostage(kg, workspace, folder):
    for name in ("a.caj", "b.caj", "c.png"):
        (folder / name).write_bytes(b"x")
    got = kg("build", folder, "-w", workspace.path, "--jobs", 1)
    assert (got.code, refused(got.err)) == (0, [])
    assert got.err.count(".caj: 2 files were left out") == 1
    assert [line.split() for line in got.out.splitlines()[-4:]] == [
        ["files", "in", "refused", "left", "out"],
        [".caj", "0", "0", "2"],
        [".png", "0", "0", "1"],
        [".txt", "1", "0", "0"],
    ]


def test_excluded_files_stay_out_by_option_and_by_setting(kg, workspace, folder):
    (folder / "旧稿").mkdir()
    (folder / "旧稿" / "old.txt").write_text(GOOD, encoding="utf-8")
    (folder / "bad.docx").write_bytes(b"no document")
    got = kg("build", folder, "-w", workspace.path, "--jobs", 1, "--exclude", "旧稿/", "--exclude", "*.docx")
    assert (got.code, got.out.splitlines()[0]) == (0, "documents  1  (1 new)")
    settings = workspace.path / "kg.toml"
    text = settings.read_text(encoding="utf-8") + '\n[sources]\nexclude = ["旧稿", "*.docx"]\n'
    settings.write_text(text, encoding="utf-8")
    got = kg("build", "-w", workspace.path, "--jobs", 1)
    assert (got.code, got.out.splitlines()[0]) == (0, "documents  1  (nothing changed)")
    assert got.out.splitlines()[-1].split() == ["excluded", "0", "0", "2"]


def test_a_file_in_an_archive_is_read_once_and_leaves_with_it(kg, workspace, folder):
    with zipfile.ZipFile(folder / "a.zip", "w") as package:
        package.writestr("in.txt", GOOD)
    assert kg("build", folder, "-w", workspace.path, "--jobs", 1).out.startswith("documents  2  (2 new)")
    assert kg("build", "-w", workspace.path, "--jobs", 1).out.startswith("documents  2  (nothing changed)")
    (folder / "a.zip").unlink()
    assert kg("build", "-w", workspace.path, "--jobs", 1).out.startswith("documents  1  (1 gone)")


def test_a_scan_without_the_extra_is_left_out_but_not_where_it_was_read_before(
    kg, workspace, folder, monkeypatch
):
    monkeypatch.setattr(ocr, "available", lambda: False)
    canvas = Canvas(file := io.BytesIO())
    canvas.rect(100, 100, 300, 300, fill=1)
    canvas.save()
    (folder / "scan.pdf").write_bytes(file.getvalue())
    got = kg("build", folder, "-w", workspace.path, "--jobs", 1)
    assert (got.code, refused(got.err)) == (0, [])
    assert "looks like a scan" in got.err
    assert 'pip install "kg-regional[ocr]"' in got.err
    assert got.out.splitlines()[-2].split() == [".pdf", "0", "0", "1"]
    (folder / "good.txt").write_bytes(file.getvalue())
    got = kg("build", "-w", workspace.path, "--jobs", 1)
    assert got.code == 1
    assert "what was read from it before stays" in refused(got.err)[0]
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    assert kg("build", "-w", workspace.path, "--jobs", 1).code == 0
    assert kg("build", folder, folder / "scan.pdf", "-w", workspace.path, "--jobs", 1).code == 1
