import pytest

from kg.extract.ner import lexicon
from kg.extract.ner.spans import extractor as names
from kg.model import Document, Findings, Metadata, Paragraph


@pytest.fixture(scope="session")
def parts(ontology):
    return lexicon.load(ontology), names.load(ontology)


def document(text, region=None):
    paragraphs, at = [], 0
    for line in text.split("\n"):
        paragraphs.append(Paragraph(at, at + len(line)))
        at += len(line) + 1
    metadata = (Metadata("region", region),) if region else ()
    return Document("d", text, paragraphs=tuple(paragraphs), metadata=metadata)


@pytest.fixture(scope="session")
def found(parts):
    """Candidates of the lexicon and of open names for a text."""

    def run(text, region=None):
        of = document(text, region)
        findings = Findings()
        for part in parts:
            added = part.extract(of, (), findings)
            findings = Findings(added.mentions if part.settles else findings.mentions + added.mentions)
        return findings.mentions

    return run


@pytest.fixture(scope="session")
def sure(found):
    """What is likely: (text, type) of the candidates above one half."""

    def run(text, region=None):
        return {(m.text, m.type) for m in found(text, region) if m.confidence > 0.5}

    return run
