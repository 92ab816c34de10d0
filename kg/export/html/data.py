"""A briefing to the data of its page: rows of numbers and strings, with words in both languages."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from pypinyin import lazy_pinyin

from kg import __version__
from kg.export.briefing.records import Briefing, Node, Text
from kg.export.html.network import overview, theme_scene
from kg.model import Act, Claim, Figure, RelativeFigure, Rung, Source, Span, Stated
from kg.ontology import Label, Ontology
from kg.rdf.units import Units

Row = list[Any]

KEY = 7
"""Letters of a key that nothing tells from another; an address with more of them is understood too."""


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
        "natures": {name: {"zh": of.zh, "en": of.en} for name, of in ontology.natures.items()},
        "stages": [_label(ontology.stages, name) for name in used.stages],
        "documents": [
            {**_document(number, source, used.cited[number]), "current": source.iri in briefing.board.current}
            for number, source in enumerate(briefing.sources)
        ],
        "sentences": used.sentences,
        "sounds": used.sounds,
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
                "acts": list(finding.acts),
                "rungs": list(finding.rungs),
                "year": finding.year,
            }
            for finding in briefing.findings
        ],
        "notes": [_text(note) for note in briefing.notes],
        **_board(briefing, used, ontology),
    }


class _Used:
    """The types, relations, statuses, names and sentences that occur, each numbered."""

    def __init__(self, briefing: Briefing, ontology: Ontology) -> None:
        claims = [claim for link in briefing.links for claim in link.claims]
        figures = [figure for _, figure in briefing.figures]
        self.types = _numbered(ontology.types, (node.type for node in briefing.nodes))
        self.relations = _numbered(ontology.relations, (link.relation for link in briefing.links))
        board = briefing.board
        stated: tuple[Claim | Figure | Act | RelativeFigure, ...] = (
            *claims,
            *figures,
            *board.acts,
            *board.relatives,
        )
        self.statuses = _numbered(ontology.statuses, (one.status for one in stated))
        self.stages = _numbered(ontology.stages, (claim.stage for claim in claims if claim.stage))
        self.node = {iri: number for number, iri in enumerate(briefing.place)}
        self.name = {iri: number for number, iri in enumerate(board.names)}
        self.section = {iri: number for number, iri in enumerate(board.headings)}
        self.areas = _numbered(ontology.areas, board.areas)
        self.indicators = _numbered(ontology.indicators, (rung.indicator for rung in board.rungs))
        self.units = Units(ontology)
        self.checkable = board.checkable
        names = [name for node in briefing.nodes for name in (node.label, *node.aliases)]
        self.sounds = _sounds((*names, *(ontology.indicators[name].zh for name in self.indicators)))
        figured: tuple[Figure | RelativeFigure, ...] = (*figures, *board.relatives)
        self.statement = {one.iri: one for one in figured}
        self.act_number = {act.iri: number for number, act in enumerate(board.acts)}
        self.told: dict[str, list[int]] = defaultdict(list)
        for number, figure in enumerate(figures):
            if figure.act is not None:
                self.told[figure.act].append(number)
        self.document = {source.iri: number for number, source in enumerate(briefing.sources)}
        self.sentences: list[Row] = []
        self.cited: Counter[int] = Counter()
        self.sentence: dict[tuple[str, Span], int] = {}
        for one in stated:
            key = (one.document, one.evidence)
            if key not in self.sentence:
                self.sentence[key] = len(self.sentences)
                self.sentences.append([self.document[one.document], one.evidence[0], one.quote, one.page])
                self.cited[self.document[one.document]] += 1

    def claim(self, claim: Claim) -> Row:
        """Sentence, status, stage, confidence in per cent, spans of subject and object, year, cell."""
        return [
            self.sentence[claim.document, claim.evidence],
            self.statuses[claim.status],
            self.stages[claim.stage] if claim.stage else None,
            round(claim.confidence * 100),
            *_within(claim.subject_span, claim),
            *_within(claim.object_span, claim),
            claim.year,
            claim.cell,
        ]

    def figure(self, subject: int, figure: Figure) -> Row:
        """Subject, what is measured and how much, sentence, confidence, spans of subject and figure, cell, nature."""
        return [
            subject, figure.indicator, figure.bound, figure.amount, figure.unit, figure.base_year,
            figure.year, self.statuses[figure.status], self.sentence[figure.document, figure.evidence],
            round(figure.confidence * 100),
            *_within(figure.subject_span, figure), *_within(figure.span, figure), figure.cell, figure.nature,
        ]  # fmt: skip

    def act(self, key: str, act: Act, area: str) -> Row:
        """Key, sentence, span, actor and its span, status, whether ended, deadline, period, section, confidence,
        area, roles with things, figures; the words of one whose span lies elsewhere; cell; what a person set;
        whether it can be checked.
        """
        span = _within(act.span, act)
        return [
            key, self.sentence[act.document, act.evidence], *span, -1 if act.actor is None else self.name[act.actor],
            *_within(act.subject_span, act),
            self.statuses[act.status], int(act.ended), act.due or act.year, act.period,
            -1 if act.section is None else self.section.get(act.section, -1), round(act.confidence * 100),
            self.areas[area], [[role, self.name[end]] for role, end in act.roles], self.told[act.iri],
            None if span[0] is not None else act.label, act.cell, list(act.decided), int(act.iri in self.checkable),
        ]  # fmt: skip

    def rung(self, rung: Rung) -> Row:
        """Region, indicator, extent, part, period, verdict, target, result, the others, revised, contradicted."""
        return [
            self.name[rung.region], self.indicators[rung.indicator], "、".join(rung.extent), rung.part, rung.period,
            rung.verdict, self.said(rung.target), self.said(rung.result),
            [self.said(s) for s in rung.targets if s != rung.target],
            [self.said(s) for s in rung.results if s != rung.result], int(rung.revised), int(rung.contradicted),
        ]  # fmt: skip

    def said(self, one: Stated | None) -> Row | None:
        """Sentence, spans of subject and amount, words, comparator, low, high, unit, reference, confidence, status,
        cell, nature, the magnitude of the unit and the unit without it.
        """
        if one is None:
            return None
        of = self.statement[one.figure]
        unit = self.units(one.unit.replace("％", "%"))
        return [
            self.sentence[of.document, of.evidence], *_within(of.subject_span, of), *_within(of.span, of), one.text,
            one.comparator, _number(one.low), _number(one.high), one.unit, one.reference, round(of.confidence * 100),
            self.statuses[of.status], of.cell if isinstance(of, Figure) else "", one.nature,
            *((_number(unit.magnitude), unit.name) if unit else (1.0, one.unit)),
        ]  # fmt: skip


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _within(span: Span | None, one: Claim | Figure | Act | RelativeFigure) -> tuple[int | None, int | None]:
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


def _board(briefing: Briefing, used: _Used, ontology: Ontology) -> dict[str, Any]:
    """Acts, sections, areas and the ladder, with the words that they are told in."""
    board = briefing.board
    rank = {name: place for place, name in enumerate(ontology.headlines)}
    dots = list(dict.fromkeys((*ontology.labels("briefing")["dots"], *rank)))
    return {
        "asOf": board.as_of,
        "names": [
            [*_name(name, used.node.get(iri, -1), briefing), int(iri in board.bodies)]
            for iri, name in board.names.items()
        ],
        "areas": [
            {"name": name, "zh": area.zh, "en": area.en}
            for name in used.areas
            for area in (ontology.areas[name],)
        ],
        "sections": [
            [heading.title, used.section.get(heading.parent, -1), heading.period]
            for heading in board.headings.values()
        ],
        "acts": [
            used.act(key, act, area)
            for key, act, area in zip(_keys(board.acts), board.acts, board.areas, strict=True)
        ],
        "indicators": [
            {
                "name": name,
                "zh": known.zh,
                "en": known.en,
                "head": rank.get(name, -1),
                "dots": dots.index(name) if name in dots else len(dots),
            }
            for name in used.indicators
            for known in (ontology.indicators[name],)
        ],
        "ladder": [used.rung(rung) for rung in board.rungs],
        "kept": [
            [
                used.act_number[one.act],
                one.outcome,
                int(one.recurring),
                round(one.sure * 100),
                used.document[one.document],
                list(one.clauses),
            ]
            for one in board.kept
        ],
        "outcomes": ontology.labels("follow")["outcomes"],
        "tiles": [
            [code, of["zh"], of["en"], of["column"], of["row"]]
            for code, of in ontology.labels("tiles").items()
        ],
        "verdicts": {name: {"zh": of.zh, "en": of.en} for name, of in ontology.verdicts.items()},
        "roles": ontology.labels("tasks")["roles"],
        "changes": ontology.labels("tasks")["changes"],
    }


def _name(name: Text, node: int, briefing: Briefing) -> Row:
    """The words of a name and the entity that it names; the words are left out where they are the entity's."""
    if node >= 0:
        known = briefing.nodes[node]
        if (name.zh, name.en) == (known.label, known.label_en or known.label):
            return ["", "", node]
    return [name.zh, name.en, node]


