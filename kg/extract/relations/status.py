"""What the words around a mention, and the sentences around it, tell of the status: done, or still to be done."""

import itertools
from bisect import bisect_left
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.text.clauses import Scene
from kg.text.clock import Clock, Time

Floats = NDArray[np.float32]
Reals = NDArray[np.float64]
reaches = (1.5, 4.0, 12.0)
"""How many sentences far the neighbourhoods reach (the distance at which a sentence counts 1/e)."""
_most = 25.0
_due, _past = frozenset(("deadline", "this")), frozenset(("past", "this"))
_pauses = frozenset("，；。,;")
_signs = {"done": 1.0, "planned": -1.0, "": 0.0}
_roles = {"deadline": -1.0, "past": 1.0, "this": 0.5, "since": 2.0}
_view = 200
"""So many words to each side of a mention are looked at: more than all but tables in one line have."""


NUMBERS = (
    *(f"{word} {what}" for word in ("before", "after", "past") for what in ("tells", "distance")),
    *(f"{time} {what}" for time in ("early", "late") for what in ("role", "years")),
    "verb", "role", "quoted",
)  # fmt: skip
AROUND = (
    "own", "phase", "sentence", "paragraph", "paragraph sum",
    *(f"{what} in {reach}" for reach in reaches for what in ("phase", "phase sum")),
    "opening", "document", "document sum", "document own",
)  # fmt: skip
"""The numbers that words and times tell of the status of a mention, and those that its neighbourhood tells."""


class Cues:
    """One scene, with the words and times in it that tell of the status."""

    def __init__(self, scene: Scene, times: Sequence[Time], clock: Clock, codes: Mapping[str, int]) -> None:
        self.scene, self.clock, self.codes = scene, clock, codes
        self.times = [time for time in times if time.role not in {"base", "from"}]
        self.telling = [j for j, tell in enumerate(scene.tells) if tell and not scene.aside[j]]
        self.quotes = [(j, word == "“") for j, word in enumerate(scene.words) if word in {"“", "”"}]
        self.known = [self._around(t) for t in range(len(scene.mentions))]

    def quoted(self, t: int) -> bool:
        """Whether a mention stands in a quotation."""
        if not self.quotes:
            return False
        place = bisect_left(self.quotes, (self.scene.at[t], False))
        return place > 0 and self.quotes[place - 1][1]

    def _around(self, t: int) -> tuple[int, int, int]:
        """The telling words: the last before a mention and the first after it in its clause, the last before that."""
        scene = self.scene
        first, last, clause = scene.first[t], scene.last[t], scene.clause[scene.at[t]]
        begin, end = scene.starts[clause], _start(scene, clause + 1)
        before = bisect_left(self.telling, first)
        after = bisect_left(self.telling, last)
        opening = bisect_left(self.telling, begin)
        return (
            self.telling[before - 1] if before > opening else -1,
            self.telling[after] if after < len(self.telling) and self.telling[after] < end else -1,
            self.telling[opening - 1] if opening else -1,
        )

    def governing(self, t: int) -> tuple[Time | None, Time | None]:
        """The last time named before a mention in its sentence, and the first one after it."""
        if not self.times:
            return None, None
        place = self.scene.mentions[t].start - self.scene.sentence.start
        before = [time for time in self.times if time.start < place]
        after = [time for time in self.times if time.start > place]
        return before[-1] if before else None, after[0] if after else None

    def year(self, t: int, status: str) -> str | None:
        """The year by which what is planned is to hold, or in which what is done came about, None where unsaid.

        The last time named before the mention counts, or else one that follows it in its clause (X将于2027年投产).
        """
        roles = _due if status == "planned" else _past
        time, late = self.governing(t)
        if time is None and late is not None:
            text, start = self.scene.sentence.text, self.scene.sentence.start
            end = self.scene.mentions[t].end - start
            time = None if _pauses.intersection(text[end : late.start]) else late
        return str(time.year) if time is not None and time.year and time.role in roles else None

    def strings(self, t: int) -> list[str]:
        """The words and times that tell of the status, with their places."""
        before, after, past = self.known[t]
        early, late = self.governing(t)
        time = early.role if early else "#"
        tells = "".join(self._tell(j)[:1] or "#" for j in (before, after, past))
        governor = self.scene.left[t] if self.scene.left[t] >= 0 else self.scene.carried[t]
        verb = self._word(governor)
        return [
            "lt=" + self._word(before), "nt=" + self._word(after), "pt=" + self._word(past), "ts=" + tells,
            "tb=" + self._word(before) + "|" + self._word(after), "ti=" + time, "tit=" + time + tells,
            "gt=" + verb + tells,
            "ta=" + (late.role if late else "#"), "qu=" + str(self.quoted(t)) + tells[:1],
        ]  # fmt: skip

    def numbers(self, t: int) -> list[float]:
        """The same as numbers: what each tells (1 done, -1 planned) and how far off it is."""
        scene = self.scene
        before, after, past = self.known[t]
        found: list[float] = []
        for token in (before, after, past):
            found += [_signs[self._tell(token)], float(abs(scene.at[t] - token)) if token >= 0 else 99.0]
        for time in self.governing(t):
            year, now = time.year if time else None, self.clock.now
            found += [
                _roles.get(time.role, 0.0) if time else 0.0, float(year - now) if year and now else 99.0,
            ]  # fmt: skip
        governor = scene.left[t] if scene.left[t] >= 0 else scene.carried[t]
        kind = self.codes[scene.kinds[governor]] if governor >= 0 else -1
        role = ("title", "subtitle", "byline", "heading", "body", "caption", "table").index(
            scene.sentence.role
        )
        return [*found, float(kind), float(role), float(self.quoted(t))]

    def _tell(self, token: int) -> str:
        return self.scene.tells[token] if token >= 0 else ""

    def _word(self, token: int) -> str:
        return self.scene.words[token] if token >= 0 else "#"


