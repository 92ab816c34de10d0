"""A store's graph as records again: sources, entities, claims, figures and mentions, by SPARQL alone.

Every function gives its records in a settled order: claims, figures and mentions by document and
place, entities and sources by IRI. Filters: `about` an entity (its IRI), of one `document` (its IRI).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast
from urllib.parse import unquote

from kg.contracts import Store
from kg.model import (
    Act,
    Claim,
    Entity,
    Figure,
    Heading,
    Link,
    MeasureRole,
    Merge,
    Occurrence,
    RelativeFigure,
    Source,
    Span,
    TargetNature,
)
from kg.rdf.ntriples import Block, Properties
from kg.rdf.vocabulary import AREA, INDICATOR, OA, RDF, RDFS, RDP, RULE, header, prefixes, span
from kg.terms import Value, iri, parsed

Row = tuple[Value | None, ...]
"""The values of a thing's properties, the thing itself first."""

_claim = (
    ("rdf:subject", "rdf:predicate", "rdf:object", "rdp:status", "rdp:confidence", "oa:hasTarget"),
    ("rdp:stage", "rdp:subjectMention", "rdp:objectMention", "prov:wasGeneratedBy", "rdp:year", "rdp:inMeasure",
     "rdp:cell"),
)  # fmt: skip
_figure = (
    (
        "rdp:subject",
        "rdp:indicator",
        "rdp:comparator",
        "rdp:value",
        "rdp:valueText",
        "rdp:unit",
        "rdp:status",
        "rdp:confidence",
        "oa:hasTarget",
    ),
    (
        "rdp:year",
        "rdp:baseYear",
        "rdp:subjectMention",
        "rdp:valueSelector",
        "prov:wasGeneratedBy",
        "rdp:ofIndicator",
        "rdp:extent",
        "rdp:measuredPart",
        "rdp:inMeasure",
        "rdp:low",
        "rdp:high",
        "rdp:baseValue",
        "rdp:period",
        "rdp:nature",
        "rdp:cumulative",
        "rdp:cell",
    ),
)
_act = (
    ("rdfs:label", "rdp:status", "rdp:confidence", "oa:hasTarget", "rdp:phraseSelector"),
    (
        "rdp:actor",
        "rdp:subjectMention", "rdp:ended", "rdp:stage", "rdp:year", "rdp:period", "rdp:due", "rdp:inSection",
        "prov:wasGeneratedBy", "rdp:cell", "rdp:policyArea",
    ),
)  # fmt: skip
roles: dict[str, MeasureRole] = {
    "object": "object", "place": "place", "means": "means", "partner": "partner", "field": "field",
    "beneficiary": "beneficiary", "ledBy": "lead", "assistedBy": "support", "about": "about",
}  # fmt: skip
"""Property of a measure to the role that it tells."""
_section = (
    ("rdfs:label", "oa:hasSource", "dcterms:isPartOf", "rdp:level", "rdp:frame"),
    ("rdp:period",),
)
_link = (
    ("rdp:citing", "rdp:citedAs", "rdp:cited", "rdp:confidence", "oa:hasTarget"),
    ("rdp:objectMention", "rdp:citedNumber", "rdp:citedDate", "prov:wasGeneratedBy"),
)
_relative = (
    (
        "rdp:subject", "rdp:indicator", "rdp:comparator", "rdp:relativeTo", "rdp:valueText", "rdp:status",
        "rdp:confidence", "oa:hasTarget",
    ),
    (
        "rdp:year", "rdp:subjectMention", "rdp:valueSelector", "prov:wasGeneratedBy", "rdp:ofIndicator", "rdp:extent",
        "rdp:measuredPart", "rdp:against",
    ),
)  # fmt: skip
_mention = (("rdp:refersTo", "oa:exact", "rdp:typeInDocument"), ("prov:wasGeneratedBy",))
_source = (
    ("dcterms:identifier", "rdp:textHash"),
    ("dcterms:title", "dcterms:date", "dcterms:source", "dcterms:creator", "rdp:regionName", "schema:url", "rdp:path",
     "dcterms:spatial", "dcterms:type"),
)  # fmt: skip

