"""The reader: every letter of a document once, tables as tables, each mark where it belongs, and why the rest gave nothing."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from kg.model import Cell, Document, Paragraph, Section, Table
from kg.pipeline.build import build
from kg.pipeline.extraction import Options
from kg.serve.app import application
from kg.serve.reader import Mark, blocks
from tests import sample
from tests.serve.conftest import HOST, fill

TEXT = "关于甲市的文章\n一、安排\n建设港口和铁路。\n年份\t产值\n2025\t7亿元"


def test_pieces_hold_every_letter_once_and_the_marks_on_it():
    lines = [(0, 7), (8, 12), (13, 21), (22, 27), (28, 36)]
    roles = ("title", "heading", "body", "table", "table")
    table = Table(
        22, len(TEXT), 2, 2, (Cell(0, 0, 22, 24), Cell(0, 1, 25, 27), Cell(1, 0, 28, 32), Cell(1, 1, 33, 36))
    )
    document = Document(
        "d", TEXT, paragraphs=tuple(Paragraph(*line, role=role) for line, role in zip(lines, roles, strict=True)),  # type: ignore[arg-type]
        sections=(Section(8, len(TEXT), (8, 12), 1, "一、安排"),), tables=(table,),
    )  # fmt: skip
    marks = [
        Mark(13, 20, "act", "planned", "/act"),
        Mark(15, 17, "name", "", "/port"),
        Mark(33, 36, "figure", "", "/f"),
        Mark(17, 18, "unread", title="why"),
    ]
    title, heading, body, grid = blocks(document, marks, {13, 33})
    assert (title.kind, title.level, heading.level, heading.anchor) == ("heading", 2, 2, "s8")
    assert [(p.text, p.classes, p.address) for p in body.pieces] == [
        ("建设", "act planned", ""), ("港口", "act planned name", "/port"), ("和", "act planned unread", ""),
        ("铁路", "act planned", ""), ("。", "", ""),
    ]  # fmt: skip
    assert body.pieces[0].anchor == "c13"
    assert [bool(p.closing) for p in body.pieces] == [False, False, False, True, False]
    assert [[("".join(p.text for p in c.pieces), c.head) for c in row] for row in grid.rows] == [
        [("年份", True), ("产值", True)], [("2025", False), ("7亿元", False)],
    ]  # fmt: skip
    assert grid.rows[1][1].pieces[0].classes == "figure"


@pytest.fixture
def reader(workspace, articles):
    (articles / "a0.txt").write_text(
        "关于<b>甲市</b>的文章\n甲市大力发展子产业。\n甲市也发展丑产业，丑产业规模达到3亿元。\n众人拾柴火焰高，其乐融融。\n",
        encoding="utf-8",
    )
    build(workspace, [str(articles / "a0.txt")], Options(jobs=1))
    with TestClient(application(workspace, timeout=20), base_url=HOST) as client:
        yield client


def plain(html):
    return unescape(re.sub(r"<[^>]*>", "", html))


def test_a_document_is_read_as_it_stands(reader):
    (row,) = reader.get("/documents.json").json()
    page = reader.get(f"/document?id={row['document']}", headers={"accept": "text/html"}).text
    article = page[page.index("<article") : page.index("</article>")].replace("▪", "")
    for sentence in (
        "甲市大力发展子产业。",
        "丑产业规模达到3亿元。",
        "众人拾柴火焰高，其乐融融。",
        "<b>甲市</b>",
    ):
        assert sentence in plain(article)
    assert re.search(r'<a class="[^"]*name[^"]*" href="/entity[^>]*>甲市</a>', article)
    assert re.search(r'<span class="unread"[^>]*title="[^"]+">众人拾柴火焰高</span>', article)
    hidden = reader.get(
        f"/document?id={row['document']}&hide=name,unread", headers={"accept": "text/html"}
    ).text
    assert 'class="name' not in hidden[hidden.index("<article") :]


def test_its_rows_are_the_ledger(reader):
    (row,) = reader.get("/documents.json").json()
    lines = reader.get(f"/document.json?id={row['document']}").json()
    unread = [line["text"] for line in lines if line["kind"] == "clause" and not line["used"]]
    assert "众人拾柴火焰高" in unread
    assert {"clause", "figure"} >= {line["kind"] for line in lines}
    assert all(line["reason"] for line in lines)


def test_a_text_that_is_lost_is_told(client, world):
    fill(world.path, "store-2", sample.lines(), ["plan-2024"])
    response = client.get("/document?id=plan-2024", headers={"accept": "text/html"})
    assert (response.status_code, "<h1>" in response.text) == (503, True)
