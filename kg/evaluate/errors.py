"""Annotated documents and gold to the list of errors, each with its sentence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.evaluate.compare import Thing, bounds, pair, same_figure, things
from kg.evaluate.score import Triple, match_entities, triples
from kg.model import Annotated, Document, Indicator, Span


@dataclass(frozen=True, slots=True)
class Error:
    """One thing that gold and prediction do not agree on.

    `measure` is entity, relation or indicator; `kind` is missed, spurious, "wrong type" or "wrong
    boundary"; `said` and `gold` are what each has, empty where it has nothing.
    """

    document: str
    measure: str
    kind: str
    said: str
    gold: str
    by: str
    sentence: str


def errors(gold: Mapping[str, Annotated], said: Mapping[str, Annotated]) -> tuple[Error, ...]:
    """Every error, by document, then entities, relations, indicators."""
    found: list[Error] = []
    for key, wanted in gold.items():
        given = said.get(key, Annotated(Document(key, wanted.document.text)))
        found += _entities(wanted, given)
        found += _relations(wanted, given)
        found += _indicators(wanted, given)
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
