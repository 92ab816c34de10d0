"""Records to RDF: `shape` writes claims with their evidence, `schema` the ontology, `delta` what changes."""

from kg.graph.shape import (
    Edge,
    claim_triples,
    document_triples,
    edge_triple,
    edges,
    entity_triples,
    figure_triples,
    mention_triples,
    sentence_triples,
    slice_triples,
    triples,
)

__all__ = [
    "Edge", "claim_triples", "document_triples", "edge_triple", "edges", "entity_triples", "figure_triples",
    "mention_triples", "sentence_triples", "slice_triples", "triples",
]  # fmt: skip
