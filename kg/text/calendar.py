"""The years of a document, and the times that its sentences name: one calendar for the whole house."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.model import Document
from kg.text.function_words import pattern, words_of
from kg.text.numerals import whole

late_month = 11
"""The month from which a report is on its own year, and its tasks are for the next."""

plan_length = 5

_plan = pattern(
    r"(?<![（(])[“\"]?(?P<short><ten><digit>?|<earlier plan>)五(?![）)、])[”\"]?(?!<no plan>|[、，]?[十二三四])"
    r"|第(?P<ordinal><ten>?<digit>|<ten>)个五年(?:规划|计划)?"
)
_span = re.compile(r"((?:19|20)\d\d)年?\s*[—–－~～至-]+\s*((?:19|20)\d\d)年?")
_year = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?=年|$)")
_than, _from, _be = words_of("than"), words_of("from"), words_of("be")
_time = pattern(
    r"(?P<base>(?:<than|from|starting|at|be>)?)(?P<to><by the year>)?(?P<until><until>)?<now>?"
    r"(?:(?P<year>(?:19|20)\d\d)年(?P<after><since|by the end|before|on the basis>|<ago>(?!\d|<digit>个)|<end>)?"
    r"(?P<month>(?P<m>\d{1,2})月(?P<mafter><by the end|ago|end>)?)?"
    r"|“?(?P<plan><ten><digit>?|<earlier plan>)五”?(?P<planafter><plan period>)(?!<plan matter>)"
    r"|(?P<word>(?<![<operates>])<year after next>"
    r"|<this year|last year|year before last|next year|by year's end|no year of its own>)"
    r"|(?P<span><coming|past>)?(?P<n><digit>?<ten><digit>?|<digit|two>|\d{1,2})个?年(?P<spanafter><lasting|within|ago>)?)"
)
_multiple = re.compile(r"的\s*[\d.]+倍")
_distant = {
    word: years
    for years, name in enumerate(
        ("year before last", "last year", "this year", "next year", "year after next"), -2
    )
    for word in words_of(name)
}
"""How many years from now a word means."""


@dataclass(frozen=True, slots=True)
class Time:
    """A time named in a sentence: a year, and whether it is a deadline, a year past, a start or a base.

    `role` is one of deadline, past, this (the year the document speaks from), since, from and base; `due`
    is a deadline to the month ("2026-06").
    """

    start: int
    end: int
    year: int | None
    role: str
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The years of a document: from which it speaks, on which it looks back, to which it looks ahead.

    `reviewed` is the year that a review in it tells, `planned` the one that its tasks are for, `horizon`
    the last year of the plan that it is; None where nothing tells. `form` is report, plan or article.
    """

    now: int | None = None
    form: str = "article"
    reviewed: int | None = None
    planned: int | None = None
    horizon: int | None = None

    def ahead(self, count: int) -> int | None:
        """The last of so many coming years: five are those of the plan, a report's begin with the year it plans."""
        if count == plan_length and self.horizon is not None:
            return self.horizon
        if self.form == "report" and self.planned is not None:
            return self.planned + count - 1
        if self.now is None:
            return None
        opens = count == plan_length and self.now % plan_length == 1
        return self.now + count - (1 if opens else 0)

    def times(self, text: str) -> list[Time]:
        """The times named in a sentence, in order."""
        if "年" not in text and "五" not in text and "中叶" not in text:
            return []
        return [time for m in _time.finditer(text) if (time := self._read(text, m))]

    def _read(self, text: str, m: re.Match[str]) -> Time | None:
        if m["year"]:
            return self._of_year(text, m)
        if m["plan"]:
            return self._of_plan(m)
        return self._relative(text, m) if self.now is not None else None

    def _of_year(self, text: str, m: re.Match[str]) -> Time:
        year, after = int(m["year"]), m["after"] or ""
        role = self._role(text, m, year)
        month = int(m["m"]) if m["m"] else 12 if after.startswith("底") else 0
        due = f"{year}-{month:02d}" if role == "deadline" and 1 <= month <= 12 else None
        return Time(m.start(), m.end(), year, role, due)

    def _role(self, text: str, m: re.Match[str], year: int) -> str:
        base, after = m["base"], m["after"] or ""
        is_multiple = base in _be and _multiple.match(text, m.end())
        if base in _than or after in words_of("on the basis") or is_multiple:
            return "base"
        if base in _from:
            return "from"
        if after in words_of("since") or base in words_of("starting"):
            return "since"
        if after.endswith(words_of("ago")) or (m["mafter"] or "").endswith(words_of("ago")):
            return "deadline"
        if m["until"]:
            return "past"
        if self.now is None:
            return "deadline" if m["to"] else "past"
        if self.form == "report" and year == self.planned == self.now and not m["to"]:
            return "this"  # the year that a report sets out in: what it says of it may be done or to be done
        return "deadline" if year > self.now or (m["to"] and year >= self.now) else "past"

    def _of_plan(self, m: re.Match[str]) -> Time:
        now, year = self.now, plan_span(whole(m["plan"]))[1]
        if m["base"] in _than:
            return Time(m.start(), m.end(), year, "base")
        if now is not None and year < now + (self.form == "report"):
            return Time(m.start(), m.end(), year, "past")
        if m["planafter"] in words_of("since"):
            return Time(m.start(), m.end(), now, "past")
        return Time(m.start(), m.end(), year, "deadline")

    def _relative(self, text: str, m: re.Match[str]) -> Time | None:
        now = self.now
        assert now is not None
        start, end = m.span()
        if word := m["word"]:
            is_multiple = m["base"] in _be and _multiple.match(text, end)
            if (m["base"] in (*_than, *_from) or is_multiple) and word in words_of("last year"):
                role = "from" if m["base"] in _from else "base"
                return Time(start, end, None, role)  # the year before that of the figure
            if word in words_of("the one before"):
                return Time(start, end, (self.reviewed or now) - 1, "past")
            if word in words_of("by year's end"):
                return Time(start, end, now, "deadline", f"{now}-12")
            if word not in _distant:
                return None
            role = "past" if _distant[word] < 0 else "deadline" if _distant[word] else "this"
            return Time(start, end, now + _distant[word], role)
        n = whole(m["n"])
        if m["span"] in words_of("coming"):
            return Time(start, end, self.ahead(n), "deadline")
        if m["spanafter"] in words_of("within"):
            return Time(start, end, now + n, "deadline")
        if m["spanafter"] in words_of("ago") and n < 30:
            return Time(start, end, now - n, "from")
        return None


