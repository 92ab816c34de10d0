"""`kg propose`."""

import os

import click

from kg.api import Graph
from kg.cli import options
from kg.cli.console import note, problems, progress
from kg.errors import SettingsError, no_document
from kg.propose import Model, propose
from kg.reviewing import keep
from kg.workspace import Workspace, ledger


@click.command()
@click.argument("documents", nargs=-1)
@click.option(
    "--address", required=True, help="Of the model's server, OpenAI-compatible (http://localhost:8000/v1)."
)
@click.option("--model", "name", required=True, help="What the model is called there.")
@click.option("--key-from", help="The environment variable that holds the key of the server.")
@click.option(
    "--most-tokens",
    type=click.IntRange(1),
    default=200_000,
    show_default=True,
    help="Ask no more when the answers of this run cost this, questions included.",
)
@click.option(
    "--patience", type=click.FloatRange(0.1, 3600), default=60.0, show_default=True,
    help="Seconds that an answer may take.",
)  # fmt: skip
@options.workspace
def command(
    documents: tuple[str, ...],
    address: str,
    name: str,
    key_from: str | None,
    most_tokens: int,
    patience: float,
    workspace: Workspace,
) -> None:
    """Have a language model propose statements with their quotes, for kg review; nothing enters the graph.

    The texts of DOCUMENTS (ids; all without) are sent to --address. Only what quotes the document letter by letter
    is kept, in candidates.jsonl; kg review --candidates shows it, kg review confirm takes it into the graph.

    \b
    Example:
        kg propose ninghe-2025 --address http://localhost:8000/v1 --model qwen3 -w region.kg
        kg review --candidates -w region.kg
    """
    model = Model(address, name, workspace.answers, _key(key_from), most_tokens, patience)
    with Graph(workspace) as graph, progress() as tell:
        entries = list(ledger.entries(graph.folder))
        known = [entry.id for entry in entries]
        if missing := sorted({*documents}.difference(known)):
            raise no_document(missing[0], known)
        asked = [entry for entry in entries if not documents or entry.id in documents]
        texts = (ledger.record(workspace.documents, entry) for entry in asked)
        found = propose(texts, model, graph.ontology, lambda done: tell("documents", done, len(asked)))
    new = keep(workspace, found.candidates)
    problems(found.problems)
    for reason, count in sorted(found.dropped.items()):
        note(f"dropped {count}: {reason}")
    note(
        f"{len(found.candidates)} candidates, {new} of them new; "
        f"{model.asked} questions for {model.spent} tokens, {model.reused} answered before"
    )
    if not found.complete:
        note("not all was asked: run it again, what was answered is kept")
    if not found.complete or found.problems:
        raise click.exceptions.Exit(1)


def _key(variable: str | None) -> str:
    """The key that an environment variable holds; raises SettingsError where it holds none."""
    if variable is None:
        return ""
    key = os.environ.get(variable, "").strip()
    if not key or not key.isascii() or not key.isprintable():
        raise SettingsError(f"{variable}: no key stands in this environment variable", f"export {variable}=…")
    return key
