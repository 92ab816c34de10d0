"""A document to the view that relations are judged on: scenes, mentions, pairs, and the strings of each."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from kg.errors import SettingsError
from kg.extract.coref.anaphors import Anaphors
from kg.extract.relations.candidates import Pairs, pair_up
from kg.extract.relations.classifier import PairClassifier
from kg.extract.relations.pair_features import stated
from kg.extract.relations.rules import Rules
from kg.extract.relations.string_features import mention_strings, pair_strings, previous_kind
from kg.gazetteer.areas import areas
from kg.gazetteer.normal_form import comparable
from kg.model import Document, Mention, SectionKind, Sentence
from kg.ontology import Ontology
from kg.text.clauses import Scene, Verb, noun_kinds, parse, verb_kinds
from kg.text.places import section_of

Floats = NDArray[np.float32]
Labels = Mapping[str, Sequence[str]]
"""What the models tell apart, in the order of their columns: types, relations, verb kinds."""


def labels_of(ontology: Ontology) -> Labels:
    """The labels of models that are trained on an ontology."""
    return {
        "types": ontology.types,
        "relations": tuple(ontology.relations),
        "verb kinds": verb_kinds,
        "noun kinds": noun_kinds,
        "document kinds": tuple(sorted({row["kind"] for row in ontology.table("document_kinds")})),
        "section kinds": get_args(SectionKind),
    }


def _codes(labels: Sequence[str], names: Iterable[str]) -> dict[str, int]:
    """The number by which models know a name; a verb of a class that they do not know is a verb, a type is none."""
    number = {name: i for i, name in enumerate(labels)}
    return {name: number.get(name, number.get("v", -1)) for name in names}


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A document parsed: its scenes, all their mentions in order, comparable names, and the scene of each mention."""

    scenes: list[Scene]
    mentions: list[Mention]
    names: list[str]
    owner: list[tuple[int, int]]
    region: str
    pairs: Pairs
    barred: NDArray[np.bool_]


