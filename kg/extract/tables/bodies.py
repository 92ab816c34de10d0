"""Cells that name bodies and places to the names: who leads, who assists, where it is; and their types."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.extract.tables.values import is_empty
from kg.extract.tables.words import Words
from kg.model import Span

_between = re.compile(r"[、，,；;\n/／]|\s+(?=[\u4e00-\u9fff])|。")
_open, _close = "（(", "）)"
_mark = re.compile(r"[（(\[【]?(?P<word>[\u4e00-\u9fff]{2,4})[）)\]】]?\s*[:：]")


@dataclass(frozen=True, slots=True)
class Body:
    """A name in a cell and its place in the text; `part` is leads, assists or empty where the cell does not tell."""

    name: str
    span: Span
    part: str = ""


def bodies(text: str, at: int, words: Words) -> tuple[Body, ...]:
    """The names that a cell lists, in order; `at` is where the cell begins in the text.

    Words of duty are no part of them: 市林业局牵头，市水务局、市财政局配合 gives one that leads and two that assist.
    """
    found: list[Body] = []
    part = ""
    for start, end in _pieces(text):
        while mark := _mark.match(text, start, end):
            part = _part(mark["word"], words) or part
            start = mark.end()  # noqa: PLW2901 - the piece without what its name is led by
        name, own = _stripped(text[start:end], words)
        lead = len(text[start:end]) - len(text[start:end].lstrip())
        if own == "assists" and not part:
            found = [
                Body(b.name, b.span, b.part or ("assists" if i >= _since(found) else ""))
                for i, b in enumerate(found)
            ]
        if name and not is_empty(name):
            begin = at + start + lead
            found.append(Body(name, (begin, begin + len(name)), own or part))
        elif own and found:
            found[-1] = Body(found[-1].name, found[-1].span, own)
    return tuple(found)


def _since(found: Sequence[Body]) -> int:
    """Where the names begin that no word has told yet what they do."""
    return next((i + 1 for i in reversed(range(len(found))) if found[i].part), 0)


def _pieces(text: str) -> Iterator[Span]:
    """The stretches between marks of enumeration outside brackets."""
    depth = start = 0
    for match in re.finditer(rf"[{_open}{_close}]|{_between.pattern}", text):
        mark = match.group()
        if mark in _open:
            depth += 1
        elif mark in _close:
            depth = max(0, depth - 1)
        elif not depth:
            yield start, match.start()
            start = match.end()
    yield start, len(text)


def _part(word: str, words: Words) -> str:
    return next((kind for kind in ("leads", "assists") if kind in words.says.get(word, ())), "")


def _stripped(text: str, words: Words) -> tuple[str, str]:
    """A name without words of duty at its end, and what they say that it does."""
    name, own = text.strip(), ""
    while True:
        name = name.rstrip("。 　")
        if name.endswith((*_close,)) and (inner := re.search(r"[（(]([^（）()]*)[）)]$", name)):
            if part := _part(inner[1], words):
                name, own = name[: inner.start()], part
                continue
            return name, own
        tail = next(
            (w for w in words.by_length if words.says[w] & {"leads", "assists", "duty"} and name.endswith(w)),
            "",
        )
        if not tail:
            return name, own
        own = _part(tail, words) or own
        name = name.removesuffix(tail)


def type_of(name: str, heads: Mapping[str, Sequence[str]], wanted: Sequence[str]) -> str | None:
    """The first of the types wanted that the end of a name tells, the longest end first; else None."""
    for length in range(min(len(name), 8), 0, -1):
        told = heads.get(name[-length:], ())
        found = next((kind for kind in wanted if kind in told), None)
        if found:
            return found
    return None
