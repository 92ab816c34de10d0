"""Rows of an answer in the form that was asked for: a table for people, Markdown, CSV, or JSON for machines."""

import io
import json
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, replace
from functools import wraps
from inspect import signature
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from kg.cli.console import note, printable, result, table
from kg.cli.language import language as spoken
from kg.cli.language import say
from kg.contracts import Result
from kg.export.place import place
from kg.export.tables import safe, workbook, write_csv
from kg.ontology import Ontology
from kg.query import forms
from kg.terms import Value

F = TypeVar("F", bound=Callable[..., Any])
Cell = str | int | float | None
Sheet = tuple[str, tuple[str, ...], list[tuple[Cell, ...]]]


FORMS = ("table", "markdown", "csv", "tsv", "json", "xlsx")
"""The forms that every answer in rows has."""
FILES = ("xlsx", "docx")
"""Forms that are files of their own, and need a path."""
SHORT = ("markdown", "csv", "json")
"""Forms that are options of their own, too, where they were before `--format`."""
SINGLE = ("csv", "tsv")
"""Forms that hold one table, with all of its columns."""
SHEETS = "kg.sheets"
"""Where a context of click keeps the tables of a workbook until the command is done."""


class Form(click.Choice):  # type: ignore[type-arg]  # generic from click 8.2 on
    """A form of an answer; `md` is Markdown."""

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> Any:
        """The name of the form."""
        return super().convert("markdown" if value == "md" else value, parameter, context)


def form(command: F) -> F:
    """`--format`: the form of the answer, as the argument `form`; the tables of an xlsx are sheets of one file.

    `--json`, `--csv` and `--markdown`, as they were written before, mean the same. A command that writes a file of
    its own, too, has an argument `output`.
    """
    writes = "output" in signature(command).parameters

    @wraps(command)
    def call(*arguments: Any, form: str, output: Path | None, **options: Any) -> Any:
        short = [name for name in SHORT if options.pop(f"as_{name}")]
        form = short[0] if short else form
        checked(form, output)
        if writes:
            options["output"] = None if form in FILES else output
        sheets: list[Sheet] = []
        click.get_current_context().meta[SHEETS] = sheets
        with into(None if writes or form in FILES else output):
            answer = command(*arguments, form=form, **options)
        if output is not None and sheets:
            place(output, lambda path: workbook(path, sheets))
            note(f"{output}: {sum(len(lines) for _, _, lines in sheets)} rows")
        return answer

    taken = cast("F", call)
    for name in SHORT:
        taken = click.option(f"--{name}", f"as_{name}", is_flag=True, hidden=True)(taken)
    return _format(FORMS)(taken)


def _format(forms: Sequence[str]) -> Callable[[F], F]:
    form = click.option(
        "--format",
        "form",
        type=Form(list(forms)),
        default="table",
        show_default=True,
        help="The form of the answer.",
    )
    path = click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False, path_type=Path),
        help="The file to write, of any form; xlsx and docx need one.",
    )
    return lambda command: form(path(command))


def checked(form: str, output: Path | None) -> None:
    """Raises UsageError where a form that is a file has no path."""
    if form in FILES and output is None:
        raise click.UsageError(f"--format {form} needs --output PATH")


@contextmanager
def into(path: Path | None) -> Iterator[None]:
    """What is printed within goes to a file, whole or not at all; None for standard output."""
    if path is None:
        yield
        return
    with redirect_stdout(io.StringIO(newline="")) as out:
        yield

    def write(new: Path) -> None:
        new.write_text(out.getvalue(), encoding="utf-8", newline="")

    place(path, write)
    note(f"written: {path}")


@dataclass(frozen=True, slots=True)
class Output:
    """The form of an answer, and the file that it goes to; None for standard output."""

    form: str
    path: Path | None = None


def output(*more: str) -> Callable[[F], F]:
    """`--format` (that of all answers in rows, and `more`) and `--output`, as the argument `how`."""

    def decorate(command: F) -> F:
        @wraps(command)
        def call(*arguments: Any, form: str, output: Path | None, **options: Any) -> Any:
            checked(form, output)
            file = output if form in FILES else None
            with into(None if file else output):
                return command(*arguments, how=Output(form, file), **options)

        return _format((*FORMS, *more))(cast("F", call))

    return decorate