def plan_span(number: int) -> tuple[int, int]:
    """First and last year of a five-year plan: the fourteenth ran from 2021 to 2025, each follows the one before."""
    return 1951 + 5 * number, 1955 + 5 * number


def plans(text: str) -> list[tuple[int, int]]:
    """The years of the five-year plans that a text names, in order."""
    return [plan_span(whole(m["short"] or m["ordinal"])) for m in _plan.finditer(text)]


def spans(text: str) -> Iterator[tuple[int, int]]:
    """The spans (2024—2027年), plans and single years that a title or heading names, as first and last year."""
    rest = text
    for m in _span.finditer(text):
        yield int(m[1]), int(m[2])
        rest = rest.replace(m.group(), " ")
    yield from plans(rest)
    for m in _year.finditer(rest):
        yield int(m[1]), int(m[1])


def period_years(period: str | None) -> tuple[int, int] | None:
    """A period ("2025", "2026-2030") as its first and last year."""
    if not period:
        return None
    first, _, last = period.partition("-")
    return int(first), int(last or first)


def calendar(document: Document) -> Calendar:
    """The years of a document, from the frames of its top sections, its kind, title and date."""
    if _form(document.get("kind") or "") == "plan":
        return calendar_of(document, ())  # its sections have their years from it
    tops = [s for s in document.sections if s.parent is None]
    return calendar_of(document, [(s.kind, *span) for s in tops if (span := period_years(s.period))])


def calendar_of(document: Document, told: Sequence[tuple[str, int, int]]) -> Calendar:
    """The years of a document whose top headings tell these kinds, with first and last year."""
    kind = document.get("kind") or ""
    form = _form(kind)
    if form == "article" and told:
        form = "report"  # an excerpt that looks back or ahead under its headings
    dated = re.match(r"((?:19|20)\d\d)(?:-(\d\d))?", document.date or "")
    now = int(dated[1]) if dated else None
    late = bool(dated and dated[2] and int(dated[2]) >= late_month and kind == "work-report")
    own = tuple(spans(titled(document)))
    reviewed = max((last for of, first, last in told if of == "review" and first == last), default=None)
    meant = [last for of, first, last in told if of == "tasks" and first == last]
    # Tasks are for the next years that headings name; one much later (2035年远景目标) is a horizon.
    planned = max((year for year in meant if year <= min(meant) + 2), default=None)
    single = max((first for first, last in own if first == last), default=None)
    if reviewed is None and planned is None and form == "report":
        reviewed, planned = (None, single) if kind == "work-report" else (single, None)
    if reviewed is None and planned is None and now is not None:
        before = (kind in ("work-report", "bulletin") and not late) or form == "plan"
        reviewed = now - 1 if before else now
        planned = now + 1 if late else now
    elif reviewed is None and planned is not None:
        reviewed = planned - 1
    elif planned is None and reviewed is not None:
        planned = reviewed + 1
    horizon = max((last for first, last in own if last > first), default=None) if form == "plan" else None
    return Calendar(now if now is not None else planned, form, reviewed, planned, horizon)


def titled(document: Document) -> str:
    """The title that a document itself bears; a file's name tells no years."""
    return next((m.value for m in document.metadata if m.key == "title" and m.by != "name"), "")


def _form(kind: str) -> str:
    if kind in ("work-report", "bulletin", "brief"):
        return "report"
    return "article" if kind in ("", "news", "essay", "questions", "report") else "plan"
