"""`kg ontology`."""

from collections.abc import Iterator
from pathlib import Path

import click

from kg.cli import rows
from kg.cli.language import language
from kg.ontology import Ontology
from kg.rdf import schema
from kg.rdf.turtle import turtle
from kg.workspace import Workspace

Row = tuple[str, ...]


@click.command()
@click.option("--turtle", "as_turtle", is_flag=True, help="As Turtle: OWL, alignments, definitions.")
@click.option(
    "-w",
    "--workspace",
    type=click.Path(path_type=Path),
    help="With the classes and relations of this workspace, too.",
)
@rows.form
def command(as_turtle: bool, workspace: Path | None, form: str) -> None:
    """Print the classes, relations and statuses of the graph, with their names in Chinese and English.

    \b
    Example:
        kg ontology
        kg ontology -w region.kg --format md
        kg ontology --turtle > rdp.ttl
    """
    own = Workspace.open(workspace).settings.ontology if workspace else None
    ontology = Ontology(own=own)
    if as_turtle:
        for part in turtle(schema.triples(ontology)):
            click.echo(part, nl=False)
        return
    spoken = "en" if form == "json" else language()
    found = ((*rows.titled(row[:1], spoken), *row[1:]) for row in _rows(ontology, spoken))
    rows.show(("kind", "name", "zh", "en", "of", "definition"), found, form, spoken)


def _rows(ontology: Ontology, spoken: str) -> Iterator[Row]:
    for c in ontology.classes.values():
        yield "class", c.name, c.zh, c.en, c.parent or "", c.definition_zh
    for r in ontology.relations.values():
        ends = " → ".join(_types(ontology, those, spoken) for those in (r.domain, r.range))
        yield "relation", r.name, r.zh, r.en, ends, r.definition_zh
    for kind, labels in (("status", ontology.statuses), ("stage", ontology.stages)):
        yield from (
            (kind, label.name, label.zh, label.en, "", label.definition_zh) for label in labels.values()
        )
    classes, properties = ontology.evidence
    for e in classes.values():
        yield "evidence class", e.name, e.zh, e.en, "", e.definition_zh
    for p in properties.values():
        yield "evidence property", p.name, p.zh, p.en, p.domain or "", p.definition_zh


def _types(ontology: Ontology, names: frozenset[str], spoken: str) -> str:
    return rows.titled(["any"], spoken)[0] if len(names) == len(ontology.types) else ", ".join(sorted(names))
