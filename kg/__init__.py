"""kg: articles on regional development into a knowledge graph with the sentence behind every edge.

    import kg

    graph = kg.build("articles/", "region.kg")
    graph.question("industries", region="滨海新区")
    graph = kg.open("region.kg")

Importing costs nothing: what these names stand for is loaded on first use.
"""

from typing import Any

__version__ = "0.1.0"

__all__ = ["Graph", "KgError", "annotate", "build", "open"]

_places = {
    "Graph": ("kg.api", "Graph"),
    "KgError": ("kg.errors", "KgError"),
    "annotate": ("kg.pipeline.extraction", "annotate"),
    "build": ("kg.api", "build_graph"),
    "open": ("kg.api", "open_graph"),
}


def __getattr__(name: str) -> Any:
    if name not in _places:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - `import kg` is to cost nothing

    module, attribute = _places[name]
    return getattr(import_module(module), attribute)
