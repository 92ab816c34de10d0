"""An 8-bit ONNX graph that was exported before to the network that it came from, for training that goes on from it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from kg.errors import SettingsError
from kg.extract.ner.tagger.bies import Tags
from kg.train.tagger.network import Network

Arrays = dict[str, npt.NDArray[np.generic]]


def restore(network: Network, folder: Path, tags: Tags) -> None:
    """Gives a network the weights of encoder.onnx, as exact as 8 bits tell them; the vectors of pieces stay.

    Raises SettingsError where the graph tells other tags, or is not one of this network's.
    """
    path = folder / "encoder.onnx"
    graph = onnx.load(str(path))
    labels = {one.key: one.value for one in graph.metadata_props}.get("labels", "").split("\n")
    if tuple(labels) != tags.names:
        raise SettingsError(f"{path}: tells other types than the ontology", "train anew, without --onward")
    arrays: Arrays = {one.name: numpy_helper.to_array(one) for one in graph.graph.initializer}
    linear = [name for name, part in network.named_modules() if isinstance(part, nn.Linear)]
    matrices = dict(zip(linear, _matrices(arrays), strict=True))
    state = network.state_dict()
    for name in state:
        part, _, kind = name.rpartition(".")
        if name == "word.weight":
            continue
        if part in matrices and kind == "weight":
            found = matrices[part].T
        else:
            found = arrays[name] if name in arrays else _whole(arrays, name)
        state[name] = torch.tensor(np.array(found, np.float32))
    network.load_state_dict(state)


def _matrices(arrays: Arrays) -> Iterator[npt.NDArray[np.float32]]:
    """The matrices of the linear layers, which the graph numbers in the order of their use: that of the network."""
    quantized = "_quantized"
    names = [name for name in arrays if name.startswith("onnx::MatMul_") and name.endswith(quantized)]
    for name in sorted(names, key=lambda name: int(name.split("_")[1])):
        yield _whole(arrays, name.removesuffix(quantized))


def _whole(arrays: Arrays, name: str) -> npt.NDArray[np.float32]:
    """An array of 8-bit numbers as the numbers that they stand for."""
    zero, scale = (arrays[f"{name}_{part}"].astype(np.float32) for part in ("zero_point", "scale"))
    found: npt.NDArray[np.float32] = (arrays[f"{name}_quantized"].astype(np.float32) - zero) * scale
    return found
