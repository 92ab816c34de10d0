"""The application: addresses to what answers them."""

import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

import anyio
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from kg.contracts import Result
from kg.errors import KgError, LimitError, QueryError, StoreError
from kg.ontology import Ontology
from kg.query.book import bound, question
from kg.query.labels import Labels
from kg.serve import answers, frame, protocol, tables
from kg.serve.asking import query
from kg.serve.explore.page import explore
from kg.serve.guard import LOCAL, Guard
from kg.serve.negotiate import best
from kg.serve.present import READERS, Held, Present
from kg.serve.protocol import Refused
from kg.serve.reader import document, documents
from kg.serve.things import entity
from kg.store.embedded import Embedded
from kg.terms import STRING, Value, safe_iri
from kg.workspace import Workspace

T = TypeVar("T")
Answer = Callable[[Held, Embedded], T]
Make = Callable[[Held, Request, frame.Look], Response]
"""What makes a page of the present graph."""
SHOWN = 1000
"""The most rows that the query page shows; a download has them all."""


def application(
    workspace: Workspace, hosts: Collection[str] = LOCAL, timeout: float = 30, *, addresses: bool = False
) -> Starlette:
    """The pages and the endpoint of a workspace; only for the `hosts` named (see `Guard`).

    `timeout` is the most seconds that a query may take.
    """
    server = Server(Present(workspace), timeout)

    @asynccontextmanager
    async def life(_app: Starlette) -> AsyncIterator[None]:
        yield
        server.present.close()

    routes = [
        Route("/", server.briefing),
        Route("/index.{form}", server.summary),
        Route("/query/rows", server.rows, methods=["POST"]),
        Route("/sparql", server.sparql, methods=["GET", "POST", "OPTIONS"]),
        Route("/health", server.health),
        Route("/assets/{name:path}", frame.asset),
        *(
            Route(path + end, server.page(make))
            for path, make in PAGES.items()
            for end in ("", ".{form}")
        ),
    ]  # fmt: skip
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard, hosts=hosts, addresses=addresses)],
        exception_handlers={Refused: server.refused, KgError: server.stopped, HTTPException: server.missing},
        lifespan=life,
    )


PAGES = {
    "/explore": explore,
    "/documents": documents,
    "/document": document,
    "/entity": entity,
    "/query": query,
}
"""Addresses to what makes the page; `.csv`, `.json` and `.xlsx` at the end give its rows."""


