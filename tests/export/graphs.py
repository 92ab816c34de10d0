"""Graphs as `kg.network` makes them: a small one told in sentences of our own on invented places, and large ones by rule."""

from decimal import Decimal
from random import Random
from typing import Any

import networkx as nx

from kg.follow.reports import Kept
from kg.model import Act, Claim, Figure, Heading, Rung, Source, Stated

BASE = "https://example.org/id/"
ENTITIES = (
    ("青湾市", "Region", "Qingwan", "City", ("青湾", "湾城")),
    ("云浦区", "Region", None, "County", ("云浦",)),
    ("山西", "Region", "Shanxi", "Province", ()),
    ("陕西", "Region", "Shaanxi", "Province", ()),
    ("青湾高新区", "Zone", None, "HighTechZone", ("高新区",)),
    ("临澜综合保税区", "Zone", None, "BondedZone", ("综保区",)),
    ("青湾市人民政府", "Government", None, None, ("市政府",)),
    ("青湾市工业和信息化局", "Government", None, None, ("市工信局",)),
    ("青湾海洋大学", "Research", "Qingwan Ocean University", "University", ("海大",)),
    ("深潜装备实验室", "Research", None, "Laboratory", ()),
    ("海曜科技", "Enterprise", None, None, ()),
    ("澜石重工", "Enterprise", None, None, ()),
    ("青湾市船舶行业协会", "Organization", None, None, ()),
    ("氢能", "Industry", "Hydrogen", None, ("氢能产业",)),
    ("海工装备", "Industry", None, None, ()),
    ("生物医药", "Industry", "Biomedicine", None, ()),
    ("深海探测", "Technology", None, None, ()),
    ("燃料电池", "Technology", None, None, ()),
    ("“蓝链”行动", "Program", None, None, ()),
    ("“强芯”计划", "Program", None, None, ()),
    ("《青湾市氢能产业行动方案》", "Document", None, None, ()),
    ("澜湾跨海通道", "Project", None, None, ()),
    ("许知远山", "Person", None, None, ("许主任",)),
    ("高质量发展", "Concept", None, None, ()),
    ("新质生产力", "Concept", None, None, ()),
)
DOCUMENTS = {
    "plan-2024": (
        "青湾市氢能产业行动方案",
        "2024-03-05",
        "青湾市",
        "青湾市人民政府网站",
        "https://www.example.org/plan",
    ),
    "news-2025": ("深潜装备实验室落户高新区", "2025-06-18", "青湾市", "青湾日报", None),
    "review-2025": ("云浦区工作回顾", "2025-12", "云浦区", None, "javascript:alert(1)"),
    "notes": ("调研札记", None, "青湾市", None, None),
}
# document, sentence, then statements: (subject, relation, object, status, stage, year) or (subject, quantity, comparator, value, unit, base, year, status)
SENTENCES = (
    ("plan-2024", "青湾市培育壮大氢能、海工装备、生物医药，加快形成新质生产力。", (
        ("青湾市", "develops", "氢能", "planned", None, None), ("青湾市", "develops", "海工装备", "planned", None, None),
        ("青湾市", "develops", "生物医药", "planned", None, None), ("青湾市", "develops", "新质生产力", "planned", None, None))),
    ("plan-2024", "到2027年，氢能产业规模达到300亿元以上，年均增长20%。", (
        ("氢能", "产业规模", ">=", "300", "亿元", None, "2027", "target"), ("氢能", "产业规模年均增长", "=", "20", "%增长", "2024", "2027", "target"))),
    ("plan-2024", "市工信局牵头实施“蓝链”行动，支持海曜科技、澜石重工攻关燃料电池。", (
        ("青湾市工业和信息化局", "implements", "“蓝链”行动", "planned", None, None), ("青湾市工业和信息化局", "supports", "海曜科技", "planned", None, None),
        ("青湾市工业和信息化局", "supports", "澜石重工", "planned", None, None), ("海曜科技", "develops", "燃料电池", "planned", None, None),
        ("澜石重工", "develops", "燃料电池", "planned", None, None))),
    ("plan-2024", "高新区发展氢能、生物医药，综保区发展海工装备。", (
        ("青湾高新区", "develops", "氢能", "planned", None, None), ("青湾高新区", "develops", "生物医药", "planned", None, None),
        ("临澜综合保税区", "develops", "海工装备", "planned", None, None))),
    ("plan-2024", "市政府印发《青湾市氢能产业行动方案》。", (("青湾市人民政府", "issues", "《青湾市氢能产业行动方案》", "done", None, None),)),
    ("plan-2024", "“蓝链”行动赋能海工装备、氢能。", (("“蓝链”行动", "empowers", "海工装备", "planned", None, None), ("“蓝链”行动", "empowers", "氢能", "planned", None, None))),
    ("plan-2024", "到2030年，全市建成加氢站40座。", (("青湾市", "加氢站", "=", "40", "座", None, "2030", "target"),)),
    ("news-2025", "深潜装备实验室在青湾高新区揭牌，由青湾海洋大学与澜石重工共建。", (
        ("深潜装备实验室", "locatedIn", "青湾高新区", "done", None, None), ("青湾海洋大学", "builds", "深潜装备实验室", "done", None, None),
        ("澜石重工", "builds", "深潜装备实验室", "done", None, None), ("青湾海洋大学", "cooperatesWith", "澜石重工", "done", None, None))),
    ("news-2025", "实验室将攻关深海探测，并申建“强芯”计划试点。", (
        ("深潜装备实验室", "develops", "深海探测", "planned", None, None), ("深潜装备实验室", "appliesFor", "“强芯”计划", "planned", "applied-for", "2028"))),
    ("news-2025", "许知远山任青湾海洋大学校长。", (("许知远山", "holdsPosition", "青湾海洋大学", "fact", None, None),)),
    ("news-2025", "2024年，氢能产业规模已达120亿元。", (("氢能", "产业规模", "=", "120", "亿元", None, "2024", "done"),)),
    ("news-2025", "青湾市与陕西、山西签约合作。", (("青湾市", "cooperatesWith", "陕西", "done", None, None), ("青湾市", "cooperatesWith", "山西", "done", None, None))),
    ("review-2025", "云浦区属于青湾市，规划建设澜湾跨海通道，争创“强芯”计划试点。", (
        ("云浦区", "partOf", "青湾市", "fact", None, None), ("云浦区", "builds", "澜湾跨海通道", "planned", "proposed", None),
        ("云浦区", "appliesFor", "“强芯”计划", "planned", "applied-for", None))),
    ("review-2025", "我区持续做强氢能。", (("云浦区", "develops", "氢能", "planned", "continuing", None),)),
    ("review-2025", "青湾高新区、临澜综合保税区位于青湾市。", (
        ("青湾高新区", "locatedIn", "青湾市", "fact", None, None), ("临澜综合保税区", "locatedIn", "青湾市", "fact", None, None))),
    ("notes", "船舶行业协会支持海工装备。", (("青湾市船舶行业协会", "supports", "海工装备", "done", None, None),)),
)  # fmt: skip
CONFIDENCE = {"plan-2024": 0.95, "news-2025": 0.9, "review-2025": 0.72, "notes": 0.55}


