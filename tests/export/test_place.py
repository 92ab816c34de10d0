"""Exports are plain files in their place: links followed, devices, pipes and workspaces refused, nothing left behind."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.errors import ExportError
from kg.export.place import place
from tests.serve.conftest import template  # noqa: F401 - a workspace of the small world

ROOT = Path(__file__).parents[2]


def names(folder):
    return sorted(path.name for path in Path(folder).iterdir())


def writer(text="new"):
    return lambda path: path.write_text(text, encoding="utf-8")


def test_a_file_takes_the_place_of_an_old_one_and_nothing_stays_beside(tmp_path):
    target = tmp_path / "a.txt"
    for text in ("one", "two"):
        assert place(target, writer(text)) == target
        assert target.read_text() == text
    assert names(tmp_path) == ["a.txt"]


def test_what_cannot_be_made_leaves_the_old_file(tmp_path):
    target = tmp_path / "a.txt"
    target.write_text("old")

    def fails(path):
        path.write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(ExportError, match="no space left"):
        place(target, fails)
    assert (target.read_text(), names(tmp_path)) == ("old", ["a.txt"])


def test_a_link_is_followed(tmp_path):
    (tmp_path / "far").mkdir()
    link = tmp_path / "a.txt"
    link.symlink_to(tmp_path / "far" / "b.txt")
    place(link, writer())
    assert link.is_symlink()
    assert (tmp_path / "far" / "b.txt").read_text() == "new"


@pytest.mark.parametrize("kind", ["fifo", "socket", "link to a fifo"])
def test_what_is_no_plain_file_is_refused_and_stays(tmp_path, kind):
    target = tmp_path / "t"
    if kind == "socket":
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(str(target))
    else:
        os.mkfifo(tmp_path / "f")
        target = target if kind == "fifo" else tmp_path / "l"
        if kind == "fifo":
            (tmp_path / "f").rename(target)
        else:
            target.symlink_to(tmp_path / "f")
    before = target.lstat()
    with pytest.raises(ExportError, match="not a plain file"):
        place(target, writer())
    assert target.lstat() == before


@pytest.mark.parametrize("inside", ["current", "store-1/new.nq", "new.nq"])
def test_a_workspace_takes_no_export(tmp_path, inside):
    world = tmp_path / "w.kg"
    (world / "store-1").mkdir(parents=True)
    (world / "kg.toml").write_text("format = 1\n")
    (world / "current").write_text("store-1")
    with pytest.raises(ExportError, match="lies in the workspace"):
        place(world / inside, writer())
    assert (world / "current").read_text() == "store-1"
    (tmp_path / "link").symlink_to(world / "current")
    with pytest.raises(ExportError, match="lies in the workspace"):
        place(tmp_path / "link", writer())


def test_a_folder_of_files_and_a_file_do_not_take_each_others_place(tmp_path):
    def folder(path):
        path.mkdir()
        (path / "a.csv").write_text("1")

    place(tmp_path / "tables", folder)
    assert names(tmp_path / "tables") == ["a.csv"]
    with pytest.raises(ExportError, match="a folder"):
        place(tmp_path / "tables", writer())
    (tmp_path / "file").write_text("x")
    with pytest.raises(ExportError, match="a file"):
        place(tmp_path / "file", folder)


HANGS = """
import sys, time
from pathlib import Path
from kg.export.place import place
def make(path):
    path.write_text("half")
    print("made", flush=True)
    time.sleep(60)
place(Path(sys.argv[1]), make)
"""


def test_what_a_killed_export_left_goes_with_the_next(tmp_path):
    target = tmp_path / "a.txt"
    with subprocess.Popen(
        [sys.executable, "-c", HANGS, str(target)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "made\n"
        place(tmp_path / "b.txt", writer())  # what is still being made is left alone
        assert any(name.startswith(".kg-export-") for name in names(tmp_path))
        process.kill()
    place(target, writer())
    assert names(tmp_path) == ["a.txt", "b.txt"]


def test_the_system_ends_an_export_and_nothing_is_left(template, tmp_path):  # noqa: F811
    command = [sys.executable, "-m", "kg", "export", "xlsx", str(tmp_path / "a.xlsx"), "-w", str(template)]
    for wait in (0.2, 0.6, 1.0):
        with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
            time.sleep(wait)
            process.terminate()
            process.communicate()
        assert [name for name in names(tmp_path) if name != "a.xlsx"] == []


@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
def test_standard_output_is_a_stream(template, name):  # noqa: F811
    command = [sys.executable, "-m", "kg", "export", "nquads", name, "-w", str(template)]
    got = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    assert got.stdout.endswith(b" .\n")
