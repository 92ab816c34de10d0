"""The author's office, as the reader found it, to the positions that the author holds."""

import re
from collections.abc import Iterator, Sequence

from kg.contracts import Extractor
from kg.model import Document, Findings, Mention, Relation, Sentence
from kg.ontology import Ontology
from kg.text.places import sentence_of

_parts = re.compile(r"[^、，,；;\s]+")
confidence = 0.92
"""(11 + 1) / (11 + 2): all 11 were right on our written articles and examples, with the annotators' mentions."""


def load(ontology: Ontology) -> Extractor:
    """The extractor of positions from bylines."""
    posts = tuple(row["post"] for row in ontology.table("region_posts"))
    holders = ontology.relations["holdsPosition"].range

    def extract(document: Document, sentences: Sequence[Sentence], found: Findings) -> Findings:
        return Findings(relations=tuple(_positions(document, sentences, found.mentions, posts, holders)))

    return Extractor("bylines", extract, needs_mentions=True)


def _positions(
    document: Document,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    posts: tuple[str, ...],
    holders: frozenset[str],
) -> Iterator[Relation]:
    """A position for each part of the office: of the last body or region named in it, else of the document's region."""
    author = next((m.name for m in mentions if m.type == "Person" and m.text == document.get("author")), None)
    office = next((m for m in document.metadata if m.key == "office" and m.span), None)
    if author is None or office is None or office.span is None:
        return
    start, end = office.span
    sentence = sentence_of(sentences, start)
    evidence = (sentence.start, sentence.end) if sentence else office.span
    for part in _parts.finditer(document.text, start, end):
        inside = [
            m for m in mentions if part.start() <= m.start and m.end <= part.end() and m.type in holders
        ]
        if inside:
            tail, span = inside[-1].name, (inside[-1].start, inside[-1].end)
        elif part[0].endswith(posts) and document.region:
            tail, span = document.region, None
        else:
            continue
        yield Relation(
            document.id, author, "holdsPosition", tail, "fact", evidence,
            tail_span=span, confidence=confidence, by="bylines:office",
        )  # fmt: skip
