"""A document and a sentence to the times named: which year, and whether it is a deadline, past, a start or a base."""

import re
from dataclasses import dataclass

from kg.model import Document

_PLANS = {
    "七": 1990,
    "八": 1995,
    "九": 2000,
    "十": 2005,
    "十一": 2010,
    "十二": 2015,
    "十三": 2020,
    "十四": 2025,
    "十五": 2030,
    "十六": 2035,
    "十七": 2040,
}
_NUMBER = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_TIME = re.compile(
    r"(?P<base>(?:比|较|由|从|自|于|在)?)(?P<to>到|至|力争到)?(?P<until>截至|截止到?)?(?:目前)?"
    r"(?:(?P<year>(?:19|20)\d\d)年(?P<after>以来|起|底前|末前|前|底|末|以前|之前)?"
    r"|“?(?P<plan>十[一二三四五六七]?|[七八九])五”?(?P<planafter>末|期末|期间|时期|以来|规划)"
    r"|(?P<word>今年|去年|上年|上一年|前年|明年|(?<![产成用运效工营])后年|年内|年底前|本年度|到年底|年底|本世纪中叶)"
    r"|(?P<span>未来|今后|接下来|[过近]去?|最近|这)?(?P<n>[一二三四五六七八九十两]{1,2}|\d{1,2})(?:个)?年(?P<spanafter>来|内|多来|间|以来|左右|前)?)"
)
_REPORT = re.compile(r"工作报告|总结|公报|执行情况|简报")
_PLAN = re.compile(r"规划|纲要|计划|方案|意见|措施|政策|办法|规定|条例|通知|批复|决定")


@dataclass(frozen=True, slots=True)
class Time:
    """A time named in a sentence: a year, and whether it is a deadline, a year past, a start or a base."""

    start: int
    end: int
    year: int | None
    role: str


@dataclass(frozen=True, slots=True)
class Clock:
    """The year that a document speaks from, None where unknown, and what kind of text it is (report, plan, article)."""

    now: int | None
    kind: str

    def times(self, text: str) -> list[Time]:
        """The times named in a sentence, in order."""
        if "年" not in text and "五" not in text and "中叶" not in text:
            return []
        found = (self._time(m) for m in _TIME.finditer(text))
        return [time for time in found if time]

    def _time(self, m: re.Match[str]) -> Time | None:
        now = self.now
        if m["year"]:
            year = int(m["year"])
            if m["base"] in ("比", "较"):
                return Time(m.start(), m.end(), year, "base")
            if m["base"] in ("由", "从"):
                return Time(m.start(), m.end(), year, "from")
            if m["after"] in ("以来", "起") or m["base"] == "自":
                return Time(m.start(), m.end(), None, "since")
            if m["after"] in ("底前", "末前", "前", "以前", "之前"):
                return Time(m.start(), m.end(), year, "deadline")
            if m["until"]:
                return Time(m.start(), m.end(), year, "past")
            if now is not None:
                if year > now or (m["to"] and year >= now):
                    return Time(m.start(), m.end(), year, "deadline")
                return Time(m.start(), m.end(), year, "past" if year < now or not m["to"] else "deadline")
            return Time(m.start(), m.end(), year, "deadline" if m["to"] else "past")
        if m["plan"]:
            year = _PLANS[m["plan"]]
            if m["base"] in ("比", "较"):
                return Time(m.start(), m.end(), year, "base")
            if now is not None and year < now + (self.kind == "report"):
                return Time(m.start(), m.end(), year, "past")
            if m["planafter"] == "以来":
                return Time(m.start(), m.end(), now, "past")
            return Time(m.start(), m.end(), year, "deadline")
        return self._relative(m, now) if now is not None else None

    def _relative(self, m: re.Match[str], now: int) -> Time | None:
        if m["word"]:
            word = m["word"]
            if m["base"] in ("比", "较") or word in ("上年", "上一年"):
                return Time(m.start(), m.end(), now - 1, "base" if m["base"] in ("比", "较") else "past")
            if word in ("去年", "前年"):
                return Time(m.start(), m.end(), now - (1 if word == "去年" else 2), "past")
            if word in ("明年", "后年"):
                return Time(m.start(), m.end(), now + (1 if word == "明年" else 2), "deadline")
            if word == "今年":
                return Time(m.start(), m.end(), now, "this")
            if word in ("年内", "年底前", "到年底"):
                return Time(m.start(), m.end(), now, "deadline")
            return None
        n = int(m["n"]) if m["n"].isdigit() else _small(m["n"])
        if m["span"] in ("未来", "今后", "接下来") or m["spanafter"] == "内":
            return Time(m.start(), m.end(), now + n, "deadline")
        if m["spanafter"] == "前" and n < 30:
            return Time(m.start(), m.end(), now - n, "from")
        return None


def clock(document: Document) -> Clock:
    """The clock of a document, by its date or the year in its title, and by the words of its title."""
    title = " ".join(filter(None, (document.title, document.text[:120].split("\n")[0])))
    stated = re.match(r"(?:19|20)\d\d", document.date or "") or re.search(r"(?:19|20)\d\d(?=年)", title)
    kind = "report" if _REPORT.search(title) else "plan" if _PLAN.search(title) else "article"
    return Clock(int(stated[0]) if stated else None, kind)


def _small(word: str) -> int:
    if len(word) == 2:
        return 10 + _NUMBER[word[1]] if word[0] == "十" else _NUMBER[word[0]] * 10
    return _NUMBER[word]
