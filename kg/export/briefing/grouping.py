"""The entities of a selection to themes: named by their leading entities, laid out inside, placed in the overview."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from kg.communities import Pair, communities, theme_size
from kg.export.briefing.layout import place_entities, place_themes, reach
from kg.export.briefing.records import Link, Node, Text, Theme
from kg.export.briefing.select import Selection
from kg.export.briefing.words import say
from kg.ontology import Ontology

Bridge = tuple[int, int, int]


def ties(selection: Selection) -> tuple[Counter[Pair], list[list[int]]]:
    """What holds entities together: claims between two of them, and the entities of each document."""
    place = {iri: index for index, iri in enumerate(selection.entities)}
    pairs: Counter[Pair] = Counter()
    documents: dict[str, set[int]] = defaultdict(set)
    for claim in selection.claims:
        low, high = sorted((place[claim.subject], place[claim.object]))
        if low != high:
            pairs[low, high] += 1
        documents[claim.document].update((low, high))
    for figure in selection.figures:
        documents[figure.document].add(place[figure.subject])
    return pairs, [sorted(documents[document]) for document in sorted(documents)]


def themed(
    selection: Selection, nodes: Sequence[Node], links: Sequence[Link], ontology: Ontology
) -> tuple[tuple[Theme, ...], tuple[Bridge, ...]]:
    """The themes, largest first, and the bridges between them: two theme numbers and the links that join them."""
    pairs, documents = ties(selection)
    groups = communities([node.type for node in nodes], pairs, documents)
    home = {entity: number for number, members in enumerate(groups) for entity in members}
    bridges = Counter(
        (min(ends), max(ends))
        for ends in ((home[link.source], home[link.target]) for link in links)
        if ends[0] != ends[1]
    )
    inner = _inner_degrees(links, home)
    ranked = [
        sorted(group, key=lambda entity: (-inner[entity], -nodes[entity].weight, entity)) for group in groups
    ]
    names = _names(ranked, nodes, ontology)
    places = [_positions(members[:theme_size], nodes, pairs) for members in ranked]
    lying, standing = place_themes([reach(len(members[:theme_size])) for members in ranked], bridges)
    themes = tuple(
        Theme(
            key=nodes[members[0]].key,
            name=names[number],
            type=Counter(nodes[entity].type for entity in members).most_common(1)[0][0],
            members=tuple(members),
            shown=tuple(members[:theme_size]),
            positions=places[number],
            disc=(*lying[0][number], lying[1][number]),
            standing=(*standing[0][number], standing[1][number]),
        )
        for number, members in enumerate(ranked)
    )
    return themes, tuple((a, b, n) for (a, b), n in sorted(bridges.items()))


def _inner_degrees(links: Sequence[Link], home: Mapping[int, int]) -> Counter[int]:
    """How many links of its own theme each entity stands in."""
    inner: Counter[int] = Counter()
    for link in links:
        if home[link.source] == home[link.target]:
            inner.update((link.source, link.target))
    return inner


def _names(ranked: Sequence[Sequence[int]], nodes: Sequence[Node], ontology: Ontology) -> list[Text]:
    """A name for each theme: its two leading entities, a third where two themes would bear one name."""
    words = ontology.labels("briefing")["theme"]
    fields = [
        [(nodes[entity].label, nodes[entity].label_en or nodes[entity].label) for entity in members[:3]]
        for members in ranked
    ]

    def name(members: Sequence[tuple[str, str]], most: int) -> Text:
        led = members[:most]
        form = words[("one", "two", "three")[len(led) - 1]]
        zh, en = (dict(zip("abc", (pair[side] for pair in led), strict=False)) for side in (0, 1))
        return say(form, zh, en)

    short = [name(members, 2) for members in fields]
    seen = Counter(text.zh for text in short)
    return [
        text if seen[text.zh] == 1 else name(members, 3) for text, members in zip(short, fields, strict=True)
    ]


def _positions(
    shown: Sequence[int], nodes: Sequence[Node], pairs: Mapping[Pair, float]
) -> tuple[tuple[float, float], ...]:
    place = {entity: number for number, entity in enumerate(shown)}
    inner = sorted((place[a], place[b]) for a, b in pairs if a in place and b in place)
    return place_entities(len(shown), inner, [13.0 * len(nodes[entity].label) for entity in shown])
