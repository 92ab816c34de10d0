"""Annotated documents to and from text: JSON Lines, `.gold`, doccano and Label Studio."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.model import Annotated
from kg.records.foreign import convert, doccano, label_studio
from kg.records.gold import read_gold
from kg.records.jsonl import from_json, line, load_line, to_json

__all__ = ["from_json", "line", "load", "load_line", "read_gold", "to_json"]


def load(path: Path) -> dict[str, Annotated]:
    """Annotated documents by id, of a file or of all files in a folder, in the order of names.

    Reads `.gold`, `.jsonl` (ours, and doccano's with spans and relations) and Label Studio's `.json`.
    Raises InputError with file and line where one cannot be read, or where there is none.
    """
    if not path.exists():
        raise InputError(f"{path}: not there")
    files = [path]
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if p.suffix in {".gold", ".jsonl", ".json"} and p.is_file())
    documents: dict[str, Annotated] = {}
    for file in files:
        for annotated in _file(file):
            documents[annotated.document.id] = annotated
    if not documents:
        raise InputError(f"{path}: no annotated documents", "give .gold, .jsonl or Label Studio .json files")
    return documents


def _file(path: Path) -> Iterator[Annotated]:
    if path.suffix == ".gold":
        yield read_gold(path)
        return
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    if path.suffix == ".json":
        try:
            tasks = json.loads(text)
        except json.JSONDecodeError as error:
            raise InputError(f"{path}:{error.lineno}: not JSON: {error.msg}") from error
        for number, task in enumerate(tasks if isinstance(tasks, list) else [tasks], 1):
            yield convert(f"{path.name} task {number}", task, label_studio)
        return
    for number, content in enumerate(text.split("\n"), 1):
        if not content.strip():
            continue
        try:
            data = json.loads(content, parse_float=Decimal)
            if isinstance(data, dict) and _from_doccano(data):
                yield convert(f"{path.name}:{number}", data, doccano)
            else:
                yield from_json(data)
        except json.JSONDecodeError as error:
            raise InputError(f"{path}:{number}: not JSON: {error.msg}") from error
        except InputError as error:
            raise InputError(f"{path}:{number}: {error.fact}", error.hint) from error


def _from_doccano(data: dict[str, Any]) -> bool:
    entities = data.get("entities") or [{}]
    return "label" in data or "labels" in data or "label" in entities[0]
