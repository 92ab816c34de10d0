"""How two things are linked: the best chains of acts, claims and names, with the sentences behind each step.

A chain is the better the fewer steps it has and the less the things between are linked to everything: a step
costs 1, and a thing between two steps half the decimal logarithm of the number of its links.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, product

import networkx as nx

from kg.contracts import Store
from kg.errors import QueryError
from kg.model import Act, Claim, Entity, Source
from kg.query.find import candidates, find
from kg.query.index import Index
from kg.query.near import Near, nearest, thing, words
from kg.rdf import read as facts
from kg.rdf.vocabulary import header
from kg.terms import iri

_doubt = 1e-3
"""What a step of no confidence costs beside its length of 1: fewer steps always win, then the more trusted."""

_batch = 400
"""Things whose links are asked for in one query."""

_wide = 300
"""The most things beside each end up to which chains of four steps are sought; beyond, three must do."""

_direct, _short = 1, 2
"""Steps of a chain that needs nothing between, and of a short one."""

_tries = 4
"""So many times the chains that are wanted are looked at for those that hang together."""

_beside = 600
"""Characters between two sentences that one passage of a document brings together."""

_common = frozenset({"Industry", "Technology", "Concept", "Region", "Government"})
"""Types whose things many documents name: that two acts have one of them in common says little …"""

_few = 12
"""… unless it has no more links than these."""

GENERIC = frozenset({"Concept"})
"""Types whose things link nothing: nearly every document names them."""

KINDS = ("measures", "claims", "names")
"""What may link two things: an act in which both have a part, a claim, what a name or a register tells."""


@dataclass(frozen=True, slots=True)
class Ways:
    """What chains may use: kinds of links; things they must pass, or must not (IRIs); generic things, too."""

    only: tuple[str, ...] = KINDS
    through: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()
    generic: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a chain, from one thing to the next: the acts and the claims that link them in either direction.

    `names` are what names and registers tell, `lower` the things (IRIs) that these put below the other.
    """

    start: Entity
    end: Entity
    claims: tuple[Claim, ...] = ()
    acts: tuple[Act, ...] = ()
    names: tuple[str, ...] = ()
    lower: tuple[str, ...] = ()

    @property
    def grounds(self) -> tuple[Claim | Act, ...]:
        """What documents state of the two."""
        return (*self.acts, *self.claims)


@dataclass(frozen=True, slots=True)
class Paths:
    """Chains of steps, the best first; the documents that state them, by IRI; where the two stand closest.

    `near` is empty where one step links the two. `generic` is True where only regions for which documents speak
    link them, `loose` where the one chain is of statements that nothing brings together but the common things between:
    no link. `words` are the ends that name nothing in the graph: of these, `near` alone tells.
    """

    chains: tuple[tuple[Step, ...], ...]
    sources: dict[str, Source]
    near: tuple[Near, ...] = ()
    generic: bool = False
    words: tuple[str, ...] = ()
    loose: bool = False


def paths(
    store: Store,
    start: str,
    end: str,
    number: int = 3,
    longest: int = 4,
    ways: Ways = Ways(),
    index: Index | None = None,
) -> Paths:
    """Up to `number` chains between two things (IRIs) of at most `longest` steps, the best first.

    Things that link nearly everything are no ground: concepts, and regions that documents speak for, unless
    an end of the chain, or asked for; where nothing else links the two, the regions do. No chain where the
    two are not linked, or are the same. A chain counts where it hangs together (`_hangs`); where none does, the best
    alone is given, as loose. What more than one step links may have little to do with each other: then comes where the
    two stand closest, too (an `index` finds more of it), and where that is closer than one document, of the long chains
    the best alone.
    """
    barred = frozenset() if ways.generic else _speakers(store) | _slogans(store)
    found, last = _chains(store, start, end, number * _tries, longest, ways, barred), False
    if not found and not ways.generic:
        found, last = _chains(store, start, end, number * _tries, longest, ways, _slogans(store)), True
    known = {e.iri: e for e in facts.entities(store, {node for chain in found for node in chain})}
    steps = {
        pair: _step(store, known, *pair, ways)
        for pair in dict.fromkeys(pair for chain in found for pair in pairwise(chain))
    }
    whole = [tuple(steps[pair] for pair in pairwise(chain)) for chain in found]
    wide = _degrees(store, {step.end.iri for chain in whole for step in chain if step.end.type in _common})
    chains = [chain for chain in whole if ways.generic or ways.through or _hangs(chain, wide)]
    loose = bool(whole) and not chains
    chains = whole[:1] if loose else chains[:number]
    near: tuple[Near, ...] = ()
    if start != end and (not chains or len(chains[0]) > _direct):
        ends = {e.iri: thing(store, e, index) for e in facts.entities(store, {start, end})}
        near = nearest(store, ends[start], ends[end]) if len(ends) > 1 else ()
    if chains and not loose and near and not near[0].close:
        near = ()
    if near:
        chains = [chain for i, chain in enumerate(chains) if i == 0 or len(chain) <= _short]
    told = {ground.document for chain in chains for step in chain for ground in step.grounds}
    sources = _sources(store, told | {n.document for n in near})
    return Paths(tuple(chains), sources, near, generic=last and bool(chains), loose=loose)


