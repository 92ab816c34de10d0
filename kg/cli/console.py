"""What commands say: facts and problems to standard error, results to standard output, both safe to print."""

import re
from collections.abc import Iterable

import click

from kg.model import Problem

UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that could steer a terminal or turn the direction of its text; tab and line feed are kept."""


def printable(text: str) -> str:
    """Text of others as a terminal may show it: without control characters, direction marks and lone surrogates."""
    return UNSAFE.sub("\ufffd", text)


def result(text: str) -> None:
    """Prints a line of the answer to standard output."""
    click.echo(printable(text))


def note(text: str) -> None:
    """Prints a line that is not the answer to standard error."""
    click.echo(printable(text), err=True)


def error(fact: str, hint: str = "") -> None:
    """Prints what stopped the run, and what to try."""
    note(f"error: {fact}")
    if hint:
        note(f"  try: {hint}")


def problems(found: Iterable[Problem]) -> None:
    """Prints what is wrong with inputs, a line each."""
    for problem in found:
        note(
            f"{problem.severity}: {problem.where}: {problem.fact}"
            + (f" ({problem.hint})" if problem.hint else "")
        )
