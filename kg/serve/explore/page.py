"""The explorer as a page, and as rows."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kg.serve import frame, tables
from kg.serve.explore import views
from kg.serve.explore.collection import Collection
from kg.serve.explore.items import Item
from kg.serve.explore.state import FACETS, SORTS, VIEWS, State
from kg.serve.present import Held
from kg.serve.tables import Table


def explore(held: Held, request: Request, look: frame.Look) -> Response:
    """What is left of the tasks, figures and relations by the state in the address; its rows where a form is asked for.

    Raises Refused: no such form.
    """
    form = tables.form(request)
    state = State.of(request.url.query)
    collection = held.collection
    words = frame.words(held.graph.ontology, look.language)
    name = views.Namer(held.network, held.graph.ontology, collection.places, words, look.language)
    left = collection.left(state)
    if form != "html":
        return tables.response(_table(held, left, state, name, words), form)
    return frame.rendered(
        "explore.html", held.graph.ontology, look, state=state, total=len(left), whole=len(collection.items),
        facets=views.facets(collection, state, name), views=VIEWS, sorts=SORTS, offered=FACETS, name=name,
        hidden=[pair for pair in state.but(words="").pairs() if pair[0] != "words"],
        **_shown(held, collection, left, state, name, look.language),
    )  # fmt: skip


def _table(
    held: Held, left: tuple[Item, ...], state: State, name: views.Namer, words: dict[str, str]
) -> Table:
    """The rows of a view: what the page shows, and all of it."""
    if state.view == "things":
        return views.things_table(views.things(left, held.network), name, words)
    if state.view == "matrix":
        return views.matrix_table(left, state, name, words)
    if state.view == "timeline":
        return views.years_table(views.years(left, state)[0], name, words)
    if state.view == "map":
        return views.tiles_table(left, name, words)
    if state.view == "graph":
        return views.pairs_table(views.pairs(left, held.network), name, words)
    return views.table(views.ordered(left, state, name), name, words)


def _shown(
    held: Held, collection: Collection, left: tuple[Item, ...], state: State, name: views.Namer, language: str
) -> dict[str, Any]:
    """What the view of a state draws."""
    if state.view == "matrix":
        return {"grid": views.matrix(left, state, name)}
    if state.view == "timeline":
        bars, without = views.years(left, state)
        return {"bars": bars, "without": without}
    if state.view == "map":
        ontology = held.graph.ontology
        return {"tiles": views.tiles(left, state, collection, ontology, name, language)}
    if state.view == "graph":
        linked = views.pairs(left, held.network)
        picture = views.graph(linked, held.network, name)
        return {"picture": picture, "shapes": frame.shapes(held.graph.ontology), "pairs": len(linked)}
    rows: list[Any] = (
        views.things(left, held.network) if state.view == "things" else views.ordered(left, state, name)
    )
    pages = max(1, -(-len(rows) // views.PAGE))
    at = min(state.page, pages)
    shown = rows[(at - 1) * views.PAGE : at * views.PAGE]
    return {"rows": shown, "page": at, "pages": pages, "size": len(rows)}
