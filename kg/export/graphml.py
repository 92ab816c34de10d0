"""A network to GraphML and GEXF, for Gephi, yEd, Cytoscape and their like."""

import re
from collections import defaultdict
from collections.abc import Iterable
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from kg.export.briefing.layout import place_graph
from kg.ontology import Ontology

if TYPE_CHECKING:
    Network = nx.MultiDiGraph[str]

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What a document in XML 1.0 cannot hold (its production Char)."""

NODE = ("label", "label_en", "type", "kind", "code", "scope", "aliases", "mentions")


def graphml(network: "Network", path: Path, ontology: Ontology) -> None:
    """A GraphML file: nodes with their attributes, edges with relation, status, confidence and sentences."""
    nx.write_graphml(flattened(network, ontology), path, encoding="utf-8", prettyprint=True)


def gexf(network: "Network", path: Path, ontology: Ontology) -> None:
    """A GEXF 1.2 file with the same content, and how it looks: colour by type, size by links, place, and years.

    The years are those of the documents in which a thing or a link stands: Gephi's timeline plays them.
    """
    plain = flattened(network, ontology)
    _look(plain, ontology)
    _date(plain, network)
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(plain)
    for meta in writer.xml.iter("meta"):
        meta.attrib.pop("lastmodifieddate", None)  # no clock in the bytes
    with path.open("wb") as file:
        writer.write(file)


def _look(plain: "nx.MultiDiGraph[str]", ontology: Ontology) -> None:
    """Colours, sizes and places, as GEXF's module viz has them."""
    colors = {name: of["color"] for name, of in ontology.labels("appearance")["types"].items()}
    nodes = list(plain)
    number = {node: place for place, node in enumerate(nodes)}
    pairs = sorted({
        (min(ends), max(ends))
        for a, b in plain.edges()
        for ends in ((number[a], number[b]),)
        if ends[0] != ends[1]
    })  # fmt: skip
    places = place_graph(len(nodes), pairs)
    for node, (x, y) in zip(nodes, places, strict=True):
        color = colors.get(plain.nodes[node]["type"], "#8593a1")
        red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
        plain.nodes[node]["viz"] = {
            "color": {"r": red, "g": green, "b": blue, "a": 1.0},
            "size": round(4 + 3 * sqrt(plain.degree(node)), 2),
            "position": {"x": x, "y": -y, "z": 0.0},
        }


def _date(plain: "nx.MultiDiGraph[str]", network: "Network") -> None:
    """The first and the last year of the documents that state a thing or a link; none where no document has a date."""
    sources = network.graph["sources"]
    stated: dict[str, set[str]] = defaultdict(set)

    def years(documents: Iterable[str]) -> set[str]:
        dates = (sources[iri].date for iri in documents if iri in sources)
        return {told[:4] for told in dates if told and told[:4].isdigit()}

    for (subject, object_, edge), (*_, shown) in zip(
        network.edges(data=True), plain.edges(data=True), strict=True
    ):
        found = years(claim.document for claim in edge["claims"])
        stated[_text(subject)] |= found
        stated[_text(object_)] |= found
        shown.update(_span(found))
    for figure in network.graph["figures"]:
        stated[_text(figure.subject)] |= years((figure.document,))
    for act in network.graph.get("acts", ()):
        for end in (act.actor, *(end for _, end in act.roles)):
            if end is not None:
                stated[_text(end)] |= years((act.document,))
    for node, data in plain.nodes(data=True):
        data.update(_span(stated[node]))


def _span(years: set[str]) -> dict[str, str]:
    return {"start": f"{min(years)}-01-01", "end": f"{max(years)}-12-31"} if years else {}


def flattened(network: "Network", ontology: Ontology) -> "nx.MultiDiGraph[str]":
    """The same network with attributes that are texts and numbers only, as file formats want them."""
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for iri, node in network.nodes(data=True):
        plain.add_node(_text(iri), **_known({key: node[key] for key in NODE}))
    sources = network.graph["sources"]
    for subject, object_, edge in network.edges(data=True):
        claims = edge["claims"]
        titles = dict.fromkeys(sources[c.document].title or sources[c.document].id for c in claims)
        attributes = {
            "relation": edge["relation"],
            "label": ontology.relations[edge["relation"]].zh,
            "status": edge["status"],
            "confidence": edge["confidence"],
            "years": edge["years"],
            "claims": len(claims),
            "sentences": tuple(dict.fromkeys(claim.quote for claim in claims)),
            "documents": tuple(titles),
        }
        plain.add_edge(_text(subject), _text(object_), key=f"{len(plain.edges)}", **_known(attributes))
    return plain


def _known(attributes: dict[str, object]) -> dict[str, str | int | float]:
    """The attributes that have a value, tuples as one text."""
    found: dict[str, str | int | float] = {}
    for key, value in attributes.items():
        if isinstance(value, tuple):
            found[key] = _text(" | ".join(map(str, value)))
        elif isinstance(value, int | float):
            found[key] = value
        elif value is not None:
            found[key] = _text(str(value))
    return found


def _text(text: str) -> str:
    return NOT_XML.sub("\ufffd", text)
