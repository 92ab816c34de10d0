"""A PDF with a text layer to its paragraphs: no running heads or page numbers, lines joined by their place."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium

from kg.errors import InputError
from kg.model import Metadata, Problem
from kg.read import pdf_tables
from kg.read.raw import Block, Raw
from kg.read.tables import grid
from kg.read.tables.ruled import Ruled
from kg.read.wrapping import join

_wide = "\u2014\u2018-\u201d\u2026\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_beside = re.compile(f"[{_wide}]")
_page_number = re.compile(
    r"[-—－–·•\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／共]\s*\d{1,4}\s*页?)?[-—－–·•\s]*"
)
_closed = re.compile(r"[。！？!?；;：:…][”’」』）)】》\"]*$")
_unreadable = re.compile("[\ue000-\uf8ff\ufffd\ufffe\x00-\x08]")
_edge = 0.12
"""The share of a page's height, at top and foot, where running heads stand."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, or a table in place of its lines: its text and its box in points, from the foot of the page."""

    text: str
    page: int
    left: float
    right: float
    bottom: float
    top: float
    width: float
    height: float
    table: Ruled | None = None

    @property
    def size(self) -> float:
        return max(self.top - self.bottom, 1.0)

    @property
    def at_edge(self) -> bool:
        return self.table is None and self._near_edge

    @property
    def _near_edge(self) -> bool:
        return self.bottom > self.height * (1 - _edge) or self.top < self.height * _edge


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
        found = tuple(_properties(document))
    except pypdfium2.PdfiumError as error:
        raise InputError("a damaged PDF", "print it to PDF anew") from error
    finally:
        document.close()
    problems = _checked(pages, where)
    lines = _without_running(pages)
    return Raw(tuple(_blocks(lines)), found, problems)


def _blocks(lines: Sequence[Line]) -> Iterator[Block]:
    """The paragraphs between tables, and the rows of these; a table that goes on over a page is one."""
    running: list[Line] = []
    at = 0
    while at < len(lines):
        table = lines[at].table
        if table is None:
            running.append(lines[at])
            at += 1
            continue
        yield from _texts(running)
        running = []
        rows = list(table.rows)
        while at + 1 < len(lines) and (more := lines[at + 1].table) and pdf_tables.goes_on(table, more):
            rows = pdf_tables.continued(rows, more.rows)
            at += 1
        yield from grid.blocks(rows)
        at += 1
    yield from _texts(running)


def _texts(lines: Sequence[Line]) -> Iterator[Block]:
    yield from (Block(text, "table" if "\t" in text else None) for text in _paragraphs(lines))


