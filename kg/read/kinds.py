"""An article to the kind of document it is: by its title, else by set phrases of its body."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg.model import Metadata
from kg.ontology import Ontology

title_length = 60
"""Characters at the end of a title that are read: what names the document stands last."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """The table of document kinds: words of titles, and words of bodies with the times they must occur."""

    titles: tuple[tuple[str, str], ...]
    bodies: tuple[tuple[str, str, int], ...]


@cache
def kinds(ontology: Ontology) -> Kinds:
    """The table of document kinds."""
    rows = ontology.table("document_kinds")
    return Kinds(
        tuple((row["word"], row["kind"]) for row in rows if row["place"] == "title"),
        tuple((row["word"], row["kind"], int(row["least"])) for row in rows if row["place"] == "body"),
    )


def kind(text: str, metadata: Sequence[Metadata], table: Kinds) -> Metadata | None:
    """The kind of a document as metadata, or None where neither its title nor its body tells.

    A title that only the file's name tells says nothing.
    """
    title = next((m for m in metadata if m.key == "title" and m.by != "name"), None)
    if title is not None and (found := _in_title(title.value[-title_length:], table)):
        return Metadata("kind", found, title.span, "title", 0.95)
    for word, named, least in table.bodies:
        if text.count(word) >= least:
            at = text.index(word)
            return Metadata("kind", named, (at, at + len(word)), "text", 0.9)
    return None


def _in_title(title: str, table: Kinds) -> str | None:
    """The kind that the last word of a title tells, of two that end together the longer."""
    best = max(
        ((title.rfind(word) + len(word), len(word), kind) for word, kind in table.titles if word in title),
        default=None,
    )
    return best[2] if best else None
