"""Records survive the way to text and back; the formats of annotation tools are read."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import records
from kg.errors import InputError
from kg.model import (
    Annotated,
    Document,
    Findings,
    Indicator,
    Measure,
    Mention,
    Metadata,
    Paragraph,
    Problem,
    Relation,
    Sentence,
)

GOLD = """# id: t1
# region: 云港市
# date: 2025-03-01

P ⟦云港市|Region⟧培育⟦海工装备|Industry⟧、⟦氢能|Industry⟧等⟦未来产业|Industry⟧。
R 云港市 | develops | 海工装备 | planned
R 云港市 | develops | 海工装备 | done
S 到2027年，⟦氢能|Industry⟧产业规模达到300亿元以上。
I 氢能 | 产业规模 | >= | 300 | 亿元 | 2027 | target

P ⟦云港|Region=云港市⟧很好。
"""


ACTS = """# id: t2
# region: 云港市

P 一、重点任务
H 1
P 建设⟦海工装备园|Zone⟧，引进⟦远航公司|Enterprise⟧。
M 建设海工装备园 | 云港市 | planned | 2027 | object=海工装备园
M 引进远航公司 | 云港市 | planned | - | object=远航公司
S （⟦市发改委|Government⟧牵头，⟦市科技局|Government⟧配合）
L lead=市发改委; support=市科技局
P 建设园区，再建设园区。
M 建设园区#2 | 云港市 | done | -
"""


def test_gold_measures_share_the_bodies_of_their_paragraph_and_headings_are_sections(tmp_path):
    path = tmp_path / "t2.gold"
    path.write_text(ACTS, encoding="utf-8")
    found = records.read_gold(path)
    first, second, third = found.findings.measures
    assert [(p.role, p.name) for p in second.roles] == [
        ("object", "远航公司"),
        ("lead", "市发改委"),
        ("support", "市科技局"),
    ]
    assert (first.year, second.year, third.roles) == ("2027", None, ())
    assert found.document.text[third.start - 1 : third.end] == "再建设园区"
    assert [(s.title, s.level) for s in found.document.sections] == [("一、重点任务", 1)]
    assert records.load_line(records.line(found)) == found


@pytest.mark.parametrize(
    "line", ["M 不在句中 | 云港市 | planned | -", "M 建设 | 云港市 | planned | - | thing=园区", "L lead"]
)
def test_gold_says_which_line_of_a_measure_is_wrong(tmp_path, line):
    path = tmp_path / "t3.gold"
    path.write_text(f"# id: t3\n# region: 云港市\nP 建设园区。\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"t3.gold:4"):
        records.read_gold(path)


@pytest.fixture
def gold(tmp_path):
    path = tmp_path / "t1.gold"
    path.write_text(GOLD, encoding="utf-8")
    return path


def test_gold_text_mentions_and_evidence(gold):
    found = records.read_gold(gold)
    text = found.document.text
    assert text == "云港市培育海工装备、氢能等未来产业。到2027年，氢能产业规模达到300亿元以上。\n云港很好。"
    assert all(text[m.start : m.end] == m.text for m in found.findings.mentions)
    assert found.findings.mentions[-1].name == "云港市"
    assert found.document.region == "云港市"
    assert [s.text for s in found.sentences] == text.replace("。到", "。\n到").split("\n")
    (indicator,) = found.findings.indicators
    assert text[slice(*indicator.evidence)].startswith("到2027年")
    assert indicator.value == Decimal(300)


def test_gold_keeps_a_relation_once_at_its_first_place(gold):
    (relation,) = records.read_gold(gold).findings.relations
    assert (relation.head, relation.relation, relation.tail, relation.status) == (
        "云港市", "develops", "海工装备", "planned",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "fact"),
    [
        ("P ⟦甲|Nation⟧", "no such type: Nation"),
        ("P ⟦甲|Region", "broken markup"),
        ("R 甲 | develops | 乙", "4 cells"),
        ("I 甲 | 乙 | = | 三 | 个 | 2025 | done", "not a number: 三"),
        ("X 甲", "a line begins with"),
    ],
)
def test_gold_names_the_wrong_line(tmp_path, line, fact):
    path = tmp_path / "bad.gold"
    path.write_text(f"# id: x\n# region: 甲市\nP 好。\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.gold:4: .*" + fact):
        records.read_gold(path)


def test_gold_needs_its_header(tmp_path):
    path = tmp_path / "bad.gold"
    path.write_text("P 好。\n", encoding="utf-8")
    with pytest.raises(InputError, match="no '# id:' header"):
        records.read_gold(path)


names = st.text(min_size=1, max_size=6)
spans = st.tuples(st.integers(0, 9), st.integers(0, 9))


@st.composite
def annotated(draw):
    text = draw(st.text(min_size=1, max_size=40))
    span = st.tuples(st.integers(0, len(text) - 1), st.integers(0, len(text)))
    mentions = {}
    for a, b in draw(st.lists(span, max_size=4)):
        mentions[a] = Mention("d", a, b, text[a:b], "Industry", draw(names), 0.5, "lexicon")
    relations = draw(
        st.lists(
            st.builds(Relation, st.just("d"), names, st.just("develops"), names, st.just("done"), spans,
                      st.none() | st.just("under-way"), st.none() | spans, st.none() | spans, st.just(0.25), names),
            max_size=3,
        )
    )  # fmt: skip
    numbers = st.decimals("-1e9", "1e9", allow_nan=False, places=3).map(
        lambda d: Decimal(str(float(d))).normalize()
    )
    indicators = draw(
        st.lists(
            st.builds(Indicator, st.just("d"), names, names, st.just(">="), numbers, names,
                      st.none() | st.just("2027"), st.just("target"), spans, st.none() | st.just("2020"),
                      st.none() | spans, st.none() | spans, names, st.just(0.75), names, st.just(""),
                      base_value=st.none() | numbers, period=st.none() | st.just("2024-Q1")),
            max_size=3,
        )
    )  # fmt: skip
    for i in draw(st.sets(st.integers(0, 2))):
        if i < len(indicators):  # a range: the low bound is the value
            indicators[i] = replace(indicators[i], low=indicators[i].value, high=draw(numbers))
    problem = Problem("d", "odd", "look", "warning")
    document = Document(
        "d", text, "d.txt", "ab", (Paragraph(0, len(text), "title"),),
        (Metadata("region", draw(names), (0, 1), "title", 0.9),), (problem,),
    )  # fmt: skip
    return Annotated(
        document,
        (Sentence("d", 0, 0, len(text), text, 0, "title"),),
        Findings(
            tuple(mentions[k] for k in sorted(mentions)),
            tuple(relations),
            tuple(indicators),
            (problem, problem),
        ),
    )


@given(annotated())
def test_json_lines_bring_the_records_back(document):
    line = records.line(document)
    assert "\n" not in line
    assert records.load_line(line) == document


def test_load_reads_what_the_scorer_needs_and_no_more(tmp_path):
    data = {
        "id": "a", "region": "甲市", "text": "甲市发展氢能",
        "entities": [{"name": "氢能", "type": "Industry", "aliases": [], "mentions": [{"start": 4, "end": 6, "text": "氢能"}]}],
        "relations": [{"head": "甲市", "relation": "develops", "tail": "氢能", "status": "planned"}],
        "indicators": [],
    }  # fmt: skip
    path = tmp_path / "p.jsonl"
    path.write_text(json.dumps(data, ensure_ascii=False) + "\n\n", encoding="utf-8")
    found = records.load(path)["a"]
    assert found.document.region == "甲市"
    assert found.findings.relations[0].tail == "氢能"


def test_load_reads_doccano_and_label_studio(tmp_path):
    text = "甲市发展氢能"
    old = {"id": 1, "text": text, "label": [[4, 6, "Industry"]], "meta": {"id": "one", "region": "甲市"}}
    new = {
        "id": 2, "text": text, "meta": {"region": "甲市"},
        "entities": [
            {"id": 7, "label": "Region", "start_offset": 0, "end_offset": 2},
            {"id": 8, "label": "Industry", "start_offset": 4, "end_offset": 6},
        ],
        "relations": [{"from_id": 7, "to_id": 8, "type": "develops"}],
    }  # fmt: skip
    (tmp_path / "a.jsonl").write_text(json.dumps(old) + "\n" + json.dumps(new), encoding="utf-8")
    task = {
        "id": 3, "data": {"text": text, "region": "甲市"},
        "annotations": [{"result": [
            {"id": "x", "type": "labels", "value": {"start": 0, "end": 2, "labels": ["Region"]}},
            {"id": "y", "type": "labels", "value": {"start": 4, "end": 6, "labels": ["Industry"]}},
            {"type": "relation", "from_id": "x", "to_id": "y", "labels": ["develops"]},
        ]}],
    }  # fmt: skip
    (tmp_path / "b.json").write_text(json.dumps([task]), encoding="utf-8")
    found = records.load(tmp_path)
    assert sorted(found) == ["2", "3", "one"]
    assert found["one"].findings.mentions[0].text == "氢能"
    for key in ("2", "3"):
        (relation,) = found[key].findings.relations
        assert (relation.head, relation.relation, relation.tail) == ("甲市", "develops", "氢能")


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"id": "a"}', '{"id": "a", "text": 3, "entities": [], "relations": []}']
)
def test_load_names_file_and_line(tmp_path, content):
    path = tmp_path / "p.jsonl"
    path.write_text("\n" + content, encoding="utf-8")
    with pytest.raises(InputError, match=r"p\.jsonl:2: "):
        records.load(path)


def test_load_of_nothing_says_so(tmp_path):
    with pytest.raises(InputError, match="no annotated documents"):
        records.load(tmp_path)


def test_a_range_is_two_entries_of_one_range_and_measures_point_to_both():
    about = ("d", "云港市", "外贸额", ">=", Decimal(4), "%增长", "2026", "target", (0, 4))
    one = Indicator(*about, low=Decimal(4), high=Decimal(6))
    plain = Indicator(*about)
    measure = Measure("d", 0, 4, "外贸增长", "云港市", "planned", (0, 4), figures=(1, 2))
    found = Annotated(
        Document("d", "外贸增长4%—6%。", paragraphs=(Paragraph(0, 10),)), (),
        Findings(indicators=(plain, one, plain), measures=(measure,)),
    )  # fmt: skip
    data = records.to_json(found)
    said = [
        (i["comparator"], i["value"], i.get("range"), i.get("low"), i.get("high")) for i in data["indicators"]
    ]
    assert said == [
        (">=", 4, None, None, None),
        (">=", 4, 1, 4, 6),
        ("<=", 6, 1, 4, 6),
        (">=", 4, None, None, None),
    ]
    assert data["measures"][0]["figures"] == [1, 2, 3]
    assert records.from_json(data) == found
