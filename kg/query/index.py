"""Names and sentences of a graph in an SQLite file: found letter by letter, by a part, or by likeness.

Chinese is indexed by its pairs of neighbouring characters (bigrams), as FTS5's own trigrams miss words of
two characters; what the pairs find is then compared as a string, so that a hit is a hit.
"""

import re
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Self

from kg.contracts import Store
from kg.errors import StoreError
from kg.gazetteer.keys import Keys
from kg.gazetteer.normal_form import plain
from kg.rdf.vocabulary import OA, RDFS, SKOS, header
from kg.terms import parsed, split, written

FILE = "names.sqlite"
"""What the index of a store is called, in the store's folder."""

_tables = """
CREATE TABLE names (id INTEGER PRIMARY KEY, iri TEXT, kind TEXT, name TEXT, plain TEXT, UNIQUE (iri, kind, name));
CREATE INDEX names_plain ON names (plain);
CREATE VIRTUAL TABLE name_parts USING fts5 (parts, content='');
CREATE TABLE sentences (id INTEGER PRIMARY KEY, place TEXT UNIQUE, text TEXT, plain TEXT);
CREATE VIRTUAL TABLE sentence_parts USING fts5 (parts, content='');
"""
_kinds = {f"<{RDFS}label>": "label", f"<{SKOS}altLabel>": "alias", f"<{SKOS}notation>": "code"}
_thing = re.compile(r"/([A-Z][A-Za-z]*)/")
"""The main type in the IRI of a thing; what is no thing (source, claim …) begins with a small letter."""
_exact, _quote = f"<{OA}exact>", ";quote>"
_run = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")
_alike = 0.4  # names less like the one sought share a letter by chance
_batch = 500  # names looked up at once
_candidates = 400  # names that share a part with the one sought, compared one by one


@dataclass(frozen=True, slots=True)
class Found:
    """A name that was found, the IRI of the thing it names, and how like the name sought it is, from 0 to 1."""

    iri: str
    name: str
    likeness: float = 1.0


def recorded(path: Path, lines: Iterable[str]) -> Iterator[str]:
    """The lines of a graph as they come, while a new index of them is written; it is whole when the last has passed."""
    path.unlink(missing_ok=True)
    with _writing(path, _tables) as base:
        for line in lines:
            _add(base, (line,))
            yield line


def apply(path: Path, removed: Iterable[str], added: Iterable[str]) -> None:
    """Changes an index as lines were taken out of the graph and put into it."""
    with _writing(path) as base:
        _remove(base, removed)
        _add(base, added)


@contextmanager
def _writing(path: Path, tables: str = "") -> Iterator[sqlite3.Connection]:
    """A connection on whose end all is written; killed before, the file is not to be used."""
    try:
        with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as base:
            base.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {tables}")
            base.execute("BEGIN")
            yield base
            base.execute("COMMIT")
    except sqlite3.Error as error:
        raise StoreError(f"{path}: the index cannot be written: {error}", "make room on the disk") from error


@dataclass(frozen=True, slots=True)
class _Table:
    """The statements that write one of the two tables; a row is a key, the text, and the text made plain."""

    insert: str
    find: str
    delete: str
    index: str
    unindex: str
    singly: bool


_names = _Table(
    "INSERT OR IGNORE INTO names (iri, kind, name, plain) VALUES (?, ?, ?, ?)",
    "SELECT id FROM names WHERE iri = ? AND kind = ? AND name = ?",
    "DELETE FROM names WHERE id = ?",
    "INSERT INTO name_parts (rowid, parts) VALUES (?, ?)",
    "INSERT INTO name_parts (name_parts, rowid, parts) VALUES ('delete', ?, ?)",
    singly=True,
)
_sentences = _Table(
    "INSERT OR IGNORE INTO sentences (place, text, plain) VALUES (?, ?, ?)",
    "SELECT id FROM sentences WHERE place = ? AND text = ?",
    "DELETE FROM sentences WHERE id = ?",
    "INSERT INTO sentence_parts (rowid, parts) VALUES (?, ?)",
    "INSERT INTO sentence_parts (sentence_parts, rowid, parts) VALUES ('delete', ?, ?)",
    singly=False,
)