Quotes = Mapping[str, tuple[str, int]]
"""A sentence and its page (0 where none is known) by the IRI of its place."""
_unknown = ("", 0)


def _select(properties: tuple[tuple[str, ...], tuple[str, ...]], where: str) -> str:
    """A query for ?x and its properties, those that it must have and those that it may have, in their order.

    Without a restriction every property is a column scanned whole and joined by hashing, as the
    sub-selects make Oxigraph do: half the time of looking up each property of each ?x (measured at
    50,000 claims).
    """
    must, may = properties
    names = " ".join(f"?v{i}" for i in range(len(must) + len(may)))
    parts = []
    for i, name in enumerate(must + may):
        pattern = f"?x {name} ?v{i}" if where else f"SELECT ?x ?v{i} WHERE {{ ?x {name} ?v{i} }}"
        parts.append(f"{'OPTIONAL ' if i >= len(must) else ''}{{ {pattern} }}")
    return f"{header} SELECT ?x {names} WHERE {{ {where} {' '.join(parts)} }}"


_own = """CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ BIND({d} AS ?s) }}
  UNION {{ ?s oa:hasSource {d} }}
  UNION {{ ?t oa:hasSource {d} . ?t oa:hasSelector ?s }}
  UNION {{ ?t oa:hasSource {d} . ?m oa:hasTarget ?t . ?m rdp:phraseSelector ?s }}
  UNION {{ ?t oa:hasSource {d} . ?s oa:hasTarget ?t }}
  UNION {{ ?t oa:hasSource {d} . ?f oa:hasTarget ?t . ?f rdp:valueSelector ?s }}
  ?s ?p ?o
}}"""


def claims(
    store: Store,
    *,
    about: str | None = None,
    document: str | None = None,
    between: tuple[str, str] | None = None,
) -> tuple[Claim, ...]:
    """The claims of the graph, each with its sentence; those `between` two things in either direction."""
    if between is not None:
        one, other = map(iri, between)
        where = " UNION ".join(
            f"{{ ?x rdf:subject {a} ; rdf:object {b} }}" for a, b in sorted({(one, other), (other, one)})
        )
    elif about is not None:
        where = f"{{ ?x rdf:subject {iri(about)} }} UNION {{ ?x rdf:object {iri(about)} }}"
    else:
        where = _of_document(document)
    return _claims(store, where, _quotes(store, where))


def figures(
    store: Store,
    *,
    about: str | None = None,
    document: str | None = None,
    indicators: Iterable[str] | None = None,
) -> tuple[Figure, ...]:
    """The figures of the graph, each with its sentence; those of some canonical `indicators` alone."""
    where = _of_indicators(indicators) or _of_subject(about) or _of_document(document)
    return _figures(store, where, _quotes(store, where))


def relatives(
    store: Store, *, document: str | None = None, indicators: Iterable[str] | None = None
) -> tuple[RelativeFigure, ...]:
    """What the graph says of indicators without a number, each with its sentence."""
    where = _of_indicators(indicators) or _of_document(document)
    quotes = _quotes(store, where or "?x a rdp:RelativeFigure .")
    found = (_as_relative(row, quotes) for row in store.query(_select(_relative, where)))
    return tuple(sorted(found, key=lambda f: (f.document, f.evidence, f.span or f.evidence, f.iri)))


def statements(store: Store) -> tuple[tuple[Claim, ...], tuple[Figure, ...]]:
    """All claims and all figures of the graph, in less time than one after the other."""
    quotes = _quotes(store, "")
    return _claims(store, "", quotes), _figures(store, "", quotes)


