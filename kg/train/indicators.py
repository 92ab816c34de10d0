"""Annotated documents to the weights of this room: the cues of tense, the ranking of subjects.

Needs scipy (extra `train`). No chance in it: the same documents give the same weights.
"""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array

from kg.extract.indicators import Reader, reader, unit
from kg.extract.indicators.context import Draft
from kg.extract.indicators.periods import Calendar
from kg.extract.indicators.quantities import Quantity
from kg.extract.indicators.subjects import Ranker, candidates, features
from kg.extract.indicators.tense import PARTS, TRAITS, parts, signs
from kg.model import Annotated, Indicator
from kg.ontology import Ontology
from kg.text.numerals import WIDTHS

Floats = NDArray[np.float64]
PENALTY_TENSE, PENALTY_PARTS, PENALTY_SUBJECTS = 0.005, 0.001, 1.0
"""Ridge penalties, the first two per case (swept over factors of two by cross-validation)."""
RARE = 3
"""A feature seen less often than this is left out."""
SMALL = 0.02
"""A weight nearer to nothing than this is left out."""
MEASURED = 3.0
"""A sentence with figures weighs so much more for tense than one without."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A figure whose subject is annotated: the features of each candidate, and which of them are right."""

    region: str
    features: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]


def choices(reader: Reader, documents: Sequence[Annotated]) -> list[Choice]:
    """The figures of documents that are annotated as indicators, with the candidates for their subject."""
    found = []
    for annotated in documents:
        document, sentences = annotated.document, annotated.sentences
        figures = reader.quantities(sentences)
        kind = Calendar(document, sentences, figures, reader.cues).kind
        region = document.region or ""
        stated: dict[tuple[int, int], list[Indicator]] = {}
        for one in annotated.findings.indicators:
            stated.setdefault(one.evidence, []).append(one)
        for reading in reader.readings(kind, sentences, figures, annotated.findings.mentions):
            sentence = sentences[reading.index]
            free = list(stated.get((sentence.start, sentence.end), ()))
            last: str | None = None
            for draft in reading.drafts:
                gold = _matched(draft, free)
                if gold is None:
                    last = None
                    continue
                free.remove(gold)
                about = candidates(draft, reading.mentions, reading.setting)
                rows = tuple(
                    tuple(features(c, draft, reading.plain.text, reading.mentions, reading.setting, last))
                    for c in about
                )
                right = tuple((c.name if c else region) == gold.subject for c in about)
                if any(right):
                    found.append(Choice(region, rows, right))
                last = "" if gold.subject == region else gold.subject
    return found


def _matched(draft: Draft, free: Sequence[Indicator]) -> Indicator | None:
    """The annotated indicator that a draft tells: the same amount, of words that share a pair of characters."""
    told = {draft.words[i : i + 2] for i in range(len(draft.words) - 1)}
    for one in free:
        pairs = {one.indicator[i : i + 2] for i in range(len(one.indicator) - 1)}
        if one.value == draft.figure.value and one.unit == unit(draft.figure) and told & pairs:
            return one
    return None


def subjects(rows: Sequence[Choice], weights: Sequence[float] | None = None) -> dict[str, float]:
    """The weights of the ranking of subjects: the features in the order of their names."""
    count = Counter(f for choice in rows for candidate in choice.features for f in candidate)
    names = {f: i for i, f in enumerate(sorted(f for f, n in count.items() if n >= RARE))}
    given = [candidate for choice in rows for candidate in choice.features]
    columns = [[names[f] for f in candidate if f in names] for candidate in given]
    told = csr_array(
        (
            np.ones(sum(map(len, columns))),
            np.array([c for column in columns for c in column], dtype=np.int64),
            np.cumsum([0, *map(len, columns)]),
        ),
        shape=(len(columns), len(names)),
    )
    sizes = np.array([len(choice.features) for choice in rows])
    begins = np.cumsum([0, *sizes[:-1]])
    right = np.array([r for choice in rows for r in choice.right], dtype=float)
    weight = np.ones(len(rows)) if weights is None else np.asarray(weights, dtype=float)

    def loss(w: Floats) -> tuple[float, Floats]:
        score = told @ w
        share = np.exp(score - np.repeat(np.maximum.reduceat(score, begins), sizes))
        share /= np.repeat(np.add.reduceat(share, begins), sizes)
        hit = np.add.reduceat(share * right, begins)
        total = 0.5 * PENALTY_SUBJECTS * float(w @ w) - float(weight @ np.log(hit))
        push = np.repeat(weight, sizes) * (share - share * right / np.repeat(hit, sizes))
        return total, PENALTY_SUBJECTS * w + told.T @ push

    w = _least(loss, len(names))
    return {f: round(float(w[i]), 3) for f, i in names.items() if abs(w[i]) >= SMALL}


