"""Records to RDF: lines of canonical N-Triples, each with its line break. Only here is the shape of evidence written.

The graph is a set of lines. What one document adds (`slice_triples`), what one thing is
(`entity_triples`) and the ontology (`schema.triples`) never overlap; plain edges (`edges`,
`edge_triple`) are shared by the documents that state them.
"""

import hashlib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

from kg.model import (
    Act,
    Claim,
    Document,
    Entity,
    Factual,
    Figure,
    Heading,
    Link,
    Measured,
    Occurrence,
    Reference,
    RelativeFigure,
    Rung,
    Slice,
    Span,
    Statement,
)
from kg.rdf.units import Units
from kg.rdf.vocabulary import (
    AREA,
    DCTERMS,
    ELI,
    INDICATOR,
    OA,
    PROV,
    QUDT,
    RDF,
    RDFS,
    RDP,
    RULE,
    SCHEMA,
    SKOS,
    XSD,
    place,
)
from kg.terms import escaped, literal, safe_iri, segment

Edge = tuple[str, str, str]
"""Subject IRI, name of the relation, object IRI."""

_a = f"<{RDF}type>"
_label = f"<{RDFS}label>"
_integer = f"^^<{XSD}integer>"
_decimal = f"^^<{XSD}decimal>"
_year = f"^^<{XSD}gYear>"
_source, _target, _selector = f"<{OA}hasSource>", f"<{OA}hasTarget>", f"<{OA}hasSelector>"
_start, _end, _exact = f"<{OA}start>", f"<{OA}end>", f"<{OA}exact>"
_generated = f"<{PROV}wasGeneratedBy>"

_metadata = {
    "subtitle": f"<{DCTERMS}alternative>", "author": f"<{DCTERMS}creator>", "office": f"<{RDP}office>",
    "source": f"<{DCTERMS}source>", "page": f"<{SCHEMA}pagination>", "issuer": f"<{DCTERMS}publisher>",
    "number": f"<{ELI}id_local>", "url": f"<{SCHEMA}url>", "language": f"<{DCTERMS}language>",
    "region": f"<{RDP}regionName>", "kind": f"<{DCTERMS}type>",
}  # fmt: skip
_role = {"lead": "ledBy", "support": "assistedBy"}
"""Roles of a measure whose property has another name, since it reads from the measure."""
_dates = {10: XSD + "date", 7: XSD + "gYearMonth", 4: XSD + "gYear"}

_iri = lru_cache(maxsize=1 << 16)(lambda text: f"<{safe_iri(text)}>")


def text_hash(text: str) -> str:
    """The SHA-256 of a document's text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def rule_iri(by: str) -> str:
    """The IRI of the rule or model that a claim, figure or mention names as its finder."""
    return RULE + segment(by, ":/")


def number(value: Decimal) -> str:
    """A decimal in the canonical form of XSD: no exponent, no needless zeros, no plus, no negative zero."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def entity_triples(entity: Entity) -> list[str]:
    """What the graph says of a thing itself: its class, names, code and scope, and why names were taken for it."""
    s = _iri(entity.iri)
    lines = [f"{s} {_a} <{RDP}{entity.type}> .\n", f'{s} {_label} "{escaped(entity.label)}"@zh .\n']
    if entity.kind and entity.kind != entity.type:
        lines.append(f"{s} {_a} <{RDP}{entity.kind}> .\n")
    if entity.label_en:
        lines.append(f'{s} {_label} "{escaped(entity.label_en)}"@en .\n')
    lines += (
        f'{s} <{SKOS}altLabel> "{escaped(alias)}"@zh .\n' for alias in entity.aliases if alias != entity.label
    )
    if entity.code:
        lines.append(f'{s} <{SKOS}notation> "{escaped(entity.code)}" .\n')
    if entity.scope:
        lines.append(f"{s} <{RDP}scope> {_iri(entity.scope)} .\n")
    for merge in entity.merges:
        key = hashlib.sha256(f"{merge.name}\x1f{merge.reason}".encode("utf-8", "surrogatepass")).hexdigest()
        m = _iri(f"{entity.iri}#merge-{key[:16]}")
        lines += (
            f"{m} {_a} <{RDP}Merge> .\n",
            f"{m} <{RDP}mergedInto> {s} .\n",
            f'{m} <{RDP}name> "{escaped(merge.name)}" .\n',
            f'{m} <{RDP}reason> "{escaped(merge.reason)}" .\n',
            f'{m} <{RDP}documentId> "{escaped(merge.document)}" .\n',
        )
    for told in entity.references:
        lines += reference_triples(told)
    return list(dict.fromkeys(lines))


