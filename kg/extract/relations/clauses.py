"""A sentence and its mentions to clauses: words, governing verbs, enumerations and the actors of each clause."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import rjieba

from kg.model import Mention, Sentence

hole = "\ue000"
"""Stands for a mention while the words around it are segmented."""

_stops = frozenset("，；。：！？,;:!?\n")
_joints = frozenset(("、", "和", "与", "及", "以及", "或", "暨", "同", "并", "／", "/"))
_closers = frozenset("”》」）)'\"")


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of the table: its class, what it tells of the status, its stage."""

    kind: str
    status: str = ""
    stage: str = ""


@dataclass(slots=True)
class Scene:
    """One sentence, parsed. Token lists run in parallel; lists over mentions are in text order.

    `at` is the token of each mention, `clause` the clause of each token, `chain` the enumeration of
    each mention, `first` and `last` the tokens where that enumeration begins and ends. `left` and
    `right` are the tokens of the nearest verbs before and after the enumeration in its clause, -1 for
    none, `left2` and `right2` the next ones further out; `carried` is the verb taken over from a clause before.
    """

    sentence: Sentence
    mentions: list[Mention]
    words: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
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


def parse(sentence: Sentence, mentions: Sequence[Mention], verbs: Mapping[str, Verb]) -> Scene:
    """The scene of a sentence; `mentions` are those that begin in it, in text order and without overlap."""
    scene = Scene(sentence, list(mentions))
    _segment(scene, verbs)
    _enumerate(scene)
    _govern(scene)
    return scene


def _segment(scene: Scene, verbs: Mapping[str, Verb]) -> None:
    sentence, text = scene.sentence, scene.sentence.text.replace(hole, " ")
    parts, done = [], 0
    for mention in scene.mentions:
        parts += [text[done : max(done, mention.start - sentence.start)], hole]
        done = mention.end - sentence.start
    parts.append(text[done:])
    clause, number = 0, 0
    scene.starts.append(0)
    for word, tag in rjieba.tag("".join(parts)):
        for piece in word if hole in word else (word,):
            mine = piece == hole
            known = None if mine else verbs.get(piece)
            scene.words.append(piece)
            scene.which.append(number if mine else -1)
            scene.clause.append(clause)
            scene.tags.append("M" if mine else tag)
            scene.kinds.append("" if mine else known.kind if known else "v" if tag[0] == "v" else "")
            if mine:
                scene.at.append(len(scene.words) - 1)
                number += 1
            elif piece in _stops:
                clause += 1
                scene.starts.append(len(scene.words))


def _enumerate(scene: Scene) -> None:
    """Mentions joined by 、 or 和, with at most three words that are no verb between, stand in one enumeration."""
    at, words, kinds = scene.at, scene.words, scene.kinds
    number = -1
    for i, token in enumerate(at):
        joined = False
        if i and scene.clause[at[i - 1]] == scene.clause[token]:
            between = range(at[i - 1] + 1, token)
            joint = any(words[j] in _joints for j in between)
            loose = sum(words[j] not in _joints and words[j] not in _closers for j in between)
            joined = joint and loose <= 3 and not any(kinds[j] not in {"", "v"} for j in between)
        number += not joined
        scene.chain.append(number)
    for i, token in enumerate(at):
        same = i and scene.chain[i - 1] == scene.chain[i]
        scene.first.append(scene.first[i - 1] if same else token)
    ends: list[int] = []
    for i in range(len(at) - 1, -1, -1):
        same = i + 1 < len(at) and scene.chain[i + 1] == scene.chain[i]
        ends.append(ends[-1] if same else at[i])
    scene.last.extend(reversed(ends))


def _govern(scene: Scene) -> None:
    kinds, clause = scene.kinds, scene.clause
    verbs = [j for j, kind in enumerate(kinds) if kind]
    done: dict[int, tuple[int, int, int, int, int]] = {}
    for i in range(len(scene.at)):
        found = done.get(scene.chain[i])
        if found is None:
            mine = clause[scene.first[i]]
            before = [j for j in verbs if j < scene.first[i] and clause[j] == mine]
            after = [j for j in verbs if j > scene.last[i] and clause[j] == mine]
            carried = -1
            if not before:
                carried = next((j for j in reversed(verbs) if clause[j] < mine), -1)
            found = done[scene.chain[i]] = (
                before[-1] if before else -1,
                before[-2] if len(before) > 1 else -1,
                after[0] if after else -1,
                after[1] if len(after) > 1 else -1,
                carried,
            )
        for target, value in zip(
            (scene.left, scene.left2, scene.right, scene.right2, scene.carried), found, strict=True
        ):
            target.append(value)
