import io
import os
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from kg.ontology import Ontology
from kg.read import Input, discover, read

regions = """\
name\ttype\taliases\tkind\tcode\tparent\ten
中国\tRegion\t\tCountry\t\t\t
临江省\tRegion\t临江\tProvince\t\t中国\t
云港市\tRegion\t云港\tCity\t\t临江省\t
青湾市\tRegion\t青湾\tCity\t\t临江省\t
南浦区\tRegion\t南浦\tCounty\t\t云港市\t
云港经济技术开发区\tZone\t云港经开区\tDevelopmentZone\t\t云港市\t
东海新区\tRegion\t\tNewArea\t\t临江省\t
云港门区\tRegion\t云港门\tCounty\t\t云港市\t
望海岭\tRegion\t\t\t\t\t
两湾城市群\tRegion\t两湾\tRegionGroup\t\t\t
"""


@pytest.fixture(scope="session")
def ontology(tmp_path_factory):
    """The ontology with a few places that exist nowhere."""
    table = tmp_path_factory.mktemp("lexicon") / "places.tsv"
    table.write_text(regions, encoding="utf-8")
    return Ontology(lexicons=[table])


@pytest.fixture
def document(tmp_path, ontology):
    """A function of a text or bytes to the document that is read from a file of it."""

    def make(content, name="article.txt", region=None):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        found = read(Input(str(path), path.stem), ontology, region)
        _check(found)
        return found

    return make


def _check(found):
    """What holds of every document: all stands in its text and in order, sections nest, confidences are shares."""
    spans = [(0, 0), *((p.start, p.end) for p in found.paragraphs), (len(found.text),) * 2]
    assert all(a <= b <= c <= d for (a, b), (c, d) in pairwise(spans))
    assert all(0 < one.confidence <= 1 for one in (*found.metadata, *found.paragraphs))
    assert all(m.span is None or 0 <= m.span[0] < m.span[1] <= len(found.text) for m in found.metadata)
    for number, one in enumerate(found.sections):
        assert one.start <= one.heading[0] < one.heading[1] <= one.end <= len(found.text)
        above = None if one.parent is None else found.sections[one.parent]
        assert above is None or (one.parent < number and above.level < one.level)
        assert above is None or above.start <= one.start <= one.end <= above.end
    for table in found.tables:
        places = [(c.row + c.rows, c.column + c.columns, c.start, c.end) for c in table.cells]
        assert all(r <= table.rows and k <= table.columns for r, k, _, _ in places)
        assert all(table.start <= a < b <= table.end for _, _, a, b in places)


@pytest.fixture(scope="session")
def shared():
    """The folder of real documents, where it is."""
    beside = Path(__file__).resolve().parents[3] / "shared"
    for folder in (os.environ.get("KG_SHARED"), beside, "/work/shared"):
        if folder and Path(folder, "gold").is_dir():
            return Path(folder)
    pytest.skip("../shared is not here")


@pytest.fixture
def discovered():
    """A function of paths to the inputs there, which must be without a problem."""

    def make(*sources):
        inputs, problems = discover([str(source) for source in sources])
        assert problems == ()
        return inputs

    return make


shown = ("云港市扩建集装箱码头，新开航线6条，完成投资7.5亿元，", "同比增长12.3%。")


@pytest.fixture(scope="session")
def printed():
    """A page with two lines of text, as a PDF with a text layer."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(file := io.BytesIO(), pagesize=(595, 842))
    canvas.setFont("STSong-Light", 16)
    for number, text in enumerate(shown):
        canvas.drawString(70, 700 - 30 * number, text)
    canvas.save()
    return file.getvalue()


@pytest.fixture(scope="session")
def picture(printed):
    """The same page as a picture."""
    document = pypdfium2.PdfDocument(printed)
    image = document[0].render(scale=150 / 72).to_pil()
    document.close()
    return image
