"""The sheets of a document's tables to indicators, and to the numbers that are none, with the reason."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import cast, get_args

from kg.extract.tables import heads as heading
from kg.extract.tables.heads import Head
from kg.extract.tables.rows import Named, keys, named
from kg.extract.tables.sheet import Column, Sheet, table_unit
from kg.extract.tables.values import Value, has_number, is_empty, values
from kg.extract.tables.words import Words, bare, narrow, plain
from kg.model import FALL, POINT, RISE, Document, Indicator, Sentence, Span, TargetNature, Unused
from kg.text.calendar import Calendar, calendar, plans
from kg.text.function_words import pattern

_base_note = pattern(r"<base of a plan>(?:<is meant>|：|:)\s*((?:19|20)\d\d)年")

_unit_note = pattern(r"单位(?:<is meant>|:)\s*([^\s,;。、)]{1,10})")


@dataclass(frozen=True, slots=True)
class Times:
    """What a document and a table's caption say of years: the caption, the title, the day of issue, the plan."""

    caption: tuple[int, int] | None
    title: tuple[int, int] | None
    calendar: Calendar
    said: str | None
    of_title: str | None
    base: int | None
    done_until: int | None = None
    target_from: int | None = None
    plan: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A cell that may hold a value: its column with its head, its row with its name."""

    column: Column
    head: Head
    row: Named
    span: Span


def figures(sheet: Sheet, words: Words, evidence: Mapping[int, Sentence]) -> Iterator[Indicator | Unused]:
    """The figures of a sheet, cell by cell in the order of the rows."""
    heads = {column.at: heading.read(column.heads, words) for column in sheet.columns}
    of_columns = sheet.of("value")
    times = _times(sheet, words, heads)
    below, units = _unit_row(sheet, words)
    for row in named(sheet, words):
        if row.row.number == units:
            continue
        label = _label(row, words)
        if row.time:
            told_ = heading.read((row.time,), words)
            label = replace(label, years=told_.years, status=told_.status, expected=told_.expected)
        for column in of_columns:
            cell = row.row.cells.get(column.at)
            if cell is None:
                continue
            text = sheet.document.text[cell.start : cell.end]
            if is_empty(text):
                continue
            place = Place(column, heads[column.at], row, (cell.start, cell.end))
            found = values(text, words)
            told = list(_told(sheet, place, label, heads, found, times, below, words, evidence))
            yield from told
            if not told and has_number(text):
                reason = "no unit" if found else "not a value"
                yield Unused(sheet.document.id, cell.start, cell.end, text, reason)


def _label(row: Named, words: Words) -> Head:
    """What the label of a row tells; the change that one above it tells with its unit goes for it, too."""
    told = [heading.read((part,), words) for part in row.path]
    label = told[-1] if told else Head("")
    rated = next((head for head in reversed(told) if head.unit), label)
    return label if label.unit or label.change else replace(label, change=rated.change)


def _told(
    sheet: Sheet, place: Place, label: Head, heads: Mapping[int, Head], found: Sequence[Value], times: Times,
    below: Mapping[int, str], words: Words, evidence: Mapping[int, Sentence],
) -> Iterator[Indicator]:  # fmt: skip
    """The indicators of one cell: one for each of its values, if its unit and its name are known."""
    document, head = sheet.document, place.head
    subject, name, base = _name(sheet, place, label, heads, words)
    if not name:
        return
    change = (label.change or head.change) if not head.share else head.change
    if not any(h.change or h.share for h in heads.values()) and words.tells(sheet.caption, "growth"):
        change = change or RISE  # the caption alone says that all cells are changes
    cell = sheet.cell("：".join(place.row.path), place.column)
    low, high = _bounds(found)
    of_row = _unit_of_row(sheet, place, words)
    for value in found[:1] if high is not None else found:
        unit = value.unit or _unit(sheet, place, below, words)
        if words.is_magnitude(unit):  # 2.5万 in a row of 家
            unit += words.parted(_unit(sheet, place, below, words))[1]
        if not unit or words.is_magnitude(unit):
            return
        if (
            head.cumulative
            and head.change
            and not (head.yearly or head.unit or value.unit or label.change)
            and of_row
        ):
            # 累计变化 of a rate is told in points, of anything else in its own unit
            unit, moved = (POINT, RISE) if of_row == "%" else (of_row, "")
            turned, amount = _turned(unit, value, moved)
        elif value.cumulative and not value.unit and head.yearly and of_row and not label.change:
            # among yearly rates a sum in brackets is counted as its row is
            unit, moved = _over_years(of_row, value, head)
            turned, amount = _turned(unit, value, moved)
        elif not change and (head.yearly or head.cumulative) and not head.share:
            unit, moved = _over_years(unit, value, head)
            turned, amount = _turned(unit, value, moved)
        else:
            turned, amount = _turned(unit, value, change)
        if turned.endswith((RISE, FALL)) and base:
            name = base
        summed = value.cumulative or _is_sum(head, label, heads)
        near = {at: heads[at] for at in _beside(sheet, place.column)} or heads
        year, status = _when(head, label, times, near, cumulative=value.cumulative or head.total)
        sentence = evidence.get(place.span[0])
        yield Indicator(
            document.id, subject, name, value.comparator, amount, turned, year, status,
            (sentence.start, sentence.end) if sentence else place.span,
            base_year=str(head.base or label.base) if head.base or label.base else None,
            span=place.span, text=document.text[slice(*place.span)], by="tables/figures", cell=cell,
            low=low, high=high, nature=_nature(sheet, place.row, words),
            cumulative=summed, period=_over(head, label, times) if summed else None,
        )  # fmt: skip


def _beside(sheet: Sheet, column: Column) -> list[int]:
    """The columns of values under the same upper head that name a year."""
    if len(column.heads) < 2:
        return []
    same = [c for c in sheet.of("value") if len(c.heads) > 1 and c.heads[0] == column.heads[0]]
    return [c.at for c in same if any(heading.years(part) for part in c.heads)]


def _bounds(found: Sequence[Value]) -> tuple[Decimal, Decimal] | tuple[None, None]:
    """The ends of a cell's range; none where it holds no range."""
    if [value.comparator for value in found] != [">=", "<="] or found[0].unit not in ("", found[1].unit):
        return None, None
    return found[0].value, found[1].value


