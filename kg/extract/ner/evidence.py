"""What is known of a text beforehand: the terms and patterns found in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.model import Span


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of a text taken for a name: its type, the rule that says so, its canonical name if that is another."""

    start: int
    end: int
    type: str
    rule: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Finds by their stretch.

    `begins` maps a place to the end of the longest find that begins there, `ends` a place to the begin
    of the longest that ends there; `edges` are the ends of all.
    """

    finds: Mapping[Span, Sequence[Found]]
    begins: Mapping[int, int]
    ends: Mapping[int, int]
    edges: frozenset[int]

    def source(self, span: Span, kind: str) -> Found | None:
        """The first find on a stretch that takes it for that type."""
        return next((one for one in self.finds.get(span, ()) if one.type == kind), None)


def gathered(found: Iterable[Found]) -> Evidence:
    """The evidence that finds give."""
    finds: dict[Span, list[Found]] = {}
    begins: dict[int, int] = {}
    ends: dict[int, int] = {}
    for one in found:
        finds.setdefault((one.start, one.end), []).append(one)
        begins[one.start] = max(begins.get(one.start, 0), one.end)
        ends[one.end] = min(ends.get(one.end, one.end), one.start)
    return Evidence(finds, begins, ends, frozenset((*begins, *ends)))