def _keys(acts: Sequence[Act]) -> list[str]:
    """What names an act in an address: the end of its IRI, as far as it tells the acts apart."""
    whole = [act.iri.rsplit("/", 1)[-1] for act in acts]
    needed = dict.fromkeys(whole, 0)
    for one, other in pairwise(sorted(whole)):
        shared = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
        needed[one], needed[other] = max(needed[one], shared), max(needed[other], shared)
    return [key[: max(KEY, needed[key] + 1)] for key in whole]


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
    """Key and sound are left out where type, label and letters tell them."""
    names = (node.label, *node.aliases)
    spoken = "|".join(map(_spoken, names))
    return [
        "" if node.key == f"{node.type}/{node.label}" else node.key, node.label, node.label_en,
        used.types[node.type], node.kind, node.code, node.scope, list(node.aliases), node.mentions, theme,
        "" if spoken == "|".join(_by_letter(name, used.sounds) for name in names) else spoken,
    ]  # fmt: skip


def _spoken(name: str) -> str:
    """The syllables of a name, only to find it by: names that sound alike (陕西, 山西) stay two entities."""
    return " ".join(lazy_pinyin(name)).lower().replace("|", "")


def _by_letter(name: str, sounds: Mapping[str, str]) -> str:
    """The syllables of a name as the page makes them: each letter by itself, what has no sound as it stands."""
    found: list[str] = []
    silent = True
    for letter in name:
        sound = sounds.get(letter)
        if sound is None and found and silent:
            found[-1] += letter
        else:
            found.append(sound or letter)
        silent = sound is None
    return " ".join(found).lower().replace("|", "")


def _sounds(names: Iterable[str]) -> dict[str, str]:
    """The sound of each Chinese letter by itself."""
    return {
        letter: sound
        for letter in sorted({letter for name in names for letter in name})
        for sound in lazy_pinyin(letter)
        if sound != letter
    }


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
