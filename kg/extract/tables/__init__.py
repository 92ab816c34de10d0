"""Tables of a document to figures, projects and tasks."""

from collections.abc import Sequence
from dataclasses import replace

from kg.contracts import Extractor
from kg.extract import indicators
from kg.extract.indicators import linking
from kg.extract.indicators.canonical import load as load_canonical
from kg.extract.tables import boxes, words
from kg.extract.tables.figures import figures, row_evidence
from kg.extract.tables.sheet import Sheet, sheets
from kg.extract.tables.statements import Lists, joined
from kg.model import Document, Findings, Indicator, Sentence, Unused
from kg.ontology import Ontology


def load(ontology: Ontology) -> Extractor:
    """The reader of tables over the words of the ontology's lexicon."""
    spoken = words.load(ontology)
    confidence = {row["rule"]: float(row["confidence"]) for row in ontology.table("indicator_confidence")}
    sure = confidence["table"]
    canonical = load_canonical(ontology, linking.load(ontology))
    types: dict[str, list[str]] = {}
    for row in ontology.table("heads"):
        types.setdefault(row["head"], []).append(row["type"])
    lists = Lists(spoken, types, indicators.reader(ontology))

    def extract(document: Document, sentences: Sequence[Sentence], found: Findings) -> Findings:
        evidence = row_evidence(document, sentences)

        def read(sheet: Sheet) -> Findings:
            if sheet.kind == "projects":
                return lists.projects(sheet, found.mentions)
            if sheet.kind == "tasks":
                return lists.tasks(sheet, found.mentions)
            told = list(figures(sheet, spoken, evidence))
            return Findings(
                indicators=tuple(replace(one, confidence=sure) for one in told if isinstance(one, Indicator)),
                unused=tuple(one for one in told if isinstance(one, Unused)),
            )

        sheets_ = [sheet for table in document.tables for sheet in sheets(document, table, spoken)]
        told = joined([*map(read, sheets_), boxes.projects(document, sentences, spoken, lists.reader)])
        return replace(told, indicators=tuple(canonical.linked(document, (), (), told.indicators)))

    return Extractor("tables", extract, needs_mentions=True, rows=True)
