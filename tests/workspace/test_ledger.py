import pytest

from kg.errors import StoreError
from kg.model import Annotated, Decisions, Document, Entity, Findings, Merge, Name, Problem
from kg.records import line
from kg.workspace.ledger import Counts, Entry, Ledger, entries, load, load_record, packed, save

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


def test_a_record_is_kept_compressed_the_same_each_time(tmp_path):
    """A third of its size and less; a record as an older kg wrote it is read as well."""
    text = "云汀市发展氢能产业。" * 200
    record = line(Annotated(Document("a", text), (), Findings()))
    assert packed(record) == packed(record)
    assert 3 * len(packed(record)) < len(record.encode())
    (tmp_path / "r.jsonl.gz").write_bytes(packed(record))
    (tmp_path / "r.jsonl").write_text(record, encoding="utf-8")
    assert load_record(tmp_path / "r.jsonl.gz") == load_record(tmp_path / "r.jsonl")


@pytest.mark.parametrize(
    "harm", [lambda d: d[:-20], lambda d: b"", lambda d: b"{" + d, lambda d: d[:40] + b"xx" + d[42:]]
)
def test_a_compressed_record_that_is_damaged_says_so(tmp_path, harm):
    record = line(Annotated(Document("a", "云汀市发展氢能产业。" * 20), (), Findings()))
    (tmp_path / "r.jsonl.gz").write_bytes(harm(packed(record)))
    with pytest.raises(StoreError, match="cannot be read"):
        load_record(tmp_path / "r.jsonl.gz")
