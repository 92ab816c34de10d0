"""Where a graph is kept: embedded (Oxigraph in a folder) or remote (any SPARQL 1.1 server by URL)."""
