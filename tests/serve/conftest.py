"""A workspace that holds the small world of `sample`, without a build; and a client of its server."""

import shutil

import pytest
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


def fill(path, name, lines):
    """Puts a graph of such lines into a workspace, and makes it the present one."""
    folder = path / name
    folder.mkdir()
    embedded.build(folder, index.recorded(folder / index.FILE, iter(lines)))
    (folder / "held").touch()
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
