"""Claims, figures and sources as a person reads them: one line each."""

import re
from collections.abc import Mapping

from kg.model import SIGNS, Act, Claim, Entity, Figure, Link, Source


def thing(entity: Entity, words: Mapping[str, str], language: str) -> str:
    """A thing with its finer class, or main type."""
    label = entity.label_en if language == "en" and entity.label_en else entity.label
    kind = entity.kind or entity.type
    return f"{label} ({words.get(kind, kind)})"


def claim(of: Claim, sources: Mapping[str, Source], words: Mapping[str, str]) -> str:
    """What a claim rests on: its sentence, then how it is meant, where it stands and how sure it is."""
    how = "，".join(words.get(part, part) for part in (of.status, of.stage, of.year) if part)
    return f"“{of.quote}” [{how}; {stands(of, sources, words)}; {of.confidence:.2f}]"


def act(of: Act, sources: Mapping[str, Source], words: Mapping[str, str]) -> str:
    """What a measure rests on: its sentence, then how it is meant, by when, where it stands and how sure it is."""
    how = "，".join(words.get(part, part) for part in (of.status, of.stage, of.due or of.year) if part)
    return f"“{of.quote}” [{how}; {stands(of, sources, words)}; {of.confidence:.2f}]"


def link(of: Link, sources: Mapping[str, Source]) -> str:
    """What a citation rests on: its sentence, where it stands and how sure it is."""
    number = f"{of.number}; " if of.number else ""
    return f"“{of.quote}” [{number}{cited(of.document, sources)}; {of.confidence:.2f}]"


def figure(of: Figure, sources: Mapping[str, Source], words: Mapping[str, str]) -> str:
    """A figure in one line: what, how much, when, its sentence, and where it stands."""
    value = f"{SIGNS.get(of.bound, of.bound)}{of.amount}{of.unit}"
    told = (of.status, of.nature or "", "cumulative" if of.cumulative else "")
    how = (words.get(word, word) for word in told if word)
    when = "，".join(part for part in (of.period or of.year, *how) if part)
    where = stands(of, sources, words)
    return f"{of.indicator} {value} ({when}) “{of.quote}” [{where}; {of.confidence:.2f}]"


def stands(of: Claim | Figure | Act, sources: Mapping[str, Source], words: Mapping[str, str]) -> str:
    """Where a statement stands: its document, the page, and the cell where a table states it."""
    page = f"{words.get('page', 'page')} {of.page}" if of.page else ""
    return "，".join(part for part in (cited(of.document, sources), page, of.cell) if part)


def cited(document: str, sources: Mapping[str, Source]) -> str:
    """A source by title and date."""
    source = sources.get(document)
    if source is None:
        return document
    return "，".join(part for part in (source.title or source.id, source.date) if part)


def named(text: str, words: Mapping[str, str]) -> str:
    """A text of ours with its names of classes and relations as people call them."""
    return re.sub("[A-Za-z]+", lambda name: words.get(name[0], name[0]), text)
