"""A graph for assistants, over the Model Context Protocol: read-only tools whose answers carry sentences and ids."""

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from decimal import Decimal
from functools import wraps
from itertools import islice
from typing import Any, ParamSpec

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from kg.api import Graph
from kg.errors import KgError, QueryWarning
from kg.model import Act, Claim, Entity, Figure, Source

P = ParamSpec("P")
Answer = dict[str, Any]

MOST = 50
"""Rows of an answer; what is more is counted and left out, to be asked for more narrowly."""

SECONDS = 20.0
"""The time that a query may take."""

INSTRUCTIONS = (
    "A knowledge graph of Chinese texts on regional development. Every statement carries `id`, the sentence "
    "that states it (`quote`, letter by letter), its document and date, `status` (done, planned, fact, target) "
    "and `confidence`, a precision observed on annotated text. Quote sentences, not paraphrases; say the status; "
    "below 0.5 call it doubtful. What no tool finds is not in the graph: say so. Names may be given in any form; "
    "where several things have one, add the type or region."
)


def server(graph: Graph) -> MCPServer[Any]:
    """A server of the tools over a graph, to be run by its caller."""
    made: MCPServer[Any] = MCPServer("kg", instructions=INSTRUCTIONS, log_level="ERROR")
    for tool in _tools(graph):
        made.tool(structured_output=False)(_told(tool))
    return made


def _told(tool: Callable[P, Answer]) -> Callable[P, Answer]:
    """The tool with its errors as lines for the assistant: what is wrong and what to try."""

    @wraps(tool)
    def told(*args: P.args, **kwargs: P.kwargs) -> Answer:
        try:
            return tool(*args, **kwargs)
        except KgError as error:
            raise ToolError(f"{error.fact}. {error.hint}" if error.hint else error.fact) from error

    return told


def _tools(graph: Graph) -> Iterable[Callable[..., Answer]]:
    cited = {source.iri: _source(source) for source in graph.sources().values()}

    def search(words: str, limit: int = 20) -> Answer:
        """Things whose names are like the words, and sentences that hold the words letter by letter."""
        limit = min(limit, MOST)
        names = graph.index.exact(words) or graph.index.near(words, limit)
        sentences = graph.index.sentences(words, limit)
        return {
            "things": [{"iri": f.iri, "name": f.name} for f in names[:limit]],
            "sentences": [
                {"quote": text, "place": place, **cited.get(place.partition("#")[0], {})}
                for place, text in sentences
            ],
        }

    def entity(name: str, type: str | None = None, region: str | None = None) -> Answer:  # noqa: A002 - its name for callers
        """All that is said of a thing: relations, acts in which it has a part, figures, each with its sentence."""
        view = graph.entity(name, type, region)
        acts = [act for _, those in view.acts for act in those]
        return {
            "thing": _thing(view.entity),
            "relations": _some(
                {
                    "relation": link.relation,
                    "outward": link.outward,
                    "other": _thing(link.other),
                    **_statement(link.claims[0], cited),
                }
                for link in view.links
            ),
            "acts": _some(_statement(act, cited) for act in acts),
            "figures": _some(_statement(figure, cited) for figure in view.figures),
        }

    def tasks(
        document: str | None = None,
        body: str | None = None,
        field: str | None = None,
        place: str | None = None,
        year: int | None = None,
        status: str | None = None,
    ) -> Answer:
        """The task table: what is done or to be done, by whom, led by whom, by when. All filters hold together."""
        found = graph.tasks(document, body=body, field=field, place=place, year=year, status=status)
        return _some(
            {
                "task": task.act.label,
                "section": " / ".join(task.sections),
                "actor": task.actor.label if task.actor else "",
                "actor_stated": task.act.subject_span is not None,
                "parts": [{"role": role, "name": thing.label} for role, thing in task.parts],
                "due": task.due,
                **_statement(task.act, cited),
            }
            for task in found
        )

    def targets(
        region: str | None = None,
        indicator: str | None = None,
        first: int | None = None,
        last: int | None = None,
    ) -> Answer:
        """The ladder: by region, indicator and year what was aimed at, what came of it, and the verdict."""
        known = graph.ontology.indicators.values()
        names = None if indicator is None else [i.name for i in known if indicator in (i.name, i.zh, i.en)]
        found = graph.targets([region] if region else (), names, first, last)
        labels = graph.labels({rung.region for rung in found})
        return _some({**_plain(asdict(rung)), "region": labels[rung.region]} for rung in found)

    def follow(region: str, outcome: str | None = None) -> Answer:
        """What each report of a region promised and the next one says of it.

        Outcomes: delivered, partly, under-way, planned-again, silent (the next report says nothing).
        """
        return _some(
            promise
            for old, new in graph.report_pairs(region)
            for promise in _promises(graph, old, new, cited)
            if outcome in (None, promise["outcome"])
        )

    def path(start: str, end: str) -> Answer:
        """How two things are linked: chains of acts and claims, with the sentence behind each step."""
        found = graph.path(start, end)
        return {
            "chains": [
                [
                    {
                        "from": step.start.label,
                        "to": step.end.label,
                        "because": [
                            *(_statement(act, cited) for act in step.acts[:1]),
                            *(_statement(claim, cited) for claim in step.claims[:1]),
                        ],
                    }
                    for step in chain
                ]
                for chain in found.chains
            ],
            "only_through_a_documents_region": found.generic,
            "no_link_only_common_things_between": found.loose,
            "words_that_name_nothing": found.words,
            "named_together_in": [asdict(near) | cited.get(near.document, {}) for near in found.near],
        }

    def query(sparql: str) -> Answer:
        """The rows of a SPARQL 1.1 query; prefixes rdp, rdfs, skos, dcterms, prov, oa, schema need not be declared."""
        with warnings.catch_warnings(action="ignore", category=QueryWarning):  # told in the answer
            rows = graph.query(sparql, SECONDS)
        doubts = [f"{of.fact}; {of.hint}" for of in graph.doubts(sparql, empty=not rows)]
        told = {"answer": rows} if isinstance(rows, bool) else _some(_plain(row) for row in rows)
        return {**told, "doubts": doubts} if doubts else told

    def sentence(id: str) -> Answer:  # noqa: A002 - its name for callers
        """The sentence behind a claim, figure or act by its id, read back from the stored text."""
        return {**asdict(graph.evidence(id))}

    def ask(question: str) -> Answer:
        """A question in Chinese words, answered with cited rows; else the nearest sentences, or names to choose."""
        return asdict(graph.ask(question))

    return ask, search, entity, tasks, targets, follow, path, query, sentence