def _add(base: sqlite3.Connection, lines: Iterable[str]) -> None:
    for table, key in _entries(lines):
        simple = plain(key[-1])
        done = base.execute(table.insert, (*key, simple))
        if done.rowcount:
            base.execute(table.index, (done.lastrowid, " ".join(_parts(simple, table.singly))))


def _remove(base: sqlite3.Connection, lines: Iterable[str]) -> None:
    for table, key in _entries(lines):
        for (number,) in base.execute(table.find, key).fetchall():
            base.execute(table.unindex, (number, " ".join(_parts(plain(key[-1]), table.singly))))
            base.execute(table.delete, (number,))


def _entries(lines: Iterable[str]) -> Iterator[tuple[_Table, tuple[str, ...]]]:
    """What is indexed among the lines of a graph: the table, and the key with the text at its end."""
    for line in lines:
        subject, _, rest = line.partition(" ")
        predicate = rest.partition(" ")[0]
        if predicate in _kinds and _thing.search(subject):
            name = parsed(split(line)[2])
            yield _names, (parsed(subject).text, _kinds[predicate] + name.language, name.text)
        elif predicate == _exact and subject.endswith(_quote):
            place = parsed(subject).text.removesuffix(";quote")
            yield _sentences, (place, parsed(split(line)[2]).text)


def _parts(simple: str, singly: bool) -> Iterator[str]:
    """Words of Latin letters and digits, pairs of other characters; with `singly` these characters too."""
    for run in _run.findall(simple):
        if run[0].isascii():
            yield run
            continue
        yield from (run[i : i + 2] for i in range(len(run) - 1))
        if singly or len(run) == 1:
            yield from run


