"""The main job on the examples, with the real parts: articles in, graph, answers and files out; twice the same bytes."""

import re
import shutil
from pathlib import Path

import pytest

from kg.cli import main

EXAMPLES = Path(__file__).parent.parent / "examples" / "articles"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    workspace = tmp_path_factory.mktemp("main") / "examples.kg"
    assert main(["build", str(EXAMPLES), "-w", str(workspace), "--jobs", "2"]) == 0
    return workspace


@pytest.fixture(scope="module")
def nquads(built):
    path = built.parent / "first.nq"
    assert main(["export", "nquads", str(path), "-w", str(built)]) == 0
    return path.read_bytes()


def test_the_graph_says_something(kg, built):
    got = kg("build", "-w", built)
    told = dict(line.split(maxsplit=1) for line in got.out.splitlines())
    assert int(told["documents"].split()[0]) >= 18
    assert int(told["claims"]) > 150
    assert int(told["figures"]) > 100
    assert told["documents"].endswith("(nothing changed)")


def test_two_builds_give_the_same_bytes(kg, nquads, tmp_path):
    shutil.copytree(EXAMPLES, tmp_path / "articles")
    kg("build", tmp_path / "articles", "-w", tmp_path / "again.kg", "--jobs", 1)
    kg("export", "nquads", tmp_path / "second.nq", "-w", tmp_path / "again.kg")
    assert (tmp_path / "second.nq").read_bytes() == nquads


def test_a_document_that_leaves_takes_its_statements_along(kg, nquads, tmp_path):
    shutil.copytree(EXAMPLES, tmp_path / "articles")
    kg("build", tmp_path / "articles", "-w", tmp_path / "a.kg", "--fast", "--jobs", 1)
    (tmp_path / "articles" / "port-plan.txt").unlink()
    kg("build", "-w", tmp_path / "a.kg", "--fast", "--jobs", 1)
    kg("build", tmp_path / "articles", "-w", tmp_path / "b.kg", "--fast", "--jobs", 1)
    for name in "ab":
        kg("export", "nquads", tmp_path / f"{name}.nq", "-w", tmp_path / f"{name}.kg")
    assert (tmp_path / "a.nq").read_bytes() == (tmp_path / "b.nq").read_bytes() != nquads


@pytest.mark.parametrize("form", ["html", "xlsx", "graphml", "jsonld", "turtle"])
def test_files_come_out(kg, built, tmp_path, form):
    got = kg("export", form, tmp_path / f"out.{form}", "-w", built)
    assert got.code == 0
    assert (tmp_path / f"out.{form}").stat().st_size > 50_000


def test_coverage_accounts_for_all_clauses(kg, built):
    got = kg("coverage", "--summary", "-w", built)
    assert got.code == 0
    counted, used = (
        int(n.replace(",", "")) for n in re.search(r"clauses +([\d,]+), used ([\d,]+)", got.out).groups()
    )
    assert counted >= used > counted / 2
