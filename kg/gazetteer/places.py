"""Where a text names administrative areas, groups of areas and zones of the lexicon."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.gazetteer.areas import areas, suffixes_by
from kg.ontology import Ontology, Term
from kg.text.alternation import alternation
from kg.text.function_words import pattern


@dataclass(frozen=True, slots=True)
class Place:
    """A name of the lexicon in a text: which term it means, and where it stands."""

    term: Term
    start: int
    end: int
    text: str


class Gazetteer:
    """The areas and governed zones of the lexicon, by every name of two characters and more."""

    def __init__(self, ontology: Ontology) -> None:
        self.terms: dict[str, list[Term]] = {}
        self._areas = areas(ontology)
        self._starts: dict[str, list[str]] = {}
        self._ambiguous = frozenset(row["name"] for row in ontology.table("ambiguous"))
        self.of_a_body = _of_a_body(ontology)
        suffixes = suffixes_by(ontology)
        self._full, self._short = suffixes["full"], suffixes["short"]
        self._shapes = ontology.words("place_shapes", "says")
        self.zone_ends = self._shapes["zone"]
        self._other = re.compile(
            rf"{alternation(self._shapes['other'])}|[\u4e00-\u9fff]{{0,2}}{alternation(self._shapes['road'])}"
        )
        self.called = re.compile(
            rf"[（(](?:以下)?{alternation(self._shapes['called'])}为?[“\"]?"
            rf"(?P<name>(?P<stem>[\u4e00-\u9fff]{{2,6}}?){alternation(self._shapes['group'])})[”\"]?[）)]"
        )
        regions = [term for term in ontology.terms if term.type == "Region"]
        for term in regions:
            self._add_all(term)
        for term in regions:
            if (stem := _stem(term, suffixes["part"])) and stem not in self.terms:
                self._add(stem, term)
        governed = tuple(self._shapes["governed"])
        zones = [t for t in ontology.terms if t.type == "Zone" and t.name.endswith(governed)]
        self._cities = {term: self._city(term) for term in zones}
        kept = [*regions, *(term for term in zones if term.parent or self._cities[term])]
        for term in kept[len(regions) :]:
            self._add_all(term)
        for name in self.terms:
            self._starts.setdefault(name[:2], []).append(name)
        for names in self._starts.values():
            names.sort(key=len, reverse=True)
        self._parent_in = self._within(regions)
        self._above = {term: tuple(self._chain(term)) for term in kept}

    def unknown(self, title: str, at: int = 0) -> str:
        """The name of an area that stands at a place of a title and is none of ours, by its shape; else nothing.

        Two to four characters and what areas' names end with, as no word for a kind of place does (城市, 园区); or two
        characters and more that are no place of ours, and what the names of governed zones end with.
        """
        says = self._shapes
        if title.startswith(says["before"], at):
            return ""
        named = title.startswith(says["kind"], at) or any(title[at : at + n] in self.terms for n in (2, 3))
        for length in range(3, 13):
            name = title[at : at + length]
            if len(name) < length or not all("\u4e00" <= c <= "\u9fff" for c in name) or name in self.terms:
                return ""
            if length > 3 and name.endswith(says["zone"]):
                return "" if named else name
            if length > 7:
                continue
            if name.endswith(says["end"]):
                other = name.endswith(says["not"]) or title.startswith(says["after"], at + length)
                return "" if other else name
        return ""

    def _add_all(self, term: Term) -> None:
        for name in (term.name, *term.aliases):
            self._add(name, term)

    def _add(self, name: str, term: Term) -> None:
        if len(name) > 1 and term not in self.terms.setdefault(name, []):
            self.terms[name].append(term)

    def _within(self, regions: Sequence[Term]) -> dict[str, str]:
        """Short names of counties that read as something of the city above them (云港门 of 云港), with the city's."""
        return {
            name: short
            for term in regions
            if term.kind == "County"
            for above in self._areas.above(term)[:1]
            for name in term.aliases
            for short in above.aliases
            if len(short) > 1 and name.startswith(short) and name not in self._areas.by_name
        }

    def _city(self, zone: Term) -> Term | None:
        """The area that a zone's name begins with: 云港经济技术开发区 lies in 云港市."""
        for name in (zone.name, *zone.aliases):
            for length in range(min(8, len(name) - 1), 1, -1):
                for term in self.terms.get(name[:length], ()):
                    if term.kind not in ("RegionGroup", "Country"):
                        return term
        return None

    def _chain(self, term: Term) -> Iterator[Term]:
        """The areas above a term; a zone lies in the one that its name begins with."""
        if (city := self._cities.get(term)) is not None:
            yield city
        yield from self._areas.above(city or term)

    def above(self, term: Term) -> tuple[Term, ...]:
        """The areas that a term lies in, from the nearest to the farthest."""
        return self._above.get(term, ())

    def is_full(self, place: Place) -> bool:
        """Whether a name is written with its administrative suffix."""
        return place.text.endswith(self._full)

    def is_wide(self, term: Term) -> bool:
        """Whether texts name a place without being its: a country, a group of areas, a mountain, a city abroad."""
        return term.type == "Region" and (
            term.kind in ("RegionGroup", "Country") or (term.kind is None and not term.parent)
        )

    def find(self, text: str) -> tuple[Place, ...]:
        """The places that a text names, the longest name first, none inside another.

        Of places with one name, the one whose parent the text names too is meant, else the first of
        the lexicon. A short name of a county, or one that is a common word as well, counts only
        beside its full name or the name of what it lies in.
        """
        found = tuple(self._matches(text))
        named = {term.name for place in found for term in self.terms[place.text][:1]}
        full = {term for place in found if self.is_full(place) for term in self.terms[place.text]}
        meant: list[Place] = []
        for place in found:
            terms = self.terms[place.text]
            term = next((t for t in terms if t.parent in named), terms[0]) if len(terms) > 1 else terms[0]
            if len(place.text) < 3 and place.text.endswith(self._short):
                sure = term.parent in named
            elif place.text in self._ambiguous or (term.kind == "County" and not self.is_full(place)):
                sure = term in full or term.parent in named
            else:
                sure = True
            if not sure:
                continue
            meant.append(Place(term, place.start, place.end, place.text))
        return tuple(meant)

    def _matches(self, text: str) -> Iterator[Place]:
        at, end = 0, len(text) - 1
        while at < end:
            names = self._starts.get(text[at : at + 2])
            name = next((n for n in names if text.startswith(n, at)), None) if names else None
            if name is None:
                at += 1
                continue
            if (shorter := self._parent_in.get(name)) is not None and f"{name}区" not in text:
                name = shorter
            stop = at + len(name)
            if not self._other.match(text, stop) or name.endswith(self._full):
                yield Place(self.terms[name][0], at, stop, name)
            at = stop


