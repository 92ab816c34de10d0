"""`kg evaluate`."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from kg import records
from kg.cli import options
from kg.cli.console import note, printable, problems, progress, result
from kg.cli.extracting import extraction
from kg.evaluate import Band, Error, Scores, below, errors, load_floors, reliability, score
from kg.model import Annotated
from kg.pipeline.extraction import Options, reannotate


@click.command()
@click.argument("gold", type=click.Path(exists=True, path_type=Path))
@click.argument("predicted", required=False, type=click.Path(exists=True, path_type=Path))
@extraction
@click.option(
    "--floor", "floors", type=click.Path(exists=True, path_type=Path), help="JSON of measures and least F1."
)
@click.option("--errors", "list_errors", is_flag=True, help="List every error with its sentence.")
@click.option("--reliability", "list_bands", is_flag=True, help="Show how often what is so sure is right.")
@options.as_json
def command(
    gold: Path,
    predicted: Path | None,
    how: Options,
    floors: Path | None,
    list_errors: bool,
    list_bands: bool,
    as_json: bool,
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
        said = records.load(predicted) if predicted else reannotate(wanted, how, tell)
    scores = score(wanted, said)
    found = errors(wanted, said) if list_errors else ()
    bands = reliability(wanted, said) if list_bands else ()
    if as_json:
        result(_json(scores, found, bands))
    else:
        _print(scores, found, bands, wanted)
    low = below(scores, load_floors(floors)) if floors else ()
    problems(low)
    if low:
        raise click.exceptions.Exit(1)


def _json(scores: Scores, found: tuple[Error, ...], bands: tuple[Band, ...]) -> str:
    rows = {
        row.measure: {
            "precision": row.precision,
            "recall": row.recall,
            "f1": row.f1,
            "said": row.said,
            "gold": row.gold,
        }
        for row in scores.rows
    }
    content = {
        "measures": rows,
        "status": scores.status,
        "errors": [asdict(error) for error in found],
        "reliability": [asdict(band) for band in bands],
    }
    return json.dumps(content, ensure_ascii=False)


def _print(
    scores: Scores, found: tuple[Error, ...], bands: tuple[Band, ...], wanted: dict[str, Annotated]
) -> None:
    note(f"{len(wanted)} documents")
    result(f"{'measure':28} {'P':>6} {'R':>6} {'F1':>6} {'said':>6} {'gold':>6}")
    for row in scores.rows:
        if row.said or row.gold:
            line = f"{row.measure:28} {row.precision:6.3f} {row.recall:6.3f} {row.f1:6.3f} {row.said:6d} {row.gold:6d}"
            result(line)
    result(f"{'status of matched relations':28} {'':6} {'':6} {scores.status:6.3f}")
    for error in found:
        result(f"\n{error.document}: {error.measure}: {error.kind} {f'({error.by})' if error.by else ''}")
        result(
            f"  said: {printable(error.said) or '-'}\n  gold: {printable(error.gold) or '-'}\n  {error.sentence}"
        )
    if bands:
        result(f"\n{'':12} {'from':>6} {'count':>6} {'sure':>6} {'right':>6}")
    for band in bands:
        result(
            f"{band.measure:12} {band.low:6.2f} {band.count:6d} {band.confidence:6.3f} {band.precision:6.3f}"
        )
