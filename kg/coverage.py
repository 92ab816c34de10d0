"""An annotated document to its ledger: every clause and every figure, used, or not and why."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from kg.model import Annotated, Role, Sentence, Span
from kg.ontology import Ontology

ROLES: dict[Role, str] = {
    "title": "title", "subtitle": "title", "byline": "title", "caption": "title",
    "heading": "heading", "table": "table",
}  # fmt: skip

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
"""A Chinese character (CJK Unified Ideographs and their extensions)."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the ledger: a stretch of a document, whether it gave a statement, and what or why not.

    `reason` is a name of `clause_reasons.tsv` or `figure_reasons.tsv`; of a used figure it is "indicator".
    """

    document: str
    kind: Literal["clause", "figure"]
    start: int
    end: int
    text: str
    used: bool
    reason: str


def coverage(annotated: Annotated) -> tuple[Line, ...]:
    """The ledger of a document: its clauses in order, then its figures in order.

    A sentence is used only as far as its clauses are: a clause is, where it has a part of a measure's words,
    an end of a relation, or the value of an indicator; a figure, where it is the value of an indicator.
    Every clause of the document and every figure that the extractors saw is there.
    """
    return (*_clauses(annotated), *_figures(annotated))


Tally = Mapping[tuple[str, bool, str], int]
"""How many lines there are of a kind, used or not, for a reason."""


def tally(lines: Iterable[Line]) -> Tally:
    """The numbers of lines."""
    return Counter((line.kind, line.used, line.reason) for line in lines)


def counts(of: Tally, beside: frozenset[str]) -> tuple[int, int, int, int]:
    """Clauses, those used, figures, those used; lines whose reason is `beside` the point are not counted."""
    found = [0, 0, 0, 0]
    for (kind, used, reason), number in of.items():
        if reason not in beside:
            place = 0 if kind == "clause" else 2
            found[place] += number
            found[place + 1] += number * used
    return found[0], found[1], found[2], found[3]


def beside(ontology: Ontology) -> frozenset[str]:
    """The reasons of lines that could not have been used: headings, dates, ordinals …"""
    clauses = {row["reason"] for row in ontology.table("clause_reasons") if row["statement"] == "no"}
    return frozenset(
        clauses | {row["reason"] for row in ontology.table("figure_reasons") if row["figure"] == "no"}
    )


_clause = re.compile(r"[^，,；;。！？!?\s][^，,；;。！？!?]*")

FEW = 4
"""Chinese characters below which a clause that gives nothing is a fragment: 同时, 一是, 为此 …"""


def _clauses(annotated: Annotated) -> Iterable[Line]:
    found = annotated.findings
    uses = _Uses(annotated)
    names = sorted((m.start, m.name) for m in found.mentions)
    starts = [start for start, _ in names]
    problems = [s for s in annotated.document.sections if s.kind == "problems"]
    for sentence in annotated.sentences:
        whole = sentence.role in ROLES
        spans = [(0, len(sentence.text))] if whole else [m.span() for m in _clause.finditer(sentence.text)]
        for start, end in ((sentence.start + a, sentence.start + b) for a, b in spans):
            named = {name for _, name in names[bisect_left(starts, start) : bisect_left(starts, end)]}
            text = annotated.document.text[start:end]
            used = uses.of(start, end, sentence)
            troubled = any(s.start <= start < s.end for s in problems)
            reason = used or _why_not(text, sentence.role, len(named), troubled=troubled)
            yield Line(sentence.document, "clause", start, end, text, bool(used), reason)


class _Uses:
    """What was found in a document, by the places that it rests on."""

    def __init__(self, annotated: Annotated) -> None:
        found = annotated.findings
        whole = {r.evidence for r in found.relations if r.tail_span is None and r.head_span is None} | {
            i.evidence for i in found.indicators if i.span is None
        }
        self._whole = whole
        ends = [span for r in found.relations for span in (r.head_span, r.tail_span) if span]
        bodies = [p.span for m in found.measures for p in m.roles if p.role in ("lead", "support") and p.span]
        self._places = {
            "measure": _sorted((m.start, m.end) for m in found.measures),
            "relation": _sorted(ends),
            "indicator": _sorted(i.span for i in found.indicators if i.span),
            "bodies": _sorted(bodies),
        }

    def of(self, start: int, end: int, sentence: Sentence) -> str:
        """The first kind of statement that rests on a stretch, "" for none."""
        for kind, (starts, reach) in self._places.items():
            before = bisect_left(starts, end)
            if before and reach[before - 1] > start:
                return kind
        return "relation" if (sentence.start, sentence.end) in self._whole else ""


def _sorted(spans: Iterable[Span]) -> tuple[list[int], list[int]]:
    """Where spans begin, in order, and how far those up to each reach."""
    ordered = sorted(spans)
    return [start for start, _ in ordered], [*accumulate((end for _, end in ordered), max)]


def _why_not(text: str, role: Role, names: int, *, troubled: bool) -> str:
    if role in ROLES:
        return ROLES[role]
    letters = len(HAN.findall(text))
    if not letters:
        return "not Chinese"
    if letters < FEW:
        return "fragment"
    if troubled:
        return "problem"
    return ("no entity", "one entity")[names] if names < 2 else "no statement"


def _figures(annotated: Annotated) -> Iterable[Line]:
    document, found = annotated.document, annotated.findings
    used: dict[Span, str] = {i.span: "indicator" for i in found.indicators if i.span is not None}
    unused = {(u.start, u.end): u.reason for u in found.unused}
    for span, reason in sorted({**unused, **used}.items()):
        yield Line(document.id, "figure", *span, document.text[slice(*span)], span in used, reason)
