"""A file's content to the blocks of the article: the one time that text is changed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.read.furniture import Furniture, clear
from kg.read.people import Press
from kg.read.raw import Block, Raw
from kg.read.wrapping import join, unwrap, width

_invisible = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0b-\x1f\x7f-\x9f]")
_blank = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f]")
_wide = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_emphasis = re.compile(r"(?<![\w*])\*\*(?=[^\s*])([^*]{1,400}?)(?<=[^\s*])\*\*(?!\*)")
"""Marks of Markdown around words, as text keeps them that was copied from it; no name with its letters struck out."""
_opened = re.compile(r"^\s*\*\*(?=[\u4e00-\u9fff“《])")
_after_title = re.compile(
    r"[\u4e00-\u9fff]{1,14}[〔\[（(]\s*(19|20)\d\d\s*[〕\]）)]\s*\d{1,4}\s*号|.{2,80}[:：]$"
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The blocks of the article in order, and the text of what was taken away as page furniture."""

    blocks: tuple[Block, ...]
    removed: tuple[str, ...]


def clean(raw: Raw, table: Furniture, press: Press) -> Cleaned:
    """The article without page furniture, broken lines joined, letters and blanks of one width.

    A text that is clean already comes out letter by letter. Full-width letters and digits become
    ASCII and odd blanks plain ones, one for one; marks keep their width, blanks within a line
    their number.
    """
    blocks = [changed for block in raw.blocks if (changed := _characters(block)).text]
    kept, removed = clear(blocks, table, is_page=raw.is_page)
    if raw.may_wrap:
        kept = unwrap(kept)
    whole = _whole_title(tuple(block for block in kept if block.text), press)
    return Cleaned(whole, (*raw.around, *removed))


def _characters(block: Block) -> Block:
    if block.slots:
        slots = tuple(
            replace(
                slot, text=" ".join(_cleared(slot.text).split()), indent=slot.indent or _indent(slot.text)
            )
            for slot in block.slots
        )
        return replace(block, text="\t".join(slot.text for slot in slots if slot.text), slots=slots)
    text = _cleared(block.text)
    return block if text == block.text else replace(block, text=text)


def _indent(text: str) -> int:
    """How far blanks push a text to the right, in half widths of a character."""
    return width(text[: len(text) - len(text.lstrip())])


def _cleared(text: str) -> str:
    if not text.isascii():
        text = _blank.sub(" ", text).translate(_wide)
    if "**" in text:
        text = _emphasis.sub(r"\1", text)
        text = _opened.sub("", text) if text.count("**") == 1 else text
    return _invisible.sub("", text).strip()


def _whole_title(blocks: Sequence[Block], press: Press) -> tuple[Block, ...]:
    """The title of an official document on one line, where it was broken into several.

    Only where the document's number or the addressee follows, which no headline of a newspaper has.
    """
    for end in range(1, min(6, len(blocks))):
        if not _after_title.fullmatch(blocks[end].text):
            continue
        for start in range(max(0, end - 4), end - 1):
            lines = [block.text for block in blocks[start:end]]
            whole = "".join(lines)
            parts = all(width(line) <= 70 and not press.title_end.search(line) for line in lines[:-1])
            if (
                parts
                and press.title_begin.match(whole)
                and press.title_end.search(whole)
                and "。" not in whole
            ):
                title = lines[0]
                for line in lines[1:]:
                    title = join(title, line)
                return (*blocks[:start], replace(blocks[start], text=title), *blocks[end:])
        return tuple(blocks)
    return tuple(blocks)
