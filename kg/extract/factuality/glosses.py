"""Which sentences of a document explain its words: what they tell is nobody's act, and no figure of anybody."""

import re
from collections.abc import Sequence
from itertools import groupby

from kg.model import Sentence
from kg.ontology import Ontology
from kg.text.alternation import alternation

_longest = 24
"""A line that heads a list of explanations is no longer than this."""


class Glosses:
    """The words that head explanations and stand behind a term, ready."""

    def __init__(self, ontology: Ontology) -> None:
        rows = ontology.table("gloss_cues")
        words = {place: [r["word"] for r in rows if r["place"] == place] for place in ("heading", "term")}
        self._heading = re.compile(alternation(words["heading"]))
        self._term = re.compile(
            rf"[【［\[][^】］\]]{{2,40}}[】］\]]{alternation(words['term'])}(?![将便可时导出示挥定])"
            rf"|[［\[【〔(（]\d{{1,3}}[］\]】〕)）][^。：:]{{1,40}}[：:](?:[^，。]{{0,30}}?)(?:{alternation(words['term'])})"
        )

    def of(self, sentences: Sequence[Sentence]) -> frozenset[int]:
        """The places of the sentences that explain: below a line that says so, and paragraphs of a numbered term."""
        found: set[int] = set()
        below = False
        for _, group in groupby(enumerate(sentences), key=lambda pair: pair[1].paragraph):
            places = list(group)
            first = places[0][1]
            line = len(places) == 1 and len(first.text) <= _longest and "。" not in first.text
            below = below or (line and self._heading.search(first.text) is not None)
            if below or self._term.match(first.text.lstrip()):
                found.update(place for place, _ in places)
        return frozenset(found)