@dataclass
class Server:
    """What answers: the present graph, and the time that a query may take."""

    present: Present
    timeout: float
    ontology: Ontology = field(default_factory=Ontology)
    slots: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(READERS))

    async def briefing(self, request: Request) -> Response:
        """The briefing of the whole graph; as rows how much of what it holds."""
        if tables.form(request) != "html":
            return await self.summary(request)

        def made() -> tuple[str, bytes]:
            with self.present.use() as held:
                tag = f'"{held.version}"'
                return tag, b"" if _known(request, tag) else held.briefing()

        tag, page = await run_in_threadpool(made)
        headers = {"etag": tag, "cache-control": "no-cache"}
        if not page:
            return Response(status_code=304, headers=headers)
        return Response(page, media_type="text/html", headers=headers)

    async def summary(self, request: Request) -> Response:
        """How much of what the graph holds, as rows."""

        def made() -> Response:
            form = tables.form(request, ("csv", "json", "xlsx"))
            with self.present.use() as held:
                language = frame.language(request)
                words = held.graph.ontology.labels("summary")["words"]
                rows = [(words[name][language], number) for name, number in held.graph.counts().items()]
                heads = [
                    frame.words(held.graph.ontology, language)[f"column_{n}"] for n in ("kind", "number")
                ]
                return tables.response(tables.Table("summary", ("kind", "number"), heads, rows), form)

        return await run_in_threadpool(made)

    def page(self, make: Make) -> Callable[[Request], Awaitable[Response]]:
        """What answers requests for a page."""

        async def answer(request: Request) -> Response:
            def made() -> Response:
                with self.present.use() as held:
                    return make(held, request, frame.look(request))

            return await run_in_threadpool(made)

        return answer

    async def rows(self, request: Request) -> Response:
        """An answer for the query page: rows with labels, and the text that was asked."""
        if request.headers.get("content-type") != "application/json":
            raise Refused(415, "JSON was expected")
        wanted = _wanted(await protocol.body(request))

        def found(held: Held, reader: Embedded) -> dict[str, Any]:
            text = _text(held, wanted)
            return {"text": text, **_shown(held.ask(reader, text, self.timeout), held, wanted.language)}

        return JSONResponse(await self._with_reader(request, found))

    async def sparql(self, request: Request) -> Response:
        """SPARQL 1.1 Protocol, queries alone."""
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"allow": "GET, HEAD, POST, OPTIONS"})
        text = await protocol.query_of(request)
        if text is None:
            return await self._description(request)
        asked: str = text
        result = await self._with_reader(request, lambda held, reader: held.ask(reader, asked, self.timeout))
        forms = answers.triples if result.form == "construct" else answers.tables
        kind = best(request.headers.get("accept", ""), tuple(forms))
        if kind is None:
            raise Refused(406, "no form that you accept", f"there are: {', '.join(forms)}")
        media = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
        headers = {"vary": "accept", "cache-control": "no-cache"}
        return StreamingResponse(answers.body(forms[kind](result)), media_type=media, headers=headers)

    async def _description(self, request: Request) -> Response:
        kind = best(request.headers.get("accept", ""), ("text/turtle", "text/html"))
        if kind is None:
            raise Refused(406, "no form that you accept", "there are: text/turtle, text/html")
        if kind == "text/html":
            return RedirectResponse("/query", 303)

        def made() -> str:
            with self.present.use() as held:
                endpoint = safe_iri(f"{request.url.scheme}://{request.headers['host']}/sparql")
                return protocol.description(endpoint, held.graph.store.state.statements)

        return Response(await run_in_threadpool(made), media_type="text/turtle", headers={"vary": "accept"})

    async def health(self, _request: Request) -> Response:
        """Whether queries are answered: 200 with the graph's version and size, else 503 with the reason."""

        def made() -> dict[str, Any]:
            with self.present.use() as held, held.reader() as reader:
                held.ask(reader, "ASK {}", self.timeout)
                return {
                    "status": "ok",
                    "version": held.version,
                    "statements": held.graph.store.state.statements,
                }

        try:
            return JSONResponse(await run_in_threadpool(made), headers={"cache-control": "no-store"})
        except KgError as error:
            said = {"status": "failing", "fact": error.fact, "hint": error.hint}
            return JSONResponse(said, 503, headers={"cache-control": "no-store"})

    async def refused(self, request: Request, why: Exception) -> Response:
        """What is told where a request is not answered."""
        assert isinstance(why, Refused)
        return self._told(request, why.status, why.fact, why.hint)

    async def stopped(self, request: Request, error: Exception) -> Response:
        """What is told where an answer could not be given."""
        assert isinstance(error, KgError)
        busy = isinstance(error, LimitError | StoreError)
        status = 503 if busy else 400 if isinstance(error, QueryError) else 500
        return self._told(request, status, error.fact, error.hint)

    async def missing(self, request: Request, error: Exception) -> Response:
        """What is told where there is no such address, or it may not be asked so."""
        assert isinstance(error, HTTPException)
        fact = f"{request.url.path}: no such page" if error.status_code == 404 else error.detail
        response = self._told(request, error.status_code, fact, "")
        response.headers.update(error.headers or {})
        return response

    def _told(self, request: Request, status: int, fact: str, hint: str) -> Response:
        """An error as a page for people, as JSON for the query page, as a line for programs."""
        if request.url.path == "/query/rows":
            said = frame.language(request)
            return JSONResponse({"fact": frame.said(fact, said), "hint": frame.said(hint, said)}, status)
        if "text/html" in request.headers.get("accept", "") and request.url.path != "/sparql":
            look = frame.look(request)
            told = {"fact": frame.said(fact, look.language), "hint": frame.said(hint, look.language)}
            return frame.rendered("error.html", self.ontology, look, status, number=status, **told)
        return PlainTextResponse(f"{fact}\n" + (f"try: {hint}\n" if hint else ""), status)

    async def _with_reader(self, request: Request, answer: Answer[T]) -> T:
        """What `answer` gives for the present graph and an idle reader of it.

        The query is ended when the client goes. Raises Refused where all readers stay busy.
        """
        try:
            with anyio.fail_after(self.timeout):
                await self.slots.acquire()
        except TimeoutError as error:
            raise Refused(503, "too many queries at once", "ask again in a moment") from error
        try:
            return await self._answered(request, answer)
        finally:
            self.slots.release()

    async def _answered(self, request: Request, answer: Answer[T]) -> T:
        using: list[Embedded] = []
        lock = threading.Lock()
        found: list[T] = []
        stopped: list[KgError] = []

        def run() -> None:
            with self.present.use() as held, held.reader() as reader:
                using.append(reader)
                try:
                    found.append(answer(held, reader))
                finally:
                    with lock:  # what is stopped from now on would be the query of another
                        using.clear()

        async def watch() -> None:
            while (await request.receive())["type"] != "http.disconnect":
                pass
            while True:
                with lock:
                    for reader in using:
                        reader.stop()
                await anyio.sleep(0.2)  # the query may not have begun

        async with anyio.create_task_group() as group:
            group.start_soon(watch)
            try:
                await run_in_threadpool(run)
            except KgError as error:
                stopped.append(error)
            group.cancel_scope.cancel()
        if stopped:
            raise stopped[0]
        return found[0]


def _known(request: Request, tag: str) -> bool:
    return tag in {part.strip() for part in request.headers.get("if-none-match", "").split(",")}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the query page asks: a text, or a question of the book with its values."""

    text: str
    question: str
    values: dict[str, str]
    language: str


def _wanted(content: str) -> Wanted:
    try:
        data = json.loads(content)
        values = {
            str(name): str(value) for name, value in data.get("values", {}).items() if str(value).strip()
        }
        return Wanted(
            str(data.get("text", "")), str(data.get("question", "")), values, str(data.get("language", "zh"))
        )
    except (ValueError, AttributeError, RecursionError) as error:
        raise Refused(400, "not what the query page sends") from error


def _text(held: Held, wanted: Wanted) -> str:
    """The SPARQL text that is asked."""
    if not wanted.question:
        return wanted.text
    of = question(held.graph.questions, wanted.question)
    return bound(of, wanted.values, held.graph.ontology, lambda name: held.graph.find(name).iri)


def _shown(result: Result, held: Held, language: str) -> dict[str, Any]:
    rows = list(islice(result, SHOWN + 1))
    labels = held.labels(language)
    labels.learn(value.text for row in rows for value in row if value and value.kind == "iri")
    return {
        "form": result.form, "truth": result.truth, "variables": result.variables, "more": len(rows) > SHOWN,
        "rows": [[_cell(value, labels) for value in row] for row in rows[:SHOWN]],
    }  # fmt: skip


def _cell(value: Value | None, labels: Labels) -> dict[str, str] | None:
    if value is None:
        return None
    found = {"kind": value.kind, "text": value.text}
    if value.kind == "iri":
        found["label"] = labels(value.text)
    if value.language:
        found["language"] = value.language
    elif value.datatype not in {"", STRING}:
        found["datatype"] = value.datatype
    return found
