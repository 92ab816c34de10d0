"""Annotated excerpts of public documents, kept without their wording: `pack` and `unpack`.

    python tools/standoff.py pack ROOT FILE.gold ... > tools/standoff/NAME.tsv
    python tools/standoff.py unpack ROOT tools/standoff/NAME.tsv OUT

ROOT is the folder that the `source` of each document is named from. The documents themselves are not part of the
project; what is kept are places in them (offsets into the lines of the source, as `lines` gives them), types,
names and relations, so that `kg train` can be run again by whoever has the documents. A document that has changed
since is told and left out.

The table has one row a thing: D (a document: id, region, date, source, where its text begins, SHA-1 of the text), S (a
sentence: its length, P where it opens a paragraph), M (a mention in the sentence before: where in it, its length, type,
name where that is another), R (a relation that the sentence states; #7 is the name of the document's eighth mention).
"""

import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

_apart = re.compile(r"(⟦[^⟧]*⟧)")
_mark = re.compile(r"⟦([^|⟧]*)\|([^=⟧]*)(?:=([^⟧]*))?⟧")


def lines(path: Path) -> str:
    """The text of a source: without front matter, marks of headings and of bold type, and any blanks within lines."""
    text = path.read_text(encoding="utf-8", errors="replace")
    text = re.sub(r"^---\n.*?\n---\n", "", text, flags=re.DOTALL).replace("**", "")
    found = ("".join(re.sub(r"^\s*#+", "", line).split()) for line in text.split("\n"))
    return "\n".join(line for line in found if line)


def pack(root: Path, files: Iterable[Path]) -> Iterator[str]:
    """The rows of annotated documents; ValueError where a text is not found in its source."""
    for file in files:
        head: dict[str, str] = {}
        body: list[str] = []
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("# "):
                key, _, value = line[2:].partition(": ")
                head[key] = value
            elif line[:2] in {"P ", "S ", "R "}:
                body.append(line)
        text, rows, named = "", [], []
        for line in body:
            kind, rest = line[0], line[2:]
            if kind == "R":
                rows.append(["R", *(cell.strip() for cell in rest.split("|"))])
                continue
            rest = _mark.sub(_without_blanks, rest)
            rest = "".join(part if part[:1] == "⟦" else "".join(part.split()) for part in _apart.split(rest))
            bare = _mark.sub(r"\1", rest)
            text += ("\n" if kind == "P" and text else "") + bare
            rows.append(["S", str(len(bare)), kind])
            taken = 0
            for found in _mark.finditer(rest):
                at = found.start() - taken
                taken += len(found[0]) - len(found[1])
                rows.append(["M", str(at), str(len(found[1])), found[2], found[3] or ""])
                named.append(found[3] or found[1])
        start = lines(root / head["source"]).find(text)
        if start < 0:
            raise ValueError(f"{file}: its text is not in {head['source']}")
        numbers: dict[str, str] = {}
        for number, name in enumerate(named):
            numbers.setdefault(name, f"#{number}")
        told = (head["id"], head["region"], head["date"], head["source"], str(start), _digest(text))
        yield "\t".join(("D", *told))
        for row in rows:
            kind, *cells = row
            yield "\t".join((kind, *(numbers.get(cell, cell) if kind == "R" else cell for cell in cells)))


def _without_blanks(found: re.Match[str]) -> str:
    """A mention without blanks in its words; its name keeps them."""
    words = "".join(found[1].split())
    name = found[3] or (found[1] if words != found[1] else "")
    return f"⟦{words}|{found[2]}{'=' + name if name else ''}⟧"


def unpack(root: Path, table: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The id and the annotated text of every document of a table whose source is as it was."""
    documents: list[list[list[str]]] = []
    for row in (line.rstrip("\n").split("\t") for line in table):
        if row[0] == "D":
            documents.append([])
        documents[-1].append(row)
    for (_, name, region, date, source, start, digest), *rows in documents:
        sentences = [row for row in rows if row[0] == "S"]
        size = sum(int(row[1]) for row in sentences) + sum(row[2] == "P" for row in sentences[1:])
        text = lines(root / source)[int(start) :][:size] if (root / source).exists() else ""
        if _digest(text) != digest:
            print(f"{name}: {source} is not what it was", file=sys.stderr)
            continue
        yield name, "\n".join((*_head(name, region, date, source), "", *_body(text, rows))) + "\n"


def _head(name: str, region: str, date: str, source: str) -> tuple[str, ...]:
    return f"# id: {name}", f"# region: {region}", f"# date: {date}", f"# source: {source}"


def _body(text: str, rows: Iterable[list[str]]) -> Iterator[str]:
    """The lines of an annotated document: each sentence with its marks, then its relations."""
    lines_of: list[str | list[str]] = []
    named: list[str] = []
    at = end = 0
    for row in rows:
        if row[0] == "S":
            at = end + (bool(end) and row[2] == "P")
            begun, end = at, at + int(row[1])
            lines_of.append(f"{row[2]} {text[at:end]}")
            marked = f"{row[2]} "
        elif row[0] == "M":
            start, size = at + int(row[1]), int(row[2])
            words = text[start : start + size]
            named.append(row[4] or words)
            marked += f"{text[begun:start]}⟦{words}|{row[3]}{'=' + row[4] if row[4] else ''}⟧"
            begun = start + size
            lines_of[-1] = marked + text[begun:end]
        else:
            lines_of.append(row[1:])
    for line in lines_of:
        if isinstance(line, str):
            yield line
        else:
            yield "R " + " | ".join(named[int(c[1:])] if c[:1] == "#" else c for c in line)


def _digest(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def main(what: str, root: str, *rest: str) -> None:
    """Runs `pack` or `unpack`."""
    if what == "pack":
        print("\n".join(pack(Path(root), map(Path, rest))))
        return
    table, out = map(Path, rest)
    out.mkdir(parents=True, exist_ok=True)
    for name, text in unpack(Path(root), table.read_text(encoding="utf-8").splitlines()):
        (out / f"{name}.gold").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
