"""The command `kg`: the table of commands, and the border where an error becomes a line and an exit code.

Exit codes: 0 done; 1 it ran and the answer is no, or some inputs were refused; 2 it could not run;
3 a bug of ours, with its traceback. 130 and 141 say, as in any shell, that the user stopped it and that the
reader of its output went away.
"""

import errno
import io
import os
import signal
import sys
import traceback
from collections.abc import Sequence

import click

from kg import __version__
from kg.cli import language
from kg.cli.console import be_verbose, cause, error, note
from kg.cli.lazy import Lazy
from kg.errors import KgError

commands: dict[str, tuple[str, str]] = {
    "build": (
        "kg.cli.build:command",
        "Bring the graph of a workspace up to date with articles: files, folders, globs or -.",
    ),
    "extract": (
        "kg.cli.extract:command",
        "Print articles with all that is found in them, a line of JSON each.",
    ),
    "coverage": (
        "kg.cli.coverage:command",
        "List the clauses and figures of articles that gave nothing, with the reason.",
    ),
    "evaluate": (
        "kg.cli.evaluate:command",
        "Compare what is found with annotated documents: precision, recall, F1 by type and relation.",
    ),
    "train": (
        "kg.cli.train:command",
        "Train all models anew from annotated documents, with fixed seeds.",
    ),
    "ask": (
        "kg.cli.ask:command",
        "Answer a question in words (Chinese) with a table, its sentences and the command that gives the same.",
    ),
    "query": (
        "kg.cli.query:command",
        "Ask the graph: in SPARQL 1.1, or by the name of a question of the query book.",
    ),
    "show": (
        "kg.cli.show:command",
        "Show an entity, by any of its names: its relations, figures, and the sentences that state them.",
    ),
    "targets": (
        "kg.cli.targets:command",
        "Tell what regions aimed at and what came of it: target, result and verdict, by indicator and year.",
    ),
    "path": (
        "kg.cli.path:command",
        "Show how two entities are linked: the best chains of acts and claims, with the sentence behind each step.",
    ),
    "push": (
        "kg.cli.push:command",
        "Put the graph in place of the default graph of a SPARQL server (graph store protocol).",
    ),
    "export": ("kg.cli.export:command", "Write the graph to a file: kg export FORM PATH."),
    "follow": (
        "kg.cli.follow:command",
        "Tell what was promised in a report and what became of it in the next one, with both sentences.",
    ),
    "align": (
        "kg.cli.align:command",
        "Tell what plans take from the one above them: goals and acts taken over, sharpened, weaker, missing, own.",
    ),
    "money": (
        "kg.cli.money:command",
        "Tell the totals of investment by policy area, place, body or project, in 亿元; no part counted twice.",
    ),
    "tasks": (
        "kg.cli.tasks:command",
        "Tell the tasks of a plan, a body, a field or a place: what, led by whom, where, by when, with the sentence.",
    ),
    "analyse": (
        "kg.cli.analyse:command",
        "Tell which entities are central, what belongs together, and what is missing.",
    ),
    "compare": (
        "kg.cli.compare:command",
        "Set entities side by side: in sum, then shared industries, aligned indicators, what else is shared, the rest.",
    ),
    "diff": (
        "kg.cli.diff:command",
        "Tell what came, went and changed from one graph, or one edition of a plan, to another.",
    ),
    "review": (
        "kg.cli.review:command",
        "List names that may be one thing and claims that are least sure; keep what you decide.",
    ),
    "propose": (
        "kg.cli.propose:command",
        "Have a language model propose statements with their quotes, for kg review; nothing enters the graph.",
    ),
    "serve": (
        "kg.cli.serve:command",
        "Serve a workbench (briefing, explorer, documents, queries) and a SPARQL endpoint, on this machine alone.",
    ),
    "mcp": (
        "kg.cli.mcp:command",
        "Serve the graph to an assistant over the Model Context Protocol, on standard input and output; read-only.",
    ),
    "remove": (
        "kg.cli.remove:command",
        "Retract documents (by id): they leave the graph, and later builds leave them out.",
    ),
    "validate": (
        "kg.cli.validate:command",
        "Check the graph against the SHACL shapes; ends with 1 where it does not conform.",
    ),
    "verify": (
        "kg.cli.verify:command",
        "Read every quote back from the stored texts; ends with 1 where one is wrong.",
    ),
    "ontology": (
        "kg.cli.ontology:command",
        "Print the classes, relations and statuses of the graph, with their names in Chinese and English.",
    ),
}
"""Name to `module:object` and the line that `kg --help` shows, in the order of the help.

The line is that of the command's docstring; standing here too, it spares `kg --help` loading every command.
"""

REFUSED_BY_THE_SYSTEM = {
    errno.ENOSPC: "no space left on the disk",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file would be larger than the system allows",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.EMFILE: "too many open files",
    errno.ENOMEM: "out of memory",
}
"""What the surroundings may refuse at any write; not a bug of ours, so a line and no traceback."""


@click.group(
    cls=Lazy,
    table=commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="kg")
@click.option(
    "--language",
    type=click.Choice(["zh", "en"]),
    is_eager=True,
    expose_value=False,
    callback=lambda _context, _parameter, value: language.choose(value),
    help="Chinese or English, of help and messages (default: from kg.toml, KG_LANGUAGE or LANG).",
)
@click.option(
    "--verbose",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda _context, _parameter, value: be_verbose(value),
    help="Tell each step, and what lies behind an error.",
)
@click.pass_context
def group(context: click.Context) -> None:
    """Articles on regional development into a knowledge graph with the sentence behind every edge.

    \b
    Example:
        kg build articles/ -w region.kg
        kg show 滨海新区 -w region.kg
    """
    if context.invoked_subcommand is None:
        from kg.cli import home  # noqa: PLC0415 - as each command

        home.tell()


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code of one call of `kg`, all that it says printed."""
    if arguments is None:  # a program of its own: what it left half done goes where the system ends it
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        if "_KG_COMPLETE" in os.environ:
            group.main(prog_name="kg")
        with group.make_context("kg", list(sys.argv[1:] if arguments is None else arguments)) as context:
            group.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as wrong:
        if isinstance(wrong, click.UsageError) and wrong.ctx is not None:
            note(wrong.ctx.get_usage())
        error(wrong.format_message())
        return 2
    except (click.Abort, KeyboardInterrupt):
        error("stopped")
        return 130
    except KgError as stop:
        error(stop.fact, stop.hint)
        cause(stop)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except OSError as refused:
        if refused.errno not in REFUSED_BY_THE_SYSTEM:
            return _bug()
        where = f"{refused.filename}: " if refused.filename else ""
        error(
            f"{where}{REFUSED_BY_THE_SYSTEM[refused.errno]}",
            "make room, or choose another place, and run it again",
        )
        return 2
    except Exception:  # noqa: BLE001 - the border: Python would end with 1, which here means "the answer is no"
        return _bug()
    return 0


def _bug() -> int:
    traceback.print_exc()
    error("this is a bug of kg", "please report it with the lines above")
    return 3
