"""What all tests share: where ../shared lies, if it is there; and a small world in a store."""

import os
import re
import runpy
from collections import Counter
from pathlib import Path

import hypothesis
import pytest

from kg.ontology import Ontology
from kg.store import embedded
from tests import sample
from tests.chromium import browser  # noqa: F401 - a fixture
from tests.command import kg  # noqa: F401 - a fixture
from tests.servers import url  # noqa: F401 - a fixture
from tests.toys import articles, few_words, new_workspace, toys, workspace  # noqa: F401 - fixtures

hypothesis.settings.register_profile("kg", deadline=None)
hypothesis.settings.load_profile("kg")
"""No deadline: how long a case takes depends on what else the machine does."""


def shared_folder() -> Path | None:
    """The folder `shared` beside the project, where it exists."""
    root = Path(__file__).resolve().parent.parent
    for place in (os.environ.get("KG_SHARED"), root.parent / "shared", root.parent.parent / "shared"):
        if place and (Path(place) / "gold").is_dir():
            return Path(place)
    return None


def pytest_terminal_summary(terminalreporter):
    """The last lines say what was not tested, and why, in the language of the user: each reason once, with its count."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in skipped)
    for line in untested(reasons):
        terminalreporter.write_line(line)


def untested(reasons: Counter[str]) -> list[str]:
    """What was not tested, the most first; a reason without Chinese words in `reasons.tsv` stays as it is."""
    lines = (Path(__file__).parent / "reasons.tsv").read_text(encoding="utf-8").splitlines()
    chinese = dict(line.split("\t") for line in lines)
    say = runpy.run_path(str(Path(__file__).parent.parent / "quickstart.py"))["say"]
    return [
        say(f"not tested: {count} ({reason})", f"未测试：{count} 项（{_in_chinese(reason, chinese)}）")
        for reason, count in reasons.most_common()
    ]


def _in_chinese(reason: str, words: dict[str, str]) -> str:
    missing = re.match(r"could not import '([\w.]+)'", reason)
    return f"没有安装 {missing[1]}" if missing else words.get(reason, reason)


@pytest.fixture(autouse=True)
def english(monkeypatch):
    """Messages in English, whatever the system speaks, where a test does not say otherwise."""
    monkeypatch.setenv("KG_LANGUAGE", "en")


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = shared_folder()
    if folder is None:
        pytest.skip("../shared is not here: this check runs in the project's own workplace")
    return folder


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return Ontology()


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The folder of a store that holds the small world of `sample`; not to be changed."""
    folder = tmp_path_factory.mktemp("store") / "store-1"
    embedded.build(folder, sample.lines())
    return folder


@pytest.fixture
def store(built):
    """The small world, opened to read."""
    opened = embedded.Embedded(built)
    yield opened
    opened.close()
