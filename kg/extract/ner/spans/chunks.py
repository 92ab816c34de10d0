"""The words of a text to runs: stretches without a hard boundary, in which names stand, and how runs hang together."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.text.function_words import words_of
from kg.text.tokens import Words

_closers = {"“": "”", "（": "）", "(": ")", "《": "》", "‘": "’", '"': '"', "「": "」"}
_joins = frozenset(("、", *words_of("and", "as well")))
_longest_quote = 40


@dataclass(slots=True)
class Run:
    """Words (or quotes and brackets, each as one unit) that stand together without a hard boundary.

    `units` are pairs of word indices, end excluded. `verb` is the last verb before the run in its
    clause, `before` the word right before it, `after` the one right behind; `head` is the noun under
    which an enumeration is brought together (A、B等产业: 产业) and `last` the noun that ends the
    enumeration (A、B和C机场: 机场), "" where there is none.
    """

    units: tuple[tuple[int, int], ...]
    verb: str = ""
    before: str = ""
    after: str = ""
    head: str = ""
    last: str = ""

    @property
    def lone(self) -> bool:
        """Whether it is one item of an enumeration, and that a single word."""
        return len(self.units) == 1 and (self.before == "、" or self.after == "、")


def runs(words: Words) -> list[Run]:
    """The runs of a text in its order, those inside quotes and brackets behind the run that holds them."""
    found: list[Run] = []
    _collect(words, 0, len(words.words), found)
    return found


def _collect(words: Words, start: int, end: int, found: list[Run]) -> None:
    clause: list[Run] = []
    units: list[tuple[int, int]] = []
    inner: list[tuple[int, int]] = []
    verb = before = ""
    index = start
    while index < end:
        word, kind = words.words[index], words.classes[index]
        if word in _closers and (close := _close(words, index, end)) is not None:
            units.append((index, close + 1))
            if word != "《":
                inner.append((index + 1, close))
            index = close + 1
            continue
        if (kind in {"", "number"} or kind.startswith("soft")) and word not in _joins:
            units.append((index, index + 1))
        else:
            if units:
                clause.append(Run(tuple(units), verb, before, word))
                units = []
            if kind == "verb":
                verb = word
            if kind == "mark" and word != "、":
                found.extend(_joined(words, clause))
                clause = []
                verb = ""
            before = word
        index += 1
    if units:
        clause.append(Run(tuple(units), verb, before, ""))
    found.extend(_joined(words, clause))
    for first, last in inner:
        _collect(words, first, last, found)


def _close(words: Words, index: int, end: int) -> int | None:
    """The word that closes the quote or bracket which opens at a word, if it does so soon."""
    wanted = _closers[words.words[index]]
    for place in range(index + 1, min(end, index + _longest_quote)):
        word = words.words[place]
        if word == wanted:
            return place if place > index + 1 else None
        if word in "。；¶":
            return None
    return None


def _joined(words: Words, clause: list[Run]) -> Iterator[Run]:
    """The runs of a clause, each with what brings its enumeration together."""
    head = last = ""
    for place in range(len(clause) - 1, -1, -1):
        run = clause[place]
        if run.after in words_of("etc"):
            head = _first_head(words, clause[place + 1]) if place + 1 < len(clause) else "等"
            last = ""
        elif run.after in _joins:
            if not head and not last and place + 1 < len(clause):
                last = _last_head(words, clause[place + 1])
        else:
            head = last = ""
        run.head, run.last = head, last
    yield from clause


def _first_head(words: Words, run: Run) -> str:
    """The first head of names among the first words of a run, 等 where there is none."""
    return next((head for start, end in run.units[:5] if (head := _head(words, start, end))), "等")


def _last_head(words: Words, run: Run) -> str:
    """The last head of names in a run, "" where there is none."""
    return next((head for start, end in reversed(run.units) if (head := _head(words, start, end))), "")


def _head(words: Words, start: int, end: int) -> str:
    """The head of two characters or more that a unit of one word ends with."""
    return words.heads[start] if end - start == 1 and len(words.heads[start]) > 1 else ""
