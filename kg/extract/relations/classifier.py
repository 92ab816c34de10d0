"""Candidate pairs to a table of candidate relations, one row a relation that the types allow, ready for the trees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.extract.relations.candidates import PAIRS, PLACES, Pairs, membership, sharing
from kg.extract.relations.pair_features import implied, stated
from kg.learnt.models import Floats, bound
from kg.model import Mention
from kg.ontology import RelationType

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
hopeless_tail, hopeless_head = -5.5, -7.5
"""Log-odds of a mention's being tail or head of a relation below which no pair is looked at."""

at_once = 20_000
"""Candidate relations whose numbers are gathered at once; a plan of 80,000 characters has fewer."""

FEATURES = (
    "relation", "tail", "tail of another deed", "head", "head of a deed", "link", "rival link",
    "head of a deed before", "head before", "head as tail", "tail of own region",
    "list of tail", "list of head", "list of own region", "link of lists", "link of another relation",
    "frame left", "frame left2", "frame carried", "frame right", *PLACES, *PAIRS,
)  # fmt: skip
"""The numbers that a candidate relation is judged by, in their order."""


@dataclass(frozen=True, slots=True)
class Table:
    """Candidate relations: the pair and the relation of each row, and the numbers to judge it by."""

    pairs: Ints
    relations: Ints
    rows: Floats


class PairClassifier:
    """What relations there are and between which types, as arrays; relations and types in the order of the models."""

    def __init__(self, relations: Mapping[str, RelationType], types: Sequence[str]) -> None:
        self.names = tuple(relations)
        self.types = {name: i for i, name in enumerate(types)}
        # the last row and column stand for types that the models do not know
        self.allowed = np.zeros((len(types) + 1, len(types) + 1, len(relations)), bool)
        for r, relation in enumerate(relations.values()):
            for one in relation.domain:
                for other in relation.range:
                    if one in self.types and other in self.types:
                        self.allowed[self.types[one], self.types[other], r] = True
        region = self.types["Region"]
        acts = np.array([relation.actor for relation in relations.values()])
        self.implicit = self.allowed[region] & acts
        self.part = self.names.index("partOf")
        self.deeds = np.flatnonzero(acts)

    def pairs_of_types(self) -> set[tuple[str, str]]:
        """The pairs of types that some relation takes."""
        names = list(self.types)
        ones, others = np.nonzero(self.allowed.any(axis=2))
        return {(names[a], names[b]) for a, b in zip(ones, others, strict=True)}

    def possible(self, mentions: Sequence[Mention], pairs: Pairs, ends: Floats) -> Flags:
        """Which relations each pair may stand in: those that the types allow and the ends do not rule out.

        `ends` has a row a mention: the log-odds of being tail, of being head, and of being tail to the
        document's region, of each relation.
        """
        count = len(self.names)
        if not len(pairs.heads):
            return np.zeros((0, count), bool)
        types = np.array([self.types.get(m.type, len(self.types)) for m in mentions])
        free = pairs.modes == implied
        may: Flags = self.allowed[types[pairs.heads], types[pairs.tails]]
        may[free] = self.implicit[types[pairs.tails[free]]]
        members = may[:, self.part] & (pairs.numbers[:, membership] == 2.0)
        may &= ends[pairs.tails, :count] > hopeless_tail
        may &= (ends[pairs.heads, count : 2 * count] > hopeless_head) | free[:, None]
        may[:, self.part] |= members
        may[pairs.numbers[:, sharing] < 0] = False
        return may

    def table(self, pairs: Pairs, ends: Floats, links: Floats, may: Flags) -> Table:
        """The candidate relations of a document.

        `may` and `ends` are as in `possible`; `links` has a row for each pair that is stated in one
        sentence and may stand in some relation: the log-odds of each relation.
        """
        count = len(self.names)
        tails, heads, own = ends[:, :count], ends[:, count : 2 * count], ends[:, 2 * count :]
        link = np.full((len(pairs.heads), count), -bound, np.float32)
        link[(pairs.modes == stated) & may.any(axis=1)] = links
        top, second = _rivals(link, pairs.tails, len(ends))
        act = tails[:, self.deeds]
        doer = heads[:, self.deeds].max(axis=1)
        before_any, before_same = _before(pairs.before, doer, heads)
        means, linked = _means(ends, pairs.chains), _linked(pairs, link, len(ends))

        def rows(which: Ints, relation: Ints) -> Floats:
            tail, head = pairs.tails[which], pairs.heads[which]
            free = pairs.modes[which] == implied
            own_link = link[which, relation]
            others = np.where(own_link >= top[tail, relation], second[tail, relation], top[tail, relation])
            rest = link[which].copy()
            rest[np.arange(len(which)), relation] = -bound
            return np.column_stack(
                [
                    relation,
                    tails[tail, relation],
                    _best_other(act, self.deeds, tail, relation),
                    np.where(free, -bound, heads[head, relation]),
                    np.where(free, -bound, doer[head]),
                    own_link,
                    others,
                    before_any[tail],
                    before_same[tail, relation],
                    np.where(free, -bound, tails[head, relation]),
                    own[tail, relation],
                    means[tail, relation],
                    np.where(free, -bound, means[head, count + relation]),
                    means[tail, 2 * count + relation],
                    linked[which, relation],
                    rest.max(axis=1, initial=-bound),
                    *_agreement(pairs.frames[tail], relation),
                    pairs.places[tail],
                    pairs.numbers[which],
                ]
            )

        which, relation = np.nonzero(may)
        table = np.empty((len(which), len(FEATURES)), np.float32)
        for at in range(0, len(which), at_once):
            part = slice(at, at + at_once)
            table[part] = rows(which[part], relation[part])
        return Table(which, relation, table)


