"""Sentences with their mentions to indicators: what is measured, of what, how much, by when."""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from kg.contracts import Extractor
from kg.extract.factuality import Factuality, Verdict
from kg.extract.factuality import Reading as Told
from kg.extract.factuality import load as load_factuality
from kg.extract.indicators import timing
from kg.extract.indicators.candidates import Drafter, is_base
from kg.extract.indicators.canonical import Canonical
from kg.extract.indicators.canonical import load as load_canonical
from kg.extract.indicators.context import Draft
from kg.extract.indicators.exclusions import Exclusions
from kg.extract.indicators.linking import load as load_linker
from kg.extract.indicators.lists import Lists
from kg.extract.indicators.phrases import Wording
from kg.extract.indicators.plain import Plain, Plainer
from kg.extract.indicators.quantities import RATES, Grammar, Quantity
from kg.extract.indicators.relative import Relatives, Said
from kg.extract.indicators.relative import load as load_relatives
from kg.extract.indicators.subjects import Ranker, Setting, goes_on, settings
from kg.extract.indicators.subjects import load as load_ranker
from kg.extract.indicators.timing import Plans, When
from kg.gazetteer.keys import SECTORS
from kg.model import POINT, Document, Findings, Indicator, Mention, Relative, Sentence, Span, Unused
from kg.ontology import Ontology
from kg.text import obtaining
from kg.text.alternation import alternation
from kg.text.function_words import words_of
from kg.text.numerals import DIGITS, chinese

_REACH = 300
"""Words further before a figure than this say nothing of its time."""
_WEAK = ("verb", "adverb", "adjective", "measure", "softmeasure", "function", "softfunction")
"""The classes of `boundaries.tsv` that name nothing."""


def load(ontology: Ontology) -> Extractor:
    """The extractor of indicators over the tables of the ontology's lexicon."""
    return Extractor("indicators", reader(ontology).extract, needs_mentions=True)