class Parser:
    """The tables of the ontology that parsing and pairing need."""

    def __init__(self, ontology: Ontology, labels: Labels | None = None) -> None:
        known = labels or labels_of(ontology)
        self.verbs = {
            row["verb"]: Verb(row["kind"], row["status"], row["stage"]) for row in ontology.table("verbs")
        }
        self.judge = PairClassifier(
            {name: ontology.relations[name] for name in known["relations"]}, known["types"]
        )
        kinds = tuple(dict.fromkeys((*verb_kinds, *(row["kind"] for row in ontology.table("frames")))))
        for word, verb in self.verbs.items():
            if verb.kind not in kinds:
                raise SettingsError(
                    f"verbs.tsv: {word}: no such kind: {verb.kind}",
                    f"give it a row in frames.tsv, or one of the kinds there are: {', '.join(kinds[2:])}",
                )
        self.actors = ontology.actors
        self.nouns = {row["word"]: row["class"] for row in ontology.table("after_names")}
        for word, kind in self.nouns.items():
            if kind not in {*noun_kinds, "tail"}:
                raise SettingsError(
                    f"after_names.tsv: {word}: no such class: {kind}",
                    f"classes: tail, {', '.join(noun_kinds[1:])}",
                )
        self.anaphors = Anaphors(ontology.table("anaphors"))
        self.forms = {name: float(i) for i, name in enumerate(known["document kinds"])}
        self.sections = {name: float(i) for i, name in enumerate(known["section kinds"])}
        self.rules = Rules(
            ontology.table("claim_guards"),
            {name: i for i, name in enumerate(self.judge.names)},
            _parents(ontology),
            [
                row["word"]
                for row in ontology.table("measure_receiving")
                if row["word"] in self.verbs and self.verbs[row["word"]].kind == "apply"
            ],
        )
        self.codes = (
            _codes(known["noun kinds"], noun_kinds)
            | _codes(known["verb kinds"], kinds)
            | _codes(known["types"], ontology.types)
        )
        self.allowed = self.judge.pairs_of_types()
        self.frames = _frames(ontology)
        self.stating = {
            key: self.judge.names.index(name) for key, name in self.frames.items() if name in self.judge.names
        }
        self.symmetric = frozenset(r.name for r in ontology.relations.values() if r.symmetric)

    def _frame(self, document: Document) -> Callable[[int], tuple[float, float]]:
        """The kind of a document and of the section that a place stands in, as numbers; -1 for none."""
        kind = self.forms.get(document.get("kind") or "", -1.0)
        sections = document.sections

        def frame(place: int) -> tuple[float, float]:
            found = section_of(sections, place)
            return kind, -1.0 if found is None else self.sections.get(sections[found].kind, -1.0)

        return frame

    def view(
        self, document: Document, sentences: Sequence[Sentence], mentions: Sequence[Mention]
    ) -> ParsedDocument:
        """A document parsed and paired up."""
        ordered = sorted(mentions, key=lambda m: (m.start, m.end))
        scenes: list[Scene] = []
        known: list[tuple[int, Mention]] = []
        i = 0
        for sentence in sentences:
            mine: list[Mention] = []
            while i < len(ordered) and ordered[i].start < sentence.end:
                if ordered[i].start >= sentence.start and (not mine or ordered[i].start >= mine[-1].end):
                    mine.append(ordered[i])
                i += 1
            known += ((sentence.index, m) for m in mine)
            whole = self.anaphors.found_in(sentence, mine, known, document.region or "")
            scenes.append(parse(sentence, whole, self.verbs, self.nouns, self.actors))
        found = [m for scene in scenes for m in scene.mentions]
        names = [comparable(m.name) for m in found]
        region = comparable(document.region or "")
        owner = [(s, j) for s, scene in enumerate(scenes) for j in range(len(scene.mentions))]
        pairs = pair_up(scenes, names, region, self.codes, self.allowed, self.stating, self._frame(document))
        barred = self.rules.barred(scenes, names, owner, region, pairs)
        return ParsedDocument(scenes, found, names, owner, region, pairs, barred)


def end_rows(view: ParsedDocument) -> Iterator[list[str]]:
    """The strings of every mention."""
    previous = [previous_kind(view.scenes, s) for s in range(len(view.scenes))]
    return (mention_strings(view.scenes[s], j, previous[s]) for s, j in view.owner)


def link_rows(view: ParsedDocument, which: NDArray[np.bool_] | None = None) -> Iterator[list[str]]:
    """The strings of every pair stated in one sentence, or of those of them that `which` marks."""
    spoken = view.pairs.modes == stated
    rows = np.flatnonzero(spoken if which is None else spoken & which).tolist()
    heads, tails, owner = view.pairs.heads.tolist(), view.pairs.tails.tolist(), view.owner
    return (
        pair_strings(view.scenes[owner[heads[row]][0]], owner[heads[row]][1], owner[tails[row]][1])
        for row in rows
    )


def _parents(ontology: Ontology) -> dict[str, frozenset[str]]:
    """The places that each place lies in, as comparable names; where a name is borne by several, those of all."""
    found: dict[str, set[str]] = {}
    known: dict[str, set[str]] = {}
    for term in ontology.terms:
        if term.type == "Region" and term.parent:
            if term.parent not in known:
                known[term.parent] = {comparable(one.name) for one in areas(ontology).above(term)}
            for name in (term.name, *term.aliases):
                found.setdefault(comparable(name), set()).update(known[term.parent])
    return {name: frozenset(above - {name}) for name, above in found.items()}


def _frames(ontology: Ontology) -> dict[tuple[str, str], str]:
    """What a class of verbs states of an object of a type; a row for a named type wins over one for all (*)."""
    table = ontology.table("frames")
    every = {
        (row["kind"], kind): row["relation"]
        for row in table
        if row["tail"] == "*"
        for kind in sorted(ontology.relations[row["relation"]].range)
    }
    return every | {(row["kind"], row["tail"]): row["relation"] for row in table if row["tail"] != "*"}
