import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from kg.errors import InputError, KgError
from kg.model import Problem
from kg.pipeline import workers
from kg.pipeline.workers import Bug, Job, run


def doubling(setting):
    """The work of these tests: doubles a number; some numbers are special."""
    if setting == "unready":
        raise KgError("no model", "kg train")
    if setting == "dead":
        os.kill(os.getpid(), signal.SIGKILL)
    if setting == "broken":
        raise ZeroDivisionError

    if setting == "impatient":
        workers.PATIENCE = 0.2  # type: ignore[assignment]

    def work(task):
        while task == "endless":
            with suppress(Exception):  # as a part may that catches too much
                sum(range(1000))
        if task == "refused":
            raise InputError("refused: not a number")
        if task == "full":
            raise KgError("no space left")
        if task == "bug":
            raise ZeroDivisionError("oops")
        if task == "deadly":
            os.kill(os.getpid(), signal.SIGKILL)
        if isinstance(task, Path) and not task.exists():
            task.touch()
            os._exit(7)
        print("noise")  # a library that prints must not harm the channel
        return str(task) * 2

    return work


def job(setting=None):
    return Job(f"{__name__}:doubling", setting, str)


def results(tasks, jobs, setting=None):
    return [result for _, result in run(job(setting), tasks, jobs)]


@pytest.mark.parametrize("jobs", [1, 3])
def test_results_come_in_the_order_of_the_tasks(jobs):
    tasks = list(range(200))
    assert list(run(job(), tasks, jobs)) == [(task, str(task) * 2) for task in tasks]


@pytest.mark.parametrize("jobs", [1, 2])
def test_one_bad_task_loses_no_other(jobs):
    got = results(["a", "refused", "bug", "b"], jobs)
    assert got[0] == "aa"
    assert got[1] == Problem("refused", "not a number")
    assert isinstance(got[2], Bug)
    assert got[2].where == "bug"
    assert got[2].trace.endswith("ZeroDivisionError: oops\n")
    assert got[3] == "bb"


def test_a_task_that_kills_its_worker_loses_no_other():
    got = results(["a", "deadly", "b", "c"], 2)
    assert [got[0], *got[2:]] == ["aa", "bb", "cc"]
    assert got[1].fact == "the process that read it died (SIGKILL)"


def test_a_worker_that_was_killed_from_outside_is_replaced(tmp_path):
    task = tmp_path / "flag"
    assert results([task], 2) == [str(task) * 2]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_not_ready_stops_the_run(jobs):
    with pytest.raises(KgError, match="no model"):
        results(["a", "b"], jobs, "unready")


def test_a_worker_that_cannot_start_stops_the_run():
    with pytest.raises(KgError, match=r"a worker died when it started \(SIGKILL\)"):
        results(["a"], 2, "dead")
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        results(["a"], 2, "broken")


def test_tasks_are_taken_as_they_are_needed():
    taken = []

    def tasks():
        for i in range(10_000):
            taken.append(i)
            yield i

    found = run(job(), tasks(), 2)
    next(found)
    assert len(taken) < 100
    found.close()  # type: ignore[attr-defined]


def test_leaving_early_leaves_no_process_behind():
    def children():
        return {child.pid for child in psutil.Process().children()} - before

    before = {child.pid for child in psutil.Process().children()}
    found = run(job(), iter(range(10_000)), 2)
    next(found)
    assert children()
    found.close()  # type: ignore[attr-defined]
    assert not children()


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_stops_a_run_stops_it(jobs):
    with pytest.raises(KgError, match="no space left"):
        results(["a", "full", "b"], jobs)


@pytest.mark.parametrize("size", [1, 1 << 20])
def test_workers_of_a_parent_that_was_killed_end_without_a_word(size):
    code = (
        "import os, signal\nfrom tests.pipeline.test_workers import job, run\n"
        f"found = run(job(), ('a' * {size} for _ in range(10_000)), 2)\nnext(found)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
    )  # ends when all have let go of their standard error
    assert ran.returncode == -signal.SIGKILL
    assert set(ran.stderr) <= set(b"noise\n"), ran.stderr.decode()  # what the workers print, in any order


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no timers of computing time")
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_task_without_end_is_left_out_and_loses_no_other(jobs, monkeypatch):
    monkeypatch.setattr(workers, "PATIENCE", workers.PATIENCE)  # set by `doubling`, here and in the processes
    got = results(["a", "endless", "b"], jobs, "impatient")
    left_out = Problem(
        "endless", "left out: it takes more than 0.2 seconds of computing", "split it into several files"
    )
    assert got == ["aa", left_out, "bb"]
