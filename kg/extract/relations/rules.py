"""What a sentence cannot state of two mentions, whatever the models say: by who acts, and by what is said of what."""

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.extract.relations.candidates import Pairs
from kg.extract.relations.pair_features import implied, stated
from kg.gazetteer.keys import SECTORS
from kg.text import obtaining
from kg.text.alternation import alternation
from kg.text.clauses import Scene
from kg.text.function_words import words_of

Flags = NDArray[np.bool_]
_marks = re.compile(r"[\"'“”‘’《》\s]")


class Rules:
    """The rules, ready.

    `guards` has rows `kind` and `word` (claim_guards.tsv), `relations` the number of each relation, `parents` the
    comparable names of the places that each place lies in, `received` verbs of obtaining.
    """

    def __init__(
        self,
        guards: Iterable[Mapping[str, str]],
        relations: Mapping[str, int],
        parents: Mapping[str, frozenset[str]],
        received: Iterable[str] = (),
    ) -> None:
        words: dict[str, list[str]] = {}
        for row in guards:
            words.setdefault(row["kind"], []).append(row["word"])
        self.labels = re.compile(rf"(?:{'|'.join(words['label'])})[:：]")
        self.charges = frozenset(words["charge"])
        self.bases = frozenset(words["basis"])
        self.favours = tuple(words["favour"])
        self.themes, self.casts = frozenset(words["theme"]), frozenset(words["cast"])
        got, act = obtaining.verbs_of(words, received)
        self.obtained = obtaining.before(got, act)
        self.counted = re.compile(r"[^，。；：、等]{0,3}\d")
        self.got_it = re.compile(rf"{act}{{0,2}}{got}{act}{{0,2}}(?=[，。；、！]|$)")
        self.joins = frozenset(words["join"])
        self.lets, self.lets_all = tuple(words["lets"]), tuple(words["lets all"])
        self.heads = re.compile(
            rf"等?[^，。；：、！？等]{{0,6}}?{alternation(words['attribute'])}(?=[，。；：、！？的]|$)"
        )
        self.especially = frozenset(words["especially"])
        self.works = tuple(words["work of art"])
        self.doctrines, self.below = tuple(words["doctrine"]), tuple(words["below"])
        self.parents = parents
        self.relations = relations
        self.nothing = self._those()
        self.deeds = self._those(
            "develops", "builds", "implements", "supports", "appliesFor", "issues", "attracts"
        )
        self.raises = self._those("develops", "builds", "supports", "attracts", "empowers")
        self.moved = self._those("builds", "supports", "attracts", "appliesFor", "cooperatesWith")
        self.brought = self._those("builds", "appliesFor", "attracts", "develops")
        self.got = self._those("builds", "appliesFor", "attracts")
        self.makes = self._those("develops", "builds")
        self.raised = self._those("builds")
        self.published = self._those("issues", "implements")
        self.followed = self._those("implements", "supports")
        self.pursued = self._those("develops")
        self.together = self._those("cooperatesWith")
        self.within = self._those("partOf")

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
        barred: Flags = np.zeros((len(pairs.heads), len(self.relations)), bool)
        if not len(pairs.heads):
            return barred
        told = [(scenes[s], j) for s, j in owner]
        charged = np.array([self._charged(scene, j) for scene, j in told])
        address = np.array([self._address(scene, j, names[i : i + 2]) for i, (scene, j) in enumerate(told)])
        as_tail = np.array(
            [self._as_tail(scene, j, named) for (scene, j), named in zip(told, charged, strict=True)]
        )
        as_tail[address] |= self.moved
        heads, tails = pairs.heads, pairs.tails
        barred |= as_tail[tails]
        barred[(pairs.modes == stated) & address[heads]] |= self.deeds | self.together
        ruled = [self._rests(*one) or self._ruled(*one, names, i, region) for i, one in enumerate(told)]
        barred[(pairs.modes == implied) & np.array(ruled)[tails]] |= self.deeds
        let = np.array([self._let(*one) for one in told])
        barred[(pairs.modes == implied) & let[tails]] |= self.deeds
        barred[(heads >= 0) & charged[heads] & charged[tails]] |= self.together
        barred[self._favoured(told, owner, pairs)] |= self.makes
        barred[self._whole(told, owner, pairs)] |= self.within
        places = np.array([scene.mentions[j].type == "Region" for scene, j in told])
        for row in np.flatnonzero(places[tails]).tolist():
            if names[tails[row]] in self.parents.get(names[heads[row]] if heads[row] >= 0 else region, ()):
                barred[row] |= self.brought
        return barred

    def _whole(
        self, told: Sequence[tuple[Scene, int]], owner: Sequence[tuple[int, int]], pairs: Pairs
    ) -> Flags:
        """The pairs whose tail is what a sentence means most of the head: no whole that it is part of (A特别是B)."""
        found: Flags = np.zeros(len(pairs.heads), bool)
        for row, (h, t) in enumerate(zip(pairs.heads.tolist(), pairs.tails.tolist(), strict=True)):
            if h < 0 or owner[h][0] != owner[t][0]:
                continue
            (scene, i), (_, j) = told[h], told[t]
            end, begin = scene.mentions[i].end, scene.mentions[j].start
            at = scene.sentence.start
            found[row] = end < begin and scene.sentence.text[end - at : begin - at] in self.especially
        return found

    def _favoured(
        self, told: Sequence[tuple[Scene, int]], owner: Sequence[tuple[int, int]], pairs: Pairs
    ) -> Flags:
        """The pairs whose tail is what a verb such as 支持 favours, unless the head stands between the two."""
        verbs = np.array(
            [
                scene.left[j]
                if scene.left[j] >= 0 and scene.words[scene.left[j]].endswith(self.favours)
                else -1
                for scene, j in told
            ]
        )
        place = np.array([scene.at[j] for scene, j in told])
        sentence = np.array([s for s, _ in owner])
        heads, tails = pairs.heads, pairs.tails
        between = (heads >= 0) & (sentence[heads] == sentence[tails]) & (place[heads] > verbs[tails])
        found: Flags = (verbs[tails] >= 0) & ~between
        return found

    def _as_tail(self, scene: Scene, i: int, charged: bool) -> Flags:
        found = self.nothing.copy()
        mention = scene.mentions[i]
        if charged:
            found |= self.deeds
        if scene.agent[i] and mention.type in scene.actors:
            found |= self.got if mention.type == "Region" else self.raised
        if mention.type == "Concept" and _marks.sub("", mention.name).endswith(self.doctrines):
            found |= self.pursued
        if self._rests(scene, i):
            found |= self.followed
        if self._theme(scene, i):
            found |= self.raises
        if self._attribute(scene, i):
            found |= self.makes
        if self._artwork(scene, i):
            found |= self.published
        return found

    def _let(self, scene: Scene, i: int) -> bool:
        """Whether another is let do what is done to a mention: 支持A建设B, 引导企业开展B."""
        verb = scene.left[i]
        begin = scene.starts[scene.clause[scene.first[i]]]
        named = someone = False
        for j in range(verb - 1, begin - 1, -1):
            word = scene.words[j]
            if word.endswith(self.lets if not someone else (*self.lets, *self.lets_all)):
                return named or (someone and word.endswith(self.lets_all))
            named = named or (scene.which[j] >= 0 and scene.tags[j - 1] != "p")  # 支持在A建设B
            someone = someone or named or scene.tags[j][:1] == "n"
        return False

    def _attribute(self, scene: Scene, i: int) -> bool:
        """Whether a sector is only named with what belongs to it, and is not developed: A等企业, A交易."""
        chain = (j for j in range(len(scene.mentions) - 1, i - 1, -1) if scene.chain[j] == scene.chain[i])
        end = scene.mentions[next(chain)].end - scene.sentence.start
        return scene.mentions[i].type in SECTORS and self.heads.match(scene.sentence.text, end) is not None

    def _artwork(self, scene: Scene, i: int) -> bool:
        """Whether a title is that of a play, a film or a song, or stands in a list with one."""
        mention, text, at = scene.mentions[i], scene.sentence.text, scene.sentence.start
        chain = (m for j, m in enumerate(scene.mentions) if scene.chain[j] == scene.chain[i])
        return mention.type == "Document" and any(text[: m.start - at].endswith(self.works) for m in chain)

    def instead(self, name: str, scene: Scene, i: int) -> str:
        """What a sentence says of a mention where a deed was told: it was obtained (获批X), or one joins it (融入X).

        So many of a kind (创建X 12个) are built.
        """
        if name == "appliesFor" and self._is_counted(scene, i):
            return "builds"
        if name in {"builds", "implements"} and self.granted(scene, i):
            return "appliesFor"
        left = scene.left[i]
        if (
            name == "builds"
            and scene.mentions[i].type == "Zone"
            and left >= 0
            and scene.words[left] in self.joins
        ):
            return "cooperatesWith"
        return name

    def _is_counted(self, scene: Scene, i: int) -> bool:
        """Whether a number stands right behind a mention."""
        return (
            self.counted.match(scene.sentence.text, scene.mentions[i].end - scene.sentence.start) is not None
        )

    def granted(self, scene: Scene, i: int) -> bool:
        """Whether a mention was obtained (获批建设X, 被认定为X, X获批), and not as one of so many."""
        text, at = scene.sentence.text, scene.sentence.start
        first, last = (
            next(m for m in run if scene.chain[m] == scene.chain[i])
            for run in (range(i + 1), range(len(scene.mentions) - 1, -1, -1))
        )
        begin, end = scene.mentions[first].start - at, scene.mentions[last].end - at
        if self.obtained.search(text, max(0, begin - obtaining.near), begin):
            return not self.counted.match(text, end)
        return scene.left[i] < 0 and self.got_it.match(text, end) is not None

    def _address(self, scene: Scene, i: int, names: Sequence[str]) -> bool:
        """Whether a place only says where the one right after it lies (青海省西宁市); `names` are those of both."""
        return scene.address[i] and (
            scene.mentions[i].text.endswith(self.below) or names[0] in self.parents.get(names[-1], ())
        )

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

    @staticmethod
    def _ruled(scene: Scene, i: int, names: Sequence[str], place: int, region: str) -> bool:
        """Whether the clause of a mention, at a place among all, has a subject of its own that is not the region."""
        ruler = scene.ruler[i]
        if ruler < 0 or names[place - i + ruler] == region:
            return False
        after = scene.last[ruler] + 1
        item = scene.first[ruler] == 0 and after < len(scene.words) and scene.words[after] in "：:"
        return item or (scene.ruled[i] == 0 and scene.agent[ruler])

    def _charged(self, scene: Scene, i: int) -> bool:
        """Whether a body is named as responsible: behind a label for such, or before 牵头, 配合, 负责."""
        mention = scene.mentions[i]
        if not scene.is_body(i):
            return False
        after = scene.last[i] + 1
        while after < len(scene.words) and (
            scene.which[after] >= 0 or scene.words[after] in ("、", *words_of("etc", "each for its part"))
        ):
            after += 1
        alone = scene.left[i] < 0 or scene.kinds[scene.left[i]] in {"cause", "lead"}
        if alone and after < len(scene.words) and scene.words[after] in self.charges:
            return True
        text = scene.sentence.text[: mention.start - scene.sentence.start]
        labels = list(self.labels.finditer(text))
        return bool(labels) and not re.search(r"[）)。]", text[labels[-1].end() :])
