"""The measures of a document as people corrected them, each with what its IRI and its decisions go by."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.gazetteer.heads import heads, longest_head
from kg.model import Annotated, Correction, Measure, MeasureRole, Name, Part, Span
from kg.ontology import Ontology
from kg.resolve import iri
from kg.text.places import figures_within

PART = "|"
"""What stands between the parts of a split."""

_listed = re.compile(r"[、，,；;\n]+")
_bodies = ("Government", "Enterprise", "Research", "Organization", "Zone", "Region")
_named = ("actor", "lead", "support")
_roles: dict[str, MeasureRole] = {"lead": "lead", "support": "support"}


@dataclass(frozen=True, slots=True)
class Corrected:
    """A measure after all corrections.

    `iri` and `words` are those of the measure as it was read, or of a part that a person made; `sentence` is its
    sentence. `decided` names what a person set.
    """

    iri: str
    measure: Measure
    sentence: str
    words: str
    decided: tuple[str, ...] = ()

    def correction(self, change: str, to: str) -> Correction:
        """A correction of this measure."""
        return Correction(self.iri, self.measure.document, self.sentence, self.words, change, to)


def corrected(
    annotated: Annotated, decided: Iterable[Correction], base: str
) -> tuple[tuple[Corrected, ...], tuple[Correction, ...]]:
    """The measures of a document after the corrections, and the corrections whose sentence is no longer there."""
    document = annotated.document
    found = [_as_read(annotated, measure, base) for measure in annotated.findings.measures]
    lost = []
    for one in decided:
        if one.document != document.id:
            continue
        at = _meant(found, one)
        changed = None if at is None else _changed(annotated, found, at, one, base)
        if changed is None:
            lost.append(one)
        else:
            found = changed
    return tuple(found), tuple(lost)


def names(decided: Iterable[Correction], known: Iterable[Name], ontology: Ontology) -> tuple[Name, ...]:
    """The names that corrections bring into a document, with the types that their ends tell; those known left out.

    `known` are the document's own names.
    """
    have = list(known)
    region = have[0].region if have else None
    there = {name.name for name in have}
    known_heads = heads(ontology)
    wanted = [(one.document, name) for one in decided if one.change in _named for name in listed(one.to)]
    return tuple(
        Name(document, name, _type(name, known_heads), (), region, 0)
        for document, name in dict.fromkeys(wanted)
        if name not in there
    )


def listed(text: str) -> tuple[str, ...]:
    """The names that a text lists, each once."""
    return tuple(dict.fromkeys(name for part in _listed.split(text) if (name := part.strip())))


def places(text: str, within: Span, parts: Iterable[str]) -> tuple[Span, ...] | None:
    """Where some words stand in a stretch of a text, one after the other; None where one does not."""
    found: list[Span] = []
    at, end = within
    for part in parts:
        start = text.find(part, at, end)
        if start < 0 or not part:
            return None
        at = start + len(part)
        found.append((start, at))
    return tuple(found)


def _type(name: str, known_heads: Mapping[str, str]) -> str:
    kind = known_heads.get(longest_head(name, known_heads), "")
    return kind if kind in _bodies else "Government"


def _as_read(annotated: Annotated, measure: Measure, base: str) -> Corrected:
    own = iri.source(base, measure.document)
    name = iri.statement(base, "measure", own, measure.start, measure.end)
    return Corrected(name, measure, annotated.document.text[slice(*measure.evidence)], measure.text)


def _meant(found: Sequence[Corrected], one: Correction) -> int | None:
    """The place of the measure that a correction means: of those that read so the one of its IRI, else the first."""
    same = [n for n, of in enumerate(found) if (of.sentence, of.words) == (one.sentence, one.words)]
    return next((n for n in same if found[n].iri == one.task), min(same, default=None))


def _changed(
    annotated: Annotated, found: list[Corrected], at: int, one: Correction, base: str
) -> list[Corrected] | None:
    """The measures after one correction, None where it cannot be followed."""
    of = found[at]
    match one.change:
        case "reject":
            return [*found[:at], *found[at + 1 :]]
        case "split":
            parts = _split(annotated, of, one.to, base)
            return None if parts is None else [*found[:at], *parts, *found[at + 1 :]]
        case "merge":
            return _merged(annotated, found, at, one.to)
        case _:
            decided = of.decided if one.change == "confirm" else (*of.decided, one.change)
            measure = _setters[one.change](annotated, of.measure, one.to)
            new = replace(of, measure=replace(measure, confidence=1.0), decided=tuple(sorted({*decided})))
            return [*found[:at], new, *found[at + 1 :]]


def _worded(annotated: Annotated, measure: Measure, to: str) -> Measure:
    """The measure in other words; where its sentence has them, it has their place."""
    place = places(annotated.document.text, measure.evidence, (to,))
    return replace(measure, text=to) if place is None else _placed(annotated, measure, place[0])


def _placed(annotated: Annotated, measure: Measure, span: Span) -> Measure:
    start, end = span
    figures = figures_within(annotated.findings.indicators, start, end)
    return replace(measure, start=start, end=end, text=annotated.document.text[start:end], figures=figures)


def _acted(_annotated: Annotated, measure: Measure, to: str) -> Measure:
    return replace(measure, actor=to, actor_span=None)


def _answered(role: MeasureRole) -> Callable[[Annotated, Measure, str], Measure]:
    def answered(_annotated: Annotated, measure: Measure, to: str) -> Measure:
        bodies = listed(to)
        kept = tuple(part for part in measure.roles if part.role != role and part.name not in bodies)
        return replace(measure, roles=(*kept, *(Part(role, name) for name in bodies)))

    return answered


def _timed(_annotated: Annotated, measure: Measure, to: str) -> Measure:
    year, _, month = to.partition("-")
    return replace(measure, year=year or None, due=to if month else None, period=None)


def _stated(_annotated: Annotated, measure: Measure, to: str) -> Measure:
    if to == "ended":
        return replace(measure, ended=True)
    return replace(measure, status=to, ended=False, stage=measure.stage if to == measure.status else None)


def _sure(_annotated: Annotated, measure: Measure, _to: str) -> Measure:
    return measure


_setters: dict[str, Callable[[Annotated, Measure, str], Measure]] = {
    "words": _worded, "actor": _acted, "due": _timed, "status": _stated, "confirm": _sure,
    **{change: _answered(role) for change, role in _roles.items()},
}  # fmt: skip


def _split(annotated: Annotated, of: Corrected, to: str, base: str) -> list[Corrected] | None:
    """The parts of a measure, each with the things named in its words, and all with who answers for them."""
    parts = tuple(part.strip() for part in to.split(PART))
    spans = places(annotated.document.text, of.measure.evidence, parts)
    if spans is None or len(spans) < 2:
        return None
    made = []
    for start, end in spans:
        measure = _placed(annotated, of.measure, (start, end))
        roles = tuple(
            part for part in measure.roles
            if part.role in _roles or part.span is None
            or not any(a <= part.span[0] < b for a, b in spans) or start <= part.span[0] < end
        )  # fmt: skip
        own = iri.source(base, measure.document)
        made.append(
            Corrected(
                iri.statement(base, "measure", own, start, end), replace(measure, roles=roles, confidence=1.0),
                of.sentence, measure.text, tuple(sorted({*of.decided, "split"})),
            )
        )  # fmt: skip
    return made


def _merged(annotated: Annotated, found: list[Corrected], at: int, words: str) -> list[Corrected] | None:
    """The measures with one of them taken into the nearest that has the words, first of its own sentence."""
    of = found[at]
    near = sorted(
        (other.sentence != of.sentence, abs(other.measure.start - of.measure.start), n)
        for n, other in enumerate(found)
        if n != at and other.words == words
    )
    if not near:
        return None
    other = found[near[0][2]]
    roles = tuple(dict.fromkeys((*other.measure.roles, *of.measure.roles)))
    measure = replace(other.measure, roles=roles, confidence=1.0)
    if other.sentence == of.sentence and "words" not in other.decided:
        hull = min(measure.start, of.measure.start), max(measure.end, of.measure.end)
        measure = _placed(annotated, measure, hull)
    new = replace(other, measure=measure, decided=tuple(sorted({*other.decided, "merge"})))
    return [new if one is other else one for n, one in enumerate(found) if n != at]
