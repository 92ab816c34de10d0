"""Stretches of a text to candidate mentions: how likely each is a name, and of which type."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kg.extract.ner.bodies import Bodies
from kg.extract.ner.evidence import Evidence, Found, gathered
from kg.extract.ner.letters import Letters
from kg.extract.ner.patterns import Patterns
from kg.extract.ner.spans import context as neighbours
from kg.extract.ner.spans.candidates import Stretches, proposals
from kg.extract.ner.spans.chunks import Run, runs
from kg.extract.ner.spans.features import features
from kg.extract.ner.spans.weights import Weights, load
from kg.gazetteer.heads import heads, longest_head
from kg.learnt.features import Features, Ints
from kg.learnt.models import Floats
from kg.model import Document, Mention, Span
from kg.ontology import Ontology
from kg.text.tokens import Words, vocabulary, words

model = Path(__file__).parent / "names.npz"

doubtful = 0.04
"""A stretch that the first model finds less likely a name than this is not looked at again."""

least = 0.02
"""Candidates that are less likely than this are not worth a record."""

sure = 0.95
"""How likely a term of the user's own lexicon is at least: his tables win."""


@dataclass(frozen=True, slots=True)
class View:
    """A document as the judge sees it: its stretches in the order of their begin, and what is known beforehand."""

    document: Document
    words: Words
    runs: Sequence[Run]
    stretches: Stretches
    evidence: Evidence


class Judge:
    """Two linear models, one over stretches and one over their neighbours too, and the tables they need.

    `column` is the column of each type in the models; column 0 says that a stretch is no name.
    """

    def __init__(self, ontology: Ontology, weights: Weights | None = None) -> None:
        self._classes = vocabulary(ontology)
        self._heads = heads(ontology)
        self._patterns = Patterns(ontology)
        self._weights = load(model, ontology.types) if weights is None else weights
        self.column = {kind: place for place, kind in enumerate(self._weights.types, 1)}
        self._own = frozenset(f"lexicon:{path.stem}" for path in ontology.lexicons)
        self._letters, self._bodies = Letters(ontology), Bodies(ontology)
        self._generic = ontology.words("generic_heads", "where", "head")
        self._ambiguous = frozenset(row["name"] for row in ontology.table("ambiguous"))

    def words(self, text: str) -> Words:
        """The words of a text with their classes."""
        return words(text, self._classes, self._heads)

    def view(self, document: Document, hits: Sequence[Found]) -> View:
        """The stretches of a document that may be names; `hits` are the terms found in it."""
        these = self.words(document.text)
        places = [(hit.start, hit.end) for hit in hits if hit.type in ("Region", "Zone")]
        evidence = gathered([*hits, *self._patterns.find(document, these, places)])
        parts = runs(these)
        return View(document, these, parts, proposals(these, parts, evidence.edges, evidence.finds), evidence)

    def features(self, view: View) -> Features:
        """The features of the stretches, for the first model."""
        return features(view.document.text, view.words, view.runs, view.stretches, view.evidence, self._heads)

    def scores(self, view: View) -> Floats:
        """What the first model gives each stretch."""
        return self._weights.scores(self.features(view), len(view.stretches))

    def candidates(self, document: Document, hits: Sequence[Found]) -> tuple[Mention, ...]:
        """The candidates with how likely they are, in the order of the text, one for each stretch and type."""
        view = self.view(document, hits)
        kept, shares = kept_of(view, probabilities(self.scores(view)))
        if not len(kept):
            return ()
        spans = spans_of(view, kept)
        second = probabilities(second_rows(view, kept, shares) @ self._weights.second)
        self._favour_own(view, spans, second)
        runs = view.stretches.run[kept].tolist()
        found: list[Mention] = []
        for (start, end), run, row in zip(spans, runs, second[:, 1:].tolist(), strict=True):
            shared = view.runs[run] if run >= 0 else _nowhere
            mentions = self._mentions(view, start, end, shared, row)
            found += self._bodies.apart(self._letters.apart(mentions))
        return tuple(found)

    def _favour_own(self, view: View, spans: Sequence[Span], shares: Floats) -> None:
        """Raises the shares of the terms of the user's tables."""
        for place, span in enumerate(spans if self._own else ()):
            for find in view.evidence.finds.get(span, ()):
                if find.rule in self._own:
                    own = self.column[find.type]
                    shares[place, own] = max(shares[place, own], sure)

    def _mentions(
        self, view: View, start: int, end: int, run: Run, shares: Sequence[float]
    ) -> Iterator[Mention]:
        """A stretch as a mention of each type that it is not unlikely to be of."""
        text, document = view.document.text[start:end], view.document.id
        own = longest_head(text, self._heads)
        by = f"names:{_rule(text, own, run)}"
        for kind, share in zip(self.column, shares, strict=True):
            if share < least:
                continue
            source = view.evidence.source((start, end), kind)
            if source is None and kind == "Region" and text in self._ambiguous:
                continue
            if source is None:
                rule, name = by, text if own else self._in_full(text, run, kind)
            else:
                rule = source.rule if ":" in source.rule else f"names:{source.rule}"
                name = source.name or text
            yield Mention(document, start, end, text, kind, name, share, rule)

    def _in_full(self, item: str, run: Run, kind: str) -> str:
        """An item of an enumeration with the head it shares (云溪、白沙等水库: 云溪水库), if it shares one."""
        for head, where in ((run.last, "last"), (run.head, "behind")):
            generic = head in self._generic["both"] or head in self._generic.get(where, ())
            if head and not generic and self._heads.get(head) == kind:
                return item if item.endswith(head) else item + head
        return item


def spans_of(view: View, places: Ints) -> list[Span]:
    """Begin and end of the stretches at places."""
    stretches = view.stretches
    return list(zip(stretches.start[places].tolist(), stretches.end[places].tolist(), strict=True))


def kept_of(view: View, shares: Floats) -> tuple[Ints, Floats]:
    """The stretches that a second look is worth (those a pattern or a term names among them), and their shares."""
    finds = view.evidence.finds
    found = np.array([span in finds for span in view.stretches.spans()], bool)
    kept = np.flatnonzero((1.0 - shares[:, 0] > doubtful) | found)
    return kept, shares[kept]


def second_rows(view: View, kept: Ints, shares: Floats) -> Floats:
    """The rows of the stretches for the second model."""
    spans = spans_of(view, kept)
    return neighbours.rows(view.document.text, spans, shares, _marks(view, spans))


def _marks(view: View, spans: Sequence[Span]) -> Floats:
    text, evidence = view.document.text, view.evidence
    return np.array(
        [
            (
                (start, end) in evidence.finds,
                evidence.begins.get(start, 0) > end,
                evidence.ends.get(end, end) < start,
                text[start] == "“",
                text[end - 1] == "”",
            )
            for start, end in spans
        ],
        np.float32,
    )


def probabilities(logits: Floats) -> Floats:
    """The softmax of each row."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


_nowhere = Run(())


def _rule(text: str, head: str, run: Run) -> str:
    """What tells that a stretch may be a name: its quotes, its head, the enumeration it stands in, or its verb."""
    if text[0] in '“"' or text[-1] in '”"':
        return "quoted"
    if head:
        return "head"
    return "item" if run.head or run.last else "object"
