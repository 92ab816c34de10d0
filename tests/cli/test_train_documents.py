"""`kg train`: which documents it learns from."""

import pytest

from kg.cli.train import training_documents
from kg.errors import InputError

gold = "# id: {id}\n# region: 云川市\n\nP 推进⟦云湖科创园|Zone⟧建设。\nR 云川市 | builds | 云湖科创园 | planned\n"


@pytest.fixture
def folder(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.gold").write_text(gold.format(id=name), encoding="utf-8")
    (tmp_path / "HELD_OUT").write_text("b\n", encoding="utf-8")
    return tmp_path


def test_documents_that_are_held_out_are_not_learned_from(folder):
    assert [one.document.id for one in training_documents((folder,))] == ["a"]


def test_a_held_out_document_that_is_named_itself_stays_out(folder):
    with pytest.raises(InputError, match="held out"):
        training_documents((folder / "b.gold",))
