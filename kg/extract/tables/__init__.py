"""Tables of a document to figures, projects and tasks."""

from collections.abc import Sequence
from dataclasses import replace

from kg.contracts import Extractor
from kg.extract.indicators import linking
from kg.extract.tables import words
from kg.extract.tables.figures import figures, row_evidence
from kg.extract.tables.sheet import sheets
from kg.model import Document, Findings, Indicator, Sentence, Unused
from kg.ontology import Ontology


def load(ontology: Ontology) -> Extractor:
    """The reader of tables over the words of the ontology's lexicon."""
    spoken = words.load(ontology)
    confidence = {row["rule"]: float(row["confidence"]) for row in ontology.table("indicator_confidence")}
    sure = confidence["table"]
    linker = linking.load(ontology)

    def extract(document: Document, sentences: Sequence[Sentence], found: Findings) -> Findings:
        del found
        indicators: list[Indicator] = []
        unused: list[Unused] = []
        evidence = row_evidence(document, sentences)
        for table in document.tables:
            for sheet in sheets(document, table, spoken):
                for one in figures(sheet, spoken, evidence):
                    if isinstance(one, Indicator):
                        indicators.append(linker.linked(replace(one, confidence=sure)))
                    else:
                        unused.append(one)
        return Findings(indicators=tuple(indicators), unused=tuple(unused))

    return Extractor("tables", extract, needs_mentions=True, rows=True)
