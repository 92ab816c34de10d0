"""Lines of N-Triples in bulk: sorted beyond memory, counted and summed up in a checksum that does not mind order."""

import hashlib
import heapq
import io
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice

_chunk = 1 << 19  # lines sorted in memory at once: about 100 MB of lines
_modulus = 1 << 256


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
        self._rest = b""

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # any writable buffer
        """The number of bytes put into the buffer, 0 at the end."""
        while len(self._rest) < len(buffer):
            more = "".join(islice(self._lines, 4096))
            if not more:
                break
            self._rest += more.encode()
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def checksum(lines: Iterable[str], start: int = 0, sign: int = 1) -> tuple[int, int]:
    """The number of lines, and the sum of their SHA-256 modulo 2**256, beginning at `start`.

    A sum and not a chain, so that it follows a delta (`sign` -1 takes lines away) without reading the
    rest, and is the same in every order. It finds a changed byte; it is no defence against one who can
    compute it anew. After Bellare and Micciancio, "A new paradigm for collision-free hashing" (1997).
    """
    total, count = start, 0
    for line in lines:
        total += sign * int.from_bytes(hashlib.sha256(line.encode()).digest(), "big")
        count += 1
    return count, total % _modulus
