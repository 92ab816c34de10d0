"""`decisions.yaml` to one record of what people decided, and back."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from kg.errors import SettingsError
from kg.model import Addition, Correction, Decisions
from kg.workspace.files import write

HEADER = """\
# What people decided about this graph. Every build honours it; kg remove and kg review write it.
# Every entry may carry a note of your own; comments do not survive the next write, notes do.
#
# merges:     {this: IRI, is: IRI}            two things that are one
# splits:     {entity: IRI, document: ID}     in this document the name means something else
# renames:    {entity: IRI, label: NAME}
# distinct:   {this: IRI, other: IRI}         two things that look like one and are two
# rejected:   {claim: IRI}                    a statement that is wrong
# confirmed:  {claim: IRI}                    a statement that was checked
# retracted:  {document: ID}                  a document that stays out
# tasks:      {task: IRI, document: ID, sentence: …, words: …, change: lead, to: 市科技局、市财政局}
#             a measure, found again by its sentence and words; change: words, actor, lead, support, due, status
#             (done, planned, ended), split (parts, | between them), merge (the words of the other), reject, confirm
# additions:  {document: ID, sentence: …, subject: NAME, relation: develops, object: NAME, status: planned}
#             a statement that was not read; with relation: '' a measure: subject acts, object are its words
# outcomes:   {report: ID, promise: WORDS, outcome: delivered}   what became of a promise, whatever kg follow says
"""

KEYS = {
    "merges": ("this", "is"),
    "splits": ("entity", "document"),
    "renames": ("entity", "label"),
    "distinct": ("this", "other"),
    "rejected": ("claim",),
    "confirmed": ("claim",),
    "retracted": ("document",),
    "tasks": ("task", "document", "sentence", "words", "change", "to"),
    "additions": ("document", "sentence", "subject", "relation", "object", "status"),
    "outcomes": ("report", "promise", "outcome"),
}
"""Kind of decision to the keys that an entry of it must have; `note` and others are free."""

CHANGES = (
    "words", "actor", "lead", "support", "due", "status", "split", "merge", "reject", "confirm",
)  # fmt: skip
"""What a person may change of a measure."""

STATUSES = ("done", "planned", "fact")
"""What a statement that a person adds may be."""

_either = {"confirm": "reject", "merge": "split"}
_any = re.compile(r"(?s).*")
_forms = {
    "status": re.compile("done|planned|ended"),
    "due": re.compile(r"(?:(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?)?"),
    "words": re.compile(r"(?s).*\S.*"),
}
"""What some changes may be to."""


def load(path: Path) -> Decisions:
    """The decisions in a file; none where there is no file.

    Raises SettingsError with the entry that is wrong.
    """
    return _record(_entries(path))


def outcomes(path: Path) -> dict[tuple[str, str], str]:
    """What people said became of promises: (id of the report, words of the promise) to outcome; no build needs it."""
    return {(one["report"], one["promise"]): one["outcome"] for one in _entries(path)["outcomes"]}


def add(path: Path, kind: str, entries: Iterable[dict[str, str]]) -> Decisions:
    """Writes further decisions of one kind (`KEYS`) to the file, those that it has already left out."""
    kept = _entries(path)
    have = {_key(kind, entry) for entry in kept[kind]}
    kept[kind] += [entry for entry in entries if _key(kind, entry) not in have]
    return _written(path, kept)


def correct(path: Path, entries: Iterable[dict[str, str]]) -> Decisions:
    """Writes corrections of tasks to the file, each in the place of an earlier one of the same thing.

    To reject a task and to confirm it, to split and to merge it are one thing each.
    """
    kept = _entries(path)
    for entry in _checked(path, "tasks", list(entries)):
        kept["tasks"] = [one for one in kept["tasks"] if _said(one) != _said(entry)] + [entry]
    return _written(path, kept)


def drop(path: Path, kind: str, entries: Iterable[dict[str, str]]) -> Decisions:
    """Takes decisions of one kind back; those that are not there make no difference."""
    kept = _entries(path)
    gone = {_key(kind, entry) for entry in entries}
    kept[kind] = [entry for entry in kept[kind] if _key(kind, entry) not in gone]
    return _written(path, kept)


def _said(entry: dict[str, Any]) -> tuple[str, ...]:
    """The task that a correction is of, and what of it it says."""
    change = _either.get(entry["change"], entry["change"])
    return entry["document"], entry["sentence"], entry["words"], change


def _written(path: Path, kept: dict[str, list[dict[str, Any]]]) -> Decisions:
    filled = {kind: entries for kind, entries in kept.items() if entries}
    body = yaml.safe_dump(filled, allow_unicode=True, sort_keys=False, width=1000) if filled else ""
    write(path, HEADER + "\n" + body)
    return _record(kept)


def _entries(path: Path) -> dict[str, list[dict[str, Any]]]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        content = None
    except (OSError, UnicodeDecodeError, RecursionError, yaml.YAMLError) as error:
        raise SettingsError(f"{path}: cannot be read: {error}") from error
    if content is None:
        content = {}
    if not isinstance(content, dict) or not content.keys() <= KEYS.keys():
        raise SettingsError(f"{path}: at the top one of these was expected: {', '.join(KEYS)}")
    return {kind: _checked(path, kind, content.get(kind) or []) for kind in KEYS}


def _checked(path: Path, kind: str, entries: Any) -> list[dict[str, Any]]:
    if not isinstance(entries, list):
        raise SettingsError(f"{path}: {kind}: a list was expected")
    for entry in entries:
        if not isinstance(entry, dict) or not all(isinstance(entry.get(key), str) for key in KEYS[kind]):
            wanted = ", ".join(f"{key}: …" for key in KEYS[kind])
            raise SettingsError(
                f"{path}: {kind}: {entry!r} is no decision", f"each is {{{wanted}}}, all texts"
            )
        if kind == "tasks" and entry["change"] not in CHANGES:
            raise SettingsError(
                f"{path}: tasks: no such change: {entry['change']}", f"there are: {', '.join(CHANGES)}"
            )
        if kind == "tasks" and not _forms.get(entry["change"], _any).fullmatch(entry["to"]):
            raise SettingsError(f"{path}: tasks: {entry['change']} cannot be {entry['to']!r}")
        if kind == "additions" and entry["status"] not in STATUSES:
            raise SettingsError(
                f"{path}: additions: no such status: {entry['status']}", f"there are: {', '.join(STATUSES)}"
            )
    return entries


def _key(kind: str, entry: dict[str, Any]) -> tuple[str, ...]:
    return tuple(entry[key] for key in KEYS[kind])


def _record(kept: dict[str, list[dict[str, Any]]]) -> Decisions:
    found = {kind: [_key(kind, entry) for entry in entries] for kind, entries in kept.items()}
    return Decisions(
        merges=tuple((a, b) for a, b in found["merges"]),
        splits=tuple((a, b) for a, b in found["splits"]),
        renames=tuple((a, b) for a, b in found["renames"]),
        distinct=tuple((a, b) for a, b in found["distinct"]),
        rejected=frozenset(claim for (claim,) in found["rejected"]),
        confirmed=frozenset(claim for (claim,) in found["confirmed"]),
        retracted=frozenset(document for (document,) in found["retracted"]),
        tasks=tuple(Correction(*entry) for entry in found["tasks"]),
        additions=tuple(Addition(*entry) for entry in found["additions"]),
    )
