"""A graph and the options to the claims, figures and entities that a briefing shows; what is left out is counted."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace

from kg.errors import ExportError, KgError, unknown
from kg.export.briefing.options import Options
from kg.export.briefing.records import Graph
from kg.model import Act, Claim, Figure, RelativeFigure, Source
from kg.ontology import Ontology


@dataclass(frozen=True, slots=True)
class Selection:
    """What is shown: entities (IRIs, by weight), claims, figures, acts and sources; `left_out` counts what is not.

    `acts` and `relatives` may name things that are no entities of the selection: nothing else is said of those.

    Keys of `left_out`: "bare" (entities named but without a claim or figure), "limit" (entities that did not
    fit), "claims" (claims between entities that did not fit) and "documents" (those that were not read).
    """

    entities: tuple[str, ...]
    claims: tuple[Claim, ...]
    figures: tuple[Figure, ...]
    sources: tuple[Source, ...]
    left_out: dict[str, int]
    acts: tuple[Act, ...] = ()
    relatives: tuple[RelativeFigure, ...] = ()


def select(graph: Graph, options: Options, ontology: Ontology) -> Selection:
    """The part of the graph that the options ask for.

    Raises ExportError where a name or a filter leaves nothing, with near names.
    """
    sources: dict[str, Source] = graph.graph.get("sources", {})
    claims = [c for _, _, data in graph.edges(data=True) for c in data["claims"]]
    figures = list(graph.graph.get("figures", ()))
    keep = _Keep(graph, options, sources, ontology)
    selected = _Part([c for c in claims if keep.claim(c)], [f for f in figures if keep.figure(f)])
    if options.around is not None:
        near = _near(selected.claims, find(graph, options.around), options.hops)
        selected = selected.only(near)
    if not selected.claims and not selected.figures:
        if not claims and not figures and graph.graph.get("whole", True):
            raise ExportError(
                "the graph holds no claim and no figure to show", "kg build articles into it first"
            )
        raise ExportError(
            "nothing is left to show", "no claim or figure passes all the filters: loosen one of them"
        )
    weights = selected.weights()
    ranked = sorted(weights, key=lambda iri: (-weights[iri], iri))
    shown = selected.only(set(ranked[: options.limit]))
    acts = tuple(act for act in graph.graph.get("acts", ()) if keep.act(act, weights))
    relatives = tuple(f for f in graph.graph.get("relatives", ()) if f.subject in weights and keep.figure(f))
    cited = {c.document for c in shown.claims} | {f.document for f in shown.figures}
    cited |= {act.document for act in acts} | {f.document for f in relatives}
    return Selection(
        entities=tuple(ranked[: options.limit]),
        claims=tuple(
            sorted(shown.claims, key=lambda c: (c.subject, c.predicate, c.object, -c.confidence, c.iri))
        ),
        figures=tuple(sorted(shown.figures, key=lambda f: (f.document, f.evidence, f.iri))),
        sources=tuple(
            sorted(
                (sources.get(iri, Source(iri, iri)) for iri in cited),
                key=lambda s: (s.date is None, s.date or "", s.id),
            )
        ),
        left_out={
            "bare": len(graph.nodes - weights.keys() - _ends(acts)) if keep.everything else 0,
            "limit": max(0, len(ranked) - options.limit),
            "claims": len(selected.claims) - len(shown.claims),
            "documents": graph.graph.get("unread", 0),
        },
        acts=acts,
        relatives=relatives,
    )


def ends_of(act: Act) -> tuple[str, ...]:
    """The IRIs of the things of an act, the actor first where there is one."""
    ends = tuple(end for _, end in act.roles)
    return ends if act.actor is None else (act.actor, *ends)


def _ends(acts: Iterable[Act]) -> set[str]:
    return {end for act in acts for end in ends_of(act)}


def find(graph: Graph, name: str) -> str:
    """The IRI of the entity that a name (label, alias, English name, code or IRI) means.

    Of several, a label goes before an alias, then the entity with the most links. Raises ExportError with
    near names where there is none.
    """
    if name in graph:
        return name
    ranked = sorted(
        (rank, -graph.degree(iri), iri)
        for iri, data in graph.nodes(data=True)
        if (rank := rank_of(name, data["label"], (data.get("label_en"), data.get("code")), data["aliases"]))
        is not None
    )
    if ranked:
        return str(ranked[0][2])
    raise no_such(name, {data["label"] for _, data in graph.nodes(data=True)})


def rank_of(name: str, label: str, others: Iterable[str | None], aliases: Iterable[str]) -> int | None:
    """How directly a name means a thing: 0 by its label, 1 by another of its own names, 2 by an alias; None: not."""
    wanted = name.casefold()
    for rank, names in enumerate(((label,), others, aliases)):
        if any(one is not None and one.casefold() == wanted for one in names):
            return rank
    return None


def no_such(name: str, labels: Iterable[str]) -> KgError:
    """The error that nothing has a name, with the labels that are near it."""
    return unknown(
        name, sorted(labels), "nothing in the graph has this name", "kg show finds names", ExportError
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """Claims and figures that go on together."""

    claims: list[Claim]
    figures: list[Figure]

    def only(self, entities: set[str]) -> "_Part":
        return _Part(
            [c for c in self.claims if c.subject in entities and c.object in entities],
            [f for f in self.figures if f.subject in entities],
        )

    def weights(self) -> Counter[str]:
        ends = (iri for c in self.claims for iri in (c.subject, c.object))
        return Counter([*ends, *(f.subject for f in self.figures)])


class _Keep:
    """The filters of the options, looked up once."""

    def __init__(
        self, graph: Graph, options: Options, sources: dict[str, Source], ontology: Ontology
    ) -> None:
        self.options = options
        self.type = {iri: data["type"] for iri, data in graph.nodes(data=True)}
        self.area: frozenset[str] | None = graph.graph.get("area")
        if options.region is not None and self.area is None:
            self.area = area(graph, find(graph, options.region), ontology)
        names = {iri: {data["label"], *data["aliases"]} for iri, data in graph.nodes(data=True)}
        inside = {name for iri in self.area or () for name in (iri, *names.get(iri, ()))}
        self.documents = {iri for iri, s in sources.items() if s.region in inside}
        self.year = {iri: int(s.date[:4]) for iri, s in sources.items() if s.date and s.date[:4].isdigit()}
        self.everything = not (
            options.region or options.types or options.around or options.years or options.min_confidence
        )

    def claim(self, claim: Claim) -> bool:
        return self._kept(claim, (claim.subject, claim.object))

    def figure(self, figure: Figure | RelativeFigure) -> bool:
        return self._kept(figure, (figure.subject,))

    def act(self, act: Act, shown: Container[str]) -> bool:
        """Whether an act is shown; where a part of the graph is asked for, two of its things must be in it."""
        ends = ends_of(act)
        if self.options.types or self.options.around:
            ends = tuple(end for end in ends if end in shown)
            if len(set(ends)) < len(("actor", "object")):
                return False
        return self._kept(act, ends)

    def _kept(self, stated: Claim | Figure | RelativeFigure | Act, ends: tuple[str, ...]) -> bool:
        options = self.options
        if stated.confidence < options.min_confidence:
            return False
        if options.types and any(self.type.get(end) not in options.types for end in ends):
            return False
        if options.years is not None:
            first, last = options.years
            if not first <= self.year.get(stated.document, first - 1) <= last:
                return False
        if self.area is None:
            return True
        return stated.document in self.documents or any(end in self.area for end in ends)


def area(graph: Graph, region: str, ontology: Ontology) -> frozenset[str]:
    """A region and all that is stated to lie in it, or to be part of what lies in it."""
    containment = {name for name, relation in ontology.relations.items() if relation.containment}
    scoped = defaultdict(list)
    for iri, data in graph.nodes(data=True):
        if data.get("scope"):
            scoped[data["scope"]].append(iri)

    def inside(iri: str) -> Iterator[str]:
        yield from scoped[iri]
        if graph.nodes[iri]["type"] in ontology.places:
            yield from (s for s, _, key in graph.in_edges(iri, keys=True) if key in containment)

    found, todo = {region}, [region]
    while todo:
        new = sorted(set(inside(todo.pop())) - found)
        found.update(new)
        todo.extend(new)
    return frozenset(found)


def _near(claims: Iterable[Claim], start: str, hops: int) -> set[str]:
    neighbours = defaultdict(set)
    for claim in claims:
        neighbours[claim.subject].add(claim.object)
        neighbours[claim.object].add(claim.subject)
    found = edge = {start}
    for _ in range(hops):
        edge = {other for iri in edge for other in neighbours[iri]} - found
        found = found | edge
    return found


def restrict(selection: Selection, entities: set[str]) -> Selection:
    """The selection cut down to some of its entities, sources included."""
    part = _Part(list(selection.claims), list(selection.figures)).only(entities)
    acts = tuple(
        act
        for act in selection.acts
        if act.actor in entities and any(end in entities for _, end in act.roles)
    )
    relatives = tuple(f for f in selection.relatives if f.subject in entities)
    cited = {c.document for c in part.claims} | {f.document for f in part.figures}
    cited |= {act.document for act in acts} | {f.document for f in relatives}
    return replace(
        selection,
        acts=acts,
        relatives=relatives,
        entities=tuple(iri for iri in selection.entities if iri in entities),
        claims=tuple(part.claims),
        figures=tuple(part.figures),
        sources=tuple(s for s in selection.sources if s.iri in cited),
    )
