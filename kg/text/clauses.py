"""A sentence and its mentions to clauses: words, governing verbs, enumerations and the actors of each clause."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import rjieba

from kg.model import Mention, Sentence
from kg.text.function_words import words_of

hole = "\ue000"
"""Stands for a mention while the words around it are segmented."""

verb_kinds = (
    "", "v", "develop", "build", "implement", "support", "apply", "issue", "attract", "cooperate", "empower",
    "consist", "locate", "hold", "say", "base", "name", "measure", "lead", "cause", "speed", "go", "will", "did",
    "how", "self", "-", "curb", "end",
)  # fmt: skip
"""The classes of verbs that models are trained on: none, a verb of no class, those of verbs.tsv."""

noun_kinds = (
    "", "deed", "policy", "practice", "firm", "project", "people", "field", "lack", "output", "site", "market",
)  # fmt: skip
"""The classes of the word after a name, in the order that the models know them by: none, those of after_names.tsv."""

_stops = frozenset("，；。：！？,;:!?\n")
_joints = frozenset((*words_of("and", "as well", "or", "together"), *"、／/"))
_closers = frozenset("”》」）)'\"")
_openers, _shutters = frozenset("（("), frozenset("）)")
_longest_aside = 14
_soon = 7
_telling = frozenset((*words_of("of", "etc", "each"), *"：“”"))


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of the table: its class, what it tells of the status, its stage."""

    kind: str
    status: str = ""
    stage: str = ""


@dataclass(slots=True)
class Scene:
    """One sentence, parsed. Token lists run in parallel; lists over mentions are in text order.

    `actors` are the types of those who act.
    `at` is the token of each mention, `clause` the clause of each token, `chain` the enumeration of
    each mention, `first` and `last` the tokens where that enumeration begins and ends. `left` and
    `right` are the tokens of the nearest verbs before and after the enumeration in its clause, -1 for
    none, `left2` and `right2` the next ones further out; `carried` is the verb taken over from a clause
    before. `tells` is what each word tells of the status.
    `aside` tells the tokens in short brackets, which govern nothing; `marks` is what each token means to the
    shape of a sentence; `rank` and `size` place each mention in its enumeration.
    `ruler` is the mention that is the subject of each mention's clause, or of the nearest clause before it
    that has one, -1 for none; `ruled` tells how many clauses back that is. `selves` are the tokens that
    speak of the document's own region (全市): they end the reign of a subject.
    `heir` is the subject that the last clause leaves to the next sentence, -1 for none.
    `over` is the mention that an enumeration is listed under (A、B等C), -1 for none.
    `past` is the first token after an enumeration that is no part of its names, `after` the class of that word
    (新能源产业企业: firm). `opener` is the token of the preposition that it stands behind with no verb between,
    -1 for none. `agent` tells the subjects of a verb with an object of its own, `address` the places that another
    place or body follows (青海省西宁市): the latter is the one meant.
    """

    sentence: Sentence
    mentions: list[Mention]
    actors: frozenset[str]
    words: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    tells: list[str] = field(default_factory=list)
    which: list[int] = field(default_factory=list)
    clause: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    chain: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    left2: list[int] = field(default_factory=list)
    right: list[int] = field(default_factory=list)
    right2: list[int] = field(default_factory=list)
    carried: list[int] = field(default_factory=list)
    aside: list[bool] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    rank: list[int] = field(default_factory=list)
    size: list[int] = field(default_factory=list)
    ruler: list[int] = field(default_factory=list)
    ruled: list[int] = field(default_factory=list)
    selves: list[int] = field(default_factory=list)
    heir: int = -1
    over: list[int] = field(default_factory=list)
    past: list[int] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    opener: list[int] = field(default_factory=list)
    agent: list[bool] = field(default_factory=list)
    address: list[bool] = field(default_factory=list)

    def is_body(self, i: int) -> bool:
        """Whether a mention names somebody who acts and is no region."""
        return self.mentions[i].type in self.actors and self.mentions[i].type != "Region"


def parse(
    sentence: Sentence,
    mentions: Sequence[Mention],
    verbs: Mapping[str, Verb],
    nouns: Mapping[str, str],
    actors: frozenset[str],
) -> Scene:
    """The scene of a sentence; `mentions` are those that begin in it, in text order and without overlap.

    `nouns` are the classes of words that follow a name (`noun_kinds`; the class "tail" is passed over).
    """
    scene = Scene(sentence, list(mentions), actors)
    _segment(scene, verbs)
    _set_aside(scene)
    _enumerate(scene)
    _govern(scene)
    _mark(scene)
    _rule(scene)
    _list(scene)
    _qualify(scene, nouns)
    _place(scene)
    return scene


