"""The extractor of relations: parses the sentences, judges the candidates, and writes down what holds."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

import numpy as np

from kg.contracts import Extractor
from kg.extract.coref import anaphors
from kg.extract.factuality import Verdict
from kg.extract.factuality import load as load_factuality
from kg.extract.relations import frames
from kg.extract.relations.classifier import FEATURES, Table
from kg.extract.relations.context import (
    ParsedDocument,
    Parser,
    end_rows,
    labels_of,
    link_rows,
)
from kg.extract.relations.frames import Frames
from kg.learnt.calibration import Band, Calibration
from kg.learnt.models import Floats
from kg.learnt.models import load as load_models
from kg.model import Document, Findings, Mention, Relation, Sentence, Span
from kg.ontology import Ontology, RelationType, rows
from kg.text.clauses import Scene

weights = Path(__file__).with_name("model.npz")
precision = Path(__file__).with_name("confidence.tsv")
bar = -0.6
"""The log-odds from which a relation is said: where F1 is best in cross-validation over regions."""
lost = -2.5
"""The log-odds after a quarter of the trees from which hardly a candidate comes back to the bar."""
_any = "*"
COLUMNS = {"relations": FEATURES}
"""The names of the numbers that each forest looks at."""


def load(ontology: Ontology) -> Extractor:
    """The extractor of relations, its tables and models loaded."""
    return Extractor("relations", Relations(ontology).extract, needs_mentions=True)


def calibrations(path: Path) -> dict[str, Calibration]:
    """The precision observed for the scores of each relation; `*` stands for those with too few cases."""
    bands: dict[str, list[Band]] = {}
    for row in rows(path):
        band = Band(float(row["score_from"]), float(row["precision"]), int(row["cases"]))
        bands.setdefault(row["relation"], []).append(band)
    return {name: Calibration(table) for name, table in bands.items()}


class Relations:
    """Parser and models, ready."""

    def __init__(self, ontology: Ontology, path: Path = weights, confidence: Path = precision) -> None:
        self.ontology = ontology
        self.factuality = load_factuality(ontology)
        models = load_models(path, COLUMNS)
        labels = {kind: models.file.labels_among(kind, known) for kind, known in labels_of(ontology).items()}
        self.parser = Parser(ontology, labels)
        self.frames = Frames(ontology, self.parser.frames, labels["relations"])
        self.names = self.parser.judge.names
        self.linear, self.trees = models.linear, models.trees
        self.precision = calibrations(confidence)

    def extract(self, document: Document, sentences: Sequence[Sentence], found: Findings) -> Findings:
        """The relations that the sentences state between the mentions found, in the order of the text."""
        view = self.parser.view(document, sentences, found.mentions)
        if not view.mentions:
            return Findings()
        reading = self.factuality.of(document, sentences, found.mentions)
        told = reading.all([(s, m.start, m.end) for m, (s, _) in zip(view.mentions, view.owner, strict=True)])
        made = [*self._judged(document, view, told), *self._framed(document, view, told)]
        made.sort(key=lambda r: (r.evidence, r.tail_span or r.evidence, r.relation, r.head))
        return Findings(relations=tuple(_planned_places(made, self.ontology.relations)))

    def _judged(self, document: Document, view: ParsedDocument, told: Sequence[Verdict]) -> list[Relation]:
        """The relations that the models find, but for those that may not be claimed."""
        if not len(view.pairs.heads):
            return []
        ends = self.linear["ends"].logits(end_rows(view))
        may = self.parser.judge.possible(view.mentions, view.pairs, ends) & ~view.barred
        links = self.linear["links"].logits(link_rows(view, np.logical_or.reduce(may, axis=1)))
        table = self.parser.judge.table(view.pairs, ends, links, may)
        logits = self.trees["relations"].logits(table.rows, lost)
        chosen = best_rows(view, table, logits, self.parser)
        rows = [(row, told[int(view.pairs.tails[table.pairs[row]])]) for row in chosen]
        made = [
            self._relation(document, view, table, row, float(logits[row]), verdict)
            for row, verdict in rows
            if _holds(verdict, static=self.ontology.relations[self.names[int(table.relations[row])]].static)
        ]
        return list({(r.evidence, r.head, r.relation, r.tail): r for r in made}.values())

    def _framed(
        self, document: Document, view: ParsedDocument, told: Sequence[Verdict]
    ) -> Iterator[Relation]:
        """The relations that frames alone state, of those that the models were not trained on."""
        base = 0
        for scene in view.scenes:
            for one in self.frames.stated(scene) if self.frames.kinds else ():
                head = scene.mentions[one.head] if one.head >= 0 else None
                name = head.name if head else document.region
                tail, kind = scene.mentions[one.tail], self.frames.relations[one.relation]
                verdict = told[base + one.tail]
                status = "fact" if kind.static else verdict.status or "planned"
                if name and name != tail.name and _holds(verdict, static=kind.static):
                    yield Relation(
                        document.id, name, one.relation, tail.name, status,
                        (scene.sentence.start, scene.sentence.end),
                        _stage(scene, one.tail, one.relation, status, self.parser),
                        _span(head) if head else None, _span(tail), frames.confidence,
                        f"relations:frame:{scene.words[one.verb]}",
                        None if kind.static else verdict.year,
                    )  # fmt: skip
            base += len(scene.mentions)

    def _relation(
        self, document: Document, view: ParsedDocument, table: Table, row: int, logit: float, told: Verdict
    ) -> Relation:
        pair, name = int(table.pairs[row]), self.names[int(table.relations[row])]
        h, t = int(view.pairs.heads[pair]), int(view.pairs.tails[pair])
        other = self.parser.rules.instead(name, view.scenes[view.owner[t][0]], view.owner[t][1])
        if view.mentions[t].type in self.ontology.relations[other].range:
            name = other
        if h < 0:
            h = _own_mention(view, t)
        head, tail, (s, j) = view.mentions[h] if h >= 0 else None, view.mentions[t], view.owner[t]
        scene = view.scenes[s]
        said = head is not None and view.owner[h][0] == s
        static = self.ontology.relations[name].static
        status = "fact" if static else told.status or "planned"
        score = 1 / (1 + math.exp(-logit))
        return Relation(
            document.id, head.name if head else document.region or "", name, tail.name, status,
            (scene.sentence.start, scene.sentence.end), _stage(scene, j, name, status, self.parser),
            _span(head) if head and said else None, _span(tail),
            round(self.precision.get(name, self.precision[_any])(score), 4),
            _reason(scene, view.owner[h][1] if said else -1, j, name, self.parser),
            None if static else told.year,
        )  # fmt: skip


def _holds(told: Verdict, *, static: bool) -> bool:
    """Whether a relation may be said: what is negated or a condition may not, an ill is not acted upon."""
    return told.claims or (static and told.status is not None and not told.ended)


def best_rows(view: ParsedDocument, table: Table, logits: Floats, parser: Parser) -> list[int]:
    """The rows that hold, the surest one where a sentence gives several for the same two names."""
    best: dict[tuple[int, str, int, str], int] = {}
    for row in _one_actor(view, table, logits, parser, np.flatnonzero(logits >= bar).tolist()):
        pair, relation = int(table.pairs[row]), int(table.relations[row])
        h, t = int(view.pairs.heads[pair]), int(view.pairs.tails[pair])
        ends = [view.region if h < 0 else view.names[h], view.names[t]]
        if parser.judge.names[relation] in parser.symmetric:
            ends.sort()
        key = (view.owner[t][0], ends[0], relation, ends[1])
        if key not in best or logits[row] > logits[best[key]]:
            best[key] = row
    return list(best.values())


def _one_actor(
    view: ParsedDocument, table: Table, logits: Floats, parser: Parser, rows: Sequence[int]
) -> Iterable[int]:
    """The rows without those that a surer one rules out: what an actor is named for, the region does not do unnamed."""
    deeds = {int(r) for r in parser.judge.deeds if parser.judge.names[int(r)] not in parser.symmetric}
    said: dict[tuple[int, int], list[int]] = {}
    for row in rows:
        key = (int(view.pairs.tails[table.pairs[row]]), int(table.relations[row]))
        said.setdefault(key, []).append(row)
    for (_, relation), some in said.items():
        heads = [int(view.pairs.heads[table.pairs[row]]) for row in some]
        own = [h < 0 or view.names[h] == view.region for h in heads]
        if relation not in deeds or min(heads) >= 0 or all(own):
            yield from some
            continue
        surest = own[max(range(len(some)), key=lambda k: float(logits[some[k]]))]
        yield from (row for row, mine in zip(some, own, strict=True) if mine == surest)


def _span(end: Mention) -> Span | None:
    """The place of a mention; none for a word that only stands for it."""
    return None if end.by == anaphors.mark else (end.start, end.end)


def _own_mention(view: ParsedDocument, t: int) -> int:
    """The nearest mention of the document's region before a mention in its sentence, -1 for none."""
    scene = view.owner[t][0]
    before = takewhile(lambda h: view.owner[h][0] == scene, range(t - 1, -1, -1))
    return next((h for h in before if view.names[h] == view.region), -1)


