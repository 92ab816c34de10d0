"""Archives, letters and pages in one file: made by zipfile and email, read with what is in them."""

import io
import zipfile
from email.message import EmailMessage

import docx
import pytest

from kg.errors import InputError
from kg.model import Metadata
from kg.read import archive, discover, read

port = "云港市扩建集装箱码头，新开航线6条，完成投资7亿元。"
page = f"<html><head><meta charset='gb2312'><title>港口扩建记</title></head><body><h1>港口扩建记</h1><p>{port}</p></body></html>"


def word(text=port):
    made, stream = docx.Document(), io.BytesIO()
    made.add_paragraph(text)
    made.save(stream)
    return stream.getvalue()


def packed(**files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return stream.getvalue()


def in_gbk(data, name):
    """The archive with a name as Chinese Windows writes it: bytes of GBK, no mark of UTF-8."""
    utf8, gbk = name.encode(), name.encode("gbk")
    odd = packed(**{"x" * len(gbk): data})
    assert len(gbk) < len(utf8)
    return odd.replace(b"x" * len(gbk), gbk)


def letter(attached, text="各市：请按附件抓好落实。", html=""):
    made = EmailMessage()
    made["Subject"] = "转发：云港市港口工作安排"
    made["Date"] = "Tue, 05 Mar 2024 09:30:00 +0800"
    if text:
        made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html")
    for name, data in attached.items():
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def test_discover_goes_into_archives(tmp_path, ontology):
    inner = packed(**{"深/方案.docx": word(), "图.gif": b"x", "__MACOSX/._方案.docx": b"x"})
    (tmp_path / "资料.zip").write_bytes(packed(**{"a.txt": port.encode(), "内.zip": inner}))
    inputs, (problem,) = discover([str(tmp_path)])
    assert [(item.path, item.id) for item in inputs] == [
        (f"{tmp_path}/资料.zip/a.txt", "a"),
        (f"{tmp_path}/资料.zip/内.zip/深/方案.docx", "方案"),
    ]
    assert [read(item, ontology).text for item in inputs] == [port, port]
    assert (problem.severity, problem.where) == ("warning", f"{tmp_path}/资料.zip/内.zip")


def test_discover_reads_names_in_gbk(tmp_path):
    (tmp_path / "a.zip").write_bytes(in_gbk(port.encode(), "港口项目.txt"))
    assert [item.id for item in discover([str(tmp_path / "a.zip")])[0]] == ["港口项目"]


def test_discover_gives_files_of_an_archive_what_its_table_declares(tmp_path):
    table = "文件,地区\n甲.txt,青湾市\n".encode("gb18030")
    (tmp_path / "a.zip").write_bytes(packed(**{"甲.txt": port.encode(), "目录.csv": table}))
    (item,), problems = discover([str(tmp_path)])
    assert item.metadata == (Metadata("region", "青湾市", None, "table"),)
    assert problems == ()


def test_archive_leads_nowhere_out_of_itself():
    names = ["../../etc/a.txt", "/abs/b.txt", "C:\\win\\c.txt", "..\\d.txt", "./e.txt", "..", ".hidden/f.txt"]
    data = packed(**dict.fromkeys(names, b"x"))
    assert [m.name for m in archive.members(".zip", data, 10)] == [
        "abs/b.txt",
        "d.txt",
        "e.txt",
        "etc/a.txt",
        "win/c.txt",
    ]


@pytest.mark.parametrize(
    ("data", "fact"),
    [
        (b"PK\x03\x04 cut", "a truncated or damaged archive"),
        (packed(**{"a.txt": b"0" * 40_000_000}), "unpacks to 38 MiB"),
        (packed(**{f"{i}.txt": b"" for i in range(2_001)}), "more than 2,000 files"),
    ],
)
def test_discover_says_in_one_line_why_an_archive_is_refused(tmp_path, data, fact):
    (tmp_path / "a.zip").write_bytes(data)
    inputs, (problem,) = discover([str(tmp_path)])
    assert inputs == ()
    assert problem.severity == "refused"
    assert problem.fact.startswith(fact)
    assert problem.hint


def test_discover_says_that_an_archive_is_encrypted(tmp_path):
    data = bytearray(packed(**{"a.txt": b"x"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "a.zip").write_bytes(data)
    (problem,) = discover([str(tmp_path)])[1]
    assert problem.fact == "the archive is encrypted"


def test_discover_stops_at_archives_in_archives(tmp_path):
    data = packed(**{"a.txt": port.encode()})
    for _ in range(4):
        data = packed(**{"in.zip": data})
    (tmp_path / "a.zip").write_bytes(data)
    inputs, (problem,) = discover([str(tmp_path)])
    assert inputs == ()
    assert problem.fact == "lies too deep in archives"


def test_discover_reads_a_letter_and_what_is_attached(tmp_path, ontology):
    (tmp_path / "来信.eml").write_bytes(letter({"附件：方案.docx": word(), "logo.gif": b"x"}))
    inputs, _ = discover([str(tmp_path)])
    assert [item.id for item in inputs] == ["来信", "附件：方案"]
    own, attached = (read(item, ontology) for item in inputs)
    assert own.text == "各市：请按附件抓好落实。"
    assert (own.title, own.date) == ("云港市港口工作安排", "2024-03-05")
    assert attached.text == port


def test_discover_reads_only_the_attachment_of_a_letter_that_says_nothing(tmp_path):
    (tmp_path / "a.eml").write_bytes(letter({"b.txt": port.encode()}, text="\n"))
    assert [item.id for item in discover([str(tmp_path)])[0]] == ["b"]


def test_read_letter_takes_its_table_from_the_page(document):
    rows = "<table><tr><td>指标</td><td>2024年</td></tr><tr><td>吞吐量</td><td>2亿吨</td></tr></table>"
    found = document(letter({}, text=port, html=f"<p>{port}</p>{rows}"), "a.eml")
    assert found.text.splitlines() == [port, "指标\t2024年", "吞吐量\t2亿吨"]


@pytest.mark.parametrize("name", ["港口.mht", "港口.mhtml"])
def test_read_page_of_one_file(document, name):
    made = EmailMessage()
    made["Snapshot-Content-Location"] = "https://www.example.org/a.html"
    made.set_content(page.encode("gb2312"), maintype="text", subtype="html", cte="quoted-printable")
    made.make_related()
    made.add_related(b"x", maintype="image", subtype="png")
    found = document(made.as_bytes(), name)
    assert found.text.splitlines() == ["港口扩建记", port]
    assert found.get("url") == "https://www.example.org/a.html"


def test_read_page_says_that_there_is_none(document):
    with pytest.raises(InputError, match="no web page in it"):
        document(b"MIME-Version: 1.0\nContent-Type: image/png\n\nx", "a.mht")
