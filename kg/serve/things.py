"""The pages of things, tasks, relations and figures, and of whatever else the graph has statements on."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.export.tables import Cell
from kg.model import Act, Claim, Entity, Figure, Source, Span
from kg.ontology import Ontology
from kg.query.show import Link, View, show
from kg.rdf import read as facts
from kg.rdf.vocabulary import OA
from kg.serve import answers, frame, tables
from kg.serve.present import Held
from kg.serve.protocol import Refused
from kg.terms import Value, iri

FIRST = {"links": 200, "claims": 5, "tasks": 40, "figures": 60, "statements": 200}
"""How many of each a page shows; what is more is counted, and stands in the explorer."""

STATUSES = ("planned", "target", "done", "fact", "ended")
"""Statuses in the order in which a page groups by them: what is still to come first."""

FORMS = ("html", "ttl", "json", "csv", "xlsx")
COLUMNS = ("what", "relation", "other", "amount", "status", "year", "sentence", "document", "iri")


@dataclass(frozen=True, slots=True)
class Group:
    """Statements under one heading, those of each status together."""

    name: str
    statuses: tuple[tuple[str, tuple[Any, ...]], ...]
    number: int


def entity(held: Held, request: Request, look: frame.Look) -> Response:
    """What the graph says of an IRI: as a page, Turtle, JSON, or rows. Raises Refused: nothing, or no such form."""
    name = request.query_params.get("iri", "")
    if not name:
        raise Refused(400, "one parameter named iri was expected", "GET /entity?iri=https://...")
    form = tables.form(request, FORMS)
    if form == "ttl":
        return Response(_turtle(held, name), media_type=tables.FORMS[form], headers={"vary": "accept"})
    view = _view(held, name)
    if form == "json":
        return JSONResponse(_record(held, name, view), headers={"vary": "accept"})
    words = frame.words(held.graph.ontology, look.language)
    called = held.graph.ontology.names(look.language)
    if form in ("csv", "xlsx"):
        rows = _rows(view, called, words) if view else _pairs(held, name)
        heads = [words[f"column_{column}"] for column in COLUMNS]
        label = view.entity.label if view else words["statements"]
        return tables.response(tables.Table(label, COLUMNS, heads, rows), form)
    if view is not None:
        return _thing(held, view, look, called)
    return _statement(held, name, look, called) or _other(held, name, look)


def _thing(held: Held, view: View, look: frame.Look, called: Mapping[str, str]) -> Response:
    ontology = held.graph.ontology
    roles = {name: of[look.language] for name, of in ontology.labels("tasks")["roles"].items()}
    return frame.rendered(
        "entity.html", ontology, look, view=view, called=called, first=FIRST, pieces=highlighted,
        roles=roles, tasks=[_by_status(part, acts) for part, acts in view.acts],
        relations=_relations(view.links, ontology, look.language), figures=_indicators(view.figures),
        period=lambda figure: figure.period or figure.year or "",
        explore=f"/explore?{_query(thing=view.entity.iri)}",
        briefing="/#/entity/" + _quoted(view.entity.iri.removeprefix(held.graph.workspace.settings.base)),
        download=lambda form: f"/entity.{form}?{_query(iri=view.entity.iri)}",
    )  # fmt: skip


def _relations(links: Sequence[Link], ontology: Ontology, language: str) -> list[Group]:
    """Links under what the relation is called from this thing, those of each status together."""
    inverse = _inverses(ontology, language)
    called = ontology.names(language)
    groups: dict[str, list[tuple[str, Link]]] = defaultdict(list)
    for link in links:
        name = called[link.relation] if link.outward else inverse[link.relation]
        statuses = {claim.status for claim in link.claims}
        groups[name].append((min(statuses, key=_rank), link))
    return [Group(name, _parted(of), len(of)) for name, of in groups.items()]


def _parted(owned: Sequence[tuple[str, Any]]) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """What has a status each, parted by it."""
    parts = ((status, tuple(of for own, of in owned if own == status)) for status in STATUSES)
    return tuple((status, of) for status, of in parts if of)


def _by_status(part: str, acts: Sequence[Act]) -> Group:
    return Group(part, _parted([("ended" if act.ended else act.status, act) for act in acts]), len(acts))


def _indicators(figures: Sequence[Figure]) -> list[tuple[str, tuple[Figure, ...]]]:
    """Figures by indicator, those with most first, each in the order of years."""
    groups: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        groups[figure.indicator].append(figure)
    return [
        (name, tuple(sorted(of, key=lambda f: (f.period or f.year or "", _rank(f.status)))))
        for name, of in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]


def _rank(status: str) -> int:
    return STATUSES.index(status) if status in STATUSES else len(STATUSES)


def _statement(held: Held, name: str, look: frame.Look, called: Mapping[str, str]) -> Response | None:
    """The page of a task, a relation or a figure: what it says, in its sentence; None where it is none of them."""
    store = held.graph.store
    found = _found(held, name)
    if found is None:
        return None
    things = _ends(held, found)
    source = held.graph.sources().get(found.document) or Source(found.document, found.document)
    roles = {role: of[look.language] for role, of in held.graph.ontology.labels("tasks")["roles"].items()}
    content: dict[str, Any] = {"sections": (), "figures": (), "beside": ()}
    if isinstance(found, Act):
        acts = facts.acts(store, document=found.document)
        headings = {h.iri: h for h in facts.sections(store, document=found.document)}
        content = {
            "sections": _chain(headings, found.section or ""),
            "figures": [f for f in facts.figures(store, document=found.document) if f.act == found.iri],
            "beside": [a for a in acts if a.evidence == found.evidence and a.iri != found.iri],
        }
    return frame.rendered(
        "statement.html", held.graph.ontology, look, of=found, kind=type(found).__name__, things=things, source=source,
        called=called, roles=roles, pieces=highlighted, download=lambda form: f"/entity.{form}?{_query(iri=name)}",
        reader=f"/document?{_query(id=source.id)}#c{found.evidence[0]}", **content,
    )  # fmt: skip


def _found(held: Held, name: str) -> Act | Claim | Figure | None:
    store = held.graph.store
    rows = store.query(f"SELECT ?c WHERE {{ {iri(name)} a ?c }}")
    kinds = {str(c.text).rpartition("#")[2] for (c,) in rows if c}
    text = f"PREFIX oa: <{OA}> SELECT ?d WHERE {{ {iri(name)} oa:hasTarget/oa:hasSource ?d }}"
    document = next((d.text for (d,) in store.query(text) if d), None)
    found: Sequence[Act | Claim | Figure] = ()
    if "Measure" in kinds:
        found = facts.acts(store, document=document)
    elif "Claim" in kinds:
        found = facts.claims(store, document=document)
    elif "Figure" in kinds:
        found = facts.figures(store, document=document)
    return next((of for of in found if of.iri == name), None)


def _ends(held: Held, found: Act | Claim | Figure) -> dict[str, Entity]:
    if isinstance(found, Act):
        ends = {end for _, end in found.roles} | ({found.actor} if found.actor else set())
    elif isinstance(found, Claim):
        ends = {found.subject, found.object}
    else:
        ends = {found.subject}
    return {of.iri: of for of in facts.entities(held.graph.store, ends)} if ends else {}


def _chain(headings: Mapping[str, Any], name: str) -> list[Any]:
    found: list[Any] = []
    above = headings.get(name)
    while above is not None:
        found.append(above)
        above = headings.get(above.parent)
    return found[::-1]


def _other(held: Held, name: str, look: frame.Look) -> Response:
    ontology, store = held.graph.ontology, held.graph.store
    rows = _statements(held, name)
    inside = list(store.query(f"SELECT ?s ?p WHERE {{ ?s ?p {iri(name)} }} LIMIT {FIRST['statements']}"))
    if not rows and not inside:
        raise _missing(name)
    labels = held.labels(look.language)
    labels.learn([name, *(v.text for row in (*rows, *inside) for v in row if v and v.kind == "iri")])
    source = held.graph.sources().get(name)
    return frame.rendered(
        "other.html", ontology, look, name=name, labels=labels, rows=rows[: FIRST["statements"]], inside=inside,
        rest=max(len(rows) - FIRST["statements"], 0),
        reader=f"/document?{_query(id=source.id)}" if source else "",
    )  # fmt: skip


def _inverses(ontology: Ontology, language: str) -> dict[str, str]:
    """Relations to what they are called from their object."""
    return {
        name: (of.inverse_zh or of.zh) if language == "zh" else (of.inverse_en or of.en)
        for name, of in ontology.relations.items()
    }


def _turtle(held: Held, name: str) -> bytes:
    if not _statements(held, name):
        raise _missing(name)
    return b"".join(answers.body(answers.turtle(held.graph.store.query(f"DESCRIBE {iri(name)}"))))


def _record(held: Held, name: str, view: View | None) -> dict[str, Any]:
    """What the graph says of an IRI, as plain values. Raises Refused (404)."""
    if view is None:
        rows = _statements(held, name)
        if not rows:
            raise _missing(name)
        return {"iri": name, "statements": [[p.text, o.text] for p, o in rows if p and o]}
    links = [
        {
            "relation": link.relation, "outward": link.outward, "iri": link.other.iri, "label": link.other.label,
            "claims": [_values(claim) for claim in link.claims],
        }
        for link in view.links
    ]  # fmt: skip
    return {
        **{key: value for key, value in asdict(view.entity).items() if key != "merges"},
        "mentions": view.mentions, "links": links, "figures": [_values(figure) for figure in view.figures],
        "tasks": [{"part": part, **_values(act)} for part, acts in view.acts for act in acts],
        "sources": [asdict(source) for source in view.sources.values()],
    }  # fmt: skip


def _values(of: Claim | Figure | Act) -> dict[str, Any]:
    return {
        name: value if value is None or isinstance(value, str | int | float | bool | list | tuple) else str(value)
        for name, value in asdict(of).items()
    }  # fmt: skip


def _rows(view: View, called: Mapping[str, str], words: Mapping[str, str]) -> Iterator[tuple[Cell, ...]]:
    """What is said of a thing, a row a statement."""

    def title(document: str) -> str:
        source = view.sources.get(document)
        return (source.title or source.id) if source else document

    for part, acts in view.acts:
        for act in acts:
            status = words["ended"] if act.ended else called.get(act.status, act.status)
            yield (
                words["kind_task"], called.get(part, part), act.label, "", status, act.due or act.year or act.period,
                act.quote, title(act.document), act.iri,
            )  # fmt: skip
    for link in view.links:
        for claim in link.claims:
            yield (
                words["kind_relation"], called[link.relation], link.other.label, "", called.get(claim.status, ""),
                claim.year, claim.quote, title(claim.document), claim.iri,
            )  # fmt: skip
    for figure in view.figures:
        yield (
            words["kind_figure"], figure.indicator, "", f"{figure.amount}{figure.unit}",
            called.get(figure.status, ""), figure.period or figure.year, figure.quote, title(figure.document),
            figure.iri,
        )  # fmt: skip


def _pairs(held: Held, name: str) -> list[tuple[Cell, ...]]:
    """The bare statements on an IRI that is no thing, in the same columns."""
    rows = _statements(held, name)
    if not rows:
        raise _missing(name)
    return [("", p.text, o.text, "", "", "", "", "", name) for p, o in rows if p and o]


def _view(held: Held, name: str) -> View | None:
    found = facts.entities(held.graph.store, [name])
    return show(held.graph.store, found[0]) if found else None


def _statements(held: Held, name: str) -> list[tuple[Value | None, ...]]:
    return list(held.graph.store.query(f"SELECT ?p ?o WHERE {{ {iri(name)} ?p ?o }} ORDER BY ?p ?o"))


def _missing(name: str) -> Refused:
    return Refused(
        404, f"{name}: the graph says nothing of this", "look for it in the explorer, or on the query page"
    )


def highlighted(of: Claim | Figure | Act) -> Iterator[tuple[str, str]]:
    """The sentence in pieces, each with what it is: the subject, the object, value or act, or neither."""
    start = of.evidence[0]
    second: Span | None = of.object_span if isinstance(of, Claim) else of.span
    spans = sorted((span[0] - start, span[1] - start, name)
                   for span, name in ((of.subject_span, "subject"), (second, "object")) if span)  # fmt: skip
    at = 0
    for first, end, name in spans:
        if at <= first < end <= len(of.quote):
            yield of.quote[at:first], ""
            yield of.quote[first:end], name
            at = end
    yield of.quote[at:], ""


def _query(**values: str) -> str:
    return "&".join(f"{name}={_quoted(value)}" for name, value in values.items())


def _quoted(text: str) -> str:
    return quote(text, safe="")
