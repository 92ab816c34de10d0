"""Builds the site of docs/, as strictly as its builder can: the tutorial run, the demo made anew, links checked.

python tools/site.py [FOLDER]    the site, in site/ or a folder
python tools/site.py demo        only docs/demo.html, the page made from the examples
"""

import logging
import shutil
import sys
import tempfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
from mkdocs.commands.build import build as make
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from nbclient import NotebookClient

import kg
from kg.export.briefing.options import Options

ROOT = Path(__file__).resolve().parent.parent
TITLE = "滨海新区与三个邻区发展简报（示例，虚构）"


def graph(folder: Path) -> kg.Graph:
    """The graph of the examples, in a workspace region.kg of a folder."""
    sources = [ROOT / "examples" / "articles", ROOT / "examples" / "story"]
    return kg.build(sources, folder / "region.kg")


def demo(of: kg.Graph, path: Path) -> None:
    """Writes the page to look at."""
    of.export("html", path, Options(title=TITLE))


def tutorial(folder: Path) -> str:
    """The tutorial as Markdown, run in a folder with region.kg; raises CellExecutionError where a cell breaks."""
    notebook = nbformat.read(ROOT / "docs" / "tutorial.ipynb", as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(folder)}}).execute()
    return "\n\n".join(part for cell in notebook.cells for part in _cell(cell)) + "\n"


def _cell(cell: dict) -> Iterator[str]:
    if cell["cell_type"] == "markdown":
        yield cell["source"]
        return
    yield f"```python\n{cell['source']}\n```"
    for output in cell["outputs"]:
        data = output.get("data", {"text/plain": output.get("text", "")})
        if "text/html" in data:
            lines = (line.strip() for line in data["text/html"].splitlines())
            yield "".join(lines)  # one line: a blank line would end the block of HTML
        else:
            yield f"```text\n{data['text/plain'].rstrip()}\n```"


class _Page(HTMLParser):
    """The addresses that a page names, and the anchors it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps what a tag names."""
        for name, value in attrs:
            if name in {"href", "src"} and value and tag != "base":
                self.links.append(value)
            if name in {"id", "name"} and value:
                self.anchors.add(value)


def broken(site: Path) -> list[str]:
    """The links of the built pages that lead nowhere, or that a page loads from elsewhere."""
    pages = {path: _Page(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}
    wrong = []
    for path, page in pages.items():
        if path.name in {
            "404.html",
            "demo.html",
        }:  # the one is served anywhere, the other makes its links as it runs
            continue
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or link.startswith("#__"):
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            target = target / "index.html" if target.is_dir() else target
            there = target.exists() and (
                not parts.fragment or target not in pages or unquote(parts.fragment) in pages[target].anchors
            )
            if not there:
                wrong.append(f"{path.relative_to(site)}: {link}")
    return wrong


def build(site: Path) -> int:
    """The exit code: 1 where the builder warns, a cell of the tutorial breaks, or a link leads nowhere."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with graph(folder) as made:
            pages = shutil.copytree(ROOT / "docs", folder / "docs")
            demo(made, pages / "demo.html")
        (pages / "tutorial.md").write_text(tutorial(folder), encoding="utf-8")
        try:
            make(load_config(str(ROOT / "mkdocs.yml"), docs_dir=str(pages), site_dir=str(site), strict=True))
        except Abort:
            return 1
    wrong = broken(site)
    for line in wrong:
        print(f"leads nowhere: {line}")
    return 1 if wrong else 0


def main(arguments: list[str]) -> int:
    """The exit code of what was asked for."""
    if arguments == ["demo"]:
        with tempfile.TemporaryDirectory() as temporary, graph(Path(temporary)) as made:
            demo(made, ROOT / "docs" / "demo.html")
        return 0
    return build(Path(arguments[0]).resolve() if arguments else ROOT / "site")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
