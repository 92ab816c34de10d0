"""An answer as people look at it: rows with labels, narrowed, sorted and paged, and what can be drawn of them."""

import json
import re
import shlex
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from kg.contracts import Result
from kg.export.tables import Cell
from kg.query.sparql import python
from kg.rdf.vocabulary import RDP
from kg.serve import drawings
from kg.serve.asking.wanted import Wanted
from kg.serve.explore.views import GENERIC, STATUSES
from kg.serve.frame import address
from kg.serve.present import Held
from kg.terms import Value

LIMIT = 10_000
"""The most rows that a page sorts and draws; a file has them all."""

PAGE = 100
BARS = 60
"""The most bars of a chart, and rows and columns of a matrix."""

Row = tuple[Value | None, ...]
_region = re.compile(r"/Region/(\d\d)\d*\Z")
_type = re.compile(r"/([A-Z][A-Za-z]*)/")
_year = re.compile(r"(1[89]|20)\d\d(-|$)")


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it came: its form, its columns and rows, and whether there were more than these."""

    form: str
    truth: bool
    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    more: bool

    @classmethod
    def of(cls, result: Result, *, whole: bool = False) -> "Kept":
        """The first rows of an answer, or all of them."""
        limit = None if whole else LIMIT
        rows = list(islice(result, None if limit is None else limit + 1))
        return cls(
            result.form,
            result.truth,
            result.variables,
            tuple(rows[:limit]),
            limit is not None and len(rows) > limit,
        )


class Answer:
    """An answer under the eyes of somebody: with labels in a language, and as it is wanted."""

    def __init__(self, kept: Kept, wanted: Wanted, held: Held, language: str) -> None:
        self.kept = kept
        self.wanted = wanted
        self._held = held
        self._language = language
        self._labels = held.labels(language)
        self._labels.learn(v.text for row in kept.rows for v in row if v and v.kind == "iri")

    def label(self, value: Value | None) -> str:
        """What stands for a value."""
        if value is None:
            return ""
        return self._labels(value.text) if value.kind == "iri" and self.wanted.labels else value.text

    @cached_property
    def rows(self) -> list[Row]:
        """The rows that hold the words, sorted as wanted."""
        words = self.wanted.words
        found = [row for row in self.kept.rows if not words or any(words in self.label(v) for v in row)]
        column = self.wanted.sort.removeprefix("-")
        if column in self.kept.variables:
            at = self.kept.variables.index(column)
            found.sort(key=lambda row: self._rank(row[at]), reverse=self.wanted.sort.startswith("-"))
        return found

    def _rank(self, value: Value | None) -> tuple[int, float, str]:
        cell = python(value)
        if cell is None:
            return 0, 0.0, ""
        if isinstance(cell, str):
            return 2, 0.0, self.label(value)
        return 1, float(cell), ""

    def cells(self) -> Iterable[tuple[Cell, ...]]:
        """The rows for a file: numbers as numbers, labels or IRIs as texts."""
        for row in self.rows:
            yield tuple(self.label(value) if value and value.kind == "iri" else _cell(value) for value in row)

    # what can be drawn

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Each column's kind: number, year, thing or text."""
        return {name: self._kind(at) for at, name in enumerate(self.kept.variables)}

    def _kind(self, at: int) -> str:
        values = [row[at] for row in self.rows if row[at] is not None]
        if (
            values
            and all(_year.match(v.text) for v in values if v)
            and not any(v and v.kind == "iri" for v in values)
        ):
            return "year"
        if values and all(
            isinstance(python(v), int | float) or type(python(v)).__name__ == "Decimal" for v in values
        ):
            return "number"
        return "thing" if any(v and v.kind == "iri" for v in values) else "text"

    @property
    def named(self) -> list[str]:
        """The columns that drawings may count by."""
        return [name for name, kind in self.kinds.items() if kind != "number"]

    @cached_property
    def views(self) -> list[str]:
        """The views that these rows allow."""
        if not self.rows:
            return ["table"]
        things = [name for name, kind in self.kinds.items() if kind == "thing"]
        allowed = {
            "table": True,
            "chart": bool(self.named),
            "matrix": len(self.named) > 1 and self.kept.form != "construct",
            "timeline": "year" in self.kinds.values(),
            "map": bool(self._regions),
            "graph": self.kept.form == "construct" or len(things) > 1,
        }
        return [view for view, there in allowed.items() if there]

    @property
    def across(self) -> str:
        """The column that a chart or matrix counts by first."""
        return self.wanted.across if self.wanted.across in self.named else self.named[0]

    @property
    def down(self) -> str:
        """The column of a matrix beside."""
        others = [name for name in self.named if name != self.across]
        return self.wanted.down if self.wanted.down in others else others[0]

    @property
    def number(self) -> str:
        """The column whose numbers are added up; "" where rows are counted."""
        return next((name for name, kind in self.kinds.items() if kind == "number"), "")

    def _amount(self, row: Row) -> float:
        if not self.number:
            return 1.0
        value = python(row[self.kept.variables.index(self.number)])
        return 0.0 if value is None or isinstance(value, str) else float(value)

    def _of(self, row: Row, column: str) -> str:
        return self.label(row[self.kept.variables.index(column)])

    @cached_property
    def _status(self) -> int | None:
        """The place of the column that tells statuses."""
        known = {RDP + status for status in STATUSES}
        for at in range(len(self.kept.variables)):
            found = {row[at].text for row in self.rows if row[at]}  # type: ignore[union-attr]
            if found and found <= known:
                return at
        return None

    def _part(self, row: Row) -> str:
        value = row[self._status] if self._status is not None else None
        return value.text.removeprefix(RDP) if value else "fact"

    def bars(self, column: str) -> tuple[drawings.Bar, ...]:
        """A bar a value of a column: the sum of its numbers, or how many rows it has, by status where one is told."""
        counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
        year = self.kinds[column] == "year"
        for row in self.rows:
            label = self._of(row, column)
            counted[label[:4] if year else label][self._part(row)] += self._amount(row)  # type: ignore[assignment]
        order = sorted(counted, key=lambda v: (v,) if year else (-counted[v].total(), v))
        return tuple(
            drawings.Bar(label, tuple((s, counted[label][s]) for s in STATUSES if counted[label][s]))
            for label in order[:BARS]
        )

    def timeline(self) -> tuple[drawings.Bar, ...]:
        """The bars of the column of years."""
        return self.bars(next(name for name, kind in self.kinds.items() if kind == "year"))

    def matrix(self) -> drawings.Grid:
        """Two columns across: sums of numbers, or numbers of rows."""
        cells: Counter[tuple[str, str]] = Counter()
        down: Counter[str] = Counter()
        across: Counter[str] = Counter()
        for row in self.rows:
            one, other, amount = self._of(row, self.down), self._of(row, self.across), self._amount(row)
            cells[one, other] += amount  # type: ignore[assignment]
            down[one] += amount  # type: ignore[assignment]
            across[other] += amount  # type: ignore[assignment]
        most = max(cells.values(), default=0)
        heads = sorted(across, key=lambda v: (-across[v], v))
        sides = sorted(down, key=lambda v: (-down[v], v))

        def cell(one: str, other: str) -> drawings.GridCell:
            amount = cells.get((one, other))
            return drawings.GridCell(f"{amount:g}" if amount else "", drawings.shade(amount or 0, most))

        return drawings.Grid(
            tuple(heads[:BARS]),
            tuple((side, tuple(cell(side, head) for head in heads[:BARS])) for side in sides[:BARS]),
            (len(sides) - len(sides[:BARS]), len(heads) - len(heads[:BARS])),
        )

    @cached_property
    def _regions(self) -> tuple[str, ...]:
        """For each row the first two digits of the division code of the region that it names."""
        tiles = self._held.graph.ontology.labels("tiles")
        names = {of["zh"]: code for code, of in tiles.items()}

        def code(value: Value) -> str:
            match = _region.search(value.text) if value.kind == "iri" else None
            if match:
                return match[1] if match[1] in tiles else ""
            return next((code for name, code in names.items() if value.text.startswith(name)), "")

        found = tuple(next((c for v in row if v and (c := code(v))), "") for row in self.rows)
        return found if any(found) else ()

    def tiles(self) -> tuple[drawings.Tile, ...]:
        """The provinces, with the sums or numbers of their rows."""
        counted: Counter[str] = Counter()
        for row, code in zip(self.rows, self._regions, strict=True):
            if code:
                counted[code] += self._amount(row)  # type: ignore[assignment]
        return drawings.province_tiles(counted, {}, {}, self._held.graph.ontology, self._language)

    def graph(self) -> drawings.Picture:
        """The things of the rows, linked where a row has two: subject and object of triples, else the first two."""
        if self.kept.form == "construct":
            places = (0, 2)
        else:
            one, other = [at for at, name in enumerate(self.kept.variables) if self.kinds[name] == "thing"][
                :2
            ]
            places = (one, other)
        nodes: dict[str, tuple[str, str, str]] = {}
        edges: dict[tuple[str, str], tuple[str, str, float]] = {}
        for row in self.rows:
            ends = [row[at] for at in places]
            if any(end is None or (end.kind == "literal" and self.kept.form != "construct") for end in ends):
                continue
            a, b = (self._node(end, nodes) for end in ends if end)
            rest = [self.label(v) for at, v in enumerate(row) if at not in places and v]
            title, _, weight = edges.get((a, b), ("", "", 0.0))
            edges[a, b] = (
                title or f"{nodes[a][0]} {' '.join(rest)[:60]} {nodes[b][0]}",
                self._part(row),
                weight + 1,
            )
        return drawings.network(nodes, edges)

    def _node(self, value: Value, nodes: dict[str, tuple[str, str, str]]) -> str:
        match = _type.search(value.text)
        type_ = match[1] if match and value.kind == "iri" else next(iter(GENERIC))
        nodes[value.text] = (self._labels(value.text) if value.kind == "iri" else value.text, type_,
                             address(value.text) if value.kind == "iri" else "")  # fmt: skip
        return value.text


def _cell(value: Value | None) -> Cell:
    cell = python(value)
    return str(cell).lower() if isinstance(cell, bool) else cell


def code(text: str, base: str, variables: Sequence[str]) -> Mapping[str, str]:
    """How to ask the same with curl, Python and R."""
    said = json.dumps(text, ensure_ascii=False)
    return {
        "curl": f"curl -G {base}sparql -H 'Accept: text/csv' --data-urlencode {shlex.quote('query=' + text)}",
        "Python": (
            "from urllib.parse import urlencode\n\nimport pandas as pd\n\n"
            f"text = {said}\nrows = pd.read_csv({base + 'query.csv?'!r} + urlencode({{'text': text}}))\n"
            f"print(rows[{list(variables)!r}])"
        ),
        "R": (
            f"text <- {said}\n"
            f"rows <- read.csv(paste0({json.dumps(base + 'query.csv?text=')}, URLencode(text, reserved = TRUE)), "
            'fileEncoding = "UTF-8-BOM")\nprint(rows)'
        ),
    }