def _linked(pairs: Pairs, link: Floats, mentions: int) -> Floats:
    """The links of each pair in the mean over the enumerations that its head and tail stand in."""
    spoken = np.flatnonzero(pairs.modes == stated)
    group = pairs.chains[pairs.heads[spoken]] * (mentions + 1) + pairs.chains[pairs.tails[spoken]]
    found: Floats = np.full_like(link, -bound)
    found[spoken] = _means(link[spoken], group)
    return found


def _means(values: Floats, groups: Ints) -> Floats:
    """The mean of each row's group, in its place."""
    _, group = np.unique(groups, return_inverse=True)
    sums = np.zeros((group.max(initial=-1) + 1, values.shape[1]))
    np.add.at(sums, group, values)
    found: Floats = (sums / np.bincount(group, minlength=len(sums))[:, None])[group].astype(np.float32)
    return found


def _agreement(frames: Ints, relation: Ints) -> list[Ints]:
    """Whether each verb around the tail states the relation of the row (1), another (-1), or none (0)."""
    return [np.where(column < 0, 0, np.where(column == relation, 1, -1)) for column in frames.T]


def _rivals(link: Floats, tails: Ints, mentions: int) -> tuple[Floats, Floats]:
    """For each tail and relation, the highest and the second highest log-odds of a stated pair."""
    top = np.full((mentions, link.shape[1]), -bound, np.float32)
    np.maximum.at(top, tails, link)
    second = np.full_like(top, -bound)
    np.maximum.at(second, tails, np.where(link >= top[tails], -bound, link))
    return top, second


def _before(before: Sequence[Sequence[int]], doer: Floats, heads: Floats) -> tuple[Floats, Floats]:
    """For each mention, the highest log-odds of being a head among the actors before it in the sentence."""
    most = np.full(len(before), -bound, np.float32)
    same = np.full((len(before), heads.shape[1]), -bound, np.float32)
    for i, known in enumerate(before):
        if known:
            index = list(known)
            most[i] = doer[index].max()
            same[i] = heads[index].max(axis=0)
    return most, same


def _best_other(act: Floats, deeds: Ints, tail: Ints, relation: Ints) -> Floats:
    """The highest log-odds of the tail for a deed other than the row's own relation."""
    ranked = np.sort(act, axis=1)
    best, second = ranked[:, -1], ranked[:, -2]
    winner = deeds[act.argmax(axis=1)]
    found: Floats = np.where(winner[tail] == relation, second[tail], best[tail])
    return found
