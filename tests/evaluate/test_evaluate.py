"""The scorer counts as the annotation scheme says, to the last digit, and names every error."""

import importlib.util
import json
from dataclasses import replace
from decimal import Decimal

import pytest

from kg import records
from kg.errors import InputError
from kg.evaluate import below, errors, load_floors, reliability, score
from kg.model import Annotated, Findings

GOLD = """# id: t1
# region: 云港市

P ⟦云港市|Region⟧培育⟦海工装备|Industry⟧、⟦氢能|Industry⟧，建设⟦蓝湾科学城|Zone⟧，⟦云港市|Region⟧与⟦溪口市|Region⟧合作。
R 云港市 | develops | 海工装备 | planned
R 云港市 | develops | 氢能 | planned
R 云港市 | builds | 蓝湾科学城 | planned
R 云港市 | cooperatesWith | 溪口市 | planned
S 到2027年，⟦氢能|Industry⟧产业规模达到0.3万亿元。
I 氢能 | 产业规模 | = | 0.3 | 万亿元 | 2027 | target
"""

ACTS = """# id: t1
# region: 云港市

P 一、重点任务
H 1
P 依托⟦蓝湾科学城|Zone⟧发展⟦氢能|Industry⟧，2027年建成⟦东堤码头|Project⟧，支持⟦云港大学|Research⟧办⟦海工学院|Research⟧。
M 依托蓝湾科学城发展氢能 | 云港市 | planned | - | means=蓝湾科学城; object=氢能
M 2027年建成东堤码头 | 云港市 | planned | 2027 | object=东堤码头
M 支持云港大学办海工学院 | 云港市 | planned | - | object=云港大学; object=海工学院
S （⟦市科技局|Government⟧牵头，⟦市财政局|Government⟧配合）
L lead=市科技局; support=市财政局
"""


@pytest.fixture
def acts(tmp_path):
    path = tmp_path / "acts.gold"
    path.write_text(ACTS, encoding="utf-8")
    return records.load(path)


def test_measures_match_by_half_their_words_and_their_fields_count_apart(acts):
    one = acts["t1"]
    first, second, third = one.findings.measures
    measures = (
        replace(first, start=first.start + 2, actor="蓝湾科学城", status="done"),
        replace(second, year=None, roles=()),
        replace(third, start=third.end, end=third.end + 9),
    )
    given = {"t1": replace(one, findings=replace(one.findings, measures=measures))}
    scores = score(acts, given)
    rows = {row.measure: (row.hit, row.said, row.gold) for row in scores.rows if "measure" in row.measure}
    assert rows["measure"] == (2, 3, 3)
    assert rows["measure, with its actor"] == (1, 3, 3)
    assert rows["measure, with its status"] == (1, 3, 3)
    assert rows["measure, with its year"] == (1, 3, 3)
    assert rows["measure's entity, in its role"] == (4, 8, 11)
    assert rows["measure's lead"] == (1, 2, 3)
    assert scores.row("section").f1 == scores.row("section, under the right one").f1 == 1


def test_errors_of_measures_and_headings_are_told_by_what_is_wrong(acts):
    one = acts["t1"]
    first, second, third = one.findings.measures
    part = replace(third.roles[1], role="about")
    measures = (
        replace(first, status="done"), replace(second, actor="东堤码头"),
        replace(third, roles=(third.roles[0], part, *third.roles[2:])),
    )  # fmt: skip
    document = replace(one.document, sections=())
    given = {"t1": replace(one, document=document, findings=replace(one.findings, measures=measures))}
    found = {(e.measure, e.kind): (e.said, e.gold) for e in errors(acts, given)}
    assert found == {
        ("measure", "wrong status"): ("依托蓝湾科学城发展氢能: done", "依托蓝湾科学城发展氢能: planned"),
        ("measure", "wrong actor"): ("2027年建成东堤码头: 东堤码头", "2027年建成东堤码头: 云港市"),
        ("measure", "spurious role"): ("支持云港大学办海工学院: about=海工学院", ""),
        ("measure", "missed role"): ("", "支持云港大学办海工学院: object=海工学院"),
        ("section", "missed"): ("", "一、重点任务 (1)"),
    }
    assert {e.kind for e in errors(acts, {}) if e.measure == "measure"} == {"missed"}


