"""A document and its sentences to the year and the status of each figure: by when, done or to be done."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.extract.indicators.quantities import Quantity
from kg.extract.indicators.tense import scores
from kg.model import Document, Sentence
from kg.text.clock import Time, clock

_SAME = ("其中", "这一年", "当年", "同年", "这一时期")
_YEARLY = re.compile(
    r"(?:今年|全年|年度|20\d\d年)?.{0,12}(?:主要)?预期目标|(?:今年|20\d\d年)(?:的)?(?:重点|主要)?(?:工作|任务)"
)
_AIMED = re.compile("左右|以上|力争|不低于|达到|目标")
_PAUSE = re.compile("[，。；,;]")
_MONTHS = re.compile(r"(?:前|1[-—至])?\d{1,2}个?月|[上下]半年|前?[一二三四]个?季度")
_PRESENT = re.compile("如今|眼下|至今|迄今|现已|截至目前")
_SPAN = re.compile(
    r"(?:^|(?<=[，；、。]))(?P<n>[二三四五])年(?=完成|培[养育]|引进|新增|累计|建成|投入|实施|招|打造|支持)"
)
_OWN_YEAR = re.compile(r"((?:19|20)\d\d)年(?:度)?(?!工作报告)[^\n]{0,24}?(?:总结|公报|年报|情况|成绩单)")
_LACK = re.compile("也要看到|清醒看到|短板|主要矛盾|(?:存在|面临).{0,8}(?:问题|不足|困难)")
_REVIEW = re.compile(
    r"回顾|过去(?:一年|五年)|主要成就|工作情况|发展成就|发展基础|取得.{0,6}成[就效绩]|完成情况|运行情况"
)
_AHEAD = re.compile(
    r"(?:重点|主要)(?:工作|任务)|工作(?:安排|任务|打算)|预期目标|(?:主要|发展|总体)目标|目标任务|远景目标|重点抓好|总体要求"
)


@dataclass(frozen=True, slots=True)
class When:
    """The year and status of a figure, and the year it is compared with."""

    year: str | None
    status: str
    base: str | None = None


class Calendar:
    """What a document's date, kind and tense say of the years of its figures; built once a document."""

    def __init__(
        self,
        document: Document,
        sentences: Sequence[Sentence],
        figures: Sequence[Sequence[Quantity]],
        cues: Mapping[str, float],
    ) -> None:
        told = clock(document)
        self.now, self.kind, self._named = told.now, told.kind, told.times
        title = " ".join(filter(None, (document.title, document.text[:120].split("\n")[0])))
        own = _OWN_YEAR.search(title) if self.kind == "report" else None
        self._reviewed = int(own[1]) if own else self.now - 1 if self.now else None
        self._scores = scores(sentences, figures, cues)
        section = 0.0
        for i, s in enumerate(sentences):
            if len(s.text) < 40:
                if _AHEAD.search(s.text):
                    section = 2.0
                elif _REVIEW.search(s.text):
                    section = -2.0
            self._scores[i] += section - (3.0 if _LACK.search(s.text) else 0.0)
        self._horizon: dict[int, int] = {}
        self._same: dict[int, int] = {}
        self._read(sentences)

    def _read(self, sentences: Sequence[Sentence]) -> None:
        """Carries deadlines (到2027年, “十五五”末) from the sentence that names them to those after it.

        In an article a deadline holds for its paragraph, elsewhere until another year is named.
        """
        horizon: int | None = None
        past: int | None = None
        paragraph = -1
        for i, s in enumerate(sentences):
            times = self.times(s.text)
            if (self.kind == "article" and s.paragraph != paragraph) or _YEARLY.search(s.text):
                horizon = None
            if past is not None and s.paragraph == paragraph and s.text.startswith(_SAME):
                self._same[i] = past
            past = next(
                (t.year for t in reversed(times) if t.role == "past"),
                past if s.paragraph == paragraph else None,
            )
            paragraph = s.paragraph
            for time in times:
                if time.role == "this" or (time.role == "past" and time.year == self.now):
                    horizon = None
            if horizon is not None:
                self._horizon[i] = horizon
            deadlines = [t.year for t in times if t.role == "deadline" and t.year]
            if deadlines:
                horizon = deadlines[-1] if deadlines[-1] != self.now else None
            elif self._is_plan_target(s, self._scores[i]):
                horizon = self._horizon[i] = (self.now or 0) + 4

    def _is_plan_target(self, sentence: Sentence, score: float) -> bool:
        """Whether a report of the first year of a five-year plan tells a yearly mean to be kept: the plan's."""
        if self.kind != "report" or not self.now or self.now % 5 != 1 or "年均" not in sentence.text:
            return False
        return score > -1 and bool(_AIMED.search(sentence.text))

    def times(self, text: str) -> list[Time]:
        """The times named in a sentence, in order: also the present (如今), and a span that work takes (三年培养)."""
        found = [
            replace(t, role="base") if t.role == "past" and _is_multiple(text, t) else t
            for t in self._named(text)
        ]
        found += [Time(m.start(), m.end(), None, "present") for m in _PRESENT.finditer(text)]
        if self.now is not None:
            spans = _SPAN.finditer(text)
            found += [
                Time(m.start(), m.end(), self.now + " 二三四五".index(m["n"]) + 1, "span") for m in spans
            ]
        return sorted(found, key=lambda time: time.start)

    def whens(self, index: int, text: str, places: Sequence[int]) -> list[When]:
        """Year and status of the figures at these places of a sentence, in order; `text` is the sentence."""
        times = self.times(text)
        found = []
        base = governing = start = None
        at = 0
        for place in places:
            while at < len(times) and times[at].start < place:
                time = times[at]
                if time.role == "base":
                    base = _year(time.year)
                elif time.role == "from":
                    start = time
                else:
                    governing = time
                at += 1
            if governing is None and base is None and self.now and "拟" in text[max(0, place - 16) : place]:
                found.append(When(str(self.now), "target"))
            elif start is not None and place - start.end < 14 and not _PAUSE.search(text, start.end, place):
                found.append(When(_year(start.year), "done"))
                start = None
            else:
                ahead = next((t for t in times[at:] if t.role == "deadline"), None)
                found.append(self._when(index, governing, base, ahead))
        return found

    def _when(self, index: int, governing: Time | None, base: str | None, later: Time | None) -> When:
        score = self._scores[index]
        if governing is not None and governing.role == "present":
            return When(self._default("done"), "done", base)
        if governing is not None and governing.role == "span":
            if score > 0:
                return When(_year(governing.year), "target", base)
            governing = None
        if governing is not None and governing.role in ("deadline", "past"):
            return When(_year(governing.year), "target" if governing.role == "deadline" else "done", base)
        if governing is not None and governing.role == "this":
            ahead = score > (1 if self.kind == "article" else 0)
            return When(_year(governing.year), "target" if ahead else "done", base)
        if governing is None and index in self._same:
            return When(str(self._same[index]), "done", base)
        if index in self._horizon and score > (0 if self.kind == "article" else -1):
            return When(str(self._horizon[index]), "target", base)
        status = "target" if score > 0 else "done"
        if status == "target" and self.kind == "article" and later is not None:
            return When(_year(later.year), status, base)
        return When(self._default(status), status, base)

    def _default(self, status: str) -> str | None:
        if self.now is None:
            return None
        if self.kind == "report" and self._reviewed:
            return str(max(self.now, self._reviewed + 1) if status == "target" else self._reviewed)
        if self.kind == "plan":
            return str(self.now - 1) if status == "done" else None
        return str(self.now) if status == "done" else None


def _is_multiple(text: str, time: Time) -> bool:
    """Whether a year is what a multiple is counted of (是2020年的2.3倍)."""
    of = text[max(0, time.start - 1) : time.start] in ("是", "为") and text.startswith("的", time.end)
    return of and "倍" in text[time.end : time.end + 8]


def _year(year: int | None) -> str | None:
    return None if year is None else str(year)
