"""The options of commands that extract, as one record."""

from functools import wraps
from pathlib import Path
from typing import Any, cast

import click

from kg.cli.options import F
from kg.pipeline.extraction import Options

exclusion = click.option(
    "--exclude", multiple=True, help="Files or folders that stay out, as a pattern (*.png); several times."
)
"""`--exclude`, which `extraction` takes into its record."""


def extraction(command: F) -> F:
    """`--region`, `--fast`, `--jobs`, `--with`: how to extract, as the argument `reading`."""

    @wraps(command)
    def gathered(*arguments: Any, region: str | None, fast: bool, jobs: int | None, **others: Any) -> Any:
        exclude = others.pop("exclude", ())
        named = others.pop("also")
        files = tuple(Path(name) for name in named if name.endswith(".py"))
        also = tuple(name for name in named if not name.endswith(".py"))
        least = others.pop("min_confidence", 0.0)
        reading = Options(
            fast=fast,
            jobs=jobs,
            region=region,
            min_confidence=least,
            exclude=exclude,
            also=also,
            plugins=files,
        )
        return command(*arguments, reading=reading, **others)

    for option in (
        click.option(
            "--with",
            "also",
            multiple=True,
            help="Run this extractor too: its name in an installed package, or the file of a plug-in; several times.",
        ),
        click.option("--jobs", type=click.IntRange(min=1), help="Processes to use (default: one a core)."),
        click.option("--fast", is_flag=True, help="Without the costly tagger: quicker, and finds less."),
        click.option(
            "--region", help="The region that the articles speak for, whatever they say themselves."
        ),
    ):
        gathered = option(gathered)
    return cast("F", gathered)
