"""A Word document to its blocks: headings, paragraphs with their numbers, rows of tables; and its properties."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

from lxml import etree

from kg.errors import InputError
from kg.model import Metadata, Role
from kg.read import parts
from kg.read.docx_numbers import Numbers
from kg.read.raw import Block, Raw, Slot
from kg.read.tables import grid
from kg.read.wrapping import width
from kg.text.function_words import filled, pattern, words_of

_w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_left_out = frozenset(
    f"{_w}{name}" for name in ("del", "moveFrom", "instrText", "delText", "txbxContent", "pict", "drawing")
)
_alternate = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_dublin_core = "{http://purl.org/dc/elements/1.1/}"
_half = 105
"""Twentieths of a point that half a character of the usual size takes."""
_hint = "open it in Word or LibreOffice and save it again as .docx"


def read_docx(data: bytes, where: str) -> Raw:
    """The paragraphs and rows of a Word document in reading order; deleted text, headers and footers left out.

    Raises InputError for a package that is damaged, unpacks to more than the limits, or declares entities.
    """
    del where
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts.bounded(package)
            main = _main_part(package)
            styles, numbering = (_part(package, f"word/{name}.xml") for name in ("styles", "numbering"))
            core = _part(package, "docProps/core.xml")
    except parts.DAMAGED as error:
        raise InputError("a truncated or damaged Word document", _hint) from error
    body = main.find(f"{_w}body")
    if body is None:
        raise InputError("a Word document without a body", _hint)
    blocks = tuple(_blocks(body, _style_names(styles), Numbers(numbering, styles)))
    return Raw(blocks, tuple(_properties(core)))


def _part(package: zipfile.ZipFile, name: str) -> Any:
    """A part in the usual namespace, which strict documents do not use."""
    return parts.part(package, name, (_strict, _w[1:-1].encode()))


def _main_part(package: zipfile.ZipFile) -> Any:
    """The part that the package names as its document."""
    relations = _part(package, "_rels/.rels")
    targets = [] if relations is None else [
        relation.get("Target", "").lstrip("/")
        for relation in relations if relation.get("Type", "").endswith("/officeDocument")
    ]  # fmt: skip
    for name in (*targets, "word/document.xml"):
        main = _part(package, name)
        if main is not None and main.tag == f"{_w}document":
            return main
    raise InputError("a zip archive, but no Word document", "unpack it and name the files in it")


def _style_names(styles: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for style in () if styles is None else styles.findall(f"{_w}style"):
        name = style.find(f"{_w}name")
        found[style.get(f"{_w}styleId") or ""] = "" if name is None else name.get(f"{_w}val") or ""
    return found


def _blocks(parent: Any, styles: dict[str, str], numbers: Numbers) -> Iterator[Block]:
    for element in parent:
        if element.tag == f"{_w}p":
            yield from _paragraph(element, styles, numbers)
        elif element.tag == f"{_w}tbl":
            yield from _rows(element, styles, numbers)
        elif element.tag in (f"{_w}sdt", f"{_w}sdtContent", f"{_w}ins", f"{_w}customXml"):
            yield from _blocks(element, styles, numbers)


def _paragraph(element: Any, styles: dict[str, str], numbers: Numbers) -> Iterator[Block]:
    style = element.find(f"{_w}pPr/{_w}pStyle")
    name = styles.get(style.get(f"{_w}val"), "") if style is not None else ""
    if name.lower().startswith(("toc ", *words_of("contents style"))):
        return
    text = _text(element)
    label = (
        numbers.label(element, style.get(f"{_w}val") if style is not None else None) if text.strip() else ""
    )
    for line in (label + text).split("\n"):
        if line.strip():
            yield Block(line, _role(name), level=_level(name))
    for box in element.iter(f"{_w}txbxContent"):
        if not any(above.tag == _alternate for above in box.iterancestors()):
            yield from _blocks(box, styles, numbers)


def _role(style: str) -> Role | None:
    style = style.lower().replace(" ", "")
    if style in words_of("title style"):
        return "title"
    if style in words_of("subtitle style"):
        return "subtitle"
    if style.startswith(words_of("heading style")):
        return "heading"
    return "caption" if style in words_of("caption style") else None


def _level(style: str) -> int:
    """The level of a heading style that has a number: Heading 2, 标题 2."""
    match = _heading_style.fullmatch(style.strip())
    return int(match[1]) if match else 0


def _text(element: Any) -> str:
    """The text of a paragraph as it is printed: what was inserted counts, what was deleted does not."""
    pieces: list[str] = []
    walker = etree.iterwalk(element, events=("start",))
    for _, node in walker:
        if node.tag in _left_out or node.tag == _alternate:
            walker.skip_subtree()
        elif node.tag == f"{_w}t":
            pieces.append(node.text or "")
        elif node.tag in (f"{_w}tab", f"{_w}ptab") and node.getparent().tag == f"{_w}r":
            pieces.append(" ")
        elif node.tag in (f"{_w}br", f"{_w}cr"):
            pieces.append("\n")
        elif node.tag == f"{_w}noBreakHyphen":
            pieces.append("-")
    return "".join(pieces)


def _rows(table: Any, styles: dict[str, str], numbers: Numbers) -> Iterator[Block]:
    """A table as its rows; one of a single column, or that holds tables, frames text: its paragraphs."""
    rows = [row for row in table.iter(f"{_w}tr") if row.getparent() is table]
    cells = [row.findall(f"{_w}tc") for row in rows]
    if max(map(len, cells), default=0) <= 1 or table.find(f".//{_w}tbl") is not None:
        for row in cells:
            for cell in row:
                yield from _blocks(cell, styles, numbers)
        return
    yield from grid.blocks(_placed(rows))


def _placed(rows: Sequence[Any]) -> list[list[Slot]]:
    """The cells of each row with their columns; one that goes on from above adds to the rows of the first."""
    found: list[list[Slot]] = []
    open_: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(rows):
        slots: list[Slot] = []
        before = row.find(f"{_w}trPr/{_w}gridBefore")
        column = _count(before, 0)
        head = row.find(f"{_w}trPr/{_w}tblHeader") is not None
        for cell in row.findall(f"{_w}tc"):
            columns = max(1, min(_count(cell.find(f"{_w}tcPr/{_w}gridSpan"), 1), grid.widest))
            merge = cell.find(f"{_w}tcPr/{_w}vMerge")
            if merge is not None and merge.get(f"{_w}val") != "restart" and column in open_:
                at, place = open_[column]
                above = found[at][place] if at < number else slots[place]
                found[at][place] = replace(above, rows=number - at + 1)
            else:
                if merge is None:
                    open_.pop(column, None)
                else:
                    open_[column] = number, len(slots)
                lines = (_text(p).replace("\n", " ").strip() for p in cell.iter(f"{_w}p"))
                text = " ".join(filter(None, lines))
                slots.append(Slot(text, number, column, 1, columns, head, indent=_indent(cell)))
            column += columns
        found.append(slots)
    return found


def _indent(cell: Any) -> int:
    """How far the first paragraph of a cell stands to the right, by its own indent and its blanks."""
    paragraph = cell.find(f"{_w}p")
    if paragraph is None:
        return 0
    text = _text(paragraph)
    blanks = width(text[: len(text) - len(text.lstrip())])
    margin = paragraph.find(f"{_w}pPr/{_w}ind")
    told = ("left", "start", "firstLine")
    twips = sum(_count_of(margin, name) for name in told) if margin is not None else 0
    return blanks + twips // _half


def _count_of(element: Any, name: str) -> int:
    value = element.get(f"{_w}{name}") or ""
    return int(value) if value.isdigit() else 0


def _count(element: Any, default: int) -> int:
    value = "" if element is None else element.get(f"{_w}val") or ""
    return int(value) if value.isdigit() else default


def _properties(core: Any) -> Iterator[Metadata]:
    """Title and author as the document's properties give them: often left over from a template, so hardly sure."""
    for key, name, form in (("title", "title", _title), ("author", "creator", _author)):
        value = "" if core is None else (core.findtext(f"{_dublin_core}{name}") or "").strip()
        if form.fullmatch(value):
            yield Metadata(key, value, None, "docx", 0.4)


_heading_style = re.compile(filled(r"<heading style>\s*([1-9])"), re.IGNORECASE)
_title = re.compile(r".*[\u4e00-\u9fff]{4}.*")
_author = pattern(r"(?!.*<no author>)[\u4e00-\u9fff·]{2,8}")