def acts(
    store: Store,
    *,
    about: str | Iterable[str] | None = None,
    document: str | None = None,
    linking: tuple[str, str] | None = None,
) -> tuple[Act, ...]:
    """The measures of the graph, each with its sentence.

    Those in which some of the things have a part (`about`), in which both have one (`linking`), of one document.
    """
    if about is not None:
        parts = "|".join(f"rdp:{name}" for name in ("actor", *roles))
        ends = " ".join(map(iri, sorted({about} if isinstance(about, str) else set(about))))
        where = f"{{ SELECT DISTINCT ?x WHERE {{ VALUES ?end {{ {ends} }} ?x {parts} ?end . ?x a rdp:Measure }} }}"
    elif linking is not None:
        both = frozenset.intersection(*(_holding(store, end) for end in linking))
        if not both:
            return ()
        where = f"VALUES ?x {{ {' '.join(map(iri, sorted(both)))} }}"
    else:
        where = f"{_of_document(document)} ?x a rdp:Measure ." if document else ""
    quotes = _quotes(store, where)
    ends_of: dict[str, list[tuple[MeasureRole, str]]] = defaultdict(list)
    for name, role in roles.items():
        for x, end in store.query(f"{header} SELECT ?x ?end WHERE {{ {where} ?x rdp:{name} ?end }}"):
            ends_of[_text(x)].append((role, _text(end)))
    decided: dict[str, list[str]] = defaultdict(list)
    for x, what in store.query(f"{header} SELECT ?x ?what WHERE {{ {where} ?x rdp:decided ?what }}"):
        decided[_text(x)].append(_text(what))
    found = (_as_act(row, quotes, ends_of, decided) for row in store.query(_select(_act, where)))
    return tuple(sorted(found, key=lambda a: (a.document, a.evidence, a.span, a.iri)))


def _holding(store: Store, end: str) -> frozenset[str]:
    """The measures in which a thing has a part; nothing else has these properties.

    Two such sets are joined here: a store that is asked for measures of both goes through all measures.
    """
    parts = "|".join(f"rdp:{name}" for name in ("actor", *roles))
    rows = store.query(f"{header} SELECT DISTINCT ?x WHERE {{ ?x {parts} {iri(end)} }}")
    return frozenset(x.text for (x,) in rows if x)


def sections(store: Store, *, document: str | None = None) -> tuple[Heading, ...]:
    """The sections of the documents of the graph, or of one, in their order."""
    where = f"?x oa:hasSource {iri(document)} ; a rdp:Section ." if document else ""
    found = [
        Heading(
            _text(s), _text(d), _text(title), span(_text(s)), int(_text(level)), _text(above),
            _local(frame).removeprefix("frame-"), _maybe(period),
        )
        for s, title, d, above, level, frame, period in store.query(_select(_section, where))
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda h: (h.document, h.span)))


def links(store: Store, *, document: str | None = None, cited: str | None = None) -> tuple[Link, ...]:
    """How documents stand to others that they name: of one `document`, or to one that is `cited` (IRIs)."""
    where = (
        f"?x rdp:cited {iri(cited)} ." if cited else f"?x rdp:citing {iri(document)} ." if document else ""
    )
    quotes = _quotes(store, where or "?x a rdp:Citation .")
    found = (_as_link(row, quotes) for row in store.query(_select(_link, where)))
    return tuple(
        sorted(found, key=lambda one: (one.document, one.evidence, one.span or one.evidence, one.iri))
    )


def full_texts(store: Store) -> dict[str, str]:
    """The IRI of each document entity whose text is in the graph, to that of its text."""
    rows = store.query(header + "SELECT ?d ?text WHERE { ?d rdp:fullText ?text }")
    return {_text(d): _text(text) for d, text in sorted(rows, key=str)}


def sentences(store: Store, document: str) -> dict[Span, str]:
    """The sentences of a document on which something rests, by their place."""
    text = (
        f"SELECT DISTINCT ?t ?quote WHERE {{ ?t oa:hasSource {iri(document)} ; oa:hasSelector/oa:exact ?quote . "
        f"?x oa:hasTarget ?t }}"
    )
    return dict(sorted((span(_text(t)), _text(quote)) for t, quote in store.query(header + text)))


