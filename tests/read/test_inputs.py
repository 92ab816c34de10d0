import io
import os

import openpyxl
import pytest

from kg.model import Metadata
from kg.read import Input, discover, office, survey


def write(folder, *names, text="一段正文。"):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def ids(*sources):
    return [item.id for item in discover([str(source) for source in sources])[0]]


def test_discover_walks_folders_in_order_without_hidden_files_and_workspaces(tmp_path):
    write(tmp_path, "b.txt", "a/c.md", "a/.hidden.txt", ".git/x.txt", "old.kg/documents/y.txt", "~$z.docx")
    assert ids(tmp_path) == ["c", "b"]


def test_discover_takes_the_path_where_a_stem_is_not_unique(tmp_path):
    write(tmp_path, "2023/plan.txt", "2024/plan.txt", "2024/news.txt", "2024/news.md")
    assert ids(tmp_path) == ["2023/plan", "2024/news.md", "2024/news.txt", "2024/plan"]


def test_discover_takes_the_source_into_the_name_where_two_hold_the_same(tmp_path):
    write(tmp_path, "a/2026.txt", "b/2026.txt")
    assert ids(tmp_path / "a", tmp_path / "b") == ["a/2026", "b/2026"]


def test_discover_reads_a_file_once(tmp_path):
    write(tmp_path, "a.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    assert len(ids(tmp_path, tmp_path / "a.txt")) == 1


def test_discover_follows_globs(tmp_path):
    write(tmp_path, "x/a.txt", "x/y/b.txt", "x/c.md")
    assert ids(tmp_path / "**" / "*.txt") == ["a", "b"]


def test_discover_attaches_a_table_in_chinese_and_gb18030(tmp_path):
    write(tmp_path, "a.txt", "sub/b.txt")
    table = "文件,编号,地区,发布日期,标题\na.txt,A-1,云港市,2023/5/16,向海图强\nsub/b,,青湾市,,\n"
    (tmp_path / "目录.csv").write_bytes(table.encode("gb18030"))
    (first, second), problems = discover([str(tmp_path)])
    assert problems == ()
    assert (first.id, second.id) == ("A-1", "b")
    assert first.metadata == (
        Metadata("region", "云港市", None, "table"),
        Metadata("date", "2023-05-16", None, "table"),
        Metadata("title", "向海图强", None, "table"),
    )
    assert second.metadata == (Metadata("region", "青湾市", None, "table"),)


def test_discover_attaches_the_table_beside_a_file_named_alone(tmp_path):
    write(tmp_path, "a.txt", "b.txt")
    (tmp_path / "m.tsv").write_text("file\tregion\na.txt\t云港市\nb.txt\t青湾市\n", encoding="utf-8")
    (item,), problems = discover([str(tmp_path / "b.txt")])
    assert problems == ()
    assert item.metadata[0].value == "青湾市"


def test_discover_takes_ids_from_front_matter_and_gold(tmp_path):
    write(tmp_path, "a.md", text="---\nid: 甲\n---\n正文。\n")
    write(tmp_path, "b.gold", text="# id: g-1\n# region: 云港市\nP 正文。\n")
    assert ids(tmp_path) == ["甲", "g-1"]


def test_discover_reads_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("正文。".encode())))
    assert discover(["-"])[0] == (Input("-", "stdin", (), "正文。".encode()),)


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("none.txt", "there is no such file or folder"),
        ("*.none", "matches no file"),
        ("old.caj", ".caj files cannot be read"),
        ("lost.txt", ""),
    ],
)
def test_discover_says_what_cannot_be_had(tmp_path, name, fact):
    (tmp_path / "old.caj").write_bytes(b"x")
    (tmp_path / "lost.txt").symlink_to(tmp_path / "nowhere")
    inputs, problems = discover([str(tmp_path / name)])
    if fact:
        assert inputs == ()
        assert [(p.where, p.fact, p.severity) for p in problems] == [(str(tmp_path / name), fact, "refused")]
        assert problems[0].hint
    else:
        assert [item.id for item in inputs] == ["lost"]


def test_discover_names_what_it_leaves_out(tmp_path):
    write(tmp_path, "a.txt", "README.md", "b.gif", "c.gif")
    _, (problem,) = discover([str(tmp_path)])
    assert problem.severity == "warning"
    assert problem.fact == "3 files that are no articles were left out: .gif 2, README.md"


def test_discover_refuses_the_second_of_two_with_one_declared_id(tmp_path):
    write(tmp_path, "a.txt", "b.txt", "c.txt")
    (tmp_path / "m.csv").write_text("file,id\na.txt,1\nb.txt,1\n", encoding="utf-8")
    inputs, (problem,) = discover([str(tmp_path)])
    assert [item.id for item in inputs] == ["1", "c"]
    assert problem.fact == f"its id 1 is that of {tmp_path / 'a.txt'}"


