"""What a sentence cannot state of two mentions, whatever the models say: by who acts, and by what is said of what."""

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.extract.relations.candidates import Pairs
from kg.extract.relations.pair_features import implied, stated
from kg.text.clauses import Scene, bodies

Flags = NDArray[np.bool_]
_marks = re.compile(r"[\"'“”‘’《》\s]")
_nothing = frozenset(("", "v"))


class Rules:
    """The rules, ready.

    `guards` has rows `kind` and `word` (claim_guards.tsv), `relations` the number of each relation, `parents` the
    comparable names of the places that each place lies in.
    """

    def __init__(
        self,
        guards: Iterable[Mapping[str, str]],
        relations: Mapping[str, int],
        parents: Mapping[str, frozenset[str]],
    ) -> None:
        words: dict[str, list[str]] = {}
        for row in guards:
            words.setdefault(row["kind"], []).append(row["word"])
        self.labels = re.compile(rf"(?:{'|'.join(words['label'])})[:：]")
        self.charges = frozenset(words["charge"])
        self.bases = frozenset(words["basis"])
        self.themes, self.casts = frozenset(words["theme"]), frozenset(words["cast"])
        self.doctrines, self.below = tuple(words["doctrine"]), tuple(words["below"])
        self.parents = parents
        self.relations = relations
        self.deeds = self._those(
            "develops", "builds", "implements", "supports", "appliesFor", "issues", "attracts"
        )
        self.raises = self._those("develops", "builds", "supports", "attracts", "empowers")

    def _those(self, *names: str) -> Flags:
        found = np.zeros(len(self.relations), bool)
        found[[self.relations[name] for name in names]] = True
        return found

    def barred(
        self,
        scenes: Sequence[Scene],
        names: Sequence[str],
        owner: Sequence[tuple[int, int]],
        region: str,
        pairs: Pairs,
    ) -> Flags:
        """Of each pair of a document, the relations in which its sentence does not say that it stands."""
        charged = [self._charged(scenes[s], j) for s, j in owner]
        as_tail = np.array([self._as_tail(scenes[s], j, charged[i]) for i, (s, j) in enumerate(owner)])
        as_head = np.array([self._as_head(scenes[s], j) for s, j in owner])
        barred: Flags = np.zeros((len(pairs.heads), len(self.relations)), bool)
        if not len(pairs.heads):
            return barred
        barred |= as_tail[pairs.tails]
        spoken = pairs.modes == stated
        barred[spoken] |= as_head[pairs.heads[spoken]]
        together, builds = (
            self.relations["cooperatesWith"],
            self._those("builds", "appliesFor", "attracts", "develops"),
        )
        for row, (h, t) in enumerate(zip(pairs.heads.tolist(), pairs.tails.tolist(), strict=True)):
            scene, j = scenes[owner[t][0]], owner[t][1]
            head = names[h] if h >= 0 else region
            if names[t] in self.parents.get(head, ()):
                barred[row] |= builds
            if pairs.modes[row] == implied and (
                self._ruled(scene, j, names, t - j, region) or self._rests(scene, j)
            ):
                barred[row] |= self.deeds
            if h >= 0 and charged[h] and charged[t]:
                barred[row, together] = True
        return barred

    def _as_tail(self, scene: Scene, i: int, charged: bool) -> Flags:
        found = self._those()
        mention = scene.mentions[i]
        if charged:
            found |= self.deeds
        if self._address(scene, i):
            found |= self._those("builds", "supports", "attracts", "appliesFor")
        if mention.type == "Region" and scene.agent[i]:
            found |= self._those("builds", "appliesFor", "attracts")
        if mention.type == "Concept" and _marks.sub("", mention.name).endswith(self.doctrines):
            found |= self._those("develops")
        if self._rests(scene, i):
            found |= self._those("implements", "supports")
        if self._undone(scene, i):
            found |= self.deeds
        if self._ill(scene, i) or self._theme(scene, i):
            found |= self.raises
        return found

    def _as_head(self, scene: Scene, i: int) -> Flags:
        found = self._those()
        if self._address(scene, i):
            found |= self.deeds
        return found

    def _address(self, scene: Scene, i: int) -> bool:
        """Whether a place only says where the one right after it lies (青海省西宁市)."""
        return scene.address[i] and scene.mentions[i].text.endswith(self.below)

    def _rests(self, scene: Scene, i: int) -> bool:
        """Whether a document is only what another text rests on (根据…制定)."""
        opener = scene.opener[i]
        return scene.mentions[i].type == "Document" and opener >= 0 and scene.words[opener] in self.bases

    def _theme(self, scene: Scene, i: int) -> bool:
        """Whether an act is only said to have a mention for its weight (以…为重点)."""
        opener, after = scene.opener[i], scene.last[i] + 1
        return (
            opener >= 0
            and scene.words[opener] in self.themes
            and after + 1 < len(scene.words)
            and scene.words[after] in self.casts
            and scene.which[after + 1] < 0
        )

    def _ruled(self, scene: Scene, i: int, names: Sequence[str], base: int, region: str) -> bool:
        """Whether the clause of a mention has a subject of its own that is not the region."""
        ruler = scene.ruler[i]
        return ruler >= 0 and scene.ruled[i] == 0 and names[base + ruler] != region and scene.agent[ruler]

    def _charged(self, scene: Scene, i: int) -> bool:
        """Whether a body is named as responsible: behind a label for such, or before 牵头, 配合, 负责."""
        mention = scene.mentions[i]
        if mention.type not in bodies:
            return False
        after = scene.last[i] + 1
        while after < len(scene.words) and (
            scene.which[after] >= 0 or scene.words[after] in {"等", "、", "按", "各自"}
        ):
            after += 1
        alone = scene.left[i] < 0 or scene.kinds[scene.left[i]] in {"cause", "lead"}
        if alone and after < len(scene.words) and scene.words[after] in self.charges:
            return True
        text = scene.sentence.text[: mention.start - scene.sentence.start]
        labels = list(self.labels.finditer(text))
        return bool(labels) and not re.search(r"[）)。]", text[labels[-1].end() :])

    @staticmethod
    def _undone(scene: Scene, i: int) -> bool:
        """Whether what is done to a mention is said not to be done, or no longer."""
        left, right = scene.left[i], scene.right[i]
        if left >= 0:
            if scene.kinds[left] == "end":
                return True
            before = left - 1
            begin = scene.starts[scene.clause[left]]
            while before >= begin and scene.kinds[before] in {"v", "speed", "go", "will"}:
                before -= 1
            if before >= begin and scene.kinds[before] == "end":
                return True
        return right >= 0 and scene.kinds[right] == "end" and left < 0

    @staticmethod
    def _ill(scene: Scene, i: int) -> bool:
        """Whether a mention is what is kept down, or what something is lacking of."""
        left = scene.left[i]
        if left >= 0:
            return scene.kinds[left] == "curb"
        return scene.lacking[i]
