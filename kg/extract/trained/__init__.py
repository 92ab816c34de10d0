"""The trained tagger: what three models say of each character, brought together into mentions."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from kg.contracts import Extractor
from kg.extract.confidence import read
from kg.extract.trained.encoder import Encoder
from kg.extract.trained.features import Gazetteer
from kg.extract.trained.tagger import Field, Scored, agree, pooled
from kg.model import Document, Findings, Mention, Sentence
from kg.ontology import Ontology

weights = Path(__file__).parent / "weights"


def load(ontology: Ontology) -> Extractor:
    """The tagger: the neural model, the field, and the candidates found before it are asked together.

    Its mentions stand for theirs. The name of a mention is the one that the candidates of the same
    stretch give it, else its own words. Confidence is the precision observed in cross-validation
    over regions for the score that the models agree on.
    """
    field = Field(weights / "field.crfsuite", Gazetteer(ontology.terms))
    encoder = Encoder(weights)
    precision = read(weights / "confidence.tsv")

    def extract(document: Document, _sentences: Sequence[Sentence], found: Findings) -> Findings:
        text = document.text
        scores = pooled(encoder(text), field(text), found.mentions)
        judged = named(document, agree(scores, text), found.mentions)
        return Findings(tuple(replace(mention, confidence=precision(score)) for mention, score in judged))

    return Extractor("tagger", extract, settles=True)


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
