"""The form of an answer that a request asks for, and rows in it: at one address a page, CSV, JSON and a workbook."""

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from kg.export.tables import Cell, workbook, write_csv
from kg.serve.negotiate import best
from kg.serve.protocol import Refused

FORMS = {
    "html": "text/html",
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ttl": "text/turtle",
}
"""Forms by the name that an address gives them, and their media types."""

ROWS = ("html", "csv", "json", "xlsx")
"""The forms of every page that shows rows."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with a name: `names` are those of the columns for programs (JSON), `heads` those for people."""

    name: str
    names: Sequence[str]
    heads: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def form(request: Request, offers: Sequence[str] = ROWS) -> str:
    """The form that is asked for: by the end of the address, else by `format`, else by what the client accepts.

    Raises Refused where there is no such form.
    """
    named = request.path_params.get("form") or request.query_params.get("format")
    if named is None:
        kind = best(request.headers.get("accept", ""), [FORMS[name] for name in offers])
        found = next((name for name in offers if FORMS[name] == kind), None)
        if found is None:
            raise Refused(406, "no form that you accept", f"there are: {', '.join(offers)}")
        return found
    if named not in offers:
        raise Refused(400, f"{named}: no such form", f"there are: {', '.join(offers)}")
    return str(named)


def response(table: Table, form: str) -> Response:
    """The rows in a form: CSV as Excel reads it (UTF-8 with BOM), JSON as records, or a workbook."""
    headers = {
        "content-disposition": f"inline; filename*=UTF-8''{quote(table.name)}.{form}",
        "cache-control": "no-cache",
        "vary": "accept, accept-language, cookie",
    }
    return Response(_body(table, form), media_type=FORMS[form], headers=headers)


def _body(table: Table, form: str) -> bytes:
    if form == "csv":
        text = io.StringIO(newline="")
        write_csv(text, table.heads, table.rows)
        return text.getvalue().encode("utf-8-sig", "replace")
    if form == "json":
        records = [
            dict(zip(table.names, map(_plain, row), strict=True)) for row in table.rows
        ]  # fmt: skip
        return json.dumps(records, ensure_ascii=False).encode("utf-8", "replace")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        workbook(path, [(table.name[:31], tuple(table.heads), [tuple(row) for row in table.rows])])
        return path.read_bytes()


def _plain(cell: Cell) -> Any:
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    return cell
