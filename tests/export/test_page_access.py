"""The page by keyboard and for a screen reader; contrast; what axe-core finds."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from kg.ontology import Ontology

pytestmark = pytest.mark.browser
VIEWS = ((), ("theme", "青湾市"), ("entity", "氢能"), ("link", "青湾市", "氢能"), ("finding", "commitments"), ("finding", "targets"),
         ("path", "山西", "海曜科技"), ("table", "figures"), ("table", "links"), ("sources",))  # fmt: skip


@pytest.fixture
def small(pages, reader):
    return reader(pages("small"))


def faults(page):
    # the engine is handed over by the driver, so that the page's policy stays as it is
    found = Axe().run(page.page).response["violations"]
    return [(f["id"], f["impact"], [n["html"][:120] for n in f["nodes"]][:3]) for f in found]


@pytest.mark.parametrize("view", VIEWS, ids="/".join)
def test_axe_finds_nothing(small, view):
    small.go(*view)
    assert faults(small) == []


def test_axe_finds_nothing_in_english_with_filters_and_search_open(small):
    small.page.click("#language")
    small.page.click("#filter-button")
    assert faults(small) == []
    small.page.keyboard.press("Escape")
    small.page.fill("#search", "qing")
    assert faults(small) == []


def test_axe_finds_nothing_on_a_phone(pages, reader):
    assert faults(reader(pages("small"), size=(390, 844))) == []


def focus(page):
    return page.page.evaluate(
        "document.activeElement.id || document.activeElement.className || document.activeElement.tagName"
    )


def test_everything_is_reached_with_the_tab_key_and_the_focus_is_seen(small):
    seen = []
    for _ in range(60):
        small.page.keyboard.press("Tab")
        if small.page.evaluate("document.activeElement === document.body"):
            break
        seen.append(focus(small))
        outline = small.page.evaluate(
            "getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).outlineWidth"
        )
        assert outline not in {"none0px", "none2px", "none3px"}, seen[-1]
    for part in (
        "skip",
        "home",
        "search",
        "png",
        "svg",
        "print",
        "language",
        "finding",
        "filter-button",
        "canvas",
        "zoom-in",
        "toggle",
    ):
        assert part in seen, part


def test_skip_goes_to_the_content(small):
    small.page.keyboard.press("Tab")
    assert small.page.inner_text("#skip") == "跳到正文"
    small.page.keyboard.press("Enter")
    assert focus(small) == "heading"


def test_a_new_view_takes_the_focus_and_is_announced(small):
    small.page.locator("a.finding").first.focus()
    small.page.keyboard.press("Enter")
    small.settle()
    assert focus(small) == "heading"
    assert small.page.text_content("#live") == small.heading


def test_picture_by_arrows_enter_and_escape(small):
    small.go("theme", small.data["themes"][0]["key"])
    small.page.focus("#canvas")
    small.page.keyboard.press("ArrowRight")
    first = small.page.text_content("#live")
    small.page.keyboard.press("ArrowRight")
    second = small.page.text_content("#live")
    assert first != second
    assert "关联" in second
    small.page.keyboard.press("Enter")
    small.settle()
    assert small.hash.startswith("#/entity/")
    assert second.startswith(small.heading)
    small.page.keyboard.press("Escape")
    small.settle()
    assert small.hash.startswith("#/theme/")


def test_every_node_of_a_picture_is_reached_by_page_keys(small):
    small.go("theme", small.data["themes"][0]["key"])
    small.page.focus("#canvas")
    wanted = {small.data["entities"][node["id"]][1] for node in small.data["scenes"][0]["nodes"]}
    seen = []
    for _ in wanted:
        small.page.keyboard.press("PageDown")
        seen.append(small.page.text_content("#live").split(" · ")[0])
    assert set(seen) == wanted
    small.page.keyboard.press("PageUp")
    assert small.page.text_content("#live").split(" · ")[0] == seen[-2]


def test_picture_has_a_twin_in_words(small):
    theme = small.data["themes"][0]
    small.go("theme", theme["key"])
    for number in theme["members"]:
        assert small.data["entities"][number][1] in small.text()


def test_plus_and_minus_zoom_and_zero_fits(small):
    small.go("path", "许知远山", "青湾海洋大学")
    small.page.focus("#canvas")
    before = small.spot(small.color("Person"))
    small.page.keyboard.press("+")
    small.settle()
    assert small.spot(small.color("Person"))["n"] > before["n"]
    small.page.keyboard.press("0")
    small.settle()
    assert abs(small.spot(small.color("Person"))["n"] - before["n"]) < 30


def test_page_bears_twice_the_letter_size(pages, reader):
    page = reader(pages("small"), size=(683, 384))
    assert page.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.page.locator("a.finding").first.is_visible()


def luminance(color):
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_colours_have_contrast_and_each_type_a_shape_of_its_own():
    looks = Ontology().labels("appearance")["types"]
    assert set(looks) == set(Ontology().types)
    for look in looks.values():
        for ground in ("#ffffff", "#f4f6f8"):
            assert (luminance(ground) + 0.05) / (luminance(look["color"]) + 0.05) >= 3, look
    assert len({look["shape"] for look in looks.values()}) == len(looks)
    assert len({look["color"] for look in looks.values()}) == len(looks)
