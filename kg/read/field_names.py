"""What people call the fields of metadata, to our keys."""

from functools import cache

from kg.model import Metadata
from kg.ontology import Ontology
from kg.text import dates

single = frozenset(
    ("title", "date", "source", "page", "issuer", "number", "region", "url", "language", "office")
)
"""Keys of metadata that have one value a document."""

several = frozenset(("author", "subtitle"))
"""Keys of metadata that may have more."""


@cache
def keys() -> dict[str, str]:
    """Label (small letters, no blanks) to key of metadata, `file` and `id` among them."""
    return {
        label.casefold(): row["key"]
        for row in Ontology().table("metadata_labels")
        for label in row["labels"].split("|")
    }


def key(label: str) -> str | None:
    """The key that a label means, or None."""
    return keys().get("".join(label.split()).casefold().strip("：:【】[]"))


def declared(fields: list[tuple[str, str]], by: str) -> tuple[Metadata, ...]:
    """Labelled values as metadata; dates in ISO form, unknown labels and empty values left out."""
    found: list[Metadata] = []
    for label, written in fields:
        name, value = key(label), written.strip()
        if name not in single | several or not value:
            continue
        known = dates.iso(value) or dates.year(value) if name == "date" else None
        found.append(Metadata(name, known or value, None, by))
    return tuple(found)
