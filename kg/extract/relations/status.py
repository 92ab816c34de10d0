"""What the words around a mention tell of the status: done, or still to be done."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kg.extract.relations.clauses import Scene

Floats = NDArray[np.float32]


def status_strings(scenes: Sequence[Scene], index: int, t: int) -> list[str]:
    """The words of clause, sentence and neighbourhood of mention `t` of scene `index`, each with its place."""
    scene = scenes[index]
    words, which = scene.words, scene.which
    at = scene.at[t]
    clause = scene.clause[at]
    begin = scene.starts[clause]
    end = _start(scene, clause + 1)
    governor = scene.left[t] if scene.left[t] >= 0 else scene.carried[t]
    verb = words[governor] if governor >= 0 else "#"
    before = words[governor - 1] if governor > 0 else "^"
    after = words[governor + 1] if 0 <= governor < len(words) - 1 else "$"
    last = scene.last[t] + 1
    opening = next(s for s in scenes[: index + 1] if s.sentence.paragraph == scene.sentence.paragraph)
    past = scenes[index - 1] if opening is not scene else None
    return [
        "g=" + verb, "gp=" + before + "|" + verb, "gn=" + after + "|" + verb,
        "r=" + (words[scene.right[t]] if scene.right[t] >= 0 else "#"),
        "R1=" + (words[last] if last < len(words) else "$"),
        "role=" + scene.sentence.role, "first" if past is None else "later",
        "num" if "m" in scene.tags[begin:end] else "nonum", "fw=" + words[0], "fw2=" + "".join(words[:2]),
        *_bag("c=", words[begin:end], which[begin:end]), *_bag("cb=", words[begin:at], which[begin:at]),
        *_bag("s=", words, which),
        *_bag("pc=", words[_start(scene, clause - 1) : begin], which[_start(scene, clause - 1) : begin]),
        *_bag("nc=", words[end : _start(scene, clause + 2)], which[end : _start(scene, clause + 2)]),
        *(_bag("p=", past.words, past.which) if past else ()),
        *_bag("q=", opening.words[:40], opening.which[:40]),
    ]  # fmt: skip


def _start(scene: Scene, clause: int) -> int:
    if clause < 0:
        return 0
    return scene.starts[clause] if clause < len(scene.starts) else len(scene.words)


def _bag(prefix: str, words: Sequence[str], which: Sequence[int]) -> list[str]:
    return [prefix + word for word, number in zip(words, which, strict=True) if number < 0]


def neighbourhood(scenes: Sequence[Scene], owner: Sequence[tuple[int, int]], first: Floats) -> Floats:
    """For each mention its log-odds of `done`, and the means over sentence, paragraph and sentences around.

    A section of a report is all review or all plan, so the neighbours decide where the words do not.
    """
    count = len(scenes)
    sums, sizes = np.zeros(count, np.float64), np.zeros(count, np.float64)
    rows = np.array([s for s, _ in owner], np.int64)
    np.add.at(sums, rows, first)
    np.add.at(sizes, rows, 1.0)
    paragraph = np.array([scene.sentence.paragraph for scene in scenes])
    _, block = np.unique(paragraph, return_inverse=True)
    psums, psizes = np.zeros(count, np.float64), np.zeros(count, np.float64)
    np.add.at(psums, block, sums)
    np.add.at(psizes, block, sizes)
    features: list[NDArray[np.float64]] = [
        first.astype(np.float64),
        _mean(sums, sizes)[rows],
        _mean(psums, psizes)[block[rows]],
    ]
    features += [_mean(_fade(sums, reach), _fade(sizes, reach))[rows] for reach in (3.0, 12.0)]
    features += [np.full(len(owner), sums.sum() / max(1.0, sizes.sum())), rows / max(1, count - 1)]
    return np.column_stack(features).astype(np.float32)


def _mean(sums: NDArray[np.float64], sizes: NDArray[np.float64]) -> NDArray[np.float64]:
    return sums / np.maximum(sizes, 1e-9)


def _fade(values: NDArray[np.float64], reach: float) -> NDArray[np.float64]:
    """Sums over all places, each weighted by exp(-distance / reach): one pass forward, one back."""
    keep = float(np.exp(-1.0 / reach))
    total = np.zeros_like(values)
    for order in (range(len(values)), range(len(values) - 1, -1, -1)):
        running = 0.0
        for i in order:
            running *= keep
            total[i] += running
            running += values[i]
    return total + values
