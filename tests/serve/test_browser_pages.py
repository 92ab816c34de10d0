"""The pages in Chromium: by keyboard, on a phone, for those who hear them, in both languages; no request leaves."""

import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe

from kg.serve.app import application
from kg.serve.review import Editing
from tests import sample
from tests.serve.conftest import served, watched

pytestmark = pytest.mark.browser
PAGES = {
    "table": "/explore", "things": "/explore?view=things", "matrix": "/explore?view=matrix", "timeline": "/explore?view=timeline",
    "map": "/explore?view=map", "graph": "/explore?view=graph", "documents": "/documents",
    "thing": f"/entity?iri={sample.iri('Region', '云港市')}", "task": f"/entity?iri={sample.BASE}measure/plan-2024-1",
    "relation": f"/entity?iri={sample.BASE}claim/plan-2024-0", "figure": f"/entity?iri={sample.BASE}figure/plan-2024-0",
    "other": f"/entity?iri={sample.BASE}source/plan-2024", "query": "/query",
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_all(opened, name):
    page = opened(PAGES[name])
    found = Axe().run(page).response["violations"]
    assert [
        (v["id"], [n["target"] for n in v["nodes"]][:3])
        for v in found
        if v["impact"] in {"serious", "critical"}
    ] == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("h1").count() == 1
    assert page.locator("nav[aria-label=主菜单] a").all_inner_texts()[:2] == ["简报", "浏览"]


def test_facets_views_and_pages_go_by_keyboard(opened):
    page = opened("/explore")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.locator("#facets a", has_text="已完成").focus()
    page.keyboard.press("Enter")
    page.locator("#facets a.chosen", has_text="已完成").wait_for()
    assert "status=done" in page.url
    page.get_by_role("link", name="矩阵").focus()
    page.keyboard.press("Enter")
    page.locator("table.matrix").wait_for()
    assert "status=done" in page.url
    page.go_back()
    page.locator("table.items").wait_for()


def test_words_are_sought_within_what_is_chosen(opened):
    page = opened("/explore?kind=relation")
    page.fill("#words", "氢能")
    page.keyboard.press("Enter")
    page.locator("#facets a.chosen", has_text="关系").wait_for()
    assert page.locator("table.items tbody tr").count() == 5


def test_the_briefing_opens_from_the_server_and_leads_to_the_workbench(opened):
    page = opened("/")
    page.locator("a.button", has_text="工作台").click()
    page.locator("h1", has_text="浏览").wait_for()
    page.goto(page.url.replace("/explore", f"/entity?iri={sample.iri('Region', '云港市')}"))
    page.click("text=在简报中查看")
    page.locator("#heading", has_text="云港市").wait_for()


def test_one_decides_by_keys_and_sees_what_was_decided(browser, world):
    app = application(world, timeout=20, editing=Editing("token", "page"))
    for address in served(app):
        for go in watched(browser, address):
            page = go("/review?token=token")
            assert "token" not in page.url
            page.get_by_role("link", name="最不确定的关系与指标").click()
            first = page.inner_text("#card-title")
            page.keyboard.press("s")
            page.wait_for_url("**n=1")
            page.go_back()
            page.keyboard.press("y")
            page.locator("#card-title", has_not_text=first).wait_for()
            page.get_by_role("link", name="最不确定的任务").click()
            page.locator("#card-title").wait_for()
            found = Axe().run(page).response["violations"]
            assert [v["id"] for v in found if v["impact"] in {"serious", "critical"}] == []
            page.get_by_role("link", name="已作决定").click()
            page.locator("tbody tr", has_text="正确").wait_for()
            page.get_by_role("button", name="撤销").click()
            page.locator("text=这里没有需要决定的内容").wait_for()


def picture(page, form):
    """What the button for a picture of the page saves."""
    with page.expect_download() as saved:
        page.click(f"[data-picture={form}]")
    return Path(saved.value.path()).read_bytes()


@pytest.mark.parametrize("view", ["matrix", "timeline", "map", "graph"])
def test_what_the_explorer_draws_is_saved_as_it_looks(opened, view):
    page = opened(f"/explore?view={view}")
    root = ET.fromstring(picture(page, "svg"))
    drawn = list(root.iter())
    assert "浏览" in next(of.text or "" for of in drawn if of.tag.endswith("text"))
    assert len([of for of in drawn if of.tag.endswith("text") and of.text]) > 2
    assert all(of.get("fill") for of in drawn if of.tag.endswith("}rect"))
    assert picture(page, "png")[:8] == b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize("view", ["chart", "matrix", "graph"])
def test_what_an_answer_draws_is_saved(opened, view):
    text = "SELECT ?a ?b WHERE { ?a rdp:builds|rdp:partOf|rdp:locatedIn|rdp:develops ?b }"
    page = opened(f"/query?{urlencode({'text': text, 'view': view})}")
    page.wait_for_selector("#result [data-picture]")
    root = ET.fromstring(picture(page, "svg"))
    assert sum(1 for of in root.iter() if of.tag.endswith("text") and of.text) > 1


def test_a_page_of_rows_has_no_picture(opened):
    assert opened("/explore?view=table").locator("[data-picture]").count() == 0
