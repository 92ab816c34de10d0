"""Documents that are named to those that were read: by number, else by title where one alone has it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from kg.gazetteer.normal_form import plain
from kg.model import Entity, Titled
from kg.ontology import Ontology
from kg.text.alternation import alternation

_about = re.compile("^[^关]{2,40}?(?=关于)")
_least = 6
"""Letters that a title must have to tell a document by itself."""


@dataclass(frozen=True, slots=True)
class Text:
    """The document that was read which an entity names, how that is known, and the words that tell it."""

    document: str
    by: str
    words: str


class Titles:
    """The documents that were read, by their numbers and by all that their titles may be cited as."""

    def __init__(self, ontology: Ontology, known: Iterable[Titled]) -> None:
        words = ontology.words("official_words", "says")
        hands, paper = alternation(words["hands out"]), alternation(words["hand-out"])
        self.inner = re.compile(f"{hands}[《〈]?(?P<name>.+?)[》〉]?的{paper}$")
        self.generic = tuple(
            re.compile(row["pattern"]) for row in ontology.table("generic") if row["type"] == "Document"
        )
        self.numbers: defaultdict[str, set[str]] = defaultdict(set)
        self.names: defaultdict[str, set[str]] = defaultdict(set)
        for one in known:
            if one.number:
                self.numbers[plain(one.number)].add(one.document)
            for name in self._forms(one.title):
                self.names[name].add(one.document)

    def texts(self, entities: Iterable[Entity], numbers: Mapping[str, AbstractSet[str]]) -> dict[str, Text]:
        """The text of each document entity that has one among those read, by the entity's IRI."""
        found: dict[str, Text] = {}
        for entity in entities:
            if entity.type == "Document" and (
                text := self._text(entity, numbers.get(entity.iri, frozenset()))
            ):
                found[entity.iri] = text
        return found

    def _text(self, entity: Entity, numbers: AbstractSet[str]) -> Text | None:
        for number in sorted({*numbers, entity.label}):
            if len(those := self.numbers.get(plain(number), ())) == 1:
                return Text(min(those), "titles/number", number)
        for name in (entity.label, *entity.aliases):
            for form in self._forms(name):
                if len(those := self.names.get(form, ())) == 1:
                    return Text(min(those), "titles/title", name)
        return None

    def _forms(self, title: str) -> Iterator[str]:
        """How a document of a title may be cited: in full, without who issued it, by what it hands out."""
        inner = self.inner.search(title)
        forms = [title, _about.sub("", title), *([inner["name"]] if inner else [])]
        for form in dict.fromkeys(plain(form) for form in forms):
            if len(form) >= _least and not any(pattern.fullmatch(form) for pattern in self.generic):
                yield form
