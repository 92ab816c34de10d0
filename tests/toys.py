"""A workspace whose extractors are toys of a third party, and articles to fill it with."""

import shutil
from pathlib import Path

import pytest

from kg import ontology
from kg.store.embedded import Embedded
from kg.workspace import Workspace
from tests import sample

SETTINGS = 'format = 1\n[extract]\nextractors = ["toy", "toy-statements"]\n'


@pytest.fixture(scope="session")
def toys(tmp_path_factory):
    """A folder that holds an installed distribution with the entry points of the toys."""
    folder = tmp_path_factory.mktemp("site")
    info = folder / "kg_toys-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: kg-toys\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[kg.extractors]\ntoy = tests.toy_parts:load\ntoy-statements = tests.toy_parts:load_statements\n"
        "toy-tasks = tests.toy_parts:load_tasks\n"
    )
    return folder


@pytest.fixture(scope="session")
def few_words(tmp_path_factory):
    """The folder of an ontology without its large tables: quick to load, and all that the toys need."""
    folder = tmp_path_factory.mktemp("ontology")
    shutil.copytree(
        ontology.folder(), folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("terms", "townships.tsv")
    )
    return folder


@pytest.fixture
def new_workspace(tmp_path, toys, few_words, monkeypatch):
    """A function that makes a workspace with the toys as its extractors."""
    monkeypatch.setattr(ontology, "folder", lambda: few_words)
    monkeypatch.setattr("os.fsync", lambda _handle: None)  # no test cuts the power
    monkeypatch.syspath_prepend(str(toys))
    monkeypatch.chdir(tmp_path)

    def make(name="region", settings=SETTINGS):
        path = tmp_path / f"{name}.kg"
        path.mkdir()
        (path / "kg.toml").write_text(settings, encoding="utf-8")
        return Workspace.open(path)

    return make


@pytest.fixture
def workspace(new_workspace):
    return new_workspace()


@pytest.fixture
def articles(tmp_path):
    """A folder of ten articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for number, (place, sector) in enumerate(
        zip("甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉", strict=True)
    ):
        article(folder / f"a{number}.txt", place, sector, number)
    return folder


def article(path: Path, place: str, sector: str, number: int = 1) -> None:
    path.write_text(
        f"关于{place}市的一篇文章\n{place}市大力发展{sector}产业。\n甲市也发展{sector}产业，{sector}产业规模达到{number}亿元。\n",
        encoding="utf-8",
    )


def nquads(workspace: Workspace) -> str:
    """The graph as `kg export nquads` writes it."""
    with workspace.graph() as folder:
        store = Embedded(folder)
        try:
            assert sample.intact(store)
            return "".join(store.nquads())
        finally:
            store.close()
