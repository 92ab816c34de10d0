"""Features and what is right to models: logistic models over strings, boosted trees over numbers."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import lightgbm
import numpy as np
from scipy.sparse import csr_matrix

from kg.learnt.models import Floats, Linear, Trees
from kg.learnt.names import Names
from kg.train.minimise import Reals, least

parameters: dict[str, Any] = {
    "objective": "binary", "learning_rate": 0.08, "num_leaves": 16, "min_data_in_leaf": 20, "max_depth": 6,
    "feature_fraction": 0.6, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5.0, "max_bin": 127,
    "verbose": -1, "num_threads": 1, "seed": 1, "deterministic": True, "force_row_wise": True,
}  # fmt: skip


def fit_linear(
    rows: Sequence[Sequence[str]], right: Reals, weight: Reals, ridge: float, least: int, steps: int = 40
) -> Linear:
    """Logistic models with an L2 penalty, one a column of `right`, over the strings that at least `least` rows hold."""
    seen = Counter(s for row in rows for s in set(row))
    vocabulary = {s: i for i, s in enumerate(sorted(s for s, n in seen.items() if n >= least))}
    starts, ids = [0], []
    for row in rows:
        ids += sorted({vocabulary[s] for s in row if s in vocabulary})
        starts.append(len(ids))
    matrix = csr_matrix((np.ones(len(ids), np.float32), ids, starts), shape=(len(rows), len(vocabulary)))
    return Linear(Names.of(vocabulary), logistic(matrix, right, weight, ridge, steps))


def logistic(matrix: csr_matrix, right: Reals, weight: Reals, ridge: float, steps: int) -> Floats:
    """Weights of logistic models, one a column of `right`, the bias in the last row (L-BFGS)."""
    turned = matrix.T.tocsr()
    width, columns = matrix.shape[1] + 1, right.shape[1]

    def loss(flat: Reals) -> tuple[float, Reals]:
        w = flat.reshape(width, columns)
        z = np.clip((matrix @ w[:-1].astype(matrix.dtype)).astype(np.float64) + w[-1], -30, 30)
        p = 1 / (1 + np.exp(-z))
        cost = -(weight * (right * np.log(p + 1e-12) + (1 - right) * np.log(1 - p + 1e-12))).sum()
        slope = weight * (p - right)
        back = (turned @ slope.astype(matrix.dtype)).astype(np.float64)
        gradient = np.vstack([back + ridge * w[:-1], slope.sum(axis=0)])
        return float(cost + 0.5 * ridge * (w[:-1] ** 2).sum()), gradient.ravel()

    return np.asarray(least(loss, width * columns, steps, pairs=6).reshape(width, columns), np.float32)


def fit_trees(rows: Floats, right: Reals, count: int = 160, seed: int = 1, **changes: object) -> Trees:
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