def _promises(graph: Graph, old: str, new: str, cited: Mapping[str, Answer]) -> Iterator[Answer]:
    """The promises of a report (its id) with their outcome in a later one; `id` where the graph has them as acts."""
    acts = {task.act.span: task.act for task in graph.tasks(old)}
    for before, after, one, clauses in graph.follow(old, new):
        if one is not None:
            act = acts.get((one.start, one.end))
            stated = {"quote": one.sentence} if act is None else _statement(act, cited)
            yield {
                "promise": one.text, "outcome": one.outcome, "promised": before.year, "told": after.year,
                "next_report": after.id, "next_says": list(clauses), **stated,
            }  # fmt: skip


def _some(rows: Iterable[Answer]) -> Answer:
    """The first rows, and how many there are more."""
    found = list(rows)
    return {"rows": list(islice(found, MOST)), "more": max(len(found) - MOST, 0)}


def _thing(of: Entity) -> Answer:
    return {"name": of.label, "type": of.kind or of.type, "iri": of.iri}


def _source(of: Source) -> Answer:
    return {"document": of.title or of.id, "document_id": of.id, "date": of.date}


def _statement(of: Claim | Figure | Act, cited: Mapping[str, Answer]) -> Answer:
    told = {
        "id": of.iri,
        "quote": of.quote,
        "status": of.status,
        "confidence": of.confidence,
        **cited.get(of.document, {}),
    }
    if isinstance(of, Figure):
        told |= {
            "indicator": of.indicator,
            "comparator": of.comparator,
            "value": str(of.value),
            "unit": of.unit,
            "year": of.year,
        }
    elif isinstance(of, Act):
        told |= {"act": of.label, "ended": of.ended, "year": of.due or of.year}
    return told


def _plain(of: Any) -> Any:
    if isinstance(of, dict):
        return {str(name): _plain(value) for name, value in of.items()}
    if isinstance(of, list | tuple):
        return [_plain(value) for value in of]
    return str(of) if isinstance(of, Decimal) else of
