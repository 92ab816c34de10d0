"""How much of a phrase another text holds: the share of the weight of its pairs of characters, rare ones weighing more.

The weight of a pair is its inverse document frequency over the texts compared (Spärck Jones, 1972).
"""

import math
import re
from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import pairwise

RUN = 3
"""Characters in a row that both must share."""

_sign = re.compile(r"[\s，。、；：“”‘’《》（）()·—\-]")


@lru_cache(maxsize=1024)  # a phrase is set against every clause of a report
def bare(text: str) -> str:
    """A text without blanks and marks."""
    return _sign.sub("", text)


@lru_cache(maxsize=1024)
def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text; of a single character, itself."""
    plain = bare(text)
    return frozenset(a + b for a, b in pairwise(plain)) or frozenset({plain} if plain else ())


class Weights:
    """How much each pair of characters weighs, counted over texts given by their pairs."""

    def __init__(self, texts: Iterable[AbstractSet[str]]) -> None:
        every = list(texts)
        counts = Counter(pair for text in every for pair in text)
        self._known = {pair: math.log(1 + len(every) / number) for pair, number in counts.items()}
        self._rarest = math.log(1 + len(every))
        self._whole: dict[str, float] = {}

    def share(self, phrase: str, text: str, held: AbstractSet[str]) -> float:
        """The share of a phrase's weight that a text (with the pairs it holds) has; 0 without a run in common."""
        own = pairs(phrase)
        if own.isdisjoint(held):
            return 0.0
        plain = bare(phrase)
        if len(plain) >= RUN and not any(plain[i : i + RUN] in text for i in range(len(plain) - RUN + 1)):
            return 0.0
        whole = self._whole.get(phrase)
        if whole is None:
            whole = self._whole[phrase] = self._weight(own)
        return self._weight(own & held) / whole

    def _weight(self, some: AbstractSet[str]) -> float:
        return sum(self._known.get(pair, self._rarest) for pair in sorted(some))
