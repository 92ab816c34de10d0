"""A graph to a picture: SVG of our own writing, and from it PNG and PDF with the Chinese fonts of the system."""

from pathlib import Path

from kg.errors import ExportError
from kg.export.briefing.brief import brief
from kg.export.briefing.options import Options
from kg.export.briefing.records import Briefing, Graph
from kg.export.picture.svg import draw, fonts, paper
from kg.ontology import Ontology
from kg.plugins import optional

page = """
#set page(width: 297mm, height: 210mm, margin: 0mm)
#set document(title: sys.inputs.title)
#image(bytes(sys.inputs.picture), format: "svg", width: 100%, alt: sys.inputs.title)
"""


def svg(graph: Graph, path: Path, ontology: Ontology, options: Options) -> None:
    """An SVG file: the themes, or the entities where the options name a theme or a surrounding."""
    path.write_text(draw(brief(graph, options, ontology), options, ontology), encoding="utf-8", newline="\n")


def png(graph: Graph, path: Path, ontology: Ontology, options: Options) -> None:
    """The same picture as PNG, 2246 x 1588 pixels."""
    path.write_bytes(raster(brief(graph, options, ontology), options, ontology))


def pdf(graph: Graph, path: Path, ontology: Ontology, options: Options) -> None:
    """The same picture as PDF, an A4 sheet on its side, its text to be searched and copied."""
    briefing = brief(graph, options, ontology)
    inputs = {"picture": draw(briefing, options, ontology), "title": briefing.title[briefing.language]}
    require_chinese_font()
    with optional("pictures"):
        import typst  # noqa: PLC0415 - an extra, and svg needs none of it
    # the time stamp is fixed, so that the same graph gives the same bytes
    path.write_bytes(typst.compile(page.encode(), format="pdf", sys_inputs=inputs, timestamp=0))


def raster(briefing: Briefing, options: Options, ontology: Ontology, width: float = 2 * paper[0]) -> bytes:
    """The picture of a briefing as PNG bytes, `width` pixels wide."""
    require_chinese_font()
    drawn = draw(briefing, options, ontology)
    with optional("pictures"):
        import resvg_py  # noqa: PLC0415 - as above
    return resvg_py.svg_to_bytes(svg_string=drawn, width=round(width))


def require_chinese_font() -> None:
    """Raises ExportError where the system has no font with Chinese characters.

    Two different characters are drawn in the fonts of the picture: without one both come out the same, as
    nothing or as a box.
    """
    with optional("pictures"):
        import resvg_py  # noqa: PLC0415 - as above
    one, other = (
        resvg_py.svg_to_bytes(
            svg_string='<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">'
            f'<text x="4" y="32" font-size="30" font-family="{fonts}">{letter}</text></svg>'
        )
        for letter in "汉园"
    )
    if one == other:
        raise ExportError(
            "no font with Chinese characters on this system, so a picture would show boxes",
            "install one (Debian: apt install fonts-noto-cjk), or export svg or html, which use the reader's fonts",
        )
