"""The page on which one asks: named questions, and SPARQL."""

import json
from dataclasses import asdict
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from kg.serve import frame
from kg.serve.present import Held

EXAMPLE = """\
SELECT ?subject ?relation ?object ?sentence WHERE {
  ?claim a rdp:Claim ; rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ;
    oa:hasTarget/oa:hasSelector/oa:exact ?sentence .
}
LIMIT 20
"""


def query(held: Held, request: Request, look: frame.Look) -> Response:  # noqa: ARG001 - as every page
    """The page on which one asks: named questions, and SPARQL."""
    ontology, questions = held.graph.ontology, held.graph.questions
    data = {
        "words": frame.words(ontology, look.language),
        "language": look.language,
        "questions": {
            name: {**asdict(of), "title": of.zh if look.language == "zh" else of.en}
            for name, of in questions.items()
        },
    }
    return frame.rendered(
        "query.html", ontology, look, questions=questions.values(), example=EXAMPLE,
        data=Markup(json_in_page(data)),  # noqa: S704 - every < is escaped
    )  # fmt: skip


def json_in_page(value: Any) -> str:
    """JSON that cannot end the element it stands in."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
