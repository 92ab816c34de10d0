"""Sentences and their mentions to the words that stand for a thing named before: 该公司, 园区, 联合体."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import rjieba

from kg.model import Mention, Sentence
from kg.text.function_words import pattern, words_of

mark = "anaphor"
"""What `Mention.by` says of a word that stands for a name; such a word is no mention of the document."""

_own = "本"
"""Before a word for a text it means the text itself, which its first sentences name."""
_aside = re.compile(r"[（(][^（）()]*[）)]$")
_near, _often = 3, 3
_doubt = 0.5
_hole = "\ue000"
_bounds = frozenset("，。；：、！？,;:!?“（( \n")
_links = frozenset(words_of("before who is meant"))
_quotes = "”》」\"'）)"
_compound = frozenset(("n", "v"))


class Anaphors:
    """The words that may stand for a name, ready.

    `table` has rows `noun` (the word), `type` (of what it stands for, `*` for any), `antecedent` (`ending`: what
    it stands for is named so at its end; `any`), `alone` (`yes`: it need not follow 该, 本 or 这).
    """

    def __init__(self, table: Iterable[Mapping[str, str]]) -> None:
        self.rows = {
            row["noun"]: (row["type"], row["antecedent"] == "ending", row["alone"] == "yes") for row in table
        }
        nouns = "|".join(sorted(map(re.escape, self.rows), key=lambda noun: (-len(noun), noun)))
        self.found = pattern(rf"(<this>)?({nouns})")

    def found_in(
        self, sentence: Sentence, mine: Sequence[Mention], known: Sequence[tuple[int, Mention]], region: str
    ) -> list[Mention]:
        """The mentions of a sentence together with the words in it that stand for names, in text order.

        `known` are the mentions of the document so far with the indexes of their sentences, those of this
        sentence included. What the document's own region is called by (新区) stands for that, and is no matter here.
        """
        text = _masked(sentence, mine)
        new = []
        for m in self.found.finditer(text):
            meant = None if region.endswith(m[2]) else self._meant(sentence, m, text, known)
            if meant is not None:
                new.append(meant)
        return sorted([*mine, *new], key=lambda mention: mention.start) if new else list(mine)

    def _meant(
        self, sentence: Sentence, m: re.Match[str], text: str, known: Sequence[tuple[int, Mention]]
    ) -> Mention | None:
        kind, ending, alone = self.rows[m[2]]
        before = text[m.start() - 1] if m.start() else " "
        if not m[1] and not (alone and (before in _bounds or before in _links)):
            return None
        begin = sentence.start + m.start()
        fit = [(i, one) for i, one in known if one.start < begin and kind in {"*", one.type}]
        if ending:
            near = [one for i, one in fit if _bare(one.name).endswith(m[2]) and (m[1] != _own or i <= _near)]
        else:
            near = [one for i, one in fit if sentence.index - i <= _near]
        meant = (near[0] if m[1] == _own and ending else near[-1]) if near else None
        if not m[1] and not ending:
            meant = _topic([one for _, one in fit], near)
        if meant is None or not _whole(text, m):
            return None
        end = sentence.start + m.end()
        return Mention(
            sentence.document,
            begin,
            end,
            m[0],
            meant.type,
            meant.name,
            round(meant.confidence * _doubt, 4),
            mark,
        )


def _bare(name: str) -> str:
    """A name without closing marks and the years in brackets after it."""
    return _aside.sub("", name.rstrip("”》」\"'")).rstrip(_quotes)


def _topic(known: Sequence[Mention], near: Sequence[Mention]) -> Mention | None:
    """Of what was named just before, what the text has named most; where nothing was, what it speaks of all along."""
    counts = Counter(one.name for one in known)
    if near:
        most = max(counts[one.name] for one in near)
        return next(one for one in reversed(near) if counts[one.name] == most)
    first, second = ([*counts.most_common(2), ("", 0), ("", 0)])[:2]
    return next(
        (one for one in reversed(known) if one.name == first[0] and first[1] >= max(_often, 2 * second[1])),
        None,
    )


def _masked(sentence: Sentence, mine: Sequence[Mention]) -> str:
    """The text of a sentence with holes in place of its mentions."""
    parts, done = [], 0
    for mention in mine:
        start, end = mention.start - sentence.start, mention.end - sentence.start
        parts += [sentence.text[done:start], _hole * (min(end, len(sentence.text)) - start)]
        done = end
    return "".join((*parts, sentence.text[done:]))


def _whole(text: str, m: re.Match[str]) -> bool:
    """Whether the word stands by itself: not the first part of a compound (公司治理, 项目建设)."""
    rest = text[m.end() : m.end() + 6]
    if not rest or rest[0] in _bounds or rest[0] == _hole:
        return True
    words = rjieba.tag(m[2] + rest)
    if words[0][0] != m[2] or len(words) < 2:
        return False
    return words[1][1][0] != "n" and words[1][1] != "vn"
