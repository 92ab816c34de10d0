"""The names of all documents to things: one thing, one node, and for every name the reason why."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from kg.follow.areas import Areas
from kg.gazetteer.keys import Keys
from kg.gazetteer.normal_form import plain
from kg.model import (
    Act,
    Annotated,
    Citation,
    Claim,
    Decisions,
    Document,
    Entity,
    Figure,
    Heading,
    Indicator,
    Link,
    Measure,
    Merge,
    Name,
    Occurrence,
    Relation,
    Relative,
    RelativeFigure,
    Slice,
    Span,
    Titled,
)
from kg.ontology import Ontology, Term
from kg.rdf.vocabulary import place
from kg.resolve import iri
from kg.resolve.additions import added
from kg.resolve.corrections import corrected
from kg.resolve.gazetteer import Gazetteer
from kg.resolve.names import names, titled
from kg.resolve.references import Telling
from kg.resolve.titles import Titles

__all__ = ["Linking", "link", "names", "titled"]

Key = tuple[str, str]
"""Scope and name: what makes two names the same thing, whatever type each document gives it."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a document stands: its region's key, the term if it is known, and all regions it names."""

    key: str
    term: Term | None
    near: tuple[Term, ...]
    region: str | None


@dataclass(slots=True)
class _Thing:
    """A thing in the making."""

    term: Term | None = None
    scope: Term | None = None
    scope_name: str | None = None
    types: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    aliases: set[str] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)
    used: bool = False


@dataclass(frozen=True, slots=True)
class _Said:
    """The IRI of a statement, and whether a person rejected or confirmed it."""

    key: str
    rejected: bool
    confirmed: bool


def _woven(names: tuple[str, ...], content: tuple[object, ...]) -> tuple[object, ...]:
    """What the IRI of a statement is made from: subject, predicate, object of a claim, else subject and content."""
    return (names[0], content[0], *names[1:], *content[1:])


