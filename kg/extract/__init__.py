"""Sentences to mentions, relations and indicators: runs the parts, and brings what they found together."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.contracts import Extractor
from kg.extract.coref.consistency import consistent
from kg.extract.ner.overlap import best
from kg.model import Annotated, Document, Findings, Indicator, Mention, Sentence, Span
from kg.ontology import Ontology


def extract(
    document: Document, sentences: Sequence[Sentence], extractors: Iterable[Extractor], ontology: Ontology
) -> Annotated:
    """A document with all that the extractors find in it, in the order of the text.

    Parts that find mentions run first, each seeing the candidates of those before it (a part that
    settles puts its own in their place); then the best set without overlap is chosen and made
    consistent over the document; then the parts that need mentions run on that set. Rows of tables are
    shown to the parts that read them, and to no other.
    """
    parts = tuple(extractors)
    running = _running(sentences)
    found = candidates(document, sentences, parts)
    found = replace(found, mentions=consistent(best(found.mentions), document.text, ontology))
    for part in parts:
        if part.needs_mentions:
            added = part.extract(document, sentences if part.rows else running, found)
            found = _joined(found, added)
            if added.mentions:
                found = replace(found, mentions=best(found.mentions))
    return Annotated(document, tuple(sentences), _ordered(found))


def candidates(
    document: Document, sentences: Sequence[Sentence], extractors: Iterable[Extractor]
) -> Findings:
    """What the parts that find mentions say, before a set without overlap is chosen."""
    found = Findings()
    rows = [(s.start, s.end) for s in sentences if s.role == "table"]
    running = _running(sentences)
    for part in extractors:
        if not part.needs_mentions:
            added = part.extract(document, sentences if part.rows else running, found)
            found = _joined(
                replace(found, mentions=_within(found.mentions, rows)) if part.settles else found, added
            )
    return found


def _running(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """The sentences that are no rows of tables, nor the captions right above them, numbered anew."""
    kept: list[Sentence] = []
    below = "body"
    for sentence in reversed(sentences):
        of_table = sentence.role == "table" or (sentence.role == "caption" and below == "table")
        below = "table" if of_table else "body"
        if not of_table:
            kept.append(sentence)
    return tuple(replace(sentence, index=i) for i, sentence in enumerate(reversed(kept)))


def _within(mentions: Sequence[Mention], spans: Sequence[Span]) -> tuple[Mention, ...]:
    """The mentions that stand in one of some spans, which are in order."""
    starts = [start for start, _ in spans]
    return tuple(
        m for m in mentions
        if (at := bisect_right(starts, m.start) - 1) >= 0 and m.end <= spans[at][1]
    )  # fmt: skip


def _ordered(found: Findings) -> Findings:
    """What was found in tables and in running text, in the order of the text; a figure told by both once, as the first.

    Measures keep their figures.
    """
    listed = found.indicators
    first: dict[tuple[Span, str, str] | int, int] = {}
    same = {
        i: first.setdefault((one.span, one.comparator, str(one.value)) if one.span else i, i)
        for i, one in _tables_first(listed)
    }
    order = sorted((i for i in same if same[i] == i), key=lambda i: listed[i].evidence[0])
    place = {i: at for at, i in enumerate(order)}
    return replace(
        found,
        relations=tuple(sorted(found.relations, key=lambda r: r.evidence[0])),
        indicators=tuple(listed[i] for i in order),
        measures=tuple(
            replace(m, figures=tuple(dict.fromkeys(place[same[i]] for i in m.figures))) if m.figures else m
            for m in found.measures
        ),
    )


def _tables_first(listed: Sequence[Indicator]) -> Iterable[tuple[int, Indicator]]:
    """Indicators with their places, those that tables and boxes tell before the others."""
    return sorted(enumerate(listed), key=lambda pair: (not pair[1].by.startswith("tables/"), pair[0]))


def _joined(before: Findings, added: Findings) -> Findings:
    return Findings(
        before.mentions + added.mentions,
        before.relations + added.relations,
        before.indicators + added.indicators,
        before.problems + added.problems,
        before.unused + added.unused,
        before.measures + added.measures,
        before.relatives + added.relatives,
        before.projects + added.projects,
        before.tasks + added.tasks,
        before.citations + added.citations,
    )