def _hangs(chain: Sequence[Step], wide: Mapping[str, int]) -> bool:
    """Whether each two steps of a chain belong together; `wide` are the links of things of common types.

    They do where the thing between is a particular one (a project, a zone) or has few links, where one passage of a
    document states both, or where the thing lies below the end that a name or register leads to: who makes a kind of
    it, makes it.
    """
    return all(
        before.end.type not in _common or wide.get(before.end.iri, 0) <= _few or _joins(before, after)
        for before, after in pairwise(chain)
    )


def _joins(before: Step, after: Step) -> bool:
    if not (before.grounds and after.grounds):
        return all(step.grounds or before.end.iri in step.lower for step in (before, after))
    return any(
        a.document == b.document and abs(a.evidence[0] - b.evidence[0]) <= _beside
        for a, b in product(before.grounds, after.grounds)
    )


def between(
    store: Store,
    index: Index,
    ends: tuple[str, str],
    number: int = 3,
    *,
    through: Iterable[str] = (),
    without: Iterable[str] = (),
    only: Iterable[str] = KINDS,
    generic: bool = False,
) -> Paths:
    """The chains between two things, or where the words of an end that names nothing stand closest to the other.

    All things go by any of their names.

    Raises QueryError where an end names nothing and its words stand nowhere, or a name means several things.
    """
    iris = []
    for name in ends:
        try:
            iris.append(find(store, index, name).iri)
        except QueryError:
            known = [candidates(store, index, end) for end in ends]
            if any(len(of) > 1 for of in known):
                raise
            told = beside(store, index, [of[0] if of else end for of, end in zip(known, ends, strict=True)])
            if not told.near:
                raise
            return told
    passed = tuple(find(store, index, name).iri for name in through)
    barred = frozenset(find(store, index, name).iri for name in without)
    return paths(
        store, iris[0], iris[1], number, ways=Ways(tuple(only), passed, barred, generic), index=index
    )


def _chains(
    store: Store, start: str, end: str, number: int, longest: int, ways: Ways, barred: frozenset[str]
) -> list[tuple[str, ...]]:
    stops = [start, *ways.through, end]
    barred = (ways.without | barred) - {*stops}
    legs = [_leg(store, a, b, number, longest, ways, barred) for a, b in pairwise(stops)]
    return legs[0] if len(legs) == 1 else _joined(legs)


def _joined(legs: list[list[tuple[str, ...]]]) -> list[tuple[str, ...]]:
    """The best chain of each leg, one after the other; none where a leg has none."""
    if not all(legs):
        return []
    whole = legs[0][0]
    for leg in legs[1:]:
        whole += leg[0][1:]
    return [whole]


def _leg(
    store: Store, start: str, end: str, number: int, longest: int, ways: Ways, barred: frozenset[str]
) -> list[tuple[str, ...]]:
    if start == end:
        return []
    links = _Links(store, ways.only, barred)
    one, other = links.around([start]), links.around([end])
    if longest > 2:
        links.between(one, other)
    if longest > 3 and max(len(one), len(other)) <= _wide:
        links.around(one)
        links.around(other)
    graph = links.graph({start, end})
    if start not in graph or end not in graph or not nx.has_path(graph, start, end):
        return []
    found = nx.shortest_simple_paths(graph, start, end, weight="weight")
    return [tuple(chain) for chain in islice(found, number) if len(chain) <= longest + 1]


