import errno
import os
import subprocess
import sys
from pathlib import Path

import portalocker
import pytest

from kg.errors import SettingsError, StoreError
from kg.plugins import extractors
from kg.settings import FORMAT, Settings, load, template
from kg.workspace import Workspace, locate
from kg.workspace.files import write


@pytest.fixture
def workspace(tmp_path):
    return Workspace.create(tmp_path / "a.kg")


def finished(workspace: Workspace, content: str) -> Path:
    folder = workspace.fresh()
    (folder / "content").write_text(content)
    workspace.swap(folder)
    return folder


def test_new_settings_are_the_defaults(tmp_path):
    write(tmp_path / "kg.toml", template())
    assert load(tmp_path / "kg.toml") == Settings()


def test_every_commented_setting_can_be_set(tmp_path):
    text = "\n".join(line.removeprefix("# ") if " = " in line else line for line in template().splitlines())
    write(tmp_path / "kg.toml", text)
    got = load(tmp_path / "kg.toml")
    assert got.lexicons == (tmp_path / "../names.tsv",)
    assert got.extractors == tuple(extractors)


def test_own_lexicons_are_found(workspace):
    (workspace.path / "lexicon").mkdir()
    (workspace.path / "lexicon" / "b.tsv").write_text("name\ttype\n")
    assert Workspace.open(workspace.path).settings.lexicons == (workspace.path / "lexicon" / "b.tsv",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("format = 1\n[graph]\nbase = 3", "graph.base must be an IRI"),
        ('format = 1\n[graph]\nbase = "x"', "graph.base must be an IRI"),
        ("format = 1\n[extract]\nmin_confidence = 2", "a number from 0 to 1"),
        ("format = 1\n[extract]\nmin_confidence = true", "a number from 0 to 1"),
        ('format = 1\n[extract]\nextractors = "x"', "a list of names"),
        ("format = 1\n[extract]\nextractors = [1]", "a list of names"),
        ("format = 1\n[graph]\ncolour = 3", "no such setting: graph.colour"),
        ("format = 1\ncolour = 3", "colour stands outside a section"),
        ("format = [", "not TOML"),
        ("", "no format number"),
        (f"format = {FORMAT + 1}", "a workspace of a newer kg"),
    ],
)
def test_wrong_settings_are_named(tmp_path, text, said):
    write(tmp_path / "kg.toml", text)
    with pytest.raises(SettingsError, match=said):
        load(tmp_path / "kg.toml")


def test_locate(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_WORKSPACE", raising=False)
    assert locate(None, new=True) == Path("graph.kg")
    with pytest.raises(StoreError, match="no workspace here"):
        locate(None)
    Workspace.create(Path("a.kg"))
    assert locate(None) == Path("a.kg")
    Workspace.create(Path("b.kg"))
    with pytest.raises(StoreError, match=r"several workspaces here: a\.kg, b\.kg"):
        locate(None)
    monkeypatch.setenv("KG_WORKSPACE", "c.kg")
    assert locate(None) == Path("c.kg")
    assert locate(Path("d.kg")) == Path("d.kg")


def test_no_workspace_and_no_graph(tmp_path, workspace):
    with pytest.raises(StoreError, match="no such workspace"):
        Workspace.open(tmp_path / "b.kg")
    with pytest.raises(StoreError, match="is not a workspace"):
        Workspace.open(tmp_path)
    with pytest.raises(StoreError, match="no graph yet"), workspace.graph():
        pass


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.docx").touch()
    with pytest.raises(StoreError, match="not empty"):
        Workspace.create(tmp_path)


def test_swap_and_prune(workspace):
    first = finished(workspace, "1")
    second = finished(workspace, "2")
    assert not first.exists()
    with workspace.graph() as folder:
        assert folder == second


def test_a_reader_keeps_its_graph(workspace):
    first = finished(workspace, "1")
    with workspace.graph() as held:
        finished(workspace, "2")
        assert (held / "content").read_text() == "1"
    finished(workspace, "3")
    assert not first.exists()


def test_a_reader_that_comes_at_the_moment_of_a_swap_gets_the_new_graph(workspace, monkeypatch):
    finished(workspace, "1")
    lock, swaps = portalocker.lock, iter([True])

    def late(file, flags):
        if flags == portalocker.LockFlags.SHARED and next(swaps, False):
            finished(workspace, "2")
        lock(file, flags)

    monkeypatch.setattr(portalocker, "lock", late)
    with workspace.graph() as held:
        assert (held / "content").read_text() == "2"


def test_left_over_of_a_killed_build_goes(workspace):
    left = workspace.fresh()
    (left / "half").touch()
    again = workspace.fresh()
    assert not (again / "half").exists()
    assert list(workspace.path.glob("store-*")) == [again]


def test_one_writer_at_a_time(workspace):
    code = (
        "import sys; from pathlib import Path; from kg.workspace import Workspace\n"
        "with Workspace.open(Path(sys.argv[1])).writing(): print('in', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, workspace.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        other.stdout.readline()
        with (
            pytest.raises(StoreError, match=f"another kg is writing here .process {other.pid}"),
            workspace.writing(),
        ):
            pass
        other.kill()
    with workspace.writing():
        pass


def test_write_leaves_the_old_content_when_it_fails(tmp_path, monkeypatch):
    write(tmp_path / "a", "old")

    def full(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="no space left"):
        write(tmp_path / "a", "new")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a", "old")]
