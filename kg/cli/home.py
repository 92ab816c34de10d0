"""`kg` alone: what to do next here."""

from collections.abc import Iterator
from pathlib import Path

from kg.cli import language
from kg.cli.console import result
from kg.cli.language import say
from kg.errors import KgError
from kg.workspace import Workspace, locate

REGION = """SELECT ?name (COUNT(?m) AS ?n) {
  ?m a rdp:Measure ; rdp:actor ?region . ?region a rdp:Region ; rdfs:label ?name FILTER (LANG(?name) = "zh")
} GROUP BY ?name ORDER BY DESC(?n) ?name LIMIT 1"""
"""The region that most acts are told of."""


def tell() -> None:
    """Prints what the workspace here holds and the commands to try on it, or how to make one."""
    try:
        workspace = Workspace.open(locate(None))
    except KgError as none:
        if none.fact != "no workspace here":
            raise
        for line in _first():
            result(line)
        return
    language.prefer(workspace.settings.language)
    for line in _next(workspace):
        result(line)


def _first() -> Iterator[str]:
    yield say(
        "There is no workspace here yet. Make one from your documents (txt, md, html, docx, pdf, xlsx, csv):"
    )
    yield "  kg build FOLDER -w region.kg"
    yield _more()


def _next(workspace: Workspace) -> Iterator[str]:
    if workspace.current() is None:
        yield say(f"{workspace.path} holds no graph yet. Fill it:")
        yield f"  kg build FOLDER -w {workspace.path}"
        yield _more()
        return
    from kg.api import Graph  # noqa: PLC0415 - `kg` without a workspace need not wait for it

    with Graph(workspace) as graph:
        counts = graph.counts()
        rows = graph.query(REGION)
        region = next((str(row["name"]) for row in rows), None) if isinstance(rows, list) else None
    yield say(
        f"{workspace.path}: {counts['documents']} documents, {counts['claims']} claims, {counts['tasks']} tasks."
    )
    yield say("What to try:")
    here = [
        f"tasks --place {region}",
        f"targets --region {region} --years",
        f"follow --region {region}",
        f"show {region}",
    ]
    for words in [*(here if region else ()), "query --list", f"export html {_page(workspace.path)}"]:
        yield f"  kg {words}"
    yield _more()


def _page(path: Path) -> str:
    return f"{path.stem}.html"


def _more() -> str:
    return say("All commands: kg --help")
