"""Annotated documents to and from JSON Lines: the form of `kg extract` and of the cache."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kg.errors import InputError
from kg.model import (
    Annotated,
    Cell,
    Citation,
    Document,
    Findings,
    Indicator,
    ListedProject,
    ListedTask,
    Measure,
    Mention,
    Metadata,
    Paragraph,
    Part,
    Problem,
    Relation,
    Relative,
    Role,
    Section,
    Sentence,
    Span,
    Table,
    Unused,
)


def to_json(annotated: Annotated) -> dict[str, Any]:
    """A document as the JSON object of `kg extract`: entities by first mention, relations and indicators in order.

    Beside the keys that the scorer reads stand those that bring the records back whole (`from_json`).
    """
    document, found = annotated.document, annotated.findings
    places = _places(found.indicators)
    return {
        "id": document.id,
        "region": document.region,
        "title": document.title,
        "date": document.date,
        "text": document.text,
        "entities": list(_entities(found.mentions)),
        "relations": [_relation(r) for r in found.relations],
        "indicators": list(_indicators(found.indicators)),
        "relatives": [_relative(r) for r in found.relatives],
        "measures": [_measure(m, places) for m in found.measures],
        "projects": [_project(p) for p in found.projects],
        "tasks": [_task(t) for t in found.tasks],
        "citations": [_citation(c) for c in found.citations],
        "sections": [_section(s) for s in document.sections],
        "tables": [_table(t) for t in document.tables],
        "problems": [_problem(p) for p in (*document.problems, *found.problems)],
        "path": document.path,
        "raw_hash": document.raw_hash,
        "metadata": [
            {"key": m.key, "value": m.value, "span": _span(m.span), "by": m.by, "confidence": m.confidence}
            for m in document.metadata
        ],
        "paragraphs": [
            [p.start, p.end, p.role, p.level, *([p.confidence, p.page] if p.confidence < 1 or p.page else [])]
            for p in document.paragraphs
        ],
        "sentences": [[s.start, s.end, s.paragraph] for s in annotated.sentences],
        "document_problems": len(document.problems),
        "unused": [[u.start, u.end, u.reason] for u in found.unused],
    }


def line(annotated: Annotated) -> str:
    """A document as one line of JSON Lines, without the line break."""
    return json.dumps(to_json(annotated), ensure_ascii=False, separators=(",", ":"))


def from_json(data: Mapping[str, Any]) -> Annotated:
    """The records of a JSON object such as `to_json` gives; keys that only we write may be missing.

    Raises InputError where a key that the format needs is missing or of the wrong kind.
    """
    try:
        return _from_json(data)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        name = data.get("id", "?") if isinstance(data, Mapping) else "?"
        raise InputError(f"document {name}: not an annotated document: {error!r}") from error


def _from_json(data: Mapping[str, Any]) -> Annotated:
    key, text = data["id"], data["text"]
    problems = tuple(
        Problem(p["where"], p["fact"], p.get("hint", ""), p.get("severity", "warning"))
        for p in data.get("problems", ())
    )
    own = data.get("document_problems", len(problems))
    if "metadata" in data:
        metadata = tuple(
            Metadata(m["key"], m["value"], _pair(m["span"]), m["by"], float(m["confidence"]))
            for m in data["metadata"]
        )
    else:
        metadata = tuple(
            Metadata(k, str(data[k]), by="declared")
            for k in ("region", "title", "date", "source")
            if data.get(k)
        )
    paragraphs = tuple(
        Paragraph(*p[:4], *map(float, p[4:5]), *map(int, p[5:]))
        for p in data.get("paragraphs", ()) or lines(text)
    )
    sentences = tuple(
        Sentence(key, i, a, b, text[a:b], p, paragraphs[p].role)
        for i, (a, b, p) in enumerate(data.get("sentences", ()))
    )
    document = Document(
        key, text, data.get("path", ""), data.get("raw_hash", ""), paragraphs, metadata, problems[:own],
        tuple(_read_section(s) for s in data.get("sections", ())),
        tuple(_read_table(t) for t in data.get("tables", ())),
    )  # fmt: skip
    mentions = tuple(
        sorted(
            (
                Mention(
                    key, m["start"], m["end"], m["text"], e["type"], e["name"],
                    float(m.get("confidence", 1.0)), m.get("by", ""),
                )
                for e in data["entities"] for m in e.get("mentions", ())
            ),
            key=lambda m: (m.start, m.end, m.type),
        )
    )  # fmt: skip
    relations = tuple(
        Relation(
            key, r["head"], r["relation"], r["tail"], r["status"], _evidence(r), r.get("stage"),
            _pair(r.get("head_span")), _pair(r.get("tail_span")), float(r.get("confidence", 1.0)), r.get("by", ""),
            _year(r.get("year")), r.get("cell", ""),
        )
        for r in data["relations"]
    )  # fmt: skip
    indicators, places = _read_indicators(key, data["indicators"])
    relatives = tuple(
        Relative(
            key, r["subject"], r["indicator"], r["comparator"], r["reference"], _year(r.get("year")), r["status"],
            _evidence(r), _pair(r.get("subject_span")), _pair(r.get("span")), r.get("text", ""),
            float(r.get("confidence", 1.0)), r.get("by", ""),
            r.get("concept"), tuple(r.get("scope", ())), r.get("part", ""), r.get("against"),
        )
        for r in data.get("relatives", ())
    )  # fmt: skip
    unused = tuple(Unused(key, a, b, text[a:b], reason) for a, b, reason in data.get("unused", ()))
    measures = tuple(_read_measure(key, text, m, places) for m in data.get("measures", ()))
    listed = (
        tuple(_read_project(key, p) for p in data.get("projects", ())),
        tuple(_read_task(key, t) for t in data.get("tasks", ())),
        tuple(_read_citation(key, c) for c in data.get("citations", ())),
    )
    return Annotated(
        document,
        sentences,
        Findings(mentions, relations, indicators, problems[own:], unused, measures, relatives, *listed),
    )


def _read_section(data: Mapping[str, Any]) -> Section:
    heading = (int(data["start"]), int(data["end"]))
    return Section(
        heading[0], int(data.get("until", heading[1])), heading, int(data["level"]), data["title"],
        data.get("parent"), data.get("kind", "other"), _year(data.get("period")),
    )  # fmt: skip


def _read_project(key: str, p: Mapping[str, Any]) -> ListedProject:
    return ListedProject(
        key, p["name"], (int(p["start"]), int(p["end"])), _evidence(p), p["builder"], p["location"], p["content"],
        None if p["investment"] is None else Decimal(str(p["investment"])), p["unit"], p["from"], p["to"],
        p.get("section", ""),
    )  # fmt: skip


def _read_task(key: str, t: Mapping[str, Any]) -> ListedTask:
    return ListedTask(
        key, t["task"], (int(t["start"]), int(t["end"])), _evidence(t), tuple(t["lead"]), tuple(t["support"]),
        t["due"], t.get("section", ""),
    )  # fmt: skip


def _read_citation(key: str, c: Mapping[str, Any]) -> Citation:
    return Citation(
        key, c["relation"], c["name"], _evidence(c), _pair(c.get("span")), c.get("number"), c.get("date"),
        float(c.get("confidence", 1.0)), c.get("by", ""),
    )  # fmt: skip


def _read_table(t: Mapping[str, Any]) -> Table:
    cells = tuple(Cell(*map(int, cell)) for cell in t["cells"])
    return Table(
        int(t["start"]), int(t["end"]), int(t["rows"]), int(t["columns"]), cells, int(t["heads"]),
        _pair(t.get("caption")), t.get("unit", ""), tuple((int(a), int(b)) for a, b in t.get("notes", ())),
    )  # fmt: skip


def _read_indicators(key: str, data: Sequence[Mapping[str, Any]]) -> tuple[tuple[Indicator, ...], list[int]]:
    """The indicators, the two entries of a range as one; and for each entry the place of its indicator."""
    found: list[Indicator] = []
    places: list[int] = []
    ranges: dict[Any, int] = {}
    for i in data:
        group = i.get("range")
        if group is not None and group in ranges:
            places.append(ranges[group])
            continue
        if group is not None:
            ranges[group] = len(found)
        places.append(len(found))
        found.append(
            Indicator(
                key, i["subject"], i["indicator"], i["comparator"], Decimal(str(i["value"])), str(i["unit"]),
                _year(i.get("year")), i["status"], _evidence(i), _year(i.get("base_year")),
                _pair(i.get("subject_span")), _pair(i.get("span")), i.get("text", ""),
                float(i.get("confidence", 1.0)), i.get("by", ""), i.get("cell", ""),
                i.get("concept"), tuple(i.get("scope", ())), i.get("part", ""),
                _decimal(i.get("low")), _decimal(i.get("high")), _decimal(i.get("base_value")), i.get("period"),
                i.get("nature"), bool(i.get("cumulative")),
            )
        )  # fmt: skip
    return tuple(found), places


def _read_measure(key: str, text: str, m: Mapping[str, Any], places: Sequence[int]) -> Measure:
    figures = tuple(dict.fromkeys(places[i] for i in m.get("figures", ())))
    parts = tuple(Part(p["role"], p["name"], _pair(p.get("span"))) for p in m["roles"])
    return Measure(
        key, int(m["start"]), int(m["end"]), text[m["start"] : m["end"]], m["actor"], m["status"], _evidence(m),
        _pair(m.get("actor_span")), bool(m.get("ended")), m.get("stage"), _year(m.get("year")),
        _year(m.get("period")), _year(m.get("due")), parts, m.get("section"), figures,
        float(m.get("confidence", 1.0)), m.get("by", ""), m.get("cell", ""),
    )  # fmt: skip


def load_line(text: str) -> Annotated:
    """The records of one line of JSON Lines; raises InputError where it is none."""
    try:
        data = json.loads(text, parse_float=Decimal)
    except json.JSONDecodeError as error:
        raise InputError(f"not JSON: {error.msg} at column {error.colno}") from error
    if not isinstance(data, dict):
        raise InputError("not an annotated document: a JSON object was expected")
    return from_json(data)


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _year(value: Any) -> str | None:
    return None if value in (None, "", "-") else str(value)


def _evidence(entry: Mapping[str, Any]) -> Span:
    place = entry.get("evidence")
    return (place["start"], place["end"]) if place else (0, 0)


def _pair(span: Any) -> Span | None:
    return None if span is None else (int(span[0]), int(span[1]))


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else list(span)


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _entities(mentions: Iterable[Mention]) -> Iterator[dict[str, Any]]:
    groups: dict[tuple[str, str], list[Mention]] = {}
    for mention in mentions:
        groups.setdefault((mention.name, mention.type), []).append(mention)
    for (name, kind), members in groups.items():
        yield {
            "name": name,
            "type": kind,
            "aliases": list(dict.fromkeys(m.text for m in members if m.text != name)),
            "mentions": [
                {"start": m.start, "end": m.end, "text": m.text, "confidence": m.confidence, "by": m.by}
                for m in members
            ],
        }


def _relation(r: Relation) -> dict[str, Any]:
    return {
        "head": r.head, "relation": r.relation, "tail": r.tail, "status": r.status, "stage": r.stage,
        "head_span": _span(r.head_span), "tail_span": _span(r.tail_span),
        "evidence": {"start": r.evidence[0], "end": r.evidence[1]}, "confidence": r.confidence, "by": r.by,
        "year": r.year, **({"cell": r.cell} if r.cell else {}),
    }  # fmt: skip


def _indicators(found: Iterable[Indicator]) -> Iterator[dict[str, Any]]:
    """The entries of indicators: one each, or of a range two with the same `range`, its place among them."""
    for number, one in enumerate(found):
        for i in one.bounds:
            yield {
                "subject": i.subject, "indicator": i.indicator, "comparator": i.comparator,
                "value": _number(i.value), "unit": i.unit, "base_year": i.base_year, "year": i.year,
                "status": i.status, "subject_span": _span(i.subject_span), "span": _span(i.span), "text": i.text,
                "evidence": {"start": i.evidence[0], "end": i.evidence[1]}, "confidence": i.confidence, "by": i.by,
                **({"cell": i.cell} if i.cell else {}),
                "concept": i.concept, "scope": list(i.scope), "part": i.part,
                **({"period": i.period} if i.period else {}),
                **({"base_value": _number(i.base_value)} if i.base_value is not None else {}),
                **({"nature": i.nature} if i.nature else {}),
                **({"cumulative": True} if i.cumulative else {}),
                **_range(one, number),
            }  # fmt: skip


def _relative(r: Relative) -> dict[str, Any]:
    return {
        "subject": r.subject, "indicator": r.indicator, "comparator": r.comparator, "reference": r.reference,
        "year": r.year, "status": r.status, "subject_span": _span(r.subject_span), "span": _span(r.span),
        "text": r.text, "evidence": {"start": r.evidence[0], "end": r.evidence[1]}, "confidence": r.confidence,
        "by": r.by, "concept": r.concept, "scope": list(r.scope), "part": r.part, "against": r.against,
    }  # fmt: skip


def _range(one: Indicator, number: int) -> dict[str, Any]:
    if one.low is None or one.high is None:
        return {}
    return {"low": _number(one.low), "high": _number(one.high), "range": number}


def _places(found: Iterable[Indicator]) -> list[list[int]]:
    """For each indicator the places of its entries."""
    places: list[list[int]] = []
    at = 0
    for one in found:
        places.append(list(range(at, at + len(one.bounds))))
        at += len(one.bounds)
    return places


def _measure(m: Measure, places: Sequence[Sequence[int]]) -> dict[str, Any]:
    return {
        "start": m.start, "end": m.end, "text": m.text, "actor": m.actor, "actor_span": _span(m.actor_span),
        "status": m.status, "ended": m.ended, "stage": m.stage, "year": m.year or "-", "period": m.period,
        "due": m.due, "roles": [{"role": p.role, "name": p.name, "span": _span(p.span)} for p in m.roles],
        "section": m.section, "figures": [place for figure in m.figures for place in places[figure]],
        "evidence": {"start": m.evidence[0], "end": m.evidence[1]}, "confidence": m.confidence, "by": m.by,
        **({"cell": m.cell} if m.cell else {}),
    }  # fmt: skip


def _project(p: ListedProject) -> dict[str, Any]:
    return {
        "name": p.name, "builder": p.builder, "location": p.location, "content": p.content,
        "investment": None if p.investment is None else _number(p.investment), "unit": p.unit, "from": p.start,
        "to": p.end, "section": p.section, "start": p.span[0], "end": p.span[1],
        "evidence": {"start": p.evidence[0], "end": p.evidence[1]},
    }  # fmt: skip


def _task(t: ListedTask) -> dict[str, Any]:
    return {
        "task": t.task, "lead": list(t.lead), "support": list(t.support), "due": t.due, "section": t.section,
        "start": t.span[0], "end": t.span[1], "evidence": {"start": t.evidence[0], "end": t.evidence[1]},
    }  # fmt: skip


def _citation(c: Citation) -> dict[str, Any]:
    return {
        "relation": c.relation, "name": c.name, "number": c.number, "date": c.date, "span": _span(c.span),
        "evidence": {"start": c.evidence[0], "end": c.evidence[1]}, "confidence": c.confidence, "by": c.by,
    }  # fmt: skip


def _section(s: Section) -> dict[str, Any]:
    return {
        "start": s.heading[0], "end": s.heading[1], "level": s.level, "title": s.title, "until": s.end,
        "parent": s.parent, "kind": s.kind, "period": s.period,
    }  # fmt: skip


def _table(t: Table) -> dict[str, Any]:
    return {
        "start": t.start, "end": t.end, "rows": t.rows, "columns": t.columns, "heads": t.heads,
        "caption": _span(t.caption), "unit": t.unit, "notes": [list(note) for note in t.notes],
        "cells": [
            [c.row, c.column, c.start, c.end, c.rows, c.columns, *([c.indent] if c.indent else [])] for c in t.cells
        ],
    }  # fmt: skip


def _problem(p: Problem) -> dict[str, str]:
    return {"where": p.where, "fact": p.fact, "hint": p.hint, "severity": p.severity}


def lines(text: str) -> Iterator[tuple[int, int, Role]]:
    """The stretches of a text between its line breaks, as body paragraphs."""
    at = 0
    for part in text.split("\n"):
        if part:
            yield at, at + len(part), "body"
        at += len(part) + 1
