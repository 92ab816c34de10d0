"""`kg train`."""

from importlib import import_module
from pathlib import Path

import click

from kg import records
from kg.cli.console import note
from kg.errors import InputError, SettingsError
from kg.model import Annotated
from kg.ontology import Ontology

held_out = "HELD_OUT"
"""The file, beside annotated documents, with the ids of those that nothing is ever trained on, one a line."""


@click.command()
@click.argument("gold", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--plain",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of plain texts (*.txt) of the genre, for the encoder to learn from first.",
)
@click.option(
    "--to", "target", type=click.Path(file_okay=False, path_type=Path), required=True,
    help="The folder for the weights, made if it is not there.",
)  # fmt: skip
def command(gold: tuple[Path, ...], plain: Path | None, target: Path) -> None:
    """Train the tagger and the relations anew from annotated documents, with fixed seeds.

    GOLD are files or folders of annotated documents; those that a file HELD_OUT beside them lists are
    left out. Needs the extra `train`; takes about an hour and a half on one core.

    \b
    Example:
        kg train gold/train gold/written --plain corpus/reports --to weights
    """
    documents = training_documents(gold)
    texts = [path.read_text(encoding="utf-8") for path in sorted(plain.rglob("*.txt"))] if plain else []
    try:
        whole = import_module("kg.extract.trained.learn.whole")
    except ModuleNotFoundError as error:
        raise SettingsError(f"{error.name} is not installed", "pip install 'kg-regional[train]'") from error
    target.mkdir(parents=True, exist_ok=True)
    note(f"{len(documents)} documents")
    whole.train(documents, Ontology(), texts, target, note)


def training_documents(gold: tuple[Path, ...]) -> list[Annotated]:
    """The annotated documents of files and folders, without those that are held out.

    Raises InputError where none is left.
    """
    found: dict[str, Annotated] = {}
    for path in gold:
        folder = path if path.is_dir() else path.parent
        kept_out = {
            line.strip()
            for file in sorted(folder.rglob(held_out))
            for line in file.read_text(encoding="utf-8").splitlines()
        }
        found.update((k, one) for k, one in records.load(path).items() if k not in kept_out)
    if not found:
        raise InputError("no documents to train on: all are held out", "give other annotated documents")
    return list(found.values())
