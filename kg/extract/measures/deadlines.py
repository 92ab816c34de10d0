"""The words that tell by when (2026年6月底前, 三季度, 年内, 2024—2027年) to a year and, where they say it, a month."""

import re
from dataclasses import dataclass

from kg.text.calendar import Calendar, spans
from kg.text.function_words import pattern, words_of
from kg.text.numerals import WIDTHS, whole

_month = re.compile(r"(?<!\d)(?P<m>1[0-2]|[1-9])月(?!\d*日?起)(?:(?:[12]\d|3[01]|[1-9])日)?")
_quarter = pattern(r"(?P<q>[<quarter>1-4])季度")
_half = pattern("(?P<h><half>)半年")
_year_end = pattern(r"(?<![<ordinal|two>\d])年内|年<end>")
_told = frozenset(("deadline", "this", "past", "span"))


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when: a year ("2026"), and a month ("2026-06") where it is told."""

    year: str | None = None
    due: str | None = None


def deadline(text: str, calendar: Calendar, known: str | None = None) -> Deadline:
    """The last deadline that words tell; `known` is the year that is known of them otherwise.

    A month, a quarter or the end of the year without a year are those of the year that the document plans, else of
    the year it speaks from.
    """
    text = text.translate(WIDTHS)
    times = [time for time in calendar.times(text) if time.year and time.role in _told]
    years = [time.year for time in times if time.year] + [last for _, last in spans(text)]
    own = calendar.planned or calendar.now
    year = max(years, default=int(known) if known else None)
    exact = max((time.due for time in times if time.due), default=None)
    if exact is not None:
        return Deadline(str(year), exact if exact.startswith(str(year)) else None)
    months = [int(m["m"]) for m in _month.finditer(text)]
    months += [3 * whole(m["q"]) for m in _quarter.finditer(text)]
    months += [6 * (words_of("half").index(m["h"]) + 1) for m in _half.finditer(text)]
    months += [12 for _ in _year_end.finditer(text)]
    if not months:
        return Deadline(str(year) if year else None)
    year = year or own
    return Deadline(str(year), f"{year}-{max(months):02d}") if year else Deadline()
