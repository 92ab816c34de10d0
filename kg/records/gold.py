"""Annotated documents from `.gold` files, the format of the annotation guidelines."""

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import get_args

from kg.errors import InputError
from kg.model import (
    Annotated,
    Document,
    Findings,
    Indicator,
    Measure,
    MeasureRole,
    Mention,
    Metadata,
    Paragraph,
    Part,
    Relation,
    Section,
    Sentence,
    Span,
)
from kg.ontology import Ontology

gold_mention = re.compile(r"⟦([^⟦⟧|]+)\|([A-Za-z]+)(?:=([^⟦⟧|]+))?⟧")


def read_gold(path: Path) -> Annotated:
    """The annotated document of a `.gold` file: the format of the annotation guidelines, each line in its place.

    Evidence of a relation or an indicator is the sentence that its line stands under; a relation
    stated twice is kept once, at its first place. Raises InputError with the line that is wrong.
    """
    reader = _Gold(path.name)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    for number, content in enumerate(lines, 1):
        reader.take(number, content)
    return reader.annotated()


@cache
def known_types() -> tuple[str, ...]:
    """The main types that a mention may have."""
    return Ontology().types


class _Gold:
    """A .gold file, taken line by line."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.header: dict[str, str] = {}
        self.text = ""
        self.paragraphs: list[list[int]] = []
        self.sentences: list[tuple[int, int, int]] = []
        self.mentions: list[Mention] = []
        self.relations: dict[tuple[str, str, str], Relation] = {}
        self.indicators: list[Indicator] = []
        self.measures: list[Measure] = []
        self.led = 0  # measures that a line of responsible bodies no longer reaches
        self.sections: list[Section] = []

    def take(self, number: int, content: str) -> None:
        where = f"{self.name}:{number}"
        kind, rest = content[:2], content[2:]
        if not content.strip():
            return
        if kind == "# ":
            key, _, value = rest.partition(":")
            self.header[key.strip()] = value.strip()
        elif kind in {"P ", "S "}:
            self._sentence(where, rest, new=kind == "P ")
        elif kind == "R ":
            head, relation, tail, status = self._cells(where, rest, 4)
            found = Relation("", head, relation, tail, status, self._place(where), by="gold")
            self.relations.setdefault((head, relation, tail), found)
        elif kind == "I ":
            subject, indicator, comparator, value, unit, year, status = self._cells(where, rest, 7)
            if not re.fullmatch(r"-?\d+(\.\d+)?", value):
                raise InputError(f"{where}: not a number: {value}")
            self.indicators.append(
                Indicator(
                    "", subject, indicator, comparator, Decimal(value), unit, None if year == "-" else year, status,
                    self._place(where), by="gold",
                )
            )  # fmt: skip
        elif kind == "M ":
            self._measure(where, rest)
        elif kind == "L ":
            shared = self._parts(where, rest)
            self.measures[self.led :] = [
                replace(m, roles=m.roles + shared) for m in self.measures[self.led :]
            ]
            self.led = len(self.measures)
        elif kind == "H " and rest.strip().isdigit():
            start, end = self._place(where)
            self.sections.append(Section(start, end, (start, end), int(rest), self.text[start:end]))
        else:
            raise InputError(
                f"{where}: a line begins with '# ', 'P ', 'S ', 'R ', 'I ', 'M ', 'L ' or 'H ': {content[:40]}"
            )

    def _measure(self, where: str, rest: str) -> None:
        phrase, actor, status, year, *roles = self._cells(where, rest, 4, 5)
        phrase, _, nth = phrase.partition("#")
        sentence = self._place(where)
        at = sentence[0] - 1
        for _ in range(int(nth or 1)):
            at = self.text.find(phrase, at + 1)
        if at < 0:
            raise InputError(f"{where}: the phrase is not in its sentence: {phrase[:30]}")
        self.measures.append(
            Measure(
                "", at, at + len(phrase), phrase, actor, status, sentence, year=None if year == "-" else year,
                roles=self._parts(where, roles[0] if roles else ""), by="gold",
            )
        )  # fmt: skip

    def _parts(self, where: str, cell: str) -> tuple[Part, ...]:
        found = []
        for pair in filter(None, (part.strip() for part in cell.split(";"))):
            role, equals, name = (piece.strip() for piece in pair.partition("="))
            known = next((r for r in get_args(MeasureRole) if r == role), None)
            if known is None or not equals or not name:
                raise InputError(
                    f"{where}: not ROLE=NAME: {pair}", f"roles: {', '.join(get_args(MeasureRole))}"
                )
            found.append(Part(known, name))
        return tuple(found)

    def _cells(self, where: str, rest: str, *counts: int) -> list[str]:
        cells = [cell.strip() for cell in rest.split(" | ")]
        if len(cells) not in counts:
            raise InputError(
                f"{where}: {' or '.join(map(str, counts))} cells were expected, not {len(cells)}"
            )
        return cells

    def _place(self, where: str) -> Span:
        if not self.sentences:
            raise InputError(f"{where}: stands under no sentence")
        return self.sentences[-1][:2]

    def _sentence(self, where: str, rest: str, *, new: bool) -> None:
        if new or not self.paragraphs:
            self.text += "\n" if self.text else ""
            self.paragraphs.append([len(self.text), len(self.text)])
            self.led = len(self.measures)
        start, at = len(self.text), 0
        for hit in gold_mention.finditer(rest):
            surface, kind, canonical = hit.groups()
            if kind not in known_types():
                raise InputError(f"{where}: no such type: {kind}", f"types: {', '.join(known_types())}")
            self.text += rest[at : hit.start()]
            place = len(self.text)
            self.mentions.append(
                Mention("", place, place + len(surface), surface, kind, canonical or surface, by="gold")
            )
            self.text += surface
            at = hit.end()
        if "⟦" in rest[at:] or "⟧" in rest[at:]:
            raise InputError(f"{where}: broken markup: {rest[at : at + 40]}")
        self.text += rest[at:]
        self.paragraphs[-1][1] = len(self.text)
        self.sentences.append((start, len(self.text), len(self.paragraphs) - 1))

    def annotated(self) -> Annotated:
        for key in ("id", "region"):
            if key not in self.header:
                raise InputError(f"{self.name}: no '# {key}:' header")
        name, text = self.header["id"], self.text
        metadata = tuple(
            Metadata(k, self.header[k], by="declared")
            for k in ("region", "title", "date", "source")
            if self.header.get(k)
        )
        return Annotated(
            Document(
                name,
                text,
                self.name,
                paragraphs=tuple(Paragraph(a, b) for a, b in self.paragraphs),
                metadata=metadata,
                sections=tuple(self.sections),
            ),
            tuple(Sentence(name, i, a, b, text[a:b], p) for i, (a, b, p) in enumerate(self.sentences)),
            Findings(
                tuple(replace(m, document=name) for m in self.mentions),
                tuple(replace(r, document=name) for r in self.relations.values()),
                tuple(replace(i, document=name) for i in self.indicators),
                measures=tuple(replace(m, document=name) for m in self.measures),
            ),
        )
