"""A briefing as plain records: what is shown, grouped, placed and said, before any file is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from kg.follow.reports import Kept
from kg.model import Act, Claim, Figure, Heading, RelativeFigure, Rung, Source

if TYPE_CHECKING:
    import networkx as nx

Graph: TypeAlias = "nx.MultiDiGraph[str]"
"""A graph as `kg.network` makes it: nodes are IRIs, an edge's key is its relation, `claims` its evidence."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Chinese and in English."""

    zh: str
    en: str

    def __getitem__(self, language: str) -> str:
        """The words in "zh" or "en"."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Node:
    """An entity that the briefing shows; its number is its place in `Briefing.nodes`.

    `key` names it in links (#…) and stays the same from file to file. `scope` is the name of the region
    that makes a generic name particular. `degree` counts the entities it is linked with, `weight` the claims
    and figures it stands in.
    """

    key: str
    label: str
    label_en: str
    type: str
    kind: str | None = None
    code: str | None = None
    scope: str | None = None
    aliases: tuple[str, ...] = ()
    mentions: int = 0
    degree: int = 0
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two entities (numbers of nodes), and the claims that state it, surest first.

    `count` is how many claims there are; `claims` may hold fewer.
    """

    source: int
    target: int
    relation: str
    claims: tuple[Claim, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Theme:
    """A community of entities with a name: its members by weight, those shown, and where they are drawn.

    `positions` belong to `shown`, their middle is the origin. `disc` is its place and radius in a lying overview,
    `standing` in one for a narrow screen: x, y, radius.
    """

    key: str
    name: Text
    type: str
    members: tuple[int, ...]
    shown: tuple[int, ...]
    positions: tuple[Point, ...] = ()
    disc: tuple[float, float, float] = (0.0, 0.0, 0.0)
    standing: tuple[float, float, float] = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Finding:
    """A true statement computed from the graph: words, the number it turns on, and all that it rests on.

    `nodes`, `links` and `figures` are numbers into the briefing's, `acts` and `rungs` into its board's; every
    count of the words can be counted there again.
    """

    key: str
    heading: Text
    text: Text
    number: str
    unit: Text
    nodes: tuple[int, ...] = ()
    links: tuple[int, ...] = ()
    figures: tuple[int, ...] = ()
    year: str | None = None
    acts: tuple[int, ...] = ()
    rungs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """What is to be done and what came of it: acts with their policy areas, headings, and the ladder.

    `areas` has the policy area of each act, `names` what the ends of acts and the regions are called, by IRI,
    `current` the documents that are their region's newest, whose acts are ahead, `kept` what became of acts,
    `bodies` the names of bodies, `checkable` the acts of which anyone can see whether they came true.
    `as_of` is a month, or empty. `several` tells that documents or targets are of several regions: none stands without
    the name of its own then.
    """

    as_of: str = ""
    acts: tuple[Act, ...] = ()
    areas: tuple[str, ...] = ()
    headings: Mapping[str, Heading] = field(default_factory=dict)
    names: Mapping[str, Text] = field(default_factory=dict)
    rungs: tuple[Rung, ...] = ()
    relatives: tuple[RelativeFigure, ...] = ()
    current: frozenset[str] = frozenset()
    kept: tuple[Kept, ...] = ()
    bodies: frozenset[str] = frozenset()
    checkable: frozenset[str] = frozenset()
    several: bool = False


@dataclass(frozen=True, slots=True)
class Briefing:
    """All that a briefing shows, in the order in which it is shown; `place` has the IRI of each node."""

    title: Text
    subtitle: Text
    stamp: str
    language: str
    period: tuple[str, str]
    counts: tuple[tuple[str, int], ...] = ()
    nodes: tuple[Node, ...] = ()
    place: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    figures: tuple[tuple[int, Figure], ...] = ()
    sources: tuple[Source, ...] = ()
    themes: tuple[Theme, ...] = ()
    bridges: tuple[tuple[int, int, int], ...] = ()
    findings: tuple[Finding, ...] = ()
    board: Board = Board()
    notes: tuple[Text, ...] = ()