def reference_triples(told: Reference) -> Iterator[str]:
    """What a name or a register tells: a statement of its own kind, the rule or register, and the plain edge."""
    r, s, o = _iri(told.iri), _iri(told.subject), _iri(told.object)
    predicate = f"<{property_iri(told.predicate)}>"
    yield f"{r} {_a} <{RDP}Reference> .\n"
    yield f"{r} <{RDF}subject> {s} .\n"
    yield f"{r} <{RDF}predicate> {predicate} .\n"
    yield f"{r} <{RDF}object> {o} .\n"
    yield f"{r} <{RDP}status> <{RDP}reference> .\n"
    yield f"{r} {_generated} {_iri(rule_iri(told.by))} .\n"
    if told.words:
        yield f'{r} <{RDP}words> "{escaped(told.words)}" .\n'
    yield f"{s} {predicate} {o} .\n"


def property_iri(name: str) -> str:
    """The IRI of the property of a reference: one of ours, or one of SKOS."""
    return SKOS + name.removeprefix("skos:") if name.startswith("skos:") else RDP + name


def document_triples(document: Document, iri: str, region: str | None = None) -> list[str]:
    """What the graph says of a source document: what it is, where it comes from, and the hash of its text."""
    d = _iri(iri)
    lines = [
        f"{d} {_a} <{RDP}Source> .\n",
        f'{d} {_label} "{escaped(document.title or document.id)}"@zh .\n',
        f'{d} <{DCTERMS}identifier> "{escaped(document.id)}" .\n',
        f'{d} <{RDP}textHash> "{text_hash(document.text)}" .\n',
        f'{d} <{RDP}textLength> "{len(document.text)}"{_integer} .\n',
    ]
    if document.title:
        lines.append(f'{d} <{DCTERMS}title> "{escaped(document.title)}"@zh .\n')
    if document.date:
        kind = _dates.get(len(document.date), "")
        lines.append(f"{d} <{DCTERMS}date> {literal(document.date, kind)} .\n")
    if document.path:
        lines.append(f'{d} <{RDP}path> "{escaped(document.path)}" .\n')
    if document.raw_hash:
        lines.append(f'{d} <{RDP}rawHash> "{escaped(document.raw_hash)}" .\n')
    if region:
        lines.append(f"{d} <{DCTERMS}spatial> {_iri(region)} .\n")
    lines += (
        f'{d} {predicate} "{escaped(value)}" .\n'
        for key, predicate in _metadata.items()
        if (value := document.get(key))
    )
    return lines


def sentence_triples(document: str, span: Span, quote: str, page: int = 0) -> Iterator[str]:
    """A sentence that claims and figures rest on: a Web Annotation target with a position and a quote selector.

    Its page too, where the document has pages.
    """
    d, t = _iri(document), _iri(place(document, "char", span))
    position, exact = t[:-1] + ";position>", t[:-1] + ";quote>"
    yield f"{t} {_a} <{OA}SpecificResource> .\n"
    yield f"{t} {_source} {d} .\n"
    yield f"{t} {_selector} {position} .\n"
    yield f"{t} {_selector} {exact} .\n"
    yield from _position(position, span)
    yield f"{exact} {_a} <{OA}TextQuoteSelector> .\n"
    yield f'{exact} {_exact} "{escaped(quote)}" .\n'
    if page:
        yield f'{t} <{RDP}page> "{page}"{_integer} .\n'


def _position(node: str, span: Span) -> Iterator[str]:
    yield f"{node} {_a} <{OA}TextPositionSelector> .\n"
    yield from _bounds(node, span)


def _bounds(node: str, span: Span) -> Iterator[str]:
    yield f'{node} {_start} "{span[0]}"{_integer} .\n'
    yield f'{node} {_end} "{span[1]}"{_integer} .\n'


