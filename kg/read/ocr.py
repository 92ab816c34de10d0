"""Pictures of pages to their lines, recognised by the model that the extra `ocr` brings."""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from kg.errors import UnreadError
from kg.model import Problem
from kg.read.page_lines import Line, Piece, assembled, without_running
from kg.read.raw import Raw
from kg.read.tables import unruled
from kg.read.tables.over_pages import blocks

suffixes = frozenset((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"))
"""Kinds of pictures that are read."""
most_pixels = 80_000_000
"""Pixels of the largest picture that is read; a page scanned at 600 dots an inch has 35 million."""
_least_side = 200
"""Points of the shorter side of a picture below which it shows no page: logos, buttons."""
_most_frames = 200
_least = 0.5
"""The confidence below which what was recognised is no text: stamps, stains, pictures."""

_libraries = "install what it names (Debian, Ubuntu: apt install libgl1 libglib2.0-0), or leave the file out"


def available() -> bool:
    """Whether the extra is installed."""
    return find_spec("rapidocr") is not None


def hint() -> str:
    """What to try for a page that is a picture."""
    if available():
        return "nothing was recognised on it; scan it anew, sharper"
    return 'pip install "kg-regional[ocr]" reads pictures of pages'


def read_picture(data: bytes, where: str) -> Raw:
    """The paragraphs of a picture of a page, or of several in one file; nothing is kept of what is hardly sure.

    Raises UnreadError without the extra, and where the picture is damaged or shows no text.
    """
    del where
    if not available():
        raise UnreadError("a picture", hint())
    pages = [unruled.tables(lines(frame, number)) for number, frame in enumerate(_frames(data))]
    found = tuple(blocks(without_running(pages)))
    if not found:
        raise UnreadError("a picture without text", "leave it out, or scan it anew")
    return Raw(found)


def lines(picture: Any, page: int) -> tuple[Line, ...]:
    """The lines of a picture, an array of its pixels, each with its confidence."""
    height, width = picture.shape[:2]
    return assembled(pieces(picture), page, width, height)


def pieces(picture: Any) -> list[Piece]:
    """What is recognised on a picture, in its pixels from its foot."""
    found = _engine()(picture)
    if found.txts is None:
        return []
    height = picture.shape[0]
    return [
        Piece(
            text.strip(), float(box[:, 0].min()), float(box[:, 0].max()), height - float(box[:, 1].max()),
            height - float(box[:, 1].min()), round(float(sure), 3),
        )
        for text, sure, box in zip(found.txts, found.scores, found.boxes, strict=True)
        if sure >= _least and text.strip()
    ]  # fmt: skip


def decoded(data: bytes) -> Any:
    """The pixels of the first page of a picture, None where it is too small to show one. UnreadError where damaged."""
    return next(_frames(data), None)


def pictured(pages: Sequence[Sequence[Line]]) -> frozenset[int]:
    """The pages that hold no text: all of them where a file has next to none, such as stamps of a scanner."""
    return frozenset(
        range(len(pages)) if _is_scan(pages) else (n for n, page in enumerate(pages) if not page)
    )


def _is_scan(pages: Sequence[Sequence[Line]]) -> bool:
    return sum(len(line.text) for page in pages for line in page) < 20 * max(1, len(pages) // 4)


def unseen(pages: Sequence[Sequence[Line]], where: str) -> tuple[Problem, ...]:
    """What is said of pages that show no text; raises UnreadError where none, or nearly none, has some."""
    if _is_scan(pages):
        pages_ = "page" if len(pages) == 1 else f"{len(pages)} pages"
        raise UnreadError(f"no text on its {pages_}, it looks like a scan", hint())
    empty = [number for number, page in enumerate(pages, 1) if not page]
    if not empty:
        return ()
    named = ", ".join(map(str, empty[:5])) + (" …" if len(empty) > 5 else "")
    fact = f"no text on {len(empty)} of {len(pages)} pages ({named}), they look like scans"
    return (Problem(where, fact, hint(), "warning"),)


def _frames(data: bytes) -> Iterator[Any]:
    pillow, numpy = import_module("PIL.Image"), import_module("numpy")
    try:
        picture = pillow.open(BytesIO(data))
        if picture.width * picture.height > most_pixels:
            fact = f"a picture of {picture.width} × {picture.height} points"
            raise UnreadError(fact, "make it smaller")
        if min(picture.size) < _least_side:
            return
        for number in range(min(getattr(picture, "n_frames", 1), _most_frames)):
            picture.seek(number)
            # the model was taught on blue, green, red
            yield numpy.asarray(picture.convert("RGB"))[:, :, ::-1].copy()
    except (OSError, ValueError, SyntaxError, pillow.DecompressionBombError) as error:
        raise UnreadError("a truncated or damaged picture", "get it again") from error


@cache
def _engine() -> Any:
    """The model, loaded once; on one core, so that the same picture gives the same text.

    Raises UnreadError where its package is there and does not start: on servers a library of the display is missing.
    """
    one = dict.fromkeys(
        ("EngineConfig.onnxruntime.intra_op_num_threads", "EngineConfig.onnxruntime.inter_op_num_threads"), 1
    )
    try:
        return import_module("rapidocr").RapidOCR(params={"Global.log_level": "error", **one})
    except ImportError as error:
        fact = f"what recognises pictures does not start: {error}"
        raise UnreadError(fact, _libraries) from error
