"""`kg verify`."""

from dataclasses import asdict

import click

from kg.api import Graph
from kg.cli import options, rows
from kg.cli.console import problems, result, told
from kg.cli.language import say
from kg.workspace import Workspace


@click.command()
@click.argument("statements", nargs=-1)
@click.option("--sources", is_flag=True, help="Read and clean the original files again, too.")
@rows.answer
@options.workspace
def command(statements: tuple[str, ...], sources: bool, how: rows.Output, workspace: Workspace) -> None:
    """Read every quote back from the stored texts; ends with 1 where one is wrong.

    With STATEMENTS (ids of claims, figures or acts: IRIs or their ends) only theirs, which are printed. Else
    offsets and hashes are reckoned anew, and the statements of the store compared with what was written.

    \b
    Example:
        kg verify -w region.kg
        kg verify --sources -w region.kg
    """
    with Graph(workspace) as graph:
        if statements:
            read = [graph.evidence(name) for name in statements]
            lines = [(one.statement, one.document, *one.span, one.quote) for one in read]
            heads = ("statement", "document", "start", "end", "quote")
            if not rows.told(how, [asdict(one) for one in read], "evidence", heads, lines):
                for one in read:
                    result(f"{one.document}:{one.span[0]}-{one.span[1]}\t{one.quote}")
            return
        found = graph.verify(sources=sources)
    wrong = [(problem.where, say(problem.fact)) for problem in found.problems]
    if not rows.told(how, asdict(found), "problems", ("where", "fact"), wrong):
        problems(found.problems)
        told(
            f"documents {found.documents}, quotes {found.quotes}, statements {found.statements}, "
            f"problems {len(found.problems)}"
        )
    if found.problems:
        raise click.exceptions.Exit(1)
