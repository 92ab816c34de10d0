import pytest

from kg.errors import SettingsError
from kg.model import Decisions
from kg.workspace.decisions import add, drop, load


@pytest.fixture
def file(tmp_path):
    return tmp_path / "decisions.yaml"


def test_no_file_is_no_decision(file):
    assert load(file) == Decisions()


def test_every_kind_comes_back(file):
    add(file, "merges", [{"this": "a", "is": "b"}])
    add(file, "splits", [{"entity": "a", "document": "d"}])
    add(file, "renames", [{"entity": "a", "label": "甲"}])
    add(file, "rejected", [{"claim": "c"}])
    add(file, "confirmed", [{"claim": "e"}])
    got = add(file, "retracted", [{"document": "d"}])
    assert got == load(file)
    assert got == Decisions(
        (("a", "b"),), (("a", "d"),), (("a", "甲"),), frozenset("c"), frozenset("e"), frozenset("d")
    )


def test_notes_of_the_user_stay(file):
    file.write_text("rejected:\n- claim: c\n  note: 说的是别处\n", encoding="utf-8")
    add(file, "rejected", [{"claim": "c"}, {"claim": "d"}])
    assert "note: 说的是别处" in file.read_text(encoding="utf-8")
    assert load(file).rejected == {"c", "d"}


def test_taking_back(file):
    add(file, "retracted", [{"document": "a"}, {"document": "b"}])
    assert drop(file, "retracted", [{"document": "a"}, {"document": "x"}]).retracted == {"b"}
    drop(file, "retracted", [{"document": "b"}])
    assert load(file) == Decisions()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a", "at the top one of these was expected: merges"),
        ("colours: []", "at the top one of these was expected"),
        ("rejected: c", "rejected: a list was expected"),
        ("rejected: [c]", "'c' is no decision"),
        ("renames: [{entity: a}]", "is no decision"),
        ("retracted: [{document: 2024}]", "is no decision"),
        ("rejected: [", "cannot be read"),
    ],
)
def test_what_is_wrong_is_named(file, text, said):
    file.write_text(text)
    with pytest.raises(SettingsError, match=said):
        load(file)
