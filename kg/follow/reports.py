"""The reports of a graph, year by year, and what became of the promises of each in the next one."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from kg.errors import InputError, QueryError
from kg.follow.promises import OUTCOMES, Followed, Follower, Outcome, Words, words
from kg.gazetteer.normal_form import plain
from kg.model import Act, Annotated, Source, Span
from kg.ontology import Ontology

YEARLY = "work-report"
"""The kind of document that reports on one year and promises for the next."""

NAMED = frozenset(("Project", "Zone", "Research", "Enterprise", "Organization"))
"""Types of things of which it is seen whether they are there."""

ISSUED = frozenset(("Program", "Document"))
"""Types of things of which only a deed is seen: that they were drawn up, issued, begun or held."""

LEAD = 6
"""Characters of a promise among which a verb opens it, after words of manner."""

_sign = re.compile(r"[“”《》A-Za-z0-9·—]|第.+[届次]")


@dataclass(frozen=True, slots=True)
class YearReport:
    """A report as it is looked up: its document, the region it speaks for, the year in which it was given."""

    id: str
    region: str
    year: int


@dataclass(frozen=True, slots=True)
class Given:
    """A promise that somebody wants to see followed: the region, the years of both reports, its words."""

    region: str
    report: int
    next: int
    text: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of an act (its IRI) that a report promised: the outcome, by which document (its IRI), in which words.

    `sure` is the likeness of promise and words, `recurring` marks what is promised every year anew.
    """

    act: str
    outcome: Outcome
    document: str
    clauses: tuple[str, ...] = ()
    recurring: bool = False
    sure: float = 0.0


def kept(
    acts: Iterable[Act], outcomes: Iterable[tuple[str, str, Followed, tuple[str, ...]]]
) -> tuple[Kept, ...]:
    """The outcomes (both documents as IRIs, what was followed, the clauses that tell it) as those of acts, in order."""
    at = {(act.document, act.span): act.iri for act in acts}
    return tuple(
        Kept(act, one.outcome, new, clauses, one.recurring, round(one.sure, 2))
        for old, new, one, clauses in outcomes
        if (act := at.get((old, (one.start, one.end)))) is not None
    )


def reports(sources: Iterable[Source]) -> tuple[YearReport, ...]:
    """The yearly reports among documents, by region and year: work reports with a region and a date, one of a year.

    No plan, notice or reply promises what one of the next year tells. Of several of a region and year the first
    that was given counts.
    """
    found: dict[tuple[str, int], YearReport] = {}
    for of in sorted(sources, key=lambda of: (of.date or "", of.id)):
        if yearly(of.kind) and of.region and of.date and of.date[:4].isdigit():
            year = int(of.date[:4])
            found.setdefault((of.region, year), YearReport(of.id, of.region, year))
    return tuple(found[key] for key in sorted(found))


def yearly(kind: str | None) -> bool:
    """Whether a document of a kind reports on one year and promises for the next."""
    return kind == YEARLY


def of_region(known: Iterable[YearReport], region: str) -> tuple[YearReport, ...]:
    """The reports of a region, whatever writers vary in its name."""
    return tuple(one for one in known if plain(one.region) == plain(region))


def successive(known: Iterable[YearReport]) -> tuple[tuple[YearReport, YearReport], ...]:
    """Each report with that of the same region and the year after."""
    return tuple(
        (old, new)
        for old, new in pairwise(known)
        if plain(old.region) == plain(new.region) and new.year == old.year + 1
    )


def of_year(known: Iterable[YearReport], region: str, year: int) -> YearReport:
    """The report of a region that was given in a year; raises QueryError."""
    own = of_region(known, region)
    found = next((one for one in own if one.year == year), None)
    if found is None:
        years = ", ".join(str(one.year) for one in own) or "none of this region"
        raise QueryError(f"{region} {year}: no report of this region and year", f"there are: {years}")
    return found


def report(of: Annotated) -> YearReport:
    """A document as a report, whatever it is; the year is 0 where it has no date."""
    return YearReport(of.document.id, of.document.region or "", year_of(of) or 0)


def decided(one: Followed | None, document: str, said: Mapping[tuple[str, str], str]) -> Followed | None:
    """A promise of a document with the outcome that a person said, where one did: by document and words."""
    outcome = said.get((document, one.text)) if one else None
    if one is None or outcome not in OUTCOMES:
        return one
    return replace(one, outcome=outcome, recurring=False, sure=1.0, decided=True)


def given(path: Path) -> tuple[Given, ...]:
    """The promises of a file of JSON Lines: region, report, next, commitment; raises InputError with the line."""
    found = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            found.append(Given(data["region"], int(data["report"]), int(data["next"]), data["commitment"]))
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(
                f"{path}:{number}: not a promise: {error!r}", "each line has region, report, next, commitment"
            ) from error
    return tuple(found)


def year_of(of: Annotated) -> int | None:
    """The year in which a document was given, or None."""
    date = of.document.date or ""
    return int(date[:4]) if date[:4].isdigit() else None


def promised(old: Annotated, ontology: Ontology) -> Iterator[Span]:
    """The planned measures of a report of which anyone can see whether they came true; what only points a way is none.

    They have a figure or a deadline of their own, or a thing with a name of its own, or tell a deed (建成, 印发).
    """
    kinds = {m.name: m.type for m in old.findings.mentions}
    told = words(ontology)
    for measure in old.findings.measures:
        objects = [(p.name, kinds.get(p.name, "")) for p in measure.roles if p.role == "object"]
        if (
            measure.status == "planned"
            and not measure.ended
            and (measure.figures or measure.due or checkable(measure.text, objects, told))
        ):
            yield measure.start, measure.end


def checkable(text: str, objects: Sequence[tuple[str, str]], told: Words) -> bool:
    """Whether the words of an act and its objects (name, type) say what will be seen, without any figure or date."""
    if told.any("deed", text):
        return any(type_ in NAMED | ISSUED for _, type_ in objects)
    if told.any("soft", text[:LEAD]):
        return False
    named = (name for name, type_ in objects if type_ in NAMED)
    return any(_sign.search(name) or not name.endswith(told.of["common"]) for name in named)


def followed(
    old: Annotated, new: Annotated, ontology: Ontology, wanted: Sequence[str] | None = None
) -> tuple[Followed | None, ...]:
    """What became of promises of a report in the next one, in the order of the text, or of `wanted`.

    A wanted promise whose words the report does not hold is None.
    """
    follower = Follower(old, new, ontology)
    if wanted is None:
        return tuple(follower.follow(*span) for span in promised(old, ontology))
    places = ((text, old.document.text.find(text)) for text in wanted)
    return tuple(follower.follow(at, at + len(text)) if at >= 0 else None for text, at in places)


def quoted(of: Followed, new: Annotated) -> tuple[str, ...]:
    """The clauses of the next report on which an outcome rests, letter by letter, each once."""
    text = new.document.text
    return tuple(dict.fromkeys(text[slice(*m.span)] for m in of.matches if m.span))


def ground(of: Followed, outcomes: Mapping[str, str]) -> str:
    """Item by item what was found."""
    states = {"done": "delivered", "going": "under_way", "again": "planned_again", "none": "silent"}
    return "；".join(f"{m.item}：{outcomes['partly' if m.short else states[m.state]]}" for m in of.matches)
