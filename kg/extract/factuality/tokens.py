"""A sentence to its words, clauses and cues: what the parts of factuality look at."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import rjieba

from kg.model import Sentence
from kg.text.clauses import Verb
from kg.text.numerals import WIDTHS

view = 200
"""So many words to each side of an act are looked at: more than all but tables in one line have."""
_stop = frozenset("，；。：！？,;:!?")
_digits = re.compile(r"[\d.]+")


@dataclass(frozen=True, slots=True)
class Effect:
    """A cue in a sentence: where it stands, what it does (ended, problem, condition), and on which side of it."""

    start: int
    end: int
    effect: str
    place: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a sentence in order: where each begins, itself (digits made alike), its part of speech, its clause.

    `starts` has one more entry than there are words; `clauses` are the first words of the clauses, and one
    more entry. `tells` and `stages` are what the table of verbs says of each word.
    """

    sentence: Sentence
    starts: tuple[int, ...]
    words: tuple[str, ...]
    tags: tuple[str, ...]
    clauses: tuple[int, ...]
    tells: tuple[str, ...]
    stages: tuple[str, ...]
    effects: tuple[Effect, ...]

    def at(self, place: int) -> int:
        """The word that a character of the sentence belongs to."""
        return max(0, min(bisect_right(self.starts, place) - 1, len(self.words) - 1))

    def clause(self, token: int) -> int:
        """The clause of a word."""
        return bisect_right(self.clauses, token) - 1

    def bounds(self, clause: int) -> tuple[int, int]:
        """First word of a clause and the one behind its last; empty where there is no such clause."""
        if not 0 <= clause < len(self.clauses) - 1:
            return 0, 0
        return self.clauses[clause], self.clauses[clause + 1]

    def within(self, first: int, stop: int) -> Sequence[Effect]:
        """The cues that begin in some words."""
        low = bisect_left(self.effects, self.starts[first], key=lambda e: e.start)
        return self.effects[low : bisect_left(self.effects, self.starts[stop], key=lambda e: e.start)]

    def is_verb(self, token: int) -> bool:
        """Whether a word is a verb, by its part of speech."""
        return self.tags[token].startswith("v") and self.tags[token] not in ("vn", "vshi", "vyou")

    def anchor(self, start: int, end: int) -> tuple[int, int]:
        """Where the act of a span stands: the verb that governs it, -1 for none, and the word to look around from.

        Spans of one clause that one verb governs have one anchor: they get one answer.
        """
        verb = self.governor(start, end)
        begin, _ = self.bounds(self.clause(self.at(start)))
        return verb, max(verb, begin)

    def governor(self, start: int, end: int) -> int:
        """The verb that says what is done to a span: its own first one where it opens with it, else the last before.

        -1 where there is none in the sentence.
        """
        first, last = self.at(start), self.at(max(start, end - 1))
        opening = range(first, min(first + 4, last + 1))
        if last - first >= 2 and (own := next((j for j in opening if self.is_verb(j)), None)) is not None:
            return own
        return next((j for j in range(first - 1, max(-1, first - view), -1) if self.is_verb(j)), -1)


@dataclass(frozen=True, slots=True)
class Tokenizer:
    """Sentences to tokens, over the tables of verbs and cues."""

    verbs: Mapping[str, Verb]
    cues: Mapping[str, tuple[str, str]]
    pattern: re.Pattern[str]

    def tokens(self, sentence: Sentence) -> Tokens:
        """The tokens of a sentence."""
        text = sentence.text.translate(WIDTHS)
        tagged: Sequence[tuple[str, str]] = rjieba.tag(text, hmm=False)
        starts, clauses = [0], [0]
        for j, (word, _) in enumerate(tagged):
            starts.append(starts[-1] + len(word))
            if word in _stop and j + 1 < len(tagged):
                clauses.append(j + 1)
        known = [self.verbs.get(word) for word, _ in tagged]
        effects = []
        for m in self.pattern.finditer(text):
            effect, place = self.cues[m.group()]
            if effect != "-":
                effects.append(Effect(m.start(), m.end(), effect, place))
        return Tokens(
            sentence, tuple(starts), tuple(_digits.sub("N", word) for word, _ in tagged),
            tuple(tag for _, tag in tagged), (*clauses, len(tagged)),
            tuple(verb.status if verb else "" for verb in known), tuple(verb.stage if verb else "" for verb in known),
            tuple(effects),
        )  # fmt: skip
