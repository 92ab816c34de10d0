"""What is asked and how the answer is to be shown: an address of the query page to a record, and back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode

from kg.query.book import bound, question
from kg.serve.present import Held
from kg.serve.protocol import Refused

VIEWS = ("table", "chart", "matrix", "timeline", "map", "graph")
OF_QUESTION = "p."
"""What stands before the name of a question's parameter in an address: they have names of their own."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A SPARQL text, or a question of the book with its values; a view, and how its rows are narrowed and sorted.

    `across` and `down` are the columns that a drawing counts by, `labels` tells whether names stand in place of IRIs.
    """

    text: str = ""
    question: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    view: str = "table"
    sort: str = ""
    words: str = ""
    page: int = 1
    labels: bool = True
    across: str = ""
    down: str = ""

    @classmethod
    def of(cls, query: str) -> Self:
        """What the query part of an address asks. Raises Refused where it is not UTF-8, or has too many parts."""
        try:
            last = dict(parse_qsl(query, errors="strict", max_num_fields=200))
        except (UnicodeDecodeError, ValueError) as error:
            raise Refused(400, "the parameters are not UTF-8, or too many") from error
        page = last.get("page", "")
        return cls(
            last.get("text", ""), last.get("question", ""),
            {name.removeprefix(OF_QUESTION): value for name, value in last.items()
             if name.startswith(OF_QUESTION) and value.strip()},
            last["view"] if last.get("view") in VIEWS else "table",
            last.get("sort", ""), last.get("words", "").strip(),
            int(page) if page.isdecimal() and 0 < int(page) < 1_000_000 else 1,
            last.get("labels") != "no", last.get("across", ""), last.get("down", ""),
        )  # fmt: skip

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of its address."""
        told = [
            ("question", self.question), ("text", "" if self.question else self.text),
            *((OF_QUESTION + name, value) for name, value in self.values.items()),
            ("view", self.view if self.view != "table" else ""), ("sort", self.sort), ("words", self.words),
            ("page", str(self.page) if self.page > 1 else ""), ("labels", "" if self.labels else "no"),
            ("across", self.across), ("down", self.down),
        ]  # fmt: skip
        return [(name, value) for name, value in told if value]

    def address(self, form: str = "") -> str:
        """Its address, in a form."""
        return f"/query{'.' + form if form else ''}?{urlencode(self.pairs())}"

    def but(self, **changes: Any) -> Self:
        """The same asked, shown otherwise, from the first page on."""
        return replace(self, **{"page": 1, **changes})

    def sparql(self, held: Held) -> str:
        """The SPARQL text that is asked. Raises QueryError: no such question, or a value not of its kind."""
        if not self.question:
            return self.text
        of = question(held.graph.questions, self.question)
        return bound(of, self.values, held.graph.ontology, lambda name: held.graph.find(name).iri)
