"""The extractor of relations: parses the sentences, judges the candidates, and writes down what holds."""

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kg.contracts import Extractor
from kg.extract.relations.candidates import Pairs, pair_up, stated
from kg.extract.relations.clauses import Scene, Verb, parse
from kg.extract.relations.features import mention_strings, pair_strings, previous_kind
from kg.extract.relations.judge import Judge, Table
from kg.extract.relations.models import Floats
from kg.extract.relations.models import load as load_models
from kg.extract.relations.status import neighbourhood, status_strings
from kg.model import Document, Findings, Mention, Relation, Sentence
from kg.ontology import Ontology

weights = Path(__file__).with_name("model.npz")
_suffix = re.compile(r"(?:维吾尔|壮族|回族)?自治区$|特别行政区$|省$|(?<=..)市$")
_marks = re.compile(r"[\s\"'“”‘’《》〈〉「」·•]")


def load(ontology: Ontology) -> Extractor:
    """The extractor of relations, its tables and models loaded."""
    return Extractor("relations", Relations(ontology).extract, needs_mentions=True)


def comparable(name: str) -> str:
    """A name without marks and administrative suffix: 天津 and 天津市 are one."""
    return _suffix.sub("", _marks.sub("", unicodedata.normalize("NFKC", name).lower()))


@dataclass(frozen=True, slots=True)
class View:
    """A document parsed: its scenes, all their mentions in order, comparable names, and the scene of each mention."""

    scenes: list[Scene]
    mentions: list[Mention]
    names: list[str]
    owner: list[tuple[int, int]]
    region: str
    pairs: Pairs


class Parser:
    """The tables of the ontology that parsing and pairing need."""

    def __init__(self, ontology: Ontology) -> None:
        self.verbs = {
            row["verb"]: Verb(row["kind"], row["status"], row["stage"]) for row in ontology.table("verbs")
        }
        self.judge = Judge(ontology.relations, ontology.types)
        kinds = ["", "v", *sorted({verb.kind for verb in self.verbs.values()})]
        self.codes = {**{kind: i for i, kind in enumerate(kinds)}, **self.judge.types}
        self.allowed = self.judge.pairs_of_types()
        self.symmetric = frozenset(r.name for r in ontology.relations.values() if r.symmetric)

    def view(self, document: Document, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> View:
        """A document parsed and paired up."""
        ordered = sorted(mentions, key=lambda m: (m.start, m.end))
        scenes: list[Scene] = []
        i = 0
        for sentence in sentences:
            mine: list[Mention] = []
            while i < len(ordered) and ordered[i].start < sentence.end:
                if ordered[i].start >= sentence.start and (not mine or ordered[i].start >= mine[-1].end):
                    mine.append(ordered[i])
                i += 1
            scenes.append(parse(sentence, mine, self.verbs))
        found = [m for scene in scenes for m in scene.mentions]
        names = [comparable(m.name) for m in found]
        region = comparable(document.region or "")
        owner = [(s, j) for s, scene in enumerate(scenes) for j in range(len(scene.mentions))]
        pairs = pair_up(scenes, names, region, self.codes, self.allowed)
        return View(scenes, found, names, owner, region, pairs)


def end_rows(view: View) -> list[list[str]]:
    """The strings of every mention."""
    previous = [previous_kind(view.scenes, s) for s in range(len(view.scenes))]
    return [mention_strings(view.scenes[s], j, previous[s]) for s, j in view.owner]


def link_rows(view: View) -> list[list[str]]:
    """The strings of every pair stated in one sentence."""
    rows = []
    for h, t, mode in zip(
        view.pairs.heads.tolist(), view.pairs.tails.tolist(), view.pairs.modes.tolist(), strict=True
    ):
        if mode == stated:
            s, one = view.owner[h]
            rows.append(pair_strings(view.scenes[s], one, view.owner[t][1]))
    return rows


def status_rows(view: View) -> list[list[str]]:
    """The strings of every mention that tell of the status."""
    return [status_strings(view.scenes, s, j) for s, j in view.owner]


class Relations:
    """Parser and models, ready."""

    def __init__(self, ontology: Ontology, path: Path = weights) -> None:
        self.parser = Parser(ontology)
        self.names = self.parser.judge.names
        self.linear, self.trees = load_models(path)
        self.bar = -0.2

    def extract(self, document: Document, sentences: Sequence[Sentence], found: Findings) -> Findings:
        """The relations that the sentences state between the mentions found, in the order of the text."""
        view = self.parser.view(document, sentences, found.mentions)
        if not len(view.pairs.heads):
            return Findings()
        ends = self.linear["ends"].logits(end_rows(view))
        links = self.linear["links"].logits(link_rows(view))
        table = self.parser.judge.table(view.mentions, view.pairs, ends, links)
        logits = self.trees["relations"].logits(table.rows)
        chosen = self._best(view, table, logits)
        first = self.linear["status"].logits(status_rows(view))[:, 0]
        done = self.trees["status"].logits(neighbourhood(view.scenes, view.owner, first))
        made = [
            self._relation(
                document,
                view,
                table,
                row,
                (float(logits[row]), float(done[view.pairs.tails[table.pairs[row]]])),
            )
            for row in chosen
        ]
        return Findings(
            relations=tuple(
                sorted(made, key=lambda r: (r.evidence, r.tail_span or (0, 0), r.relation, r.head))
            )
        )

    def _best(self, view: View, table: Table, logits: Floats) -> list[int]:
        """The rows that hold, the surest one where a sentence gives several for the same two names."""
        best: dict[tuple[int, str, int, str], int] = {}
        for row in np.flatnonzero(logits >= self.bar).tolist():
            pair, relation = int(table.pairs[row]), int(table.relations[row])
            h, t = int(view.pairs.heads[pair]), int(view.pairs.tails[pair])
            ends = [view.region if h < 0 else view.names[h], view.names[t]]
            if self.names[relation] in self.parser.symmetric:
                ends.sort()
            key = (view.owner[t][0], ends[0], relation, ends[1])
            if key not in best or logits[row] > logits[best[key]]:
                best[key] = row
        return list(best.values())

    def _relation(
        self, document: Document, view: View, table: Table, row: int, logits: tuple[float, float]
    ) -> Relation:
        pair, name = int(table.pairs[row]), self.names[int(table.relations[row])]
        h, t = int(view.pairs.heads[pair]), int(view.pairs.tails[pair])
        scene = view.scenes[view.owner[t][0]]
        tail, head = view.mentions[t], view.mentions[h] if h >= 0 else None
        here = view.pairs.modes[pair] == stated
        left = scene.left[view.owner[t][1]]
        status = "done" if logits[1] > 0 else "planned"
        if name in {"partOf", "holdsPosition", "locatedIn"}:
            status = "fact"
        return Relation(
            document.id, head.name if head else document.region or "", name, tail.name, status,
            (scene.sentence.start, scene.sentence.end), None,
            (head.start, head.end) if head and here else None, (tail.start, tail.end),
            round(1 / (1 + math.exp(-logits[0])), 4),
            f"relations:{scene.words[left]}" if left >= 0 else "relations:model",
        )  # fmt: skip
