"""A quantity to the reason why it is no indicator, or to none."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from kg.extract.indicators.quantities import Quantity

_COUNTED = ("count", "person")
_RELATIVE = ("percent", "point", "fold", "doubling")
_STOPS = "，。；：、！？,;:!?（）()"
_ABSTRACT = (
    "方面", "领域", "环节", "维度", "层面", "方向", "要素", "字", "阶段", "步骤", "问题", "原则", "指标", "部分", "章",
)  # fmt: skip
_GREAT = re.compile("产业|集群|平台|基地|园区|赛道|中心|板块$|工程$|项目")
_BUILT = re.compile(r"(?:级|/年)?的?[^，。；、的]{0,10}(?:项目|装置|机组|生产线|能力的)")
_SPENT = re.compile(
    r"(?:时间|周期|时长|用时|工期|天数|时限|期限|年限|寿命|间隔|时效)\D{0,6}$|(?:缩短|压缩|压减|缩减)(?:了|到|至|为|近|约)*$|最快$|运行$"
)
_STEP = re.compile("大?(?:台阶|大关|关口)")
_DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_DATED = re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]$|(?<!\d)\d{1,2}[:：]$")
_ANNOUNCED = re.compile(r"产业|结构|比重|比例|构成")


@dataclass(frozen=True, slots=True)
class Context:
    """A word that makes a figure near it no indicator, for some kinds of unit (none given: for all)."""

    word: str
    place: str
    kinds: frozenset[str]
    reason: str


def why_not(  # noqa: C901, PLR0911, PLR0912 - one reason a line, the first that holds
    text: str,
    found: Sequence[Quantity],
    i: int,
    names: Sequence[tuple[int, int]],
    contexts: Sequence[Context],
) -> str:
    """The reason why the i-th quantity of a sentence is no indicator, or an empty string.

    `names` are the spans of the sentence's mentions, in order and without overlap. The reasons are those of
    `figure_reasons.tsv`.
    """
    one = found[i]
    before, after = text[max(0, one.left - 1) : one.left], text[one.end : one.end + 1]
    k = bisect_right(names, (one.start, len(text) + 1)) - 1
    if k >= 0 and one.end <= names[k][1]:
        return "name"
    if one.way == "unit":
        return "unit"
    if _is_day(text, one):
        return "date"
    if one.start < 2 and "." in text[one.start : one.end] and one.unit == one.base and one.kind in _COUNTED:
        return "heading"
    if before == "第":
        return "article" if after in tuple("条款章节项") or one.base in ("条", "款") else "ordinal"
    if before == "前" or after in ("强", "佳") or before == "第":
        return "rank"
    if not one.base:
        return _bare(text, one, before, after)
    if one.kind == "time":
        return _time(text, one)
    if before == "每" and one.kind != "percent":
        return "indefinite"
    if _quoted(text, one):
        return "name"
    if one.way == "ratio":
        return "" if _ANNOUNCED.search(text, max(0, one.start - 40), one.start) else "bare"
    if one.kind in _COUNTED and one.way == "chinese":
        if _per(text, one) or (
            text[one.start] in "百千" and one.value in (100, 1000) and one.comparator == "="
        ):
            return "indefinite"
        if before in ("数", "几", "每", "这", "那", "同", "另", "某", "任", "半"):
            return "indefinite"
        if one.unit == one.base and one.value == 1:
            return "indefinite"
        if one.unit == one.base and one.value < 100 and (one.base != "大" or not _great(text, found, i)):
            return "passing count"
    if one.kind in _COUNTED and (reason := _in_passing(text, one)):
        return reason
    if one.kind == "fold" and one.way == "chinese" and not one.change and before not in ("是", "为", "的"):
        return "indefinite"
    if before in ("数", "几") and one.way != "arabic":
        return "indefinite"
    if one.way == "chinese" and one.kind == "money" and _per(text, one):
        return "indefinite"
    if one.kind not in (*_COUNTED, *_RELATIVE):
        if one.suffix == "级" and one.kind != "money":
            return "specification"
        if one.kind == "voltage" or one.base in ("英寸", "毫米", "微米", "纳米"):
            return "specification"
        if _threshold(text, found, i):
            return "threshold"
        if one.kind in ("mass", "volume", "power", "energy") and _BUILT.match(text, one.end):
            return "specification"
    return _context(text, one, contexts)


def _is_day(text: str, one: Quantity) -> bool:
    """Whether the digits are a day, or the last of a day or an hour: 20240307起, 2024-03-07起, 8:30起."""
    if one.way != "arabic" or one.unit != one.base:
        return False
    digits = text[one.start : one.end].removesuffix(one.suffix).removesuffix(one.base)
    return bool(_DAY.fullmatch(digits) or _DATED.search(text, max(0, one.start - 8), one.start))


def _bare(text: str, one: Quantity, before: str, after: str) -> str:
    if one.start < 3 and after in (".", "、", "．", ")", "）"):
        return "heading"
    if after == "号" or (before in "〔[（(" and after in "〕]）)"):
        return "document number" if before in ("〕", "]", "］", "）", ")") else "name"
    if after in tuple("届期线版代度环型") or _quoted(text, one):
        return "name"
    return "bare"


def _time(text: str, one: Quantity) -> str:
    plain = one.way == "arabic" and not one.suffix and one.unit == one.base
    if plain and (one.base in ("月", "日") or (one.base == "年" and 1900 <= one.value <= 2100)):
        return "date"
    return "" if _SPENT.search(text, max(0, one.left - 12), one.left) else "duration"


def _per(text: str, one: Quantity) -> bool:
    """Whether a bare 万 or 百 with its unit says per so many: 万人拥有量, 万元产值能耗."""
    after = text[one.end : one.end + 1]
    return one.value == 1 and one.unit != one.base and one.comparator == "=" and after not in _STOPS


def _quoted(text: str, one: Quantity) -> bool:
    """Whether the quantity stands in a short quotation or a title of a work."""
    for opening, closing, longest in (("“", "”", 16), ("《", "》", 80), ('"', '"', 12)):
        begin = text.rfind(opening, max(0, one.start - longest), one.start)
        if begin >= 0 and text.find(closing, begin + 1, one.start) < 0:
            close = text.find(closing, one.end, begin + longest)
            if close >= 0:
                return True
    return False


def _great(text: str, found: Sequence[Quantity], i: int) -> bool:
    """Whether N大 counts things that are built or grown (八大产业集群), which no figure after them measures."""
    one = found[i]
    end = min((at for c in _STOPS if (at := text.find(c, one.end, one.end + 20)) >= 0), default=one.end + 20)
    noun = text[one.end : end]
    if one.value > 20 or not _GREAT.search(noun) or noun.startswith(_ABSTRACT):
        return False
    return not _measured_after(text, found, i)


def _in_passing(text: str, one: Quantity) -> str:
    """The reason where a count orders what is said (共5项, 六个方面) and measures nothing."""
    after = text[one.end : one.end + 2]
    if text[one.start : one.start + 2] in ("亿万", "千百"):
        return "indefinite"
    if after[:1] in tuple("）):：") or after.startswith(_ABSTRACT) or _STEP.match(text, one.end):
        return "passing count"
    if one.base == "次" and one.unit == "次" and after[:1] not in tuple(_STOPS):
        return "passing count"
    if one.comparator in (">", "<", ">=", "<=") and one.kind == "person" and after[:1] == "的":
        return "threshold"
    return ""


def _measured_after(text: str, found: Sequence[Quantity], i: int) -> bool:
    """Whether another figure measures the counted things in the same clause: 三大产业规模突破2万亿元."""
    for two in islice(found, i + 1, i + 8):
        if two.kind == "time":
            continue
        between = text[found[i].end : two.left]
        return not any(c in between for c in "，。；,;") and two.kind not in _COUNTED
    return False


def _threshold(text: str, found: Sequence[Quantity], i: int) -> bool:
    one = found[i]
    after = text[one.end : one.end + 1]
    if not after or after in _STOPS:
        return False
    if text.startswith(("的部分", "的，", "的,"), one.end):
        return True
    if after == "的" and one.comparator in ("<=", ">=") and not one.suffix and one.kind != "percent":
        return True
    if one.suffix in ("以上", "及以上", "以下", "及以下", "之上"):
        return after not in tuple("和与及左")
    if one.comparator in (">", ">=") and one.suffix != "级" and i + 1 < len(found):
        two = found[i + 1]
        between = text[one.end : two.left]
        return (
            two.kind in _COUNTED
            and 1 < len(between) < 14
            and not any(c in between for c in _STOPS)
            and between[0] != "的"
        )
    return False


def _context(text: str, one: Quantity, contexts: Sequence[Context]) -> str:
    window = max(0, one.left - 100)
    begin = max(max(text.rfind(c, window, one.left) for c in "，。；,;") + 1, window)
    for context in contexts:
        if context.kinds and one.kind not in context.kinds:
            continue
        if context.place == "before":
            hit = text.find(context.word, begin, one.left) >= 0
        elif context.place == "near":
            hit = text.endswith(context.word, begin, one.left) or text.startswith(context.word, one.left)
        else:
            hit = text.startswith(context.word, one.end)
        if hit:
            return context.reason
    return ""
