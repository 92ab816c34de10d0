"""Pictures with places computed beforehand, as pyvis networks: the data that vis-network draws."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyvis
from pyvis.network import Network

from kg.export.briefing.records import Briefing, Theme

Scene = dict[str, list[dict[str, Any]]]


def overview(briefing: Briefing) -> Scene:
    """The themes as nodes t0, t1 …, the bridges between them as edges."""
    network = Network(directed=False, cdn_resources="in_line")
    for number, theme in enumerate(briefing.themes):
        x, y, radius = theme.disc
        network.add_node(
            f"t{number}", label=theme.name.zh, shape="custom", group=theme.type, x=x, y=y, size=radius
        )
    # pyvis looks through all edges each time one is added to an undirected network; 780 at most here
    for low, high, count in briefing.bridges:
        network.add_edge(f"t{low}", f"t{high}", value=count)
    return _scene(network)


def theme_scene(briefing: Briefing, theme: Theme, pairs: Iterable[tuple[int, int]]) -> Scene:
    """The entities of a theme as nodes (their numbers), an edge for each pair that is linked."""
    network = Network(directed=True, cdn_resources="in_line")
    for entity, (x, y) in zip(theme.shown, theme.positions, strict=True):
        node = briefing.nodes[entity]
        network.add_node(entity, label=node.label, shape="custom", group=node.type, x=x, y=y)
    for low, high in pairs:
        network.add_edge(low, high)
    return _scene(network)


def _scene(network: Network) -> Scene:
    network.toggle_physics(status=False)
    nodes, edges, *_ = network.get_network_data()
    return {"nodes": _only(nodes, ("id", "x", "y", "size")), "edges": _only(edges, ("from", "to", "value"))}


def _only(things: Iterable[dict[str, Any]], keys: tuple[str, ...]) -> list[dict[str, Any]]:
    """What the script reads of nodes and edges: names and types stand in the page's data already."""
    return [{key: thing[key] for key in keys if key in thing} for thing in things]


def script() -> str:
    """The vis-network that pyvis ships, as one script."""
    folder = Path(pyvis.__file__).parent / "templates" / "lib"
    return max(folder.glob("vis-*/vis-network.min.js")).read_text(encoding="utf-8")