@pytest.fixture
def gold(tmp_path):
    path = tmp_path / "t1.gold"
    path.write_text(GOLD, encoding="utf-8")
    return records.load(path)


def changed(gold, **changes):
    one = gold["t1"]
    return {"t1": replace(one, findings=replace(one.findings, **changes))}


def test_gold_against_itself_is_whole(gold):
    scores = score(gold, gold)
    assert scores.row("entity").f1 == scores.row("relation").f1 == scores.row("indicator, all fields").f1 == 1
    assert scores.status == 1
    assert errors(gold, gold) == ()


def test_nothing_said_is_all_missed(gold):
    scores = score(gold, {})
    assert (scores.row("entity").hit, scores.row("entity").gold) == (0, 5)
    assert {e.kind for e in errors(gold, {})} == {"missed"}
    assert len(errors(gold, {})) == 5 + 4 + 1


def test_names_match_by_any_writing_and_symmetric_ends_in_any_order(gold):
    found = gold["t1"].findings
    mentions = tuple(
        replace(m, name=m.name.removesuffix("市") + "地区") if m.type == "Region" else m
        for m in found.mentions
    )
    turned = tuple(
        replace(r, head="溪口", tail="云港地区", status="done")
        if r.relation == "cooperatesWith" else replace(r, head="云港地区") for r in found.relations
    )  # fmt: skip
    scores = score(gold, changed(gold, mentions=mentions, relations=turned))
    assert scores.row("entity").f1 == 1
    assert scores.row("relation").f1 == 1
    assert (scores.status_right, scores.status_all) == (3, 4)


def test_amounts_match_across_units_and_fields_are_told_apart(gold):
    (figure,) = gold["t1"].findings.indicators
    other = replace(figure, value=Decimal(3000), unit="亿元", indicator="规模", year=None)
    scores = score(gold, changed(gold, indicators=(other,)))
    assert scores.row("indicator").f1 == 1
    assert scores.row("indicator, all fields").f1 == 0


def test_errors_say_what_is_wrong_and_where(gold):
    found = gold["t1"].findings
    text = gold["t1"].document.text
    mentions = []
    for m in found.mentions:
        if m.text == "海工装备":
            continue
        if m.text == "蓝湾科学城":
            m = replace(m, type="Project")
        if m.text == "溪口市":
            m = replace(m, text="与溪口市", name="与溪口市", start=m.start - 1)
        mentions.append(m)
    relations = (*found.relations[1:3], replace(found.relations[0], tail="深海", by="rule"))
    found_errors = errors(gold, changed(gold, mentions=tuple(mentions), relations=relations))
    kinds = {(e.measure, e.kind, e.said, e.gold) for e in found_errors}
    assert ("entity", "missed", "", "海工装备 (Industry)") in kinds
    assert ("entity", "wrong type", "蓝湾科学城 (Project)", "蓝湾科学城 (Zone)") in kinds
    assert ("entity", "wrong boundary", "与溪口市 (Region)", "溪口市 (Region)") in kinds
    assert ("relation", "missed", "", "云港市 develops 海工装备") in kinds
    assert ("relation", "spurious", "云港市 develops 深海", "") in kinds
    assert all(e.sentence and e.sentence in text for e in found_errors)


def test_reliability_counts_what_is_right_in_each_band(gold):
    found = gold["t1"].findings
    relations = (
        replace(found.relations[0], confidence=0.97), replace(found.relations[1], confidence=0.99),
        replace(found.relations[2], confidence=0.55, tail="别处"),
    )  # fmt: skip
    bands = {
        b.low: b for b in reliability(gold, changed(gold, relations=relations)) if b.measure == "relation"
    }
    assert (bands[0.95].count, bands[0.95].precision) == (2, 1.0)
    assert (bands[0.5].count, bands[0.5].precision) == (1, 0.0)