@dataclass(frozen=True, slots=True)
class Linking:
    """What every name of every document means.

    `entities` stand sorted by IRI; `of` gives the IRI of a document's name, `undecided` the one that it
    would have without a person's decisions, `former` the one that earlier rules gave it, where that is another.
    IRIs of claims and figures rest on the second, so that no merge or split changes them, and what was rejected
    or confirmed stays so, also by an IRI that rests on the third. `areas` tells the policy area of a measure.
    """

    base: str
    entities: tuple[Entity, ...]
    of: Mapping[tuple[str, str], str]
    undecided: Mapping[tuple[str, str], str]
    decisions: Decisions
    former: Mapping[tuple[str, str], str] = field(default_factory=dict)
    areas: Areas | None = field(default=None, compare=False)

    def _statement(
        self, kind: str, document: str, own: str, names: tuple[str, ...], *content: object
    ) -> _Said:
        """The IRI of a statement on some names (the last ones of its head), and what people decided of it."""
        now = tuple(self.undecided[document, name] for name in names)
        key = iri.statement(self.base, kind, own, *_woven(now, content))
        if not (self.decisions.rejected or self.decisions.confirmed):
            return _Said(key, rejected=False, confirmed=False)
        either = [{end, self.former.get((document, name), end)} for name, end in zip(names, now, strict=True)]
        keys = {iri.statement(self.base, kind, own, *_woven(ends, content)) for ends in product(*either)}
        return _Said(
            key,
            rejected=not keys.isdisjoint(self.decisions.rejected),
            confirmed=not keys.isdisjoint(self.decisions.confirmed),
        )

    def slice(self, annotated: Annotated) -> Slice:
        """What one document adds to the graph, its names replaced by the things they mean.

        Of statements that say the same of the same things in one sentence, the most confident stays.
        A claim between a thing and itself (two names merged) is left out, as is what a person rejected, and a
        claim or figure of the region of a document that has none; a measure then has no actor.
        """
        annotated, _ = added(annotated, self.decisions.additions)
        document, found = annotated.document, annotated.findings
        own = iri.source(self.base, document.id)

        def thing(name: str) -> str:
            return self.of[document.id, name]

        claims: dict[tuple[object, ...], Claim] = {}
        for r in (r for r in found.relations if r.head and r.tail):
            subject, object_ = thing(r.head), thing(r.tail)
            said = self._statement("claim", document.id, own, (r.head, r.tail), r.relation, *r.evidence)
            if subject == object_ or said.rejected:
                continue
            same: tuple[object, ...] = (subject, r.relation, object_, r.evidence)
            shared = _shared(r, document, own, said)
            if same not in claims or claims[same].confidence < shared["confidence"]:
                claims[same] = Claim(
                    **shared, subject=subject, predicate=r.relation, object=object_, status=r.status, stage=r.stage,
                    subject_span=r.head_span, object_span=r.tail_span, year=r.year, cell=r.cell,
                )  # fmt: skip
        figures: dict[tuple[object, ...], Figure] = {}
        for i in (i for i in found.indicators if i.subject):
            subject = thing(i.subject)
            content: tuple[object, ...] = (
                i.indicator, i.comparator, i.value.normalize(), i.unit, i.year, i.status, *i.evidence,
            )  # fmt: skip
            if i.high is not None:
                content += (i.high.normalize(),)
            if i.period is not None:
                content += (i.period,)
            said = self._statement("figure", document.id, own, (i.subject,), *content)
            if said.rejected:
                continue
            same = (subject, *content)
            shared = _shared(i, document, own, said) | _measured(i)
            if same not in figures or figures[same].confidence < shared["confidence"]:
                figures[same] = Figure(
                    **shared, subject=subject, value=i.value, unit=i.unit, base_year=i.base_year, low=i.low,
                    high=i.high, base_value=i.base_value, period=i.period, nature=i.nature, cumulative=i.cumulative,
                    cell=i.cell,
                )  # fmt: skip
        relatives: dict[tuple[object, ...], RelativeFigure] = {}
        for one in (one for one in found.relatives if one.subject):
            subject = thing(one.subject)
            said_of = (one.indicator, one.comparator, one.reference, one.year, one.status, *one.evidence)
            said = self._statement("figure", document.id, own, (one.subject,), *said_of)
            if not said.rejected:
                shared = _shared(one, document, own, said) | _measured(one)
                relatives.setdefault(
                    (subject, *said_of),
                    RelativeFigure(**shared, subject=subject, reference=one.reference, against=one.against),
                )
        sections = _headings(document, own)
        acts = self._acts(annotated, own, sections)
        stating: defaultdict[Span, list[Act]] = defaultdict(list)
        for act in acts:
            stating[act.evidence].append(act)
        occurrences = tuple(
            Occurrence(thing(m.name), own, m.start, m.end, m.text, m.type, m.by) for m in found.mentions
        )
        region = thing(document.region) if document.region else None
        return Slice(
            document, own, occurrences,
            tuple(
                replace(c, act=_around(stating[c.evidence], c.object_span or c.subject_span))
                for c in claims.values()
            ),
            tuple(replace(f, act=_around(stating[f.evidence], f.span)) for f in figures.values()),
            region, tuple(relatives.values()), acts, sections, self._links(annotated, own),
        )  # fmt: skip

    def _links(self, annotated: Annotated, own: str) -> tuple[Link, ...]:
        """What a document says of others; once a sentence, relation and document."""
        document, found = annotated.document, dict[str, Link]()
        for c in annotated.findings.citations:
            said = self._statement("citation", document.id, own, (c.name,), c.relation, *c.evidence)
            if said.rejected:
                continue
            found.setdefault(
                said.key,
                Link(
                    **_shared(c, document, own, said), relation=c.relation, cited=self.of[document.id, c.name],
                    span=c.span, number=c.number, date=c.date,
                ),
            )  # fmt: skip
        return tuple(found.values())

    def _acts(self, annotated: Annotated, own: str, sections: tuple[Heading, ...]) -> tuple[Act, ...]:
        """The measures of a document, as corrected, without parts that stand for nothing.

        The actor is no part of what it does itself, but who is named as leading or assisting is that as well.
        """
        document, found = annotated.document, []
        measures, _ = corrected(annotated, self.decisions.tasks, self.base)
        for one in measures:
            key, m = one.iri, one.measure
            if key in self.decisions.rejected:
                continue
            actor = self.of[document.id, m.actor] if m.actor else None
            ends = [(p.role, self.of.get((document.id, p.name))) for p in m.roles]
            kept = ("lead", "support")
            roles = tuple(
                dict.fromkeys((role, end) for role, end in ends if end and (end != actor or role in kept))
            )
            said = _Said(key, rejected=False, confirmed=key in self.decisions.confirmed)
            section = None if m.section is None else sections[m.section]
            found.append(
                Act(
                    **_shared(m, document, own, said), label=m.text, actor=actor, status=m.status,
                    span=(m.start, m.end), subject_span=m.actor_span, ended=m.ended, stage=m.stage, year=m.year,
                    period=m.period, due=m.due, roles=roles,
                    section=section.iri if section else None, cell=m.cell, decided=one.decided,
                    area=self._area(m.text, section.title if section else None),
                )
            )  # fmt: skip
        return tuple(found)

    def _area(self, phrase: str, heading: str | None) -> str | None:
        return self.areas(phrase, heading or "") if self.areas is not None else None