def _segment(scene: Scene, verbs: Mapping[str, Verb]) -> None:
    sentence, text = scene.sentence, scene.sentence.text.replace(hole, " ")
    parts, done = [], 0
    for mention in scene.mentions:
        parts += [text[done : max(done, mention.start - sentence.start)], hole]
        done = mention.end - sentence.start
    parts.append(text[done:])
    number = 0
    for word, tag in rjieba.tag("".join(parts)):
        for piece in _pieces(word, verbs):
            mine = piece == hole
            known = None if mine else verbs.get(piece)
            if known and known.kind == "self":
                scene.selves.append(len(scene.words))
            scene.words.append(piece)
            scene.which.append(number if mine else -1)
            scene.tags.append("M" if mine else tag)
            scene.kinds.append(_kind(known, tag) if not mine else "")
            scene.tells.append(known.status if known else "")
            if mine:
                scene.at.append(len(scene.words) - 1)
                number += 1


def _pieces(word: str, verbs: Mapping[str, Verb]) -> Iterable[str]:
    """A word, or its parts where mentions or a modifier and a verb (大力发展) were taken for one."""
    if hole in word:
        return word
    if len(word) == 4 and word not in verbs and word[:2] in verbs and word[2:] in verbs:
        return (word[:2], word[2:])
    return (word,)


def _kind(known: Verb | None, tag: str) -> str:
    if known is None:
        return "v" if tag[0] == "v" else ""
    return "" if known.kind in {"-", "how", "self"} else known.kind


def _set_aside(scene: Scene) -> None:
    """Short brackets set aside, and the rest divided into clauses."""
    words = scene.words
    scene.aside.extend([False] * len(words))
    opened = -1
    for j, word in enumerate(words):
        if word in _openers:
            opened = j
        elif word in _shutters and opened >= 0:
            if j - opened <= _longest_aside:
                for k in range(opened, j + 1):
                    scene.aside[k] = True
                    scene.kinds[k] = ""
            opened = -1
    clause = 0
    scene.starts.append(0)
    for j, word in enumerate(words):
        scene.clause.append(clause)
        if word in _stops and not scene.aside[j]:
            clause += 1
            scene.starts.append(j + 1)


def _enumerate(scene: Scene) -> None:
    """Mentions joined by 、 or 和, with at most three words that are no verb between, stand in one enumeration."""
    at, words, kinds = scene.at, scene.words, scene.kinds
    number = -1
    for i, token in enumerate(at):
        joined = False
        if i and scene.clause[at[i - 1]] == scene.clause[token]:
            between = range(at[i - 1] + 1, token)
            joint = any(words[j] in _joints for j in between)
            loose = sum(
                not scene.aside[j] and words[j] not in _joints and words[j] not in _closers for j in between
            )
            joined = joint and loose <= 3 and not any(kinds[j] not in {"", "v"} for j in between)
        alike = (scene.mentions[i].type == "Person") == (scene.mentions[i - 1].type == "Person")
        number += not (joined and alike)
        scene.chain.append(number)
    for i, token in enumerate(at):
        same = i and scene.chain[i - 1] == scene.chain[i]
        scene.first.append(scene.first[i - 1] if same else token)
    ends: list[int] = []
    for i in range(len(at) - 1, -1, -1):
        same = i + 1 < len(at) and scene.chain[i + 1] == scene.chain[i]
        ends.append(ends[-1] if same else at[i])
    scene.last.extend(reversed(ends))
    sizes = Counter(scene.chain)
    for i, chain in enumerate(scene.chain):
        scene.rank.append(scene.rank[-1] + 1 if i and scene.chain[i - 1] == chain else 0)
        scene.size.append(sizes[chain])


def _govern(scene: Scene) -> None:
    """The verbs nearest to each enumeration in its clause, or the last one of the clauses before."""
    verbs = [j for j, kind in enumerate(scene.kinds) if kind]
    ends = [*scene.starts[1:], len(scene.words)]
    done: dict[int, tuple[int, int, int, int, int]] = {}
    for i, chain in enumerate(scene.chain):
        if chain not in done:
            clause = scene.clause[scene.first[i]]
            opening = bisect_left(verbs, scene.starts[clause])
            before = bisect_left(verbs, scene.first[i])
            after = bisect_right(verbs, scene.last[i])
            closing = bisect_left(verbs, ends[clause])
            done[chain] = (
                verbs[before - 1] if before > opening else -1,
                verbs[before - 2] if before > opening + 1 else -1,
                verbs[after] if after < closing else -1,
                verbs[after + 1] if after + 1 < closing else -1,
                verbs[opening - 1] if opening and before == opening else -1,
            )
        for target, value in zip(
            (scene.left, scene.left2, scene.right, scene.right2, scene.carried), done[chain], strict=True
        ):
            target.append(value)


def _mark(scene: Scene) -> None:
    """What each token means to the shape of the sentence: a verb's class, a stop, a preposition, a mention's type."""
    for j, (word, tag, kind, number) in enumerate(
        zip(scene.words, scene.tags, scene.kinds, scene.which, strict=True)
    ):
        if scene.aside[j]:
            mark = ""
        elif number >= 0:
            mark = "" if scene.rank[number] else f"<{scene.mentions[number].type}>"
        elif word in _stops:
            mark = ","
        elif kind:
            mark = kind
        elif tag == "p" or word in _telling:
            mark = word
        else:
            mark = ""
        scene.marks.append(mark)


