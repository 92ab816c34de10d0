"""Files, folders, globs and standard input to the articles to read, with what tables beside them declare."""

import glob
import os
import sys
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from importlib import import_module
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

from kg.errors import InputError, reason
from kg.model import Metadata, Problem
from kg.read import headers, metadata_table, ocr, office

size_limit = 64 * 1024 * 1024
"""Bytes of the largest file that is read; a work report has about 60 KB, a five-year plan 300 KB."""

readable = frozenset((
    ".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".shtml", ".docx", ".docm", ".pdf", ".gold",
    ".xlsx", ".xlsm", ".mht", ".mhtml", ".eml", ".ofd",
)) | office.texts | office.tables  # fmt: skip
containers = frozenset((".zip", ".eml"))
"""Kinds of files that hold others, see `kg.read.archive`."""
foreign = {
    ".ceb": "save it as .pdf", ".caj": "save it as .pdf", ".epub": "save it as .html",
    ".dps": "save it as .pdf", ".ppt": "save it as .pdf", ".pptx": "save it as .pdf",
    ".rar": "unpack it, or pack it as .zip", ".7z": "unpack it, or pack it as .zip",
}  # fmt: skip
"""Kinds of articles that cannot be read, and what to do about it."""
_beside = frozenset(("readme", "license", "licence", "changelog", "notice", "copying"))
_page_folders = ("_files", ".files", "_文件")
"""What browsers add to a page's name for the folder of its pictures and scripts."""
_pages = (".html", ".htm", ".xhtml", ".shtml")
_deepest = 3
"""How deep archives and letters may lie in one another."""


@dataclass(frozen=True, slots=True)
class Input:
    """An article to read: where it is, what it is to be called, and what is declared of it.

    `path` is as the user named it, "-" for standard input; what lies in an archive or is attached to a
    letter has the path of that before its own, and its bytes in `data`, as standard input has. `optional`
    tells that the user named only the folder it lies in, which may hold what is no article.
    """

    path: str
    id: str
    metadata: tuple[Metadata, ...] = ()
    data: bytes | None = None
    optional: bool = False


@dataclass(slots=True)
class _Found:
    """A file on the way to become an Input: `names` are ids for it, the shortest first."""

    path: Path
    names: tuple[str, ...]
    id: str | None = None
    metadata: tuple[Metadata, ...] = ()
    data: bytes | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Survey:
    """What some sources hold: the articles, what is wrong with others, and how many files of a kind were left out."""

    inputs: tuple[Input, ...]
    problems: tuple[Problem, ...]
    left_out: tuple[tuple[str, int], ...]


def discover(
    sources: Sequence[str], exclude: Sequence[str] = (), others: Collection[str] = ()
) -> tuple[tuple[Input, ...], tuple[Problem, ...]]:
    """The articles of a survey, and its problems."""
    found = survey(sources, exclude, others)
    return found.inputs, found.problems


def survey(sources: Sequence[str], exclude: Sequence[str] = (), others: Collection[str] = ()) -> Survey:
    """The articles that some sources hold, in the order of the sources and of the paths below each.

    A source is a file, a folder (read recursively, but for hidden files, workspaces, README and what belongs
    to a saved page), a glob, or "-"; archives and letters are gone into. A file stays out where a pattern of
    `exclude` (`*`, `?`, `[…]`) fits its name, its path below the source, or a folder above it. An id is the
    declared one (in a table, front matter or the header of a .gold file), else the bare stem where that is
    unique, else the path below the source without or with suffix, else that with the source's own name
    before it, else its bytes, percent-encoded. A file that two sources name is read once. `others` are the suffixes
    that readers of other packages and plug-ins take.
    """
    search = _Search(tuple(exclude), frozenset(others))
    found: list[_Found] = []
    seen: dict[Path, _Found] = {}
    for source in sources:
        for item in search.walk(source):
            real = Path("-") if str(item.path) == "-" else Path(os.path.realpath(item.path))
            if real in seen:
                seen[real].optional &= item.optional
            else:
                seen[real] = item
                found.append(item)
    problems = [*search.problems, *search.told()]
    for folder, whole in search.folders.items():
        tables = [(path, None) for path in folder.glob("*") if path.suffix.lower() in metadata_table.suffixes]
        _attach(folder, sorted(tables), found, problems, whole=whole)
    for table, data in search.tables:
        _attach(table.parent, [(table, data)], found, problems, whole=True)
    return Survey(_named(found, problems), tuple(problems), tuple(sorted(search.kinds.items())))


