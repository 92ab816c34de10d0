"""Annotated documents and gold to the list of errors, each with its sentence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.evaluate.compare import Thing, bounds, fixes, pair, same_figure, things
from kg.evaluate.measures import fields, links, matched, nesting, told
from kg.evaluate.score import Triple, match_entities, triples
from kg.model import Annotated, Document, Indicator, Section, Span


@dataclass(frozen=True, slots=True)
class Error:
    """One thing that gold and prediction do not agree on.

    `measure` is entity, relation, indicator, measure or section; `kind` is missed, spurious, "wrong type",
    "wrong boundary", "wrong level", or what of a measure is wrong ("wrong actor", "missed role" …); `said` and
    `gold` are what each has, empty where it has nothing.
    """

    document: str
    measure: str
    kind: str
    said: str
    gold: str
    by: str
    sentence: str


def errors(gold: Mapping[str, Annotated], said: Mapping[str, Annotated]) -> tuple[Error, ...]:
    """Every error, by document, then entities, relations, indicators, measures, headings."""
    found: list[Error] = []
    for key, wanted in gold.items():
        given = said.get(key, Annotated(Document(key, wanted.document.text)))
        found += _entities(wanted, given)
        found += _relations(wanted, given)
        found += _indicators(wanted, given)
        found += _measures(wanted, given) if wanted.findings.measures else ()
        found += _sections(wanted, given) if wanted.document.sections else ()
    return tuple(found)


def _sentence(annotated: Annotated, span: Span) -> str:
    """The sentence around a span; where sentences are not kept, the line."""
    text = annotated.document.text
    for sentence in annotated.sentences:
        if sentence.start <= span[0] < sentence.end:
            return sentence.text
    start = text.rfind("\n", 0, span[0]) + 1
    end = text.find("\n", span[0])
    return text[start : end if end >= 0 else len(text)]


def _place(thing: Thing) -> Span:
    return (thing.mentions[0].start, thing.mentions[0].end)


def _entities(wanted: Annotated, given: Annotated) -> Iterator[Error]:
    key = wanted.document.id
    gold, said = things(wanted), things(given)
    match = match_entities(gold, said)
    left = [t for j, t in enumerate(gold) if j not in match.values()]
    for i, thing in enumerate(said):
        if i in match:
            continue
        other = next((t for t in left if t.names & thing.names), None)
        kind = "wrong type"
        if other is None:
            other = next((t for t in left if _overlap(t, thing)), None)
            kind = "wrong boundary" if other else "spurious"
        if other is not None:
            left.remove(other)
        meant = f"{other.name} ({other.type})" if other else ""
        by = thing.mentions[0].by
        yield Error(
            key, "entity", kind, f"{thing.name} ({thing.type})", meant, by, _sentence(wanted, _place(thing))
        )  # fmt: skip
    for thing in left:
        yield Error(
            key, "entity", "missed", "", f"{thing.name} ({thing.type})", "", _sentence(wanted, _place(thing))
        )


def _overlap(a: Thing, b: Thing) -> bool:
    return any(m.start < n.end and n.start < m.end for m in a.mentions for n in b.mentions)


def _relations(wanted: Annotated, given: Annotated) -> Iterator[Error]:
    key = wanted.document.id
    want, got = triples(wanted, given)
    names = [thing.name for thing in things(wanted)]

    def show(end: int | str) -> str:
        if isinstance(end, str):
            return end[1:]
        return names[end] if end >= 0 else wanted.document.region or ""

    def text(triple: Triple) -> str:
        return f"{show(triple[0])} {triple[1]} {show(triple[2])}"

    missed = [triple for triple in want if triple not in got]
    for triple, relation in got.items():
        if triple in want:
            continue
        other = next((t for t in missed if {t[0], t[2]} == {triple[0], triple[2]}), None)
        if other is not None:
            missed.remove(other)
        yield Error(
            key, "relation", "wrong type" if other else "spurious", text(triple), text(other) if other else "",
            relation.by, _sentence(wanted, relation.evidence),
        )  # fmt: skip
    for triple in missed:
        yield Error(key, "relation", "missed", "", text(triple), "", _sentence(wanted, want[triple].evidence))


def _indicators(wanted: Annotated, given: Annotated) -> Iterator[Error]:
    key = wanted.document.id
    said, gold = bounds(given.findings.indicators), bounds(wanted.findings.indicators)
    match = pair(len(said), len(gold), lambda i, j: same_figure(said[i], gold[j]))
    for i, one in enumerate(said):
        if i not in match:
            yield Error(key, "indicator", "spurious", _show(one), "", one.by, _sentence(wanted, one.evidence))
    for j, one in enumerate(gold):
        if j not in match.values():
            yield Error(key, "indicator", "missed", "", _show(one), "", _sentence(wanted, one.evidence))


def _show(i: Indicator) -> str:
    return (
        f"{i.subject} | {i.indicator} | {i.comparator} | {i.value} | {i.unit} | {i.year or '-'} | {i.status}"
    )


def _measures(wanted: Annotated, given: Annotated) -> Iterator[Error]:
    key = wanted.document.id
    gold, said = wanted.findings.measures, given.findings.measures
    match = matched(said, gold)
    of_gold, of_said = fixes(wanted, given)
    for i, one in enumerate(said):
        if i not in match:
            yield Error(key, "measure", "spurious", one.text, "", one.by, _sentence(wanted, one.evidence))
    for j, other in enumerate(gold):
        if j not in match.values():
            yield Error(key, "measure", "missed", "", other.text, "", _sentence(wanted, other.evidence))
    for i, j in sorted(match.items()):
        one, other = said[i], gold[j]
        place = _sentence(wanted, other.evidence)
        ours, theirs = (one.actor, one.status, one.year), (other.actor, other.status, other.year)
        for number, name in enumerate(fields):
            if told(one, of_said)[number] != told(other, of_gold)[number]:
                shown = (f"{one.text}: {ours[number] or '-'}", f"{other.text}: {theirs[number] or '-'}")
                yield Error(key, "measure", f"wrong {name}", *shown, one.by, place)
        a, b = links((one,), of_said, str), links((other,), of_gold, str)
        for kind, measure, fix, rest in (
            ("spurious", one, of_said, a - b),
            ("missed", other, of_gold, b - a),
        ):
            for part in measure.roles:
                if ("0", fix(part.name), part.role) in rest:
                    taking = f"{measure.text}: {part.role}={part.name}"
                    texts = (taking, "") if measure is one else ("", taking)
                    yield Error(key, "measure", f"{kind} role", *texts, one.by, place)


def _sections(wanted: Annotated, given: Annotated) -> Iterator[Error]:
    gold, said = wanted.document.sections, given.document.sections
    under = [dict(nesting(side)) for side in (said, gold)]
    for kind, ours, others in (("spurious", said, gold), ("missed", gold, said)):
        there = {one.heading for one in others}
        for one in ours:
            if one.heading not in there:
                texts = (_heading(one), "") if kind == "spurious" else ("", _heading(one))
                yield Error(wanted.document.id, "section", kind, *texts, "", _sentence(wanted, one.heading))
    titles = [{one.heading[0]: one for one in side} for side in (said, gold)]
    both = sorted({one.heading for one in said} & {one.heading for one in gold})
    for start, _ in both:
        if under[0][start] != under[1][start]:
            texts = (_heading(titles[0][start]), _heading(titles[1][start]))
            yield Error(wanted.document.id, "section", "wrong level", *texts, "", "")


def _heading(one: Section) -> str:
    return f"{one.title} ({one.level})"
