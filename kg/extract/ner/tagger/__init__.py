"""The trained tagger: what three models say of a text, and a fourth that judges what they propose."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from kg.contracts import Extractor
from kg.extract.ner.bodies import Bodies
from kg.extract.ner.letters import Letters
from kg.extract.ner.overlap import best
from kg.extract.ner.tagger.bies import Tags, Typed
from kg.extract.ner.tagger.encoder import Encoder, blocks
from kg.extract.ner.tagger.ensemble import Field
from kg.extract.ner.tagger.span_features import FEATURES, Heard, Stretches, hear, stretches
from kg.gazetteer.matcher import matcher
from kg.learnt import crf
from kg.learnt.calibration import read
from kg.learnt.models import Trees
from kg.learnt.models import load as load_models
from kg.model import Document, Findings, Mention, Sentence, Span
from kg.ontology import Ontology

weights = Path(__file__).parent / "weights"
floor = 0.36
"""A stretch counts for as much as its score lies above this (0.3 to 0.45 swept; chosen by dev and genres)."""
likely = 0.5
"""What is chosen with so high a score has its type at the other places of its words too."""
own = 0.95
"""How likely a term of the user's own lexicon is at least: his tables win."""


def load(ontology: Ontology) -> Extractor:
    """The tagger: the neural model, the field, and the candidates found before it are asked together.

    What they propose is judged by boosted trees, and the best set without overlap is chosen. Its
    mentions stand for those found before. The name of a mention is the one that the candidates of the
    same stretch give it, else its own words. Confidence is the precision observed in cross-validation
    over regions for the trees' score. Candidates of a class that it was not trained on stay as they are.
    """
    models = load_models(weights / "judge.npz", {"spans": FEATURES})
    tags = Tags(models.file.labels_among("types", ontology.types))
    judge = models.trees["spans"]
    field = Field(crf.load(weights / "crf.npz"), matcher(ontology), tags)
    encoder = Encoder(weights, tags)
    precision = read(weights / "confidence.tsv")
    tables = frozenset(f"lexicon:{path.stem}" for path in ontology.lexicons)
    ambiguous = frozenset(row["name"] for row in ontology.table("ambiguous"))
    letters, bodies = Letters(ontology), Bodies(ontology)

    def heard(text: str, mentions: Iterable[Mention]) -> Iterator[Heard]:
        before = sorted(mentions, key=lambda mention: mention.start)
        for begin, end in blocks(text):
            part = text[begin:end]
            here = range(*(bisect_left(before, place, key=lambda m: m.start) for place in (begin, end)))
            near = [
                replace(m, start=m.start - begin, end=m.end - begin)
                for m in (before[k] for k in here)
                if m.end <= end
            ]
            yield hear(tags, part, encoder(part), field(part), near, begin)

    def extract(document: Document, _sentences: Sequence[Sentence], found: Findings) -> Findings:
        before = tuple(m for m in found.mentions if m.type in tags.kind)
        proposed = stretches(tags, document.text, heard(document.text, before), before)
        wanted = {(m.start, m.end, m.type): own for m in before if m.by in tables}
        judged = bodies.apart(letters.apart(chosen(document, proposed, judge, before, wanted, ambiguous)))
        others = tuple(m for m in found.mentions if m.type not in tags.kind)
        return Findings(tuple(replace(m, confidence=precision(m.confidence)) for m in judged) + others)

    return Extractor("tagger", extract, settles=True)


def chosen(
    document: Document,
    proposed: Stretches,
    judge: Trees,
    candidates: Iterable[Mention],
    wanted: Mapping[Typed, float] = {},
    ambiguous: frozenset[str] = frozenset(),
) -> tuple[Mention, ...]:
    """The best mentions without overlap, in the order of the text; their confidence is the judge's score.

    Candidates of the same stretch lend the name; a stretch that is `wanted` has that score at least.
    An `ambiguous` name is a region only where a candidate says so: 南部 is a county or a direction.
    """
    scores = 1 / (1 + np.exp(-judge.logits(proposed.numbers)))
    names: dict[Typed, str] = {}
    for known in candidates:
        names.setdefault((known.start, known.end, known.type), known.name)
    mentions = []
    for span, score in zip(proposed.spans, scores.tolist(), strict=True):
        start, end, kind = span
        surface = document.text[start:end]
        if kind == "Region" and surface in ambiguous and span not in names:
            continue
        sure = max(score, wanted.get(span, 0.0))
        mentions.append(
            Mention(document.id, start, end, surface, kind, names.get(span, surface), sure, "tagger")
        )
    return best(_of_one_type(mentions), floor)


def _of_one_type(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions, those in doubt about their type only with the type that the same words have elsewhere in the text.

    A name has one type in a document: where the words are chosen as one, all that speaks for their being a
    name at another place speaks for that type.
    """
    kinds: dict[str, Mention] = {}
    for mention in best(mentions, floor):
        known = kinds.get(mention.text)
        if mention.confidence >= likely and (known is None or mention.confidence > known.confidence):
            kinds[mention.text] = mention
    total: dict[Span, float] = {}
    for mention in mentions:
        here = mention.start, mention.end
        total[here] = total.get(here, 0.0) + mention.confidence
    for mention in mentions:
        known = kinds.get(mention.text)
        if known is not None and known.type == mention.type:
            sure = max(mention.confidence, min(total[mention.start, mention.end], known.confidence))
            yield replace(mention, confidence=sure)
        else:
            yield mention
