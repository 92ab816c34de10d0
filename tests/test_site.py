"""The site of docs/ is built as strictly as its builder can, with the tutorial run and the demo page made anew."""

import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOOL = ROOT / "tools" / "site.py"
TITLE = runpy.run_path(str(TOOL))["TITLE"]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of the built site."""
    folder = tmp_path_factory.mktemp("site") / "site"
    ran = subprocess.run(
        [sys.executable, TOOL, folder], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return folder


def test_the_tutorial_shows_what_its_cells_gave(site):
    text = (site / "tutorial.html").read_text(encoding="utf-8")
    assert "滨海新区科技局" in text  # who leads most tasks
    assert "gdp-growth" in text
    assert "delivered" in text
    assert "Traceback" not in text


def test_every_term_of_the_vocabulary_has_its_anchor(site):
    text = (site / "rdp" / "ns" / "index.html").read_text(encoding="utf-8")
    for term in ("Measure", "Claim", "develops", "planned", "ledBy"):
        assert f'id="{term}"' in text


def test_no_page_loads_anything_from_elsewhere(site):
    pages = [path for path in site.rglob("*.html") if path.name != "demo.html"]
    assert len(pages) > 20
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r'<(?:script|img|iframe)[^>]+src="https?:|<link[^>]+stylesheet[^>]+href="https?:', text
        ), path


@pytest.mark.parametrize("made", [True, False], ids=["made", "kept"])
def test_the_demo_is_one_file_that_opens_offline(request, made):
    path = request.getfixturevalue("site") / "demo.html" if made else ROOT / "docs" / "demo.html"
    text = path.read_text(encoding="utf-8")
    assert TITLE in text
    assert "2026年滨海新区政府工作报告（示例）" in text
    assert not re.search(r'(?:src|href)="https?:[^"]*\.(?:js|css|png|woff2?)"', text)
    assert all(
        "docs/demo.html" in (ROOT / name).read_text(encoding="utf-8")
        for name in ("README.md", "README.zh-CN.md")
    )


def test_a_link_that_leads_nowhere_is_told(tmp_path):
    (tmp_path / "a.html").write_text(
        '<p id="here"><a href="b.html#there">b</a><a href="#here">a</a><a href="c.html">c</a>'
    )
    (tmp_path / "b.html").write_text('<a href="a.html#here">a</a>')
    assert runpy.run_path(str(TOOL))["broken"](tmp_path) == ["a.html: b.html#there", "a.html: c.html"]
