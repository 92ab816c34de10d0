"""What a graph was built from, kept beside it: its documents, the things they name, its sources and counts."""

import gzip
import json
import zlib
from collections.abc import Container, Iterable, Iterator
from dataclasses import asdict, astuple, dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import InputError, StoreError
from kg.model import (
    Addition,
    Annotated,
    Correction,
    Decisions,
    Entity,
    Merge,
    Name,
    Problem,
    Reference,
    Titled,
)
from kg.records import load_line
from kg.workspace.files import write


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a document gave: claims and figures; of its clauses and quantities, how many were used."""

    claims: int = 0
    figures: int = 0
    clauses: int = 0
    used_clauses: int = 0
    quantities: int = 0
    used_quantities: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in a graph: the record that holds it, the file it came from, and what linking needs of it.

    `record` is the name of its file in `documents/`; it changes with all that the annotation depends
    on. `location` is the absolute path of the original, "-" for standard input; `region` the one
    declared on the command line. `links` are the IRIs that its `names` mean, in their order, `title` is how others may
    name it.
    """

    id: str
    record: str
    location: str
    raw_hash: str
    region: str | None = None
    names: tuple[Name, ...] = ()
    counts: Counts = field(default_factory=Counts)
    problems: tuple[Problem, ...] = ()
    links: tuple[str, ...] = ()
    title: Titled | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """All of it, documents sorted by id.

    `fingerprint` stands for what the graph depends on beside the documents. `origins` are the sources
    of articles: absolute paths and globs, or "-".
    """

    fingerprint: str = ""
    origins: tuple[str, ...] = ()
    documents: tuple[Entry, ...] = ()
    entities: tuple[Entity, ...] = ()
    decisions: Decisions = field(default_factory=Decisions)
    problems: tuple[Problem, ...] = ()

    @property
    def by_id(self) -> dict[str, Entry]:
        """The documents by id."""
        return {entry.id: entry for entry in self.documents}


def save(folder: Path, ledger: Ledger) -> None:
    """Writes a ledger into the folder of its graph: `build.json`, `documents.jsonl`, `entities.jsonl`, `records`."""
    write(folder / "records", "".join(f"{entry.record}\n" for entry in ledger.documents))
    write(folder / "documents.jsonl", "".join(f"{_line(_entry(entry))}\n" for entry in ledger.documents))
    write(folder / "entities.jsonl", "".join(f"{_line(_entity(entity))}\n" for entity in ledger.entities))
    head = {
        "fingerprint": ledger.fingerprint,
        "origins": ledger.origins,
        "decisions": _decisions(ledger.decisions),
        "problems": [asdict(problem) for problem in ledger.problems],
    }
    write(folder / "build.json", json.dumps(head, ensure_ascii=False, indent=1))


def load(folder: Path) -> Ledger:
    """The ledger of a graph. Raises StoreError where it is missing or broken."""
    try:
        head = json.loads((folder / "build.json").read_text(encoding="utf-8", errors="surrogatepass"))
        return Ledger(
            head["fingerprint"],
            tuple(head["origins"]),
            tuple(map(_read_entry, _all(folder / "documents.jsonl"))),
            tuple(map(_read_entity, _all(folder / "entities.jsonl"))),
            _read_decisions(head["decisions"]),
            tuple(Problem(**problem) for problem in head["problems"]),
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise StoreError(
            f"{folder}: the list of what it was built from cannot be read: {error}",
            "kg build ARTICLES... makes the graph anew",
        ) from error


def entries(folder: Path, only: Container[str] | None = None) -> Iterator[Entry]:
    """The documents of a graph, or those of some ids, in the order of their ids, one at a time.

    Raises StoreError where one cannot be read.
    """
    try:
        with (folder / "documents.jsonl").open(
            encoding="utf-8", errors="surrogatepass", newline="\n"
        ) as file:
            for line in file:
                if only is None or json.JSONDecoder().raw_decode(line, 1)[0] in only:
                    yield _read_entry(json.loads(line))
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise StoreError(
            f"{folder}: the list of its documents cannot be read: {error}",
            "kg build makes the graph anew",
        ) from error


def record(documents: Path, entry: Entry) -> Annotated:
    """The annotated document of an entry, from the folder of records. Raises StoreError where it is lost."""
    return load_record(documents / entry.record)


def records(folder: Path) -> frozenset[str]:
    """The names of the records that a graph was built from; none where it was not finished."""
    try:
        return frozenset((folder / "records").read_text(encoding="utf-8").split())
    except (OSError, UnicodeDecodeError):
        return frozenset()


def packed(record: str) -> bytes:
    """A record (a line of JSON) as its file holds it: compressed to a sixth."""
    return gzip.compress(f"{record}\n".encode("utf-8", "surrogatepass"), 6, mtime=0)


def load_record(path: Path) -> Annotated:
    """The annotated document of a file in the folder of records, compressed or, of an older kg, as it is."""
    try:
        data = path.read_bytes()
        text = gzip.decompress(data) if path.suffix == ".gz" else data
        return load_line(text.decode("utf-8", "surrogatepass"))
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, RecursionError, InputError) as error:
        raise StoreError(f"{path}: cannot be read: {error}", "remove it; kg build makes it anew") from error


