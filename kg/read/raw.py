"""What a reader hands to cleaning: the lines or paragraphs of a file, and what its own fields say."""

from dataclasses import dataclass

from kg.model import Metadata, Problem, Role


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a table: its text, place in the grid, how much it spans, whether it is marked as a head, its page.

    `indent` tells how far the text stands from the left, in half widths of a character.
    """

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    head: bool = False
    page: int = 0
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A line of a file, or a paragraph of a format that has them.

    `role` is set where the format says it (a heading style, a row of a table), and `level` where it
    tells how a heading nests (1 the highest). `indented` and
    `after_gap` tell of a line whether blanks stood before it, and a blank line. `slots` are the cells
    of a row of a table; its text is what they hold, parted by tabs. `confidence` tells how sure a text is that
    was recognised on a picture, `page` on which page it begins (1 the first, 0 where the format has none).
    """

    text: str
    role: Role | None = None
    indented: bool = False
    after_gap: bool = False
    level: int = 0
    slots: tuple[Slot, ...] = ()
    confidence: float = 1.0
    page: int = 0


@dataclass(frozen=True, slots=True)
class Raw:
    """A file's content in reading order, before cleaning.

    `found` is what the format's own fields say (HTML meta, document properties). `is_page` is true
    for a web page, where furniture is to be expected; `around` holds the text outside the article;
    `may_wrap` is true where a paragraph may be broken into lines.
    """

    blocks: tuple[Block, ...]
    found: tuple[Metadata, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_page: bool = False
    around: tuple[str, ...] = ()
    may_wrap: bool = False


def lines(text: str) -> tuple[Block, ...]:
    """The lines of a text that are not blank, as blocks; those of cells between tabs whole."""
    found: list[Block] = []
    gap = False
    for line in text.splitlines():
        bare = line.strip()
        if bare:
            text = line if "\t" in bare else bare  # what stands between tabs may be empty
            found.append(Block(text, None, line[0].isspace(), gap))
        gap = not bare
    return tuple(found)