def iri(name: str) -> str:
    """The IRI of an entity of the small graph."""
    return f"{BASE}{next(kind for label, kind, *_ in ENTITIES if label == name)}/{name}"


def small() -> "nx.MultiDiGraph[str]":
    """Twenty-five entities, one of them without a statement; four documents, one without a date."""
    tell = Teller()
    for label, kind, english, finer, aliases in ENTITIES:
        tell.entity(iri(label), label, kind, label_en=english, kind=finer, aliases=aliases)
    for key, (title, date, region, source, url) in DOCUMENTS.items():
        tell.document(key, title=title, date=date, region=region, source=source, url=url)
    names = {label: (label, *aliases) for label, _, _, _, aliases in ENTITIES}
    for document, sentence, statements in SENTENCES:
        tell.sentence(document, sentence)
        for statement in statements:
            subject = iri(statement[0])
            if len(statement) == 6:
                _, relation, target, status, stage, year = statement
                tell.claim(
                    subject, relation, iri(target), status, stage=stage, year=year,
                    confidence=CONFIDENCE[document], subject_names=names[statement[0]], object_names=names[target],
                )  # fmt: skip
            else:
                _, indicator, comparator, value, unit, base, year, status = statement
                tell.figure(
                    subject, indicator, comparator, value, unit, base, year, status,
                    confidence=CONFIDENCE[document], names=names[statement[0]],
                )  # fmt: skip
    return tell.graph("青湾市")


