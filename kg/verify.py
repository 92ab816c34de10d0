"""A store's evidence against the texts of its documents: every quote read back, every offset and hash reckoned anew."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kg.contracts import Store
from kg.errors import KgError, QueryError, StoreError
from kg.follow import ladder
from kg.model import Act, Claim, Document, Link, Measured, Problem, Span
from kg.ontology import Ontology
from kg.rdf import read as facts
from kg.rdf.ntriples import Block, told_by_document
from kg.rdf.vocabulary import RDF, RDP, SKOS, header, span
from kg.terms import iri, parsed, readable, split

_type = f"<{RDF}type>"
_claim_, _citation, _reference = (f"<{RDP}{name}>" for name in ("Claim", "Citation", "Reference"))
_statement = tuple(f"<{RDF}{name}>" for name in ("subject", "predicate", "object"))
_reified = {
    _claim_: _statement,
    _reference: _statement,
    _citation: tuple(f"<{RDP}{name}>" for name in ("citing", "citedAs", "cited")),
}
"""Class of a statement to the properties that tell the edge that it states."""
_Triple = tuple[str, str, str]
_told = frozenset(
    (*(f"<{RDP}{name}>" for name in ("inPlace", "bodyOf", "inField", "fullText")), f"<{SKOS}broader>")
)
"""The properties that names and registers tell."""
_together, _most_parts = 10, 200
"""Documents whose statements are held in memory together, as long as so many files can be open."""

Reread = Callable[[Document], Document]
"""A document read again from where it came from; raises KgError where that cannot be done."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What was read back (documents, quotes of sentences, mentions and figures, statements), and what was wrong.

    Statements are claims, figures, measures and citations.
    """

    documents: int
    quotes: int
    statements: int
    problems: tuple[Problem, ...]


def verify(
    store: Store,
    documents: Iterable[str],
    stored: Callable[[str], Document],
    reread: Reread | None = None,
    ontology: Ontology | None = None,
) -> Verified:
    """Every quote read back from the texts of `documents` (ids; `stored` gives one), the graph read once.

    With `reread` each document is also read again from its source, and its text and the hash of its
    file compared; with `ontology` the ladder is made anew of the figures, and compared.
    """
    known = {source.iri: source.id for source in facts.sources(store)}
    kept, inside = frozenset(documents), frozenset(known.values())
    problems = [Problem(key, "stored, but not in the graph", "run kg build") for key in sorted(kept - inside)]
    edges = _Edges(store)
    found: dict[str, tuple[int, int, list[Problem]]] = {}
    parts = min(len(known) // _together + 1, _most_parts)
    for name, blocks in told_by_document(_watched(store, problems), parts):
        own = parsed(name).text if name else ""
        key = known.get(own)
        if key not in kept:
            for block in blocks:
                edges.see(block)
            if name:
                fact = "in the graph, but its text is not stored"
                problems.append(Problem(key or readable(own), fact, "run kg build"))
            continue
        document = stored(key)
        try:
            told = facts.told(own, map(edges.see, blocks))
        except (ValueError, ArithmeticError) as error:
            problems.append(Problem(key, f"a number in the graph is none: {error}", "build it anew"))
            continue
        said = sum(map(len, (told.claims, told.figures, told.relatives, told.acts, told.links)))
        again = () if reread is None else _against_source(document, reread)
        found[key] = len(told.places), said, [*_document(told, document), *again]
    quotes = sum(places for places, _, _ in found.values())
    statements = sum(said for _, said, _ in found.values())
    wrong = (problem for _, (_, _, those) in sorted(found.items()) for problem in those)
    rungs = () if ontology is None else _ladder(store, ontology)
    return Verified(len(found), quotes, statements, (*problems, *edges.problems(), *rungs, *wrong))


def _ladder(store: Store, ontology: Ontology) -> Iterator[Problem]:
    """The rungs of the ladder whose stored lines are not those that the figures of the graph give."""
    there, anew = facts.rung_lines(store), set(ladder.of_store(store, ontology))
    for rung in sorted({split(line)[0] for line in there ^ anew}):
        yield Problem(
            readable(parsed(rung).text), "a rung of the ladder that its figures do not give", "build it anew"
        )


def _watched(store: Store, problems: list[Problem]) -> Iterator[str]:
    """The lines of a store; a problem where they are not those that were written."""
    intact = yield from store.lines()
    if not intact:
        problems.append(Problem("store", "its statements are not those that were written", "build it anew"))


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence that states something: its words as they stand in the stored text, their place, their document."""

    statement: str
    quote: str
    span: Span
    document: str
    title: str
    date: str | None
    path: str


