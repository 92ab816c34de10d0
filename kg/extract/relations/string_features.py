"""Mentions and pairs of mentions to features: strings for the linear models, numbers for the trees."""

from collections.abc import Sequence

from kg.text.clauses import Scene
from kg.text.function_words import words_of

_telling = words_of("etc", "as", "of")


def _word(scene: Scene, token: int) -> str:
    if token < 0 or token >= len(scene.words):
        return "#"
    number = scene.which[token]
    return f"<{scene.mentions[number].type}>" if number >= 0 else scene.words[token]


def _verb(scene: Scene, token: int) -> tuple[str, str]:
    return (scene.words[token], scene.kinds[token]) if token >= 0 else ("#", "#")


def mention_strings(scene: Scene, i: int, previous: str) -> list[str]:
    """What can be said of one mention in its place; `previous` is the class of the last verb before the sentence."""
    mention = scene.mentions[i]
    words, tags, clause = scene.words, scene.tags, scene.clause
    at, first, last = scene.at[i], scene.first[i], scene.last[i]
    kind = mention.type
    mine = clause[at]
    begin = scene.starts[mine]
    end = scene.starts[mine + 1] - 1 if mine + 1 < len(scene.starts) else len(words) - 1
    g1, k1 = _verb(scene, scene.left[i])
    g2, k2 = _verb(scene, scene.left2[i])
    r1, q1 = _verb(scene, scene.right[i])
    r2, q2 = _verb(scene, scene.right2[i])
    c1, ck = _verb(scene, scene.carried[i])
    left1, left2, left3 = _word(scene, first - 1), _word(scene, first - 2), _word(scene, first - 3)
    right1, right2, right3 = _word(scene, last + 1), _word(scene, last + 2), _word(scene, last + 3)
    near1, near2 = _word(scene, at + 1), _word(scene, at + 2)
    prev1 = _word(scene, at - 1)
    name = mention.text
    govern, gk = (g1, k1) if scene.left[i] >= 0 else ("^" + c1, "^" + ck)
    gap = at - scene.left[i] if scene.left[i] >= 0 else 0
    before_types = {scene.mentions[n].type for n in scene.which[begin:first] if n >= 0}
    preps = [words[j] for j in range(begin, first) if tags[j] == "p"]
    prep = preps[-1] if preps else "#"
    member = scene.chain[i]
    place = (i > 0 and scene.chain[i - 1] == member) + 2 * (
        i + 1 < len(scene.mentions) and scene.chain[i + 1] == member
    )
    follows = left1 if left1 in _telling else "#"
    heads = right1 if right1 in (*_telling, *"（(") else "#"
    typed = [
        "", "g=" + govern, "gk=" + gk, "gq=" + gk + "|" + q1, "r1=" + r1, "q1=" + q1, "rr=" + r1 + "|" + r2,
        "g2=" + g2 + "|" + g1, "k2=" + k2 + "|" + k1, "gr=" + govern + "|" + r1, "gn=" + govern + "|" + right1,
        "R1=" + right1, "R2=" + right1 + right2, "N1=" + near1, "L1=" + left1, "L2=" + left2 + left1,
        "P=" + prev1, "pp=" + prep, "ppg=" + prep + gk, "gap=" + str(min(gap, 6)) + gk, "end=" + _word(scene, end - 1),
        "sfx=" + name[-2:], "sf1=" + name[-1:] + gk, "fo=" + follows + heads, "pl=" + str(place),
        "bt=" + "".join(sorted(t[0] + t[1] for t in before_types)),
        "role=" + scene.sentence.role, "open=" + str(first == begin) + str(mine == 0), "pv=" + previous + gk,
        "af=" + scene.after[i], "afk=" + scene.after[i] + "|" + gk, "afr=" + scene.after[i] + "|" + gk + "|" + q1,
        "op=" + _word(scene, scene.opener[i]), "opq=" + _word(scene, scene.opener[i]) + "|" + q1 + "|" + scene.after[i],
        "aw=" + _after(scene, i), "awk=" + _after(scene, i) + "|" + gk, "kp=" + _kept(scene, i),
        "ag=" + str(scene.agent[i]) + str(scene.address[i]),
        "qk=" + q1 + q2, "rul=" + _ruler(scene, i), "rug=" + _ruler(scene, i) + gk,
    ]  # fmt: skip
    free = [
        "g=" + govern, "gk=" + gk, "gr=" + govern + "|" + r1, "R2=" + right1 + right2, "R3=" + right1 + right2 + right3,
        "L2=" + left2 + left1, "L3=" + left3 + left2 + left1, "N2=" + near1 + near2, "g2=" + g2 + "|" + g1,
        "sfx=" + name[-2:] + gk, "sf3=" + name[-3:], "name=" + name, "pfx=" + name[:2], "gap=" + str(min(gap, 6)),
        "r1=" + r1, "len=" + str(min(len(name) // 3, 5)) + gk, "nm=" + str(min(len(scene.mentions), 8)),
        "q=" + name[:1] + name[-1:] if name[:1] in "“《" else "q=",
        "fw=" + _word(scene, begin), "cl=" + (words[begin - 1] if begin else "^"),
    ]  # fmt: skip
    return [kind + ":" + s for s in typed] + free


def pair_strings(scene: Scene, h: int, t: int) -> list[str]:
    """What can be said of two mentions of one sentence, as strings."""
    one, two = scene.mentions[h], scene.mentions[t]
    a, b = scene.at[h], scene.at[t]
    order = "<" if a < b else ">"
    low, high = (a, b) if a < b else (b, a)
    types = one.type + order + two.type
    gap = [_word(scene, j) for j in range(low + 1, high)] if high - low <= 7 else ["..."]
    verbs = [scene.words[j] for j in range(low + 1, high) if scene.kinds[j]]
    kinds = [scene.kinds[j] for j in range(low + 1, high) if scene.kinds[j]]
    same = scene.clause[a] == scene.clause[b]
    chained = scene.chain[h] == scene.chain[t]
    edge = _word(scene, low - 1) + "|" + _word(scene, high + 1)
    bare = [w for w in gap if w[0] != "<"]
    tail_verb = scene.left[t] if scene.left[t] >= 0 else scene.carried[t]
    gt, gk = _verb(scene, tail_verb)
    hr, hk = _verb(scene, scene.right[h])
    holes = [w for w in gap if w[0] == "<"]
    last = scene.last[h]
    path = [mark for mark in scene.marks[low + 1 : high] if mark]
    short = " ".join(path if len(path) <= 7 else [*path[:3], "~", *path[-3:]])
    over = "#" if scene.over[h] < 0 else "1" if scene.over[h] == t else "0"
    outer = (scene.marks[low - 1] if low else "^") + "|" + _mark_after(scene, high)
    base = [
        "", "gap=" + " ".join(gap), "bare=" + "".join(bare), "edge=" + edge, "vb=" + "|".join(verbs[-2:]),
        "kd=" + "|".join(kinds[:3]), "sm=" + str(same) + str(chained), "gt=" + gt, "hr=" + hr, "ghk=" + gk + "|" + hk,
        "hn=" + _word(scene, a + 1), "hp=" + _word(scene, a - 1),
        "tn=" + _word(scene, b + 1), "tp=" + _word(scene, b - 1),
        "hl=" + _word(scene, last + 1) + _word(scene, last + 2), "hs=" + one.text[-2:], "ts=" + two.text[-2:],
        "tr=" + _verb(scene, scene.right[t])[0], "gh=" + _verb(scene, scene.left[h])[0] + "|" + gt,
        "nh=" + str(min(len(holes), 4)) + str(same), "tl=" + _word(scene, scene.first[t] - 1) + str(chained),
        "path=" + short, "po=" + short + outer, "p3=" + " ".join(path[-3:]),
        "p2=" + " ".join(path[:2]) + "~" + " ".join(path[-2:]),
        "pg=" + short + gt, "ov=" + over, "ro=" + _rules(scene, h, t), "rg=" + _rules(scene, h, t) + gk,
        "ad=" + str(scene.address[h]) + str(scene.address[t]) + str(scene.agent[h]) + str(scene.agent[t]),
        "af=" + scene.after[t] + "|" + gk, "ah=" + scene.after[h] + "|" + hk, "op=" + _word(scene, scene.opener[t]),
        "oh=" + _word(scene, scene.opener[h]) + "|" + gk, "kp=" + _kept(scene, t),
        "dist=" + str(min(high - low, 8)) + str(same), "dm=" + str(min(abs(h - t), 6)) + str(same),
    ]  # fmt: skip
    return [types + ":" + s for s in base] + [
        order + "gap=" + " ".join(gap), order + "bare=" + "".join(bare), order + "vb=" + "|".join(verbs[-2:]),
        order + "hl=" + _word(scene, last + 1), order + "tp=" + _word(scene, scene.first[t] - 1), order + "gt=" + gt,
        order + "hr=" + hr + "|" + gt, order + "hn=" + _word(scene, a + 1) + str(same),
        order + "hp=" + _word(scene, a - 1) + str(same), order + "path=" + short, order + "po=" + short + outer,
        order + "pg=" + short + gt, order + "p3=" + " ".join(path[-3:]) + gt, order + "ov=" + over,
    ]  # fmt: skip


def _ruler(scene: Scene, i: int) -> str:
    """The type of the subject, and whether it stands in the clause or is carried on."""
    return f"{scene.mentions[scene.ruler[i]].type}{min(scene.ruled[i], 2)}" if scene.ruler[i] >= 0 else "#"


def _after(scene: Scene, i: int) -> str:
    """The first word after an enumeration that is no part of a name: past 产业, 等, 的 and closing marks."""
    return _word(scene, scene.past[i])


def _kept(scene: Scene, i: int) -> str:
    """The verbs before a mention in its clause that keep a thing down or say that it is not done."""
    begin = scene.starts[scene.clause[scene.first[i]]]
    return "|".join(k for k in scene.kinds[begin : scene.first[i]] if k in {"curb", "end"})


def _rules(scene: Scene, h: int, t: int) -> str:
    """Whether the first mention, or another, is the subject of the second one's clause, and how near."""
    ruler = scene.ruler[t]
    if ruler < 0:
        return "#"
    own = ruler == h or scene.chain[ruler] == scene.chain[h]
    return f"{own}{min(scene.ruled[t], 3)}"


def _mark_after(scene: Scene, token: int) -> str:
    return next((mark for mark in scene.marks[token + 1 : token + 6] if mark), "$")


def previous_kind(scenes: Sequence[Scene], index: int) -> str:
    """The class of the last verb of the sentence before, within the paragraph."""
    if not index or scenes[index - 1].sentence.paragraph != scenes[index].sentence.paragraph:
        return "#"
    return next((k for k in reversed(scenes[index - 1].kinds) if k), "#")
