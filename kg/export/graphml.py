"""A network to GraphML and GEXF, for Gephi, yEd, Cytoscape and their like."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

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
    """A GEXF 1.2 file with the same content."""
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(flattened(network, ontology))
    for meta in writer.xml.iter("meta"):
        meta.attrib.pop("lastmodifieddate", None)  # no clock in the bytes
    with path.open("wb") as file:
        writer.write(file)


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
