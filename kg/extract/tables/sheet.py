"""A table of a document to sheets, one for each panel: columns with heads and roles, rows with their cells."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.extract.tables.bodies import bodies
from kg.extract.tables.values import is_empty, values
from kg.extract.tables.words import Words, bare, narrow, plain
from kg.model import Cell, Document, Table

_number = re.compile(r"(?!\d{1,3}[.．、]\D)[-−－+]?\d[\d,，.．\s]*")
"""How a cell of numbers begins, and none that a number of its own leads (1.地区生产总值)."""
_mostly = 0.5
_wordier = 1.5
"""How many times as long as what is headed as tasks the cells of another column are that tells them."""
_named = ("label", "class", "party", "area", "project", "category", "place", "content")
"""Roles of columns that hold names."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heads from the top, what its cells are (a role of `table_heads.tsv`, value, text), its place."""

    at: int
    heads: tuple[str, ...]
    role: str

    @property
    def head(self) -> str:
        """The heads as one text."""
        return "".join(self.heads)

    @property
    def name(self) -> str:
        """The heads as one name, the lowest without its unit."""
        return "".join((*self.heads[:-1], bare(self.heads[-1]))) if self.heads else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row below the heads: its number in the table and its cells by column."""

    number: int
    cells: Mapping[int, Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table, or one panel of it, as it is to be read; `kind` is indicators, projects or tasks."""

    document: Document
    table: Table
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    kind: str

    def text(self, row: Row, column: Column | None) -> str:
        """The text of a cell, empty where there is none."""
        cell = row.cells.get(column.at) if column else None
        return self.document.text[cell.start : cell.end] if cell else ""

    def of(self, *roles: str) -> tuple[Column, ...]:
        """The columns of some roles."""
        return tuple(column for column in self.columns if column.role in roles)

    def cell(self, row: str, column: Column | None = None) -> str:
        """What names a cell: the table, the row, and the heads of its column from the top."""
        heads = " ".join(map(plain, column.heads)) if column else ""
        return " › ".join(filter(None, (self.caption, plain(row), heads)))

    @property
    def caption(self) -> str:
        """The caption as printed, or an empty string."""
        span = self.table.caption
        return self.document.text[span[0] : span[1]] if span else ""


def table_unit(sheet: Sheet, words: Words) -> str:
    """The units that are told for the whole table: beside it, or in the last brackets of its caption (亿元、%)."""
    if sheet.table.unit:
        return narrow(sheet.table.unit)
    inner = re.findall(r"[(\[]([^()\[\]]+)[)\]]", narrow(plain(sheet.caption)))[-1:]
    parts = [part for text in inner for part in re.split("[、,;/和]", text)]
    return inner[0] if parts and all(map(words.is_unit, parts)) else ""


def sheets(document: Document, table: Table, words: Words) -> Iterator[Sheet]:
    """The panels of a table, from left to right; most tables are one."""
    if card := _card(document, table, words):
        table = card
    elif _lies(document, table, words):
        table = _turned(table)
    grid = _expanded(table)
    heads = _heads(document, table, grid)
    rows = _repeated(document, _rows(table, grid, heads), words)
    shown = [c for c in range(table.columns) if heads[c] or any(c in row.cells for row in rows)]
    width = _panel([heads[c] for c in shown])
    for start in range(0, len(shown), width):
        part = shown[start : start + width]
        inner = [Row(row.number, {c: cell for c, cell in row.cells.items() if c in part}) for row in rows]
        columns = _columns(document, part, heads, [row for row in inner if row.cells], words)
        kind = _kind(columns)
        if kind == "indicators":
            columns = tuple(replace(c, role="value") if c.role == "investment" else c for c in columns)
        else:  # 建成4.5公里管廊 below 目标要求 is told in words
            texts = {
                c: [document.text[r.cells[c.at].start : r.cells[c.at].end] for r in inner if c.at in r.cells]
                for c in columns
            }
            columns = tuple(
                replace(c, role="text")
                if c.role == "value" and not any(values(text, words) for text in texts[c])
                else c
                for c in columns
            )
        yield Sheet(document, table, columns, tuple(row for row in inner if row.cells), kind)


