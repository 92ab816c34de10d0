"""Lists whose items share one head (云溪、白沙两个化工园区) to mentions of the things that they name.

A list that the lexicon knows as one name (交通运输、仓储和邮政业) names one thing; two sectors that it knows
(医药和医疗器械) are two, unless it knows both together: of 81 such pairs in the training documents 79 were marked so.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.contracts import Extractor
from kg.extract.ner.lexicon import own as sure
from kg.extract.ner.overlap import best
from kg.gazetteer.heads import heads, longest_head
from kg.gazetteer.keys import SECTORS
from kg.gazetteer.matcher import matcher
from kg.model import Document, Findings, Mention, Sentence, Span
from kg.ontology import Ontology
from kg.text.function_words import filled, words_of
from kg.text.numerals import whole

heads_of = frozenset({"Zone", "Research", "Organization"})
"""Types whose heads make a place or a body of an item that alone is a place, a field or a word."""
_items = frozenset({"Region", "Zone", "Industry", "Technology", "Concept"}) | heads_of
_between = re.compile("(?<=..)[和与](?=..)")
_pause, _sector = "、", "Industry"
_joints = frozenset((_pause, *words_of("and", "as well")))
_count = filled("(?P<open><etc>)?(?P<count>(?:[0-9０-９]{1,3}|<ordinal|two>{1,3}))<counted bodies>")
_counted = re.compile(_count)
_inside = re.compile(rf"(?P<item>.{{2,8}}?){_count}(?P<head>.{{2,12}})")
"""A mention that runs over the count: its item is the last of the list."""
_below = frozenset({"City", "County"})
"""The levels of places that have zones of their own."""
_full = 7
"""The letters of an ending that is written in full (经济技术开发区)."""
_usual = 3
"""So many zones of the lexicon have an ending in common that is one of a kind (高新技术产业开发区)."""


def load(ontology: Ontology) -> Extractor:
    """The part that gives the items of lists the type and the name of the head that they share."""
    return Extractor("shared_heads", SharedHeads(ontology).extract, settles=True)


class SharedHeads:
    """Heads of names, places and the usual endings of zones, ready."""

    def __init__(self, ontology: Ontology) -> None:
        self._matcher = matcher(ontology)
        self._terms = self._matcher.terms
        self._heads = heads(ontology)
        self._longest = max(map(len, self._heads), default=0)
        self._endings = frozenset(self._usual_endings())

    def extract(self, document: Document, _sentences: Sequence[Sentence], found: Findings) -> Findings:
        """All mentions; those of a list under a shared head are named and typed by it."""
        chosen = best(found.mentions)
        begins = {m.start: m for m in chosen}
        made = {
            (m.start, m.end): m
            for run in _runs(chosen, document.text)
            for m in self._shared(run, document.text, begins)
        }
        made |= {(m.start, m.end): m for m in (*self._parted(chosen), *self._listed(document, chosen))}
        if not made:
            return Findings(mentions=found.mentions)
        told = [*made, *((m.start, m.end) for m in chosen if self._is_told(m, made, document.text))]
        kept = (m for m in found.mentions if not any(a < m.end and m.start < b for a, b in told))
        return Findings(mentions=tuple(sorted((*kept, *made.values()), key=lambda m: (m.start, m.end))))

    def _listed(self, document: Document, chosen: Sequence[Mention]) -> Iterator[Mention]:
        """The lists that are one name of a sector, the longest of those that overlap; none within a longer name."""
        spans = (span for span in self._matcher.find(document.text) if _pause in document.text[slice(*span)])
        reach = 0
        for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
            name = document.text[start:end]
            term = self._terms[name][0]
            longer = any(m.start <= start and end <= m.end and len(m.text) > len(name) for m in chosen)
            if term.type == _sector and start >= reach and not longer:
                yield Mention(
                    document.id, start, end, name, term.type, term.name, sure, f"lexicon:{term.table}"
                )
                reach = end

    def _parted(self, chosen: Iterable[Mention]) -> Iterator[Mention]:
        """The two sectors of each mention that joins two known ones and is no known name."""
        for mention in chosen:
            if mention.type not in SECTORS or mention.text in self._terms:
                continue
            for joint in _between.finditer(mention.text):
                sides = (0, joint.start()), (joint.end(), len(mention.text))
                parts = [self._part(mention, *side) for side in sides]
                if all(parts):
                    yield from filter(None, parts)
                    break

    def _part(self, mention: Mention, start: int, end: int) -> Mention | None:
        """A stretch of a mention as the known sector or technology that it names; None where it names none."""
        words, at = mention.text[start:end], mention.start
        known = next((term for term in self._terms.get(words, ()) if term.type in SECTORS), None)
        if known is None:
            return None
        return replace(mention, start=at + start, end=at + end, text=words, type=known.type, name=known.name)

    def _is_told(self, mention: Mention, made: Mapping[Span, Mention], text: str) -> bool:
        """Whether a mention is no more than the head that the items right before it were named by."""
        last = max((end for _, end in made if end <= mention.start), default=-1)
        generic = mention.text in self._heads or mention.text in self._endings
        return generic and last >= 0 and _counted.fullmatch(text, last, mention.start) is not None

    def _shared(self, run: Sequence[Mention], text: str, begins: Mapping[int, Mention]) -> Iterable[Mention]:
        parts = _inside.fullmatch(run[-1].text)
        if parts is not None:
            end = run[-1].start + parts.end("item")
            last = replace(run[-1], end=end, text=parts["item"], name=parts["item"], type=run[-2].type)
            return self._under_count((*run[:-1], last), parts, parts["head"], self._type(parts["head"]))
        counted = _counted.match(text, run[-1].end)
        if counted is None:
            return self._under_last(run)
        marked = begins.get(counted.end())
        head, kind = (marked.text, marked.type) if marked else self._head_at(text, counted.end())
        return self._under_count(run, counted, head, kind)

    def _under_count(
        self, run: Sequence[Mention], counted: re.Match[str], head: str, kind: str
    ) -> Iterator[Mention]:
        """A、B、C三个H: as many items as counted, or fewer where 等 leaves the list open."""
        bare = all(m.type in _items and not self._type(m.text) for m in run)
        count = whole(counted["count"])
        if kind in heads_of and bare and (len(run) == count or (counted["open"] and len(run) < count)):
            yield from (self._named(m, head, kind) for m in run)

    def _under_last(self, run: Sequence[Mention]) -> Iterator[Mention]:
        """A、B、CH of places of one level, where H is a usual ending of zones; in full, of cities and counties."""
        *others, last = run
        levels = {self._level(m.text) for m in others}
        if last.type != "Zone" or any(m.type != "Region" for m in others) or None in levels:
            return
        for cut in range(2, len(last.text) - 1):
            # 甲市、乙县新区 may be a city and a district; 高新技术产业开发区 behind both is that of each.
            full = len(last.text) - cut >= _full and levels <= _below
            alike = self._level(last.text[:cut]) in (_below if full else levels)
            if last.text[cut:] in self._endings and alike and (full or len(levels) == 1):
                yield from (self._named(m, last.text[cut:], last.type) for m in others)
                return

    def _named(self, item: Mention, head: str, kind: str) -> Mention:
        name = item.text + head
        known = self._terms.get(name)
        return replace(item, type=kind, name=known[0].name if known else name, by="shared-head")

    def _level(self, text: str) -> str | None:
        """The level of a place of this name, None where there is none."""
        return next((term.kind for term in self._terms.get(text, ()) if term.type == "Region"), None)

    def _head_at(self, text: str, at: int) -> tuple[str, str]:
        """The head that stands at a place of the text, and its type."""
        for size in range(self._longest, 1, -1):
            word = text[at : at + size]
            if word in self._heads:
                return word, self._heads[word]
        return "", ""

    def _type(self, text: str) -> str:
        """The type of the longest head that a text ends with, "" where it has none."""
        head = longest_head(text[1:], self._heads, self._longest)
        return self._heads[head] if len(head) > 1 else ""

    def _usual_endings(self) -> Iterator[str]:
        """What many zones of the lexicon are called behind the name of a place, and the heads of zones."""
        counts: Counter[str] = Counter()
        for name, terms in self._terms.items():
            if terms[0].type == "Zone":
                counts.update(
                    name[cut:]
                    for cut in range(2, len(name) - 1)
                    if name[:cut] in self._terms and self._level(name[:cut])
                )
        yield from (ending for ending, count in counts.items() if count >= _usual and len(ending) > 2)
        yield from (head for head, kind in self._heads.items() if kind == "Zone" and len(head) > 2)


def _runs(mentions: Sequence[Mention], text: str) -> Iterator[tuple[Mention, ...]]:
    """The enumerations of two mentions or more, each between two of which a joint stands alone."""
    run: list[Mention] = []
    for mention in mentions:
        if run and text[run[-1].end : mention.start] not in _joints:
            if len(run) > 1:
                yield tuple(run)
            run = []
        run.append(mention)
    if len(run) > 1:
        yield tuple(run)
