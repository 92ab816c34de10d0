"""A network to the statements that are least sure: for a person to confirm or reject."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import chain

import networkx as nx

from kg.model import Claim, Figure


@dataclass(frozen=True, slots=True)
class Doubt:
    """A statement of which it is not sure that it is right: what it says, how sure it is, and the sentence.

    `subject` is a label; of a relation, `predicate` is its name and `object` the label of the other end,
    of a figure they are the quantity and the value with its unit. `document` is an IRI.
    """

    what: str
    iri: str
    subject: str
    predicate: str
    object: str
    status: str
    confidence: float
    by: str
    quote: str
    document: str


def doubts(
    network: "nx.MultiDiGraph[str]", known: Collection[str] = (), below: float = 1.0
) -> tuple[Doubt, ...]:
    """Claims and figures less sure than `below`, the least sure first, but for the IRIs that are `known`."""
    claims = (claim for _, _, data in network.edges(data=True) for claim in data["claims"])
    found = [
        _doubt(network, one)
        for one in chain(claims, network.graph["figures"])
        if one.confidence < below and one.iri not in known
    ]
    return tuple(sorted(found, key=lambda d: (d.confidence, d.document, d.quote, d.iri)))


def _doubt(network: "nx.MultiDiGraph[str]", of: Claim | Figure) -> Doubt:
    subject = network.nodes[of.subject]["label"]
    if isinstance(of, Claim):
        what, predicate, object_ = "relation", of.predicate, network.nodes[of.object]["label"]
    else:
        what, predicate = "figure", of.indicator
        object_ = f"{of.bound} {of.amount} {of.unit}" + (f" {of.year}" if of.year else "")
    return Doubt(
        what, of.iri, subject, predicate, object_, of.status, of.confidence, of.by, of.quote, of.document
    )