def mention_triples(mention: Occurrence) -> Iterator[str]:
    """Where a document names a thing, in which words, and as what type."""
    span = (mention.start, mention.end)
    m = _iri(place(mention.document, "mention", span))
    yield f"{m} {_a} <{RDP}Mention> .\n"
    yield f"{m} <{RDP}refersTo> {_iri(mention.entity)} .\n"
    yield f"{m} {_source} {_iri(mention.document)} .\n"
    yield from _bounds(m, span)
    yield f'{m} {_exact} "{escaped(mention.text)}" .\n'
    yield f"{m} <{RDP}typeInDocument> <{RDP}{mention.type}> .\n"
    if mention.by:
        yield f"{m} {_generated} {_iri(rule_iri(mention.by))} .\n"


def section_triples(section: Heading) -> Iterator[str]:
    """A heading of a document, what it is part of, and what its statements speak of."""
    s = _iri(section.iri)
    yield f"{s} {_a} <{RDP}Section> .\n"
    yield f'{s} {_label} "{escaped(section.title)}"@zh .\n'
    yield f"{s} {_source} {_iri(section.document)} .\n"
    yield f"{s} <{DCTERMS}isPartOf> {_iri(section.parent)} .\n"
    yield f'{s} <{RDP}level> "{section.level}"{_integer} .\n'
    yield f"{s} <{RDP}frame> <{RDP}frame-{section.kind}> .\n"
    yield from _bounds(s, section.span)
    if section.period:
        yield f'{s} <{RDP}period> "{escaped(section.period)}" .\n'


def _evidence(node: str, of: Statement) -> Iterator[str]:
    """What all that documents state rests on: how sure it is, the sentence, the rule."""
    yield f'{node} <{RDP}confidence> "{number(Decimal(repr(of.confidence)))}"{_decimal} .\n'
    yield f"{node} {_target} {_iri(place(of.document, 'char', of.evidence))} .\n"
    if of.by:
        yield f"{node} {_generated} {_iri(rule_iri(of.by))} .\n"


def _factual(node: str, of: Factual) -> Iterator[str]:
    yield f"{node} <{RDP}status> <{RDP}{of.status}> .\n"
    yield from _evidence(node, of)
    stated = of.subject_span is not None
    yield f'{node} <{RDP}subjectStated> "{"true" if stated else "false"}"^^<{XSD}boolean> .\n'
    if of.subject_span is not None:
        yield f"{node} <{RDP}subjectMention> {_iri(place(of.document, 'mention', of.subject_span))} .\n"
    if isinstance(of, Claim | Figure) and of.act:
        yield f"{node} <{RDP}inMeasure> {_iri(of.act)} .\n"
    if of.year:
        yield f'{node} <{RDP}year> "{escaped(of.year)}"{_year} .\n'
    if of.cell:
        yield f'{node} <{RDP}cell> "{escaped(of.cell)}" .\n'


def claim_triples(claim: Claim) -> Iterator[str]:
    """A claim: the edge it states, how, and what it rests on."""
    c = _iri(claim.iri)
    yield f"{c} {_a} <{RDP}Claim> .\n"
    yield f"{c} <{RDF}subject> {_iri(claim.subject)} .\n"
    yield f"{c} <{RDF}predicate> <{RDP}{claim.predicate}> .\n"
    yield f"{c} <{RDF}object> {_iri(claim.object)} .\n"
    yield from _factual(c, claim)
    if claim.object_span is not None:
        yield f"{c} <{RDP}objectMention> {_iri(place(claim.document, 'mention', claim.object_span))} .\n"
    if claim.stage:
        yield f"{c} <{RDP}stage> <{RDP}{claim.stage}> .\n"


def figure_triples(figure: Figure, units: Units | None = None) -> Iterator[str]:
    """A figure: what is measured of which thing, how much, by when, and what it rests on.

    The number stands as a decimal in the unit given, and as it is written in the text; a range has both its
    bounds (`rdp:low`, `rdp:high`), and the low one as its value. With `units` the value stands
    also without the magnitude of its unit (300 亿元 is 30000000000 元), so that figures can be
    compared, and with the unit of QUDT where there is one.
    """
    f = _iri(figure.iri)
    yield f"{f} {_a} <{RDP}Figure> .\n"
    yield from _measured(f, figure, figure.text or str(figure.value))
    yield f'{f} <{RDP}value> "{number(figure.value)}"{_decimal} .\n'
    yield f'{f} <{RDP}unit> "{escaped(figure.unit)}" .\n'
    if units is not None and (unit := units(figure.unit)) is not None:
        yield f'{f} <{QUDT}numericValue> "{number(figure.value * unit.magnitude)}"{_decimal} .\n'
        yield f'{f} <{RDP}baseUnit> "{escaped(unit.name)}" .\n'
        if unit.qudt:
            yield f"{f} <{QUDT}hasUnit> {_iri(unit.qudt)} .\n"
    if figure.base_year:
        yield f'{f} <{RDP}baseYear> "{escaped(figure.base_year)}"{_year} .\n'
    for name, part in (("low", figure.low), ("high", figure.high), ("baseValue", figure.base_value)):
        if part is not None:
            yield f'{f} <{RDP}{name}> "{number(part)}"{_decimal} .\n'
    if figure.period:
        yield f'{f} <{RDP}period> "{escaped(figure.period)}" .\n'
    if figure.nature:
        yield f"{f} <{RDP}nature> <{RDP}{figure.nature}> .\n"
    if figure.cumulative:
        yield f'{f} <{RDP}cumulative> "true"^^<{XSD}boolean> .\n'


