"""An application to a server that listens, until it is stopped."""

import errno
import ipaddress
import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn

from kg.errors import InputError, reason
from kg.serve.app import application
from kg.serve.guard import LOCAL
from kg.serve.review import Editing
from kg.workspace import Workspace

GRACE = 3
"""Seconds that answers on their way have when the server is stopped."""


def serve(
    workspace: Workspace,
    host: str,
    port: int,
    names: tuple[str, ...],
    timeout: float,
    ready: Callable[[str], None],
    editing: Editing | None = None,
) -> None:
    """Answers requests until an interrupt; `ready` is told the address. Port 0 takes a free one.

    Requests must be for this machine's own names, the host, or `names`; where the host is none of
    this machine's own names, any numerical address will do, too. Raises InputError where the
    address cannot be had.
    """
    with _listening(host, port) as listener:
        hosts = {*LOCAL, host, *names}
        app = application(workspace, hosts, timeout, addresses=not local(host), editing=editing, warm=True)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, lifespan="on",
            timeout_graceful_shutdown=GRACE,
        )  # fmt: skip
        shown = f"[{host}]" if ":" in host else host
        ready(f"http://{shown}:{listener.getsockname()[1]}/")
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


def local(host: str) -> bool:
    """True if a host is this machine itself, which nobody else can reach."""
    if host in LOCAL:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise InputError(f"port {port} is in use", f"another one: kg serve --port {port + 1}") from error
        raise InputError(
            f"{host} port {port}: cannot listen: {reason(error)}", "choose another host or port"
        ) from error
