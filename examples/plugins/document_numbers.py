"""A plug-in of kg in one file: numbers of official documents as things, a format of notes, a question, an export.

Copy it to the folder plugins/ of a workspace whose kg.toml says `[plugins] allow = true`, or name it:
kg extract letter.txt --with examples/plugins/document_numbers.py
"""

import re
from collections.abc import Sequence
from pathlib import Path

from kg.contracts import Extractor, Store
from kg.model import Document, Findings, Mention, Sentence
from kg.ontology import Ontology
from kg.read.raw import Block, Raw

NUMBER = re.compile(r"(?:(?![据照依彻实和与及到行见的了由局厅院])[\u4e00-\u9fff]){1,5}〔\d{4}〕\d{1,4}号")
"""Who issues it, in short, then the year and the number; a word that leads to it is no part of it."""
SURE = 0.9
"""Measure it with kg evaluate: the precision observed on annotated text."""


def load(_ontology: Ontology) -> Extractor:
    """An extractor of the numbers of official documents (岚政函〔2022〕37号) as things of type Document."""
    return Extractor("document-numbers", numbers)


def numbers(document: Document, _sentences: Sequence[Sentence], _before: Findings) -> Findings:
    """The numbers in a document as mentions."""
    return Findings(
        tuple(
            Mention(document.id, m.start(), m.end(), m[0], "Document", m[0], SURE, "document-numbers")
            for m in NUMBER.finditer(document.text)
        )
    )


def read_note(data: bytes, _name: str) -> Raw:
    """The content of a .note file: a paragraph a line, lines that begin with % left out."""
    lines = data.decode("utf-8").splitlines()
    return Raw(tuple(Block(line) for line in lines if line.strip() and not line.startswith("%")))


def write_numbers(store: Store, path: Path) -> None:
    """Writes the numbers in the graph to a file, a line each."""
    rows = store.query(
        "SELECT DISTINCT (STR(?name) AS ?n) { ?x <http://www.w3.org/2000/01/rdf-schema#label> ?name"
        " FILTER (CONTAINS(STR(?name), '〔')) } ORDER BY ?n"
    )
    path.write_text("".join(f"{n.text}\n" for (n,) in rows if n), encoding="utf-8")


extractors = {"document-numbers": load}
readers = {".note": read_note}
store_exporters = {"numbers": write_numbers}
questions = {
    "numbers": """# zh: 文号
# en: Numbers of official documents
# about: The numbers of official documents that the texts name.
SELECT DISTINCT ?document { ?document a rdp:Document ; rdfs:label ?name FILTER (CONTAINS(STR(?name), "〔")) }
ORDER BY ?document
"""
}
