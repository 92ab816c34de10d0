"""The text of a cell to its values: number, comparator, a unit of its own, whether it is a sum over a period."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kg.extract.tables.words import Words, narrow
from kg.text.function_words import pattern

_number = r"(?:\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.\d+)?"
_form = re.compile(
    rf"(?P<pre>[^\d+\-−–]*?)(?P<sign>[+\-−–]?)\s*(?P<number>{_number})"
    rf"(?:(?P<mid>[^\d\s~\-—–−至]{{0,8}}?)\s*(?:~|--?|—{{1,2}}|–|至)\s*(?P<high>{_number}))?\s*(?P<post>[^\d]*?(?:/\d+[^\d]*)?)"
)
_brackets = {"〔": "〕", "[": "]", "【": "】", "(": ")"}
_symbols = {
    ">=": ">=",
    "≥": ">=",
    "≧": ">=",
    "<=": "<=",
    "≤": "<=",
    "≦": "<=",
    ">": ">",
    "<": "<",
    "=": "=",
    "≈": "~",
    "~": "~",
}
_aside = re.compile(r"\((?P<in>[^()]*)\)$")
_nothing = pattern(r"[-−－–—―/／.…*\s]*|<nothing told>")


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a cell; `start` and `end` count in the cell. `unit` is its own, empty where the table tells it."""

    value: Decimal
    comparator: str
    unit: str
    start: int
    end: int
    cumulative: bool = False
    change: str = ""


def is_empty(text: str) -> bool:
    """Whether a cell says that there is nothing."""
    return bool(_nothing.fullmatch(text.strip()))


def has_number(text: str) -> bool:
    """Whether a cell holds a number and is no year or ordinal in words."""
    return bool(re.fullmatch(rf"[^\d]{{0,8}}{_number}[^\d]{{0,8}}", narrow(text).strip()))


def values(text: str, words: Words) -> tuple[Value, ...]:
    """The values of a cell that holds nothing else: one, or two where it is a range."""
    inner = narrow(text)
    start = len(inner) - len(inner.lstrip())
    end = len(inner.rstrip())
    cumulative = False
    while end - start > 2 and _brackets.get(inner[start]) == inner[end - 1]:
        cumulative = cumulative or inner[start] != "("
        start, end = start + 1, end - 1
    if (
        note := re.search(r"\s*(?:\[\^?\d{1,3}\]|[*※\u2460-\u2473\u2776-\u277f])+$", inner[start:end])
    ) and note.start():
        end = start + note.start()
    if (
        (aside := _aside.search(inner, start, end))
        and aside.start() > start
        and not re.search(r"\d", aside["in"])
    ):
        end = end if words.is_unit(aside["in"]) or aside["in"] in words.after else aside.start()
    match = _form.fullmatch(inner, start, end)
    if match is None:
        return ()
    return tuple(_read(match, start, end, words, cumulative=cumulative))


def _read(match: re.Match[str], start: int, end: int, words: Words, *, cumulative: bool) -> Iterator[Value]:
    pre, post, mid = match["pre"].strip(), match["post"].strip().strip("()"), (match["mid"] or "").strip()
    comparator, change, summed = "=", "", cumulative
    while pre:
        symbol = next((s for s in _symbols if pre.startswith(s)), None)
        word = symbol or _leading(pre, words)
        if word is None:
            return
        if symbol:
            comparator = _symbols[symbol]
        elif word in words.before:
            comparator = words.before[word]
        elif word in words.changes:
            change = words.changes[word]
        elif "cumulative" in words.says.get(word, ()):
            summed = True
        pre = pre[len(word) :].lstrip(":")
    unit, suffix = post, ""
    for word in sorted(words.after, key=len, reverse=True):
        if post.endswith(word) and (
            post == word or words.is_unit(rest := post.removesuffix(word)) or words.is_magnitude(rest)
        ):
            unit, suffix = post.removesuffix(word), word
            break
    if unit and not (words.is_unit(unit) or words.is_magnitude(unit)):
        return
    if suffix:
        comparator = words.after[suffix]
    sign = -1 if match["sign"] and match["sign"] != "+" else 1
    low = Decimal(re.sub("[, ]", "", match["number"])) * sign
    if match["high"] is None:
        yield Value(low, comparator, unit, start, end, summed, change)
        return
    if mid and not words.is_unit(mid):
        return
    high = Decimal(re.sub("[, ]", "", match["high"]))
    if high < low:
        return
    yield Value(low, ">=", mid or unit, start, end, summed, change)
    yield Value(high, "<=", unit or mid, start, end, summed, change)


def _leading(text: str, words: Words) -> str | None:
    """The word of comparison, change or sum that a text begins with."""
    found = [word for table in (words.before, words.changes) for word in table if text.startswith(word)]
    found += [
        w for w in words.by_length if text.startswith(w) and words.says[w] & {"cumulative", "lead", "yearly"}
    ]
    return max(found, key=len, default=None)
