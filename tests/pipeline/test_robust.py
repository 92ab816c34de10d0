"""A workspace survives: a kill at any moment, a full disk, a folder that may not be written, readers at work."""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from kg.pipeline.build import build
from kg.pipeline.extraction import Options
from kg.workspace import Workspace
from tests.toys import SETTINGS, article, nquads

ONE = Options(jobs=1)
CHILD = Path(__file__).parent / "child.py"


@pytest.fixture
def child(toys, few_words, tmp_path):
    """Runs `kg` in a process of its own; see child.py."""

    def run(*arguments, kill_at=0, limit=0):
        return subprocess.run(
            [sys.executable, CHILD, few_words, str(kill_at), str(limit), *map(str, arguments)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(toys), *sys.path])},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def states(new_workspace, articles, tmp_path):
    """A workspace with a graph, articles that changed since, and the graph of before and of after."""
    workspace, other = new_workspace(), new_workspace("other")
    build(workspace, [str(articles)], ONE)
    before = nquads(workspace)
    article(articles / "a3.txt", "丁", "亥")
    article(articles / "b.txt", "戊", "戌")
    (articles / "a9.txt").unlink()
    build(other, [str(articles)], ONE)
    return workspace, before, nquads(other)


def moments(child, *arguments):
    """The moments to kill at: about six, spread over all changes that a run makes to the workspace."""
    said = child(*arguments).stdout
    total = int(said.rsplit("changes ", 1)[1])
    assert total > 20
    return range(1, total + 1, 1 if os.environ.get("KG_EVERY_MOMENT") else max(total // 6, 1))


def test_killed_at_any_moment_the_old_graph_or_the_new_is_there(child, states, articles, tmp_path):
    workspace, before, after = states
    kept = tmp_path / "kept"
    shutil.copytree(workspace.path, kept)
    command = ("build", articles, "-w", workspace.path, "--jobs", 1)
    seen = set()
    for moment in moments(child, *command):
        shutil.rmtree(workspace.path)
        shutil.copytree(kept, workspace.path)
        assert child(*command, kill_at=moment).returncode == -9
        seen.add(nquads(workspace))
        assert seen <= {before, after}
        build(workspace, [str(articles)], ONE)
        assert nquads(workspace) == after
        assert len(list(workspace.path.glob("store-*"))) == 1
        former = {*workspace.former()}  # those of the build before stay, for what changed since
        assert len({*workspace.records()} - former) == (2 if len(workspace.records()) == 12 else 0)
        assert len(workspace.records()) in (10, 12)
    assert before in seen


def test_killed_first_build_goes_on_from_what_was_kept(child, new_workspace, articles):
    workspace, other = new_workspace(), new_workspace("other")
    command = ("build", articles, "-w", workspace.path, "--jobs", 1)
    build(other, [str(articles)], ONE)
    read = []
    for moment in moments(child, *command):
        shutil.rmtree(workspace.path)
        workspace = new_workspace()
        assert child(*command, kill_at=moment).returncode == -9
        read.append(build(workspace, [str(articles)], ONE).read)
        assert nquads(workspace) == nquads(other)
    assert read[0] == 10
    assert read[-1] == 0
    assert read == sorted(read, reverse=True)


@pytest.mark.parametrize("limit", [1, 500, 2_000, 10_000, 40_000])
def test_full_disk_is_one_clear_line_and_loses_nothing(child, states, articles, limit):
    workspace, before, after = states
    got = child("build", articles, "-w", workspace.path, "--jobs", 1, limit=limit)
    if got.returncode:
        assert got.returncode == 2
        assert got.stderr.startswith("error: ")
        assert "Traceback" not in got.stderr
        assert len(got.stderr.splitlines()) <= 2
    assert nquads(workspace) == (before if got.returncode else after)
    build(workspace, [str(articles)], ONE)
    assert nquads(workspace) == after


def test_the_limits_of_the_disk_are_met(child, states, articles):
    workspace, *_ = states
    assert child("build", articles, "-w", workspace.path, "--jobs", 1, limit=10_000).returncode == 2


@pytest.fixture
def unprivileged():
    """A folder that may be read and not written, by the user that this process is meanwhile."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield folder
        if os.geteuid() != os.getuid():
            os.seteuid(os.getuid())
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755)


def test_read_only_folder_is_one_clear_line(kg, unprivileged, new_workspace, articles):
    workspace = Workspace.create(unprivileged / "region.kg")
    (workspace.path / "kg.toml").write_text(SETTINGS)
    shutil.copytree(articles, unprivileged / "articles")
    kg("build", unprivileged / "articles", "-w", workspace.path, "--jobs", 1)
    graph = nquads(workspace)
    for path in (unprivileged, *unprivileged.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    if os.getuid() == 0:
        os.seteuid(65534)
    got = kg("build", unprivileged / "articles", "-w", workspace.path, "--jobs", 1)
    assert got.code == 2
    assert got.err.startswith(f"error: {workspace.path}: cannot be written: permission denied\n")
    assert nquads(workspace) == graph
    new = kg("build", unprivileged / "articles", "-w", unprivileged / "new.kg")
    assert new.code == 2
    assert new.err.startswith(f"error: {unprivileged / 'new.kg'}: cannot be written: permission denied\n")


def test_a_reader_sees_a_whole_graph_while_others_are_built(workspace, articles):
    build(workspace, [str(articles)], ONE)
    graphs, seen, done = [nquads(workspace)], set(), threading.Event()

    def read():
        while not done.is_set():
            seen.add(nquads(workspace))

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(4):
        article(articles / "a3.txt", "丁", "亥戌酉"[number % 3])
        build(workspace, [], ONE)
        graphs.append(nquads(workspace))
    done.set()
    reader.join()
    assert len(seen) > 1
    assert seen <= set(graphs)


NO_NETWORK = """
import sys

def refuse(event, arguments):
    if event in {"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}:
        print("NETWORK", event, arguments, file=sys.stderr, flush=True)
        raise RuntimeError("the network was touched")

sys.addaudithook(refuse)
"""


def test_no_command_touches_the_network(new_workspace, articles, toys, tmp_path):
    workspace = new_workspace()
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(NO_NETWORK)
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(tmp_path / "site"), str(toys), *sys.path]),
    }
    for arguments in (
        ["build", articles, "-w", workspace.path, "--jobs", "2"],
        ["query", "SELECT ?c { ?c a rdp:Claim }", "-w", workspace.path],
        ["show", "甲市", "-w", workspace.path],
        ["path", "甲市", "乙市", "-w", workspace.path],
        ["verify", "--sources", "-w", workspace.path],
        ["coverage", "-w", workspace.path],
        *(
            ["export", form, tmp_path / f"x.{form}", "-w", workspace.path]
            for form in ("html", "xlsx", "graphml")
        ),
    ):
        ran = subprocess.run(
            [sys.executable, "-m", "kg", *map(str, arguments)],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert "NETWORK" not in ran.stderr
        assert ran.returncode == 0
    probe = [sys.executable, "-c", "import socket; socket.create_connection(('127.0.0.1', 9))"]
    assert b"NETWORK" in subprocess.run(probe, env=environment, capture_output=True, check=False).stderr
