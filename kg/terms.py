"""RDF terms as text: N-Triples in the canonical form that the store writes, IRIs that are always well formed."""

import re
import unicodedata
from typing import NamedTuple
from urllib.parse import quote, unquote

XSD = "http://www.w3.org/2001/XMLSchema#"
STRING = XSD + "string"
LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


class Value(NamedTuple):
    """A term: its kind (iri, literal or blank), its text, and of a literal the datatype IRI and the language.

    A plain string has the datatype xsd:string, a string with a language rdf:langString.
    """

    kind: str
    text: str
    datatype: str = ""
    language: str = ""


_escapes = {
    **{code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF)},
    0x08: "\\b", 0x09: "\\t", 0x0A: "\\n", 0x0C: "\\f", 0x0D: "\\r", 0x22: '\\"', 0x5C: "\\\\",
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}  # fmt: skip
_special = re.compile(r'[\x00-\x1f"\\\x7f\ufffe\uffff\ud800-\udfff]')
_written = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_escape = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")


def escaped(text: str) -> str:
    """A string as it stands between the quotes of a canonical N-Triples literal.

    A lone surrogate, which no RDF can hold, becomes U+FFFD.
    """
    return text.translate(_escapes) if _special.search(text) else text


def literal(text: str, datatype: str = "", language: str = "") -> str:
    """A literal in N-Triples."""
    if language:
        return f'"{escaped(text)}"@{language}'
    if datatype and datatype != STRING:
        return f'"{escaped(text)}"^^<{datatype}>'
    return f'"{escaped(text)}"'


# An IRI that needs no second look: the great majority.
_plain = re.compile(
    r"[A-Za-z0-9\-._~:/?@!$&'()*+,;=\u4e00-\u9fff]*(?:#[A-Za-z0-9\-._~:/?@!$&'()*+,;=\u4e00-\u9fff]*)?"
)
_path = "-._~:/?#@!$&'()*+,;=%"


def _allowed(character: str) -> bool:
    """True if a character beyond ASCII may stand in an IRI and can be seen.

    The ranges are `ucschar` of RFC 3987; blanks, controls, private use and what steers the direction
    of writing are left out.
    """
    code = ord(character)
    return (
        code >= 0xA0
        and not 0xE000 <= code <= 0xF8FF
        and not 0xFFF0 <= code <= 0xFFFF
        and code < 0xE0000
        and unicodedata.category(character)[0] not in "CZ"
    )


def _encoded(text: str, kept: str) -> str:
    return "".join(
        c if c in kept or (c.isascii() and c.isalnum()) or _allowed(c)
        else quote(c, safe="", errors="surrogatepass")
        for c in text
    )  # fmt: skip


def segment(text: str, kept: str = "") -> str:
    """A name as one segment of an IRI's path: Chinese stays readable, all that has a meaning in IRIs is encoded.

    `kept` names further characters that stay as they are. `urllib.parse.unquote` gives the name back.
    """
    return _encoded(text, "-._~" + kept)


def safe_iri(text: str) -> str:
    """An IRI with all that may not stand in one percent-encoded; a well-formed IRI comes back unchanged."""
    if _plain.fullmatch(text):
        return text
    head, mark, fragment = text.partition("#")
    text = head + mark + fragment.replace("#", "%23")
    return _encoded(re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text), _path)


def iri(text: str) -> str:
    """An IRI in N-Triples; what may not stand in one is percent-encoded."""
    return f"<{safe_iri(text)}>"


def readable(text: str) -> str:
    """The last part of an IRI, percent-encoding undone: what to show where a thing has no label."""
    return unquote(re.split(r"[/#]", text.rstrip("/#"))[-1]) or text


def written(value: Value) -> str:
    """A term in N-Triples."""
    if value.kind == "iri":
        return iri(value.text)
    if value.kind == "blank":
        return f"_:{value.text}"
    return literal(value.text, value.datatype, value.language)


def _unescaped(text: str) -> str:
    def one(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        return chr(int(code, 16)) if code else _written[match[3]]

    return _escape.sub(one, text) if "\\" in text else text


_triple = re.compile(
    r'(<[^>]*>|_:\S+) (<[^>]*>) (<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:@[\w\-]+|\^\^<[^>]*>)?) (?:(<[^>]*>) )?\.\n?'
)


def split(line: str) -> tuple[str, str, str]:
    """Subject, predicate and object of a line of canonical N-Triples or N-Quads, each as N-Triples text.

    Raises ValueError on a line that is none.
    """
    if (match := _triple.fullmatch(line)) is None:
        raise ValueError(f"not a line of N-Triples: {line!r}")
    return match[1], match[2], match[3]


def parsed(text: str) -> Value:
    """A term written in N-Triples, read."""
    if text.startswith("<"):
        return Value("iri", _unescaped(text[1:-1]))
    if text.startswith("_:"):
        return Value("blank", text[2:])
    body, _, tail = text[1:].rpartition('"')
    if tail.startswith("@"):
        return Value("literal", _unescaped(body), LANG_STRING, tail[1:])
    return Value("literal", _unescaped(body), tail[3:-1] if tail else STRING)
