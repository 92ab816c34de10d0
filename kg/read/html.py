"""A saved web page to what it holds: the article's blocks, its fields, and what stands around it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree, html

from kg.errors import InputError
from kg.model import Metadata, Problem, Role
from kg.ontology import Ontology
from kg.read import field_names as labels
from kg.read.decode import decode
from kg.read.html_fields import fields
from kg.read.raw import Block, Raw, Slot
from kg.read.tables import grid
from kg.text import dates

_skipped = frozenset((
    "script", "style", "noscript", "template", "select", "option", "button", "textarea", "iframe", "object",
    "svg", "nav", "footer", "aside", "head", "title", "map", "audio", "video", "canvas",
))  # fmt: skip
_inline = frozenset((
    "a", "abbr", "b", "bdo", "big", "cite", "code", "em", "font", "i", "img", "ins", "kbd", "label", "mark", "o:p", "q",
    "s", "small", "span", "strong", "sub", "sup", "tt", "u", "var", "wbr",
))  # fmt: skip
_roles: dict[str, Role] = {
    "h1": "title",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "h5": "heading",
    "h6": "heading",
    "figcaption": "caption",
}
_charset = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_furniture = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|footer|foot|breadcrumb|share|bshare\S*|sidebar|relate[ds]?(?:news|articles?|links?|list)?"
    r"|recommend(?:s|ed|ation)?|hotnews|comments?|copyright|toolbar|tools?bar|pagination|pager|qrcode|ewm"
    r"|xg(?:xw|yd|wz|bd|lj|news)|tuijian)(?:$|[\s_-])",
    re.IGNORECASE,
)
_hidden = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ends = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_sentence = re.compile(r"[。！？；，]|[,.!?]\s")
_most = 0.8
"""The share of a page's running text that the article's element holds at least."""
_wide_blank = "\u3000"
_kept_blanks = "\u3000\u00a0\u2003\u2002"
_moved = re.compile(r"(?:text-indent|padding-left|margin-left)\s*:\s*(\d{1,3}(?:\.\d+)?)\s*(em|pt|px)")
_sizes = {"em": 1.0, "pt": 10.5, "px": 14.0}
"""A character in the units of styles."""
_longest_cell = 200
"""Characters of a cell above which a table lays out the page, unless it has rows and short heads as lists have."""
_longest_head = 40


def read_html(data: bytes, where: str) -> Raw:
    """The article of a web page, in any state of repair, with the fields of its head and comments.

    The article is taken from the element that `html_content.tsv` names, else from the smallest that
    holds most of the running text. Title and bylines above it come along; other text of the page is
    handed on as `around`, where date, source and page may stand.
    """
    match = _charset.search(data[:4096])
    declared = match.group(1).decode("ascii").lower() if match else None
    text, _, odd = decode(data, "gb18030" if declared in ("gb2312", "gbk") else declared)
    problems = (Problem(where, odd, "save the page as UTF-8", "warning"),) if odd else ()
    body = _parse(text)
    running, shown = _running(body, _known(body))
    if not running.get(body):
        # A page whose script shows the text when all is loaded.
        running, shown = _running(body, set(body.iter(etree.Element)))
    root = _root(body, running)
    if root is None and any(map(_rows, (table for table in body.iter("table") if table in shown))):
        root = body  # a page that is all tables
    if root is None:
        raise InputError("no running text on the page", "save the page of the article itself, with its text")
    before, inside, after = _blocks(body, root, shown)
    before, stated = _take_fields(before)
    inside, more = _take_fields(inside)
    found = (*stated, *more, *fields(body, text))
    head, rest = _head(before, inside, found)
    around = tuple(block.text for block in (*rest, *after))
    return Raw((*head, *inside), found, problems, is_page=True, around=around)


def _parse(text: str) -> html.HtmlElement:
    """The body of a page, without comments; what stands below its end belongs to it, as browsers have it."""
    parser = html.HTMLParser(huge_tree=True, remove_pis=True, remove_comments=True)
    whole = _ends.sub("", re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    try:
        page = html.document_fromstring(whole, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise InputError("not a web page", "save the page as HTML, or its text as .txt") from error
    found = page.find("body")
    return page if found is None else found


def _known(body: html.HtmlElement) -> set[html.HtmlElement]:
    """The elements in which systems of pages keep the article, whatever their style: a script may show them."""
    return {element for row in Ontology().table("html_content") for element in body.xpath(row["xpath"])}


def _running(
    body: html.HtmlElement, sure: set[html.HtmlElement]
) -> tuple[dict[html.HtmlElement, int], set[html.HtmlElement]]:
    """How much running text each element holds, and the elements that are shown; those in `sure` are not hidden.

    Running text has marks of sentences in it and is no link. One pass down and one up, so that
    elements nested very deep cost no more than others.
    """
    shown: set[html.HtmlElement] = set()
    order: list[html.HtmlElement] = []
    linked: set[html.HtmlElement] = set()
    running: dict[html.HtmlElement, int] = {}
    for element in body.iter(etree.Element):
        parent = element.getparent()
        if element is not body and (parent not in shown or _is_furniture(element, hides=element not in sure)):
            continue
        shown.add(element)
        order.append(element)
        if element.tag == "a" or parent in linked:
            linked.add(element)
        own = "" if element in linked else element.text or ""
        running[element] = len(own) if _sentence.search(own) else 0
    for element in reversed(order):
        tail = element.tail or ""
        parent = element.getparent()
        if element is not body and parent in running:
            running[parent] += running[element] + (len(tail) if _sentence.search(tail) else 0)
    return running, shown


def _is_furniture(element: html.HtmlElement, *, hides: bool) -> bool:
    if element.tag in _skipped or (hides and _hidden.search(element.get("style") or "")):
        return True
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag in ("div", "ul", "ol", "table", "p", "span", "section", "dl") and bool(
        _furniture.search(named)
    )


def _root(body: html.HtmlElement, running: dict[html.HtmlElement, int]) -> html.HtmlElement | None:
    """The element of the article: a known one with a good part of the running text, else the smallest with most."""
    total = running.get(body, 0)
    if not total:
        return None
    for row in Ontology().table("html_content"):
        known = max(body.xpath(row["xpath"]), key=lambda e: running.get(e, 0), default=None)
        if known is not None and running.get(known, 0) > total / 3:
            return known
    element = body
    while True:
        inner = next((child for child in element if running.get(child, 0) >= _most * total), None)
        if inner is None or inner.tag == "p" or inner.tag in _inline:
            return element
        if inner.tag == "table" and _rows(inner):
            return element
        element = inner


@dataclass(slots=True)
class _Walk:
    """Blocks being collected."""

    blocks: list[Block] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    role: Role | None = None
    level: int = 0

    def end(self) -> None:
        """End the current block."""
        text = re.sub(r"[ \t\r\n\f]+", " ", "".join(self.pieces)).strip()
        if text.strip("\u3000\u00a0 "):
            self.blocks.append(Block(text, self.role, level=self.level))
        self.pieces.clear()
        self.role, self.level = None, 0


def _blocks(
    body: html.HtmlElement, root: html.HtmlElement, shown: set[html.HtmlElement]
) -> tuple[list[Block], list[Block], list[Block]]:
    """The blocks before, in and after the element of the article, in the order of the page."""
    parts = (_Walk(), _Walk(), _Walk())
    now = 0
    walker = etree.iterwalk(body, events=("start", "end"))
    for event, element in walker:
        walk = parts[now]
        is_element = isinstance(element.tag, str)
        if event == "start":
            if element is root:
                walk.end()
                now, walk = 1, parts[1]
            if not is_element or element not in shown:
                walker.skip_subtree()
            elif element.tag == "table" and element is not root and (rows := _rows(element)):
                walk.end()
                if (caption := element.find("caption")) is not None and (text := _plain(caption)):
                    walk.blocks.append(Block(text, "caption"))
                walk.blocks.extend(grid.blocks(rows))
                walker.skip_subtree()
            else:
                if element.tag not in _inline:
                    walk.end()
                    walk.role = _roles.get(element.tag)
                    walk.level = int(element.tag[1]) if walk.role in ("title", "heading") else 0
                walk.pieces.append(element.text or "")
            continue
        if is_element and element.tag not in _inline:
            walk.end()
        if element is root:
            now = 2
        parts[now].pieces.append(element.tail or "" if element is not body else "")
    for walk in parts:
        walk.end()
    return parts[0].blocks, parts[1].blocks, parts[2].blocks


def _rows(table: html.HtmlElement) -> list[list[Slot]]:
    """The cells of a table of data; none for a table that only lays out the page."""
    if table.find(".//table") is not None:
        return []
    given = [
        [
            grid.Given(_plain(cell), _span(cell, "rowspan"), _span(cell, "colspan"), cell.tag == "th")
            for cell in row
            if cell.tag in ("td", "th")
        ]
        for row in table.iter("tr")
    ]
    filled = [[text for cell in row if (text := cell.text.strip())] for row in given]
    wide = [row for row in filled if len(row) > 1]
    longest = max((len(text) for row in filled for text in row), default=0)
    if not wide or (longest > _longest_cell and (len(wide) < 3 or max(map(len, wide[0])) > _longest_head)):
        return []
    return grid.placed(given)


def _plain(cell: html.HtmlElement) -> str:
    """The text of a cell behind the blanks that indent it: a blank where a line or a paragraph of it ends."""
    pieces: list[str] = []
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        if not isinstance(element.tag, str):
            pieces.append("" if event == "start" or element is cell else element.tail or "")
            continue
        if element.tag not in _inline and element is not cell:
            pieces.append(" ")
        if event == "start":
            pieces.append("" if element.tag in _skipped else element.text or "")
        elif element is not cell:
            pieces.append(element.tail or "")
    text = "".join(pieces)
    lead = text[: len(text) - len(text.lstrip())]
    wide = _wide_blank * next((_ems(e) for e in (cell, *cell.iter("p", "span", "div")) if _ems(e)), 0)
    return wide + "".join(c for c in lead if c in _kept_blanks) + " ".join(text.split())


def _ems(element: html.HtmlElement) -> int:
    """How far the style of an element moves its text to the right, in characters."""
    moved = _moved.search(element.get("style") or "")
    return round(float(moved[1]) / _sizes[moved[2]]) if moved else 0


def _span(cell: html.HtmlElement, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return int(value) if value.isdigit() and len(value) < 5 else 1


def _take_fields(blocks: Sequence[Block]) -> tuple[list[Block], list[Metadata]]:
    """The blocks without the rows of an information table, and what those state."""
    kept: list[Block] = []
    found: list[Metadata] = []
    for block in blocks:
        cells = [slot.text for slot in block.slots]
        names = [labels.key(cell) for cell in cells[::2]]
        if block.role == "table" and len(cells) % 2 == 0 and all(names) and max(map(len, cells[::2])) <= 10:
            for name, value in zip(names, cells[1::2], strict=True):
                found += _stated(name, value)
        else:
            kept.append(block)
    return kept, found


def _stated(key: str | None, value: str) -> Iterator[Metadata]:
    value = (dates.iso(value) or "") if key == "date" else value
    if value and key in labels.single | labels.several:
        yield Metadata(key, value, None, "html", 0.95)


def _head(
    before: list[Block], inside: list[Block], found: Sequence[Metadata]
) -> tuple[list[Block], list[Block]]:
    """The blocks above the article that belong to it, from its title on, and the rest of them.

    Title, subtitle and author that only the page's fields state are added as lines of their own.
    """
    surest = sorted((m for m in found if m.key == "title"), key=lambda m: -m.confidence)
    title = next((m.value for m in surest), "") or next(
        (b.text for b in reversed(before) if b.role == "title"), ""
    )
    if not title or any(_same(block.text, title) for block in inside[:4]):
        return [], before
    at = next((i for i in reversed(range(len(before))) if _same(before[i].text, title)), None)
    start = len(before) if at is None else at
    own = [Block(before[at].text if at is not None else title, "title"), *before[start + 1 :]]
    have = {block.text for block in (*own, *inside[:6])}
    added = [Block(m.value, "subtitle") for m in found if m.key == "subtitle" and m.value not in have]
    added += [Block(m.value, "byline") for m in found if m.key == "author" and m.value not in have][:1]
    return [own[0], *dict.fromkeys(added), *own[1:]], before[:start]


def _same(text: str, title: str) -> bool:
    text, title = "".join(text.split()), "".join(title.split())
    return text == title or (
        len(title) >= 8
        and len(text) <= len(title) + 12
        and (title in text or (text in title and len(text) >= 8))
    )
