"""Where a text names administrative areas, groups of areas and zones of the lexicon."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.ontology import Ontology, Term

_not_a_place = re.compile(
    r"大学|学院|师范|农业大学|科技大学|工业大学|日报|晚报|晨报|时报|银行|路|街道|大道|医院|机场|证券|出版社"
)
"""What, right behind a short name, makes it part of another name."""
_suffix = re.compile(
    r"(特别行政区|(维吾尔|壮族|回族)?自治区|自治州|自治县|自治旗|地区|新区|省|市|区|县|旗|盟|州)$"
)
_governed = ("NewArea", "HighTechZone", "DevelopmentZone", "FreeTradeZone")


@dataclass(frozen=True, slots=True)
class Place:
    """A name of the lexicon in a text: which term it means, and where it stands."""

    term: Term
    start: int
    end: int
    text: str

    @property
    def is_full(self) -> bool:
        """Whether it is written with its administrative suffix."""
        return bool(_suffix.search(self.text))


class Gazetteer:
    """The areas and governed zones of the lexicon, by every name of two characters and more."""

    def __init__(self, ontology: Ontology) -> None:
        self.terms: dict[str, list[Term]] = {}
        self.by_name: dict[str, list[Term]] = {}
        self._starts: dict[str, list[str]] = {}
        for term in ontology.terms:
            if term.type != "Region" and not (term.type == "Zone" and term.kind in _governed):
                continue
            self.by_name.setdefault(term.name, []).append(term)
            for name in (term.name, *term.aliases):
                if len(name) > 1 and term not in self.terms.setdefault(name, []):
                    self.terms[name].append(term)
        for name in self.terms:
            self._starts.setdefault(name[:2], []).append(name)
        for names in self._starts.values():
            names.sort(key=len, reverse=True)

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Place]:
        """The places named between two offsets, the longest name first, none inside another.

        A name of several places means the first of the lexicon here; `meant` chooses better.
        """
        end = len(text) if end is None else end
        at = start
        while at < end - 1:
            names = self._starts.get(text[at : at + 2])
            name = next((n for n in names if text.startswith(n, at)), None) if names else None
            if name is None or at + len(name) > end:
                at += 1
                continue
            stop = at + len(name)
            if not _not_a_place.match(text, stop):
                yield Place(self.terms[name][0], at, stop, name)
            at = stop

    def parents(self, term: Term) -> Iterator[Term]:
        """The areas that a term lies in, from the nearest to the farthest."""
        seen: set[str] = set()
        while term.parent and term.parent not in seen and term.parent in self.by_name:
            seen.add(term.parent)
            term = self.by_name[term.parent][0]
            yield term


@cache
def gazetteer(ontology: Ontology) -> Gazetteer:
    """The places of an ontology, indexed once."""
    return Gazetteer(ontology)
