"""A graph in a form that is one file, to standard output."""

import shutil
import sys
import tempfile
from pathlib import Path

from kg.api import Graph
from kg.errors import ExportError
from kg.export.briefing.options import Options


def to_output(graph: Graph, form: str, chosen: Options | None = None) -> None:
    """Writes the graph in a form that is one file to standard output."""
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        made = graph.export(form, Path(folder) / "graph", chosen)
        if made.is_dir():
            raise ExportError(f"{form} is a folder of files", "name a folder")
        with made.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)
        sys.stdout.buffer.flush()
