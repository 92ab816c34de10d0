"""Pictures of pages to their lines, recognised by the model that the extra `ocr` brings."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from kg.errors import UnreadError
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
    found = _engine()(picture)
    height, width = picture.shape[:2]
    if found.txts is None:
        return ()
    pieces = [
        Piece(
            text.strip(), float(box[:, 0].min()), float(box[:, 0].max()), height - float(box[:, 1].max()),
            height - float(box[:, 1].min()), round(float(sure), 3),
        )
        for text, sure, box in zip(found.txts, found.scores, found.boxes, strict=True)
        if sure >= _least and text.strip()
    ]  # fmt: skip
    return assembled(pieces, page, width, height)


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
    """The model, loaded once; on one core, so that the same picture gives the same text."""
    one = dict.fromkeys(
        ("EngineConfig.onnxruntime.intra_op_num_threads", "EngineConfig.onnxruntime.inter_op_num_threads"), 1
    )
    return import_module("rapidocr").RapidOCR(params={"Global.log_level": "error", **one})
