"""Questions to a graph: SPARQL as it is typed, named questions, names, neighbourhoods and paths."""
