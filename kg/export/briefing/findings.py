"""Findings for the cover: statements counted from nodes, links and figures, in words of `labels/findings.yaml`."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kg.export.briefing.records import Finding, Link, Node, Text
from kg.export.briefing.words import say
from kg.model import Figure

Rule = Mapping[str, Any]
most_findings = 5


class Facts:
    """What findings are counted from: nodes, links, figures with the number of their subject, the last year."""

    def __init__(
        self,
        nodes: Sequence[Node],
        links: Sequence[Link],
        figures: Sequence[tuple[int, Figure]],
        last_year: str,
        labels: Mapping[str, Any],
    ) -> None:
        self.nodes, self.links, self.figures = nodes, links, figures
        self.last_year = last_year
        self.labels = labels
        self.at: dict[int, list[int]] = defaultdict(list)
        for number, link in enumerate(links):
            self.at[link.source].append(number)
            if link.target != link.source:
                self.at[link.target].append(number)

    def of(self, types: Sequence[str]) -> list[int]:
        """The numbers of the entities of some types."""
        return [number for number, node in enumerate(self.nodes) if node.type in types]

    def name(self, number: int) -> Text:
        """What an entity is called in both languages."""
        node = self.nodes[number]
        return Text(node.label, node.label_en or node.label)

    def quoted(self, number: int) -> Text:
        """The name of an entity in quotation marks, unless it has its own (“九大行动”, 《规划纲要》)."""
        name = self.name(number)
        marked = say(self.labels["quoted"], {"name": name.zh}, {"name": name.en})
        own = "“《「"
        return Text(
            name.zh if name.zh[:1] in own else marked.zh, name.en if name.en[:1] in own else marked.en
        )

    def listed(self, counts: Sequence[tuple[int, int]]) -> Text:
        """Entities with their counts, as a list in words."""
        items = [
            say(self.labels["item"], {"name": name.zh, "n": n}, {"name": name.en, "n": n})
            for name, n in ((self.quoted(number), n) for number, n in counts)
        ]
        return self.joined(items, "joiner")

    def joined(self, items: Sequence[Text], joiner: str) -> Text:
        """Items with the joiner of each language between them."""
        between = self.labels[joiner]
        return Text(between["zh"].join(i.zh for i in items), between["en"].join(i.en for i in items))


def findings(facts: Facts) -> tuple[Finding, ...]:
    """Up to five findings, in the order of the file; one whose count stays below its floor is not made."""
    made = (
        ways[rule["way"]](key, rule, facts)
        for key, rule in facts.labels.items()
        if isinstance(rule, dict) and "way" in rule
    )
    return tuple(finding for finding in made if finding is not None)[:most_findings]


def _most_linked(key: str, rule: Rule, facts: Facts) -> Finding | None:
    def others(number: int) -> set[int]:
        ends = {
            end for link in facts.at[number] for end in (facts.links[link].source, facts.links[link].target)
        }
        return ends - {number}

    counts = {number: len(others(number)) for number in facts.of(rule["types"])}
    return _leading(key, rule, facts, counts=counts, links=facts.at.__getitem__, others=counts.__getitem__)


def _most_claimed(key: str, rule: Rule, facts: Facts) -> Finding | None:
    as_subject = rule["end"] == "subject"

    def counted(number: int) -> list[int]:
        return [
            index
            for index in facts.at[number]
            if (link := facts.links[index]).relation in rule["relations"]
            and number == (link.source if as_subject else link.target)
            and any(claim.status in rule["status"] for claim in link.claims)
        ]

    def others(number: int) -> int:
        links = (facts.links[index] for index in counted(number))
        return len({link.target if as_subject else link.source for link in links})

    counts = {number: len(counted(number)) for number in facts.of(rule["types"])}
    return _leading(key, rule, facts, counts=counts, links=counted, others=others)


def _leading(
    key: str,
    rule: Rule,
    facts: Facts,
    *,
    counts: Mapping[int, int],
    links: Callable[[int], list[int]],
    others: Callable[[int], int],
) -> Finding | None:
    ranked = sorted((n for n in counts if counts[n] >= rule["least"]), key=lambda n: (-counts[n], n))[:3]
    if not ranked:
        return None
    first, *rest = ranked
    name = facts.quoted(first)
    fields = {"n": counts[first], "others": others(first)}
    listed = facts.listed([(number, counts[number]) for number in rest])
    text = say(
        rule["text"] if rest else rule["alone"],
        {**fields, "first": name.zh, "rest": listed.zh},
        {**fields, "first": name.en, "rest": listed.en},
    )
    seen = dict.fromkeys(link for number in ranked for link in links(number))
    return Finding(
        key, _text(rule["heading"]), text, str(counts[first]), _text(rule["unit"]), tuple(ranked), tuple(seen)
    )


def _due_next(key: str, rule: Rule, facts: Facts) -> Finding | None:
    years = {year for year in _years(rule, facts) if year >= facts.last_year}
    return _of_year(key, rule, facts, min(years)) if years else None


def _latest(key: str, rule: Rule, facts: Facts) -> Finding | None:
    years = _years(rule, facts)
    return _of_year(key, rule, facts, max(years)) if years else None


def _years(rule: Rule, facts: Facts) -> set[str]:
    return {f.year for _, f in facts.figures if f.status in rule["status"] and f.year is not None}


def _of_year(key: str, rule: Rule, facts: Facts, year: str) -> Finding | None:
    """The figures of one year, those of the weightiest subjects as examples."""
    numbers = sorted(
        (n for n, (_, f) in enumerate(facts.figures) if f.status in rule["status"] and f.year == year),
        key=lambda number: (-facts.nodes[facts.figures[number][0]].weight, number),
    )
    if len(numbers) < rule["least"]:
        return None
    examples = list(dict.fromkeys(_figure(facts, number) for number in numbers))[:2]
    said = facts.joined(examples, "semicolon")
    fields = {"year": year, "n": len(numbers)}
    return Finding(
        key,
        _text(rule["heading"]),
        say(rule["text"], {**fields, "examples": said.zh}, {**fields, "examples": said.en}),
        str(len(numbers)),
        _text(rule["unit"]),
        nodes=tuple(dict.fromkeys(facts.figures[number][0] for number in numbers)),
        figures=tuple(numbers),
        year=year,
    )


def _figure(facts: Facts, number: int) -> Text:
    subject, figure = facts.figures[number]
    name = facts.name(subject)
    comparator = facts.labels["comparators"].get(figure.bound, {"zh": figure.bound, "en": figure.bound})
    fields = {"indicator": figure.indicator, "value": figure.amount, "unit": figure.unit}
    return say(
        facts.labels["figure"],
        {**fields, "subject": name.zh, "comparator": comparator["zh"]},
        {**fields, "subject": name.en, "comparator": comparator["en"]},
    )


def _between(key: str, rule: Rule, facts: Facts) -> Finding | None:
    lefts, rights = set(facts.of(rule["types"])), set(facts.of(rule["others"]))
    links = [
        number
        for number, link in enumerate(facts.links)
        if (link.source in lefts and link.target in rights)
        or (link.target in lefts and link.source in rights)
    ]
    if len(links) < rule["least"]:
        return None
    pairs = {
        (link.source, link.target) if link.source in lefts else (link.target, link.source)
        for link in (facts.links[number] for number in links)
    }
    counts = Counter(left for left, _ in pairs)
    ranked = sorted(counts, key=lambda number: (-counts[number], number))[:3]
    listed = facts.listed([(number, counts[number]) for number in ranked])
    fields = {"n": len(links), "lefts": len(counts), "rights": len({right for _, right in pairs})}
    text = say(rule["text"], {**fields, "rest": listed.zh}, {**fields, "rest": listed.en})
    order = sorted(links, key=lambda number: _rank_of(facts.links[number], ranked))
    return Finding(
        key, _text(rule["heading"]), text, str(len(links)), _text(rule["unit"]), tuple(ranked), tuple(order)
    )


def _rank_of(link: Link, ranked: Sequence[int]) -> int:
    return min(
        (place for place, number in enumerate(ranked) if number in (link.source, link.target)),
        default=len(ranked),
    )


def _text(entry: Mapping[str, str]) -> Text:
    return Text(entry["zh"], entry["en"])


ways: dict[str, Callable[[str, Rule, Facts], Finding | None]] = {
    "most-linked": _most_linked,
    "most-claimed": _most_claimed,
    "due-next": _due_next,
    "latest": _latest,
    "between": _between,
}
