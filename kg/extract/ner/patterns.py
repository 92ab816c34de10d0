"""Names that a pattern tells: persons, offices, townships, documents in 《》, the title of the text."""

import re
from collections.abc import Iterable, Iterator

from kg.extract.ner.bodies import offices
from kg.extract.ner.evidence import Found
from kg.gazetteer.areas import suffixes_by
from kg.model import Document
from kg.ontology import Ontology
from kg.text.alternation import alternation
from kg.text.tokens import Words

_book = re.compile(r"《[^《》\n]{1,90}(?:《[^《》\n]*》[^《》\n]*)?》")
_han = re.compile(r"[\u4e00-\u9fff·]+")
_title_line = re.compile(r"^[^\n。！？；]{6,70}$")
_longest_line = 80


class Patterns:
    """The patterns, with the tables they need."""

    def __init__(self, ontology: Ontology) -> None:
        surnames = [row["surname"] for row in ontology.table("surnames")]
        self._surnames = frozenset(surnames)
        self._titles = frozenset(
            row["word"] for row in ontology.table("boundaries") if row["class"] == "title"
        )
        self._townships = frozenset(row["name"] for row in ontology.table("townships"))
        self._office = re.compile(offices(ontology))
        suffixes = suffixes_by(ontology)
        self._levels = frozenset(suffixes["office"])
        self._township = re.compile(alternation(suffixes["town"]))
        person = ontology.words("person_words", "says")
        self._speech = re.compile("[，,、]?" + alternation(person["speaks"]))
        self._followed = person["followed"]
        self._documents = tuple(row["head"] for row in ontology.table("heads") if row["type"] == "Document")

    def find(self, document: Document, words: Words, places: Iterable[tuple[int, int]]) -> Iterator[Found]:
        """What the patterns find; `places` are the stretches that name regions."""
        text = document.text
        yield from self._books(text)
        yield from self._title(document)
        yield from self._persons(text, words)
        yield from self._towns(text, words)
        yield from self._bodies(text, places)

    def _books(self, text: str) -> Iterator[Found]:
        for match in _book.finditer(text):
            yield Found(match.start(), match.end(), "Document", "book")

    def _title(self, document: Document) -> Iterator[Found]:
        for paragraph in document.paragraphs[:3]:
            line = document.text[paragraph.start : paragraph.end]
            if _title_line.match(line) and line.endswith(self._documents):
                yield Found(paragraph.start, paragraph.end, "Document", "title")

    def _persons(self, text: str, words: Words) -> Iterator[Found]:
        """Surname and given name where title, speech or place tell a person; and where the same stands again."""
        seen: dict[str, None] = {}
        for index, word in enumerate(words.words):
            if word not in self._surnames and not (len(word) == 3 and word[0] in self._surnames):
                continue
            start = words.starts[index]
            before = text[max(0, start - 6) : start].rstrip(" \u3000：:（(、，")
            titled = any(before[-size:] in self._titles for size in (2, 3, 4))
            for size in (3, 2, 4):
                end = start + size
                if not words.begins(end) or not _han.fullmatch(text, start, end):
                    continue
                rule = self._person_rule(text, start, end, titled=titled)
                if rule:
                    yield Found(start, end, "Person", rule)
                    if rule != "speaks":
                        seen.setdefault(text[start:end])
        for name in seen:
            for match in re.finditer(re.escape(name), text):
                yield Found(match.start(), match.end(), "Person", "again")

    def _towns(self, text: str, words: Words) -> Iterator[Found]:
        for match in self._township.finditer(text):
            end = match.end()
            for size in (5, 4, 3, 2):
                start = match.start() - size + 1
                if start >= 0 and text[start:end] in self._townships and words.begins(start):
                    yield Found(start, end, "Region", "township")
                    break

    def _bodies(self, text: str, places: Iterable[tuple[int, int]]) -> Iterator[Found]:
        ends: dict[int, int] = {}
        for start, end in places:
            ends[end] = min(start, ends.get(end, start))
        for match in self._office.finditer(text):
            start, end = match.span()
            level = ends.get(start)
            if level is None and start and (before := self._level_before(text, start)) is not None:
                level = ends.get(before, before) if text[before:start] != "市" or before in ends else before
            if level is not None:
                yield Found(level, end, "Government", "office")

    def _person_rule(self, text: str, start: int, end: int, *, titled: bool) -> str:
        """What tells that a stretch is a person, "" where nothing does."""
        opens = start == 0 or text[start - 1] in "\n（( \u3000"
        if titled:
            return "titled"
        if opens and text[end : end + 1] in {"", "\n", "）", ")"}:
            return "byline"
        if opens and text[end : end + 1] in {"：", ":"}:
            return "speaker"
        if text.startswith(self._followed, end):
            return "followed"
        return "speaks" if self._speech.match(text, end) else ""

    def _level_before(self, text: str, place: int) -> int | None:
        """Where the word 省, 市, 区, 县, 自治区 … that ends at a place begins."""
        for size in (3, 2, 1):
            if place >= size and text[place - size : place] in self._levels:
                return place - size
        return None
