"""What a cell of a table holds: a value, or a year."""

from kg.text.function_words import pattern

_value = pattern(
    r"[<>≤≥＜＞≦≧〔［\[【（(]*<bound before a number>?[<>≤≥＜＞+\-−－–]?\s*\d[\d,，.．]*"
    r"(?:\s*[%％‰])?\s*<bound behind|about>?[〕］\]】）)]*|[-−－–—―/／]{1,3}|…+"
)
_year = pattern(r"(?:19|20)\d\d\s*年?[度<end|early>]?")


def is_value(text: str) -> bool:
    """Whether a cell holds a number, or the mark that stands for none; a bare year is one, too."""
    return _value.fullmatch(text.strip()) is not None


def is_year(text: str) -> bool:
    """Whether a cell holds a year."""
    return _year.fullmatch(text.strip()) is not None


def is_amount(text: str) -> bool:
    """Whether a cell holds a value that is no year."""
    return is_value(text) and not is_year(text)
