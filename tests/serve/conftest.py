"""A workspace that holds the small world of `sample`, without a build; and a client of its server."""

import json
import shutil
import socket
import threading
import time

import pytest
import uvicorn
from starlette.testclient import TestClient

from kg.query import index
from kg.serve.app import application
from kg.store import embedded
from kg.workspace import Workspace, seal
from tests import sample

HOST = "http://127.0.0.1:8765"


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """A workspace of the small world, to be copied."""
    path = tmp_path_factory.mktemp("served") / "world.kg"
    path.mkdir()
    (path / "kg.toml").write_text(f'format = 1\n[graph]\nbase = "{sample.BASE}"\n', encoding="utf-8")
    fill(path, "store-1", sample.lines())
    return path


def fill(path, name, lines, documents=()):
    """Puts a graph of such lines, made of such documents, into a workspace, and makes it the present one."""
    folder = path / name
    folder.mkdir()
    embedded.build(folder, index.recorded(folder / index.FILE, iter(lines)))
    (folder / "held").touch()
    listed = (json.dumps([id_, "r", id_, "", None, [], [], [], [], None]) for id_ in documents)
    (folder / "documents.jsonl").write_text("".join(f"{line}\n" for line in listed), encoding="utf-8")
    seal.close(folder)
    (path / "current").write_text(name, encoding="utf-8")


@pytest.fixture
def world(template, tmp_path):
    path = tmp_path / "world.kg"
    shutil.copytree(template, path)
    return Workspace.open(path)


@pytest.fixture
def client(world):
    with TestClient(application(world, timeout=20), base_url=HOST) as client:
        yield client


@pytest.fixture
def address(world):
    """A server of the small world in this process, on a free port of loopback."""
    yield from served(application(world, timeout=20))


def served(app):
    """The address of an application while it is served."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(20)
    listener.close()


@pytest.fixture
def opened(browser, address):
    """A function that opens a path of the server; nothing may go wrong, and no request may leave."""
    yield from watched(browser, address)


def watched(browser, address):
    """A function that opens a path at an address, watched: no request to others, no error, no breach of the policy."""
    context = browser.new_context(
        viewport={"width": 1366, "height": 768}, locale="zh-CN", accept_downloads=True
    )
    page = context.new_page()
    wrong = []
    page.on(
        "request", lambda r: None if r.url.startswith((address, "blob:", "data:")) else wrong.append(r.url)
    )
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "console",
        lambda line: (
            wrong.append(line.text) if line.type in {"error", "warning"} and "400" not in line.text else None
        ),
    )

    def go(path):
        page.goto(address + path)
        return page

    yield go
    context.close()
    assert wrong == []
