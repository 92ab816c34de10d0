"""Relations out of sentences whose mentions are known."""

import os
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from kg.contracts import Extractor
from kg.extract.relations import load
from kg.model import Annotated, Findings, Relation
from kg.ontology import Ontology
from kg.records.gold import read_gold

shared = Path(os.environ.get("KG_SHARED", "/work/shared"))
Told = Callable[..., tuple[Relation, ...]]


@cache
def extractor() -> Extractor:
    return load(Ontology())


def relations_of(annotated: Annotated) -> tuple[Relation, ...]:
    known = Findings(mentions=annotated.findings.mentions)
    return extractor().extract(annotated.document, annotated.sentences, known).relations


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """What is found in marked-up sentences, one a line, of a document on 云岭市."""

    def tell(*sentences: str, region: str = "云岭市") -> tuple[Relation, ...]:
        path = tmp_path / "text.gold"
        lines = [f"# id: text\n# region: {region}\n", *(f"P {s}\n" for s in sentences)]
        path.write_text("\n".join(lines), encoding="utf-8")
        return relations_of(read_gold(path))

    return tell


def triples(found: tuple[Relation, ...]) -> set[tuple[str, str, str]]:
    return {(r.head, r.relation, r.tail) for r in found}


def test_a_dropped_subject_is_the_region_of_the_document(told: Told) -> None:
    found = told("大力发展⟦新能源|Industry⟧、⟦新材料|Industry⟧和⟦生物医药|Industry⟧产业。")
    assert triples(found) == {("云岭市", "develops", name) for name in ("新能源", "新材料", "生物医药")}
    assert {r.head_span for r in found} == {None}
    assert {r.status for r in found} == {"planned"}


def test_an_enumeration_under_a_class_gives_membership_as_well(told: Told) -> None:
    found = told("培育壮大⟦智能装备|Industry⟧、⟦航空航天|Industry⟧等⟦战略性新兴产业|Industry⟧。")
    assert ("智能装备", "partOf", "战略性新兴产业") in triples(found)
    assert ("航空航天", "partOf", "战略性新兴产业") in triples(found)
    assert ("云岭市", "develops", "战略性新兴产业") in triples(found)
    assert {r.status for r in found if r.relation == "partOf"} == {"fact"}


def test_the_verb_decides_between_relations(told: Told) -> None:
    found = triples(
        told("加快建设⟦云岭高新区|Zone⟧。", "深入实施⟦“登峰行动”|Program⟧。", "积极申报⟦国家级先导区|Zone⟧。")
    )
    assert ("云岭市", "builds", "云岭高新区") in found
    assert ("云岭市", "implements", "“登峰行动”") in found
    assert ("云岭市", "appliesFor", "国家级先导区") in found


def test_spans_and_evidence_point_into_the_text(told: Told) -> None:
    found = told("去年全市经济向好。", "⟦青岚区|Region⟧加快发展⟦低空经济|Industry⟧。")
    relation = next(r for r in found if r.relation == "develops")
    assert (relation.head, relation.head_span, relation.tail_span) == ("青岚区", (10, 13), (17, 21))
    assert relation.evidence == (10, 22)
    assert 0 < relation.confidence <= 1
    assert relation.by.startswith("relations:")


def test_only_what_the_signatures_allow_is_said(told: Told) -> None:
    types = {r.name: (r.domain, r.range) for r in Ontology().relations.values()}
    found = told(
        "⟦云岭大学|Research⟧与⟦远山集团|Enterprise⟧共建⟦数字孪生实验室|Research⟧，用⟦人工智能|Technology⟧赋能⟦制造业|Industry⟧。"
    )
    kinds = {"云岭大学": "Research", "远山集团": "Enterprise", "数字孪生实验室": "Research"}
    kinds |= {"人工智能": "Technology", "制造业": "Industry", "云岭市": "Region"}
    assert found
    for r in found:
        domain, reach = types[r.relation]
        assert kinds[r.head] in domain
        assert kinds[r.tail] in reach


def test_without_mentions_or_region_nothing_is_said(told: Told) -> None:
    assert told("大力发展各项事业。") == ()


def test_the_same_text_gives_the_same_relations(told: Told) -> None:
    text = (
        "支持⟦青岚区|Region⟧建设⟦云溪科创园|Zone⟧，引进⟦远山集团|Enterprise⟧，推动⟦数字经济|Industry⟧发展。"
    )
    assert told(text) == told(text)


