"""The answer to a question in words: rows with their sentences and the command for the same, or why there is none.

What a question asks for (`kg.query.ask`) is put to the figures, the task table, the claims, the paths and the
follow-up of a graph. Nothing is made up: every row is a statement of a document, and what no statement answers is
told to be not in the graph, with the sentences nearest to it.
"""

import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from kg.contracts import Store
from kg.extract.indicators.linking import load as load_linker
from kg.follow.ladder import among, ladder
from kg.follow.promises import Followed as Promise
from kg.follow.reports import YearReport
from kg.gazetteer.normal_form import plain
from kg.model import SIGNS, Act, Claim, Entity, Figure, Source
from kg.ontology import Ontology
from kg.query.ask import FIGURES, Asked, Reader, Unclear, share
from kg.query.index import Index
from kg.query.path import paths
from kg.query.tasks import Wanted, tasks, within
from kg.rdf import read as facts

_plain = re.compile(r"[\w.—·-]+")
"""What a shell takes as it is, Chinese included."""

Outcome = Literal["answered", "none", "ambiguous"]

MOST = 8
"""Rows of an answer; the command that gives the same lists them all."""

LISTED = 20
"""The same of things and documents, which come without sentences."""

HALF = 0.5
"""The least part of the words for what is measured that a figure has to share, where no indicator is named."""

MENTIONED = 50
"""The most sentences with a name whose documents are searched for figures, where no region is named."""

HELD = 0.75
"""The least part of a word that nothing explains which a text has to hold, in pieces of two characters or more."""

PLACES = ("Region", "Zone")


