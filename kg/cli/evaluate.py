"""`kg evaluate`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import click

from kg import records
from kg.cli import rows, telling
from kg.cli.console import note, printable, problems, progress, result
from kg.cli.extracting import extraction
from kg.cli.language import language
from kg.evaluate import Band, Error, Scores, below, errors, load_floors, reliability, score
from kg.model import Annotated
from kg.ontology import Ontology
from kg.pipeline.extraction import Options, reannotate
from kg.query.forms import width

MEASURED = ("measure", "precision", "recall", "f1", "said", "gold")
"""The columns of the scores in rows."""


@click.command()
@click.argument("gold", type=click.Path(exists=True, path_type=Path))
@click.argument("predicted", required=False, type=click.Path(exists=True, path_type=Path))
@extraction
@click.option(
    "--floor", "floors", type=click.Path(exists=True, path_type=Path), help="JSON of measures and least F1."
)
@click.option("--errors", "list_errors", is_flag=True, help="List every error with its sentence.")
@click.option("--reliability", "list_bands", is_flag=True, help="Show how often what is so sure is right.")
@rows.answer
def command(
    gold: Path,
    predicted: Path | None,
    reading: Options,
    floors: Path | None,
    list_errors: bool,
    list_bands: bool,
    how: rows.Output,
) -> None:
    """Compare what is found with annotated documents: precision, recall, F1 by type and relation.

    GOLD and PREDICTED are files or folders of .gold or JSON Lines (doccano's and Label Studio's too);
    without PREDICTED the texts of GOLD are annotated now. With --floor the exit code is 1 where a
    measure lies below.

    \b
    Example:
        kg evaluate examples/gold/held-out --floor examples/floors.json
    """
    wanted = records.load(gold)
    with progress() as tell:
        said = records.load(predicted) if predicted else reannotate(wanted, reading, tell)
    scores = score(wanted, said)
    found = errors(wanted, said) if list_errors else ()
    bands = reliability(wanted, said) if list_bands else ()
    if not rows.told(how, _content(scores, found, bands), "evaluate", *_table(scores, found, bands)):
        _print(scores, found, bands, wanted)
    low = below(scores, load_floors(floors)) if floors else ()
    problems(low)
    if low:
        raise click.exceptions.Exit(1)


@dataclass(frozen=True, slots=True)
class Words:
    """What measures, errors and the columns of the scores are called in a language."""

    language: str
    heads: Mapping[str, str]
    words: Mapping[str, str]
    names: Mapping[str, str]

    @classmethod
    def of(cls, ontology: Ontology, language: str) -> Self:
        """The words of a language."""
        told = ontology.labels("scores")
        parts = ontology.labels("tasks")["roles"]
        names = {**ontology.names(language), **{name: of[language] for name, of in parts.items()}}
        heads = {name: of[language] for name, of in told["heads"].items()}
        return cls(language, heads, told["words"], names if language == "zh" else {})

    def called(self, name: str) -> str:
        """What a measure or error is called; one of a class, relation or role (entity Zone) by both words."""
        if self.language != "zh":
            return name
        if name in self.words:
            return self.words[name]
        first, _, rest = name.partition(" ")
        return f"{self.called(first)} {self.names.get(rest, rest)}" if rest else name


def _table(
    scores: Scores, found: tuple[Error, ...], bands: tuple[Band, ...]
) -> tuple[tuple[str, ...], list[tuple[rows.Cell, ...]]]:
    """The names of the columns, and the rows: errors or bands where these are asked for, else the scores."""
    every: tuple[object, ...] = found or bands or scores.rows
    names = tuple(Error.__slots__) if found else tuple(Band.__slots__) if bands else MEASURED
    heads = tuple({"said": "given", "gold": "annotated"}.get(name, name) for name in names)
    return heads, [tuple(getattr(one, name) for name in names) for one in every]


def _content(scores: Scores, found: tuple[Error, ...], bands: tuple[Band, ...]) -> dict[str, Any]:
    measures = {row.measure: {name: getattr(row, name) for name in MEASURED[1:]} for row in scores.rows}
    return {
        "measures": measures,
        "status": scores.status,
        "errors": [asdict(error) for error in found],
        "reliability": [asdict(band) for band in bands],
    }


def _print(
    scores: Scores, found: tuple[Error, ...], bands: tuple[Band, ...], wanted: dict[str, Annotated]
) -> None:
    note(f"{len(wanted)} documents")
    words = Words.of(Ontology(), language())
    high = {name: f"{' ' * (6 - width(words.heads[name]))}{words.heads[name]}" for name in words.heads}
    result(f"{_wide(words.heads['row'], 28)} {'P':>6} {'R':>6} {'F1':>6} {high['said']} {high['gold']}")
    for row in scores.rows:
        if row.said or row.gold:
            numbers = f"{row.precision:6.3f} {row.recall:6.3f} {row.f1:6.3f} {row.said:6d} {row.gold:6d}"
            result(f"{_wide(words.called(row.measure), 28)} {numbers}")
    result(f"{_wide(words.heads['matched'], 28)} {'':6} {'':6} {scores.status:6.3f}")
    for error in found:
        by = f" ({error.by})" if error.by else ""
        result(f"\n{error.document}: {words.called(error.measure)}: {words.called(error.kind)}{by}")
        for name, text in (("said", error.said), ("gold", error.gold)):
            result(f"  {words.heads[name]}: {telling.named(printable(text), words.names) or '-'}")
        result(f"  {error.sentence}")
    if bands:
        result(f"\n{'':12} {' '.join(high[name] for name in ('from', 'count', 'sure', 'right'))}")
    for band in bands:
        name = _wide(words.called(band.measure), 12)
        result(f"{name} {band.low:6.2f} {band.count:6d} {band.confidence:6.3f} {band.precision:6.3f}")


def _wide(text: str, size: int) -> str:
    return text + " " * (size - width(text))