def _shared(
    of: Relation | Indicator | Relative | Citation | Measure, document: Document, own: str, said: _Said
) -> dict[str, Any]:
    """The fields that all statements have: where the document says so, who found it, how sure."""
    return {
        "iri": said.key, "document": own, "evidence": of.evidence, "quote": document.text[slice(*of.evidence)],
        "page": document.page(of.evidence[0]), "by": of.by, "confidence": 1.0 if said.confirmed else of.confidence,
    }  # fmt: skip


def _measured(of: Indicator | Relative) -> dict[str, Any]:
    """The fields that figures have, with a number or without."""
    return {
        "indicator": of.indicator, "comparator": of.comparator, "text": of.text, "span": of.span, "year": of.year,
        "status": of.status, "subject_span": of.subject_span, "concept": of.concept, "scope": of.scope, "part": of.part,
    }  # fmt: skip


def _headings(document: Document, own: str) -> tuple[Heading, ...]:
    names = [place(own, "section", section.heading) for section in document.sections]
    return tuple(
        Heading(
            name, own, s.title, s.heading, s.level, own if s.parent is None else names[s.parent], s.kind, s.period
        )
        for name, s in zip(names, document.sections, strict=True)
    )  # fmt: skip


def _around(acts: Iterable[Act], span: Span | None) -> str | None:
    """The IRI of the measure in whose words a span stands; of several the shortest."""
    holding = [a for a in acts if span and a.span[0] <= span[0] and span[1] <= a.span[1]]
    return min(holding, key=lambda a: (a.span[1] - a.span[0], a.span)).iri if holding else None


def link(
    found: Iterable[Name],
    ontology: Ontology,
    decisions: Decisions,
    base: str,
    titles: Iterable[Titled] = (),
) -> Linking:
    """What the names of all documents mean; the order of `found` does not matter.

    `titles` are the documents themselves: one that is named leads to its text among them.

    Two names are one thing where, in this order: a person said so; the lexicon knows both as names
    of it (a division, a university, a sector …); they differ only in width, quotation marks, a
    sector's ending or an official variant; one is generic and both speak of the same region; a
    document declares one as the short form of the other. Never by pinyin or likeness.
    """
    linker = _Linker(ontology, decisions, base, Titles(ontology, titles))
    return linker.link(sorted(found, key=lambda n: (n.document, n.name, n.type)))


