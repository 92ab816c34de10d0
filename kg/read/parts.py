"""A zip package of XML parts (docx, ofd) to its parts, within bounds."""

import zipfile
import zlib
from typing import Any

from lxml import etree

from kg.errors import InputError

unpacked_limit = 200 * 1024 * 1024
"""Bytes that the parts of a document may unpack to, pictures and all; work reports need 2 MB."""
_part_limit = 60 * 1024 * 1024
_part_small = 1024 * 1024
_part_ratio = 250
"""How many times its packed size a part of more than a megabyte may have; texts in Word's markup have 10 to 40."""
DAMAGED = (
    zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, NotImplementedError, EOFError, OSError, RuntimeError,
    ValueError,
)  # fmt: skip
"""What reading a damaged package raises."""


def bounded(packed: zipfile.ZipFile) -> None:
    """Raises InputError for a package that unpacks to more than the limit."""
    if sum(part.file_size for part in packed.infolist()) > unpacked_limit:
        fact = f"unpacks to more than {unpacked_limit >> 20} MiB"
        raise InputError(fact, "take its pictures out, or save its text as .txt")


def part(packed: zipfile.ZipFile, name: str, renamed: tuple[bytes, bytes] = (b"", b"")) -> Any:
    """A part parsed, or None where there is none; what unpacks to too much or declares entities is refused.

    A part never unpacks to more than the package says of it: zipfile stops there. `renamed` is a namespace and
    the one that is read in its place.
    """
    if name not in packed.namelist():
        return None
    info = packed.getinfo(name)
    if info.file_size > _part_limit:
        raise InputError(f"{name} unpacks to more than {_part_limit >> 20} MiB", "split the document")
    if info.file_size > _part_small and info.file_size > _part_ratio * max(info.compress_size, 1):
        times = info.file_size // max(info.compress_size, 1)
        raise InputError(
            f"{name} unpacks to {times} times its size, as no text does", "do not trust this file"
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    data = packed.read(name)
    root = etree.fromstring(data.replace(*renamed) if renamed[0] else data, parser)
    if root.getroottree().docinfo.doctype:
        raise InputError(f"{name} declares entities, as no document does", "do not trust this file")
    return root
