"""Sentences to how much each speaks of what is to be done, and not of what has been done.

A logistic model (Jurafsky and Martin, Speech and Language Processing, 3rd ed., ch. 5) over words at hand, words at the
edges of clauses and traits of the figures, and a second one over a sentence and its neighbours. The weights stand in
`tense_cues.tsv`; `fit` fits them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from kg.extract.indicators.quantities import Quantity
from kg.model import Sentence

DECAY, DECAY_FIGURES = 0.85, 0.93
"""How fast a neighbour's say falls off with distance: of every sentence, of those with figures (swept 0.6 to 1)."""
TRAITS = (
    "(no figure)", "(precise)", "(decimal)", "(round)", "(about)", "(at least)", "(growth decimals)", "(rise to)",
)  # fmt: skip
PARTS = ("(own)", "(near)", "(near figures)", "(offset)")

_EDGES = str.maketrans(dict.fromkeys("，。；：、！？,;:!?", "|"))
_RISE = re.compile("增至|升至|提升至|增加至|提高到|达到")


def scores(
    sentences: Sequence[Sentence], figures: Sequence[Sequence[Quantity]], cues: Mapping[str, float]
) -> list[float]:
    """A score for each sentence: above 0 it speaks of what is to be done, below 0 of what has been done."""
    words = [word for word in cues if word[0] != "("]
    raw = []
    for sentence, found in zip(sentences, figures, strict=True):
        score = cues["(bias)"] + sum(cues[s] for s in signs(sentence.text, found, words) if s in cues)
        raw.append(max(-4.0, min(4.0, score)))
    own, near, close = parts(raw, figures)
    a, b, c, offset = (cues[part] for part in PARTS)
    return [a * own[i] + b * near[i] + c * close[i] + offset for i in range(len(raw))]


def signs(text: str, found: Sequence[Quantity], words: Iterable[str]) -> list[str]:
    """The words that stand in a sentence (| is the edge of a clause), and the traits of its figures, in order."""
    clauses = f"|{text.translate(_EDGES)}|"
    return [word for word in words if word in clauses] + sorted(traits(text, found))


def traits(text: str, found: Sequence[Quantity]) -> set[str]:
    """What the figures of a sentence look like: what has been measured is precise, what is aimed at is round."""
    told = [q for q in found if q.base and q.kind != "time" and not (q.way == "chinese" and q.value == 1)]
    seen = set() if told else {"(no figure)"}
    for q in told:
        digits = str(q.value)
        point = "." in digits
        length = len(digits.replace(".", "").lstrip("0") if point else digits.strip("0"))
        if length >= 3:
            seen.add("(precise)")
        if point:
            seen.add("(decimal)")
        if length == 1:
            seen.add("(round)")
        if q.suffix == "左右":
            seen.add("(about)")
        if q.suffix == "以上":
            seen.add("(at least)")
        if q.change and point and not q.suffix:
            seen.add("(growth decimals)")
    if _RISE.search(text):
        seen.add("(rise to)")
    return seen


def parts(
    raw: Sequence[float], figures: Sequence[Sequence[Quantity]]
) -> tuple[Sequence[float], list[float], list[float]]:
    """What each sentence says itself, what its neighbours say, and what its neighbours with figures say."""
    near = _mean(raw, DECAY)
    told = [i for i, found in enumerate(figures) if any(q.base and q.kind != "time" for q in found)]
    close = dict(zip(told, _mean([raw[i] for i in told], DECAY_FIGURES), strict=True))
    return raw, near, [close.get(i, near[i]) for i in range(len(raw))]


def _mean(raw: Sequence[float], decay: float) -> list[float]:
    """For each score the mean of its neighbours', weighted by a decay to the power of their distance."""
    count = len(raw)
    sums, weights = [0.0] * count, [1.0] * count
    for order in (range(count), range(count - 1, -1, -1)):
        carry = weight = 0.0
        for i in order:
            sums[i] += carry
            weights[i] += weight
            carry, weight = (carry + raw[i]) * decay, (weight + 1) * decay
    return [s / w for s, w in zip(sums, weights, strict=True)]
