"""What a briefing says of itself: title, period, counts, and notes on its scope and on what it leaves out."""

from collections.abc import Mapping, Sequence
from typing import Any

from kg.export.briefing.options import Options
from kg.export.briefing.records import Graph, Link, Text
from kg.export.briefing.select import Selection, find
from kg.export.briefing.words import say, type_name
from kg.model import Claim, Figure, Source
from kg.ontology import Ontology

Labels = Mapping[str, Any]


def title(graph: Graph, options: Options, labels: Labels) -> Text:
    """The title asked for, else one made from the narrowest filter, else from the graph's region."""
    words = labels["title"]
    if options.title:
        return Text(options.title, options.title)
    for field, form in (("around", "around"), ("theme", "theme"), ("region", "region")):
        named = getattr(options, field)
        if named is not None:
            name = _name(graph, find(graph, named))
            return say(
                words[form], {"name": name.zh, "region": name.zh}, {"name": name.en, "region": name.en}
            )
    region = _own_region(graph)
    if region:
        named = [
            data for _, data in graph.nodes(data=True) if data["type"] == "Region" and data["label"] == region
        ]
        english = named[0].get("label_en") if named else None
        return say(words["region"], {"region": region}, {"region": english or region})
    return Text(words["plain"]["zh"], words["plain"]["en"])


def _own_region(graph: Graph) -> str | None:
    """The region of the graph, if more than half of its documents speak for it."""
    region: str | None = graph.graph.get("region")
    regions = [source.region for source in graph.graph.get("sources", {}).values()]
    return region if 2 * regions.count(region) > len(regions) else None


def _name(graph: Graph, iri: str) -> Text:
    data = graph.nodes[iri]
    return Text(data["label"], data.get("label_en") or data["label"])


def period(sources: Sequence[Source]) -> tuple[str, str]:
    """The first and the last year of publication; two empty strings where no document has a date."""
    years = sorted({source.date[:4] for source in sources if source.date})
    return (years[0], years[-1]) if years else ("", "")


def subtitle(first: str, last: str, documents: int, labels: Labels) -> Text:
    """The period and the number of documents."""
    form = "undated" if not first else "year" if first == last else "period"
    return say(labels["subtitle"][form], {"first": first, "last": last, "n": documents})


def counts(selection: Selection, links: Sequence[Link]) -> tuple[tuple[str, int], ...]:
    """The figures of the cover: documents, entities, links, sentences, figures."""
    stated: tuple[Claim | Figure, ...] = (*selection.claims, *selection.figures)
    sentences = {(one.document, one.evidence) for one in stated}
    return (
        ("documents", len(selection.sources)),
        ("entities", len(selection.entities)),
        ("links", len(links)),
        ("figures", len(selection.figures)),
        ("sentences", len(sentences)),
    )


def notes(
    graph: Graph, selection: Selection, links: Sequence[Link], options: Options, ontology: Ontology
) -> tuple[Text, ...]:
    """What a reader must know: that it was made by a program, the scope, and what is not in it."""
    words = ontology.labels("briefing")["notes"]
    found = [say(words["automatic"], {})]
    for field in ("region", "theme", "around"):
        named = getattr(options, field)
        if named is not None:
            name = _name(graph, find(graph, named))
            found.append(
                say(
                    words[field],
                    {"name": name.zh, "hops": options.hops},
                    {"name": name.en, "hops": options.hops},
                )
            )
    if options.types:
        names = [type_name(ontology, name) for name in options.types]
        found.append(
            say(
                words["types"],
                {"names": "、".join(n.zh for n in names)},
                {"names": ", ".join(n.en for n in names)},
            )
        )
    if options.years is not None:
        found.append(say(words["years"], {"first": options.years[0], "last": options.years[1]}))
    if options.min_confidence:
        found.append(say(words["confidence"], {"least": f"{options.min_confidence:.0%}"}))
    left = selection.left_out
    if left["documents"]:
        read = graph.graph["read"]
        found.append(say(words["documents"], {"shown": read, "n": read + left["documents"]}))
    if left["limit"]:
        shown = len(selection.entities)
        found.append(say(words["limit"], {"shown": shown, "n": left["limit"], "claims": left["claims"]}))
    if left["bare"]:
        found.append(say(words["bare"], {"n": left["bare"]}))
    if any(link.count > len(link.claims) for link in links):
        found.append(say(words["quotes"], {"n": options.quotes}))
    if options.redact_persons:
        found.append(say(words["persons"], {}))
    return tuple(found)
