"""A thing with all that is said of it: names, relations in both directions, figures, sentences."""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.contracts import Store
from kg.model import Act, Claim, Entity, Figure, Merge, Source
from kg.model import Link as Cited
from kg.rdf import read as facts


@dataclass(frozen=True, slots=True)
class Link:
    """A relation of the thing to another: all claims of it. `outward` is False where the other is the subject."""

    relation: str
    outward: bool
    other: Entity
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A thing and what is said of it; `scope` is the region that makes its name particular.

    `acts` are the measures in which it has a part, by that part: as actor first, then by role. Of a document `text`
    is the IRI of its text in the graph, `cited` tells which documents name it, `cites` what its text says of others.
    """

    entity: Entity
    scope: Entity | None
    merges: tuple[Merge, ...]
    links: tuple[Link, ...]
    figures: tuple[Figure, ...]
    mentions: int
    sources: dict[str, Source]
    acts: tuple[tuple[str, tuple[Act, ...]], ...] = ()
    text: str | None = None
    cited: tuple[Cited, ...] = ()
    cites: tuple[tuple[Entity, Cited], ...] = ()


def show(store: Store, entity: Entity) -> View:
    """All that the graph says of a thing.

    Links stand by relation, outward ones first, within one the things most often said first; claims
    and figures by document and place. `sources` are the documents that state them, by IRI.
    """
    claims, figures = facts.claims(store, about=entity.iri), facts.figures(store, about=entity.iri)
    mentions = facts.mentions(store, about=entity.iri)
    acts = facts.acts(store, about=entity.iri)
    text = facts.full_texts(store).get(entity.iri)
    cited = facts.links(store, cited=entity.iri)
    cites = facts.links(store, document=text) if text else ()
    others = {end for c in claims for end in (c.subject, c.object)} | (
        {entity.scope} if entity.scope else set()
    )
    others |= {link.cited for link in cites}
    known = {e.iri: e for e in facts.entities(store, others)}
    stating = {c.document for c in claims} | {f.document for f in figures} | {a.document for a in acts}
    stating |= {link.document for link in (*cited, *cites)}
    return View(
        entity, known.get(entity.scope or ""), facts.merges(store, entity.iri), _links(entity.iri, claims, known),
        figures, len(mentions), {s.iri: s for s in facts.sources(store) if s.iri in stating},
        _by_part(entity.iri, acts), text, cited, tuple((known[c.cited], c) for c in cites if c.cited in known),
    )  # fmt: skip


def _by_part(own: str, acts: Iterable[Act]) -> tuple[tuple[str, tuple[Act, ...]], ...]:
    """Measures by the part that a thing has in them; each stands under its first part only."""
    groups: dict[str, list[Act]] = {part: [] for part in ("actor", *facts.roles.values())}
    for act in acts:
        part = "actor" if act.actor == own else next(role for role, end in act.roles if end == own)
        groups[part].append(act)
    return tuple((part, tuple(members)) for part, members in groups.items() if members)


def _links(own: str, claims: Iterable[Claim], known: dict[str, Entity]) -> tuple[Link, ...]:
    groups: dict[tuple[bool, str, str], list[Claim]] = {}
    for claim in claims:
        inward = claim.subject != own
        groups.setdefault((inward, claim.predicate, claim.subject if inward else claim.object), []).append(
            claim
        )
    links = [
        Link(relation, not inward, known[other], tuple(members))
        for (inward, relation, other), members in groups.items()
        if other in known
    ]
    return tuple(
        sorted(links, key=lambda k: (not k.outward, k.relation, -len(k.claims), k.other.label, k.other.iri))
    )
