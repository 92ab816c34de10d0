"""The graph of a workspace as a Python object: what `kg.open` and `kg.build` give."""

import html
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from kg import plugins
from kg.errors import ExportError
from kg.export.briefing.options import Options as Briefing
from kg.model import Entity
from kg.network import to_network
from kg.ontology import Ontology
from kg.pipeline import build as building
from kg.pipeline.extraction import Options
from kg.pipeline.report import Progress, Report, silent
from kg.query.find import find
from kg.query.index import FILE, Index
from kg.query.path import Paths, paths
from kg.query.show import View, show
from kg.query.sparql import ask
from kg.store.embedded import Embedded
from kg.terms import Value
from kg.vocabulary import XSD
from kg.workspace import Workspace, locate

if TYPE_CHECKING:
    import networkx as nx

Cell = str | int | float | bool | Decimal | None
NUMBERS: dict[str, Callable[[str], Cell]] = {
    "integer": int,
    "decimal": Decimal,
    "double": float,
    "float": float,
}
"""XSD datatype to the Python type of its values."""


class Graph:
    """The present graph of a workspace, held as it is while this object is open, whatever is built meanwhile.

    A context manager; without `with` it is let go when the object goes. `report` tells of the build
    that made it, where it comes from `build`.
    """

    def __init__(self, workspace: Workspace, report: Report | None = None) -> None:
        self.workspace = workspace
        self.report = report
        self._held = ExitStack()
        self.folder = self._held.enter_context(workspace.graph())
        self.store = Embedded(self.folder)
        self._held.callback(self.store.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the files."""
        self._held.close()

    def __repr__(self) -> str:
        return f"<kg.Graph {self.workspace.path}: {self.store.state.statements} statements>"

    def _repr_html_(self) -> str:
        """The briefing, in a frame: what a notebook shows of a graph."""
        with tempfile.TemporaryDirectory(prefix="kg-") as folder:
            page = self.export("html", Path(folder) / "graph.html").read_text(encoding="utf-8")
        style = "width:100%;height:680px;border:1px solid #ccc"
        return f'<iframe title="kg" style="{style}" srcdoc="{html.escape(page)}"></iframe>'

    @cached_property
    def ontology(self) -> Ontology:
        """The classes, relations and terms, the workspace's own lexicon included."""
        return Ontology(lexicons=self.workspace.settings.lexicons)

    @cached_property
    def index(self) -> Index:
        """The names and sentences of the graph, to search."""
        found = Index.open(self.folder / FILE)
        self._held.callback(found.close)
        return found

    def query(self, text: str, timeout: float | None = None) -> "list[dict[str, Cell]] | bool":
        """The rows of a SPARQL 1.1 query as dicts by variable; of an ASK, the truth.

        Common prefixes (rdp, rdfs, skos …) need not be declared. IRIs and texts come as str, numbers as int,
        Decimal or float, what is unbound as None; of a CONSTRUCT the columns are subject, predicate,
        object. `timeout` in seconds. Raises QueryError: not valid, or the time is up.
        """
        result = ask(self.store, text, self.workspace.settings.base, timeout)
        if result.form == "ask":
            return result.truth
        return [dict(zip(result.variables, map(_python, row), strict=True)) for row in result]

    def find(self, name: str, type_: str | None = None, region: str | None = None) -> Entity:
        """A thing by any of its names, its code or IRI; raises QueryError as `entity` does."""
        return find(self.store, self.index, name, type_, region)

    def entity(self, name: str, type_: str | None = None, region: str | None = None) -> View:
        """A thing by any of its names, its code or IRI, with all that is said of it, and the sentences.

        Raises QueryError where nothing has the name (with names like it), or several things have it
        (`type_` and `region` tell them apart).
        """
        return show(self.store, self.find(name, type_, region))

    def path(self, start: str, end: str, number: int = 3) -> Paths:
        """Up to `number` of the shortest chains of relations between two things, with the sentences of each step."""
        ends = [self.find(name).iri for name in (start, end)]
        return paths(self.store, ends[0], ends[1], number)

    def to_networkx(self) -> "nx.MultiDiGraph[str]":
        """The graph as a network: a node for each entity (by IRI), an edge for each relation between two.

        Nodes have label, type, kind, label_en, code, scope, aliases, mentions; edges have relation, status,
        confidence, years and claims (records with the sentence); the graph has sources and figures.
        """
        return to_network(self.store, self.workspace.settings.base)

    def export(self, form: str, path: str | Path, briefing: Briefing | None = None) -> Path:
        """Writes the graph to a file in one of the forms of `forms()`; gives its path.

        `briefing` says what html, docx, svg, png and pdf show; the other forms hold the whole graph. The file
        takes the place of an old one at the end only. Raises ExportError where it cannot be written.
        """
        target = Path(path)
        try:
            with tempfile.TemporaryDirectory(prefix=".kg-", dir=target.absolute().parent) as aside:
                new = Path(aside) / target.name
                self._write(form, new, briefing or Briefing())
                if new.is_dir():
                    target.mkdir(exist_ok=True)
                    for part in sorted(new.iterdir()):
                        part.replace(target / part.name)
                else:
                    shutil.move(new, target)
        except OSError as error:
            raise ExportError(f"{target}: cannot be written: {error.strerror or error}") from error
        return target

    def _write(self, form: str, path: Path, briefing: Briefing) -> None:
        if form in plugins.store_exporters:
            plugins.find("store_exporters", form, plugins.store_exporters)(self.store, path)
        elif form in plugins.briefing_exporters:
            show = plugins.find("briefing_exporters", form, plugins.briefing_exporters)
            show(self.to_networkx(), path, self.ontology, briefing)
        else:
            write = plugins.find("network_exporters", form, plugins.network_exporters)
            write(self.to_networkx(), path, self.ontology)


def _python(value: Value | None) -> Cell:
    if value is None:
        return None
    if value.datatype == f"{XSD}boolean":
        return value.text == "true"
    kind = NUMBERS.get(value.datatype.removeprefix(XSD))
    return kind(value.text) if kind and value.kind == "literal" else value.text


def forms() -> tuple[str, ...]:
    """The forms that a graph can be exported in."""
    return (*plugins.store_exporters, *plugins.network_exporters, *plugins.briefing_exporters)


def open_graph(workspace: str | Path | None = None) -> Graph:
    """The graph of a workspace (default: `KG_WORKSPACE`, else the one `*.kg` folder here).

    Raises StoreError where there is none.
    """
    return Graph(Workspace.open(locate(None if workspace is None else Path(workspace))))


def build_graph(
    sources: str | Path | Iterable[str | Path] = (),
    workspace: str | Path | None = None,
    *,
    region: str | None = None,
    fast: bool = False,
    jobs: int | None = None,
    progress: Progress = silent,
) -> Graph:
    """The graph of a workspace, brought up to date with articles: files, folders, globs.

    What could not be read is told in `graph.report.problems`; the rest goes in. `region` is the one
    that these articles speak for, whatever they say; `fast` leaves out the trained model; `jobs`
    is the number of processes (default: one a core). Raises StoreError where the workspace cannot be
    written.
    """
    one = isinstance(sources, str | Path)
    named: Sequence[str] = [str(sources)] if one else [str(source) for source in sources]  # type: ignore[union-attr]
    place = Workspace.create(locate(None if workspace is None else Path(workspace), new=True))
    report = building.build(place, named, Options(fast=fast, jobs=jobs, region=region), progress)
    return Graph(place, report)
