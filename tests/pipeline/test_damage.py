"""A workspace whose files are damaged: told in one clear line with exit code 2, and healed by the next build."""

import json
import os
import shutil
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.pipeline.build import build
from kg.pipeline.extraction import Options
from kg.workspace import Workspace, seal
from kg.workspace.ledger import packed
from tests.toys import nquads

ONE = Options(jobs=1)
ASK = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path):
    path.write_bytes(b"")


def flipped(path):
    data = bytearray(path.read_bytes() or b"x")
    data[len(data) // 2] ^= 0x15
    path.write_bytes(bytes(data))


def gone(path):
    path.unlink()


def a_folder(path):
    path.unlink()
    path.mkdir()


WAYS = (cut, emptied, flipped, gone, a_folder)
FILES = (
    "store.json", "names.sqlite", "build.json", "documents.jsonl", "entities.jsonl", "records", "seal.json",
    "oxigraph/CURRENT", "oxigraph/MANIFEST-*", "oxigraph/*.sst", "oxigraph/IDENTITY",
)  # fmt: skip


@pytest.fixture
def sound(new_workspace, articles):
    workspace = new_workspace()
    build(workspace, [str(articles)], ONE)
    return workspace, nquads(workspace)


def hit(workspace, pattern):
    """The first file of the present graph of such a name."""
    return min(workspace.current().glob(pattern))


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_of_the_graph_is_told_and_healed(sound, kg, name, way):
    workspace, whole = sound
    way(hit(workspace, name))
    told = kg("query", ASK, "-w", workspace.path)
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("error: ")
    assert len(told.err.splitlines()) == 2
    assert "kg build makes the graph anew" in told.err
    told = kg("validate", "-w", workspace.path)
    assert (told.code, "Traceback" in told.err) == (2, False)
    lost = name == "build.json" or (name in ("documents.jsonl", "entities.jsonl") and way is not flipped)
    sources = [str(workspace.path.parent / "articles")] if lost or way is not gone else []
    report = build(workspace, sources, ONE)
    assert any("made anew" in problem.fact for problem in report.problems)
    assert not report.refused
    assert nquads(workspace) == whole
    assert build(workspace, (), ONE).problems == ()


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_damaged_pointer_is_told_and_healed(sound, kg, way):
    workspace, whole = sound
    way(workspace.path / "current")
    if way is flipped:
        (workspace.path / "current").write_bytes(b"\xff\xfe")
    told = kg("query", ASK, "-w", workspace.path)
    assert (told.code, told.err.splitlines()[0].endswith("current: damaged")) == (2, True)
    build(workspace, (), ONE)
    assert nquads(workspace) == whole


@pytest.mark.parametrize("name", [".", "..", "documents", "", "store-1/oxigraph"])
def test_a_pointer_names_a_graph_and_nothing_else(sound, name):
    workspace, _ = sound
    (workspace.path / "current").write_text(name)
    assert workspace.current() is None
    with pytest.raises(StoreError, match="current: damaged"), workspace.graph():
        pass


def test_a_reader_that_is_not_held_any_more_is_told(sound, kg):
    workspace, whole = sound
    (workspace.current() / "held").unlink()
    told = kg("query", ASK, "-w", workspace.path)
    assert (told.code, "held: damaged" in told.err) == (2, True)
    build(workspace, (), ONE)
    assert nquads(workspace) == whole


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_damaged_record_is_made_anew_by_the_next_build(sound, articles, way):
    workspace, whole = sound
    way(min(workspace.records().values()))
    report = build(workspace, (), ONE)
    if way is not gone:
        assert any(problem.fact.startswith("1 records were damaged") for problem in report.problems)
    assert report.read == 1
    assert nquads(workspace) == whole
    assert build(workspace, (), ONE).read == 0


def test_a_record_that_nests_too_deeply_is_one_line(sound, kg):
    workspace, _ = sound
    for record in workspace.records().values():
        record.write_bytes(packed("[" * 100_000))
    told = kg("verify", "-w", workspace.path)
    assert (told.code, "Traceback" in told.err) == (2, False)
    assert "cannot be read" in told.err


@pytest.mark.parametrize("content", [b"\xff\xfe", b"merges: " + b"[" * 5000, b"a: [", b"- 1"])
def test_damaged_decisions_stop_a_build_in_one_line(sound, kg, content):
    workspace, _ = sound
    workspace.decisions.write_bytes(content)
    told = kg("build", "-w", workspace.path)
    assert (told.code, "Traceback" in told.err) == (2, False)
    assert "decisions.yaml" in told.err


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a = " + b"[" * 5000, b"format = 1\nformat = 2"])
def test_damaged_settings_stop_every_command_in_one_line(sound, kg, content):
    workspace, _ = sound
    (workspace.path / "kg.toml").write_bytes(content)
    told = kg("query", ASK, "-w", workspace.path)
    assert (told.code, "Traceback" in told.err) == (2, False)
    assert "kg.toml" in told.err


def test_a_copy_of_a_workspace_is_sound_and_an_added_file_is_not(sound, tmp_path):
    workspace, whole = sound
    shutil.copytree(workspace.path, tmp_path / "copy.kg", copy_function=shutil.copyfile)
    copy = Workspace.open(tmp_path / "copy.kg")
    assert nquads(copy) == whole
    (copy.current() / "oxigraph" / "999999.sst").write_bytes(b"x")  # type: ignore[operator]
    with pytest.raises(StoreError, match=r"999999\.sst: damaged"), copy.graph():
        pass


def test_a_change_that_keeps_size_and_meaning_of_a_file_is_seen(sound):
    workspace, _ = sound
    path = workspace.current() / "store.json"
    state = json.loads(path.read_text())
    state["statements"] = int(str(state["statements"])[::-1])
    path.write_text(json.dumps(state) + "\n")
    with pytest.raises(StoreError, match=r"store\.json: damaged"):
        seal.check(workspace.current())


def test_anew_reads_every_article_again(sound, articles):
    workspace, whole = sound
    report = build(workspace, (), Options(jobs=1, anew=True))
    assert (report.read, report.documents) == (10, 10)
    assert nquads(workspace) == whole


def test_a_first_build_that_was_killed_is_no_damage(new_workspace, kg):
    workspace = new_workspace()
    (workspace.path / "store-1").mkdir()
    Path(workspace.path / "store-1" / "held").touch()
    told = kg("query", ASK, "-w", workspace.path)
    assert (told.code, "no graph yet" in told.err) == (2, True)
    assert os.listdir(workspace.path / "store-1") == ["held"]  # noqa: PTH208 - names are what is told
