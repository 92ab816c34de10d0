"""Scores of labels along sequences to how likely each label is at each place: the chain of a random field."""

from collections.abc import Sequence

import numpy as np

from kg.learnt.features import Floats
from kg.model import Span


def marginals(states: Floats, transitions: Floats, spans: Sequence[Span]) -> Floats:
    """The marginal probability of each label at each place (places by labels), each span being a sequence.

    `states` are the scores of labels at places, `transitions` those of a label (across) after another.
    Forward and backward sums over all sequences at once, scaled at each place (Rabiner 1989, section V.A).
    """
    sizes = np.array([end - begin for begin, end in spans], np.int64)
    longest_first = np.argsort(-sizes, kind="stable")
    begins = np.array([begin for begin, _ in spans], np.int64)[longest_first]
    longest = int(sizes.max(initial=0))
    counts = np.cumsum(np.bincount(sizes, minlength=longest + 1)[::-1])[::-1][1:].tolist()
    likely = np.exp(states - states.max(axis=1, keepdims=True))
    steps = np.exp(transitions)
    forward: Floats = likely.copy()
    here = forward[begins]
    for place, count in enumerate(counts):
        rows = begins[:count] + place
        if place:
            here = here[:count] @ steps * likely[rows]
        here = here / here.sum(axis=1, keepdims=True)
        forward[rows] = here
    back = np.ones((len(spans), states.shape[1]), np.float32)
    turned = np.ascontiguousarray(steps.T)
    for place in range(longest - 1, 0, -1):
        count = counts[place]
        rows = begins[:count] + place
        come = (likely[rows] * back[:count]) @ turned
        forward[rows] *= back[:count]
        back[:count] = come / come.sum(axis=1, keepdims=True)
    forward[begins] *= back
    forward /= forward.sum(axis=1, keepdims=True)
    return forward
