"""What the docs name is there, and every room of the house has its line."""

import re
from pathlib import Path

import pytest

from kg.query.book import kinds, parsed

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(p for p in (*ROOT.glob("docs/*.md"), ROOT / "CONTRIBUTING.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_files_that_a_page_names_exist(page):
    text = page.read_text(encoding="utf-8")
    named = [
        n for n in re.findall(r"`((?:kg|ontology|docs|tests|examples)/[\w./-]*)`", text) if "NAME" not in n
    ]
    own = page.name == "ontology.md"  # its example names files of a workspace
    missing = [name for name in named if not (ROOT / name).exists() and not own]
    assert not missing


@pytest.mark.parametrize("page", ["docs/architecture.md", "docs/ontology.md", "CONTRIBUTING.md"])
def test_a_file_named_without_its_room_exists_somewhere(page):
    there = {
        p.name for room in ("kg", "ontology", "docs", "tests", "examples") for p in (ROOT / room).rglob("*")
    }
    there |= {p.name for p in ROOT.iterdir()}
    named = re.findall(
        r"`(?:[\w./-]*/)?([\w-]+\.(?:py|tsv|yaml|rq|ttl|css|jsonl))`", (ROOT / page).read_text("utf-8")
    )
    own = {"museums.tsv", "terms.tsv", "NAME.rq", "NAME.py"}  # of examples, and of who reads
    assert not sorted(set(named) - there - own)


def test_every_room_has_its_line():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = {p.name for p in (ROOT / "kg").iterdir() if p.is_dir() and not p.name.startswith("_")}
    rooms |= {p.stem for p in (ROOT / "kg").glob("*.py") if not p.stem.startswith("_")}
    rooms |= {
        p.name for p in (ROOT / "kg" / "extract").iterdir() if p.is_dir() and not p.name.startswith("_")
    }
    missing = sorted(
        room for room in rooms if not re.search(rf"`{room}/?`|`{room}/|/{room}\.py`|`{room}\.py`", text)
    )
    assert not missing


def test_no_source_cites_what_does_not_ship():
    cited = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for folder in ("kg", "ontology", "tests")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in {".py", ".yaml", ".tsv", ".ttl", ".rq"} and path != Path(__file__)
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"GUIDELINES|DESIGN\b|MEASURES\.md", line)
    ]
    assert not cited


def test_the_question_that_the_workspace_page_shows_is_one():
    text = (ROOT / "docs" / "workspace.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```sparql\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    of = parsed("parks", shown, "docs/workspace.md")
    assert [(p.name, p.kind, p.optional, p.default) for p in of.parameters] == [
        ("region", "entity", False, None), ("type", "type", True, None), ("limit", "number", False, "100"),
    ]  # fmt: skip
    assert all(f"`{kind}`" in text for kind in kinds)
