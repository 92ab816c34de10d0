"""Measures, gaps, comparison, difference and likeness on the small world, and on graphs made for one point each."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import networkx as nx
import pytest

from kg.analyse import alike, communities, compare, diff, gaps, of_documents, ranks
from kg.model import Claim, Figure
from kg.network import to_network
from kg.ontology import Ontology
from tests.sample import BASE, iri


@pytest.fixture
def network(store):
    return to_network(store, BASE)


def graph(*edges, nodes=(), figures=()):
    """A network of (subject, relation, object, type of object, status, years) edges; subjects are regions."""
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph(figures=tuple(figures), sources={})

    def node(name, type_, mentions=1):
        if name not in made:
            made.add_node(
                name, label=name, label_en=None, type=type_, kind=None, code=None, scope=None, aliases=(), mentions=mentions
            )  # fmt: skip

    for name, type_, mentions in nodes:
        node(name, type_, mentions)
    for number, (a, relation, b, type_, *more) in enumerate(edges):
        usual: tuple[Any, ...] = ("planned", ("2025",), 1)
        status, years, count = (*tuple(more), *usual[len(more) :])
        node(a, "Region")
        node(b, type_)
        claims = tuple(
            Claim(
                iri=f"c{number}-{i}",
                subject=a,
                predicate=relation,
                object=b,
                status=status,
                document="d",
                evidence=(0, 1),
                quote="句。",
            )
            for i in range(count)
        )
        made.add_edge(
            a, b, key=relation, relation=relation, status=status, statuses=(status,), confidence=1.0, years=years, claims=claims
        )  # fmt: skip
    return made


def figure(subject, wording, value, *, unit="亿元", year="2027", status="target"):
    return Figure(
        iri=f"f-{subject}-{wording}-{year}",
        subject=subject,
        indicator=wording,
        comparator="=",
        value=Decimal(value),
        unit=unit,
        year=year,
        status=status,
        document="d",
        evidence=(0, 1),
        quote="句。",
    )


def test_ranks_put_the_best_linked_first_and_agree_with_networkx(network):
    found = ranks(network)
    assert found[0].label == "云港市"
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(network)
    for a, b, data in network.edges(data=True):
        weight = simple.get_edge_data(a, b, {"weight": 0})["weight"]
        simple.add_edge(a, b, weight=weight + len(data["claims"]))
    page, between = nx.pagerank(simple, weight="weight", tol=1e-12), nx.betweenness_centrality(simple)
    for rank in found:
        assert rank.degree == simple.degree(rank.iri)
        assert rank.pagerank == pytest.approx(page[rank.iri], abs=1e-6)
        assert rank.betweenness == pytest.approx(between[rank.iri], abs=1e-6)


def test_ranks_of_nothing():
    assert ranks(graph()) == ()


def test_communities_part_what_is_not_linked_and_come_out_the_same_each_time():
    two = [
        (f"{side}{i}", "cooperatesWith", f"{side}{j}", "Region")
        for side in "甲乙"
        for i in range(4)
        for j in range(i)
    ]
    made = graph(*two, ("甲0", "cooperatesWith", "乙0", "Region"))
    found = communities(made)
    assert [sorted({m[0] for m in c.members}) for c in found] == [["乙"], ["甲"]]
    assert found == communities(made)
    assert found[0].links == 6


def test_gaps_are_named_and_counted():
    made = graph(
        ("甲市", "develops", "氢能", "Industry", "planned", ("2025",), 3),
        ("甲市", "develops", "海工", "Industry", "planned", ("2025",), 2),
        ("园区", "develops", "海工", "Industry"),
        ("甲市", "builds", "大桥", "Project", "planned", ("2023", "2025")),
        ("甲市", "builds", "机场", "Project", "done", ("2023", "2025")),
        nodes=[("园区", "Zone", 1), ("孤岛", "Concept", 5), ("路人", "Concept", 1)],
        figures=[figure("海工", "规模", 3, year=None)],
    )
    assert {(g.kind, g.label, g.weight) for g in gaps(made, Ontology())} == {
        ("industry-without-place", "氢能", 3), ("no-figure", "氢能", 3), ("planned-for-long", "大桥", 1),
        ("mentioned-only", "孤岛", 5), ("target-without-year", "海工", 1),
    }  # fmt: skip


def test_every_kind_of_gap_has_its_label():
    labels = Ontology().labels("gaps")
    assert all(set(label) == {"zh", "en"} for label in labels.values())
    assert {
        "industry-without-place", "programme-without-body", "project-without-body", "no-figure",
        "target-without-year", "mentioned-only", "planned-for-long",
    } == set(labels)  # fmt: skip


def test_compare_sets_what_is_shared_at_the_top_and_figures_by_wording():
    made = graph(
        ("甲市", "develops", "氢能", "Industry"), ("乙市", "develops", "氢能", "Industry", "done"),
        ("甲市", "builds", "大桥", "Project"),
        figures=[figure("甲市", "甲市生产总值", 5), figure("乙市", "生产总值", 4), figure("乙市", "粮食", 2, unit="万吨")],
    )  # fmt: skip
    rows = compare(made, ["甲市", "乙市"])
    assert [(r.relation, r.label, r.shared) for r in rows] == [
        ("develops", "氢能", 2), ("figure", "生产总值", 2), ("builds", "大桥", 1), ("figure", "粮食", 1),
    ]  # fmt: skip
    assert [cell.statuses for cell in rows[0].cells] == [("planned",), ("done",)]
    assert [[f.value for f in cell.figures] for cell in rows[1].cells] == [[5], [4]]


def test_compare_tells_over_what_time_figures_are_where_their_words_do_not():
    jobs = [figure("甲市", "新增就业", 150), figure("甲市", "新增就业", 35), figure("乙市", "新增就业", 13)]
    jobs = [replace(one, concept="new-jobs") for one in jobs]
    cities = [("甲市", "Region", 1), ("乙市", "Region", 1)]
    made = graph(nodes=cities, figures=[replace(jobs[0], scope=("十四五时期",)), *jobs[1:]])
    assert [(r.label, r.shared) for r in compare(made, ["甲市", "乙市"])] == [
        ("新增就业", 2), ("新增就业（十四五时期）", 1),
    ]  # fmt: skip


def test_diff_tells_what_came_went_and_changed(network):
    plan, news = (of_documents(network, {f"{BASE}source/{name}"}) for name in ("plan-2024", "news-2025"))
    changes = {(c.what, c.change, c.text): c for c in diff(plan, news)}
    lab = changes["relation", "changed", "云港市高新区 builds 深蓝实验室"]
    assert (lab.before, lab.after) == ("planned", "done")
    assert lab.quote == "深蓝实验室已在高新区建成。"
    assert ("relation", "added", "云港市 cooperatesWith 青岭市") in changes
    assert ("relation", "removed", "云港市 develops 海工装备") in changes
    assert ("entity", "added", "方远") in changes
    assert diff(network, network) == ()


def test_diff_of_figures_tells_the_values():
    old = graph(nodes=[("氢能", "Industry", 1)], figures=[figure("氢能", "规模", 300)])
    new = graph(
        nodes=[("氢能", "Industry", 1)], figures=[replace(old.graph["figures"][0], value=Decimal(350))]
    )
    (change,) = diff(old, new)
    assert (change.what, change.change, change.before, change.after) == (
        "figure",
        "changed",
        "= 300 亿元",
        "= 350 亿元",
    )


def test_compare_leaves_aims_out_unless_asked():
    made = graph(
        ("甲市", "develops", "高质量发展", "Concept"), ("乙市", "develops", "高质量发展", "Concept"),
        ("甲市", "builds", "大桥", "Project"),
    )  # fmt: skip
    assert [r.label for r in compare(made, ["甲市", "乙市"], slogans=False)] == ["大桥"]
    assert [r.label for r in compare(made, ["甲市", "乙市"])] == ["高质量发展", "大桥"]


def test_diff_sets_figures_of_two_years_side_by_side():
    old, new = (
        graph(
            nodes=[("甲市", "Region", 1)],
            figures=[
                figure("甲市", "粮食产量", value, year=year, unit="亿斤"), figure("甲市", "零售额", 13, year=year),
                *([figure("甲市", "水库", 3, year=year, unit="座")] if year == "2025" else []),
            ],
        )
        for value, year in (("5.66", "2024"), ("5.89", "2025"))
    )  # fmt: skip
    told = [(c.change, c.text, c.before, c.after) for c in diff(old, new)]
    assert ("changed", "甲市 粮食产量 2024 → 2025 target", "= 5.66 亿斤", "= 5.89 亿斤") in told
    assert ("changed", "甲市 零售额 2024 → 2025 target", "= 13 亿元", "= 13 亿元") in told
    assert [change for change, *_ in told].count("added") == 1


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("深海装备研究院", "深海装备技术研究院", True),
        ("云港一号线", "云港二号线", False),
        ("云港市第一医院", "云港县第一医院", False),
        ("氢能", "海工装备", False),
        ("海州深海装备研究院", "深海院", True),
    ],
)
def test_alike_offers_near_names_and_keeps_numbers_and_levels_apart(one, other, found):
    made = graph(("甲市", "builds", one, "Research"), ("甲市", "builds", other, "Research"))
    assert bool(alike(made, least=0.5)) is found


def test_alike_never_crosses_types_or_regions():
    made = graph(
        ("甲市", "builds", "深海装备研究院", "Research"), ("甲市", "builds", "深海装备技术研究院", "Project")
    )
    assert alike(made) == ()
    near = graph(
        ("甲市", "builds", "深海装备研究院", "Research"), ("甲市", "builds", "深海装备技术研究院", "Research")
    )
    near.nodes["深海装备研究院"]["scope"] = iri("Region", "乙市")
    assert alike(near) == ()
