"""The lines of pages, each with its place, to paragraphs: what PDF, OFD and recognised pictures have in common."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from kg.read.raw import Block
from kg.read.tables.ruled import Ruled
from kg.read.wrapping import join
from kg.text.function_words import pattern

_page_number = re.compile(
    r"[-—－–·•\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／共]\s*\d{1,4}\s*页?)?[-—－–·•\s]*"
)
closed = re.compile(r"[。！？!?；;：:…][”’」』）)】》\"]*$")
_edge = 0.12
"""The share of a page's height, at top and foot, where running heads stand."""
_gap = 0.8
"""The gap between two pieces of a line, in heights of it, that parts two cells."""
_near = 0.25
_same = 4.0
"""Points by which the sides of a box may stand apart from page to page."""
_stretch = 2.6
"""The widest gap within a name whose letters are set apart (合　　计), and behind the number of a caption."""
_letters = re.compile(r"[\u4e00-\u9fff]+")
_numbered = pattern(r"<beside the text>\s*[\d<ordinal>]{1,3}(?:[-—.]\d{1,2})?")
_unbroken = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.,]{0,6}[A-Za-z0-9])?(?=[\u4e00-\u9fff%％])")
"""A number or word at the head of a line that had no room in the line before, and no number of an item."""
_led = re.compile(r"[\u4e00-\u9fff][，。、；：！？”’」』）】》]")
"""A character at the head of a line that the mark after it, which may begin none, took along."""
_word = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line as a file or a recogniser gives it: its text and its box, from the foot of the page."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The cell of a box (专栏) in which a line stands: its sides, its number on the page, if first or last."""

    left: float
    right: float
    box: int
    row: int
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, or a table in place of its lines: its text and its box, from the foot of the page.

    `confidence` tells how sure the text is where it was recognised on a picture. `pieces` are what wide gaps part,
    `frame` is the box that is drawn around it.
    """

    text: str
    page: int
    left: float
    right: float
    bottom: float
    top: float
    width: float
    height: float
    table: Ruled | None = None
    confidence: float = 1.0
    pieces: tuple[Piece, ...] = ()
    frame: Frame | None = None

    @property
    def size(self) -> float:
        return max(self.top - self.bottom, 1.0)

    @property
    def at_edge(self) -> bool:
        return self.table is None and self._near_edge

    @property
    def _near_edge(self) -> bool:
        return self.bottom > self.height * (1 - _edge) or self.top < self.height * _edge


def assembled(pieces: Iterable[Piece], page: int, width: float, height: float) -> tuple[Line, ...]:
    """The lines of a page from the top down: pieces beside one another are one, a wide gap parts two cells.

    Boxes follow the strokes, so lines that are about as high as most get the height of these.
    """
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (-(p.top + p.bottom), p.left)):
        if rows and _beside(rows[-1][0], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    found = [_one(sorted(row, key=lambda p: p.left), page, width, height) for row in rows]
    usual = median(line.size for line in found) if found else 1.0
    return tuple(
        replace(line, top=line.bottom + usual) if abs(line.size - usual) <= _near * usual else line
        for line in found
    )


def _beside(first: Piece, piece: Piece) -> bool:
    common = min(first.top, piece.top) - max(first.bottom, piece.bottom)
    return common > 0.5 * min(first.top - first.bottom, piece.top - piece.bottom)


def _one(row: Sequence[Piece], page: int, width: float, height: float) -> Line:
    cells = [row[0]]
    for before, piece in pairwise(row):
        size = max(before.top - before.bottom, 1e-6)
        gap = (piece.left - before.right) / size
        if gap > _gap:
            cells.append(piece)
            continue
        apart = gap > 0.2 and _word.match(cells[-1].text[-1:]) and _word.match(piece.text)
        text = cells[-1].text + (" " if apart else "") + piece.text
        cells[-1] = replace(cells[-1], text=text, right=max(cells[-1].right, piece.right))
    cells = whole(cells)
    bottom, top = min(p.bottom for p in row), max(p.top for p in row)
    sure = min(p.confidence for p in row)
    text = "\t".join(cell.text for cell in cells)
    return Line(text, page, row[0].left, row[-1].right, bottom, top, width, height, None, sure, tuple(cells))


def whole(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a line, letters of a name that stand apart (全　市) as one, and a caption with its number."""
    found: list[Piece] = []
    letters = 0
    for piece in pieces:
        last = found[-1] if found else None
        near = last is not None and piece.left - last.right <= _stretch * (piece.top - piece.bottom)
        apart = len(piece.text) == 1 and bool(_letters.fullmatch(piece.text))
        if last and near and apart and letters:
            found[-1] = _united(last, piece, "")
            letters += 1
            continue
        if last and near and len(pieces) == 2 and _numbered.fullmatch(last.text):
            return [_united(last, piece, "\u3000")]
        found.append(piece)
        letters = int(apart)
    return found


