"""Files of every kind that are damaged, locked or empty: one line each, and whoever reads a folder goes on."""

import io
import zipfile
from types import SimpleNamespace
from typing import Any

import docx
import openpyxl
import pytest

from kg.errors import InputError
from kg.model import Problem
from kg.pipeline.extraction import Options, extract
from kg.read import office, parts
from kg.read.office import ole

sentence = "云港港口二期工程今天完工，航线随即开通，全年吞吐量可增长5.6%。"


def stand_in(**fields: Any) -> Any:
    """What a function sees of a record."""
    return SimpleNamespace(**fields)


def packed(**parts):
    with zipfile.ZipFile(file := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def word():
    made = docx.Document()
    made.add_paragraph(sentence * 40)
    made.save(file := io.BytesIO())
    return file.getvalue()


def book():
    made = openpyxl.Workbook()
    made.active.append(["序号", "项目名称", "总投资（亿元）"])
    made.active.append([1, "海堤加固工程", 3])
    made.save(file := io.BytesIO())
    return file.getvalue()


def locked():
    """An archive whose members need a password: the flag of each is set."""
    data = bytearray(packed(**{"a.txt": sentence}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


page = b"From: <saved>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n"
old, locked_old = ole + b"\0" * 600, ole + b"\0" * 500 + "EncryptedPackage\0".encode("utf-16-le")
picture = b"\x89PNG\r\n\x1a\n" + b"\0" * 60
BAD = {
    "truncated": {
        ".doc": old, ".wps": old, ".xls": old, ".et": old, ".docx": word()[:900], ".xlsx": book()[:900], ".ods": book()[:700],
        ".ofd": packed(**{"OFD.xml": "<OFD"})[:60], ".pdf": b"%PDF-1.7\n1 0 obj\n<<", ".mht": page,
        ".zip": packed(**{"a.txt": sentence})[:40], ".png": picture, ".jpg": b"\xff\xd8\xff\xe0" + b"\0" * 60, ".tif": b"II*\0" + b"\0" * 40,
    },
    "locked": {
        **dict.fromkeys((".doc", ".wps", ".xls", ".et", ".docx", ".xlsx"), locked_old),
        **dict.fromkeys((".zip", ".ods", ".ofd"), locked()),
    },
    "of another kind": dict.fromkeys(
        (".doc", ".wps", ".xls", ".et", ".docx", ".xlsx", ".ods", ".ofd", ".pdf", ".mht", ".zip", ".png", ".jpg", ".tif"),
        b"\x7fELF\x02\x01\x01" + b"\0\1\2\3" * 200,
    ),
    "empty": dict.fromkeys(
        (".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".ods", ".ofd", ".pdf", ".mht", ".eml", ".zip", ".png", ".jpg", ".tif"), b""
    ),
    "without its parts": dict.fromkeys((".docx", ".xlsx", ".ods", ".ofd"), packed(**{"a.xml": "<a/>"})),
}  # fmt: skip


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        pytest.param(data, suffix, id=f"{suffix[1:]} {how}")
        for how, files in BAD.items()
        for suffix, data in files.items()
    ],
)
def test_a_bad_file_gives_one_line(document, tmp_path, monkeypatch, data, suffix):
    monkeypatch.setattr(office, "program", lambda: None)  # what LibreOffice makes of them: test_office.py
    with pytest.raises(InputError) as caught:
        document(data, f"a{suffix}")
    assert caught.value.fact.startswith(str(tmp_path / f"a{suffix}"))
    assert "\n" not in f"{caught.value.fact}{caught.value.hint}"
    assert caught.value.hint


def test_a_folder_of_bad_files_gives_what_is_good(tmp_path, monkeypatch):
    monkeypatch.setattr(office, "program", lambda: None)
    for number, (how, files) in enumerate(BAD.items()):
        for suffix, data in files.items():
            (tmp_path / f"{number}{how}{suffix}").write_bytes(data)
    (tmp_path / "good.txt").write_text(sentence, encoding="utf-8")
    found = list(extract([tmp_path], Options(jobs=1, fast=True)))
    lines = [one for one in found if isinstance(one, str)]
    told = [one for one in found if isinstance(one, Problem)]
    assert len(lines) == 1
    assert sentence in lines[0]
    assert told
    assert not any("\n" in f"{one.fact}{one.hint}" for one in told)


@pytest.mark.parametrize(
    ("size", "packed", "refused"),
    [
        (1 << 20, 1, ""),
        ((1 << 20) + 1, 1, "unpacks to 1048577 times its size"),
        ((1 << 20) + 250, (1 << 20) // 250 + 2, ""),
        (250 * 4195, 4195, ""),
        (60 << 20, 60 << 20, ""),
        ((60 << 20) + 1, 60 << 20, "unpacks to more than 60 MiB"),
    ],
)
def test_a_part_is_refused_above_its_bounds_alone(size, packed, refused):
    package = stand_in(
        namelist=lambda: ["a.xml"],
        getinfo=lambda _: stand_in(file_size=size, compress_size=packed),
        read=lambda _: b"<a/>",
    )
    if refused:
        with pytest.raises(InputError, match=refused):
            parts.part(package, "a.xml")
    else:
        assert parts.part(package, "a.xml").tag == "a"
    assert parts.part(package, "b.xml") is None
