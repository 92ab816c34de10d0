"""The ends of names that tell what a name is of: their types, and the longest that a name ends with."""

from collections.abc import Mapping

from kg.ontology import Ontology

longest = 6
"""So many characters of an end are looked at."""


def heads(ontology: Ontology) -> dict[str, str]:
    """The heads of names with their types; where the table gives a head several, the first."""
    found: dict[str, str] = {}
    for row in ontology.table("heads"):
        found.setdefault(row["head"], row["type"])
    return found


def longest_head(whole: str, heads: Mapping[str, str], most: int = longest) -> str:
    """The longest head that a name ends with, of `most` characters at most; "" where it ends with none."""
    for size in range(min(most, len(whole)), 0, -1):
        if whole[-size:] in heads:
            return whole[-size:]
    return ""
