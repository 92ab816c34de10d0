"""A workspace over HTTP: the explorer, a page to query, a SPARQL 1.1 endpoint, and every thing at an address."""
