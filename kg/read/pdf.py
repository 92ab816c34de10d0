"""A PDF with a text layer to its paragraphs: no running heads or page numbers, lines joined by their place."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from kg.errors import InputError
from kg.model import Metadata, Problem
from kg.read import boxes, ocr, pdf_tables
from kg.read.page_lines import Line, Piece, assembled, whole, without_running
from kg.read.raw import Raw
from kg.read.tables import over_pages, unruled
from kg.read.tables.ruled import Ruled

_wide = "\u2014\u2018-\u201d\u2026\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_beside = re.compile(f"[{_wide}]")
_han = re.compile(r"[\u4e00-\u9fff]")
_samples = 12
"""Letters of a line that tell its height."""
_moved = 0.35
"""Of its height by which a piece stands higher or lower than its line, if it is of none."""
_dots = 200
"""Dots an inch of the pictures that are recognised."""
_most_pixels = 5_000
"""Pixels along the longer side of such a picture."""
_unreadable = re.compile("[\ue000-\uf8ff\ufffd\ufffe\x00-\x08]")


def read_pdf(data: bytes, where: str) -> Raw:
    """The paragraphs of a PDF in the order in which it holds them, which is that of reading for columns too.

    Raises InputError for an encrypted or damaged file, and where no page, or nearly none, has text.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise InputError("the PDF is encrypted", "save it without a password") from error
        raise InputError(
            "a truncated or damaged PDF", "get the file again, or print it to PDF anew"
        ) from error
    try:
        pages = [_lines(document, number) for number in range(len(document))]
        pictures = ocr.pictured(pages)
        if pictures and ocr.available():
            pages = [
                _seen(document, number) if number in pictures else page for number, page in enumerate(pages)
            ]
        found = tuple(_properties(document))
    except pypdfium2.PdfiumError as error:
        raise InputError("a damaged PDF", "print it to PDF anew") from error
    finally:
        document.close()
    problems = _checked(pages, where)
    lines = without_running(pages)
    return Raw(tuple(over_pages.blocks(lines)), found, problems)


def _seen(document: pypdfium2.PdfDocument, number: int) -> tuple[Line, ...]:
    """The lines that are recognised on the picture of a page."""
    page = document[number]
    try:
        longest = max(page.get_size())
        scale = min(_dots / 72, _most_pixels / max(longest, 1))
        return tuple(unruled.tables(ocr.lines(page.render(scale=scale).to_numpy(), number)))
    finally:
        page.close()


def _checked(pages: Sequence[Sequence[Line]], where: str) -> tuple[Problem, ...]:
    """What is odd about the pages; raises where they hold no text that can be read."""
    problems = ocr.unseen(pages, where)
    text = "".join(line.text for page in pages for line in page)
    if len(_unreadable.findall(text)) * 4 > len(text):
        raise InputError(
            "its fonts do not tell which characters they show",
            "print it to PDF anew, or recognise its text (OCR)",
        )
    return problems


def _lines(document: pypdfium2.PdfDocument, number: int) -> tuple[Line, ...]:
    page = document[number]
    width, height = page.get_size()
    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        text = text_page.get_text_range(0, count) if count else ""
        if len(text) != count:  # characters beyond the basic plane shift the count: no boxes then
            return tuple(
                Line(line.strip(), number, 0, 0, height / 2, height / 2, width, height)
                for line in text.splitlines()
                if line.strip()
            )
        tables, drawn = pdf_tables.ruled(page, text_page, text)
        lines = _in_order(list(_placed(text, text_page, (number, width, height), tables)))
        return tuple(unruled.tables(boxes.placed(lines, drawn)))
    finally:
        text_page.close()
        page.close()


def _placed(
    text: str, text_page: pypdfium2.PdfTextPage, page: tuple[int, float, float], tables: Sequence[Ruled]
) -> Iterator[Line]:
    """The lines of a page in their order, each table where its first character stands."""
    rest = list(tables)
    for match in re.finditer(r"[^\s\x00][^\r\n]*", text):
        inside = next((t for t in tables if match.start() in t.places), None)
        if inside is None:
            words = match.group().rstrip()
            for start, end in _levels(text_page, match.start(), match.start() + len(words)):
                yield from _line(text[start:end], start, text_page, page)
        elif inside in rest:
            rest.remove(inside)
            left, bottom, right, top = inside.box
            words = "".join(slot.text for row in inside.rows for slot in row)
            yield Line(words, page[0], left, right, bottom, top, page[1], page[2], inside)


def _in_order(lines: list[Line]) -> list[Line]:
    """The lines of a page, what stands right above a table before it: sheets are drawn cells first, titles last."""
    for table in [line for line in lines if line.table is not None]:
        at = lines.index(table)
        later = [
            line
            for line in lines[at + 1 :]
            if line.bottom >= table.top and line.left < table.right and table.left < line.right
        ]
        if later and not any(line.bottom >= table.top for line in lines[:at]):
            lines = [*lines[:at], *later, table, *(line for line in lines[at + 1 :] if line not in later)]
    return lines


