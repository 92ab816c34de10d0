"""A workspace on disk: where each thing lies, one writer, many readers, and the swap to the next graph.

NAME.kg/
    kg.toml          settings
    lexicon/*.tsv    the user's own lexicon
    decisions.yaml   what a person decided
    candidates.jsonl what a language model proposed, for kg review; no part of the graph
    answers/         what it answered, by its question: the same question costs nothing again
    documents/       a record a document: cleaned text, metadata, annotation (JSON, compressed); in folders by the first
                     digits of its name
    store-N/         a graph, whole: never changed once `current` names it
    current          the name of the present graph's folder, replaced atomically
    lock             held while a build runs; holds the process id of its owner
"""

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from kg.errors import StoreError
from kg.settings import Settings, load, template
from kg.workspace import ledger, seal
from kg.workspace.files import refused, remove_tree, sync, write

SUFFIX = ".kg"

_store = re.compile(r"store-\d+")


@dataclass(frozen=True, slots=True)
class Workspace:
    """An existing workspace and its settings."""

    path: Path
    settings: Settings

    @staticmethod
    def open(path: Path) -> "Workspace":
        """The workspace at `path`.

        Raises StoreError where there is none, SettingsError where its settings cannot be used.
        """
        if not (path / "kg.toml").is_file():
            what = "is not a workspace" if path.exists() else "no such workspace"
            raise StoreError(f"{path}: {what}", f"kg build ARTICLES... -w {path}")
        return Workspace(path, load(path / "kg.toml"))

    @staticmethod
    def create(path: Path) -> "Workspace":
        """The workspace at `path`, made if it is not there.

        Raises StoreError where something else lies there already, or the place cannot be written.
        """
        if not (path / "kg.toml").is_file():
            if path.exists() and (not path.is_dir() or any(path.iterdir())):
                raise StoreError(f"{path}: not a workspace, and not empty", "name another place with -w")
            try:
                path.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise refused(path, error) from error
            write(path / "kg.toml", template())
        return Workspace.open(path)

    @property
    def documents(self) -> Path:
        """The folder of document records."""
        return self.path / "documents"

    def keep(self) -> None:
        """Makes the folder of document records, if it is not there."""
        try:
            self.documents.mkdir(exist_ok=True)
        except OSError as error:
            raise refused(self.documents, error) from error

    @property
    def decisions(self) -> Path:
        """The file of a person's decisions; it need not exist."""
        return self.path / "decisions.yaml"

    @property
    def candidates(self) -> Path:
        """The file of what a language model proposed; it need not exist."""
        return self.path / "candidates.jsonl"

    @property
    def answers(self) -> Path:
        """The folder of what a language model answered; it need not exist."""
        return self.path / "answers"

    def current(self) -> Path | None:
        """The folder of the present graph, or None before the first build, and where somebody took it away."""
        try:
            name = (self.path / "current").read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return None
        folder = self.path / name
        return folder if _store.fullmatch(name) and folder.is_dir() else None

    def newest(self) -> Path | None:
        """The folder of the present graph; where the pointer is lost, that of the newest one that was finished."""
        finished = (path for path in self._stores() if (path / seal.FILE).is_file())
        stores = sorted(finished, key=lambda path: int(path.name.partition("-")[2]))
        return self.current() or next(reversed(stores), None)

    @contextmanager
    def graph(self) -> Iterator[Path]:
        """The folder of the present graph, kept on disk as long as the context lasts, whatever is built meanwhile.

        Raises StoreError where nothing was built yet, and where a file of the graph is damaged.
        """
        while True:
            folder = self.current()
            if folder is None:
                if self.newest() is not None:
                    raise seal.damaged(self.path / "current")
                raise StoreError(f"{self.path}: no graph yet", f"kg build ARTICLES... -w {self.path}")
            try:
                holder = (folder / "held").open("rb")
            except OSError as error:
                if self.current() == folder:
                    raise seal.damaged(folder / "held") from error
                continue
            with holder:
                _locked(holder, shared=True)
                if (
                    self.current() != folder
                ):  # another was built, and this one may have gone, before we held it
                    continue
                seal.check(folder)
                yield folder
            return

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The right to write, held by one process at a time.

        Raises StoreError where another process has it, or the workspace cannot be written.
        """
        try:
            lock = (self.path / "lock").open("a+", encoding="utf-8")
        except OSError as error:
            raise refused(self.path, error) from error
        with lock:
            if not _locked(lock):
                lock.seek(0)
                raise StoreError(
                    f"{self.path}: another kg is writing here (process {lock.read().strip()})",
                    "wait until it is done",
                )
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            yield

    def fresh(self) -> Path:
        """A new, empty folder for the next graph; what builds that were killed left behind goes."""
        self._drop()
        numbers = [int(path.name.partition("-")[2]) for path in self._stores()]
        folder = self.path / f"store-{max(numbers, default=0) + 1}"
        try:
            folder.mkdir()
            (folder / "held").touch()
        except OSError as error:
            raise refused(folder, error) from error
        return folder

    def swap(self, folder: Path) -> None:
        """Makes `folder` the present graph, sealed, at one stroke and safe from a loss of power; then prunes."""
        records = ((name, self.documents / name) for name in ledger.records(folder))
        seal.close(folder, records, self.current())
        for path in sorted(folder.rglob("*")):
            sync(path)
        sync(folder)
        pointer = self.path / "current"
        if pointer.is_dir():
            remove_tree(pointer)
        write(pointer, folder.name)
        self.prune()

    def remember(self, records: Iterable[str]) -> None:
        """Keeps the records of the build before, to tell what changed since, until the next build that changes any."""
        write(self.path / "former", "".join(f"{name}\n" for name in records))

    def former(self) -> tuple[str, ...]:
        """The names of the records of the build before; none where there was none, or none is known."""
        try:
            return tuple((self.path / "former").read_text(encoding="utf-8").split())
        except (OSError, UnicodeDecodeError):
            return ()

    def prune(self) -> None:
        """Takes away every graph but the present one, unless somebody reads it, and the records no graph is of."""
        self._drop()
        if not self.documents.exists():
            return
        used = frozenset(self.former()).union(*map(ledger.records, self._stores()))
        kept = self.records()
        for name in sorted(kept.keys() - used):
            remove_tree(kept[name])
        for folder in self.documents.iterdir():
            with suppress(OSError):  # one that is not empty stays
                folder.rmdir()

    def records(self) -> dict[str, Path]:
        """The records that are there, by the names that a ledger has; and whatever else lies beside them."""
        found: dict[str, Path] = {}
        for path in sorted(self.documents.iterdir()):
            inside = (
                [path] if path.is_symlink() or not path.is_dir() or path.suffix else sorted(path.iterdir())
            )
            found |= {one.relative_to(self.documents).as_posix(): one for one in inside}
        return found

    def _drop(self) -> None:
        present = self.current()
        for folder in self._stores():
            if folder != present and not _held(folder):
                shutil.rmtree(folder, ignore_errors=True)

    def _stores(self) -> list[Path]:
        return [path for path in self.path.glob("store-*") if _store.fullmatch(path.name) and path.is_dir()]


def locate(given: Path | None, *, new: bool = False) -> Path:
    """The path of the workspace meant: the given one, else `KG_WORKSPACE`, else the one `*.kg` folder here.

    With `new`, `graph.kg` where there is none. Raises StoreError where none or several could be meant.
    """
    if given is not None:
        return given
    if named := os.environ.get("KG_WORKSPACE"):
        return Path(named)
    here = sorted(path for path in Path().glob(f"*{SUFFIX}") if (path / "kg.toml").is_file())
    if len(here) > 1:
        raise StoreError(f"several workspaces here: {', '.join(map(str, here))}", "name one with -w")
    if here:
        return here[0]
    if new:
        return Path(f"graph{SUFFIX}")
    raise StoreError("no workspace here", "kg build ARTICLES... makes one; -w names one elsewhere")


def _held(folder: Path) -> bool:
    try:
        with (folder / "held").open("r+b") as holder:
            return not _locked(holder)
    except OSError:
        return False


def _locked(file: IO[Any], *, shared: bool = False) -> bool:
    """Whether the lock of a file is ours now; a shared one is waited for."""
    import portalocker  # noqa: PLC0415 - slow to load, and extraction by itself locks nothing

    alone = portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING
    try:
        portalocker.lock(file, portalocker.LockFlags.SHARED if shared else alone)
    except portalocker.LockException:
        return False
    return True