class Teller:
    """Builds a graph statement by statement; spans are found in the sentence last told."""

    def __init__(self) -> None:
        self.nodes: dict[str, dict[str, object]] = {}
        self.sources: dict[str, Source] = {}
        self.claims: list[Claim] = []
        self.figures: list[Figure] = []
        self.length: dict[str, int] = {}
        self.acts: list[Act] = []
        self.headings: dict[str, Heading] = {}
        self.rungs: list[Rung] = []
        self.kept: list[Kept] = []

    def entity(self, node: str, label: str, type_: str, **more: Any) -> None:
        """One entity."""
        self.nodes[node] = {
            "label": label, "label_en": None, "type": type_, "kind": None, "code": None, "scope": None, "aliases": (), "mentions": 1, **more,
        }  # fmt: skip

    def document(self, key: str, **more: Any) -> None:
        """One source."""
        self.sources[f"{BASE}source/{key}"] = Source(f"{BASE}source/{key}", key, **more)

    def sentence(self, document: str, text: str) -> None:
        """The sentence that the next statements rest on, placed after the document's last."""
        self.at = f"{BASE}source/{document}"
        start = self.length.get(self.at, 0)
        self.evidence = (start, start + len(text))
        self.length[self.at] = start + len(text) + 1
        self.quote = text

    def _span(self, names: tuple[str, ...]) -> tuple[int, int] | None:
        for name in names:
            at = self.quote.find(name)
            if at >= 0:
                return self.evidence[0] + at, self.evidence[0] + at + len(name)
        return None

    def claim(self, subject: str, relation: str, target: str, status: str, *, stage: str | None = None, year: str | None = None,
              confidence: float = 0.9, subject_names: tuple[str, ...] = (), object_names: tuple[str, ...] = (), by: str = "relations:frame") -> None:  # fmt: skip
        """One relation stated by the sentence."""
        self.claims.append(Claim(
            iri=f"{BASE}claim/{len(self.claims):05}", subject=subject, predicate=relation, object=target, status=status, document=self.at, evidence=self.evidence, quote=self.quote,
            stage=stage, subject_span=self._span(subject_names), object_span=self._span(object_names), confidence=confidence, by=by, year=year,
        ))  # fmt: skip

    def figure(self, subject: str, indicator: str, comparator: str, value: str, unit: str, base: str | None, year: str | None,
               status: str, *, confidence: float = 0.9, names: tuple[str, ...] = ()) -> None:  # fmt: skip
        """One figure stated by the sentence."""
        self.figures.append(Figure(
            iri=f"{BASE}figure/{len(self.figures):05}", subject=subject, indicator=indicator, comparator=comparator, value=Decimal(value), unit=unit, year=year, status=status,
            document=self.at, evidence=self.evidence, quote=self.quote, text=value, base_year=base, subject_span=self._span(names), span=self._span((value,)), confidence=confidence, by="indicators:grammar",
        ))  # fmt: skip

    def heading(self, title: str, period: str | None = None, parent: str | None = None) -> str:
        """One section of the document last named; its IRI."""
        iri = f"{self.at}#s{len(self.headings)}"
        self.headings[iri] = Heading(
            iri, self.at, title, (0, 1), 1 + (parent is not None), parent or self.at, "tasks", period
        )
        return iri

    def act(self, actor: str, phrase: str, status: str, roles: tuple[tuple[str, str], ...] = (), *, section: str | None = None, year: str | None = None,
            due: str | None = None, ended: bool = False, confidence: float = 0.8, decided: tuple[str, ...] = ()) -> str:  # fmt: skip
        """One act that the sentence tells, in a phrase of it; its IRI."""
        iri = f"{BASE}measure/{len(self.acts):05}"
        heading = self.headings.get(section or "")
        self.acts.append(Act(
            iri=iri, label=phrase, actor=actor, status=status, document=self.at, span=self._span((phrase,)) or self.evidence, evidence=self.evidence, quote=self.quote, subject_span=None, ended=ended, stage=None, year=year,
            period=heading.period if heading else None, due=due, roles=roles, section=section, confidence=confidence, by="measures:model", decided=decided,  # type: ignore[arg-type]
        ))  # fmt: skip
        return iri

    def rung(
        self,
        region: str,
        indicator: str,
        period: str,
        target: Figure | None,
        result: Figure | None,
        verdict: str,
    ) -> None:
        """One rung that rests on figures told before."""
        one, other = (self._said(figure, kind) for figure, kind in ((target, "target"), (result, "result")))
        self.rungs.append(Rung(
            region, indicator, (), "", period, one, other, verdict, (one,) if one else (), (other,) if other else (),  # type: ignore[arg-type]
        ))  # fmt: skip

    def _said(self, of: Figure | None, kind: str) -> Stated | None:
        return None if of is None else Stated(
            kind, of.comparator, of.value, of.value, of.unit, "", None, of.text, of.indicator, (), of.document,  # type: ignore[arg-type]
            None, of.quote, of.evidence[0], of.iri,
        )  # fmt: skip

    def graph(self, region: str | None = None) -> "nx.MultiDiGraph[str]":
        """All that was told, as a graph."""
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for node, data in self.nodes.items():
            graph.add_node(node, **data)
        edges: dict[tuple[str, str, str], list[Claim]] = {}
        for claim in self.claims:
            edges.setdefault((claim.subject, claim.object, claim.predicate), []).append(claim)
        for (subject, target, relation), claims in edges.items():
            graph.add_edge(
                subject, target, key=relation, relation=relation, status=claims[0].status,
                statuses=tuple(sorted({c.status for c in claims})), confidence=max(c.confidence for c in claims),
                years=(), claims=tuple(claims),
            )  # fmt: skip
        graph.graph.update(
            sources=self.sources, figures=tuple(self.figures), region=region, base=BASE, acts=tuple(self.acts), headings=self.headings,
            kept=tuple(self.kept), ladder=tuple(sorted(self.rungs, key=lambda r: (r.region, r.indicator, r.period))),
        )  # fmt: skip
        return graph


