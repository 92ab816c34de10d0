"""`kg export html`, `docx`, `pptx`, `svg`, `png` and `pdf`: what is made for people to read, with its options."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import click

from kg.api import Graph
from kg.cli import options as shared
from kg.cli.console import note
from kg.cli.output import to_output
from kg.export.briefing.options import Options, YearRange
from kg.export.place import STREAMS
from kg.workspace import Workspace

F = TypeVar("F", bound=Callable[..., Any])


class Years(click.ParamType["YearRange"]):
    """A year (2024) or a range of years (2021-2025)."""

    name = "years"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> YearRange:
        """First and last year."""
        if isinstance(value, tuple):
            return value
        found = re.fullmatch(r"(\d{4})(?:[-–—](\d{4}))?", value.strip())
        if found is None:
            self.fail(f"{value} is neither a year (2024) nor a range (2021-2025)", param, ctx)
        first, last = int(found[1]), int(found[2] or found[1])
        if first > last:
            self.fail(f"{value} ends before it begins", param, ctx)
        return first, last


class Month(click.ParamType["str"]):
    """A month: 2026-03."""

    name = "month"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The month as it was given."""
        if value and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value):
            self.fail(f"{value} is not a month: write 2026-03", param, ctx)
        return str(value)


def scope(command: F) -> F:
    """The options that say what a briefing shows, as one argument `options`."""
    for option in reversed(
        (
            click.option("--region", help="Only what concerns this region and what lies in it."),
            click.option(
                "--type", "types", multiple=True, type=shared.MainType(),
                help="Only entities of this type; may be given several times.",
            ),
            click.option("--theme", help="Only the theme that holds this entity."),
            click.option("--around", help="Only the surroundings of this entity."),
            click.option("--hops", type=click.IntRange(1, 6), default=2, show_default=True,
                help="How many steps around."),
            click.option("--year", "years", type=Years(), help="Only articles of this year or range: 2021-2025."),
            click.option(
                "--min-confidence", type=click.FloatRange(0, 1), default=0.0, help="Only what is at least so sure."
            ),
            click.option("--redact-persons", is_flag=True, help="Mask the names of persons, leave authors out."),
            click.option(
                "--as-of", type=Month(), default="",
                help="The month against which something is due, 2026-03 (default: that of the newest article).",
            ),
            click.option("--stamp", default="", help="A mark on the cover and on every page: 征求意见稿 …"),
            click.option("--title", default="", help="The title (default: made from the region or the scope)."),
            click.option(
                "--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True,
                help="The language that it opens in.",
            ),
            click.option(
                "--limit", type=click.IntRange(1), default=Options().limit, show_default=True,
                help="The most entities in one file; the best-connected go first.",
            ),
        )
    ):  # fmt: skip
        command = option(command)
    return command


def _command(form: str, text: str) -> click.Command:
    @click.command(form, help=f"{text}\n\n\b\nExample:\n    kg export {form} region.{form} -w region.kg")
    @click.argument("path", type=click.Path(dir_okay=False, allow_dash=True))
    @shared.workspace
    @scope
    def write(path: str, workspace: Workspace, **chosen: Any) -> None:
        shown = replace(Options(), **chosen)
        with Graph(workspace) as graph:
            shared.check_types(shown.types, graph.ontology)
            if path in STREAMS:
                to_output(graph, form, shown)
            else:
                note(f"{graph.export(form, path, shown)}")

    return write


html = _command("html", "Write one HTML file that opens offline: findings, graph, evidence, tables.")
docx = _command("docx", "Write a briefing note for Word: findings, picture, tables, sources.")
pptx = _command("pptx", "Write slides: findings, charts that can be edited, what is due, sources.")
svg = _command("svg", "Write a picture of the themes, or of one theme or surrounding, as SVG.")
png = _command("png", "Write the picture as PNG.")
pdf = _command("pdf", "Write the picture as PDF, an A4 sheet on its side.")