@dataclass(slots=True)
class _Search:
    """What was met on the way through the sources.

    `folders` are those whose tables may declare metadata, and whether the table must fit; `tables` are such
    tables in archives; `kinds` counts what was left out, by suffix; `unread` tells why a kind is not read, for
    folders by their path.
    """

    exclude: tuple[str, ...]
    others: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)
    folders: dict[Path, bool] = field(default_factory=dict)
    tables: list[tuple[Path, bytes]] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    unread: Counter[tuple[str, str]] = field(default_factory=Counter)
    beside: dict[str, Counter[str]] = field(default_factory=dict)

    def walk(self, source: str) -> Iterator[_Found]:
        """The files of a source."""
        path = Path(source)
        if source == "-":
            yield _Found(path, ("stdin",), data=sys.stdin.buffer.read(size_limit + 1))
        elif path.is_dir():
            yield from self._folder(path)
        elif path.exists() or path.is_symlink():
            yield from self._file(path, path.parent)
        elif glob.has_magic(source):
            named = sorted(glob.glob(source, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
            root = Path(*(part for part in _fixed(path)))
            if not named:
                self.problems.append(
                    Problem(source, "matches no file", "check the pattern; ** goes into folders")
                )
            for name in named:
                if Path(name).is_dir():
                    yield from self._folder(Path(name))
                else:
                    yield from self._file(Path(name), root)
        else:
            self.problems.append(Problem(source, "there is no such file or folder", "check the path"))

    def told(self) -> Iterator[Problem]:
        """What is said of files that were left out: once a folder, and once a kind that is not read."""
        for root, names in self.beside.items():
            named = ", ".join(
                f"{kind} {count}" if count > 1 else kind for kind, count in sorted(names.items())
            )
            count = names.total()
            files = (
                "1 file that is no article was" if count == 1 else f"{count} files that are no articles were"
            )
            fact = f"{files} left out: {named}"
            yield Problem(root, fact, "name a file itself to have it read", "warning")
        for (root, suffix), count in sorted(self.unread.items()):
            files = "1 file was" if count == 1 else f"{count} files were"
            why = (
                "LibreOffice reads them, and is not here"
                if suffix not in foreign
                else "kg does not read them"
            )
            hint = foreign.get(suffix, office.install)
            yield Problem(root, f"{suffix}: {files} left out: {why}", hint, "warning")

    def _excluded(self, path: Path, root: Path) -> bool:
        below = path.relative_to(root) if path.is_relative_to(root) else Path(path.name)
        places = [below, *below.parents][:-1] or [below]
        out = any(
            fnmatchcase(place.name, pattern) or fnmatchcase(place.as_posix(), pattern)
            for place in places
            for pattern in (one.rstrip("/") for one in self.exclude)
        )
        if out:
            self.kinds["excluded"] += 1
        return out

    def _file(self, path: Path, root: Path) -> Iterator[_Found]:
        """A file that a source names itself: whatever it is, something is said of it."""
        suffix = path.suffix.lower()
        if self._excluded(path, root):
            return
        if suffix in metadata_table.suffixes and not metadata_table.is_article(path):
            self.folders[path.parent] = True
        elif suffix in containers:
            self.folders.setdefault(path.parent, False)
            yield from self._container(path, root, optional=False)
        elif suffix in foreign and suffix not in self.others:
            self.problems.append(Problem(str(path), f"{suffix} files cannot be read", foreign[suffix]))
        else:
            self.folders.setdefault(path.parent, False)
            yield _Found(path, _names(path, root))

    def _folder(self, root: Path) -> Iterator[_Found]:
        for path in _files(root, self.problems, set()):
            if self._excluded(path, root):
                continue
            if path.suffix.lower() in containers:
                yield from self._container(path, root, optional=True)
            else:
                yield from self._lying(path, root, str(root), None)

    def _lying(self, path: Path, root: Path, where: str, data: bytes | None) -> Iterator[_Found]:
        """A file that lies in a folder, an archive or a letter: an article, a table of metadata, or neither."""
        suffix = path.suffix.lower()
        if suffix in self.others:
            yield _Found(path, _names(path, root), data=data, optional=True)
        elif suffix in metadata_table.suffixes and not metadata_table.is_article(path, data):
            if data is None:
                self.folders[path.parent] = True
            else:
                self.tables.append((path, data))
        elif suffix in foreign or (suffix in office.texts | office.tables and _lacks_office(path, data)):
            self.unread[where, suffix] += 1
            self.kinds[suffix] += 1
        elif suffix in ocr.suffixes and ocr.available():
            yield _Found(path, _names(path, root), data=data, optional=True)
        elif suffix not in readable | metadata_table.suffixes or path.stem.lower() in _beside:
            name = path.name if path.stem.lower() in _beside else suffix or path.name
            self.beside.setdefault(where, Counter())[name] += 1
            self.kinds[suffix or path.name] += 1
        else:
            yield _Found(path, _names(path, root), data=data, optional=True)

    def _container(
        self, path: Path, root: Path, data: bytes | None = None, depth: int = 1, *, optional: bool
    ) -> Iterator[_Found]:
        """The files in an archive or letter, and in those in it; and the letter itself, where it says something."""
        archive = import_module("kg.read.archive")  # most folders hold none
        suffix = path.suffix.lower()
        try:
            content = _content(path, data)
            if suffix == ".eml" and archive.mail.has_text(content):
                yield _Found(path, _names(path, root), data=data, optional=optional)
            for member in archive.members(suffix, content, size_limit):
                place = path / member.name
                if self._excluded(place, root):
                    continue
                if place.suffix.lower() not in containers:
                    yield from self._lying(place, root, str(path), member.data)
                elif depth < _deepest:
                    yield from self._container(place, root, member.data, depth + 1, optional=True)
                else:
                    self.problems.append(Problem(str(place), "lies too deep in archives", "unpack it"))
        except InputError as error:
            self.problems.append(Problem(str(path), error.fact, error.hint))


def _lacks_office(path: Path, data: bytes | None) -> bool:
    if office.program() is not None:
        return False
    try:
        with path.open("rb") if data is None else BytesIO(data) as file:
            return office.needed(file.read(8), path.suffix.lower())
    except OSError:
        return False


def _content(path: Path, data: bytes | None) -> bytes:
    """The bytes of an archive, given or read, unless there are too many."""
    try:
        size = path.stat().st_size if data is None else len(data)
        if size <= size_limit:
            return path.read_bytes() if data is None else data
    except OSError as error:
        raise InputError(f"cannot be read: {reason(error)}", "check its rights") from error
    raise InputError(f"larger than {size_limit >> 20} MiB", "unpack it and name the folder")


def _fixed(path: Path) -> Iterator[str]:
    for part in path.parts:
        if glob.has_magic(part):
            return
        yield part


def _files(folder: Path, problems: list[Problem], visited: set[tuple[int, int]]) -> Iterator[Path]:
    """The files below a folder, sorted; a folder that links lead to again is not entered twice."""
    try:
        status = folder.stat()
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        problems.append(
            Problem(str(folder), f"the folder cannot be read: {reason(error)}", "check its rights")
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
            if path.suffix != ".kg" and not _of_page(path):
                yield from _files(path, problems, visited)
        else:
            yield path


def _of_page(folder: Path) -> bool:
    """Whether a folder holds the pictures and scripts of a page that was saved beside it."""
    stems = (folder.name.removesuffix(end) for end in _page_folders if folder.name.endswith(end))
    return any(folder.with_name(stem + suffix).exists() for stem in stems for suffix in _pages)


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


def _attach(
    folder: Path,
    tables: Iterable[tuple[Path, bytes | None]],
    found: list[_Found],
    problems: list[Problem],
    *,
    whole: bool,
) -> None:
    """Give the files of a folder what tables in it declare; `whole` tells whether the table must fit."""
    for path, data in tables:
        try:
            table = (
                metadata_table.read(path, data if data is not None else path.read_bytes())
                if data is not None or path.stat().st_size <= size_limit
                else None
            )
        except OSError as error:
            problems.append(Problem(str(path), f"the table cannot be read: {reason(error)}", "", "warning"))
            continue
        if table is None:
            if whole and not metadata_table.is_article(path, data):
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
        if str(item.path) == "-" or not item.path.is_relative_to(folder):
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
        inputs.append(Input(str(item.path), name, item.metadata, item.data, item.optional))
    return tuple(inputs)
