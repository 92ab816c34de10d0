"""How much of what a graph holds."""

import html
from collections.abc import Mapping

from kg.contracts import Store
from kg.query.sparql import ask

COUNTED = {
    "documents": "?x a rdp:Source",
    "things": "?x rdfs:label ?name . ?m rdp:refersTo ?x",
    "claims": "?x a rdp:Claim",
    "figures": "?x a rdp:Figure",
    "tasks": "?x a rdp:Measure",
}
"""What is counted, as patterns of SPARQL."""


def counts(store: Store) -> dict[str, int]:
    """How many documents, things, claims, figures and tasks the graph holds."""
    found = {}
    for name, pattern in COUNTED.items():
        (row,) = ask(store, f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }}")
        found[name] = int(row[0].text) if row[0] else 0
    return found


def table(caption: str, numbers: Mapping[str, int], words: Mapping[str, str]) -> str:
    """The counts as a small table of HTML, with the words for what is counted."""
    rows = "".join(
        f"<tr><th>{html.escape(words[name])}</th><td>{number}</td></tr>" for name, number in numbers.items()
    )
    return f"<table><caption>{html.escape(caption)}</caption>{rows}</table>"
