"""Lines in which the rows of a table of indicators ran together, as pages give them up, to rows of tables.

Each row has its number, name, unit and nature (约束性); where its cells were wrapped, their upper lines stand before
the row and the lower ones behind it, with no mark between them and the rows beside it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from kg.ontology import Ontology
from kg.read.raw import Block, Slot
from kg.read.tables.grid import of
from kg.text.alternation import alternation
from kg.text.function_words import filled, pattern

_token = pattern(
    r"\s*([-－–—/](?=\s|$|[\u4e00-\u9fff（(])|[〔［\[【][^〕］\]】\n]*[〕］\]】]"
    r"|[<>≤≥＜＞＝=]?\s*<bound before a number>?\d[\d,.]*\s*[%％]?<bound behind|about>?)"
)
_value_head = pattern(r"(?:19|20)\d\d\s*年\S*|<over years>\S*|[〔\[]累计[〕\]]")
_fewest = 4
"""Rows of such a table."""
_deepest = 6
"""Lines of its heads at most."""
_rest = 12
"""Characters of what a wrapped cell may have below the last row, at most."""


_shortest = 4
"""Characters of the upper line of a wrapped name, at least."""


@dataclass(frozen=True, slots=True)
class Words:
    """What tells such a table: heads by what they are, natures of targets, units, how values in words end."""

    heads: frozenset[str]
    label: frozenset[str]
    unit: frozenset[str]
    attribute: frozenset[str]
    nature: re.Pattern[str]
    units: re.Pattern[str]
    ends: re.Pattern[str]


@cache
def words(ontology: Ontology) -> Words:
    """The words of the ontology's tables."""
    heads = [row for row in ontology.table("table_heads") if row["match"] == "whole"]
    natures = [
        row["word"] for row in ontology.table("table_words") if row["says"] in ("binding", "anticipatory")
    ]
    ends = [row["word"] for row in ontology.table("table_words") if row["says"] == "told"]
    unit = alternation([row["unit"] for row in ontology.table("units")])
    one = filled(rf"<magnitude>{{0,2}}{unit}")
    label, mark, nature = (
        frozenset(row["word"] for row in heads if row["role"] == role)
        for role in ("label", "unit", "attribute")
    )
    return Words(
        frozenset(row["word"] for row in heads), label, mark, nature,
        re.compile(alternation(natures)), re.compile(rf"[%％‰]|{one}(?:/{one})?"), re.compile(alternation(ends)),
    )  # fmt: skip


@dataclass(slots=True)
class _Row:
    """A row on its way: what stands before its nature, its values, the pieces of wrapped cells above and below it."""

    number: int
    name: str
    unit: str
    nature: str
    values: list[str]
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)

    @property
    def lacks(self) -> bool:
        return not (self.name and self.unit)


def tables(blocks: Sequence[Block], known: Words) -> Iterator[Block]:
    """The blocks, lines of such tables as their rows."""
    at = 0
    while at < len(blocks):
        depth = _heads(blocks, at, known)
        found = _table(blocks, at, depth, known) if depth else None
        if found:
            rows, taken = found
            for number, row in enumerate(rows):
                slots = tuple(Slot(text, number, column) for column, text in enumerate(row))
                yield replace(of(slots), page=blocks[at].page, confidence=blocks[at].confidence)
            at += taken
        else:
            yield blocks[at]
            at += 1


def _is_line(block: Block) -> bool:
    return not block.slots and block.role in (None, "heading", "table")


def _heads(blocks: Sequence[Block], at: int, known: Words) -> int:
    """How many lines from a place are heads: they name indicator and unit, and rows with natures follow; else 0."""
    for depth in range(1, _deepest):
        lines = blocks[at : at + depth + 1]
        if len(lines) <= depth or not all(map(_is_line, lines)):
            return 0
        if len(lines[depth - 1].text) > 40 or known.nature.search(lines[depth - 1].text):
            return 0
        if known.nature.search(lines[depth].text) and re.match(r"1(?!\d)", lines[depth].text):
            if not known.heads & {lines[0].text.split()[0], "".join(lines[0].text.split())}:
                return 0  # a caption
            printed = ["".join(line.text.split()) for line in lines[:depth]]
            return depth if all(_told(printed, names) for names in (known.label, known.unit)) else 0
    return 0


def _table(
    blocks: Sequence[Block], at: int, depth: int, known: Words
) -> tuple[list[tuple[str, ...]], int] | None:
    """The heads and rows of a table, and how many lines it takes; None where its rows cannot be told apart."""
    end = at + depth
    last = end
    while end < len(blocks) and _is_line(blocks[end]):
        end += 1
        if known.nature.search(blocks[end - 1].text):
            last = end
        if end - last > 3:
            break
    told = [m[0] for block in blocks[at : at + depth] for m in _value_head.finditer(block.text)]
    width = len(told)
    text = "\n".join(block.text for block in blocks[at + depth : last])
    tail = blocks[last].text.strip() if last < len(blocks) and _is_line(blocks[last]) else ""
    printed = ["".join(block.text.split()) for block in blocks[at : at + depth]]
    label, unit, nature = (_told(printed, names) for names in (known.label, known.unit, known.attribute))
    whole = "".join(printed)
    late = bool(nature and told) and whole.rfind(nature) > whole.rfind("".join(told[-1].split()))
    rows = _rows(text, width, known, late=late)
    if not width or len(rows) < _fewest or 2 * sum(len(row.values) == width for row in rows) < len(rows):
        return None
    if rows[-1].lacks and not rows[-1].below and 0 < len(tail) < _rest and not tail[0].isdigit():
        rows[-1].below.append(tail)
        last += 1
    heads = ("", label, unit, nature or min(known.attribute, key=lambda name: (len(name), name)), *told, "")
    made = [_cells(row, width, known) for row in rows]
    return [heads, *made], last - at


