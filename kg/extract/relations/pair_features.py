"""A sentence to the numbers that its pairs of mentions are judged by."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from kg.text.clauses import Scene

implied, stated, carried = 0, 1, 2
"""How a head is known: as the document's region, by a mention of the sentence, by one of a sentence before."""

far = 99.0
"""Stands for a distance where there is none."""
widest, narrowest, crowd = 24, 6, 4000
"""Two mentions with more others than `widest` between them stand in no relation (none annotated has); in a crowd
of a sentence, such as a table in one line, the reach shrinks to `narrowest`, so that pairs stay in bounds."""

_modifiers, _telling = frozenset(("d", "ad", "t")), frozenset(("p", "uj", "c", "f", "M"))
_prepositions = {
    word: i + 1 for i, word in enumerate("在由与和同对向以为从围绕依托把将被给跟及、根按运利通学借用")
}


def style_of(scenes: Sequence[Scene]) -> list[float]:
    """What kind of text it is: actors, speech and words for the own region a sentence, subjects and verbs a clause."""
    sentences = max(1, len(scenes))
    clauses = max(1, sum(len(scene.starts) for scene in scenes))
    opened = sum(bool(scene.kinds[s]) for scene in scenes for s in scene.starts if s < len(scene.kinds))
    return [
        sum(m.type in scene.actors for scene in scenes for m in scene.mentions) / sentences,
        sum(kind == "say" for scene in scenes for kind in scene.kinds) / sentences,
        sum(len(scene.selves) for scene in scenes) / sentences,
        opened / clauses,
        float(min(sentences, 60)),
    ]


STYLE = (
    "actors per sentence",
    "speech per sentence",
    "own region per sentence",
    "verbs per clause",
    "sentences",
)
PLACE = (
    "tail type", "tail verb left", "tail verb carried", "tail verb right", "mentions", "clause", "actors before",
    "subjects before", "actors before in clause", "to verb left", "to end of list", "to begin of list",
    "tail confidence", "sign before tail", "sign after tail", "tail preposition", *STYLE,
    "tail qualifies", "tail behind", "tail kept down", "tail is agent", "tail is address",
)  # fmt: skip
PAIR = (
    "mode", "head type", "head is own region", "tokens apart", "mentions apart", "clauses apart", "one list",
    "head is subject", "head preposition", "head has 的", "actors between", "verbs between", "head verb right",
    "head verb left", "list between", "distance", "head confidence", "sentences ago", "subjects between lists",
    "actors between lists", "分别", "listed under", "rules", "clauses to ruler", "to governor", "verbs to governor",
    "actors to governor", "clauses to governor", "one governor", "sign before head", "sign after head",
    "as head between", "as tail between", "head qualifies", "head behind", "head is agent", "head is address",
)  # fmt: skip
"""The numbers of a mention in its place and of a pair, in their order."""