def mentions(
    store: Store, *, about: str | None = None, document: str | None = None
) -> tuple[Occurrence, ...]:
    """The mentions of the graph."""
    where = ""
    if about is not None:
        where = f"?x rdp:refersTo {iri(about)} ."
    elif document is not None:
        where = f"?x oa:hasSource {iri(document)} ."
    found = map(_as_mention, store.query(_select(_mention, where)))
    return tuple(sorted(found, key=lambda o: (o.document, o.start, o.end, o.entity)))


def edges(store: Store) -> dict[tuple[str, str, str], float]:
    """Each plain edge (subject, relation, object) with the confidence of its best claim, sorted."""
    found: dict[tuple[str, str, str], float] = {}
    query = _select((("rdf:subject", "rdf:predicate", "rdf:object", "rdp:confidence"), ()), "")
    for _, s, p, o, confidence in store.query(query):
        key = (_text(s), _local(p), _text(o))
        found[key] = max(found.get(key, 0.0), float(_text(confidence)))
    return dict(sorted(found.items()))


def sources(store: Store) -> tuple[Source, ...]:
    """The documents of the graph, as they are cited."""
    found: dict[str, Source] = {}
    for d, key, _, title, date, source, author, region, url, path, spatial, kind in store.query(
        _select(_source, "")
    ):
        found.setdefault(
            _text(d),
            Source(
                _text(d), _text(key), _text(title), _maybe(date), _maybe(source), _maybe(author), _maybe(region),
                _maybe(url), _text(path), _maybe(spatial), _maybe(kind),
            ),
        )  # fmt: skip
    return tuple(found[key] for key in sorted(found))


def entities(store: Store, only: Iterable[str] | None = None) -> tuple[Entity, ...]:
    """The entities of the graph, or those of the given IRIs, without the reasons of their merges."""
    bound = "" if only is None else f"VALUES ?e {{ {' '.join(iri(e) for e in sorted(set(only)))} }} "

    def column(pattern: str) -> dict[str, list[Value]]:
        values: dict[str, list[Value]] = defaultdict(list)
        for e, v in store.query(f"{header} SELECT ?e ?v WHERE {{ {bound}{pattern} }}"):
            if v is not None:
                values[_text(e)].append(v)
        return values

    classes = column("?e rdfs:label ?label . ?e a ?v")
    labels, aliases = column("?e rdfs:label ?v"), column("?e skos:altLabel ?v")
    codes, scopes = column("?e skos:notation ?v"), column("?e rdp:scope ?v")
    found = []
    for e, kinds in classes.items():
        names = {_local(kind) for kind in kinds if kind.text.startswith(RDP)}
        # the IRI of a thing begins with its main type
        main = next((name for name in sorted(names) if f"/{name}/" in e), None)
        if main is None:
            continue
        by_language = {v.language: v.text for v in sorted(labels[e], reverse=True)}
        found.append(
            Entity(
                e, main, by_language.get("zh", ""), by_language.get("en"), min(names - {main}, default=None),
                _first(codes.get(e)), _first(scopes.get(e)), tuple(sorted(v.text for v in aliases.get(e, ()))),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda entity: entity.iri))


def merges(store: Store, entity: str) -> tuple[Merge, ...]:
    """Why names of documents were taken for an entity."""
    text = (
        f"SELECT ?d ?name ?why WHERE {{ ?m rdp:mergedInto {iri(entity)} ; rdp:documentId ?d ; "
        "rdp:name ?name ; rdp:reason ?why }"
    )
    rows = store.query(header + text)
    return tuple(Merge(*row) for row in sorted((_text(d), _text(n), _text(w)) for d, n, w in rows))


def triples(store: Store, text: str) -> Iterable[str]:
    """The lines of canonical N-Triples that a CONSTRUCT gives; our prefixes need not be declared."""
    return store.construct(header + text)


def lines_of(store: Store, document: str) -> set[str]:
    """The lines of N-Triples that a document alone added to the graph (those of `graph.slice_triples`)."""
    return set(triples(store, _own.format(d=iri(document))))


