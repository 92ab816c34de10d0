"""The sums of the encoder are exact on every processor, so that the same text gives the same names."""

import numpy as np
import onnxruntime
import pytest

from kg.extract.ner.tagger.encoder import session_options


def test_sums_of_8_bit_products_do_not_overflow(tmp_path):
    onnx = pytest.importorskip("onnx", reason="needs the extra `train`")
    weights = np.full((64, 8), 127, np.int8)
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("MatMulInteger", ["a", "b", "a0", "b0"], ["c"])],
        "product",
        [onnx.helper.make_tensor_value_info("a", onnx.TensorProto.UINT8, [4, 64])],
        [onnx.helper.make_tensor_value_info("c", onnx.TensorProto.INT32, [4, 8])],
        [
            onnx.numpy_helper.from_array(np.array(value, kind), name)
            for name, value, kind in (("b", weights, np.int8), ("a0", 0, np.uint8), ("b0", [0] * 8, np.int8))
        ],
    )
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, tmp_path / "product.onnx")
    session = onnxruntime.InferenceSession(
        tmp_path / "product.onnx", session_options(), providers=["CPUExecutionProvider"]
    )
    product = session.run(None, {"a": np.full((4, 64), 255, np.uint8)})[0]
    assert (product == 64 * 255 * 127).all()


def test_exact_sums_are_asked_for():
    assert session_options().get_session_config_entry("session.x64quantprecision") == "1"
