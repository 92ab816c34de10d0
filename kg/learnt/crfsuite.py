"""The file of a conditional random field to its weights: the format of CRFsuite 0.12 (Okazaki 2007, crf1d_model.c)."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.errors import SettingsError
from kg.learnt.features import Floats, Ints

_feature = np.dtype([("kind", "<u4"), ("source", "<u4"), ("label", "<u4"), ("weight", "<f8")])
_state, _transition = 0, 1


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of a field: of each attribute for the labels that it tells of, and of each label after each.

    The entries of attribute `k` are those from `begins[k]` to `begins[k + 1]` of `label` and `weight`.
    """

    labels: Sequence[str]
    attributes: Mapping[str, int]
    begins: Ints
    label: Ints
    weight: Floats
    transitions: Floats

    def rows(self, attributes: Sequence[str]) -> Floats | None:
        """A row for each attribute (labels across) and a last one of zeros; None where the field knows none of them."""
        known = [(i, k) for i, name in enumerate(attributes) if (k := self.attributes.get(name)) is not None]
        if not known:
            return None
        places, numbers = np.array(known).T
        begins = self.begins[numbers]
        counts = self.begins[numbers + 1] - begins
        ends = np.cumsum(counts)
        entries = np.arange(int(ends[-1])) + np.repeat(begins - ends + counts, counts)
        rows = np.zeros((len(attributes) + 1, len(self.labels)), np.float32)
        rows[np.repeat(places, counts), self.label[entries]] = self.weight[entries]
        return rows


def read(path: Path) -> Weights:
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
    return Weights(
        labels, {name: number for number, name in enumerate(attributes)}, begins,
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