def status_strings(scene: Scene, t: int) -> list[str]:
    """The words right around a mention and the verb that governs it, each with its place."""
    words, at = scene.words, scene.at[t]
    begin = max(0, at - _view, scene.starts[scene.clause[at]])
    governor = scene.left[t] if scene.left[t] >= 0 else scene.carried[t]
    verb = words[governor] if governor >= 0 else "#"
    before = words[governor - 1] if governor > 0 else "^"
    after = words[governor + 1] if 0 <= governor < len(words) - 1 else "$"
    last = scene.last[t] + 1
    return [
        "g=" + verb, "gp=" + before + "|" + verb, "gn=" + after + "|" + verb,
        "r=" + (words[scene.right[t]] if scene.right[t] >= 0 else "#"),
        "R1=" + (words[last] if last < len(words) else "$"),
        *_bag("cb=", words[begin:at], scene.which[begin:at]),
    ]  # fmt: skip


def window(scene: Scene, t: int) -> tuple[int, int, int]:
    """The clause of a mention, and the words that are looked at for it: all but those very far off."""
    at = scene.at[t]
    return scene.clause[at], max(0, at - _view), min(len(scene.words), at + _view)


def clause_strings(
    scenes: Sequence[Scene], index: int, opening: int, place: tuple[int, int, int]
) -> list[str]:
    """The words of a clause of scene `index`, of its sentence and its neighbourhood: the same for all its mentions.

    `opening` is the index of the first scene of the paragraph, `place` is of `window`.
    """
    scene = scenes[index]
    words, which = scene.words, scene.which
    clause, low, high = place
    begin, end = max(low, scene.starts[clause]), min(high, _start(scene, clause + 1))
    back, on = max(low, _start(scene, clause - 1)), min(high, _start(scene, clause + 2))
    past = scenes[index - 1] if index > opening else None
    return [
        "role=" + scene.sentence.role, "first" if past is None else "later",
        "num" if "m" in scene.tags[begin:end] else "nonum", "fw=" + words[0], "fw2=" + "".join(words[:2]),
        *_bag("c=", words[begin:end], which[begin:end]), *_bag("s=", words[low:high], which[low:high]),
        *_bag("pc=", words[back:begin], which[back:begin]), *_bag("nc=", words[end:on], which[end:on]),
        *(_bag("p=", past.words[-_view:], past.which[-_view:]) if past else ()),
        *_bag("q=", scenes[opening].words[:40], scenes[opening].which[:40]),
    ]  # fmt: skip


