"""A store's evidence against the texts of its documents: every quote read back, every offset and hash reckoned anew."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kg.contracts import Store
from kg.errors import KgError, QueryError, StoreError
from kg.model import Act, Claim, Document, Figure, Link, Problem, RelativeFigure, Span
from kg.rdf import read as facts
from kg.rdf.vocabulary import header, span
from kg.terms import iri, readable

_places = """SELECT ?x ?start ?end ?exact WHERE {{ ?x oa:hasSource {d} .
  {{ ?x oa:start ?start ; oa:end ?end ; oa:exact|rdfs:label ?exact }} UNION
  {{ ?x oa:hasSelector ?p , ?q . ?p oa:start ?start ; oa:end ?end . ?q oa:exact ?exact }} }}"""
_values = """SELECT ?x ?start ?end WHERE {{ ?t oa:hasSource {d} .
  ?f oa:hasTarget ?t ; rdp:valueSelector|rdp:phraseSelector ?x . ?x oa:start ?start ; oa:end ?end }}"""
_hash = "SELECT ?hash ?length WHERE {{ {d} rdp:textHash ?hash ; rdp:textLength ?length }}"
_edges = """SELECT ?s ?p ?o WHERE {
  { SELECT DISTINCT ?p WHERE { ?p schema:rangeIncludes ?any } } ?s ?p ?o }"""
_stated = """SELECT DISTINCT ?s ?p ?o WHERE {
  { ?c a rdp:Claim ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o } UNION
  { ?c a rdp:Citation ; rdp:citing ?s ; rdp:citedAs ?p ; rdp:cited ?o } }"""
_told = "SELECT DISTINCT ?s ?p ?o WHERE { ?c a rdp:Reference ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"
_told_edges = """SELECT ?s ?p ?o WHERE {
  VALUES ?p { rdp:inPlace rdp:bodyOf rdp:inField rdp:fullText skos:broader } ?s ?p ?o }"""

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


def verify(store: Store, documents: Iterable[Document], reread: Reread | None = None) -> Verified:
    """Every quote read back from the stored documents, whatever their order.

    With `reread` each document is also read again from its source, and its text and the hash of its
    file compared.
    """
    missing = {source.id: source.iri for source in facts.sources(store)}
    problems: list[Problem] = []
    if not store.intact():
        problems.append(Problem("store", "its statements are not those that were written", "build it anew"))
    problems += _edges_and_claims(store)
    read = quotes = statements = 0
    for document in documents:
        own = missing.pop(document.id, None)
        if own is None:
            problems.append(Problem(document.id, "stored, but not in the graph", "run kg build"))
            continue
        try:
            places, said, found = _document(store, own, document)
        except (ValueError, ArithmeticError) as error:
            problems.append(Problem(document.id, f"a number in the graph is none: {error}", "build it anew"))
            continue
        read, quotes, statements = read + 1, quotes + places, statements + said
        problems += found
        if reread is not None:
            problems += _against_source(document, reread)
    problems += (
        Problem(key, "in the graph, but its text is not stored", "run kg build") for key in sorted(missing)
    )
    return Verified(read, quotes, statements, tuple(problems))


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
        raise QueryError(f"{statement}: no claim, figure or act has this id", "kg show and kg tasks tell ids")
    place, quote = row[0].text, row[1].text
    source = next(s for s in facts.sources(store) if s.iri == place.partition("#")[0])
    where = span(place)
    if stored(source.id).text[slice(*where)] != quote:
        raise StoreError(
            f"{source.id}:{where[0]}-{where[1]}: the stored text reads otherwise", "run kg build"
        )
    return Evidence(statement, quote, where, source.id, source.title, source.date, source.path)


def _edges_and_claims(store: Store) -> Iterator[Problem]:
    edges, stated = set(store.query(header + _edges)), set(store.query(header + _stated))
    references, told = set(store.query(header + _told_edges)), set(store.query(header + _told))
    for rows, fact in (
        (edges - stated, "an edge that no claim states"),
        (stated - edges, "a claim's edge that is missing"),
        (references - told, "an edge that no name or register tells"),
        (told - references, "the edge of a reference that is missing"),
    ):
        for row in sorted(rows, key=str):
            yield Problem(" ".join(readable(value.text) for value in row if value), fact, "build it anew")


def _document(store: Store, own: str, document: Document) -> tuple[int, int, list[Problem]]:
    problems = list(_text(store, own, document))
    quotes = 0
    for place, stated, quote in _read_places(store, own):
        quotes += 1
        problems += _quote(document, place, stated, quote)
    claims, figures = facts.claims(store, document=own), facts.figures(store, document=own)
    acts = facts.acts(store, document=own)
    mentions = {(m.start, m.end): m.entity for m in facts.mentions(store, document=own)}
    for claim in claims:
        problems += _claim(document, claim, mentions)
    for figure in figures:
        problems += _figure(document, figure, mentions)
    relatives = facts.relatives(store, document=own)
    for relative in relatives:
        problems += _figure(document, relative, mentions)
    for act in acts:
        problems += _act(document, act, mentions)
    links = facts.links(store, document=own)
    for link in links:
        problems += _link(document, link, mentions)
    return quotes, sum(map(len, (claims, figures, relatives, acts, links))), problems


def _text(store: Store, own: str, document: Document) -> Iterator[Problem]:
    found = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
    rows = [
        (h.text, int(n.text)) for h, n in store.query(header + _hash.format(d=iri(own))) if h and n
    ]  # fmt: skip
    if rows != [(found, len(document.text))]:
        yield Problem(document.id, "its stored text is not the one the graph was made from", "run kg build")


def _read_places(store: Store, own: str) -> Iterator[tuple[str, Span, str | None]]:
    for x, start, end, exact in store.query(header + _places.format(d=iri(own))):
        if x and start and end and exact:
            yield x.text, (int(start.text), int(end.text)), exact.text
    for x, start, end in store.query(header + _values.format(d=iri(own))):
        if x and start and end:
            yield x.text, (int(start.text), int(end.text)), None


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


def _figure(
    document: Document, figure: Figure | RelativeFigure, mentions: dict[Span, str]
) -> Iterator[Problem]:
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
