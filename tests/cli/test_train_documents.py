"""`kg train`: which documents it learns from."""

import pytest

from kg.cli.train import holds, training_documents, with_measures
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


def test_a_text_that_has_a_document_in_it_is_told():
    document = (
        "云川市推进云湖科创园建设，培育生物医药产业，到二〇三〇年建成三百个重点项目，服务全省高质量发展大局。"
    )
    other = "东港县加快补齐农村供水短板，让更多群众喝上放心水，今年新建改建管网一百二十公里，覆盖八个乡镇。"
    assert holds(f"{other}\n云川市推进云湖科创园建设，\n{document[13:]}", [document])
    assert not holds(other, [document])
    assert not holds(document, [])


def test_measures_are_learned_where_a_folder_has_any(folder, tmp_path):
    assert with_measures((folder,)) == []
    acts = tmp_path / "acts"
    acts.mkdir()
    for name, line in (("c", "M 推进云湖科创园建设 | 云川市 | planned | -\n"), ("d", "")):
        (acts / f"{name}.gold").write_text(gold.format(id=name) + line, encoding="utf-8")
    assert [one.document.id for one in with_measures((folder / "a.gold", acts))] == ["c", "d"]
