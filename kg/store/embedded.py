"""A graph in a folder, held by Oxigraph: built whole, copied, changed by a delta, opened to read, dumped sorted."""

import errno
import json
import os
import shutil
import threading
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from kg.contracts import Result
from kg.errors import StoreError
from kg.rdf.ntriples import MODULUS, Stream, checksum, digest, ordered
from kg.store.oxigraph import answer, constructed
from kg.store.worker import Worker

_data, _state = "oxigraph", "store.json"
_format = 1
_piped = 1 << 20  # bytes
_batch = 150_000
"""Lines loaded at once. Oxigraph holds what it loads, a million lines if it may (640 MB); loads of 100,000 take half
as much time again as loads of a million."""

MUCH = 5_000_000
"""Statements from which on the tables of a new store are merged. Loads overlap, and each lays its own tables; merged,
14 million statements take 1.34 GB instead of 1.83 and are read in two thirds of the time, for a hundredth of what
building them takes. A smaller store would not get smaller: Oxigraph compresses only what is larger."""


@dataclass(frozen=True, slots=True)
class State:
    """What a store's folder says of itself: the number of statements, and the checksum of their lines."""

    statements: int
    checksum: int


class _Passing:
    """Lines counted and summed up while they pass."""

    def __init__(self) -> None:
        self.count = self.total = 0

    def noted(self, lines: Iterable[str]) -> Iterator[str]:
        """The lines."""
        for line in lines:
            self.count += 1
            self.total += digest(line)
            yield line

    def state(self) -> State:
        """What a store of these lines says of itself."""
        return State(self.count, self.total % MODULUS)