class _Links:
    """The links that were looked up so far, with the confidence of the best of each pair."""

    def __init__(self, store: Store, kinds: tuple[str, ...], barred: frozenset[str]) -> None:
        self.store = store
        self.kinds = kinds
        self.barred = barred
        self.known: dict[tuple[str, str], float] = {}

    def around(self, things: Collection[str]) -> set[str]:
        """The things that are linked to those given, now known."""
        found: set[str] = set()
        for part in _parts(sorted(things)):
            found |= self._add(f"VALUES ?x {{ {' '.join(map(iri, part))} }}")
        return found - set(things)

    def between(self, one: Collection[str], other: Collection[str]) -> None:
        """Looks up the links from things to others: the acts, claims and references that hold one of each.

        What holds each thing is asked for, and joined here: asked for pairs, a store goes through all pairs.
        """
        first, second = set(one) - self.barred, set(other) - self.barred
        for kind, pattern in _members.items():
            if kind not in self.kinds:
                continue
            held: dict[str, set[str]] = {}
            sure: dict[str, float] = {}
            for part in _parts(sorted(first | second)):
                values = f"VALUES ?x {{ {' '.join(map(iri, part))} }}"
                for c, x, w in self.store.query(f"{header} SELECT ?c ?x ?w WHERE {{ {values} {pattern} }}"):
                    if c and x:
                        held.setdefault(c.text, set()).add(x.text)
                        sure[c.text] = float(w.text) if w else 1.0
            for by, things in held.items():
                for a, b in product(sorted(things & first), sorted(things & second)):
                    self._know(a, b, sure[by])

    def _know(self, x: str, y: str, sure: float) -> None:
        if x != y:
            pair = (min(x, y), max(x, y))
            self.known[pair] = max(self.known.get(pair, 0.0), sure)

    def _add(self, given: str) -> set[str]:
        found: set[str] = set()
        for kind, pattern in _patterns.items():
            if kind in self.kinds:
                text = (
                    f"{header} SELECT ?x ?y (MAX(?w) AS ?best) WHERE {{ {given} {pattern} }} GROUP BY ?x ?y"
                )
                for x, y, best in self.store.query(text):
                    if x and y and x.text != y.text and not {x.text, y.text} & self.barred:
                        self._know(x.text, y.text, float(best.text) if best else 1.0)
                        found.add(y.text)
        return found

    def graph(self, ends: set[str]) -> "nx.Graph[str]":
        """What is known as a graph: things with a single link that are no end are left out, they lead nowhere."""
        graph: nx.Graph[str] = nx.Graph()
        graph.add_edges_from(sorted(self.known))
        while lone := [n for n in graph if n not in ends and graph.degree(n) < 2]:
            graph.remove_nodes_from(lone)
        degrees = _degrees(self.store, set(graph) - ends)
        for a, b in graph.edges:
            hubs = sum(math.log10(max(degrees.get(n, 1), 1)) / 4 for n in (a, b))
            confidence = self.known[min(a, b), max(a, b)]
            graph.edges[a, b]["weight"] = 1 + hubs + (1 - confidence) * _doubt
        return graph


def _degrees(store: Store, things: Iterable[str]) -> dict[str, int]:
    """How many acts, claims and references hold each thing."""
    found: dict[str, int] = {}
    for part in _parts(sorted(things)):
        text = (
            f"{header} SELECT ?x (COUNT(?c) AS ?n) WHERE {{ VALUES ?x {{ {' '.join(map(iri, part))} }} "
            f"?c {_ends} ?x }} GROUP BY ?x"
        )
        found |= {x.text: int(n.text) for x, n in store.query(text) if x and n}
    return found


