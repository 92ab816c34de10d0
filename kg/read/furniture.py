"""Blocks of a page to those of the article: menus, navigation, repeated headlines, notices go."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cache

from kg.ontology import Ontology
from kg.read.raw import Block
from kg.text.function_words import pattern

page_label = re.compile(r"第?\s*[A-Z]?\d{1,3}\s*版\s*[:：]\s*[\u4e00-\u9fff·]{2,12}")
_between = re.compile(r"[\s|｜>＞»›·•/\\,，、:：;；【】\[\]()（）<《》↑↓←→◀▶▲▼■●—-]+")
_digits = "0123456789"
_listed = re.compile(r".{2,}~{2,}$")
_info = pattern(r"<byline label>\s*[:：]|(19|20)\d\d\s*[-/.年]\s*[01]?\d\s*[-/.月]\s*[0-3]?\d")
_weekday = pattern(r"[\s,，]*<week>[<digit>日天]|\s*\d{1,2}:\d\d(:\d\d)?|[\s|｜]|农历.*|今日.{0,4}版")
_few = 2
_short_word = 4
_most_below = 3
"""How much more text than above a mark may stand below it; where there is more, the mark stands above the article."""
_sentence_end = re.compile(r"[。！？!?；](?:[”’」』）)])*$")


class Kind(Enum):
    """What a block serves as on a page."""

    navigation = auto()
    end = auto()
    close = auto()
    notice = auto()
    number = auto()
    contents = auto()
    info = auto()
    short = auto()
    body = auto()


@dataclass(frozen=True)
class Furniture:
    """The words and patterns of `lexicon/page_furniture.tsv`."""

    navigation: frozenset[str]
    menu: frozenset[str]
    crumb: re.Pattern[str]
    tool: re.Pattern[str]
    notice: re.Pattern[str]
    end: re.Pattern[str]
    close: re.Pattern[str]
    number: re.Pattern[str]
    contents: re.Pattern[str]


@cache
def furniture(ontology: Ontology) -> Furniture:
    """The table of furniture, compiled."""
    entries: dict[str, list[str]] = {}
    for row in ontology.table("page_furniture"):
        entries.setdefault(row["kind"], []).append(row["text"])

    def any_of(kind: str) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{text})" for text in entries.get(kind, ["(?!)"])))

    return Furniture(
        frozenset(entries.get("navigation", ())), frozenset(entries.get("menu", ())), any_of("crumb"),
        any_of("tool"), any_of("notice"), any_of("end"), any_of("close"), any_of("number"), any_of("contents"),
    )  # fmt: skip


def clear(
    blocks: Sequence[Block], table: Furniture, *, is_page: bool
) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """The blocks of the article in their order, and the text of what was taken away.

    Nothing is taken from a text that shows no sign of a page: a line of navigation, a notice of
    rights at its end, numbered pages, a table of contents.
    """
    kinds = [_kind(block, table) for block in blocks]
    below = max((i + 1 for i, kind in enumerate(kinds) if kind is Kind.body), default=0)
    signs = is_page or Kind.navigation in kinds or Kind.notice in kinds[below:]
    gone = {Kind.navigation} if signs else set()
    gone |= {kind for kind in (Kind.number, Kind.contents) if kinds.count(kind) > 1}
    if not gone:
        return tuple(blocks), ()
    keep = [kind not in gone for kind in kinds]
    _drop_running_heads(blocks, kinds, keep)
    bodies = [i for i, kind in enumerate(kinds) if kind is Kind.body]
    if signs and bodies:
        _drop_head(blocks, kinds, keep, bodies[0])
        _drop_tail(blocks, kinds, keep, bodies[0])
    kept = tuple(_bare(b, k, table) for b, k, good in zip(blocks, kinds, keep, strict=True) if good)
    return kept, tuple(b.text for b, good in zip(blocks, keep, strict=True) if not good)


def _kind(block: Block, table: Furniture) -> Kind:
    text = block.text
    if block.role in ("table", "title", "subtitle"):
        return Kind.short
    if len(text) <= 120:
        if table.number.fullmatch(text):
            return Kind.number
        if _listed.match(text) or table.crumb.fullmatch(text) or is_navigation(text, table):
            return Kind.navigation
        if table.close.fullmatch(text):
            return Kind.close
        if table.end.fullmatch(text):
            return Kind.end
        if table.contents.fullmatch(text):
            return Kind.contents
    if table.notice.match(text):
        return Kind.notice
    if len(text) >= 60 or (len(text) >= 20 and _sentence_end.search(text)):
        return Kind.body
    return Kind.info if _info.search(text) else Kind.short


def is_navigation(text: str, table: Furniture) -> bool:
    """Whether a line has words of navigation and nothing else, but for the page's own label and date.

    Among three and more of them one short word may be unknown, as each site has tools of its own.
    """
    rest = page_label.sub(" ", text)
    words = [word.strip(_digits) for word in _between.split(rest)]
    words = [word for word in words if word]
    if not words:
        return False
    sure = sum(word in table.navigation for word in words)
    unsure = sum(word in table.menu for word in words)
    strange = [word for word in words if word not in table.navigation and word not in table.menu]
    if strange:
        return sure > 0 and sure + unsure > _few and len(strange) == 1 and len(strange[0]) <= _short_word
    return sure > 0 or unsure > 1


def is_dateline(text: str) -> bool:
    """Whether a line holds a date, weekday and time, and nothing else."""
    rest = _weekday.sub("", _info.sub("", text))
    return bool(_info.search(text)) and not re.search(r"[^\d\s日号年月:：.\-/]", rest)


def _drop_running_heads(blocks: Sequence[Block], kinds: list[Kind], keep: list[bool]) -> None:
    """Lines that stand beside a page number again and again: the page's head or foot."""
    beside = [
        i for i, kind in enumerate(kinds) if kind is not Kind.number
        and Kind.number in (kinds[i - 1] if i else None, kinds[i + 1] if i + 1 < len(kinds) else None)
    ]  # fmt: skip
    counts = Counter(blocks[i].text for i in beside)
    first = {blocks[i].text: i for i in reversed(range(len(blocks)))} if counts else {}
    for i in beside:
        if counts[blocks[i].text] > 2 and first[blocks[i].text] != i:
            keep[i] = False


