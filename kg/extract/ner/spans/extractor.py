"""Open names, weighed together with the terms of the lexicon: which stretches of a text are names, and of what type."""

from collections.abc import Sequence

from kg.contracts import Extractor
from kg.extract.ner.evidence import Found
from kg.extract.ner.spans.classifier import Judge
from kg.model import Document, Findings, Sentence
from kg.ontology import Ontology


def load(ontology: Ontology) -> Extractor:
    """The extractor of names; its candidates name their rule (names:head, names:quoted, names:titled, lexicon:zones …).

    It weighs what the lexicon found before it, and settles it. Confidence is how likely an annotator marks
    just this stretch as that type; several types of one stretch may be candidates. What the lexicon found of
    a class that the judge was not trained on stays as it is.
    """
    return of(Judge(ontology))


def of(judge: Judge) -> Extractor:
    """The extractor of open names that asks this judge."""

    def extract(document: Document, _sentences: Sequence[Sentence], found: Findings) -> Findings:
        hits = [
            Found(m.start, m.end, m.type, m.by, m.name)
            for m in found.mentions
            if m.by.startswith("lexicon:") and m.type in judge.column
        ]
        others = tuple(m for m in found.mentions if m.type not in judge.column)
        return Findings(judge.candidates(document, hits) + others)

    return Extractor("names", extract, settles=True)
