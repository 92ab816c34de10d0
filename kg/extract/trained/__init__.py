"""The trained tagger: what three models say of each character, brought together into mentions."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from kg.contracts import Extractor
from kg.extract.confidence import read
from kg.extract.trained.encoder import Encoder, blocks
from kg.extract.trained.features import Gazetteer
from kg.extract.trained.tagger import Field, Scored, agree, pooled
from kg.model import Document, Findings, Mention, Sentence
from kg.ontology import Ontology

weights = Path(__file__).parent / "weights"
Stretch = TypeVar("Stretch", Mention, Scored)


def load(ontology: Ontology) -> Extractor:
    """The tagger: the neural model, the field, and the candidates found before it are asked together.

    Its mentions stand for theirs. The name of a mention is the one that the candidates of the same
    stretch give it, else its own words. Confidence is the precision observed in cross-validation
    over regions for the score that the models agree on.
    """
    field = Field(weights / "field.crfsuite", Gazetteer(ontology.terms))
    encoder = Encoder(weights)
    precision = read(weights / "confidence.tsv")

    def scored(text: str, mentions: Iterable[Mention]) -> Iterator[Scored]:
        before = sorted(mentions, key=lambda mention: mention.start)
        for begin, end in blocks(text):
            part = text[begin:end]
            here = range(*(bisect_left(before, place, key=lambda m: m.start) for place in (begin, end)))
            near = [shifted(before[k], -begin) for k in here if before[k].end <= end]
            for one in agree(pooled(encoder(part), field(part), near), part):
                yield shifted(one, begin)

    def extract(document: Document, _sentences: Sequence[Sentence], found: Findings) -> Findings:
        judged = named(document, scored(document.text, found.mentions), found.mentions)
        return Findings(tuple(replace(mention, confidence=precision(score)) for mention, score in judged))

    return Extractor("tagger", extract, settles=True)


def shifted(one: Stretch, by: int) -> Stretch:
    """The same, that much further on in the text."""
    return replace(one, start=one.start + by, end=one.end + by)


def named(
    document: Document, scored: Iterable[Scored], candidates: Iterable[Mention]
) -> list[tuple[Mention, float]]:
    """Mentions for stretches that were agreed on, each with its score; candidates of the same stretch lend the name."""
    names: dict[tuple[int, int, str], str] = {}
    for known in candidates:
        names.setdefault((known.start, known.end, known.type), known.name)
    found = []
    for one in scored:
        surface = document.text[one.start : one.end]
        name = names.get((one.start, one.end, one.type), surface)
        mention = Mention(document.id, one.start, one.end, surface, one.type, name, by="tagger")
        found.append((mention, one.score))
    return found
