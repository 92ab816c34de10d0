"""Sentences with their mentions to indicators: what is measured, of what, how much, by when."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.contracts import Extractor
from kg.extract.indicators.candidates import Drafter
from kg.extract.indicators.context import Draft
from kg.extract.indicators.exclusions import Context, why_not
from kg.extract.indicators.lists import Lists
from kg.extract.indicators.periods import Calendar, When
from kg.extract.indicators.phrases import Wording
from kg.extract.indicators.quantities import Grammar, Quantity
from kg.extract.indicators.subjects import Ranker, Setting, topics
from kg.extract.indicators.subjects import load as load_ranker
from kg.model import Document, Findings, Indicator, Mention, Sentence, Unused
from kg.ontology import Ontology
from kg.text.numerals import WIDTHS


def load(ontology: Ontology) -> Extractor:
    """The extractor of indicators over the tables of the ontology's lexicon."""
    return Extractor("indicators", reader(ontology).extract, needs_mentions=True)


def reader(ontology: Ontology) -> "Reader":
    """The parts that read indicators, built from the tables of the ontology's lexicon."""
    grammar = Grammar(
        {r["unit"]: r["kind"] for r in ontology.table("units")},
        [(r["word"], r["place"], r["comparator"]) for r in ontology.table("comparators")],
        {r["word"]: r["direction"] for r in ontology.table("changes")},
    )
    contexts = [
        Context(r["word"], r["place"], frozenset(filter(None, r["kinds"].split("|"))), r["reason"])
        for r in ontology.table("figure_contexts")
    ]
    wording = Wording(
        {r["verb"]: r["keep"] == "yes" for r in ontology.table("indicator_verbs")},
        [(r["word"], r["place"]) for r in ontology.table("indicator_fillers")],
        {r["quantity"]: (r["relative"] == "yes", r["share"] == "yes") for r in ontology.table("quantities")},
        [r["word"] for r in ontology.table("changes")],
    )
    lists = Lists(
        [(r["short"], r["full"].split("|")) for r in ontology.table("shared_heads")],
        wording.relative | wording.shares,
    )
    cues = {r["cue"]: float(r["weight"]) for r in ontology.table("tense_cues")}
    confidence = {r["rule"]: float(r["confidence"]) for r in ontology.table("indicator_confidence")}
    return Reader(grammar, contexts, Drafter(wording, lists), load_ranker(), cues, confidence)


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence that has figures: its mentions, what it stands in, the drafts, and the figures that are none."""

    index: int
    text: str
    mentions: Sequence[Mention]
    setting: Setting
    drafts: Sequence[Draft]
    refused: Sequence[tuple[Quantity, str]]


@dataclass(frozen=True, slots=True)
class Reader:
    """The parts that read indicators, loaded once; `confidence` is the precision of each rule."""

    grammar: Grammar
    contexts: Sequence[Context]
    drafter: Drafter
    ranker: Ranker
    cues: Mapping[str, float]
    confidence: Mapping[str, float]

    def extract(self, document: Document, sentences: Sequence[Sentence], found: Findings) -> Findings:
        """The indicators of a document in the order of the text, and the figures that are none, with the reason."""
        figures = self.quantities(sentences)
        calendar = Calendar(document, sentences, figures, self.cues)
        indicators: list[Indicator] = []
        unused: list[Unused] = []
        for reading in self.readings(calendar.kind, sentences, figures, found.mentions):
            sentence = sentences[reading.index]
            for one, reason in reading.refused:
                start, end = one.start + sentence.start, one.end + sentence.start
                unused.append(Unused(document.id, start, end, document.text[start:end], reason))
            last: str | None = None
            whens = calendar.whens(reading.index, reading.text, [d.figure.left for d in reading.drafts])
            for draft, when in zip(reading.drafts, whens, strict=True):
                subject = self.ranker.best(draft, reading.text, reading.mentions, reading.setting, last)
                last = subject.name if subject else ""
                about = replace(draft, subject=subject)
                inside = subject in reading.mentions
                given = _indicator(sentence, about, when, document.region or "", inside=inside)
                sure = self.confidence.get(draft.way, self.confidence["(all)"])
                indicators.append(replace(given, confidence=sure))
        return Findings(indicators=tuple(indicators), unused=tuple(unused))

    def quantities(self, sentences: Sequence[Sentence]) -> list[list[Quantity]]:
        """The quantities of each sentence."""
        return [self.grammar.read(s.text.translate(WIDTHS)) for s in sentences]

    def readings(
        self,
        kind: str,
        sentences: Sequence[Sentence],
        figures: Sequence[Sequence[Quantity]],
        mentions: Sequence[Mention],
    ) -> Iterator[Reading]:
        """Each sentence that has figures, with what was read in it, before subjects are chosen."""
        local = _local(sentences, mentions)
        before = topics([s.paragraph for s in sentences], local)
        for i, sentence in enumerate(sentences):
            if figures[i]:
                text = sentence.text.translate(WIDTHS)
                drafts, refused = self.read(text, figures[i], local[i])
                yield Reading(i, text, local[i], Setting(kind, before[i]), drafts, refused)

    def read(
        self, text: str, quantities: Sequence[Quantity], mentions: Sequence[Mention]
    ) -> tuple[list[Draft], list[tuple[Quantity, str]]]:
        """The drafts of a sentence, with their subjects by rule, and the quantities that are none with the reason."""
        names = [(m.start, m.end) for m in mentions]
        reasons = [why_not(text, quantities, i, names, self.contexts) for i in range(len(quantities))]
        good = [q for q, reason in zip(quantities, reasons, strict=True) if not reason]
        drafts = self.drafter.drafts(text, good, mentions)
        told = {d.figure.start for d in drafts}
        refused = [
            (q, reason or "nothing measured")
            for q, reason in zip(quantities, reasons, strict=True)
            if q.start not in told
        ]
        return drafts, refused

    def figures(self, text: str) -> list[tuple[int, int, str]]:
        """Every figure of a sentence without known names: where it begins and ends, and why it is no indicator.

        The reason is empty where it is one.
        """
        wide = text.translate(WIDTHS)
        quantities = self.grammar.read(wide)
        _, refused = self.read(wide, quantities, ())
        reasons = {q.start: reason for q, reason in refused}
        return [(q.start, q.end, reasons.get(q.start, "")) for q in quantities]


def figures(text: str, ontology: Ontology) -> list[tuple[int, int, str]]:
    """Every figure of a sentence: where it begins and ends, and why it is no indicator (empty where it is one)."""
    return reader(ontology).figures(text)


def _local(sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> list[list[Mention]]:
    """The mentions of each sentence, in order, with offsets that count in the sentence."""
    ordered = sorted(mentions, key=lambda m: (m.start, m.end))
    found: list[list[Mention]] = []
    at = 0
    for sentence in sentences:
        inside = []
        while at < len(ordered) and ordered[at].start < sentence.end:
            m = ordered[at]
            if m.start >= sentence.start and m.end <= sentence.end:
                inside.append(replace(m, start=m.start - sentence.start, end=m.end - sentence.start))
            at += 1
        found.append(inside)
    return found


def _indicator(sentence: Sentence, draft: Draft, when: When, region: str, *, inside: bool) -> Indicator:
    figure, subject, at = draft.figure, draft.subject, sentence.start
    name = subject.name if subject else region
    return Indicator(
        sentence.document, name, draft.words or name,  # the subject alone is what is measured: 专项资金安排7000亿元

        figure.comparator, figure.value, unit(figure), when.year, when.status,
        (sentence.start, sentence.end),
        base_year=when.base,
        subject_span=(subject.start + at, subject.end + at) if subject and inside else None,
        span=(figure.start + at, figure.end + at),
        text=sentence.text[figure.start : figure.end],
        by=f"indicators/{draft.way}",
    )  # fmt: skip


def unit(one: Quantity) -> str:
    """The unit of an indicator: as in the text, with the direction where the figure tells a change."""
    if one.kind in ("percent", "fold", "doubling", "point"):
        return ("个百分点" if one.kind == "point" else one.unit) + one.change
    return one.unit.removesuffix("大") + "个" if one.base == "大" else one.unit
