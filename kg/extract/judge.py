"""Stretches of a text to candidate mentions: how likely each is a name, and of which type."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kg.extract import neighbours
from kg.extract.evidence import Evidence, Found, gathered
from kg.extract.features import features, longest_head
from kg.extract.patterns import Patterns
from kg.extract.proposals import Proposal, proposals
from kg.extract.relations.models import Floats
from kg.extract.runs import Run, runs
from kg.extract.weights import Weights, load
from kg.extract.words import Words, vocabulary, words
from kg.model import Document, Mention, type_names
from kg.ontology import Ontology

model = Path(__file__).parent / "names.npz"

column = {kind: place for place, kind in enumerate(type_names, 1)}
"""The column of each type in the models; column 0 says that a stretch is no name."""

doubtful = 0.04
"""A stretch that the first model finds less likely a name than this is not looked at again."""

least = 0.02
"""Candidates that are less likely than this are not worth a record."""

sure = 0.95
"""How likely a term of the user's own lexicon is at least: his tables win."""

_generic = frozenset(
    {"项目", "工程", "产业", "行业", "领域", "企业", "平台", "基地", "园区", "中心", "公司", "地区"}
)
"""Heads that bring an enumeration together without being the end of each name in it."""


@dataclass(frozen=True, slots=True)
class View:
    """A document as the judge sees it: its stretches in the order of their begin, and what is known beforehand."""

    document: Document
    words: Words
    stretches: Sequence[Proposal]
    evidence: Evidence


class Judge:
    """Two linear models, one over stretches and one over their neighbours too, and the tables they need."""

    def __init__(self, ontology: Ontology, weights: Weights | None = None) -> None:
        self._classes = vocabulary(ontology)
        self._heads: dict[str, str] = {}
        for row in ontology.table("heads"):
            self._heads.setdefault(row["head"], row["type"])
        self._patterns = Patterns(ontology)
        self._weights = load(model) if weights is None else weights
        self._own = frozenset(f"lexicon:{path.stem}" for path in ontology.lexicons)

    def words(self, text: str) -> Words:
        """The words of a text with their classes."""
        return words(text, self._classes, self._heads)

    def view(self, document: Document, hits: Sequence[Found]) -> View:
        """The stretches of a document that may be names; `hits` are the terms found in it."""
        these = self.words(document.text)
        places = [(hit.start, hit.end) for hit in hits if hit.type in ("Region", "Zone")]
        found = [*hits, *self._patterns.find(document, these, places)]
        evidence = gathered(found)
        stretches: dict[tuple[int, int], Proposal] = {}
        for one in proposals(these, runs(these), evidence.edges):
            stretches.setdefault((one.start, one.end), one)
        for find in found:
            if (find.start, find.end) not in stretches:
                stretches[find.start, find.end] = _alone(these, find)
        return View(document, these, [stretches[span] for span in sorted(stretches)], evidence)

    def rows(self, view: View) -> Iterator[list[str]]:
        """The features of each stretch, for the first model."""
        text = view.document.text
        return (features(text, view.words, one, view.evidence, self._heads) for one in view.stretches)

    def candidates(self, document: Document, hits: Sequence[Found]) -> tuple[Mention, ...]:
        """The candidates with how likely they are, in the order of the text, one for each stretch and type."""
        view = self.view(document, hits)
        kept, shares = kept_of(view, probabilities(self._weights.scores(self.rows(view))))
        if not kept:
            return ()
        second = probabilities(second_rows(view, kept, shares) @ self._weights.second)
        self._favour_own(view, kept, second)
        return tuple(
            self._mention(view, view.stretches[kept[place]], type_names[kind], float(second[place, kind + 1]))
            for place, kind in np.argwhere(second[:, 1:] >= least).tolist()
        )

    def _favour_own(self, view: View, kept: Sequence[int], shares: Floats) -> None:
        """Raises the shares of the terms of the user's tables."""
        for place, one in enumerate(kept if self._own else ()):
            stretch = view.stretches[one]
            for find in view.evidence.finds.get((stretch.start, stretch.end), ()):
                if find.rule in self._own:
                    shares[place, column[find.type]] = max(shares[place, column[find.type]], sure)

    def _mention(self, view: View, one: Proposal, kind: str, share: float) -> Mention:
        text = view.document.text[one.start : one.end]
        source = view.evidence.source((one.start, one.end), kind)
        if source is not None:
            rule = source.rule if ":" in source.rule else f"names:{source.rule}"
            name = source.name or text
        else:
            rule, name = f"names:{_rule(one, text, self._heads)}", self._in_full(one, text, kind) or text
        return Mention(view.document.id, one.start, one.end, text, kind, name, share, rule)

    def _in_full(self, one: Proposal, text: str, kind: str) -> str:
        """An item of an enumeration with the head it shares (云溪、白沙等水库: 云溪水库), "" where it has its own."""
        for head in (one.run.last, one.run.head):
            if head and head not in _generic and self._heads.get(head) == kind:
                own = longest_head(text, self._heads)
                return "" if own or text.endswith(head) else text + head
        return ""


def kept_of(view: View, shares: Floats) -> tuple[list[int], Floats]:
    """The stretches that a second look is worth (those a pattern or a term names among them), and their shares."""
    likely = 1.0 - shares[:, 0] > doubtful
    kept = [
        place
        for place, one in enumerate(view.stretches)
        if likely[place] or (one.start, one.end) in view.evidence.finds
    ]
    return kept, shares[kept]


def second_rows(view: View, kept: Sequence[int], shares: Floats) -> Floats:
    """The rows of the stretches for the second model."""
    spans = [(view.stretches[place].start, view.stretches[place].end) for place in kept]
    return neighbours.rows(view.document.text, spans, shares, _marks(view, spans))


def _marks(view: View, spans: Sequence[tuple[int, int]]) -> Floats:
    text, evidence = view.document.text, view.evidence
    return np.array(
        [
            (
                float((start, end) in evidence.finds),
                float(evidence.begins.get(start, 0) > end),
                float(evidence.ends.get(end, end) < start),
                float(text[start] == "“"),
                float(text[end - 1] == "”"),
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
