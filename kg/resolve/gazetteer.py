"""Names known to the lexicon: which term a name means, given where the document stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from kg.gazetteer.areas import areas, country, suffixes_by
from kg.gazetteer.keys import SECTORS, Keys
from kg.gazetteer.normal_form import plain
from kg.ontology import Ontology, Term


@dataclass(frozen=True)
class Gazetteer:
    """The terms of the lexicon by every name that they go by."""

    ontology: Ontology
    keys: Keys

    @cached_property
    def _by_name(self) -> dict[str, tuple[Term, ...]]:
        found: dict[str, list[Term]] = {}
        for term in self.ontology.terms:
            for name in dict.fromkeys((term.name, *term.aliases)):
                found.setdefault(self.keys.key(name, term.type), []).append(term)
        return {name: tuple(terms) for name, terms in found.items()}

    @cached_property
    def _levels(self) -> tuple[str, ...]:
        """What stands alone for an area before a body of its own."""
        return suffixes_by(self.ontology)["body"]

    @cached_property
    def _own(self) -> dict[str, tuple[Term, ...]]:
        """Terms other than regions by their own names: of each type the last one, and that without an ending first."""
        found: dict[str, dict[str, Term]] = {}
        for term in self.ontology.terms:
            if term.type != "Region":
                key = self.keys.key(term.name, term.type)
                there = found.setdefault(key, {})
                if term.type not in there or plain(term.name) == key:
                    there[term.type] = term
        return {name: tuple(terms.values()) for name, terms in found.items()}

    def terms(self, name: str, kind: str) -> tuple[Term, ...]:
        """The terms that a name may mean, those of the type said first."""
        found = self._by_name.get(self.keys.key(name, kind), ())
        return tuple(sorted(found, key=lambda t: t.type != kind))

    def term(self, name: str, kind: str) -> Term | None:
        """The one term, no region, that a name means: of the type said, or else of its own name; None where it is open.

        Of several the one is meant that is so called letter by letter, the last of these in the order of the
        tables, so that a user's own lexicon wins. A sector and a technology of one name are one
        thing, told by the later table.
        """
        key = self.keys.key(name, kind)
        found = [t for t in self.terms(name, kind) if t.type != "Region"]
        fit = [t for t in found if t.type == kind] or [
            t for t in found if self.keys.key(t.name, t.type) == key or {t.type, kind} <= SECTORS
        ]
        letters = [t for t in fit if plain(name) in {plain(n) for n in (t.name, *t.aliases)}]
        chosen = letters[-1:] or (fit if len({t.name for t in fit}) == 1 else [])
        return self._main(chosen[-1]) if chosen else None

    def _main(self, term: Term) -> Term:
        if term.type not in SECTORS:
            return term
        same = self._own[self.keys.key(term.name, term.type)]
        return [t for t in same if t.type in SECTORS][-1]

    def ambiguous(self, term: Term) -> bool:
        """Whether the lexicon knows two different things of this term's name."""
        same = self._own.get(self.keys.key(term.name, term.type), ())
        return len({"sector" if t.type in SECTORS else t.type for t in same}) > 1

    def chain(self, term: Term) -> tuple[Term, ...]:
        """A region and the regions it lies in, from the smallest up."""
        return (term, *areas(self.ontology).above(term))

    def region(self, name: str, near: Iterable[Term], behind: Iterable[str] = ()) -> tuple[Term | None, str]:
        """The region that a name means in a document about the regions `near`, and why; None where it is open.

        Of several regions with one name the one is meant that lies in the region whose name stands before it
        (`behind`, or in the name itself: 南京市鼓楼区), else in a region of the document, or that one of them lies in;
        a name that only one region has is that region.
        """
        near = tuple(near)
        candidates = [t for t in self.terms(name, "Region") if t.type == "Region"]
        exact = [t for t in candidates if plain(t.name) == plain(name)]
        if len(exact) == 1:
            return exact[0], "its full name"
        if not candidates:
            return self._joined(name)
        said = [t for t in exact or candidates if any(self._lies_behind(t, text) for text in behind)]
        if len(said) == 1:
            return said[0], "the region of this name that lies in the one named before it"
        named = {(t.name, t.code) for t in near if t.kind != "Country"}
        known = {(t.name, t.code) for other in near for t in self.chain(other) if t.kind != "Country"}
        for pool, places in ((exact, named), (exact, known), (candidates, named), (candidates, known)):
            close = [
                t
                for t in pool
                if (t.name, t.code) in places or any((up.name, up.code) in places for up in self.chain(t)[1:])
            ]
            if len(close) == 1:
                return close[0], "the region of this name that lies where the document stands"
        if len(candidates) == 1:
            return candidates[0], "a short name that only one region has"
        top = [t for t in candidates if t.parent in (None, country)]
        if len(top) == 1:
            return top[0], "a short name, of which the province is meant"
        return None, ""

    def _lies_behind(self, term: Term, text: str) -> bool:
        """Whether a text ends with the name of a region that a term lies in."""
        return any(
            text.endswith((up.name, *up.aliases)) for up in self.chain(term)[1:] if up.kind != "Country"
        )

    @cached_property
    def _known(self) -> dict[str, Term | None]:
        """What `_joined` found: names come again and again, and each is cut at every letter."""
        return {}

    def _joined(self, name: str) -> tuple[Term | None, str]:
        """The region that a name means which begins with what it lies in (北京市朝阳区)."""
        if name not in self._known:
            self._known[name] = self._below(name)
        term = self._known[name]
        return term, "its name behind that of the region it lies in" if term else ""

    def _below(self, name: str) -> Term | None:
        for cut in range(len(name) - 2, 1, -1):
            above, _ = self.region(name[:cut], ())
            if above is None or above.kind == "Country":
                continue
            term, _ = self.region(name[cut:], (above,), (above.name,))
            if term is not None and above in self.chain(term)[1:]:
                return term
        return None

    def national(self, name: str) -> Term | None:
        """The body of the state that a text of the state means by its name without 国家 (邮政局)."""
        found = [t for t in self.terms(f"国家{plain(name)}", "Government") if t.type == "Government"]
        return found[0] if len(found) == 1 else None

    def prefix(self, key: str, kind: str, near: Iterable[Term]) -> tuple[Term, str] | None:
        """The region that a generic name begins with, and the rest: 合肥高新区 is 合肥市 and 高新区.

        For zones and public bodies; 苏州大学 and 岳麓山实验室 are names of their own. Where the lexicon knows the seat,
        the name cannot speak of another place: 吉林高新区 is that of 吉林市, 滨海高新区 none of 滨海县.
        """
        if kind not in {"Zone", "Government"}:
            return None
        regions = tuple(near)
        for cut in range(len(key) - 2, 1, -1):
            rest = key[cut:]
            if self.keys.generic(rest, kind):
                term, _ = self.region(key[:cut], regions)
                if term is None:
                    continue
                seat = self.seat(self.term(key, kind))
                if seat is None or seat in self.chain(term):
                    return term, rest
                return (seat, rest) if term in self.chain(seat) else None
        return None

    def seat(self, term: Term | None) -> Term | None:
        """The region that the lexicon says a thing is in, None where it says none or the whole country."""
        found = self.region(term.parent, ())[0] if term is not None and term.parent else None
        return None if found is None or found.kind == "Country" else found

    def level(self, key: str, chain: tuple[Term, ...]) -> Term | None:
        """The region of a chain that a body's name speaks of by its level: 市委 in a district is the city's."""
        for level in self._levels:
            if key.startswith(level):
                return next((t for t in chain if t.name.endswith(level)), None)
        return None
