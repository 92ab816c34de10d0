"""The forms that a graph can be exported in, and the one way to write each."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kg import plugins
from kg.contracts import Store
from kg.export.briefing.options import Options
from kg.export.briefing.part import part
from kg.ontology import Ontology

if TYPE_CHECKING:
    import networkx as nx


def forms(files: tuple[Path, ...] = ()) -> tuple[str, ...]:
    """The names of our own forms, and of those of plug-ins (their `files`)."""
    groups = {
        "store_exporters": plugins.store_exporters,
        "network_exporters": plugins.network_exporters,
        "briefing_exporters": plugins.briefing_exporters,
    }
    return tuple(name for group, ours in groups.items() for name in plugins.names(group, ours, files))


def write(
    form: str,
    path: Path,
    store: Store,
    network: "Callable[..., nx.MultiDiGraph[str]]",
    ontology: Ontology,
    briefing: Options,
    files: tuple[Path, ...] = (),
) -> None:
    """Writes a graph to a file in a form of ours or of a plug-in (their `files`).

    `network` makes the graph's network, or that of a `part`; with `promises`, what became of these too.
    """
    if form in plugins.names("store_exporters", plugins.store_exporters, files):
        plugins.find("store_exporters", form, plugins.store_exporters, files)(store, path)
    elif form in plugins.names("briefing_exporters", plugins.briefing_exporters, files):
        show = plugins.find("briefing_exporters", form, plugins.briefing_exporters, files)
        needed, chosen = part(store, briefing, ontology)
        show(network(promises=True, part=needed), path, ontology, chosen)
    else:
        plugins.find("network_exporters", form, plugins.network_exporters, files)(network(), path, ontology)
