"""A sentence to the quantities written in it: value, unit, comparator, and whether they tell a change.

The grammar reads Arabic and Chinese numerals and their mixtures (1.5万亿, 百分之三十, 六成, 三分之一, 翻一番,
上百家, 8700余亿元), units and measure words, bounds and approximations, ranges, lists that share a unit, and
the verbs of growth. Every repetition in its expressions is bounded or possessive, so its time is linear.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from kg.text.numerals import DIGITS, NUMERALS, chinese, parted, percent

_HALVES = {"过半": ">", "半数以上": ">=", "一半以上": ">=", "近一半": "~", "约一半": "~", "一半": "="}
_TENTHS_NOT = "立为果本员功熟长都型套片分品群就渝效绩交人网建体"
_RATES = ("percent", "point", "fold", "doubling")
_ADVERBS = "分别|预期|预计|力争|均|各|同比|年均|再|也|又|只|仅|达到|达|为|在|保持在|稳定在|控制在|实现|保持"
_STEADY = "将|也|又|仅|均|保持在|稳定在|控制在|达到|达|为|在"
_RANGE = ("-", "—", "–", "~", "～", "至", "到", "——")
_LIST = ("、", "和", "与", "及")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure as it stands in a sentence; offsets count in the sentence.

    `start` and `end` hold number, unit and what follows them (以上, 左右, 级); `left` is where the words of
    comparison before the number begin. `unit` is as in the text with its magnitude, `base` without,
    `kind` what the unit measures. `change` is 增长, 下降 or empty; `way` how the number is written (arabic,
    chinese, part, word, scale, ratio); `suffix` what follows the unit; `range` is low or high in a range, or
    the place (1, 2, 3) in a ratio.
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
    ) -> None:
        places: dict[str, dict[str, str]] = {"before": {}, "inside": {}, "after": {}}
        for word, place, comparator in comparators:
            places[place][word] = comparator
        self._before, self._inside, self._after = places["before"], places["inside"], places["after"]
        self._reach = max(map(len, self._before))
        self._kinds = dict(units)
        self._changes = dict(changes)
        self._figure = re.compile(_expression(units, "".join(self._inside)))
        self._suffix = re.compile(_any(self._after))
        nouns = [w for w in self._changes if w[-1] in "速幅率"]
        self._changing = re.compile(rf"的?({_any(self._changes)})(?=[，。；、,;]|$)")
        self._change = re.compile(
            rf"(?:(?P<noun>{_any(nouns)})(?:{_ADVERBS}){{0,3}}|(?P<verb>{_any(self._changes)})了?(?:{_STEADY})?)$"
        )

    def read(self, text: str) -> list[Quantity]:
        """The quantities of a sentence in order, ranges and lists worked out."""
        found = [q for m in self._figure.finditer(text) for q in self._all(text, m)]
        for i in range(len(found) - 2, -1, -1):
            found[i : i + 2] = _paired(found[i], found[i + 1], text[found[i].end : found[i + 1].left])
        for i, one in enumerate(found):
            found[i] = self._changed(text, self._staged(text, one), found[i - 1] if i else None)
        return found

    def _all(self, text: str, m: re.Match[str]) -> Iterator[Quantity]:
        if m["ratio"]:
            start = m.start()
            for place, part in enumerate(re.split("[:∶]", m["ratio"]), 1):
                at = (start, start + len(part), start)
                yield Quantity(*at, Decimal(part), "%", "%", "percent", way="ratio", range=str(place))
                start += len(part) + 1
        elif m["word"]:
            yield self._word(m)
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
        left = start
        while (word := self._ending(text, left)) is not None:
            if word == "上" and (way != "chinese" or text[start] not in "百千万亿"):
                break
            left -= len(word)
            if comparator in "=~" and (comparator == "=" or self._before[word] != "~"):
                comparator = self._before[word]
        unit = magnitude + base
        if base in ("元人民币", "人民币"):
            unit, base = magnitude + "元", "元"
        return Quantity(
            start, end, left, value, unit, base, self._kinds.get(base, ""), comparator, "", way, suffix
        )

    def _word(self, m: re.Match[str]) -> Quantity:
        """A figure said by a word: 翻番, 倍增, 过半, 两位数增长."""
        at = (m.start(), m.end(), m.start())
        word = m["word"]
        if "番" in word:
            return Quantity(*at, chinese(m["fan"] or "一"), "番", "番", "doubling", "=", "增长", "word")
        if word == "实现倍增":
            return Quantity(*at, Decimal(1), "倍", "倍", "fold", "=", "增长", "word")
        if word == "两位数":
            return Quantity(*at, Decimal(10), "%", "%", "percent", ">=", "增长", "word")
        return Quantity(*at, Decimal(50), "%", "%", "percent", _HALVES[word], "", "word")

    def _ending(self, text: str, at: int) -> str | None:
        for length in range(min(self._reach, at), 0, -1):
            if text[at - length : at] in self._before:
                return text[at - length : at]
        return None

    def _staged(self, text: str, one: Quantity) -> Quantity:
        """A sum whose unit is left out before 台阶 and 大关, with it: 5万亿台阶."""
        if one.base or not one.unit or text[one.end : one.end + 2] not in ("台阶", "大关"):
            return one
        step = text.startswith("台阶", one.end)
        return replace(
            one, unit=one.unit + "元", base="元", kind="money", end=one.end + 2 * step,
            comparator=">=" if step else one.comparator,
        )  # fmt: skip

    def _changed(self, text: str, one: Quantity, before: Quantity | None) -> Quantity:
        """A rate with the direction of change that the words before it tell."""
        if one.kind not in _RATES or one.change:
            return one
        if m := self._change.search(text, max(0, one.left - 12), one.left):
            return replace(one, change=self._changes[m["noun"] or m["verb"]])
        if m := self._changing.match(text, one.end):
            return replace(one, change=self._changes[m[1]])
        between = (*_LIST, *_RANGE)
        if before and before.change and before.kind == one.kind and text[before.end : one.left] in between:
            return replace(one, change=before.change)
        return one


def _parsed(m: re.Match[str]) -> tuple[Decimal, str, str, str, str]:
    """Value, magnitude, unit, way of writing and the word of comparison inside of a match."""
    if m["scale"]:
        head, magnitude = parted(m["scale"] + m["smag"])
        return _count(head), magnitude, "元", "scale", ""
    if m["den"]:
        return percent(m["num"], m["den"]), "", "%", "part", m["more"] or ""
    if m["number"]:
        inner = m["amid"] or m["alate"] or ""
        value, magnitude = Decimal(m["number"].replace(",", "")), m["amag"] or m["bare"] or ""
        if (
            len(magnitude) == 2
            and magnitude[1] == "亿"
            and magnitude[0] in "十百千"
            and m["aunit"] != "亿次/秒"
        ):
            value, magnitude = value * chinese(magnitude[0]), "亿"
        return value, magnitude, m["aunit"] or "", "arabic", inner
    head, magnitude = parted(m["numeral"] + m["cmag"])
    value = chinese(head, m["point"]) if head else Decimal(1)
    return value, magnitude, m["cunit"], "chinese", m["cmid"] or m["clate"] or ""


def _count(head: str) -> Decimal:
    return Decimal(1) if not head else Decimal(head) if head.isascii() else chinese(head)


def _paired(one: Quantity, two: Quantity, between: str) -> tuple[Quantity, Quantity]:
    """Two neighbours, as a range or with a unit that they share, where what stands between them says so."""
    if between in _RANGE and two.base and two.way == one.way and one.base in ("", two.base):
        if two.kind == "time" and one.value > 1000:
            return one, two
        unit = one.unit if one.base else one.unit + two.unit
        low = replace(one, unit=unit, base=two.base, kind=two.kind, comparator=">=", range="low")
        return low, replace(two, comparator="<=", range="high")
    if between not in _LIST or not two.base:
        return one, two
    if one.unit and not one.base and two.kind == "money":
        return replace(one, unit=one.unit + two.base, base=two.base, kind=two.kind), two
    if (not one.base and two.kind in ("percent", "point")) or (one.base == "个" and two.kind == "point"):
        return replace(one, unit=two.unit, base=two.base, kind=two.kind), two
    return one, two


def _expression(units: Iterable[str], inside: str) -> str:
    """The expression that finds figures; one alternative for each way to write them."""

    def tail(p: str) -> str:
        return (
            rf"(?P<{p}mid>[{inside}])?(?P<{p}mag>[十百千万亿]{{0,3}}?)(?P<{p}late>[{inside}])?"
            rf"(?P<{p}unit>(?:{_any(units)})(?:[（(][户套个间组只台处件]{{1,2}}[）)])?|成(?![{_TENTHS_NOT}]))(?<!台(?=阶|湾))(?<!大(?=关))"
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
                rf"(?:{tail('a')}|(?P<bare>万亿|亿|万)(?=[、和与及台大]))?"
            ),
            (
                r"(?P<word>翻了?(?P<fan>[一两二三])?番|实现倍增|两位数(?=增|以上增)|过半(?!小时|年|个|天)"
                r"|半数以上|一半以上|近一半|约?一半(?![用是天时]))"
            ),
            rf"(?P<numeral>[{NUMERALS}]{{1,12}}?)(?:点(?P<point>[{DIGITS}]{{1,4}}))?{tail('c')}",
        )
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w))))