def _is_sum(head: Head, label: Head, heads: Mapping[int, Head]) -> bool:
    """Whether head or label say that a value is a sum over years, or it stands in the column that sums up years."""
    if head.cumulative or label.cumulative:
        return not head.yearly
    return head.total and sum(other.years is not None for other in heads.values()) > 1


def _over(head: Head, label: Head, times: Times) -> str | None:
    """The years that a sum is over, where they are told: by its column, its row, the caption or the title."""
    spans = (head.years, label.years, times.caption, times.plan, times.title)
    return next((f"{span[0]}-{span[1]}" for span in spans if span and span[0] < span[1]), None)


def _nature(sheet: Sheet, row: Named, words: Words) -> TargetNature | None:
    """Whether what a row plans binds or is expected: as the cell beside it, label, section or caption say."""
    cells = " ".join(sheet.text(row.row, column) for column in sheet.of("attribute"))
    for text in (cells, *row.path, row.section, sheet.caption):
        told = {kind for word in words.found(text, *get_args(TargetNature)) for kind in words.says[word]}
        natures = [nature for nature in get_args(TargetNature) if nature in told]
        if len(natures) == 1:
            return cast("TargetNature", natures[0])
    return None


def _over_years(unit: str, value: Value, head: Head) -> tuple[str, str]:
    """Unit and change of a value in a column of yearly means and sums (年均/累计), where its head tells no change.

    In brackets it is a sum: of points where the row is a rate, of growth where it has a rate of its own. Else it is
    the yearly growth of what is no rate.
    """
    if value.cumulative or not head.yearly:
        if value.unit == "%":
            return unit, RISE
        return (POINT, RISE) if unit == "%" and value.cumulative else (unit, "")
    if value.unit == "%" or unit != "%":
        return "%", RISE
    return unit, ""


