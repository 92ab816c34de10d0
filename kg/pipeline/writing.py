"""Entries and what their names mean to the next graph: written whole, or as a change to a copy of the last one."""

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from kg.contracts import Store
from kg.errors import StoreError
from kg.follow import ladder
from kg.model import Entity, Measured, Slice, Source
from kg.ontology import Ontology
from kg.pipeline.reading import confident
from kg.pipeline.report import Progress
from kg.query import index
from kg.rdf import schema
from kg.rdf.delta import Delta, delta
from kg.rdf.units import Units
from kg.rdf.write import rung_triples, triples
from kg.resolve import Linking
from kg.store import embedded, placed
from kg.store.remote import Remote
from kg.workspace.files import write
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
        self.sources: dict[str, Source] = {}
        self.figures: list[Measured] = []

    def slices(self, entries: Iterable[Entry], total: int) -> Iterator[Slice]:
        """What each document adds to the graph."""
        for number, entry in enumerate(entries):
            self.progress("graph", number, total)
            annotated = confident(record(self.documents, entry), self.min_confidence)
            of = self.linking.slice(annotated)
            self.counts[entry.id] = len(of.claims), len(of.figures)
            self.sources[of.iri] = ladder.source_of(of)
            told = filter(ladder.counts, (*of.figures, *of.relatives))
            # a sentence is long, and not needed
            self.figures += (replace(figure, quote="") for figure in told)
            yield of

    def lines(self, entries: tuple[Entry, ...], ontology: Ontology) -> Iterator[str]:
        """Every line of a graph of these documents, streamed, each once."""
        yield from schema.triples(ontology)
        yield from triples(self.linking.entities, self.slices(entries, len(entries)), Units(ontology))
        labels = {entity.iri: entity.label for entity in self.linking.entities}
        for rung in ladder.rungs(self.figures, self.sources, labels, ontology):
            yield from rung_triples(rung)

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
    embedded.build(folder, index.recorded(folder / index.FILE, writer.lines(entries, ontology)))


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
        difference = _difference(store, retracted, entries, before, writer, ontology)
    finally:
        store.close()
    embedded.apply(folder, difference.removed, difference.added)
    shutil.copyfile(old / index.FILE, folder / index.FILE)
    index.apply(folder / index.FILE, difference.removed, difference.added)


def _difference(
    store: Store,
    retracted: Iterable[str],
    entries: tuple[Entry, ...],
    before: Iterable[Entity],
    writer: Writer,
    ontology: Ontology,
) -> Delta:
    """What changes in a graph: what documents say, and the rungs of the ladder that rest on it."""
    slices, gone, old = tuple(writer.slices(entries, len(entries))), tuple(retracted), tuple(before)
    after = writer.linking.entities
    said = delta(store, gone, slices, old, after, Units(ontology))
    less, more = ladder.changed(store, gone, slices, old, after, ontology)
    return Delta(tuple(sorted({*said.removed, *less})), tuple(sorted({*said.added, *more})))


PART = 50_000
"""Statements sent to a server together: a request of some 8 MB."""

LOADING = "loading.json"
"""What is under way on a server, in the folder of the workspace: gone when it is done."""


@dataclass(frozen=True, slots=True)
class Server:
    """A graph on a server, and the file of the workspace that tells what is under way there."""

    remote: Remote
    mark: Path

    @property
    def beside(self) -> str:
        """The IRI of the graph that a new one is gathered in."""
        return f"{self.remote.address.graph or 'https://w3id.org/rdp/graph'}/loading"

    def check(self, statements: int) -> None:
        """Raises StoreError where the server does not hold so many statements, or something was left half done."""
        if self.mark.exists() or self.remote.count() != statements:
            raise StoreError(f"{self.remote.address.query}: does not hold the graph that was put there")

    def whole(
        self, folder: Path, entries: tuple[Entry, ...], writer: Writer, ontology: Ontology, key: str
    ) -> None:
        """Writes a graph anew, in parts, into a graph beside; counted there, it takes the place of the old one.

        `key` stands for all that the graph is made of: of a run with the same key that was stopped, the parts that
        the server has are not sent again. Raises StoreError where it counts otherwise than we do.
        """
        done = self._resumed(key)
        if not done:
            self.remote.drop(self.beside)
        coming = index.recorded(folder / index.FILE, writer.lines(entries, ontology))
        number = total = 0
        while part := list(islice(coming, PART)):
            number += 1
            total += len(part)
            if number > done:
                self.remote.put(part, self.beside)
                write(self.mark, json.dumps({"key": key, "parts": number}))
        held = self.remote.count(self.beside)
        if held != total:
            self.mark.unlink(missing_ok=True)
            fact = f"{self.remote.address.query}: {total} statements were sent, and {held} are there"
            raise StoreError(fact, "may this user write there? the next build begins anew")
        self.remote.move(self.beside)
        self._close(folder, total)

    def _resumed(self, key: str) -> int:
        """How many parts of a graph the server has already from a run that was stopped."""
        try:
            found = json.loads(self.mark.read_text(encoding="utf-8"))
            parts = int(found["parts"]) if found["key"] == key else 0
        except (OSError, ValueError, LookupError, TypeError):
            return 0
        return parts if parts and self.remote.count(self.beside) else 0

    def changed(
        self, old: Path, folder: Path, retracted: Iterable[str], entries: tuple[Entry, ...], before: Iterable[Entity],
        writer: Writer, ontology: Ontology,
    ) -> None:  # fmt: skip
        """Changes the graph on the server: without the retracted documents (IRIs), with what `entries` say now."""
        difference = _difference(self.remote, retracted, entries, before, writer, ontology)
        write(self.mark, json.dumps({"key": "", "parts": 0}))
        self.remote.apply(sorted(difference.removed), sorted(difference.added))
        shutil.copyfile(old / index.FILE, folder / index.FILE)
        index.apply(folder / index.FILE, difference.removed, difference.added)
        self._close(folder, self.remote.count())

    def _close(self, folder: Path, statements: int) -> None:
        held = self.remote.count()
        if held != statements:
            fact = f"{self.remote.address.query}: {statements} statements were written, and {held} are there"
            raise StoreError(fact, "does somebody else write there?")
        placed.note(folder, self.remote.address, statements)


def differing(before: Ledger, entries: Iterable[Entry]) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """The entries whose slices are new or other than before, and the ids of documents that the old graph must lose."""
    old: Mapping[str, Entry] = before.by_id
    new = {entry.id: entry for entry in entries}
    fresh = tuple(e for e in new.values() if e.id not in old or not _same(old[e.id], e))
    lost = tuple(key for key in old if key not in new or not _same(old[key], new[key]))
    return fresh, lost


def _same(one: Entry, other: Entry) -> bool:
    return (one.record, one.links) == (other.record, other.links)
