"""Sentences to rows of project lists: a name and its cells in one line (名称：内容；总投资；建设期限；责任单位)."""

import re
from collections.abc import Iterable, Mapping

from kg.extract.measures.boundaries import Phrase
from kg.extract.measures.tokens import Tokens, stops
from kg.text.alternation import alternation
from kg.text.function_words import pattern

_cells = re.compile(r"[；;｜|\t]")
_bars = re.compile(r"[｜|\t]")
_numbered = pattern(r"[（(]?[<ordinal>\d]{1,3}[）)、.．｜|\t\s]*|[▲●■◆]\s*")
_name = re.compile(r"[^，。：:；;｜|\t]{3,40}(?=[：:｜|\t])")
sure = 0.95
"""The score of a row: its form is plain."""


class Rows:
    """The labels of cells, ready: a table with rows `word` and `kind`, and labels of responsible bodies."""

    def __init__(self, table: Iterable[Mapping[str, str]], bodies: Iterable[str]) -> None:
        self.kinds = {**dict.fromkeys(bodies, "body"), **{row["word"]: row["kind"] for row in table}}
        self._label = re.compile(alternation(self.kinds))

    def found(self, words: Tokens) -> dict[int, Phrase]:
        """The sentences that are rows, each with its words from the name to the last cell."""
        found = {}
        for number, sentence in enumerate(words.sentences):
            start = self._row(sentence.text)
            if start is None:
                continue
            last = words.last[number]
            while last > words.first[number] and words.words[last - 1] in stops:
                last -= 1
            first = next(
                (i for i in range(words.first[number], last) if words.start[i] >= sentence.start + start),
                last,
            )
            if first < last and words.kinds[first] in {"", "v"}:
                found[number] = Phrase(first, last, sure)
        return found

    def _row(self, text: str) -> int | None:
        """Where the name of a row begins, None where a sentence is none."""
        number = _numbered.match(text)
        start = number.end() if number else 0
        name = _name.match(text, start)
        if name is None:
            return None
        told = {
            self.kinds[label[0]]
            for cell in _cells.split(text[name.end() + 1 :])
            if (label := self._label.match(cell.strip()))
        }
        bars = len(_bars.findall(text))
        return start if len(told) > 1 or (told and bars > 1) else None
