"""Claims, figures and sources as a person reads them: one line each."""

from collections.abc import Mapping

from kg.model import Act, Claim, Entity, Figure, Source

SIGNS = {">=": "≥", "<=": "≤", "=": "", ">": ">", "<": "<", "~": "≈"}


def thing(entity: Entity, words: Mapping[str, str], language: str) -> str:
    """A thing with its finer class, or main type."""
    label = entity.label_en if language == "en" and entity.label_en else entity.label
    kind = entity.kind or entity.type
    return f"{label} ({words.get(kind, kind)})"


def claim(of: Claim, sources: Mapping[str, Source], words: Mapping[str, str]) -> str:
    """What a claim rests on: its sentence, then how it is meant, where it stands and how sure it is."""
    how = "，".join(words.get(part, part) for part in (of.status, of.stage, of.year) if part)
    return f"“{of.quote}” [{how}; {cited(of.document, sources)}; {of.confidence:.2f}]"


def act(of: Act, sources: Mapping[str, Source], words: Mapping[str, str]) -> str:
    """What a measure rests on: its sentence, then how it is meant, by when, where it stands and how sure it is."""
    how = "，".join(words.get(part, part) for part in (of.status, of.stage, of.due or of.year) if part)
    return f"“{of.quote}” [{how}; {cited(of.document, sources)}; {of.confidence:.2f}]"


def figure(of: Figure, sources: Mapping[str, Source], words: Mapping[str, str]) -> str:
    """A figure in one line: what, how much, when, its sentence, and where it stands."""
    value = f"{SIGNS.get(of.bound, of.bound)}{of.amount}{of.unit}"
    when = "，".join(part for part in (of.period or of.year, words.get(of.status, of.status)) if part)
    return (
        f"{of.indicator} {value} ({when}) “{of.quote}” [{cited(of.document, sources)}; {of.confidence:.2f}]"
    )


def cited(document: str, sources: Mapping[str, Source]) -> str:
    """A source by title and date."""
    source = sources.get(document)
    if source is None:
        return document
    return "，".join(part for part in (source.title or source.id, source.date) if part)
