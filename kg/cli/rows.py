"""Rows of an answer in the form that was asked for: a table for people, Markdown, CSV, or JSON for machines."""

import json
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import click

from kg.cli.console import printable, result
from kg.contracts import Result
from kg.query import forms
from kg.terms import Value

F = TypeVar("F", bound=Callable[..., Any])
Cell = str | int | float | None


def form(command: F) -> F:
    """`--json`, `--csv`, `--markdown`: the form of the answer, as the argument `form`; a table without them."""
    for name, text in (
        ("markdown", "Print the answer as tables in Markdown."),
        ("csv", "Print the answer as CSV."),
        ("json", "Print the answer as JSON."),
    ):
        command = click.option(f"--{name}", "form", flag_value=name, default="table", help=text)(command)
    return command


def language(command: F) -> F:
    """`--language`: that of names of types, relations and statuses, as the argument `language`."""
    return click.option(
        "--language",
        type=click.Choice(["zh", "en"]),
        default="zh",
        show_default=True,
        help="The language of types, relations and statuses.",
    )(command)


def show(heads: Sequence[str], rows: Iterable[Sequence[Cell]], form: str) -> None:
    """Prints rows under their heads; a table is cut to the width of the terminal, if there is one."""
    if form == "json":
        click.echo(printable(dumped([dict(zip(heads, row, strict=True)) for row in rows])))
        return
    values = (tuple(None if cell is None else Value("literal", _text(cell)) for cell in row) for row in rows)
    answer = Result("select", tuple(heads), values)
    if form == "csv":
        for line in forms.csv(answer):
            click.echo(line)
        return
    room = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    for line in forms.markdown(answer) if form == "markdown" else forms.table(answer, room):
        result(line)


def heading(text: str, form: str) -> None:
    """Prints the heading of one of several tables."""
    result(f"\n## {text}\n" if form == "markdown" else f"\n{text}")


def dumped(content: Any) -> str:
    """JSON on one line, with Chinese as it is."""
    return json.dumps(content, ensure_ascii=False)


def _text(cell: str | float) -> str:
    return f"{cell:.4g}" if isinstance(cell, float) else str(cell)
