"""`kg diff`."""

from collections import Counter
from contextlib import ExitStack
from dataclasses import asdict, astuple
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.analyse import diff, of_documents
from kg.api import Graph
from kg.cli.console import note, result
from kg.cli.rows import dumped, form, into, language, show, titled
from kg.errors import QueryError, no_document
from kg.export import change_note
from kg.export.place import place
from kg.workspace import Workspace, locate

if TYPE_CHECKING:
    import networkx as nx

KINDS = ("entity", "relation", "figure")
CHANGES = ("added", "removed", "changed")
HEADS = ("what", "change", "text", "before", "after", "sentence")


@click.command()
@click.argument("graphs", nargs=-1, type=click.Path(path_type=Path))
@click.option("--documents", nargs=2, metavar="OLD NEW", help="Two documents (by id) of one workspace.")
@click.option(
    "--only", "kinds", multiple=True, type=click.Choice(KINDS), help="Only these; may be given several times."
)
@click.option(
    "--since",
    help="Instead: what changed since the build before (build) or a date (2026, 2026-03), as a note of one page;"
    " -o writes it to a file, .md or .docx.",
)
@click.option("--slogans", is_flag=True, help="Aims and principles (高质量发展), too.")
@language
@form
@click.option(
    "-w", "--workspace", type=click.Path(path_type=Path), help="The workspace, with --documents or --since."
)
def command(
    graphs: tuple[Path, ...],
    documents: tuple[str, str] | None,
    kinds: tuple[str, ...],
    since: str | None,
    output: Path | None,
    slogans: bool,
    language: str,
    form: str,
    workspace: Path | None,
) -> None:
    """Tell what came, went and changed from one graph, or one edition of a plan, to another.

    GRAPHS are two workspaces, the old one first. A summary stands first; figures of two years stand side by side.

    \b
    Example:
        kg diff region-2024.kg region-2025.kg
        kg diff --documents binhai-2025 binhai-2026 -w region.kg
        kg diff --since 2026 -w region.kg
    """
    if since is not None:
        if graphs or documents:
            raise click.UsageError("--since is of one workspace: kg diff --since 2026 -w WORKSPACE")
        _since(since, output, language, form, workspace)
        return
    if len(graphs) != (0 if documents else 2):
        raise click.UsageError(
            "name two workspaces, or two documents: kg diff --documents OLD NEW -w WORKSPACE"
        )
    with into(output):
        _differences(graphs or (locate(workspace),), documents, kinds, slogans, language, form)


def _differences(
    graphs: tuple[Path, ...],
    documents: tuple[str, str] | None,
    kinds: tuple[str, ...],
    slogans: bool,
    language: str,
    form: str,
) -> None:
    """Prints what differs between two workspaces, or two documents of one."""
    with ExitStack() as stack:
        opened = [stack.enter_context(_open(path)) for path in graphs]
        networks = [graph.to_networkx() for graph in opened]
        ontology = opened[-1].ontology
    if documents:
        networks = [of_documents(networks[0], [_document(networks[0], key)]) for key in documents]
    words = {} if form == "json" else ontology.names(language)
    told = diff(networks[0], networks[1], words, slogans=slogans)
    found = [change for change in told if change.what in (kinds or KINDS)]
    if form in ("table", "markdown"):
        counts = Counter((change.what, change.change) for change in found)
        show(
            ("what", *CHANGES),
            ((*titled([what], language), *(counts[what, how] for how in CHANGES)) for what in kinds or KINDS),
            form,
            language,
        )
        result("")
    lines = (
        (*(titled(row[:2], language) if form != "json" else row[:2]), *row[2:]) for row in map(astuple, found)
    )
    show(HEADS, lines, form, language)
    note(", ".join(f"{sum(c.change == how for c in found)} {how}" for how in CHANGES))


def _since(since: str, output: Path | None, language: str, form: str, workspace: Path | None) -> None:
    """Prints the note of what changed, or writes it to its file; as JSON all of it."""
    with _open(locate(workspace)) as graph:
        found = graph.changes(since)
        made = change_note.note(found, graph.ontology, language, since)
    if form == "json":
        data = asdict(found)
        for one in data["targets"]:
            for side in ("before", "after"):
                one[side] = {key: str(v) if isinstance(v, Decimal) else v for key, v in one[side].items()}
        result(dumped(data))
    elif output is None:
        result(change_note.markdown(made).rstrip("\n"))
    elif output.suffix not in (".md", ".docx"):
        raise click.UsageError("--output is a file that ends in .md or .docx")
    else:
        place(output, lambda path: change_note.write(made, path, output.suffix))
        note(
            f"{output}: {len(found.promises)} new promises, {len(found.targets)} targets, {len(found.results)} outcomes"
        )


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
    raise no_document(key, (s.id for s in sources))