def _reason(scene: Scene, head: int, t: int, name: str, parser: Parser) -> str:
    """The frame that agrees with the model, or the model alone."""
    if name == "partOf" and head >= 0 and scene.over[head] == t:
        return "relations:frame:等"
    for verb in (scene.left[t], scene.right[t], scene.carried[t]):
        if verb >= 0 and parser.frames.get((scene.kinds[verb], scene.mentions[t].type)) == name:
            return f"relations:frame:{scene.words[verb]}"
    return "relations:model"


def _stage(scene: Scene, t: int, name: str, status: str, parser: Parser) -> str | None:
    """How far a planned deed has come, by the nearest telling verb before the mention in its clause."""
    if status != "planned":
        return None
    if name == "appliesFor":
        return "applied-for"
    begin = scene.starts[scene.clause[scene.first[t]]]
    known = (parser.verbs.get(word) for word in reversed(scene.words[begin : scene.first[t]]))
    return next((verb.stage for verb in known if verb and verb.stage), None)


def _planned_places(made: Sequence[Relation], known: Mapping[str, RelationType]) -> Iterable[Relation]:
    """What is yet to be built somewhere is not there yet: its place is planned as well."""
    plans = {(r.evidence, r.tail) for r in made if known[r.relation].plannable and r.status == "planned"}
    for relation in made:
        if relation.relation == "locatedIn" and (relation.evidence, relation.head) in plans:
            yield replace(relation, status="planned")
        else:
            yield relation
