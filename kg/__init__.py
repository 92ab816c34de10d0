"""kg: articles on regional development into a knowledge graph with the sentence behind every edge."""

__version__ = "0.1.0"
