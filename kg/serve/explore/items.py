"""A network to the items that are explored: every task, figure and relation with what it may be chosen by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kg.follow.areas import Areas, area_of_act, area_of_figure
from kg.model import SIGNS, Act, Claim, Figure, Source
from kg.ontology import Ontology

if TYPE_CHECKING:
    import networkx as nx

Kind = Literal["task", "figure", "relation"]
KINDS: tuple[Kind, ...] = ("task", "figure", "relation")


@dataclass(frozen=True, slots=True)
class Place:
    """A region by which items are chosen: its key (the division code, else its name), its label, the keys above it."""

    key: str
    label: str
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A task, a figure or a relation, with its sentence.

    `things` are the entities that have a part in it, the one that acts or is measured first; `text` says it in a line.
    `region` is the key of the place that its document speaks for, "" where it speaks for none.
    """

    kind: Kind
    iri: str
    text: str
    things: tuple[str, ...]
    types: tuple[str, ...]
    status: str
    area: str
    region: str
    year: str
    document: str
    confidence: float
    quote: str
    start: int
    relation: str = ""
    amount: str = ""
    due: str = ""


def items(
    network: "nx.MultiDiGraph[str]", ontology: Ontology, places: Mapping[str, Place]
) -> tuple[Item, ...]:
    """All tasks, figures and relations of a graph; `places` are those of the documents by IRI.

    In the order of documents and places; tasks before figures before relations.
    """
    areas = Areas(ontology.areas)
    order = {iri: number for number, iri in enumerate(_by_date(network.graph["sources"]))}
    reader = _Reader(network, ontology, areas, places)
    found = [*reader.tasks(), *reader.figures(), *reader.relations()]
    return tuple(sorted(found, key=lambda i: (KINDS.index(i.kind), order.get(i.document, 0), i.start, i.iri)))


def _by_date(sources: Mapping[str, Source]) -> list[str]:
    return sorted(sources, key=lambda iri: (sources[iri].date or "", sources[iri].id))


def year(*texts: str | None) -> str:
    """The year of the first text that has one; of a span of years its last."""
    text = next((text for text in texts if text), "")
    for part in reversed(text.replace("/", "-").split("-")):
        if len(part) == 4 and part.isdecimal():
            return part
    return ""


class _Reader:
    def __init__(
        self,
        network: "nx.MultiDiGraph[str]",
        ontology: Ontology,
        areas: Areas,
        places: Mapping[str, Place],
    ) -> None:
        self._network = network
        self._ontology = ontology
        self._areas = areas
        self._places = places
        self._titles = {iri: of.title for iri, of in network.graph["headings"].items()}
        self._acts = {act.iri: self._area(act) for act in network.graph["acts"]}

    def _area(self, act: Act) -> str:
        return area_of_act(act, self._titles, self._areas)

    def tasks(self) -> Iterator[Item]:
        for act in self._network.graph["acts"]:
            ends = [act.actor] if act.actor else []
            ends += [end for _, end in act.roles]
            yield self._item(
                "task", act, act.label, ends, "ended" if act.ended else act.status, self._acts[act.iri],
                year(act.due, act.year, act.period), due=act.due or act.year or "",
            )  # fmt: skip

    def figures(self) -> Iterator[Item]:
        for of in self._network.graph["figures"]:
            amount = f"{SIGNS.get(of.bound, '')}{of.amount}{of.unit}"
            area = area_of_figure(of, self._ontology.indicators, self._areas)
            yield self._item(
                "figure", of, of.indicator, [of.subject], of.status, area, year(of.period, of.year), amount=amount,
            )  # fmt: skip

    def relations(self) -> Iterator[Item]:
        nodes = self._network.nodes
        for one, other, edge in self._network.edges(data=True):
            for claim in edge["claims"]:
                area = self._acts.get(claim.act or "") or self._areas(claim.quote)
                text = f"{nodes[one]['label']} → {nodes[other]['label']}"
                yield self._item(
                    "relation", claim, text, [one, other], claim.status, area, year(claim.year),
                    relation=claim.predicate,
                )  # fmt: skip

    def _item(
        self,
        kind: Kind,
        of: Act | Figure | Claim,
        text: str,
        ends: list[str],
        status: str,
        area: str,
        year: str,
        relation: str = "",
        amount: str = "",
        due: str = "",
    ) -> Item:
        nodes = self._network.nodes
        source = self._network.graph["sources"].get(of.document)
        place = self._places.get(source.spatial or "") if source else None
        things = tuple(dict.fromkeys(end for end in ends if end in nodes))
        types = tuple(sorted({nodes[thing]["type"] for thing in things}))
        return Item(
            kind, of.iri, text, things, types, status, area, place.key if place else "", year, of.document,
            of.confidence, of.quote, of.evidence[0], relation, amount, due,
        )  # fmt: skip


def places(network: "nx.MultiDiGraph[str]", ontology: Ontology) -> dict[str, Place]:
    """The regions that documents speak for, by IRI, each with those above it as its division code tells them."""
    names = {term.code: term.name for term in ontology.terms if term.type == "Region" and term.code}
    found = {}
    for source in network.graph["sources"].values():
        if not source.spatial:
            continue
        node = network.nodes[source.spatial] if source.spatial in network else {}
        code = node.get("code") or ""
        label = node.get("label") or source.region or source.spatial
        above = tuple(code[:size] for size in (2, 4) if size < len(code) and code[:size] in names)
        found[source.spatial] = Place(code or label, label, above)
    return found


def above(places: Mapping[str, Place], ontology: Ontology) -> dict[str, Place]:
    """All places of the tree by key: those of documents, and those above them."""
    names = {term.code: term.name for term in ontology.terms if term.type == "Region" and term.code}
    found = {place.key: place for place in places.values()}
    for place in places.values():
        for key in place.above:
            found.setdefault(key, Place(key, names[key], tuple(p for p in place.above if len(p) < len(key))))
    return found
