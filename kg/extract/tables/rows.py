"""Rows to their names: labels with the rows that they are parts of (其中), sections, and what a label itself tells."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kg.extract.tables.sheet import Column, Row, Sheet, table_unit
from kg.extract.tables.values import is_empty, values
from kg.extract.tables.words import Words, plain
from kg.text.function_words import pattern

_numbered = pattern(
    r"(?:\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)]|[（(]?<ordinal>{1,3}[）)、.．]|[ⅠⅡⅢⅣⅤ][.．、])\s*"
)
_section = pattern(r"[（(]?<ordinal>{1,3}[）)、.．]|[ⅠⅡⅢⅣⅤ]")
_ordinal = pattern(r"[（(]?<ordinal>{1,3}[）)]?[、.．]?")
_parting = pattern(r"(?:<ordinal>+、)?按\S{1,12}分(?:组|类)?[:：]?")
"""A label that only says by what the rows below it part the whole above it."""
_dash = re.compile(r"^[-—–#·•]+")


_mark = 2
"""Half widths of a mark for parts (＃), and by which labels that are meant to stand level do not."""


@dataclass(frozen=True, slots=True)
class Named:
    """A row and its name: the labels from the widest to its own. `section` is that of the rows above it.

    `area` and `time` are told in columns beside its labels (地区 | 年份 | 指标 | 数值).
    """

    row: Row
    path: tuple[str, ...]
    section: str = ""
    area: str = ""
    time: str = ""


@dataclass(slots=True)
class _Group:
    """A row whose parts follow: its path, its value and unit, and what its parts add up to so far."""

    path: tuple[str, ...]
    value: Decimal | None
    unit: str
    sum: Decimal = field(default_factory=Decimal)
    parts: int = 0


@dataclass(frozen=True, slots=True)
class _Step:
    """An open row of an indented table: how far it stands to the right, and of the parts that it is one of, the word
    that tells them (其中) and what follows that word.
    """

    number: int
    indent: int
    parts: tuple[int, int] | None
    marked: bool


def named(sheet: Sheet, words: Words) -> list[Named]:
    """The rows of a sheet with their names, in order; rows that only part the table are sections and left out.

    A row that is called 增长 or 比上年增长 and no more tells the change of the one above it.
    """
    labels = keys(sheet)[0]
    changes = {
        row.number: own[0]
        for row in sheet.rows[1:]
        if len(own := _own(sheet, row, labels)) == 1 and words.is_change(own[0])
    }
    others = _named(replace(sheet, rows=tuple(r for r in sheet.rows if r.number not in changes)), words)
    own_rows = {one.row.number: one for one in others}
    found: list[Named] = []
    whole: Named | None = None
    for row in sheet.rows:
        if row.number in own_rows:
            whole = own_rows[row.number]
            found.append(whole)
        elif row.number in changes and whole and whole.path:
            path = (*whole.path[:-1], whole.path[-1] + changes[row.number])
            found.append(replace(whole, row=row, path=path))
    return found


def _named(sheet: Sheet, words: Words) -> list[Named]:
    """The rows of a sheet that are named by their own labels, and by those above."""
    labels, areas, times = keys(sheet)
    levels = sheet.of("value", "investment")
    found: list[Named] = []
    groups: list[_Group] = []
    section = ""
    over: tuple[str, ...] = ()
    marked = [_within(sheet.text(row, labels[0]) if labels else "", words) for row in sheet.rows]
    amounts = [_amount(sheet, row, levels, words) for row in sheet.rows]
    steps = _steps(sheet, labels, words)
    whole = _wholes(amounts, marked)
    paths: dict[int, tuple[str, ...]] = {}
    parted: tuple[str, ...] | None = None
    valued = any(
        _section.match("".join(_own(sheet, r, labels))) and not _is_bare(sheet, r) for r in sheet.rows
    )
    for number, row in enumerate(sheet.rows):
        own = _own(sheet, row, labels) or _own(sheet, row, sheet.of("category"))[:1]
        if _is_section(sheet, row, levels, numbered=not valued):
            section = plain(next(iter(_texts(sheet, row)), ""))
            groups, over = [], ()
            continue
        beside = _first_of(sheet, row, areas), _first_of(sheet, row, times)
        if not own:
            found.append(Named(row, (), section, *beside))
            continue
        name = tuple(_cleared(text, words) for text in own)
        if len(own) == 1 and _is_bare(sheet, row):
            over, groups = () if number in steps else name, []  # it heads the rows that follow
            if _parting.fullmatch(own[0]) and found:
                parted = found[-1].path if parted is None else parted
                over, paths[number] = () if number in steps else parted, parted
            elif _section.match(own[0]) and not valued:
                section, over = own[0], ()
            else:
                section = "" if marked[number] else section
                paths[number] = _below(number, steps, paths, name) if number in steps else name
            continue
        if _section.match(own[0]):
            over = ()  # the next of those numbered, and no part of the last
        value = _first(sheet, row, levels, words) if amounts[number] else None
        unit = plain(sheet.text(row, next(iter(sheet.of("unit")), None)))
        follows = _has_parts(number, amounts, marked)
        if number in steps:
            path = (*over, *_below(number, steps, paths, name))
        elif groups or marked[number]:
            path = _among(
                groups, found, name, (value, unit), over, words, inner=marked[number], follows=follows
            )
        else:
            path = (*paths.get(whole.get(number, -1), over), *name)
        paths[number] = path
        found.append(Named(row, path, section, *beside))
        if follows and not _is_parted_anew(groups, path, value):
            groups.append(_Group(path, value, unit))
    return found


def keys(sheet: Sheet) -> tuple[tuple[Column, ...], tuple[Column, ...], tuple[Column, ...]]:
    """The columns that name the rows, and those beside them that tell the area and the time of each."""
    names = sheet.of("label", "class", "party", "project")
    areas, times = sheet.of("area"), sheet.of("time")
    if names:
        return names, areas, times
    return (areas, (), times) if areas else (times, (), ())


def _own(sheet: Sheet, row: Row, columns: Sequence[Column]) -> list[str]:
    """The labels of a row, each once."""
    texts = [_dash.sub("", plain(sheet.text(row, column))) for column in columns]
    return list(dict.fromkeys(text for text in texts if text))


def _first_of(sheet: Sheet, row: Row, columns: Sequence[Column]) -> str:
    """The first label of a row in some columns, or an empty string."""
    return next(iter(_own(sheet, row, columns)), "")


def _below(
    number: int, steps: Mapping[int, int | None], paths: Mapping[int, tuple[str, ...]], name: tuple[str, ...]
) -> tuple[str, ...]:
    """The path of a row below the one that it is a part of by its indent."""
    above = steps[number]
    return name if above is None else (*paths.get(above, ()), *name)


def _steps(sheet: Sheet, labels: Sequence[Column], words: Words) -> dict[int, int | None]:
    """The row that each row is a part of, by how far its label stands to the right; none where labels stand level."""
    column = labels[0] if labels else None
    cells = [row.cells.get(column.at) if column else None for row in sheet.rows]
    told = [cell.indent for cell in cells if cell is not None]
    if len(set(told)) < 2 or told[0] != min(told) or len(labels) > 1:
        return {}
    found: dict[int, int | None] = {}
    open_: list[_Step] = []
    for number, (row, cell) in enumerate(zip(sheet.rows, cells, strict=True)):
        if cell is None:
            continue
        lead = _leading(sheet.text(row, column), words)
        parts = (cell.indent, cell.indent + lead) if lead else _parts_beside(open_, cell.indent)
        if lead:
            _close(open_, cell.indent)
            if lead > _mark and open_ and open_[-1].indent == cell.indent:
                return {}  # a word for parts level with their whole: what follows level may be either
        found[number] = open_[-1].number if open_ else None
        open_.append(_Step(number, cell.indent, parts, marked=lead > 0))
    return found


def _close(open_: list[_Step], indent: int) -> None:
    """End what a row that is told to be a part (其中) ends: parts told before it as far to the right, or farther."""
    same = [at for at, step in enumerate(open_) if step.parts and step.parts[0] == indent]
    if same:
        del open_[same[-1] :]
    while open_ and open_[-1].parts and open_[-1].parts[0] > indent:
        open_.pop()


def _parts_beside(open_: list[_Step], indent: int) -> tuple[int, int] | None:
    """The parts that a row without a word for it goes on with, if it does; what it ends is closed.

    It stands level with the word of the first of them, or with what follows that word, and not with their whole.
    """
    while open_:
        last = open_[-1]
        if last.parts is None or (not last.marked and indent > last.indent + 1):
            if last.indent < indent:
                return None
            open_.pop()
            continue
        mark, text = last.parts
        whole = open_[-2].indent if len(open_) > 1 else -1
        open_.pop()
        if indent >= text - min(_mark, (text - mark) // 2) or (
            indent >= mark and (indent > whole or mark == indent < whole)
        ):
            return last.parts
    return None


def _is_bare(sheet: Sheet, row: Row) -> bool:
    """Whether a row has nothing but its label, its number and its class."""
    others = (
        c
        for c in sheet.columns
        if c.role not in ("number", "category", "label", "class", "party", "area", "time")
    )
    return not any(text for c in others if not is_empty(text := sheet.text(row, c)))


def listed(sheet: Sheet) -> list[Named]:
    """The rows of a list in order, each with the section that it stands in; they have no parts.

    A section is a row of one cell, or one that 一、二 number among rows that 1, 2 do: it sums up those below it.
    """
    found: list[Named] = []
    section = ""
    numbers = [plain(sheet.text(row, next(iter(sheet.of("number")), None))) for row in sheet.rows]
    numbered = any(number.isdigit() for number in numbers)
    names = sheet.of("project", "task", "label")
    for row, number in zip(sheet.rows, numbers, strict=True):
        own = [cell for cell in row.cells.values() if cell.row == row.number]
        if numbered and _ordinal.fullmatch(number):
            section = next((text for c in names if (text := plain(sheet.text(row, c)))), section)
        elif len(own) == 1 and len(row.cells) == 1:
            section = plain(next(iter(_texts(sheet, row)), ""))
        elif own:
            found.append(Named(row, (), section))
    return found


def _has_parts(
    number: int, amounts: Sequence[tuple[Decimal, str, Decimal] | None], marked: Sequence[bool]
) -> bool:
    """Whether the next row is told to be a part, and can be one of this row: what is more parts the rows above anew."""
    if number + 1 >= len(marked) or not marked[number + 1]:
        return False
    whole, part = amounts[number], amounts[number + 1]
    return whole is None or part is None or whole[1] != part[1] or part[0] <= whole[0]


def _wholes(amounts: Sequence[tuple[Decimal, str, Decimal] | None], marked: Sequence[bool]) -> dict[int, int]:
    """The row that each row is a part of, where rows add up to the one above them though nothing says so."""
    found: dict[int, int] = {}
    for number, whole in enumerate(amounts):
        if (
            whole is None
            or number in found
            or whole[0] <= 0
            or (number + 1 < len(marked) and marked[number + 1])
        ):
            continue
        total = Decimal()
        for at in range(number + 1, len(amounts)):
            part = amounts[at]
            if part is None or marked[at] or part[1] != whole[1] or at in found:
                break
            total += part[0]
            count = at - number
            if total > whole[0] + whole[2] * count:
                break
            if count > 1 and abs(total - whole[0]) <= (whole[2] * count / 2 if count > 2 else 0):
                found.update(dict.fromkeys(range(number + 1, at + 1), number))
                break
    return found


def _amount(
    sheet: Sheet, row: Row, levels: Sequence[Column], words: Words
) -> tuple[Decimal, str, Decimal] | None:
    """The amount of a row with its unit without magnitude, and what its last digit counts; None where it has none."""
    value = _first(sheet, row, levels, words)
    if value is None:
        return None
    units = sheet.of("unit")
    told = plain(sheet.text(row, units[0])) if units else ""
    if (told or table_unit(sheet, words)) in ("%", "‰"):
        return None  # rates add up to nothing
    magnitude, unit = words.parted(told)
    digit = Decimal(1).scaleb(int(value.as_tuple().exponent))
    return value * magnitude, unit, digit * magnitude


def _among(
    groups: list[_Group], found: Sequence[Named], name: tuple[str, ...], amount: tuple[Decimal | None, str],
    over: tuple[str, ...], words: Words, *, inner: bool, follows: bool,
) -> tuple[str, ...]:  # fmt: skip
    """The path of a row after or among parts: one more of them, or what ends them."""
    if inner:
        return _opened(groups, found, name, *amount, over)
    other = words.is_measure(name[-1]) and not words.is_measure(found[-1].path[-1])
    return _continued(groups, name, *amount, follows=follows, other=other) or (*over, *name)


def _opened(
    groups: list[_Group], found: Sequence[Named], name: tuple[str, ...], value: Decimal | None, unit: str,
    over: tuple[str, ...],
) -> tuple[str, ...]:  # fmt: skip
    """The path of a row that is told to be a part: of the row before it, or of what that one is a part of."""
    while len(groups) > 1 and (_is_whole(groups[-2]) or not _fits(groups[-1], value, unit, fresh=True)):
        groups.pop()
    if not groups:
        return (*(over or (found[-1].path if found else ())), *name)
    groups[-1].sum, groups[-1].parts = value or Decimal(), 1
    return (*groups[-1].path, *name)


def _is_parted_anew(groups: Sequence[_Group], path: tuple[str, ...], value: Decimal | None) -> bool:
    """Whether what is told as parts next parts the whole of a row anew: it is the last of several rates."""
    last = groups[-1] if groups else None
    return last is not None and value is None is last.value and last.parts > 1 and path[:-1] == last.path


def _is_whole(group: _Group) -> bool:
    """Whether the parts told so far make up the whole: what is told as parts next parts it anew."""
    return group.value is not None and group.sum == group.value


def _continued(
    groups: list[_Group],
    name: tuple[str, ...],
    value: Decimal | None,
    unit: str,
    *,
    follows: bool,
    other: bool,
) -> tuple[str, ...] | None:
    """The path of a row after parts, where it is one more of them; else the groups end, and None comes back.

    `other`: it names a measure of its own, which the part before it does not.
    """
    while groups:
        group = groups[-1]
        if not other and value is None is group.value and (not follows or group.parts > 0):
            group.parts += 1
            return (*group.path, *name)  # of rates nothing tells but the words
        if not other and value is not None and _fits(group, value, unit, fresh=False):
            total = group.value is not None and group.sum + value == group.value
            if not follows or total:
                group.sum += value
                return (*group.path, *name)
        groups.pop()
    return None


def _fits(group: _Group, value: Decimal | None, unit: str, *, fresh: bool) -> bool:
    """Whether a value can be a part of the whole, beside the parts before it."""
    if value is None or group.value is None:
        return fresh
    if unit != group.unit:
        return False
    return value + (0 if fresh else group.sum) <= group.value * Decimal("1.002")


def _first(sheet: Sheet, row: Row, levels: Sequence[Column], words: Words) -> Decimal | None:
    """The amount of a row, by its first column of amounts; None where it has none, or only rates."""
    for column in levels:
        if words.unit_of(column.head) in ("%", "‰") or words.found(column.head, "growth", "yearly"):
            continue
        got = values(sheet.text(row, column), words)
        return got[0].value if got else None
    return None


def _within(text: str, words: Words) -> bool:
    text = _numbered.sub("", plain(text)).replace("#", "＃")
    return any(text.startswith(word) for word in words.found(text[:6], "within"))


def _leading(text: str, words: Words) -> int:
    """How far the word that opens the parts (其中：) pushes the first of them to the right, in half widths."""
    text = text.replace("#", "＃")
    word = next((word for word in words.found(text[:6], "within") if text.startswith(word)), "")
    if not word:
        return 0
    rest = text[len(word) :]
    led = word + rest[: len(rest) - len(rest.lstrip("：:#，, \u3000"))]
    return sum(1 if letter.isascii() else 2 for letter in led)


def _cleared(text: str, words: Words) -> str:
    """A label without its number and the word that tells it to be a part."""
    text = _numbered.sub("", text)
    for word in words.found(text[:6], "within"):
        if text.startswith(word):
            text = text[len(word) :].lstrip("：:#，, ")
    return _numbered.sub("", text)


def _is_section(sheet: Sheet, row: Row, levels: Sequence[Column], *, numbered: bool) -> bool:
    """Whether a row parts the table: one cell over most of its columns, or a lone label numbered as a heading.

    Where rows so `numbered` have values, one without is a whole whose parts follow, and no heading.
    """
    cells = list(row.cells.values())
    if len(cells) != 1:
        return False
    wide = len(sheet.columns) > 2 and cells[0].columns > len(sheet.columns) // 2
    text = sheet.document.text[cells[0].start : cells[0].end]
    return wide or (numbered and bool(_section.match(text)) and bool(levels or sheet.kind != "indicators"))


def _texts(sheet: Sheet, row: Row) -> list[str]:
    return [sheet.document.text[cell.start : cell.end] for cell in row.cells.values()]
