"""Annotated documents from the exports of annotation tools: doccano and Label Studio."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kg.errors import InputError
from kg.model import (
    Annotated,
    Document,
    Findings,
    Mention,
    Metadata,
    Paragraph,
    Relation,
)
from kg.records.jsonl import lines


def _built(
    key: str,
    region: str | None,
    text: str,
    spans: Iterable[tuple[str, int, int, str]],
    edges: Iterable[tuple[str, str, str]],
) -> Annotated:
    """A document from foreign spans (id, start, end, type) and edges (from id, relation, to id)."""
    mentions = {i: Mention(key, a, b, text[a:b], kind, text[a:b], by="gold") for i, a, b, kind in spans}
    relations = tuple(
        Relation(
            key, mentions[a].name, name, mentions[b].name, "planned", (0, 0),
            head_span=(mentions[a].start, mentions[a].end), tail_span=(mentions[b].start, mentions[b].end), by="gold",
        )
        for a, name, b in edges
    )  # fmt: skip
    metadata = (Metadata("region", region, by="declared"),) if region else ()
    ordered = tuple(sorted(mentions.values(), key=lambda m: (m.start, m.end)))
    paragraphs = tuple(Paragraph(a, b, role) for a, b, role in lines(text))
    return Annotated(
        Document(key, text, paragraphs=paragraphs, metadata=metadata), (), Findings(ordered, relations)
    )


def doccano(where: str, data: Mapping[str, Any]) -> Annotated:
    """A document of doccano's JSONL: `label` as [start, end, type], or `entities` and `relations` with ids."""
    text = data.get("text") or data["data"]
    meta = data.get("meta") or {}
    key = str(meta.get("id") or data.get("document_id") or data.get("id") or where)
    if "entities" in data:
        spans = [(str(e["id"]), e["start_offset"], e["end_offset"], e["label"]) for e in data["entities"]]
        edges = [(str(r["from_id"]), r["type"], str(r["to_id"])) for r in data.get("relations", ())]
    else:
        labels = data.get("label", data.get("labels"))
        spans = [(str(i), a, b, kind) for i, (a, b, kind) in enumerate(labels or ())]
        edges = []
    return _built(key, meta.get("region") or data.get("region"), text, spans, edges)


def label_studio(where: str, task: Mapping[str, Any]) -> Annotated:
    """A document of Label Studio's JSON: the first annotation of a task, its labels and relations."""
    text, results = task["data"]["text"], task["annotations"][0]["result"]
    spans = [
        (r["id"], r["value"]["start"], r["value"]["end"], r["value"]["labels"][0])
        for r in results
        if r["type"] == "labels"
    ]
    edges = [
        (r["from_id"], (r.get("labels") or ["partOf"])[0], r["to_id"])
        for r in results
        if r["type"] == "relation"
    ]
    key = str(task["data"].get("id") or task.get("id") or where)
    return _built(key, task["data"].get("region"), text, spans, edges)


def convert(
    where: str, data: Mapping[str, Any], form: Callable[[str, Mapping[str, Any]], Annotated]
) -> Annotated:
    """A document in one of the forms above; raises InputError, naming the place, where it is none."""
    try:
        return form(where, data)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise InputError(f"{where}: not an export that we know: {error!r}") from error
