"""The times of a document's sentences, and which of them holds for a place: what it says, what was said before it."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.model import Mention, Sentence
from kg.text.calendar import Calendar, Time
from kg.text.numerals import WIDTHS

_present = re.compile("如今|眼下|至今|迄今|现已|截至目前")
_span = re.compile(
    r"(?:^|(?<=[，；、。]))(?P<n>[二三四五])年(?=完成|培[养育]|引进|新增|累计|建成|投入|实施|招|打造|支持)"
)
_month = re.compile(r"(?<![年\d—–-])(?:1[0-2]|[1-9])月(?:(?:[12]\d|3[01]|[1-9])日)?(?![—–-])")
aside = frozenset(("base", "from", "month"))
"""Roles of times that do not say when what follows them is."""
_same = ("其中", "这一年", "当年", "同年", "这一时期")
_parted = re.compile(r"[，。；,;\d]")
_yearly = re.compile("同比")
_reach = 14
"""Characters behind a start (由2020年的…) that its figure stands within."""
_lead = 4
"""Characters before a time that opens a paragraph."""


@dataclass(slots=True)
class Years:
    """The times of each sentence in order; what is carried on to it: a deadline, a past year, its paragraph's lead."""

    calendar: Calendar
    times: list[list[Time]] = field(default_factory=list)
    horizons: dict[int, Time] = field(default_factory=dict)
    past: dict[int, int] = field(default_factory=dict)
    leads: dict[int, Time] = field(default_factory=dict)

    def governing(self, index: int, start: int) -> tuple[Time | None, Time | None]:
        """The last time named before a place of a sentence, but for starts and bases, and the first one after it."""
        told = [time for time in self.times[index] if time.role not in aside]
        place = bisect_left([time.start for time in told], start)
        return told[place - 1] if place else None, told[place] if place < len(told) else None

    def base(self, index: int, start: int) -> Time | None:
        """The time that a figure at a place is compared with: the last one named before it."""
        bases = [time for time in self.times[index] if time.role == "base" and time.start < start]
        return bases[-1] if bases else None

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
    mentions: Sequence[Mention] = (),
) -> Years:
    """The times of a document; a deadline holds on within its paragraph, and in a plan or report within its section."""
    found = Years(calendar)
    deadline: Time | None = None
    past: int | None = None
    paragraph, section = -1, None
    names = sorted((m.start, m.end) for m in mentions)
    for sentence, mine in zip(sentences, sections, strict=True):
        index, text = sentence.index, sentence.text.translate(WIDTHS)
        times = _outside(_times(text, calendar), sentence.start, names)
        found.times.append(times)
        opens = sentence.paragraph != paragraph
        if mine != section or (opens and calendar.form == "article"):
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


def _outside(times: list[Time], start: int, names: Sequence[tuple[int, int]]) -> list[Time]:
    """The times that are no part of a name (“十五五”规划, 2026年世界制造业大会)."""
    if not times or not names:
        return times
    low = bisect_left(names, (start, 0))
    near = names[max(0, low - 1) : bisect_left(names, (start + times[-1].end, 0))]
    return [t for t in times if not any(a < start + t.end and start + t.start < b for a, b in near)]


def _times(text: str, calendar: Calendar) -> list[Time]:
    """The times named in a sentence: also the present (如今), and a span that work takes (三年培养)."""
    found = calendar.times(text)
    found += [Time(m.start(), m.end(), None, "base") for m in _yearly.finditer(text)]
    found += [Time(m.start(), m.end(), None, "present") for m in _present.finditer(text)]
    if calendar.now is not None:
        for m in _span.finditer(text):
            found.append(Time(m.start(), m.end(), calendar.now + " 二三四五".index(m["n"]) + 1, "span"))
        found += [Time(m.start(), m.end(), calendar.now, "month") for m in _month.finditer(text)]
    return sorted(found, key=lambda time: time.start)