def test_discover_warns_of_rows_without_a_file_and_tables_without_files(tmp_path):
    write(tmp_path, "a.txt")
    (tmp_path / "m.csv").write_text("file,region\nz.txt,云港市\n,青湾市\n", encoding="utf-8")
    (tmp_path / "n.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    inputs, problems = discover([str(tmp_path)])
    assert len(inputs) == 1
    assert [(p.where, p.severity) for p in problems] == [
        (f"{tmp_path / 'm.csv'}:3", "warning"),
        (f"{tmp_path / 'm.csv'}:2", "warning"),
        (f"{tmp_path / 'n.csv'}", "warning"),
    ]


def test_discover_ends_in_a_loop_of_links(tmp_path):
    write(tmp_path, "a/b.txt")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    assert ids(tmp_path) == ["b", "self"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_discover_says_that_a_folder_cannot_be_read(tmp_path):
    locked = tmp_path / "locked"
    locked.mkdir(mode=0)
    _, (problem,) = discover([str(tmp_path)])
    assert problem.where == str(locked)


def test_discover_tells_lists_from_tables_of_metadata(tmp_path):
    write(tmp_path, "a.txt")
    (tmp_path / "目录.csv").write_text("文件,日期\na.txt,2024-05-06\n", encoding="utf-8")
    (tmp_path / "项目.csv").write_text("重点项目表\n序号,项目名称,总投资\n1,海堤加固,3\n", encoding="utf-8")
    for name, rows in (
        ("清单", [["项目名称", "建设地点"], ["渔港", "青湾市"]]),
        ("说明", [["文件", "来源"], ["a.txt", "云港日报"]]),
    ):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / f"{name}.xlsx")
    inputs, problems = discover([str(tmp_path)])
    assert problems == ()
    assert [item.id for item in inputs] == ["a", "清单", "项目"]
    assert {m.key: m.value for m in inputs[0].metadata} == {"source": "云港日报"}


def test_names_that_are_no_utf8_or_differ_in_normal_form_are_ids_of_their_own(tmp_path):
    import os
    import unicodedata

    folder = os.fsencode(tmp_path)
    both = "二é.txt"
    names = [
        "报告.txt".encode("gbk"),
        "报导.txt".encode("gbk"),
        b"\xff\xff\xfe.txt",
        both.encode(),
        b"%B1%A8.txt",
    ]
    names.append(unicodedata.normalize("NFD", both).encode())
    for name in names:
        with open(os.path.join(folder, name), "wb") as file:  # noqa: PTH118, PTH123 - bytes are what is tested
            file.write(b"text")
    found, problems = discover([str(tmp_path)])
    ids = [item.id for item in found]
    assert problems == ()
    assert len(set(ids)) == len(names)
    assert {"报告", "报导", "%B1%A8"} <= set(ids)
    for one in ids:
        assert one == unicodedata.normalize("NFC", one)
        one.encode()


def test_discover_tells_of_a_kind_it_does_not_read_once_with_its_count(tmp_path):
    write(tmp_path, "a.txt", "b.caj", "c/d.caj", "e.rar")
    found = survey([str(tmp_path)])
    assert [item.id for item in found.inputs] == ["a"]
    assert [(p.where, p.fact, p.hint, p.severity) for p in found.problems] == [
        (str(tmp_path), ".caj: 2 files were left out: kg does not read them", "save it as .pdf", "warning"),
        (
            str(tmp_path),
            ".rar: 1 file was left out: kg does not read them",
            "unpack it, or pack it as .zip",
            "warning",
        ),
    ]
    assert found.left_out == ((".caj", 2), (".rar", 1))


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("*.md", ["a", "d"]),
        ("c", ["a", "b"]),
        ("c/", ["a", "b"]),
        ("c/*", ["a", "b"]),
        ("a.txt", ["b", "d", "e"]),
        ("x", ["a", "b", "d", "e"]),
    ],
)
def test_discover_leaves_out_what_a_pattern_fits(tmp_path, pattern, left):
    write(tmp_path, "a.txt", "b.md", "c/d.txt", "c/e.md")
    inputs, problems = discover([str(tmp_path)], [pattern])
    assert [item.id for item in inputs] == left
    assert problems == ()


def test_discover_leaves_out_a_file_named_itself_where_a_pattern_fits(tmp_path):
    write(tmp_path, "a.txt", "b.txt")
    sources = [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]
    assert [item.id for item in discover(sources, ["b*"])[0]] == ["a"]


def test_discover_takes_the_folder_of_a_saved_page_for_no_articles(tmp_path):
    write(tmp_path, "港口.html", "港口_files/frame.html", "港口_files/note.txt", "b.htm", "b.files/x.htm")
    write(tmp_path, "other_files/c.txt")
    assert ids(tmp_path) == ["b", "c", "港口"]


def test_discover_without_libreoffice_leaves_out_what_only_it_reads(tmp_path, monkeypatch):
    monkeypatch.setattr(office, "program", lambda: None)
    write(tmp_path, "page.doc", text="<html><body><p>云港港口完工，航线开通。</p></body></html>")
    (tmp_path / "old.doc").write_bytes(office.ole + b"WordDocument")
    inputs, (problem,) = discover([str(tmp_path)])
    assert [item.id for item in inputs] == ["page"]
    assert problem.severity == "warning"
    assert problem.fact == ".doc: 1 file was left out: LibreOffice reads them, and is not here"
    assert "apt install libreoffice-writer" in problem.hint
