"""The trained tagger: what three models say of each character, brought together into mentions."""

from collections.abc import Sequence
from pathlib import Path

from kg.contracts import Extractor
from kg.extract.confidence import read
from kg.extract.trained.encoder import Encoder
from kg.extract.trained.features import Gazetteer
from kg.extract.trained.tagger import Field, agree, pooled
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
        named: dict[tuple[int, int, str], str] = {}
        for known in found.mentions:
            named.setdefault((known.start, known.end, known.type), known.name)
        scores = pooled(encoder(text), field(text), found.mentions)
        mentions: list[Mention] = []
        for one in agree(scores, text):
            surface = text[one.start : one.end]
            name = named.get((one.start, one.end, one.type), surface)
            mentions.append(
                Mention(
                    document.id, one.start, one.end, surface, one.type, name, precision(one.score), "tagger"
                )
            )
        return Findings(tuple(mentions))

    return Extractor("tagger", extract, settles=True)
