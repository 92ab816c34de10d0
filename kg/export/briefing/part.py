"""Options to the part of a store that a briefing can show, so that no more of it is read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kg.contracts import Store
from kg.export.briefing.options import Options
from kg.export.briefing.select import no_such, rank_of
from kg.model import Source
from kg.ontology import Ontology
from kg.rdf import read as facts
from kg.rdf.part import ENDS, Part
from kg.rdf.vocabulary import RDP, header
from kg.terms import iri, literal

CHARACTERS = 800_000
"""Characters of all documents of one file: of more, the newest."""

MANY = 40_000
"""Statements about the things asked for from which on documents are read instead, as many as go into one file."""

_some = 500
_names = "VALUES ?p { rdfs:label skos:altLabel skos:notation } ?e ?p ?name ."


def part(store: Store, options: Options, ontology: Ontology) -> tuple[Part | None, Options]:
    """What of a store must be read for a briefing, all of it where it is small; and the options with IRIs for names.

    Raises ExportError where a name of the options is not found.
    """
    names = (options.region, options.theme, options.around)
    region, theme, around = (None if name is None else found(store, name, ontology) for name in names)
    options = replace(options, region=region, theme=theme, around=around)
    sources = facts.sources(store)
    lengths = _lengths(store)
    possible = [source for source in sources if _within(source, options)]
    if len(possible) == len(sources) and not (options.region or options.around):
        if sum(lengths.values()) <= CHARACTERS:
            return None, options
        return _newest(Part(things=_persons(store, options)), possible, lengths), options
    wanted, documents = Part(things=_persons(store, options)), possible
    if options.region is not None:
        area = _area(store, options.region, ontology)
        inside = _called(store, area) | area
        documents = [source for source in possible if source.region in inside]
        wanted = replace(wanted, about=area, things=wanted.things | area, area=area)
    if options.around is not None:
        near = _near(store, options.around, options.hops)
        if options.region is None:
            documents = []
        wanted = replace(wanted, about=wanted.about | near, things=wanted.things | {options.around})
    if _statements(store, wanted.about) > MANY:
        return _newest(replace(wanted, about=frozenset()), possible, lengths), options
    return _newest(wanted, documents, lengths), options


def found(store: Store, name: str, ontology: Ontology) -> str:
    """The IRI of the entity that a name means, as `select.find` has it; raises ExportError with near names."""
    if ":" in name and facts.entities(store, [name]):
        return name
    if name.upper() == name.lower():
        written = " ".join((literal(name), *(literal(name, language=of) for of in ("zh", "en"))))
        where = f"VALUES ?name {{ {written} }} {_names}"
    else:
        where = f"{_names} FILTER (LCASE(STR(?name)) = {literal(name.lower())})"
    things = facts.entities(
        store, {e.text for (e,) in store.query(f"{header} SELECT ?e WHERE {{ {where} }}") if e}
    )
    ranks = {
        thing.iri: rank
        for thing in things
        if (rank := rank_of(name, thing.label, (thing.label_en, thing.code), thing.aliases)) is not None
    }
    best = sorted(key for key, rank in ranks.items() if rank == min(ranks.values()))
    if len(best) > 1:
        best.sort(key=lambda key: (-_degree(store, key), key))
    if best:
        return best[0]
    kinds = " ".join(iri(RDP + name) for name in ontology.types)
    rows = store.query(
        f"{header} SELECT DISTINCT ?name WHERE {{ VALUES ?k {{ {kinds} }} ?e a ?k ; rdfs:label ?name }}"
    )
    raise no_such(name, {label.text for (label,) in rows if label and label.language == "zh"})


def _degree(store: Store, thing: str) -> int:
    one = iri(thing)
    text = (
        f"SELECT (COUNT(*) AS ?n) WHERE {{ SELECT DISTINCT ?s ?r ?o WHERE {{ {{ BIND ({one} AS ?s) ?c a rdp:Claim ; "
        f"rdf:subject ?s ; rdf:predicate ?r ; rdf:object ?o }} UNION {{ BIND ({one} AS ?o) ?c a rdp:Claim ; "
        "rdf:object ?o ; rdf:predicate ?r ; rdf:subject ?s } } }"
    )
    return next((int(n.text) for (n,) in store.query(header + text) if n), 0)


def _lengths(store: Store) -> Mapping[str, int]:
    rows = store.query(header + "SELECT ?d ?n WHERE { ?d rdp:textLength ?n }")
    return {d.text: int(n.text) for d, n in rows if d and n}


def _within(source: Source, options: Options) -> bool:
    """Whether a document is of the years that are asked for."""
    if options.years is None:
        return True
    year = (source.date or "")[:4]
    return year.isdigit() and options.years[0] <= int(year) <= options.years[1]


def _newest(of: Part, documents: Iterable[Source], lengths: Mapping[str, int]) -> Part:
    """A part with the documents read whole; of too many the newest, as many as go into one file."""
    ranked = sorted(documents, key=lambda s: (s.date or "", s.id), reverse=True)
    kept: list[str] = []
    characters = 0
    for source in ranked:
        characters += lengths.get(source.iri, 0)
        if kept and characters > CHARACTERS:
            break
        kept.append(source.iri)
    return replace(of, documents=frozenset(kept), unread=len(ranked) - len(kept))


def _persons(store: Store, options: Options) -> frozenset[str]:
    """All persons, where their names are masked."""
    if not options.redact_persons:
        return frozenset()
    return frozenset(e.text for (e,) in store.query(header + "SELECT ?e WHERE { ?e a rdp:Person }") if e)


def _area(store: Store, region: str, ontology: Ontology) -> frozenset[str]:
    """A region and all that is stated to lie in it, or to be part of what lies in it; see `select.area`."""
    relations = "|".join(f"rdp:{name}" for name, of in ontology.relations.items() if of.containment)
    kinds = " ".join(iri(RDP + name) for name in sorted(ontology.places))
    steps = (f"VALUES ?kind {{ {kinds} }} ?e a ?kind . ?x {relations} ?e", "?x rdp:scope ?e")
    found = new = frozenset({region})
    while new:
        new = _beside(store, new, steps) - found
        found |= new
    return found


def _near(store: Store, thing: str, hops: int) -> frozenset[str]:
    """What can be reached from a thing by so many claims, until it is too much to look at each."""
    steps = ("?c rdf:subject ?e ; rdf:object ?x", "?c rdf:object ?e ; rdf:subject ?x")
    found = new = frozenset({thing})
    for _ in range(hops):
        if _statements(store, found) > MANY:
            break
        new = _beside(store, new, steps) - found
        found |= new
    return found


def _statements(store: Store, things: Iterable[str]) -> int:
    """How many statements there are about some things, each counted for each of its ends."""
    return sum(
        int(n.text)
        for values in _values(things)
        for (n,) in store.query(
            f"{header} SELECT (COUNT(*) AS ?n) WHERE {{ VALUES ?e {{ {values} }} ?x {ENDS} ?e }}"
        )
        if n
    )


def _beside(store: Store, things: Iterable[str], steps: Iterable[str]) -> frozenset[str]:
    """All ?x of patterns where ?e is one of some things."""
    return frozenset(
        x.text
        for values in _values(things)
        for step in steps
        for (x,) in store.query(f"{header} SELECT DISTINCT ?x WHERE {{ VALUES ?e {{ {values} }} {step} }}")
        if x and x.kind == "iri"
    )


def _called(store: Store, things: Iterable[str]) -> frozenset[str]:
    """The labels and aliases of things."""
    return frozenset(
        name.text
        for values in _values(things)
        for (name,) in store.query(
            f"{header} SELECT DISTINCT ?name WHERE {{ VALUES ?e {{ {values} }} ?e rdfs:label|skos:altLabel ?name }}"
        )
        if name and name.language == "zh"
    )


def _values(things: Iterable[str]) -> Iterator[str]:
    ranked = sorted(things)
    return (" ".join(map(iri, ranked[at : at + _some])) for at in range(0, len(ranked), _some))
