"""Findings for the cover: statements that name things, made from acts, ladder, links and figures.

Their words are in `labels/findings.yaml`.

A finding counts only what agrees in status and year, and nothing that is less sure than `LEAST`; its number is the
length of the list that it opens.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from kg.export.briefing.records import Board, Finding, Link, Node, Text
from kg.export.briefing.words import say
from kg.model import Act, Figure, Rung, Stated
from kg.ontology import Ontology

Rule = Mapping[str, Any]
most_findings = 7
most_named = 4
longest = 26
"""Letters of an act that stands as an example in a sentence."""

LEAST = 0.5
"""Confidence below which nothing stands on a cover."""


class Facts:
    """What findings are counted from: nodes (by IRI in `place`), links, figures with their subjects, the board."""

    def __init__(
        self,
        nodes: Sequence[Node],
        place: Mapping[str, int],
        links: Sequence[Link],
        figures: Sequence[tuple[int, Figure]],
        last_year: str,
        board: Board,
        ontology: Ontology,
    ) -> None:
        self.nodes, self.place, self.links, self.figures, self.board = nodes, place, links, figures, board
        self.labels: Mapping[str, Any] = ontology.labels("findings")

        self.indicators, self.headlines = ontology.indicators, ontology.headlines
        self.from_year = max(last_year, board.as_of[:4])
        self.sure = {figure.iri: figure.confidence for _, figure in figures} | {
            relative.iri: relative.confidence for relative in board.relatives
        }

    def name(self, number: int) -> Text:
        """What an entity is called in both languages."""
        node = self.nodes[number]
        return Text(node.label, node.label_en or node.label)

    def quoted(self, name: Text) -> Text:
        """A name in quotation marks, unless it has its own (“九大行动”, 《规划纲要》)."""
        marked = say(self.labels["quoted"], {"name": name.zh}, {"name": name.en})
        own = "“《「"
        return Text(
            name.zh if name.zh[:1] in own else marked.zh, name.en if name.en[:1] in own else marked.en
        )

    def counted(self, node: int, count: int) -> Text:
        """A node with the number of what names it."""
        name = self.quoted(self.name(node))
        return say(self.labels["item"], {"name": name.zh, "n": count}, {"name": name.en, "n": count})

    def listed(self, items: Iterable[Text], joiner: str = "joiner") -> Text:
        """The first of several different items in words, with the mark that says that there are more."""
        kept = list(dict.fromkeys(items))
        between, more = self.labels[joiner], self.labels["more"]
        rest = len(kept) > most_named
        return Text(
            between["zh"].join(i.zh for i in kept[:most_named]) + (more["zh"] if rest else ""),
            between["en"].join(i.en for i in kept[:most_named]) + (more["en"] if rest else ""),
        )

    def ahead(self) -> list[int]:
        """The numbers of the acts that are planned in each region's newest documents, and surely so."""
        return [
            number
            for number, act in enumerate(self.board.acts)
            if act.status == "planned"
            and not act.ended
            and act.confidence >= LEAST
            and act.document in self.board.current
        ]

    def headline(self) -> list[int]:
        """The numbers of the rungs of headline indicators of whole regions, by the order of the indicators."""
        rank = {name: place for place, name in enumerate(self.headlines)}
        rungs = self.board.rungs
        found = [n for n, r in enumerate(rungs) if r.indicator in rank and not r.extent and not r.part]
        return sorted(found, key=lambda n: (rank[rungs[n].indicator], rungs[n].region, rungs[n].period))

    def is_sure(self, *statements: Stated | None) -> bool:
        """Whether all are stated, and surely so."""
        return all(s is not None and self.sure.get(s.figure, 0) >= LEAST for s in statements)

    def regions(self) -> set[str]:
        """The regions of the rungs."""
        return {rung.region for rung in self.board.rungs}

    def region(self, rung: Rung) -> Text:
        """The region of a rung, where there are several."""
        return self.board.names[rung.region] if self.board.several else Text("", "")

    def indicator(self, rung: Rung) -> Text:
        """What a rung measures."""
        return Text(self.indicators[rung.indicator].zh, self.indicators[rung.indicator].en)

    def named(self, rung: Rung) -> Text:
        """What a rung measures, with its region where there are several."""
        region, what = self.region(rung), self.indicator(rung)
        return Text(f"{region.zh}{what.zh}", f"{region.en} {what.en}".strip())

    def amount(self, of: Stated) -> Text:
        """The number of a statement, or its words where it has none."""
        return Text(of.text, of.text)


def findings(facts: Facts) -> tuple[Finding, ...]:
    """Up to seven findings, in the order of the file; one whose count stays below its floor is not made."""
    made = (
        ways[rule["way"]](key, rule, facts)
        for key, rule in facts.labels.items()
        if isinstance(rule, dict) and "way" in rule
    )
    return tuple(finding for finding in made if finding is not None)[:most_findings]


