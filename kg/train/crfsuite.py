"""The file of a conditional random field to its weights: the format of CRFsuite 0.12 (Okazaki 2007, crf1d_model.c)."""

import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.errors import SettingsError
from kg.learnt.crf import Chain
from kg.learnt.names import Names

_feature = np.dtype([("kind", "<u4"), ("source", "<u4"), ("label", "<u4"), ("weight", "<f8")])
_state, _transition = 0, 1


def read(path: Path) -> Chain:
    """The weights of a file that CRFsuite wrote.

    Raises SettingsError where it is of another format.
    """
    data = path.read_bytes()
    if data[:4] != b"lCRF" or data[8:12] != b"FOMC":
        raise SettingsError(f"{path}: no model of CRFsuite", "was it written by `kg train`?")
    at_features, at_labels, at_attributes = struct.unpack_from("<3I", data, 28)
    count = struct.unpack_from("<I", data, at_features + 8)[0]
    features = np.frombuffer(data, _feature, count, at_features + 12)
    labels, attributes = _names(data, at_labels), _names(data, at_attributes)
    transitions = np.zeros((len(labels), len(labels)), np.float32)
    steps = features[features["kind"] == _transition]
    transitions[steps["source"], steps["label"]] = steps["weight"]
    told = features[features["kind"] == _state]
    told = told[np.argsort(told["source"], kind="stable")]
    begins: NDArray[np.int64] = np.searchsorted(told["source"], np.arange(len(attributes) + 1))
    return Chain(
        labels, Names.of(attributes), begins,
        told["label"].astype(np.int64), told["weight"].astype(np.float32), transitions,
    )  # fmt: skip


def _names(data: bytes, start: int) -> list[str]:
    """The strings of a constant database (CQDB) in the order of their numbers."""
    count, offset = struct.unpack_from("<2I", data, start + 16)
    found = []
    for place in np.frombuffer(data, "<u4", count, start + offset).tolist():
        size = struct.unpack_from("<I", data, start + place + 4)[0]
        found.append(data[start + place + 8 : start + place + 7 + size].decode())
    return found