@dataclass(frozen=True, slots=True)
class Row:
    """A statement that answers: who, what of whom, how much, when, how far, and its sentence; `id` is its IRI."""

    subject: str
    what: str
    object: str = ""
    year: str = ""
    status: str = ""
    quote: str = ""
    document: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question: rows, or the nearest sentences (`near`), or the candidates to choose from.

    `command` gives the same from the command line, `understood` are the words as they were read; `words` are those
    that several things go by.
    """

    question: str
    outcome: Outcome
    rows: tuple[Row, ...] = ()
    more: int = 0
    near: tuple[Row, ...] = ()
    words: str = ""
    candidates: tuple[str, ...] = ()
    command: str = ""
    understood: tuple[str, ...] = ()


Followed = Callable[[str], Iterable[Row]]
"""The rows of the follow-up of a region by its label."""

Statement = Claim | Act | Figure


def _namer(ontology: Ontology) -> Callable[[str], str | None]:
    """A function of words to the canonical indicator that they name whole."""
    linker = load_linker(ontology)

    def named(words: str) -> str | None:
        found = linker.named(words) or linker.named(words.upper())
        return found.concept if found is not None and not found.part and not found.scope else None

    return named


def promise(
    region: str,
    old: YearReport,
    new: YearReport,
    one: Promise,
    clauses: Iterable[str],
    outcomes: Mapping[str, str],
) -> Row:
    """What became of a promise as a row; `outcomes` are the words for them."""
    return Row(
        region, one.text, outcomes[one.outcome.replace("-", "_")], str(new.year), quote="；".join(clauses),
        document=new.id, id=f"{old.id}#{one.start}",
    )  # fmt: skip


class Answerer:
    """Answers questions to one graph; built once."""

    def __init__(self, store: Store, index: Index, ontology: Ontology, followed: Followed) -> None:
        self._store, self._index, self._followed, self._ontology = store, index, followed, ontology
        self._reader = Reader(store, index, ontology, _namer(ontology))
        self._sources = {source.iri: source for source in facts.sources(store)}
        self._relations = {name: of.zh for name, of in ontology.relations.items()}
        self._statuses = {name: of.zh for name, of in ontology.statuses.items()}
        self._verdicts = {name: of.zh for name, of in ontology.verdicts.items()}
        self._outcomes = {name: of["zh"] for name, of in ontology.labels("follow")["outcomes"].items()}
        self._indicators = ontology.indicators
        self._twins = {
            of.of: of.name for of in ontology.indicators.values() if of.kind in ("growth", "change")
        }
        self._labels: dict[str, Entity] = {}

    def answer(self, question: str) -> Answer:
        """The answer to a question in words."""
        asked = self._dated(self._reader.read(question))
        asked = self._narrowed(self._meant(asked))
        understood = (
            *(e.label for e in asked.things),
            *filter(None, [asked.measured]),
            *map(str, asked.years),
        )
        if asked.unclear:
            one = asked.unclear[0]
            found = tuple(f"{e.label}（{e.type}）" for e in one.things)
            return Answer(
                question, "ambiguous", words=one.words, candidates=found[:MOST], understood=understood
            )
        rows, command = self._rows(asked)
        if rows:
            most = LISTED if not rows[0].quote else MOST
            return Answer(
                question, "answered", tuple(rows[:most]), max(len(rows) - most, 0), command=command,
                understood=understood,
            )  # fmt: skip
        near = self._near(asked)
        words = "、".join(asked.rest)
        return Answer(question, "none", near=near, command=command, understood=understood, words=words)

    def _dated(self, asked: Asked) -> Asked:
        """The question with this year and last year as years: counted from the newest document."""
        own = {e.iri for e in asked.things}
        dated = [s for s in self._sources.values() if s.date and (not own or s.spatial in own)]
        newest = max((s.date or "" for s in dated or self._sources.values()), default="")[:4]
        if not newest.isdigit():
            return asked
        years = (*asked.years, *(int(newest) + shift for shift in asked.shifts))
        start = min(years, default=int(newest))
        if asked.before and not years:
            years = (start,)
        return replace(asked, years=(*years, *(start + shift for shift in asked.before)))

    def _meant(self, asked: Asked) -> Asked:
        """The question with a class in front as the thing that it stands for, where nothing else is named: 产业园."""
        listing = not asked.intents & {"task", "relation", "lead", "support", "figure"}
        if asked.things or asked.unclear or asked.indicator or not asked.listed or listing or asked.rest:
            return asked
        if asked.question.find(asked.listed[0]) > 0:
            return asked
        found = self._reader.ending(asked.listed[0])
        if len(found) == 1:
            return replace(asked, things=found)
        return self._several(asked, found) if found else asked

    def _narrowed(self, asked: Asked) -> Asked:
        """The question with what several things may be called as the one that statements bring to the others."""
        if not asked.things:
            return asked
        around = self._around(asked.things[0].iri)
        things, unclear, rest = list(asked.things), [], list(asked.rest)
        for one in asked.unclear:
            found = tuple(e for e in one.things if e.iri in around)
            if len(found) == 1:
                things.append(found[0])
            elif not found and FIGURES & asked.intents:
                rest.append(one.words)
            else:
                unclear.append(Unclear(one.words, found or one.things))
        return replace(asked, things=tuple(things), unclear=tuple(unclear), rest=tuple(rest))

    def _around(self, iri: str) -> frozenset[str]:
        return frozenset[str]().union(*(self._ends(one) for one in self._about(iri)))

    @staticmethod
    def _several(asked: Asked, found: tuple[Entity, ...]) -> Asked:
        return replace(asked, unclear=(Unclear(asked.listed[0], found),))

    def _rows(self, asked: Asked) -> tuple[list[Row], str]:
        """The rows that answer, the best first, and the command for the same."""
        ways: tuple[tuple[bool, Callable[[Asked], tuple[list[Row], str]]], ...] = (
            ("sentence" in asked.intents, self._sentences),
            ("link" in asked.intents and len(asked.things) > 1, self._paths),
            ("follow" in asked.intents and bool(asked.things), self._follow),
            ("verdict" in asked.intents, self._judged),
            ("checked" in asked.intents and bool(asked.indicator), self._judged),
            ("count" in asked.intents and not asked.relations and not asked.rest, self._counted),
            ("documents" in asked.intents and not asked.relations, self._documents),
            (bool(asked.indicator) and bool(asked.intents & {"most", "least"}), self._ranked),
            (
                bool(asked.indicator) or bool(asked.intents & {"figure", "growth", "target", "compare"}),
                self._figures,
            ),
            (bool(asked.intents & {"task", "unled"}), self._tasks),
            (bool(asked.types) and not asked.relations and "position" not in asked.intents, self._list),
            (bool(asked.things), self._statements),
            (bool(asked.years or asked.relations) and not asked.rest and not asked.things, self._tasks),
            (bool(asked.things) and bool(asked.verbs or asked.offices), self._said),
            (bool(asked.rest) and not asked.things, self._sentences),
        )
        command = ""
        for fits, way in ways:
            if fits:
                rows, command = way(asked)
                whole = (
                    way == self._follow
                    and {e.type for e in asked.things} == {"Region"}
                    and not asked.measured
                )
                if (
                    rows
                    or whole
                    or way == self._paths
                    or (way == self._judged and "verdict" in asked.intents)
                    or (way == self._figures and asked.indicator)
                ):
                    return rows, command
        return [], command

    def _sentences(self, asked: Asked) -> tuple[list[Row], str]:
        words = asked.rest or tuple(e.label for e in asked.things)
        if not words:
            return [], ""
        longest = max(words, key=len)
        found = self._index.sentences(longest, 200)
        rows = [self._sentence(place, text) for place, text in found if all(w in plain(text) for w in words)]
        if "Region" in asked.types:
            first = {row.subject: row for row in reversed(rows)}
            rows.sort(key=lambda row: first[row.subject] is not row)
        return rows, f"kg query sentences words={_quoted(longest)}"

    def _said(self, asked: Asked) -> tuple[list[Row], str]:
        """The sentences that hold every name as written, what else is asked for, and one of the verbs or posts."""
        words = (*asked.named, *asked.rest)
        if not asked.named:
            return [], ""
        longest = max(asked.named, key=len)
        said = (*asked.verbs, *asked.offices, *self._alike(asked))
        rows = [
            self._sentence(place, text)
            for place, text in self._index.sentences(longest, 200)
            if all(word in plain(text) for word in words) and any(word in text for word in said)
        ]
        return rows, f"kg query sentences words={_quoted(longest)}"

    def _alike(self, asked: Asked) -> tuple[str, ...]:
        """The verbs of a question, and those that mean the same relations."""
        names = ["finish"] if "finish" in asked.intents else sorted(asked.relations)
        return tuple(verb for name in names for verb in self._reader.verbs.get(name, ()))

    def _sentence(self, place: str, text: str) -> Row:
        source = self._sources.get(place.partition("#")[0])
        region, date = (source.region, source.date) if source else (None, None)
        return Row(region or "", "", year=(date or "")[:4], quote=text, document=_title(source))

    def _paths(self, asked: Asked) -> tuple[list[Row], str]:
        one, other = asked.things[0], asked.things[1]
        found = paths(self._store, one.iri, other.iri, 3, index=self._index)
        rows = []
        for chain in () if found.loose else found.chains:
            for step in chain:
                because: list[Claim | Act] = [*step.claims[:1], *step.acts[:1]]
                told = self._told(because[:1])
                rows += [replace(row, subject=step.start.label, object=step.end.label) for row in told] or [
                    Row(step.start.label, "", step.end.label)
                ]
        return rows, f"kg path {_quoted(one.label)} {_quoted(other.label)}"

    def _follow(self, asked: Asked) -> tuple[list[Row], str]:
        """What became of the promises of the regions, or all: that name the things, of a year, of an outcome."""
        regions = [e.label for e in asked.things if e.type == "Region"]
        known = regions or sorted({source.region for source in self._sources.values() if source.region})
        named = [_typed(e, asked.named) or plain(e.label) for e in asked.things if e.type != "Region"]
        results = {self._outcomes[name] for name in asked.results if name in self._outcomes}
        rows = [
            row
            for region in known
            for row in self._followed(region)
            if all(name in plain(row.what) for name in named)
            and (not results or row.object in results)
            and share((*asked.rest, *filter(None, [asked.measured])), row.what) >= HALF
        ]
        if years := {str(year) for year in asked.years}:
            dated = {source.id: (source.date or "")[:4] for source in self._sources.values()}
            made = [row for row in rows if dated.get(row.id.partition("#")[0]) in years]
            rows = made or [row for row in rows if row.year in years]
        place = regions or [row.subject for row in rows[:1]]
        return rows, f"kg follow --region {_quoted(place[0])}" if place else ""

    def _judged(self, asked: Asked) -> tuple[list[Row], str]:
        """The targets with such a verdict: of the regions, of the indicator, of the years that are asked for."""
        concepts, regions = self._concepts(asked), [e for e in asked.things if e.type == "Region"]
        first, last = (min(asked.years), max(asked.years)) if asked.years else (None, None)
        found = ladder(self._store, self._ontology, concepts or None)
        rows = [
            Row(
                self._label(rung.region), self._indicators[rung.indicator].zh,
                f"{rung.target.text} → {rung.result.text}", rung.period, self._verdicts[rung.verdict],
                rung.result.quote, _title(self._sources.get(rung.result.document)), rung.result.figure,
            )
            for rung in among(found, {e.iri for e in regions}, first, last)
            if rung.verdict in (asked.results or self._verdicts)
            and rung.target
            and rung.result
            and not asked.rest
        ]  # fmt: skip
        place = f" --region {_quoted(regions[0].label)}" if regions else ""
        name = f" --indicator {_quoted(self._indicators[concepts[0]].zh)}" if concepts else ""
        return rows, f"kg targets{place}{name}"

    def _ranked(self, asked: Asked) -> tuple[list[Row], str]:
        """The results (or targets) of an indicator, the greatest first, or the least."""
        concept, years = self._concepts(asked)[0], {str(year) for year in asked.years}
        status = "target" if "target" in asked.intents else "done"
        regions = [e for e in asked.things if e.type == "Region"]
        found = [
            f
            for f in facts.figures(self._store, indicators=[concept])
            if f.status == status
            and not f.part
            and (not years or f.year in years)
            and not asked.rest
            and self._of_any(f, regions, asked.named)
        ]
        found.sort(key=lambda f: (f.value if "least" in asked.intents else -f.value, f.iri))
        span = f" --from {min(years)} --until {max(years)}" if years else ""
        rows = [self._placed(f) for f in found]
        return rows, f"kg targets --indicator {_quoted(self._indicators[concept].zh)}{span}"

    def _placed(self, figure: Figure) -> Row:
        """A figure as a row of the region for which its document speaks."""
        row, source = self._figure(figure), self._sources.get(figure.document)
        return replace(row, subject=self._label(source.spatial)) if source and source.spatial else row

    def _documents(self, asked: Asked) -> tuple[list[Row], str]:
        own = {e.iri for e in asked.things}
        rows = [
            Row(s.region or "", "", year=(s.date or "")[:4], document=_title(s), id=s.iri)
            for s in self._sources.values()
            if (not own or s.spatial in own)
            and (not asked.years or (s.date or "")[:4] in map(str, asked.years))
            and share(asked.rest, _title(s)) == 1
        ]
        rows.sort(key=lambda row: (row.year, row.document), reverse=True)
        region = f" region={_quoted(asked.things[0].label)}" if asked.things else ""
        return rows, f"kg query documents{region}"

    def _figures(self, asked: Asked) -> tuple[list[Row], str]:
        places = [e for e in asked.things if e.type in PLACES]
        wanted = self._concepts(asked)
        others = [_typed(e, asked.named) or e.label for e in asked.things if e.type not in PLACES]
        listed = asked.listed if "figure" in asked.intents else ()
        words = tuple(filter(None, (asked.measured, *asked.rest, *others, *listed)))
        years = {str(year) for year in asked.years}
        regions = [e for e in asked.things if e.type == "Region"]
        things = [e for e in asked.things if e.type != "Region"]
        ranked: list[tuple[tuple[float, ...], Figure]] = []
        for figure in self._candidates(asked, wanted):
            if (years and figure.year not in years) or not (
                self._of_any(figure, regions, asked.named)
                and all(self._measures(figure, e, asked.named) for e in things)
            ):
                continue
            fit = self._fit(figure, asked, wanted, words)
            if fit is not None:
                ranked.append((fit, figure))
        ranked.sort(key=lambda pair: (pair[0], -int(pair[1].year or 0), pair[1].iri))
        if "compare" in asked.intents and ranked:
            (near, *_), first = ranked[0]
            level = [pair[1] for pair in ranked if pair[0][0] == near]
            alike = {f.year for f in level if f.status == first.status}
            kept = {f.iri for f in level if f.status == first.status or f.year not in alike}
            ranked = [pair for pair in ranked if pair[1].iri in kept]
            ranked.sort(key=lambda pair: (pair[1].year or "", -pair[1].value, pair[1].iri))
        rows = [self._figure(figure) for _, figure in ranked]
        if wanted and places:
            span = f" --from {min(years)} --until {max(years)}" if years else ""
            name = self._indicators[wanted[0]].zh
            return rows, f"kg targets --region {_quoted(places[0].label)} --indicator {_quoted(name)}{span}"
        subject = f" subject={_quoted(asked.things[0].label)}" if asked.things else ""
        return rows, f"kg query figures{subject}"

    def _concepts(self, asked: Asked) -> tuple[str, ...]:
        """The indicator that is asked for, the likelier of amount and growth first."""
        if not asked.indicator:
            return ()
        both = [asked.indicator, *filter(None, [self._twins.get(asked.indicator)])]
        return tuple(reversed(both) if "growth" in asked.intents else both)

    def _candidates(self, asked: Asked, wanted: tuple[str, ...]) -> Iterator[Figure]:
        """The figures that may be meant, each once: of the indicator, the things, the documents of the regions."""
        seen: set[str] = set()
        own = {e.iri for e in asked.things}
        documents = {s.iri: None for s in self._sources.values() if s.spatial in own}
        if not documents:
            names = [_typed(e, asked.named) or e.label for e in asked.things]
            places = (place for name in names for place, _ in self._index.sentences(name, MENTIONED))
            documents = dict.fromkeys(place.partition("#")[0] for place in places)
        pools = [
            facts.figures(self._store, indicators=wanted) if wanted else (),
            *(facts.figures(self._store, about=e.iri) for e in asked.things),
            *(facts.figures(self._store, document=name) for name in documents),
        ]
        if not asked.things and not wanted:
            pools.append(facts.figures(self._store))
        for pool in pools:
            for figure in pool:
                if figure.iri not in seen:
                    seen.add(figure.iri)
                    yield figure

    def _of_any(self, figure: Figure, regions: Iterable[Entity], named: Iterable[str]) -> bool:
        """Whether a figure is of one of several regions, or no region is asked for."""
        of = [self._measures(figure, e, named) for e in regions]
        return any(of) or not of

    def _measures(self, figure: Figure, thing: Entity, named: Iterable[str]) -> bool:
        """Whether a figure is of a thing: its subject, its document's region, in its own words or its sentence."""
        source = self._sources.get(figure.document)
        return (
            figure.subject == thing.iri
            or (source is not None and source.spatial == thing.iri)
            or thing.label in figure.indicator
            or thing.label in figure.quote
            or (_typed(thing, named) or thing.label) in plain(figure.quote)
        )

    def _fit(
        self, figure: Figure, asked: Asked, wanted: tuple[str, ...], words: tuple[str, ...]
    ) -> tuple[float, ...] | None:
        """How well a figure fits, the least the best; None where it does not."""
        told = f"{figure.indicator}{self._label(figure.subject)}"
        if _passed_over(asked.rest, f"{told}{figure.quote}"):
            return None
        shared = share(words, told)
        if figure.concept in wanted:
            near = 2.0 if figure.part else float(wanted.index(figure.concept or ""))
            if asked.rest and share(asked.rest, told) < HALF:
                return None
        elif words and shared >= HALF:
            near = 3.0 - shared if wanted else 1.0 - shared
            if asked.rest and not share(asked.rest, told):
                return None
        else:
            return None
        aimed = figure.status == "target"
        wrong = (asked.intents & {"target"} and not aimed) or (
            "result" in asked.intents and "target" not in asked.intents and aimed
        )
        if wrong and not asked.years:
            return None
        own = {e.iri for e in asked.things}
        late = (
            aimed if asked.intents & {"past", "compare"} else not aimed and figure.comparator in {">", ">="}
        )
        other = bool(asked.unit) and not (figure.unit.endswith(asked.unit) or asked.unit in told)
        return near, float(other), float(bool(wrong)), float(late), float(figure.subject not in own), -shared

    def _figure(self, figure: Figure) -> Row:
        sign = SIGNS.get(figure.comparator, "")
        base = self._base(figure)
        return replace(base, subject=self._label(figure.subject), what=figure.indicator,
                       object=f"{sign if figure.high is None else ''}{figure.amount}{figure.unit}")  # fmt: skip

    def _tasks(self, asked: Asked) -> tuple[list[Row], str]:
        unled = "unled" in asked.intents
        options: dict[str, str] = {}
        for e in asked.things:
            options.setdefault(_option(e), e.iri)
        year = str(asked.years[0]) if asked.years else None
        wanted = Wanted(
            body=options.get("body"), field=options.get("field"), place=options.get("place"),
            programme=options.get("programme"), year=year, led=False if unled else None,
        )  # fmt: skip
        found = [t for t in tasks(self._store, wanted) if share(asked.rest, t.act.quote) >= HALF]
        if "until" in asked.intents and year:
            last = f"{year}-{asked.month.zfill(2)}" if asked.month else year
            found = [
                t
                for t in tasks(self._store, replace(wanted, year=None))
                if (t.due or "9999")[: len(last)] <= last and t.act.status == "planned"
            ]
            found.sort(key=lambda t: t.due or "", reverse=True)
        if said := self._alike(asked):
            found = [
                t
                for t in found
                if any(verb in t.act.label for verb in said)
                or (t.due and any(e.label == t.act.label for _, e in t.parts))
            ] or found
        roles = asked.intents & {"lead", "support"}
        if roles and "body" in options and not unled:
            bodies = within(self._store, options["body"]) | {options["body"]}
            found = [t for t in found if any(r in roles and e.iri in bodies for r, e in t.parts)] or found
        own = {e.iri for e in asked.things}
        found.sort(key=lambda t: (t.act.status != "planned", bool(own) and t.act.actor not in own))
        rows = list(self._told([t.act for t in found]))
        labels = {e.iri: e.label for e in asked.things}
        told = "".join(f" --{name} {_quoted(labels[iri])}" for name, iri in options.items())
        return rows, f"kg tasks{told}{f' --year {year}' if year else ''}{' --no-lead' if unled else ''}"

    def _counted(self, asked: Asked) -> tuple[list[Row], str]:
        """The tasks or the things of a class, of which the number is asked for."""
        return self._tasks(asked) if "task" in asked.intents else self._list(asked)

    def _list(self, asked: Asked) -> tuple[list[Row], str]:
        """The things of the classes, of a region where one is named; its claims where the region has any of them."""
        if asked.things:
            return self._statements(asked)
        if asked.rest:
            return [], ""
        kind = min(asked.types)
        found = [e for e in facts.entities(self._store) if e.type in asked.types]
        named = [e for e in found if any(e.label.endswith(word) for word in asked.listed)] or found
        rows = [Row(e.label, "", e.kind or e.type, id=e.iri) for e in named]
        return rows, f"kg query entities type={kind}"

    def _statements(self, asked: Asked) -> tuple[list[Row], str]:
        """Claims and acts that bring the things together, by the verbs, classes and words of the question."""
        ranked: list[tuple[tuple[float, ...], Claim | Act]] = []
        below = [within(self._store, e.iri) | {e.iri} for e in asked.things]
        for one in self._about(asked.things[0].iri):
            fit = self._fits(one, asked, below)
            if fit is not None:
                ranked.append((fit, one))
        ranked.sort(key=lambda pair: (pair[0], pair[1].document, pair[1].evidence, pair[1].iri))
        rows = list(self._told([one for _, one in ranked]))
        return rows, f"kg show {_quoted(asked.things[0].label)}"

    def _about(self, iri: str) -> Iterator[Claim | Act]:
        yield from facts.claims(self._store, about=iri)
        yield from facts.acts(self._store, about=iri)

    def _fits(self, one: Claim | Act, asked: Asked, below: list[frozenset[str]]) -> tuple[float, ...] | None:
        """How well a claim or an act fits, the least the best; None where it does not."""
        ends = self._ends(one)
        source = self._sources.get(one.document)
        region = {source.spatial} if source and source.spatial else set()
        own = [ends & those or region & those for those in below]
        named = [thing.label in one.quote for thing in asked.things]
        if not all(map(any, zip(own, named, strict=True))) or not own[0]:
            return None
        others = (
            ends - {iri for those in below for iri in those if iri in own[0]} - {e.iri for e in asked.things}
        )
        typed = not asked.types or any(self._entity(iri).type in asked.types for iri in others)
        verb = self._verb(one, asked)
        held = share(asked.rest, one.quote)
        position = "position" in asked.intents
        if position and not (isinstance(one, Claim) and one.predicate == "holdsPosition"):
            return None
        if _passed_over(asked.rest, one.quote):
            return None
        if (asked.rest and not held) or not (typed or (asked.types <= {"Project"} and verb < 2)):
            return None
        if asked.years and not self._within_years(one, asked.years, source):
            return None
        if asked.relations and verb == 3:
            return None
        direct = float(not all(ends & those for those in below))
        dated = (one.due or one.year) if isinstance(one, Act) else one.year
        return verb, float("when" in asked.intents and not dated), direct, 1 - held, -one.confidence

    def _verb(self, one: Claim | Act, asked: Asked) -> float:
        """How far a statement is from the verbs of the question: it says them, its relation means them, or neither."""
        said = [verb in (one.label if isinstance(one, Act) else one.quote) for verb in asked.verbs]
        if isinstance(one, Claim) and one.predicate in asked.relations:
            return 1 - sum(said) / len(said)
        if any(said):
            return 1.0 if isinstance(one, Act) else 2.0
        words = [word for name in asked.relations for word in self._reader.verbs.get(name, ())]
        alike = isinstance(one, Act) and any(word in one.label for word in words)
        return 2.0 if alike else 3.0

    def _within_years(self, one: Claim | Act, years: tuple[int, ...], source: Source | None) -> bool:
        stated = (one.due or one.year) if isinstance(one, Act) else one.year
        if stated:
            return int(stated[:4]) in years
        first, _, last = ((one.period if isinstance(one, Act) else None) or "").partition("-")
        if first:
            return any(first <= str(year) <= (last or first) for year in years)
        return source is not None and (source.date or "")[:4] in map(str, years)

    def _ends(self, one: Claim | Act) -> frozenset[str]:
        if isinstance(one, Claim):
            return frozenset({one.subject, one.object})
        return frozenset(filter(None, (one.actor, *(end for _, end in one.roles))))

    def _told(self, found: Iterable[Claim | Act]) -> Iterator[Row]:
        """The rows of claims and acts, each said once."""
        seen: set[tuple[str, str, str]] = set()
        for one in found:
            row = self._base(one)
            if isinstance(one, Claim):
                what = self._relations.get(one.predicate, one.predicate)
                row = replace(
                    row, subject=self._label(one.subject), what=what, object=self._label(one.object)
                )
            else:
                parts = "、".join(self._label(end) for _, end in one.roles)
                row = replace(
                    row, subject=self._label(one.actor) if one.actor else "", what=one.label, object=parts
                )
            key = (row.subject, row.what, row.object)
            if key not in seen:
                seen.add(key)
                yield row

    def _base(self, one: Statement) -> Row:
        source = self._sources.get(one.document)
        year = (one.due or one.year or one.period) if isinstance(one, Act) else one.year
        return Row(
            "", "", year=year or "", status=self._statuses.get(one.status, one.status), quote=one.quote,
            document=_title(source), id=one.iri,
        )  # fmt: skip

    def _entity(self, iri: str) -> Entity:
        if iri not in self._labels:
            found = facts.entities(self._store, [iri])
            self._labels[iri] = found[0] if found else Entity(iri, "", iri)
        return self._labels[iri]

    def _label(self, iri: str) -> str:
        return self._entity(iri).label

    def _near(self, asked: Asked) -> tuple[Row, ...]:
        """The sentences nearest to a question: that hold most of what it names."""
        words = [*asked.rest, *filter(None, [asked.measured]), *(e.label for e in asked.things), *asked.verbs]
        found: dict[str, str] = {}
        for word in words:
            found.update(self._index.sentences(word, 50))
        best = sorted(found.items(), key=lambda pair: (-share(words, pair[1]), pair[0]))
        return tuple(self._sentence(place, text) for place, text in best[:3])


