"""The pages of the server but for the explorer: where one queries, and a thing with all that is said of it."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
from markupsafe import Markup
from starlette.requests import Request

from kg.export.html import page as briefing
from kg.model import Claim, Figure
from kg.ontology import Ontology
from kg.query.book import Question
from kg.query.show import View, show
from kg.rdf.read import entities
from kg.serve import answers
from kg.serve.present import Held
from kg.serve.protocol import Refused
from kg.terms import Value, iri

FOLDER = Path(__file__).parent / "page"
FIRST = {"links": 200, "claims": 5, "figures": 200, "statements": 200}
"""How many of each a page shows; what is more is counted."""

EXAMPLE = """\
SELECT ?subject ?relation ?object ?sentence WHERE {
  ?claim a rdp:Claim ; rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ;
    oa:hasTarget/oa:hasSelector/oa:exact ?sentence .
}
LIMIT 20
"""


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and the policy under which nothing but its own script and style runs (Content-Security-Policy)."""

    text: str
    policy: str


def language(request: Request) -> str:
    """The language of a page, zh or en: what the address asks for, else what the browser prefers."""
    asked = request.query_params.get("language")
    if asked in {"zh", "en"}:
        return str(asked)
    accept = request.headers.get("accept-language", "")
    return "en" if re.match(r"\s*en\b", accept, re.IGNORECASE) else "zh"


def query(ontology: Ontology, questions: Mapping[str, Question], language: str) -> Page:
    """The page on which one asks: named questions, and SPARQL."""
    data = {
        "words": {name: of[language] for name, of in ontology.labels("workbench").items()},
        "language": language,
        "questions": {
            name: {**asdict(of), "title": of.zh if language == "zh" else of.en}
            for name, of in questions.items()
        },
    }
    return _rendered(
        "query.html", ontology, language, script=(FOLDER / "query.js").read_text(encoding="utf-8"),
        questions=questions.values(), example=EXAMPLE, data=Markup(_json(data)),  # noqa: S704 - every < is escaped
    )  # fmt: skip


def entity(held: Held, name: str, language: str) -> Page:
    """The page of a thing, or of anything else that the graph has statements on. Raises Refused (404)."""
    ontology, store = held.graph.ontology, held.graph.store
    view = _view(held, name)
    if view is not None:
        return _rendered(
            "entity.html", ontology, language, view=view, called=ontology.names(language),
            inverse=_inverses(ontology, language), marks=_marks(ontology), first=FIRST,
            pieces=_highlighted, address=_address,
            explorer="/#/entity/" + quote(name.removeprefix(held.graph.workspace.settings.base), safe=""),
        )  # fmt: skip
    rows = _statements(held, name)
    inside = list(store.query(f"SELECT ?s ?p WHERE {{ ?s ?p {iri(name)} }} LIMIT {FIRST['statements']}"))
    if not rows and not inside:
        raise _missing(name)
    labels = held.labels(language)
    labels.learn([name, *(v.text for row in (*rows, *inside) for v in row if v and v.kind == "iri")])
    return _rendered(
        "other.html", ontology, language, name=name, labels=labels, rows=rows[: FIRST["statements"]], inside=inside,
        rest=max(len(rows) - FIRST["statements"], 0), address=_address,
    )  # fmt: skip


def _inverses(ontology: Ontology, language: str) -> dict[str, str]:
    """Relations to what they are called from their object."""
    return {
        name: (of.inverse_zh or of.zh) if language == "zh" else (of.inverse_en or of.en)
        for name, of in ontology.relations.items()
    }


def turtle(held: Held, name: str) -> bytes:
    """The statements on an IRI, as Turtle. Raises Refused (404)."""
    if not _statements(held, name):
        raise _missing(name)
    return b"".join(answers.body(answers.turtle(held.graph.store.query(f"DESCRIBE {iri(name)}"))))


def record(held: Held, name: str) -> dict[str, Any]:
    """What the graph says of an IRI, as plain values. Raises Refused (404)."""
    view = _view(held, name)
    if view is None:
        rows = _statements(held, name)
        if not rows:
            raise _missing(name)
        return {"iri": name, "statements": [[p.text, o.text] for p, o in rows if p and o]}
    links = [
        {
            "relation": link.relation, "outward": link.outward, "iri": link.other.iri, "label": link.other.label,
            "claims": [_plain(claim) for claim in link.claims],
        }
        for link in view.links
    ]  # fmt: skip
    return {
        **{key: value for key, value in asdict(view.entity).items() if key != "merges"},
        "mentions": view.mentions, "links": links, "figures": [_plain(figure) for figure in view.figures],
        "sources": [asdict(source) for source in view.sources.values()],
    }  # fmt: skip


def _plain(of: Claim | Figure) -> dict[str, Any]:
    values = asdict(of)
    return {name: str(value) if name == "value" else value for name, value in values.items()}


def _view(held: Held, name: str) -> View | None:
    found = entities(held.graph.store, [name])
    return show(held.graph.store, found[0]) if found else None


def _statements(held: Held, name: str) -> list[tuple[Value | None, ...]]:
    return list(held.graph.store.query(f"SELECT ?p ?o WHERE {{ {iri(name)} ?p ?o }} ORDER BY ?p ?o"))


def _missing(name: str) -> Refused:
    return Refused(
        404, f"{name}: the graph says nothing of this", "look for it in the explorer, or on the query page"
    )


def _address(name: str) -> str:
    """The page of an IRI on this server; any other address stays where it is, in a parameter."""
    return f"/entity?iri={quote(name, safe='')}"


def _highlighted(of: Claim | Figure) -> Iterator[tuple[str, str]]:
    """The sentence in pieces, each with what it is: the subject, the object or value, or neither."""
    start = of.evidence[0]
    second = of.object_span if isinstance(of, Claim) else of.span
    spans = sorted((span[0] - start, span[1] - start, name)
                   for span, name in ((of.subject_span, "subject"), (second, "object")) if span)  # fmt: skip
    at = 0
    for first, end, name in spans:
        if at <= first < end <= len(of.quote):
            yield of.quote[at:first], ""
            yield of.quote[first:end], name
            at = end
    yield of.quote[at:], ""


def _marks(ontology: Ontology) -> dict[str, Markup]:
    """The mark of each main type, in the colour and shape that it has in every briefing."""
    looks = ontology.labels("appearance")
    found = {}
    for name, look in looks["types"].items():
        if look["shape"] == "round":
            shape = f'<circle r="1" fill="{look["color"]}"/>'
        else:
            points = " ".join(f"{x},{y}" for x, y in looks["shapes"][look["shape"]])
            shape = f'<polygon points="{points}" fill="{look["color"]}"/>'
        head = '<svg class="mark" width="14" height="14" viewBox="-1.4 -1.4 2.8 2.8" aria-hidden="true">'
        found[name] = Markup(f"{head}{shape}</svg>")  # noqa: S704 - our own colours and points
    return found


def _rendered(template: str, ontology: Ontology, language: str, script: str = "", **content: Any) -> Page:
    loader = jinja2.FileSystemLoader(FOLDER)
    templates = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    style = "".join((folder / "page.css").read_text(encoding="utf-8") for folder in (briefing, FOLDER))
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; connect-src 'self'; "
        "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    words = {key: of[language] for key, of in ontology.labels("workbench").items()}
    other = "en" if language == "zh" else "zh"
    text = templates.get_template(template).render(
        words=words, language=language, other=other, style=Markup(style), script=Markup(script),  # noqa: S704 - our own files
        **content,
    )  # fmt: skip
    return Page(text, policy)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _json(value: Any) -> str:
    """JSON that cannot end the element it stands in."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
