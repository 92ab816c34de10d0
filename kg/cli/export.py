"""`kg export`: a subcommand for each form."""

import click

from kg import plugins
from kg.api import Graph
from kg.cli import options
from kg.cli.console import note
from kg.cli.lazy import Lazy
from kg.cli.output import to_output
from kg.export.place import STREAMS
from kg.workspace import Workspace

own: dict[str, tuple[str, str]] = {
    "html": ("kg.cli.briefing:html", "One HTML file that opens offline: findings, graph, evidence, tables."),
    "docx": ("kg.cli.briefing:docx", "A briefing note for Word: findings, picture, tables, sources."),
    "pptx": ("kg.cli.briefing:pptx", "Slides: findings, charts that can be edited, what is due, sources."),
    "svg": ("kg.cli.briefing:svg", "A picture of the themes, or of one theme or surrounding, as SVG."),
    "png": ("kg.cli.briefing:png", "The same picture as PNG."),
    "pdf": ("kg.cli.briefing:pdf", "The same picture as PDF, an A4 sheet."),
}
"""Forms that have options of their own: form to `module:object` of the command, and its line of help."""


class Forms(Lazy):
    """The commands of the table, and a plain one for each exporter that needs no options."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all forms."""
        return [*super().list_commands(ctx), *_plain()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a form; None where there is no such form."""
        if cmd_name in self.table:
            return super().get_command(ctx, cmd_name)
        return _command(cmd_name) if cmd_name in _plain() else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of forms."""
        super().format_commands(ctx, formatter)
        with formatter.section("Forms without options"):
            formatter.write_text(", ".join(_plain()))


def _plain() -> tuple[str, ...]:
    return tuple(form for form in (*plugins.store_exporters, *plugins.network_exporters) if form not in own)


@click.group(cls=Forms, table=own)
def command() -> None:
    """Write the graph to a file: kg export FORM PATH.

    \b
    Example:
        kg export xlsx region.xlsx -w region.kg
        kg export nquads - | head
    """


def _command(form: str) -> click.Command:
    """The command of a form without options."""

    @click.command(form, help=f"Write the graph as {form}; without PATH, or with -, to standard output.")
    @click.argument("path", default="-")
    @options.workspace
    def write(path: str, workspace: Workspace) -> None:
        with Graph(workspace) as graph:
            if path in STREAMS:
                to_output(graph, form)
            else:
                note(f"{graph.export(form, path)}")

    return write
