"""`kg build --cluster`: a scheduler and three worker processes over loopback give the bytes of a local build."""

import json
import os
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.toys import SETTINGS, article, nquads

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
BLIND = Path(__file__).parent / "blind.py"


class Cluster:
    """A scheduler and its workers, each a process of its own; the last worker does not reach the client's disk."""

    def __init__(self, folder, environment, stack):
        self.file, self.environment, self.stack = folder / "scheduler.json", environment, stack
        self.scheduler = self._start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
                                     "--scheduler-file", self.file)  # fmt: skip
        deadline = time.monotonic() + 300
        while not (self.file.exists() and self.file.read_text().endswith("}")):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        self.address = json.loads(self.file.read_text())["address"]
        self.workers = [self.worker(), self.worker(), self.worker("--preload", BLIND)]

    def worker(self, *more):
        return self._start("dask_worker", self.address, "--nthreads", "1", "--no-dashboard", "--no-nanny",
                           "--host", "127.0.0.1", *more)  # fmt: skip

    def _start(self, module, *arguments):
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{module}", *map(str, arguments)],
            env=self.environment, cwd=self.file.parent, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        self.stack.callback(process.wait)
        self.stack.callback(process.kill)
        return process


@pytest.fixture
def environment(toys):
    path = os.pathsep.join([str(toys), *filter(None, sys.path)])
    return {**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"}


@pytest.fixture
def cluster(tmp_path, environment):
    folder = tmp_path / "cluster"
    folder.mkdir()
    with ExitStack() as stack:
        yield Cluster(folder, environment, stack)


@pytest.fixture
def make(tmp_path):
    from kg.workspace import Workspace

    def workspace(name):
        path = tmp_path / f"{name}.kg"
        path.mkdir()
        (path / "kg.toml").write_text(SETTINGS, encoding="utf-8")
        return Workspace.open(path)

    return workspace


@pytest.fixture
def many(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(40):
        path = folder / f"a{number:02}.txt"
        article(path, "甲乙丙丁戊"[number % 5], "子丑寅卯"[number % 4], number)
        path.write_text(path.read_text(encoding="utf-8") + "发展缓慢的产业有所改善。\n", encoding="utf-8")
    return folder


@pytest.fixture
def kg(environment, tmp_path):
    """`kg` in a process of its own, in the folder of the articles."""

    @contextmanager
    def started(*arguments):
        with subprocess.Popen(
            [sys.executable, "-m", "kg", *map(str, arguments)], env=environment, cwd=tmp_path, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as process:  # fmt: skip
            yield process
            process.kill()

    return started


def _ended(process):
    out, err = process.communicate(timeout=500)
    return process.returncode, out, err


def _records(workspace):
    return {name: path.read_bytes() for name, path in workspace.records().items()}


def _some_kept(workspace, number, process):
    deadline = time.monotonic() + 400
    while (
        not workspace.documents.is_dir() or sum(1 for _ in workspace.documents.glob("*/*.jsonl.gz")) < number
    ):
        assert time.monotonic() < deadline
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)


def test_the_same_bytes_while_workers_die_and_come(cluster, make, many, kg):
    here, there = make("here"), make("there")
    with kg("build", "articles", "-w", here.path, "--jobs", 2) as local:
        assert _ended(local)[0] == 0
    with kg("build", "articles", "-w", there.path, "--cluster", cluster.address) as run:
        _some_kept(there, 6, run)
        cluster.workers[0].kill()
        cluster.worker()
        code, out, err = _ended(run)
    assert (code, "Traceback" in err) == (0, False), err
    assert "documents  40  (40 new)" in out + err
    assert nquads(there) == nquads(here)
    assert _records(there) == _records(here)
    with kg("build", "-w", there.path, "--cluster", cluster.address) as again:
        code, out, err = _ended(again)
    assert (code, "nothing changed" in out + err) == (0, True)


def test_a_lost_scheduler_is_one_line_and_the_next_run_goes_on(cluster, make, many, kg):
    workspace, other = make("here"), make("other")
    with kg("build", "articles", "-w", workspace.path, "--cluster", cluster.address) as run:
        _some_kept(workspace, 6, run)
        cluster.scheduler.kill()
        code, _, err = _ended(run)
    assert code == 2
    assert "error: the scheduler of the cluster is lost" in err.splitlines(), err
    assert "Traceback" not in err
    assert "it goes on from what was kept" in err
    with kg("build", "articles", "-w", workspace.path, "--jobs", 1, "--json") as run:
        code, out, err = _ended(run)
    assert code == 0, err
    assert json.loads(out)["read"] <= 40 - 6
    with kg("build", "articles", "-w", other.path, "--jobs", 1) as run:
        assert _ended(run)[0] == 0
    assert nquads(workspace) == nquads(other)


def test_a_cluster_in_this_process_and_articles_that_fail(make, many, kg):
    here, there = make("here"), make("there")
    for path in sorted(many.iterdir())[8:]:
        path.unlink()
    (many / "bad.txt").write_text("甲市猝死。\n", encoding="utf-8")
    (many / "empty.txt").write_text("", encoding="utf-8")
    with kg("build", "articles", "-w", here.path, "--jobs", 2) as run:
        local = _ended(run)
    with kg("build", "articles", "-w", there.path, "--cluster", "local", "--jobs", 2) as run:
        code, _, err = _ended(run)
    assert (code, "Traceback" in err) == (1, False)
    said = sorted(line for line in err.splitlines() if ".txt:" in line)
    assert said == sorted(line for line in local[2].splitlines() if ".txt:" in line)
    assert len(said) == 2
    assert nquads(there) == nquads(here)


def test_no_scheduler_is_one_line(make, many, kg, tmp_path):
    workspace = make("here")
    with kg("build", "articles", "-w", workspace.path, "--cluster", "nowhere:nothing") as run:
        code, _, err = _ended(run)
    assert (code, "Traceback" in err) == (2, False), err
    assert "no scheduler with a worker answers" in err
