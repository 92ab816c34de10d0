"""Things to what names, titles and registers tell of them: place, field, government, text, the class above."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from kg.gazetteer.keys import SECTORS, Keys
from kg.gazetteer.matcher import matcher
from kg.gazetteer.normal_form import plain
from kg.model import Entity, Reference
from kg.ontology import Ontology, Term, rows
from kg.resolve import iri
from kg.resolve.gazetteer import Gazetteer
from kg.resolve.titles import Text

_placed = frozenset({"Zone", "Project", "Research", "Organization", "Enterprise"})
"""Types whose names tell where they are; a government's tells of which place it is the body."""
_fielded = _placed | {"Program", "Document"}
_before = re.compile(r"(?:中华人民共和国|中国|国家级?|[（(“《])*")
_longest = 9
_shortest_field = 2

IN_PLACE, BODY_OF, IN_FIELD, BROADER, FULL_TEXT = "inPlace", "bodyOf", "inField", "skos:broader", "fullText"


class Registers:
    """The registers of `ontology/registers`, and the class that the name of an industry means."""

    def __init__(self, ontology: Ontology, keys: Keys) -> None:
        folder = ontology.root / "registers"
        self.keys = keys
        self.names = {row["code"]: row["name"] for row in rows(folder / "gbt4754_2017.tsv")}
        self.names |= {row["code"]: row["name"] for row in rows(folder / "emerging_2018.tsv")}
        self._sectors: dict[str, str] = {}
        for row in rows(folder / "three_sectors.tsv"):
            self.names[row["code"]] = row["name"]
            self._sectors |= dict.fromkeys(filter(None, row["sections"].split("|")), row["code"])
            self._sectors |= {row["code"]: row["above"]} if row["above"] else {}
            if not row["above"]:
                self.whole = row["code"]
        own: dict[str, str] = {}
        for code, name in sorted(self.names.items(), key=lambda item: (-len(item[0]), item[0])):
            own[self._key(name)] = code
        self.own = own
        self.words: dict[str, tuple[str, str]] = {}
        for row in rows(folder / "industry_words.tsv"):
            for word in row["words"].split("|"):
                self.words.setdefault(self._key(word), (row["code"], row["how"]))
        self._ordered = sorted(self.words, key=lambda word: (-len(word), word))

    def _key(self, name: str) -> str:
        return self.keys.key(name, "Industry")

    def above(self, code: str) -> str | None:
        """The code of the class above one: C3571 lies in C357, C357 in C35, C35 in C, C in the second sector.

        SEI2.1 lies in SEI2, SEI2 in SEI; nothing is above SEI and above the whole economy.
        """
        if code in self._sectors or code == self.whole:
            return self._sectors.get(code)
        if code.startswith("SEI"):
            up = code.rpartition(".")[0] or ("SEI" if code != "SEI" else "")
        else:
            up = code[:-1] if len(code) != 3 else code[0]
        while up and up not in self.names:
            up = up[:-1]
        return up or None

    def register(self, code: str) -> str:
        """The name of the register that a code stands in, as references tell it."""
        if code.startswith(self.whole):
            return "registers/three-sectors"
        return "registers/emerging-2018" if code.startswith("SEI") else "registers/gbt4754-2017"

    def industry(self, name: str) -> tuple[str, str, str]:
        """The class that the name of an industry means, the words that tell it, and how.

        How: `name` where it is called so, `word` where a word of the table stands for it, `broader` where only a wider
        class fits: at the least the economy as a whole, where no word of it tells anything.
        """
        key = self._key(name)
        if key in self.own:
            return self.own[key], key, "name"
        if key in self.words and self.words[key][1] != "broader":
            return self.words[key][0], key, "word"
        for narrow in (True, False):
            for fits in (str.endswith, str.__contains__):
                for word in self._ordered:
                    code, how = self.words[word]
                    if (how != "broader") is narrow and len(word) > 1 and fits(key, word):
                        return code, word, "word" if narrow else "broader"
        return self.whole, key, "broader"


