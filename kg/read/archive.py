"""A file that holds files (.zip, .eml) to those in it, by name and bytes; nothing is ever written to disk."""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from kg.errors import InputError
from kg.read import mail

suffixes = frozenset((".zip", ".eml"))
"""Kinds of files that hold others."""
most_files = 2_000
unpacked_limit = 512 * 1024 * 1024
"""Bytes that all files of an archive may unpack to."""
_small = 16 * 1024 * 1024
_ratio = 100
"""How many times its size an archive of more than that may unpack to; offices' files have 2 to 20."""
_encrypted = 0x1
_utf8 = 0x800
_hint = "get it again, or unpack it and name the folder"


@dataclass(frozen=True, slots=True)
class Member:
    """A file in another: its path in there, parts parted by /, and its bytes."""

    name: str
    data: bytes


def members(suffix: str, data: bytes, limit: int) -> Iterator[Member]:
    """The files in a zip archive, or attached to a letter, in the order of their names; hidden ones left out.

    No path leads out of the archive. Raises InputError for an archive that is damaged or encrypted, or
    that unpacks to more than it may; a file larger than `limit` comes cut, so that who reads it can tell.
    """
    if suffix == ".zip":
        yield from _zipped(data, limit)
        return
    attached = ((_inside(name), content[: limit + 1]) for name, content in mail.attachments(data))
    yield from (Member(name, content) for name, content in sorted(attached) if name)


def _zipped(data: bytes, limit: int) -> Iterator[Member]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            infos = [info for info in package.infolist() if not info.is_dir()]
            _bounded(infos, len(data))
            for name, info in sorted((_inside(_name(i)), i) for i in infos if _inside(_name(i))):
                with package.open(info) as file:
                    yield Member(name, file.read(limit + 1))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise InputError("a truncated or damaged archive", _hint) from error


def _bounded(infos: list[zipfile.ZipInfo], packed: int) -> None:
    if any(info.flag_bits & _encrypted for info in infos):
        raise InputError("the archive is encrypted", "unpack it with its password and name the folder")
    if len(infos) > most_files:
        raise InputError(f"more than {most_files:,} files in it", "unpack it and name the folder")
    size = sum(info.file_size for info in infos)
    if size > unpacked_limit or (size > _small and size > _ratio * packed):
        raise InputError(
            f"unpacks to {size >> 20} MiB, as no archive of texts does", "do not trust this file"
        )


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a file: where it is not marked as UTF-8 it is that all the same, or GBK."""
    if info.flag_bits & _utf8:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _inside(name: str) -> str:
    """The path of a file below the archive, whatever leads out of it taken away; "" for what is hidden."""
    parts = [
        part for part in PurePosixPath(name.replace("\\", "/")).parts if part.strip("./ ") and part[-1] != ":"
    ]
    hidden = any(part.startswith((".", "~$", "__MACOSX")) for part in parts)
    return "" if hidden else "/".join("".join(c for c in part if c.isprintable()) for part in parts)
