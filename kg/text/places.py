"""A place of a text to the sentence and the sections that hold it, and to the figures that it holds."""

from bisect import bisect_right
from collections.abc import Sequence

from kg.model import Indicator, Section, Sentence


def sentence_of(sentences: Sequence[Sentence], start: int, end: int | None = None) -> Sentence | None:
    """The sentence that a place, or a span whole, stands in; None between two, or where it goes over an end."""
    at = bisect_right(sentences, start, key=lambda sentence: sentence.start) - 1
    if at < 0 or (start + 1 if end is None else end) > sentences[at].end:
        return None
    return sentences[at]


def section_of(sections: Sequence[Section], place: int) -> int | None:
    """The number of the innermost section that a place stands in."""
    return max((n for n, one in enumerate(sections) if one.start <= place < one.end), default=None)


def figures_within(figures: Sequence[Indicator], start: int, end: int) -> tuple[int, ...]:
    """The numbers of the figures whose own words lie between two places."""
    return tuple(
        n for n, one in enumerate(figures) if one.span and start <= one.span[0] and one.span[1] <= end
    )