class Index:
    """An index, opened to read; with `keys`, a name finds what is known by another writing of it, too."""

    def __init__(self, base: sqlite3.Connection, keys: Keys | None = None) -> None:
        self._base = base
        self._keys = keys

    @classmethod
    def open(cls, path: Path, keys: Keys | None = None) -> Self:
        """The index in a file; raises StoreError where there is none."""
        if not path.is_file():
            raise StoreError(f"{path}: no index of names", "run kg build")
        place = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        try:
            return cls(sqlite3.connect(place, uri=True, check_same_thread=False), keys)
        except sqlite3.Error as error:
            raise StoreError(f"{path}: cannot be opened: {error}", "kg build makes it anew") from error

    @classmethod
    def of(cls, store: Store, keys: Keys | None = None) -> Self:
        """The names of a store that has no index in a file, indexed in memory."""
        base = sqlite3.connect(":memory:")
        base.executescript(_tables)
        for predicate in _kinds:
            rows = store.query(f"{header} SELECT ?e ?name WHERE {{ ?e {predicate} ?name }}")
            _add(base, (f"{written(e)} {predicate} {written(name)} .\n" for e, name in rows if e and name))
        return cls(base, keys)

    def exact(self, name: str) -> tuple[Found, ...]:
        """The things of that very name or code, width, case and quotation marks aside; labels before aliases.

        Where there are none, those of which it is another writing (跨境电子商务: 跨境电商).
        """
        found = self._written((plain(name),))
        if found or self._keys is None:
            return found
        others = self._written(self._keys.writings(name))
        return tuple(one for one in others if self._same(name, one.name, one.iri))

    def _written(self, names: Collection[str]) -> tuple[Found, ...]:
        marks = ",".join("?" * len(names))
        order = f"plain IN ({marks}) GROUP BY iri ORDER BY 3, iri"
        rows = self._rows(
            f"SELECT iri, name, min(kind LIKE 'alias%') FROM names WHERE {order}",  # noqa: S608 - marks alone
            tuple(names),
        )
        return tuple(Found(iri, found) for iri, found, _ in rows)

    def _same(self, name: str, other: str, thing: str) -> bool:
        """Whether two names are one name of what the type of a thing is."""
        type_ = _thing.search(thing)
        if self._keys is None or type_ is None:
            return False
        return self._keys.key(name, type_[1]) == self._keys.key(other, type_[1])

    def within(self, text: str, longest: int) -> dict[str, tuple[str, ...]]:
        """The names of two to `longest` characters that stand in a text, made plain, with the things that have them."""
        parts = {text[i:j] for i in range(len(text)) for j in range(i + 2, min(len(text), i + longest) + 1)}
        sought: dict[str, list[str]] = {}
        for part in sorted(parts):
            for form in self._keys.writings(part) if self._keys else (part,):
                sought.setdefault(form, []).append(part)
        found: dict[str, set[str]] = {}
        others: dict[str, set[str]] = {}
        forms = sorted(sought)
        for some in (forms[at : at + _batch] for at in range(0, len(forms), _batch)):
            marks = ",".join("?" * len(some))
            rows = self._rows(
                f"SELECT plain, iri FROM names WHERE plain IN ({marks}) AND kind NOT LIKE 'code%'",  # noqa: S608 - marks alone
                tuple(some),
            )
            for name, iri in rows:
                for part in sought[name]:
                    if part == name:
                        found.setdefault(part, set()).add(iri)
                    elif self._same(part, name, iri):
                        others.setdefault(part, set()).add(iri)
        found = others | found
        return {name: tuple(sorted(found[name])) for name in sorted(found)}

    def near(self, name: str, limit: int = 8) -> tuple[Found, ...]:
        """Things with names like it, the likest first: by shared parts, then letter by letter."""
        sought = plain(name)
        query = " OR ".join(f'"{part}"' for part in dict.fromkeys(_parts(sought, singly=True)))
        if not query:
            return ()
        rows = self._rows(
            "SELECT names.iri, names.name, names.plain FROM name_parts JOIN names ON names.id = name_parts.rowid "
            "WHERE name_parts MATCH ? ORDER BY name_parts.rank, names.id LIMIT ?",
            (query, _candidates),
        )
        best: dict[str, Found] = {}
        for iri, found, simple in rows:
            likeness = _likeness(sought, simple)
            if iri not in best or best[iri].likeness < likeness:
                best[iri] = Found(iri, found, likeness)
        near = (found for found in best.values() if found.likeness >= _alike)
        return tuple(sorted(near, key=lambda f: (-f.likeness, len(f.name), f.iri))[:limit])

    def sentences(self, text: str, limit: int = 20) -> tuple[tuple[str, str], ...]:
        """Sentences that hold a string, as the IRI of their place and their text, in the order of places."""
        sought = plain(text)
        terms = [
            f'"{part}"' + ("*" if part.isascii() else "")
            for part in dict.fromkeys(_parts(sought, singly=False))
            if len(part) > 1 or part.isascii()
        ]  # fmt: skip
        if terms:
            rows = self._rows(
                "SELECT sentences.place, sentences.text FROM sentence_parts "
                "JOIN sentences ON sentences.id = sentence_parts.rowid "
                "WHERE sentence_parts MATCH ? AND instr(sentences.plain, ?) ORDER BY sentences.place LIMIT ?",
                (" AND ".join(terms), sought, limit),
            )
        else:
            rows = self._rows(
                "SELECT place, text FROM sentences WHERE instr(plain, ?) AND ? != '' ORDER BY place LIMIT ?",
                (sought, sought, limit),
            )
        return tuple(rows)

    def _rows(self, query: str, values: tuple[str | int, ...]) -> list[tuple[Any, ...]]:
        try:
            return self._base.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise StoreError(f"the index of names is damaged: {error}", "kg build makes it anew") from error

    def close(self) -> None:
        """Lets go of the file."""
        self._base.close()


def _likeness(sought: str, name: str) -> float:
    """Shared letters in order (Ratcliff and Obershelp), and more where the name holds all that is sought."""
    ratio = SequenceMatcher(None, sought, name, autojunk=False).ratio()
    return (1 + ratio) / 2 if sought in name else ratio
