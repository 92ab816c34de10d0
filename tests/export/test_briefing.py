"""What a briefing says: its scope, its themes, findings that can be counted again, names masked."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.communities import communities, most_themes
from kg.errors import ExportError
from kg.export.briefing.brief import brief
from kg.export.briefing.options import Options
from kg.export.html.data import page_data
from kg.ontology import Ontology
from tests.export import graphs

ontology = Ontology()


def made(graph=None, **options):
    return brief(graphs.small() if graph is None else graph, Options(**options), ontology)


def labels(briefing):
    return {node.label for node in briefing.nodes}


def finding(briefing, key):
    return next(f for f in briefing.findings if f.key == key)


# ---- scope


def test_entities_without_evidence_are_left_out_and_counted():
    briefing = made()
    assert "高质量发展" not in labels(briefing)
    assert any("另有 1 个实体" in note.zh for note in briefing.notes)


def test_region_keeps_its_documents_and_what_lies_in_it():
    briefing = made(region="云浦")
    assert {"云浦区", "氢能", "澜湾跨海通道", "“强芯”计划"} <= labels(briefing)
    assert "海曜科技" not in labels(briefing)
    assert briefing.title.zh == "云浦区发展知识简报"


def test_region_holds_what_is_stated_to_lie_in_it_however_deep():
    briefing = made(region="青湾市")
    assert "深潜装备实验室" in labels(briefing)


def test_types_keep_only_those_entities():
    briefing = made(types=("Zone", "Industry"))
    assert {node.type for node in briefing.nodes} == {"Zone", "Industry"}
    assert len(briefing.links) == 3


@pytest.mark.parametrize("name", ["氢能", "氢能产业", "Hydrogen", "hydrogen", f"{graphs.BASE}Industry/氢能"])
def test_around_takes_any_name_of_an_entity(name):
    briefing = made(around=name, hops=1)
    assert labels(briefing) == {"氢能", "青湾市", "青湾高新区", "“蓝链”行动", "云浦区"}


def test_theme_keeps_the_theme_that_holds_the_entity():
    whole = made()
    theme = next(t for t in whole.themes if "澜石重工" in {whole.nodes[n].label for n in t.members})
    briefing = made(theme="澜石重工")
    assert labels(briefing) == {whole.nodes[n].label for n in theme.members}


def test_years_keep_articles_of_those_years_and_no_undated_ones():
    briefing = made(years=(2025, 2025))
    assert {source.id for source in briefing.sources} == {"news-2025", "review-2025"}


def test_min_confidence_keeps_claims_and_figures_at_least_so_sure():
    briefing = made(min_confidence=0.9)
    assert {source.id for source in briefing.sources} == {"plan-2024", "news-2025"}
    assert min(c.confidence for link in briefing.links for c in link.claims) >= 0.9


def test_unknown_name_is_told_with_near_names():
    with pytest.raises(ExportError, match="青湾海洋大: nothing in the graph has this name") as raised:
        made(around="青湾海洋大")
    assert "青湾海洋大学" in raised.value.hint


def test_nothing_left_is_told():
    with pytest.raises(ExportError, match="nothing is left to show"):
        made(years=(1990, 1991))


def test_empty_graph_is_told():
    with pytest.raises(ExportError, match="holds no claim and no figure"):
        made(graphs.Teller().graph())


def test_too_large_a_graph_is_summarised_and_says_so():
    briefing = made(graphs.synthetic(300, 600), limit=120)
    assert len(briefing.nodes) == 120
    left = next(note for note in briefing.notes if "120" in note.zh)
    assert str(len(made(graphs.synthetic(300, 600)).nodes) - 120) in left.zh
    assert {end for link in briefing.links for end in (link.source, link.target)} <= set(range(120))


def test_many_sentences_behind_one_edge_are_cut_and_counted():
    tell = graphs.Teller()
    tell.entity("a", "甲市", "Region")
    tell.entity("b", "乙业", "Industry")
    tell.document("d", title="题")
    for number in range(20):
        tell.sentence("d", f"甲市第{number}次发展乙业。")
        tell.claim("a", "develops", "b", "planned", confidence=0.5 + number / 100)
    briefing = made(tell.graph(), quotes=5)
    (link,) = briefing.links
    assert (len(link.claims), link.count) == (5, 20)
    assert [claim.confidence for claim in link.claims] == sorted(
        (c.confidence for c in link.claims), reverse=True
    )
    assert any("5 条" in note.zh for note in briefing.notes)


def test_title_names_the_region_only_if_most_documents_speak_for_it():
    graph = graphs.small()
    assert made(graph).title.zh == "青湾市发展知识简报"
    graph.graph["sources"] = {
        iri: replace(source, region=f"第{number}区") for number, (iri, source) in enumerate(graph.graph["sources"].items())
    }  # fmt: skip
    assert made(graph).title.zh == "区域发展知识简报"


# ---- themes


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_communities_hold_each_entity_once_and_are_few(data):
    count = data.draw(st.integers(1, 160))
    entity = st.integers(0, count - 1)
    pairs = data.draw(st.lists(st.tuples(entity, entity), max_size=300))
    weights = {(min(p), max(p)): 1.0 for p in pairs if p[0] != p[1]}
    documents = data.draw(st.lists(st.lists(entity, unique=True, max_size=30), max_size=6))
    found = communities(["Industry"] * count, weights, documents)
    assert sorted(entity for members in found for entity in members) == list(range(count))
    assert len(found) <= most_themes


def test_a_star_of_one_region_is_taken_apart_by_type():
    tell = graphs.Teller()
    tell.entity("hub", "甲市", "Region")
    tell.document("d", title="题")
    for number in range(150):
        type_ = ("Industry", "Project", "Program")[number % 3]
        tell.entity(f"e{number}", f"第{number}号", type_)
        tell.sentence("d", f"甲市推进第{number}号。")
        tell.claim("hub", "develops", f"e{number}", "planned")
    briefing = made(tell.graph())
    assert len(briefing.themes) >= 3
    assert max(len(theme.members) for theme in briefing.themes) <= 60


def test_themes_are_named_by_their_leading_entities_each_differently():
    briefing = made(graphs.synthetic(600, 1200))
    names = [theme.name.zh for theme in briefing.themes]
    assert len(set(names)) == len(names)
    for theme in briefing.themes:
        assert theme.name.zh.startswith(briefing.nodes[theme.members[0]].label)


def test_discs_of_the_overview_keep_apart():
    briefing = made(graphs.synthetic(2000, 4000))
    assert 2 <= len(briefing.themes) <= 40
    for places in ([t.disc for t in briefing.themes], [t.standing for t in briefing.themes]):
        for number, (x, y, r) in enumerate(places):
            for ox, oy, other in places[number + 1 :]:
                assert ((x - ox) ** 2 + (y - oy) ** 2) ** 0.5 >= r + other


# ---- findings: every number counted again, by other means


def edges(graph):
    return [(s, o, key, data) for s, o, key, data in graph.edges(keys=True, data=True)]


def typed(graph, *types):
    return [iri for iri, data in graph.nodes(data=True) if data["type"] in types]


@pytest.fixture(scope="module", params=["small", "synthetic"])
def graph(request):
    return graphs.small() if request.param == "small" else graphs.synthetic(400, 900)


def test_the_industry_of_most_plans_and_who_plans(graph):
    counts = {
        iri: sum(
            1 for s, o, key, data in edges(graph)
            if o == iri and key in {"develops", "supports", "attracts"} and any(c.status == "planned" for c in data["claims"])
        )
        for iri in typed(graph, "Industry")
    }  # fmt: skip
    briefing = made(graph)
    said = finding(briefing, "commitments")
    assert said.number == str(max(counts.values())) == str(len(said.links))
    assert briefing.nodes[briefing.links[said.links[0]].source].label in said.text.zh


def test_the_targets_due_next(graph):
    last = max(source.date[:4] for source in graph.graph["sources"].values() if source.date)
    due = sorted(f.year for f in graph.graph["figures"] if f.status == "target" and f.year and f.year >= last)
    said = finding(made(graph), "targets")
    assert (said.year, said.number) == (due[0], str(due.count(due[0])))
    assert len(said.figures) == due.count(due[0])


def test_every_finding_rests_on_evidence_of_its_number(graph):
    briefing = made(graph)
    assert briefing.findings
    for said in briefing.findings:
        assert int(said.number) == len(said.links) + len(said.figures)
        assert all(briefing.links[number].claims for number in said.links)


def test_what_is_less_sure_than_half_stands_in_no_finding(graph):
    for figure in (doubted := type(graph)(graph)).graph["figures"]:
        assert figure.confidence >= 0.5
    doubted.graph = {
        **graph.graph,
        "figures": tuple(replace(f, confidence=0.4) for f in graph.graph["figures"]),
    }
    assert {f.key for f in made(doubted).findings} <= {"commitments"}


# ---- findings from acts and the ladder


def test_targets_ahead_of_one_region_and_what_became_of_the_last():
    briefing = made(graphs.yearly())
    assert finding(
        briefing, "goals"
    ).text.zh == "2026年的目标：地区生产总值增长5.5%、城镇新增就业4.5万人。".replace("5.5%", "5.5").replace(
        "4.5万人", "4.5"
    )
    assert finding(briefing, "met").text.zh == "2025年：城镇新增就业5（目标4）。"
    assert finding(briefing, "missed").text.zh == "2025年：地区生产总值增长5（目标6）。"
    assert finding(briefing, "silent").text.zh == "2025年的目标，文章中未见结果：居民消费价格涨幅2。"
    for said in briefing.findings:
        assert int(said.number) == len(said.rungs) + len(said.acts)
    assert not any("只被提及" in note.zh for note in briefing.notes)


def test_targets_of_several_regions_are_those_of_one_indicator():
    said = finding(made(graphs.yearly(("青湾市", "云浦区"))), "goals")
    assert said.text.zh == "2026年地区生产总值增长的目标：云浦区6.5、青湾市5.5。"
    assert len(said.rungs) == 2


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("goals", "2026年的目标：云浦区地区生产总值增长6.5、云浦区城镇新增就业4.5。"),
        ("met", "2025年：云浦区地区生产总值增长7（目标7）；云浦区城镇新增就业5（目标4）。"),
        ("silent", "2025年的目标，文章中未见结果：云浦区居民消费价格涨幅2。"),
    ],
)
def test_the_one_region_of_several_that_has_targets_is_named(key, said):
    assert finding(made(graphs.aiming("云浦区")), key).text.zh == said


def test_tasks_of_the_newest_report_with_a_deadline_and_by_what_they_concern():
    briefing = made(graphs.yearly())
    labels = [
        [briefing.board.acts[n].label for n in finding(briefing, key).acts]
        for key in ("due", "projects", "industries")
    ]
    assert labels == [["加快建设跨海通道"], ["加快建设跨海通道"], ["支持氢能企业技术改造"]]
    assert "“跨海通道”（1）" in finding(briefing, "projects").text.zh


def test_what_is_due_is_against_the_month_given():
    assert made(graphs.yearly()).board.as_of == "2026-01"
    later = made(graphs.yearly(), as_of="2027-07")
    assert later.board.as_of == "2027-07"
    assert "due" not in {f.key for f in later.findings}
    assert "城镇新增就业4.5" in finding(later, "silent").text.zh


def test_each_act_is_in_one_policy_area():
    board = made(graphs.yearly()).board
    assert dict(zip((a.label for a in board.acts), board.areas, strict=True))["改造老旧小区12个"] == "urban"


def test_acts_of_a_scope_alone():
    both = graphs.yearly(("青湾市", "云浦区"))
    assert {a.document[-8:-5] for a in made(both, region="云浦区").board.acts} == {"云浦区"}
    assert {r.region for r in made(both, region="云浦区").board.rungs} == {f"{graphs.BASE}Region/云浦区"}
    assert made(both, types=("Region", "Project")).board.acts
    assert {a.label for a in made(both, types=("Region", "Project")).board.acts} == {"加快建设跨海通道"}


def test_no_finding_where_nothing_can_be_counted():
    tell = graphs.Teller()
    tell.entity("a", "甲市", "Region")
    tell.entity("b", "乙县", "Region")
    tell.document("d", title="题")
    tell.sentence("d", "乙县属于甲市。")
    tell.claim("b", "partOf", "a", "fact")
    assert made(tell.graph()).findings == ()


# ---- names of persons


def test_redaction_leaves_no_name_of_a_person_anywhere():
    graph = graphs.small()
    assert "许知远山" in json.dumps(page_data(made(graph), ontology), ensure_ascii=False)
    data = json.dumps(page_data(made(graph, redact_persons=True), ontology), ensure_ascii=False)
    for name in ("许知远山", "许主任", "xu zhi yuan"):
        assert name not in data
    assert "人物1" in data
    assert "××××任青湾海洋大学校长" in data


def test_redaction_keeps_spans_true():
    briefing = made(redact_persons=True)
    claim = next(c for link in briefing.links if link.relation == "holdsPosition" for c in link.claims)
    start = claim.evidence[0]
    assert claim.quote[claim.object_span[0] - start : claim.object_span[1] - start] == "青湾海洋大学"
    assert claim.quote[claim.subject_span[0] - start : claim.subject_span[1] - start] == "××××"


def test_redaction_masks_names_within_other_names_and_addresses():
    tell = graphs.Teller()
    tell.entity(f"{graphs.BASE}Person/林一帆", "林一帆", "Person")
    tell.entity(f"{graphs.BASE}Research/林一帆工作室", "林一帆工作室", "Research", aliases=("林一帆室",))
    tell.document(
        "林一帆访谈", title="访林一帆", author="林一帆", url="https://example.org/林一帆", path="林一帆.txt"
    )
    tell.sentence("林一帆访谈", "林一帆主持林一帆工作室。")
    tell.claim(f"{graphs.BASE}Person/林一帆", "holdsPosition", f"{graphs.BASE}Research/林一帆工作室", "fact")
    data = json.dumps(page_data(made(tell.graph(), redact_persons=True), ontology), ensure_ascii=False)
    assert not re.search("林一帆|lin yi fan", data)
    assert "×××工作室" in data


def test_words_of_the_page_come_in_both_languages():
    for name in ("interface", "briefing", "findings"):
        for entry in _entries(ontology.labels(name)):
            assert set(entry) == {"zh", "en"}, entry
            assert all(entry.values())
            assert set(re.findall(r"\{\w+\}", entry["zh"])) == set(re.findall(r"\{\w+\}", entry["en"]))


def _entries(labels):
    for value in labels.values():
        if isinstance(value, dict):
            if {"zh", "en"} & set(value):
                yield value
            else:
                yield from _entries(value)
