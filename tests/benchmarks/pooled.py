"""The work of test_pool.py: loads what `--fast` needs, gives a task back, and dies where it is told to."""

import os
import signal
from typing import Any

from kg.pipeline.reading import reader

_ready: list[Any] = []


def worker(setup):
    """As a factory of `kg.pipeline.workers`."""
    reader(setup)
    return _work


def begin(setup):
    """As an initialiser of loky."""
    _ready.append(reader(setup))


def do(task):
    """As a function of loky."""
    return _work(task)


def _work(task):
    if task == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    return task
