"""Sentences to what they say of indicators without a number: 居民收入增长与经济增长同步, 固定资产投资实现正增长.

A clause is read from its end: a predicate, adverbs before it, a reference where the predicate takes one, and before
these a list of names, of each of which the predicate is said (A、B和C完成省定目标).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from kg.extract.indicators.linking import Link, Linker
from kg.extract.indicators.lists import Lists
from kg.model import RISE, RelativeComparator
from kg.ontology import Ontology

_CLAUSE = re.compile(r"[^，。；：！？,;:!?\n（）()]+")
_DIGIT = re.compile(r"[\d%％]")
_LONGEST = 80
"""A longer clause is none: it is left, and time stays linear."""
_REFERENCE = 16
_SCALED = ("level", "count", "ratio", "index")


@dataclass(frozen=True, slots=True)
class Predicate:
    """What a clause says of its indicators, where: `start` and `end` count in the sentence."""

    names: str
    comparator: RelativeComparator
    reference: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Said:
    """One indicator and what is said of it: the words for it, and the canonical indicator they name.

    `against` is the canonical indicator that the reference names, where it names one.
    """

    words: str
    link: Link
    predicate: Predicate
    against: str | None = None


class Relatives:
    """Reads relative and qualitative statements over tables of predicates; built once."""

    def __init__(self, rows: Iterable[Mapping[str, str]], linker: Linker, lists: Lists) -> None:
        self._linker, self._lists = linker, lists
        words: dict[str, list[str]] = {}
        self._predicates: dict[str, list[tuple[str, str]]] = {"with": [], "after": [], "set": [], "none": []}
        for row in rows:
            if row["needs"]:
                self._predicates[row["needs"]].append((row["word"], row["comparator"]))
            else:
                words.setdefault(row["comparator"], []).append(row["word"])
        for found in self._predicates.values():
            found.sort(key=lambda pair: (-len(pair[0]), pair[0]))
        self._adverbs = _longest(words["adverb"])
        self._joints = frozenset(words["joint"])
        self._before = frozenset(words["before"])
        self._pace = frozenset(words["pace"])
        self._set = re.compile(f"(?:{'|'.join(map(re.escape, _longest(words['set'] + words['goal'])))})+$")
        self._goals = _longest(words["goal"])
        self._aims = tuple(words["aim"])
        aims, copulas = (f"(?:{'|'.join(map(re.escape, _longest(words[key])))})" for key in ("aim", "copula"))
        self._estimates = tuple(words["estimate"])
        self._aimed = re.compile(f"{aims}[^，。；！？,;!?]{{0,12}}?{copulas}")

    def read(self, text: str, *, aims: bool) -> list[Said]:
        """What a sentence says of canonical indicators without a number, in the order of the text.

        What is said in words alone (保持合理水平) counts where the sentence `aims` or says so itself (预期目标).
        """
        aims = aims or any(aim in text for aim in self._aims)
        found = []
        spoken = ""
        for m in _CLAUSE.finditer(text):
            for predicate in self._predicates_of(m[0], m.start()) if len(m[0]) <= _LONGEST else ():
                if predicate.comparator != "qualitative" or aims:
                    against = self._linker.link(predicate.reference, f"%{RISE}")
                    of = (
                        replace(predicate, names=spoken)
                        if predicate.names in self._pace and spoken
                        else predicate
                    )
                    found += [
                        Said(words, link, predicate, against.concept if against else None)
                        for words, link in self._each(of)
                    ]
            number = _DIGIT.search(m[0])
            spoken = self._bare(m[0][: number.start()]) if number else ""
        return found

    def _predicates_of(self, clause: str, at: int) -> Iterator[Predicate]:
        """The predicates of a clause; a list may have several (A与经济增长同步、B正增长)."""
        start, last = 0, None
        for end in [i for i, c in enumerate(clause) if c == "、"] + [len(clause)]:
            if (predicate := self._predicate(clause[start:end], at + start)) is not None:
                if last is not None:
                    yield last
                last, start = predicate, end + 1
            elif last is not None and (more := self._more(last, clause[start:end], at + start)) is not None:
                if last.comparator != "qualitative":
                    yield last
                last, start = more, end + 1
        if last is not None:
            yield last

    def _more(self, last: Predicate, words: str, at: int) -> Predicate | None:
        """A further predicate of the same names (外贸稳中提质、实现正增长), if it says more than words."""
        more = self._predicate(last.names + words, at - len(last.names))
        return (
            more
            if more is not None and more.names == last.names and more.comparator != "qualitative"
            else None
        )

    def aimed(self, text: str, at: int) -> bool:
        """Whether what stands at a place of a sentence is one of the targets it sets (主要预期目标是：…)."""
        return self._aimed.search(text, 0, at) is not None

    def estimated(self, text: str, at: int) -> bool:
        """Whether a sentence says, before a place, that it tells estimates (预计全年…)."""
        return any(word in text[:at] for word in self._estimates)

    def _each(self, predicate: Predicate) -> Iterator[tuple[str, Link]]:
        """The indicators among the names of a clause, each in full; none where one of them is a number's."""
        items = self._lists.items(predicate.names, ())
        links = [(item, link) for item in items if (link := self._named(item, predicate)) is not None]
        whole = self._named(predicate.names, predicate)
        narrow = whole is not None and any(self._linker.kind(word) == "narrow" for word in whole.scope)
        parted = narrow and len(links) == len(items) > 1 and all(not link.part for _, link in links)
        if whole is not None and not whole.part and not parted:
            yield predicate.names, whole
        else:
            yield from links or ([(predicate.names, whole)] if whole is not None else [])

    def _named(self, words: str, predicate: Predicate) -> Link | None:
        """The indicator that words name: its growth, where what is said is said of growths."""
        growth = self._linker.link(words, f"%{RISE}")
        level = self._linker.named(words)
        if level is None or growth is None or self._linker.grows(words):
            return growth or level
        kind = self._linker.indicators[level.concept].kind
        if predicate.comparator in ("as-set", "faster-than", "slower-than"):
            return level
        return None if kind == "count" else growth if kind in _SCALED else level

    def _predicate(self, clause: str, at: int) -> Predicate | None:
        """What a clause says, read from its end."""
        for word, comparator in self._predicates["with"]:
            if clause.endswith(word):
                head = self._bare(clause[: -len(word)])
                joint = max(head.rfind(j) for j in self._joints)
                reference = self._bare(head[joint + 1 :]) if joint > 0 else ""
                if 0 < len(reference) <= _REFERENCE and not _DIGIT.search(reference):
                    kind = "flat" if comparator == "same-as" and reference in self._before else comparator
                    return self._made(clause, at, joint, kind, reference)
        for word, comparator in self._predicates["after"]:
            start = clause.rfind(word)
            reference = clause[start + len(word) :]
            if start > 0 and 0 < len(reference) <= _REFERENCE and not _DIGIT.search(clause[start:]):
                return self._made(clause, at, start, comparator, reference)
        if (rest := self._set.search(clause)) is not None and any(goal in rest[0] for goal in self._goals):
            head = clause[: rest.start()]
            for word, comparator in self._predicates["set"]:
                if head.endswith(word):
                    return self._made(clause, at, len(head) - len(word), comparator, rest[0])
        for word, comparator in self._predicates["none"]:
            if clause.endswith(word):
                return self._made(clause, at, len(clause) - len(word), comparator, "")
        return None

    def _made(self, clause: str, at: int, start: int, comparator: str, reference: str) -> Predicate | None:
        names = self._bare(clause[:start])
        if not names or _DIGIT.search(names.replace("PM2.5", "").replace("5G", "")):
            return None
        said = cast("RelativeComparator", comparator)
        return Predicate(names, said, reference, at + len(names), at + len(clause))

    def _bare(self, text: str) -> str:
        """Words without the adverbs at their end."""
        while (word := next((w for w in self._adverbs if text.endswith(w)), None)) is not None:
            text = text[: -len(word)]
        return text


def load(ontology: Ontology, linker: Linker, lists: Lists) -> Relatives:
    """The reader over the table of predicates."""
    return Relatives(ontology.table("relative_predicates"), linker, lists)


def _longest(words: Sequence[str]) -> list[str]:
    return sorted(words, key=lambda w: (-len(w), w))
