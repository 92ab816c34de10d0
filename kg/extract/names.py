"""Open names: stretches of words that a head, quotes, an enumeration, a verb or a pattern makes likely names."""

from collections.abc import Sequence

from kg.contracts import Extractor
from kg.extract.judge import Judge
from kg.extract.patterns import Found
from kg.model import Document, Findings, Sentence
from kg.ontology import Ontology


def load(ontology: Ontology) -> Extractor:
    """The extractor of open names; its candidates name their rule (names:head, names:quoted, names:titled …).

    It takes what the lexicon found before it into account. Confidence is the judged probability that an
    annotator marks just this stretch as that type; several types of one stretch may be candidates.
    """
    return of(Judge(ontology))


def of(judge: Judge) -> Extractor:
    """The extractor of open names that asks this judge."""

    def extract(document: Document, _sentences: Sequence[Sentence], found: Findings) -> Findings:
        hits = [
            Found(m.start, m.end, m.type, m.by, m.name) for m in found.mentions if m.by.startswith("lexicon:")
        ]
        return Findings(judge.others(document, judge.words(document.text), hits))

    return Extractor("names", extract)