def _drop_head(blocks: Sequence[Block], kinds: list[Kind], keep: list[bool], body: int) -> None:
    """Above the body only the last stretch between navigation that has a headline stays, and what follows it."""
    marks = [i for i in range(body) if kinds[i] is Kind.navigation]
    start = 0
    for low, high in zip(reversed([-1, *marks]), reversed([*marks, body]), strict=True):
        if any(_is_headline(blocks[i], kinds[i]) for i in range(low + 1, high)):
            start = low + 1
            break
    for i in range(start):
        keep[i] = False
    last = {blocks[i].text: i for i in range(start, body)}
    for i in range(start, body):
        if last[blocks[i].text] != i or kinds[i] is Kind.notice:
            keep[i] = False


def _is_headline(block: Block, kind: Kind) -> bool:
    return block.role == "title" or (
        kind is Kind.short and len(block.text) >= 6 and not is_dateline(block.text)
    )


def _drop_tail(blocks: Sequence[Block], kinds: list[Kind], keep: list[bool], body: int) -> None:
    """Below the article everything goes from the line that closes it on, or the first mark no running text follows."""
    tail = _close(blocks, kinds, body)
    for i in range(tail - 1, body, -1):
        if kinds[i] in (Kind.navigation, Kind.notice, Kind.end):
            tail = i
        elif kinds[i] is Kind.body or blocks[i].role == "table":
            break
    for i in range(tail, len(blocks)):
        keep[i] = False


def _close(blocks: Sequence[Block], kinds: list[Kind], body: int) -> int:
    """Where other articles begin to be told: at the first line that says so with enough text above it."""
    lengths = [len(b.text) if k is Kind.body else 0 for b, k in zip(blocks, kinds, strict=True)]
    above = 0
    whole = sum(lengths)
    for i, length in enumerate(lengths):
        if i > body and kinds[i] is Kind.close and whole - above <= _most_below * above:
            return i
        above += length
    return len(blocks)


def _bare(block: Block, kind: Kind, table: Furniture) -> Block:
    if kind is not Kind.info:
        return block
    return replace(block, text=re.sub(r"[\s|｜]+$", "", table.tool.sub("", block.text)))
