"""`kg diff`."""

from contextlib import ExitStack
from dataclasses import astuple
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.analyse import diff, of_documents
from kg.api import Graph
from kg.cli.console import note
from kg.cli.rows import form, language, show
from kg.errors import QueryError
from kg.workspace import Workspace, locate

if TYPE_CHECKING:
    import networkx as nx

KINDS = ("entity", "relation", "figure")
HEADS = ("what", "change", "text", "before", "after", "sentence")


@click.command()
@click.argument("graphs", nargs=-1, type=click.Path(path_type=Path))
@click.option("--documents", nargs=2, metavar="OLD NEW", help="Two documents (by id) of one workspace.")
@click.option(
    "--only", "kinds", multiple=True, type=click.Choice(KINDS), help="Only these; may be given several times."
)
@language
@form
@click.option("-w", "--workspace", type=click.Path(path_type=Path), help="The workspace, with --documents.")
def command(
    graphs: tuple[Path, ...],
    documents: tuple[str, str] | None,
    kinds: tuple[str, ...],
    language: str,
    form: str,
    workspace: Path | None,
) -> None:
    """Tell what came, went and changed from one graph, or one edition of a plan, to another.

    GRAPHS are two workspaces, the old one first.

    \b
    Example:
        kg diff region-2024.kg region-2025.kg
        kg diff --documents binhai-2025 binhai-2026 -w region.kg
    """
    if len(graphs) != (0 if documents else 2):
        raise click.UsageError(
            "name two workspaces, or two documents: kg diff --documents OLD NEW -w WORKSPACE"
        )
    with ExitStack() as stack:
        opened = [stack.enter_context(_open(path)) for path in graphs or (locate(workspace),)]
        networks = [graph.to_networkx() for graph in opened]
        ontology = opened[-1].ontology
    if documents:
        networks = [of_documents(networks[0], [_document(networks[0], key)]) for key in documents]
    words = {} if form == "json" else ontology.names(language)
    found = [change for change in diff(networks[0], networks[1], words) if change.what in (kinds or KINDS)]
    show(HEADS, map(astuple, found), form)
    counts = [f"{sum(c.change == how for c in found)} {how}" for how in ("added", "removed", "changed")]
    note(", ".join(counts))


def _open(path: Path) -> Graph:
    return Graph(Workspace.open(path))


def _document(network: "nx.MultiDiGraph[str]", key: str) -> str:
    """The IRI of a document, by its id, its title or the IRI itself."""
    sources = network.graph["sources"].values()
    found = [s.iri for s in sources if key in {s.id, s.iri}] or [s.iri for s in sources if s.title == key]
    if len(found) == 1:
        return str(found[0])
    if found:
        raise QueryError(
            f"{key}: {len(found)} documents have this title", f"name one by its id: {', '.join(found)}"
        )
    near = get_close_matches(key, [s.id for s in sources], 4, 0.4)
    raise QueryError(f"{key}: no such document", f"near: {', '.join(near)}" if near else "")
