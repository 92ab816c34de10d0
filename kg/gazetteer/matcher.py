"""All names of the lexicon, ready to be found in a text: one automaton for the whole house."""

from collections.abc import Iterable
from functools import lru_cache

import ahocorasick_rs

from kg.model import Span
from kg.ontology import Ontology, Term


class Matcher:
    """The terms of a lexicon by every name that they go by, and where names stand in a text."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms: dict[str, list[Term]] = {}
        for term in terms:
            for name in dict.fromkeys((term.name, *term.aliases)):
                self.terms.setdefault(name, []).append(term)
        # of the automata, this takes the least memory and time to build, and is no slower
        self._automaton = ahocorasick_rs.AhoCorasick(
            [name for name in self.terms if len(name) > 1],
            implementation=ahocorasick_rs.Implementation.ContiguousNFA,
        )

    def find(self, text: str) -> list[Span]:
        """Every place of every name of two characters or more, in the order of the text, the longer first."""
        found = [
            (start, end) for _, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True)
        ]
        found.sort(key=lambda span: (span[0], -span[1]))
        return found


@lru_cache(maxsize=1)
def matcher(ontology: Ontology) -> Matcher:
    """The matcher of an ontology's terms, made once."""
    return Matcher(ontology.terms)
