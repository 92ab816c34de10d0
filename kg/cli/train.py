"""`kg train`."""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from kg import records
from kg.cli.console import note
from kg.errors import InputError
from kg.model import Annotated
from kg.ontology import Ontology
from kg.plugins import optional

run = 18
"""So many characters in a row are no chance."""
held_out = "HELD_OUT"
"""The file, beside annotated documents, with the ids of those that nothing is ever trained on, one a line."""


@click.command()
@click.argument("gold", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--plain",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of plain texts (*.txt) of the genre, for the encoder to learn from first; may be repeated.",
)
@click.option(
    "--apart",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="Annotated documents to measure by: plain texts that hold them are left out.",
)
@click.option(
    "--to", "target", type=click.Path(file_okay=False, path_type=Path), required=True,
    help="The folder for the weights, made if it is not there.",
)  # fmt: skip
@click.option(
    "--only", type=click.Choice(["mentions", "relations", "indicators", "factuality", "measures"]),
    help="Only the models of mentions and relations, only those of relations, figures, factuality or measures.",
)  # fmt: skip
@click.option(
    "--predicted",
    type=click.Path(exists=True, path_type=Path),
    help="With --only relations: documents of GOLD as `kg extract` gives them by models that were not trained on them.",
)
@click.option(
    "--onward",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of an encoder to go on from, in place of plain text (kg's own: kg/extract/ner/tagger/weights).",
)
@click.option(
    "--jobs", type=click.IntRange(1), default=1, help="Trainings at a time; the weights are the same."
)
def command(
    gold: tuple[Path, ...],
    plain: tuple[Path, ...],
    apart: tuple[Path, ...],
    target: Path,
    only: str | None,
    predicted: Path | None,
    onward: Path | None,
    jobs: int,
) -> None:
    """Train all models anew from annotated documents, with fixed seeds.

    GOLD are files or folders of annotated documents; those that a file HELD_OUT beside them lists are
    left out. Needs the extra `train`, 5 GB of memory a job, and about an hour with two jobs;
    run again after it was stopped, it goes on from the networks that it has finished.

    The folder is laid out as kg/extract is: copied over it, the new weights are those that kg reads.

    \b
    Example:
        kg train gold/measures/train gold/more gold/written --plain corpus/reports --apart gold/dev --to weights
    """
    documents = training_documents(gold)
    measured = [one.document.text for path in apart for one in records.load(path).values()]
    texts = [
        text
        for folder in plain
        for path in sorted(folder.rglob("*.txt"))
        if not holds(text := path.read_text(encoding="utf-8"), measured)
    ]
    note(f"{len(documents)} documents, {len(texts)} plain texts")
    if only == "relations":
        known = {one.document.id for one in documents}
        met = (
            [one for one in records.load(predicted).values() if one.document.id in known] if predicted else []
        )
        note(f"{len(met)} documents with mentions as predicted")
        (target / "relations").mkdir(parents=True, exist_ok=True)
        _room("kg.train.relations").train(
            documents, Ontology(), target / "relations", met, onward and onward.parents[2] / "relations"
        )
        return
    if only in {None, "mentions"}:
        _room("kg.train.stack").train(documents, Ontology(), texts, target, note, jobs, onward)
    if only in {None, "indicators"}:
        _room("kg.train.indicators").train(documents, Ontology(), target / "indicators")
    if only in {None, "factuality"}:
        _room("kg.train.factuality").train(documents, Ontology(), target / "factuality")
    if only in {None, "measures"} and (acts := with_measures(gold)):
        _room("kg.train.measures").train(acts, Ontology(), target / "measures")


def _room(name: str) -> Any:
    with optional("train"):
        return import_module(name)


def with_measures(gold: tuple[Path, ...]) -> list[Annotated]:
    """The documents of those files and folders in which measures are annotated: there, what is not marked is none."""
    found: dict[str, Annotated] = {}
    for path in gold:
        here = training_documents((path,))
        if any(one.findings.measures for one in here):
            found.update((one.document.id, one) for one in here)
    return list(found.values())


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


def holds(text: str, documents: Iterable[str]) -> bool:
    """Whether a text has a third of one of the documents in it, whatever its spaces."""
    bare = "".join(text.split())
    for one in documents:
        words = "".join(one.split())
        runs = [words[i : i + run] for i in range(0, len(words), run)]
        if sum(part in bare for part in runs) * 3 > len(runs):
            return True
    return False
