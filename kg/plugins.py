"""A name to the part that bears it: built-in tables, entry points of other packages, files of a workspace."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

from kg.errors import SettingsError, reason

extractors = {
    "lexicon": "kg.extract.ner.lexicon:load",
    "names": "kg.extract.ner.spans.extractor:load",
    "tagger": "kg.extract.ner.tagger:load",
    "responsible": "kg.extract.measures.responsible:load",
    "shared_heads": "kg.extract.ner.shared_heads:load",
    "relations": "kg.extract.relations:load",
    "indicators": "kg.extract.indicators:load",
    "bylines": "kg.extract.relations.bylines:load",
    "tables": "kg.extract.tables:load",
    "measures": "kg.extract.measures:load",
    "citations": "kg.extract.citations:load",
}
"""Name to factory: a function of the ontology that gives a `contracts.Extractor`."""

store_exporters = {
    "turtle": "kg.export.rdf:turtle",
    "trig": "kg.export.rdf:trig",
    "nquads": "kg.export.rdf:nquads",
    "ntriples": "kg.export.rdf:ntriples",
    "jsonld": "kg.export.rdf:jsonld",
    "rdf12": "kg.export.rdf:rdf12",
    "void": "kg.export.dataset:void",
}
"""Form to a function of a store and a path: what is written from the RDF."""

network_exporters = {
    "csv": "kg.export.tables:csv",
    "xlsx": "kg.export.tables:xlsx",
    "graphml": "kg.export.graphml:graphml",
    "gexf": "kg.export.graphml:gexf",
}
"""Form to a function of a network, a path and the ontology: what is written from the graph's nodes and edges."""

briefing_exporters = {
    "html": "kg.export.html:write",
    "docx": "kg.export.docx:docx",
    "pptx": "kg.export.pptx:pptx",
    "svg": "kg.export.picture:svg",
    "png": "kg.export.picture:png",
    "pdf": "kg.export.picture:pdf",
}
"""Form to a function of a network, a path, the ontology and the options of a briefing: what people read."""

costly = frozenset({"tagger"})
"""Extractors that `--fast` leaves out."""


GROUPS = {"extractors", "readers", "questions", "store_exporters", "network_exporters", "briefing_exporters"}
"""What a plug-in may bring: the names of its tables, and after `kg.` those of the groups of entry points."""


BROKE = "plug-in: "
"""What stands before the name of a plug-in's part in the last line of the traceback of its error."""


@contextmanager
def optional(name: str) -> Iterator[None]:
    """Imports of packages that only an extra brings; raises SettingsError with the command that installs it."""
    try:
        yield
    except ModuleNotFoundError as missing:
        raise SettingsError(
            f"{missing.name} is not installed", f'pip install "kg-regional[{name}]"'
        ) from missing


@cache
def _points(group: str, _path: tuple[str, ...]) -> tuple[EntryPoint, ...]:
    """What installed packages bring, looked up once for each path on which packages are sought."""
    return tuple(entry_points(group=f"kg.{group}"))


def find(group: str, name: str, table: Mapping[str, str], files: tuple[Path, ...] = ()) -> Any:
    """What stands under a name in a table of ours, in the entry point group `kg.GROUP`, or in a plug-in's file.

    Raises SettingsError with the names there are, or where several parts have the name.
    """
    places = [
        *([table[name]] if name in table else []),
        *(point.value for point in _points(group, tuple(sys.path)) if point.name == name),
        *(str(path) for path in files if name in contents(path).get(group, {})),
    ]
    if not places:
        there = ", ".join(names(group, table, files))
        raise SettingsError(f"no such part of {group}: {name}", f"there are: {there}")
    if len(places) > 1:
        raise SettingsError(
            f"{group} {name}: several parts have this name: {', '.join(places)}", "give one another name"
        )
    for path in files:
        if name in contents(path).get(group, {}):
            return contents(path)[group][name]
    module, _, attribute = places[0].partition(":")
    try:
        return getattr(import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise SettingsError(f"{group} {name}: {places[0]} cannot be loaded: {error}") from error


def names(group: str, table: Mapping[str, str], files: tuple[Path, ...] = ()) -> tuple[str, ...]:
    """The names there are in a group, sorted: ours, those of entry points, those of plug-ins' files."""
    others = (point.name for point in _points(group, tuple(sys.path)))
    return tuple(
        sorted({*table, *others, *(name for path in files for name in contents(path).get(group, {}))})
    )


@cache
def contents(path: Path) -> Mapping[str, Mapping[str, Any]]:
    """The tables of a plug-in's file by group: name to part. The file is run, once.

    Raises SettingsError where it cannot be run, or brings nothing.
    """
    module = ModuleType(path.stem)
    module.__file__ = str(path)
    try:
        exec(compile(path.read_bytes(), str(path), "exec"), vars(module))  # noqa: S102 - allowed by kg.toml or named
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {reason(error)}") from error
    except Exception as error:
        raise SettingsError(f"{path}: the plug-in broke: {type(error).__name__}: {error}") from error
    found = {group: getattr(module, group) for group in sorted(GROUPS) if hasattr(module, group)}
    wrong = next((group for group, table in found.items() if not isinstance(table, dict)), None)
    if wrong is not None or not found:
        fact = f"{wrong} is no table" if wrong else "the plug-in brings nothing"
        raise SettingsError(f"{path}: {fact}", f"it sets a dict of names: {', '.join(sorted(GROUPS))}")
    return found
