"""A process that answers queries on a store and can be killed: Oxigraph itself knows no time limit."""

import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import weakref
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, Any, cast

import pyoxigraph as ox

from kg.contracts import Result
from kg.errors import KgError, LimitError, QueryError, StoreError
from kg.store import oxigraph

_in_memory = 1 << 20  # bytes of an answer that are held in memory; a longer one goes through a file
_errors = {"QueryError": QueryError, "StoreError": StoreError}
most = 1 << 30
"""The bytes that an answer may have."""
_crashes = frozenset(
    getattr(signal, name) for name in ("SIGSEGV", "SIGBUS", "SIGILL") if hasattr(signal, name)
)
"""How a process ends whose stack is full."""
_container = Path("/sys/fs/cgroup/memory.max")
_frugal = {"MALLOC_ARENA_MAX": "2"}
"""Each thread of the store would set aside 64 MiB of addresses of its own, which count against the limit."""
_program = "from kg.store.worker import serve; serve()"


class Worker:
    """A query process on one store's folder, started at the first query and again after each that was killed.

    It may take `memory` bytes, by default half of what there is, where the system can hold it to that; an answer may
    have `rows`, where that is given.
    """

    def __init__(self, folder: Path, memory: int | None = None, rows: int | None = None) -> None:
        self._folder = folder
        self._rows = rows
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def query(self, text: str, timeout: float) -> Result:
        """The whole answer, one query at a time; raises QueryError when `timeout` (seconds) has passed."""
        with ExitStack() as stack:
            body: IO[bytes] = stack.enter_context(tempfile.SpooledTemporaryFile(_in_memory))
            with self._lock:
                head = self._ask(text, timeout, body)
            if "error" in head:
                raise _errors[head["kind"]](head["error"], head["hint"])
            body.seek(0)
            result = oxigraph.revived(head["form"], head["truth"], body)
            if result.form != "ask":
                weakref.finalize(result.rows, stack.pop_all().close)
        return result

    def _ask(self, text: str, timeout: float, body: IO[bytes]) -> dict[str, Any]:
        process = self._living()
        late = threading.Event()

        def kill() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(timeout, kill)
        timer.start()
        try:
            head = _ask(process, text, body, self._rows)
        except LimitError:
            self._end()
            raise
        except EOFError as error:
            self._end()
            raise self._ended(process, timeout if late.is_set() else None) from error
        finally:
            timer.cancel()
            timer.join()
        if late.is_set():
            self._end()
        return head

    def _ended(self, process: subprocess.Popen[bytes], late: float | None) -> KgError:
        """Why the process of a query ended before its answer did."""
        if late is not None:
            return LimitError(
                f"the query took longer than {late:g} seconds",
                "add LIMIT, bind more of its terms, or allow more time with --timeout",
            )
        if process.returncode == -signal.SIGABRT:
            return LimitError(
                "the query needs more memory than it may have", "add LIMIT, or bind more of its terms"
            )
        if -process.returncode in _crashes:
            return QueryError("the query is too long or nested too deeply", "ask it in parts")
        return StoreError(f"{self._folder}: the query process ended")

    def stop(self) -> None:
        """Ends the query that is being answered, if one is; where it was asked it raises StoreError."""
        process = self._process
        if self._lock.locked() and process is not None:
            process.kill()

    def close(self) -> None:
        """Ends the process."""
        with self._lock:
            self._end()

    def _start(self) -> subprocess.Popen[bytes]:
        path = os.pathsep.join(part for part in sys.path if part)
        return subprocess.Popen(
            [sys.executable, "-P", "-c", _program, str(self._folder), str(self._memory or 0)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": path, **_frugal},
        )  # fmt: skip

    def _living(self) -> subprocess.Popen[bytes]:
        """The process that answers: a new one where there is none, or where it died while it was idle."""
        if self._process is not None and self._process.poll() is not None:
            self._end()
        if self._process is None:
            self._process = self._start()
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):  # what was not sent yet cannot go out any more
                    stream.close()
        process.wait()


def _ask(
    process: subprocess.Popen[bytes], text: str, body: IO[bytes], rows: int | None = None
) -> dict[str, Any]:
    """What the process says of its answer, the rows of which go into `body`."""
    if process.stdin is None or process.stdout is None:
        raise EOFError
    try:
        process.stdin.write(json.dumps(text).encode() + b"\n")
        process.stdin.flush()
    except OSError as error:
        raise EOFError from error
    line = process.stdout.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    total = lines = 0
    while size := int.from_bytes(_read(process.stdout, 4), "big"):
        total += size
        if total > most:
            raise LimitError(f"the answer has more than {most} bytes", "add LIMIT, or name fewer columns")
        part = _read(process.stdout, size)
        lines += part.count(b"\n")
        if rows is not None and lines > rows + 1:  # one is the head of a table
            raise LimitError(
                f"the answer has more than {rows} rows", "add LIMIT, and OFFSET for the next part"
            )
        body.write(part)
    head: dict[str, Any] = json.loads(line)
    return head


def _read(file: IO[bytes], size: int) -> bytes:
    data = file.read(size)
    if len(data) < size:
        raise EOFError
    return data


class _Parts(io.RawIOBase):
    """A file whose content goes into another in parts, each after its length; length 0 is the end."""

    def __init__(self, output: IO[bytes]) -> None:
        self._output = output

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        if data:
            self._output.write(len(data).to_bytes(4, "big"))
            self._output.write(data)
        return len(data)


def serve() -> None:
    """Answers the queries on standard input, one a line of JSON, until it ends; what a Worker starts.

    An interrupt from the keyboard is for the process that asks; it ends this one.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory(int(sys.argv[2]))
    store = ox.Store.read_only(sys.argv[1])
    output: IO[bytes] = sys.stdout.buffer
    for line in sys.stdin.buffer:
        try:
            form, truth, write = oxigraph.frozen(store, json.loads(line))
        except (QueryError, StoreError) as error:
            said = {"error": error.fact, "hint": error.hint, "kind": type(error).__name__}
            output.write(json.dumps(said).encode() + b"\n")
        else:
            output.write(json.dumps({"form": form, "truth": truth}).encode() + b"\n")
            write(cast("IO[bytes]", _Parts(output)))
        output.write(bytes(4))
        output.flush()


def half_of_memory() -> int:
    """Half of the bytes that this process and its children may have together: the machine's, or its container's.

    0 where the system does not tell.
    """
    if not hasattr(os, "sysconf"):
        return 0
    there = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    with suppress(OSError, ValueError):  # no container, or one without a limit ("max")
        there = min(there, int(_container.read_text(encoding="ascii")))
    return there // 2


def _limit_memory(limit: int) -> None:
    """Lets this process have so much memory, half of what there is for 0, where the system knows such limits."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - only where there is one

    resource.setrlimit(resource.RLIMIT_AS, (limit or half_of_memory(), resource.RLIM_INFINITY))
