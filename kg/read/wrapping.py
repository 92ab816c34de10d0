"""Lines that were broken at a margin, joined to paragraphs again; lines that are paragraphs stay."""

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.read.raw import Block
from kg.text.function_words import pattern

_closed = re.compile(r"[。！？!?；;：:…][”’」』）)】》\"]*$")
_item = pattern(
    r"[（(]?<ordinal|hundred>{1,4}[）)、.．]|[（(]\d{1,2}[）)]|\d{1,2}[.．、](?!\d)|第[<ordinal|hundred>\d]{1,4}<headed>"
    r"|——|[●■◆▲★□○◎•·◇]|附件|注\s*[:：]"
)
_least = 5
_share = 0.8
_ragged = 4
"""Columns by which a full line may fall short: two Chinese characters, or a mark that may not begin a line."""


def unwrap(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, with lines joined where the text was broken at a margin.

    It was if nearly all lines that stop in the middle of a sentence are of one width, and none is
    wider. A full line goes on in the next one, unless that is indented, stands after a blank line,
    begins an item of a list, or the line ends a sentence.
    """
    margin = _margin(blocks)
    if margin is None:
        return tuple(blocks)
    joined: list[Block] = []
    full = False
    for block in blocks:
        goes_on = full and not block.indented and not block.after_gap and block.role is None
        if goes_on and not _closed.search(joined[-1].text) and not _item.match(block.text):
            joined[-1] = replace(joined[-1], text=join(joined[-1].text, block.text))
        else:
            joined.append(block)
        full = block.role is None and width(block.text) + 4 * block.indented >= margin - _ragged
    return tuple(joined)


def width(text: str) -> int:
    """The columns that a text takes, two for a Chinese character."""
    return len(text) + (len(text.encode("utf-8", "surrogatepass")) - len(text)) // 2


def join(left: str, right: str) -> str:
    """Two lines as one: a blank between Latin words, none beside Chinese nor within a number."""
    before, after = left[-1:], right[:1]
    words = before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
    return f"{left} {right}" if words and not (before.isdigit() and after.isdigit()) else left + right


def _margin(blocks: Sequence[Block]) -> int | None:
    """The width at which lines were broken, or None where they were not."""
    widths = [width(block.text) + 4 * block.indented for block in blocks if block.role is None]
    if len(widths) < _least:
        return None
    margin = sorted(widths)[-1 - len(widths) // 50]
    if not 24 <= margin <= 130:
        return None
    open_ends = [
        width(block.text) + 4 * block.indented
        for block in blocks
        if block.role is None and not _closed.search(block.text) and width(block.text) > margin // 3
    ]
    full = sum(margin - _ragged <= value <= margin + _ragged for value in open_ends)
    return margin if full >= _least and full >= _share * len(open_ends) else None