def yearly(regions: tuple[str, ...] = ("青湾市",)) -> "nx.MultiDiGraph[str]":
    """Work reports of 2025 and 2026 of some regions, with headings, acts, targets and results."""
    tell = Teller()
    tell.entity(f"{BASE}Industry/氢能", "氢能", "Industry", label_en="Hydrogen")
    tell.entity(f"{BASE}Project/跨海通道", "跨海通道", "Project")
    for number, region in enumerate(regions):
        _reports(tell, region, number)
    return tell.graph(regions[0] if len(regions) == 1 else None)


def aiming(region: str) -> "nx.MultiDiGraph[str]":
    """The work reports of a region and those of 青湾市, of which only the region's own have targets and results."""
    graph = yearly(("青湾市", region))
    graph.graph["ladder"] = tuple(rung for rung in graph.graph["ladder"] if rung.region.endswith(region))
    return graph


def _reports(tell: Teller, region: str, number: int) -> None:
    node, industry, project = f"{BASE}Region/{region}", f"{BASE}Industry/氢能", f"{BASE}Project/跨海通道"
    bureau = f"{BASE}Government/{region}工信局"
    tell.entity(node, region, "Region", label_en=f"Region {number + 1}")
    tell.entity(bureau, f"{region}工信局", "Government")

    def told(sentence: str, indicator: str, value: str, unit: str, year: str, status: str) -> Figure:
        tell.sentence(name, sentence)
        tell.figure(node, indicator, "=", value, unit, None, year, status)
        return tell.figures[-1]

    name = f"{region}-2025"
    tell.document(name, title=f"{region}2025年政府工作报告", date="2025-01-16", region=region)
    goal = told(f"今年经济增长目标为{6 + number}%。", "经济增长", f"{6 + number}", "%", "2025", "target")
    jobs = told("新增就业目标4万人。", "新增就业", "4", "万人", "2025", "target")
    cpi = told("物价涨幅控制在2%。", "物价涨幅", "2", "%", "2025", "target")
    section = tell.heading("二、2025年重点任务", "2025")
    tell.sentence(name, "推动氢能产业扩能增效。")
    promise = tell.act(node, "推动氢能产业扩能增效", "planned", (("object", industry),), section=section)
    tell.sentence(name, "建设智慧码头3座。")
    silent = tell.act(node, "建设智慧码头3座", "planned", (), section=section)
    name = f"{region}-2026"
    tell.document(name, title=f"{region}2026年政府工作报告", date="2026-01-20", region=region)
    grown = told(f"去年经济增长{5 + 2 * number}%。", "经济增长", f"{5 + 2 * number}", "%", "2025", "done")
    found = told("去年新增就业5万人。", "新增就业", "5", "万人", "2025", "done")
    ahead = told(f"今年经济增长目标为{5 + number}.5%。", "经济增长", f"{5 + number}.5", "%", "2026", "target")
    work = told("今年新增就业目标4.5万人。", "新增就业", "4.5", "万人", "2026", "target")
    tasks = tell.heading("二、2026年重点任务", "2026")
    part = tell.heading("（一）建设现代化产业体系", "2026", tasks)
    tell.sentence(name, "由市工信局牵头，加快建设跨海通道，支持氢能企业技术改造，2027年6月前建成。")
    tell.act(
        node,
        "加快建设跨海通道",
        "planned",
        (("object", project), ("lead", bureau)),
        section=part,
        due="2027-06",
    )
    tell.claim(node, "builds", project, "planned")
    tell.claim(node, "supports", industry, "planned")
    tell.act(node, "支持氢能企业技术改造", "planned", (("object", industry),), section=part)
    tell.act(node, "技术改造", "planned", (("object", industry),), section=part, confidence=0.3)
    tell.entity(f"{BASE}Person/{region}叶岚", f"{region}叶岚", "Person")
    tell.sentence(name, f"{region}叶岚12月作出部署，市工信局10月前完成摸底。")
    tell.act(f"{BASE}Person/{region}叶岚", "作出部署", "planned", (), section=part, due="2026-12")
    tell.act(bureau, "完成摸底", "planned", (), section=part, due="2026-10")
    tell.sentence(name, "不再新建养老院，已改造老旧小区12个。")
    tell.act(node, "新建养老院", "planned", (), section=tasks, ended=True)
    tell.act(node, "改造老旧小区12个", "done", (), section=tasks, decided=("status",))
    tell.kept.append(Kept(promise, "delivered", tell.at, ("氢能产业扩能增效成效明显",), sure=0.8))
    tell.kept.append(Kept(silent, "silent", tell.at))
    tell.rung(node, "gdp-growth", "2025", goal, grown, "missed" if number == 0 else "met")
    tell.rung(node, "gdp-growth", "2026", ahead, None, "open")
    tell.rung(node, "new-jobs", "2025", jobs, found, "exceeded")
    tell.rung(node, "new-jobs", "2026", work, None, "open")
    tell.rung(node, "cpi-growth", "2025", cpi, None, "open")


