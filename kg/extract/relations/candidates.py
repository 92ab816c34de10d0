"""A document's scenes to candidate pairs: what may stand in a relation to what, and the numbers to judge it by."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.extract.relations.pair_features import PAIR, PLACE, Look, carried, far, implied, stated, style_of
from kg.text.clauses import Scene

PLACES = (
    *PLACE, "own region named", "sentences into paragraph", "sentences since subject", "paragraphs since subject",
    "most named body", "kind of document", "kind of section",
)  # fmt: skip
"""The numbers of a mention that `Pairs.places` holds, in their order."""
PAIRS = (*PAIR, "head is subject that stands", "head opened paragraph", "head is most named")
"""The numbers of a pair that `Pairs.numbers` holds, in their order."""
sharing, membership = PAIR.index("分别"), PAIR.index("listed under")
"""The columns of `Pairs.numbers` that tell how 分别 pairs two lists, and of a list and what it is listed under."""
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """All pairs of a document that some relation may hold between, and the numbers known of pair and tail.

    `heads` and `tails` are indexes into the document's mentions (head -1: the document's region);
    `numbers` has a row a pair, `places` one a mention; `frames` tells, a row a mention, the relation that each of
    the verbs around it states of its type, -1 for none; `chains` the enumeration of each mention.
    """

    heads: Ints
    tails: Ints
    modes: Ints
    numbers: Floats
    places: Floats
    frames: Ints
    chains: Ints
    before: tuple[tuple[int, ...], ...]


def pair_up(
    scenes: Sequence[Scene],
    names: Sequence[str],
    region: str,
    codes: dict[str, int],
    allowed: set[tuple[str, str]],
    frames: Mapping[tuple[str, str], int],
    frame: Callable[[int], tuple[float, float]],
) -> Pairs:
    """The pairs of a document; `names` are the comparable names of its mentions, `codes` number types and verb classes.

    `allowed` holds the pairs of types that some relation takes, `frames` what a class of verbs states of a type;
    `frame` tells of a place in the text, as numbers, the kind of its document and of its section.
    """
    heads: list[int] = []
    tails: list[int] = []
    modes: list[int] = []
    numbers: list[list[float]] = []
    places: list[list[float]] = []
    stating: list[list[int]] = []
    before: list[tuple[int, ...]] = []
    chains: list[int] = []
    style = style_of(scenes)
    memory: list[tuple[int, Scene, int]] = []
    paragraph, opening, base = -1, 0, 0
    topic = _Topic(scenes, names)
    for scene in scenes:
        if scene.sentence.paragraph != paragraph:
            paragraph, opening = scene.sentence.paragraph, scene.sentence.index
            memory = topic.inherited(memory)
            topic.turn()
        chains += [base + chain for chain in scene.chain]
        mine = names[base : base + len(scene.mentions)]
        look = Look(scene, codes, style)
        here = region in mine
        for t, mention in enumerate(scene.mentions):
            stating.append(look.frames(t, frames))
            known = [j for j in look.actors_before(t) if mine[j] != mine[t]]
            before.append(tuple(base + j for j in known))
            places.append(
                [
                    *look.place(t, known),
                    float(here),
                    float(min(scene.sentence.index - opening, 9)),
                    *topic.standing(),
                    *frame(scene.sentence.start),
                ]
            )
            for h in range(max(0, t - look.reach), min(len(scene.mentions), t + look.reach + 1)):
                other = scene.mentions[h]
                if mine[h] != mine[t] and (other.type, mention.type) in allowed:
                    heads.append(base + h)
                    tails.append(base + t)
                    modes.append(stated)
                    numbers.append([*look.pair(h, t, own=mine[h] == region), *topic.of(mine[h])])
            if region and region != mine[t]:
                heads.append(-1)
                tails.append(base + t)
                modes.append(implied)
                numbers.append(
                    [
                        implied,
                        codes["Region"],
                        1.0,
                        *_nowhere,
                        *look.rule(t, here=False),
                        *_ungoverned,
                        *topic.of(region),
                    ]
                )
            for index, past, j in memory:
                if names[index] not in mine and (past.mentions[j].type, mention.type) in allowed:
                    heads.append(index)
                    tails.append(base + t)
                    modes.append(carried)
                    numbers.append(
                        _remembered(past, j, scene, codes, own=names[index] == region)
                        + look.rule(t, here=False)
                        + _ungoverned
                        + topic.of(names[index])
                    )
        memory = _remember(memory, look, base, names)
        topic.hear(scene, base)
        base += len(scene.mentions)
    return Pairs(
        np.array(heads, np.int64), np.array(tails, np.int64), np.array(modes, np.int64),
        np.array(numbers, np.float32), np.array(places, np.float32),
        np.array(stating, np.int64).reshape(len(stating), 4), np.array(chains, np.int64),
        tuple(before),
    )  # fmt: skip


_nowhere = (*(-far,) * 3, *(0.0,) * 6, -1.0, -1.0, 0.0, 0.0, 1.0, 0.0, 9.0, 9.0, 0.0, 0.0)


_ungoverned = [far, far, far, far, 0.0, -3.0, -3.0, 0.0, 0.0, 0.0, -2.0, 0.0, 0.0]


class _Topic:
    """Whom a text speaks of: the subject that the sentences before leave, and the actor named most."""

    def __init__(self, scenes: Sequence[Scene], names: Sequence[str]) -> None:
        self.names = names
        self.counts = Counter(
            name
            for name, (scene, i) in zip(
                names, ((scene, i) for scene in scenes for i in range(len(scene.mentions))), strict=True
            )
            if scene.is_body(i)
        )
        self.most = max(self.counts.values(), default=0)
        self.sentences = max(1, len(scenes))
        self.last = -1
        self.ago = self.turns = 0
        self.opened: str | None = None

    def turn(self) -> None:
        """A paragraph begins."""
        self.turns += 1
        self.opened = None

    def hear(self, scene: Scene, base: int) -> None:
        """A sentence has been said; the mentions of the document before it are so many."""
        if self.opened is None:
            self.opened = self.names[base + scene.heir] if scene.heir >= 0 else ""
        if scene.heir >= 0:
            self.last, self.ago, self.turns = base + scene.heir, 0, 0
        elif scene.selves:
            self.last = -1
        self.ago += 1

    def standing(self) -> list[float]:
        """How long ago a subject was set, in sentences and in paragraphs; how much the text names one body."""
        if self.last < 0:
            return [-1.0, -1.0, self.most / self.sentences]
        return [float(min(self.ago, 9)), float(min(self.turns, 3)), self.most / self.sentences]

    def of(self, name: str) -> list[float]:
        """Of an actor: whether it is the subject that stands, opened the paragraph, and is the body named most."""
        count = self.counts[name]
        return [
            0.0 if self.last < 0 else 1.0 if self.names[self.last] == name else -1.0,
            0.0 if not self.opened else 1.0 if self.opened == name else -1.0,
            count / self.most if self.most else 0.0,
        ]

    def inherited(self, memory: list[tuple[int, Scene, int]]) -> list[tuple[int, Scene, int]]:
        """What a new paragraph remembers: the subject that stands."""
        standing = self.names[self.last] if self.last >= 0 else None
        return [entry for entry in memory if self.names[entry[0]] == standing]


def _remember(
    memory: list[tuple[int, Scene, int]], look: "Look", base: int, names: Sequence[str]
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
        carried, codes[past.mentions[j].type], float(own), -far, -far, float(past.clause[past.at[j]]), 0.0,
        float(past.left[j] < 0), 0.0, 0.0, 0.0, 0.0, -1.0, -1.0, 0.0, ago,
        past.mentions[j].confidence, float(j), 9.0, 9.0, 0.0, 0.0,
    ]  # fmt: skip
