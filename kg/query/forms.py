"""An answer as text: a table for people, or the forms of the SPARQL 1.1 recommendations for machines."""

import csv as csv_
import io
import json as json_
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from kg.contracts import Result
from kg.errors import QueryError
from kg.rdf.turtle import turtle as as_turtle
from kg.terms import LANG_STRING, STRING, Value, written

Row = tuple[Value | None, ...]

_ends = re.compile(r"[\r\n\t]+")
_not_xml = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_formula = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def width(text: str) -> int:
    """The columns that a text takes on a terminal: two for a wide character, none for one that combines."""
    return sum(
        0 if unicodedata.category(c) in {"Mn", "Me", "Cf"} else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )  # fmt: skip


def table(result: Result, room: int | None = None, say: Callable[[str], str] = str) -> Iterator[str]:
    """The lines of a table with aligned columns; with `room`, cells are cut so that a line has so many columns.

    What is neither head nor cell is said by `say`.
    """
    if result.form == "ask":
        yield say("yes" if result.truth else "no")
        return
    rows = [tuple(_cell(value) for value in row) for row in result]
    heads = result.variables
    widths = [max((width(row[i]) for row in rows), default=0) for i in range(len(heads))]
    widths = [max(width(head), size) for head, size in zip(heads, widths, strict=True)]
    widths = _fitted(widths, room) if room else widths
    right = [bool(rows) and all(_number(row[i]) for row in rows) for i in range(len(heads))]
    for row in (heads, tuple("─" * size for size in widths), *rows):
        cells = (
            _padded(cell, size, right[i]) for i, (cell, size) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()
    yield say(f"({len(rows)} {'row' if len(rows) == 1 else 'rows'})")


def markdown(result: Result) -> Iterator[str]:
    """The lines of a table in Markdown."""
    if result.form == "ask":
        yield "yes" if result.truth else "no"
        return
    yield "| " + " | ".join(map(_inline, result.variables)) + " |"
    yield "|" + " --- |" * len(result.variables)
    for row in result:
        yield "| " + " | ".join(_inline(_cell(value)) for value in row) + " |"


def csv(result: Result) -> Iterator[str]:
    """The lines of SPARQL 1.1 CSV; a text that a spreadsheet would take for a formula has an apostrophe before it."""
    if result.form == "ask":
        yield from _csv([("truth",), ("true" if result.truth else "false",)])
        return
    yield from _csv([result.variables])
    yield from _csv(tuple("" if v is None else _harmless(v) for v in row) for row in result)


def tsv(result: Result) -> Iterator[str]:
    """The lines of SPARQL 1.1 TSV: terms as Turtle writes them."""
    if result.form == "ask":
        yield from ("?truth", "true" if result.truth else "false")
        return
    yield "\t".join(f"?{name}" for name in result.variables)
    for row in result:
        yield "\t".join("" if v is None else written(v) for v in row)


def json(result: Result) -> Iterator[str]:
    """The lines of SPARQL 1.1 Results JSON, one for each row."""
    if result.form == "ask":
        yield json_.dumps({"head": {}, "boolean": result.truth})
        return
    yield (
        '{"head": '
        + json_.dumps({"vars": list(result.variables)}, ensure_ascii=False)
        + ', "results": {"bindings": ['
    )
    between = ""
    for row in result:
        bound = {n: _json(v) for n, v in zip(result.variables, row, strict=True) if v is not None}
        yield between + json_.dumps(bound, ensure_ascii=False)
        between = ","
    yield "]}}"


def xml(result: Result) -> Iterator[str]:
    """The lines of SPARQL Results XML; characters that XML 1.0 cannot hold become U+FFFD."""
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
    yield "<head>" + "".join(f"<variable name={quoteattr(name)}/>" for name in result.variables) + "</head>"
    if result.form == "ask":
        yield f"<boolean>{'true' if result.truth else 'false'}</boolean>"
    else:
        yield "<results>"
        for row in result:
            bound = zip(result.variables, row, strict=True)
            cells = (f"<binding name={quoteattr(n)}>{_xml(v)}</binding>" for n, v in bound if v is not None)
            yield f"<result>{''.join(cells)}</result>"
        yield "</results>"
    yield "</sparql>"


def turtle(result: Result) -> Iterator[str]:
    """The lines of a Turtle file of the triples of a CONSTRUCT or DESCRIBE."""
    if result.form != "construct":
        raise QueryError("only CONSTRUCT and DESCRIBE give triples", "choose another form, or another query")
    lines = {" ".join(written(v) for v in row if v is not None) + " .\n" for row in result}
    yield from "".join(as_turtle(sorted(lines))).rstrip("\n").split("\n")


forms: dict[str, Callable[[Result], Iterator[str]]] = {
    "table": table, "csv": csv, "tsv": tsv, "json": json, "xml": xml, "markdown": markdown, "turtle": turtle,
}  # fmt: skip
"""Name of a form to the function from an answer to the lines of its text."""

readable = frozenset({"table", "markdown", "csv"})
"""The forms for people, in which a label stands in place of an IRI; the others keep to the recommendations."""


def _cell(value: Value | None) -> str:
    return "" if value is None else _ends.sub(" ", value.text)


def _number(cell: str) -> bool:
    return not cell or re.fullmatch(r"[+-]?\d+(\.\d+)?", cell) is not None


def _padded(cell: str, size: int, right: bool) -> str:
    if width(cell) > size:
        kept, used = "", 0
        for c in cell:
            if used + width(c) > size - 1:
                break
            kept, used = kept + c, used + width(c)
        cell = kept + "…"
    gap = " " * (size - width(cell))
    return gap + cell if right else cell + gap


def _fitted(widths: list[int], room: int) -> list[int]:
    """The widths with the widest columns cut until a line fits, none below eight."""
    fitted = list(widths)
    while sum(fitted) + 2 * (len(fitted) - 1) > room and max(fitted, default=0) > 8:
        over = sum(fitted) + 2 * (len(fitted) - 1) - room
        widest = max(range(len(fitted)), key=lambda i: fitted[i])
        second = max((size for i, size in enumerate(fitted) if i != widest), default=0)
        fitted[widest] = max(8, fitted[widest] - max(1, min(over, fitted[widest] - second)))
    return fitted


def _inline(text: str) -> str:
    return re.sub(r"([\\|`*_\[\]<>])", r"\\\1", text)


def _csv(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for row in rows:
        line = io.StringIO()
        csv_.writer(line, lineterminator="").writerow(row)
        yield line.getvalue() + "\r"


def _harmless(value: Value) -> str:
    plain = value.kind == "literal" and value.datatype in {STRING, LANG_STRING, ""}
    return "'" + value.text if plain and value.text.startswith(_formula) else value.text


def _json(value: Value) -> dict[str, str]:
    if value.kind != "literal":
        return {"type": "uri" if value.kind == "iri" else "bnode", "value": value.text}
    found = {"type": "literal", "value": value.text}
    if value.language:
        found["xml:lang"] = value.language
    elif value.datatype not in {STRING, ""}:
        found["datatype"] = value.datatype
    return found


def _xml(value: Value) -> str:
    text = escape(_not_xml.sub("\ufffd", value.text), {"\r": "&#xD;"})
    if value.kind == "iri":
        return f"<uri>{text}</uri>"
    if value.kind == "blank":
        return f"<bnode>{text}</bnode>"
    if value.language:
        return f"<literal xml:lang={quoteattr(value.language)}>{text}</literal>"
    if value.datatype not in {STRING, ""}:
        return f"<literal datatype={quoteattr(value.datatype)}>{text}</literal>"
    return f"<literal>{text}</literal>"
