"""A document's text to what a conditional random field looks at, character by character."""

import re
from collections.abc import Iterable, Iterator

import ahocorasick_rs
import rjieba

from kg.model import Span, type_names
from kg.ontology import Term

sentence = re.compile(r"[^。！？；;!?\n]*[。！？；;!?\n]+[”’」』）)]*|[^。！？；;!?\n]+$")
closing = {"“": "”", "‘": "’", "《": "》", "「": "」", "『": "』", "〈": "〉"}
stops = frozenset("，。；：！？、（）()“”‘’《》〈〉「」『』【】[]—…·,;:!? \n\t\u3000")
numerals = frozenset("0123456789０１２３４５６７８９〇一二三四五六七八九十百千万亿两")


def stretches(text: str) -> Iterator[Span]:
    """The sentences of a text with their punctuation, as spans that cover it."""
    for match in sentence.finditer(text):
        yield match.span()


class Gazetteer:
    """The names of a lexicon, ready to be found in a text: all in one pass."""

    def __init__(self, terms: Iterable[Term]) -> None:
        kinds: dict[str, tuple[str, ...]] = {}
        single = {kind: (kind,) for kind in type_names}
        for term in terms:
            for name in (term.name, *term.aliases):
                known = kinds.get(name, ())
                if not known and len(name) > 1:
                    kinds[name] = single[term.type]
                elif known and term.type not in known:
                    kinds[name] = tuple(sorted((*known, term.type)))
        self._kinds = tuple(kinds.values())
        # an automaton that looks for the longest itself takes four times as long to build
        self._automaton = ahocorasick_rs.AhoCorasick(kinds)

    def find(self, text: str) -> list[tuple[int, int, tuple[str, ...]]]:
        """Leftmost longest names in the text: start, end, and the types that the name can have."""
        every = self._automaton.find_matches_as_indexes(text, overlapping=True)
        every.sort(key=lambda match: (match[1], -match[2]))
        found: list[tuple[int, int, tuple[str, ...]]] = []
        reach = 0
        for k, start, end in every:
            if start >= reach:
                found.append((start, end, self._kinds[k]))
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


def features(text: str, gazetteer: Gazetteer) -> Iterator[list[str]]:
    """For each character of a text, the names of the features that are true there, made as they are asked for.

    Characters, words and parts of speech around it, the names of the lexicon that cover it, quotation
    marks, the run between two stops that it stands in with that run's end, and the verb before.
    """
    n = len(text)
    known: list[list[str]] = [[] for _ in range(n)]
    for start, end, kinds in gazetteer.find(text):
        for kind in kinds:
            known[start].append(f"gB{kind}")
            known[end - 1].append(f"gE{kind}")
            for i in range(start + 1, end - 1):
                known[i].append(f"gI{kind}")
    quotes = marked(text)
    for begin, end in stretches(text):
        yield from _stretch(text, begin, end, known, quotes)


def _stretch(
    text: str, begin: int, end: int, known: list[list[str]], quotes: list[str]
) -> Iterator[list[str]]:
    part = text[begin:end]
    n = end - begin
    words = rjieba.tag(part)
    word_of: list[int] = []
    place: list[str] = []
    for k, (word, _) in enumerate(words):
        size = len(word)
        word_of.extend([k] * size)
        place.extend(["S"] if size == 1 else ["B", *("I" * (size - 2)), "E"])
    # the run of characters between two stops: where it begins, what stands before and after, how it ends
    run_end, run_start = [n] * n, [0] * n
    last = n
    for i in range(n - 1, -1, -1):
        if part[i] in stops:
            last = i
        run_end[i] = last
    last = 0
    verb = "-"
    verbs: list[str] = []
    for i in range(n):
        if part[i] in stops:
            last = i + 1
        run_start[i] = last
        k = word_of[i]
        verbs.append(verb)
        if place[i] in "SE" and words[k][1].startswith("v"):
            verb = words[k][0]
    padded = f"^^{part}$$"
    shapes = f"pp{''.join(shape(c) for c in part)}pp"
    for i in range(n):
        a, b, c, d, e = (padded[k] for k in range(i, i + 5))
        k = word_of[i]
        word, kind = words[k]
        before = words[k - 1][0] if k else "^"
        after, after_kind = words[k + 1] if k + 1 < len(words) else ("$", "$")
        later = words[k + 2][0] if k + 2 < len(words) else "$"
        close = run_end[i]
        left = part[run_start[i] - 1] if run_start[i] else "^"
        right = part[close] if close < n else "$"
        yield [
            "0" + c, "1" + b, "2" + d, "3" + a + b, "4" + b + c, "5" + c + d, "6" + d + e, "7" + b + c + d,
            "8" + shapes[i : i + 5], "w" + word + place[i], "k" + kind + place[i], "b" + before + place[i],
            "a" + after + place[i], "l" + after + later, "n" + kind + after_kind, "q" + quotes[begin + i],
            "e" + part[max(run_start[i], close - 2) : close], "r" + left + right,
            "o" + left + right + str(min(i - run_start[i], 3)), "v" + verbs[i], "t" + b + verbs[i],
            *known[begin + i],
        ]  # fmt: skip
