"""What documents say now against what they said before: new promises, dropped ones, changed targets, new outcomes.

A report that came in is set against the one before it of its region, another document against its edition before,
one that was revised against its former text. Outcomes are those of reports alone.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from kg.errors import QueryError
from kg.follow.alignment import Aligned, Item, align
from kg.follow.promises import Followed, Outcome
from kg.follow.reports import followed, promised, quoted, year_of, yearly
from kg.model import RISE, Annotated, Indicator, Span
from kg.ontology import Ontology
from kg.text.function_words import pattern

_date = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
"""A day, month or year."""
_numbers = pattern(r"[\d\s<round zero|zero|ordinal>]")

Direction = Literal["up", "down", "same", "other"]


@dataclass(frozen=True, slots=True)
class Said:
    """What a document promises, letter by letter, with its sentence."""

    region: str
    document: str
    text: str
    quote: str


@dataclass(frozen=True, slots=True)
class TargetChange:
    """A target of before beside that of now: of another year, or of the same after a revision."""

    region: str
    indicator: str
    before: Indicator
    after: Indicator
    direction: Direction


@dataclass(frozen=True, slots=True)
class Result:
    """A promise of the report before and what the one that came in says of it."""

    region: str
    text: str
    outcome: Outcome
    report: str
    next: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """All of it; documents by id, the rest in the order of the documents and texts."""

    added: tuple[str, ...]
    revised: tuple[str, ...]
    removed: tuple[str, ...]
    promises: tuple[Said, ...]
    dropped: tuple[Said, ...]
    targets: tuple[TargetChange, ...]
    results: tuple[Result, ...]

    @property
    def outcomes(self) -> Mapping[str, int]:
        """How many promises have each outcome."""
        return Counter(result.outcome for result in self.results)


def changes(old: Iterable[Annotated], new: Iterable[Annotated], ontology: Ontology) -> Changes:
    """What changed from some documents, as they were, to those that there are now.

    Raises nothing where there is no document before: all that such a one promises is new.
    """
    before, now = ({of.document.id: of for of in those} for those in (old, new))
    added = [key for key in now if key not in before]
    revised = [key for key in now if key in before and before[key] != now[key]]
    promises: list[Said] = []
    dropped: list[Said] = []
    targets: list[TargetChange] = []
    results: list[Result] = []
    for key in sorted((*added, *revised)):
        here = now[key]
        last = before.get(key) or _last(here, now.values())
        if last is None:
            promises += (_said(here, span) for span in promised(here, ontology))
            continue
        told = _outcomes(last, here, ontology) if key in added and _reports(last, here) else {}
        results += (_result(last, here, one) for one in told.values())
        promises += _own(last, here, ontology)
        dropped += _gone(last, here, told, ontology)
        targets += _targets(last, here, ontology)
    return Changes(
        tuple(sorted(added)), tuple(sorted(revised)), tuple(sorted(key for key in before if key not in now)),
        tuple(promises), tuple(dropped), tuple(targets), tuple(results),
    )  # fmt: skip


def changes_since(day: str, now: Sequence[Annotated], ontology: Ontology) -> Changes:
    """What documents dated from a day, month or year on changed in what those before say.

    Raises QueryError where that is no date.
    """
    if not _date.fullmatch(day):
        raise QueryError(f"{day}: no date", "as 2026, 2026-03 or 2026-03-05; or: build")
    before = [of for of in now if of.document.date and of.document.date < day]
    return changes(before, [*before, *(of for of in now if (of.document.date or "") >= day)], ontology)


def _last(of: Annotated, others: Iterable[Annotated]) -> Annotated | None:
    """The latest document of the same region from a year before that is a report too, or has the same title."""
    own = year_of(of)
    earlier = [
        other
        for other in others
        if other.document.region == of.document.region
        and of.document.region
        and (year_of(other) or 9999) < (own or 0)
        and (_reports(of, other) or _titled(of) == _titled(other) != "")
    ]
    return max(earlier, key=lambda other: (year_of(other) or 0, other.document.id), default=None)


def _reports(*those: Annotated) -> bool:
    return all(yearly(of.document.get("kind")) for of in those)


def _titled(of: Annotated) -> str:
    """The title of a document without its numbers: editions differ in their years, or in the number of their plan."""
    return _numbers.sub("", of.document.title or "")


def _outcomes(last: Annotated, here: Annotated, ontology: Ontology) -> dict[Span, Followed]:
    found = (one for one in followed(last, here, ontology) if one is not None)
    return {(one.start, one.end): one for one in found}


def _result(last: Annotated, here: Annotated, one: Followed) -> Result:
    return Result(
        here.document.region or "",
        one.text,
        one.outcome,
        last.document.id,
        here.document.id,
        quoted(one, here),
    )


def _acts(last: Annotated, here: Annotated, ontology: Ontology) -> Sequence[Aligned]:
    return [one for one in align(last, here, ontology) if (one.upper or one.lower or _none).kind == "measure"]


_none = Item("measure", "", (0, 0), (0, 0))


def _own(last: Annotated, here: Annotated, ontology: Ontology) -> list[Said]:
    """The promises that the document before had not."""
    fresh = {one.lower.span for one in _acts(last, here, ontology) if one.standing == "own" and one.lower}
    return [_said(here, span) for span in promised(here, ontology) if span in fresh]


def _gone(last: Annotated, here: Annotated, told: Mapping[Span, Followed], ontology: Ontology) -> list[Said]:
    """The promises of the document before that this one neither has nor reports on."""
    missing = {
        one.upper.span for one in _acts(last, here, ontology) if one.standing == "missing" and one.upper
    }
    return [
        _said(last, span)
        for span in promised(last, ontology)
        if span in missing
        and (span not in told or (told[span].outcome == "silent" and not told[span].recurring))
    ]


def _said(of: Annotated, span: Span) -> Said:
    text = of.document.text
    quote = next(
        (text[m.evidence[0] : m.evidence[1]] for m in of.findings.measures if (m.start, m.end) == span), ""
    )
    return Said(of.document.region or "", of.document.id, text[slice(*span)], quote)


def _targets(last: Annotated, here: Annotated, ontology: Ontology) -> list[TargetChange]:
    """The targets of both, side by side, where they are of the same indicator, extent and part."""
    found = []
    for one in align(last, here, ontology):
        if one.upper is None or one.lower is None or one.upper.figure is None or one.lower.figure is None:
            continue
        before, after = one.upper.figure, one.lower.figure
        if (before.scope, before.part, before.unit) != (after.scope, after.part, after.unit):
            continue
        directions: dict[str, Direction] = {"taken": "same", "sharpened": "up", "weaker": "down"}
        direction: Direction = directions.get(one.standing, "other")
        if direction != "same" and before.value != after.value:
            direction = "up" if after.value > before.value else "down"
        found.append(
            TargetChange(
                here.document.region or "", after.concept or after.indicator, before, after, direction
            )
        )
    headline = {name: at for at, name in enumerate(ontology.headlines)}
    kept = {(one.indicator, one.after.scope, one.after.part): one for one in reversed(found)}
    return sorted(
        kept.values(), key=lambda one: (headline.get(one.indicator, 99), one.indicator, one.after.part)
    )


def amount(of: Indicator, signs: Mapping[str, str]) -> str:
    """A target as people write it: ≥5%, 4.5–5%; the name of its indicator says that it is a growth."""
    ends: tuple[Decimal, ...] = (of.value,) if of.high is None else (of.value, of.high)
    sign = "" if of.high is not None else signs.get(of.comparator, of.comparator)
    return sign + "–".join(f"{end.normalize():f}" for end in ends) + of.unit.removesuffix(RISE)
