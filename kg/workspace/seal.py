"""The files of a finished graph with their checksums, so that damage is told before it becomes a wrong answer."""

import json
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.errors import StoreError
from kg.workspace.files import write

FILE = "seal.json"
_part = 1 << 20


def close(folder: Path, records: Iterable[tuple[str, Path]] = (), last: Path | None = None) -> None:
    """Writes the seal of a finished graph: its files, and the records (name and file) that it was built from.

    What changes while a graph is only read (locks, logs) is left out. What has the size and time that the graph
    `last` sealed it with is not read again.
    """
    known = [_sealed(last, part) for part in ("files", "records")]
    files = {str(path.relative_to(folder)): path for path in _files(folder)}
    kept = dict(sorted((name, path) for name, path in records if path.is_file()))
    marks = [
        {name: _mark(path, old.get(name)) for name, path in those.items()}
        for those, old in zip((files, kept), known, strict=True)
    ]
    content = json.dumps({"files": marks[0], "records": marks[1]}, ensure_ascii=False)
    write(folder / FILE, content)


def _sealed(folder: Path | None, part: str) -> dict[str, list[int]]:
    """The marks of an older graph; none where there is none, or its seal cannot be read."""
    try:
        return {} if folder is None else _marks(folder, part)
    except StoreError:
        return {}


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


def _mark(path: Path, old: list[int] | None) -> list[int]:
    status = path.stat()
    now = [status.st_size, status.st_mtime_ns]
    return [*now, old[2] if old is not None and old[:2] == now else _checksum(path)]


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
