"""The words beside a figure to the part of a year that it covers, the year of comparison, and whether it is planned."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.model import Document, Sentence
from kg.text.alternation import alternation
from kg.text.calendar import plan_span
from kg.text.numerals import DIGITS, chinese, whole
from kg.text.places import section_of


@dataclass(frozen=True, slots=True)
class When:
    """The year and status of a figure, and the year it is compared with."""

    year: str | None
    status: str
    base: str | None = None


_HEAD = 24
"""So many letters of a paragraph may say of which years it is."""
_N = rf"[{DIGITS}两十\d]{{1,2}}"
_COMPARED = r"(?:相?比|较|与)(?:于)?"
_YEAR_BEFORE = re.compile(
    rf"同比|{_COMPARED}(?:上年|去年|上一年|年初|同期)(?:同期|末|底|初)?|与(?:上年|去年)(?:同期)?相比"
    r"|(?:是|为|相当于)(?:上年|去年|上一年)(?:同期)?的$"
)
_BASE = re.compile(
    rf"{_COMPARED}(?P<than>(?:19|20)\d\d)年|(?:在|以)(?P<on>(?:19|20)\d\d)年(?:的?基础上|为基[期数年])"
    r"|(?:是|为|相当于)(?P<of>(?:19|20)\d\d)年(?:末|底)?的(?=[^，。；]{0,6}[倍番])"
    rf"|{_COMPARED}“?(?P<plan>[{DIGITS}十]{{1,3}})五”?(?:末|期末|时期|期间)?"
)
_RESTATED = re.compile(r"[，,](?:累计|总共|共|合计|实际|名义)?(?:增长|提高|增加|上升|下降|降低|减少)?")
_ON = re.compile(r"(?:在|以)(?:19|20)\d\d年(?:的?基础上|为基[期数年])")
_WORKS = re.compile(
    r"(?:建设|实施|起止|计划)(?:期限|年限|工期|周期|时间|时限)(?:为|[:：])?(?:(?:19|20)\d\d年?[-—–~～至到]+)?(?P<end>(?:19|20)\d\d)年?"
)
_PART = re.compile(
    rf"第?(?P<quarter>[一二三四1-4])季度|前(?P<quarters>[二两三2-3])个?季度|(?P<half>[上下])半年"
    r"|(?P<first>\d{1,2})月?[-—–~～至到](?P<last>\d{1,2})月份?(?!\d)"
    rf"|前(?P<months>{_N})个月|(?:(?<=年)|(?<=^)|(?<=[，。；]))(?P<month>\d{{1,2}})月份?(?=[，\u4e00-\u9fff])(?![底末初中上下起])"
    r"|(?P<from>(?:19|20)\d\d)年?[-—–~～至到]+(?P<to>(?:19|20)\d\d)年"
    rf"|“?(?P<plan>十[{DIGITS}])五”?(?:期间|时期|以来)"
    rf"|(?P<none>全年|年度|年末|年底|期末|今年|去年|到?(?:19|20)\d\d年)"
)


def parts(text: str) -> list[re.Match[str]]:
    """The parts of years, spans of years and whole years that a sentence names, in order."""
    return [
        m
        for m in _PART.finditer(text)
        if not (m["none"] and text[max(0, m.start() - 1) : m.start()] in ("比", "较"))
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
        return f"{year}-H{'上下'.index(m['half']) + 1}"
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
        return bool(self._yearly.match(name)) and bool(
            re.search("预计|预期|可|将", text[max(begin, end - 16) : end])
        )
