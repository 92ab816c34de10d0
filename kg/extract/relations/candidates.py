"""A document's scenes to candidate pairs: what may stand in a relation to what, and the numbers to judge it by."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.extract.relations.clauses import Scene, actors

membership = 21
"""The column of `Pairs.numbers` that tells of a list and what it is listed under."""
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

implied, stated, carried = 0, 1, 2
"""How a head is known: as the document's region, by a mention of the sentence, by one of a sentence before."""

_prepositions = {word: i + 1 for i, word in enumerate("在由与和同对向以为从围绕依托把将被给跟及、")}
_far = 99.0
widest, narrowest, crowd = 24, 6, 4000
"""Two mentions with more others than `widest` between them stand in no relation (none annotated has); in a crowd
of a sentence, such as a table in one line, the reach shrinks to `narrowest`, so that pairs stay in bounds."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """All pairs of a document that some relation may hold between, and the numbers known of pair and tail.

    `heads` and `tails` are indexes into the document's mentions (head -1: the document's region);
    `numbers` has a row a pair, `places` one a mention.
    """

    heads: Ints
    tails: Ints
    modes: Ints
    numbers: Floats
    places: Floats
    before: tuple[tuple[int, ...], ...]


def pair_up(
    scenes: Sequence[Scene],
    names: Sequence[str],
    region: str,
    codes: dict[str, int],
    allowed: set[tuple[str, str]],
) -> Pairs:
    """The pairs of a document; `names` are the comparable names of its mentions, `codes` number types and verb classes.

    `allowed` holds the pairs of types that some relation takes.
    """
    heads: list[int] = []
    tails: list[int] = []
    modes: list[int] = []
    numbers: list[list[float]] = []
    places: list[list[float]] = []
    before: list[tuple[int, ...]] = []
    density = _density(scenes)
    memory: list[tuple[int, Scene, int]] = []
    paragraph, opening, base = -1, 0, 0
    for scene in scenes:
        if scene.sentence.paragraph != paragraph:
            paragraph, opening, memory = scene.sentence.paragraph, scene.sentence.index, []
        mine = names[base : base + len(scene.mentions)]
        look = _Look(scene, codes)
        here = region in mine
        for t, mention in enumerate(scene.mentions):
            known = [j for j in look.actors_before(t) if mine[j] != mine[t]]
            before.append(tuple(base + j for j in known))
            places.append(
                [*look.place(t, known), float(here), density, float(min(scene.sentence.index - opening, 9))]
            )
            for h in range(max(0, t - look.reach), min(len(scene.mentions), t + look.reach + 1)):
                other = scene.mentions[h]
                if mine[h] != mine[t] and (other.type, mention.type) in allowed:
                    heads.append(base + h)
                    tails.append(base + t)
                    modes.append(stated)
                    numbers.append(look.pair(h, t, own=mine[h] == region))
            if region and region != mine[t]:
                heads.append(-1)
                tails.append(base + t)
                modes.append(implied)
                numbers.append([implied, codes["Region"], 1.0, *_nowhere, *look.rule(t, here=False)])
            for index, past, j in memory:
                if names[index] not in mine and (past.mentions[j].type, mention.type) in allowed:
                    heads.append(index)
                    tails.append(base + t)
                    modes.append(carried)
                    numbers.append(
                        _remembered(past, j, scene, codes, own=names[index] == region)
                        + look.rule(t, here=False)
                    )
        memory = _remember(memory, look, base, names)
        base += len(scene.mentions)
    return Pairs(
        np.array(heads, np.int64), np.array(tails, np.int64), np.array(modes, np.int64),
        np.array(numbers, np.float32), np.array(places, np.float32),
        tuple(before),
    )  # fmt: skip


_nowhere = (
    -_far,
    -_far,
    -_far,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.0,
    -1.0,
    -1.0,
    0.0,
    0.0,
    1.0,
    0.0,
    9.0,
    9.0,
    0.0,
    0.0,
)


def _density(scenes: Sequence[Scene]) -> float:
    return sum(m.type in actors for scene in scenes for m in scene.mentions) / max(1, len(scenes))


def _remember(
    memory: list[tuple[int, Scene, int]], look: "_Look", base: int, names: Sequence[str]
) -> list[tuple[int, Scene, int]]:
    """The actors that a later sentence may carry on: those of this sentence, then of the two before."""
    scene = look.scene
    new: dict[str, tuple[int, Scene, int]] = {}
    for j in look.actors:
        new.setdefault(names[base + j], (base + j, scene, j))
    old = [m for m in memory if names[m[0]] not in new and scene.sentence.index - m[1].sentence.index < 3]
    return [*new.values(), *old][:8] if new else memory


def _remembered(past: Scene, j: int, scene: Scene, codes: dict[str, int], *, own: bool) -> list[float]:
    ago = float(scene.sentence.index - past.sentence.index)
    return [
        carried, codes[past.mentions[j].type], float(own), -_far, -_far, float(past.clause[past.at[j]]), 0.0,
        float(past.left[j] < 0), 0.0, 0.0, 0.0, 0.0, -1.0, -1.0, 0.0, ago,
        past.mentions[j].confidence, float(j), 9.0, 9.0, 0.0, 0.0,
    ]  # fmt: skip


class _Look:
    """One scene, with what all its pairs share worked out once."""

    def __init__(self, scene: Scene, codes: dict[str, int]) -> None:
        self.scene, self.codes = scene, codes
        self.reach = max(narrowest, min(widest, crowd // max(1, len(scene.mentions))))
        self.actors = [j for j, m in enumerate(scene.mentions) if m.type in actors]
        self.subjects = [
            j
            for j in self.actors
            if scene.left[j] < 0 and (not scene.first[j] or scene.tags[scene.first[j] - 1] != "p")
        ]
        self.shared = "分别" in scene.words
        self.verbs = _counts(bool(kind) for kind in scene.kinds)
        self.doers = _counts(n >= 0 and scene.mentions[n].type in actors for n in scene.which)
        self.lists = _counts(word == "等" for word in scene.words)

    def actors_before(self, t: int) -> list[int]:
        """The actors before a mention in its sentence, those near enough."""
        end = bisect_left(self.actors, t)
        return self.actors[bisect_left(self.actors, t - self.reach) : end]

    def code(self, token: int) -> float:
        return float(self.codes[self.scene.kinds[token]]) if token >= 0 else -1.0

    def nearness(self, h: int, t: int, among: Sequence[int]) -> float:
        """How many enumerations of `among` stand between two mentions; 9 where the first is not one of them."""
        place = bisect_left(among, h)
        if place == len(among) or among[place] != h:
            return 9.0
        chain = self.scene.chain
        low, high = sorted((h, t))
        between = among[bisect_left(among, low + 1) : bisect_left(among, high)]
        return float(min(8, len({chain[j] for j in between if chain[j] != chain[h]})))

    def listed(self, h: int, t: int) -> float:
        """Whether A is listed under C in A、B等C: 2 where both are of one type, 1 where not, -1 under another."""
        over, mentions = self.scene.over[h], self.scene.mentions
        if over != t:
            return -1.0 if over >= 0 else 0.0
        return 2.0 if mentions[h].type == mentions[t].type else 1.0

    def rule(self, t: int, *, here: bool) -> list[float]:
        """Whether the head is the subject of the clause (1), another is (-1), or none; and how many clauses back."""
        back = self.scene.ruled[t]
        return [0.0 if back < 0 else 1.0 if here else -1.0, float(back)]

    def aligned(self, h: int, t: int) -> float:
        """Whether 分别 pairs the two: 1 for the same place in two enumerations of one length, -1 for another place."""
        scene = self.scene
        if (
            not self.shared
            or scene.size[h] < 2
            or scene.size[h] != scene.size[t]
            or scene.chain[h] == scene.chain[t]
        ):
            return 0.0
        return 1.0 if scene.rank[h] == scene.rank[t] else -1.0

    def place(self, t: int, known: Sequence[int]) -> list[float]:
        scene = self.scene
        at, clause = scene.at[t], scene.clause[scene.at[t]]
        subjects = sum(scene.left[j] < 0 for j in known)
        same = sum(scene.clause[scene.at[j]] == clause for j in known)
        return [
            float(self.codes[scene.mentions[t].type]), self.code(scene.left[t]), self.code(scene.carried[t]),
            self.code(scene.right[t]), float(len(scene.mentions)), float(clause), float(len(known)), float(subjects),
            float(same), float(at - scene.left[t]) if scene.left[t] >= 0 else _far, float(scene.last[t] - at),
            float(at - scene.first[t]), scene.mentions[t].confidence,
        ]  # fmt: skip

    def pair(self, h: int, t: int, *, own: bool) -> list[float]:
        scene = self.scene
        a, b = scene.at[h], scene.at[t]
        low, high = (a, b) if a < b else (b, a)
        nextword = scene.words[a + 1] if a + 1 < len(scene.words) else ""
        return [
            stated, float(self.codes[scene.mentions[h].type]), float(own), float(a - b), float(h - t),
            float(scene.clause[a] - scene.clause[b]), float(scene.chain[h] == scene.chain[t]), float(scene.left[h] < 0),
            float(_prepositions.get(scene.words[a - 1] if a else "", 0)), float(nextword == "的"),
            float(self.doers[high] - self.doers[low + 1]), float(self.verbs[high] - self.verbs[low + 1]),
            self.code(scene.right[h]), self.code(scene.left[h]), float(self.lists[high] > self.lists[low + 1]),
            float(high - low), scene.mentions[h].confidence, 0.0,
            self.nearness(h, t, self.subjects), self.nearness(h, t, self.actors), self.aligned(h, t),
            self.listed(h, t),
            *self.rule(t, here=scene.ruler[t] >= 0 and scene.chain[scene.ruler[t]] == scene.chain[h]),
        ]  # fmt: skip


def _counts(flags: Iterable[bool]) -> list[int]:
    """Running totals: entry i counts the flags set before token i."""
    total = [0]
    for flag in flags:
        total.append(total[-1] + flag)
    return total
