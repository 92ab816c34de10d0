"""What results depend on beside the articles, as hashes: when one changes, what was kept is made anew."""

import hashlib
from collections.abc import Iterable
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

import kg
from kg.model import Decisions
from kg.settings import Settings

TEXT_ROOMS = (
    "model.py", "ontology.py", "records", "text", "gazetteer", "learnt", "read", "extract", "coverage.py",
)  # fmt: skip
GRAPH_ROOMS = (
    "model.py", "ontology.py", "terms.py", "gazetteer", "rdf", "resolve", "store", "query/index.py", "pipeline",
    "follow/areas.py", "follow/ladder.py",
)  # fmt: skip
"""The code that annotations, and that graphs are made by."""
FACES = frozenset(("labels", "messages", "queries", "shapes.ttl"))
"""What of an ontology's folder is shown to people, or asked of a graph that is there: nothing is made by it."""


def file_hash(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal. Raises OSError where it cannot be read, or is no plain file."""
    if not path.is_file():
        raise FileNotFoundError(f"{path}: no plain file")
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def bytes_hash(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def key(*parts: object) -> str:
    """The first 128 bits of the SHA-256 of some texts or numbers, in hexadecimal."""
    text = "\x1f".join(map(str, parts))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def of_extraction(settings: Settings, extractors: Iterable[str], ontology: Path) -> str:
    """Stands for all that an annotation depends on beside the article: code, ontology, lexicons, parts, models."""
    own = [(path.name, file_hash(path)) for path in settings.plugins]
    return key(of_code(extractors, ontology), own, _words(settings, ontology))


def of_code(extractors: Iterable[str], ontology: Path) -> str:
    """Stands for what is installed that an annotation depends on: our code and ontology, parts of other packages."""
    names = tuple(extractors)
    outside = [
        (point.name, point.value, point.dist.version if point.dist else "", _code(point.module))
        for point in entry_points(group="kg.extractors")
        if point.name in names
    ]
    return key(kg.__version__, names, sorted(outside), _ours(TEXT_ROOMS), _files(_making([ontology])))


def of_graph(settings: Settings, decisions: Decisions, ontology: Path) -> str:
    """Stands for all that a graph depends on beside the annotations, where a change means to write it anew.

    Merges, splits and renames are not among it: what they change is found document by document.
    """
    return key(
        kg.__version__, settings.base, settings.min_confidence, sorted(decisions.rejected), sorted(decisions.confirmed),
        decisions.tasks, decisions.additions, _ours(GRAPH_ROOMS), _words(settings, ontology),
    )  # fmt: skip


def _words(settings: Settings, ontology: Path) -> str:
    folders = [ontology, *([settings.ontology] if settings.ontology else [])]
    return _files([*_making(folders), *settings.lexicons])


def _making(folders: Iterable[Path]) -> list[Path]:
    """What lies in folders of ontologies and makes annotations and graphs."""
    return [path for folder in folders for path in sorted(folder.iterdir()) if path.name not in FACES]


def _ours(rooms: Iterable[str]) -> str:
    home = Path(kg.__file__).parent
    return _files(home / room for room in rooms)


def _code(module: str) -> str:
    spec = find_spec(module)
    return file_hash(Path(spec.origin)) if spec and spec.origin and Path(spec.origin).is_file() else ""


def _files(places: Iterable[Path]) -> str:
    """One hash for the content of files, and of all files in folders but for compiled code."""
    found: list[str] = []
    for place in places:
        inside = (
            sorted(p for p in place.rglob("*") if p.is_file() and p.suffix != ".pyc")
            if place.is_dir()
            else [place]
        )
        found += [f"{path.relative_to(place.parent)} {file_hash(path)}" for path in inside]
    return key(*found)