class Telling:
    """What names and registers tell of things, with the things that they tell of."""

    def __init__(
        self,
        ontology: Ontology,
        gazetteer: Gazetteer,
        base: str,
        region: Callable[[Term], str],
        texts: Mapping[str, Text] | None = None,
    ) -> None:
        self.texts = texts or {}
        self.ontology = ontology
        self.gazetteer = gazetteer
        self.keys = gazetteer.keys
        self.base = base
        self.region = region
        self.registers = Registers(ontology, self.keys)
        self.found: dict[str, list[Reference]] = {}
        self.things: dict[str, Entity] = {}

    @cached_property
    def _ambiguous(self) -> frozenset[str]:
        return frozenset(row["name"] for row in self.ontology.table("ambiguous"))

    @cached_property
    def _broad(self) -> frozenset[str]:
        """Words for no field in particular."""
        folder = self.ontology.root / "registers"
        return frozenset(
            w
            for row in rows(folder / "industry_words.tsv")
            if row["how"] == "broader"
            for w in row["words"].split("|")
        )

    def tell(self, entities: Mapping[str, Entity], terms: Mapping[str, Term]) -> tuple[Entity, ...]:
        """The things with their references, and those that only registers and names know, sorted by IRI.

        `terms` are the entries of the lexicon that things are (by IRI).
        """
        self.things = dict(entities)
        self.fields = {t: name for name, t in terms.items() if t.type in SECTORS}
        for name in sorted(entities):
            entity = entities[name]
            if entity.type in _placed or entity.type == "Government":
                self._place(entity, terms.get(name))
            if entity.type in _fielded:
                self._field(entity)
            if (text := self.texts.get(name)) is not None:
                self._add(name, FULL_TEXT, iri.source(self.base, text.document), text.by, text.words)
        todo = sorted(name for name, entity in self.things.items() if entity.type in SECTORS)
        for name in todo:
            self._industry(self.things[name])
        for name, term in sorted(terms.items()):
            if term.type == "Region":
                self._division(name, term)
        return tuple(
            replace(entity, references=tuple(sorted(self.found.get(name, ()), key=lambda r: r.iri)))
            for name, entity in sorted(self.things.items())
        )

    def _add(self, subject: str, predicate: str, object_: str, by: str, words: str) -> None:
        if subject == object_:
            return
        told = self.found.setdefault(subject, [])
        if any(r.predicate == predicate and r.object == object_ for r in told):
            return
        text = f"{predicate}\x1f{object_}\x1f{by}\x1f{words}"
        key = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        told.append(Reference(f"{subject}#reference-{key}", subject, predicate, object_, by, words))

    def _place(self, entity: Entity, term: Term | None) -> None:
        """Where a thing is: by its scope, by its name, or by its seat where that is another place or a nearer one.

        A name that begins as some other place does tells nothing of a thing whose seat is known: 上海庙 is not in 上海.
        """
        predicate = BODY_OF if entity.type == "Government" else IN_PLACE
        if entity.scope:
            self._add(entity.iri, predicate, entity.scope, "names/scope", entity.label)
            return
        named, seat = self._named_place(entity.label), self.gazetteer.seat(term)
        if named is not None and (seat is None or seat in self.gazetteer.chain(named[0])):
            self._add(entity.iri, predicate, self._region(named[0]), "names/place", named[1])
        elif term is not None and seat is not None:
            table = "registers/universities" if term.table == "universities" else "registers/seats"
            self._add(entity.iri, predicate, self._region(seat), table, seat.name)

    def _named_place(self, label: str) -> tuple[Term, str] | None:
        """The region that a name begins with, the longest first, and its words."""
        name = plain(label)
        start = _before.match(name).end()  # type: ignore[union-attr]
        for length in range(min(_longest, len(name) - start - 1), 1, -1):
            words = name[start : start + length]
            if words in self._ambiguous:
                continue
            term, _ = self.gazetteer.region(words, ())
            if term is not None and term.kind != "Country":
                return term, words
        return None

    def _region(self, term: Term) -> str:
        name = self.region(term)
        if name not in self.things:
            self.things[name] = Entity(
                name, "Region", term.name, term.en, term.kind, term.code, None, tuple(sorted(term.aliases))
            )
            self._division(name, term)
        return name

    def _division(self, name: str, term: Term) -> None:
        chain = self.gazetteer.chain(term)
        if len(chain) > 1:
            by = "registers/divisions" if term.code else "registers/seats"
            self._add(name, BROADER, self._region(chain[1]), by, chain[1].name)

    def _field(self, entity: Entity) -> None:
        name = plain(entity.label)
        reach = 0
        for start, end in sorted(self._sectors(name), key=lambda span: (span[0], -span[1])):
            if start < reach:
                continue
            reach, words = end, name[start:end]
            term = self.gazetteer.term(words, "Industry") or self.gazetteer.term(words, "Technology")
            if term is not None:
                self._add(entity.iri, IN_FIELD, self._sector(term), "names/field", words)

    def _sectors(self, name: str) -> Iterator[tuple[int, int]]:
        found = matcher(self.ontology)
        for start, end in found.find(name):
            words = name[start:end]
            if (
                end - start < _shortest_field
                or words in self._ambiguous
                or words in self._broad
                or words == name
            ):
                continue
            if any(t.type in SECTORS for t in found.terms[words]):
                yield start, end

    def _sector(self, term: Term) -> str:
        if term in self.fields:
            return self.fields[term]
        key = self.keys.key(term.name, term.type)
        name = iri.entity(self.base, term.type, key)
        if name not in self.things:
            self.things[name] = Entity(
                name, term.type, term.name, term.en, term.kind, term.code, None, tuple(sorted(term.aliases))
            )
        return name

    def _class(self, code: str) -> str:
        """The thing that a class of a register is: the one of the texts that is called so, else its own."""
        label = self.registers.names[code]
        name = iri.entity(self.base, "Industry", self.keys.key(label, "Industry"))
        twin = iri.entity(self.base, "Technology", self.keys.key(label, "Industry"))
        if twin in self.things and name not in self.things:
            name = twin
        if name not in self.things:
            self.things[name] = Entity(name, "Industry", label, code=code)
        elif self.things[name].code is None:
            self.things[name] = replace(self.things[name], code=code)
        if (up := self.registers.above(code)) is not None and name not in self._classed:
            self._classed.add(name)
            self._add(name, BROADER, self._class(up), self.registers.register(code), f"{code} {label}")
        return name

    @cached_property
    def _classed(self) -> set[str]:
        return set()

    def _industry(self, entity: Entity) -> None:
        if entity.iri in self._classed:
            return
        if entity.type != "Industry" and self.registers.industry(entity.label)[0] == self.registers.whole:
            return  # a technology is of an industry where its words say so
        code, words, how = self.registers.industry(entity.label)
        name = self._class(code)
        if name == entity.iri:
            return
        by = self.registers.register(code) + ("" if how != "broader" else "/broader")
        self._add(entity.iri, BROADER, name, by, f"{words} → {code} {self.registers.names[code]}")


def edges(references: Iterable[Reference]) -> set[tuple[str, str, str]]:
    """The plain edges that references tell."""
    return {(r.subject, r.predicate, r.object) for r in references}
