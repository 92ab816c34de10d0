"""Annotated documents against gold: scores, errors with their sentences, reliability of confidence, floors."""

from kg.evaluate.errors import Error, errors
from kg.evaluate.floors import below
from kg.evaluate.floors import load as load_floors
from kg.evaluate.reliability import Band, reliability
from kg.evaluate.score import Row, Scores, score

__all__ = ["Band", "Error", "Row", "Scores", "below", "errors", "load_floors", "reliability", "score"]
