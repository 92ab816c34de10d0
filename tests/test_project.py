"""What the project says of itself holds: its tables, its lock, its README."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kg import cli, plugins

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
