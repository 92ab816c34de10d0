from itertools import pairwise, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.learnt.crf import marginals


def by_enumeration(states, transitions):
    """The marginals of one sequence, from all sequences of labels."""
    size, labels = states.shape
    found = np.zeros(states.shape)
    for path in product(range(labels), repeat=size):
        score = states[range(size), path].sum() + sum(transitions[a, b] for a, b in pairwise(path))
        found[range(size), path] += np.exp(score)
    return found / found.sum(axis=1, keepdims=True)


@settings(max_examples=30)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=5), st.integers(0, 2**16))
def test_marginals_are_those_of_all_sequences(sizes, seed):
    random = np.random.default_rng(seed)
    ends = np.cumsum(sizes).tolist()
    spans = [(end - size, end) for size, end in zip(sizes, ends, strict=True)]
    states = random.normal(0, 3, (ends[-1], 3)).astype(np.float32)
    transitions = random.normal(0, 2, (3, 3)).astype(np.float32)
    found = marginals(states, transitions, spans)
    for begin, end in spans:
        assert np.allclose(found[begin:end], by_enumeration(states[begin:end], transitions), atol=1e-5)


def test_no_text_has_no_marginals():
    assert marginals(np.zeros((0, 3), np.float32), np.zeros((3, 3), np.float32), []).shape == (0, 3)
