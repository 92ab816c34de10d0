"""The ontology is open: the order of its files means nothing, and what a domain expert adds works without training."""

import shutil
from pathlib import Path

import pytest
import yaml

import kg as library
from kg import ontology
from kg.errors import SettingsError

TEXT = """云岭市2026年经济工作安排
2026年，云岭市将大力发展生物医药、新能源等产业，推进云岭高新区建设，支持云岭大学建设海洋材料实验室。
云岭市科学技术局与远山集团签约，引进远山集团区域总部，实施“百链千企”行动。
到2027年，生物医药产业规模达到300亿元。云岭大学位于云岭市。
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A copy of the ontology."""
    copy = tmp_path_factory.mktemp("ontology")
    shutil.copytree(ontology.folder(), copy, dirs_exist_ok=True)
    return copy


def graph(root, tmp_path, name, monkeypatch):
    """The lines of the graph of a small article under the ontology of a folder."""
    monkeypatch.setattr(ontology, "folder", lambda: root)
    source = tmp_path / "a.txt"
    source.write_text(TEXT, encoding="utf-8")
    with library.build([source], tmp_path / f"{name}.kg", jobs=1) as built:
        return sorted(built.store.nquads())


def turned(path: Path, *keys: str) -> None:
    """Turns round the order of the entries below some keys of a YAML file."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    for key in keys:
        content[key] = dict(reversed(content[key].items()))
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def test_the_order_of_classes_and_relations_means_nothing(folder, tmp_path, monkeypatch):
    before = graph(folder, tmp_path, "before", monkeypatch)
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    turned(other / "classes.yaml", "classes")
    turned(other / "relations.yaml", "relations", "groups", "status", "stage")
    assert list(ontology.Ontology(other).types) == list(reversed(ontology.Ontology(folder).types))
    assert graph(other, tmp_path, "after", monkeypatch) == before
    assert any("rdp/ns#develops" in line for line in before)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("云岭海贝馆\tMuseum\n", "the first line names no column name and type"),
        ("name\tkind\n云岭海贝馆\tMuseum\n", "the first line names no column type"),
        ("name\ttype\n云岭海贝馆\tResaerch\n", "云岭海贝馆: no such type: Resaerch"),
        ("name\ttype\n\tResearch\n", "a term without a name, of type Research"),
    ],
)
def test_a_lexicon_that_is_wrong_is_told_with_what_is_missing(folder, tmp_path, text, told):
    if "\n" not in text.removesuffix("\n"):
        text += text
    (tmp_path / "own.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=told):
        ontology.Ontology(folder, lexicons=[tmp_path / "own.tsv"]).terms  # noqa: B018