@cache
def reader(ontology: Ontology) -> "Reader":
    """The parts that read indicators, built from the tables of the ontology's lexicon."""
    units = {r["unit"]: r["kind"] for r in ontology.table("units")}
    words = ontology.words("figure_words", "says")
    grammar = Grammar(
        units,
        [(r["word"], r["place"], r["comparator"]) for r in ontology.table("comparators")],
        {r["word"]: r["direction"] for r in ontology.table("changes")},
        [(r["unit"], r["rest"]) for r in ontology.table("unit_words")],
        words,
    )
    wording = Wording(
        {r["verb"]: r["keep"] == "yes" for r in ontology.table("indicator_verbs")},
        [(r["word"], r["place"]) for r in ontology.table("indicator_fillers")],
        {r["quantity"]: (r["relative"], r["share"] == "yes") for r in ontology.table("quantities")},
        [r["word"] for r in ontology.table("changes")],
        [r["word"] for r in ontology.table("boundaries") if r["class"] in _WEAK],
        words,
    )
    lists = Lists(
        [(r["short"], r["full"].split("|")) for r in ontology.table("shared_heads")],
        wording.relative | wording.shares | set(words["list end"]),
        words["quantity end"],
    )
    confidence = {r["rule"]: float(r["confidence"]) for r in ontology.table("indicator_confidence")}
    linker = load_linker(ontology)
    return Reader(
        Plainer(units),
        grammar,
        Exclusions(ontology),
        Drafter(wording, lists, words),
        load_ranker(ontology.types),
        confidence,
        load_factuality(ontology),
        load_canonical(ontology, linker),
        load_relatives(ontology, linker, lists),
        Plans((r["word"], r["place"]) for r in ontology.table("planned_sums")),
        obtaining.before(
            *obtaining.verbs_of(
                ontology.words("claim_guards", "kind"),
                [r["word"] for r in ontology.table("measure_receiving")],
            )
        ),
        re.compile(f"[^，。；：]{{0,40}}{alternation(words['spoken'])}[，,：:]"),
        re.compile(alternation(words["whole area"])),
        re.compile(
            f"(?:[^，。；：]{{0,12}}[年月来间底末])?{alternation(words['whole area'] + words['own of region'])}"
        ),
        ontology.regional,
        re.compile(alternation(["", *words["standing"]])),
        re.compile(alternation(words["five years"])),
        re.compile(rf"(?:19|20)\d\d年|{alternation(ontology.words('section_frames', 'kind')['before'])}"),
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence that has figures: its mentions, what it stands in, the drafts, and the figures that are none.

    All offsets count in `plain`, the text that they were read from.
    """

    index: int
    plain: Plain
    mentions: Sequence[Mention]
    setting: Setting
    drafts: Sequence[Draft]
    refused: Sequence[tuple[Quantity, str]]
    parts: Sequence[re.Match[str]]


@dataclass(frozen=True, slots=True)
class Reader:
    """The parts that read indicators, loaded once; `confidence` is the precision of each rule."""

    plainer: Plainer
    grammar: Grammar
    exclusions: Exclusions
    drafter: Drafter
    ranker: Ranker
    confidence: Mapping[str, float]
    factuality: Factuality
    canonical: Canonical
    relatives: Relatives
    plans: Plans
    obtained: re.Pattern[str]
    speaks: re.Pattern[str]
    area: re.Pattern[str]
    whole: re.Pattern[str]
    regional: frozenset[str]
    standing: re.Pattern[str]
    years: re.Pattern[str]
    one_year: re.Pattern[str]

    def extract(self, document: Document, sentences: Sequence[Sentence], found: Findings) -> Findings:
        """The indicators of a document in the order of the text, and the figures that are none, with the reason."""
        figures = self.quantities(sentences)
        read = self.factuality.of(document, sentences, found.mentions)
        reviewed = timing.reviewed(document, sentences, self.years, self.one_year)
        indicators: list[Indicator] = []
        unused: list[Unused] = []
        for reading in self.readings(read.calendar.form, document, sentences, figures, found.mentions):
            sentence = sentences[reading.index]
            for one, reason in reading.refused:
                start, end = (sentence.start + at for at in reading.plain.span(one.start, one.end))
                unused.append(Unused(document.id, start, end, document.text[start:end], reason))
            if reading.index in read.glosses:
                unused += (_explained(document, sentence, reading.plain, draft) for draft in reading.drafts)
                continue
            last: str | None = None
            told: list[Indicator] = []
            several = reviewed[reading.index] and read.frame(reading.index) == "review"
            whens = self._whens(read, reading, several=several)
            for draft, when in zip(reading.drafts, whens, strict=True):
                subject = self._subject(draft, reading, last)
                last = subject.name if subject else ""
                about = replace(draft, subject=subject)
                inside = subject in reading.mentions
                given = _indicator(sentence, reading.plain, about, when, document.region or "", inside=inside)
                sure = self.confidence.get(draft.way, self.confidence["(all)"])
                period = timing.part(reading.parts, draft.figure.left, when.year)
                period = period or self._added_up(reading, draft, when, several=several)
                told.append(replace(given, confidence=sure, period=period))
            indicators += _joined(sentence, told, reading.drafts)
        indicators = self.canonical.linked(document, sentences, found.mentions, indicators)
        aims = {i.evidence for i in indicators if i.status == "target" and i.concept}
        relatives = [
            one
            for index in range(len(sentences))
            if index not in read.glosses
            for one in self._relatives(read, index, aims=aims)
        ]
        relatives = self.canonical.timed(document, sentences, relatives)
        return Findings(indicators=tuple(indicators), unused=tuple(unused), relatives=tuple(relatives))

    def _subject(self, draft: Draft, reading: Reading, last: str | None) -> Mention | None:
        """What a figure is about; the document's region where its words begin with that: 市区新增绿地面积."""
        if self.area.match(draft.words) and not any(m.text in draft.words for m in reading.mentions):
            return None
        text = reading.plain.text
        counted = draft.figure.kind in ("count", "person") and self.drafter.wording.keeps(draft.verb)
        without = (
            SECTORS if counted else ()
        )  # firms of a sector that are added are the count of who adds them
        best = self.ranker.best(draft, text, reading.mentions, reading.setting, last, tuple(without))
        if best is None or best in reading.mentions:
            return best
        bare = self.drafter.wording.aspect(draft.words) == draft.words
        held = best.name == last or goes_on(best, draft, text, reading.mentions, reading.setting, bare=bare)
        regional = best.type not in SECTORS and self._of_region(draft, text)
        return best if held and not regional else None

    def _of_region(self, draft: Draft, text: str) -> bool:
        """Whether a figure is one that only a region has, so that no park or body named before is what it is about."""
        if self.whole.match(text, draft.begin, draft.figure.left):
            return True
        link = self.canonical.linker.link(draft.words, unit(draft.figure))
        return link is not None and not link.part and link.concept in self.regional

    def _added_up(self, reading: Reading, draft: Draft, when: When, *, several: bool) -> str | None:
        """The five years that a figure adds up where the text speaks of `several`: 新建学校50所, no year named."""
        standing = draft.figure.kind in RATES or self.standing.fullmatch(draft.verb)
        if not several or not when.year or when.status != "done" or reading.parts or standing:
            return None
        return f"{int(when.year) - 4}-{when.year}"

    def _relatives(self, read: Told, index: int, *, aims: AbstractSet[Span]) -> Iterator[Relative]:
        """What a sentence says of indicators without a number."""
        document, sentence = read.document, read.sentences[index]
        at, place = sentence.start, (sentence.start, sentence.end)
        plain = self.plainer.plain(sentence.text)
        for said in self.relatives.read(plain.text, aims=place in aims):
            how = said.predicate
            start, end = plain.span(how.start, how.end)
            verdict = read.figures(index, [start])[0]
            when = _when(verdict)
            if self.relatives.aimed(plain.text, how.start):
                when = When(when.year, "target")
            elif (year := self._reviewed(read, index)) and self.relatives.estimated(plain.text, how.start):
                when = When(year, "done")
            span = (start + at, end + at)
            aimed = when.status == "target"
            lacks = verdict.problem or self._lacks(said)
            if not lacks and (aimed or how.comparator != "qualitative"):
                yield Relative(
                    document.id, document.region or "", said.words, how.comparator, how.reference, when.year,
                    when.status, place, None, span, document.text[slice(*span)], self.confidence["(all)"],
                    "indicators/relative", said.link.concept, said.link.scope, said.link.part, said.against,
                )  # fmt: skip

    @staticmethod
    def _reviewed(read: Told, index: int) -> str | None:
        """The year that the section of a sentence looks back on, if it is one."""
        period = read.period(index)
        return period if read.frame(index) == "review" and period and "-" not in period else None

    def _lacks(self, said: Said) -> bool:
        """Whether what is said is a lack: that more would be better, and others have it."""
        return said.predicate.comparator == "slower-than" and self.canonical.linker.higher(said.link.concept)

    def _whens(self, read: Told, reading: Reading, *, several: bool) -> list[When]:
        """Year, status and base year of each draft: what the document tells, and what the figure's own words say.

        With `several`, what rose did so over the five years that the text looks back on.
        """
        text, drafts = reading.plain.text, reading.drafts
        masked = timing.without_base(text)
        places = [reading.plain.span(d.figure.left, d.figure.end)[0] for d in drafts]
        whens = [_when(told) for told in read.figures(reading.index, places)]
        period = read.period(reading.index)
        years = period if period and "-" in period else None
        calendar = read.calendar
        reviewed = self._reviewed(read, reading.index)
        times = [t for t in calendar.times(masked) if t.role != "base"]
        end_of_works = timing.completed(text)
        before = 0
        since: str | None = None
        for i, draft in enumerate(drafts):
            left = draft.figure.left
            part = max(text.rfind(c, max(0, left - _REACH), left) for c in "。；;") + 1
            if draft.way == "goal" or self.relatives.aimed(text, left):
                whens[i] = When(whens[i].year, "target")
            elif reviewed and self.relatives.estimated(text, left):
                whens[i] = When(reviewed, "done")
            elif whens[i].status == "done" and self.plans.planned(text, part, left, draft.words):
                named = [t.year for t in times if part <= t.start < left]
                whens[i] = When(str(named[-1]) if named and named[-1] else None, "target")
            if whens[i].year is None and whens[i].status == "target":
                whens[i] = replace(whens[i], year=end_of_works)
            if (
                before < left
                and text[before:left] not in ("、", *words_of("and"))
                and draft.figure.range != "high"
            ):
                since = timing.base(text, max(before, part), left, whens[i].year)
            whens[i] = replace(whens[i], base=since)
            before = max(before, draft.figure.end)
        for one, two in _rises(drafts):
            start, end = whens[one], whens[two]
            left = drafts[one].figure.left
            past = (
                several
                and end.status == "done"
                and not any(drafts[one].begin <= t.start < left for t in times)
            )
            if end.year is not None and (past or start.year in (None, end.year)):
                five = f"{int(end.year) - 4}" if past else ""
                span = timing.part(reading.parts, left, end.year) or years or five
                first = calendar.now if end.status == "target" and calendar.now else int(span[:4] or end.year)
                start = When(str(first - 1), "done")
            whens[one] = replace(start, base=None)
            whens[two] = replace(end, base=start.year)
            told = reading.drafts[two + 1 : two + 2]
            between = text[reading.drafts[two].figure.end : told[0].figure.left] if told else ""
            if told and told[0].figure.change and timing.restated(between):
                whens[two + 1] = replace(whens[two + 1], base=whens[two + 1].base or start.year)
        return whens

    def quantities(self, sentences: Sequence[Sentence]) -> list[list[Quantity]]:
        """The quantities of each sentence."""
        return [self.grammar.read(self.plainer.plain(s.text).text) for s in sentences]

    def readings(
        self,
        kind: str,
        document: Document,
        sentences: Sequence[Sentence],
        figures: Sequence[Sequence[Quantity]],
        mentions: Sequence[Mention],
    ) -> Iterator[Reading]:
        """Each sentence that has figures, with what was read in it, before subjects are chosen."""
        local = _local(sentences, mentions)
        around = settings(document, sentences, local, kind, self.obtained, self.speaks)
        for i, sentence in enumerate(sentences):
            if figures[i]:
                plain = self.plainer.plain(sentence.text)
                named = [_placed(m, plain) for m in local[i] if m.text not in DIGITS]  # 一、二、三产
                drafts, refused = self.read(plain.text, figures[i], named)
                yield Reading(i, plain, named, around[i], drafts, refused, timing.parts(plain.text))

    def read(
        self, text: str, quantities: Sequence[Quantity], mentions: Sequence[Mention]
    ) -> tuple[list[Draft], list[tuple[Quantity, str]]]:
        """The drafts of a sentence, with their subjects by rule, and the quantities that are none with the reason."""
        names = [(m.start, m.end) for m in mentions]
        reasons = [self.exclusions.why_not(text, quantities, i, names) for i in range(len(quantities))]
        good = [q for q, reason in zip(quantities, reasons, strict=True) if not reason]
        drafts = self.drafter.drafts(text, good, mentions)
        told = {d.figure.start for d in drafts}
        refused = [
            (q, reason or _why_untold(text, q))
            for q, reason in zip(quantities, reasons, strict=True)
            if q.start not in told
        ]
        return drafts, refused

    def figures(self, text: str) -> list[tuple[int, int, str]]:
        """Every figure of a sentence without known names: where it begins and ends, and why it is no indicator.

        The reason is empty where it is one.
        """
        plain = self.plainer.plain(text)
        quantities = self.grammar.read(plain.text)
        _, refused = self.read(plain.text, quantities, ())
        reasons = {q.start: reason for q, reason in refused}
        return [(*plain.span(q.start, q.end), reasons.get(q.start, "")) for q in quantities]


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


def _why_untold(text: str, one: Quantity) -> str:
    """The reason why a quantity that might be an indicator is told as none."""
    return "indefinite" if one.way == "steps" else "base" if is_base(text, one) else "nothing measured"


def _placed(mention: Mention, plain: Plain) -> Mention:
    start, end = plain.within(mention.start, mention.end)
    return replace(mention, start=start, end=end, text=plain.text[start:end])


def _explained(document: Document, sentence: Sentence, plain: Plain, draft: Draft) -> Unused:
    """A figure of an explanation of words, which is nobody's."""
    start, end = (sentence.start + at for at in plain.span(draft.figure.start, draft.figure.end))
    return Unused(document.id, start, end, document.text[start:end], "gloss")


def _when(told: Verdict) -> When:
    """Year and status of a figure: what is to be done sets a target."""
    return When(told.year, "target" if told.status == "planned" else "done")


def _rises(drafts: Sequence[Draft]) -> Iterator[tuple[int, int]]:
    """The places of the two drafts of each rise or fall."""
    i = 0
    while i + 1 < len(drafts):
        if drafts[i].way == drafts[i + 1].way == "rise":
            yield i, i + 1
            i += 1
        i += 1


def _joined(sentence: Sentence, told: Sequence[Indicator], drafts: Sequence[Draft]) -> Iterator[Indicator]:
    """The indicators of a sentence, the two bounds of a range as one, and a rise with the value that it began at."""
    found = list(told)
    for one, two in _rises(drafts):
        value = drafts[one].figure.value * _scale(drafts[one].figure) / _scale(drafts[two].figure)
        found[two] = replace(found[two], base_value=value)
    for i, (draft, given) in enumerate(zip(drafts, found, strict=True)):
        if draft.figure.range == "high" and i and drafts[i - 1].figure.range == "low":
            continue
        after = drafts[i + 1].figure if i + 1 < len(drafts) else None
        if draft.figure.range != "low" or after is None or after.range != "high":
            yield given
            continue
        high = after.value * _scale(after) / _scale(draft.figure)
        start, end = (given.span or given.evidence)[0], (found[i + 1].span or given.evidence)[1]
        words = sentence.text[start - sentence.start : end - sentence.start]
        yield replace(given, comparator=">=", low=given.value, high=high, span=(start, end), text=words)


def _scale(figure: Quantity) -> Decimal:
    """The magnitude of a figure's unit: 万 of 万吨 is 10000."""
    magnitude = figure.unit.removesuffix(figure.base)
    return chinese(magnitude) if magnitude and magnitude != figure.unit else Decimal(1)


def _indicator(
    sentence: Sentence, plain: Plain, draft: Draft, when: When, region: str, *, inside: bool
) -> Indicator:
    figure, subject = draft.figure, draft.subject

    def placed(start: int, end: int) -> Span:
        start, end = plain.span(start, end)
        return sentence.start + start, sentence.start + end

    span = placed(figure.start, figure.end)
    name = subject.name if subject else region
    return Indicator(
        sentence.document, name, draft.words or name,  # the subject alone is what is measured: 专项资金安排7000亿元

        figure.comparator, figure.value, unit(figure), when.year, when.status,
        (sentence.start, sentence.end),
        base_year=when.base,
        subject_span=placed(subject.start, subject.end) if subject and inside else None,
        span=span,
        text=sentence.text[span[0] - sentence.start : span[1] - sentence.start],
        by=f"indicators/{draft.way}",
    )  # fmt: skip


def unit(one: Quantity) -> str:
    """The unit of an indicator: as in the text, with the direction where the figure tells a change."""
    if one.kind in ("percent", "fold", "doubling", "point"):
        return (POINT if one.kind == "point" else one.unit) + one.change
    return one.unit.removesuffix("大") + "个" if one.base == "大" else one.unit