def relative_triples(one: RelativeFigure) -> Iterator[str]:
    """What is said of an indicator without a number: against what, for when, and what it rests on."""
    f = _iri(one.iri)
    yield f"{f} {_a} <{RDP}RelativeFigure> .\n"
    yield from _measured(f, one, one.text)
    yield f'{f} <{RDP}relativeTo> "{escaped(one.reference)}" .\n'
    if one.against:
        yield f"{f} <{RDP}against> {_iri(INDICATOR + one.against)} .\n"


def _measured(node: str, of: Measured, text: str) -> Iterator[str]:
    """What is measured of which thing, the canonical indicator that this is, and the place of its value."""
    yield f"{node} <{RDP}subject> {_iri(of.subject)} .\n"
    yield f'{node} <{RDP}indicator> "{escaped(of.indicator)}" .\n'
    yield f'{node} <{RDP}comparator> "{escaped(of.comparator)}" .\n'
    yield f'{node} <{RDP}valueText> "{escaped(text)}" .\n'
    yield from _factual(node, of)
    if of.concept:
        yield f"{node} <{RDP}ofIndicator> {_iri(INDICATOR + of.concept)} .\n"
    if of.scope:
        yield f'{node} <{RDP}extent> "{escaped(" ".join(of.scope))}" .\n'
    if of.part:
        yield f'{node} <{RDP}measuredPart> "{escaped(of.part)}" .\n'
    if of.span is not None:
        selector = _iri(place(of.document, "value", of.span))
        yield f"{node} <{RDP}valueSelector> {selector} .\n"
        yield from _position(selector, of.span)


def rung_triples(rung: Rung) -> Iterator[str]:
    """A rung of the ladder: region, indicator and year, the figures of target and result, the verdict.

    It hangs on its region, so that no document alone has it; what was said stands with the figures.
    """
    words = (rung.indicator, " ".join(rung.extent), rung.part, rung.period)
    key = hashlib.sha256("\x1f".join(words).encode("utf-8", "surrogatepass")).hexdigest()
    r = _iri(f"{rung.region}#rung-{key[:16]}")
    yield f"{r} {_a} <{RDP}Rung> .\n"
    yield f"{r} <{RDP}subject> {_iri(rung.region)} .\n"
    yield f"{r} <{RDP}ofIndicator> {_iri(INDICATOR + rung.indicator)} .\n"
    yield f'{r} <{RDP}year> "{escaped(rung.period)}"{_year} .\n'
    if rung.extent:
        yield f'{r} <{RDP}extent> "{escaped(" ".join(rung.extent))}" .\n'
    if rung.part:
        yield f'{r} <{RDP}measuredPart> "{escaped(rung.part)}" .\n'
    yield f"{r} <{RDP}verdict> <{RDP}{rung.verdict}> .\n"
    for name, said in (("targetFigure", rung.target), ("resultFigure", rung.result)):
        if said is not None:
            yield f"{r} <{RDP}{name}> {_iri(said.figure)} .\n"
    for figure in dict.fromkeys(said.figure for said in (*rung.targets, *rung.results)):
        yield f"{r} <{RDP}restsOn> {_iri(figure)} .\n"
    for name, holds in (("revised", rung.revised), ("contradicted", rung.contradicted)):
        if holds:
            yield f'{r} <{RDP}{name}> "true"^^<{XSD}boolean> .\n'