def _united(left: Piece, right: Piece, between: str) -> Piece:
    text = f"{left.text}{between}{right.text}"
    return replace(left, text=text, right=right.right, confidence=min(left.confidence, right.confidence))


def without_running(pages: Sequence[Sequence[Line]]) -> list[Line]:
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


def paragraphs(lines: Sequence[Line]) -> Iterator[Block]:
    """Lines joined to paragraphs, column by column, each with its page and the confidence of its least sure line.

    A line goes on in the next if it reaches the right margin of its column and the next is neither
    indented nor of another size; lines of one large size that follow closely are one heading.
    """
    columns = _columns(lines)
    usual = median(line.size for line in lines) if lines else 1.0
    indented = {
        _column(line, columns) if line.frame else None
        for line in lines
        if line.left > columns[_column(line, columns)][0] + usual
    }
    first: Line | None = None
    text, sure = "", 1.0
    before: Line | None = None
    for line in lines:
        around = {_column(one, columns) if one.frame else None for one in (before or line, line)}
        indents = not indented.isdisjoint(around)
        if before is not None and _goes_on(before, line, columns, usual, indents=indents):
            text, sure = join(text, line.text), min(sure, line.confidence)
        else:
            if first is not None:
                yield _block(text, sure, first)
            first, text, sure = line, line.text, line.confidence
        before = line
    if first is not None:
        yield _block(text, sure, first)


def _block(text: str, sure: float, first: Line) -> Block:
    return Block(text, "table" if "\t" in text else None, confidence=sure, page=first.page + 1)


Columns = dict[tuple[int, int], tuple[float, float]]


def _column(line: Line, columns: Columns) -> tuple[int, int]:
    """The page and column of a line: 0 over the whole width, 1 left, 2 right, 0 where there are no two; a box's own."""
    if line.frame is not None:
        return line.page, line.frame.box
    if (line.page, 1) not in columns:
        return line.page, 0
    middle = line.width / 2
    side = 1 if line.right <= middle + line.size else 2 if line.left >= middle - line.size else 0
    return (line.page, side) if (line.page, side) in columns else (line.page, 0)


def _columns(lines: Sequence[Line]) -> Columns:
    """Left and right margin of each column of each page."""
    found = _boxed(lines)
    for page in dict.fromkeys(line.page for line in lines):
        here = [line for line in lines if line.page == page and line.frame is None]
        if not here:
            continue
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


def _boxed(lines: Sequence[Line]) -> Columns:
    """Left and right margin within each box: as far from its right side as its lines stand from its left."""
    found: Columns = {}
    for line in lines:
        if line.frame is not None:
            key = line.page, line.frame.box
            left = min(line.left, found[key][0] if key in found else line.left)
            found[key] = left, line.frame.right - (left - line.frame.left)
    return found


def _margins(lines: Sequence[Line]) -> tuple[float, float]:
    """Margins that at least two lines keep, so that one line out of place does not shift them."""
    lefts = sorted(line.left for line in lines)
    rights = sorted(line.right for line in lines)
    return lefts[min(1, len(lefts) - 1)], rights[-min(2, len(rights))]


def _goes_on(before: Line, line: Line, columns: Columns, usual: float, *, indents: bool) -> bool:
    if abs(before.size - line.size) > 0.12 * usual or "\t" in before.text or "\t" in line.text:
        return False
    if not _together(before, line):
        return False
    left, right = columns[_column(before, columns)]
    if before.size > 1.25 * usual:
        close = before.page == line.page and 0 < before.bottom - line.bottom < 2.2 * before.size
        return close and not closed.search(before.text)
    if before.right < right - _short(before, line) or before.left > left + 3 * before.size:
        return False
    if not indents and closed.search(before.text):
        return False
    margin = columns[_column(line, columns)][0]
    return line.left <= margin + 0.8 * line.size


def _short(before: Line, line: Line) -> float:
    """The points by which a line that goes on in the next may end before the margin."""
    short = 1.6 * before.size
    if closed.search(before.text):
        return short
    if word := _unbroken.match(line.text):
        return short + 0.6 * before.size * len(word[0])
    return short + before.size if _led.match(line.text) else short


def _together(before: Line, line: Line) -> bool:
    """Whether two lines stand in one cell of a box, or in none; or in the two parts of one that a page cuts."""
    one, two = before.frame, line.frame
    if one is None or two is None:
        return one is two
    if before.page == line.page:
        return one == two
    level = abs(one.left - two.left) <= _same and abs(one.right - two.right) <= _same
    return level and one.last and two.first
