"""The ontology as RDF: lines of canonical N-Triples that stand in the graph beside what documents say."""

from collections.abc import Iterable, Iterator, Mapping

from kg.errors import SettingsError
from kg.ontology import IndicatorType, Label, Ontology, Property, RelationType
from kg.rdf.vocabulary import (
    AREA,
    DCTERMS,
    INDICATOR,
    LICENCE,
    OWL,
    RDF,
    RDFS,
    RDP,
    SCHEMA,
    SKOS,
    VERSION,
    prefixes,
)
from kg.terms import iri, literal

_a, _label, _definition = f"<{RDF}type>", f"<{RDFS}label>", f"<{SKOS}definition>"
_below, _under = f"<{RDFS}subClassOf>", f"<{RDFS}subPropertyOf>"


def triples(ontology: Ontology) -> list[str]:
    """The lines of the ontology, sorted: classes, relations with their inverses, statuses, and the words of evidence.

    OWL and RDFS with schema:domainIncludes / rangeIncludes, as several of rdfs:domain would mean all
    of them at once. Alignments are rdfs:subClassOf and rdfs:subPropertyOf.
    """
    known = {**prefixes, **ontology.prefixes}
    classes, properties = ontology.evidence
    lines = {
        f"{iri(RDP)} {_a} <{OWL}Ontology> .\n",
        f'{iri(RDP)} <{OWL}versionInfo> "{ontology.version}" .\n',
        f"{iri(RDP)} <{OWL}versionIRI> <{VERSION}{ontology.version}> .\n",
        f"{iri(RDP)} <{DCTERMS}license> <{LICENCE}Apache-2.0> .\n",
    }
    for each in (*ontology.classes.values(), *classes.values()):
        s = f"<{RDP}{each.name}>"
        lines |= {f"{s} {_a} <{OWL}Class> .\n", *_names(s, each.zh, each.en)}
        lines |= set(_definitions(s, each.definition_zh, each.definition_en))
        above = ((each.parent,) if each.parent else ()) + each.align
        lines |= {f"{s} {_below} {_expanded(name, known)} .\n" for name in above}
    for relation in ontology.relations.values():
        lines |= set(_relation(relation, known))
    for citation in ontology.citations.values():
        lines |= set(_citation(citation, known))
    for own in properties.values():
        lines |= set(_property(own, known))
    for indicator in ontology.indicators.values():
        lines |= set(_indicator(indicator))
    for area in ontology.areas.values():
        s = f"<{AREA}{area.name}>"
        lines |= {f"{s} {_a} <{RDP}PolicyArea> .\n", *_names(s, area.zh, area.en)}
    for kind, labels in (
        ("Status", ontology.statuses),
        ("Stage", ontology.stages),
        ("TargetNature", ontology.natures),
        ("Frame", ontology.frames),
        ("Verdict", ontology.verdicts),
    ):
        lines |= set(_concepts(kind, labels.values()))
    return sorted(lines)


def _relation(of: RelationType, known: Mapping[str, str]) -> Iterator[str]:
    s = f"<{RDP}{of.name}>"
    yield f"{s} {_a} <{OWL}ObjectProperty> .\n"
    yield from _names(s, of.zh, of.en)
    yield from _definitions(s, of.definition_zh, of.definition_en)
    yield from (f"{s} <{SCHEMA}domainIncludes> <{RDP}{name}> .\n" for name in of.domain)
    yield from (f"{s} <{SCHEMA}rangeIncludes> <{RDP}{name}> .\n" for name in of.range)
    yield from (f"{s} {_under} {_expanded(name, known)} .\n" for name in of.align)
    if of.symmetric:
        yield f"{s} {_a} <{OWL}SymmetricProperty> .\n"
    if of.inverse:
        back = f"<{RDP}{of.inverse}>"
        yield f"{back} {_a} <{OWL}ObjectProperty> .\n"
        yield f"{back} <{OWL}inverseOf> {s} .\n"
        yield from _names(back, of.inverse_zh, of.inverse_en)
        yield from (f"{back} {_under} {_expanded(name, known)} .\n" for name in of.inverse_align)


def _citation(of: Label, known: Mapping[str, str]) -> Iterator[str]:
    """A way of citing; that of a name which relations have, too, adds its ends and alignments to theirs."""
    s = f"<{RDP}{of.name}>"
    yield f"{s} {_a} <{OWL}ObjectProperty> .\n"
    yield from _names(s, of.zh, of.en)
    yield from _definitions(s, of.definition_zh, of.definition_en)
    yield f"{s} <{SCHEMA}domainIncludes> <{RDP}Source> .\n"
    yield f"{s} <{SCHEMA}rangeIncludes> <{RDP}Document> .\n"
    yield from (f"{s} {_under} {_expanded(name, known)} .\n" for name in of.align)


def _property(of: Property, known: Mapping[str, str]) -> Iterator[str]:
    s = f"<{RDP}{of.name}>"
    data = of.range is not None and of.range.startswith("xsd:")
    yield f"{s} {_a} <{OWL}{'Datatype' if data else 'Object'}Property> .\n"
    yield from _names(s, of.zh, of.en)
    yield from _definitions(s, of.definition_zh, of.definition_en)
    if of.domain:
        yield f"{s} <{RDFS}domain> {_expanded(of.domain, known)} .\n"
    if of.range:
        yield f"{s} <{RDFS}range> {_expanded(of.range, known)} .\n"
    yield from (f"{s} {_under} {_expanded(name, known)} .\n" for name in of.align)


def _concepts(kind: str, labels: Iterable[Label]) -> Iterator[str]:
    for label in labels:
        s = f"<{RDP}{label.name}>"
        yield f"{s} {_a} <{RDP}{kind}> .\n"
        yield from _names(s, label.zh, label.en)
        yield from _definitions(s, label.definition_zh, label.definition_en)


def _indicator(of: IndicatorType) -> Iterator[str]:
    s = f"<{INDICATOR}{of.name}>"
    yield f"{s} {_a} <{RDP}Indicator> .\n"
    yield from _names(s, of.zh, of.en)
    yield f'{s} <{RDP}indicatorKind> "{of.kind}" .\n'
    yield f'{s} <{RDP}polarity> "{of.polarity}" .\n'
    yield f'{s} <{RDP}baseUnit> "{of.unit}" .\n'
    yield f"{s} <{RDP}policyArea> <{AREA}{of.area}> .\n"
    if of.of:
        how = {"growth": "growthOf", "change": "growthOf"}.get(of.kind, "shareOf")
        yield f"{s} <{RDP}{how}> <{INDICATOR}{of.of}> .\n"


def _names(subject: str, zh: str, en: str) -> Iterator[str]:
    yield f"{subject} {_label} {literal(zh, language='zh')} .\n"
    yield f"{subject} {_label} {literal(en, language='en')} .\n"


def _definitions(subject: str, zh: str, en: str) -> Iterator[str]:
    yield from (
        f"{subject} {_definition} {literal(text, language=language)} .\n"
        for text, language in ((zh, "zh"), (en, "en"))
        if text
    )


def _expanded(name: str, known: Mapping[str, str]) -> str:
    """A class of ours, or a CURIE, as N-Triples; raises SettingsError where its prefix is not known."""
    prefix, colon, local = name.partition(":")
    if not colon:
        return f"<{RDP}{name}>"
    if prefix not in known:
        raise SettingsError(f"ontology: {name}: no such prefix", f"there are: {', '.join(sorted(known))}")
    return iri(known[prefix] + local)
