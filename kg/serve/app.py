"""The application: addresses to what answers them."""

import secrets
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import anyio
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from kg.errors import KgError, LimitError, QueryError, StoreError
from kg.ontology import Ontology
from kg.serve import answers, frame, protocol, review, tables
from kg.serve.asking import page as asking
from kg.serve.asking import saved
from kg.serve.explore.page import explore
from kg.serve.guard import LOCAL, Guard
from kg.serve.negotiate import best
from kg.serve.present import READERS, ROWS, Held, Present
from kg.serve.protocol import Refused
from kg.serve.reader import document, documents
from kg.serve.review import Editing
from kg.serve.things import entity
from kg.store.embedded import Embedded
from kg.store.worker import most
from kg.terms import safe_iri
from kg.workspace import Workspace

T = TypeVar("T")
Answer = Callable[[Held, Embedded], T]
Make = Callable[[Held, Request, frame.Look], Response]
"""What makes a page of the present graph."""
SHOWN = 1000
"""The most rows that the query page shows; a download has them all."""


def application(
    workspace: Workspace,
    hosts: Collection[str] = LOCAL,
    timeout: float = 30,
    *,
    addresses: bool = False,
    editing: Editing | None = None,
    warm: bool = False,
) -> Starlette:
    """The pages and the endpoint of a workspace; only for the `hosts` named (see `Guard`).

    `timeout` is the most seconds that a query may take. With `editing` people may decide; without, nothing is written.
    With `warm` what the pages stand on is made at once, before anybody asks.
    """
    server = Server(Present(workspace), timeout, editing)

    @asynccontextmanager
    async def life(_app: Starlette) -> AsyncIterator[None]:
        if warm:
            threading.Thread(target=server.present.warm, daemon=True).start()
        yield
        server.present.close()

    routes = [
        Route("/", server.briefing),
        Route("/index.{form}", server.summary),
        Route("/query", server.query),
        Route("/query.{form}", server.query),
        Route("/query/result", server.result, methods=["POST"]),
        Route("/query/saved", server.save, methods=["POST"]),
        Route("/review", server.review, methods=["GET"]),
        Route("/review", server.decide, methods=["POST"]),
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
    "/query/names": asking.names,
}
"""Addresses to what makes the page; `.csv`, `.json` and `.xlsx` at the end give its rows."""


@dataclass
class Server:
    """What answers: the present graph, and the time that a query may take."""

    present: Present
    timeout: float
    editing: Editing | None = None
    ontology: Ontology = field(default_factory=Ontology)
    writing: anyio.Lock = field(default_factory=anyio.Lock)
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
                    return make(held, request, self._look(request))

            return await run_in_threadpool(made)

        return answer

    async def query(self, request: Request) -> Response:
        """The page on which one asks; as rows what its address asks."""
        if tables.form(request) != "html":
            look = self._look(request)
            return await self._with_reader(
                request, lambda held, reader: asking.rows(held, reader, request, look, self.timeout)
            )
        return await self.page(asking.query)(request)

    async def result(self, request: Request) -> Response:
        """An answer as a part of the query page."""
        asked = await protocol.body(request)
        look = self._look(request)
        return await self._with_reader(
            request, lambda held, reader: asking.result(held, reader, asked, request, look, self.timeout)
        )

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
        kind = best(_accepted(request), tuple(forms))
        if kind is None:
            raise Refused(406, "no form that you accept", f"there are: {', '.join(forms)}")
        media = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
        headers = {"vary": "accept", "cache-control": "no-cache", **self._limits()}
        return StreamingResponse(answers.body(forms[kind](result)), media_type=media, headers=headers)

    def _limits(self) -> dict[str, str]:
        """The limits of an answer as fields of its head: rows, bytes, and seconds."""
        return {
            "x-sparql-maxrows": str(ROWS),
            "x-sparql-maxbytes": str(most),
            "x-sparql-timeout": f"{self.timeout:g}",
        }

    async def _description(self, request: Request) -> Response:
        kind = best(request.headers.get("accept", ""), ("text/turtle", "text/html"))
        if kind is None:
            raise Refused(406, "no form that you accept", "there are: text/turtle, text/html")
        if kind == "text/html":
            return RedirectResponse("/query", 303)

        def made() -> str:
            with self.present.use() as held:
                endpoint = safe_iri(f"{request.url.scheme}://{request.headers['host']}/sparql")
                return protocol.description(endpoint, held.graph.store.statements)

        return Response(await run_in_threadpool(made), media_type="text/turtle", headers={"vary": "accept"})

    async def health(self, _request: Request) -> Response:
        """Whether queries are answered: 200 with the graph's version and size, else 503 with the reason."""

        def made() -> dict[str, Any]:
            with self.present.use() as held, held.reader() as reader:
                held.ask(reader, "ASK {}", self.timeout)
                return {
                    "status": "ok",
                    "version": held.version,
                    "statements": held.graph.store.statements,
                }

        try:
            return JSONResponse(await run_in_threadpool(made), headers={"cache-control": "no-store"})
        except KgError as error:
            said = {"status": "failing", "fact": error.fact, "hint": error.hint}
            return JSONResponse(said, 503, headers={"cache-control": "no-store"})

    async def review(self, request: Request) -> Response:
        """The page on which people decide. Raises Refused where nobody may, or this one may not."""
        editing = self._editing()
        if (entered := editing.enter(request)) is not None:
            return entered
        if not editing.entered(request):
            raise Refused(
                403, "only who opened the address of kg serve --edit may decide", "open that address"
            )
        return await self.page(review.review)(request)

    async def decide(self, request: Request) -> Response:
        """Keeps a decision of the page. Raises Refused where it does not come from it."""
        self._editing().check(request)
        wanted = await protocol.record(request)
        async with self.writing:  # one after the other, as their page puts them
            return await run_in_threadpool(review.keep, self.present.workspace, wanted)

    async def save(self, request: Request) -> Response:
        """Keeps a query among those of the workspace. Raises Refused where it does not come from the page."""
        self._editing().check(request)
        wanted = await protocol.record(request)

        def made() -> Response:
            with self.present.use() as held:
                return saved.save(held, wanted)

        async with self.writing:
            return await run_in_threadpool(made)

    def _editing(self) -> Editing:
        if self.editing is None:
            raise Refused(403, "this server only shows", "kg serve --edit lets you decide")
        return self.editing

    def _look(self, request: Request) -> frame.Look:
        nonce = secrets.token_urlsafe(16) if request.url.path == "/query" else ""
        entered = self.editing is not None and self.editing.entered(request)
        page = self.editing.page if self.editing is not None and entered else ""
        return frame.look(request, edit=entered, nonce=nonce, page=page)

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
        if request.url.path.startswith("/query/") or (
            request.method == "POST" and request.url.path == "/review"
        ):
            return JSONResponse(asking.told(fact, hint, frame.language(request)), status)
        if "text/html" in request.headers.get("accept", "") and request.url.path != "/sparql":
            look = self._look(request)
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
        stopped: list[KgError | Refused] = []

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
            except (KgError, Refused) as error:  # told as such, and not as a group of errors
                stopped.append(error)
            group.cancel_scope.cancel()
        if stopped:
            raise stopped[0]
        return found[0]


def _accepted(request: Request) -> str:
    """What a client accepts: the form that the address names, else what its header says."""
    return answers.NAMED.get(request.query_params.get("format", ""), request.headers.get("accept", ""))


def _known(request: Request, tag: str) -> bool:
    return tag in {part.strip() for part in request.headers.get("if-none-match", "").split(",")}
