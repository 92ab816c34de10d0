"""The times of a document's sentences, and which of them holds for a place: what it says, what was said before it."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.model import Mention, Sentence
from kg.text.calendar import Calendar, Time, plan_length
from kg.text.function_words import pattern, words_of
from kg.text.numerals import WIDTHS, whole

_present = pattern("<at present>")
_span = pattern(r"(?:^|(?<=[，；、。]))(?P<n>[二三四五])年(?=<achieves>)")
_month = re.compile(r"(?<![年\d—–-])(?:1[0-2]|[1-9])月(?:(?:[12]\d|3[01]|[1-9])日)?(?![—–-])")
aside = frozenset(("base", "from", "month"))
"""Roles of times that do not say when what follows them is."""
_same = words_of("that time")
_until = pattern(r"<until>(?:1[0-2]|[1-9])月")
_aims = pattern("<aims of the year>")
_whole = pattern("<whole year>")
_parted = re.compile(r"[，。；,;\d]")
_reach = 14
"""Characters behind a start (由2020年的…) that its figure stands within."""
_lead = 4
"""Characters before a time that opens a paragraph."""


@dataclass(slots=True)
class Years:
    """The times of each sentence in order; what is carried on to it: a deadline, a past year, its paragraph's lead.

    `named` tells where times begin that are part of a name (“十五五”规划): they date figures, but no act.
    """

    calendar: Calendar
    times: list[list[Time]] = field(default_factory=list)
    named: list[frozenset[int]] = field(default_factory=list)
    horizons: dict[int, Time] = field(default_factory=dict)
    past: dict[int, int] = field(default_factory=dict)
    leads: dict[int, Time] = field(default_factory=dict)
    kept: dict[tuple[int, bool], tuple[list[Time], list[int]]] = field(default_factory=dict)

    def governing(self, index: int, start: int, *, acts: bool) -> tuple[Time | None, Time | None]:
        """The last time named before a place of a sentence, but for starts and bases, and the first one after it."""
        told, starts = self._told(index, acts=acts)
        place = bisect_left(starts, start)
        return told[place - 1] if place else None, told[place] if place < len(told) else None

    def month(self, index: int, end: int) -> Time | None:
        """The first month named without a year in a sentence, where it stands before the end of an act."""
        first = next((time for time in self.times[index] if time.role == "month"), None)
        return first if first is not None and first.start < end else None

    def _told(self, index: int, *, acts: bool) -> tuple[list[Time], list[int]]:
        """The times of a sentence that say when what follows is, and where they begin."""
        key = (index, acts)
        if key not in self.kept:
            names = self.named[index] if acts else frozenset()
            told = [time for time in self.times[index] if time.role not in aside and time.start not in names]
            self.kept[key] = (told, [time.start for time in told])
        return self.kept[key]

    def origin(self, index: int, start: int, text: str) -> Time | None:
        """The start (由2020年的…) whose figure stands at a place."""
        for time in self.times[index]:
            near = time.role == "from" and 0 <= start - time.end < _reach
            if near and not _parted.search(text, time.end, start):
                return time
        return None


def years(
    sentences: Sequence[Sentence],
    calendar: Calendar,
    sections: Sequence[int | None],
    yearly: frozenset[int] = frozenset(),
    mentions: Sequence[Mention] = (),
) -> Years:
    """The times of a document; a deadline holds on within its paragraph, and in a plan or report within its section.

    `sections` is the section of each sentence, `yearly` those that speak of one year: there no deadline holds on.
    """
    found = Years(calendar)
    deadline: Time | None = None
    past: int | None = None
    paragraph, section = -1, None
    names = sorted((m.start, m.end) for m in mentions)
    for index, (sentence, mine) in enumerate(zip(sentences, sections, strict=True)):
        text = sentence.text.translate(WIDTHS)
        times = _times(text, calendar)
        found.times.append(times)
        found.named.append(_named(times, sentence.start, names))
        opens = sentence.paragraph != paragraph
        if mine != section or (opens and calendar.form == "article") or mine in yearly or _aims.search(text):
            deadline = None
        if opens and calendar.form == "report" and deadline is not None and _is_far(deadline, calendar):
            deadline = None
        if not opens and past is not None and text.startswith(_same):
            found.past[index] = past
        told = [t for t in times if t.role not in aside and t.role != "since"]
        if opens and told and told[0].start <= _lead:
            found.leads[sentence.paragraph] = told[0]
        past = next((t.year for t in reversed(times) if t.role == "past"), None if opens else past)
        if any(t.role == "this" or (t.role == "past" and t.year == calendar.now) for t in times):
            deadline = None
        if deadline is not None:
            found.horizons[index] = deadline
        ahead = [t for t in times if t.role == "deadline" and t.year]
        if ahead:
            deadline = ahead[-1] if ahead[-1].year != calendar.now else None
        paragraph, section = sentence.paragraph, mine
    return found


def _is_far(deadline: Time, calendar: Calendar) -> bool:
    """Whether a deadline lies beyond the next five years: a vision (2035年远景目标) dates its own paragraph alone."""
    last = calendar.ahead(plan_length)
    return last is not None and deadline.year is not None and deadline.year > last


def _named(times: Sequence[Time], start: int, names: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Where times begin that are part of a name (“十五五”规划, 2026年世界制造业大会)."""
    if not times or not names:
        return frozenset()
    low = bisect_left(names, (start, 0))
    near = names[max(0, low - 1) : bisect_left(names, (start + times[-1].end, 0))]
    return frozenset(
        t.start for t in times if any(a < start + t.end and start + t.start < b for a, b in near)
    )


def _times(text: str, calendar: Calendar) -> list[Time]:
    """The times named in a sentence: also the present (如今), and a span that work takes (三年培养)."""
    found = calendar.times(text)
    found += [Time(m.start(), m.end(), None, "present") for m in _present.finditer(text)]
    if calendar.now is not None:
        for m in _span.finditer(text):
            found.append(Time(m.start(), m.end(), calendar.now + whole(m["n"]), "span"))
        found += [Time(m.start(), m.end(), calendar.now, "month") for m in _month.finditer(text)]
        found += [Time(m.start(), m.end(), calendar.reviewed, "past") for m in _until.finditer(text)]
        if calendar.form == "article":
            found += [Time(m.start(), m.end(), calendar.now, "this") for m in _whole.finditer(text)]
    return sorted(found, key=lambda time: time.start)
