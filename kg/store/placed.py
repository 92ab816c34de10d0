"""Where the graph of a folder is: in the folder itself, or on a server that the folder names."""

import json
from dataclasses import asdict, replace
from pathlib import Path

from kg.errors import StoreError
from kg.store.embedded import Embedded
from kg.store.remote import Address, Remote, from_environment

FILE = "server.json"


def note(folder: Path, address: Address, statements: int) -> None:
    """Writes down which server has the graph of a folder, and how many statements; no headers, they are secret."""
    content = asdict(replace(address, headers=())) | {"statements": statements}
    (folder / FILE).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def noted(folder: Path) -> tuple[Address, int] | None:
    """The server that a folder names, with its number of statements; None where the graph is in the folder."""
    path = folder / FILE
    if not path.exists():
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        statements = int(found.pop("statements"))
        return Address(**{**found, "headers": from_environment()}), statements
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path}: cannot be read: {error}", "kg build makes the graph anew") from error


def opened(folder: Path) -> Embedded | Remote:
    """The graph of a folder, opened to read."""
    server = noted(folder)
    return Embedded(folder) if server is None else Remote(*server)
