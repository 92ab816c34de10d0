"""A request for `/sparql` to the text of a query (SPARQL 1.1 Protocol, W3C 2013), and the endpoint described."""

import json
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from kg.rdf.vocabulary import RDF

LONGEST = 1 << 20
"""The bytes that a query may have."""

FORM, QUERY, UPDATE = (
    "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update",
)  # fmt: skip


class Refused(Exception):  # noqa: N818 - not an error of ours
    """A request that is not answered: the status, why, and what to try."""

    def __init__(self, status: int, fact: str, hint: str = "") -> None:
        super().__init__(fact)
        self.status = status
        self.fact = fact
        self.hint = hint


async def query_of(request: Request) -> str | None:
    """The query of a request; None where a GET has no parameters at all. Raises Refused."""
    parameters = _pairs(request.url.query)
    if request.method == "POST":
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        content = await body(request)
        if kind == FORM:
            parameters += _pairs(content)
        elif kind == QUERY:
            parameters.append(("query", content))
        elif kind == UPDATE:
            raise _read_only()
        else:
            raise Refused(
                415, f"{kind or 'no content type'}: not a way to send a query", f"use {FORM} or {QUERY}"
            )
    elif not parameters:
        return None
    return _query(parameters)


async def body(request: Request) -> str:
    """The content of a request as text. Raises Refused where it is too long or not UTF-8."""
    data = bytearray()
    try:
        async for part in request.stream():
            data += part
            if len(data) > LONGEST:
                raise Refused(413, f"the query has more than {LONGEST} bytes")
    except ClientDisconnect as error:
        raise Refused(400, "the request ended early") from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(400, "the query is not UTF-8") from error


async def record(request: Request) -> dict[str, Any]:
    """The content of a request as a record of JSON. Raises Refused where it is none."""
    try:
        found = json.loads(await body(request))
    except (ValueError, RecursionError) as error:
        raise Refused(400, "JSON was expected") from error
    if not isinstance(found, dict):
        raise Refused(400, "JSON was expected")
    return found


def _read_only() -> Refused:
    hint = "what a person decides goes through kg review; documents through kg build and kg remove"
    return Refused(403, "this endpoint is read-only", hint)


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=100)
    except (UnicodeDecodeError, ValueError) as error:
        raise Refused(400, "the parameters are not UTF-8, or too many") from error


def _query(parameters: list[tuple[str, str]]) -> str:
    names = [name for name, _ in parameters]
    if "update" in names:
        raise _read_only()
    for name in ("default-graph-uri", "named-graph-uri"):
        if name in names:
            raise Refused(
                400, f"{name}: there is one graph here, the default graph", "leave the parameter out"
            )
    if names.count("query") != 1:
        raise Refused(400, "one parameter named query was expected", "GET /sparql?query=SELECT...")
    return next(value for name, value in parameters if name == "query")


_formats = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples",
    "RDF_XML",
)  # fmt: skip


def description(endpoint: str, statements: int) -> str:
    """What the endpoint is, in Turtle (SPARQL 1.1 Service Description)."""
    formats = ", ".join(f"formats:{name}" for name in _formats)
    return f"""\
@prefix rdf: <{RDF}> .
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix formats: <http://www.w3.org/ns/formats/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<{endpoint}> a sd:Service ;
    sd:endpoint <{endpoint}> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:resultFormat {formats} ;
    sd:defaultDataset <{endpoint}#dataset> .

<{endpoint}#dataset> a sd:Dataset ;
    sd:defaultGraph <{endpoint}#graph> .

<{endpoint}#graph> a sd:Graph ;
    void:triples "{statements}"^^xsd:integer .
"""
