"""Extraction, whole, does not fall below its floors: on our own held-out examples, and on real documents where they are.

A floor may rise and never fall. Each lies a point below what was measured when it was set, since another
processor rounds the encoder's numbers in another way.
"""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_examples_that_nothing_was_trained_on(kg):
    outcome = kg("evaluate", ROOT / "examples/gold/held-out", "--floor", ROOT / "examples/floors.json")
    assert outcome.code == 0, outcome.err


@pytest.mark.shared
def test_real_documents(kg, shared):
    outcome = kg("evaluate", shared / "gold/dev", "--floor", ROOT / "tests/evaluate/floors-dev.json")
    assert outcome.code == 0, outcome.err


@pytest.mark.shared
def test_real_documents_without_the_costly_model(kg, shared):
    outcome = kg(
        "evaluate", shared / "gold/dev", "--fast", "--floor", ROOT / "tests/evaluate/floors-dev-fast.json"
    )
    assert outcome.code == 0, outcome.err


@pytest.mark.shared
@pytest.mark.parametrize(
    ("gold", "floors", "options"),
    [
        ("measures/dev", "floors-measures-dev", ()),
        ("genres", "floors-genres", ()),
        ("genres", "floors-genres-fast", ("--fast",)),
    ],
)
def test_measures_of_real_documents(kg, shared, gold, floors, options):
    path = ROOT / f"tests/evaluate/{floors}.json"
    outcome = kg("evaluate", shared / "gold" / gold, *options, "--floor", path)
    assert outcome.code == 0, outcome.err


def test_a_floor_above_what_is_found_ends_with_exit_code_1(kg, tmp_path):
    floors = tmp_path / "floors.json"
    floors.write_text('{"entity": 1.0}', encoding="utf-8")
    outcome = kg("evaluate", ROOT / "examples/gold/held-out", "--fast", "--floor", floors)
    assert outcome.code == 1
    assert "entity: 0." in outcome.err
