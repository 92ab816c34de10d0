"""The present view as PNG, SVG and on paper."""

import struct
import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter

import pypdf
import pytest

from tests.export import graphs

pytestmark = pytest.mark.browser
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def small(pages, reader):
    return reader(pages("small"))


def saved(page, button):
    with page.page.expect_download() as waiting:
        page.page.click(button)
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


VIEWS = [(), ("entity", "氢能"), ("path", "山西", "海曜科技"), ("finding", "commitments")]


@pytest.mark.parametrize("view", VIEWS, ids="/".join)
def test_svg_of_the_present_view(small, view):
    small.go(*view)
    name, raw = saved(small, "#svg")
    assert name == f"青湾市发展知识简报-{small.heading}.svg"
    words = [element.text for element in ET.fromstring(raw).iter(f"{SVG}text")]
    assert words[0] == small.heading
    assert "产业" in words
    assert "氢能" in words or not view
    assert b"style=" not in raw


def test_png_of_the_present_view_at_twice_the_size(small):
    small.go("entity", "氢能")
    name, raw = saved(small, "#png")
    _, drawing = saved(small, "#svg")
    width, height = (float(ET.fromstring(drawing).get(side)) for side in ("width", "height"))  # type: ignore[arg-type]
    got = struct.unpack(">II", raw[16:24])
    assert name.endswith(".png")
    assert abs(got[0] - 2 * width) <= 2
    assert abs(got[1] - 2 * height) <= 2
    assert len(raw) > 20_000


def test_picture_shows_what_the_filter_leaves(small):
    small.go("entity", "青湾市")
    small.page.locator("#legend [data-toggle]", has_text="产业").click()
    _, raw = saved(small, "#svg")
    assert "氢能" not in raw.decode()


def words_of(sheet):
    """The text of a sheet; Chromium writes some characters as the radicals that look like them."""
    text = unicodedata.normalize("NFKC", sheet.extract_text().replace("\n", "").replace(" ", ""))
    return text.translate(str.maketrans("⻘⻅⻓⻋⻔⻢⻩⻬⻰", "青见长车门马黄齐龙"))


def printed(page, tmp_path):
    path = tmp_path / "print.pdf"
    page.page.pdf(path=path, prefer_css_page_size=True)
    return pypdf.PdfReader(path)


@pytest.mark.parametrize("view", VIEWS, ids="/".join)
def test_paper_is_a4_on_its_side_with_picture_legend_table_and_sources(small, tmp_path, view):
    small.go(*view)
    paper = printed(small, tmp_path)
    box = paper.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (842, 595)
    whole = "".join(map(words_of, paper.pages))
    first = words_of(paper.pages[0])
    assert small.heading in first
    assert "产业" in first
    assert "指标与目标" in whole
    assert "产业规模" in whole
    assert "来源" in whole
    assert "青湾市氢能产业行动方案" in whole
    assert "筛选" not in whole
    assert len(paper.pages) <= 5


def test_paper_of_an_entity_has_the_sentences_of_its_links(small, tmp_path):
    small.go("entity", "许知远山")
    whole = "".join(map(words_of, printed(small, tmp_path).pages))
    assert "许知远山任青湾海洋大学校长" in whole
    assert "调研札记" not in whole


def test_stamp_is_on_every_page(pages, reader, tmp_path):
    page = reader(pages("stamped", stamp="征求意见稿"))
    paper = printed(page, tmp_path)
    assert len(paper.pages) > 1
    for sheet in paper.pages:
        assert "征求意见稿" in words_of(sheet)


LABELS = """() => {
    const drawing = document.querySelector("#paper svg");
    const scale = drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width;
    return Array.from(drawing.querySelectorAll("text")).slice(0, -1).map(text => {
        const box = text.getBoundingClientRect();
        return [text.textContent, box.left / scale, box.top / scale, box.right / scale, box.bottom / scale];
    });
}"""


def lettering(page):
    """The labels of the drawing of the present view: text, left, top, right, bottom in units of the drawing."""
    page.page.emulate_media(media="print")
    page.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    found = page.page.evaluate(LABELS)
    page.page.emulate_media(media="null")
    return found


@pytest.mark.parametrize("view", ["overview", "theme", "neighbourhood", "two steps", "finding"])
def test_labels_do_not_pile_up(pages, reader, view):
    page = reader(pages("s5000", lambda: graphs.synthetic(5000, 10_000)))
    ends = Counter(end for link in page.data["links"] for end in link[:2])
    largest = page.data["entities"][ends.most_common(1)[0][0]]
    where = {
        "overview": (),
        "theme": ("theme", page.data["themes"][0]["key"]),
        "neighbourhood": ("entity", largest[0]),
        "two steps": ("entity", largest[0]),
        "finding": ("finding", "commitments"),
    }[view]
    page.go(*where, **({"hops": 2} if view == "two steps" else {}))
    labels = lettering(page)
    assert len(labels) > 3
    for number, (text, left, top, right, bottom) in enumerate(labels):
        # a line of 12 to 14 pixels stands in a box of 17 to 20, most of it air
        for other, oleft, otop, oright, obottom in labels[number + 1 :]:
            across = min(right, oright) - max(left, oleft)
            down = min(bottom, obottom) - max(top, otop)
            assert across < 3 or down < 7, (text, other)


def test_overview_of_forty_themes_names_nearly_all(pages, reader):
    page = reader(pages("s5000", lambda: graphs.synthetic(5000, 10_000)))
    assert len(page.data["themes"]) == 40
    said = {text for text, *_ in lettering(page)}
    leaders = [page.data["entities"][theme["leaders"][0]][1] for theme in page.data["themes"]]
    named = [name for name in leaders if any(name.startswith(text.rstrip("…")[:4]) for text in said)]
    assert len(named) >= 38
