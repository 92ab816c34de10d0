"""A file to a Document."""