class Look:
    """One scene, with what all its pairs share worked out once."""

    def __init__(self, scene: Scene, codes: dict[str, int], style: Sequence[float]) -> None:
        self.scene, self.codes, self.style = scene, codes, style
        self.reach = max(narrowest, min(widest, crowd // max(1, len(scene.mentions))))
        self.actors = [j for j, m in enumerate(scene.mentions) if m.type in scene.actors]
        self.subjects = [
            j
            for j in self.actors
            if scene.left[j] < 0 and (not scene.first[j] or scene.tags[scene.first[j] - 1] != "p")
        ]
        self.shares = [j for j, word in enumerate(scene.words) if word == "分别"]
        self.verbs = _counts(bool(kind) for kind in scene.kinds)
        self.doers = _counts(n >= 0 and scene.mentions[n].type in scene.actors for n in scene.which)
        self.lists = _counts(word == "等" for word in scene.words)
        kinds = [m.type for m in scene.mentions]
        self.types = {kind: _counts(k == kind for k in kinds) for kind in dict.fromkeys(kinds)}
        self.around = [self.beside(i) for i in range(len(scene.mentions))]

    def actors_before(self, t: int) -> list[int]:
        """The actors before a mention in its sentence, those near enough."""
        end = bisect_left(self.actors, t)
        return self.actors[bisect_left(self.actors, t - self.reach) : end]

    def code(self, token: int) -> float:
        return float(self.codes[self.scene.kinds[token]]) if token >= 0 else -1.0

    def frames(self, t: int, frames: Mapping[tuple[str, str], int]) -> list[int]:
        """What each verb around a mention states of it."""
        scene, kind = self.scene, self.scene.mentions[t].type
        around = (scene.left[t], scene.left2[t], scene.carried[t], scene.right[t])
        return [frames.get((scene.kinds[token], kind), -1) if token >= 0 else -1 for token in around]

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
        """Whether 分别 between two enumerations of one length pairs the two: 1 for the same place, -1 for another."""
        scene = self.scene
        if (
            not self.shares
            or scene.size[h] < 2
            or scene.size[h] != scene.size[t]
            or scene.chain[h] == scene.chain[t]
        ):
            return 0.0
        low, high = (scene.last[h], scene.first[t]) if h < t else (scene.last[t], scene.first[h])
        if bisect_left(self.shares, low) == bisect_left(self.shares, high):
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
            float(same), float(at - scene.left[t]) if scene.left[t] >= 0 else far, float(scene.last[t] - at),
            float(at - scene.first[t]), scene.mentions[t].confidence, *self.around[t],
            float(_prepositions.get(scene.words[scene.first[t] - 1] if scene.first[t] else "", 0)), *self.style,
            *self.context(t), float(self.kept(t)), float(scene.agent[t]), float(scene.address[t]),
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
            *self.governed(h, t), *self.alike(h, t), *self.context(h), float(scene.agent[h]), float(scene.address[h]),
        ]  # fmt: skip

    def context(self, i: int) -> tuple[float, float]:
        """What an enumeration qualifies, and the preposition that it stands behind."""
        opener = self.scene.opener[i]
        word = -1 if opener < 0 else _prepositions.get(self.scene.words[opener][0], 0)
        return float(self.codes[self.scene.after[i]]), float(word)

    def kept(self, t: int) -> int:
        """Whether a verb before a mention in its clause keeps it down (1) or says that it is not done (2)."""
        begin = self.scene.starts[self.scene.clause[self.scene.first[t]]]
        kinds = self.scene.kinds[begin : self.scene.first[t]]
        return 2 if "end" in kinds else int("curb" in kinds)

    def alike(self, h: int, t: int) -> tuple[float, float]:
        """How many mentions between two are of the type of the first, and of the second."""
        low, high = (h, t) if h < t else (t, h)
        if high - low == 1:
            return 0.0, 0.0
        one, two = self.types[self.scene.mentions[h].type], self.types[self.scene.mentions[t].type]
        return float(one[high] - one[low + 1]), float(two[high] - two[low + 1])

    def governed(self, h: int, t: int) -> list[float]:
        """Where the head stands to the verb that governs the tail: the distance, what is between, what is around it."""
        scene = self.scene
        verb = self.governor(t)
        before, after = self.around[h]
        if verb < 0:
            return [far, far, far, far, 0.0, before, after]
        a, b = scene.first[h], scene.last[h]
        low, high = (b, verb) if b < verb else (verb, a)
        return [
            float(a - verb if a > verb else b - verb), float(self.verbs[high] - self.verbs[low + 1]),
            float(self.doers[high] - self.doers[low + 1]), float(scene.clause[a] - scene.clause[verb]),
            float(self.governor(h) == verb), before, after,
        ]  # fmt: skip

    def governor(self, t: int) -> int:
        """The verb that governs a mention: the one before it in its clause, or that of a clause before."""
        return self.scene.left[t] if self.scene.left[t] >= 0 else self.scene.carried[t]

    def beside(self, i: int) -> tuple[float, float]:
        """What stands right before and after the enumeration of a mention: a class of verbs, or a word that tells."""
        scene = self.scene
        after = scene.last[i] + 1
        while after < len(scene.words) and (scene.aside[after] or scene.tags[after] in _modifiers):
            after += 1
        return self.sign(scene.first[i] - 1), self.sign(after)

    def sign(self, token: int) -> float:
        """A token as a number: the class of a verb, or after all classes a stop, 的, a preposition, another word."""
        scene = self.scene
        if not 0 <= token < len(scene.words):
            return -2.0
        if scene.kinds[token]:
            return self.code(token)
        if scene.marks[token] == ",":
            return -1.0
        return (
            60.0 + ("p", "uj", "c", "f", "M").index(scene.tags[token])
            if scene.tags[token] in _telling
            else 70.0
        )


def _counts(flags: Iterable[bool]) -> list[int]:
    """Running totals: entry i counts the flags set before token i."""
    total = [0]
    for flag in flags:
        total.append(total[-1] + flag)
    return total