def answer(command: F) -> F:
    """The same for a command whose table is a text to read (`told`); `--json`, as before, is `--format json`."""

    @wraps(command)
    def call(*arguments: Any, how: Output, json: bool, **options: Any) -> Any:
        return command(*arguments, how=replace(how, form="json") if json else how, **options)

    return output()(click.option("--json", is_flag=True, hidden=True)(cast("F", call)))


def titled(names: Sequence[str], language: str) -> tuple[str, ...]:
    """What columns are called in a language; a name that `labels/heads.yaml` does not have stays as it is."""
    words = Ontology().labels("heads") if language == "zh" else {}
    return tuple(words.get(name, name) for name in names)


def write(
    how: Output,
    name: str,
    heads: Sequence[str],
    lines: Iterable[Sequence[Cell]],
    shown: Sequence[int] | None = None,
    language: str | None = None,
) -> None:
    """Prints rows, or writes them to the workbook asked for, its sheet called `name`.

    A table for people has the columns `shown` (all for None), the other forms have all. With a `language`, heads are
    names of columns: told in it, but in JSON, whose keys they are.
    """
    if language is not None and how.form != "json":
        heads = titled(heads, language)
    if how.path is not None:
        found = [tuple(line) for line in lines]
        place(how.path, lambda path: workbook(path, [(name, tuple(heads), found)]))
        note(f"{how.path}: {len(found)} rows")
    elif how.form in SINGLE:
        separated(how.form, heads, lines)
    else:
        kept = range(len(heads)) if shown is None or how.form == "json" else shown
        show([heads[i] for i in kept], ([line[i] for i in kept] for line in lines), how.form)


def told(how: Output, content: Any, name: str, heads: Sequence[str], lines: Iterable[Sequence[Cell]]) -> bool:
    """Writes what a command tells in a form for programs: `content` as JSON, else rows; False for people's form."""
    if how.form == "json":
        result(dumped(content))
    elif how.form != "table":
        write(how, name, heads, lines, language=spoken())
    return how.form != "table"


def separated(form: str, heads: Sequence[str], lines: Iterable[Sequence[Cell]]) -> None:
    """Prints rows as CSV, or as TSV, with no tab and no line break inside a cell; nothing in them is a formula."""
    if form == "csv":
        write_csv(sys.stdout, heads, lines, "\n")
        return
    for line in (heads, *lines):
        cells = ("" if cell is None else " ".join(str(cell).split()) for cell in safe(tuple(line)))
        click.echo("\t".join(cells))


def language(command: F) -> F:
    """`--language`: that of names of types, relations and statuses, as the argument `language`."""
    return click.option(
        "--language",
        type=click.Choice(["zh", "en"]),
        default="zh",
        show_default=True,
        help="The language of types, relations and statuses.",
    )(command)


def show(
    heads: Sequence[str], rows: Iterable[Sequence[Cell]], form: str, language: str | None = None
) -> None:
    """Prints rows under their heads; a table is cut to the width of the terminal, if there is one.

    With a `language`, heads are names of columns: told in it, but in JSON, whose keys they are.
    """
    if language is not None and form != "json":
        heads = titled(heads, language)
    if form == "json":
        click.echo(printable(dumped([dict(zip(heads, row, strict=True)) for row in rows])))
        return
    if form == "tsv":
        separated(form, heads, rows)
        return
    if form == "xlsx":
        sheets = click.get_current_context().meta[SHEETS]
        if not sheets or sheets[-1][1]:
            sheets.append(["kg", (), []])
        sheets[-1] = (sheets[-1][0], tuple(heads), [tuple(row) for row in rows])
        return
    values = (tuple(None if cell is None else Value("literal", _text(cell)) for cell in row) for row in rows)
    answer = Result("select", tuple(heads), values)
    if form == "csv":
        for line in forms.csv(answer):
            click.echo(line)
        return
    room = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    if form == "table":
        table(forms.table(answer, room, say))
        return
    for line in forms.markdown(answer):
        result(line)


def heading(text: str, form: str) -> None:
    """Prints the heading of one of several tables; a workbook has it as the name of a sheet."""
    if form == "xlsx":
        click.get_current_context().meta[SHEETS].append((text, (), []))
        return
    result(f"\n## {text}\n" if form == "markdown" else f"\n{text}")


def dumped(content: Any) -> str:
    """JSON on one line, with Chinese as it is."""
    return json.dumps(content, ensure_ascii=False)


def _text(cell: str | float) -> str:
    return f"{cell:.4g}" if isinstance(cell, float) else str(cell)
