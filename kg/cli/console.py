"""What commands say: facts and problems to standard error, results to standard output, both safe to print."""

import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import TYPE_CHECKING

import click

from kg.cli.language import say
from kg.model import Problem
from kg.plugins import BROKE

if TYPE_CHECKING:
    from kg.pipeline.workers import Bug

UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that could steer a terminal or turn the direction of its text; tab and line feed are kept."""
WIDTH = 30
"""Of the bar that tells how far a step is."""
_verbose: ContextVar[bool] = ContextVar("verbose", default=False)
CLEAR = "\r\x1b[2K"
"""What takes a line of the terminal away again."""


def printable(text: str) -> str:
    """Text of others as a terminal may show it: without control characters, direction marks and lone surrogates."""
    return UNSAFE.sub("\ufffd", text)


def result(text: str) -> None:
    """Prints a line of the answer to standard output."""
    click.echo(printable(text))


def table(lines: Iterable[str]) -> None:
    """Prints the lines of a table, through the pager where they are more than the terminal has."""
    if not (sys.stdout.isatty() and sys.stdin.isatty()):
        for line in lines:
            result(line)
        return
    found = [printable(line) for line in lines]
    if len(found) < shutil.get_terminal_size().lines:
        click.echo("\n".join(found))
    else:
        click.echo_via_pager("\n".join(found))


def be_verbose(wanted: bool) -> None:
    """Says from now on what is done at each step, and what lies behind an error."""
    _verbose.set(wanted)


def cause(of: BaseException) -> None:
    """Prints what lies behind an error, where the user wants to know."""
    while _verbose.get() and (of.__cause__ or of.__context__) is not None:
        of = of.__cause__ or of.__context__ or of
        click.echo(printable(f"  {type(of).__name__}: {of}"), err=True)


def note(text: str) -> None:
    """Prints a line that is not the answer to standard error, in the language of the user."""
    click.echo(printable(say(text)), err=True)


def told(text: str) -> None:
    """Prints a line of the answer that is ours, not of a text: in the language of the user."""
    result(say(text))


def error(fact: str, hint: str = "") -> None:
    """Prints what stopped the run, and what to try."""
    click.echo(printable(say("error: {}").replace("{}", say(fact))), err=True)
    if hint:
        click.echo(printable(f"  {say('try: {}').replace('{}', say(hint))}"), err=True)


def problems(found: Iterable[Problem]) -> None:
    """Prints what is wrong with inputs, a line each."""
    for problem in found:
        hint = f" ({say(problem.hint)})" if problem.hint else ""
        line = say(f"{problem.severity}: {{}}").replace("{}", f"{problem.where}: {say(problem.fact)}{hint}")
        click.echo(printable(line), err=True)


def bugs(found: "Iterable[Bug]") -> None:
    """Prints the tracebacks of articles that met a bug of ours."""
    for bug in found:
        at = bug.trace.rfind(f"\n{BROKE}")
        if at >= 0:
            whose = bug.trace[at + 1 :].removeprefix(BROKE).strip()
            note(f"bug: {bug.where}: this article was left out because of a bug of the plug-in {whose}")
        else:
            note(f"bug: {bug.where}: this article was left out because of a bug of kg; please report it")
        click.echo(printable(bug.trace), err=True)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int | None], None]]:
    """A bar on standard error, where that is a terminal: the step, how far it is, and the time it still takes."""
    if _verbose.get() and not sys.stderr.isatty():
        told: set[str] = set()

        def step(name: str, _done: int, total: int | None) -> None:
            if name not in told:
                told.add(name)
                note(f"{say(name)} {total}" if total else say(name))

        yield step
        return
    if not sys.stderr.isatty():
        yield lambda _step, _done, _total: None
        return
    begun: dict[str, float] = {}

    def tell(step: str, done: int, total: int | None) -> None:
        now = monotonic()
        line = say(step)
        if total:
            left = (now - begun.setdefault(step, now)) / done * (total - done) if done else 0
            filled = "#" * (WIDTH * done // total)
            line += f" [{filled:-<{WIDTH}}] {done}/{total} {int(left) // 60}:{int(left) % 60:02}"
        click.echo(CLEAR + line, nl=False, err=True)

    try:
        yield tell
    finally:
        click.echo(CLEAR, nl=False, err=True)
