"""The example articles as a graph, built once a session without the costly tagger."""

import pytest

import kg
from tests.ask.test_library import ROOT


@pytest.fixture(scope="session")
def examples(tmp_path_factory):
    folder = tmp_path_factory.mktemp("examples") / "examples.kg"
    kg.build(ROOT / "examples/articles", folder, fast=True, jobs=1).close()
    return folder


@pytest.fixture(scope="session")
def graph(examples):
    with kg.open(examples) as opened:
        yield opened


@pytest.fixture(scope="session")
def story(tmp_path_factory):
    """The graph of the quick start, without the costly tagger."""
    folder = tmp_path_factory.mktemp("story") / "story.kg"
    with kg.build([ROOT / "examples/articles", ROOT / "examples/story"], folder, fast=True, jobs=1) as opened:
        yield opened