def _line(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _all(path: Path) -> list[Any]:
    """The values of a file of JSON Lines, parsed at one go: twice as quick as line by line."""
    text = path.read_text(encoding="utf-8", errors="surrogatepass")
    values: list[Any] = json.loads(f"[{','.join(text.rstrip().split(chr(10)))}]")
    return values


def _entry(entry: Entry) -> list[Any]:
    return [
        entry.id, entry.record, entry.location, entry.raw_hash, entry.region,
        [[n.name, n.type, n.aliases, n.region, n.count, n.behind, n.number] for n in entry.names],
        list(asdict(entry.counts).values()), [asdict(problem) for problem in entry.problems], entry.links,
        entry.title and [entry.title.title, entry.title.number, entry.title.date],
    ]  # fmt: skip


def _read_entry(data: Any) -> Entry:
    key, record_, location, raw_hash, region, names, counts, problems, links, title = data
    return Entry(
        key, record_, location, raw_hash, region,
        tuple(
            Name(key, name, kind, tuple(aliases), where, count, tuple(behind), number)
            for name, kind, aliases, where, count, behind, number in names
        ),
        Counts(*counts), tuple(Problem(**problem) for problem in problems), tuple(links),
        Titled(key, *title) if title else None,
    )  # fmt: skip


def _entity(e: Entity) -> list[Any]:
    merges = [[m.document, m.name, m.reason] for m in e.merges]
    told = [[r.iri, r.predicate, r.object, r.by, r.words] for r in e.references]
    return [e.iri, e.type, e.label, e.label_en, e.kind, e.code, e.scope, e.aliases, merges, told]


def _read_entity(data: Any) -> Entity:
    iri, kind, label, label_en, finer, code, scope, aliases, merges, *told = data
    reasons = tuple(Merge(*merge) for merge in merges)
    references = tuple(Reference(one, iri, *rest) for one, *rest in (told[0] if told else ()))
    return Entity(iri, kind, label, label_en, finer, code, scope, tuple(aliases), reasons, references)


def _decisions(d: Decisions) -> dict[str, list[Any]]:
    pairs: dict[str, Iterable[Any]] = {
        "merges": d.merges, "splits": d.splits, "renames": d.renames, "distinct": d.distinct
    }  # fmt: skip
    sets = {"rejected": d.rejected, "confirmed": d.confirmed, "retracted": d.retracted}
    return {
        **{key: list(those) for key, those in pairs.items()},
        **{key: sorted(those) for key, those in sets.items()},
        "tasks": [list(astuple(one)) for one in d.tasks],
        "additions": [list(astuple(one)) for one in d.additions],
    }


def _read_decisions(data: dict[str, Any]) -> Decisions:
    merges, splits, renames, distinct = (
        tuple((a, b) for a, b in data.get(key, ())) for key in ("merges", "splits", "renames", "distinct")
    )
    rejected, confirmed, retracted = (frozenset(data[key]) for key in ("rejected", "confirmed", "retracted"))
    tasks = tuple(Correction(*one) for one in data.get("tasks", ()))
    additions = tuple(Addition(*one) for one in data.get("additions", ()))
    return Decisions(merges, splits, renames, rejected, confirmed, retracted, distinct, tasks, additions)
