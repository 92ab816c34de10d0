"""An OFD document (GB/T 33190-2016) to its paragraphs, by the places of its text as those of a PDF."""

import posixpath
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from lxml import etree

from kg.errors import InputError, UnreadError
from kg.model import Metadata
from kg.read import ocr, parts
from kg.read.page_lines import Line, Piece, assembled, without_running
from kg.read.raw import Raw
from kg.read.tables import unruled
from kg.read.tables.over_pages import blocks

_page = (210.0, 297.0)
"""Millimetres of A4, where a page does not tell its size."""
_above = 0.85
"""The share of a character's height that stands above the line it is written on."""
_most_characters = 10_000
_hint = "open it in an OFD reader and print it to PDF"


@dataclass(frozen=True, slots=True)
class _Page:
    """A page: its size in millimetres, its pieces of text, its pictures with their boxes (left, top, width, height)."""

    width: float
    height: float
    pieces: tuple[Piece, ...]
    pictures: tuple[tuple[list[float], str], ...]


def read_ofd(data: bytes, where: str) -> Raw:
    """The paragraphs of an OFD document in reading order; what a template repeats on each page is left out.

    Raises InputError for a package that is damaged, encrypted or too large, UnreadError
    where it has no text and nothing recognises its pictures.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            parts.bounded(packed)
            root = parts.part(packed, "OFD.xml")
            if root is None:
                raise InputError("a zip archive, but no OFD document", "unpack it and name the files in it")
            found = tuple(_properties(root))
            sheets = [
                page for body in _named(root, "DocRoot") for page in _pages(packed, (body.text or "").strip())
            ]
            pages = [_lines(page, number, page.pieces) for number, page in enumerate(sheets)]
            for number in ocr.pictured(pages) if ocr.available() else ():
                seen = _lines(sheets[number], number, _seen(packed, sheets[number]))
                pages[number] = seen or pages[number]
    except parts.DAMAGED as error:
        raise InputError("a truncated or damaged OFD document", _hint) from error
    if not sheets:
        raise InputError("an OFD document without pages", _hint)
    seen_whole = any(pages) and not any(page.pictures for page in sheets)
    problems = () if seen_whole else ocr.unseen(pages, where)
    return Raw(tuple(blocks(without_running(pages))), found, problems)


def _named(element: Any, name: str) -> Iterator[Any]:
    """The elements of a name below another, whatever namespace the program that made it has given them."""
    return (one for one in element.iter(etree.Element) if etree.QName(one).localname == name)


def _properties(root: Any) -> Iterator[Metadata]:
    title = next((one.text or "" for one in _named(root, "Title")), "").strip()
    if sum("\u4e00" <= letter <= "\u9fff" for letter in title) >= 4:
        yield Metadata("title", title, None, "ofd", 0.4)


def _lines(page: _Page, number: int, pieces: Iterable[Piece]) -> tuple[Line, ...]:
    return tuple(unruled.tables(assembled(pieces, number, page.width, page.height)))


def _pages(packed: zipfile.ZipFile, place: str) -> Iterator[_Page]:
    document = parts.part(packed, place.lstrip("/"))
    if document is None:
        raise InputError("an OFD document without a body", _hint)
    usual = _box(next(_named(document, "PhysicalBox"), None))
    media = dict(_media(packed, place, document))
    for page in (one for pages in _named(document, "Pages") for one in pages):
        own = _place(place, page.get("BaseLoc") or "")
        content = parts.part(packed, own)
        if content is not None:
            area = next(_named(content, "PhysicalBox"), None)
            width, height = _page if not usual else usual[2:]
            if box := _box(area):
                width, height = box[2:]
            pieces = [piece for one in _named(content, "TextObject") for piece in _pieces(one, height)]
            here = {**media, **dict(_media(packed, own, content))}
            pictures = tuple(
                (_numbers(one.get("Boundary") or ""), here[name])
                for one in _named(content, "ImageObject")
                if (name := one.get("ResourceID")) in here
            )
            yield _Page(width, height, tuple(pieces), pictures)


def _media(packed: zipfile.ZipFile, place: str, element: Any) -> Iterator[tuple[str, str]]:
    """The pictures that a document or page names in its resources: the number of each and where it lies."""
    named = (one for name in ("PublicRes", "DocumentRes", "PageRes") for one in _named(element, name))
    for one in named:
        at = _place(place, (one.text or "").strip())
        resources = parts.part(packed, at)
        base = "" if resources is None else resources.get("BaseLoc") or ""
        for media in () if resources is None else _named(resources, "MultiMedia"):
            file = next(_named(media, "MediaFile"), None)
            if file is not None and (file.text or "").strip():
                yield media.get("ID") or "", _place(at, posixpath.join(base, file.text.strip()))


def _seen(packed: zipfile.ZipFile, page: _Page) -> Iterator[Piece]:
    """What is recognised on the pictures of a page, in its place on the page."""
    for box, name in page.pictures:
        if len(box) != 4 or name not in packed.namelist():
            continue
        left, top, width, height = box
        try:
            picture = ocr.decoded(packed.read(name))
        except UnreadError:
            continue  # the page is told as one without text
        if picture is None:
            continue
        across, down = width / picture.shape[1], height / picture.shape[0]
        foot = page.height - top - height
        for piece in ocr.pieces(picture):
            yield replace(
                piece, left=left + piece.left * across, right=left + piece.right * across,
                bottom=foot + piece.bottom * down, top=foot + piece.top * down,
            )  # fmt: skip


def _place(document: str, location: str) -> str:
    """The path of a part that the document names: from the top where it begins with /, else from the document."""
    if location.startswith("/"):
        return posixpath.normpath(location).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(document.lstrip("/")), location))


def _box(element: Any) -> tuple[float, ...]:
    found = _numbers("" if element is None else element.text or "")
    return tuple(found) if len(found) == 4 and min(found[2:]) > 0 else ()


def _numbers(text: str) -> list[float]:
    """The numbers of a list, where `g 3 5.6` stands for three times 5.6; none of one that is no such list."""
    words = text.split()
    found: list[float] = []
    try:
        while words:
            word = words.pop(0)
            if word == "g":
                times, value = int(words.pop(0)), float(words.pop(0))
                found += [value] * min(times, _most_characters)
            else:
                found.append(float(word))
    except (ValueError, IndexError):
        return []
    return found


def _pieces(element: Any, height: float) -> Iterator[Piece]:
    """The pieces of a text object: each of its codes is written on a line of its own."""
    box = _numbers(element.get("Boundary") or "")
    if len(box) != 4:
        return
    change = _numbers(element.get("CTM") or "")
    a, b, c, d, e, f = change if len(change) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    size = (_numbers(element.get("Size") or "") or [box[3]])[0]
    x = y = 0.0
    for code in element:
        if etree.QName(code).localname != "TextCode" or not (code.text or "").strip():
            continue
        x = (_numbers(code.get("X") or "") or [x])[0]
        y = (_numbers(code.get("Y") or "") or [y])[0]
        text = code.text.strip("\r\n")
        steps = _numbers(code.get("DeltaX") or "")
        length = sum(steps[: len(text) - 1]) or sum(_width(letter) for letter in text[:-1]) * size
        left, base = box[0] + a * x + c * y + e, height - (box[1] + b * x + d * y + f)
        high = abs(d) * size
        right = left + abs(a) * (length + _width(text[-1]) * size)
        yield Piece(text.strip(), left, right, base - (1 - _above) * high, base + _above * high)


def _width(letter: str) -> float:
    return 0.5 if letter.isascii() else 1.0
