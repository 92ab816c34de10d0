"""The indicators of a document to the canonical ones, read in their context.

The words of a figure may lean on what stands before them: a part of a whole told just before
(占地区生产总值比重), a bare word of measure (总量), the rank of what was measured (稳居前十). Over what time it is
counted may be said once for many sentences (五年来), and a place before the name makes it that of a part of the region.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from kg.extract.indicators.linking import Link, Linker
from kg.model import Document, Indicator, Mention, Relative, Sentence, Span
from kg.ontology import Ontology
from kg.text.alternation import alternation
from kg.text.function_words import pattern, words_of

_CLAUSES = re.compile(r"[，；。：,;:]")
_YEAR = pattern(r"(?<!\d)((?:19|20)\d\d)年(?!<since>)")
_DASHES = ("—", "－", "-")
_LEADS = " 　*—－-“”‘’、（()）是" + "".join(words_of("ordinal"))
"""What may stand before a word at the head of a sentence."""
_PARTS = re.compile("[；;]")
_PLACES = ("Region", "Zone")
_BACK = 3
"""Clauses looked back for what a bare word of measure measures."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that says over what time the figures after it are counted; an empty word means one year."""

    at: int
    word: str
    here: bool = False


class Canonical:
    """Links the indicators of documents; built once."""

    def __init__(self, linker: Linker, cues: Mapping[str, str]) -> None:
        self.linker = linker
        self._says = dict(cues)
        self._cue = re.compile(alternation(cues))

    def linked(
        self,
        document: Document,
        sentences: Sequence[Sentence],
        mentions: Sequence[Mention],
        found: Sequence[Indicator],
    ) -> list[Indicator]:
        """The same indicators, each with its canonical one where its words or its context name one."""
        spans = dict(self.spans(document, sentences))
        places = sorted(((m.end, m) for m in mentions if m.type in _PLACES), key=lambda pair: pair[0])
        names = frozenset(m.name for _, m in places) - {document.region or ""}
        last: Indicator | None = None
        done: list[Indicator] = []
        for one in found:
            if last is not None and last.evidence != one.evidence:
                last = None
            link = self._link(document.text, one, last)
            if link is not None:
                at = one.span[0] if one.span else one.evidence[0]
                scope = self._timed(link.scope, spans.get(one.evidence, ()), at)
                part = (
                    link.part
                    or self._place(document, one, last, places)
                    or self._held(document.text, one, last, names)
                )
                one = replace(one, concept=link.concept, scope=scope, part=part)  # noqa: PLW2901 - the same one
                last = one
            elif last is None:
                last = one
            done.append(one)
        return done

    def timed(
        self, document: Document, sentences: Sequence[Sentence], found: Sequence[Relative]
    ) -> list[Relative]:
        """Relatives with the word that says over what time they hold."""
        spans = dict(self.spans(document, sentences))
        return [
            replace(
                one, scope=self._timed(one.scope, spans.get(one.evidence, ()), one.span[0] if one.span else 0)
            )
            for one in found
        ]

    def _timed(self, scope: tuple[str, ...], cues: Sequence[Cue], at: int) -> tuple[str, ...]:
        word = next((cue.word for cue in reversed(cues) if cue.at <= at), "")
        return (*scope, word) if word and word not in scope else scope

    def _link(self, text: str, one: Indicator, last: Indicator | None) -> Link | None:
        found = self.linker.link(one.indicator, one.unit, one.subject)
        if found is not None or one.span is None:
            return found
        if self.linker.bare(one.indicator):
            if last is not None and last.concept:
                concept = self.linker.measured(last.concept, one.unit)
                return Link(concept, (), last.part) if concept else None
            named = self._named(text, one.evidence[0], one.span[0])
            return self.linker.link(named, one.unit) if named else None
        return self._leaning(last, one) if last is not None else None

    def _leaning(self, last: Indicator, one: Indicator) -> Link | None:
        """What words mean that go on from those before: 研发经费支出…占地区生产总值比重, 研发经费投入…投入强度."""
        before, words = last.indicator, one.indicator
        for k in range(min(len(before), len(words) - 1), -1, -1):
            if before.endswith(words[:k]) and (
                found := self.linker.link(before + words[k:], one.unit, one.subject)
            ):
                return found if not found.part else None
        return None

    def _named(self, text: str, begin: int, end: int) -> str:
        """The indicator that one of the clauses before begins with, in words."""
        clauses = _CLAUSES.split(text[begin:end])[:-1]
        return next(
            (words for clause in reversed(clauses[-_BACK:]) if (words := self.linker.leading(clause))), ""
        )

    def _place(
        self,
        document: Document,
        one: Indicator,
        last: Indicator | None,
        places: Sequence[tuple[int, Mention]],
    ) -> str:
        """The place that stands right before the name of an indicator: it is that place's, and not the region's."""
        if one.span is None or not places:
            return ""
        words = one.indicator
        at = document.text.rfind(words, one.evidence[0], one.span[0])
        if at < 0:
            return last.part if last is not None and last.part and one.indicator == last.indicator else ""
        i = bisect_left(places, at, key=lambda pair: pair[0])
        mention = places[i][1] if i < len(places) and places[i][0] == at else None
        own = (document.region or "", one.subject)
        return "" if mention is None or mention.name in own or mention.text in own else mention.text

    def _held(self, text: str, one: Indicator, last: Indicator | None, names: AbstractSet[str]) -> str:
        """The place that the one before is about: down to a semicolon those after it are too, but not the whole's."""
        if last is None or last.span is None or one.span is None:
            return ""
        if (
            _PARTS.search(text, last.span[1], one.span[0])
            or one.subject in names
            or any(self.linker.kind(word) == "whole" for word in one.scope)
        ):
            return ""
        if last.subject in names:
            return last.subject
        return last.part if last.part in names else ""

    def spans(
        self, document: Document, sentences: Sequence[Sentence]
    ) -> Iterator[tuple[Span, tuple[Cue, ...]]]:
        """For each sentence, by its span, the words that say over what time its figures are counted, in order.

        A heading holds for its section. What is said at the head of a sentence holds for its paragraph, and for those
        after it that a dash begins; elsewhere a word holds for the rest of its sentence.
        """
        year = int(document.date[:4]) if document.date and document.date[:4].isdecimal() else 0
        levels = {section.heading[0]: section.level for section in document.sections}
        top = min(levels.values(), default=0)
        section = held = ""
        paragraph, mixed = -1, False
        for sentence in sentences:
            if sentence.start in levels:
                below = levels[sentence.start] > top
                mixed = (below and mixed) or self._mixed(sentence.text)
                section = self._heading(sentence.text, section if below else "")
                held = section
                continue
            if sentence.paragraph != paragraph and not sentence.text.startswith(_DASHES):
                held = section
            paragraph = sentence.paragraph
            found = sorted(self._cues(sentence, year), key=lambda cue: cue.at)
            mean = next((cue.word for cue in found if self._says.get(cue.word) == "mean"), "")
            yearly = any(not cue.word for cue in found)
            begin = mean if mixed and mean and not yearly and not held else held
            cues = [Cue(sentence.start, begin, here=begin != held), *found]
            held = next((cue.word for cue in reversed(cues) if not cue.here), held)
            yield (sentence.start, sentence.end), tuple(cues)

    def _heading(self, text: str, held: str) -> str:
        """What a heading says: several years where it names them and no year."""
        if _YEAR.search(text):
            return ""
        return next((m[0] for m in self._cue.finditer(text) if self._says[m[0]] in ("span", "heading")), held)

    def _mixed(self, text: str) -> bool:
        """Whether a heading names both one year and several."""
        return _YEAR.search(text) is not None and any(
            self._says[m[0]] in ("span", "heading") for m in self._cue.finditer(text)
        )

    def _cues(self, sentence: Sentence, year: int) -> Iterator[Cue]:
        for m in self._cue.finditer(sentence.text):
            says = self._says[m[0]]
            if says not in ("heading", "none"):
                word = "" if says == "year" else m[0]
                leads = not sentence.text[: m.start()].strip(_LEADS)
                yield Cue(
                    sentence.start + m.start(), word, here=says == "mean" or not (leads or says == "year")
                )
        for m in _YEAR.finditer(sentence.text):
            if int(m[1]) in (year, year - 1):
                yield Cue(sentence.start + m.start(), "")


def load(ontology: Ontology, linker: Linker) -> Canonical:
    """The reader of contexts over the table of words for time."""
    return Canonical(linker, {row["word"]: row["says"] for row in ontology.table("span_cues")})
