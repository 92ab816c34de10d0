"""Words that name several quantities at once to each of them in full."""

from collections.abc import Iterable, Sequence

from kg.text.function_words import pattern

_JOINT = pattern("<as well>|、|(?!及以<half>)<and>")
_PAIR = 2
_MARK = 0xF0000
"""Stands for the first name while a list is parted: a code point of a private plane."""


class Lists:
    """Parts lists like 城乡居民收入 or 原煤、原油产量; `heads` are short forms with what they stand for, `measures`
    the words for quantities that the last item may give to the others, `ends` how names of quantities end. Built once.
    """

    def __init__(
        self, heads: Iterable[tuple[str, Sequence[str]]], measures: Iterable[str], ends: Iterable[str] = ()
    ) -> None:
        self.heads = tuple(heads)
        self._ends = tuple(ends)
        self._measures = tuple(sorted(measures, key=lambda w: (-len(w), w)))

    def is_short(self, words: str, count: int) -> bool:
        """Whether the words hold a short form that stands for so many quantities."""
        return any(short in words and len(full) == count for short, full in self.heads)

    def items(self, words: str, names: Sequence[str], count: int = 0) -> list[str]:
        """The words as `count` quantities (0: as many as there are), each in full; empty where they are not so many.

        `names` are the texts of the mentions among the words, in order; a name is never parted.
        """
        for short, full in self.heads:
            if short in words and len(full) == (count or len(full)):
                return [words.replace(short, each) for each in full]
        marked = words
        for k, name in enumerate(names):
            marked = marked.replace(name, chr(_MARK + k), 1)
        parts = [part for part in _JOINT.split(marked) if part]
        if count and len(parts) > count and marked.count("、") == count - 1:
            parts = [part for part in marked.split("、") if part]  # 果蔬及果蔬加工、海洋装备
        if not parts:
            return []
        if len(parts) != (count or len(parts)):
            inside = [c for c in marked if ord(c) >= _MARK]
            if len(inside) != count:
                return []
            head = marked[marked.rindex(inside[-1]) + 1 :]
            return [self._spelt(c, names) + head for c in inside]
        head = self._head(parts[-1]) or _twin(parts)
        return [self._spelt(self._with(part, head), names) for part in parts[:-1]] + [
            self._spelt(parts[-1], names)
        ]

    def _head(self, last: str) -> str:
        """What the last item may lend to the others: what follows its name, else its word for a quantity."""
        place = max((i for i, c in enumerate(last) if ord(c) >= _MARK), default=-1)
        if place >= 0 and place + 1 < len(last):
            return last[place + 1 :]
        return next((word for word in self._measures if last.endswith(word) and len(last) > len(word)), "")

    def _with(self, part: str, head: str) -> str:
        if not head or (part.endswith(self._measures) and part != "投资"):
            return part
        if len(part) > _PAIR and part.endswith(self._ends):
            return part
        longest = 7 if head.endswith("率") else 4
        return part + head if ord(part[-1]) >= _MARK or len(part) <= longest else part

    @staticmethod
    def _spelt(part: str, names: Sequence[str]) -> str:
        return "".join(names[ord(c) - _MARK] if 0 <= ord(c) - _MARK < len(names) else c for c in part)


def _twin(parts: Sequence[str]) -> str:
    """What the last of a list has behind a word that is made like the others: 国控、省控断面."""
    last = parts[-1]
    made = all(len(part) == _PAIR and part[1] == last[1] for part in parts[:-1])
    return last[_PAIR:] if len(parts) > 1 and len(last) > _PAIR and made else ""
