"""What is left of the items, as it is shown: rows, things, a matrix, years, a map, a network."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from kg.follow.areas import OTHER
from kg.ontology import Ontology
from kg.serve import drawings
from kg.serve.explore.collection import Collection, spread
from kg.serve.explore.items import Item, Place
from kg.serve.explore.state import FACETS, State
from kg.serve.frame import address
from kg.serve.tables import Table

if TYPE_CHECKING:
    import networkx as nx

PAGE = 50
"""The rows of a page."""

OFFERED = 8
"""The values of a facet that stand there at once; the others unfold."""

MATRIX = (40, 26)
"""The most rows and columns of a matrix that are shown; a file has all."""

STATUSES = ("done", "planned", "target", "fact", "ended")
"""Statuses in the order in which they are shown."""

REST = frozenset({"", OTHER})
"""Values that stand after all others: what is not told, and what belongs nowhere else."""

GENERIC = frozenset({"Concept"})
"""Types of things that link nothing, as in `kg path`."""

COLUMNS = (
    "kind", "text", "amount", "relation", "status", "year", "due", "area", "region", "document", "confidence",
    "sentence", "things", "iri",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a facet: its label, how many items it would leave, where it leads, how deep it lies in a tree."""

    value: str
    label: str
    number: int
    address: str
    chosen: bool
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its values, those that leave most first; places stand as a tree."""

    name: str
    first: tuple[Option, ...]
    rest: tuple[Option, ...]
    clear: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity that has a part in what is left: in how many items of each status."""

    iri: str
    label: str
    type: str
    number: int
    statuses: tuple[tuple[str, int], ...]


class Namer:
    """What values of facets are called in a language."""

    def __init__(
        self,
        network: "nx.MultiDiGraph[str]",
        ontology: Ontology,
        places: Mapping[str, Place],
        words: Mapping[str, str],
        language: str,
    ) -> None:
        self._network = network
        self._words = words
        self._places = places
        self._called = ontology.names(language)
        self._areas = {name: of.zh if language == "zh" else of.en for name, of in ontology.areas.items()}

    def __call__(self, facet: str, value: str) -> str:
        """The label of a value."""
        if not value:
            return self._words["not_told"]
        if facet == "kind":
            return self._words[f"kind_{value}"]
        if facet == "area":
            return self._areas.get(value, self._words["other_area"])
        if facet == "region":
            return self._places[value].label if value in self._places else value
        if facet == "document":
            source = self._network.graph["sources"].get(value)
            return (source.title or source.id) if source else value
        if value == "ended":
            return self._words["ended"]
        return self._called.get(value, value)

    def thing(self, iri: str) -> str:
        """The label of an entity."""
        return str(self._network.nodes[iri]["label"])

    def text(self, item: Item) -> str:
        """An item in a line: what is done, what is measured, what stands in which relation."""
        if item.kind == "figure":
            owner = f"{self.thing(item.things[0])} " if item.things else ""
            return f"{owner}{item.text} {item.amount}"
        if item.kind == "relation" and len(item.things) > 1:
            one, other = item.things[:2]
            return f"{self.thing(one)} {self._called.get(item.relation, item.relation)} {self.thing(other)}"
        return item.text


def facets(collection: Collection, state: State, name: Namer) -> tuple[Facet, ...]:
    """Each facet with the numbers of its values; a facet that tells nothing apart is left out."""
    counts = collection.counts(state)
    found = []
    for facet in FACETS:
        chosen = state.chosen.get(facet, ())
        numbers = {**dict.fromkeys(chosen, 0), **counts[facet]}
        options = [
            Option(value, name(facet, value), numbers[value], state.toggled(facet, value).address(), value in chosen,
                   len(collection.places[value].above) if facet == "region" and value in collection.places else 0)
            for value in _ordered(facet, numbers, chosen, collection.places)
        ]  # fmt: skip
        if len(options) > 1 or chosen:
            clear = state.only(**{facet: ()}).address() if chosen else ""
            first = max(OFFERED, sum(option.chosen for option in options)) if facet != "region" else OFFERED
            found.append(Facet(facet, tuple(options[:first]), tuple(options[first:]), clear))
    return tuple(found)


def _ordered(
    facet: str, numbers: Mapping[str, int], chosen: Sequence[str], places: Mapping[str, Place]
) -> list[str]:
    if facet == "year":
        return sorted(numbers, key=lambda v: (v not in chosen, v == "", v), reverse=False)
    if facet != "region":
        return sorted(numbers, key=lambda v: (v not in chosen, v in REST, -numbers[v], v))

    def path(key: str) -> tuple[tuple[int, str], ...]:
        line = (*places[key].above, key) if key in places else (key,)
        return tuple((-numbers.get(each, 0), each) for each in line)

    return sorted(numbers, key=lambda key: (key == "", path(key)))


