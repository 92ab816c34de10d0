"""A graph to files: one part for each form."""
