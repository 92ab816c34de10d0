"""Measures to who does them: the region, the actor of the measure before, or somebody named, by a linear model."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.measures.boundaries import Phrase
from kg.extract.measures.context import Context, actor_strings, carried, named, region
from kg.learnt.models import Linear

_before, _inside, _back = 8, 4, 3
"""So many mentions before a phrase and at its begin, and so many sentences back, are looked at."""
_never = frozenset(("Industry", "Technology", "Concept", "Document"))
"""The types of what does nothing itself."""
favour = 1.5
"""Log-odds that somebody named is given before the region: where F1 of other actors is best, cross-validated."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who may be the actor: of what kind, the mention (-1 for none), its name (None: the document's region)."""

    kind: str
    number: int
    name: str | None


@dataclass(slots=True)
class Line:
    """What goes on from measure to measure: the measure before, its actor's name, for how many measures it has held."""

    before: Phrase | None = None
    name: str | None = None
    number: int = -1
    held: int = 0

    def follow(self, phrase: Phrase, actor: Candidate) -> None:
        """Takes note of a measure and its actor."""
        self.held = self.held + 1 if actor.name == self.name else 0
        self.before, self.name, self.number = phrase, actor.name, actor.number


def candidates(of: Context, phrase: Phrase, line: Line, own: Sequence[bool]) -> Iterator[Candidate]:
    """Those who may be the actor of a measure; `own` tells of each mention whether it names the document's region."""
    yield Candidate(region, -1, None)
    if line.name is not None:
        yield Candidate(carried, line.number, line.name)
    found = of.words
    sentence = of.sentence(phrase.first)
    near = [n for n in of.within(found.first[sentence], phrase.first) if _may_act(of, n)][-_before:]
    inside = [n for n in of.within(phrase.first, phrase.last) if _may_act(of, n)][:_inside]
    for number in (*near, *inside):
        yield Candidate(named, number, None if own[number] else of.mentions[number].name)
    for back in range(sentence - 1, max(-1, sentence - 1 - _back), -1):
        there = of.within(found.first[back], found.last[back])
        first = next((n for n in there if of.mentions[n].type in of.actors and not _aside(of, n)), None)
        if first is not None:
            yield Candidate(named, first, None if own[first] else of.mentions[first].name)


def _may_act(of: Context, number: int) -> bool:
    return of.mentions[number].type not in _never


def _aside(of: Context, number: int) -> bool:
    """Whether a mention stands in brackets: who is named there answers for what was said before."""
    return of.words.bracketed[of.places[number].first]


def strings(of: Context, phrase: Phrase, line: Line, candidate: Candidate) -> list[str]:
    """What tells whether a candidate is the actor."""
    return actor_strings(
        of, phrase, candidate.kind, candidate.number, line.before, own=candidate.name is None, held=line.held
    )


def chosen(model: Linear, of: Context, phrases: Sequence[Phrase], own: Sequence[bool]) -> list[Candidate]:
    """The actor of each measure, the most likely candidate, in the order of the text."""
    line, found = Line(), list[Candidate]()
    for phrase in phrases:
        some = list(candidates(of, phrase, line, own))
        scores = model.logits([strings(of, phrase, line, one) for one in some])[:, 0]
        scores += [favour if one.name is not None else 0.0 for one in some]
        actor = some[int(scores.argmax())]
        line.follow(phrase, actor)
        found.append(actor)
    return found
