"""A quantity to the reason why it is no indicator, or to none."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from kg.extract.indicators.quantities import RATES, Quantity
from kg.ontology import Ontology
from kg.text.alternation import alternation
from kg.text.function_words import pattern, words_of

_COUNTED = ("count", "person")
(_OF,), (_RANK,) = words_of("of"), words_of("rank")
_STOPS = "，。；：、！？,;:!?（）()"
_DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_DATED = re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]$|(?<!\d)\d{1,2}[:：]$")


@dataclass(frozen=True, slots=True)
class ContextWord:
    """A word that makes a figure near it no indicator, for some kinds of unit (none given: for all)."""

    word: str
    place: str
    kinds: frozenset[str]
    reason: str


class Exclusions:
    """The words around a figure that make it no indicator, ready."""

    def __init__(self, ontology: Ontology) -> None:
        self.contexts = [
            ContextWord(r["word"], r["place"], frozenset(filter(None, r["kinds"].split("|"))), r["reason"])
            for r in ontology.table("figure_contexts")
        ]
        self.words = words = ontology.words("figure_words", "says")
        self.grown = re.compile(f"{alternation(words['grown'])}|{alternation(words['grown end'])}$")
        self.built = re.compile(rf"(?:级|/年)?的?[^，。；、的]{{0,10}}{alternation(words['works'])}")
        self.spent = re.compile(
            rf"{alternation(words['time'])}\D{{0,6}}$"
            rf"|{alternation(words['shortened'])}{alternation(words['shortened to'])}*$"
            rf"|{alternation(words['time right before'])}$"
        )
        self.term = re.compile(rf"{alternation(words['term'])}[^，。；]{{0,4}}$")
        self.amid = re.compile(rf"{alternation(words['amid'])}(?:近|约|超)?$")
        self.of_amid = re.compile(rf"个?[^，。；、]{{0,16}}?{alternation(words['abstract'])}")
        self.field = re.compile(rf"个?[^，。；、]{{0,6}}?{alternation(words['abstract'])}(?=\d)")
        self.moved = re.compile(rf"{alternation(words['moved'])}了?$")
        shorter = [*words["shortened"], *words["fallen"]]
        self.shorter = re.compile(rf"[、和]|{alternation(shorter)}{alternation(words['shortened to'])}")
        self.ranked = pattern(r"[^，。；、\d]{0,10}<before a rank>\d{1,3}<counts ranks>")
        self.step = pattern(f"(?:<magnitude>{{1,3}}元?级?)?大?{alternation(words['step'])}")
        granted = rf"[^。；;]{{0,40}}?{alternation(words['granted'])}"
        self.granted = re.compile(rf"[^，。；;]{{0,16}}?的{granted}")
        self.granted_to = re.compile(
            rf"[^，。；;]{{0,24}}?的{alternation(['', *words['sized']])}[，,]{granted}"
        )
        self.to_whom = re.compile(rf"(?:^|(?<=[，。；：,;:）)])){alternation(words['to whom'])}[^，。；,;]*$")
        self.sized_things = tuple(words["sized"])
        self.sized = tuple(f"的{word}" for word in words["sized"])
        self.composed = re.compile(alternation(words["composition"]))

    def why_not(  # noqa: C901, PLR0911, PLR0912 - one reason a line, the first that holds
        self, text: str, found: Sequence[Quantity], i: int, names: Sequence[tuple[int, int]]
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
        if (
            one.start < 2
            and "." in text[one.start : one.end]
            and one.unit == one.base
            and one.kind in _COUNTED
        ):
            return "heading"
        if before == "第":
            return (
                "article"
                if after in self.words["article"] or one.base in self.words["article unit"]
                else "ordinal"
            )
        if (
            before in words_of("before a rank")
            or after in words_of("behind a rank")
            or self._ranked(text, one)
        ):
            return "rank"
        if not one.base:
            return self._bare(text, one, before, after)
        if one.kind == "time":
            told = found[i - 1] if i else one
            goes_on = told.kind == "time" and self.shorter.fullmatch(text, told.end, one.left)
            return self._time(text, told if goes_on else one)
        if before == "每" and one.kind != "percent":
            return "indefinite"
        if _quoted(text, one):
            return "name"
        if one.way == "ratio":
            return "" if self.composed.search(text, max(0, one.start - 40), one.start) else "bare"
        if one.kind in _COUNTED and one.way == "chinese":
            if _per(text, one) or (
                text[one.start] in words_of("hundred", "thousand")
                and one.value in (100, 1000)
                and one.comparator == "="
            ):
                return "indefinite"
            if before in self.words["indefinite"]:
                return "indefinite"
            if one.unit == one.base and one.value == 1:
                return "indefinite"
            if (
                one.unit == one.base
                and one.value < 100
                and (one.base != "大" or not self._great(text, found, i))
            ):
                return "passing count"
        if one.kind in _COUNTED and (reason := self._in_passing(text, one)):
            return reason
        if (
            one.kind == "fold"
            and one.way == "chinese"
            and not one.change
            and before not in words_of("be", "of")
        ):
            return "indefinite"
        if before in words_of("a few") and one.way not in ("arabic", "word"):
            return "indefinite"
        named = any(start == one.end + 1 for start, _ in names)
        if not named and self._on_condition(text, one):
            return "threshold"
        if one.way == "chinese" and one.kind == "money" and _per(text, one):
            return "indefinite"
        if one.kind not in (*_COUNTED, *RATES):
            if one.suffix == _RANK and one.kind != "money":
                return "specification"
            if one.kind == "voltage" or one.base in self.words["size"]:
                return "specification"
            if self._threshold(text, found, i):
                return "threshold"
            if one.kind in ("mass", "volume", "power", "energy") and self.built.match(text, one.end):
                return "specification"
        end = found[i + 1].end if one.range == "low" and i + 1 < len(found) else one.end
        return self._context(text, one, end)

    def _bare(self, text: str, one: Quantity, before: str, after: str) -> str:
        if one.start < 3 and after in (".", "、", "．", ")", "）"):
            return "heading"
        if after == "号" or (before in "〔[（(" and after in "〕]）)"):
            return "document number" if before in ("〕", "]", "］", "）", ")") else "name"
        if after in self.words["named by number"] or _quoted(text, one):
            return "name"
        return "bare"

    def _time(self, text: str, one: Quantity) -> str:
        plain = one.way == "arabic" and not one.suffix and one.unit == one.base
        if plain and (one.base in ("月", "日") or (one.base == "年" and 1900 <= one.value <= 2100)):
            return "date"
        bound = one.comparator in ("<=", "<", ">=", ">") and one.base in self.words["term unit"]
        if bound and self.term.search(text, max(0, one.left - 12), one.left):
            return "threshold"
        return "" if self.spent.search(text, max(0, one.left - 12), one.left) else "duration"

    def _ranked(self, text: str, one: Quantity) -> bool:
        """Whether a count is a change of rank, or of those among which something has its: 全国168个城市前20位."""
        if one.base == "位" and self.moved.search(text, max(0, one.left - 4), one.left):
            return True
        return one.kind in _COUNTED and self.ranked.match(text, one.end) is not None

    def _great(self, text: str, found: Sequence[Quantity], i: int) -> bool:
        """Whether N大 counts things that are built or grown (八大产业集群), which no figure after them measures."""
        one = found[i]
        end = min(
            (at for c in _STOPS if (at := text.find(c, one.end, one.end + 20)) >= 0), default=one.end + 20
        )
        noun = text[one.end : end]
        if one.value > 20 or not self.grown.search(noun) or noun.startswith(self.words["abstract"]):
            return False
        return not _measured_after(text, found, i)

    def _in_passing(self, text: str, one: Quantity) -> str:
        """The reason where a count orders what is said (共5项, 六个方面) and measures nothing."""
        after = text[one.end : one.end + 2]
        if text[one.start : one.start + 2] in words_of("countless"):
            return "indefinite"
        if (
            after[:1] in tuple("）):：")
            or after.startswith(self.words["abstract"])
            or self.step.match(text, one.end)
            or self.field.match(text, one.end)
        ):
            return "passing count"
        if self.amid.search(text, max(0, one.left - 4), one.left) and self.of_amid.match(text, one.end):
            return "passing count"
        if one.base == "次" and one.unit == "次" and after[:1] not in tuple(_STOPS):
            return "passing count"
        if (
            one.comparator in (">", "<", ">=", "<=")
            and (one.kind == "person" or one.suffix in self.words["limit"])
            and after[:1] == _OF
        ):
            return "threshold"
        return ""

    def _on_condition(self, text: str, one: Quantity) -> bool:
        """Whether a figure says who gets support: 对投资超5亿元的企业给予奖励, 纳税2000万元以上的，给予补助."""
        if self.granted_to.match(text, one.end):
            return True
        to_whom = self.to_whom.search(text, max(0, one.left - 60), one.left)
        return one.kind not in _COUNTED and bool(to_whom and self.granted.match(text, one.end))

    def _threshold(self, text: str, found: Sequence[Quantity], i: int) -> bool:
        one = found[i]
        after = text[one.end : one.end + 1]
        if not after or after in _STOPS:
            return False
        if text.startswith(("的部分", "的，", "的,"), one.end):
            return True
        if after == _OF and one.comparator in ("<=", ">=") and not one.suffix and one.kind != "percent":
            return True
        if one.comparator == ">" and text.startswith(self.sized, one.end):
            return True
        if (
            one.way in ("chinese", "scale")
            and one.value in (1, 10, 100, 1000)
            and text.startswith(self.sized_things, one.end)
        ):
            return True
        if one.suffix in self.words["limit"]:
            return after not in (*words_of("and"), "左")
        if one.comparator in (">", ">=") and one.suffix != _RANK and i + 1 < len(found):
            two = found[i + 1]
            between = text[one.end : two.left]
            return (
                two.kind in _COUNTED
                and 1 < len(between) < 14
                and not any(c in between for c in _STOPS)
                and between[0] != _OF
            )
        return False

    def _context(self, text: str, one: Quantity, end: int) -> str:
        """The reason that a word beside a figure (or the range that it begins, up to `end`) gives."""
        window = max(0, one.left - 100)
        begin = max(max(text.rfind(c, window, one.left) for c in "，。；,;") + 1, window)
        for context in self.contexts:
            if context.kinds and one.kind not in context.kinds:
                continue
            if context.place == "before":
                hit = text.find(context.word, begin, one.left) >= 0
            elif context.place == "near":
                hit = text.endswith(context.word, begin, one.left) or text.startswith(context.word, one.left)
            else:
                hit = text.startswith(context.word, end)
            if hit:
                return context.reason
        return ""


def _is_day(text: str, one: Quantity) -> bool:
    """Whether the digits are a day, or the last of a day or an hour: 20240307起, 2024-03-07起, 8:30起."""
    if one.way != "arabic" or one.unit != one.base:
        return False
    digits = text[one.start : one.end].removesuffix(one.suffix).removesuffix(one.base)
    return bool(_DAY.fullmatch(digits) or _DATED.search(text, max(0, one.start - 8), one.start))


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


def _measured_after(text: str, found: Sequence[Quantity], i: int) -> bool:
    """Whether another figure measures the counted things in the same clause: 三大产业规模突破2万亿元."""
    for two in islice(found, i + 1, i + 8):
        if two.kind == "time":
            continue
        between = text[found[i].end : two.left]
        return not any(c in between for c in "，。；,;") and two.kind not in _COUNTED
    return False
