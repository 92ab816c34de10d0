"""What the project says of itself holds: its tables, its lock, its README."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kg import __version__, cli, plugins

ROOT = Path(__file__).parent.parent
TABLES = {
    name: getattr(plugins, name)
    for name in ("extractors", "store_exporters", "network_exporters", "briefing_exporters")
}


@pytest.mark.parametrize(("table", "name"), [(t, n) for t, entries in TABLES.items() for n in entries])
def test_every_part_in_a_table_can_be_loaded(table, name):
    assert callable(plugins.find(table, name, TABLES[table]))


def test_the_lock_holds_a_version_of_all_that_is_asked_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    locked = {
        canonicalize_name(name): version
        for name, _, version in (line.partition("==") for line in lines if not line.startswith("#"))
    }
    missing = [
        text
        for text in asked
        if (one := Requirement(text))
        and not one.specifier.contains(locked.get(canonicalize_name(one.name), "0"))
    ]
    assert not missing, "run .ci/lock"


def test_the_readme_names_every_command():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in cli.commands if not re.search(rf"`kg {name}\b", readme)] == []


def imported(folder):
    """The top-level modules that the files of a folder import, at the top or inside functions."""
    found = set()
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"kg", "tests"}


@pytest.mark.parametrize(("folder", "groups"), [("kg", ["run"]), ("tests", ["run", "dev", "train"])])
def test_what_is_imported_is_asked_for(folder, groups):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"].get("optional-dependencies", {})
    lists = {"run": project["project"]["dependencies"], "dev": project["dependency-groups"]["dev"]}
    asked = [text for group in groups for text in lists.get(group, extras.get(group, []))]
    if folder == "kg":
        asked += [text for those in extras.values() for text in those]
    names = {canonicalize_name(Requirement(text).name) for text in asked}
    homes = packages_distributions()
    strangers = {
        module
        for module in imported(ROOT / folder)
        if module in homes and not {canonicalize_name(name) for name in homes[module]} & names
    }
    assert strangers == set()


def test_one_version_and_the_pythons_that_are_told():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"version: {__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    told = [one.rpartition(" ")[2] for one in project["classifiers"] if ":: 3." in one]
    assert told == ["3.11", "3.12", "3.13", "3.14"]
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    matrix = workflow["jobs"]["checks"]["strategy"]["matrix"]
    assert matrix["python"] == [told[0], told[-1]]
    assert {system.partition("-")[0] for system in matrix["os"]} == {"ubuntu", "windows", "macos"}


def test_the_base_install_draws_nothing_and_developers_have_all_of_it():
    content = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    base = {Requirement(text).name for text in content["project"]["dependencies"]}
    pictures = content["project"]["optional-dependencies"]["pictures"]
    assert not base & {"typst", "resvg_py", "torch", "mcp"}
    assert set(pictures) <= set(content["dependency-groups"]["dev"])


def test_the_image_runs_as_no_root():
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert lines.index("USER 1000") < lines.index('ENTRYPOINT ["kg"]')


MOST_CHINESE = 690
"""Runs of Chinese in literals under kg/, docstrings apart: may fall, never rise. Words belong in ontology/."""


def texts(tree):
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    ]


def test_chinese_words_stand_in_the_ontology():
    sources = sorted((ROOT / "kg").rglob("*.py"))
    found = {
        path: sum(
            len(re.findall("[\u4e00-\u9fff]+", text)) for text in texts(ast.parse(path.read_text("utf-8")))
        )
        for path in sources
    }
    assert sum(found.values()) <= MOST_CHINESE, sorted(found.items(), key=lambda item: -item[1])[:5]
