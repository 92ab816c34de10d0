"""Annotated documents to what they teach: the strings of mentions, pairs and sentences, and what is right of each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kg.extract.relations.context import (
    ParsedDocument,
    Parser,
    end_rows,
    link_rows,
)
from kg.extract.relations.pair_features import stated
from kg.gazetteer.normal_form import comparable
from kg.model import Annotated, Mention, Relation

Floats = NDArray[np.float32]
Reals = NDArray[np.float64]
Stated = dict[tuple[str, str, str], Relation]


@dataclass(slots=True)
class Target:
    """What is right of each row, a column a question, and how much each answer counts."""

    right: Reals
    weight: Reals


@dataclass(slots=True)
class Lesson:
    """A document made ready: its view, what it states, and for each model the strings and the right answers."""

    annotated: Annotated
    predicted: bool
    view: ParsedDocument
    gold: Stated
    rows: dict[str, list[list[str]]]
    targets: dict[str, Target]


def lesson(annotated: Annotated, parser: Parser, *, predicted: bool = False) -> Lesson:
    """What one annotated document teaches; `predicted` tells that its mentions are not the annotator's.

    What a document states in another sentence already is neither right nor wrong in this one.
    """
    view = parser.view(annotated.document, annotated.sentences, annotated.findings.mentions)
    gold: Stated = {}
    for one in annotated.findings.relations:
        head, tail = comparable(one.head), comparable(one.tail)
        gold.setdefault((head, one.relation, tail), one)
        if one.relation in parser.symmetric:
            gold.setdefault((tail, one.relation, head), one)
    rows = {
        "ends": list(end_rows(view)),
        "links": list(link_rows(view)),
    }
    targets = {"ends": _ends(view, gold, parser.judge.names), "links": _links(view, gold, parser)}
    return Lesson(annotated, predicted, view, gold, rows, targets)


def meet(gold: Annotated, predicted: Annotated) -> Annotated:
    """A document with the mentions that were predicted and the relations that are right.

    A predicted name that is a name of an annotated thing takes that thing's canonical name.
    """
    known: dict[str, str] = {}
    for mention in gold.findings.mentions:
        known.setdefault(comparable(mention.text), mention.name)
        known.setdefault(comparable(mention.name), mention.name)

    def named(mention: Mention) -> str:
        return known.get(comparable(mention.name)) or known.get(comparable(mention.text), mention.name)

    mentions = tuple(replace(m, name=named(m)) for m in predicted.findings.mentions)
    return replace(gold, findings=replace(gold.findings, mentions=mentions))


def stated_in(relation: Relation, view: ParsedDocument, scene: int) -> bool:
    """Whether it is this sentence that states a relation."""
    sentence = view.scenes[scene].sentence
    return relation.evidence == (sentence.start, sentence.end)


def _ends(view: ParsedDocument, gold: Stated, names: Sequence[str]) -> Target:
    """Of each mention: of which relations it is tail, head, tail to the document's region."""
    count, size = len(names), len(view.mentions)
    ends = Target(np.zeros((size, 3 * count)), np.ones((size, 3 * count)))
    by_name: dict[str, list[tuple[int, Relation]]] = {}
    for (head, relation, tail), said in gold.items():
        r = names.index(relation)
        by_name.setdefault(tail, []).append((r, said))
        by_name.setdefault(head, []).append((count + r, said))
        if head == view.region:
            by_name[tail].append((2 * count + r, said))
    for i, (name, (scene, _)) in enumerate(zip(view.names, view.owner, strict=True)):
        for column, said in by_name.get(name, ()):
            here = stated_in(said, view, scene)
            ends.right[i, column] = max(ends.right[i, column], float(here))
            ends.weight[i, column] = min(ends.weight[i, column], float(here))
    ends.weight = np.where(ends.right > 0, 1.0, ends.weight)
    return ends


def _links(view: ParsedDocument, gold: Stated, parser: Parser) -> Target:
    """Of each pair stated in one sentence: in which relations it stands, of those that the types allow."""
    names, types = parser.judge.names, parser.judge.types
    rows = np.flatnonzero(view.pairs.modes == stated).tolist()
    links = Target(np.zeros((len(rows), len(names))), np.zeros((len(rows), len(names))))
    for row, pair in enumerate(rows):
        h, t = int(view.pairs.heads[pair]), int(view.pairs.tails[pair])
        kinds = types[view.mentions[h].type], types[view.mentions[t].type]
        for r in np.flatnonzero(parser.judge.allowed[kinds]).tolist():
            said = gold.get((view.names[h], names[r], view.names[t]))
            here = said is not None and stated_in(said, view, view.owner[t][0])
            links.right[row, r] = float(here)
            links.weight[row, r] = float(here or said is None)
    return links
