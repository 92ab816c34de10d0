"""Plain text, Markdown and annotated text to what they hold."""

import re

from kg.model import Problem
from kg.read import headers
from kg.read.decode import decode
from kg.read.raw import Block, Raw, lines

_markup = re.compile(r"⟦([^⟦⟧|]+)\|[A-Za-z]+(?:=[^⟦⟧|]+)?⟧")


def _text(data: bytes, where: str) -> tuple[str, tuple[Problem, ...]]:
    text, _, odd = decode(data)
    return text, (Problem(where, odd, "save it as UTF-8", "warning"),) if odd else ()


def read_text(data: bytes, where: str) -> Raw:
    """The lines of a text file in any of the encodings of `decode`."""
    text, problems = _text(data, where)
    return Raw(lines(text), (), problems, may_wrap=True)


def read_gold(data: bytes, where: str) -> Raw:
    """The article of a `.gold` file without its markup; its header is declared metadata."""
    text, problems = _text(data, where)
    blocks: list[Block] = []
    for line in text.splitlines():
        kind, bare = line[:2], _markup.sub(r"\1", line[2:])
        if kind == "P " or (kind == "S " and not blocks):
            blocks.append(Block(bare))
        elif kind == "S ":
            blocks[-1] = Block(blocks[-1].text + bare)
    return Raw(tuple(blocks), headers.metadata(headers.gold_header(text), "header"), problems)
