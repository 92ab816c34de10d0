"""IRIs from content: the same thing has the same IRI in every build, and no two things share one."""

import hashlib
import unicodedata
from urllib.parse import quote

from kg.terms import segment as escaped

_quotes = frozenset("“”‘’《》〈〉")


def segment(name: str) -> str:
    """A name as one path segment of an IRI (RFC 3987): letters of any script stay, what has a meaning is escaped."""
    plain = escaped(unicodedata.normalize("NFC", name))
    return "".join(quote(c) if c in _quotes else c for c in plain)


def entity(base: str, kind: str, name: str, scope: str | None = None) -> str:
    """The IRI of a thing: its type, the key of the region that makes the name particular, the name or code."""
    return "/".join([base + kind, *([segment(scope)] if scope else []), segment(name)])


def source(base: str, document: str) -> str:
    """The IRI of a document that was read."""
    return f"{base}source/{segment(document)}"


def statement(base: str, kind: str, *content: object) -> str:
    """The IRI of a claim or figure: 80 bits of the SHA-256 of what it states and where."""
    text = "\x1f".join("" if part is None else str(part) for part in content)
    return f"{base}{kind}/{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:20]}"
