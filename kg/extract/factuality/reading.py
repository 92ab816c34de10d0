"""The room's plug: a document read once, then asked for the verdict on any span of its sentences."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

import numpy as np

from kg.errors import ModelError
from kg.extract.factuality.features import Around, kinds, measured, numbers, phase, strings
from kg.extract.factuality.glosses import Glosses
from kg.extract.factuality.tokens import Effect, Tokenizer, Tokens
from kg.extract.factuality.years import years
from kg.learnt.models import Linear, Trees
from kg.learnt.models import load as load_models
from kg.model import Document, Mention, Sentence
from kg.ontology import Ontology
from kg.text.alternation import alternation
from kg.text.calendar import Time, calendar, period_years, plan_length
from kg.text.clauses import Verb
from kg.text.function_words import pattern
from kg.text.places import section_of

Status = Literal["done", "planned"]
Act = tuple[int, tuple[int, int]]
"""A sentence, and where an act is anchored in it: its verb, and the word to look around from."""

trained = Path(__file__).with_name("factuality.npz")
labels = ("done", "planned")
columns = {"whole": numbers}
"""The names of the numbers that the trees look at."""

_announces = frozenset(("tasks", "review"))
_ahead = frozenset(("tasks", "goals", "outlook"))
_pause = re.compile("[，；。,;]")
_parting = re.compile("[；;]")
_years_of = {
    "planned": frozenset(("deadline", "this", "span", "since", "month")),
    "done": frozenset(("past", "this", "since", "month")),
}
prior = 4.0
"""Log-odds that a heading adds to what the words say: the ten reports' own errors fall to the least from 3 on."""
under_way = "under-way"
"""The stage of verbs for what has begun: a dispatch tells that it did (开工项目六个)."""
told = {"bulletin": 1.0, "brief": 1.0, "news": 0.6}
"""Log-odds that a kind of document adds where no heading says more: it tells what was."""
_mean = "年均"
_rises = pattern(r"<from>[^，。；,;\d]{0,10}$")
_to = re.compile(r"[\d.,]+[^，。；,;\d]{0,12}?[到至为][^，。；,;\d]{0,4}\d")
_before = 12
_near = 10
"""Characters between a name and a word of negation behind it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a document says of one act or figure: whether it is done or to be done, and when.

    `status` is None where the sentence states nothing (a condition). `ended` acts are negated, ended or
    refused, `problem` marks an ill or a lack: both give no positive claim. `year` is what the sentence or
    the lead of its paragraph says, `period` what its section tells, `due` a deadline to the month.
    `score` is the log-odds of done.
    """

    status: Status | None
    ended: bool = False
    problem: bool = False
    stage: str | None = None
    year: str | None = None
    period: str | None = None
    due: str | None = None
    score: float = 0.0

    @property
    def claims(self) -> bool:
        """Whether the act may be claimed: neither a condition, nor negated, nor an ill."""
        return self.status is not None and not self.ended and not self.problem


@dataclass(frozen=True, slots=True)
class Models:
    """The trained parts: what the words around a span say, what a sentence says, and both with all around them."""

    words: Linear
    phases: Linear
    whole: Trees


class Factuality:
    """The tables and models of factuality, loaded once."""

    def __init__(self, ontology: Ontology, models: Models | None) -> None:
        rows = ontology.table("factuality_cues")
        verbs = {
            row["verb"]: Verb(row["kind"], row["status"], row["stage"]) for row in ontology.table("verbs")
        }
        cues = {row["cue"]: (row["effect"], row["place"]) for row in rows}
        self.tokenizer = Tokenizer(verbs, cues, re.compile(alternation(cues)))
        self.models = models
        self.defaults = {row["kind"]: row["frame"] for row in ontology.table("document_frames")}
        self.glosses = Glosses(ontology)
        self._last: tuple[tuple[Sentence, ...], _Said] | None = None

    def said(self, sentences: Sequence[Sentence]) -> "_Said":
        """What sentences say, made once for all rooms that ask of a document one after the other."""
        key, last = tuple(sentences), self._last
        if last is None or last[0] != key:
            last = self._last = key, _Said(self, sentences)
        return last[1]

    @property
    def ready(self) -> Models:
        """The trained models. Raises ModelError where none were loaded."""
        if self.models is None:
            raise ModelError("factuality: no weights", "train the model first (kg train)")
        return self.models

    def of(
        self, document: Document, sentences: Sequence[Sentence], mentions: Sequence[Mention] = ()
    ) -> "Reading":
        """A document ready to be asked; sentences are its own, in order. A year within a mention is part of a name."""
        return Reading(self, document, sentences, mentions)