def _told(printed: Sequence[str], names: frozenset[str]) -> str:
    """The shortest of some names that stands in lines, or an empty string."""
    found = [name for name in names if any(name in line for line in printed)]
    return min(found, key=lambda name: (len(name), name), default="")


def _rows(text: str, width: int, known: Words, *, late: bool) -> list[_Row]:
    """The rows by their natures, numbered from one on, with the pieces between them shared out.

    `late`: the nature stands behind the values.
    """
    rows: list[_Row] = []
    at = 0
    for nature in known.nature.finditer(text):
        number = len(rows) + 1
        starts = list(re.finditer(rf"(?<![\d.,]){number}(?![\d.,])", text[at : nature.start()]))
        if not starts:
            return rows
        own = starts[0 if late or number == 1 else -1]
        before, middle = text[at : at + own.start()], text[at + own.end() : nature.start()]
        if late:
            parts = middle.split()
            end = nature.end()
            middle, values = " ".join(parts[:-width]), parts[-width:]
            if not all(_token.fullmatch(part) for part in values):
                middle, values = " ".join(parts), []
        else:
            values, end = _values(text, nature.end(), width)
        name, unit = _named(middle, known)
        row = _Row(number, name, unit, nature[0], values)
        pieces = [p.strip() for p in before.split("\n") if p.strip()]
        if rows and pieces and not rows[-1].lacks and len(rows[-1].values) == width - 1:
            value, rest = _glued(pieces.pop(0), known) if not name else (pieces.pop(0), "")
            rows[-1].values.append(value)  # in words
            pieces = [rest, *pieces] if rest else pieces
        _share(pieces, rows[-1] if rows else None, row)
        rows.append(row)
        at = end
    if rows and (rest := text[at:].strip()):
        rows[-1].below.append(rest)
    return rows


def _glued(text: str, known: Words) -> tuple[str, str]:
    """A value in words and the beginning of the name below that ran into it (与经济增长同步主要劳动年龄人口中)."""
    for end in (match.end() for match in known.ends.finditer(text)):
        if len(text) - end >= _shortest:
            return text[:end], text[end:].strip()
    return text, ""


def _values(text: str, at: int, width: int) -> tuple[list[str], int]:
    """The values from a place on, and where they end."""
    found: list[str] = []
    while len(found) < width and (match := _token.match(text, at)) and "\n" not in match[0].rstrip():
        found.append("".join(match[1].split()))
        at = match.end()
    return found, at


def _named(text: str, known: Words) -> tuple[str, str]:
    """The name and the unit in what stands between number and nature, either empty where it was wrapped."""
    parts = text.split()
    if parts and (known.units.fullmatch(parts[-1]) or parts[-1] == "/"):
        return "".join(parts[:-1]), parts[-1]
    whole = "".join(parts)
    if match := re.fullmatch(rf"(.+?)\d({known.units.pattern})", whole):  # the mark of a note between them
        return match[1], match[2]
    return whole, ""


def _share(pieces: list[str], upper: _Row | None, lower: _Row) -> None:
    """Give the pieces between two rows to the one that lacks something, in halves where both do."""
    if upper is None or not upper.lacks:
        lower.above += pieces
    elif not lower.lacks:
        upper.below += pieces
    else:
        half = (len(pieces) + 1) // 2
        upper.below += pieces[:half]
        lower.above += pieces[half:]


def _cells(row: _Row, width: int, known: Words) -> tuple[str, ...]:
    """The cells of a row, wrapped ones made whole."""
    above, below = " ".join(row.above).split(), " ".join(row.below).split()
    name, unit = row.name, row.unit
    if not name and not unit and len(above) == len(below) and above:
        cells = [a + b for a, b in zip(above, below, strict=True)]
        at = next((i for i, cell in enumerate(cells) if known.units.fullmatch(cell)), None)
        if at is not None:
            name, unit = "".join(cells[:at]), cells[at]
            values = [*cells[at + 1 :], *row.values][-width:]
            return str(row.number), name, unit, row.nature, *values, *[""] * (width - len(values)), ""
    rest = "".join((*above, *below))
    if not unit and known.units.fullmatch(rest):
        unit, rest = rest, ""
    elif not name:
        name, rest = re.sub(r"(?<=\D)\d$", "", rest), ""
    values = row.values
    if len(values) != width:  # under which head they stand is not known
        values, rest = [""] * width, " ".join(filter(None, (*values, rest)))
    return str(row.number), name, unit, row.nature, *values, rest
