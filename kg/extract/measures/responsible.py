"""Lists of responsible bodies to mentions of those that no other part found: a body need not be known to be named."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from kg.contracts import Extractor
from kg.extract.measures.bodies import Bodies
from kg.extract.ner.overlap import best
from kg.gazetteer.heads import heads, longest_head
from kg.model import Document, Findings, Mention, Sentence, Span
from kg.ontology import Ontology
from kg.text.function_words import words_of

precision = 0.95
"""Of 403 items of lists in annotated documents that end with the head of a body, 385 are one of its type."""
rule = "responsible:list"
_joints = words_of("and")


def load(ontology: Ontology) -> Extractor:
    """The extractor of responsible bodies, its tables loaded."""
    return Extractor("responsible", Responsible(ontology).extract)


class Responsible:
    """Cues of lists and heads of names, ready."""

    def __init__(self, ontology: Ontology) -> None:
        self._bodies = Bodies(ontology)
        self._types = ontology.actors
        self._heads = heads(ontology)

    def extract(self, document: Document, sentences: Sequence[Sentence], found: Findings) -> Findings:
        """The bodies that lists name, where no mention found so far is worth more."""
        spans = [span for sentence in sentences for span in self._spans(sentence)]
        known = best(found.mentions) if spans else ()
        ends = [mention.end for mention in known]
        made = []
        for start, end in spans:
            after = bisect_right(ends, start)
            if after == len(known) or known[after].start >= end:
                text = document.text[start:end]
                made.append(Mention(document.id, start, end, text, self._type(text), text, precision, rule))
        return Findings(mentions=tuple(made))

    def _spans(self, sentence: Sentence) -> Iterator[Span]:
        for start, end in self._bodies.items(sentence.text):
            for a, b in self._parted(sentence.text, start, end):
                if self._type(sentence.text[a:b]):
                    yield sentence.start + a, sentence.start + b

    def _parted(self, text: str, start: int, end: int) -> Iterator[Span]:
        """A stretch parted where 和 joins two bodies, and not where it stands inside a name (文化和旅游局)."""
        for i in range(start + 2, end - 2):
            if text[i] in _joints and self._type(text[start:i]):
                yield start, i
                yield from self._parted(text, i + 1, end)
                return
        yield start, end

    def _type(self, text: str) -> str:
        """The type that the longest head decides which a text ends with, "" where it decides no body."""
        kind = self._heads.get(longest_head(text[1:], self._heads), "")
        return kind if kind in self._types else ""
