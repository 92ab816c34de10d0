"""The page on which people decide: what may be one thing, what is least sure, what a task should say."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from kg.analyse import Doubt, Likeness
from kg.api import Graph
from kg.errors import QueryError, StoreError
from kg.model import Act
from kg.pipeline.build import correct, decide, rebuild
from kg.rdf import read as facts
from kg.reviewing import (
    PROPOSED,
    Decided,
    beside,
    document_id,
    judge,
    judge_proposed,
    merge,
    noted,
    parted,
    proposed,
    rename,
    task_of,
)
from kg.serve import frame
from kg.serve.present import Held
from kg.serve.protocol import Refused
from kg.terms import readable
from kg.workspace import Workspace

COOKIE = "kg_edit"
LISTS = ("pairs", "claims", "tasks", "candidates", "decided")
FIELDS = ("words", "actor", "lead", "support", "due", "status")
"""What of a task a form corrects, a field each."""

MOST = 500
"""The most of a list that one may go through before the graph is brought in line."""


@dataclass(frozen=True, slots=True)
class Editing:
    """Who may decide: whoever opened the address with the token, from this page; both are new with each server."""

    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    page: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    def entered(self, request: Request) -> bool:
        """Whether a request comes from somebody who opened the address with the token."""
        return secrets.compare_digest(request.cookies.get(COOKIE, "").encode(), self.token.encode())

    def enter(self, request: Request) -> Response | None:
        """The way in for an address with the token: the token goes into a cookie, and out of the address."""
        given = request.query_params.get("token")
        if given is None or not secrets.compare_digest(given.encode(), self.token.encode()):
            return None
        response = RedirectResponse("/review", 303)
        response.set_cookie(COOKIE, self.token, samesite="strict", httponly=True)
        return response

    def check(self, request: Request) -> None:
        """Raises Refused where a decision does not come from our own page, opened by somebody who may decide.

        The cookie is not sent with requests of other sites (SameSite), the header cannot be set by a form of theirs,
        and its value stands in our page alone.
        """
        if not self.entered(request):
            raise Refused(
                403, "only who opened the address of kg serve --edit may decide", "open that address again"
            )
        if not secrets.compare_digest(request.headers.get("x-kg-page", "").encode(), self.page.encode()):
            raise Refused(403, "this did not come from the page", "load the page again")
        if request.headers.get("content-type") != "application/json":
            raise Refused(415, "JSON was expected")


def review(held: Held, request: Request, look: frame.Look) -> Response:
    """What there is to decide, one at a time, by list and number; or all of one statement or thing."""
    graph = held.graph
    decided = Decided.of(graph.workspace)
    list_ = request.query_params.get("list", "")
    list_ = list_ if list_ in LISTS else "pairs"
    name = request.query_params.get("iri", "")
    waiting = _waiting(held, decided)
    number = request.query_params.get("n", "")
    at = int(number) if number.isdecimal() and int(number) < MOST else 0
    one: Any = None
    if name:
        list_, one = _named(held, name)
    elif list_ != "decided" and waiting[list_]:
        at = min(at, len(waiting[list_]) - 1)
        one = waiting[list_][at]
    called = graph.ontology.names(look.language)
    words = frame.words(graph.ontology, look.language)
    data = {
        "page": look.page, "words": words, "list": list_, "n": at, "last": len(waiting.get(list_, ())) - 1,
        "named": bool(name),
    }  # fmt: skip
    return frame.rendered(
        "review.html", graph.ontology, look, list=list_, lists=LISTS, at=at, one=one, called=called, quoted=_quoted,
        sizes={**{of: len(found) for of, found in waiting.items()}, "decided": len(list(decided.entries()))},
        task=_task(graph, one.iri) if list_ == "tasks" and one else None, sentences=_sentences(held, one),
        documents=sorted(graph.sources().values(), key=lambda s: s.id), fields=FIELDS,
        decided=[(kind, _told(kind, entry), _named_in(held, kind, entry)) for kind, entry in decided.entries()],
        data=Markup(frame.json_in_page(data)),  # noqa: S704 - every < is escaped
    )  # fmt: skip


def _waiting(held: Held, decided: Decided) -> dict[str, Sequence[Any]]:
    """What is still to be decided: pairs, statements, tasks, the most doubtful first; and what a model proposed."""
    known = decided.claims
    apart = {frozenset(pair) for pair in decided.apart}
    changed = {one.task for one in decided.record.tasks}
    return {
        "pairs": list(islice((p for p in held.pairs if frozenset((p.first, p.second)) not in apart), MOST)),
        "claims": list(islice((d for d in held.doubts if d.iri not in known), MOST)),
        "tasks": list(islice((act for act in held.tasks if act.iri not in changed), MOST)),
        "candidates": list(islice(proposed(held.graph), MOST)),
    }


def _named(held: Held, name: str) -> tuple[str, Any]:
    """A task, a statement or a thing by its IRI, and the list that it is of."""
    act = next((act for act in held.tasks if act.iri == name), None)
    if act is not None:
        return "tasks", act
    doubt = next((of for of in held.doubts if of.iri == name), None)
    if doubt is not None:
        return "claims", doubt
    found = facts.entities(held.graph.store, [name])
    if not found:
        raise Refused(
            404,
            f"{name}: the graph says nothing of this",
            "look for it in the explorer, or on the query page",
        )
    return "things", found[0]


def _task(graph: Graph, iri: str) -> dict[str, str]:
    """The fields of a task as they stand, decisions of by now included; none where its text is gone."""
    try:
        of = task_of(graph, iri).measure
    except (QueryError, StoreError):  # the list goes on; a decision on it tells why it cannot be
        return {}
    named = {role: "、".join(p.name for p in of.roles if p.role == role) for role in ("lead", "support")}
    return {
        "words": of.text, "actor": of.actor, **named, "due": of.due or of.year or "",
        "status": "ended" if of.ended else of.status,
    }  # fmt: skip


def _sentences(held: Held, one: Any) -> dict[str, list[str]]:
    """Of each thing of a pair some sentences, the shortest first."""
    if not isinstance(one, Likeness):
        return {}
    found = {}
    for iri in (one.first, one.second):
        edges = [*held.network.out_edges(iri, data=True), *held.network.in_edges(iri, data=True)]
        quotes = {claim.quote for _, _, data in edges for claim in data["claims"]}
        found[iri] = sorted(quotes, key=lambda quote: (len(quote), quote))[:3]
    return found


def _quoted(of: Doubt | Act) -> str:
    return of.quote


def _named_in(held: Held, kind: str, entry: Mapping[str, str]) -> str:
    """A decision as a line for people: things and statements by what they are called while the graph has them."""
    if "claim" in entry:
        of = next((of for of in held.doubts if of.iri == entry["claim"]), None)
        called = held.graph.ontology.names("zh")
        if of is not None:
            return f"{of.subject} {called.get(of.predicate, of.predicate)} {of.object}：{of.quote}"
    nodes = held.network.nodes
    labels = {value: nodes[value]["label"] for value in entry.values() if value in nodes}
    return _told(kind, {key: labels.get(value, value) for key, value in entry.items()})


def _told(kind: str, entry: Mapping[str, str]) -> str:
    """A decision as a line."""
    values = [entry[key] for key in (("words", "change", "to") if kind == "tasks" else entry)]
    return " → ".join(readable(v) if v.startswith(("http://", "https://")) else v for v in values)


def keep(workspace: Workspace, wanted: Mapping[str, Any]) -> Response:
    """Keeps one decision of the page, or brings the graph in line with all of them.

    Raises QueryError and SettingsError where it cannot be, Refused where it is none.
    """
    kind = str(wanted.get("kind", ""))
    if kind == "apply":
        report = rebuild(workspace)
        return JSONResponse({"entities": report.entities, "claims": report.counts.claims})
    with Graph(workspace) as graph:
        _keep(graph, kind, {name: str(value) for name, value in wanted.items() if value is not None})
    return JSONResponse({"kept": kind})


def _keep(graph: Graph, kind: str, of: Mapping[str, str]) -> None:
    workspace, remark = graph.workspace, of.get("note", "").strip()
    try:
        if kind in ("confirmed", "rejected") and of["iri"].startswith(PROPOSED):
            judge_proposed(graph, "confirmed" if kind == "confirmed" else "rejected", [of["iri"]], remark)
        elif kind in ("confirmed", "rejected"):
            judge(graph, "confirmed" if kind == "confirmed" else "rejected", [of["iri"]], remark)
        elif kind == "merge":
            merge(workspace, graph.find(of["this"]).iri, graph.find(of["is"]).iri, remark)
        elif kind == "distinct":
            decide(workspace, "distinct", [noted({"this": of["this"], "other": of["other"]}, remark)])
        elif kind == "split":
            thing = graph.find(of["entity"]).iri
            decide(
                workspace,
                "splits",
                [noted({"entity": thing, "document": document_id(graph, of["document"])}, remark)],
            )
        elif kind == "rename" and of["label"].strip():
            rename(workspace, graph.find(of["entity"]), of["label"].strip(), remark)
        elif kind == "task":
            _correct(graph, of, remark)
        elif kind == "undo":
            _undo(workspace, of)
        else:
            raise Refused(400, f"{kind}: no such decision")
    except KeyError as error:
        raise Refused(400, f"{kind}: {error.args[0]} is missing") from error


def _correct(graph: Graph, of: Mapping[str, str], remark: str) -> None:
    task = task_of(graph, of["iri"])
    before = _task(graph, of["iri"])
    wanted = [
        task.correction(name, of[name].strip())
        for name in FIELDS
        if name in of and of[name].strip() != before.get(name, "")
    ]
    if parts := [part for part in of.get("split", "").split("\n") if part.strip()]:
        wanted.append(task.correction("split", parted(graph, task, parts)))
    if of.get("merge", "").strip():
        wanted.append(task.correction("merge", beside(graph, task, of["merge"].strip())))
    if not wanted:
        raise Refused(400, "nothing of the task was changed")
    correct(graph.workspace, wanted, remark)


def _undo(workspace: Workspace, of: Mapping[str, str]) -> None:
    entries = list(Decided.of(workspace).entries())
    number = int(of["number"]) if of["number"].isdecimal() else 0
    if not 0 < number <= len(entries) or _told(*entries[number - 1]) != of["told"]:
        raise Refused(409, "the decisions have changed meanwhile", "load the page again")
    kind, entry = entries[number - 1]
    decide(workspace, kind, [entry], undo=True)