def _name(
    sheet: Sheet, place: Place, label: Head, heads: Mapping[int, Head], words: Words
) -> tuple[str, str, str]:
    """The subject and the name of a cell's measure, and its name where the cell is a rate of change."""
    region = sheet.document.region or ""
    head, path = place.head, place.row.path
    key = words.unitless(place.row.area)
    if key and not words.is_total(key) and key not in words.found(key, "whole"):
        region = key
    role = next((column.role for column in keys(sheet)[0]), "label")
    measure = _measure(sheet, place, heads, words)
    about = heading.topic(sheet.caption, words)
    areas = [area for c in sheet.of("value") if (area := _area(c, words))]
    if len(areas) > 1 and role != "area":
        inside = _area(place.column, words)
        measure = "" if inside == measure else measure.replace(inside, "")
        region = _own(inside, areas, region, words)
    elif measure == next(iter(areas), "") and measure in words.found(measure, "whole"):
        measure = ""  # 全市 beside parts that are no areas (城市, 农村)
    if role in ("area", "time") and words.is_total(measure):
        measure = about + measure
    if role == "time" or not path or (label.years is not None and not label.name):
        return region, measure or about, measure or about
    own = words.unitless(path[-1])
    summed = words.is_total(own)
    if role == "area":
        whole = (
            summed
            or own in words.found(own, "whole")
            or (words.tells(own, "whole") and words.tells(own, "total"))
        )
        others = [bare(sheet.text(row, column)) for row in sheet.rows for column in sheet.of("area")[:1]]
        name = own if own in words.found(own, "whole") else ""
        return (_own(name, others, region, words) if whole else own), measure or about, measure or about
    if role == "project":
        return own, place.column.name, ""
    above = tuple(words.unitless(p) for p in path[:-1] if not words.is_total(p))
    row = "：".join((*above, own))
    stem = "：".join((*above, label.name)) if label.change and label.name and not head.share else row
    if head.total and words.is_total(measure):
        measure = "" if summed else measure
    alone = _is_only(sheet, place.column) or (head.change and not _amounts(sheet, place.column, heads, words))
    if not measure and alone and not _names_measures(sheet):
        if about and about not in row:
            return region, f"{about}：{row}", f"{about}：{row}"
    elif summed and not measure:
        row = stem = about + own
    if measure and (measure in own or own[-1] == measure[-1] in _quantity):
        measure = ""
    joint = "：" if role == "party" and measure else ""
    if role == "class" and about and about not in row and not (summed and not measure):
        row, stem = f"{about}：{row}", f"{about}：{stem}"
    return region, row + joint + measure, stem + joint + measure


def _own(area: str, areas: Sequence[str], region: str, words: Words) -> str:
    """The name of an area of a table: the document's region for the last of those called whole (全国, 全市).

    None of them is the region where it stands beside them under its own name.
    """
    if not area or area not in words.found(area, "whole"):
        return area or region
    wholes = [word for word in words.says if word in areas and "whole" in words.says[word]]
    return region if not wholes or (area == wholes[-1] and region not in areas) else area


def _area(column: Column, words: Words) -> str:
    """The area that a head of a column names, or an empty string."""
    return next((name for head in column.heads if words.is_area(name := bare(head))), "")


_quantity = "量额值数"
"""The last characters of words for a quantity: a row that ends with one needs no such word of its column (发电量)."""


def _measure(sheet: Sheet, place: Place, heads: Mapping[int, Head], words: Words) -> str:
    """What the column measures: as its head says, or the head of the amounts that it is a change of."""
    measure = place.head.name
    if not measure and place.head.change:
        measure = _level(sheet, place.column, heads, words)
    label = next(iter(sheet.of("label", "class", "party")), None)
    if not measure or label is None or words.is_total(measure):
        return measure
    names = [head.name for head in heads.values() if head.name]
    return heading.aside(sheet.caption, label.head, measure, names, words) + measure


def _level(sheet: Sheet, column: Column, heads: Mapping[int, Head], words: Words) -> str:
    """The measure of the nearest column of amounts before a column of its changes, under the same upper head."""
    before = _amounts(sheet, column, heads, words)
    if not before:
        return ""
    near = before[-1]
    same = len(column.heads) < 2 or len(near.heads) < 2 or near.heads[0] == column.heads[0]
    return heads[near.at].name if same else ""


def _amounts(sheet: Sheet, column: Column, heads: Mapping[int, Head], words: Words) -> list[Column]:
    """The columns of amounts before a column, those of areas left out."""
    before = [c for c in sheet.of("value") if c.at < column.at]
    return [c for c in before if not (heads[c.at].change or heads[c.at].share or _area(c, words))]


def _is_only(sheet: Sheet, column: Column) -> bool:
    return len(sheet.of("value")) == 1 and sheet.of("value")[0].at == column.at and not sheet.of("unit")


def _names_measures(sheet: Sheet) -> bool:
    """Whether the rows name measures themselves, as under 指标, and not parts of what the caption measures."""
    label = next(iter(sheet.of("label")), None)
    return label is not None and "指标" in label.head


