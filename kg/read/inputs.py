"""Files, folders, globs and standard input to the articles to read, with what tables beside them declare."""

import glob
import os
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from kg.model import Metadata, Problem
from kg.read import headers, metadata_table

size_limit = 64 * 1024 * 1024
"""Bytes of the largest file that is read; a work report has about 60 KB, a five-year plan 300 KB."""

readable = frozenset((
    ".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".shtml", ".docx", ".pdf", ".gold",
    ".xlsx", ".xlsm",
))  # fmt: skip
foreign = {
    ".doc": "save it as .docx", ".wps": "save it as .docx", ".rtf": "save it as .docx", ".odt": "save it as .docx",
    ".ofd": "save it as .pdf", ".ceb": "save it as .pdf", ".caj": "save it as .pdf", ".epub": "save it as .html",
    ".mht": "save it as .html", ".mhtml": "save it as .html",
}  # fmt: skip
"""Kinds of articles that cannot be read, and what to do about it."""
_beside = frozenset(("readme", "license", "licence", "changelog", "notice", "copying"))


@dataclass(frozen=True, slots=True)
class Input:
    """An article to read: where it is, what it is to be called, and what is declared of it.

    `path` is as the user named it, "-" for standard input, whose bytes are in `data`.
    """

    path: str
    id: str
    metadata: tuple[Metadata, ...] = ()
    data: bytes | None = None


@dataclass(slots=True)
class _Found:
    """A file on the way to become an Input: `names` are ids for it, the shortest first."""

    path: Path
    names: tuple[str, ...]
    id: str | None = None
    metadata: tuple[Metadata, ...] = ()
    data: bytes | None = None


def discover(sources: Sequence[str]) -> tuple[tuple[Input, ...], tuple[Problem, ...]]:
    """The articles that some sources hold, in the order of the sources and of the paths below each.

    A source is a file, a folder (read recursively, but for hidden files, workspaces and README),
    a glob, or "-". An id is the declared one (in a table, front matter or the header of a .gold
    file), else the bare stem where that is unique, else the path below the source without or with
    suffix, else that with the source's own name before it, else its bytes, percent-encoded. A file that
    two sources name is read once.
    """
    problems: list[Problem] = []
    found: list[_Found] = []
    folders: dict[Path, bool] = {}
    seen: set[Path] = set()
    for source in sources:
        for item in _walk(source, problems, folders):
            real = Path("-") if item.data is not None else Path(os.path.realpath(item.path))
            if real not in seen:
                seen.add(real)
                found.append(item)
    for folder, whole in folders.items():
        _attach(folder, found, problems, whole=whole)
    return _named(found, problems), tuple(problems)


