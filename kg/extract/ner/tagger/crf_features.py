"""A document's text to what a conditional random field looks at, character by character."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
import rjieba

from kg.gazetteer.matcher import Matcher
from kg.learnt.features import Column, Features, Ints, Scattered, column
from kg.model import Span
from kg.text.function_words import words_of
from kg.text.numerals import NUMERALS

sentence = re.compile(r"[^。！？；;!?\n]*[。！？；;!?\n]+[”’」』）)]*|[^。！？；;!?\n]+$")
closing = {"“": "”", "‘": "’", "《": "》", "「": "」", "『": "』", "〈": "〉"}
stops = frozenset("，。；：！？、（）()“”‘’《》〈〉「」『』【】[]—…·,;:!? \n\t\u3000")
numerals = frozenset("0123456789０１２３４５６７８９" + NUMERALS) - set(words_of("zero"))


def stretches(text: str) -> Iterator[Span]:
    """The sentences of a text with their punctuation, as spans that cover it."""
    for match in sentence.finditer(text):
        yield match.span()


def longest(matcher: Matcher, text: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """Leftmost longest names of the lexicon in a text: start, end, and the types that the name can have."""
    found: list[tuple[int, int, tuple[str, ...]]] = []
    reach = 0
    for start, end in matcher.find(text):
        if start >= reach:
            kinds = {term.type for term in matcher.terms[text[start:end]]}
            found.append((start, end, tuple(sorted(kinds))))
            reach = end
    return found


def shape(char: str) -> str:
    """What kind of character: n(umeral), a(scii letter), p(unctuation), h(an)."""
    if char in numerals:
        return "n"
    if char in stops:
        return "p"
    return "a" if char.isascii() else "h"


def marked(text: str) -> list[str]:
    """For each character, how it stands to quotation marks and 《》: the opening mark, and whether it is first."""
    state = ["-"] * len(text)
    opened: list[int] = []
    for i, char in enumerate(text):
        if char == "\n":
            opened.clear()
        elif char in closing:
            opened.append(i)
        elif opened and char == closing[text[opened[-1]]]:
            first = opened.pop()
            if not opened and i - first < 60:
                state[first : i + 1] = [text[first] + "I"] * (i + 1 - first)
                state[first], state[i] = text[first] + "B", text[first] + "E"
    return state


def features(text: str, matcher: Matcher) -> Features:
    """For each character of a text, the features that are true there.

    Characters, words and parts of speech around it, the names of the lexicon that cover it, quotation
    marks, the run between two stops that it stands in with that run's end, and the verb before.
    """
    return Features(_columns(text), iter([_known(text, matcher)]))


def _columns(text: str) -> Iterator[Column]:
    spans = list(stretches(text))
    sizes = [end - begin for begin, end in spans]
    begins = np.repeat(np.array([begin for begin, _ in spans], np.int64), sizes)
    ends = np.repeat(np.array([end for _, end in spans], np.int64), sizes)
    here = np.arange(len(text))
    # two characters stand before and behind each stretch that are none
    inside = here + np.repeat(np.arange(len(spans)) * 4 + 2, sizes)
    yield from _characters("".join(f"^^{text[a:b]}$$" for a, b in spans), inside)
    shapes = "".join(f"pp{''.join(map(shape, text[a:b]))}pp" for a, b in spans)
    yield column("8" + shapes[place - 2 : place + 3] for place in inside.tolist())
    before = column("^" + text)
    before = Column(before.values, np.where(here > begins, before.of[:-1], 0))
    *around, governor, after_governor = _words([text[a:b] for a, b in spans], before)
    yield from around
    yield column(marked(text)).named("q")
    yield from _runs(text, here, begins, ends)
    yield from (governor, after_governor)


def _characters(padded: str, inside: Ints) -> Iterator[Column]:
    """Characters, pairs and a triple around each place inside of stretches."""
    single = column(padded)
    for name, shift in (("0", 0), ("1", -1), ("2", 1)):
        yield single.at(inside + shift).named(name)
    pairs = column(map("".join, pairwise(padded)))
    for name, shift in (("3", -2), ("4", -1), ("5", 0), ("6", 1)):
        yield pairs.at(inside + shift).named(name)
    yield column("7" + padded[place - 1 : place + 2] for place in inside.tolist())


def _words(parts: Iterable[str], before: Column) -> Iterator[Column]:
    """What the words of stretches tell of their characters; `before` is the character before each, ^ where none is."""
    words: list[str] = []
    kinds: list[str] = []
    verbs: list[str] = []
    of: list[int] = []
    places: list[str] = []
    for part in parts:
        words.append("^")
        kinds.append("^")
        verbs.append("-")
        verb = "-"
        for one, kind in rjieba.tag(part):
            of += [len(words)] * len(one)
            places.append(_places(len(one)))
            words.append(one)
            kinds.append(kind)
            verbs.append(verb)
            verb = one if kind.startswith("v") else verb
        words += "$$"
        kinds += "$$"
        verbs += "--"
    at = np.array(of, np.int64)
    place, word, part_of_speech = column("".join(places)), column(words), column(kinds)
    yield word.at(at).by(place, "").named("w")
    yield part_of_speech.at(at).by(place, "").named("k")
    yield word.at(at - 1).by(place, "").named("b")
    yield word.at(at + 1).by(place, "").named("a")
    yield column(map("".join, pairwise(words[1:]))).at(at).named("l")
    yield column(map("".join, pairwise(kinds))).at(at).named("n")
    governor = column(verbs).at(at)
    yield governor.named("v")
    yield before.by(governor, "").named("t")


def _places(size: int) -> str:
    """How each character of a word stands in it: S(ingle), B(egin), I(nside), E(nd)."""
    return "S" if size == 1 else f"B{'I' * (size - 2)}E"


def _runs(text: str, here: Ints, begins: Ints, ends: Ints) -> Iterator[Column]:
    """The run between two stops that each character stands in: how it ends, and what stands beside it."""
    stop = np.array([char in stops for char in text], bool)
    last = np.maximum.accumulate(np.where(stop, here + 1, 0)) if len(text) else here
    starts = np.maximum(last, begins)
    coming = np.where(stop, here, len(text))
    closes = np.minimum(np.minimum.accumulate(coming[::-1])[::-1], ends) if len(text) else here
    keys = np.stack([starts, closes, begins, ends], 1)
    _, first, of = np.unique(starts * (len(text) + 1) + closes, return_index=True, return_inverse=True)
    ending: list[str] = []
    beside: list[str] = []
    for start, close, begin, end in keys[first].tolist():
        ending.append("e" + text[max(start, close - 2) : close])
        beside.append((text[start - 1] if start > begin else "^") + (text[close] if close < end else "$"))
    yield Column(ending, of)
    sides = Column(beside, of)
    yield sides.named("r")
    yield sides.by(Column(("-1", "0", "1", "2", "3"), np.minimum(here - starts, 3) + 1), "").named("o")


def _known(text: str, matcher: Matcher) -> Scattered:
    """The types of the names of the lexicon that cover characters, with the place in the name."""
    places: list[int] = []
    told: list[str] = []
    for start, end, kinds in longest(matcher, text):
        for place in range(start, end):
            side = "B" if place == start else "E" if place == end - 1 else "I"
            places += [place] * len(kinds)
            told += [f"g{side}{kind}" for kind in kinds]
    return np.array(places, np.int64), column(told)
