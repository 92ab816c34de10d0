"""Stretches of a text to candidate mentions: how likely each is a name, and of which type."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from kg.extract.features import Evidence, features, longest_head
from kg.extract.patterns import Found, Patterns
from kg.extract.proposals import Proposal, proposals
from kg.extract.relations.models import Floats, Linear, load
from kg.extract.runs import Run, runs
from kg.extract.words import Words, vocabulary, words
from kg.model import Document, Mention, type_names
from kg.ontology import Ontology

model = Path(__file__).parent / "names.npz"
"""The weights: a linear model over the features of a stretch, a column for each type and one for none."""

column = {kind: place for place, kind in enumerate(type_names, 1)}
"""The column of each type; column 0 says that a stretch is no name."""

least = 0.03
"""Candidates that are less likely than this are not worth a record."""


class Judge:
    """A linear model over stretches of words, and the tables that its features need."""

    def __init__(self, ontology: Ontology, weights: Linear | None = None) -> None:
        self._classes = vocabulary(ontology)
        self.heads: dict[str, str] = {}
        for row in ontology.table("heads"):
            self.heads.setdefault(row["head"], row["type"])
        self._patterns = Patterns(ontology)
        self._weights = load(model)[0]["names"] if weights is None else weights

    def words(self, text: str) -> Words:
        """The words of a text with their classes."""
        return words(text, self._classes)

    def view(
        self, document: Document, words: Words, hits: Sequence[Found]
    ) -> tuple[list[Proposal], Evidence]:
        """The stretches of a document that may be names, in its order, and what is known of it beforehand."""
        places = [(hit.start, hit.end) for hit in hits if hit.type in ("Region", "Zone")]
        found = [*hits, *self._patterns.find(document, words, places)]
        evidence = Evidence.of(found)
        stretches: dict[tuple[int, int], Proposal] = {}
        for one in proposals(words, runs(words, self.heads), self.heads, evidence.edges):
            stretches.setdefault((one.start, one.end), one)
        for find in found:
            if (find.start, find.end) not in stretches:
                stretches[find.start, find.end] = _alone(words, find)
        return [stretches[span] for span in sorted(stretches)], evidence

    def rows(
        self, document: Document, words: Words, stretches: Iterable[Proposal], evidence: Evidence
    ) -> list[list[str]]:
        """The features of each stretch."""
        return [list(features(words, one, evidence, self.heads, document.text)) for one in stretches]

    def known(self, document: Document, words: Words, hits: Sequence[Found]) -> tuple[Mention, ...]:
        """The hits as candidates, each with its probability, in their order."""
        stretches, evidence = self.view(document, words, hits)
        spans = {(hit.start, hit.end) for hit in hits}
        wanted = [one for one in stretches if (one.start, one.end) in spans]
        shares = self._shares(document, words, wanted, evidence)
        place = {(one.start, one.end): i for i, one in enumerate(wanted)}
        return tuple(
            Mention(
                document.id, hit.start, hit.end, document.text[hit.start : hit.end], hit.type, hit.name,
                float(shares[place[hit.start, hit.end], column[hit.type]]), hit.rule,
            )
            for hit in hits
        )  # fmt: skip

    def others(self, document: Document, words: Words, hits: Sequence[Found]) -> tuple[Mention, ...]:
        """All candidates but the hits themselves, in the order of the text."""
        stretches, evidence = self.view(document, words, hits)
        shares = self._shares(document, words, stretches, evidence)
        known = {(hit.start, hit.end, hit.type) for hit in hits}
        found: list[Mention] = []
        for index, place in np.argwhere(shares[:, 1:] >= least).tolist():
            one, kind = stretches[index], type_names[place]
            if (one.start, one.end, kind) in known:
                continue
            text = document.text[one.start : one.end]
            rule, name = evidence.source(one, kind) or (_rule(one, text, self.heads), text)
            share = float(shares[index, place + 1])
            found.append(
                Mention(document.id, one.start, one.end, text, kind, name or text, share, f"names:{rule}")
            )
        return tuple(found)

    def _shares(
        self, document: Document, words: Words, stretches: Sequence[Proposal], evidence: Evidence
    ) -> Floats:
        return probabilities(self._weights.logits(self.rows(document, words, stretches, evidence)))


def probabilities(logits: Floats) -> Floats:
    """The softmax of each row."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


_nowhere = Run(())


def _alone(words: Words, one: Found) -> Proposal:
    """A stretch that no run holds, as a proposal."""
    first = words.before(one.start) + 1
    last = max(words.after(one.end), first + 1)
    return Proposal(one.start, one.end, first, last, _nowhere, "found")


def _rule(one: Proposal, text: str, heads: Mapping[str, str]) -> str:
    """What tells that a stretch may be a name: its quotes, its head, the enumeration it stands in, or its verb."""
    if text[0] in '“"' or text[-1] in '”"':
        return "quoted"
    if longest_head(text, heads):
        return "head"
    return "item" if one.run.head or one.run.last else "object"
