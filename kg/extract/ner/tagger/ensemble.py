"""A text to the stretches of it that name something, by one model or two that are asked together."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from kg.extract.ner.tagger.bies import Scores, Tags, Typed, decode, encode, probabilities
from kg.extract.ner.tagger.crf_features import features, stretches
from kg.gazetteer.matcher import Matcher
from kg.learnt import crf
from kg.model import Mention

shares = (0.45, 0.25, 0.3)
"""How much the encoder, the field and the candidates of the parts before count. Chosen by cross-validation
over regions; F1 moves by less than 0.01 when a share moves by 0.1."""
eager = 0.3
"""How much less a character counts as outside: evens out what is missed and what is too much."""
seldom = {"Project": 0.4, "Technology": 0.4}
"""How much more tags of a type count that is missed more often than it is wrong, in cross-validation."""
most = 0.97
"""The most that candidates may be sure of all together."""
doubt = 0.01
"""The least probability that the candidates leave to a tag: they know few names outside the lexicon."""
floor = 1e-6
"""The least probability that a model may give: none has a veto."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A stretch of text with the type given to it; the score is the least probability among its tags."""

    start: int
    end: int
    type: str
    score: float


class Field:
    """The conditional random field over characters, words and the lexicon, read once."""

    def __init__(self, chain: crf.Chain, matcher: Matcher, tags: Tags) -> None:
        self.chain = chain
        self._tags = tags
        self._matcher = matcher
        self._columns = [tags.number[label] for label in chain.labels]

    def __call__(self, text: str) -> Scores:
        """The log of the marginal probability of each tag for each character."""
        states = np.zeros((len(text), len(self._columns)), np.float32)
        features(text, self._matcher).add_to(states, self.chain.rows)
        table = np.full((len(text), len(self._tags.names)), floor, np.float32)
        table[:, self._columns] = crf.marginals(states, self.chain.transitions, list(stretches(text)))
        scores: Scores = np.log(np.maximum(table, floor))
        return scores


def surest(mentions: Iterable[Mention]) -> dict[Typed, float]:
    """The highest confidence of the mentions of each stretch and type."""
    found: dict[Typed, float] = {}
    for one in mentions:
        key = (one.start, one.end, one.type)
        found[key] = max(one.confidence, found.get(key, 0.0))
    return found


def candidates(tags: Tags, size: int, mentions: Iterable[Mention]) -> Scores:
    """The log probability of each tag that candidate mentions speak for, by their confidence.

    What they leave goes to no mention; of candidates with the same stretch and type the surest counts.
    """
    table = np.zeros((size, len(tags.names)), np.float32)
    for (start, end, kind), confidence in sorted(surest(mentions).items()):
        for i, tag in enumerate(encode(end - start, [(0, end - start, kind)]), start):
            table[i, tags.number[tag]] += confidence
    total = table.sum(1, keepdims=True)
    table *= np.where(total > most, most / np.maximum(total, most), 1)
    table[:, 0] = 1 - table.sum(1)
    scores: Scores = np.log(np.maximum(table, doubt))
    return scores


def pooled(tags: Tags, encoder: Scores, field: Scores, before: Scores) -> Scores:
    """The opinions of the models and of the parts before (see `candidates`), weighted and summed."""
    scores: Scores = shares[0] * encoder + shares[1] * field + shares[2] * before
    scores[:, 0] -= eager
    for kind, more in seldom.items():
        scores[:, [column for column, tag in enumerate(tags.names) if tag[2:] == kind]] += more
    return scores


def agree(tags: Tags, scores: Scores, text: str) -> list[Scored]:
    """The stretches of the best sequence of tags under scores, which may be a model's or the sum of several.

    The sum of weighted log probabilities is a product of experts (Hinton 2002): a tag needs the
    consent of all. In cross-validation it was better than their mean, and than a second field over
    the first model's output.
    """
    spans = list(stretches(text))
    parts = [scores[begin:end] for begin, end in spans]
    likely = probabilities(scores)
    found: list[Scored] = []
    for (begin, _), best in zip(spans, tags.best(parts), strict=True):
        for start, stop, kind in decode(best):
            score = min(float(likely[begin + i, tags.number[best[i]]]) for i in range(start, stop))
            found.append(Scored(begin + start, begin + stop, kind, score))
    return found
