"""Every page is CSV, JSON and a workbook at its address, as pandas and Excel read them; errors are pages too."""

import csv
import io

import openpyxl
import pandas as pd
import pytest

from kg.ontology import Ontology
from tests import sample
from tests.sample import iri
from tests.serve.conftest import fill

ADDRESSES = {
    "/": "/index.{}",
    "/explore?kind=task": "/explore.{}?kind=task",
    "/explore?view=things": "/explore.{}?view=things",
    "/explore?view=matrix": "/explore.{}?view=matrix",
    "/explore?view=timeline": "/explore.{}?view=timeline",
    "/explore?view=map": "/explore.{}?view=map",
    "/explore?view=graph": "/explore.{}?view=graph",
    "/documents": "/documents.{}",
    f"/entity?iri={iri('Region', '云港市')}": f"/entity.{{}}?iri={iri('Region', '云港市')}",
}


def rows(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("page", ADDRESSES)
def test_a_page_has_its_rows_at_its_address_with_a_form(client, page):
    named = ADDRESSES[page]
    joined = "&" if "?" in page else "?"
    table = client.get(named.format("csv"))
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert table.content.startswith(b"\xef\xbb\xbf")
    assert client.get(f"{page}{joined}format=csv").content == table.content
    assert client.get(page, headers={"accept": "text/csv"}).content == table.content
    found = rows(table)
    assert len(found) > 1
    frame = pd.read_csv(io.BytesIO(table.content))
    assert len(frame) == len(found) - 1
    assert "\ufeff" not in frame.columns[0]
    book = openpyxl.load_workbook(io.BytesIO(client.get(named.format("xlsx")).content))
    assert [cell.value for cell in book.active[1]] == found[0]
    assert book.active.max_row == len(found)
    if not page.startswith("/entity"):  # that has a record with all its parts
        records = pd.read_json(io.BytesIO(client.get(named.format("json")).content))
        assert len(records) == len(frame)


def test_heads_speak_the_language_and_names_do_not(client):
    zh, en = (rows(client.get(f"/explore.csv?kind=task&language={of}"))[0] for of in ("zh", "en"))
    assert (zh[1], en[1]) == ("内容", "What")
    names = [set(client.get(f"/explore.json?kind=task&language={of}").json()[0]) for of in ("zh", "en")]
    assert names[0] == names[1]
    assert {"text", "status", "sentence", "iri"} <= names[0]


def test_no_cell_is_a_formula(client, world):
    evil = [sample.entity("=cmd|' /C calc'!A0", "Project"), *sample.ENTITIES]
    fill(world.path, "store-2", sample.lines(evil))
    text = client.get(f"/entity.csv?iri={evil[0].iri}").text
    assert not any(cell.startswith(("=", "+", "@")) for row in csv.reader(io.StringIO(text)) for cell in row)


def test_a_form_that_is_not_there_is_told(client):
    for address in ("/explore.pdf", "/explore?format=pdf", "/documents.exe", "/entity.bib?iri=x"):
        response = client.get(address, headers={"accept": "*/*"})
        assert (response.status_code, "no such form" in response.text) == (400, True)
    assert client.get("/explore", headers={"accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/nowhere", 404, "没有找到"),
        ("/entity?iri=https://x/y", 404, "没有找到"),
        ("/entity", 400, "请求有误"),
        ("/document?id=nope", 404, "没有找到"),
    ],
)
def test_errors_are_pages_for_people_and_lines_for_programs(client, address, status, heading):
    page = client.get(address, headers={"accept": "text/html"})
    assert (page.status_code, f"<h1>{heading}</h1>" in page.text) == (status, True)
    assert 'aria-label="主菜单"' in page.text
    line = client.get(address)
    if address.startswith(("/entity", "/nowhere")):
        assert line.headers["content-type"].startswith("text/plain")
    hostile = client.get("/<script>alert(1)</script>", headers={"accept": "text/html"})
    assert "<script>alert" not in hostile.text


def test_the_language_stays_from_page_to_page(client):
    assert "<h1>Explore</h1>" in client.get("/explore?language=en").text
    assert "<h1>Documents" in client.get("/documents").text
    assert "<h1>文献" in client.get("/documents?language=zh").text


def test_all_words_of_the_pages_are_there_in_both_languages():
    words = Ontology().labels("workbench")
    assert all(set(of) == {"zh", "en"} and all(of.values()) for of in words.values())
