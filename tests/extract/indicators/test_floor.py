"""On annotated documents, with the mentions of the annotators, the indicators do not fall below these floors."""

from dataclasses import replace
from pathlib import Path

import pytest

from kg.evaluate import score
from kg.extract.indicators import load
from kg.model import Findings
from kg.ontology import Ontology
from kg.read import structured
from kg.records.gold import read_gold

EXAMPLES = Path(__file__).resolve().parents[3] / "examples" / "gold" / "held-out"


def scores(paths):
    ontology = Ontology()
    extractor = load(ontology)
    gold = {a.document.id: a for a in map(read_gold, paths)}
    said = {}
    for key, annotated in gold.items():
        given = Findings(annotated.findings.mentions)
        found = extractor.extract(structured(annotated.document, ontology), annotated.sentences, given)
        said[key] = replace(annotated, findings=replace(given, indicators=found.indicators))
    return score(gold, said)


def test_examples_kept_out_of_training():
    found = scores(sorted(EXAMPLES.glob("*.gold")))
    assert found.row("indicator").f1 >= 0.92
    assert found.row("indicator, all fields").f1 >= 0.75


@pytest.mark.shared
def test_real_documents(shared):
    found = scores(sorted((shared / "gold" / "dev").glob("*.gold")))
    assert found.row("indicator").f1 >= 0.92
    assert found.row("indicator, all fields").f1 >= 0.75
