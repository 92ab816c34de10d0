"""Names known before the document is read: every place where a term of the lexicon stands, as a candidate mention."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import rjieba

from kg.contracts import Extractor
from kg.extract.ner.evidence import Found
from kg.gazetteer.areas import areas, country, suffixes_by
from kg.gazetteer.matcher import matcher
from kg.model import Document, Findings, Mention, Sentence
from kg.ontology import Ontology, Term
from kg.text.function_words import words_of

_word = re.compile(r"[A-Za-z0-9]")
_places_before = "".join(("、", *words_of("before a place")))
"""Characters behind which a single one can be a place: 在沪, 来湘, 津、沪."""

_window = 8
own = 0.95
"""Confidence of the terms of a table that was never counted: the user's own, which win."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a term stands; `covered` where a longer term stands over it."""

    start: int
    end: int
    term: Term
    covered: bool = False


class Lexicon:
    """The terms of the ontology by every name they go by, ready to be searched for."""

    def __init__(self, ontology: Ontology) -> None:
        self._matcher = matcher(ontology)
        self._terms = self._matcher.terms
        self._ambiguous = frozenset(row["name"] for row in ontology.table("ambiguous"))
        short = "".join(name for name in self._terms if len(name) == 1)
        self._short = re.compile(
            f"(?<=[{_places_before}])[{short}]|[{short}](?=、?[{short}])|(?<=[{short}])[{short}]|(?<=[{short}]、)[{short}]"
        )
        self._areas = areas(ontology)
        self._suffixes = suffixes_by(ontology)["short"]

    def find(self, text: str, around: Iterable[str] = ()) -> tuple[Hit, ...]:
        """All places of all terms in a text, in its order, the longer first where two begin alike.

        Of terms that share a name and a type the one is meant whose parent the text names, or that
        lies in one of the regions `around`; a name of the table `ambiguous` counts only so, or
        where the text has it in full. An area that the text names in full, or that is around, is found
        under its name without the suffix too.
        """
        spans = [
            (start, end, text[start:end])
            for start, end in self._matcher.find(text)
            if not _inside_latin(text, start, end)
        ]
        places = {name for _, _, surface in spans for name in self._regions(surface)}
        around = tuple(around)
        places.update(name for region in around for name in (region, *self._regions(region)))
        full = {surface for _, _, surface in spans if surface in places}
        short = {stem: name for name in sorted(full.union(around)) for stem in self._stems(name)}
        spans.extend(
            (m.start(), m.end(), name)
            for stem, name in short.items()
            for m in re.finditer(re.escape(stem), text)
        )
        spans.sort(key=lambda span: (span[0], -span[1]))
        found: list[Hit] = []
        reach = -1
        for start, end, surface in spans:
            covered = end <= reach
            reach = max(reach, end)
            found.extend(Hit(start, end, term, covered) for term in self._meant(surface, places))
        found.extend(self._abbreviations(text, places))
        return tuple(sorted(found, key=lambda hit: (hit.start, -hit.end)))

    def _regions(self, surface: str) -> Iterator[str]:
        """The full names of the regions that a name may mean, where it is sure."""
        if surface not in self._ambiguous:
            yield from (t.name for t in self._terms.get(surface, ()) if t.type == "Region")

    def _stems(self, name: str) -> Iterator[str]:
        """How a text that names an area in full may call it further on, where the lexicon knows no such name."""
        stem = next((name.removesuffix(one) for one in self._suffixes if name.endswith(one)), "")
        known = any(t.type == "Region" for t in self._terms.get(name, ()))
        if len(stem) > 1 and stem not in self._terms and known:
            yield stem

    def _meant(self, surface: str, places: set[str]) -> Iterator[Term]:
        """The terms that a name means in a text that names these places: one a type."""
        types: dict[str, list[Term]] = {}
        for term in self._terms[surface]:
            types.setdefault(term.type, []).append(term)
        for terms in types.values():
            near = [term for term in terms if self._near(term, places)]
            if near:
                yield near[0]
            elif surface not in self._ambiguous or terms[0].name in places:
                yield terms[0]

    def _near(self, term: Term, places: set[str]) -> bool:
        return any(above.name in places for above in self._areas.above(term) if above.name != country)

    def _abbreviations(self, text: str, places: set[str]) -> Iterator[Hit]:
        """Names of one character (津, 沪), where the characters beside them let a place be meant.

        Of several places with one such name (宁) that of a region that the text names, or is around.
        """
        for match in self._short.finditer(text):
            place = match.start()
            if _is_word(text, place):
                terms = self._terms[text[place]]
                term = next((t for t in terms if t.name in places), terms[0])
                yield Hit(place, place + 1, term)


def _is_word(text: str, place: int) -> bool:
    """Whether a character is a word of its own where it stands."""
    begin = max(0, place - _window)
    for word in rjieba.cut(text[begin : place + _window], hmm=False):
        if begin >= place:
            return begin == place and len(word) == 1
        begin += len(word)
    return False


def _inside_latin(text: str, start: int, end: int) -> bool:
    """Whether letters or digits run on over an end of a name."""
    return bool(
        (start > 0 and _word.match(text[start]) and _word.match(text[start - 1]))
        or (end < len(text) and _word.match(text[end - 1]) and _word.match(text[end]))
    )


def hits(lexicon: Lexicon, document: Document) -> list[Found]:
    """The terms that stand in a document with no longer one over them, as finds that name their table."""
    around = (document.region,) if document.region else ()
    return [
        Found(hit.start, hit.end, hit.term.type, f"lexicon:{hit.term.table}", hit.term.name)
        for hit in lexicon.find(document.text, around)
        if not hit.covered
    ]


def load(ontology: Ontology) -> Extractor:
    """The extractor that finds terms of the lexicon; its candidates name their table (lexicon:zones).

    Confidence is the share of a table's finds that annotators marked (table `precision`): as it
    stands, without a look at the words around; the part `names` weighs each place. Names are canonical: 津 is
    天津市.
    """
    lexicon = Lexicon(ontology)
    counted = {row["table"]: int(row["right"]) / int(row["cases"]) for row in ontology.table("precision")}

    def extract(document: Document, _sentences: Sequence[Sentence], _found: Findings) -> Findings:
        text = document.text
        return Findings(
            tuple(
                Mention(document.id, hit.start, hit.end, text[hit.start : hit.end], hit.type, hit.name,
                        counted.get(hit.rule.removeprefix("lexicon:"), own), hit.rule)
                for hit in hits(lexicon, document)
            )
        )  # fmt: skip

    return Extractor("lexicon", extract, rows=True)
