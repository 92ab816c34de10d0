"""Who may ask: requests for our own hosts, not sent by pages of others; and the headers that say so to browsers."""

import ipaddress
from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
"""The names of this machine for itself."""

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
"""What every response carries; none says that a page of another site may read it (CORS)."""


class Guard:
    """An application that answers only where host and origin are ours.

    A page of another site may make its own name resolve to this machine (DNS rebinding), but its
    requests carry that name as their host: only the hosts given are answered, and with
    `addresses` any numerical address, which no name server can forge. What another site's page sends without
    reading the answer is refused by the headers in which browsers tell so (Fetch Metadata, Origin).
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str], *, addresses: bool = False) -> None:
        self.app = app
        self.hosts = frozenset(host.lower().strip("[]") for host in hosts)
        self.addresses = addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers, or refuses."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refusal(scope["method"], scope["path"], Headers(scope=scope))
        app = PlainTextResponse(*refusal) if refusal else self.app
        await app(scope, receive, guarded)

    def _refusal(self, method: str, path: str, headers: Headers) -> tuple[str, int] | None:
        host = headers.get("host", "")
        if not self._ours(host):
            return f"{host!r} is not a name of this server\ntry: kg serve --allow-host NAME\n", 421
        origin = headers.get("origin")
        if origin is not None and origin.lower() not in {f"http://{host.lower()}", f"https://{host.lower()}"}:
            return "a page of another site may not ask this server\n", 403
        opened = headers.get("sec-fetch-mode") == "navigate" and method == "GET" and path != "/sparql"
        if headers.get("sec-fetch-site") in {"cross-site", "same-site"} and not opened:
            return "a page of another site may not ask this server\n", 403
        return None

    def _ours(self, host: str) -> bool:
        name = _without_port(host.lower())
        if name in self.hosts:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return self.addresses


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]
