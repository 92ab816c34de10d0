"""The mentions of a measure to the parts they play in it: a linear model over the words around each."""

from collections.abc import Sequence
from typing import get_args

from kg.extract.coref.anaphors import mark as anaphor
from kg.extract.measures.boundaries import Phrase
from kg.extract.measures.context import Context, role_strings
from kg.learnt.models import Linear
from kg.model import MeasureRole, Part

none = "-"
"""The label of a mention that plays no part."""
labels: tuple[str, ...] = (none, *get_args(MeasureRole))


def candidates(of: Context, phrase: Phrase, before: Phrase | None) -> tuple[int, Sequence[int]]:
    """The mentions that may play a part in a measure: those in it, and those before it that no measure before has.

    With the word from which on mentions before it count.
    """
    low = of.words.first[of.sentence(phrase.first)]
    if before is not None:
        low = max(low, before.last)
    some = (*of.within(low, phrase.first), *of.within(phrase.first, phrase.last))
    return low, [one for one in some if of.mentions[one].by != anaphor]


def parts(
    model: Linear,
    told: Sequence[MeasureRole | None],
    of: Context,
    phrases: Sequence[Phrase],
    apart: Sequence[frozenset[int]],
    actors: Sequence[str],
) -> list[tuple[Part, ...]]:
    """The parts of each measure, in the order of the text, each name once, in its likeliest role.

    `told` are the roles of the model's columns (None: no part), `apart` the mentions that are left out for
    each, `actors` the names of who acts.
    """
    asked: list[tuple[int, int, int]] = []
    before: Phrase | None = None
    for number, phrase in enumerate(phrases):
        low, some = candidates(of, phrase, before)
        asked += [
            (number, low, one)
            for one in some
            if one not in apart[number] and of.mentions[one].name != actors[number]
        ]
        before = phrase
    scores = model.logits(role_strings(of, phrases[number], low, one) for number, low, one in asked)
    best: list[dict[str, tuple[float, Part]]] = [{} for _ in phrases]
    for (number, _, one), column, score in zip(asked, scores.argmax(axis=1), scores.max(axis=1), strict=True):
        role, mention = told[int(column)], of.mentions[one]
        if role is None:
            continue
        known = best[number].get(mention.name)
        if known is None or known[0] < float(score):
            best[number][mention.name] = (
                float(score),
                Part(role, mention.name, (mention.start, mention.end)),
            )
    return [
        tuple(sorted((part for _, part in found.values()), key=lambda p: p.span or (0, 0))) for found in best
    ]
