"""Where a text names administrative areas, groups of areas and zones of the lexicon."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.ontology import Ontology, Term

_not_a_place = re.compile(
    r"大学|学院|师范|[农工科][业技]大学|日报|晚报|晨报|时报|银行|[一-龥]{0,2}路|街道|大道|医院|机场|证券|出版社"
)
"""What, right behind a short name, makes it part of another name."""
_full = re.compile(r"(特别行政区|自治区|自治州|自治县|自治旗|地区|新区|省|市|区|县|旗|盟|州)$")
_governed = re.compile(
    r"(新区|高新区|经开区|开发区|产业园区?|工业园区?|示范区|片区|自贸港|自由贸易港|科学城|科技城|新城)$"
)
_called = re.compile(
    r"[（(](?:以下)?(?:统称|合称|简称)(?:为)?[“\"]?"
    r"(?P<name>(?P<stem>[\u4e00-\u9fff]{2,6}?)(?:地区|城市群|都市圈|经济圈|经济区|三角))[”\"]?[）)]"
)


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
        return _full.search(self.text) is not None


class Gazetteer:
    """The areas and governed zones of the lexicon, by every name of two characters and more."""

    def __init__(self, ontology: Ontology) -> None:
        self.terms: dict[str, list[Term]] = {}
        self.by_name: dict[str, list[Term]] = {}
        self._starts: dict[str, list[str]] = {}
        self._ambiguous = frozenset(row["name"] for row in ontology.table("ambiguous"))
        self.of_a_body = _of_a_body(ontology)
        self._shapes = ontology.table("place_shapes")
        regions = [term for term in ontology.terms if term.type == "Region"]
        for term in regions:
            self._add_all(term)
        for term in regions:
            if (stem := _stem(term)) and stem not in self.terms:
                self._add(stem, term)
        zones = [t for t in ontology.terms if t.type == "Zone" and _governed.search(t.name)]
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

        Two to four characters and what areas' names end with, as no word for a kind of place does (城市, 园区).
        """
        says: dict[str, list[str]] = {}
        for row in self._shapes:
            says.setdefault(row["says"], []).append(row["word"])
        if title.startswith(tuple(says["before"]), at):
            return ""
        for length in range(3, 8):
            name = title[at : at + length]
            if len(name) < length or not all("\u4e00" <= c <= "\u9fff" for c in name) or name in self.terms:
                return ""
            if name.endswith(tuple(says["end"])):
                other = name.endswith(tuple(says["not"])) or title.startswith(
                    tuple(says["after"]), at + length
                )
                return "" if other else name
        return ""

    def _add_all(self, term: Term) -> None:
        self.by_name.setdefault(term.name, []).append(term)
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
            if term.kind == "County" and term.parent in self.by_name
            for name in term.aliases
            for short in self.by_name[term.parent][0].aliases
            if len(short) > 1 and name.startswith(short) and name not in self.by_name
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
        seen = {term.name}
        if (city := self._cities.get(term)) is not None:
            seen.add(city.name)
            yield city
            term = city
        while term.parent and term.parent not in seen and term.parent in self.by_name:
            seen.add(term.parent)
            term = self.by_name[term.parent][0]
            yield term

    def above(self, term: Term) -> tuple[Term, ...]:
        """The areas that a term lies in, from the nearest to the farthest."""
        return self._above.get(term, ())

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
        full = {term for place in found if place.is_full for term in self.terms[place.text]}
        meant: list[Place] = []
        for place in found:
            terms = self.terms[place.text]
            term = next((t for t in terms if t.parent in named), terms[0]) if len(terms) > 1 else terms[0]
            if len(place.text) < 3 and place.text.endswith(("县", "区", "旗", "市")):
                sure = term.parent in named
            elif place.text in self._ambiguous or (term.kind == "County" and not place.is_full):
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
            if not _not_a_place.match(text, stop) or _full.search(name):
                yield Place(self.terms[name][0], at, stop, name)
            at = stop


def _of_a_body(ontology: Ontology) -> re.Pattern[str]:
    """What, behind a place, makes it part of the name of a firm, an institute or an association."""
    kinds = ("Enterprise", "Research", "Organization")
    heads = {row["head"] for row in ontology.table("heads") if row["type"] in kinds and len(row["head"]) > 1}
    words = "|".join(sorted(heads, key=lambda head: (-len(head), head)))
    first = "".join(sorted({head[0] for head in heads}))
    return re.compile(rf"[^\W与和及同在将的为由把让从赴]{{0,10}}?(?=[{first}])(?:{words})")


def _stem(term: Term) -> str | None:
    """临港 for 临港地区: an area within another, without its suffix."""
    match = re.search(r"^(.{2,})(地区|新区)$", term.name)
    return match[1] if match and term.parent and term.type == "Region" else None


@cache
def gazetteer(ontology: Ontology) -> Gazetteer:
    """The places of an ontology, indexed once."""
    return Gazetteer(ontology)


def inside(places: Sequence[Place], start: int, end: int) -> tuple[Place, ...]:
    """The places that stand in a stretch of the text."""
    return tuple(place for place in places if start <= place.start and place.end <= end)


def own_groups(text: str, named: Sequence[Place]) -> Iterator[Place]:
    """Places of a group of areas that the document itself names: 云港市和青湾市（统称云青地区）."""
    for match in _called.finditer(text):
        members = {p.term for p in inside(named, max(0, match.start() - 60), match.start())}
        if len(members) < 2 or any(p.text == match["name"] for p in named):
            continue
        term = Term(match["name"], "Region", kind="RegionGroup")
        for found in re.finditer(match["stem"], text):
            yield Place(term, found.start(), found.end(), match["name"])
        return
