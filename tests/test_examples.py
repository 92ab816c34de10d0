"""The shipped examples are whole: articles that read as annotated, gold that is valid, documents kept out of training."""

import csv
import re
from pathlib import Path

import pytest

from kg.ontology import Ontology
from kg.read import discover, read
from kg.records.gold import read_gold

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
GOLD = sorted((EXAMPLES / "gold").rglob("*.gold"))
TRAINING = sorted((EXAMPLES / "training").glob("*.gold"))
APART = EXAMPLES / "gold" / "held-out"


@pytest.fixture(scope="module")
def documents():
    found, problems = discover([str(EXAMPLES / "articles")])
    assert not problems
    return {d.id: d for d in (read(item, Ontology()) for item in found)}


def test_there_are_enough_of_every_kind(documents):
    assert len(documents) >= 12
    assert {Path(d.path).suffix for d in documents.values()} == {".txt", ".docx", ".html", ".md"}
    assert len({d.region for d in documents.values()}) >= 5
    assert len({(d.date or "")[:4] for d in documents.values()}) >= 5
    assert sum(d.region == "滨海新区" for d in documents.values()) >= 4
    assert not [p for d in documents.values() for p in d.problems]


def test_five_annotated_documents_are_kept_out_of_training():
    held_out = set((APART / "HELD_OUT").read_text(encoding="utf-8").split())
    assert len(held_out) >= 5
    assert held_out == {path.stem for path in APART.glob("*.gold")}


@pytest.mark.parametrize("path", GOLD, ids=[path.stem for path in GOLD])
def test_gold_is_the_article_as_it_is_read(path, documents):
    gold, document = read_gold(path), documents[path.stem]
    assert gold.document.text == document.text
    assert (gold.document.region, gold.document.date) == (document.region, document.date)
    assert gold.findings.mentions
    assert gold.findings.relations


@pytest.mark.parametrize("path", [*GOLD, *TRAINING], ids=lambda path: path.stem)
def test_gold_keeps_to_the_ontology(path):
    ontology, gold = Ontology(), read_gold(path)
    types = {m.name: m.type for m in gold.findings.mentions}
    types.setdefault(str(gold.document.region), "Region")
    for one in gold.findings.relations:
        kind = ontology.relations[one.relation]
        assert types[one.head] in kind.domain, one
        assert types[one.tail] in kind.range, one


def test_every_article_stands_in_the_table_or_says_itself_what_it_is(documents):
    with (EXAMPLES / "articles" / "metadata.csv").open(encoding="utf-8", newline="") as file:
        table = {row["file"] for row in csv.DictReader(file)}
    assert {Path(d.path).name for d in documents.values()} - table == {"binhai-opening.md"}


def test_readme_names_every_article():
    said = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    files = {p.name for p in (EXAMPLES / "articles").iterdir() if p.suffix != ".csv"}
    assert files <= set(re.findall(r"`([\w.-]+)`", said))


def test_the_story_is_read_whole_and_says_that_it_is_an_example():
    found, problems = discover([str(EXAMPLES / "story")])
    read_ones = [read(item, Ontology()) for item in found]
    assert not problems
    assert not [p for d in read_ones for p in d.problems]
    assert sorted(d.id for d in read_ones if d.region == "滨海新区") == [
        "binhai-2024", "binhai-2025", "binhai-2026", "projects", "reply", "synbio-plan",
    ]  # fmt: skip
    assert len({d.region for d in read_ones}) == 4
    assert all(d.title.endswith("（示例）") for d in read_ones)
    said = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    files = {p.name for p in (EXAMPLES / "story").iterdir() if p.name != "metadata.csv"}
    assert [name for name in files if f"`{name}`" not in said] == []