@pytest.mark.shared
@pytest.mark.skipif(not (shared / "gold" / "dev").is_dir(), reason="needs the annotated documents")
def test_with_true_mentions_most_relations_of_the_real_documents_are_found() -> None:
    right = said = known = agree = 0
    for path in sorted((shared / "gold" / "dev").glob("*.gold")):
        annotated = read_gold(path)
        gold = {(r.head, r.relation, r.tail): r.status for r in annotated.findings.relations}
        found: dict[tuple[str, str, str], str] = {}
        for r in relations_of(annotated):
            found.setdefault((r.head, r.relation, r.tail), r.status)
        hits = gold.keys() & found.keys()
        right, said, known = right + len(hits), said + len(found), known + len(gold)
        agree += sum(gold[h] == found[h] for h in hits)
    assert right / said >= 0.85
    assert right / known >= 0.80
    assert agree / right >= 0.95


def test_a_document_without_region_gives_no_implied_heads(told: Told, tmp_path: Path) -> None:
    path = tmp_path / "bare.gold"
    path.write_text("# id: bare\n# region: 云岭市\n\nP 大力发展⟦新能源|Industry⟧。\n", encoding="utf-8")
    annotated = read_gold(path)
    bare = replace(annotated, document=replace(annotated.document, metadata=()))
    assert relations_of(bare) == ()


def test_a_review_is_done_and_a_plan_is_not(told: Told) -> None:
    review = told("过去一年，全市建成⟦青岚科创园|Zone⟧，完成投资12亿元，⟦数字经济|Industry⟧增加值增长9.1%。")
    plan = told("今年，要加快建设⟦青岚科创园|Zone⟧，力争完成投资12亿元，推动⟦数字经济|Industry⟧发展。")
    assert {r.status for r in review if r.relation == "builds"} == {"done"}
    assert {r.status for r in plan if r.relation == "builds"} == {"planned"}


def test_the_verb_tells_the_stage(told: Told) -> None:
    applied = told("积极申报⟦国家级先导区|Zone⟧。")
    assert {r.stage for r in applied if r.relation == "appliesFor"} == {"applied-for"}
    going = told("继续实施⟦“登峰行动”|Program⟧。")
    assert {r.stage for r in going if r.relation == "implements"} == {"continuing"}
    speeding = told("加快建设⟦云岭高新区|Zone⟧。")
    assert {r.stage for r in speeding if r.relation == "builds"} == {"under-way"}


def test_by_names_the_frame_that_agrees(told: Told) -> None:
    (found,) = told("大力发展⟦新能源|Industry⟧。")
    assert found.by == "relations:frame:发展"


def test_the_year_is_that_of_the_last_time_named_before_or_of_one_in_the_clause(told: Told) -> None:
    ahead = told(
        "到2027年，加快建设⟦云岭高新区|Zone⟧，大力发展⟦新能源|Industry⟧；到2030年，大力发展⟦新材料|Industry⟧。"
    )
    assert {(r.tail, r.year) for r in ahead} == {
        ("云岭高新区", "2027"),
        ("新能源", "2027"),
        ("新材料", "2030"),
    }
    late = told("争取⟦国家级先导区|Zone⟧2027年底前获批，大力发展⟦新材料|Industry⟧。")
    assert ("国家级先导区", "2027") in {(r.tail, r.year) for r in late}
    assert {r.year for r in told("大力发展⟦新能源|Industry⟧，到2030年规模翻番。")} == {None}


def test_a_year_in_a_name_is_no_time(told: Told) -> None:
    found = told(
        "认真落实⟦《云岭市低空经济行动方案（2025—2027年）》|Document⟧，大力发展⟦低空经济|Industry⟧。"
    )
    assert found
    assert {r.year for r in found} == {None}


def test_what_is_shared_out_goes_to_each_its_own(told: Told) -> None:
    found = triples(told("⟦青岚区|Region⟧、⟦白沙县|Region⟧将分别建设⟦云溪科创园|Zone⟧和⟦远山产业园|Zone⟧。"))
    assert {("青岚区", "builds", "云溪科创园"), ("白沙县", "builds", "远山产业园")} <= found
    assert not {("青岚区", "builds", "远山产业园"), ("白沙县", "builds", "云溪科创园")} & found
