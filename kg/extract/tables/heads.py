"""The head of a column, or a label that says the same, to what it tells: measure, unit, year, status, change."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.tables.words import Words, bare, narrow, plain
from kg.model import RISE
from kg.text.calendar import plans
from kg.text.function_words import pattern, words_of

_span = pattern(r"((?:19|20)\d\d)年?\s*[-—–~～<to>]+\s*((?:19|20)?\d\d)(?=\D|$)")
_year = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=\D|$)")
_plan = pattern(r"“?第?(?P<plan><ten><digit>?|<earlier plan>)(?:五”|五(?=<plan period>|”)|个五年)")
_than = pattern(
    r"(?:<than|with|compared>于?)(?:(?:<last year|year before last|same period|year's beginning>"
    r"|“?<ten><digit>?五”?<period>?末?"
    r"|(?P<year>(?:19|20)\d\d)年)(?:<same period>|年?<end>|<early>)?)<compared>?"
)
_when = pattern(r"(?<!\d)(?:19|20)\d\d年?[度<end>]?(?=\D|$)")
_growing = pattern("<grows>")
_period_lead = pattern(r"^[”“]?(?:<period>|末|年末?(?!均)|年底|年度)")
_years_lead = pattern(r"^[前后]?<digit|two>年(?=<over years>)|^\d{1,2}(?:[-—~<to>]\d{1,2})?月份?")
_degree = pattern("(?<=.)<degree>$")
_number_lead = pattern(r"^<table number>\s*[\d<ordinal>]*(?:[-—.]\d{1,2})?[:：]?(?=\D|(?:19|20)\d\d)")
_time_lead = pattern(r"^[”“]?<period>?(?:\d{1,2}(?:[-—]\d{1,2})?月)?(?:年<end>?)?")
_and_its = pattern(r"(?:<with its>|、)(?![^（(]*[）)])")
_its_aspect = pattern("(?:<with its>|、).*<aspect end>$")
_caption_end = pattern("<caption adjective>{0,2}<caption end>$")
_pace = pattern("<pace>$")
_kind = pattern("<what kind>$")
_edges = pattern(
    r"^(?:[、，,：:；;<of>\s/／-]|年[度<end|early>]?|[度<end|early>]$)+|[、，,：:；;<of>\s/／±-]+$|^[<or|and>]+$"
)


@dataclass(frozen=True, slots=True)
class Head:
    """What a head tells; `name` is what is left of it as the name of a measure.

    `change` is 增长 or 下降 where its cells are rates of change. `years` are the first and last year it names.
    """

    name: str
    unit: str = ""
    years: tuple[int, int] | None = None
    base: int | None = None
    status: str | None = None
    change: str = ""
    share: bool = False
    yearly: bool = False
    total: bool = False
    before: bool = False
    cumulative: bool = False
    expected: bool = False
    previous: bool = False


def years(text: str) -> tuple[int, int] | None:
    """The first and the last year that a text names, plans by their ends; None where it names none."""
    text = _than.sub("", narrow(text))
    found: list[int] = []
    for match in _span.finditer(text):
        first = int(match[1])
        last = int(match[2]) if len(match[2]) == 4 else first // 100 * 100 + int(match[2])
        found += [first, last]
    found += [int(match[1]) for match in _year.finditer(text)]
    if not found:
        found = [last for _, last in plans(text)]
    return (min(found), max(found)) if found else None


def read(parts: Sequence[str], words: Words) -> Head:
    """What the heads of a column tell together, from the top to the lowest."""
    whole = narrow(plain(" ".join(parts)))
    unit = next((unit for part in reversed(parts) if (unit := words.unit_of(part))), "")
    than = _than.search(whole)
    own = [_than.sub("", bare(part)) for part in parts]
    text = "".join(own)
    share = words.tells(text, "share") or (unit in ("%", "‰") and words.tells(whole, "share"))
    moved = than is not None or words.tells(text, "growth") or any(words.change(part) for part in own if part)
    change = ""
    if moved and not (share and not _growing.search(text)):
        change = next((c for part in reversed(own) if (c := words.change(part))), "") or RISE
    ratio = unit in ("%", "‰", "") and words.tells(text, "ratio")
    names = [
        _edges.sub("", part.rstrip("%‰")) if ratio else _measure(part, words, rate=bool(change))
        for part in own
    ]
    lowest = next((name for name in reversed(names) if name), "")
    upper = [name for name in names[:-1] if name and name != lowest and name not in lowest]
    return Head(
        "".join((*upper, lowest)), unit, years(whole), int(than["year"]) if than and than["year"] else None,
        "done" if ratio else words.status(text), "" if ratio else change, share or ratio,
        words.tells(text, "yearly"), words.tells(text, "total"), words.tells(text, "base"),
        words.tells(whole, "cumulative"), words.tells(whole, "expected"), words.tells(text, "previous"),
    )  # fmt: skip


def _measure(text: str, words: Words, *, rate: bool) -> str:
    """What is left of a head as a name: without years, status, and the words for amount and change."""
    if words.is_unit(text) and text not in words.says:
        return ""
    text = re.sub(r"[%‰]$", "", narrow(text))
    match = re.search(r"[/:,]([^/:,]+)$", text)
    if match and words.is_unit(match[1]):
        text = text[: match.start()]
    text = _plan.sub("", _year.sub("", _span.sub("", text)))
    text = _period_lead.sub("", text)
    text = _years_lead.sub("", text)
    kinds = ["done", "target", "level", "base", "filler", "cumulative", "yearly", "previous", "within"]
    if rate:
        kinds += ["growth"]
        text = _without_change(text, words)
    if text in words.by_length and words.says[text] & {"level", "done", "target", "base"}:
        return ""
    for word in words.found(text, *kinds):
        if len(word) > 1 and (text.startswith(word) or text.endswith(word)):
            text = text.removeprefix(word).removesuffix(word)
    if words.says.get(text, frozenset()) & {"filler", "level", "done", "target", "base", "previous"}:
        return ""
    return "" if text in ("", *words_of("bare time")) else _edges.sub("", text)


def _without_change(text: str, words: Words) -> str:
    text = _degree.sub("", text)
    found = [word for word in (*words.changes, *words.found(text, "growth", "yearly")) if text.endswith(word)]
    while found:
        text = text.removesuffix(max(found, key=len))
        found = [
            word
            for word in (*words.changes, *words.found(text, "growth", "yearly"))
            if word and text.endswith(word)
        ]
    return text


def topic(caption: str, words: Words) -> str:
    """What a caption says that its table measures: without its number, years, and the words for change and lists."""
    text = _number_lead.sub("", unnumbered(caption))
    text = re.sub(r"[（(][^（）()]*单位[^（）()]*[）)]", "", text)
    text = _edges.sub("", _plan.sub("", _when.sub("", _span.sub("", plain(text)))))
    text = _time_lead.sub("", text)
    for word in words.found(text, "about"):
        if text.startswith(word):
            text = text.removeprefix(word)
    text = _and_its.split(text)[0] if _its_aspect.search(text) else text
    name = _without_change(_pace.sub("", _caption_end.sub("", text)), words)
    return _than.sub("", name).strip("的主要")


def unnumbered(caption: str) -> str:
    """A caption without a number that runs into its year: 表102018年 is table 10 of 2018."""
    return re.sub(r"^(?:附?表)\s*\d{1,2}?\s*(?=(?:19|20)\d\d年)", "", plain(caption))


def aside(caption: str, label: str, name: str, names: Sequence[str], words: Words) -> str:
    """The words of a caption between what its rows are (商品) and its measures: 主要商品出口数量、金额 gives 出口.

    `names` are the measures of the table, of which `name` must be told in the caption too.
    """
    kind = _kind.sub("", bare(label))
    text = plain(caption)
    at = text.find(kind) if kind else -1
    begin = at + len(kind)
    ends = [end for other in names if other and (end := text.find(other, begin)) >= 0]
    if at < 0 or not ends or text.find(name, begin) < 0:
        return ""
    between = text[begin : min(ends)]
    good = 0 < len(between) <= 6 and not re.search(r"[、，（）()\d及]", between)
    return between if good and between not in words.says else ""