class _Linker:
    """One run of linking: gathers things name by name, then names them."""

    def __init__(self, ontology: Ontology, decisions: Decisions, base: str, titles: Titles) -> None:
        self.ontology = ontology
        self.titles = titles
        self.numbers: defaultdict[Key, set[str]] = defaultdict(set)
        self.keys = Keys(ontology)
        self.gazetteer = Gazetteer(ontology, self.keys)
        self.decisions = decisions
        self.base = base
        self.things: defaultdict[Key, _Thing] = defaultdict(_Thing)
        self.of: dict[tuple[str, str], Key] = {}

    def link(self, found: list[Name]) -> Linking:
        documents: dict[str, list[Name]] = {}
        for name in found:
            documents.setdefault(name.document, []).append(name)
        declared = self._declared(found)
        for members in documents.values():
            place = self._place(members)
            for name in members:
                self._gather(name, place, declared)
        named = {key: self._iri(key, thing) for key, thing in self.things.items()}
        former = {
            (name.document, name.name): before
            for name in found
            if (before := self._former(name, self._type(self.things[self.of[name.document, name.name]])))
            != named[self.of[name.document, name.name]]
        }
        return self._decided(named, former)

    def _declared(self, found: list[Name]) -> dict[tuple[str, str], tuple[str, Name]]:
        """Short forms (key, type) to the one full name that documents declare for them, its key first."""
        claims: dict[tuple[str, str], dict[str, Name]] = {}
        for name in found:
            full = self.keys.key(name.name, name.type)
            for alias in name.aliases:
                key = self.keys.key(alias, name.type)
                if len(key) > 2 and key != full and not self.keys.generic(key, name.type):
                    claims.setdefault((key, name.type), {}).setdefault(full, name)
        return {short: next(iter(full.items())) for short, full in claims.items() if len(full) == 1}

    def _place(self, members: list[Name]) -> _Place:
        region = members[0].region
        if region is None:
            return _Place(f"source:{members[0].document}", None, (), None)
        named = [n for n in members if n.type == "Region"]
        own = next((n.behind for n in named if n.name == region), ())
        term, _ = self.gazetteer.region(region, (), own)
        if term is None:
            sure = (self.gazetteer.region(n.name, (), n.behind)[0] for n in named if n.name != region)
            term, _ = self.gazetteer.region(region, [t for t in sure if t is not None], own)
        others = (self.gazetteer.region(n.name, [term] if term else [], n.behind)[0] for n in named)
        near = tuple(t for t in ([term] if term else []) + [t for t in others if t is not None])
        return _Place(self._term_key(term) if term else plain(region), term, near, region)

    def _gather(
        self, name: Name, place: _Place, declared: Mapping[tuple[str, str], tuple[str, Name]]
    ) -> None:
        key, thing, reason = self._thing(name, place, declared)
        self.of[name.document, name.name] = key
        thing.used = True
        if name.number:
            self.numbers[key].add(name.number)
        thing.types[name.type] += max(name.count, 1)
        thing.labels[name.name] += max(name.count, 1)
        thing.aliases.update(name.aliases, (name.name,))
        if reason:
            thing.merges.append(Merge(name.document, name.name, reason))

    def _thing(
        self, name: Name, place: _Place, declared: Mapping[tuple[str, str], tuple[str, Name]]
    ) -> tuple[Key, _Thing, str]:
        key = self.keys.key(name.name, name.type)
        if name.type == "Person":
            return self._person(name, key, place)
        if name.type == "Region":
            term, why = self.gazetteer.region(name.name, place.near, name.behind)
            if term is not None:
                return self._term(term, "" if term.name == name.name else f"{term.name}: {why}")
        scoped = self._scoped(key, name.type, place)
        if scoped is not None:
            return scoped
        term = None if name.type == "Region" else self._known(name, place)
        if term is not None:
            again = self._scoped(self.keys.key(term.name, term.type), term.type, place)
            if again is not None and again[1].scope is not None:
                again[1].term = term
                return again
            why = f"{term.name}: a name in the lexicon ({term.table})"
            return self._term(term, "" if term.name == name.name else why)
        if name.type == "Region" and self.gazetteer.terms(name.name, "Region"):
            scope_key = ("" if place.region == name.name else place.key, key)
            thing = self.things[scope_key]
            thing.scope, thing.scope_name = place.term, place.region
            return scope_key, thing, "several regions have this name: that of the document's region"
        full = declared.get((key, name.type))
        if full is not None and full[1].region == name.region:
            return ("", full[0]), self.things["", full[0]], f"a short form declared in {full[1].document}"
        return (
            ("", key),
            self.things["", key],
            "" if plain(name.name) == key else "an ending or variant that names the same",
        )

    def _known(self, name: Name, place: _Place) -> Term | None:
        """The term that a name means; a text of the state means the bodies of the state."""
        if name.type == "Government" and place.term is not None and place.term.kind == "Country":
            national = self.gazetteer.national(name.name)
            if national is not None:
                return national
        return self.gazetteer.term(name.name, name.type)

    def _person(self, name: Name, key: str, place: _Place) -> tuple[Key, _Thing, str]:
        known = [t for t in self.gazetteer.terms(name.name, "Person") if t.type == "Person"]
        if known:
            return self._term(known[0], "" if known[0].name == name.name else "a name in the lexicon")
        if (public := self.keys.public(key)) is not None:
            where = ("", public)
            return (
                where,
                self.things[where],
                "" if key == public else "a person whom all regions name, with an office",
            )
        where = ("person:" + place.key, key)
        thing = self.things[where]
        thing.scope, thing.scope_name = place.term, place.region
        return where, thing, ""

    def _scoped(self, key: str, kind: str, place: _Place) -> tuple[Key, _Thing, str] | None:
        """The thing of a name that is generic without its region, which it says or the document gives."""
        if self.keys.generic(key, kind):
            if place.term is not None and place.term.kind == "Country":
                return None
            chain = self.gazetteer.chain(place.term) if place.term else ()
            scope = (self.gazetteer.level(key, chain) if kind == "Government" else None) or place.term
            where = (self._term_key(scope) if scope else place.key, key)
            reason = f"a generic name, of {scope.name if scope else place.region or 'this document'}"
        elif (split := self.gazetteer.prefix(key, kind, place.near)) is not None:
            scope, rest = split
            where, reason = (self._term_key(scope), rest), ""
        else:
            return None
        thing = self.things[where]
        thing.scope = scope
        thing.scope_name = scope.name if scope else place.region
        return where, thing, reason

    def _term(self, term: Term, reason: str) -> tuple[Key, _Thing, str]:
        where = ("", self._term_key(term))
        thing = self.things[where]
        thing.term = term
        return where, thing, reason

    def _type(self, thing: _Thing) -> str:
        if thing.term is not None:
            return thing.term.type
        return max(sorted(thing.types), key=lambda kind: thing.types[kind])

    @staticmethod
    def _often(labels: Counter[str]) -> str:
        return max(labels, key=lambda n: (labels[n], len(n), n), default="")

    def _label(self, key: Key, thing: _Thing) -> str:
        if thing.term is not None:
            return thing.term.name
        kind = self._type(thing)
        often = self._often(thing.labels) or key[1]
        if thing.scope_name is None or key[0].startswith("person:") or kind == "Region":
            return often
        explicit = Counter(
            {n: c for n, c in thing.labels.items() if not self.keys.generic(self.keys.key(n, kind), kind)}
        )
        if explicit:
            return self._often(explicit)
        overlap = next((n for n in range(3, 0, -1) if thing.scope_name.endswith(key[1][:n])), 0)
        return thing.scope_name + key[1][overlap:]

    def _iri(self, key: Key, thing: _Thing) -> str:
        scope = key[0].removeprefix("person:") or None
        return iri.entity(self.base, self._type(thing), key[1].partition("\0")[0], scope)

    def _entity(self, name: str, key: Key, thing: _Thing) -> Entity:
        term = thing.term
        label = self._label(key, thing)
        known = {*(term.aliases if term else ()), *thing.aliases}
        scope = self._iri(("", self._term_key(thing.scope)), _Thing(thing.scope)) if thing.scope else None
        return Entity(
            name, self._type(thing), label, term.en if term else None, term.kind if term else None,
            term.code if term else None, scope, tuple(sorted(known - {label})),
            tuple(sorted(thing.merges, key=lambda m: (m.document, m.name))),
        )  # fmt: skip

    def _former(self, name: Name, kind: str) -> str:
        """The IRI that a name had under the rules before this version: people's decisions may still be keyed by it.

        Persons stood under the region of the document, sectors under their name with 业, an area whose city was
        not looked for under its bare name, a committee under its name in full.
        """
        scope = None
        if kind == "Person":
            term, _ = self.gazetteer.region(name.region or "", ())
            scope = self._term_key(term) if term else plain(name.region or f"source:{name.document}")
        return iri.entity(self.base, kind, self.keys.former(name.name, kind), scope)

    def _decided(self, named: dict[Key, str], former: Mapping[tuple[str, str], str]) -> Linking:
        """The linking with what a person decided: merges and splits by IRI, then labels."""
        there = set(named.values())
        moved: dict[str, set[str]] = {}
        for where, before in former.items():
            if before not in there:
                moved.setdefault(before, set()).add(named[self.of[where]])

        def now(name: str) -> str:
            return min(moved[name]) if len(moved.get(name, ())) == 1 else name

        merges = tuple((now(a), now(b)) for a, b in self.decisions.merges)
        splits = tuple((now(a), b) for a, b in self.decisions.splits)
        renames = tuple((now(a), b) for a, b in self.decisions.renames)
        target = {a: b for a, b in merges if a != b}

        def final(name: str) -> str:
            seen = {name}
            while name in target and target[name] not in seen:
                name = target[name]
                seen.add(name)
            return name

        entities: dict[str, Entity] = {}
        for key in sorted(self.things, key=lambda k: (named[k], k)):
            entity = self._entity(named[key], key, self.things[key])
            end = final(entity.iri)
            if end != entity.iri:
                entity = replace(
                    entity, iri=end,
                    merges=(*entity.merges, Merge("", entity.label, "decided by a person")),
                )  # fmt: skip
            entities[end] = _union(entities[end], entity, end == named[key]) if end in entities else entity
        for scope in {e.scope for e in entities.values() if e.scope} - entities.keys():
            thing = next(t for t in self.things.values() if t.scope and self._region(t.scope) == scope)
            assert thing.scope is not None
            entities[scope] = self._entity(scope, ("", self._term_key(thing.scope)), _Thing(thing.scope))
        undecided = {place: named[key] for place, key in self.of.items()}
        of = {place: final(name) for place, name in undecided.items()}
        self._split(entities, of, splits)
        for name, label in renames:
            if name in entities:
                old = entities[name]
                aliases = tuple(sorted({*old.aliases, old.label} - {label}))
                entities[name] = replace(old, label=label, aliases=aliases)
        terms = {named[key]: thing.term for key, thing in self.things.items() if thing.term is not None}
        terms |= {self._region(t.scope): t.scope for t in self.things.values() if t.scope is not None}
        numbers: defaultdict[str, set[str]] = defaultdict(set)
        for where, those in self.numbers.items():
            numbers[final(named[where])] |= those
        texts = self.titles.texts(entities.values(), numbers)
        told = Telling(self.ontology, self.gazetteer, self.base, self._region, texts).tell(
            entities, {name: term for name, term in terms.items() if name in entities}
        )
        return Linking(
            self.base,
            told,
            of,
            undecided,
            self.decisions,
            former,
            Areas(self.ontology.areas),
        )

    def _region(self, term: Term) -> str:
        return self._iri(("", self._term_key(term)), _Thing(term))

    def _term_key(self, term: Term) -> str:
        """The key of a term: the division code of a region, else its name, with its type where that tells two apart."""
        if term.type == "Region" and term.code:
            return term.code
        key = self.keys.key(term.name, term.type)
        return f"{key}\0{term.type}" if self.gazetteer.ambiguous(term) else key

    def _split(
        self, entities: dict[str, Entity], of: dict[tuple[str, str], str], splits: Iterable[tuple[str, str]]
    ) -> None:
        for name, document in splits:
            if name not in entities:
                continue
            apart = f"{name}/{iri.segment('source:' + document)}"
            places = [place for place, end in of.items() if place[0] == document and end == name]
            if places:
                entities[apart] = replace(
                    entities[name],
                    iri=apart,
                    merges=(Merge(document, places[0][1], "set apart by a person"),),
                )
                of.update(dict.fromkeys(places, apart))


def _union(first: Entity, second: Entity, second_leads: bool) -> Entity:
    lead, other = (second, first) if second_leads else (first, second)
    aliases = {*lead.aliases, *other.aliases, other.label} - {lead.label}
    return replace(lead, aliases=tuple(sorted(aliases)), merges=(*lead.merges, *other.merges))
