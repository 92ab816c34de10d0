"""A date as it is written in Chinese documents, to the form of ISO 8601."""

import re
from datetime import date

from kg.text.function_words import pattern
from kg.text.numerals import DIGITS

_digits = str.maketrans(f"〇○{DIGITS}", "000123456789")
_chinese = pattern(
    r"(?P<y><digit>[<round zero|zero|digit>○]{3})年"
    r"(?:(?P<m><ten><digit>?|<digit>)月(?:(?P<d><digit>?<ten><digit>?|<digit>)日)?)?"
)
_arabic = re.compile(
    r"(?P<y>(?:19|20)\d\d)\s*(?:年\s*(?:(?P<m>[01]?\d)\s*月(?:\s*(?P<d>[0-3]?\d)\s*日)?)?"
    r"|(?P<s>[-/.])(?P<m2>[01]?\d)(?:(?P=s)(?P<d2>[0-3]?\d)|(?![\u4e00-\u9fff%％]))(?!\d|[-/.]\d))"
)
_compact = re.compile(r"(?<!\d)((?:19|20)\d\d)([01]\d)([0-3]\d)(?!\d)")
_year = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


def iso(text: str) -> str | None:
    """The first date in a text as 2024-07-08, 2024-07 or 2024; None where there is none that exists.

    >>> iso("二〇二四年七月八日"), iso("2024/7/8 0:00"), iso("2024年7月"), iso("7月8日")
    ('2024-07-08', '2024-07-08', '2024-07', None)
    """
    found = find(text)
    return found[0] if found else None


def find(text: str) -> tuple[str, int, int] | None:
    """The first date written with 年 or marks between its parts, and its place in the text."""
    best: tuple[str, int, int] | None = None
    for match in (_arabic.search(text), _chinese.search(text)):
        if match is None or (best and match.start() >= best[1]):
            continue
        parts = match.groupdict()
        value = _valid(
            _number(parts["y"]),
            _number(parts["m"] or parts.get("m2")),
            _number(parts["d"] or parts.get("d2")),
        )
        if value:
            best = (value, match.start(), match.end())
    if best is None and (match := _compact.search(text)):
        value = _valid(*(int(group) for group in match.groups()))
        best = (value, match.start(), match.end()) if value else None
    return best


def year(text: str) -> str | None:
    """The first year that stands in a text as four digits."""
    match = _year.search(text)
    return match.group(1) if match else None


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    if "十" not in text:
        return int(text.translate(_digits))
    tens, _, ones = text.partition("十")
    return int((tens or "一").translate(_digits)) * 10 + int((ones or "〇").translate(_digits))


def _valid(y: int | None, m: int | None, d: int | None) -> str | None:
    if y is None:
        return None
    try:
        date(y, m or 1, d or 1)
    except ValueError:
        return None
    return f"{y}" + (f"-{m:02d}" if m else "") + (f"-{d:02d}" if m and d else "")
