"""Sections to what their statements speak of: review, tasks, goals … and the years meant."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import get_args

from kg.model import Document, Section, SectionKind
from kg.ontology import Ontology
from kg.text.alternation import alternation
from kg.text.calendar import Calendar, calendar_of, spans

several = ""
"""The period of a section that is planned for several: each of its statements says for which."""
_kinds: frozenset[str] = frozenset(get_args(SectionKind))
_ahead: frozenset[str] = frozenset(("tasks", "goals", "outlook"))


@dataclass(frozen=True, slots=True)
class Frames:
    """The words of headings with what they tell, and how a kind of document is read without headings."""

    words: Mapping[str, str]
    pattern: re.Pattern[str]
    defaults: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Told:
    """What a heading says by itself: kinds of statement, words of time, and years."""

    kinds: tuple[str, ...]
    times: tuple[str, ...]
    years: tuple[tuple[int, int], ...]


@cache
def frames(ontology: Ontology) -> Frames:
    """The tables of frames."""
    words = {row["word"]: row["kind"] for row in ontology.table("section_frames")}
    defaults = {row["kind"]: (row["frame"], row["period"]) for row in ontology.table("document_frames")}
    return Frames(words, re.compile(alternation(words)), defaults)


def framed(document: Document, table: Frames) -> Document:
    """The document with kind and period of each section, from its heading, those above, its kind and date."""
    told = [_told(section.title, table) for section in document.sections]
    first = calendar_of(document, list(_plain(document.sections, told)))
    own = default(document, first, table)
    found: list[Section] = []
    for section, said in zip(document.sections, told, strict=True):
        above = found[section.parent] if section.parent is not None else None
        kind, period = _frame(said, above, own, first)
        before = next((s for s in reversed(found) if s.parent == section.parent), None)
        if (
            kind == "other"
            and not said.years
            and first.form == "report"
            and before
            and before.kind == "tasks"
        ):
            kind, period = before.kind, before.period  # a report closes with what it has yet to do
        found.append(replace(section, kind=kind, period=period))
    return replace(document, sections=tuple(found))


def default(document: Document, told: Calendar, table: Frames) -> tuple[SectionKind, str | None]:
    """What a document's statements speak of where no heading says more, and of which year."""
    frame, period = table.defaults.get(document.get("kind") or "", ("other", "-"))
    year = {"reviewed": told.reviewed, "planned": told.planned, "horizon": told.horizon}.get(period)
    return _kind(frame), str(year) if year else None


def _told(title: str, table: Frames) -> _Told:
    words = [table.words[m.group()] for m in table.pattern.finditer(title)]
    kinds = tuple(word for word in words if word in _kinds)
    return _Told(kinds, tuple(word for word in words if word not in _kinds), tuple(spans(title)))


def _plain(sections: Sequence[Section], told: Sequence[_Told]) -> Iterator[tuple[str, int, int]]:
    """The headings that say one kind of one year: they fix what is past and what is to come."""
    for section, said in zip(sections, told, strict=True):
        years = [first for first, last in said.years if first == last]
        if section.parent is None and len(years) == 1:
            if "review" in said.kinds and not _ahead & {*said.kinds}:
                yield "review", years[0], years[0]
            elif _ahead & {*said.kinds} and "review" not in said.kinds and "past" not in said.times:
                yield "tasks", years[0], years[0]


def _frame(
    said: _Told, above: Section | None, own: tuple[SectionKind, str | None], told: Calendar
) -> tuple[SectionKind, str | None]:
    """Kind and period of a section, by what its heading says and what holds above it."""
    kinds = {*said.kinds}
    past, ahead = _periods(said, told)
    coming = ahead is not None
    outer = (above.kind, above.period) if above else own
    dated = past is not None or coming
    if above is not None and above.kind == "review" and not dated:
        return ("problems", None) if "problems" in kinds else outer
    if past is not None and coming:
        return "other", None
    if past is not None:
        return ("problems" if kinds == {"problems"} else "review"), past
    if coming or (_ahead & kinds and "review" not in kinds):
        kind = (
            "outlook"
            if kinds == {"outlook"}
            else "goals"
            if "goals" in kinds and "tasks" not in kinds
            else "tasks"
        )
        inherited = outer[1] if outer[0] in _ahead else _year(told.planned) if told.form == "report" else None
        return _kind(kind), (ahead or None) if coming else inherited
    if "review" in kinds and (above is None or above.kind not in _ahead):
        return "review", _year(told.reviewed)
    named = next((kind for kind in said.kinds if kind in ("problems", "background")), None)
    if named == "problems" and above is not None and above.kind in _ahead:
        return outer  # what a task is to mend: 破解短板
    return (_kind(named), None) if named else outer


def _periods(said: _Told, told: Calendar) -> tuple[str | None, str | None]:
    """The period before and the one to come that a heading names."""
    past: list[tuple[int, int]] = []
    ahead: list[tuple[int, int]] = []
    for first, last in said.years:
        is_past = told.reviewed is not None and last <= told.reviewed
        if told.reviewed is None or first <= told.reviewed < last:
            is_past = "review" in said.kinds and not _ahead & {*said.kinds}
        if is_past:
            past.append((first, last if told.reviewed is None else min(last, told.reviewed)))
        else:
            ahead.append((first, last))
    if told.reviewed is not None and {"before", "past"} & {*said.times}:
        past.append((told.reviewed, told.reviewed))
    if told.planned is not None:
        if "ahead" in said.times and (end := told.ahead(5)):
            ahead.append((told.planned, told.horizon or end))
        if "next" in said.times or (
            "now" in said.times and told.now == told.planned and "review" not in said.kinds
        ):
            ahead.append((told.planned, told.planned))
    return _latest(past), _latest(ahead) if len(set(ahead)) < 2 else several


def _latest(periods: Sequence[tuple[int, int]]) -> str | None:
    """The period that ends last, of two that end together the shorter."""
    if not periods:
        return None
    first, last = max(periods, key=lambda span: (span[1], span[0]))
    return str(last) if first == last else f"{first}-{last}"


def _kind(name: str) -> SectionKind:
    return next(kind for kind in get_args(SectionKind) if kind == name)


def _year(year: int | None) -> str | None:
    return None if year is None else str(year)
