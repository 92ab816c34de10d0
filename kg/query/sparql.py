"""SPARQL as people type it: without prefixes, in any case of error told where it is."""

import re
from collections.abc import Callable
from decimal import Decimal

from kg.contracts import Result, Store
from kg.errors import LimitError, QueryError, nearest
from kg.rdf.vocabulary import XSD, prefixes
from kg.terms import Value

Cell = str | int | float | bool | Decimal | None
NUMBERS: dict[str, Callable[[str], Cell]] = {
    "integer": int,
    "decimal": Decimal,
    "double": float,
    "float": float,
}
"""XSD datatype to the Python type of its values."""

_opaque = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'(?:[^'\\\n]|\\.)*'"
    r'|<[^<>"{}|^`\\\x00-\x20]*>'
    r"|#[^\n]*",
    re.DOTALL,
)
_declared = re.compile(r"\bPREFIX\s+([\w\-.]*):", re.IGNORECASE)
_used = re.compile(r"(?<![\w:.\-?$@])([A-Za-z][\w\-]*)?:(?=[\w%\\\-]|$|\s)")
_variable = re.compile(r"[?$](\w+)")
_place = re.compile(r"\bline (\d+), column (\d+)")
_words = re.compile(
    r"(?<![\w:?$.\-])(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|SERVICE)(?![\w:])", re.IGNORECASE
)
_deepest, _longest = 50, 20_000
"""Brackets within brackets, and characters beside names, strings and blanks: Oxigraph reads and plans by recursion,
and would take the whole process with it when the stack is full."""
_signs = re.compile(rf"[!^](?:\s*[!^]){{{_deepest}}}")
_everything = re.compile(r"\bSELECT\s+(?:DISTINCT\s+|REDUCED\s+)?\*", re.IGNORECASE)


def ask(store: Store, text: str, base: str = "", timeout: float | None = None) -> Result:
    """The answer to a SPARQL 1.1 query; the prefixes of `kg.rdf.vocabulary` and the base need not be declared.

    The columns of SELECT * stand in the order in which the query names them. Raises QueryError: not
    valid (with line and column of the text as given), a change of the graph, a call of another
    server, too long or too deep, or the time limit.
    """
    bare = masked(text)
    _refuse(bare)
    _bound(bare)
    start = f"BASE <{base}> " if base else ""
    declared = "".join(f"PREFIX {name}: <{space}> " for name, space in prefixes.items())
    try:
        result = store.query(f"{start}{declared}\n{text}", timeout)
    except LimitError:
        raise
    except QueryError as error:
        unknown = _undeclared(bare)
        if unknown and "line" in error.fact:
            near = nearest(unknown[0], prefixes, 3)
            hint = f"did you mean {' or '.join(near)}? " if near else ""
            raise QueryError(
                f"the prefix {unknown[0]}: is not declared",
                f"{hint}add PREFIX {unknown[0]}: <...> at the beginning",
            ) from error
        raise QueryError(
            _place.sub(lambda m: _told(text, int(m[1]) - 1, int(m[2])), error.fact), error.hint
        ) from error
    return _in_order(result, bare)


def masked(text: str) -> str:
    """A query with the inside of strings, IRIs and comments blanked, of the same length and lines."""
    return _opaque.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)


def _refuse(bare: str) -> None:
    if (match := _words.search(bare)) is None:
        return
    line = bare.count("\n", 0, match.start()) + 1
    word = match[1].upper()
    if word == "SERVICE":
        raise QueryError(
            f"line {line}: SERVICE would ask another server over the network",
            "export the graph, and query there",
        )
    raise QueryError(
        f"line {line}: {word} would change the graph, which queries only read",
        "what a person decides goes through kg review; documents through kg build and kg remove",
    )


def _bound(bare: str) -> None:
    depth = deepest = 0
    for mark in re.findall(r"[(){}\[\]]", bare):
        depth += 1 if mark in "({[" else -1
        deepest = max(deepest, depth)
    if deepest > _deepest or _signs.search(bare):
        raise QueryError(f"the query is nested more than {_deepest} deep", "ask it in parts")
    if len("".join(bare.split())) > _longest:
        raise QueryError("the query is too long or nested too deeply", "ask it in parts")


def _told(text: str, line: int, column: int) -> str:
    """A place in a query, in words: its line and column, and what stands there."""
    lines = text.split("\n")
    there = lines[line - 1][column - 1 :].strip() if 0 < line <= len(lines) else ""
    return f"line {line}, column {column}" + (f", at {there[:30]!r}" if there else ", at the end of the line")


def _undeclared(bare: str) -> list[str]:
    known = {*prefixes, "_", *(name for name in _declared.findall(bare))}
    return [name for name in dict.fromkeys(_used.findall(bare)) if name not in known]


def _in_order(result: Result, bare: str) -> Result:
    if result.form != "select" or not _everything.search(bare):
        return result
    named = list(dict.fromkeys(_variable.findall(bare)))
    order = sorted(
        range(len(result.variables)),
        key=lambda i: named.index(result.variables[i]) if result.variables[i] in named else len(named),
    )
    rows = (tuple(row[i] for i in order) for row in result.rows)
    return Result("select", tuple(result.variables[i] for i in order), rows)


def python(value: Value | None) -> Cell:
    """The Python value of a term: numbers and truths as such, IRIs and texts as texts."""
    if value is None:
        return None
    if value.datatype == f"{XSD}boolean":
        return value.text == "true"
    kind = NUMBERS.get(value.datatype.removeprefix(XSD))
    return kind(value.text) if kind and value.kind == "literal" else value.text
