"""Mentions in their sentences to relations with status: candidate pairs, judged by trained models."""

from kg.extract.relations.extractor import load

__all__ = ["load"]
