"""The words beside a figure to the part of a year that it covers, the year of comparison, and whether it is planned."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.model import Document, Sentence
from kg.text.alternation import alternation
from kg.text.calendar import plan_span
from kg.text.function_words import pattern, words_of
from kg.text.numerals import chinese, whole
from kg.text.places import section_of


@dataclass(frozen=True, slots=True)
class When:
    """The year and status of a figure, and the year it is compared with."""

    year: str | None
    status: str
    base: str | None = None


_HEAD = 24
"""So many letters of a paragraph may say of which years it is."""

_YEAR_BEFORE = pattern(
    "<on the year>|(?:<than|with|compared>)于?<last year|year's beginning|same period>"
    "|<amounts to><last year>(?:<same period>)?的$"
)
_BASE = pattern(
    r"(?:<than|with|compared>)于?(?P<than>(?:19|20)\d\d)年|[<at>以](?P<on>(?:19|20)\d\d)年<on the basis|as the base>"
    r"|<amounts to>(?P<of>(?:19|20)\d\d)年<end>?的(?=[^，。；]{0,6}<times>)"
    r"|(?:<than|with|compared>)于?“?(?P<plan><zero|ordinal>{1,3})五”?"
)
_RESTATED = pattern("[，,]<in all>?<moves>?")
_TO_COME = pattern("<to come>")
_ON = pattern(r"[<at>以](?:19|20)\d\d年<on the basis|as the base>")
_WORKS = pattern(r"<of works><term>[为:：]?(?:(?:19|20)\d\d年?[-—–~～<to>]+)?(?P<end>(?:19|20)\d\d)年?")
_PART = pattern(
    r"第?(?P<quarter>[<quarter>1-4])季度|前(?P<quarters>[<digit|two>2-3])个?季度|(?P<half><half>)半年"
    r"|(?P<first>\d{1,2})月?[-—–~～<to>](?P<last>\d{1,2})月份?(?!\d)|前(?P<months>[<zero|ordinal|two>\d]{1,2})个月"
    r"|(?:(?<=年)|(?<=^)|(?<=[，。；]))(?P<month>\d{1,2})月份?(?=[，\u4e00-\u9fff])(?![<end|early|half>中起])"
    r"|(?P<from>(?:19|20)\d\d)年?[-—–~～<to>]+(?P<to>(?:19|20)\d\d)年|“?(?P<plan><ten><zero|digit>)五”?(?:<period>|以来)"
    r"|(?P<none><no part of a year|this year|last year>|到?(?:19|20)\d\d年)"
)


def parts(text: str) -> list[re.Match[str]]:
    """The parts of years, spans of years and whole years that a sentence names, in order."""
    return [
        m
        for m in _PART.finditer(text)
        if not (m["none"] and text[max(0, m.start() - 1) : m.start()] in words_of("than"))
    ]


def part(named: Sequence[re.Match[str]], end: int, year: str | None) -> str | None:
    """The part of a year, or the span of years, that was named last before a figure: 2024-Q1, 2021-2025.

    None where none was, or a whole year after it. `named` are the `parts` of the sentence, `end` is where the
    figure begins, `year` its year.
    """
    i = bisect_right(named, end, key=lambda m: m.end())
    return _named(named[i - 1], year) if i else None


def _named(m: re.Match[str], year: str | None) -> str | None:
    if m["from"]:
        return f"{m['from']}-{m['to']}"
    if year is None or m["none"]:
        return None
    if m["plan"]:
        first, last = plan_span(int(chinese(m["plan"])))
        return f"{first}-{year}" if first < int(year) <= last else None
    if m["quarter"]:
        return f"{year}-Q{whole(m['quarter'])}"
    if m["half"]:
        return f"{year}-H{words_of('half').index(m['half']) + 1}"
    if m["month"]:
        return f"{year}-{int(m['month']):02}" if int(m["month"]) <= 12 else None
    first = int(m["first"] or 1)
    last = int(m["last"]) if m["last"] else 3 * whole(m["quarters"]) if m["quarters"] else whole(m["months"])
    if not 0 < first < last <= 12:
        return None
    named = {
        (1, 3): "Q1",
        (4, 6): "Q2",
        (7, 9): "Q3",
        (10, 12): "Q4",
        (1, 6): "H1",
        (7, 12): "H2",
        (1, 12): "",
    }
    if (name := named.get((first, last))) is not None:
        return f"{year}-{name}" if name else None
    return f"{year}-{first:02}/{year}-{last:02}"


def reviewed(
    document: Document, sentences: Sequence[Sentence], years: re.Pattern[str], one_year: re.Pattern[str]
) -> list[bool]:
    """Whether each sentence looks back on five years, as its heading or the head of a paragraph before it says.

    `years` are words for five years, `one_year` those for a single one, from which on no more is added up.
    """
    sections = document.sections
    found: list[bool] = []
    several, last, paragraph = False, -1, -1
    for sentence in sentences:
        top = own = section_of(sections, sentence.start)
        while top is not None and (above := sections[top].parent) is not None:
            top = above
        if top is not None and top != last:
            title, last = sections[top].title, top
            several = bool(years.search(title)) and not one_year.search(title)
        if sentence.paragraph != paragraph and own is not None:
            paragraph, head = sentence.paragraph, sentence.text[:_HEAD]
            several = bool(years.search(head)) or (several and not one_year.search(head))
        found.append(several)
    return found


def base(text: str, begin: int, end: int, year: str | None) -> str | None:
    """The year that a figure is compared with, where the words between `begin` and `end` say so."""
    found = None
    for m in _BASE.finditer(text, begin, end + 4):
        found = m["than"] or m["on"] or m["of"] or str(plan_span(int(chinese(m["plan"])))[1])
    if found is None and year is not None and _YEAR_BEFORE.search(text, begin, end):
        found = str(int(year) - 1)
    return found


def restated(between: str) -> bool:
    """Whether a change says as a rate what the rise before it tells: 由2015年的3亿元增加到6亿元，增长一倍."""
    return _RESTATED.fullmatch(between) is not None


def completed(text: str) -> str | None:
    """The year in which the works that a sentence lists are to end: 建设期限2024—2027年."""
    m = _WORKS.search(text)
    return m["end"] if m else None


def without_base(text: str) -> str:
    """A sentence without the years that a figure is only built on (在2018年基础上), of the same length."""
    return _ON.sub(lambda m: "＿" * len(m[0]), text)


class Plans:
    """Tells what a project is planned to cost or to yield, by words in its name and before it; built once."""

    def __init__(self, words: Iterable[tuple[str, str]]) -> None:
        rows = list(words)
        self._named, self._after, self._yearly = (
            re.compile(alternation(w for w, p in rows if p == place)) for place in ("name", "after", "yearly")
        )

    def planned(self, text: str, begin: int, end: int, name: str) -> bool:
        """Whether a figure of that name is a plan's: 计划总投资, 达产后年产值. The words stand from `begin` on."""
        if self._named.search(name) or self._named.search(text, max(begin, end - 12), end):
            return True
        if self._after.search(text, begin, end):
            return True
        return bool(self._yearly.match(name)) and bool(_TO_COME.search(text, max(begin, end - 16), end))
