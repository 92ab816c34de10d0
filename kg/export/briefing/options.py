"""What a briefing shows and how it is headed: one frozen record that every form of it is made from."""

from dataclasses import dataclass

YearRange = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Options:
    """The choices for one briefing; nothing chosen shows the whole graph.

    `region`, `theme` and `around` are names (label, alias, English name or IRI) of entities; a theme is
    named by any of its entities. `types` are main types, `years` the first and last year of publication. `hops`
    counts the steps around `around`. `limit` is the most entities that go into one file, `quotes` the most
    sentences behind one edge. `stamp` is printed on the cover, in the header and on every printed page. `as_of`
    is the month (2026-03) against which something is due; none takes that of the newest document.
    """

    title: str = ""
    stamp: str = ""
    language: str = "zh"
    region: str | None = None
    types: tuple[str, ...] = ()
    theme: str | None = None
    around: str | None = None
    hops: int = 2
    years: YearRange | None = None
    min_confidence: float = 0.0
    redact_persons: bool = False
    limit: int = 12_000
    quotes: int = 12
    as_of: str = ""
