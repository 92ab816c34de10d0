"""Sentences with their mentions to measures: what is done, by whom, with what, led by whom, by when."""

from kg.extract.measures.extractor import load

__all__ = ["load"]
