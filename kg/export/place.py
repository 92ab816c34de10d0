"""What an export makes, put in its place at one stroke: plain files only, never into a workspace."""

import os
import re
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

from kg.errors import ExportError, reason

STREAMS = ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")
"""Names of the standard output: what is written there is a stream, and takes no file's place."""

_aside = re.compile(r"\.kg-export-(\d+)\Z")


def place(target: Path, make: Callable[[Path], None]) -> Path:
    """The file, or the folder of files, that `make` wrote: it takes the place of an old one at the end only.

    Links are followed. What a killed export left beside the target goes with the next one. Raises
    ExportError where the target is a device, a pipe or a socket, lies in a workspace, or cannot be written.
    """
    real = Path(os.path.realpath(target))
    try:
        _check(target, real)
        _sweep(real.parent)
        aside = real.parent / f".kg-export-{os.getpid()}"
        aside.mkdir()
        try:
            new = aside / real.name
            make(new)
            _move(new, real)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise ExportError(f"{target}: cannot be written: {reason(error)}") from error
    return target


def _check(target: Path, real: Path) -> None:
    workspace = next((folder for folder in (real, *real.parents) if (folder / "kg.toml").is_file()), None)
    if workspace is not None:
        raise ExportError(f"{target}: lies in the workspace {workspace}", "write it elsewhere")
    try:
        mode = real.stat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise ExportError(f"{target}: not a plain file", "name a file, or - for standard output")


def _sweep(folder: Path) -> None:
    """Takes away what exports left whose processes are gone."""
    for path in folder.glob(".kg-export-*"):
        if (match := _aside.match(path.name)) and not _alive(int(match[1])):
            shutil.rmtree(path, ignore_errors=True)


def _alive(process: int) -> bool:
    if process == os.getpid():
        return False  # ours is not made yet: it was left by another that had our number
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _move(new: Path, real: Path) -> None:
    if not new.is_dir():
        if real.is_dir():
            raise ExportError(f"{real}: a folder", "name a file")
        new.replace(real)
        return
    if real.exists() and not real.is_dir():
        raise ExportError(f"{real}: a file, and this form writes a folder", "name a folder")
    real.mkdir(exist_ok=True)
    for part in sorted(new.iterdir()):
        part.replace(real / part.name)
