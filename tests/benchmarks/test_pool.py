"""Our own pool of processes against loky (joblib's): start, memory, death of a worker; why ours stays (docs/scale.md).

KG_BENCHMARKS=1 pytest tests/benchmarks/test_pool.py -s
"""

import subprocess
import sys
import time

import psutil
import pytest

from kg.plugins import costly, extractors

pytest.importorskip("loky", reason="loky is not installed")
pytestmark = pytest.mark.timeout(3600)
WORKERS = 2
PARTS = tuple(name for name in extractors if name not in costly)

OURS = f"""
import sys
from kg.pipeline.reading import Setup
from kg.pipeline.workers import Job, run
job = Job("tests.benchmarks.pooled:worker", Setup((), {PARTS!r}), str)
for task, result in run(job, ["ready"] * {WORKERS * 2} + sys.argv[1:], {WORKERS}):
    print(task, type(result).__name__ if not isinstance(result, str) else result, flush=True)
"""
LOKY = f"""
import sys
from loky import get_reusable_executor
from kg.pipeline.reading import Setup
from tests.benchmarks import pooled
pool = get_reusable_executor(max_workers={WORKERS}, initializer=pooled.begin, initargs=(Setup((), {PARTS!r}),))
futures = [(task, pool.submit(pooled.do, task)) for task in ["ready"] * {WORKERS * 2} + sys.argv[1:]]
for task, future in futures:
    try:
        print(task, future.result(), flush=True)
    except Exception as error:
        print(task, type(error).__name__, flush=True)
"""


def measured(code, *tasks):
    """The lines that a script prints, its CPU seconds with its children, and the highest memory (PSS, MiB) of all."""
    with subprocess.Popen([sys.executable, "-c", code, *tasks], stdout=subprocess.PIPE, text=True,
                          stderr=subprocess.DEVNULL) as ran:  # fmt: skip
        top, seconds, peak = psutil.Process(ran.pid), {}, 0.0
        while ran.poll() is None:
            total = 0
            for process in [top, *top.children(recursive=True)]:
                try:
                    total += process.memory_full_info().pss
                    seconds[process.pid] = sum(process.cpu_times()[:2])
                except psutil.NoSuchProcess:
                    continue
            peak = max(peak, total)
            time.sleep(0.1)
        return ran.stdout.read().splitlines(), sum(seconds.values()), peak / 2**20


def test_start_memory_and_death():
    for name, code in (("ours", OURS), ("loky", LOKY)):
        _, cpu, memory = measured(code)
        lines, *_ = measured(code, "first", "dies", "second", "third")
        print(
            f"\n{name}: {cpu:.1f} CPU s until {WORKERS} processes are ready, {memory:.0f} MiB; when one dies: {lines}"
        )
        done = {line.split()[0]: line.split()[1] for line in lines}
        if name == "ours":  # only the task that kills is lost
            assert (done["first"], done["dies"], done["second"], done["third"]) == (
                "first",
                "Problem",
                "second",
                "third",
            )