def _unit(sheet: Sheet, place: Place, below: Mapping[int, str], words: Words) -> str:
    """The unit of a cell: of its row's label, its column's head, its row's unit, a row of units, the table."""
    head = place.head
    own, of_row = _label_unit(place, words), _column_unit(sheet, place)
    rated = bool(head.change) or head.share
    if rated and head.unit:
        return head.unit
    if own and not (rated and own not in ("%", "‰")):
        return own
    if head.unit or below.get(place.column.at):
        return head.unit or below[place.column.at]
    told_all = table_unit(sheet, words)
    several = [u for u in re.split("[、,，;；/和]", told_all) if u]
    rates = [u for u in several if u in _rates]
    if rated:
        return rates[0] if rates else "%" if of_row in ("", "%") or of_row != "%" else of_row
    if of_row:
        return of_row
    levels = [u for u in several if u not in rates]
    if len(several) > 1 and (told := _unit_in_order(sheet, place.column, levels, several, words)):
        return told
    if len(several) > 1 and words.is_unit(told_all):
        return told_all
    if levels:
        return levels[0]
    return rates[0] if rates else _noted(sheet, words)


def _noted(sheet: Sheet, words: Words) -> str:
    """The unit that the notes of a table tell for all of it."""
    told = (sheet.document.text[start:end] for start, end in sheet.table.notes)
    units = (match[1] for note in told for match in _unit_note.finditer(narrow(note)))
    return next((unit for unit in units if words.is_unit(unit)), "")


def _unit_in_order(
    sheet: Sheet, column: Column, levels: Sequence[str], several: Sequence[str], words: Words
) -> str:
    """The unit of a column where the table tells several: in the order of its columns, or as its name asks."""
    told = {c.at: heading.read(c.heads, words) for c in sheet.of("value")}
    unsaid = [at for at, head in told.items() if not head.unit]
    amounts = [at for at in unsaid if not (told[at].change or told[at].share)]
    names = list(dict.fromkeys(told[at].name for at in unsaid))
    for places, units in ((amounts, levels), (unsaid, several)):
        fits = all(
            (unit in _rates) == _is_rate(told[at], words) for at, unit in zip(places, units, strict=False)
        )
        if column.at in places and len(places) == len(units) > 1 and fits:
            return units[places.index(column.at)]
    if column.at in unsaid and len(names) == len(several) and all(names):  # the same measures year by year
        return several[names.index(told[column.at].name)]
    rate = next((unit for unit in several if unit in ("%", "‰")), "")
    return rate if rate and words.is_rate(told.get(column.at, Head("")).name) else ""


_rates = ("%", "‰", POINT)


def _is_rate(head: Head, words: Words) -> bool:
    """Whether the cells under a head are rates, by what it tells."""
    return bool(head.change) or head.share or words.is_rate(head.name)


def _unit_of_row(sheet: Sheet, place: Place, words: Words) -> str:
    """The unit that the label of a row names, or its cell of units."""
    return _label_unit(place, words) or _column_unit(sheet, place)


def _label_unit(place: Place, words: Words) -> str:
    return next((u for p in reversed(place.row.path) if (u := words.unit_of(p))), "")


def _column_unit(sheet: Sheet, place: Place) -> str:
    column = next(iter(sheet.of("unit")), None)
    told = plain(sheet.text(place.row.row, column)) if column else ""
    return "" if is_empty(told) else narrow(told)


def _turned(unit: str, value: Value, change: str) -> tuple[str, Decimal]:
    """Unit and value, the direction in the unit where they tell a change."""
    change = value.change or change
    if not change or unit not in ("%", POINT, POINT[1:], "倍", "‰"):
        return unit, value.value
    unit = POINT if unit == POINT[1:] else unit
    if value.value < 0:
        return unit + (FALL if change == RISE else RISE), -value.value
    return unit + change, value.value


def _unit_row(sheet: Sheet, words: Words) -> tuple[dict[int, str], int | None]:
    """The units that a row of the table itself gives for its columns, and the number of that row."""
    labels = sheet.of("label", "class", "party", "area", "time", "project")
    for row in sheet.rows[:2]:
        first = plain(sheet.text(row, labels[0])) if labels else ""
        cells = {c.at: narrow(plain(sheet.text(row, c))).strip("()") for c in sheet.of("value", "text")}
        given = {at: text for at, text in cells.items() if text}
        if (
            given
            and all(words.is_unit(text) for text in given.values())
            and words.role(first) in ("unit", "")
        ):
            if first and words.role(first) != "unit":
                continue
            return given, row.number
    return {}, None


