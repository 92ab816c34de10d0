"""`kg coverage`."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict

import click

from kg.cli import options, rows
from kg.cli.build import share
from kg.cli.console import printable, result, told
from kg.coverage import Line, Tally, beside, counts, coverage
from kg.errors import StoreError
from kg.ontology import Ontology
from kg.pipeline.reading import confident
from kg.workspace import Workspace, ledger

FIELDS = tuple(Line.__dataclass_fields__)


@click.command()
@click.argument("documents", nargs=-1)
@click.option("--kind", type=click.Choice(["clause", "figure"]), help="Only clauses, or only figures.")
@click.option("--all", "everything", is_flag=True, help="What was used, too.")
@click.option("--summary", is_flag=True, help="Only the numbers, by reason.")
@rows.output()
@options.workspace
def command(
    documents: tuple[str, ...],
    kind: str | None,
    everything: bool,
    summary: bool,
    how: rows.Output,
    workspace: Workspace,
) -> None:
    """List the clauses and figures of articles that gave nothing, with the reason.

    DOCUMENTS are ids; without them, all. JSON is a line for each clause or figure.

    \b
    Example:
        kg coverage --summary -w region.kg
        kg coverage --kind figure --format csv > figures.csv
    """
    tally: Counter[tuple[str, bool, str]] = Counter()

    def counted() -> Iterator[Line]:
        for line in _lines(workspace, documents):
            if kind in (None, line.kind):
                tally[line.kind, line.used, line.reason] += 1
                if everything or not line.used:
                    yield line

    lines = counted()
    if summary:
        for _ in lines:
            pass
    elif how.form in {"table", "json"}:
        {"table": _table, "json": _json}[how.form](lines)
    else:
        rows.write(how, "coverage", FIELDS, (tuple(asdict(line).values()) for line in lines))
    if how.form == "table" or summary:
        _summary(
            tally,
            Ontology(lexicons=workspace.settings.lexicons, own=workspace.settings.ontology),
            as_json=how.form == "json",
        )


def _lines(workspace: Workspace, documents: tuple[str, ...]) -> Iterator[Line]:
    with workspace.graph() as folder:
        missing = set(documents)
        for entry in ledger.entries(folder):
            if not documents or entry.id in documents:
                missing.discard(entry.id)
                annotated = ledger.record(workspace.documents, entry)
                yield from coverage(confident(annotated, workspace.settings.min_confidence))
    if missing:
        raise StoreError(f"{workspace.path}: no such document: {', '.join(sorted(missing))}")


def _table(lines: Iterable[Line]) -> None:
    for line in lines:
        text = printable(line.text).replace("\n", " ")
        result(f"{line.document}:{line.start}-{line.end}\t{line.kind}\t{line.reason}\t{text}")


def _json(lines: Iterable[Line]) -> None:
    for line in lines:
        click.echo(json.dumps(asdict(line), ensure_ascii=False))


def _summary(tally: Tally, ontology: Ontology, *, as_json: bool) -> None:
    idle = beside(ontology)
    clauses, used_clauses, figures, used_figures = counts(tally, idle)
    if as_json:
        reasons = [{"kind": k, "used": u, "reason": r, "count": n} for (k, u, r), n in sorted(tally.items())]
        whole = {
            "clauses": clauses,
            "used_clauses": used_clauses,
            "figures": figures,
            "used_figures": used_figures,
        }
        click.echo(json.dumps({**whole, "reasons": reasons}, ensure_ascii=False))
        return
    for kind, whole_, used_ in (("clause", clauses, used_clauses), ("figure", figures, used_figures)):
        labels = {row["reason"]: row["en"] for row in ontology.table(f"{kind}_reasons")}
        result("")
        told(f"{kind}s  {whole_}, used {used_} ({share(used_, whole_)})")
        for (of, _, reason), number in sorted(tally.items(), key=lambda item: (-item[1], item[0])):
            if of == kind:
                aside = "  (not counted)" if reason in idle else ""
                result(f"  {number:7}  {labels.get(reason, reason)}{aside}")