def _of_a_body(ontology: Ontology) -> re.Pattern[str]:
    """What, behind a place, makes it part of the name of a firm, an institute or an association."""
    kinds = ("Enterprise", "Research", "Organization")
    heads = {row["head"] for row in ontology.table("heads") if row["type"] in kinds and len(row["head"]) > 1}
    words = "|".join(sorted(heads, key=lambda head: (-len(head), head)))
    first = "".join(sorted({head[0] for head in heads}))
    return pattern(rf"[^\W<ends a name of a place>]{{0,10}}?(?=[{first}])(?:{words})")


def _stem(term: Term, suffixes: Iterable[str]) -> str | None:
    """临港 for 临港地区: an area within another, without its suffix."""
    stem = next((term.name.removesuffix(one) for one in suffixes if term.name.endswith(one)), "")
    return stem if len(stem) > 1 and term.parent and term.type == "Region" else None


@cache
def gazetteer(ontology: Ontology) -> Gazetteer:
    """The places of an ontology, indexed once."""
    return Gazetteer(ontology)


def inside(places: Sequence[Place], start: int, end: int) -> tuple[Place, ...]:
    """The places that stand in a stretch of the text."""
    return tuple(place for place in places if start <= place.start and place.end <= end)


def own_groups(text: str, named: Sequence[Place], called: re.Pattern[str]) -> Iterator[Place]:
    """Places of a group of areas that the document itself names: 云港市和青湾市（统称云青地区）."""
    for match in called.finditer(text):
        members = {p.term for p in inside(named, max(0, match.start() - 60), match.start())}
        if len(members) < 2 or any(p.text == match["name"] for p in named):
            continue
        term = Term(match["name"], "Region", kind="RegionGroup")
        for found in re.finditer(match["stem"], text):
            yield Place(term, found.start(), found.end(), match["name"])
        return