def _rule(scene: Scene) -> None:
    """The subject of each clause: the first actor with no verb or preposition before it and a verb after it."""
    subjects: dict[int, int] = {}
    for i, mention in enumerate(scene.mentions):
        clause = scene.clause[scene.at[i]]
        if clause not in subjects and mention.type in scene.actors and _leads(scene, i):
            subjects[clause] = i
    own = {scene.clause[j] for j in scene.selves}
    reigns: list[tuple[int, int]] = []
    reign = (-1, -1)
    for clause in range(len(scene.starts)):
        reign = (subjects[clause], clause) if clause in subjects else (-1, -1) if clause in own else reign
        ahead = (
            clause not in subjects
            and clause not in own
            and clause + 1 in subjects
            and _sets_out(scene, clause)
        )
        reigns.append((subjects[clause + 1], clause + 1) if ahead else reign)
    scene.heir = reign[0]
    for i in range(len(scene.mentions)):
        clause = scene.clause[scene.at[i]]
        ruler, start = reigns[clause]
        if ruler == i or (ruler > i and start == clause):
            ruler, start = (-1, -1) if clause in own or not clause else reigns[clause - 1]
            ruler, start = (ruler, start) if ruler < i else (-1, -1)
        scene.ruler.append(ruler)
        scene.ruled.append(abs(clause - start) if ruler >= 0 else -1)


def _sets_out(scene: Scene, clause: int) -> bool:
    """Whether a clause only leads up to the next one: 围绕…, 按照…, 在…上."""
    begin = scene.starts[clause]
    return begin < len(scene.words) and (scene.kinds[begin] == "base" or scene.tags[begin] == "p")


def _leads(scene: Scene, i: int) -> bool:
    before, after = scene.first[i] - 1, scene.last[i] + 1
    while after < len(scene.words) and (scene.aside[after] or scene.tags[after] in {"d", "ad", "t"}):
        after += 1
    if scene.left[i] >= 0 or scene.size[i] > 6 or after >= len(scene.words):
        return False
    if scene.first[i] == 0 and scene.words[after] in "：:":
        return True
    if (
        before >= 0
        and scene.clause[before] == scene.clause[scene.first[i]]
        and scene.tags[before] in {"p", "uj"}
    ):
        return False
    return bool(scene.kinds[after]) or scene.tags[after] in {"p", "v"}


def _list(scene: Scene) -> None:
    """What each enumeration is listed under: the mention soon after 等, with no verb of a class and no stop between."""
    for i in range(len(scene.mentions)):
        after = scene.last[i] + 1
        while after < len(scene.words) and (scene.aside[after] or scene.words[after] in _closers):
            after += 1
        above = -1
        if after < len(scene.words) and scene.words[after].startswith(words_of("etc")):
            for j in range(after + 1, min(after + _soon, len(scene.words))):
                if scene.which[j] >= 0:
                    above = scene.which[j]
                if above >= 0 or scene.marks[j] == "," or scene.kinds[j] not in {"", "v"}:
                    break
        scene.over.append(above)


def _qualify(scene: Scene, nouns: Mapping[str, str]) -> None:
    """What each enumeration qualifies, and the preposition that it stands behind."""
    for i in range(len(scene.mentions)):
        after = scene.last[i] + 1
        while after < len(scene.words) and (
            scene.aside[after]
            or scene.words[after] in _closers
            or scene.words[after] in words_of("etc", "of")
            or nouns.get(scene.words[after]) == "tail"
        ):
            after += 1
        inside = after < len(scene.words) and scene.clause[after] == scene.clause[scene.last[i]]
        kind = nouns.get(scene.words[after], "") if inside else ""
        scene.past.append(after)
        scene.after.append("" if kind == "tail" else kind)
        scene.opener.append(_opener(scene, i))


def _opener(scene: Scene, i: int) -> int:
    begin = scene.starts[scene.clause[scene.first[i]]]
    for j in range(scene.first[i] - 1, begin - 1, -1):
        if scene.tags[j] == "p" or scene.kinds[j] in {"base", "cause"}:
            return j
        if scene.kinds[j]:
            return -1
    return -1


def _place(scene: Scene) -> None:
    """Which mentions are subjects of a verb with an object, and which only say where the next one lies."""
    governors = {verb for verb in scene.left if verb >= 0}
    for i, mention in enumerate(scene.mentions):
        after = scene.right[i]
        ruling = mention.type in scene.actors and _leads(scene, i)
        scene.agent.append(ruling and any(verb in governors for verb in (after, scene.right2[i])))
        following = scene.mentions[i + 1] if i + 1 < len(scene.mentions) else None
        scene.address.append(
            mention.type == "Region"
            and len(mention.text) > 1
            and following is not None
            and following.start == mention.end
            and following.type in scene.actors
        )
