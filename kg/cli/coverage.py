"""`kg coverage`."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict

import click

from kg.cli import options, rows
from kg.cli.build import share
from kg.cli.console import printable, result, told
from kg.cli.language import say
from kg.coverage import Line, Tally, beside, counts, coverage
from kg.errors import no_document
from kg.ontology import Ontology
from kg.pipeline.reading import confident
from kg.workspace import Workspace, ledger

FIELDS = tuple(Line.__dataclass_fields__)
Words = Mapping[tuple[str, str], str]


@click.command()
@click.argument("documents", nargs=-1)
@click.option("--kind", type=click.Choice(["clause", "figure"]), help="Only clauses, or only figures.")
@click.option("--all", "everything", is_flag=True, help="What was used, too.")
@click.option("--summary", is_flag=True, help="Only the numbers, by reason.")
@rows.output()
@rows.language
@options.workspace
def command(
    documents: tuple[str, ...],
    kind: str | None,
    everything: bool,
    summary: bool,
    how: rows.Output,
    language: str,
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
    ontology = Ontology(lexicons=workspace.settings.lexicons, own=workspace.settings.ontology)
    words = _words(ontology, language)
    if summary:
        for _ in lines:
            pass
    elif how.form == "json":
        _json(lines)
    elif how.form == "table":
        _table(lines, words)
    else:
        rows.write(how, "coverage", FIELDS, (_row(line, words) for line in lines), language=language)
    if how.form == "table" or summary:
        _summary(tally, ontology, words, as_json=how.form == "json")


def _lines(workspace: Workspace, documents: tuple[str, ...]) -> Iterator[Line]:
    with workspace.graph() as folder:
        known = []
        for entry in ledger.entries(folder):
            known.append(entry.id)
            if not documents or entry.id in documents:
                annotated = ledger.record(workspace.documents, entry)
                yield from coverage(confident(annotated, workspace.settings.min_confidence))
    if missing := sorted({*documents}.difference(known)):
        raise no_document(missing[0], known)


def _words(ontology: Ontology, language: str) -> Words:
    """The label of each kind of line, with no reason, and of each reason of it."""
    kinds = {(kind, ""): rows.titled([kind], language)[0] for kind in ("clause", "figure")}
    reasons = {
        (kind, row["reason"]): row[language] for kind, _ in kinds for row in ontology.table(f"{kind}_reasons")
    }
    return kinds | reasons


def _row(line: Line, words: Words) -> tuple[rows.Cell, ...]:
    told = asdict(line) | {
        "kind": words[line.kind, ""],
        "reason": words.get((line.kind, line.reason), line.reason),
    }
    return tuple("✓" if value is True else "" if value is False else value for value in told.values())


def _table(lines: Iterable[Line], words: Words) -> None:
    for line in lines:
        text = printable(line.text).replace("\n", " ")
        why = f"{words[line.kind, '']}\t{words.get((line.kind, line.reason), line.reason)}"
        result(f"{line.document}:{line.start}-{line.end}\t{why}\t{text}")


def _json(lines: Iterable[Line]) -> None:
    for line in lines:
        click.echo(json.dumps(asdict(line), ensure_ascii=False))


def _summary(tally: Tally, ontology: Ontology, words: Words, *, as_json: bool) -> None:
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
        result("")
        part = share(used_, whole_)
        told(
            f"clauses  {whole_}, used {used_} ({part})"
            if kind == "clause"
            else f"figures  {whole_}, used {used_} ({part})"
        )
        for (of, _, reason), number in sorted(tally.items(), key=lambda item: (-item[1], item[0])):
            if of == kind:
                aside = f"  {say('(not counted)')}" if reason in idle else ""
                result(f"  {number:7}  {words.get((kind, reason), reason)}{aside}")