def test_reliability_of_measures_counts_those_that_gold_has(acts):
    one = acts["t1"]
    first, second, third = one.findings.measures
    measures = (
        replace(first, confidence=0.97), replace(second, confidence=0.97, start=0, end=4), replace(third, confidence=0.4),
    )  # fmt: skip
    given = {"t1": replace(one, findings=replace(one.findings, measures=measures))}
    bands = {b.low: (b.count, b.precision) for b in reliability(acts, given) if b.measure == "measure"}
    assert bands == {0.95: (2, 0.5), 0.0: (1, 1.0)}


def test_floors_hold_or_say_what_fell(gold, tmp_path):
    path = tmp_path / "floors.json"
    path.write_text('{"entity": 0.9, "status": 0.5}', encoding="utf-8")
    floors = load_floors(path)
    assert below(score(gold, gold), floors) == ()
    (first, second) = below(score(gold, {}), floors)
    assert (first.where, first.fact) == ("entity", "0.000 is below its floor of 0.900")
    assert second.where == "status"
    with pytest.raises(InputError, match="no such measure: entitty"):
        below(score(gold, gold), {"entitty": 0.5})


@pytest.mark.parametrize("content", ["", "[]", '{"entity": "much"}'])
def test_floors_that_are_none_are_refused(tmp_path, content):
    path = tmp_path / "floors.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"floors\.json"):
        load_floors(path)


def _spoiled(one: Annotated) -> Annotated:
    """A prediction with every kind of fault, made from gold by position."""
    found = one.findings
    mentions = tuple(
        replace(m, type="Concept") if i % 11 == 3 else replace(m, name=m.text) if i % 4 == 0 else m
        for i, m in enumerate(found.mentions) if i % 7
    )  # fmt: skip
    relations = tuple(
        replace(r, head=r.tail, tail=r.head) if i % 9 == 2 else replace(r, status="done") if i % 5 == 1 else r
        for i, r in enumerate(found.relations) if i % 6
    )  # fmt: skip
    indicators = tuple(
        replace(x, value=x.value + 1) if i % 8 == 3 else replace(x, year="2030", indicator=x.indicator[2:] or "数")
        if i % 3 == 0 else x
        for i, x in enumerate(found.indicators) if i % 10
    )  # fmt: skip
    measures = tuple(
        replace(m, start=m.start + len(m.text) // 3) if i % 5 == 1 else replace(m, end=m.end - 2, year="2031")
        if i % 4 == 2 else replace(m, actor=m.roles[0].name if m.roles else "别处", status="done") if i % 7 == 3
        else replace(m, roles=tuple(replace(p, role="field") for p in m.roles[:1]) + m.roles[2:]) if i % 3 == 0 else m
        for i, m in enumerate(found.measures) if i % 8
    )  # fmt: skip
    sections = tuple(
        replace(s, level=s.level + (i % 4 == 1)) for i, s in enumerate(one.document.sections) if i % 5
    )
    document = replace(one.document, sections=sections)
    return replace(
        one, document=document, findings=Findings(mentions, relations, indicators, measures=measures)
    )


@pytest.mark.shared
@pytest.mark.parametrize("part", ["dev", "train", "written", "measures/dev", "genres"])
def test_figures_equal_the_scorers_to_the_last_digit(shared, tmp_path, part):
    spec = importlib.util.spec_from_file_location("gold_scorer", shared / "gold" / "gold.py")
    scorer = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
    spec.loader.exec_module(scorer)
    gold = records.load(shared / "gold" / part)
    path = tmp_path / "pred.jsonl"
    path.write_text("".join(records.line(_spoiled(one)) + "\n" for one in gold.values()), encoding="utf-8")
    rows, status = scorer.score(scorer.load(shared / "gold" / part), scorer.load(path))
    scores = score(gold, records.load(path))
    assert status == scores.status
    assert 0 < scores.row("relation").f1 < 1
    for row in scores.rows:
        theirs = rows[row.measure]
        assert (row.precision, row.recall, row.f1, row.said, row.gold) == tuple(
            theirs[k] for k in ("p", "r", "f1", "said", "gold")
        ), row.measure
    assert json.loads(path.read_text(encoding="utf-8").splitlines()[0])["id"] in gold
