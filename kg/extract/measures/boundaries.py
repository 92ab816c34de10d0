"""A document's words to the stretches that are measures: a conditional random field over the words of each sentence."""

from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from kg.extract.measures.tokens import Tokens, stops
from kg.learnt.crf import Chain, marginals
from kg.learnt.features import Column, Features, Ints, column
from kg.model import Section, Span
from kg.text.function_words import pattern, words_of
from kg.text.places import section_of

labels = ("O", "B", "I")
"""Outside of measures, the first word of one, a further word of it."""
_adverbs = frozenset(("d", "ad", "t"))
_prepositions = frozenset(("p", "uj"))
_numbered = pattern(r"[（(]?[<ordinal>\d]+[、.．）)]|第<ordinal>+(?:<chapter|section>|条)|●")


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words of a measure: the first and the one behind the last, and how likely they are one."""

    first: int
    last: int
    score: float


class Boundaries:
    """The field, ready."""

    def __init__(self, chain: Chain, receiving: Container[str] = ()) -> None:
        self._chain = chain
        self._receiving = receiving
        self._columns = [self._chain.labels.index(label) for label in labels]

    def __call__(self, found: Tokens, told: Sequence[str], sections: Sequence[Section]) -> list[Phrase]:
        """The measures of a document in the order of the text."""
        spans = [(a, b) for a, b in zip(found.first, found.last, strict=True) if b > a]
        if not spans:
            return []
        states = np.zeros((len(found), len(labels)), np.float32)
        features(found, told, sections).add_to(states, self._chain.rows)
        likely = marginals(states, self._chain.transitions, spans)[:, self._columns]
        return [self._received(found, told, phrase) for phrase in _phrases(likely, spans)]

    def _received(self, found: Tokens, told: Sequence[str], phrase: Phrase) -> Phrase:
        """A measure without the subject that receives: from the verb of receiving on, with the adverbs before it."""
        subject = False
        for at in range(phrase.first, phrase.last - 1):
            if found.words[at] in self._receiving or found.words[at] + found.words[at + 1] in self._receiving:
                first = at
                while first > phrase.first and found.tags[first - 1] in _adverbs:
                    first -= 1
                return replace(phrase, first=first) if subject else phrase
            named = told[at] != "O"
            subject = subject or named or found.tags[at].startswith("n")
            if not named and (found.kinds[at] not in {"", "v"} or found.tags[at] in _prepositions):
                break
        return phrase


def _phrases(likely: np.typing.NDArray[np.float32], spans: Sequence[Span]) -> Iterator[Phrase]:
    chosen = likely.argmax(axis=1).tolist()
    sure = likely.max(axis=1).tolist()
    for begin, end in spans:
        at = begin
        while at < end:
            if chosen[at] == 0:
                at += 1
                continue
            last = at + 1
            while last < end and chosen[last] == 2:
                last += 1
            yield Phrase(at, last, min(sure[at:last]))
            at = last


def tags(found: Tokens, measures: Sequence[Span]) -> list[str]:
    """The label of each word, where these stretches of the text are measures."""
    told = ["O"] * len(found)
    at = 0
    for start, end in sorted(measures):
        while at < len(found) and found.end[at] <= start:
            at += 1
        side = "B"
        while at < len(found) and found.start[at] < end:
            told[at], side = side, "I"
            at += 1
    return told


def features(found: Tokens, told: Sequence[str], sections: Sequence[Section]) -> Features:
    """For each word, the features that are true there; `told` names the mentions that cover words."""
    return Features(_columns(found, told, sections), iter(()))


def _columns(found: Tokens, told: Sequence[str], sections: Sequence[Section]) -> Iterator[Column]:
    count = len(found)
    here = np.arange(count)
    sizes = np.array(found.last, np.int64) - np.array(found.first, np.int64)
    of = np.repeat(np.arange(len(sizes)), sizes)
    padded = here + of * 4 + 2  # two places before and behind each sentence
    yield from _words(found, padded)
    clause = np.array(found.clause, np.int64)
    opens, closes = np.array(found.opens, np.int64), np.array(found.closes, np.int64)
    yield from _places(found, here, clause, opens, closes)
    yield from _clauses(found, clause)
    yield from (one.at(of) for one in _sentences(found))
    yield column(told).named("m=")
    yield column(_subjects(found, told)).named("sj=")
    yield from _sections(found, sections, of)


def _words(found: Tokens, at: Ints) -> Iterator[Column]:
    """The word at each place and those around it, with their parts of speech and classes."""

    def padded(values: Sequence[str]) -> list[str]:
        rows: list[str] = []
        for a, b in zip(found.first, found.last, strict=True):
            rows += ("^", "^", *values[a:b], "$", "$")
        return rows

    words, tagged, kinds = padded(found.words), padded(found.tags), padded(found.kinds)
    word, tag = column(words), column(tagged)
    for name, shift in (("w", 0), ("w-", -1), ("w+", 1), ("w--", -2), ("w++", 2)):
        yield word.at(at + shift).named(name + "=")
    for name, shift in (("t", 0), ("t-", -1), ("t+", 1)):
        yield tag.at(at + shift).named(name + "=")
    pairs = column([a + "|" + b for a, b in pairwise(words)])
    yield pairs.at(at - 1).named("b-=")
    yield pairs.at(at).named("b+=")
    three = column([a + b + c for a, b, c in zip(tagged, tagged[1:], tagged[2:], strict=False)])
    yield three.at(at - 1).named("tt=")
    yield three.at(at).named("tt2=")
    kind = column(kinds)
    yield kind.at(at).named("k=")
    yield (
        column([a + "|" + b + "|" + c for a, b, c in zip(kinds, kinds[1:], kinds[2:], strict=False)])
        .at(at - 1)
        .named("k3=")
    )
    yield Column([value[0] for value in word.values], word.of[at]).named("c0=")
    yield Column([value[-1] for value in word.values], word.of[at]).named("c-1=")


def _places(found: Tokens, here: Ints, clause: Ints, opens: Ints, closes: Ints) -> Iterator[Column]:
    """How each word stands in its clause: how far from its begin, its first verb and its end."""
    verbs = np.array([bool(kind) for kind in found.kinds])
    coming = np.where(verbs, here, len(here))
    coming = np.minimum.accumulate(coming[::-1])[::-1] if len(here) else here
    verb = coming[opens] if len(opens) else opens
    first = np.where(verb < closes, verb, len(here))[clause]
    side = np.where(here < first, 0, np.where(here == first, 1, 2))
    far = np.minimum(here - opens[clause], 4)
    near = Column(["<", "=", ">"], side)
    place = Column(list("01234"), far)
    yield place.named("p=")
    yield near.named("rel=")
    yield near.by(place, "").named("pr=")
    inside = np.array(found.bracketed, np.int64) * 2 + np.array(found.quoted, np.int64)
    yield Column(["00", "01", "10", "11"], inside).named("q")
    word = column(found.words)
    opening = word.by(Column(["0", "1"], (far > 0).astype(np.int64)), "").named("pw=")
    yield opening.where(~np.array(found.quoted, bool))
    yield Column(list("01234"), np.minimum(closes[clause] - here, 4)).named("e=")


def _subjects(found: Tokens, told: Sequence[str]) -> list[str]:
    """How each word stands to the names that its clause begins with: in them (s), first (a) or second (b) behind."""
    rows = ["-"] * len(found)
    for begin, end in zip(found.opens, found.closes, strict=True):
        if not told[begin].startswith("B"):
            continue
        at = begin
        while at < end and (told[at] != "O" or found.words[at] in joints):
            at += 1
        verb = "" if at == end else found.kinds[at] or found.tags[at]
        name = told[begin][1:]
        rows[begin:at] = [f"s{name}{verb}"] * (at - begin)
        for side, place in (("a", at), ("b", at + 1)):
            if place < end:
                rows[place] = side + name + verb
    return rows


def _sections(found: Tokens, sections: Sequence[Section], of: Ints) -> Iterator[Column]:
    """Whether a word stands in a heading, and what the section of its sentence speaks of."""
    heading = np.zeros(len(found), np.int64)
    for one in sections:
        heading[bisect_left(found.start, one.heading[0]) : bisect_left(found.start, one.heading[1])] = 1
    yield Column(["out", "in"], heading).named("hd=")
    kinds = []
    for sentence in found.sentences:
        inside = section_of(sections, sentence.start)
        kinds.append("-" if inside is None else sections[inside].kind)
    yield column(kinds).at(of).named("sk=")


joints = frozenset((*words_of("and"), *"、“”《》"))
"""Words that may stand between the names that a clause begins with."""
_nothing = ("^",) * 12


def _clauses(found: Tokens, clause: Ints) -> Iterator[Column]:
    """What the clause of each word begins and ends with, its first verb, and the same of the clauses beside it."""
    rows = [_clause(found, a, b) for a, b in zip(found.opens, found.closes, strict=True)]
    rows.append(_nothing)
    word, verb, kind, last, two, figures, size, mark, verbs, last_tag, tag, _ = (
        column(values) for values in zip(*rows, strict=True)
    )
    own = np.array(found.owner, np.int64)
    numbers = np.arange(len(own))
    begins = np.searchsorted(own, own)
    before = np.where(numbers > begins, numbers - 1, len(own))
    after = np.where(np.append(own[1:], -1) == own, numbers + 1, len(own))
    every = numbers
    for name, one in (
        ("cw1", word), ("cfv", verb), ("cfvk", kind), ("clw", last), ("clw2", two), ("cn", figures), ("csz", size),
        ("cem", mark), ("cnv", verbs), ("clt", last_tag), ("ct1", tag),
    ):  # fmt: skip
        yield one.at(every).at(clause).named(name + "=")
    yield tag.at(every).by(kind.at(every), "").by(last_tag.at(every), "").named("cfk=").at(clause)
    yield word.at(every).by(verb.at(every), "").named("cw1f=").at(clause)
    yield verb.at(every).by(last.at(every), "").named("fvl=").at(clause)
    for name, one in (("Pw1", word), ("Pfv", verb), ("Pem", mark), ("Plw", last), ("Pn", figures)):
        yield one.at(before).at(clause).named(name + "=")
    yield kind.at(before).by(kind.at(every), "").named("Pk=").at(clause)
    for name, one in (("Nw1", word), ("Nfv", verb), ("Nn", figures)):
        yield one.at(after).at(clause).named(name + "=")
    yield kind.at(every).by(kind.at(after), "").named("Nk=").at(clause)
    yield Column(list("0123"), np.minimum(numbers - begins, 3)).named("c#=").at(clause)


def _clause(found: Tokens, begin: int, end: int) -> tuple[str, ...]:
    verbs = [i for i in range(begin, end) if found.kinds[i]]
    inner = [i for i in range(begin, end) if found.words[i] not in stops]
    last = inner[-1] if inner else -1
    figures = ("n" if "m" in found.tags[begin:end] else "") + (
        "%" if any("%" in word or "％" in word for word in found.words[begin:end]) else ""
    )
    return (
        found.words[begin],
        found.words[verbs[0]] if verbs else "-",
        found.kinds[verbs[0]] if verbs else "-",
        found.words[last] if inner else "-",
        (found.words[inner[-2]] if len(inner) > 1 else "-") + found.words[last] if inner else "-",
        figures,
        str(min((end - begin) // 3, 6)),
        found.words[end - 1] if found.words[end - 1] in stops else "$",
        str(min(len(verbs), 4)),
        found.tags[last] if inner else "-",
        found.tags[begin],
        str(verbs[0] - begin if verbs else -1),
    )


def _sentences(found: Tokens) -> Iterator[Column]:
    """What each sentence begins and ends with, whether it looks like a heading, and whether the one before does."""
    rows: list[tuple[str, ...]] = []
    before, paragraph = "^", -1
    for number, sentence in enumerate(found.sentences):
        a, b = found.first[number], found.last[number]
        shape = "H" if found.unfinished(number) else "S"
        lead = str(sentence.paragraph != paragraph)
        numbered = str(_numbered.match(sentence.text) is not None)
        words = found.words[a:b]
        rows.append(
            (
                "h=" + shape, "hn=" + shape + numbered + lead, f"hs={shape}{min(len(sentence.text) // 10, 8)}",
                "sw=" + "".join(words[:1]), "sw2=" + "".join(words[:2]), "send=" + "".join(words[-1:]), "ps=" + before,
            )
        )  # fmt: skip
        before, paragraph = shape, sentence.paragraph
    return map(column, zip(*rows, strict=True))