_fields = ("project", "task", "content", "place", "period", "from", "to", "investment", "builder", "lead",
           "support", "responsible", "due")  # fmt: skip
"""Roles of columns of lists."""
_in_charge = ("lead", "responsible", "support", "due")
_duty = re.compile(r"([\u4e00-\u9fff]{2,8})\s*[:：]")
_fewest = 3
"""Heads of a form that are those of a list, at least."""


def _lies(document: Document, table: Table, words: Words) -> bool:
    """Whether a list lies on its side: what heads columns elsewhere stands one below the other at its left."""
    roles: list[set[str]] = [set(), set()]
    for cell in table.cells:
        role = words.role(document.text[cell.start : cell.end])
        if role in _fields:
            for line, own in ((cell.column, roles[0]), (cell.row, roles[1])):
                if line == 0:
                    own.add(role)
    down, across = roles
    return len(down) > 2 and len(across) < 2 and bool(down & {"project", "task"})


def _card(document: Document, table: Table, words: Words) -> Table | None:
    """A form that tells head and cell by turns (项目名称 | … | 建设单位 | …), as a list; None where a table is none.

    Where its first head comes again, the next row of the list begins.
    """
    across: dict[int, list[Cell]] = {}
    for cell in table.cells:
        across.setdefault(cell.row, []).append(cell)
    told = [cell for row in sorted(across) for cell in sorted(across[row], key=lambda c: c.column)]
    heads, cells = told[::2], told[1::2]
    if any(len(row) % 2 for row in across.values()) or max(map(len, across.values()), default=0) < 4:
        return None
    names = [plain(document.text[c.start : c.end]) for c in heads]
    roles = [words.role(name) for name in names]
    first = {"project", "task"} & {*roles[:2]}
    inner = sum(words.role(document.text[c.start : c.end]) in _fields for c in cells)
    if not first or inner or sum(role in _fields for role in roles) < max(_fewest, len(roles) // 2):
        return None
    places: dict[str, int] = {}
    for name in names:
        places.setdefault(name, len(places))
    placed: list[Cell] = []
    rows = 0
    for name, head, cell in zip(names, heads, cells, strict=True):
        rows += name == names[0]
        if rows == 1:
            placed.append(replace(head, row=0, column=places[name], rows=1, columns=1))
        placed.append(replace(cell, row=rows, column=places[name], rows=1, columns=1))
    ordered = tuple(sorted(placed, key=lambda c: (c.row, c.column)))
    return replace(table, rows=rows + 1, columns=len(places), cells=ordered, heads=1)


def _turned(table: Table) -> Table:
    """A table with its columns as rows."""
    cells = (replace(c, row=c.column, column=c.row, rows=c.columns, columns=c.rows) for c in table.cells)
    ordered = tuple(sorted(cells, key=lambda c: (c.row, c.column)))
    return replace(table, rows=table.columns, columns=table.rows, cells=ordered, heads=1)


def _expanded(table: Table) -> dict[tuple[int, int], Cell]:
    return {
        (row, column): cell
        for cell in table.cells
        for row in range(cell.row, min(cell.row + cell.rows, table.rows))
        for column in range(cell.column, min(cell.column + cell.columns, table.columns))
    }


def _heads(document: Document, table: Table, grid: Mapping[tuple[int, int], Cell]) -> list[tuple[str, ...]]:
    """The heads of each column from the top; a head over the columns beside it that have none goes for them too."""
    found: list[tuple[str, ...]] = []
    for column in range(table.columns):
        cells = dict.fromkeys(cell for row in range(table.heads) if (cell := grid.get((row, column))))
        found.append(tuple(document.text[cell.start : cell.end] for cell in cells))
    if table.heads > 1 and not any(cell.columns > 1 for cell in table.cells if cell.row == 0):
        for column in range(
            1, table.columns
        ):  # no merges told: an upper head stands over the columns to its right
            upper, own = grid.get((0, column)), grid.get((1, column))
            if upper is None and own is not None and len(found[column - 1]) > 1:
                found[column] = (found[column - 1][0], *found[column])
    return found


def _rows(table: Table, grid: Mapping[tuple[int, int], Cell], heads: Sequence[tuple[str, ...]]) -> list[Row]:
    """The rows below the heads; a cell under no head counts for the column to its left where that has none."""
    found: list[Row] = []
    for number in range(table.heads, table.rows):
        cells: dict[int, Cell] = {}
        for column in range(table.columns):
            cell = grid.get((number, column))
            if cell is None or (cell.column < column and cell in cells.values()):
                continue
            if table.heads and not heads[column] and column and column - 1 not in cells and column > 1:
                cells[column - 1] = cell
            else:
                cells[column] = cell
        if cells:
            found.append(Row(number, cells))
    return found


def _repeated(document: Document, rows: Sequence[Row], words: Words) -> list[Row]:
    """The rows, in place of marks that tell the same as above (〃, 同上) the cell that they repeat."""
    found: list[Row] = []
    for row in rows:
        above = found[-1].cells if found else {}
        cells = {
            column: above[column]
            if column in above and words.is_ditto(document.text[cell.start : cell.end])
            else cell
            for column, cell in row.cells.items()
        }
        found.append(replace(row, cells=cells))
    return found


def _panel(heads: Sequence[tuple[str, ...]]) -> int:
    """How many columns a panel has: all, unless the heads of the first come again to the right."""
    names = [plain("".join(parts)) for parts in heads]
    for width in range(2, len(names) // 2 + 1):
        if names[0] and names[width:] and all(name == names[i % width] for i, name in enumerate(names)):
            return width
    return max(len(names), 1)


def _columns(
    document: Document,
    places: Sequence[int],
    heads: Sequence[tuple[str, ...]],
    rows: Sequence[Row],
    words: Words,
) -> tuple[Column, ...]:
    found: list[Column] = []
    labelled = False
    for place in places:
        texts = [
            document.text[row.cells[place].start : row.cells[place].end] for row in rows if place in row.cells
        ]
        texts = [text for text in texts if not is_empty(text)] or texts
        numbers = sum(bool(_number.match(text)) or bool(values(text, words)) for text in texts)
        head = heads[place][-1] if heads[place] else ""
        if (
            texts
            and all(len([*duties(text, words)]) > 0 for text in texts)
            and any(len([*duties(text, words)]) > 1 for text in texts)
        ):
            found.append(Column(place, heads[place], "duties"))
            continue
        role = words.role(head) or (words.role("".join(heads[place])) if len(heads[place]) > 1 else "")
        if role in _named and texts and numbers >= _mostly * len(texts):
            role = ""  # 城市 over numbers is a part that is measured, not the head of names
        if role == "unit" and not found and not any(words.is_unit(plain(text)) for text in texts):
            role = ""  # 单位 over bodies or towns, or a corner that tells the unit of all cells
        if role in ("", "label") and not found and _are_areas(texts, words):
            role = "area"
        if not role and labelled and _are_bodies(texts, words):
            role = (
                "lead"
                if words.found(head, "leads")
                else "support"
                if words.found(head, "assists")
                else "responsible"
            )
        if not role:
            counted = numbers >= _mostly * len(texts) if texts else bool(head)
            role = "value" if counted or _has_values(texts, head, words) else "text"
            if role == "value" and not head and not found and _ascending(texts):
                role = "number"
        if role in ("label", "class", "party", "area", "project", "time", "task"):
            labelled = True
        found.append(Column(place, heads[place], role))
    if not labelled:
        first = next((c for c in found if c.role in ("text", "category")), None)
        first = first or next((c for role in ("content", "value") for c in found if c.role == role), None)
        if first:
            found = [Column(c.at, c.heads, "label") if c is first else c for c in found]
    return tuple(_with_wordiest(found, rows))


def _with_wordiest(columns: Sequence[Column], rows: Sequence[Row]) -> Iterator[Column]:
    """The columns, one of words between tasks and those in charge as the tasks where it tells more than theirs."""
    charged = [c.at for c in columns if c.role in ("lead", "responsible", "support")]
    tasks = [c for c in columns if c.role == "task" and charged and c.at < charged[0]]
    for column in columns:
        told = column.role == "text" and tasks and tasks[-1].at < column.at < charged[0]
        if told and _length(column, rows) > _wordier * _length(tasks[-1], rows):
            yield Column(column.at, column.heads, "task")
        else:
            yield column


def _length(column: Column, rows: Sequence[Row]) -> float:
    """How many characters the cells of a column have in the mean."""
    cells = [row.cells[column.at] for row in rows if column.at in row.cells]
    return sum(cell.end - cell.start for cell in cells) / max(len(cells), 1)


def duties(text: str, words: Words) -> Iterator[tuple[str, int, int]]:
    """What a cell tells under names of its own (牵头单位：… 配合单位：… 完成时限：…): role, begin and end of each."""
    marks = [(role, m) for m in _duty.finditer(text) if (role := words.role(m[1])) in _in_charge]
    for at, (role, mark) in enumerate(marks):
        yield role, mark.end(), marks[at + 1][1].start() if at + 1 < len(marks) else len(text)


def _are_areas(texts: Sequence[str], words: Words) -> bool:
    """Whether the cells of a column name areas, sums left out."""
    names = [name for text in texts if not words.tells(name := bare(text), "total")]
    return len(names) > 1 and all(words.is_area(name) for name in names)


def _are_bodies(texts: Sequence[str], words: Words) -> bool:
    """Whether most cells of a column begin with the name of a body, as its end tells (市水务局、市财政局)."""
    named = [next(iter(bodies(text, 0, words)), None) for text in texts if not is_empty(text)]
    told = sum(body is not None and len(body.name) > 2 and body.name.endswith(words.bodies) for body in named)
    return told > 0.7 * len(named) > 0


def _has_values(texts: Sequence[str], head: str, words: Words) -> bool:
    """Whether a column whose cells are no plain numbers is one of values: its head names a year, a unit or a status."""
    if not any(re.search(r"\d", text) for text in texts):
        return False
    name = bare(head)
    timed = re.search(r"(?:19|20)\d\d|五”?[末期]", name) is not None or words.tells(name, "yearly")
    return timed or bool(words.unit_of(head)) or words.status(name) is not None


def _ascending(texts: Sequence[str]) -> bool:
    """Whether the cells number the rows."""
    return [text.strip() for text in texts] == [str(i) for i in range(1, len(texts) + 1)]


def _kind(columns: Sequence[Column]) -> str:
    """What a table lists: tasks, projects, or figures."""
    roles = {column.role for column in columns}
    dated = [c for c in columns if c.role == "value" and re.search(r"(?:19|20)\d\d", c.head)]
    if "label" in roles and not roles & {"project"} and len(dated) > 1:
        return "indicators"  # goals year by year, though it tells of which task and who is in charge
    charged = roles & {"lead", "responsible", "support", "due", "duties"}
    if "task" in roles and charged and "unit" not in roles:
        return "tasks"
    told = roles & {"content", "place", "period", "from", "to", "builder", "investment"}
    if "project" in roles and (told or charged) and "unit" not in roles:
        return "projects"
    if "label" in roles and "unit" not in roles and len(told) >= 2 and told & {"content", "place", "builder"}:
        return "projects"
    return "indicators"