def _finding(key: str, rule: Rule, number: int, text: Text, **rest: Any) -> Finding | None:
    if number < rule["least"]:
        return None
    return Finding(key, _text(rule["heading"]), text, str(number), _text(rule["unit"]), **rest)


def _judged(key: str, rule: Rule, facts: Facts) -> Finding | None:
    """The headline targets of the last period that has verdicts, with some of these verdicts."""
    rungs = facts.board.rungs
    judged = [
        n for n in facts.headline()
        if rungs[n].verdict in {"met", "exceeded", "missed"} and facts.is_sure(rungs[n].target, rungs[n].result)
        and not rungs[n].contradicted
    ]  # fmt: skip
    year = max((rungs[n].period for n in judged), default="")
    found = [n for n in judged if rungs[n].period == year and rungs[n].verdict in rule["verdicts"]]

    def told(number: int) -> Text:
        rung = rungs[number]
        assert rung.target
        assert rung.result
        name, result, target = facts.indicator(rung), facts.amount(rung.result), facts.amount(rung.target)
        region = facts.region(rung)
        fields = [
            {"region": region[z], "indicator": name[z], "result": result[z], "target": target[z]}
            for z in ("zh", "en")
        ]
        return say(facts.labels["judged"], *fields)

    said = facts.listed(map(told, found), "semicolon")
    text = say(rule["text"], {"year": year, "items": said.zh}, {"year": year, "items": said.en})
    return _finding(key, rule, len(found), text, rungs=tuple(found), year=year)


def _goals(key: str, rule: Rule, facts: Facts) -> Finding | None:
    """The headline targets of the next period: of one region by indicator, of several the first indicator by region."""
    rungs = facts.board.rungs
    set_ = [n for n in facts.headline() if facts.is_sure(rungs[n].target) and rungs[n].verdict == "open"]
    year = min((rungs[n].period for n in set_ if rungs[n].period >= facts.from_year), default="")
    found = [n for n in set_ if rungs[n].period == year]
    regions = {rungs[n].region for n in found}
    one = len(facts.regions()) == 1
    if not one:
        if len(regions) < len(("a region", "another")):
            return None
        found = [n for n in found if rungs[n].indicator == rungs[found[0]].indicator]
    if not found:
        return None

    def told(number: int) -> Text:
        rung = rungs[number]
        assert rung.target
        name = facts.named(rung) if one else facts.board.names[rung.region]
        amount = facts.amount(rung.target)
        return say(
            facts.labels["goal"],
            {"name": name.zh, "target": amount.zh},
            {"name": name.en, "target": amount.en},
        )

    said, name = facts.listed(map(told, found)), facts.indicator(rungs[found[0]])
    fields = [{"year": year, "items": said[z], "indicator": name[z]} for z in ("zh", "en")]
    text = say(rule["one" if one else "several"], *fields)
    return _finding(key, rule, len(found), text, rungs=tuple(found), year=year)


def _silent(key: str, rule: Rule, facts: Facts) -> Finding | None:
    """The headline targets of the last period that is over, without a result."""
    rungs = facts.board.rungs
    late = [
        n for n in facts.headline()
        if rungs[n].verdict == "open" and rungs[n].period < facts.board.as_of[:4] and facts.is_sure(rungs[n].target)
    ]  # fmt: skip
    year = max((rungs[n].period for n in late), default="")
    found = [n for n in late if rungs[n].period == year]

    def told(number: int) -> Text:
        rung = rungs[number]
        assert rung.target
        name, amount = facts.named(rung), facts.amount(rung.target)
        fields = [{"name": name[z], "target": amount[z]} for z in ("zh", "en")]
        return say(facts.labels["goal"], *fields)

    said = facts.listed(map(told, found))
    text = say(rule["text"], {"year": year, "items": said.zh}, {"year": year, "items": said.en})
    return _finding(key, rule, len(found), text, rungs=tuple(found), year=year)


def _by_month(key: str, rule: Rule, facts: Facts) -> Finding | None:
    """The acts ahead whose own words set the year or month by which they are due, those of the next year."""
    acts, headings = facts.board.acts, facts.board.headings

    def own(act: Act) -> str:
        """The deadline that the act's own words set: what its whole section is for is none."""
        heading = headings.get(act.section or "")
        period = act.period or (heading.period if heading else None)
        return act.due or ("" if act.year == period else act.year or "")

    counted = {figure.act for _, figure in facts.figures}
    stated = [
        (n, own(acts[n])) for n in facts.ahead()
        if any(role == "object" for role, _ in acts[n].roles) and (acts[n].due or acts[n].iri in counted)
    ]  # fmt: skip
    coming = [(n, due) for n, due in stated if due and due >= facts.board.as_of[: len(due)]]
    year = min((due[:4] for _, due in coming), default="")
    found = [n for n, due in coming if due[:4] == year]
    said = _examples(facts, found)
    text = say(rule["text"], {"year": year, "items": said.zh}, {"year": year, "items": said.en})
    return _finding(key, rule, len(found), text, acts=tuple(found), year=year)


