"""What of the explorer is chosen and how it is shown: an address to a state, and back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self
from urllib.parse import parse_qsl, quote_plus

from kg.serve.protocol import Refused

FACETS = ("kind", "status", "area", "region", "year", "type", "document")
"""What items are chosen by, in the order in which it is offered."""

VIEWS = ("table", "things", "matrix", "timeline", "map", "graph")
SORTS = ("text", "region", "year", "status", "area", "confidence")
"""The columns by which the table is sorted; without one it stands in the order of documents."""


@dataclass(frozen=True, slots=True)
class State:
    """What is chosen: of each facet some values (none: all), words, a thing (IRI), and how what is left is shown.

    `rows` and `columns` are the facets of the matrix.
    """

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: str = ""
    thing: str = ""
    view: str = "table"
    sort: str = ""
    page: int = 1
    rows: str = "region"
    columns: str = "area"

    @classmethod
    def of(cls, query: str) -> Self:
        """The state of the query part of an address; what it does not know is left out. Raises Refused."""
        try:
            pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=500)
        except ValueError as error:
            raise Refused(400, "the parameters are not UTF-8, or too many") from error
        last = dict(pairs)
        chosen = {name: tuple(dict.fromkeys(value for key, value in pairs if key == name)) for name in FACETS}
        page = last.get("page", "")
        return cls(
            {name: values for name, values in chosen.items() if values},
            last.get("words", "").strip(),
            last.get("thing", ""),
            _one(last.get("view"), VIEWS, "table"),
            _one(last.get("sort"), (*SORTS, *(f"-{name}" for name in SORTS)), ""),
            int(page) if page.isdecimal() and 0 < int(page) < 1_000_000 else 1,
            _one(last.get("rows"), FACETS, "region"),
            _one(last.get("columns"), FACETS, "area"),
        )

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The state as parameters of an address: what is as it is without them is left out."""
        plain: Iterable[tuple[str, str, str]] = (
            ("words", self.words, ""),
            ("thing", self.thing, ""),
            ("view", self.view, "table"),
            ("sort", self.sort, ""),
            ("page", str(self.page), "1"),
            ("rows", self.rows, "region"),
            ("columns", self.columns, "area"),
        )
        facets = [(name, value) for name in FACETS for value in self.chosen.get(name, ())]
        return (*facets, *((name, value) for name, value, usual in plain if value != usual))

    def address(self, form: str = "") -> str:
        """The address of the state, in a form."""
        query = "&".join(f"{name}={quote_plus(value)}" for name, value in self.pairs())
        return f"/explore{'.' + form if form else ''}{'?' + query if query else ''}"

    def but(self, **changes: Any) -> Self:
        """The state with other ways to show it, from its first page on."""
        return replace(self, **{"page": 1, **changes})

    def toggled(self, facet: str, value: str) -> Self:
        """The state with one value more of a facet, or one less."""
        values = self.chosen.get(facet, ())
        new = tuple(v for v in values if v != value) if value in values else (*values, value)
        return self.only(**{facet: new})

    def only(self, **values: tuple[str, ...]) -> Self:
        """The state with other values of some facets."""
        chosen = {**self.chosen, **values}
        return replace(self, page=1, chosen={name: of for name, of in chosen.items() if of})


def _one(value: str | None, known: Iterable[str], usual: str) -> str:
    return value if value is not None and value in known else usual
