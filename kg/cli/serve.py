"""`kg serve`."""

import click

from kg.cli import options
from kg.cli.console import note, result
from kg.errors import StoreError
from kg.store import placed
from kg.workspace import Workspace


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 takes a free one."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--allow-host", "names", multiple=True,
    help="A further name by which this server may be asked; may be given several times.",
)  # fmt: skip
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.1),
    default=30,
    show_default=True,
    help="The seconds a query may take.",
)
@click.option("--edit", is_flag=True, help="Let who opens the address printed decide, as kg review does.")
@options.workspace
def command(
    port: int, host: str, names: tuple[str, ...], timeout: float, edit: bool, workspace: Workspace
) -> None:
    """Serve a workbench (briefing, explorer, documents, queries) and a SPARQL endpoint, on this machine alone.

    Ctrl-C stops. A graph that is built meanwhile is shown from the next request on. Every page is csv, json and
    xlsx at its address (/explore.csv).

    \b
    Example:
        kg serve -w region.kg
        curl -G http://127.0.0.1:8765/sparql --data-urlencode 'query=SELECT * {?s rdp:develops ?o} LIMIT 5'
    """
    from kg.serve.review import Editing  # noqa: PLC0415 - a server to load, not for --help
    from kg.serve.run import local, serve  # noqa: PLC0415 - as above

    with workspace.graph() as folder:
        if placed.noted(folder) is not None:
            raise StoreError(
                f"{workspace.path}: its graph is on a server", "ask that server, or kg query and kg show"
            )
    editing = Editing() if edit else None
    if not local(host):
        note(f"warning: everybody who can reach {host} can read this graph; there is no password")

    def ready(address: str) -> None:
        result(address)
        note(f"SPARQL: {address}sparql   queries: {address}query   Ctrl-C stops")
        if editing is not None:
            note(f"to decide, open: {address}review?token={editing.token}")

    serve(workspace, host, port, names, timeout, ready, editing)
    note("stopped")