def _checked(pages: Sequence[Sequence[Line]], where: str) -> tuple[Problem, ...]:
    """What is odd about the pages; raises where they hold no text that can be read."""
    text = "".join(line.text for page in pages for line in page)
    empty = [number for number, page in enumerate(pages, 1) if not page]
    if len(text) < 20 * max(1, len(pages) // 4):
        pages_ = "page" if len(pages) == 1 else f"{len(pages)} pages"
        raise InputError(
            f"no text on its {pages_}, it looks like a scan",
            "recognise its text (OCR) and save it with a text layer",
        )
    if len(_unreadable.findall(text)) * 4 > len(text):
        raise InputError(
            "its fonts do not tell which characters they show",
            "print it to PDF anew, or recognise its text (OCR)",
        )
    if not empty:
        return ()
    named = ", ".join(map(str, empty[:5])) + (" …" if len(empty) > 5 else "")
    fact = f"no text on {len(empty)} of {len(pages)} pages ({named}), they look like scans"
    return (Problem(where, fact, "recognise their text (OCR)", "warning"),)


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
        tables = pdf_tables.ruled(page, text_page, text)
        return tuple(_placed(text, text_page, (number, width, height), tables))
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
            yield _line(match.group(), match.start(), text_page, page)
        elif inside in rest:
            rest.remove(inside)
            left, bottom, right, top = inside.box
            words = "".join(slot.text for row in inside.rows for slot in row)
            yield Line(words, page[0], left, right, bottom, top, page[1], page[2], inside)


def _line(text: str, start: int, text_page: pypdfium2.PdfTextPage, page: tuple[int, float, float]) -> Line:
    text = text.rstrip()
    first = text_page.get_charbox(start, loose=True)
    last = text_page.get_charbox(start + len(text) - 1, loose=True)
    bottom, top = min(first[1], last[1]), max(first[3], last[3])
    bare = _without_gaps(text, start, text_page, wide=0.8 * (first[3] - first[1]))
    return Line(bare, page[0], first[0], last[2], bottom, top, page[1], page[2])


def _without_gaps(line: str, offset: int, text_page: pypdfium2.PdfTextPage, wide: float) -> str:
    """A line without the blanks that were read into gaps beside Chinese characters; a wide gap parts two cells."""
    pieces: list[str] = []
    at = 0
    for match in re.finditer(r" +", line):
        place = offset + match.start()
        if pdfium.FPDFText_IsGenerated(text_page, place) != 1:
            continue
        gap = text_page.get_charbox(offset + match.end())[0] - text_page.get_charbox(place - 1)[2]
        if gap > wide:
            pieces += [line[at : match.start()], "\t"]
            at = match.end()
        elif _beside.match(line, match.start() - 1) or _beside.match(line, match.end()):
            pieces.append(line[at : match.start()])
            at = match.end()
    return "".join((*pieces, line[at:])).replace("\x02", "-").replace("\ufffe", "-")


def _without_running(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """The lines without page numbers and those that stand at the edge of page after page."""
    edges = Counter(key for page in pages for key in {_running_key(line) for line in page if line.at_edge})
    often = max(2, len(pages) // 3)
    kept: list[Line] = []
    for page in pages:
        for line in page:
            runs = line.at_edge and len(pages) > 1 and edges[_running_key(line)] >= often
            if not runs and not (line.at_edge and _page_number.fullmatch(line.text)):
                kept.append(line)
    return kept


def _running_key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text), round(line.bottom / 6)


def _paragraphs(lines: Sequence[Line]) -> Iterator[str]:
    """Lines joined to paragraphs, column by column.

    A line goes on in the next if it reaches the right margin of its column and the next is neither
    indented nor of another size; lines of one large size that follow closely are one heading.
    """
    columns = _columns(lines)
    usual = median(line.size for line in lines) if lines else 1.0
    indents = any(line.left > columns[_column(line, columns)][0] + usual for line in lines)
    text = ""
    before: Line | None = None
    for line in lines:
        if before is not None and _goes_on(before, line, columns, usual, indents=indents):
            text = join(text, line.text)
        else:
            if text:
                yield text
            text = line.text
        before = line
    if text:
        yield text


Columns = dict[tuple[int, int], tuple[float, float]]


def _column(line: Line, columns: Columns) -> tuple[int, int]:
    """The page and column of a line: 0 over the whole width, 1 left, 2 right, 0 where there are no two."""
    if (line.page, 1) not in columns:
        return line.page, 0
    middle = line.width / 2
    side = 1 if line.right <= middle + line.size else 2 if line.left >= middle - line.size else 0
    return (line.page, side) if (line.page, side) in columns else (line.page, 0)


def _columns(lines: Sequence[Line]) -> Columns:
    """Left and right margin of each column of each page."""
    found: Columns = {}
    for page in dict.fromkeys(line.page for line in lines):
        here = [line for line in lines if line.page == page]
        found[page, 0] = _margins(here)
        middle = here[0].width / 2
        left = [
            line for line in here if line.right <= middle + line.size and line.right - line.left > middle / 2
        ]
        right = [
            line for line in here if line.left >= middle - line.size and line.right - line.left > middle / 2
        ]
        if min(len(left), len(right)) * 5 > len(here):
            found[page, 1], found[page, 2] = _margins(left), _margins(right)
    return found


def _margins(lines: Sequence[Line]) -> tuple[float, float]:
    """Margins that at least two lines keep, so that one line out of place does not shift them."""
    lefts = sorted(line.left for line in lines)
    rights = sorted(line.right for line in lines)
    return lefts[min(1, len(lefts) - 1)], rights[-min(2, len(rights))]


def _goes_on(before: Line, line: Line, columns: Columns, usual: float, *, indents: bool) -> bool:
    if abs(before.size - line.size) > 0.12 * usual or "\t" in before.text or "\t" in line.text:
        return False
    left, right = columns[_column(before, columns)]
    if before.size > 1.25 * usual:
        close = before.page == line.page and 0 < before.bottom - line.bottom < 2.2 * before.size
        return close and not _closed.search(before.text)
    if before.right < right - 1.6 * before.size or before.left > left + 3 * before.size:
        return False
    if not indents and _closed.search(before.text):
        return False
    margin = columns[_column(line, columns)][0]
    return line.left <= margin + 0.8 * line.size


def _properties(document: pypdfium2.PdfDocument) -> Iterator[Metadata]:
    """Title and day of making as the file's own fields give them: often those of the program, so hardly sure."""
    fields = document.get_metadata_dict(skip_empty=True)
    title = re.sub(r"^Microsoft (Word|PowerPoint) - |\.(docx?|wps|pdf)$", "", fields.get("Title", "")).strip()
    if re.search(r"[\u4e00-\u9fff]{4}", title):
        yield Metadata("title", title, None, "pdf", 0.4)
