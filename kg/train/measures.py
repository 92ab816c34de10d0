"""Annotated documents to the models of measures: boundaries, actors, roles, and the precision of what they find."""

import tempfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pycrfsuite

from kg.evaluate.measures import matched
from kg.extract.measures import actors, roles
from kg.extract.measures.boundaries import Boundaries, Phrase, features, tags
from kg.extract.measures.context import Context, role_strings
from kg.extract.measures.extractor import Reader
from kg.extract.measures.tokens import covered, tokens
from kg.gazetteer.normal_form import comparable
from kg.learnt.calibration import bands
from kg.learnt.calibration import write as write_calibration
from kg.learnt.crf import Chain
from kg.learnt.crf import save as save_chain
from kg.learnt.models import Linear
from kg.learnt.models import save as save_models
from kg.model import Annotated, Measure
from kg.ontology import Ontology
from kg.read import structured
from kg.train import crfsuite
from kg.train.digest import digest
from kg.train.fit import fit_linear
from kg.train.folds import folds
from kg.train.minimise import Reals

field_settings = {"c1": 0.1, "c2": 0.1, "max_iterations": 100, "feature.possible_transitions": False}
ridge, least, steps = 1.0, 2, 80
fold_count = 4


def fit_boundaries(documents: Sequence[Annotated], reader: Reader) -> Chain:
    """The field that finds boundaries."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(field_settings)
    for one in documents:
        found = tokens(one.sentences, reader.kinds)
        seen = features(found, covered(found, one.findings.mentions), one.document.sections).listed(
            len(found)
        )
        labels = tags(found, [(m.start, m.end) for m in one.findings.measures])
        for begin, end in zip(found.first, found.last, strict=True):
            if end > begin:
                trainer.append(pycrfsuite.ItemSequence(seen[begin:end]), labels[begin:end])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "crfsuite"
        trainer.train(str(path))
        return crfsuite.read(path)


def phrases(of: Context, measures: Sequence[Measure]) -> list[tuple[Phrase, Measure]]:
    """The annotated measures of a document with their words, in the order of the text."""
    words = of.words
    return [
        (Phrase(bisect_right(words.start, m.start) - 1, bisect_left(words.end, m.end) + 1, 1.0), m)
        for m in sorted(measures, key=lambda m: m.start)
    ]


def fit_actors(documents: Sequence[Annotated], reader: Reader) -> Linear:
    """The model that chooses who acts."""
    rows: list[list[str]] = []
    right: list[bool] = []
    for one in documents:
        of = reader.context(one.document, one.sentences, one.findings.mentions)
        region = comparable(one.document.region or "")
        own = [comparable(m.name) == region for m in of.mentions]
        line = actors.Line()
        for phrase, measure in phrases(of, one.findings.measures):
            some = list(actors.candidates(of, phrase, line, own))
            actor = None if comparable(measure.actor) == region else measure.actor
            rows += [actors.strings(of, phrase, line, candidate) for candidate in some]
            right += [candidate.name == actor for candidate in some]
            number = next((n for n, m in enumerate(of.mentions) if m.name == actor), -1)
            unseen = actors.Candidate("named", number, actor)
            line.follow(phrase, next((c for c in some if c.name == actor), unseen))
    told = np.array(right, np.float64)[:, None]
    return fit_linear(rows, told, np.ones_like(told), ridge, least, steps)


def fit_roles(documents: Sequence[Annotated], reader: Reader) -> Linear:
    """The model that tells the role of a mention."""
    rows: list[list[str]] = []
    right: list[Reals] = []
    for one in documents:
        of = reader.context(one.document, one.sentences, one.findings.mentions)
        before: Phrase | None = None
        for phrase, measure in phrases(of, one.findings.measures):
            told = {part.name: part.role for part in reversed(measure.roles)}
            low, some = roles.candidates(of, phrase, before)
            for number in some:
                name = of.mentions[number].name
                if name != measure.actor:
                    rows.append(role_strings(of, phrase, low, number))
                    right.append(row(told.get(name)))
            before = phrase
    return fit_linear(rows, np.array(right), np.ones((len(rows), 1)), ridge, least, steps)


def row(role: str | None) -> Reals:
    """What the model is to say of a mention in a role: 1 in the role's column."""
    told = np.zeros(len(roles.labels))
    told[roles.labels.index(role or roles.none)] = 1.0
    return told


def observed(documents: Sequence[Annotated], reader: Reader) -> Iterator[tuple[float, bool]]:
    """The score of each measure found by a field that was fitted on other regions, and whether gold has it."""
    parts = folds([one.document.region or one.document.id for one in documents], fold_count)
    for k in range(fold_count):
        field = Boundaries(
            fit_boundaries([one for one, part in zip(documents, parts, strict=True) if part != k], reader)
        )
        for one in (one for one, part in zip(documents, parts, strict=True) if part == k):
            found = tokens(one.sentences, reader.kinds)
            said = field(found, covered(found, one.findings.mentions), one.document.sections)
            spans = [
                Measure("", found.start[p.first], found.end[p.last - 1], "", "", "", (0, 0)) for p in said
            ]
            match = matched(spans, one.findings.measures)
            yield from ((phrase.score, i in match) for i, phrase in enumerate(said))


def train(documents: Sequence[Annotated], ontology: Ontology, target: Path) -> None:
    """Writes the models of measures into a folder, laid out as kg/extract/measures is.

    Sections are those that reading finds, not the annotated ones. The documents must be annotated with
    measures: what is not marked is taken for none.
    """
    target.mkdir(parents=True, exist_ok=True)
    reader = Reader(ontology)
    trained_on = digest(documents)
    documents = [replace(one, document=structured(one.document, ontology)) for one in documents]
    write_calibration(target / "confidence.tsv", bands(observed(documents, reader)))
    save_chain(target / "boundaries.npz", fit_boundaries(documents, reader), trained_on)
    linear = {"actors": fit_actors(documents, reader), "roles": fit_roles(documents, reader)}
    save_models(
        target / "models.npz", linear, {}, labels={"roles": roles.labels}, columns={}, digest=trained_on
    )
