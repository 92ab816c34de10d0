"""Pictures: SVG that any reader takes, PNG and PDF with Chinese letters in them, the same bytes each time."""

import struct
import sys
import xml.etree.ElementTree as ET

import pypdf
import pytest
import resvg_py

from kg.errors import ExportError, SettingsError
from kg.export import picture
from kg.export.briefing.brief import brief
from kg.export.briefing.options import Options
from kg.export.docx import docx
from kg.export.picture.labels import Label, Line, place, width
from kg.export.picture.svg import draw
from kg.ontology import Ontology
from tests.export import graphs

ontology = Ontology()
SVG = "{http://www.w3.org/2000/svg}"


def drawn(graph, **options):
    chosen = Options(**options)
    return draw(brief(graph, chosen, ontology), chosen, ontology)


def words(svg):
    return [element.text for element in ET.fromstring(svg).iter(f"{SVG}text")]


def test_svg_shows_title_themes_and_legend():
    said = words(drawn(graphs.small(), stamp="征求意见稿"))
    assert "青湾市发展知识简报" in said
    assert any(word.startswith("征求意见稿") for word in said)
    assert {"产业", "行动计划", "氢能"} <= set(said)


def test_svg_of_a_surrounding_shows_its_entities_in_the_language_asked_for():
    said = words(drawn(graphs.small(), around="氢能", hops=1, language="en"))
    assert {"Hydrogen", "Qingwan", "Industry"} <= set(said)
    assert "海曜科技" not in said


def test_hostile_names_stay_text():
    tell = graphs.Teller()
    tell.entity("a", '<script>alert(1)</script>"\x00\x1f\u202e', "Region")
    tell.entity("b", "]]>&amp;<!--", "Industry")
    tell.document("d", title="x")
    tell.sentence("d", "甲发展乙。")
    tell.claim("a", "develops", "b", "planned")
    svg = drawn(tell.graph(), title="<b>&", around="a")
    assert "<script" not in svg
    assert "<b>&" in words(svg)


@pytest.mark.parametrize("form", ["svg", "png", "pdf"])
def test_same_graph_gives_the_same_bytes(form, tmp_path):
    made = []
    for name in ("one", "two"):
        getattr(picture, form)(graphs.small(), tmp_path / name, ontology, Options())
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]


def test_png_has_the_size_of_a_sheet_and_is_not_blank(tmp_path):
    picture.png(graphs.small(), tmp_path / "p.png", ontology, Options())
    image = (tmp_path / "p.png").read_bytes()
    assert struct.unpack(">II", image[16:24]) == (2246, 1588)
    assert len(image) > 50_000  # a blank one has about 15,000


def test_pdf_is_one_sheet_whose_chinese_text_can_be_searched(tmp_path):
    picture.pdf(graphs.small(), tmp_path / "p.pdf", ontology, Options())
    reader = pypdf.PdfReader(tmp_path / "p.pdf")
    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert round(box.width / box.height, 2) == 1.41
    assert "青湾市发展知识简报" in reader.pages[0].extract_text()


def test_no_chinese_font_is_told_and_what_to_do(monkeypatch, tmp_path):
    render = resvg_py.svg_to_bytes
    monkeypatch.setattr(resvg_py, "svg_to_bytes", lambda **given: render(**given, skip_system_fonts=True))
    for form in (picture.png, picture.pdf):
        with pytest.raises(ExportError, match="no font with Chinese characters") as raised:
            form(graphs.small(), tmp_path / "p", ontology, Options())
        assert "fonts-noto-cjk" in raised.value.hint


@pytest.mark.parametrize("form", ["png", "pdf", "docx"])
def test_without_the_extra_the_command_that_brings_it_is_told(form, monkeypatch, tmp_path):
    for module in ("resvg_py", "typst"):
        monkeypatch.setitem(sys.modules, module, None)
    write = docx if form == "docx" else getattr(picture, form)
    with pytest.raises(SettingsError, match="is not installed") as raised:
        write(graphs.small(), tmp_path / "p", ontology, Options())
    assert 'pip install "kg-regional[pictures]"' in raised.value.hint
    assert list(tmp_path.iterdir()) == []


def test_svg_needs_no_extra(monkeypatch, tmp_path):
    for module in ("resvg_py", "typst"):
        monkeypatch.setitem(sys.modules, module, None)
    picture.svg(graphs.small(), tmp_path / "p.svg", ontology, Options())
    assert "</svg>" in (tmp_path / "p.svg").read_text(encoding="utf-8")


def test_labels_never_lie_on_each_other_or_on_marks():
    labels = [
        Label(40.0 * (n % 9), 25.0 * (n // 9), (Line("先进制造产业园", 12, "#000"),), float(n), around=6.0)
        for n in range(90)
    ]
    found = place(labels, (-100, -100, 500, 400))
    assert found
    boxes = []
    for placed in found:
        wide = width(placed.lines[0].text, 12)
        left = {"start": placed.x, "middle": placed.x - wide / 2, "end": placed.x - wide}[placed.anchor]
        boxes.append((left, placed.y - 6, left + wide, placed.y + 6))
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            assert not (one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1])
