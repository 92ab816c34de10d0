"""Tasks to results through processes of our own, in the order of the tasks.

A worker is a fresh Python that does one task after the other, fed through pipes. So a script needs no
`if __name__ == "__main__"` (as `multiprocessing` would have it), nothing is forked from a process with
threads, and when a worker dies we know which task it died of: the others lose nothing.
"""

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from queue import SimpleQueue
from types import FrameType
from typing import IO, Any, Generic, TypeVar

from kg.errors import InputError, KgError, UnreadError
from kg.model import Problem, Severity

T = TypeVar("T")

PROGRAM = "import sys; sys.path[:] = {path!r}; from kg.pipeline.workers import serve; serve()"
WINDOW = 16
"""Tasks under way or done but waiting for their turn, for each worker: bounds memory, and lets the
others go on for a while when one document is long."""


TRY_FEWER = "is there enough memory? try --jobs 1"
PATIENCE = 900
"""Seconds of computing (CPU time, whatever else the machine does) that one task may take: some 200 times as long as
a report of 20,000 characters does."""


@dataclass(frozen=True, slots=True)
class Bug:
    """A task that met a fault of ours, with the traceback."""

    where: str
    trace: str


@dataclass(frozen=True, slots=True)
class Job(Generic[T]):
    """What workers do: a factory `module:function` makes the function of one task from `setting`, once a worker.

    The function refuses a task by raising an InputError; any other KgError stops the run.
    """

    factory: str
    setting: Any
    name: Callable[[T], str]

    def ready(self) -> Callable[[T], Any]:
        """The function of a task, its models loaded."""
        module, _, attribute = self.factory.partition(":")
        work: Callable[[T], Any] = getattr(import_module(module), attribute)(self.setting)
        return work


def run(job: Job[T], tasks: Iterable[T], jobs: int) -> Iterator[tuple[T, Any]]:
    """Every task with its result, in the order of the tasks: a problem or a bug where there is none.

    With one job the work is done in this process.
    """
    if jobs > 1:
        yield from _Pool(job, jobs).run(tasks)
        return
    work = job.ready()
    for task in tasks:
        result = _attempt(work, task, job.name(task))
        if isinstance(result, KgError):
            raise result
        yield task, result


def serve() -> None:
    """The life of a worker: a factory and its setting from standard input, then tasks until nobody asks any more.

    A parent that was killed breaks off in the midst of what it sends, and takes no answer.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gone = (EOFError, pickle.UnpicklingError, BrokenPipeError)
    with contextlib.suppress(*gone), os.fdopen(os.dup(1), "wb") as sink:
        os.dup2(2, 1)  # what a library prints must not get between the results
        _answer(sys.stdin.buffer, sink)


def _answer(source: IO[bytes], sink: IO[bytes]) -> None:
    factory, setting = pickle.load(source)  # noqa: S301 - from our own parent process
    try:
        job: Job[Any] = Job(factory, setting, str)
        work = job.ready()
    except Exception as error:  # noqa: BLE001 - the border between two processes: the parent raises it
        _send(sink, error if isinstance(error, KgError) else RuntimeError(traceback.format_exc()))
        return
    _send(sink, None)
    while True:
        where, task = pickle.load(source)  # noqa: S301 - as above
        _send(sink, _attempt(work, task, where))


class _Overdue(BaseException):
    """A task took more than its time; no `except Exception` on the way holds it up."""


@contextlib.contextmanager
def _patience(seconds: float) -> Iterator[None]:
    """Raises _Overdue within, once so much time was spent computing.

    Only where the system has such timers, and in the thread that may set them.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def late(_number: int, _frame: FrameType | None) -> None:
        raise _Overdue

    before = signal.signal(signal.SIGPROF, late)
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds, 1)  # again each second: a finaliser would swallow it
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _attempt(work: Callable[[T], Any], task: T, where: str) -> Any:
    try:
        with _patience(PATIENCE):
            return work(task)
    except _Overdue:
        fact = f"left out: it takes more than {PATIENCE} seconds of computing"
        return Problem(where, fact, "split it into several files")
    except InputError as error:
        return refusal(error, where)
    except KgError as error:
        return error
    except Exception:  # noqa: BLE001 - one article that meets our bug must not lose the others; it is shown at the end
        return Bug(where, traceback.format_exc())


def refusal(error: InputError, where: str) -> Problem:
    """What is said of an article that is refused."""
    severity: Severity = "warning" if isinstance(error, UnreadError) else "refused"
    return Problem(where, error.fact.removeprefix(f"{where}: "), error.hint, severity)


