"""An annotated document to its ledger: every sentence and every figure, used, or not and why."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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

    `reason` is a name of `sentence_reasons.tsv` or `figure_reasons.tsv`; of a used figure it is "indicator".
    """

    document: str
    kind: Literal["sentence", "figure"]
    start: int
    end: int
    text: str
    used: bool
    reason: str


def coverage(annotated: Annotated) -> tuple[Line, ...]:
    """The ledger of a document: its sentences in order, then its figures in order.

    A sentence is used where a relation or an indicator rests on it, a figure where it is the value of
    an indicator. Every sentence of the document and every figure that the extractors saw is there.
    """
    return (*_sentences(annotated), *_figures(annotated))


Tally = Mapping[tuple[str, bool, str], int]
"""How many lines there are of a kind, used or not, for a reason."""


def tally(lines: Iterable[Line]) -> Tally:
    """The numbers of lines."""
    return Counter((line.kind, line.used, line.reason) for line in lines)


def counts(of: Tally, beside: frozenset[str]) -> tuple[int, int, int, int]:
    """Sentences, those used, figures, those used; lines whose reason is `beside` the point are not counted."""
    found = [0, 0, 0, 0]
    for (kind, used, reason), number in of.items():
        if reason not in beside:
            place = 0 if kind == "sentence" else 2
            found[place] += number
            found[place + 1] += number * used
    return found[0], found[1], found[2], found[3]


def beside(ontology: Ontology) -> frozenset[str]:
    """The reasons of lines that could not have been used: headings, dates, ordinals …"""
    sentences = {row["reason"] for row in ontology.table("sentence_reasons") if row["statement"] == "no"}
    return frozenset(
        sentences | {row["reason"] for row in ontology.table("figure_reasons") if row["figure"] == "no"}
    )


def _sentences(annotated: Annotated) -> Iterable[Line]:
    found = annotated.findings
    starts = [sentence.start for sentence in annotated.sentences]

    def indexes(places: Iterable[int]) -> set[int]:
        return {bisect_right(starts, place) - 1 for place in places}

    relations = indexes(r.evidence[0] for r in found.relations)
    indicators = indexes(i.evidence[0] for i in found.indicators)
    names = {(index, m.name) for m in found.mentions for index in indexes([m.start])}
    named = Counter(index for index, _ in names)
    for index, sentence in enumerate(annotated.sentences):
        used = [
            word for word, those in (("relation", relations), ("indicator", indicators)) if index in those
        ]
        reason = " and ".join(used) or _why_not(sentence, named[index])
        yield Line(
            sentence.document, "sentence", sentence.start, sentence.end, sentence.text, bool(used), reason
        )


def _why_not(sentence: Sentence, names: int) -> str:
    if sentence.role in ROLES:
        return ROLES[sentence.role]
    if not HAN.search(sentence.text):
        return "not Chinese"
    return ("no entity", "one entity")[names] if names < 2 else "no statement"


def _figures(annotated: Annotated) -> Iterable[Line]:
    document, found = annotated.document, annotated.findings
    used: dict[Span, str] = {i.span: "indicator" for i in found.indicators if i.span is not None}
    unused = {(u.start, u.end): u.reason for u in found.unused}
    for span, reason in sorted({**unused, **used}.items()):
        yield Line(document.id, "figure", *span, document.text[slice(*span)], span in used, reason)
