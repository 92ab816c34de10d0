"""An article to its annotation: what a worker does with one input."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from kg import coverage, plugins
from kg.contracts import Extractor
from kg.errors import InputError, KgError, SettingsError, StoreError
from kg.extract import extract
from kg.model import Annotated, Document, Findings, Name, Problem, Sentence, Titled
from kg.ontology import Ontology
from kg.read import Input, Reader, read, structured
from kg.read import readers as built_in
from kg.records import line
from kg.resolve import names, titled
from kg.text.sentences import split
from kg.workspace.files import refused, write
from kg.workspace.ledger import Counts, load_record, packed


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker needs before its first article.

    `documents` is the folder where annotations are kept; with None they are handed back as JSON Lines.
    `ontology` is the user's folder, which adds to ours.
    """

    lexicons: tuple[Path, ...]
    extractors: tuple[str, ...]
    min_confidence: float = 0.0
    documents: Path | None = None
    ontology: Path | None = None
    plugins: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """An article to annotate.

    `record` is the file that keeps the annotation, `path` what the document is told of its place.
    """

    input: Input
    region: str | None = None
    record: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is to be known of an annotation that was kept, without reading it again.

    `fresh` tells whether the article was read for it, or the annotation was there already.
    """

    names: tuple[Name, ...]
    counts: Counts
    problems: tuple[Problem, ...]
    title: Titled
    fresh: bool = False


def load_extractors(
    ontology: Ontology, wanted: Iterable[str], files: tuple[Path, ...] = ()
) -> tuple[Extractor, ...]:
    """The parts of extraction by name, loaded; `files` are those of plug-ins."""
    return tuple(_loaded(name, ontology, files) for name in wanted)


def _loaded(name: str, ontology: Ontology, files: tuple[Path, ...]) -> Extractor:
    load = plugins.find("extractors", name, plugins.extractors, files)
    if name in plugins.extractors:
        part: Extractor = load(ontology)
        return part
    try:
        found = load(ontology)
    except KgError:
        raise
    except Exception as error:
        raise SettingsError(
            f"extractors {name}: the plug-in broke: {type(error).__name__}: {error}"
        ) from error
    if not isinstance(found, Extractor):
        raise SettingsError(f"extractors {name}: the function gives no kg.contracts.Extractor")
    return checked(found, ontology)


def checked(part: Extractor, ontology: Ontology) -> Extractor:
    """A part of others that raises InputError where it gives a name a type that the ontology does not have.

    What it raises itself bears its name, so that it is not taken for a bug of ours.
    """

    def run(document: Document, sentences: Sequence[Sentence], found: Findings) -> Findings:
        try:
            added = part.extract(document, sentences, found)
        except Exception as error:
            error.add_note(f"{plugins.BROKE}{part.name}")
            raise
        for strange in sorted({m.type for m in added.mentions} - {*ontology.types}):
            raise InputError(
                f"{part.name} gives a name the type {strange}, which the ontology does not have",
                "give one of classes.yaml, or add the class (docs/ontology.md)",
            )
        return added

    return replace(part, extract=run)


def own_readers(files: tuple[Path, ...]) -> dict[str, Reader]:
    """The readers that other packages and plug-ins add, by suffix; raises SettingsError where kg has one of its own."""
    others = plugins.names("readers", {}, files)
    return {suffix: plugins.find("readers", suffix, built_in, files) for suffix in others}


def reader(setup: Setup) -> Callable[[Task], Kept | str]:
    """The work on one article, with the models loaded once."""
    annotate, idle = _annotating(setup)

    def line_of(task: Task) -> str:
        return line(confident(annotate(task), setup.min_confidence))

    def keep(task: Task) -> Kept:
        assert setup.documents is not None
        place = setup.documents / task.record
        if place.exists():
            with suppress(StoreError):  # a record that is broken is made anew
                return kept(load_record(place), setup.min_confidence, idle)
        annotated = annotate(task)
        keep_record(place, line(annotated))
        return replace(kept(annotated, setup.min_confidence, idle), fresh=True)

    return line_of if setup.documents is None else keep


def sender(setup: Setup) -> Callable[[Task], tuple[Kept, str]]:
    """The work on one article where the folder of records is out of reach: what is to be known, and the record."""
    annotate, idle = _annotating(setup)

    def send(task: Task) -> tuple[Kept, str]:
        annotated = annotate(task)
        return replace(kept(annotated, setup.min_confidence, idle), fresh=True), line(annotated)

    return send


def _annotating(setup: Setup) -> tuple[Callable[[Task], Annotated], frozenset[str]]:
    """The reading and annotation of an article, and the parts of texts that coverage leaves aside."""
    ontology = Ontology(lexicons=setup.lexicons, own=setup.ontology)
    parts = load_extractors(ontology, setup.extractors, setup.plugins)
    readers = own_readers(setup.plugins)

    def annotate(task: Task) -> Annotated:
        document = read(task.input, ontology, task.region, readers)
        if task.path:
            document = replace(document, path=task.path)
        return extract(document, split(document), parts, ontology)

    return annotate, coverage.beside(ontology)


def keep_record(place: Path, record: str) -> None:
    """Writes a record (a line of JSON) to its file; raises StoreError where the disk refuses."""
    try:
        place.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise refused(place, error) from error
    write(place, packed(record))


def annotator(setup: Setup) -> Callable[[Document], str]:
    """The work on one document that is read already, with the models loaded once."""
    ontology = Ontology(lexicons=setup.lexicons, own=setup.ontology)
    parts = load_extractors(ontology, setup.extractors, setup.plugins)

    def annotate(document: Document) -> str:
        document = structured(document, ontology)
        return line(confident(extract(document, split(document), parts, ontology), setup.min_confidence))

    return annotate


def kept(annotated: Annotated, min_confidence: float, beside: frozenset[str]) -> Kept:
    """What is to be known of an annotation: its names, how much of it was used, its problems."""
    found = confident(annotated, min_confidence)
    numbers = coverage.counts(coverage.tally(coverage.coverage(found)), beside)
    counts = Counts(0, 0, *numbers)
    document = annotated.document
    return Kept(names(found), counts, (*document.problems, *annotated.findings.problems), titled(document))


def confident(annotated: Annotated, minimum: float) -> Annotated:
    """The annotation without what is less sure than `minimum`; a name that a statement needs stays."""
    if minimum <= 0:
        return annotated
    found = annotated.findings
    relations = tuple(r for r in found.relations if r.confidence >= minimum)
    kept = {i: n for n, i in enumerate(n for n, i in enumerate(found.indicators) if i.confidence >= minimum)}
    indicators = tuple(found.indicators[i] for i in kept)
    measures = tuple(
        replace(m, figures=tuple(kept[i] for i in m.figures if i in kept))
        for m in found.measures
        if m.confidence >= minimum
    )
    needed = {end for r in relations for end in (r.head, r.tail)} | {i.subject for i in indicators}
    needed |= {name for m in measures for name in (m.actor, *(p.name for p in m.roles))}
    citations = tuple(c for c in found.citations if c.confidence >= minimum)
    needed |= {c.name for c in citations}
    mentions = tuple(m for m in found.mentions if m.confidence >= minimum or m.name in needed)
    return replace(
        annotated,
        findings=replace(
            found,
            mentions=mentions,
            relations=relations,
            indicators=indicators,
            measures=measures,
            citations=citations,
        ),
    )
