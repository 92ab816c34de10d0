"""A Word document to its blocks: headings, paragraphs with their numbers, rows of tables; and its properties."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from kg.errors import InputError
from kg.model import Metadata, Role
from kg.read.docx_numbers import Numbers
from kg.read.raw import Block, Raw

_w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_left_out = frozenset(
    f"{_w}{name}" for name in ("del", "moveFrom", "instrText", "delText", "txbxContent", "pict", "drawing")
)
_alternate = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
unpacked_limit = 200 * 1024 * 1024
"""Bytes that the parts of a document may unpack to, pictures and all; work reports need 2 MB."""
_xml_limit = 60 * 1024 * 1024
_broken = "a truncated or damaged Word document"
_hint = "open it in Word or LibreOffice and save it again as .docx"


def read_docx(data: bytes, where: str) -> Raw:
    """The paragraphs and rows of a Word document in reading order; deleted text, headers and footers left out.

    Raises InputError for a package that is damaged, unpacks to more than the limits, or declares entities.
    """
    del where
    _check(data)
    try:
        document = docx.Document(BytesIO(data))
    except (
        PackageNotFoundError,
        KeyError,
        ValueError,
        zipfile.BadZipFile,
        etree.XMLSyntaxError,
        EOFError,
    ) as error:
        raise InputError(_broken, _hint) from error
    styles = {style.style_id: style.name or "" for style in document.styles if style.style_id}
    numbers = Numbers(document)
    blocks = tuple(_blocks(document.element.body, styles, numbers))
    return Raw(blocks, tuple(_properties(document)))


def _check(data: bytes) -> None:
    """Refuse what would fill the memory or reach outside, before anything is parsed."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
            if "word/document.xml" not in {part.filename for part in parts} and not any(
                part.filename.endswith("document.xml") for part in parts
            ):
                raise InputError("a zip archive, but no Word document", "unpack it and name the files in it")
            if sum(part.file_size for part in parts) > unpacked_limit:
                raise InputError(
                    f"unpacks to more than {unpacked_limit >> 20} MiB",
                    "take its pictures out, or save its text as .txt",
                )
            for part in parts:
                if not part.filename.endswith((".xml", ".rels")):
                    continue
                if part.file_size > _xml_limit:
                    raise InputError(
                        f"{part.filename} unpacks to more than {_xml_limit >> 20} MiB", "split the document"
                    )
                with package.open(part) as file:
                    if b"<!DOCTYPE" in file.read(4096) or b"<!ENTITY" in file.read(4096):
                        raise InputError(
                            f"{part.filename} declares entities, as no Word document does",
                            "do not trust this file",
                        )
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        EOFError,
        OSError,
        RuntimeError,
    ) as error:
        raise InputError(_broken, _hint) from error


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
    text = _text(element)
    label = (
        numbers.label(element, style.get(f"{_w}val") if style is not None else None) if text.strip() else ""
    )
    for line in (label + text).split("\n"):
        if line.strip():
            yield Block(line, _role(name))
    for box in element.iter(f"{_w}txbxContent"):
        if not any(above.tag == _alternate for above in box.iterancestors()):
            yield from _blocks(box, styles, numbers)


def _role(style: str) -> Role | None:
    style = style.lower().replace(" ", "")
    if style in ("title", "标题", "文章标题", "公文标题"):
        return "title"
    if style in ("subtitle", "副标题"):
        return "subtitle"
    if style.startswith(("heading", "标题")):
        return "heading"
    return "caption" if style in ("caption", "题注") else None


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
    """Rows of data as one block each; a table of one column, which frames text, as its paragraphs."""
    for row in table.iter(f"{_w}tr"):
        if row.getparent() is not table:
            continue
        cells = row.findall(f"{_w}tc")
        if len(cells) == 1 or row.find(f".//{_w}tbl") is not None:
            for cell in cells:
                yield from _blocks(cell, styles, numbers)
            continue
        texts = [
            " ".join(_text(p).replace("\n", " ").strip() for p in cell.iter(f"{_w}p")).strip()
            for cell in cells
        ]
        if any(texts):
            yield Block("\t".join(texts), "table")


def _properties(document: Any) -> Iterator[Metadata]:
    """Title and author as the document's properties give them: often left over from a template, so hardly sure."""
    core = document.core_properties
    for key, value, form in (("title", core.title, _title), ("author", core.author, _author)):
        if form.fullmatch((value or "").strip()):
            yield Metadata(key, value.strip(), None, "docx", 0.4)


_title = re.compile(r".*[\u4e00-\u9fff]{4}.*")
_author = re.compile(r"(?!.*(?:用户|管理员))[\u4e00-\u9fff·]{2,8}")
