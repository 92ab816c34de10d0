"""Scores against floors: what may rise and never fall."""

import json
from collections.abc import Mapping
from pathlib import Path

from kg.errors import InputError, reason
from kg.evaluate.score import Scores
from kg.model import Problem


def load(path: Path) -> dict[str, float]:
    """The floors of a file: a JSON object, measure to the least F1; "status" is the least status accuracy.

    Raises InputError where it is none.
    """
    try:
        floors = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {reason(error)}") from error
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not JSON: {error}") from error
    if not isinstance(floors, dict) or not all(isinstance(v, int | float) for v in floors.values()):
        raise InputError(f"{path}: floors are a JSON object of numbers", '{"entity": 0.8, "relation": 0.7}')
    return {str(measure): float(value) for measure, value in floors.items()}


def below(scores: Scores, floors: Mapping[str, float]) -> tuple[Problem, ...]:
    """What lies below its floor; raises InputError for a floor of a measure that there is not."""
    there = {row.measure: row.f1 for row in scores.rows} | {"status": scores.status}
    unknown = sorted(floors.keys() - there.keys())
    if unknown:
        raise InputError(f"no such measure: {', '.join(unknown)}", f"there are: {', '.join(there)}")
    return tuple(
        Problem(measure, f"{there[measure]:.3f} is below its floor of {floor:.3f}")
        for measure, floor in floors.items()
        if there[measure] < floor
    )