def phase_strings(scene: Scene) -> list[str]:
    """The words and word pairs of a sentence, figures made alike: whether it looks back or ahead."""
    words = [
        "<>" if number >= 0 else "N" if tag == "m" else word
        for word, tag, number in zip(scene.words, scene.tags, scene.which, strict=True)
    ]
    found = ["w=" + word for word in words]
    found += ["2=" + one + two for one, two in itertools.pairwise(words)]
    found += ["c=" + words[s] for s in scene.starts if s < len(words)]
    found += ["c2=" + words[s] + words[s + 1] for s in scene.starts if s + 1 < len(words)]
    return [*found, "f=" + "".join(words[:1]), "f2=" + "".join(words[:2]), "role=" + scene.sentence.role]


def neighbourhood(
    scenes: Sequence[Scene], owner: Sequence[tuple[int, int]], mentions: Floats, phases: Floats
) -> Floats:
    """For each mention its log-odds of `done`, and those of sentence, paragraph, sentences around and document.

    A section of a report is all review or all plan, so the neighbours decide where the words do not.
    """
    if not owner:
        return np.zeros((0, 9 + 2 * len(reaches)), np.float32)
    count = len(scenes)
    rows = np.array([s for s, _ in owner], np.int64)
    own = mentions.astype(np.float64)
    phase = np.clip(phases, -6.0, 6.0).astype(np.float64)
    paragraph = np.array([scene.sentence.paragraph for scene in scenes])
    _, opening, block = np.unique(paragraph, return_index=True, return_inverse=True)
    sums, means = _gather(phase, block, len(opening))
    _, sentence = _gather(own, rows, count)
    columns: list[Reals] = [
        own, phase[rows], sentence[rows], means[block][rows], np.clip(sums, -_most, _most)[block][rows],
    ]  # fmt: skip
    for reach in reaches:
        near = _fade(phase, reach)
        columns += [(near / _fade(np.ones(count), reach))[rows], np.clip(near, -_most, _most)[rows]]
    whole = (phase.mean(), np.clip(phase.sum(), -40.0, 40.0), own.mean())
    columns += [phase[opening][block][rows], *(np.full(len(rows), value) for value in whole)]
    return np.column_stack(columns).astype(np.float32)


def _gather(values: Reals, group: NDArray[np.int64], count: int) -> tuple[Reals, Reals]:
    """Sum and mean of the values of each group."""
    sums, sizes = np.zeros(count), np.zeros(count)
    np.add.at(sums, group, values)
    np.add.at(sizes, group, 1.0)
    return sums, sums / np.maximum(sizes, 1.0)


def _fade(values: Reals, reach: float) -> Reals:
    """Sums over all places, each weighted by exp(-distance / reach): one pass forward, one back."""
    keep = float(np.exp(-1.0 / reach))
    total = values.copy()
    for order in (range(len(values)), range(len(values) - 1, -1, -1)):
        running = 0.0
        for i in order:
            running *= keep
            total[i] += running
            running += float(values[i])
    return total


def _start(scene: Scene, clause: int) -> int:
    if clause < 0:
        return 0
    return scene.starts[clause] if clause < len(scene.starts) else len(scene.words)


def _bag(prefix: str, words: Sequence[str], which: Sequence[int]) -> list[str]:
    return [prefix + word for word, number in zip(words, which, strict=True) if number < 0]
