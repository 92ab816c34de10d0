"""Rows of an answer in the form that was asked for: a table for people, Markdown, CSV, or JSON for machines."""

import json
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from kg.cli.console import note, printable, result
from kg.contracts import Result
from kg.export.place import place
from kg.export.tables import workbook, write_csv
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


FILES = ("xlsx", "docx")
"""Forms that are files of their own, and need a path."""


@dataclass(frozen=True, slots=True)
class Output:
    """The form of an answer, and the file that it goes to; None for standard output."""

    form: str
    path: Path | None = None


def output(*more: str) -> Callable[[F], F]:
    """`--format` (table, markdown, csv, json, xlsx, and `more`) and `--output`, as the argument `how`."""
    form = click.option(
        "--format",
        "form",
        type=click.Choice(["table", "markdown", "csv", "json", "xlsx", *more]),
        default="table",
        show_default=True,
        help="The form of the answer.",
    )
    path = click.option(
        "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file of xlsx and docx."
    )

    def decorate(command: F) -> F:
        @wraps(command)
        def call(*arguments: Any, form: str, output: Path | None, **options: Any) -> Any:
            if (form in FILES) != (output is not None):
                raise click.UsageError("--format xlsx or docx and --output PATH go together")
            return command(*arguments, how=Output(form, output), **options)

        return form(path(cast("F", call)))

    return decorate


def write(
    how: Output,
    name: str,
    heads: Sequence[str],
    lines: Iterable[Sequence[Cell]],
    shown: Sequence[int] | None = None,
) -> None:
    """Prints rows, or writes them to the workbook asked for, its sheet called `name`.

    A table for people has the columns `shown` (all for None), the other forms have all.
    """
    if how.path is not None:
        found = [tuple(line) for line in lines]
        place(how.path, lambda path: workbook(path, [(name, tuple(heads), found)]))
        note(f"{how.path}: {len(found)} rows")
    elif how.form == "csv":
        write_csv(sys.stdout, heads, lines, "\n")
    else:
        kept = range(len(heads)) if shown is None or how.form == "json" else shown
        show([heads[i] for i in kept], ([line[i] for i in kept] for line in lines), how.form)


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
