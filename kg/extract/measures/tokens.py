"""Sentences to their words and clauses, as lists over a whole document: what measures are read from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import rjieba

from kg.model import Mention, Sentence

stops = frozenset("，；。：！？,;:!?")
"""Marks that end a clause, outside brackets, quotes and titles."""
_brackets = {"（": "）", "(": ")", "［": "］", "[": "]", "【": "】"}
_quotes = {"“": "”", "《": "》", "‘": "’", "「": "」"}
_closing = {**_brackets, **_quotes}
_ends = frozenset("。！？；，、!?;,")


@dataclass(slots=True)
class Tokens:
    """The words of a document's sentences. Lists run in parallel, one entry a word, unless told otherwise.

    `start` and `end` are offsets of the document. `words` are as written but for digits, which are all 0;
    `kinds` are the classes of verbs (table `verbs`), "v" for a verb of no class, "" for other words and
    inside quotes. `bracketed` and `quoted` tell whether a word stands in brackets, in quotes or a title.
    `clause` is the clause of each word; `opens` and `closes` are the first word of each clause and the
    one behind its last, `owner` its sentence; `first` and `last` the same of each sentence.
    """

    sentences: Sequence[Sentence]
    words: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    bracketed: list[bool] = field(default_factory=list)
    quoted: list[bool] = field(default_factory=list)
    clause: list[int] = field(default_factory=list)
    opens: list[int] = field(default_factory=list)
    closes: list[int] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.words)

    def unfinished(self, sentence: int) -> bool:
        """Whether a sentence has no mark at its end: a heading, a title, a cell."""
        return self.sentences[sentence].text[-1:] not in _ends


def tokens(sentences: Sequence[Sentence], kinds: Mapping[str, str]) -> Tokens:
    """The words of the sentences of a document; `kinds` gives the class of each known verb."""
    found = Tokens(sentences)
    for number, sentence in enumerate(sentences):
        found.first.append(len(found))
        _add(found, sentence, kinds)
        found.last.append(len(found))
        _part(found, number)
    return found


def _add(found: Tokens, sentence: Sentence, kinds: Mapping[str, str]) -> None:
    at = sentence.start
    waited: list[str] = []  # the marks that would close what is open
    for word, tag in rjieba.tag(sentence.text, hmm=False):
        around = tuple(waited)
        if word in waited:
            del waited[len(waited) - 1 - waited[::-1].index(word) :]
        elif word in _closing:
            waited.append(_closing[word])
            around = tuple(waited)
        quoted = any(mark in _quotes.values() for mark in around)
        found.words.append("0" if word[0].isdigit() else word)
        found.tags.append(tag)
        found.kinds.append("" if quoted else kinds.get(word, "v" if tag[0] == "v" else ""))
        found.start.append(at)
        at += len(word)
        found.end.append(at)
        found.quoted.append(quoted)
        found.bracketed.append(any(mark in _brackets.values() for mark in around))


def _part(found: Tokens, number: int) -> None:
    """Parts the words of the last sentence into clauses."""
    begin = found.first[number]
    for i in range(begin, len(found)):
        if i == begin or (
            found.words[i - 1] in stops and not found.bracketed[i - 1] and not found.quoted[i - 1]
        ):
            if i > begin:
                found.closes.append(i)
            found.opens.append(i)
            found.owner.append(number)
        found.clause.append(len(found.opens) - 1)
    if len(found) > begin:
        found.closes.append(len(found))


def covered(found: Tokens, mentions: Iterable[Mention]) -> list[str]:
    """For each word, the type of the mention that it belongs to after B (it begins there) or I, else O."""
    told = ["O"] * len(found)
    at = 0
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        while at < len(found) and found.end[at] <= mention.start:
            at += 1
        place, side = at, "B"
        while place < len(found) and found.start[place] < mention.end:
            if told[place] == "O":
                told[place] = side + mention.type
            place, side = place + 1, "I"
    return told
