"""Lines of N-Triples in bulk: sorted beyond memory, grouped by subject and by document, summed up in a checksum."""

import hashlib
import heapq
import io
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby, islice

from kg.rdf.vocabulary import OA, RDF, RDP
from kg.terms import split

_chunk = 1 << 19  # lines sorted in memory at once: about 100 MB of lines
_joined = 256  # lines made bytes at once
MODULUS = 1 << 256
"""Checksums are sums modulo this."""


def ordered(lines: Iterable[str], chunk: int = _chunk) -> Iterator[str]:
    """The lines sorted by code point, in memory while they are few, through temporary files when they are many."""
    source = iter(lines)
    first = sorted(islice(source, chunk))
    if len(first) < chunk:
        yield from first
        return
    with ExitStack() as stack:
        runs = [stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n"))]
        runs[0].writelines(first)
        del first
        while part := sorted(islice(source, chunk)):
            runs.append(stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")))
            runs[-1].writelines(part)
        for run in runs:
            run.seek(0)
        yield from heapq.merge(*runs)


class Stream(io.RawIOBase):
    """Lines as a binary file that can be read once, so that a loader need not hold them all."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._part = b""
        self._at = 0

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # any writable buffer
        """The number of bytes put into the buffer, 0 at the end."""
        if self._at == len(self._part):
            self._part, self._at = "".join(islice(self._lines, _joined)).encode(), 0
        part = self._part[self._at : self._at + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)


def checksum(lines: Iterable[str], start: int = 0, sign: int = 1) -> tuple[int, int]:
    """The number of lines, and the sum of their SHA-256 modulo 2**256, beginning at `start`.

    A sum and not a chain, so that it follows a delta (`sign` -1 takes lines away) without reading the
    rest, and is the same in every order. It finds a changed byte; it is no defence against one who can
    compute it anew. After Bellare and Micciancio, "A new paradigm for collision-free hashing" (1997).
    """
    total, count = start, 0
    for line in lines:
        total += sign * digest(line)
        count += 1
    return count, total % MODULUS


def digest(line: str) -> int:
    """What a line adds to a checksum."""
    return int.from_bytes(hashlib.sha256(line.encode()).digest(), "big")


Properties = dict[str, list[str]]
"""Predicate to objects, all as N-Triples text, in the order of the lines."""

Block = tuple[str, Properties]
"""A subject as N-Triples text, and its properties."""

_document = f"<{RDF}type> <{RDP}Source> .\n"
_pointers = tuple(f"<{OA}{name}> " for name in ("hasSource", "hasTarget"))
_selectors = tuple(f"<{RDF}type> <{OA}Text{name}Selector> .\n" for name in ("Position", "Quote"))


def blocks(lines: Iterable[str]) -> Iterator[Block]:
    """Each subject, as N-Triples text, with its properties, of lines sorted by subject."""
    for subject, group in groupby(map(split, lines), key=lambda triple: triple[0]):
        properties: Properties = {}
        for _, predicate, obj in group:
            properties.setdefault(predicate, []).append(obj)
        yield subject, properties


def parted(lines: Iterable[str]) -> Iterator[Block]:
    """The same of lines that are canonical: twenty times as fast, and nothing else is told from them."""
    subject, properties = "", Properties()
    for line in lines:
        name, predicate, rest = line.split(" ", 2)  # no IRI has a blank
        if name != subject:
            if subject:
                yield subject, properties
            subject, properties = name, {}
        properties.setdefault(predicate, []).append(rest[:-3])
    if subject:
        yield subject, properties


def by_document(lines: Iterable[str]) -> Iterator[tuple[str, Iterator[str]]]:
    """The sorted lines of a graph in groups, sorted within: first what no document says alone, under "".

    That are the ontology, the entities and the plain edges. Then what each document says, under its
    IRI as N-Triples text. A group must be read before the next is asked for.
    """
    pairs = (line.split("\t", 1) for line in ordered(_keyed(lines)))
    for document, group in groupby(pairs, key=lambda pair: pair[0]):
        yield document, (line for _, line in group)


def told_by_document(lines: Iterable[str], parts: int) -> Iterator[tuple[str, Iterable[Block]]]:
    """What each document says, as `by_document` has it, of lines in any order that keeps those of a subject together.

    What no document says alone comes first, under "" and block by block; then the documents, in an order that only
    the lines and `parts` settle: they are laid in so many files, not sorted, and a file is held in memory at a time.
    """
    with ExitStack() as stack:
        files = [
            stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n"))
            for _ in range(parts + 1)
        ]
        for subject, block in _subjects(lines):
            document = _belongs(subject, block)
            file = files[zlib.crc32(document.encode()) % parts if document else parts]
            file.write(f"\t{document}\n" + "".join(block))
        for file in files:
            file.seek(0)
        yield "", (block for _, block in _blocks(files.pop()))
        for file in files:
            found: dict[str, list[Block]] = {}
            for document, said in _blocks(file):
                found.setdefault(document, []).append(said)
            yield from sorted(found.items())


def _blocks(file: Iterable[str]) -> Iterator[tuple[str, Block]]:
    """The blocks of a file of canonical lines, each with the document that stands above it."""
    document, subject, properties = "", "", Properties()
    for line in file:
        if line[0] == "\t":
            if subject:
                yield document, (subject, properties)
            document, subject, properties = line[1:-1], "", {}
            continue
        subject, predicate, rest = line.split(" ", 2)  # no IRI has a blank; twenty times as fast as `split`
        properties.setdefault(predicate, []).append(rest[:-3])
    if subject:
        yield document, (subject, properties)


def _keyed(lines: Iterable[str]) -> Iterator[str]:
    for subject, block in _subjects(lines):
        document = _belongs(subject, block)
        for line in block:
            yield f"{document}\t{line}"


def _subjects(lines: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Each subject with its lines, of lines that keep those of a subject together."""
    begin = ""
    block: list[str] = []
    for line in lines:
        if block and line.startswith(begin):
            block.append(line)
            continue
        if block:
            yield begin[:-1], block
        begin, block = line[: line.index(" ") + 1], [line]
    if block:
        yield begin[:-1], block


def _belongs(subject: str, block: list[str]) -> str:
    """The document that alone says what a subject's lines say, "" for none."""
    after = len(subject) + 1
    for line in block:
        rest = line[after:]
        if rest == _document:
            return subject
        if rest.startswith(_pointers):
            return rest.split(" ", 1)[1].partition("#")[0].removesuffix("> .\n") + ">"
        if rest in _selectors:
            return subject.partition("#")[0] + ">"
    return ""
