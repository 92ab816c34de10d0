"""What changed to a note of one page: the summary first, then targets, promises and outcomes, a few lines of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.export.docx import note_document
from kg.follow.changes import Changes, Result, Said, TargetChange, amount
from kg.model import SIGNS
from kg.ontology import Ontology

MOST = 7
"""Lines of a part: all four then stand on one page of A4."""

ORDER = ("delivered", "partly", "under_way", "planned_again", "silent")
_long = 70


@dataclass(frozen=True, slots=True)
class Note:
    """A note: its title, the lines of its summary, and its parts, each a heading with lines."""

    title: str
    summary: tuple[str, ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]


def note(of: Changes, ontology: Ontology, language: str, since: str, most: int = MOST) -> Note:
    """The note of what changed since a build or a day, in a language; `most` lines of each part."""
    labels = ontology.labels("changes")
    words = {name: text[language] for name, text in labels["words"].items()}
    outcomes = {name: text[language] for name, text in ontology.labels("follow")["outcomes"].items()}
    names = {name: one.zh if language == "zh" else one.en for name, one in ontology.indicators.items()}
    counts = of.outcomes
    moved = {way: sum(t.direction == way for t in of.targets) for way in ("up", "down", "same")}
    summary = [
        words["documents"].format(added=len(of.added), revised=len(of.revised), removed=len(of.removed)),
        words["promised"].format(new=len(of.promises), dropped=len(of.dropped)),
        words["moved"].format(**moved),
    ]
    if of.results:
        told = "，".join(f"{outcomes[name]} {counts[name]}" for name in ORDER if counts.get(name))
        summary.append(words["followed"].format(number=len(of.results), outcomes=told))
    results = sorted(of.results, key=lambda r: ORDER.index(r.outcome))
    several = len({*(p.region for p in of.promises), *(t.region for t in of.targets)}) > 1
    parts = [
        ("targets", [_target(one, names, words, several=several) for one in of.targets]),
        (
            "outcomes",
            [_result(one, outcomes, several=several) for one in results if one.outcome in ORDER[:3]],
        ),
        ("new", [_said(one, several=several) for one in of.promises]),
        ("dropped", [_said(one, several=several) for one in of.dropped]),
    ]
    return Note(
        words["title"].format(since=words.get(since, since)), tuple(summary),
        tuple(
            (f"{words[name]} ({len(lines)})", tuple(_cut(lines, most, words["more"])))
            for name, lines in parts if lines
        ),
    )  # fmt: skip


def markdown(of: Note) -> str:
    """The note as Markdown."""
    lines = [f"# {of.title}", "", *(f"- {line}" for line in of.summary)]
    for heading, those in of.parts:
        lines += ["", f"## {heading}", "", *(f"- {line}" for line in those)]
    return "\n".join(lines) + "\n"


def write(of: Note, path: Path, form: str | None = None) -> None:
    """Writes the note to a file: Word where its form, else its ending, is .docx, else Markdown."""
    if (form or path.suffix) == ".docx":
        path.write_bytes(note_document(of.title, of.summary, of.parts))
    else:
        path.write_text(markdown(of), encoding="utf-8", newline="\n")


def _target(one: TargetChange, names: dict[str, str], words: dict[str, str], *, several: bool) -> str:
    sides = [
        f"{amount(figure, SIGNS)}{f' ({figure.year})' if figure.year else ''}"
        for figure in (one.before, one.after)
    ]
    what = " ".join((names.get(one.indicator, one.indicator), *one.after.scope, one.after.part)).strip()
    way = words.get(one.direction, "")
    return f"{_of(one.region, several)}{what}{words['colon']}{' → '.join(sides)} {way}".rstrip()


def _result(one: Result, outcomes: dict[str, str], *, several: bool) -> str:
    told = f" “{_short(one.evidence[0])}”" if one.evidence else ""
    return f"{_of(one.region, several)}[{outcomes[one.outcome]}] {_short(one.text)}{told}"


def _said(one: Said, *, several: bool) -> str:
    return f"{_of(one.region, several)}{_short(one.text)}"


def _of(region: str, several: bool) -> str:
    return f"{region} · " if several and region else ""


def _short(text: str) -> str:
    return text if len(text) <= _long else f"{text[:_long]}…"


def _cut(lines: Sequence[str], most: int, more: str) -> Iterable[str]:
    yield from lines[:most]
    if len(lines) > most:
        yield more.format(number=len(lines) - most)
