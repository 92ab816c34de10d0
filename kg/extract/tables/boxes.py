"""Boxes of a plan (专栏) that tell projects a paragraph each, name → content, to projects as printed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.indicators import Reader
from kg.extract.tables.words import Words
from kg.model import (
    Document,
    Findings,
    Indicator,
    ListedProject,
    Mention,
    Paragraph,
    Relation,
    Sentence,
)
from kg.text.calendar import period_years
from kg.text.places import section_of

_item = re.compile(
    r"(?>(?:\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[)）]|[一二三四五六七八九十]{1,3}、|[●◆■★·•—])?\s*)"
    r"(?P<name>[^→：:。，；]{3,30}?)\s*(?P<mark>→|：|:)\s*(?P<content>\S.+)"
)
"""A paragraph of a box: its number or bullet, the name, and what is to be built."""
_sure = 0.8


def projects(document: Document, sentences: Sequence[Sentence], words: Words, reader: Reader) -> Findings:
    """The projects of the boxes whose titles tell that they list such, as entities that the region carries out.

    The figures in their contents are of the region, and yet to be reached by the end of the section's period.
    """
    listed = [one for box in _boxes(document, words) for one in _listed(document, box)]
    region = document.region
    return Findings(
        indicators=tuple(_figures(document, sentences, listed, reader)),
        mentions=tuple(
            Mention(p.document, *p.span, p.name, "Project", p.name, _sure, "tables/boxes") for p in listed
        ),
        relations=tuple(
            Relation(
                p.document,
                region,
                "implements",
                p.name,
                "planned",
                p.evidence,
                None,
                None,
                p.span,
                _sure,
                "tables/boxes",
            )
            for p in listed
            if region
        ),
        projects=tuple(listed),
    )


def _figures(
    document: Document, sentences: Sequence[Sentence], listed: Sequence[ListedProject], reader: Reader
) -> Iterator[Indicator]:
    for one in listed:
        section = section_of(document.sections, one.span[0])
        period = None if section is None else document.sections[section].period
        years = period_years(period)
        inside = [s for s in sentences if one.span[1] <= s.start and s.end <= one.evidence[1]]
        own = tuple(replace(s, index=i) for i, s in enumerate(inside))
        for figure in reader.extract(document, own, Findings()).indicators:
            told = (
                figure.year if figure.year and figure.year in document.text[slice(*figure.evidence)] else None
            )
            yield replace(
                figure, subject=document.region or "", subject_span=None, status="target",
                year=told or (str(years[1]) if years else None), by="tables/boxes", cell=one.name,
            )  # fmt: skip


def _boxes(document: Document, words: Words) -> Iterator[list[Paragraph]]:
    """The paragraphs of each box of projects: those that follow its title and are of one form."""
    paragraphs = document.paragraphs
    for i, title in enumerate(paragraphs):
        text = document.text[title.start : title.end]
        if len(text) > 60 or not words.tells(text, "box") or not words.tells(text, "projects"):
            continue
        box: list[Paragraph] = []
        for below in paragraphs[i + 1 :]:
            if below.role == "table" or not _item.fullmatch(document.text, below.start, below.end):
                break
            box.append(below)
        if len(box) > 1:
            yield box


def _listed(document: Document, box: Sequence[Paragraph]) -> Iterator[ListedProject]:
    for paragraph in box:
        match = _item.fullmatch(document.text, paragraph.start, paragraph.end)
        assert match is not None
        yield ListedProject(
            document.id,
            match["name"],
            match.span("name"),
            (paragraph.start, paragraph.end),
            content=match["content"],
        )