def ordered(items: Sequence[Item], state: State, name: Namer) -> list[Item]:
    """The items as the table sorts them."""
    column = state.sort.removeprefix("-")
    if not column:
        return list(items)

    def key(item: Item) -> object:
        if column == "text":
            return name.text(item)
        value = getattr(item, column)
        return value if isinstance(value, float) else name(column, value) if value else ""

    return sorted(items, key=key, reverse=state.sort.startswith("-"))  # type: ignore[arg-type]


def table(items: Sequence[Item], name: Namer, words: Mapping[str, str]) -> Table:
    """All that is left, a row an item."""
    return Table(words["explore"], COLUMNS, [words[f"column_{c}"] for c in COLUMNS], _rows(items, name))


def _rows(items: Sequence[Item], name: Namer) -> Iterator[tuple[str | float, ...]]:
    for item in items:
        yield (
            name("kind", item.kind), name.text(item), item.amount, name("type", item.relation) if item.relation else "",
            name("status", item.status), item.year, item.due, name("area", item.area),
            name("region", item.region) if item.region else "", name("document", item.document),
            round(item.confidence, 2), item.quote, "、".join(name.thing(thing) for thing in item.things), item.iri,
        )  # fmt: skip


def things(items: Sequence[Item], network: "nx.MultiDiGraph[str]") -> list[Thing]:
    """The entities that have a part in items, those with most first."""
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for item in items:
        for thing in item.things:
            counted[thing][item.status] += 1
    found = [
        Thing(iri, network.nodes[iri]["label"], network.nodes[iri]["type"], sum(of.values()),
              tuple((status, of[status]) for status in STATUSES if of[status]))
        for iri, of in counted.items()
    ]  # fmt: skip
    return sorted(found, key=lambda thing: (-thing.number, thing.label, thing.iri))


def things_table(found: Sequence[Thing], name: Namer, words: Mapping[str, str]) -> Table:
    """The entities as rows."""
    names = ("label", "type", "number", *STATUSES, "iri")
    heads = [words["column_thing"], words["facet_type"], words["column_number"],
             *(name("status", status) for status in STATUSES), words["column_iri"]]  # fmt: skip
    rows: Iterator[tuple[str | int, ...]] = (
        (of.label, name("type", of.type), of.number, *(dict(of.statuses).get(status, 0) for status in STATUSES), of.iri)
        for of in found
    )  # fmt: skip
    return Table(words["view_things"], names, heads, rows)


def _crossed(
    items: Sequence[Item], state: State
) -> tuple[dict[tuple[str, str], Counter[str]], list[str], list[str]]:
    """How many items of each status stand in each row and column; both in the order of what they hold."""
    cells: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    across: Counter[str] = Counter()
    down: Counter[str] = Counter()
    for row, item in spread(items, state.rows):
        for column, _ in spread([item], state.columns):
            cells[row, column][item.status] += 1
            across[column] += 1
            down[row] += 1

    def order(facet: str, of: Counter[str]) -> list[str]:
        return sorted(of, key=lambda v: (v == "", v) if facet == "year" else (v in REST, -of[v], v))

    return cells, order(state.rows, down), order(state.columns, across)


def matrix(items: Sequence[Item], state: State, name: Namer) -> drawings.Grid:
    """Two facets across: in each cell what is done and what is not yet, leading to these items."""
    cells, down, across = _crossed(items, state)
    most = max((of.total() for of in cells.values()), default=0)

    def cell(row: str, column: str) -> drawings.GridCell:
        of = cells.get((row, column))
        if not of:
            return drawings.GridCell()
        done, rest = of["done"], of.total() - of["done"]
        to = state.only(**{state.rows: (row,), state.columns: (column,)}).but(view="table")
        told = "，".join(f"{name('status', s)} {of[s]}" for s in STATUSES if of[s])
        return drawings.GridCell(f"{done}/{rest}", drawings.shade(of.total(), most), to.address(), told)

    shown, heads = down[: MATRIX[0]], across[: MATRIX[1]]
    return drawings.Grid(
        tuple(name(state.columns, column) for column in heads),
        tuple((name(state.rows, row), tuple(cell(row, column) for column in heads)) for row in shown),
        (len(down) - len(shown), len(across) - len(heads)),
    )


def matrix_table(items: Sequence[Item], state: State, name: Namer, words: Mapping[str, str]) -> Table:
    """The matrix as a long table: a row a cell and a status, as a pivot wants it."""
    cells, _, _ = _crossed(items, state)
    rows = (
        (name(state.rows, row), name(state.columns, column), name("status", status), number)
        for (row, column), of in sorted(cells.items())
        for status, number in sorted(of.items())
    )
    facets = (state.rows, state.columns, "status")
    heads = (*(words[f"facet_{facet}"] for facet in facets), words["column_number"])
    return Table(words["view_matrix"], (state.rows, state.columns + "_", "status", "number"), heads, rows)