def _levels(text_page: pypdfium2.PdfTextPage, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of a line that stand at one height: where cells wrap, two lines may come as one."""
    first, last = text_page.get_charbox(start, loose=True), text_page.get_charbox(end - 1, loose=True)
    far = 0.6 * (first[3] - first[1])
    if abs(first[1] - last[1]) > far > 0:
        height = first[1]
        for at in range(start + 1, end):
            bottom = text_page.get_charbox(at, loose=True)[1]
            if height - bottom > far:
                yield start, at
                start, height = at, bottom
    yield start, end


def _line(
    text: str, start: int, text_page: pypdfium2.PdfTextPage, page: tuple[int, float, float]
) -> Iterator[Line]:
    text = text.rstrip()
    if " " in text and (jumbled := _jumbled(text, start, text_page)):
        yield from assembled(jumbled, *page)
        return
    first = text_page.get_charbox(start, loose=True)
    last = text_page.get_charbox(start + len(text) - 1, loose=True)
    letters = islice(_han.finditer(text), _samples)
    # fonts differ in height, and some tell that of each letter: several Chinese ones tell lines alike
    tall = [text_page.get_charbox(start + one.start(), loose=True) for one in letters] or [first, last]
    bottom, top = min(box[1] for box in tall), max(box[3] for box in tall)
    ends = first[0], bottom, last[2], top
    pieces = tuple(whole(tuple(_pieces(text, start, text_page, ends, wide=0.8 * (first[3] - first[1])))))
    bare = "\t".join(piece.text for piece in pieces)
    yield Line(bare, page[0], first[0], last[2], bottom, top, page[1], page[2], pieces=pieces)


def _jumbled(text: str, start: int, text_page: pypdfium2.PdfTextPage) -> list[Piece]:
    """The letters of a line that the file holds in another order than they stand in; none where it holds them so.

    Quotes in a font of their own are often written behind the words that they stand around.
    """
    letters: list[Piece] = []
    for at, letter in enumerate(text, start):
        if not letter.isspace():
            left, bottom, right, top = text_page.get_charbox(at, loose=True)
            letters.append(Piece(_hyphens(letter), left, right, bottom, top))
    back = (two.left < one.left - 0.5 * (one.top - one.bottom) for one, two in pairwise(letters))
    return letters if any(back) else []


def _pieces(
    line: str,
    offset: int,
    text_page: pypdfium2.PdfTextPage,
    box: tuple[float, float, float, float],
    wide: float,
) -> Iterator[Piece]:
    """What wide gaps part of a line, without the blanks that were read into gaps beside Chinese characters."""
    pieces: list[str] = []
    begin = at = 0
    left, _, right, _ = box
    for match in re.finditer(r" +", line):
        place = offset + match.start()
        if pdfium.FPDFText_IsGenerated(text_page, place) != 1:
            continue
        after, before = text_page.get_charbox(offset + match.end())[0], text_page.get_charbox(place - 1)[2]
        if after - before > wide:
            pieces.append(line[at : match.start()])
            words = "".join(pieces)
            yield Piece(
                _hyphens(words), left, before, *_height(line, begin, match.start(), offset, text_page, box)
            )
            pieces, left, at = [], after, match.end()
            begin = at
        elif _beside.match(line, match.start() - 1) or _beside.match(line, match.end()):
            pieces.append(line[at : match.start()])
            at = match.end()
    words = "".join((*pieces, line[at:]))
    yield Piece(_hyphens(words), left, right, *_height(line, begin, len(line), offset, text_page, box))


def _height(
    line: str,
    start: int,
    end: int,
    offset: int,
    text_page: pypdfium2.PdfTextPage,
    box: tuple[float, float, float, float],
) -> tuple[float, float]:
    """Foot and top of a piece: those of its line, unless it stands between two lines of the cells beside it."""
    _, bottom, _, top = box
    letters = [one.start() for one in islice(_han.finditer(line, start, end), _samples)] or [start]
    boxes = [text_page.get_charbox(offset + at, loose=True) for at in letters]
    foot, head = min(box[1] for box in boxes), max(box[3] for box in boxes)
    moved = max(abs(foot - bottom), abs(head - top)) > _moved * (head - foot)
    return (foot, head) if moved else (bottom, top)


def _hyphens(text: str) -> str:
    return text.replace("\x02", "-").replace("\ufffe", "-")


def _properties(document: pypdfium2.PdfDocument) -> Iterator[Metadata]:
    """Title and day of making as the file's own fields give them: often those of the program, so hardly sure."""
    fields = document.get_metadata_dict(skip_empty=True)
    title = re.sub(r"^Microsoft (Word|PowerPoint) - |\.(docx?|wps|pdf)$", "", fields.get("Title", "")).strip()
    if re.search(r"[\u4e00-\u9fff]{4}", title):
        yield Metadata("title", title, None, "pdf", 0.4)