def _with_type(key: str, rule: Rule, facts: Facts) -> Finding | None:
    """The acts ahead that have a thing of some types in some roles, the things by how many acts name them."""
    acts = facts.board.acts
    having: dict[int, list[int]] = defaultdict(list)
    for n in facts.ahead():
        for role, end in acts[n].roles:
            node = facts.place.get(end) if role in rule["roles"] else None
            if node is not None and facts.nodes[node].type in rule["types"] and n not in having[node]:
                having[node].append(n)
    ranked = sorted(having, key=lambda node: (-len(having[node]), node))
    found = tuple(dict.fromkeys(n for node in ranked for n in having[node]))
    said = facts.listed(facts.counted(node, len(having[node])) for node in ranked)
    fields = [{"n": len(found), "items": said[z], "things": len(ranked)} for z in ("zh", "en")]
    return _finding(key, rule, len(found), say(rule["text"], *fields), acts=found, nodes=tuple(ranked))


def _examples(facts: Facts, found: Sequence[int]) -> Text:
    def told(act: Act) -> Text:
        name = act.label if len(act.label) <= longest else act.label[: longest - 1] + "…"
        return facts.quoted(Text(name, name))

    return facts.listed(told(facts.board.acts[n]) for n in found)


def _planned(key: str, rule: Rule, facts: Facts) -> Finding | None:
    """The entity of some types that most links with planned claims reach, and from whom."""
    if facts.board.acts:
        return None
    reaching: dict[int, list[int]] = defaultdict(list)
    for number, link in enumerate(facts.links):
        sure = any(claim.status == "planned" and claim.confidence >= LEAST for claim in link.claims)
        if sure and link.relation in rule["relations"] and facts.nodes[link.target].type in rule["types"]:
            reaching[link.target].append(number)
    first = min(reaching, key=lambda n: (-len(reaching[n]), n), default=None)
    if first is None:
        return None
    links = reaching[first]
    name = facts.quoted(facts.name(first))
    said = facts.listed(facts.name(facts.links[n].source) for n in links)
    fields = [{"n": len(links), "first": name[z], "items": said[z]} for z in ("zh", "en")]
    return _finding(key, rule, len(links), say(rule["text"], *fields), nodes=(first,), links=tuple(links))


def _due_next(key: str, rule: Rule, facts: Facts) -> Finding | None:
    years = {year for year in _years(rule, facts) if year >= facts.from_year}
    return _of_year(key, rule, facts, min(years)) if years else None


def _latest(key: str, rule: Rule, facts: Facts) -> Finding | None:
    years = {year for year in _years(rule, facts) if year <= facts.from_year}
    return _of_year(key, rule, facts, max(years)) if years else None


def _years(rule: Rule, facts: Facts) -> set[str]:
    return {f.year for _, f in facts.figures if _told(rule, f) and f.year is not None}


def _told(rule: Rule, figure: Figure) -> bool:
    return figure.status in rule["status"] and figure.confidence >= LEAST


def _of_year(key: str, rule: Rule, facts: Facts, year: str) -> Finding | None:
    """The figures of one year, those of the weightiest subjects as examples."""
    if facts.board.rungs:
        return None
    numbers = sorted(
        (n for n, (_, f) in enumerate(facts.figures) if _told(rule, f) and f.year == year),
        key=lambda number: (-facts.nodes[facts.figures[number][0]].weight, number),
    )
    said = facts.listed((_figure(facts, number) for number in numbers), "semicolon")
    text = say(rule["text"], {"year": year, "items": said.zh}, {"year": year, "items": said.en})
    return _finding(
        key, rule, len(numbers), text,
        nodes=tuple(dict.fromkeys(facts.figures[number][0] for number in numbers)), figures=tuple(numbers), year=year,
    )  # fmt: skip


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


def _text(entry: Mapping[str, str]) -> Text:
    return Text(entry["zh"], entry["en"])


ways: dict[str, Callable[[str, Rule, Facts], Finding | None]] = {
    "judged": _judged,
    "goals": _goals,
    "silent": _silent,
    "due": _by_month,
    "with-type": _with_type,
    "planned": _planned,
    "due-next": _due_next,
    "latest": _latest,
}
