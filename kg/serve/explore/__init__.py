"""The explorer: tasks, figures and relations of a graph, narrowed by facets, as table, matrix, map and more."""