def _typed(thing: Entity, named: Iterable[str]) -> str:
    """The words of the question that name a thing, if any do."""
    names = [plain(name) for name in (thing.label, *thing.aliases)]
    return next((words for words in named if any(words in name for name in names)), "")


def _passed_over(rest: Iterable[str], text: str) -> bool:
    """Whether a word of the question that nothing explains does not stand in a text, be it in pieces."""
    return any(len(word) > 1 and _held(word, text) < len(word) * HELD for word in rest)


def _held(word: str, text: str) -> int:
    """How many characters of a word stand in a text, in pieces of two or more."""
    most = [0] * (len(word) + 1)
    for end in range(1, len(word) + 1):
        pieces = (most[at] + end - at for at in range(end - 1) if word[at:end] in text)
        most[end] = max([most[end - 1], *pieces])
    return most[-1]


def _option(of: Entity) -> str:
    """The filter of the task table that a thing is, by its type."""
    if of.type in PLACES:
        return "place"
    if of.type in ("Program", "Document"):
        return "programme"
    return "body" if of.type in ("Government", "Research", "Enterprise", "Organization") else "field"


def _title(source: Source | None) -> str:
    return (source.title or source.id) if source else ""


def _quoted(text: str) -> str:
    return text if _plain.fullmatch(text) else shlex.quote(text)