@cache  # three rooms ask, one copy of the models is enough
def load(ontology: Ontology, path: Path = trained) -> Factuality:
    """Factuality with its tables and trained models. Raises ModelError where the weights do not fit."""
    kept = load_models(path, columns)
    kept.file.labels_among("status", labels)
    return Factuality(ontology, Models(kept.linear["words"], kept.linear["phases"], kept.trees["whole"]))


class _Said:
    """The words of sentences, whatever is asked of them."""

    def __init__(self, room: Factuality, sentences: Sequence[Sentence]) -> None:
        self.room = room
        self.tokens = [room.tokenizer.tokens(sentence) for sentence in sentences]
        self.troubled = _troubled(self.tokens)
        self.glosses = room.glosses.of(sentences)

    @cached_property
    def around(self) -> Around:
        """What the sentences say of the phase they are in."""
        return Around(self.tokens, self.room.ready.phases.logits(phase(t) for t in self.tokens)[:, 0])


class Reading:
    """A document with its times, frames and phases, ready to tell the factuality of any span."""

    def __init__(
        self, room: Factuality, document: Document, sentences: Sequence[Sentence], mentions: Sequence[Mention]
    ) -> None:
        self.room, self.document, self.sentences = room, document, sentences
        self.calendar = calendar(document)
        self.said = room.said(sentences)
        self.tokens = self.said.tokens
        self.sections = [section_of(document.sections, sentence.start) for sentence in sentences]
        spans = [period_years(section.period) for section in document.sections]
        yearly = frozenset(i for i, span in enumerate(spans) if span is not None and span[0] == span[1])
        self.years = years(sentences, self.calendar, self.sections, yearly, mentions)
        opening: dict[int, int] = {}
        self.openings = [opening.setdefault(s.paragraph, i) for i, s in enumerate(sentences)]
        kind = document.get("kind") or ""
        self.kind = (
            kind
            if kind in kinds
            else "news"
            if kind == "questions"
            else "plan"
            if kind in room.defaults
            else ""
        )
        self.troubled, self.glosses = self.said.troubled, self.said.glosses
        self.announced = _announced(self.tokens, [self._own(i) for i in range(len(sentences))])
        self.default = _told(room.defaults.get(kind, "other"))

    def strings(self, act: Act) -> list[str]:
        """The strings that an act is judged by."""
        index, anchor = act
        return strings(self.tokens, index, self.openings[index], anchor)

    def numbers(self, around: Around, own: float, act: Act) -> list[float]:
        """The numbers of an act that the trees look at; `own` is what its words say."""
        index, (_, first) = act
        return measured(
            around, index, own, self.tokens[index], self.years.times[index], self.calendar,
            self.frame(index), self.default, self.kind, first,
        )  # fmt: skip

    def frame(self, index: int) -> str:
        """What the section of a sentence, its paragraph, or the line that announces it speaks of, as told here."""
        if index in self.troubled:
            return "problems"
        own = self._own(index)
        return self.announced.get(index, own) if own == "other" else own

    def _own(self, index: int) -> str:
        section = self.sections[index]
        return _told(self.document.sections[section].kind) if section is not None else "other"

    def period(self, index: int) -> str | None:
        """The years that the section of a sentence tells."""
        section = self.sections[index]
        return self.document.sections[section].period if section is not None else None

    def act(self, index: int, start: int, end: int) -> Act:
        """The act that a span of sentence `index` stands in; places count in the sentence."""
        return index, self.tokens[index].anchor(start, end)

    def at(self, index: int, start: int, end: int) -> Verdict:
        """The verdict on an act: a span (a phrase, or a name that something is done to) of a sentence.

        `index` is the place of the sentence in the document; start and end count in the document.
        """
        return self.all([(index, start, end)])[0]

    def all(self, spans: Sequence[tuple[int, int, int]]) -> list[Verdict]:
        """The verdicts on many spans at once, each as for `at`."""
        local = [(i, a - self.sentences[i].start, b - self.sentences[i].start) for i, a, b in spans]
        scores = self._scores(local)
        return [self._verdict(*span, score) for span, score in zip(local, scores, strict=True)]

    def figures(self, index: int, places: Sequence[int]) -> list[Verdict]:
        """The verdicts on the figures at these places of a sentence, in order; places count in the sentence.

        Here `year` is the figure's own in full: what is said, else the year of its section or document.
        """
        scores = self._scores([(index, place, place + 1) for place in places])
        return [self._figure(index, place, score) for place, score in zip(places, scores, strict=True)]

    def _scores(self, spans: Sequence[tuple[int, int, int]]) -> list[float]:
        """Log-odds that the act of each span is done; places count in the sentence."""
        if not spans:
            return []
        models, around = self.room.ready, self.said.around
        acts = [self.act(*span) for span in spans]
        distinct = list(dict.fromkeys(acts))
        own = models.words.logits(self.strings(act) for act in distinct)[:, 0]
        rows = [self.numbers(around, float(o), act) for act, o in zip(distinct, own, strict=True)]
        logits = models.whole.logits(np.array(rows, np.float32))
        said = {act: float(logit) + self._prior(act) for act, logit in zip(distinct, logits, strict=True)}
        planned = ["planned" in self._effects(*span) for span in spans]
        return [-abs(said[act]) if ahead else said[act] for act, ahead in zip(acts, planned, strict=True)]

    def _prior(self, act: Act) -> float:
        """What the heading above an act, or its kind of document, says before its words do."""
        index, (verb, _) = act
        frame = self.frame(index)
        if frame == "review":
            return prior
        if frame == "tasks":  # most sections of a plan are so by default, whatever their headings say
            section = self.sections[index]
            goals = section is not None and self.document.sections[section].kind == "goals"
            return -prior if goals or self.calendar.form == "report" or index in self.announced else 0.0
        own = self.tokens[index]
        begun = verb >= 0 and (own.tells[verb] == "done" or own.stages[verb] == under_way)
        return told.get(self.document.get("kind") or "", 0.0) * (2.0 if begun else 1.0)

    def _verdict(self, index: int, start: int, end: int, score: float) -> Verdict:
        before, after = self.years.governing(index, start, acts=True)
        if before is not None and before.role == "deadline" and self._is_ahead(before):
            score = -abs(score)
        status: Status = "done" if score > 0 else "planned"
        time = self._time(index, start, end, before, after)
        year = due = None
        if time is not None and time.year and time.role in _years_of[status]:
            year, due = str(time.year), time.due
        effects = self._effects(index, start, end)
        return Verdict(
            None if "condition" in effects else status, "ended" in effects, "problem" in effects,
            self._stage(index, start) if status == "planned" else None, year, self.period(index), due, score=score,
        )  # fmt: skip

    def _time(self, index: int, start: int, end: int, before: Time | None, after: Time | None) -> Time | None:
        """The time that holds for an act: within it, before it, behind it in its clause, or of its paragraph's lead."""
        text = self.tokens[index].sentence.text
        if after is not None and after.start < end:
            return after
        if before is not None and (before.start <= 1 or not _parting.search(text, before.end, start)):
            return before
        if after is not None and not _pause.search(text, end, after.start):
            return after
        if before is not None:
            return None
        month = self.years.month(index, end)
        if month is not None and not _parting.search(text, *sorted((month.end, start))):
            return month
        return self.years.leads.get(self.sentences[index].paragraph)

    def _is_ahead(self, time: Time) -> bool:
        now = self.calendar.now
        return time.year is not None and (now is None or time.year > now)

    def _effects(self, index: int, start: int, end: int) -> set[str]:
        """What words of negation, of ills and of conditions do to a span."""
        if index in self.glosses:
            return {"condition"}
        own = self.tokens[index]
        begin, stop = own.bounds(own.clause(own.at(start)))
        told = {e.effect for e in own.within(begin, stop) if _reaches(own, e, start, end)}
        return told | {"problem"} if self.frame(index) == "problems" else told

    def _stage(self, index: int, start: int) -> str | None:
        """How far a planned act has come, by the nearest telling verb before a span in its clause, or at its head."""
        own = self.tokens[index]
        first = own.at(start)
        begin, stop = own.bounds(own.clause(first))
        places = (*range(first - 1, begin - 1, -1), *range(first, min(first + 3, stop)))
        return next((own.stages[j] for j in places if own.stages[j]), None)

    def _figure(self, index: int, place: int, score: float) -> Verdict:
        status, year, due = self._when(index, place, score)
        text = self.tokens[index].sentence.text
        origin = self.years.origin(index, place, text)
        if origin is not None:
            status, year, due = "done", _text(origin.year), None
        elif _rises.search(text[max(0, place - _before) : place]) and _to.match(text, place):
            status, year, due = "done", self._before(index, year), None
        return Verdict(status, year=year, period=self.period(index), due=due, score=score)

    def _before(self, index: int, year: str | None) -> str | None:
        """The year before the span that a figure's year ends: from it a rise (由A提高到B) began."""
        span = period_years(self.period(index))
        if span is not None and span[0] < span[1] and year == str(span[1]):
            return str(span[0] - 1)
        if self.calendar.reviewed is not None and year is not None and int(year) > self.calendar.reviewed:
            return str(self.calendar.reviewed)
        return None if year is None else str(int(year) - 1)

    def _when(self, index: int, place: int, score: float) -> tuple[Status, str | None, str | None]:
        """Status, year and due of a figure: by the time that governs it, else by what stands around it."""
        before, after = self.years.governing(index, place, acts=False)
        role = before.role if before is not None else ""
        lacks = self.frame(index) == "problems"
        status: Status = "done" if score > 0 or lacks else "planned"
        if before is not None and role in ("deadline", "past", "this"):
            status = status if role == "this" else "planned" if role == "deadline" else "done"
            return status, _text(before.year), before.due
        if before is not None and role == "span" and status == "planned":
            return status, _text(before.year), None
        if before is None and index in self.years.past:
            return "done", str(self.years.past[index]), None
        if role == "present":
            status = "done"
        return status, *self._year(index, status, after)

    def _year(self, index: int, status: Status, after: Time | None) -> tuple[str | None, str | None]:
        """The year of a figure whose sentence names none before it: carried on, the section's, the document's."""
        told = self.calendar
        if status == "planned":
            horizon = self.years.horizons.get(index)
            if horizon is not None:
                return _text(horizon.year), horizon.due
            if told.form == "article" and after is not None and after.role == "deadline":
                return _text(after.year), after.due
        span = period_years(self.period(index))
        if span is not None and (self.frame(index) == "review") == (status == "done"):
            return str(span[1]), None
        if status == "done":
            return _text(told.reviewed), None
        if told.form == "report":
            yearly = (
                told.planned is not None
                and told.planned % plan_length == 1
                and _mean in self.sentences[index].text
            )
            return _text(told.ahead(plan_length) if yearly else told.planned), None
        return _text(told.horizon), None


