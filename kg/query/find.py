"""A name as a person writes it to the one thing meant, or a clear word on why not."""

import re
from collections.abc import Iterable

from kg.contracts import Store
from kg.errors import QueryError
from kg.gazetteer.normal_form import plain
from kg.model import Entity
from kg.query.index import Index
from kg.rdf import read as facts
from kg.rdf.vocabulary import header, span
from kg.terms import iri

_typed = re.compile(r"([A-Z][A-Za-z]*)[:/](.+)", re.DOTALL)

_least = 3
"""The letters of a name after that of its region, at least."""

_read = 20
"""The most sentences that are read to see what a name is recognised as."""


def find(
    store: Store, index: Index, name: str, type_: str | None = None, region: str | None = None
) -> Entity:
    """The thing of that name, alias, code or IRI.

    `type_` (also as `Zone:高新区`) and `region`, any name of it, tell things of one name apart.
    Raises QueryError: there is none, with the names most like it; there are several, with how to tell
    them apart.
    """
    found = candidates(store, index, name, type_, region)
    if not found and region is None:
        found = _placed(store, index, name, type_) or _recognised(store, index, name, type_)
    match = _typed.fullmatch(name)
    if not found and match is not None and type_ is None:
        type_, name = match[1], match[2]
        found = candidates(store, index, name, type_, region)
    if len(found) == 1:
        return found[0]
    if found:
        known = _described(store, found)
        raise QueryError(f"{name}: {len(found)} things have this name", f"say which: {'; '.join(known)}")
    near = _described(store, suggestions(store, index, name))
    hints = [f"near: {'; '.join(near)}"] if near else []
    if index.sentences(name, 1):
        hints.append(f"sentences hold these words: kg query sentences words={name}")
    if not hints:
        hints.append("kg query entities type=Region lists the regions; so with Government, Industry …")
    raise QueryError(f"{name}: nothing in the graph has this name", "; ".join(hints))


def statement(store: Store, base: str, name: str) -> str:
    """The IRI of a claim, figure or measure, by its IRI or the end of it (claim/3f9a…, 3f9a…); raises QueryError."""
    whole = name.startswith(("http://", "https://"))
    kinds = ("claim/", "figure/", "measure/")
    if re.fullmatch(r"[\w/.:-]+", name):
        for candidate in (name,) if whole else (base + name, *(f"{base}{kind}{name}" for kind in kinds)):
            if store.query(f"{header} ASK {{ {iri(candidate)} oa:hasTarget ?place }}").truth:
                return candidate
    raise QueryError(
        f"{name}: no claim, figure or act has this id", "an IRI, or its end: claim/3f9a0c41d2e85b7766aa"
    )


def expect(name: str, known: Iterable[str], what: str) -> None:
    """Raises QueryError where a name is none of the few known."""
    every = list(known)
    if name not in every:
        raise QueryError(f"no such {what}: {name}", f"there are: {', '.join(every)}")


def candidates(
    store: Store, index: Index, name: str, type_: str | None = None, region: str | None = None
) -> tuple[Entity, ...]:
    """All things of that name, alias, code or IRI; those whose label it is come alone, if there are any."""
    if name.startswith(("http://", "https://")):
        return facts.entities(store, [name])
    found = [
        e
        for e in facts.entities(store, [f.iri for f in index.exact(name)])
        if type_ in {None, e.type, e.kind}
    ]
    if region is not None:
        scopes = {f.iri for f in index.exact(region)}
        found = [e for e in found if e.scope in scopes or plain(region) in plain(e.label)]
    labelled = [e for e in found if plain(e.label) == plain(name)]
    return tuple(labelled or found)


def _placed(store: Store, index: Index, name: str, type_: str | None) -> tuple[Entity, ...]:
    """The things of a region that are meant by its name and theirs after it: 云港深蓝实验室 of 云港市."""
    for at in range(2, len(name) - _least + 1):
        if index.exact(name[:at]) and (own := candidates(store, index, name[at:], type_, name[:at])):
            return own
    return ()


def _recognised(store: Store, index: Index, name: str, type_: str | None) -> tuple[Entity, ...]:
    """The thing that the last part, the most, of a longer name is recognised as wherever sentences have the whole."""
    found: set[str] = set()
    for place, text in index.sentences(name, _read):
        start = span(place)[0] + text.find(name)
        end = start + len(name)
        ends = {
            m.entity
            for m in facts.mentions(store, document=place.partition("#")[0])
            if m.end == end and m.start >= start and (m.end - m.start) * 3 >= len(name) * 2
        }
        if name not in text or len(ends) != 1:
            return ()
        found |= ends
    things = facts.entities(store, found) if len(found) == 1 else ()
    return tuple(e for e in things if type_ in {None, e.type, e.kind})


def suggestions(store: Store, index: Index, name: str, limit: int = 6) -> tuple[Entity, ...]:
    """The things whose names are most like it."""
    near = index.near(name, limit)
    known = {e.iri: e for e in facts.entities(store, [f.iri for f in near])}
    return tuple(known[f.iri] for f in near if f.iri in known)


def _described(store: Store, found: Iterable[Entity]) -> list[str]:
    """Each thing with its type and region, and with its IRI where these leave it in doubt."""
    things = list(found)
    scopes = {e.iri: e.label for e in facts.entities(store, [e.scope for e in things if e.scope])}
    names = [f"{e.label} ({e.type}{', ' + scopes[e.scope] if e.scope in scopes else ''})" for e in things]
    return [
        f"{name} {e.iri}" if names.count(name) > 1 else name for name, e in zip(names, things, strict=True)
    ]
