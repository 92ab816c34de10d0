"""Pictures of pages: drawn here, recognised by the model that the extra `ocr` brings."""

import io
from importlib import import_module

import pytest

from kg.errors import InputError, UnreadError
from kg.ontology import Ontology
from kg.read import Input, discover, ocr, read
from kg.read.page_lines import Piece, assembled, paragraphs
from kg.records import line, load_line
from tests.read.conftest import shown

needs_model = pytest.mark.skipif(
    not ocr.available(), reason="the extra ocr is not installed: nothing recognises"
)


def saved(image, form):
    image.save(file := io.BytesIO(), form)
    return file.getvalue()


def test_assembled_joins_pieces_of_a_line_and_parts_cells():
    pieces = [
        Piece("元", 31, 41, 80, 90),
        Piece("投资", 10, 30, 80, 91),
        Piece("5", 80, 85, 81, 90),
        Piece("下", 10, 20, 60, 70, 0.7),
    ]
    lines = assembled(pieces, 0, 100, 100)
    assert [one.text for one in lines] == ["投资元\t5", "下"]
    assert [(block.confidence, block.page) for block in paragraphs(lines)] == [(1.0, 1), (0.7, 1)]


@needs_model
@pytest.mark.timeout(180)
@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF"])
def test_read_picture_gives_its_paragraphs_with_their_confidence(document, picture, form):
    found = document(saved(picture, form), f"a.{form.lower()}")
    assert found.text.replace(" ", "") == "".join(shown)
    (paragraph,) = found.paragraphs
    assert 0.5 < paragraph.confidence < 1


@needs_model
@pytest.mark.timeout(180)
def test_read_pdf_recognises_a_scan(document, picture):
    found = document(saved(picture, "PDF"), "scan.pdf")
    assert found.text.replace(" ", "") == "".join(shown)
    assert found.paragraphs[0].confidence < 1


@needs_model
@pytest.mark.timeout(180)
def test_a_picture_without_text_refuses_no_folder(tmp_path, picture):
    blank = picture.copy()
    blank.paste("white", (0, 0, *blank.size))
    blank.save(tmp_path / "a.png")
    (item,), problems = discover([str(tmp_path)])
    assert problems == ()
    with pytest.raises(UnreadError, match="a picture without text"):
        read(item, Ontology())
    with pytest.raises(InputError) as caught:
        read(Input(item.path, "a"), Ontology())
    assert not isinstance(caught.value, UnreadError)


@needs_model
def test_read_picture_says_that_it_is_damaged(document, picture):
    with pytest.raises(InputError, match="a truncated or damaged picture"):
        document(saved(picture, "PNG")[:400], "a.png")


def test_without_the_extra_one_line_says_what_to_install(document, monkeypatch, picture, tmp_path):
    monkeypatch.setattr(ocr, "available", lambda: False)
    for form, fact in (("PNG", "a picture"), ("PDF", "no text on its page, it looks like a scan")):
        with pytest.raises(InputError, match=fact) as caught:
            document(saved(picture, form), f"a.{form.lower()}")
        assert caught.value.hint == 'pip install "kg-regional[ocr]" reads pictures of pages'
    (tmp_path / "b.png").write_bytes(saved(picture, "PNG"))
    inputs, _ = discover([str(tmp_path)])
    assert [item.path for item in inputs] == [str(tmp_path / "a.pdf")]


def test_a_model_that_does_not_start_is_told_in_one_line(document, monkeypatch, picture):
    def start(name):
        raise ImportError("libGL.so.1: cannot open shared object file")

    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(
        ocr, "import_module", lambda name: start(name) if name == "rapidocr" else import_module(name)
    )
    ocr._engine.cache_clear()
    with pytest.raises(InputError, match=r"does not start: libGL\.so\.1") as caught:
        document(saved(picture, "PDF"), "a.pdf")
    assert "libgl1" in (caught.value.hint or "")


def test_confidence_of_paragraphs_is_kept_in_records(document):
    from dataclasses import replace

    from kg.model import Annotated

    found = document("云港市扩建集装箱码头，完成投资7亿元。", "a.txt")
    unsure = replace(found, paragraphs=(replace(found.paragraphs[0], confidence=0.9),))
    for one in (found, unsure):
        assert load_line(line(Annotated(one))).document.paragraphs == one.paragraphs
