"""A group of commands that are loaded when they are called."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from kg.cli.language import Context
from kg.errors import nearest


class Lazy(click.Group):
    """A group made from a table: name to `module:object` and the line that the help shows.

    The line is that of the command's docstring; standing in the table too, it spares `--help` loading
    every command.
    """

    context_class = Context

    def __init__(self, *arguments: Any, table: Mapping[str, tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names of the commands, in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """The command of that name, loaded; None if there is none."""
        if cmd_name not in self.table:
            return None
        module, _, attribute = self.table[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        _speaking(command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments name; raises UsageError with the nearest name where there is none."""
        names = self.list_commands(ctx)
        near = nearest(args[0], names, 1)
        if near and args[0] not in names and not args[0].startswith("-"):
            raise click.UsageError(f"No such command '{args[0]}'. Did you mean '{near[0]}'?", ctx)
        if args[0] not in names and not args[0].startswith("-"):
            raise click.UsageError(f"No such command '{args[0]}'; {ctx.command_path} --help lists them", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        """The list of commands, from the table."""
        if self.table:
            with formatter.section("Commands"):
                formatter.write_dl([(name, line) for name, (_, line) in self.table.items()])


def _speaking(command: click.Command) -> None:
    """Lets a command and those below it speak the language of the user."""
    command.context_class = Context
    for below in getattr(command, "commands", {}).values():
        _speaking(below)