_parts_of = "|".join(f"rdp:{name}" for name in ("actor", *facts.roles))
_ends = f"(rdf:subject|rdf:object|{_parts_of})"
_patterns = {
    "measures": f"?c ({_parts_of}) ?x ; ({_parts_of}) ?y ; a rdp:Measure ; rdp:confidence ?w .",
    "claims": (
        "{ ?c rdf:subject ?x ; rdf:object ?y ; rdp:confidence ?w } UNION "
        "{ ?c rdf:object ?x ; rdf:subject ?y ; rdp:confidence ?w }"
    ),
    "names": (
        "?c (rdf:subject|rdf:object) ?x ; (rdf:subject|rdf:object) ?y ; a rdp:Reference . BIND(0.9 AS ?w)"
    ),
}
"""Kind of link to the pattern that binds both things (?x, ?y) and the confidence (?w)."""
_members = {
    "measures": f"?c ({_parts_of}) ?x ; a rdp:Measure ; rdp:confidence ?w .",
    "claims": "?c (rdf:subject|rdf:object) ?x ; rdp:confidence ?w .",
    "names": "?c (rdf:subject|rdf:object) ?x ; a rdp:Reference . BIND(0.9 AS ?w)",
}
"""Kind of link to the pattern that binds what links (?c), one of its things (?x) and the confidence (?w)."""


def _parts(things: list[str], size: int = _batch) -> Iterator[list[str]]:
    for at in range(0, len(things), size):
        yield things[at : at + size]


_wide_class = "^([A-Z]|IND[0-9]?|SEI)$"
"""Codes of classes that half of all industries lie in: the sections, the sectors, the emerging industries as such."""


def _slogans(store: Store) -> frozenset[str]:
    """The concepts, which nearly every document names, and the widest classes of the registers."""
    kinds = " ".join(f"rdp:{name}" for name in sorted(GENERIC))
    text = (
        f"SELECT DISTINCT ?x WHERE {{ {{ VALUES ?k {{ {kinds} }} ?x a ?k }} UNION "
        f'{{ ?x a rdp:Industry ; skos:notation ?code FILTER(REGEX(?code, "{_wide_class}")) }} }}'
    )
    return frozenset(x.text for (x,) in store.query(header + text) if x)


def _speakers(store: Store) -> frozenset[str]:
    """The regions that documents speak for: who acts where nobody is named."""
    return frozenset(
        x.text for (x,) in store.query(f"{header} SELECT DISTINCT ?x WHERE {{ ?d dcterms:spatial ?x }}") if x
    )


def _step(store: Store, known: dict[str, Entity], start: str, end: str, ways: Ways) -> Step:
    claims = facts.claims(store, between=(start, end)) if "claims" in ways.only else ()
    acts = facts.acts(store, linking=(start, end)) if "measures" in ways.only else ()
    names, lower = _names(store, start, end) if "names" in ways.only else ((), ())
    return Step(
        known[start],
        known[end],
        tuple(sorted(claims, key=lambda c: (-c.confidence, c.document, c.evidence, c.iri))),
        tuple(sorted(acts, key=lambda a: (len(a.roles), -a.confidence, a.document, a.evidence, a.iri))),
        names,
        lower,
    )


def _names(store: Store, start: str, end: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What names and registers say of two things, the relation and who tells it; which of the two lies below."""
    one, other = iri(start), iri(end)
    text = (
        f"SELECT DISTINCT ?p ?by ?s WHERE {{ VALUES (?s ?o) {{ ({one} {other}) ({other} {one}) }} "
        "?c rdf:subject ?s ; rdf:object ?o ; a rdp:Reference ; rdf:predicate ?p ; prov:wasGeneratedBy ?by }"
    )
    rows = [(p.text, by.text, s.text) for p, by, s in store.query(header + text) if p and by and s]
    told = {f"{p.rpartition('#')[2]} ({by.rpartition('/')[2]})" for p, by, _ in rows}
    return tuple(sorted(told)), tuple(sorted({s for _, _, s in rows}))


def _sources(store: Store, told: set[str]) -> dict[str, Source]:
    return {s.iri: s for s in facts.sources(store) if s.iri in told}


def beside(store: Store, index: Index, ends: Sequence[Entity | str]) -> Paths:
    """Where two ends stand closest of which one is, or both are, words that name no thing of the graph."""
    one, other = (words(index, end) if isinstance(end, str) else thing(store, end, index) for end in ends)
    near = nearest(store, one, other, named=True)
    unknown = tuple(end for end in ends if isinstance(end, str))
    return Paths((), _sources(store, {n.document for n in near}), near, words=unknown)
