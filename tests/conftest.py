"""What all tests share: where ../shared lies, if it is there."""

import os
from pathlib import Path

import pytest


def shared_folder() -> Path | None:
    """The folder `shared` beside the project, where it exists."""
    root = Path(__file__).resolve().parent.parent
    for place in (os.environ.get("KG_SHARED"), root.parent / "shared", root.parent.parent / "shared"):
        if place and (Path(place) / "gold").is_dir():
            return Path(place)
    return None


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = shared_folder()
    if folder is None:
        pytest.skip("../shared is not here: this check runs in the project's own workplace")
    return folder
