"""What a cell of a table holds: a value, or a year."""

import re

_value = re.compile(
    r"[<>≤≥＜＞≦≧〔［\[【（(]*(?:约|不低于|不高于|不少于|不超过|大于|小于|低于|高于|超过|超|近)?[<>≤≥＜＞+\-−－–]?\s*\d[\d,，.．]*"
    r"(?:\s*[%％‰])?\s*(?:以上|以下|以内|左右|余)?[〕］\]】）)]*|[-−－–—―/／]{1,3}|…+"
)
_year = re.compile(r"(?:19|20)\d\d\s*年?[度底末初]?")


def is_value(text: str) -> bool:
    """Whether a cell holds a number, or the mark that stands for none; a bare year is one, too."""
    return _value.fullmatch(text.strip()) is not None


def is_year(text: str) -> bool:
    """Whether a cell holds a year."""
    return _year.fullmatch(text.strip()) is not None


def is_amount(text: str) -> bool:
    """Whether a cell holds a value that is no year."""
    return is_value(text) and not is_year(text)