def _times(sheet: Sheet, words: Words, heads: Mapping[int, Head]) -> Times:
    document = sheet.document
    title = " ".join(filter(None, (document.title, document.text[:120].split("\n")[0])))
    notes = "".join(document.text[a:b] for a, b in sheet.table.notes)
    base = _base_note.search(notes)
    named_ = [head.years[1] for head in heads.values() if head.years]
    first = int(base[1]) if base else min(named_) - 1 if named_ else None
    caption = heading.years(heading.unnumbered(sheet.caption))
    down = [sheet.text(row, column) for column in sheet.of("time")[:1] for row in sheet.rows]
    told = [*heads.values(), *(heading.read((text,), words) for text in down)]
    return Times(
        caption,
        heading.years(title),
        calendar(document),
        words.status(sheet.caption),
        words.status(title),
        first,
        max((h.years[1] for h in told if h.years and (h.status == "done" or h.expected)), default=None),
        min((h.years[0] for h in told if h.years and h.status == "target"), default=None),
        next(iter((*plans(sheet.caption), *plans(title))), None),
    )


def _when(
    head: Head, label: Head, times: Times, heads: Mapping[int, Head], *, cumulative: bool
) -> tuple[str | None, str]:
    """The year and the status of a cell: by its column, its row, the caption, the title, the day of issue."""
    status = head.status or (label.status if label.years or not label.name else None)
    own = head.years or label.years
    if head.before and not own and times.base:
        return str(times.base), "done"
    if own is None and (cumulative or head.yearly):
        spans = [h.years for h in heads.values() if h.years]
        own = (min(s[0] for s in spans), max(s[1] for s in spans)) if spans else None
    around = own or times.caption or times.title
    if head.previous and around and not head.years:
        return str(around[1] - 1), "done"
    if status is None and own and (head.expected or label.expected) and not _is_last(own, times, heads):
        status = "done"
    if around is None:
        now = times.calendar.now
        status = status or times.said or times.of_title or "done"
        return (str(now) if now and status == "done" else None), status
    if status is None and own and times.done_until and own[1] <= times.done_until:
        status = "done"
    elif status is None and own and times.target_from and own[1] >= times.target_from:
        status = "target"
    status = status or _status(around, times)
    year = around[1] if own or status == "target" else around[0] if around[1] - around[0] == 1 else around[1]
    return str(year), status


def _is_last(own: tuple[int, int], times: Times, heads: Mapping[int, Head]) -> bool:
    """Whether years are the last of several that the table and its document name, and yet to come."""
    spans = [span for span in (times.caption, times.title, times.plan) if span]
    named_ = {year for span in spans for year in span} | {h.years[1] for h in heads.values() if h.years}
    now = times.calendar.now
    return len(named_ | {own[1]}) > 1 and own[1] >= max(named_) and (now is None or own[1] > now)


def _status(around: tuple[int, int], times: Times) -> str:
    if times.said == "done" or (times.of_title == "done" and times.said is None):
        return "done"
    plan = times.said == "target" or times.of_title == "target"
    ranged = times.caption and times.caption[0] < times.caption[1]
    of_title = times.title if times.of_title == "target" or times.caption is None else None
    spanned = times.caption if ranged else times.plan or of_title
    if plan and spanned and spanned[0] < spanned[1]:
        return "target" if around[1] >= spanned[0] else "done"
    now = times.calendar.now
    if now is None and times.caption and around[1] < times.caption[0]:
        return "done"
    if now is None or around[1] == now:
        return "target" if plan else "done"
    return "target" if around[1] > now else "done"


def row_evidence(document: Document, sentences: Sequence[Sentence]) -> dict[int, Sentence]:
    """The sentence that each cell of the document's tables stands in, by where the cell starts."""
    rows = sorted((s for s in sentences if s.role == "table"), key=lambda s: s.start)
    found: dict[int, Sentence] = {}
    at = 0
    for start in sorted(cell.start for table in document.tables for cell in table.cells):
        while at + 1 < len(rows) and rows[at + 1].start <= start:
            at += 1
        if rows and rows[at].start <= start < rows[at].end:
            found[start] = rows[at]
    return found
