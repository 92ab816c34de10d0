"""A name to the part that bears it: built-in tables, and what other packages add through entry points."""

from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from kg.errors import SettingsError

extractors = {
    "lexicon": "kg.extract.ner.lexicon:load",
    "names": "kg.extract.ner.spans.extractor:load",
    "tagger": "kg.extract.ner.tagger:load",
    "responsible": "kg.extract.measures.responsible:load",
    "relations": "kg.extract.relations:load",
    "indicators": "kg.extract.indicators:load",
    "bylines": "kg.extract.relations.bylines:load",
    "tables": "kg.extract.tables:load",
    "measures": "kg.extract.measures:load",
}
"""Name to factory: a function of the ontology that gives a `contracts.Extractor`."""

store_exporters = {
    "turtle": "kg.export.rdf:turtle",
    "trig": "kg.export.rdf:trig",
    "nquads": "kg.export.rdf:nquads",
    "ntriples": "kg.export.rdf:ntriples",
    "jsonld": "kg.export.rdf:jsonld",
    "rdf12": "kg.export.rdf:rdf12",
}
"""Form to a function of a store and a path: what is written from the RDF."""

network_exporters = {
    "csv": "kg.export.tables:csv",
    "xlsx": "kg.export.tables:xlsx",
    "graphml": "kg.export.graphml:graphml",
    "gexf": "kg.export.graphml:gexf",
}
"""Form to a function of a network, a path and the ontology: what is written from the graph's nodes and edges."""

briefing_exporters = {
    "html": "kg.export.html:write",
    "docx": "kg.export.docx:docx",
    "svg": "kg.export.picture:svg",
    "png": "kg.export.picture:png",
    "pdf": "kg.export.picture:pdf",
}
"""Form to a function of a network, a path, the ontology and the options of a briefing: what people read."""

costly = frozenset({"tagger"})
"""Extractors that `--fast` leaves out."""


def find(group: str, name: str, table: dict[str, str]) -> Any:
    """What stands under a name in a table of ours, or in the entry point group `kg.GROUP`.

    Raises SettingsError with the names there are.
    """
    others = {point.name: point.value for point in entry_points(group=f"kg.{group}")}
    everything = {**table, **others}
    if name not in everything:
        raise SettingsError(f"no such part of {group}: {name}", f"there are: {', '.join(sorted(everything))}")
    module, _, attribute = everything[name].partition(":")
    try:
        return getattr(import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise SettingsError(f"{group} {name}: {everything[name]} cannot be loaded: {error}") from error