def build(folder: Path, lines: Iterable[str], batch: int = _batch) -> State:
    """A new store in `folder` (made, and empty before) of lines of N-Triples; repeated lines count once.

    The load is all or nothing: killed at any moment it leaves a folder without its `store.json`,
    which nothing opens.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        store = ox.Store(folder / _data)
        if len(store):
            raise StoreError(f"{folder}: a store is there already", "build into a new folder")
        passing = _Passing()
        coming = passing.noted(lines)
        for first in coming:
            with Stream(chain((first,), islice(coming, batch - 1))) as stream:
                store.bulk_load(input=cast("IO[bytes]", stream), format=ox.RdfFormat.N_TRIPLES)
        store.flush()
        if passing.count >= MUCH:
            store.optimize()
        # where lines came twice, the store alone knows what it holds, and is read back: ten times as slow
        state = passing.state() if len(store) == passing.count else State(*checksum(_dumped(store)))
        del store
        _write(folder, state)
    except OSError as error:
        raise StoreError(f"{folder}: the store cannot be written: {error}", _room(error)) from error
    return state


def copy(source: Path, target: Path) -> None:
    """A copy of a store that no one is writing; table files, which never change, are linked where the disk can."""
    state(source)
    try:
        (target / _data).mkdir(parents=True)
        for path in sorted((source / _data).iterdir()):
            if path.name == "LOCK" or path.name.startswith("LOG"):
                continue
            to = target / _data / path.name
            if path.suffix == ".sst":
                _link(path, to)
            else:
                shutil.copy2(path, to)
        shutil.copy2(source / _state, target / _state)
    except OSError as error:
        raise StoreError(f"{target}: the store cannot be copied: {error}", _room(error)) from error


def apply(folder: Path, removed: Iterable[str], added: Iterable[str]) -> State:
    """The state of a store after lines were taken away and lines were added.

    Taking away what is not there, or adding what is, changes nothing. Killed on the way it leaves a
    folder without its `store.json`, which nothing opens: apply to a copy.
    """
    before = state(folder)
    try:
        (folder / _state).unlink()
        store = ox.Store(folder / _data)
        gone = [(line, quad) for line, quad in _quads(removed) if quad in store]
        new = [(line, quad) for line, quad in _quads(added) if quad not in store]
        for _, quad in gone:
            store.remove(quad)
        store.extend(quad for _, quad in new)
        store.flush()
        del store
        less, total = checksum((line for line, _ in gone), before.checksum, -1)
        more, total = checksum((line for line, _ in new), total)
        after = State(before.statements - less + more, total)
        _write(folder, after)
    except OSError as error:
        raise StoreError(f"{folder}: the store cannot be written: {error}", _room(error)) from error
    return after


def state(folder: Path) -> State:
    """What a store says of itself; raises StoreError where it is missing, unfinished or of a newer version."""
    try:
        found = json.loads((folder / _state).read_text(encoding="utf-8"))
        version = found["format"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{folder}: no store, or one that was not finished", "run kg build") from error
    if version != _format:
        raise StoreError(
            f"{folder}: a store of format {version}, this kg knows {_format}",
            "use a newer kg, or build the workspace anew",
        )
    return State(found["statements"], int(found["checksum"], 16))


class Embedded:
    """A store in a folder, opened to read; it stays as it was when opened.

    A query without a time limit runs here, rows coming as they are found. A query with one runs in a
    process of its own, which is kept for the next query and killed at the limit; it may take `memory` bytes, its answer
    have `rows` (see `Worker`).
    """

    def __init__(self, folder: Path, memory: int | None = None, rows: int | None = None) -> None:
        self._rows = rows
        self.folder = folder
        self._memory = memory
        self.state = state(folder)
        try:
            self._store: ox.Store | None = ox.Store.read_only(str(folder / _data))
        except (OSError, ValueError) as error:
            raise StoreError(f"{folder}: the store cannot be opened: {error}", "build it anew") from error
        self._worker: Worker | None = None

    def query(self, text: str, timeout: float | None = None) -> Result:
        """The answer to a SPARQL 1.1 query with its prefixes declared; `timeout` in seconds."""
        if timeout is not None:
            if self._worker is None:
                self._worker = Worker(self.folder / _data, self._memory, self._rows)
            return self._worker.query(text, timeout)
        return answer(self._open, text)

    def construct(self, text: str) -> Iterator[str]:
        """The lines of canonical N-Triples that a CONSTRUCT gives."""
        return constructed(self._open, text)

    def stop(self) -> None:
        """Ends a query with a time limit that is being answered; where it was asked it raises StoreError."""
        if self._worker is not None:
            self._worker.stop()

    @property
    def statements(self) -> int:
        """How many statements it holds."""
        return self.state.statements

    @property
    def _open(self) -> ox.Store:
        if self._store is None:
            raise StoreError(f"{self.folder}: the store is closed")
        return self._store

    def nquads(self) -> Iterator[str]:
        """Every statement as a line of canonical N-Quads, sorted by code point."""
        return ordered(_dumped(self._open))

    def lines(self) -> Generator[str, None, bool]:
        """Every statement as a line of canonical N-Quads, those of a subject together.

        At the end, whether they are those that were written, to the last character.
        """
        total = count = 0
        for lines in _parts(self._open):
            count += len(lines)
            total += sum([int.from_bytes(sha256(line).digest(), "big") for line in lines])
            for line in lines:
                yield line.decode()
        return State(count, total % MODULUS) == self.state

    def close(self) -> None:
        """Lets go of the files and of the query process."""
        self._store = None
        if self._worker is not None:
            self._worker.close()
            self._worker = None


def _dumped(store: ox.Store) -> Iterator[str]:
    """The statements as lines of N-Quads, in the order of the store, none held in memory."""
    return (f"{quad} .\n" for quad in store.quads_for_pattern(None, None, None, None))


def _parts(store: ox.Store) -> Iterator[list[bytes]]:
    """The same as bytes, some thousands at a time, read by another thread meanwhile."""
    source, sink = os.pipe()
    failed: list[OSError] = []

    def dump() -> None:
        try:
            with os.fdopen(sink, "wb", buffering=_piped) as file:
                store.dump(file, ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
        except OSError as error:  # a damaged block; or nobody reads any more
            failed.append(error)

    thread = threading.Thread(target=dump, daemon=True)
    thread.start()
    with os.fdopen(source, "rb", buffering=0) as file:
        rest = b""
        while data := file.read(_piped):
            lines = (rest + data).splitlines(keepends=True)
            rest = b"" if lines[-1].endswith(b"\n") else lines.pop()
            yield lines
    thread.join()
    if failed:
        raise failed[0]


def _quads(lines: Iterable[str]) -> Iterator[tuple[str, ox.Quad]]:
    kept = sorted(set(lines))
    yield from zip(kept, ox.parse("".join(kept), format=ox.RdfFormat.N_TRIPLES), strict=True)


def _write(folder: Path, of: State) -> None:
    text = json.dumps({"format": _format, "statements": of.statements, "checksum": f"{of.checksum:064x}"})
    temporary = folder / f"{_state}.new"
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(folder / _state)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _room(error: OSError) -> str:
    full = error.errno == errno.ENOSPC or "No space left" in str(error)  # RocksDB gives the words alone
    return "make room on the disk, then run it again" if full else ""
