"""A sentence to the text that figures are read from: one width, digits joined, no blanks or footnote marks between.

A year in Chinese digits is one in Arabic (二〇〇五年).

A number may be split by blanks, by the end of a line or by full-width commas (12 345.6吨, 70. 5%, 1，050亿元), stand
apart from its unit (3.5 亿元), or carry a footnote mark (人口[5]). Every place of the plain text knows its place in the
sentence.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from kg.text.alternation import alternation
from kg.text.function_words import pattern, words_of
from kg.text.numerals import DIGITS, WIDTHS

_FOOTNOTE = re.compile(r"(?<=[\u4e00-\u9fff%‰）”])[\[［]\d{1,2}[\]］](?!号)")
_BESIDE = re.compile(
    r"(?<=[\u4e00-\u9fff（])\s+(?=[-+]?\d)|(?<=\d)\s+(?=[\u4e00-\u9fff%‰℃])"
    r"|(?<=[\d%]) (?=[-—–~～])|(?<=[-—–~～]) (?=\d)"
)
_POINT = re.compile(r"(?<=[\u4e00-\u9fff])\d{1,4}(?:\s{1,3}\.\s{0,3}|\.\s{1,3})\d+")
_YEARS = pattern(r"[一二][九〇○零][○<round zero|zero|digit>]{2}(?=年|[-—–~～<to>][一二])")
_MAGNITUDES = "".join(words_of("magnitude"))
_SPELT = str.maketrans(f"〇○{DIGITS}", "000123456789")
_GROUPS = re.compile(r"(?<![\d.,，])\d{1,3}(?:(?:，\s?|,\s|\s)\d{3}(?!\d))+")


@dataclass(frozen=True, slots=True)
class Plain:
    """The plain text of a sentence, and for each of its characters the place in the sentence."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the plain text as a stretch of the sentence."""
        return self.places[start], self.places[end - 1] + 1

    def within(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the sentence as a stretch of the plain text."""
        return bisect_left(self.places, start), bisect_left(self.places, end)


class Plainer:
    """Makes sentences plain, by the units that may follow a number; built once."""

    def __init__(self, units: Iterable[str]) -> None:
        names = alternation(units)
        self._unit = re.compile(rf"(?:\.\d+)?\s?[多余]?[{_MAGNITUDES}]{{0,3}}{names}")
        self._cell = re.compile(rf"(?:^|\s)[（(]?[{_MAGNITUDES}]{{0,3}}{names}[)）]?(?=\s|$)")

    def plain(self, sentence: str) -> Plain:
        """The plain text of a sentence. Columns of a table, a unit in one of them, are not brought together."""
        text = _YEARS.sub(lambda m: m[0].translate(_SPELT), sentence.translate(WIDTHS))
        gone: set[int] = set()
        for m in _FOOTNOTE.finditer(text):
            gone.update(range(*m.span()))
        if not self._cell.search(text):
            for m in _BESIDE.finditer(text):
                gone.update(range(*m.span()))
            for pattern in (_POINT, _GROUPS):
                for m in pattern.finditer(text):
                    if self._unit.match(text, m.end()):
                        gone.update(i for i in range(*m.span()) if text[i] not in "0123456789.")
        if not gone:
            return Plain(text, tuple(range(len(text))))
        kept = tuple(i for i in range(len(text)) if i not in gone)
        return Plain("".join(text[i] for i in kept), kept)
