"""Records to RDF and back: the ontology, the shape of evidence, N-Triples, Turtle, and records read from a store."""