def evidence(store: Store, statement: str, stored: Callable[[str], Document]) -> Evidence:
    """The sentence behind a claim, figure or measure (its IRI), read back from the text of its document.

    `stored` gives a document by its id. Raises QueryError where there is no such statement, StoreError
    where the stored text does not hold the sentence at its place.
    """
    text = (
        f"SELECT ?t ?quote WHERE {{ {iri(statement)} oa:hasTarget ?t . ?t oa:hasSelector/oa:exact ?quote }}"
    )
    row = next(iter(store.query(header + text)), None)
    if row is None or row[0] is None or row[1] is None:
        raise QueryError(
            f"{statement}: no claim, figure or act has this id",
            "an IRI, or its end: claim/3f9a0c41d2e85b7766aa",
        )
    place, quote = row[0].text, row[1].text
    source = next(s for s in facts.sources(store) if s.iri == place.partition("#")[0])
    where = span(place)
    if stored(source.id).text[slice(*where)] != quote:
        raise StoreError(
            f"{source.id}:{where[0]}-{where[1]}: the stored text reads otherwise", "run kg build"
        )
    return Evidence(statement, quote, where, source.id, source.title, source.date, source.path)


class _Edges:
    """The plain edges of a graph, and those that its claims and references state, gathered as its lines pass."""

    def __init__(self, store: Store) -> None:
        relations = store.query(f"{header} SELECT DISTINCT ?p WHERE {{ ?p schema:rangeIncludes ?any }}")
        self._relations = frozenset(iri(p.text) for (p,) in relations if p)
        self._wanted = self._relations | _told
        self._plain: set[_Triple] = set()
        self._stated: dict[str, set[_Triple]] = {kind: set() for kind in _reified}

    def see(self, block: Block) -> Block:
        """The block, noted."""
        subject, properties = block
        for kind in properties.get(_type, ()):
            if kind in _reified and all(name in properties for name in _reified[kind]):
                one, relation, other = (properties[name][0] for name in _reified[kind])
                self._stated[kind].add((one, relation, other))
        for predicate in self._wanted & properties.keys():
            self._plain |= {(subject, predicate, obj) for obj in properties[predicate]}
        return block

    def problems(self) -> Iterator[Problem]:
        """What is stated and is no edge, and the other way about."""
        stated, told = self._stated[_claim_] | self._stated[_citation], self._stated[_reference]
        edges = {edge for edge in self._plain if edge[1] in self._relations}
        references = {edge for edge in self._plain if edge[1] in _told}
        for rows, fact in (
            (edges - stated, "an edge that no claim states"),
            (stated - edges, "a claim's edge that is missing"),
            (references - told, "an edge that no name or register tells"),
            (told - references, "the edge of a reference that is missing"),
        ):
            for row in sorted(rows):
                words = " ".join(readable(parsed(term).text) for term in row)
                yield Problem(words, fact, "build it anew")


def _document(told: facts.Told, document: Document) -> Iterator[Problem]:
    found = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
    if told.text != ((found,), (len(document.text),)):
        yield Problem(document.id, "its stored text is not the one the graph was made from", "run kg build")
    for place, stated, quote in told.places:
        yield from _quote(document, place, stated, quote)
    mentions = {(m.start, m.end): m.entity for m in told.mentions}
    for claim in told.claims:
        yield from _claim(document, claim, mentions)
    figures: tuple[Measured, ...] = (*told.figures, *told.relatives)
    for figure in figures:
        yield from _figure(document, figure, mentions)
    for act in told.acts:
        yield from _act(document, act, mentions)
    for link in told.links:
        yield from _link(document, link, mentions)


