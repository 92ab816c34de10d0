"""A trained network to the files that the encoder reads: an 8-bit ONNX graph and its vocabularies."""

import tempfile
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

import kg
from kg.extract.ner.tagger.bies import Tags
from kg.extract.ner.tagger.encoder import Alphabet, stacked
from kg.train.tagger.network import Network

sample = "推进云湖科创园建设，发展生物医药。"


def export(network: Network, alphabet: Alphabet, target: Path, tags: Tags, digest: str) -> None:
    """Writes encoder.onnx, pieces.tsv and chars.txt into the folder `target`.

    The graph's metadata hold the tags in the order of its scores, and the digest of what it was trained on.
    """
    network.eval()
    batch = stacked([alphabet(sample), alphabet(sample[:5])], alphabet.pieces.pad)
    names = ["ids", "mask", "piece_of", "chars", "from_begin", "to_end"]
    axes = {
        name: {0: "stretch", 1: "piece" if name in {"ids", "mask"} else "char"} for name in (*names, "scores")
    }
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            network, tuple(torch.from_numpy(np.asarray(batch[name])) for name in names), str(whole),
            input_names=names, output_names=["scores"], dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(
            whole, target / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True,
            op_types_to_quantize=["MatMul", "Gather"], extra_options={"MatMulConstBOnly": True},
        )  # fmt: skip
    model = onnx.load(target / "encoder.onnx")
    halved(model)
    about = {"labels": "\n".join(tags.names), "version": kg.__version__, "digest": digest}
    onnx.helper.set_model_props(model, about)
    onnx.save(model, target / "encoder.onnx")
    onnx.checker.check_model(str(target / "encoder.onnx"))
    alphabet.write(target)


def halved(model: onnx.ModelProto) -> None:
    """Gives the matrices of an 8-bit graph 7 bits, and twice their scales: two products of them fit into 16 bits."""
    arrays = {one.name: one for one in model.graph.initializer}
    for node in model.graph.node:
        if node.op_type == "MatMulInteger":
            name = node.input[1]
            scale = name.removesuffix("_quantized") + "_scale"
            half = np.rint(numpy_helper.to_array(arrays[name]).astype(np.float32) / 2).astype(np.int8)
            twice = numpy_helper.to_array(arrays[scale]) * np.float32(2)
            arrays[name].CopyFrom(numpy_helper.from_array(half, name))
            arrays[scale].CopyFrom(numpy_helper.from_array(twice, scale))
