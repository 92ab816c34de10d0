"""A graph to a briefing: what is shown, in themes with names and places, with findings, sources and notes."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from kg.communities import communities
from kg.export.briefing.board import Masked, board
from kg.export.briefing.findings import Facts, findings
from kg.export.briefing.grouping import themed, ties
from kg.export.briefing.heading import counts, notes, period, subtitle, title
from kg.export.briefing.options import Options
from kg.export.briefing.records import Briefing, Graph, Link, Node
from kg.export.briefing.redact import Attributes, masker, redacted, renamed
from kg.export.briefing.select import Selection, find, restrict, select
from kg.model import Claim
from kg.ontology import Ontology


def brief(graph: Graph, options: Options, ontology: Ontology) -> Briefing:
    """The briefing of a graph as `kg.network` makes it.

    The same graph and options give the same briefing, whatever the order of nodes and edges. Raises
    ExportError where a name of the options is not found, or nothing is left to show.
    """
    labels = ontology.labels("briefing")
    selection = select(graph, options, ontology)
    if options.theme is not None:
        selection = _theme(graph, selection, find(graph, options.theme))
    attributes = _attributes(graph, selection)
    masked: Masked = str
    if options.redact_persons:
        masked = masker(graph)
        selection = redacted(selection, masked)
        attributes = renamed(attributes, masked, labels["person"])
    links = _links(selection, options.quotes)
    nodes = _nodes(selection, attributes, links)
    place = {iri: index for index, iri in enumerate(selection.entities)}
    figures = tuple((place[figure.subject], figure) for figure in selection.figures)
    first, last = period(selection.sources)
    tasks = board(graph, selection, options, ontology, masked)
    themes, bridges = themed(selection, nodes, links, ontology)
    return Briefing(
        title=title(graph, options, labels),
        subtitle=subtitle(first, last, len(selection.sources), labels),
        stamp=options.stamp,
        language=options.language,
        period=(first, last),
        counts=counts(selection, links),
        nodes=nodes,
        place=selection.entities,
        links=links,
        figures=figures,
        sources=selection.sources,
        themes=themes,
        bridges=bridges,
        findings=findings(Facts(nodes, place, links, figures, last, tasks, ontology)),
        board=tasks,
        notes=notes(graph, selection, links, options, ontology),
    )


def _theme(graph: Graph, selection: Selection, named: str) -> Selection:
    types = [graph.nodes[iri]["type"] for iri in selection.entities]
    place = {iri: index for index, iri in enumerate(selection.entities)}
    groups = communities(types, *ties(selection))
    home = next((group for group in groups if place.get(named) in group), ())
    return restrict(selection, {selection.entities[index] for index in home} | {named})


def _attributes(graph: Graph, selection: Selection) -> Attributes:
    base = graph.graph.get("base") or ""
    return {
        iri: {
            **(data := graph.nodes[iri]),
            "key": iri.removeprefix(base),
            "scope": graph.nodes[data["scope"]]["label"] if data.get("scope") in graph else None,
        }
        for iri in selection.entities
    }


def _links(selection: Selection, quotes: int) -> tuple[Link, ...]:
    place = {iri: index for index, iri in enumerate(selection.entities)}
    grouped: dict[tuple[int, int, str], list[Claim]] = defaultdict(list)
    for claim in selection.claims:
        grouped[place[claim.subject], place[claim.object], claim.predicate].append(claim)
    return tuple(
        Link(source, target, relation, tuple(claims[:quotes]), len(claims))
        for (source, target, relation), claims in sorted(grouped.items())
    )


def _nodes(
    selection: Selection, attributes: Mapping[str, Mapping[str, Any]], links: tuple[Link, ...]
) -> tuple[Node, ...]:
    near: dict[int, set[int]] = defaultdict(set)
    for link in links:
        near[link.source].add(link.target)
        near[link.target].add(link.source)
    weight = Counter(figure.subject for figure in selection.figures)
    for claim in selection.claims:
        weight.update((claim.subject, claim.object))
    return tuple(
        Node(
            key=data["key"],
            label=data["label"],
            label_en=data.get("label_en") or "",
            type=data["type"],
            kind=data.get("kind"),
            code=data.get("code"),
            scope=data["scope"],
            aliases=tuple(data["aliases"]),
            mentions=int(data.get("mentions", 0)),
            degree=len(near[index] - {index}),
            weight=weight[iri],
        )
        for index, iri in enumerate(selection.entities)
        for data in (attributes[iri],)
    )
