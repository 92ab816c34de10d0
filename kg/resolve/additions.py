"""An annotated document with the statements that people added to it."""

from collections.abc import Iterable
from dataclasses import replace

from kg.model import Addition, Annotated, Measure, Mention, Relation, Sentence
from kg.text.places import section_of

BY = "person"
"""What found a statement that a person added."""


def added(annotated: Annotated, decided: Iterable[Addition]) -> tuple[Annotated, tuple[Addition, ...]]:
    """A document with what was added to it, and the additions whose sentence or names are no longer in it."""
    relations: list[Relation] = []
    measures: list[Measure] = []
    lost: list[Addition] = []
    for one in decided:
        if one.document != annotated.document.id:
            continue
        sentence = next((s for s in annotated.sentences if s.text == one.sentence), None)
        made = None if sentence is None else _made(annotated, sentence, one)
        match made:
            case None:
                lost.append(one)
            case Relation():
                relations.append(made)
            case Measure() if made.start not in {
                m.start for m in annotated.findings.measures if m.text == made.text
            }:
                measures.append(made)
    if not relations and not measures:
        return annotated, tuple(lost)
    found = annotated.findings
    whole = replace(
        found,
        relations=(*found.relations, *relations),
        measures=tuple(sorted((*found.measures, *measures), key=lambda m: (m.start, m.end))),
    )
    return replace(annotated, findings=whole), tuple(lost)


def known(annotated: Annotated) -> frozenset[str]:
    """The names that may be the ends of an addition: those of mentions, and that of the document's region."""
    names = frozenset(mention.name for mention in annotated.findings.mentions)
    return names | {annotated.document.region} if annotated.document.region else names


def _made(annotated: Annotated, sentence: Sentence, one: Addition) -> Relation | Measure | None:
    document, evidence = annotated.document, (sentence.start, sentence.end)
    names = known(annotated)
    head = _within(annotated, sentence, one.subject)
    head_span = (head.start, head.end) if head else None
    if one.relation:
        tail = _within(annotated, sentence, one.object)
        if one.subject not in names or tail is None:
            return None
        return Relation(
            document.id, one.subject, one.relation, one.object, one.status, evidence, None, head_span,
            (tail.start, tail.end), by=BY,
        )  # fmt: skip
    at = sentence.text.find(one.object)
    if at < 0 or (one.subject and one.subject not in names):
        return None
    start = sentence.start + at
    return Measure(
        document.id, start, start + len(one.object), one.object, one.subject, one.status, evidence, head_span,
        section=section_of(document.sections, start), by=BY,
    )  # fmt: skip


def _within(annotated: Annotated, sentence: Sentence, name: str) -> Mention | None:
    """The first mention of a name in a sentence."""
    inside = (m for m in annotated.findings.mentions if sentence.start <= m.start and m.end <= sentence.end)
    return next((m for m in inside if m.name == name), None)
