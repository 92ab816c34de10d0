"""What the parts of this room hand on while they read a sentence: the sentence at work, a figure's place, a draft."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.extract.indicators.quantities import Quantity
from kg.model import Mention


@dataclass(frozen=True, slots=True)
class Draft:
    """An indicator on the way: the figure, the words for what it measures, and the mention it is about.

    `noun` is what is counted or measured without its verb, `verb` the verb before it, `way` the rule, `begin`
    where the figure's clause begins.
    """

    figure: Quantity
    words: str
    noun: str
    verb: str
    subject: Mention | None
    way: str
    begin: int = 0


@dataclass(slots=True)
class SentenceContext:
    """A sentence at work: its text, the quantities that may be indicators, its mentions, the drafts so far."""

    text: str
    good: Sequence[Quantity]
    mentions: Sequence[Mention]
    drafts: list[Draft] = field(default_factory=list)

    @property
    def last(self) -> Draft | None:
        """The draft before."""
        return self.drafts[-1] if self.drafts else None

    def inside(self, start: int, end: int) -> list[Mention]:
        """The mentions within a stretch, in order."""
        found = []
        for i in range(bisect_left(self.mentions, start, key=lambda m: m.start), len(self.mentions)):
            if self.mentions[i].start >= end:
                break
            if self.mentions[i].end <= end:
                found.append(self.mentions[i])
        return found

    def at(self, start: int) -> Mention | None:
        """The mention that begins at a place."""
        i = bisect_left(self.mentions, start, key=lambda m: m.start)
        return self.mentions[i] if i < len(self.mentions) and self.mentions[i].start == start else None


@dataclass(frozen=True, slots=True)
class FigurePlace:
    """A figure (or a range of two) in its scene: where its words begin, where the next figure is.

    `beyond` is where the one after that is. `joined`: nothing but a joiner, or nothing, parts it from what the
    figure before measured.
    """

    figure: Quantity
    end: int
    begin: int
    stop: int
    joined: bool
    after: Quantity | None = None
    beyond: int = 0
