"""`kg mcp`."""

import click

from kg.api import Graph
from kg.cli import options
from kg.plugins import optional
from kg.workspace import Workspace


@click.command()
@options.workspace
def command(workspace: Workspace) -> None:
    """Serve the graph to an assistant over the Model Context Protocol, on standard input and output; read-only.

    \b
    Example:
        kg mcp -w region.kg
    """
    with optional("mcp"):
        from kg.serve.assistant import server  # noqa: PLC0415 - an extra, and slow to load
    with Graph(workspace) as graph:
        server(graph).run("stdio")
