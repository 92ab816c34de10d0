"""A page of a PDF to its ruled tables."""

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from kg.read.tables.ruled import Box, Char, Rule, Ruled, tables

_straight = 0.8
"""Points by which a straight rule may lean."""
_thin = 4.0
"""Points up to which a filled box is a rule; a larger one is a ground."""
_fewest, _most = 3, 20_000
"""Rules of a page that has a table or a part of a box, and of one that is a drawing."""


def ruled(
    page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage, text: str
) -> tuple[list[Ruled], list[Box]]:
    """The tables and boxes of a page that rules enclose, from its top; `text` is that of its text page."""
    rules = [
        rule
        for path in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=2)
        for rule in _rules(path)
    ]
    if not _fewest <= len(rules) <= _most:
        return [], []
    chars = [
        Char(char, *_box(text_page, at), at)
        for at, char in enumerate(text)
        if not char.isspace() and char != "\x00"
    ]
    return tables(rules, chars)


def _box(text_page: pypdfium2.PdfTextPage, at: int) -> tuple[float, float, float, float]:
    left, bottom, right, top = text_page.get_charbox(at, loose=True)
    return left, bottom, right, top


def _rules(path: Any) -> Iterator[Rule]:
    """The straight lines of a path that is drawn; of a ground that is filled none."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path.raw, fill, stroke)
    left, bottom, right, top = path.get_bounds()
    thin = min(right - left, top - bottom) <= _thin
    if not stroke.value and not (fill.value and thin):
        return
    if thin:
        yield _rule(
            (left, (bottom + top) / 2, right)
            if right - left > top - bottom
            else (bottom, (left + right) / 2, top),
            flat=right - left > top - bottom,
        )
        return
    points = list(_points(path))
    for one, two in pairwise(points):
        if one is None or two is None:
            continue
        if abs(one[1] - two[1]) <= _straight:
            yield _rule((min(one[0], two[0]), one[1], max(one[0], two[0])), flat=True)
        elif abs(one[0] - two[0]) <= _straight:
            yield _rule((min(one[1], two[1]), one[0], max(one[1], two[1])), flat=False)


def _rule(ends: tuple[float, float, float], *, flat: bool) -> Rule:
    start, place, end = ends
    return Rule(flat, place, start, end)


def _points(path: Any) -> Iterator[tuple[float, float] | None]:
    """The points of a path in page coordinates in the order in which it is drawn; None before each new start."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(path.raw, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    first: tuple[float, float] | None = None
    for number in range(pdfium.FPDFPath_CountSegments(path.raw)):
        segment = pdfium.FPDFPath_GetPathSegment(path.raw, number)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = point
            yield None
        elif kind != pdfium.FPDF_SEGMENT_LINETO:
            yield None
        yield point
        if pdfium.FPDFPathSegment_GetClose(segment) and first is not None:
            yield first