def _send(sink: IO[bytes], thing: Any) -> None:
    pickle.dump(thing, sink, protocol=pickle.HIGHEST_PROTOCOL)
    sink.flush()


class _Died(Exception):  # noqa: N818 - what happened, not a fault
    """A worker's process ended: by which signal or exit code."""


class _Worker:
    """A process that works, seen from its parent."""

    def __init__(self, job: Job[Any]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM.format(path=sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
        try:
            refused = self._exchange((job.factory, job.setting))
        except _Died as death:
            raise KgError(f"a worker died when it started ({death})", TRY_FEWER) from death
        if refused is not None:
            self.end()
            raise refused

    def _exchange(self, thing: Any) -> Any:
        """The answer to what is sent."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        try:
            _send(self.process.stdin, thing)
            return pickle.load(self.process.stdout)  # noqa: S301 - from our own child process
        except (BrokenPipeError, EOFError, pickle.UnpicklingError) as error:
            code = self.end()
            raise _Died(signal.Signals(-code).name if code < 0 else f"exit code {code}") from error

    def do(self, where: str, task: Any) -> Any:
        """The result of a task."""
        return self._exchange((where, task))

    def end(self) -> int:
        """Ends the process, if it has not ended by itself; gives its exit code."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=0.1 if self.process.poll() is None else None)
        self.process.kill()
        with contextlib.suppress(BrokenPipeError), self.process:
            pass
        return self.process.returncode


class Hand(Generic[T]):
    """A process that does one task after the other, started at the first; a new one takes its place when it dies."""

    def __init__(self, job: Job[T]) -> None:
        self._job = job
        self._worker: _Worker | None = None
        self._stopped = False

    def do(self, task: T) -> Any:
        """The result of a task; if the process dies of it, a new one tries once more."""
        where = self._job.name(task)
        death: _Died | None = None
        for _ in (1, 2):
            if self._stopped:
                break
            worker = self._worker = self._worker or _Worker(self._job)
            try:
                return worker.do(where, task)
            except _Died as error:
                death = error
                self._worker = None
        return Problem(where, f"the process that read it died ({death})", TRY_FEWER)

    def stop(self) -> None:
        """Kills the process, whatever it does; the task comes to nothing."""
        self._stopped = True
        if (worker := self._worker) is not None:
            worker.process.kill()

    def end(self) -> None:
        """Ends the process."""
        if self._worker is not None:
            self._worker.end()
            self._worker = None


class _Pool:
    """Threads that each drive one worker, and the queues between them and the one who asks."""

    def __init__(self, job: Job[Any], jobs: int) -> None:
        self.job = job
        self.jobs = jobs
        self.todo: SimpleQueue[tuple[int, Any] | None] = SimpleQueue()
        self.done: SimpleQueue[tuple[int, Any, Any]] = SimpleQueue()
        self.hands = [Hand(job) for _ in range(jobs)]
        self.stopped = False

    def run(self, tasks: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        """Every task with its result, in their order; whatever ends it, no process is left."""
        threads = [threading.Thread(target=self._drive, args=(hand,), daemon=True) for hand in self.hands]
        for thread in threads:
            thread.start()
        try:
            yield from self._ordered(enumerate(tasks))
        finally:
            self.stopped = True
            for hand in self.hands:
                hand.stop()
            for _ in threads:
                self.todo.put(None)
            for thread in threads:
                thread.join()
            for hand in self.hands:
                hand.end()

    def _ordered(self, numbered: Iterator[tuple[int, Any]]) -> Iterator[tuple[Any, Any]]:
        waiting: dict[int, tuple[Any, Any]] = {}
        given = taken = 0
        while True:
            while given - taken < WINDOW * self.jobs and (item := next(numbered, None)) is not None:
                self.todo.put(item)
                given += 1
            if given == taken:
                return
            index, task, result = self.done.get()
            if isinstance(result, Exception):
                raise result
            waiting[index] = task, result
            while taken in waiting:
                yield waiting.pop(taken)
                taken += 1

    def _drive(self, hand: Hand[Any]) -> None:
        """The life of a thread: tasks to its process, one by one."""
        while (item := self.todo.get()) is not None and not self.stopped:
            index, task = item
            try:
                self.done.put((index, task, hand.do(task)))
            except (KgError, RuntimeError) as error:
                self.done.put((index, task, error))