def rung_lines(store: Store, regions: Iterable[str] | None = None) -> set[str]:
    """The lines of N-Triples of the rungs of the ladder, of all regions or of some (those of `write.rung_triples`)."""
    wanted = None if regions is None else " ".join(map(iri, sorted(set(regions))))
    if wanted == "":
        return set()
    bound = "" if wanted is None else f"VALUES ?region {{ {wanted} }} ?r rdp:subject ?region . "
    return set(triples(store, f"CONSTRUCT {{ ?r ?p ?o }} WHERE {{ {bound}?r a rdp:Rung ; ?p ?o }}"))


Place = tuple[str, Span, str | None]
"""The IRI of a place in a text, the position that it has, and the words that stand there, where they are quoted."""


@dataclass(frozen=True, slots=True)
class Told:
    """All that the graph says of one document: statements, mentions, places in its text, and what identifies that text.

    `text` has the hash and the length that its document bears, each as often as it is there.
    """

    claims: tuple[Claim, ...]
    figures: tuple[Figure, ...]
    relatives: tuple[RelativeFigure, ...]
    acts: tuple[Act, ...]
    links: tuple[Link, ...]
    mentions: tuple[Occurrence, ...]
    places: tuple[Place, ...]
    text: tuple[tuple[str, ...], tuple[int, ...]]


def told(document: str, blocks: Iterable[Block]) -> Told:
    """What a document (its IRI) says, read of its blocks of lines alone (`ntriples.told_by_document`), without a query.

    Raises ValueError or ArithmeticError where a number is none.
    """
    of = dict(blocks)
    kinds: dict[str, list[str]] = defaultdict(list)
    quotes: dict[str, tuple[str, int]] = {}
    places: list[Place] = []
    for subject, properties in of.items():
        for kind in properties.get(_a, ()):
            kinds[kind].append(subject)
        if _start in properties and _end in properties:
            words = properties.get(_exact) or properties.get(_label)
            if words or not subject.endswith(";position>"):
                position = (_number(properties[_start]), _number(properties[_end]))
                places.append((parsed(subject).text, position, parsed(words[0]).text if words else None))
        if selectors := properties.get(_selector):
            name = parsed(subject).text
            parts = [of.get(node, {}) for node in selectors]
            words = [word for part in parts for word in part.get(_exact, ())]
            if words:
                page = properties.get(_page)
                quotes[name] = parsed(words[0]).text, _number(page) if page else 0
            places += [
                (name, (_number(part[_start]), _number(part[_end])), parsed(words[0]).text)
                for part in parts
                if words and _start in part and _end in part
            ]

    def rows(kind: str, properties: tuple[tuple[str, ...], tuple[str, ...]]) -> Iterable[Row]:
        return _rows(((s, of[s]) for s in kinds[f"<{RDP}{kind}>"]), properties)

    ends: dict[str, list[tuple[MeasureRole, str]]] = {
        parsed(act).text: [
            (role, parsed(end).text)
            for name, role in roles.items()
            for end in of[act].get(f"<{RDP}{name}>", ())
        ]
        for act in kinds[f"<{RDP}Measure>"]
    }
    decided = {
        parsed(act).text: [parsed(what).text for what in of[act].get(f"<{RDP}decided>", ())]
        for act in kinds[f"<{RDP}Measure>"]
    }
    own = of.get(iri(document), {})
    return Told(
        tuple(_as_claim(row, quotes) for row in rows("Claim", _claim)),
        tuple(_as_figure(row, quotes) for row in rows("Figure", _figure)),
        tuple(_as_relative(row, quotes) for row in rows("RelativeFigure", _relative)),
        tuple(_as_act(row, quotes, ends, decided) for row in rows("Measure", _act)),
        tuple(_as_link(row, quotes) for row in rows("Citation", _link)),
        tuple(map(_as_mention, rows("Mention", _mention))),
        tuple(places),
        (
            tuple(parsed(v).text for v in own.get(f"<{RDP}textHash>", ())),
            tuple(_number([v]) for v in own.get(f"<{RDP}textLength>", ())),
        ),
    )


