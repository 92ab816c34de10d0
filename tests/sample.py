"""A small world told by hand: two plans and a news item on invented places, as records ready for the graph."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from kg.contracts import Store
from kg.model import Act, Claim, Document, Entity, Figure, Heading, Merge, Metadata, Occurrence, Slice, Span
from kg.ontology import Ontology
from kg.rdf import schema
from kg.rdf import write as graph
from kg.rdf.units import Units

BASE = "https://example.org/id/"
UNITS = Units(Ontology())


def iri(kind: str, name: str) -> str:
    """The IRI of a thing."""
    return f"{BASE}{kind}/{name}"


def entity(name: str, type_: str, **more: Any) -> Entity:
    """An entity labelled by its name."""
    return Entity(iri(type_, name), type_, name, **more)


ENTITIES = (
    entity("云港市", "Region", label_en="Yungang", kind="City", code="990100", aliases=("云港", "港城")),
    entity("海州区", "Region", kind="County", code="990102", aliases=("海州",)),
    entity("青岭市", "Region", kind="City", code="990200"),
    entity("云港市高新区", "Zone", kind="HighTechZone", scope=iri("Region", "云港市"), aliases=("高新区",),
           merges=(Merge("plan-2024", "高新区", "a generic name, of 云港市"),)),
    entity("氢能", "Industry", label_en="Hydrogen", aliases=("氢能产业",)),
    entity("海工装备", "Industry"),
    entity("未来产业", "Industry", kind="FutureIndustry"),
    entity("云港大学", "Research", kind="University"),
    entity("深蓝实验室", "Research", kind="Laboratory"),
    entity("“扬帆”行动", "Program"),
    entity("《云港市未来产业行动方案》", "Document"),
    entity("云港市人民政府", "Government", scope=iri("Region", "云港市"), aliases=("市政府",)),
    entity("临海大桥", "Project"),
    entity("方远", "Person"),
    entity("高质量发展", "Concept"),
)  # fmt: skip

_named = sorted(
    ((name, e.iri, e.type) for e in ENTITIES for name in (e.label, *e.aliases)), key=lambda n: (-len(n[0]), n)
)

TEXTS = {
    "plan-2024": (
        "云港市未来产业行动方案", "2024-03-05", "云港市",
        "云港市培育氢能、海工装备等未来产业。\n到2027年，氢能产业规模达到300亿元以上。\n高新区建设深蓝实验室。\n市政府印发《云港市未来产业行动方案》。\n云港市实施“扬帆”行动。",
    ),
    "news-2025": (
        "云港与青岭签约", "2025-06-18", "云港市",
        "云港市与青岭市签约共建临海大桥。\n氢能产业规模达到120亿元。\n深蓝实验室已在高新区建成。\n方远任云港大学校长。",
    ),
    "review-2025": ("海州区工作回顾", "2025-12", "海州区", "海州区发展氢能。\n海州区属于云港市，争创“扬帆”行动。\n高质量发展。"),
}  # fmt: skip

_claims: dict[str, tuple[tuple[Any, ...], ...]] = {
    "plan-2024": (
        ("云港市", "develops", "氢能", "planned", 0, None, None),
        ("云港市", "develops", "海工装备", "planned", 0, None, None),
        ("氢能", "partOf", "未来产业", "fact", 0, None, None),
        ("海工装备", "partOf", "未来产业", "fact", 0, None, None),
        ("云港市高新区", "builds", "深蓝实验室", "planned", 2, "proposed", "2027"),
        ("云港市人民政府", "issues", "《云港市未来产业行动方案》", "done", 3, None, None),
        ("云港市", "implements", "“扬帆”行动", "planned", 4, None, None),
    ),
    "news-2025": (
        ("云港市", "cooperatesWith", "青岭市", "done", 0, None, None),
        ("云港市", "builds", "临海大桥", "planned", 0, None, None),
        ("云港市高新区", "builds", "深蓝实验室", "done", 2, None, None),
        ("方远", "holdsPosition", "云港大学", "fact", 3, None, None),
    ),
    "review-2025": (
        ("海州区", "develops", "氢能", "planned", 0, "continuing", None),
        ("海州区", "partOf", "云港市", "fact", 1, None, None),
        ("海州区", "appliesFor", "“扬帆”行动", "planned", 1, "applied-for", None),
    ),
}
_figures: dict[str, tuple[tuple[Any, ...], ...]] = {
    "plan-2024": (("氢能", "产业规模", ">=", "300", "亿元", "2027", "target", 1),),
    "news-2025": (("氢能", "产业规模", "=", "120.0", "亿元", "2025", "done", 1),),
    "review-2025": (),
}
_acts: dict[str, tuple[tuple[Any, ...], ...]] = {
    "plan-2024": (
        (0, "培育氢能、海工装备等未来产业", "云港市", "planned", "2027", None, None,
         (("object", "未来产业"), ("object", "氢能"), ("object", "海工装备"))),
        (2, "建设深蓝实验室", "云港市高新区", "planned", "2027", "2027-06", "proposed",
         (("object", "深蓝实验室"), ("lead", "云港市人民政府"), ("support", "云港大学"))),
    ),
    "news-2025": ((2, "在高新区建成", "云港市高新区", "done", None, None, None, (("place", "云港市"),)),),
    "review-2025": ((0, "发展氢能", "海州区", "planned", None, None, "continuing", (("field", "氢能"),)),),
}  # fmt: skip
_headings = {"plan-2024": (4, "tasks", "2024-2027"), "review-2025": (2, "review", "2025")}


def _sections(key: str, text: str, own: str) -> tuple[Heading, ...]:
    if key not in _headings:
        return ()
    index, kind, period = _headings[key]
    line = _sentence(text, index)
    name = f"{own}#section={line[0]},{line[1]}"
    return (Heading(name, own, text[slice(*line)], line, 1, own, kind, period),)


def _sentence(text: str, index: int) -> Span:
    lines = text.split("\n")
    start = sum(len(line) + 1 for line in lines[:index])
    return start, start + len(lines[index])


def _occurrences(document: str, text: str) -> tuple[Occurrence, ...]:
    found: list[Occurrence] = []
    taken: set[int] = set()
    for name, of, kind in _named:
        at = text.find(name)
        while at >= 0:
            if not taken & set(range(at, at + len(name))):
                taken |= set(range(at, at + len(name)))
                found.append(Occurrence(of, document, at, at + len(name), name, kind, "lexicon"))
            at = text.find(name, at + 1)
    return tuple(sorted(found, key=lambda o: o.start))


def told(key: str, text: str | None = None) -> Slice:
    """What one of the documents adds to the graph; with `text`, a revised text of as many lines."""
    title, date, region, original = TEXTS[key]
    text = original if text is None else text
    known = {e.label: e.iri for e in ENTITIES}
    own = f"{BASE}source/{key}"
    occurrences = _occurrences(own, text)

    def where(name: str, line: Span) -> Span | None:
        return next(
            ((o.start, o.end) for o in occurrences
             if o.entity == known[name] and line[0] <= o.start and o.end <= line[1]), None,
        )  # fmt: skip

    claims = []
    for number, (head, relation, tail, status, index, stage, year) in enumerate(_claims[key]):
        line = _sentence(text, int(str(index)))
        claims.append(Claim(
            iri=f"{BASE}claim/{key}-{number}", subject=known[str(head)], predicate=str(relation), object=known[str(tail)], status=str(status), document=own, evidence=line,
            quote=text[slice(*line)], stage=stage, subject_span=where(str(head), line), object_span=where(str(tail), line), confidence=0.9, by="relations:frame", year=year,
        ))  # fmt: skip
    figures = []
    for number, (subject, name, comparator, value, unit, year, status, index) in enumerate(_figures[key]):
        line = _sentence(text, int(str(index)))
        at = text.find(str(value).removesuffix(".0"), *line)
        figures.append(Figure(
            iri=f"{BASE}figure/{key}-{number}", subject=known[str(subject)], indicator=str(name), comparator=str(comparator), value=Decimal(str(value)),
            unit=str(unit), year=str(year), status=str(status), document=own, evidence=line, quote=text[slice(*line)], text=text[at : at + 3], base_year=None,
            subject_span=where(str(subject), line), span=(at, at + 3), confidence=0.8, by="indicators:grammar",
        ))  # fmt: skip
    sections = _sections(key, text, own)
    acts = []
    for number, (index, words, actor, status, year, due, stage, roles) in enumerate(_acts[key]):
        line = _sentence(text, int(str(index)))
        at = text.find(str(words), *line)
        if at < 0:
            continue
        parts = [(role, known[str(name)]) for role, name in roles]
        acts.append(Act(
            iri=f"{BASE}measure/{key}-{number}", label=str(words), actor=known[str(actor)], status=str(status), document=own, span=(at, at + len(str(words))),
            evidence=line, quote=text[slice(*line)], subject_span=where(str(actor), line), ended=number == 9, stage=stage, year=year,
            period=sections[0].period if sections else None, due=due, roles=tuple(parts), section=sections[0].iri if sections else None, confidence=0.7,
            by="measures:model",
        ))  # fmt: skip
    document = Document(
        key, text, f"{key}.txt", "00" * 32,
        metadata=(Metadata("title", title), Metadata("date", date), Metadata("region", region), Metadata("source", "云港日报")),
    )  # fmt: skip
    return Slice(
        document,
        own,
        occurrences,
        tuple(claims),
        tuple(figures),
        known[region],
        acts=tuple(acts),
        sections=sections,
    )


def world() -> tuple[Slice, ...]:
    """All documents of the world."""
    return tuple(told(key) for key in TEXTS)


def without(slices: Iterable[Slice], key: str) -> tuple[Slice, ...]:
    """The slices but that of one document."""
    return tuple(s for s in slices if s.document.id != key)


def lines(entities: Iterable[Entity] = ENTITIES, slices: Iterable[Slice] | None = None) -> list[str]:
    """The graph of such records, with the ontology, as sorted lines."""
    said = graph.triples(entities, world() if slices is None else slices, UNITS)
    return sorted({*schema.triples(Ontology()), *said})


def intact(store: Store) -> bool:
    """Whether a store says that its statements are those that were written."""
    lines = store.lines()
    while True:
        try:
            next(lines)
        except StopIteration as end:
            return bool(end.value)
