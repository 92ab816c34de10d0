"""The sums of the encoder are exact on every processor, so that the same text gives the same names."""

import numpy as np
import onnxruntime

from kg.extract.ner.tagger import weights
from kg.extract.ner.tagger.encoder import Alphabet, stacked

TEXT = "云汀市推进云湖科创园建设，发展生物医药、新材料等产业，引进天元光电股份有限公司。" * 5


def said(precision):
    """What the model says of a text; with `precision` 1 sums of 8-bit products are exact wherever it runs."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.use_deterministic_compute = True
    options.add_session_config_entry("session.x64quantprecision", precision)
    session = onnxruntime.InferenceSession(
        str(weights / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
    )
    alphabet = Alphabet.read(weights)
    return session.run(None, stacked([alphabet(TEXT)], alphabet.pieces.pad))[0]


def test_sums_do_not_overflow():
    """The weights have 7 bits: without VNNI two products are added in 16 bits, which those of 8 bits would overflow."""
    assert np.array_equal(said("0"), said("1"))
