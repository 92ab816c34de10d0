"""A briefing to the data of its page: rows of numbers and strings, with words in both languages."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from pypinyin import lazy_pinyin

from kg import __version__
from kg.export.briefing.records import Briefing, Node, Text
from kg.export.html.network import overview, theme_scene
from kg.model import Claim, Figure, Source, Span
from kg.ontology import Label, Ontology

Row = list[Any]


def page_data(briefing: Briefing, ontology: Ontology) -> dict[str, Any]:
    """Everything that the script of the page reads, as plain values for JSON.

    Entities, links, figures, sentences and documents are lists; a number in one is a place in another.
    Spans count code points from the start of their sentence.
    """
    used = _Used(briefing, ontology)
    home = {entity: number for number, theme in enumerate(briefing.themes) for entity in theme.members}
    near, inner = _near(briefing, home)
    return {
        "version": __version__,
        "language": briefing.language,
        "title": _text(briefing.title),
        "subtitle": _text(briefing.subtitle),
        "stamp": briefing.stamp,
        "counts": [list(pair) for pair in briefing.counts],
        "words": ontology.labels("interface"),
        "types": [_type(ontology, name) for name in used.types],
        "shapes": ontology.labels("appearance")["shapes"],
        "kinds": {
            name: _class(ontology, name) for name in sorted({n.kind for n in briefing.nodes if n.kind})
        },
        "relations": [_relation(ontology, name) for name in used.relations],
        "statuses": [_label(ontology.statuses, name) for name in used.statuses],
        "stages": [_label(ontology.stages, name) for name in used.stages],
        "rules": list(used.rules),
        "documents": [
            _document(number, source, used.cited[number]) for number, source in enumerate(briefing.sources)
        ],
        "sentences": used.sentences,
        "entities": [_entity(node, used, home[number]) for number, node in enumerate(briefing.nodes)],
        "links": [
            [
                link.source,
                link.target,
                used.relations[link.relation],
                link.count,
                [used.claim(c) for c in link.claims],
            ]
            for link in briefing.links
        ],
        "figures": [used.figure(subject, figure) for subject, figure in briefing.figures],
        "themes": [
            {
                "key": theme.key,
                "name": _text(theme.name),
                "leaders": list(theme.members[:2]),
                "type": used.types[theme.type],
                "standing": list(theme.standing),
                "members": list(theme.members),
                "links": inner[number],
                "near": near[number],
                "types": _flags(used.types, (briefing.nodes[entity].type for entity in theme.members)),
            }
            for number, theme in enumerate(briefing.themes)
        ],
        "overview": overview(briefing),
        "scenes": _scenes(briefing),
        "findings": [
            {
                "key": finding.key,
                "heading": _text(finding.heading),
                "text": _text(finding.text),
                "number": finding.number,
                "unit": _text(finding.unit),
                "nodes": list(finding.nodes),
                "links": list(finding.links),
                "figures": list(finding.figures),
                "year": finding.year,
            }
            for finding in briefing.findings
        ],
        "notes": [_text(note) for note in briefing.notes],
    }


class _Used:
    """The types, relations, statuses, rules and sentences that occur, each numbered."""

    def __init__(self, briefing: Briefing, ontology: Ontology) -> None:
        claims = [claim for link in briefing.links for claim in link.claims]
        figures = [figure for _, figure in briefing.figures]
        self.types = _numbered(ontology.types, (node.type for node in briefing.nodes))
        self.relations = _numbered(ontology.relations, (link.relation for link in briefing.links))
        stated: tuple[Claim | Figure, ...] = (*claims, *figures)
        self.statuses = _numbered(ontology.statuses, (one.status for one in stated))
        self.stages = _numbered(ontology.stages, (claim.stage for claim in claims if claim.stage))
        self.rules = _numbered((), sorted({one.by for one in stated}))
        self.document = {source.iri: number for number, source in enumerate(briefing.sources)}
        self.sentences: list[Row] = []
        self.cited: Counter[int] = Counter()
        self.sentence: dict[tuple[str, Span], int] = {}
        for one in stated:
            key = (one.document, one.evidence)
            if key not in self.sentence:
                self.sentence[key] = len(self.sentences)
                self.sentences.append([self.document[one.document], one.evidence[0], one.quote])
                self.cited[self.document[one.document]] += 1

    def claim(self, claim: Claim) -> Row:
        """Sentence, status, stage, confidence in per cent, rule, spans of subject and object, year."""
        return [
            self.sentence[claim.document, claim.evidence],
            self.statuses[claim.status],
            self.stages[claim.stage] if claim.stage else None,
            round(claim.confidence * 100),
            self.rules[claim.by],
            *_within(claim.subject_span, claim),
            *_within(claim.object_span, claim),
            claim.year,
        ]

    def figure(self, subject: int, figure: Figure) -> Row:
        """Subject, what is measured and how much, sentence, confidence, rule, spans of subject and figure."""
        return [
            subject, figure.indicator, figure.bound, figure.amount, figure.unit, figure.base_year,
            figure.year, self.statuses[figure.status], self.sentence[figure.document, figure.evidence],
            round(figure.confidence * 100), self.rules[figure.by],
            *_within(figure.subject_span, figure), *_within(figure.span, figure),
        ]  # fmt: skip


def _within(span: Span | None, one: Claim | Figure) -> tuple[int | None, int | None]:
    """A span counted from the start of the sentence; none where it lies elsewhere."""
    start, end = one.evidence
    if span is None or not start <= span[0] < span[1] <= end:
        return (None, None)
    return (span[0] - start, span[1] - start)


def _numbered(known: Iterable[str], found: Iterable[str]) -> dict[str, int]:
    """The names that occur, in the order in which they are known, unknown ones last."""
    present = set(found)
    order = [name for name in known if name in present]
    return {name: number for number, name in enumerate([*order, *sorted(present - set(order))])}


def _near(briefing: Briefing, home: Mapping[int, int]) -> tuple[list[dict[int, int]], list[int]]:
    """For each theme, the links to each other theme, and the links within."""
    near: list[dict[int, int]] = [{} for _ in briefing.themes]
    inner = [0] * len(briefing.themes)
    for low, high, count in briefing.bridges:
        near[low][high] = near[high][low] = count
    for link in briefing.links:
        if home[link.source] == home[link.target]:
            inner[home[link.source]] += 1
    return near, inner


def _scenes(briefing: Briefing) -> list[dict[str, Any]]:
    home = {entity: number for number, theme in enumerate(briefing.themes) for entity in theme.shown}
    pairs: list[dict[tuple[int, int], None]] = [{} for _ in briefing.themes]
    for link in briefing.links:
        number = home.get(link.source)
        if number is not None and number == home.get(link.target) and link.source != link.target:
            pairs[number][min(link.source, link.target), max(link.source, link.target)] = None
    return [
        theme_scene(briefing, theme, inside) for theme, inside in zip(briefing.themes, pairs, strict=True)
    ]


def _entity(node: Node, used: _Used, theme: int) -> Row:
    return [
        node.key, node.label, node.label_en, used.types[node.type], node.kind, node.code, node.scope,
        list(node.aliases), node.mentions, theme, "|".join(_spoken(name) for name in (node.label, *node.aliases)),
    ]  # fmt: skip


def _spoken(name: str) -> str:
    """The syllables of a name, only to find it by: names that sound alike (陕西, 山西) stay two entities."""
    return " ".join(lazy_pinyin(name)).lower().replace("|", "")


def _flags(numbers: Mapping[str, int], present: Iterable[str]) -> dict[int, int]:
    return {numbers[name]: count for name, count in sorted(Counter(present).items())}


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _class(ontology: Ontology, name: str) -> dict[str, str]:
    known = ontology.classes.get(name)
    return {"zh": name, "en": name} if known is None else {"zh": known.zh, "en": known.en}


def _type(ontology: Ontology, name: str) -> dict[str, str]:
    return {"name": name, **_class(ontology, name), **ontology.labels("appearance")["types"][name]}


def _relation(ontology: Ontology, name: str) -> dict[str, Any]:
    known = ontology.relations[name]
    inverse = {"zh": known.inverse_zh, "en": known.inverse_en}
    return {"name": name, "zh": known.zh, "en": known.en, "inverse": inverse, "symmetric": known.symmetric}


def _label(labels: Mapping[str, Label], name: str) -> dict[str, str]:
    known = labels.get(name)
    return {"name": name, "zh": known.zh if known else name, "en": known.en if known else name}


def _document(number: int, source: Source, cited: int) -> dict[str, Any]:
    return {
        "id": number, "title": source.title or source.id, "date": source.date, "source": source.source,
        "author": source.author, "region": source.region, "url": source.url, "sentences": cited,
    }  # fmt: skip
