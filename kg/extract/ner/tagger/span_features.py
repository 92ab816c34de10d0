"""What several models say of a text, to the stretches that may be names and the numbers that each is judged by."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kg.extract.ner.tagger.bies import Scores, Tags, Typed
from kg.extract.ner.tagger.crf_features import closing
from kg.extract.ner.tagger.ensemble import agree, candidates, pooled, surest
from kg.learnt.models import Floats
from kg.model import Mention, Span
from kg.text.function_words import words_of

likely = 0.1
"""A candidate of the parts before is judged that is at least so likely."""
_links = frozenset(words_of("of", "and"))

FEATURES = (
    *(
        f"{model} {what} {side}"
        for model in ("encoder", "crf", "candidates", "pooled")
        for what in ("typed", "any")
        for side in ("begin", "end", "inside")
    ),
    *(f"{model} chosen" for model in ("encoder", "crf", "candidates", "pooled")),
    "candidate", "candidate any", "overlapping chosen", "overlapping candidate",
    "length", "type", "stands", "stands chosen", "stands chosen any", "share chosen", "types proposed",
    "opens", "closes", "after opening", "before closing", "after 、", "before 、", "after stop", "before stop",
    "right", "left",
)  # fmt: skip
"""The numbers that a stretch is judged by, in their order."""


@dataclass(frozen=True, slots=True)
class Stretches:
    """Stretches with a type that they may have, in the order of the text, and a row of numbers for each."""

    spans: Sequence[Typed]
    numbers: Floats


class _Opinion:
    """What one model says of a text: begins, insides and ends of each type and of any, and its own choice."""

    def __init__(self, tags: Tags, scores: Scores, text: str) -> None:
        shares = scores - scores.max(1, keepdims=True)
        shares -= np.log(np.exp(shares).sum(1, keepdims=True))
        self.chosen = {(one.start, one.end, one.type): one.score for one in agree(tags, shares, text)}
        self._typed = {place: shares[:, columns] for place, columns in tags.columns.items()}
        self._any = {place: np.logaddexp.reduce(part, axis=1) for place, part in self._typed.items()}

    def of(self, start: int, end: int, kind: int) -> Iterator[float]:
        """How likely the stretch begins, ends and goes on as that type, and as any."""
        for said in ({place: part[:, kind] for place, part in self._typed.items()}, self._any):
            if end - start == 1:
                yield from (said["S"][start],) * 3
            else:
                within = said["I"][start + 1 : end - 1]
                yield from (said["B"][start], said["E"][end - 1], within.min() if len(within) else 0.0)


@dataclass(frozen=True, slots=True)
class Heard:
    """What the models say of a part of a text: the stretches proposed there, a row for each, and the joint choice."""

    spans: Sequence[Typed]
    rows: Floats
    together: Mapping[Typed, float]


def hear(
    tags: Tags, text: str, encoder: Scores, field: Scores, mentions: Sequence[Mention], offset: int = 0
) -> Heard:
    """The opinions of the encoder, the field and the parts before, and all three pooled.

    The text is a part of a document that begins at `offset`, and so do the mentions; what is returned
    tells places in the document.
    """
    before = candidates(tags, len(text), mentions)
    together = pooled(tags, encoder, field, before)
    opinions = [_Opinion(tags, one, text) for one in (encoder, field, before, together)]
    spans = sorted(
        {span for one in opinions for span in one.chosen}
        | {span for span, share in surest(mentions).items() if share >= likely}
    )
    rows = [
        [
            *(x for one in opinions for x in one.of(span[0], span[1], tags.kind[span[2]])),
            *(1 + one.chosen[span] if span in one.chosen else 0.0 for one in opinions),
        ]
        for span in spans
    ]
    chosen = {_moved(span, offset): score for span, score in opinions[-1].chosen.items()}
    return Heard([_moved(span, offset) for span in spans], np.array(rows, np.float32), chosen)


def _moved(span: Typed, by: int) -> Typed:
    return span[0] + by, span[1] + by, span[2]


def stretches(tags: Tags, text: str, heard: Iterable[Heard], mentions: Iterable[Mention]) -> Stretches:
    """The stretches that a model or a part before proposes, with what all of them say of each.

    The text is the whole document, the mentions are all that was found in it before.
    """
    parts = list(heard)
    spans = [span for one in parts for span in one.spans]
    if not spans:
        return Stretches((), np.zeros((0, 0), np.float32))
    together = {span: score for one in parts for span, score in one.together.items()}
    around = _Surroundings(tags, text, together, surest(mentions), spans)
    rows = np.concatenate([one.rows for one in parts if len(one.spans)])
    numbers = np.fromiter((x for span in spans for x in around(span)), np.float32).reshape(len(spans), -1)
    return Stretches(spans, np.hstack([rows, numbers]))


class _Surroundings:
    """What stands at the edges of a stretch, what overlaps it, and how the text treats the same words elsewhere."""

    def __init__(
        self,
        tags: Tags,
        text: str,
        chosen: Mapping[Typed, float],
        shares: Mapping[Typed, float],
        spans: Sequence[Typed],
    ) -> None:
        self._number = tags.kind
        self._text = text
        self._shares = shares
        self._any: dict[Span, float] = {}
        for (start, end, _), share in shares.items():
            self._any[start, end] = self._any.get((start, end), 0.0) + share
        self._chosen = _Overlaps((start, end, score) for (start, end, _), score in chosen.items())
        self._named = _Overlaps((start, end, share) for (start, end), share in self._any.items())
        self._as = Counter((text[start:end], kind) for start, end, kind in chosen)
        self._as_any = Counter(text[start:end] for start, end, _ in chosen)
        self._kinds = Counter(span[:2] for span in spans)
        self._stands = {words: text.count(words) for words in {text[a:b] for a, b, _ in spans}}

    def __call__(self, span: Typed) -> Iterator[float]:
        start, end, kind = span
        text, words = self._text, self._text[start:end]
        here = start, end
        left = text[start - 1] if start else "\n"
        right = text[end] if end < len(text) else "\n"
        yield from (self._shares.get(span, 0.0), self._any.get(here, 0.0))
        yield from (self._chosen.highest(start, end), self._named.highest(start, end))
        stands, so = self._stands[words], self._as[words, kind]
        yield from (end - start, self._number[kind], stands, so, self._as_any[words], so / stands)
        yield self._kinds[here]
        yield from (words[0] in closing, words[-1] in "”》", left in closing, right in "”》")
        yield from (left == "、", right in "、等", left in "，。\n；", right in "，。\n；")
        yield from (_sort(right), _sort(left))


class _Overlaps:
    """Stretches with a value, to be asked for the highest among those that overlap another."""

    def __init__(self, valued: Iterable[tuple[int, int, float]]) -> None:
        self._all = sorted(valued)
        self._starts = np.array([start for start, _, _ in self._all])
        self._longest = max((end - start for start, end, _ in self._all), default=0)

    def highest(self, start: int, end: int) -> float:
        """The highest value among other stretches that share a character with this one, else 0."""
        first, last = np.searchsorted(self._starts, (start - self._longest, end)) if self._all else (0, 0)
        return max(
            (value for a, b, value in self._all[first:last] if b > start and (a, b) != (start, end)),
            default=0.0,
        )


def _sort(char: str) -> int:
    """The sort of a character: 0 link, 1 digit, 2 other ASCII, 3 punctuation, 4 all else."""
    if char in _links:
        return 0
    if char.isdigit():
        return 1
    return 2 if char.isascii() else 3 if char in "、，。；：（）" else 4
