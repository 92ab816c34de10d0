"""A training set to the digest that stands for it in a file of weights."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from kg.model import Annotated
from kg.records import line


def digest(documents: Iterable[Annotated]) -> str:
    """The first 64 bits of the SHA-256 of annotated documents, whatever their order, in hexadecimal."""
    anywhere = (replace(one, document=replace(one.document, path="")) for one in documents)
    hashes = sorted(hashlib.sha256(line(one).encode()).hexdigest() for one in anywhere)
    return hashlib.sha256("".join(hashes).encode()).hexdigest()[:16]
