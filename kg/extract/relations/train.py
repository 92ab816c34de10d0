"""Annotated documents to the models of this room: linear models over strings, then trees over what those say.

Needs scipy and lightgbm (extra `train`). Fixed seeds: the same documents give the same models.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from kg.extract.relations.extractor import Parser, View, comparable, end_rows, link_rows, status_rows
from kg.extract.relations.judge import Table
from kg.extract.relations.models import Floats, Linear, Trees, save
from kg.extract.relations.status import neighbourhood
from kg.model import Annotated, Relation
from kg.ontology import Ontology

parameters = {
    "objective": "binary", "learning_rate": 0.06, "num_leaves": 24, "min_data_in_leaf": 20, "max_depth": 8,
    "feature_fraction": 0.6, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5.0, "max_bin": 127,
    "verbose": -1, "num_threads": 2, "seed": 1, "deterministic": True, "force_row_wise": True,
}  # fmt: skip
rounds = 160
Reals = NDArray[np.float64]
Stated = dict[tuple[str, str, str], Relation]


@dataclass(slots=True)
class Lesson:
    """A document made ready: its view, the strings of its mentions and pairs, and what is right."""

    annotated: Annotated
    view: View
    gold: Stated
    end_rows: list[list[str]]
    link_rows: list[list[str]]
    status_rows: list[list[str]]
    ends: Reals
    ends_weight: Reals
    links: Reals
    links_weight: Reals
    status: Reals
    status_weight: Reals


def folds(lessons: Sequence[Lesson], count: int) -> list[int]:
    """The fold of each document; documents of one region stay together."""
    regions = sorted({x.view.region for x in lessons}, key=lambda r: hashlib.sha256(r.encode()).hexdigest())
    place = {region: i % count for i, region in enumerate(regions)}
    return [place[x.view.region] for x in lessons]


def lesson(annotated: Annotated, parser: Parser) -> Lesson:
    """What one annotated document teaches. What it states elsewhere already is neither right nor wrong."""
    names = parser.judge.names
    view = parser.view(annotated.document, annotated.sentences, annotated.findings.mentions)
    gold: Stated = {}
    for one in annotated.findings.relations:
        head, tail = comparable(one.head), comparable(one.tail)
        gold.setdefault((head, one.relation, tail), one)
        if one.relation in parser.symmetric:
            gold.setdefault((tail, one.relation, head), one)
    count = len(names)
    size = len(view.mentions)
    ends, weight = np.zeros((size, 2 * count)), np.ones((size, 2 * count))
    status, status_weight = np.zeros((size, 1)), np.zeros((size, 1))
    spans = [(s.sentence.start, s.sentence.end) for s in view.scenes]
    for i, (name, (s, _)) in enumerate(zip(view.names, view.owner, strict=True)):
        for (head, relation, tail), said in gold.items():
            r = names.index(relation)
            here = said.evidence == spans[s]
            for column, end in ((r, tail), (count + r, head)):
                if end == name and here:
                    ends[i, column] = 1.0
                elif end == name:
                    weight[i, column] = 0.0
            if (
                tail == name
                and here
                and relation not in {"partOf", "holdsPosition"}
                and said.status != "fact"
            ):
                status[i, 0], status_weight[i, 0] = float(said.status == "done"), 1.0
    weight = np.where(ends > 0, 1.0, weight)
    stated = np.flatnonzero(view.pairs.modes == 1)
    links, links_weight = np.zeros((len(stated), count)), np.zeros((len(stated), count))
    for row, pair in enumerate(stated.tolist()):
        h, t = int(view.pairs.heads[pair]), int(view.pairs.tails[pair])
        types = parser.judge.types[view.mentions[h].type], parser.judge.types[view.mentions[t].type]
        for r in np.flatnonzero(parser.judge.allowed[types]).tolist():
            said_here = gold.get((view.names[h], names[r], view.names[t]))
            here = said_here is not None and said_here.evidence == spans[view.owner[t][0]]
            links[row, r] = float(here)
            links_weight[row, r] = float(here or said_here is None)
    return Lesson(
        annotated, view, gold, end_rows(view), link_rows(view), status_rows(view),
        ends, weight, links, links_weight, status, status_weight,
    )  # fmt: skip


def fit_linear(
    rows: Sequence[Sequence[str]], right: Reals, weight: Reals, ridge: float, least: int, steps: int = 80
) -> Linear:
    """Logistic models with an L2 penalty, one a column of `right`, over the strings that at least `least` rows hold."""
    seen = Counter(s for row in rows for s in set(row))
    vocabulary = {s: i for i, s in enumerate(sorted(s for s, n in seen.items() if n >= least))}
    starts, ids = [0], []
    for row in rows:
        ids += sorted({vocabulary[s] for s in row if s in vocabulary})
        starts.append(len(ids))
    matrix = csr_matrix((np.ones(len(ids)), ids, starts), shape=(len(rows), len(vocabulary)))
    turned = matrix.T.tocsr()
    width, columns = len(vocabulary) + 1, right.shape[1]

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        w = flat.reshape(width, columns)
        z = np.clip(matrix @ w[:-1] + w[-1], -30, 30)
        p = 1 / (1 + np.exp(-z))
        cost = -(weight * (right * np.log(p + 1e-12) + (1 - right) * np.log(1 - p + 1e-12))).sum()
        slope = weight * (p - right)
        gradient = np.vstack([turned @ slope + ridge * w[:-1], slope.sum(axis=0)])
        return float(cost + 0.5 * ridge * (w[:-1] ** 2).sum()), gradient.ravel()

    best = minimize(
        loss, np.zeros(width * columns), jac=True, method="L-BFGS-B", options={"maxiter": steps, "maxcor": 6}
    )
    return Linear(vocabulary, best.x.reshape(width, columns).astype(np.float32))


def fit_trees(rows: Floats, right: Reals, count: int = rounds, seed: int = 1, **changes: object) -> Trees:
    """Boosted trees for a yes or no."""
    data = lightgbm.Dataset(rows, right)
    return flatten(lightgbm.train({**parameters, "seed": seed, **changes}, data, count))


def flatten(booster: lightgbm.Booster) -> Trees:
    """The trees of a booster as one table of nodes."""
    feature: list[int] = []
    threshold: list[float] = []
    left: list[int] = []
    right: list[int] = []
    value: list[float] = []
    deepest = 0

    def add(node: dict[str, Any], depth: int) -> int:
        nonlocal deepest
        deepest = max(deepest, depth)
        here = len(feature)
        feature.append(node.get("split_feature", 0))
        threshold.append(node.get("threshold", 0.0))
        left.append(here)
        right.append(here)
        value.append(node.get("leaf_value", 0.0))
        if "left_child" in node:
            left[here] = add(node["left_child"], depth + 1)
            right[here] = add(node["right_child"], depth + 1)
        return here

    roots = [add(tree["tree_structure"], 0) for tree in booster.dump_model()["tree_info"]]
    return Trees(
        np.array(feature, np.int16), np.array(threshold, np.float32), np.array(left, np.int32),
        np.array(right, np.int32), np.array(value, np.float32), np.array(roots, np.int32), deepest,
    )  # fmt: skip


def fit_first(lessons: Sequence[Lesson]) -> dict[str, Linear]:
    """The linear models: of a mention as an end of relations, of a pair in one sentence, of the status."""

    def one(rows: str, right: str, weight: str, ridge: float, least: int) -> Linear:
        return fit_linear(
            [row for x in lessons for row in getattr(x, rows)],
            np.vstack([getattr(x, right) for x in lessons]),
            np.vstack([getattr(x, weight) for x in lessons]), ridge, least,
        )  # fmt: skip

    return {
        "ends": one("end_rows", "ends", "ends_weight", 1.0, 2),
        "links": one("link_rows", "links", "links_weight", 1.0, 3),
        "status": one("status_rows", "status", "status_weight", 4.0, 3),
    }


@dataclass(slots=True)
class Scored:
    """A document with what linear models not trained on it say, and the candidates that follow."""

    table: Table
    right: Reals
    weight: Reals
    status: Floats


def score(x: Lesson, first: dict[str, Linear], parser: Parser) -> Scored:
    """What the linear models say of a document."""
    ends, links = first["ends"].logits(x.end_rows), first["links"].logits(x.link_rows)
    table = parser.judge.table(x.view.mentions, x.view.pairs, ends, links)
    right, weight = np.zeros(len(table.pairs)), np.ones(len(table.pairs))
    for row, (pair, r) in enumerate(zip(table.pairs.tolist(), table.relations.tolist(), strict=True)):
        h, t = int(x.view.pairs.heads[pair]), int(x.view.pairs.tails[pair])
        said = x.gold.get(
            (x.view.names[h] if h >= 0 else x.view.region, parser.judge.names[r], x.view.names[t])
        )
        span = x.view.scenes[x.view.owner[t][0]].sentence
        here = said is not None and said.evidence == (span.start, span.end)
        right[row], weight[row] = float(here), float(here or said is None)
    status = first["status"].logits(x.status_rows)[:, 0] if x.view.mentions else np.zeros(0, np.float32)
    return Scored(table, right, weight, neighbourhood(x.view.scenes, x.view.owner, status))


def out_of_fold(lessons: Sequence[Lesson], parser: Parser, count: int = 8) -> list[Scored]:
    """Every document scored by linear models that saw no document of its region."""
    place = folds(lessons, count)
    found: dict[int, Scored] = {}
    for fold in range(count):
        first = fit_first([x for x, f in zip(lessons, place, strict=True) if f != fold])
        for i, (x, f) in enumerate(zip(lessons, place, strict=True)):
            if f == fold:
                found[i] = score(x, first, parser)
    return [found[i] for i in range(len(lessons))]


def fit_second(lessons: Sequence[Lesson], scored: Sequence[Scored]) -> dict[str, Trees]:
    """The trees: whether a candidate relation holds, and whether it is done."""
    rows = np.vstack([s.table.rows for s in scored if len(s.table.pairs)])
    right = np.concatenate([s.right for s in scored if len(s.table.pairs)])
    keep = np.concatenate([s.weight for s in scored if len(s.table.pairs)]) > 0
    states = np.vstack([s.status for s in scored])
    done = np.concatenate([x.status[:, 0] for x in lessons])
    known = np.concatenate([x.status_weight[:, 0] for x in lessons]) > 0
    return {
        "relations": fit_trees(rows[keep], right[keep]),
        "status": fit_trees(
            states[known], done[known], 60, num_leaves=6, min_data_in_leaf=40, feature_fraction=1.0
        ),
    }


def train(documents: Sequence[Annotated], ontology: Ontology, path: Path) -> None:
    """The models of this room, fitted to annotated documents and written to a file."""
    parser = Parser(ontology)
    lessons = [lesson(d, parser) for d in documents]
    scored = out_of_fold(lessons, parser)
    save(path, fit_first(lessons), fit_second(lessons, scored))
