"""A SPARQL server on this machine."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def url():
    """The address of a server of Oxigraph, for all tests: each puts into it what it needs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = Path(sys.executable).parent / "oxigraph"
    server = subprocess.Popen(
        [program, "serve", "--bind", f"127.0.0.1:{port}"],
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("no_proxy", "*")
        assert "Listening" in server.stderr.readline()
        yield f"http://127.0.0.1:{port}"
    server.kill()
    server.communicate()
