"""A Markdown file to its blocks: headings, paragraphs line by line, items, rows of tables."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kg.model import Problem
from kg.read import headers
from kg.read.decode import decode
from kg.read.raw import Block, Raw
from kg.read.tables import grid

_break = re.compile(r"<br\s*/?>", re.IGNORECASE)
_emphasis = re.compile(r"\*\*(?=[^\s*，。、；：！？”』」）》])([^*]{1,400}?)(?<=[^\s*])\*\*")
"""Strong words that CommonMark does not see: beside Chinese letters a closing mark after “。” closes nothing."""
_indent = re.compile(r"(?<=\|)[ \t]*(?=[\u3000\u00a0\u2003])")
_kept = "\u2060"
"""Stands before the blanks that indent a label in a table, which Markdown takes away, and its level with them."""
_breaks = frozenset(("softbreak", "hardbreak"))


def read_markdown(data: bytes, where: str) -> Raw:
    """The article of a Markdown file without its marks; front matter is declared metadata.

    Numbers of items stay, for the text of a plan refers to them. A line is a block of its own, as
    articles are often kept one paragraph a line without blank lines between.
    """
    text, _, odd = decode(data)
    problems = (Problem(where, odd, "save it as UTF-8", "warning"),) if odd else ()
    fields, below = headers.front_matter(text.replace("\r\n", "\n"))
    # Indented lines are paragraphs in Chinese texts, no code; a rule below a paragraph makes no heading of it.
    parser = MarkdownIt("commonmark").enable("table").disable(["code", "lheading", "html_block", "reference"])
    blocks = tuple(_blocks(parser.parse(_indent.sub(_kept, below))))
    return Raw(blocks, headers.metadata(fields, "front-matter"), problems, may_wrap=True)


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    heading: str | None = None
    item = ""
    cells: list[grid.Given] | None = None
    rows: list[list[grid.Given]] = []
    for token in tokens:
        if token.type == "heading_open":
            heading = token.tag
        elif token.type == "list_item_open":
            # commonmark-py gives the number of an ordered item and its delimiter
            item = f"{token.info}{token.markup}" if token.info else ""
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close" and cells is not None:
            rows.append(cells)
            cells = None
        elif token.type == "table_close":
            yield from grid.blocks(grid.placed(rows))
            rows = []
        elif token.type == "fence":
            yield from (Block(line) for line in token.content.splitlines())
        elif token.type == "inline":
            lines = list(_lines(token))
            if cells is not None:
                cells.append(grid.Given(" ".join(lines).replace(_kept, "")))
                continue
            for line in lines:
                role = ("title" if heading == "h1" else "heading") if heading else None
                level = int(heading[1:]) if heading else 0
                yield Block(f"{item}{line}", role, level=level)  # type: ignore[arg-type]
                item = ""
            heading = None


def _lines(token: Token) -> Iterator[str]:
    """The lines of an inline token without marks, links and pictures."""
    line: list[str] = []
    for child in token.children or ():
        if child.type in _breaks:
            yield _bare("".join(line))
            line.clear()
        elif child.type in ("text", "code_inline"):
            line.append(child.content)
        elif child.type == "html_inline" and _break.fullmatch(child.content):
            line.append(" ")
    yield _bare("".join(line))


def _bare(line: str) -> str:
    """The line without marks that are left of strong words, one without its fellow at the beginning among them."""
    bare = _emphasis.sub(r"\1", line)
    return bare.strip().removeprefix("**") if bare.count("**") == 1 else bare
