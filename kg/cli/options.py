"""Options that several commands share, each a decorator."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

from kg.cli.language import prefer
from kg.ontology import Ontology
from kg.workspace import Workspace, locate

F = TypeVar("F", bound=Callable[..., Any])


class MainType(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.2 on
    """A main type, in capital or small letters; `check_types` says whether the graph's ontology has it."""

    name = "type"

    def convert(self, value: str, _parameter: click.Parameter | None, _context: click.Context | None) -> str:
        return {kind.lower(): kind for kind in Ontology().types}.get(value.lower(), value)


def check_types(types: Iterable[str], ontology: Ontology) -> None:
    """Raises BadParameter where a type is none of the ontology's."""
    for kind in types:
        if kind not in ontology.types:
            raise click.BadParameter(
                f"no such type: {kind} (there are: {', '.join(ontology.types)})", param_hint="'--type'"
            )


def opened(_context: click.Context, _parameter: click.Parameter, value: Path | None) -> Workspace:
    """The workspace that `-w` names, or its absence means; what is said from now on is in its language."""
    found = Workspace.open(locate(value))
    prefer(found.settings.language)
    return found


def workspace_by(
    callback: Callable[[click.Context, click.Parameter, Path | None], Workspace | None],
) -> Callable[[F], F]:
    """`-w`: what a function makes of the path of a workspace, as the argument `workspace`."""
    return click.option(
        "-w",
        "--workspace",
        type=click.Path(path_type=Path),
        callback=callback,
        help="The workspace (default: KG_WORKSPACE, else the one *.kg folder here).",
    )


workspace = workspace_by(opened)
"""`-w`: the workspace, opened, as the argument `workspace`."""


def new_workspace(command: F) -> F:
    """`-w`: the path of a workspace that need not exist yet, as the argument `workspace`."""
    return click.option(
        "-w",
        "--workspace",
        type=click.Path(path_type=Path),
        help="The workspace, made if it is not there (default: KG_WORKSPACE, else the one *.kg here, else graph.kg).",
    )(command)