def cues(reader: Reader, documents: Sequence[Annotated]) -> dict[str, float]:
    """The weights of the cues of tense, from sentences whose figures and relations are all done or all to be done."""
    words = [w for w in reader.cues if w[0] != "("]
    names = {name: i for i, name in enumerate((*words, *TRAITS))}
    rows: list[Floats] = []
    labels: list[int] = []
    weights: list[float] = []
    spans: list[tuple[int, int, list[list[Quantity]]]] = []
    for annotated in documents:
        figures = reader.quantities(annotated.sentences)
        begin = len(rows)
        for sentence, found in zip(annotated.sentences, figures, strict=True):
            row = np.zeros(len(names))
            row[[names[s] for s in signs(sentence.text.translate(WIDTHS), found, words) if s in names]] = 1
            rows.append(row)
        told = [_told(annotated, s.start) for s in annotated.sentences]
        labels += [label for label, _ in told]
        weights += [MEASURED if measured else 1.0 for _, measured in told]
        spans.append((begin, len(rows), figures))
    x, y, weight = np.array(rows), np.array(labels), np.array(weights)
    known = y >= 0
    w = _logistic(x[known], y[known], weight[known], PENALTY_TENSE)
    raw = np.clip(x @ w[:-1] + w[-1], -4, 4)
    z = np.vstack([np.array(parts(list(raw[a:b]), figures)).T for a, b, figures in spans])
    measured = known & (weight > 1)
    v = _logistic(z[measured], y[measured], weight[measured], PENALTY_PARTS)
    result = {"(bias)": float(w[-1]), **dict(zip(PARTS, map(float, v), strict=True))}
    ranked = sorted(((name, float(w[i])) for name, i in names.items()), key=lambda pair: (pair[1], pair[0]))
    return result | {name: value for name, value in ranked if abs(value) >= SMALL}


def _told(annotated: Annotated, start: int) -> tuple[int, bool]:
    """Whether what a sentence states is to be done (1), done (0), both or nothing (-1); whether it has indicators."""
    measured = [i.status == "target" for i in annotated.findings.indicators if i.evidence[0] == start]
    said = measured + [
        r.status == "planned"
        for r in annotated.findings.relations
        if r.evidence[0] == start and r.status in ("planned", "done")
    ]
    return (int(said[0]) if said and len(set(said)) == 1 else -1), bool(measured)


def _logistic(x: Floats, y: NDArray[np.int_], weight: Floats, penalty: float) -> Floats:
    """The weights of a logistic regression, the intercept last and free."""
    ones = np.hstack([x, np.ones((len(x), 1))])
    held = np.ones(ones.shape[1])
    held[-1] = 0

    def loss(w: Floats) -> tuple[float, Floats]:
        score = ones @ w
        total = float((weight * (np.logaddexp(0, score) - y * score)).sum()) / len(x)
        slope = ones.T @ (weight * (1 / (1 + np.exp(-score)) - y)) / len(x)
        return total + 0.5 * penalty * float((held * w) @ w), slope + penalty * held * w

    return _least(loss, ones.shape[1])


def _least(loss: Callable[[Floats], tuple[float, Floats]], size: int) -> Floats:
    found = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return np.asarray(found.x, dtype=np.float64)


def refitted(reader: Reader, documents: Sequence[Annotated]) -> Reader:
    """The parts with weights fitted to documents."""
    told = replace(reader, cues=cues(reader, documents))
    return replace(told, ranker=Ranker(subjects(choices(told, documents))))


def train(documents: Sequence[Annotated], ontology: Ontology, target: Path) -> None:
    """Writes the weights into a folder: subjects.json, and tense_cues.tsv as it stands in the lexicon."""
    target.mkdir(parents=True, exist_ok=True)
    fitted = refitted(reader(ontology), documents)
    weights = json.dumps(fitted.ranker.weights, ensure_ascii=False, indent=0, separators=(",", ":"))
    (target / "subjects.json").write_text(weights + "\n", encoding="utf-8")
    rows = "\n".join(f"{cue}\t{weight:.3f}" for cue, weight in fitted.cues.items())
    (target / "tense_cues.tsv").write_text(f"cue\tweight\n{rows}\n", encoding="utf-8")
