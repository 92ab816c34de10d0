"""Writing that a crash, a full disk or a reader at the same time cannot harm."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from kg.errors import StoreError, reason


def write(path: Path, content: str | bytes) -> None:
    """Writes a file at one stroke: a reader, or a crash at any moment, finds the old content or the new.

    Raises StoreError where the system refuses: a full disk, a folder that may not be written.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        _write(
            aside, path, content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        )
    except OSError as error:
        raise refused(path, error) from error


def remove_tree(path: Path) -> None:
    """Takes away a file, or a folder with all that is in it."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def refused(path: Path, error: OSError) -> StoreError:
    """What to say where the system refuses to write."""
    return StoreError(
        f"{path}: cannot be written: {reason(error)}", "make room or choose another place, then run it again"
    )


def _write(aside: Path, path: Path, data: bytes) -> None:
    try:
        with aside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    sync(path.parent)


def sync(path: Path) -> None:
    """Has the system put a file or a folder's list of names on the disk (a folder cannot be asked on Windows)."""
    with suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