def years(items: Sequence[Item], state: State) -> tuple[tuple[drawings.Bar, ...], int]:
    """A column a year, with its parts by status; and how many items tell no year."""
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for item in items:
        counted[item.year][item.status] += 1
    without = counted.pop("", Counter()).total()
    bars = (
        drawings.Bar(
            year,
            tuple((s, counted[year][s]) for s in STATUSES if counted[year][s]),
            state.only(year=(year,)).but(view="table").address(),
        )
        for year in sorted(counted)
    )
    return tuple(bars), without


def years_table(bars: Sequence[drawings.Bar], name: Namer, words: Mapping[str, str]) -> Table:
    """The years as rows."""
    heads = (words["facet_year"], *(name("status", status) for status in STATUSES))
    rows: Iterator[tuple[str | float, ...]] = (
        (bar.label, *(dict(bar.parts).get(status, 0) for status in STATUSES)) for bar in bars
    )
    return Table(words["view_timeline"], ("year", *STATUSES), heads, rows)


def tiles(
    items: Sequence[Item],
    state: State,
    collection: Collection,
    ontology: Ontology,
    name: Namer,
    language: str,
) -> tuple[drawings.Tile, ...]:
    """A tile a region, with how many items its documents have: provinces, or what lies right below the one chosen."""
    places = collection.places
    chosen = state.chosen.get("region", ())
    top = chosen[0] if len(chosen) == 1 and chosen[0] in places else ""
    numbers: Counter[str] = Counter()
    for item in items:
        if item.region:
            line = (*places[item.region].above, item.region)
            below = line[line.index(top) + 1 :] if top in line else line
            numbers[below[0] if below else item.region] += 1
    labels = {key: name("region", key) for key in numbers}
    to = {key: state.only(region=(key,)).address() for key in numbers}
    if top:
        return drawings.plain_tiles(numbers, labels, to)
    return drawings.province_tiles(numbers, labels, to, ontology, language)


def tiles_table(items: Sequence[Item], name: Namer, words: Mapping[str, str]) -> Table:
    """The regions of documents as rows."""
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for item in items:
        counted[item.region][item.status] += 1
    columns = ("facet_region", "column_key", "column_number")
    heads = (*(words[column] for column in columns), *(name("status", s) for s in STATUSES))
    rows: Iterator[tuple[str | int, ...]] = (
        (name("region", key), key, of.total(), *(of[status] for status in STATUSES))
        for key, of in sorted(counted.items())
    )
    return Table(words["view_map"], ("region", "key", "number", *STATUSES), heads, rows)


Pairs = dict[tuple[str, str], list[Item]]


def pairs(items: Sequence[Item], network: "nx.MultiDiGraph[str]") -> Pairs:
    """Two things each to the items that bring them together; concepts and the regions of documents link nothing."""
    own = {source.spatial for source in network.graph["sources"].values()}
    found: Pairs = defaultdict(list)
    for item in items:
        ends = [t for t in item.things if t not in own and network.nodes[t]["type"] not in GENERIC]
        for one, other in combinations(sorted(ends)[:8], 2):
            found[one, other].append(item)
    return dict(found)


def graph(linked: Pairs, network: "nx.MultiDiGraph[str]", name: Namer) -> drawings.Picture:
    """The things that items bring together most, and the lines between them."""
    nodes = {
        end: (network.nodes[end]["label"], network.nodes[end]["type"], address(end))
        for ends in linked
        for end in ends
    }
    edges = {
        ends: (f"{name.thing(ends[0])} — {name.thing(ends[1])}（{len(of)}）：{name.text(of[0])}",
               min((i.status for i in of), key=_rank), float(len(of)))
        for ends, of in linked.items()
    }  # fmt: skip
    return drawings.network(nodes, edges)


def _rank(status: str) -> int:
    return STATUSES.index(status) if status in STATUSES else len(STATUSES)


def pairs_table(linked: Pairs, name: Namer, words: Mapping[str, str]) -> Table:
    """The lines of the network as rows, those that most items state first."""
    ranked = sorted(linked.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    rows = ((name.thing(a), name.thing(b), len(of), of[0].quote, a, b) for (a, b), of in ranked)
    names = ("one", "other", "number", "sentence", "one_iri", "other_iri")
    heads = tuple(words[f"column_{n}"] for n in ("thing", "thing", "number", "sentence", "iri", "iri"))
    return Table(words["view_graph"], names, heads, rows)