def _walk(source: str, problems: list[Problem], folders: dict[Path, bool]) -> Iterator[_Found]:
    path = Path(source)
    if source == "-":
        yield _Found(path, ("stdin",), data=sys.stdin.buffer.read(size_limit + 1))
    elif path.is_dir():
        yield from _folder(path, problems, folders)
    elif path.exists() or path.is_symlink():
        yield from _file(path, path.parent, problems, folders)
    elif glob.has_magic(source):
        named = sorted(glob.glob(source, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
        root = Path(*(part for part in _fixed(path)))
        if not named:
            problems.append(Problem(source, "matches no file", "check the pattern; ** goes into folders"))
        for name in named:
            if Path(name).is_dir():
                yield from _folder(Path(name), problems, folders)
            else:
                yield from _file(Path(name), root, problems, folders)
    else:
        problems.append(Problem(source, "there is no such file or folder", "check the path"))


def _fixed(path: Path) -> Iterator[str]:
    for part in path.parts:
        if glob.has_magic(part):
            return
        yield part


def _file(path: Path, root: Path, problems: list[Problem], folders: dict[Path, bool]) -> Iterator[_Found]:
    """A file that a source names itself: whatever it is, something is said of it."""
    suffix = path.suffix.lower()
    if suffix in metadata_table.suffixes and not metadata_table.is_article(path):
        folders[path.parent] = True
    elif suffix in foreign:
        problems.append(Problem(str(path), f"{suffix} files cannot be read", foreign[suffix]))
    else:
        folders.setdefault(path.parent, False)
        yield _Found(path, _names(path, root))


def _folder(root: Path, problems: list[Problem], folders: dict[Path, bool]) -> Iterator[_Found]:
    left_out: Counter[str] = Counter()
    for path in _files(root, problems, set()):
        suffix = path.suffix.lower()
        if suffix in metadata_table.suffixes and not metadata_table.is_article(path):
            folders[path.parent] = True
        elif suffix in foreign:
            problems.append(Problem(str(path), f"{suffix} files cannot be read", foreign[suffix]))
        elif suffix not in readable | metadata_table.suffixes or path.stem.lower() in _beside:
            left_out[path.name if path.stem.lower() in _beside else suffix or path.name] += 1
        else:
            yield _Found(path, _names(path, root))
    if left_out:
        named = ", ".join(
            f"{kind} {count}" if count > 1 else kind for kind, count in sorted(left_out.items())
        )
        fact = f"{left_out.total()} files that are no articles were left out: {named}"
        problems.append(Problem(str(root), fact, "name a file itself to have it read", "warning"))


def _files(folder: Path, problems: list[Problem], visited: set[tuple[int, int]]) -> Iterator[Path]:
    """The files below a folder, sorted; a folder that links lead to again is not entered twice."""
    try:
        status = folder.stat()
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        problems.append(
            Problem(str(folder), f"the folder cannot be read: {_reason(error)}", "check its rights")
        )
        return
    if (key := (status.st_dev, status.st_ino)) in visited:
        return
    visited.add(key)
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith((".", "~$")):
            continue
        if path.is_dir():
            if path.suffix != ".kg":
                yield from _files(path, problems, visited)
        else:
            yield path


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _names(path: Path, root: Path) -> tuple[str, ...]:
    below = path.relative_to(root) if path.is_relative_to(root) else Path(path.name)
    named = Path(root.absolute().name) / below
    levels = (below.with_suffix(""), below, named.with_suffix(""), named, path)
    told = (_told(name) for name in (path.stem, *(level.as_posix() for level in levels)))
    return (*told, quote(os.fsencode(path.as_posix())))


def _told(name: str) -> str:
    """A name of the disk as text in normal form; bytes that are no UTF-8 are read as GB18030.

    Two names may become one so: the last of a file's names tells its bytes, and is its own.
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        raw = os.fsencode(name)
        try:
            name = raw.decode("gb18030")
        except UnicodeDecodeError:
            name = raw.decode("utf-8", "backslashreplace")
    return unicodedata.normalize("NFC", name)


def _attach(folder: Path, found: list[_Found], problems: list[Problem], *, whole: bool) -> None:
    """Give the files of a folder what the tables in it declare; `whole` tells whether the table must fit."""
    for path in sorted(p for p in folder.glob("*") if p.suffix.lower() in metadata_table.suffixes):
        try:
            table = (
                metadata_table.read(path, path.read_bytes()) if path.stat().st_size <= size_limit else None
            )
        except OSError as error:
            problems.append(Problem(str(path), f"the table cannot be read: {_reason(error)}", "", "warning"))
            continue
        if table is None:
            if whole and not metadata_table.is_article(path):
                fact = "no table of metadata: it has no column 'file'"
                problems.append(
                    Problem(
                        str(path),
                        fact,
                        "articles are txt, md, html, docx, pdf or xlsx; a list has known heads",
                        "warning",
                    )
                )
            continue
        rows, odd = table
        problems.extend(odd)
        index = _index(folder, found)
        for row in rows:
            files = index.get(Path(row.file.replace("\\", "/")).as_posix(), [])
            if len(files) == 1:
                files[0].metadata = row.metadata
                files[0].id = row.id
            elif whole:
                fact = (
                    f"{row.file}: {'no such file here' if not files else 'more than one file is so called'}"
                )
                problems.append(Problem(row.where, fact, "give the path below this folder", "warning"))


def _index(folder: Path, found: Iterable[_Found]) -> dict[str, list[_Found]]:
    """The files below a folder by path, by path without suffix, by name and by stem."""
    index: dict[str, list[_Found]] = {}
    for item in found:
        if item.data is not None or not item.path.is_relative_to(folder):
            continue
        below = item.path.relative_to(folder)
        for name in {below.as_posix(), below.with_suffix("").as_posix(), below.name, below.stem}:
            index.setdefault(name, []).append(item)
    return index


def _named(found: list[_Found], problems: list[Problem]) -> tuple[Input, ...]:
    """The files with their ids; a declared id that is taken refuses the later file."""
    for item in found:
        if item.id is None and item.data is None:
            item.id = headers.declared_id(item.path)
    counts = [Counter(item.names[level] for item in found if level < len(item.names)) for level in range(7)]
    taken: dict[str, str] = {}
    inputs: list[Input] = []
    for item in found:
        free = (n for level, n in enumerate(item.names) if counts[level][n] == 1 and n not in taken)
        name = unicodedata.normalize("NFC", item.id) if item.id else next(free, item.names[-1])
        if name in taken:
            fact = f"its id {name} is that of {taken[name]}"
            problems.append(Problem(str(item.path), fact, "give it an id of its own"))
            continue
        taken[name] = str(item.path)
        inputs.append(Input(str(item.path), name, item.metadata, item.data))
    return tuple(inputs)