def _quote(document: Document, place: str, stated: Span, quote: str | None) -> Iterator[Problem]:
    where = f"{document.id}:{stated[0]}-{stated[1]}"
    if span(place) != stated:
        yield Problem(where, f"the place named {readable(place)} gives another position", "build it anew")
    if not 0 <= stated[0] < stated[1] <= len(document.text):
        yield Problem(where, "a position outside the text", "build it anew")
    elif quote is not None and document.text[slice(*stated)] != quote:
        fact = f"the text there reads {document.text[slice(*stated)]!r}, the quote {quote!r}"
        yield Problem(where, fact, "build it anew")


def _claim(document: Document, claim: Claim, mentions: dict[Span, str]) -> Iterator[Problem]:
    where = f"{document.id}: {readable(claim.iri)}"
    if claim.quote != document.text[slice(*claim.evidence)]:
        yield Problem(where, "its sentence is not in the text", "build it anew")
    for name, place, entity in (
        ("subject", claim.subject_span, claim.subject),
        ("object", claim.object_span, claim.object),
    ):
        yield from _inside(where, name, place, claim.evidence)
        if place is not None and mentions.get(place) != entity:
            yield Problem(where, f"its {name} is not what is named at {place[0]}-{place[1]}", "build it anew")


def _figure(document: Document, figure: Measured, mentions: dict[Span, str]) -> Iterator[Problem]:
    where = f"{document.id}: {readable(figure.iri)}"
    if figure.quote != document.text[slice(*figure.evidence)]:
        yield Problem(where, "its sentence is not in the text", "build it anew")
    yield from _inside(where, "subject", figure.subject_span, figure.evidence)
    if figure.subject_span is not None and mentions.get(figure.subject_span) != figure.subject:
        yield Problem(where, "its subject is not what is named there", "build it anew")
    yield from _inside(where, "value", figure.span, figure.evidence)
    if figure.span is not None and document.text[slice(*figure.span)] != figure.text:
        fact = f"the text there reads {document.text[slice(*figure.span)]!r}, the figure {figure.text!r}"
        yield Problem(where, fact, "build it anew")


def _act(document: Document, act: Act, mentions: dict[Span, str]) -> Iterator[Problem]:
    where = f"{document.id}: {readable(act.iri)}"
    if act.quote != document.text[slice(*act.evidence)]:
        yield Problem(where, "its sentence is not in the text", "build it anew")
    if document.text[slice(*act.span)] != act.label and "words" not in act.decided:
        fact = f"the text there reads {document.text[slice(*act.span)]!r}, the measure {act.label!r}"
        yield Problem(where, fact, "build it anew")
    yield from _inside(where, "phrase", act.span, act.evidence)
    if act.subject_span is not None and mentions.get(act.subject_span) != act.actor:
        yield Problem(where, "its actor is not what is named there", "build it anew")


def _link(document: Document, link: Link, mentions: dict[Span, str]) -> Iterator[Problem]:
    where = f"{document.id}: {readable(link.iri)}"
    if link.quote != document.text[slice(*link.evidence)]:
        yield Problem(where, "its sentence is not in the text", "build it anew")
    yield from _inside(where, "name", link.span, link.evidence)
    if link.span is not None and mentions.get(link.span) != link.cited:
        yield Problem(where, "what it cites is not what is named there", "build it anew")


def _inside(where: str, name: str, place: Span | None, evidence: Span) -> Iterator[Problem]:
    if place is not None and not evidence[0] <= place[0] < place[1] <= evidence[1]:
        yield Problem(where, f"its {name} lies outside its sentence", "build it anew")


def _against_source(document: Document, reread: Reread) -> Iterator[Problem]:
    try:
        again = reread(document)
    except KgError as error:
        yield Problem(document.path or document.id, error.fact, error.hint)
        return
    if again.raw_hash != document.raw_hash:
        yield Problem(document.path or document.id, "the file has changed since it was read", "run kg build")
    elif again.text != document.text:
        yield Problem(
            document.path or document.id, "read and cleaned again it gives another text", "run kg build"
        )