def _troubled(tokens: Sequence[Tokens]) -> frozenset[int]:
    """The sentences that tell of problems: from the one that says so to the end of its paragraph."""
    found: set[int] = set()
    paragraph: int | None = None
    for index, own in enumerate(tokens):
        if any(effect.effect == "problems" for effect in own.effects):
            paragraph = own.sentence.paragraph
        if own.sentence.paragraph == paragraph:
            found.add(index)
    return frozenset(found)


def _announced(tokens: Sequence[Tokens], frames: Sequence[str]) -> dict[int, str]:
    """What the sentences below a line that announces them speak of (重点抓好以下工作：), up to a section that tells."""
    found: dict[int, str] = {}
    told = ""
    for index, own in enumerate(tokens):
        if frames[index] != "other":
            told = ""
        if told:
            found[index] = told
        ends = index + 1 == len(tokens) or tokens[index + 1].sentence.paragraph != own.sentence.paragraph
        if ends and own.sentence.text.rstrip().endswith(("：", ":")):
            told = next((e.effect for e in reversed(own.effects) if e.effect in _announces), told)
    return found


def _told(kind: str) -> str:
    return "tasks" if kind in _ahead else kind if kind in ("review", "problems") else "other"


def _text(year: int | None) -> str | None:
    return None if year is None else str(year)


def _reaches(own: Tokens, effect: Effect, start: int, end: int) -> bool:
    """Whether a word of negation, ill or condition speaks of a span: in its clause, with no other verb between."""
    clause = own.clause(own.at(start))
    if effect.place == "lead":
        return False
    if own.clause(own.at(effect.start)) != clause:
        return False
    if effect.end <= start:
        if effect.place == "after":
            return False
        between = range(own.at(effect.end), own.at(start))
        return effect.effect != "problem" or not any(own.is_verb(j) for j in between)
    if effect.start < end:
        return effect.place != "after" and effect.start - start <= 2
    if effect.place == "before" or effect.start - end > _near:
        return False
    return not any(own.is_verb(j) for j in range(own.at(end), own.at(effect.start)))
