"""`kg push`."""

import click

from kg.api import Graph
from kg.cli import options
from kg.cli.console import note
from kg.store.remote import Address, Remote, from_environment
from kg.workspace import Workspace


@click.command()
@click.argument("url")
@options.workspace
def command(url: str, workspace: Workspace) -> None:
    """Put the graph in place of the default graph of a SPARQL server (graph store protocol).

    URL is that of the server's graph store; headers stand in KG_SERVER_HEADERS, a line each.

    \b
    Example:
        kg push http://localhost:7878/store -w region.kg
    """
    with Graph(workspace) as graph:
        server = Remote(Address(url, data=url, headers=from_environment()))
        note(f"{server.load(graph.store.nquads())} statements put into {url}, and counted there")