_a, _label = f"<{RDF}type>", f"<{RDFS}label>"
_page = f"<{RDP}page>"
_start, _end, _exact, _selector = (f"<{OA}{name}>" for name in ("start", "end", "exact", "hasSelector"))


def _number(values: list[str]) -> int:
    return int(parsed(values[0]).text)


def _rows(
    subjects: Iterable[tuple[str, Properties]], properties: tuple[tuple[str, ...], tuple[str, ...]]
) -> Iterable[Row]:
    """The rows that `_select` gives, of the properties of subjects; a term that comes again is the same object."""
    must, may = (
        tuple(f"<{prefixes[name.partition(':')[0]]}{name.partition(':')[2]}>" for name in names)
        for names in properties
    )
    known: dict[str, Value] = {}

    def term(values: list[str] | None) -> Value | None:
        if not values:
            return None
        found = known.get(values[0])
        if found is None:
            found = known[values[0]] = parsed(values[0])
        return found

    for subject, found in subjects:
        if all(name in found for name in must):
            yield (parsed(subject), *(term(found.get(name)) for name in (*must, *may)))


def _of_subject(subject: str | None) -> str:
    return "" if subject is None else f"?x rdp:subject {iri(subject)} ."


def _of_indicators(names: Iterable[str] | None) -> str:
    if names is None:
        return ""
    values = " ".join(iri(INDICATOR + name) for name in sorted(set(names)))
    return f"VALUES ?c {{ {values} }} ?x rdp:ofIndicator ?c ."


def _of_document(document: str | None) -> str:
    return "" if document is None else f"?t oa:hasSource {iri(document)} . ?x oa:hasTarget ?t ."


def _quotes(store: Store, where: str) -> Quotes:
    """Sentences and pages by the IRI of their place: of all claims and figures, or of the ?x of a restriction."""
    of = f"{where} ?x oa:hasTarget ?t ." if where else ""
    text = f"SELECT DISTINCT ?t ?quote WHERE {{ {of} ?t oa:hasSelector/oa:exact ?quote }}"
    paged = store.query(f"{header} SELECT DISTINCT ?t ?page WHERE {{ {of} ?t rdp:page ?page }}")
    pages = {_text(t): int(_text(page)) for t, page in paged}
    return {_text(t): (_text(quote), pages.get(_text(t), 0)) for t, quote in store.query(header + text)}


def _claims(store: Store, where: str, quotes: Quotes) -> tuple[Claim, ...]:
    found = (_as_claim(row, quotes) for row in store.query(_select(_claim, where)))
    return tuple(sorted(found, key=lambda c: (c.document, c.evidence, c.iri)))


def _figures(store: Store, where: str, quotes: Quotes) -> tuple[Figure, ...]:
    found = (_as_figure(row, quotes) for row in store.query(_select(_figure, where)))
    return tuple(sorted(found, key=lambda f: (f.document, f.evidence, f.span or f.evidence, f.iri)))


def _stated(row: tuple[Value | None, ...], quotes: Quotes) -> dict[str, Any]:
    """What all statements share, of their node, place, confidence and rule."""
    node, t, confidence, by = row
    target = _text(t)
    quote, page = quotes.get(target, _unknown)
    return {
        "iri": _text(node), "document": _document(t), "evidence": span(target), "quote": quote, "page": page,
        "confidence": float(_text(confidence)), "by": _rule(by),
    }  # fmt: skip


def _measured(row: tuple[Value | None, ...]) -> dict[str, Any]:
    """What figures share, with a number or without."""
    s, name, comparator, text, status, year, sm, place, concept, extent, part = row
    return {
        "subject": _text(s), "indicator": _text(name), "comparator": _text(comparator), "text": _text(text),
        "status": _local(status), "year": _maybe(year), "subject_span": _span(sm), "span": _span(place),
        "concept": _concept(concept), "scope": tuple(_text(extent).split()), "part": _text(part),
    }  # fmt: skip


