"""Annotated documents to the random field."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pycrfsuite

from kg.extract.ner.tagger.bies import Typed, encode
from kg.extract.ner.tagger.crf_features import features, stretches
from kg.gazetteer.matcher import Matcher
from kg.learnt.crf import Chain
from kg.model import Annotated
from kg.train import crfsuite

field_settings = {"c1": 0.1, "c2": 0.15, "max_iterations": 80, "feature.possible_transitions": False}
"""Chosen by cross-validation over regions: more iterations or another penalty moves F1 by less than 0.005."""


def mentions(document: Annotated) -> list[Typed]:
    """The stretches that are marked in an annotated document, in the order of the text."""
    return sorted({(m.start, m.end, m.type) for m in document.findings.mentions})


def fit_field(documents: Sequence[Annotated], matcher: Matcher) -> Chain:
    """The conditional random field of the documents."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(field_settings)
    for one in documents:
        text = one.document.text
        seen = features(text, matcher).listed(len(text))
        labels = encode(len(text), mentions(one))
        for begin, end in stretches(text):
            trainer.append(pycrfsuite.ItemSequence(seen[begin:end]), labels[begin:end])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "crfsuite"
        trainer.train(str(path))
        return crfsuite.read(path)
