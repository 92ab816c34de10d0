"""The administrative areas of the lexicon: which of them each thing lies in."""

from functools import lru_cache

from kg.ontology import Ontology, Term

country = "中国"
"""The area that all others of the lexicon's tables lie in, but those abroad."""


class Areas:
    """The regions of an ontology by full name, and the one walk up from each thing through them."""

    def __init__(self, ontology: Ontology) -> None:
        self.by_name: dict[str, list[Term]] = {}
        for term in ontology.terms:
            if term.type == "Region":
                self.by_name.setdefault(term.name, []).append(term)

    def above(self, term: Term) -> tuple[Term, ...]:
        """The areas that a term lies in, from the nearest up; a name that several areas bear tells none of them."""
        found: list[Term] = []
        known = self.by_name.get(term.parent or "", ())
        while len(known) == 1 and known[0] not in found and known[0] != term:
            found.append(known[0])
            known = self.by_name.get(known[0].parent or "", ())
        return tuple(found)


@lru_cache(maxsize=1)
def areas(ontology: Ontology) -> Areas:
    """The areas of an ontology, made ready once."""
    return Areas(ontology)


def suffixes_by(ontology: Ontology) -> dict[str, tuple[str, ...]]:
    """What the names of areas end with, by what `area_suffixes.tsv` says of them (full, short, office …)."""
    found: dict[str, list[str]] = {}
    for row in ontology.table("area_suffixes"):
        for says in row["as"].split("|"):
            found.setdefault(says, []).append(row["suffix"])
    return {says: tuple(those) for says, those in found.items()}
