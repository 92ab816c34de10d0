"""Entries and what their names mean to the next graph: written whole, or as a change to a copy of the last one."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from kg.model import Entity, Slice
from kg.ontology import Ontology
from kg.pipeline.reading import confident
from kg.pipeline.report import Progress
from kg.query import index
from kg.rdf import schema
from kg.rdf.delta import delta
from kg.rdf.units import Units
from kg.rdf.write import triples
from kg.resolve import Linking
from kg.store import embedded
from kg.workspace.ledger import Entry, Ledger, record

DELTA_SHARE = 0.2
"""The share of documents up to which a copy is changed; beyond it, writing the whole is quicker."""


class Writer:
    """Slices of documents, made from their records one at a time and counted as they pass."""

    def __init__(self, documents: Path, linking: Linking, min_confidence: float, progress: Progress) -> None:
        self.documents = documents
        self.linking = linking
        self.min_confidence = min_confidence
        self.progress = progress
        self.counts: dict[str, tuple[int, int]] = {}

    def slices(self, entries: Iterable[Entry], total: int) -> Iterator[Slice]:
        """What each document adds to the graph."""
        for number, entry in enumerate(entries):
            self.progress("graph", number, total)
            annotated = confident(record(self.documents, entry), self.min_confidence)
            of = self.linking.slice(annotated)
            self.counts[entry.id] = len(of.claims), len(of.figures)
            yield of

    def counted(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """The entries, with the numbers of claims and figures that were found to be theirs."""
        return tuple(
            replace(e, counts=replace(e.counts, claims=self.counts[e.id][0], figures=self.counts[e.id][1]))
            if e.id in self.counts
            else e
            for e in entries
        )


def whole(folder: Path, entries: tuple[Entry, ...], writer: Writer, ontology: Ontology) -> None:
    """Writes a graph anew, the ontology beside what documents say."""

    def lines() -> Iterator[str]:
        yield from schema.triples(ontology)
        yield from triples(writer.linking.entities, writer.slices(entries, len(entries)), Units(ontology))

    embedded.build(folder, index.recorded(folder / index.FILE, lines()))


def changed(
    old: Path,
    folder: Path,
    retracted: Iterable[str],
    entries: tuple[Entry, ...],
    before: Iterable[Entity],
    writer: Writer,
    ontology: Ontology,
) -> None:
    """Writes a graph as a copy of the old one: without the retracted documents (IRIs), with what `entries` say now."""
    embedded.copy(old, folder)
    store = embedded.Embedded(old)
    try:
        slices = tuple(writer.slices(entries, len(entries)))
        difference = delta(store, retracted, slices, before, writer.linking.entities, Units(ontology))
    finally:
        store.close()
    embedded.apply(folder, difference.removed, difference.added)
    shutil.copyfile(old / index.FILE, folder / index.FILE)
    index.apply(folder / index.FILE, difference.removed, difference.added)


def differing(before: Ledger, entries: Iterable[Entry]) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """The entries whose slices are new or other than before, and the ids of documents that the old graph must lose."""
    old: Mapping[str, Entry] = before.by_id
    new = {entry.id: entry for entry in entries}
    fresh = tuple(e for e in new.values() if e.id not in old or not _same(old[e.id], e))
    lost = tuple(key for key in old if key not in new or not _same(old[key], new[key]))
    return fresh, lost


def _same(one: Entry, other: Entry) -> bool:
    return (one.record, one.links) == (other.record, other.links)