TYPES = ("Industry", "Enterprise", "Zone", "Technology", "Program", "Project", "Research", "Government")
SYLLABLES = "青云海澜石湾岭浦泽江岚川谷原港星辰光华宁安和瑞丰汇通达源创新智联科能材"
TAILS = {
    "Industry": "产业", "Enterprise": "科技", "Zone": "产业园", "Technology": "技术", "Program": "行动", "Project": "工程", "Research": "研究院", "Government": "局",
}  # fmt: skip


def synthetic(entities: int, edges: int, *, seed: int = 1) -> "nx.MultiDiGraph[str]":
    """A graph of that many entities and edges in loose communities of about 60, with a sentence behind each edge."""
    random = Random(seed)
    tell = Teller()
    names = []
    for number in range(entities):
        type_ = TYPES[number % len(TYPES)]
        name = "".join(random.choice(SYLLABLES) for _ in range(random.randint(2, 6))) + TAILS[type_]
        names.append((f"{BASE}{type_}/{name}-{number}", name, type_))
        tell.entity(names[-1][0], name, type_)
    for document in range(max(1, entities // 50)):
        tell.document(
            f"d{document}", title=f"第{document}号报告", date=f"{2019 + document % 7}-05-01", region=None
        )
    seen: set[tuple[int, int, str]] = set()
    number = 0
    while len(seen) < edges:
        a = number if number < entities else int(entities * random.random())
        b = (
            min(entities - 1, max(0, a + random.randint(-30, 30)))
            if random.random() < 0.85
            else random.randrange(entities)
        )
        number += 1
        relation = random.choice(("develops", "builds", "supports", "implements", "partOf"))
        if a == b or (a, b, relation) in seen:
            continue
        seen.add((a, b, relation))
        tell.sentence(
            f"d{a * len(tell.sources) // entities}",
            f"{names[a][1]}着眼长远、立足当前，推动{names[b][1]}取得新进展。",
        )
        tell.claim(
            names[a][0],
            relation,
            names[b][0],
            random.choice(("planned", "done")),
            subject_names=(names[a][1],),
            object_names=(names[b][1],),
        )
        if random.random() < 0.1:
            tell.figure(
                names[a][0],
                "产值",
                ">=",
                str(random.randint(1, 900)),
                "亿元",
                None,
                str(random.randint(2026, 2035)),
                "target",
            )
    return tell.graph()
