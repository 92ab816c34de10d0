# What `kg.__getattr__` loads on use, for type checkers and editors.
from kg.api import Graph as Graph
from kg.api import build_graph as build
from kg.api import open_graph as open  # noqa: A004 - kg.open, as in `import kg`
from kg.errors import KgError as KgError
from kg.pipeline.extraction import annotate as annotate

__version__: str
__all__ = ["Graph", "KgError", "annotate", "build", "open"]
