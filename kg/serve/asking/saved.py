"""A query kept among those of the workspace, as a question of its book."""

import re
from collections.abc import Mapping
from typing import Any

from starlette.responses import JSONResponse, Response

from kg.query.book import FOLDER, parsed
from kg.serve.present import Held
from kg.serve.protocol import Refused
from kg.workspace.files import write

_name = re.compile(r"[a-z][a-z0-9-]{0,40}")


def save(held: Held, wanted: Mapping[str, Any]) -> Response:
    """Writes `queries/NAME.rq` of the workspace: asked by its name from then on, by `kg query` too.

    Raises Refused: no name for a query, one of the book that comes with kg, or no text; SettingsError as the book does.
    """
    name, text = str(wanted.get("name", "")), str(wanted.get("text", "")).strip()
    title = " ".join(str(wanted.get("title", "")).split()) or name
    if not _name.fullmatch(name):
        raise Refused(400, f"{name}: no name for a query", "small letters, digits and -")
    if not text:
        raise Refused(400, "there is no query to keep")
    graph = held.graph
    if (graph.ontology.root / FOLDER / f"{name}.rq").exists():
        raise Refused(409, f"{name}: a query of kg has this name", "choose another one")
    content = f"# zh: {title}\n# en: {title}\n# about: {title}\n{text}\n"
    path = graph.workspace.path / FOLDER / f"{name}.rq"
    parsed(name, content, str(path))
    path.parent.mkdir(exist_ok=True)
    write(path, content)
    graph.__dict__.pop("questions", None)  # the book is read again
    return JSONResponse({"kept": name})
