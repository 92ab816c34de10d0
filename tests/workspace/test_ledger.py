import pytest

from kg.errors import StoreError
from kg.model import Decisions, Entity, Merge, Name, Problem
from kg.workspace.ledger import Counts, Entry, Ledger, entries, load, load_record, save

LEDGER = Ledger(
    "f1",
    ("/a", "-"),
    (
        Entry(
            "甲/1", "r.jsonl", "/a/甲/1.txt", "00ff", "天津",
            (Name("甲/1", "天津市", "Region", ("津",), "天津", 3), Name("甲/1", "乙", "Zone", (), None, 0)),
            Counts(1, 2, 3, 4, 5, 6), (Problem("x", "odd", "look", "warning"),), ("iri:1", "iri:2"),
        ),
        Entry("\ud800", "s.jsonl", "-", ""),
    ),
    (
        Entity("iri:1", "Region", "天津市", "Tianjin", "Municipality", "120000", None, ("津",), (Merge("甲/1", "津", "code"),)),
        Entity("iri:2", "Zone", "乙", scope="iri:1"),
    ),
    Decisions((("a", "b"),), (("a", "d"),), (("a", "甲"),), frozenset("cx"), frozenset("e"), frozenset("d")),
    (Problem("y", "refused"),),
)  # fmt: skip


def test_what_is_saved_comes_back(tmp_path):
    save(tmp_path, LEDGER)
    assert load(tmp_path) == LEDGER
    assert tuple(entries(tmp_path)) == LEDGER.documents


def test_a_broken_ledger_is_named(tmp_path):
    with pytest.raises(StoreError, match="cannot be read"):
        load(tmp_path)
    save(tmp_path, LEDGER)
    (tmp_path / "documents.jsonl").write_text("[1, 2]\n")
    with pytest.raises(StoreError, match="cannot be read"):
        load(tmp_path)


def test_a_broken_record_is_named(tmp_path):
    (tmp_path / "r.jsonl").write_text("{")
    with pytest.raises(StoreError, match=r"r\.jsonl: cannot be read"):
        load_record(tmp_path / "r.jsonl")
