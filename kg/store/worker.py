"""A process that answers queries on a store and can be killed: Oxigraph itself knows no time limit."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox

from kg.contracts import Result
from kg.errors import QueryError, StoreError
from kg.store import oxigraph

_program = "from kg.store.worker import serve; serve()"


class Worker:
    """A query process on one store's folder, started at the first query and again after each that was killed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def query(self, text: str, timeout: float) -> Result:
        """The whole answer, one query at a time; raises QueryError when `timeout` (seconds) has passed."""
        with self._lock:
            process = self._process = self._process or self._start()
            late = threading.Event()

            def kill() -> None:
                late.set()
                process.kill()

            timer = threading.Timer(timeout, kill)
            timer.start()
            try:
                head, body = _ask(process, text)
            except EOFError as error:
                self._end()
                if late.is_set():
                    raise QueryError(
                        f"the query took longer than {timeout:g} seconds",
                        "add LIMIT, bind more of its terms, or allow more time with --timeout",
                    ) from error
                raise StoreError(f"{self._folder}: the query process ended") from error
            finally:
                timer.cancel()
                timer.join()
            if late.is_set():
                self._end()
        if "error" in head:
            raise QueryError(head["error"], head["hint"])
        return oxigraph.revived(head["form"], head["truth"], body)

    def close(self) -> None:
        """Ends the process."""
        with self._lock:
            self._end()

    def _start(self) -> subprocess.Popen[bytes]:
        path = os.pathsep.join(part for part in sys.path if part)
        return subprocess.Popen(
            [sys.executable, "-P", "-c", _program, str(self._folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": path},
        )  # fmt: skip

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    stream.close()
            self._process.wait()
            self._process = None


def _ask(process: subprocess.Popen[bytes], text: str) -> tuple[dict[str, Any], bytes]:
    if process.stdin is None or process.stdout is None:
        raise EOFError
    try:
        process.stdin.write(json.dumps(text).encode() + b"\n")
        process.stdin.flush()
    except BrokenPipeError as error:
        raise EOFError from error
    line = process.stdout.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    head = json.loads(line)
    body = process.stdout.read(head["size"])
    if len(body) < head["size"]:
        raise EOFError
    return head, body


def serve() -> None:
    """Answers the queries on standard input, one a line of JSON, until it ends; what a Worker starts."""
    store = ox.Store.read_only(sys.argv[1])
    output: IO[bytes] = sys.stdout.buffer
    for line in sys.stdin.buffer:
        try:
            form, truth, body = oxigraph.frozen(store, json.loads(line))
            head: dict[str, Any] = {"form": form, "truth": truth, "size": len(body)}
        except QueryError as error:
            body = b""
            head = {"error": error.fact, "hint": error.hint, "size": 0}
        output.write(json.dumps(head).encode() + b"\n" + body)
        output.flush()
