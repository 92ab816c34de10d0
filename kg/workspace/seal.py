"""The files of a finished graph with their checksums, so that damage is told before it becomes a wrong answer."""

import json
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.errors import StoreError
from kg.workspace.files import write

FILE = "seal.json"
_part = 1 << 20


def close(folder: Path, records: Iterable[Path] = ()) -> None:
    """Writes the seal of a finished graph: its files, and the records of documents that it was built from.

    What changes while a graph is only read (locks, logs) is left out.
    """
    files = {str(path.relative_to(folder)): _mark(path) for path in _files(folder)}
    kept = {path.name: _mark(path) for path in sorted(records)}
    write(folder / FILE, json.dumps({"files": files, "records": kept}, ensure_ascii=False))


def check(folder: Path) -> None:
    """Raises StoreError, with the file, where a file of a graph is gone, cut or changed.

    A file of the same size and time is taken for the same; any other is read to its end.
    """
    marks = _marks(folder, "files")
    for name, mark in marks.items():
        if not _same(folder / name, mark):
            raise damaged(folder / name)
    if extra := next((p for p in _files(folder) if str(p.relative_to(folder)) not in marks), None):
        raise damaged(extra)


def broken(folder: Path, documents: Path) -> tuple[str, ...]:
    """The names of the records of a graph that are gone, cut or changed; none where the seal cannot be read."""
    try:
        marks = _marks(folder, "records")
    except StoreError:
        return ()
    return tuple(name for name, mark in marks.items() if not _same(documents / name, mark))


def damaged(path: Path) -> StoreError:
    """What to say of a file of a graph that is not as it was written."""
    return StoreError(f"{path}: damaged", "kg build makes the graph anew")


def _marks(folder: Path, part: str) -> dict[str, list[int]]:
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))[part]
        return {str(name): [int(n) for n in mark] for name, mark in found.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise StoreError(
            f"{folder}: the graph has no seal: damaged, or of an older kg", "kg build makes the graph anew"
        ) from error


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        name = path.name
        if path.is_file() and name not in {FILE, "held", "LOCK"} and not name.startswith("LOG"):
            yield path


def _mark(path: Path) -> list[int]:
    status = path.stat()
    return [status.st_size, status.st_mtime_ns, _checksum(path)]


def _same(path: Path, mark: list[int]) -> bool:
    size, time, checksum = mark
    try:
        status = path.stat()
        if status.st_size != size or not path.is_file():
            return False
        return status.st_mtime_ns == time or _checksum(path) == checksum
    except OSError:
        return False


def _checksum(path: Path) -> int:
    found = 0
    with path.open("rb") as file:
        while part := file.read(_part):
            found = zlib.crc32(part, found)
    return found