def act_triples(act: Act) -> Iterator[str]:
    """A measure: what is done in its own words, by whom, with what and whom, by when, and what it rests on."""
    m = _iri(act.iri)
    yield f"{m} {_a} <{RDP}Measure> .\n"
    yield f'{m} {_label} "{escaped(act.label)}"@zh .\n'
    if act.actor:
        yield f"{m} <{RDP}actor> {_iri(act.actor)} .\n"
    for role, end in act.roles:
        yield f"{m} <{RDP}{_role.get(role, role)}> {_iri(end)} .\n"
    yield from _factual(m, act)
    if act.ended:
        yield f'{m} <{RDP}ended> "true"^^<{XSD}boolean> .\n'
    if act.stage:
        yield f"{m} <{RDP}stage> <{RDP}{act.stage}> .\n"
    if act.period:
        yield f'{m} <{RDP}period> "{escaped(act.period)}" .\n'
    if act.due:
        yield f"{m} <{RDP}due> {literal(act.due, _dates.get(len(act.due), ''))} .\n"
    for what in act.decided:
        yield f'{m} <{RDP}decided> "{escaped(what)}" .\n'
    if act.area:
        yield f"{m} <{RDP}policyArea> {_iri(AREA + act.area)} .\n"
    if act.section:
        yield f"{m} <{RDP}inSection> {_iri(act.section)} .\n"
    node = _iri(place(act.document, "phrase", act.span))
    yield f"{m} <{RDP}phraseSelector> {node} .\n"
    yield from _position(node, act.span)


def link_triples(link: Link) -> Iterator[str]:
    """A citation: which document names which, how it stands to it, and what that rests on."""
    c = _iri(link.iri)
    yield f"{c} {_a} <{RDP}Citation> .\n"
    yield f"{c} <{RDP}citing> {_iri(link.document)} .\n"
    yield f"{c} <{RDP}citedAs> <{RDP}{link.relation}> .\n"
    yield f"{c} <{RDP}cited> {_iri(link.cited)} .\n"
    yield from _evidence(c, link)
    if link.span is not None:
        yield f"{c} <{RDP}objectMention> {_iri(place(link.document, 'mention', link.span))} .\n"
    if link.number:
        yield f'{c} <{RDP}citedNumber> "{escaped(link.number)}" .\n'
    if link.date:
        yield f"{c} <{RDP}citedDate> {literal(link.date, _dates.get(len(link.date), ''))} .\n"


def slice_triples(of: Slice, units: Units | None = None) -> list[str]:
    """What one document alone adds to the graph, without the plain edges; no line twice."""
    lines = document_triples(of.document, of.iri, of.region)
    found: tuple[Statement, ...] = (*of.claims, *of.figures, *of.relatives, *of.acts, *of.links)
    quotes = {statement.evidence: (statement.quote, statement.page) for statement in found}
    for span, (quote, page) in sorted(quotes.items()):
        lines += sentence_triples(of.iri, span, quote, page)
    for occurrence in of.occurrences:
        lines += mention_triples(occurrence)
    for claim in of.claims:
        lines += claim_triples(claim)
    for figure in of.figures:
        lines += figure_triples(figure, units)
    for relative in of.relatives:
        lines += relative_triples(relative)
    for section in of.sections:
        lines += section_triples(section)
    for act in of.acts:
        lines += act_triples(act)
    for link in of.links:
        lines += link_triples(link)
    return list(dict.fromkeys(lines))


def edges(of: Slice) -> set[Edge]:
    """The plain edges that the claims and citations of a document state."""
    return {(safe_iri(c.subject), c.predicate, safe_iri(c.object)) for c in of.claims} | {
        (safe_iri(link.document), link.relation, safe_iri(link.cited)) for link in of.links
    }


def edge_triple(edge: Edge) -> str:
    """The plain edge as a line."""
    subject, predicate, obj = edge
    return f"{_iri(subject)} <{RDP}{predicate}> {_iri(obj)} .\n"


def triples(entities: Iterable[Entity], slices: Iterable[Slice], units: Units | None = None) -> Iterator[str]:
    """Every line of a graph, streamed, each once; of plain edges that came a digest is held."""
    stated: set[bytes] = set()
    for entity in entities:
        yield from entity_triples(entity)
    for of in slices:
        yield from slice_triples(of, units)
        for line in map(edge_triple, sorted(edges(of))):
            mark = hashlib.blake2b(line.encode(), digest_size=12).digest()
            if mark not in stated:
                stated.add(mark)
                yield line
