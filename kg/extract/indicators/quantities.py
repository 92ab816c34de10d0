"""A sentence to the quantities written in it: value, unit, comparator, and whether they tell a change.

The grammar reads Arabic and Chinese numerals and their mixtures (1.5万亿, 百分之三十, 六成, 三分之一, 翻一番,
上百家, 8700余亿元), units and measure words, bounds and approximations, ranges, lists that share a unit, and
the verbs of growth. Every repetition in its expressions is bounded or possessive, so its time is linear.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kg.model import FALL, RISE
from kg.text.alternation import alternation
from kg.text.function_words import pattern, words_of
from kg.text.numerals import DIGITS, NUMERALS, chinese, parted, percent

_HALVES = {"过半": ">", "半数以上": ">=", "一半以上": ">=", "近一半": "~", "约一半": "~", "一半": "="}
RATES = ("percent", "point", "fold", "doubling")
_RANGE = ("-", "—", "–", "~", "～", *words_of("to"), "——", "--")
_YUAN = "元"
_TIMES, _TWICE = words_of("times")
_LIST = ("、", *words_of("and"))
_RISING = words_of("from")
_YEARLY = pattern(
    r"(?:<on the period>|<than><last year|year's beginning><same period|end>?)<growth rate>?<be>?$|[（(]$"
)
"""What stands before a signed rate that is a change: 同比-0.4%, 120亿元（-3.2%）."""
_STEPS = pattern(r"[<digit|two>\d]{0,2}[个大]{0,2}(?P<what><scale reached>)")
_MAGNITUDES = frozenset(words_of("magnitude")[1:])
_MARK = 2
"""A number before this place marks an item of a list: 1、5家."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure as it stands in a sentence; offsets count in the sentence.

    `start` and `end` hold number, unit and what follows them (以上, 左右, 级); `left` is where the words of
    comparison before the number begin. `unit` is as in the text with its magnitude, `base` without,
    `kind` what the unit measures. `change` is 增长, 下降 or empty; `way` how the number is written (arabic,
    chinese, part, word, scale, ratio, unit where there is a unit and no number, or steps where they are told);
    `suffix` what follows the unit; `range` is low or high in a range, or the place (1, 2, 3) in a ratio.
    """

    start: int
    end: int
    left: int
    value: Decimal
    unit: str
    base: str
    kind: str
    comparator: str = "="
    change: str = ""
    way: str = "arabic"
    suffix: str = ""
    range: str = ""


class Grammar:
    """The grammar of quantities over tables of units, comparators and changes; built once."""

    def __init__(
        self,
        units: Mapping[str, str],
        comparators: Iterable[tuple[str, str, str]],
        changes: Mapping[str, str],
        longer: Iterable[tuple[str, str]],
        words: Mapping[str, Sequence[str]],
    ) -> None:
        places: dict[str, dict[str, str]] = {"before": {}, "inside": {}, "after": {}}
        for word, place, comparator in comparators:
            places[place][word] = comparator
        self._before, self._inside, self._after = places["before"], places["inside"], places["after"]
        self._reach = max(map(len, self._before))
        self._kinds = dict(units)
        self._changes = dict(changes)
        names = _units(units, longer)
        self._figure = re.compile(_expression(names, "".join(self._inside), alternation(words["no tenth"])))
        self._headed = re.compile(
            rf"[（(](?P<mag>[十百千万亿]{{0,3}})(?P<unit>{names})[）)](?:为|达|达到)?[:：]?$"
        )
        self._steps = re.compile(rf"(?:[{NUMERALS}\d]|{alternation(words['some'])})个$")
        self._suffix = re.compile(alternation(self._after))
        self._rise = re.compile(rf"{alternation(self._changes)}(?:到|至|为)")
        nouns = [w for w in self._changes if w.endswith(words_of("rate end"))]
        self._changing = re.compile(rf"的?({alternation(self._changes)})(?=[，。；、,;]|$)")
        adverb, steady = alternation(words["adverb"]), alternation(words["steady"])
        self._change = re.compile(
            rf"(?:(?P<noun>{alternation(nouns)}){adverb}{{0,3}}|(?P<verb>{alternation(self._changes)})了?{steady}?)$"
        )

    def read(self, text: str) -> list[Quantity]:
        """The quantities of a sentence in order, ranges and lists worked out."""
        found: list[Quantity] = []
        for m in self._figure.finditer(text):
            end = found[-1].end if found else 0
            found += [self._signed(text, q, end) for q in self._all(text, m)]
        found = [self._stepped(text, self._staged(text, one)) for one in found]
        for i in range(len(found) - 2, -1, -1):
            found[i : i + 2] = _paired(text, found[i], found[i + 1], self._rise)
        for i, one in enumerate(found):
            found[i] = self._changed(text, one, found[i - 1] if i else None)
        return found

    def _all(self, text: str, m: re.Match[str]) -> Iterator[Quantity]:
        if m["ratio"]:
            start = m.start()
            for place, part in enumerate(re.split("[:∶]", m["ratio"]), 1):
                at = (start, start + len(part), start)
                yield Quantity(*at, Decimal(part), "%", "%", "percent", way="ratio", range=str(place))
                start += len(part) + 1
        elif m["word"]:
            yield self._word(text, m)
        elif not m["run"]:
            yield self._number(text, m)

    def _number(self, text: str, m: re.Match[str]) -> Quantity:
        value, magnitude, base, way, inner = _parsed(m)
        if base == "成":
            value, base = value * 10, "%"
        comparator = ">=" if way == "scale" else self._inside.get(inner, "=")
        start, end = m.span()
        suffix = m["level"] or ""
        if base and (after := self._suffix.match(text, end)):
            suffix, end = after[0], after.end()
            comparator = self._after[suffix]
        left, comparator = self._bounded(text, start, way, comparator)
        if (
            not base
            and not magnitude
            and way == "arabic"
            and (head := self._headed.search(text, max(0, left - 16), left))
        ):
            left, magnitude, base = head.start(), head["mag"], head["unit"]
        unit = magnitude + base
        if base in ("元人民币", "人民币"):
            unit, base = magnitude + _YUAN, _YUAN
        if way == "chinese" and not suffix and comparator == "=" and _is_bare_unit(text, m):
            way = "unit"
        return Quantity(
            start, end, left, value, unit, base, self._kinds.get(base, ""), comparator, "", way, suffix
        )

    def _bounded(self, text: str, start: int, way: str, comparator: str) -> tuple[int, str]:
        """Where the words of comparison before a number begin, and what they and the ones after it say."""
        left = start
        while (word := self._ending(text, left)) is not None:
            if word == "上" and (way != "chinese" or text[start] not in _MAGNITUDES):
                break
            left -= len(word)
            if comparator in "=~" and (comparator == "=" or self._before[word] != "~"):
                comparator = self._before[word]
        return left, comparator

    def _signed(self, text: str, one: Quantity, end: int) -> Quantity:
        """A number with the sign before it. A dash after a figure, a letter or a bracket is none, nor a bullet."""
        at = one.start - 1
        if one.way != "arabic" or at < end or text[at] not in "-+负":
            return one
        before = text[at - 1 : at]
        if (before.isascii() and before not in ("(", ":")) or before in "）—–":
            return one
        left, comparator = self._bounded(text, at, one.way, one.comparator)
        value = one.value if text[at] == "+" else -one.value
        return replace(one, start=at, left=left, value=value, comparator=comparator)

    def _word(self, text: str, m: re.Match[str]) -> Quantity:
        """A figure said by a word: 翻番, 倍增, 过半, 两位数增长."""
        at = (m.start(), m.end(), m.start())
        word = m["word"]
        if _TWICE in word:
            return Quantity(*at, chinese(m["fan"] or "一"), _TWICE, _TWICE, "doubling", "=", RISE, "word")
        if word == "实现倍增":
            return Quantity(*at, Decimal(1), _TIMES, _TIMES, "fold", "=", RISE, "word")
        if word == "两位数":
            return Quantity(*at, Decimal(10), "%", "%", "percent", ">=", RISE, "word")
        left, comparator = self._bounded(text, m.start(), "word", _HALVES[word])
        return Quantity(m.start(), m.end(), left, Decimal(50), "%", "%", "percent", comparator, way="word")

    def _ending(self, text: str, at: int) -> str | None:
        for length in range(min(self._reach, at), 0, -1):
            if text[at - length : at] in self._before:
                return text[at - length : at]
        return None

    def _staged(self, text: str, one: Quantity) -> Quantity:
        """A sum whose unit is left out before 台阶 and 大关, with it: 5万亿台阶, 7万亿、8万亿两个台阶."""
        if one.base or not one.unit or (m := _STEPS.match(text, one.end)) is None:
            return one
        step = m.start("what") == one.end and m["what"] == "台阶"
        return replace(
            one, unit=one.unit + _YUAN, base=_YUAN, kind="money", end=one.end + 2 * step,
            comparator=">=" if step else one.comparator,
        )  # fmt: skip

    def _stepped(self, text: str, one: Quantity) -> Quantity:
        """A sum that is the size of counted steps (跨过3个千亿台阶), which begins where they do and is no value."""
        if one.kind != "money" or not (_STEPS.match(text, one.end) or _STEPS.fullmatch(one.suffix)):
            return one
        counted = self._steps.search(text, max(0, one.start - 4), one.start)
        return one if counted is None else replace(one, left=counted.start(), way="steps")

    def _changed(self, text: str, one: Quantity, before: Quantity | None) -> Quantity:
        """A rate with the direction of change that the words before it tell."""
        if one.kind not in RATES or one.change:
            return one
        m = self._change.search(text, max(0, one.left - 12), one.left)
        level = m is not None and len(m["verb"] or "") == 1 and m[0].endswith("为")  # 降为8‰
        if (
            m is not None and not level and not (m["noun"] and one.base == "‰")
        ):  # 自然增长率 is a rate, no change
            down = text[m.start() - 1 : m.start()] == "负" and m["verb"]
            return _directed(one, self._changes[m["noun"] or m["verb"]], opposite=bool(down))
        if text[one.start] in "+-负" and _YEARLY.search(text, max(0, one.left - 12), one.left):
            return _directed(one, RISE)
        if m := self._changing.match(text, one.end):
            return replace(one, change=self._changes[m[1]])
        between = (*_LIST, *_RANGE)
        if (
            before
            and before.change
            and before.kind == one.kind
            and text[before.end : one.left].strip() in between
        ):
            return replace(one, change=before.change)
        return one


def _directed(one: Quantity, change: str, *, opposite: bool = False) -> Quantity:
    """A change in its direction: a rise by less than nothing is a fall."""
    if (one.value < 0) != opposite:
        change = FALL if change == RISE else RISE
    return replace(one, value=abs(one.value), change=change)


def _is_bare_unit(text: str, m: re.Match[str]) -> bool:
    """Whether what looks like a numeral only belongs to a unit: 万吨 in a column, 亿元 in a title, (千吨)."""
    head, magnitude = parted(m["numeral"] + m["cmag"])
    if not head and magnitude:
        return True
    return (
        _MAGNITUDES.issuperset(head)
        and text[m.start() - 1 : m.start()] in tuple("（(：:")
        and text[m.end() : m.end() + 1] in "）)"
    )


def _parsed(m: re.Match[str]) -> tuple[Decimal, str, str, str, str]:
    """Value, magnitude, unit, way of writing and the word of comparison inside of a match."""
    if m["scale"]:
        head, magnitude = parted(m["scale"] + m["smag"])
        return _count(head), magnitude, _YUAN, "scale", ""
    if m["den"]:
        return percent(m["num"], m["den"]), "", "%", "part", m["more"] or ""
    if m["number"]:
        inner = m["amid"] or m["alate"] or ""
        value, magnitude = Decimal(m["number"].replace(",", "")), m["amag"] or m["bare"] or ""
        if (
            len(magnitude) == 2
            and magnitude[1] == "亿"
            and magnitude[0] in words_of("magnitude")[:3]
            and m["aunit"] != "亿次/秒"
        ):
            value, magnitude = value * chinese(magnitude[0]), "亿"
        return value, magnitude, m["aunit"] or "", "arabic", inner
    head, magnitude = parted(m["numeral"] + m["cmag"])
    if magnitude == "万" and "亿" in head:  # 一亿二千万 counts in 亿
        value, magnitude = chinese(head + magnitude) / chinese("亿"), "亿"
    else:
        value = chinese(head, m["point"]) if head else Decimal(1)
    return value, magnitude, m["cunit"], "chinese", m["cmid"] or m["clate"] or ""


def _count(head: str) -> Decimal:
    return Decimal(1) if not head else Decimal(head) if head.isascii() else chinese(head)


def _paired(text: str, one: Quantity, two: Quantity, rise: re.Pattern[str]) -> tuple[Quantity, Quantity]:
    """Two neighbours, as a range or with a unit that they share, where what stands between them says so."""
    between = text[one.end : two.left]
    if between in _RANGE and two.base and two.way == one.way and one.base in ("", two.base):
        rising = text[: one.left].endswith(_RISING) and one.suffix != words_of("rank")[0]
        if rising or (two.kind == "time" and one.value > 1000):
            return one, two
        unit = one.unit if one.base else one.unit + two.base if one.unit else two.unit
        low = replace(one, unit=unit, base=two.base, kind=two.kind, comparator=">=", range="low")
        return low, replace(two, comparator="<=", range="high")
    from_to = text[: one.left].endswith(_RISING) and rise.fullmatch(between)
    if from_to and not one.unit and two.base and one.way == two.way:
        return replace(one, unit=two.unit, base=two.base, kind=two.kind), two
    if between not in _LIST or not two.base or one.base == two.base:
        return one, two
    if one.unit and not one.base and two.kind == "money":
        return replace(one, unit=one.unit + two.base, base=two.base, kind=two.kind), two
    if one.base == "个" and (two.kind == "point" or (two.kind == "time" and two.base.startswith("个"))):
        return replace(one, unit=two.unit, base=two.base, kind=two.kind), two
    if not one.unit and one.way == two.way and one.start > _MARK and two.kind not in ("", "time"):
        return replace(one, unit=two.unit, base=two.base, kind=two.kind), two
    return one, two


def _units(units: Iterable[str], words: Iterable[tuple[str, str]]) -> str:
    """The expression of a unit that begins no longer word: 14单位 is no 14单."""
    longer: dict[str, list[str]] = {}
    for unit, rest in words:
        longer.setdefault(unit, []).append(rest)
    return "|".join(
        re.escape(unit) + (f"(?!{alternation(longer[unit])})" if unit in longer else "")
        for unit in sorted(units, key=lambda w: (-len(w), w))
    )


def _expression(units: str, inside: str, no_tenth: str) -> str:
    """The expression that finds figures; one alternative for each way to write them."""
    magnitude = "".join(words_of("magnitude"))

    def tail(p: str) -> str:
        return (
            rf"(?P<{p}mid>[{inside}])?(?P<{p}mag>[{magnitude}]{{0,3}}?)(?P<{p}late>[{inside}])?"
            rf"(?P<{p}unit>(?:{units})(?:[（(][户套个间组只台处件段条座名人]{{1,2}}[）)])?|成(?!{no_tenth}))(?<!台(?=阶|湾))(?<!大(?=关))"
        )

    number = r"\d{1,2}(?:\.\d{1,2})?"
    return "|".join(
        (
            rf"(?P<run>[{NUMERALS}]{{13,}}+)",
            rf"(?P<scale>[{NUMERALS}]{{1,4}}?|\d{{1,4}})(?P<smag>万亿|亿)(?P<level>级|(?=台阶|大关|体量|量级))",
            rf"(?P<ratio>(?<![\d.]){number}(?:[∶:]{number}){{2}}(?![\d∶:]))",
            (
                rf"(?P<den>[{NUMERALS}]{{1,4}}|(?<!\d)\d{{1,3}})分之"
                rf"(?P<num>[{NUMERALS}]{{1,8}}(?:点[{DIGITS}]{{1,4}})?|\d{{1,4}}(?:\.\d{{1,6}})?)(?P<more>[{inside}强])?"
            ),
            (
                rf"(?P<number>(?<![\d.,A-Za-z])\d++(?:,\d{{3}}(?!\d))*+(?:\.\d++)?)"
                rf"(?:{tail('a')}|(?P<bare>万亿|亿|万)(?=[、和与及台大]|[-—–~～至到]+\d|[{DIGITS}两\d][个大]))?"
            ),
            (
                r"(?P<word>翻了?(?P<fan>[一两二三])?番|实现倍增|两位数(?=增|以上增)|过半(?!小时|年|个|天)"
                r"|半数以上|一半以上|近一半|约?一半(?![用是天时]))"
            ),
            rf"(?P<numeral>[{NUMERALS}]{{1,12}}?)(?:点(?P<point>[{DIGITS}]{{1,4}}))?{tail('c')}",
        )
    )
