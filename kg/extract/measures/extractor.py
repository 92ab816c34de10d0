"""The extractor of measures: finds their boundaries, who does them, what takes part, who answers for them, and when."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from kg.contracts import Extractor
from kg.extract.coref.anaphors import Anaphors
from kg.extract.coref.anaphors import mark as anaphor
from kg.extract.factuality import Verdict
from kg.extract.factuality import load as load_factuality
from kg.extract.measures import actors, roles
from kg.extract.measures.bodies import Bodies, Named
from kg.extract.measures.boundaries import Boundaries, Phrase
from kg.extract.measures.context import Context, context
from kg.extract.measures.deadlines import Deadline, deadline
from kg.extract.measures.rows import Rows
from kg.extract.measures.tokens import covered, tokens
from kg.gazetteer.normal_form import comparable
from kg.learnt.calibration import Calibration
from kg.learnt.calibration import read as read_calibration
from kg.learnt.crf import load as load_chain
from kg.learnt.models import load as load_models
from kg.model import Document, Findings, Measure, MeasureRole, Mention, Part, Sentence
from kg.ontology import Ontology
from kg.text.alternation import alternation
from kg.text.calendar import Calendar
from kg.text.places import figures_within, section_of, sentence_of

field = Path(__file__).with_name("boundaries.npz")
models = Path(__file__).with_name("models.npz")
_short = 2
"""Labels of so few characters (牵头, 业主) are too weak to tell a row."""
precision = Path(__file__).with_name("confidence.tsv")


def load(ontology: Ontology) -> Extractor:
    """The extractor of measures, its tables and models loaded."""
    return Extractor("measures", Measures(ontology).extract, needs_mentions=True)


class Reader:
    """The tables of the ontology that measures are read by."""

    def __init__(self, ontology: Ontology) -> None:
        self.kinds = {row["verb"]: row["kind"] for row in ontology.table("verbs")}
        self.signals = {row["word"]: row["role"] for row in ontology.table("measure_signals")}
        self.actors = ontology.actors
        self.anaphors = Anaphors(ontology.table("anaphors"))
        bodies = ontology.table("measure_bodies")
        self.bodies = Bodies(ontology)
        labels = [row["word"] for row in bodies if row["place"] == "before" and len(row["word"]) > _short]
        self.rows = Rows(ontology.table("measure_cells"), labels)
        closings = alternation(row["word"] for row in ontology.table("measure_closings"))
        self.closing = re.compile(
            rf"(?:力争|确保|计划|预计)?(?:到|于)?[\d年月日底末内前季度上下半一二三四今明]+{closings}"
        )

    def context(
        self, document: Document, sentences: Sequence[Sentence], mentions: Sequence[Mention]
    ) -> Context:
        """The words of a document with its mentions, and the words that stand for a name."""
        found = tokens(sentences, self.kinds)
        return context(found, self._with_anaphors(document, sentences, mentions), self.signals, self.actors)

    def _with_anaphors(
        self, document: Document, sentences: Sequence[Sentence], mentions: Sequence[Mention]
    ) -> list[Mention]:
        ordered = sorted(mentions, key=lambda m: (m.start, m.end))
        known: list[tuple[int, Mention]] = []
        every: list[Mention] = []
        at = 0
        for sentence in sentences:
            mine: list[Mention] = []
            while at < len(ordered) and ordered[at].start < sentence.end:
                if ordered[at].start >= sentence.start:
                    mine.append(ordered[at])
                at += 1
            known += ((sentence.index, m) for m in mine)
            every += self.anaphors.found_in(sentence, mine, known, document.region or "")
        return every


@dataclass(frozen=True, slots=True)
class Answering:
    """A list of responsible bodies, and the sentence it stands in."""

    sentence: int
    named: Named


class Measures:
    """Tables and models, ready."""

    def __init__(self, ontology: Ontology) -> None:
        self.reader = Reader(ontology)
        self.boundaries = Boundaries(
            load_chain(field), {row["word"] for row in ontology.table("measure_receiving")}
        )
        kept = load_models(models, {})
        self.linear = kept.linear
        self.roles = [_role(label) for label in kept.file.labels_among("roles", roles.labels)]
        self.factuality = load_factuality(ontology)
        self.precision: Calibration = read_calibration(precision)

    def extract(self, document: Document, sentences: Sequence[Sentence], found: Findings) -> Findings:
        """The measures that the sentences state, in the order of the text."""
        of = self.reader.context(document, sentences, found.mentions)
        rows = self.reader.rows.found(of.words)
        phrases = [
            phrase for phrase in self.boundaries(of.words, covered(of.words, found.mentions), document.sections)
            if of.sentence(phrase.first) not in rows
        ]  # fmt: skip
        phrases = sorted((*phrases, *rows.values()), key=lambda phrase: phrase.first)
        phrases = [phrase for phrase in phrases if not _told(of, phrase, found.measures)]
        phrases, closings = self._closed(document, of, phrases)
        if not phrases:
            return Findings()
        region = comparable(document.region or "")
        own = [comparable(m.name) == region for m in of.mentions]
        doers = actors.chosen(self.linear["actors"], of, phrases, own)
        names = [one.name or document.region or "" for one in doers]
        answering = list(self._answering(of, sentences))
        apart = [_listed(of, phrase, answering) for phrase in phrases]
        taking = roles.parts(self.linear["roles"], self.roles, of, phrases, apart, names)
        reading = self.factuality.of(document, sentences, found.mentions)
        verdicts = reading.all(
            [(of.sentence(p.first), of.words.start[p.first], of.words.end[p.last - 1]) for p in phrases]
        )
        made = [
            self._measure(document, of, phrase, doer, name, part, verdict, found)
            for phrase, doer, name, part, verdict in zip(phrases, doers, names, taking, verdicts, strict=True)
        ]
        made = [
            _dated(
                _timed(one, deadline(closings[phrase.first], reading.calendar))
                if phrase.first in closings
                else one,
                reading.calendar,
                row=of.sentence(phrase.first) in rows,
            )
            for one, phrase, verdict in zip(made, phrases, verdicts, strict=True)
            if verdict.status is not None  # a condition states no act
        ]
        return Findings(measures=tuple(_shared(made, answering, sentences, reading.calendar)))

    def _closed(
        self, document: Document, of: Context, phrases: Sequence[Phrase]
    ) -> tuple[list[Phrase], dict[int, str]]:
        """The phrases without those that only tell by when the one before is done; these by where that begins."""
        kept: list[Phrase] = []
        closings: dict[int, str] = {}
        for phrase in phrases:
            text = document.text[of.words.start[phrase.first] : of.words.end[phrase.last - 1]]
            before = kept[-1] if kept else None
            if (
                before is not None
                and self.reader.closing.fullmatch(text)
                and of.sentence(before.first) == of.sentence(phrase.first)
                and document.text[of.words.end[before.last - 1] : of.words.start[phrase.first]] == "，"
            ):
                closings[before.first] = text
            else:
                kept.append(phrase)
        return kept, closings

    def _answering(self, of: Context, sentences: Sequence[Sentence]) -> list[Answering]:
        """The lists of responsible bodies, in the order of the text."""
        found: list[Answering] = []
        words = of.words
        for number, sentence in enumerate(sentences):
            mine = [of.mentions[n] for n in of.within(words.first[number], words.last[number])]
            named = self.reader.bodies.named(sentence, [m for m in mine if m.by != anaphor])
            found += (Answering(number, one) for one in named)
        return found

    def _measure(
        self,
        document: Document,
        of: Context,
        phrase: Phrase,
        doer: actors.Candidate,
        name: str,
        parts: tuple[Part, ...],
        verdict: Verdict,
        found: Findings,
    ) -> Measure:
        words = of.words
        start, end = words.start[phrase.first], words.end[phrase.last - 1]
        sentence = words.sentences[of.sentence(phrase.first)]
        evidence = (sentence.start, sentence.end)
        mention = of.mentions[doer.number] if doer.number >= 0 else None
        named = (
            mention is not None and mention.name == name
        )  # a region's short name may stand for no thing of its own
        here = mention is not None and sentence.start <= mention.start < sentence.end
        said = named and here and mention is not None and mention.by != anaphor
        return Measure(
            document.id, start, end, document.text[start:end], name, verdict.status or "planned", evidence,
            actor_span=(mention.start, mention.end) if mention is not None and said else None,
            ended=verdict.ended, stage=verdict.stage, year=verdict.year, period=verdict.period, due=verdict.due,
            roles=parts, section=section_of(document.sections, start),
            figures=figures_within(found.indicators, start, end),
            confidence=round(self.precision(phrase.score), 4), by="measures:field",
        )  # fmt: skip


def _told(of: Context, phrase: Phrase, known: Sequence[Measure]) -> bool:
    """Whether the words of a measure are told already: by a cell of a table."""
    start, end = of.words.start[phrase.first], of.words.end[phrase.last - 1]
    return any(m.start < end and start < m.end for m in known)


def _role(label: str) -> MeasureRole | None:
    return next((role for role in get_args(MeasureRole) if role == label), None)


def _listed(of: Context, phrase: Phrase, answering: Sequence[Answering]) -> frozenset[int]:
    """The mentions in and before a measure that a list of responsible bodies takes."""
    sentence = of.sentence(phrase.first)
    spans = [(one.named.start, one.named.end) for one in answering if one.sentence == sentence]
    return frozenset(
        n
        for n in of.within(of.words.first[sentence], phrase.last)
        if any(a <= of.mentions[n].start and of.mentions[n].end <= b for a, b in spans)
    )


def _shared(
    made: Sequence[Measure],
    answering: Sequence[Answering],
    sentences: Sequence[Sentence],
    calendar: Calendar,
) -> list[Measure]:
    """The measures, each with the bodies of the list that follows it in its paragraph."""
    starts = [m.start for m in made]
    result = list(made)
    reached = 0
    for one in answering:
        until = bisect_right(starts, one.named.start)
        paragraph = sentences[one.sentence].paragraph
        last = until - 1
        if last < reached:
            continue
        nearest = _paragraph(sentences, result[last].start)
        if nearest != paragraph and (
            nearest != paragraph - 1 or sentences[one.sentence].start != _first(sentences, paragraph)
        ):
            continue
        for n in range(last, reached - 1, -1):
            if _paragraph(sentences, result[n].start) != nearest:
                break
            result[n] = _timed(result[n], deadline(one.named.due, calendar))
            result[n] = replace(result[n], roles=_joined(result[n], one.named.parts))
        reached = until
    return result


def _dated(measure: Measure, calendar: Calendar, *, row: bool) -> Measure:
    """A measure with the month by which its own words want it done; a row with the last year of its cells."""
    if measure.status != "planned":
        return measure
    told = deadline(measure.text, calendar, measure.year)
    if row:
        return replace(measure, year=told.year or measure.year, due=told.due)
    if measure.due is None and told.due is not None and told.year == (measure.year or told.year):
        return replace(measure, due=told.due)
    return measure


def _timed(measure: Measure, told: Deadline) -> Measure:
    """A measure with the deadline of the list that names who answers for it, where it has none."""
    if measure.status != "planned" or measure.year is not None:
        return measure
    return replace(measure, year=told.year, due=told.due)


def _joined(measure: Measure, more: Sequence[Part]) -> tuple[Part, ...]:
    have = {part.name for part in measure.roles}
    return (*measure.roles, *(part for part in more if part.name not in have))


def _paragraph(sentences: Sequence[Sentence], place: int) -> int | None:
    sentence = sentence_of(sentences, place)
    return sentence.paragraph if sentence else None


def _first(sentences: Sequence[Sentence], paragraph: int) -> int:
    return next(s.start for s in sentences if s.paragraph == paragraph)
