"""Sentences to mentions, relations and indicators: runs the parts, and brings what they found together."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.contracts import Extractor
from kg.extract.coref.consistency import consistent
from kg.extract.ner.overlap import best
from kg.model import Annotated, Document, Findings, Sentence


def extract(document: Document, sentences: Sequence[Sentence], extractors: Iterable[Extractor]) -> Annotated:
    """A document with all that the extractors find in it, in the order of the text.

    Parts that find mentions run first, each seeing the candidates of those before it (a part that
    settles puts its own in their place); then the best set without overlap is chosen and made
    consistent over the document; then the parts that need mentions run on that set.
    """
    parts = tuple(extractors)
    found = candidates(document, sentences, parts)
    found = replace(found, mentions=consistent(best(found.mentions), document.text))
    for part in parts:
        if part.needs_mentions:
            found = _joined(found, part.extract(document, sentences, found))
    return Annotated(document, tuple(sentences), found)


def candidates(
    document: Document, sentences: Sequence[Sentence], extractors: Iterable[Extractor]
) -> Findings:
    """What the parts that find mentions say, before a set without overlap is chosen."""
    found = Findings()
    for part in extractors:
        if not part.needs_mentions:
            added = part.extract(document, sentences, found)
            found = _joined(replace(found, mentions=()) if part.settles else found, added)
    return found


def _joined(before: Findings, added: Findings) -> Findings:
    return Findings(
        before.mentions + added.mentions,
        before.relations + added.relations,
        before.indicators + added.indicators,
        before.problems + added.problems,
        before.unused + added.unused,
        before.measures + added.measures,
    )
