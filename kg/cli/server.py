"""The option of commands that can ask a server in place of a workspace."""

from pathlib import Path

import click

from kg.cli.options import F, opened, workspace_by
from kg.store.remote import Address, Remote, from_environment
from kg.workspace import Workspace


def _remote(_context: click.Context, _parameter: click.Parameter, value: str | None) -> Remote | None:
    if value is None:
        return None
    return Remote(Address(value, headers=from_environment()))


def server(command: F) -> F:
    """`--server`: a SPARQL endpoint to ask in place of a workspace, as the argument `server`."""
    return click.option(
        "--server",
        metavar="URL",
        is_eager=True,
        callback=_remote,
        help="Ask this SPARQL 1.1 endpoint, not a workspace (headers: KG_SERVER_HEADERS, a line each).",
    )(command)


def _unless_server(
    context: click.Context, parameter: click.Parameter, value: Path | None
) -> Workspace | None:
    if context.params.get("server") is None:
        return opened(context, parameter, value)
    if value is not None:
        raise click.UsageError("give a workspace, or a server, not both")
    return None


workspace_unless_server = workspace_by(_unless_server)
"""`-w`: the workspace, opened, as the argument `workspace`; None where a server is asked."""