def _as_claim(row: Row, quotes: Quotes) -> Claim:
    c, s, p, o, status, confidence, t, stage, sm, om, by, year, act, cell = row
    return Claim(
        **_stated((c, t, confidence, by), quotes), subject=_text(s), predicate=_local(p), object=_text(o),
        status=_local(status), stage=_local(stage) or None, subject_span=_span(sm), object_span=_span(om),
        year=_maybe(year), act=_maybe(act), cell=_text(cell),
    )  # fmt: skip


def _as_figure(row: Row, quotes: Quotes) -> Figure:
    f, s, name, comparator, value, text, unit, status, confidence, t, *rest = row
    year, base, sm, place, by, concept, extent, part, act, *bounds, period, nature, summed, cell = rest
    low, high, base_value = (None if v is None else Decimal(v.text) for v in bounds)
    return Figure(
        **_stated((f, t, confidence, by), quotes),
        **_measured((s, name, comparator, text, status, year, sm, place, concept, extent, part)),
        value=Decimal(_text(value)), unit=_text(unit), base_year=_maybe(base), act=_maybe(act), low=low, high=high,
        base_value=base_value, period=_maybe(period), nature=cast("TargetNature | None", _local(nature) or None),
        cumulative=_text(summed) == "true", cell=_text(cell),
    )  # fmt: skip


def _as_relative(row: Row, quotes: Quotes) -> RelativeFigure:
    f, s, name, comparator, reference, text, status, confidence, t, *rest = row
    year, sm, place, by, concept, extent, part, against = rest
    return RelativeFigure(
        **_stated((f, t, confidence, by), quotes),
        **_measured((s, name, comparator, text, status, year, sm, place, concept, extent, part)),
        reference=_text(reference), against=_concept(against),
    )  # fmt: skip


def _concept(value: Value | None) -> str | None:
    return None if value is None else value.text.removeprefix(INDICATOR)


def _as_act(
    row: Row,
    quotes: Quotes,
    ends: dict[str, list[tuple[MeasureRole, str]]],
    decided: dict[str, list[str]],
) -> Act:
    a, label, status, confidence, t, phrase, actor, sm, ended, *rest = row
    stage, year, period, due, section, by, cell, area = rest
    return Act(
        **_stated((a, t, confidence, by), quotes), label=_text(label), actor=_maybe(actor), status=_local(status),
        span=span(_text(phrase)), subject_span=_span(sm), ended=_text(ended) == "true", stage=_local(stage) or None,
        year=_maybe(year), period=_maybe(period), due=_maybe(due),
        roles=tuple(sorted(ends.get(_text(a), ()), key=_in_order)), section=_maybe(section), cell=_text(cell),
        decided=tuple(sorted(decided.get(_text(a), ()))), area=area.text.removeprefix(AREA) if area else None,
    )  # fmt: skip


def _as_link(row: Row, quotes: Quotes) -> Link:
    x, _, how, other, confidence, t, place, number, date, by = row
    return Link(
        **_stated((x, t, confidence, by), quotes), relation=_local(how), cited=_text(other), span=_span(place),
        number=_maybe(number), date=_maybe(date),
    )  # fmt: skip


def _as_mention(row: Row) -> Occurrence:
    m, entity, words, kind, by = row
    start, end = span(_text(m))
    return Occurrence(_text(entity), _document(m), start, end, _text(words), _local(kind), _rule(by))


def _in_order(part: tuple[MeasureRole, str]) -> tuple[int, str]:
    return [*roles.values()].index(part[0]), part[1]


def _text(value: Value | None) -> str:
    return "" if value is None else value.text


def _maybe(value: Value | None) -> str | None:
    return None if value is None else value.text


def _first(values: list[Value] | None) -> str | None:
    return min(v.text for v in values) if values else None


def _local(value: Value | None) -> str:
    return "" if value is None else value.text.removeprefix(RDP)


def _rule(value: Value | None) -> str:
    return "" if value is None else unquote(value.text.removeprefix(RULE))


def _span(value: Value | None) -> Span | None:
    return None if value is None else span(value.text)


def _document(value: Value | None) -> str:
    return _text(value).partition("#")[0]
