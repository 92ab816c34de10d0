"""The quick start's environment: made once, never written anew while it fits."""

import re
import runpy
import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import untested

ROOT = Path(__file__).parent.parent


@pytest.fixture
def start(tmp_path, monkeypatch):
    """The quick start in a folder of its own, and what it does: environments made, packages installed."""
    for name in ("quickstart.py", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path / name)
    said = runpy.run_path(str(tmp_path / "quickstart.py"))
    done: list[str] = []

    def create(home, **_):
        done.append("environment")
        for path in (home / "bin" / "python", home / "Scripts" / "python.exe"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()

    def call(command, **_):
        if "pip" in command:
            done.append(" ".join(word for word in map(str, command[6:]) if "lock" not in word))
        return 0

    monkeypatch.setattr("venv.create", create)
    monkeypatch.setattr("subprocess.call", call)

    def run(**how: bool) -> list[str]:
        done.clear()
        said["set_up"](**how)
        return list(done)

    return run


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "建立环境："),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "setting up "),
        ({"LANG": "C.UTF-8", "KG_LANGUAGE": "zh"}, "建立环境："),
        ({}, "setting up "),
    ],
)
def test_it_speaks_the_language_that_kg_speaks(start, monkeypatch, capsys, variables, said):
    for name in ("KG_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    start(developers=False)
    assert capsys.readouterr().out.startswith(said)


def test_an_environment_that_fits_is_not_touched_and_gets_only_the_tools(start, tmp_path, capsys):
    made = start(developers=False)
    assert made[0] == "environment"
    assert "--editable" in made[1]
    assert start(developers=False) == []
    (added,) = start(developers=True)
    assert "--editable" not in added
    assert "pytest" in added
    assert "adding the tools of developers" in capsys.readouterr().out
    assert start(developers=True) == start(developers=False) == []
    with (tmp_path / "requirements.lock").open("a") as lock:
        lock.write("# another\n")
    anew = start(developers=False)
    assert anew[0] == "environment"
    assert "pytest" in anew[1]


def test_what_was_not_tested_is_told_in_the_language_of_the_user(monkeypatch):
    reasons = Counter(
        {
            "no Chromium here: apt install chromium, or name one in KG_CHROMIUM": 133,
            "could not import 'scipy': No module": 2,
        }
    )
    english, _ = untested(reasons)
    assert english.startswith("not tested: 133 (no Chromium here")
    monkeypatch.setenv("KG_LANGUAGE", "zh")
    assert untested(reasons) == [
        "未测试：133 项（这里没有 Chromium：apt install chromium，或用 KG_CHROMIUM 指明）",
        "未测试：2 项（没有安装 scipy）",
    ]


def test_each_reason_not_to_test_has_chinese_words():
    known = (ROOT / "tests/reasons.tsv").read_text(encoding="utf-8")
    given = re.compile(r'pytest\.skip\(\s*"([^"()]+)"|reason="([^"()]+)"')
    for path in sorted((ROOT / "tests").rglob("*.py")):
        for match in given.finditer(path.read_text(encoding="utf-8")):
            assert f"{match[1] or match[2]}\t" in known, path
