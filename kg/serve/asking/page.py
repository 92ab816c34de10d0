"""The query page, its answers as parts of the page, its names to complete, and its rows."""

import re
from dataclasses import asdict, replace
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.ontology import Ontology
from kg.query.advice import Remark, remarks, terms
from kg.query.find import suggestions
from kg.rdf import read as facts
from kg.rdf.vocabulary import prefixes
from kg.serve import drawings, frame, tables
from kg.serve.asking.answer import BARS, PAGE, Answer, Kept, code
from kg.serve.asking.wanted import Wanted
from kg.serve.present import Held
from kg.store.embedded import Embedded
from kg.terms import Value

EXAMPLE = """\
SELECT ?subject ?relation ?object ?sentence WHERE {
  ?claim a rdp:Claim ; rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ;
    oa:hasTarget/oa:hasSelector/oa:exact ?sentence .
}
LIMIT 20
"""
NAMES = 12
"""The most names that are offered to complete one."""

_place = re.compile(r"\bline (\d+), column (\d+)")


def query(held: Held, request: Request, look: frame.Look) -> Response:
    """The page on which one asks; what its address asks is asked by the page itself."""
    ontology, questions = held.graph.ontology, held.graph.questions
    wanted = Wanted.of(request.url.query)
    data = {
        "words": frame.words(ontology, look.language),
        "language": look.language,
        "nonce": look.nonce,
        "page": look.page,
        "example": EXAMPLE,
        "asked": {"text": wanted.text, "question": wanted.question, "values": dict(wanted.values)},
        "shown": dict(wanted.pairs()),
        "questions": {
            name: {**asdict(of), "title": of.zh if look.language == "zh" else of.en}
            for name, of in questions.items()
        },
        "prefixes": dict(prefixes),
        "terms": _terms(ontology),
    }
    return frame.rendered(
        "query.html", ontology, look, questions=questions.values(), example=EXAMPLE,
        data=Markup(frame.json_in_page(data)),  # noqa: S704 - every < is escaped
    )  # fmt: skip


def _terms(ontology: Ontology) -> list[dict[str, str]]:
    """The terms of the ontology with their labels, as completion offers them."""
    classes, properties = ontology.evidence
    kinds = {
        "property": {**classes, **properties, **ontology.statuses, **ontology.stages},
        "relation": ontology.relations,
        "class": ontology.classes,
    }
    labels: dict[str, Any] = {name: of for group in kinds.values() for name, of in group.items()}
    found = []
    for name in terms(ontology):
        of = labels.get(name)
        kind = next((kind for kind, group in kinds.items() if name in group), "property")
        found.append(
            {"name": f"rdp:{name}", "zh": of.zh if of else "", "en": of.en if of else "", "kind": kind}
        )
    return found


def names(held: Held, request: Request, _look: frame.Look) -> Response:
    """Things whose names are most like some words, to complete them."""
    words = request.query_params.get("words", "").strip()[:60]
    graph = held.graph
    exact = [found.iri for found in graph.index.exact(words)] if words else []
    found = {of.iri: of for of in facts.entities(graph.store, exact)} if exact else {}
    if words:
        found |= {
            of.iri: of for of in suggestions(graph.store, graph.index, words, NAMES) if of.iri not in found
        }
    called = graph.ontology.names(frame.language(request))
    return JSONResponse(
        [{"iri": of.iri, "label": of.label, "type": called[of.type]} for of in list(found.values())[:NAMES]]
    )


def rows(held: Held, reader: Embedded, request: Request, look: frame.Look, timeout: float) -> Response:
    """All rows of an answer as a file, narrowed and sorted as its page is. Raises Refused: no such form."""
    form = tables.form(request)
    wanted = Wanted.of(request.url.query)
    kept = Kept.of(held.ask(reader, wanted.sparql(held), timeout), whole=True)
    if kept.form == "ask":
        truth = Value("literal", "true" if kept.truth else "false")
        kept = replace(kept, variables=("truth",), rows=((truth,),))
    answer = Answer(kept, wanted, held, look.language)
    table = tables.Table(wanted.question or "query", kept.variables, kept.variables, answer.cells())
    return tables.response(table, form)


def result(
    held: Held, reader: Embedded, asked: str, request: Request, look: frame.Look, timeout: float
) -> Response:
    """An answer as a part of the query page. Raises QueryError."""
    wanted = Wanted.of(asked)
    text = wanted.sparql(held)
    kept = held.kept(text, lambda: Kept.of(held.ask(reader, text, timeout)))
    answer = Answer(kept, wanted, held, look.language)
    ontology = held.graph.ontology
    view = wanted.view if wanted.view in answer.views else "table"
    pages = max(1, -(-len(answer.rows) // PAGE))
    page = min(wanted.page, pages)
    return frame.rendered(
        "result.html", ontology, look, kept=kept, answer=answer, wanted=wanted, view=view, views=answer.views,
        page=page, pages=pages, shown=answer.rows[(page - 1) * PAGE : page * PAGE], size=len(answer.rows),
        remarks=[_said(remark, look.language) for remark in remarks(wanted.text, ontology)] if wanted.text else [],
        files=_files(kept, text, wanted), text=text, code=code(text, str(request.base_url), kept.variables),
        called=lambda _facet, status: ontology.names(look.language).get(status, status),
        **_drawn(answer, view, held),
    )  # fmt: skip


def _drawn(answer: Answer, view: str, held: Held) -> dict[str, Any]:
    if view == "chart":
        return {"bars": answer.bars(answer.across), "most": BARS}
    if view == "timeline":
        return {"bars": answer.timeline()}
    if view == "matrix":
        return {"grid": answer.matrix()}
    if view == "map":
        return {"tiles": answer.tiles()}
    if view == "graph":
        picture: drawings.Picture = answer.graph()
        return {"picture": picture, "shapes": frame.shapes(held.graph.ontology)}
    return {}


def _files(kept: Kept, text: str, wanted: Wanted) -> list[tuple[str, str]]:
    """The names of forms and the addresses of the files."""
    standard = (("ttl", "nt") if kept.form == "construct" else ("tsv", "sparql-json", "xml"))  # fmt: skip
    ours = [] if kept.form == "ask" else [(form, wanted.address(form)) for form in ("csv", "json", "xlsx")]
    return [*ours, *((form, f"/sparql?{urlencode({'query': text, 'format': form})}") for form in standard)]


def _said(remark: Remark, language: str) -> dict[str, Any]:
    return {
        "line": remark.line, "column": remark.column, "fact": frame.said(remark.fact, language),
        "hint": frame.said(remark.hint, language),
    }  # fmt: skip


def told(fact: str, hint: str, language: str) -> dict[str, Any]:
    """An error for the page: what is wrong, what to try, and where in the text."""
    match = _place.search(fact)
    where = {"line": int(match[1]), "column": int(match[2])} if match else {}
    return {"fact": frame.said(fact, language), "hint": frame.said(hint, language), **where}
